"""The Today queue as a list: two lines a customer, under the headings to do, snoozed, done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)  # fmt: skip
from PySide6.QtGui import QFont, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from arcdesk.i18n import tr
from arcdesk.services.day_list import TodayQueue, TodayRow
from arcdesk.services.reason_text import reason_text
from arcdesk.services.set_aside_words import state_text
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import OUTCOMES, label
from arcdesk.ui.theme import XS, L, M, S, Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole)

SIGNS: Mapping[str, tuple[str, str]] = {
    "broken_promise": ("warning", "bad"),
    "deadline_passed": ("letters", "bad"),
    "followup_due": ("followup", "accent"),
    "limitation_alarm": ("lawyer", "bad"),
    "level_due": ("phone", "warn"),
    "promise_due_today": ("receipt", "good"),
    "allocate": ("receipt", "accent"),
    "soon_due": ("calendar", "muted"),
    "contacted": ("log", "good"),
}
"""Icon and colour of each kind of entry."""
STATE_SIGNS: Mapping[str, tuple[str, str]] = {
    "done": ("check", "good"),
    "snoozed": ("snooze", "muted"),
    "skipped": ("skip", "muted"),
}
STEP_ICONS: Mapping[str, str] = {
    "visit": "visit",
    "lawyer": "lawyer",
    "letter": "letters",
    "reminder": "mail",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line over a group of rows."""

    text: str


def second_line(row: TodayRow) -> str:
    """Why the row is here, or what was done about it."""
    if row.by_contact:
        return label(OUTCOMES, row.note)
    if row.state != "open":
        return state_text(row.state, row.until, row.note)
    if row.news:
        return tr("Back on the list: {reason}", reason=reason_text(row.news[0]))
    more = f" (+{len(row.reasons) - 1})" if len(row.reasons) > 1 else ""
    return reason_text(row.reasons[0]) + more if row.reasons else ""


class TodayModel(QAbstractListModel):
    """Headings and rows; the current customer stays current over a refresh."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Heading | TodayRow] = []

    @property
    def lines(self) -> list[Heading | TodayRow]:
        return self._lines

    def show_queue(self, queue: TodayQueue) -> None:
        """Show ``queue``; persistent indexes follow their customers."""
        lines: list[Heading | TodayRow] = [*queue.open]
        for text, rows in ((tr("Snoozed"), queue.snoozed), (tr("Done today"), queue.done)):
            if rows:
                lines += [Heading(f"{text} · {len(rows)}"), *rows]
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        old = self._lines
        self._lines = lines
        after = []
        for index in before:
            line = old[index.row()]
            place = self.place_of(line.customer_id) if isinstance(line, TodayRow) else -1
            after.append(self.index(place) if place >= 0 else QModelIndex())
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def place_of(self, customer_id: int) -> int:
        """Line of that customer, or -1."""
        for place, line in enumerate(self._lines):
            if isinstance(line, TodayRow) and line.customer_id == customer_id:
                return place
        return -1

    def row_at(self, place: int) -> TodayRow | None:
        """The customer on that line; ``None`` for a heading or beyond the end."""
        line = self._lines[place] if 0 <= place < len(self._lines) else None
        return line if isinstance(line, TodayRow) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._lines[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text if isinstance(line, Heading) else line.name
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(line, TodayRow):
            return ", ".join((line.name, second_line(line), show.money(line.overdue_fen, line.currency)))
        return None


class TodayDelegate(QStyledItemDelegate):
    """Draws a row: sign, name and amount, under them the reason and what to do."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons: dict[tuple[str, str], QIcon] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        if isinstance(index.data(ROW_ROLE), Heading):
            return QSize(line, line + L)
        return QSize(line * 20, 2 * line + XS + 2 * S + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(ROW_ROLE)
        painter.save()
        if isinstance(line, Heading):
            self._paint_heading(painter, option, line)
        elif isinstance(line, TodayRow):
            self._paint_row(painter, option, line)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, line: Heading) -> None:
        painter.fillRect(option.rect, self._theme.color("window"))
        painter.setFont(_weighted(option.font))
        painter.setPen(self._theme.color("muted"))
        rect = option.rect.adjusted(M, S, -M, -XS)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, line.text)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: TodayRow) -> None:
        theme = self._theme
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_selected:
            painter.fillRect(option.rect, theme.color("selection"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, theme.color("alternate"))
        if is_selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), theme.color("accent")
            )
        height = option.fontMetrics.height()
        rect = option.rect.adjusted(M, S, -L, -S)
        side = round(height * 1.15)
        sign = QRect(rect.left(), rect.top() + (height - side) // 2, side, side)
        self._sign(row).paint(painter, sign)
        rect.setLeft(rect.left() + side + S + 2)
        is_open = row.state == "open"
        text = theme.color("selection_text" if is_selected else "text" if is_open else "muted")
        upper = QRect(rect.left(), rect.top(), rect.width(), height)
        lower = QRect(rect.left(), rect.top() + height + XS, rect.width(), height)
        amount = show.money(row.overdue_fen, row.currency) if row.overdue_fen else ""
        painter.setPen(text)
        _pair(painter, upper, _weighted(option.font) if is_open else option.font, row.name, amount)
        action = tr(row.action) if is_open and row.action else ""
        colors = (text, text) if is_selected else (theme.color("muted"), theme.color("text"))
        _split(painter, lower, option.font, second_line(row), action, colors)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.left(), option.rect.bottom(), option.rect.right(), option.rect.bottom())

    def _sign(self, row: TodayRow) -> QIcon:
        name, color = STATE_SIGNS.get(row.state) or SIGNS.get(row.kind, ("info", "muted"))
        if row.state == "open" and row.kind == "level_due":
            name = STEP_ICONS.get(row.step, name)
        if (name, color) not in self._icons:
            self._icons[name, color] = icon(name, self._theme, color, None)
        return self._icons[name, color]


def _weighted(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _pair(painter: QPainter, rect: QRect, font: QFont, left: str, right: str) -> None:
    """Draw ``right`` at the right edge and as much of ``left`` as the rest holds."""
    painter.setFont(font)
    metrics = painter.fontMetrics()
    taken = metrics.horizontalAdvance(right) + L if right else 0
    elided = metrics.elidedText(left, Qt.TextElideMode.ElideRight, rect.width() - taken)
    painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
    painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)


def _split(
    painter: QPainter, rect: QRect, font: QFont, why: str, action: str, colors: tuple[Any, Any]
) -> None:
    """Reason at the left; what to do at the right, at most two fifths of the line."""
    painter.setFont(font)
    metrics = painter.fontMetrics()
    room = rect.width() * 2 // 5
    shown = metrics.elidedText(action, Qt.TextElideMode.ElideRight, room)
    painter.setPen(colors[0])
    left = QRect(rect)
    left.setRight(rect.right() - (metrics.horizontalAdvance(shown) + L if shown else 0))
    elided = metrics.elidedText(why, Qt.TextElideMode.ElideRight, left.width())
    painter.drawText(QRectF(left), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
    painter.setPen(colors[1])
    painter.drawText(QRectF(rect), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
