"""One day of the week board: its entries as a list that is walked by keys and dragged from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.icons import icon
from arcdesk.ui.theme import XS, Theme
from arcdesk.ui.widgets import label, set_role

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.services.calendar_file import DatedEntry
    from arcdesk.services.week import WeekDay

MIME = "application/x-arcdesk-follow-up"
KINDS = {
    "followup": ("followup", "text", "Follow up|week"),
    "promise": ("promise", "good", "Promised|week"),
    "deadline": ("letters", "warn", "Deadline of a letter|week"),
    "limitation": ("warning", "bad", "Limitation ends|week"),
    "due": ("receipt", "muted", "Falls due|week"),
}
"""Of each kind of entry its icon, the colour of that, and what it is called."""
ENTRY = Qt.ItemDataRole.UserRole


class DayEntries(QListWidget):
    """The entries. Up and down walk them, left and right go to the next day, Ctrl with them moves a follow-up.

    Signals:
        stepped(int): the day before (-1) or after (1) is wanted.
        moved(int, int): the follow-up of that number by so many days.
        dropped(int): a follow-up was dropped on this day.
        opened(int): Enter or a double click on a customer.
    """

    stepped = Signal(int)
    moved = Signal(int, int)
    dropped = Signal(int)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setAcceptDrops(True)
        self.setMinimumWidth(0)
        self.itemActivated.connect(self._on_activated)

    @property
    def entry(self) -> DatedEntry | None:
        """The current entry."""
        item = self.currentItem()
        found: DatedEntry | None = item.data(ENTRY) if item is not None else None
        return found

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentItem() is not None:
            self.currentItem().setSelected(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """One list of the seven shows a selection: the one with the keys."""
        super().focusOutEvent(event)
        self.clearSelection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.entry is not None and self.entry.follow_up_id:
                self.moved.emit(self.entry.follow_up_id, step)
        elif step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        data = QMimeData()
        numbers = [item.data(ENTRY).follow_up_id for item in items if item.data(ENTRY).follow_up_id]
        if numbers:
            data.setData(MIME, str(numbers[0]).encode("ascii"))
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._accept(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is not self and event.mimeData().hasFormat(MIME):
            event.setDropAction(Qt.DropAction.CopyAction)  # the list is read anew; nothing is to be removed here
            event.accept()
            self.dropped.emit(int(bytes(event.mimeData().data(MIME).data())))

    def _accept(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME) and event.source() is not self:
            event.acceptProposedAction()
        else:
            event.ignore()

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(ENTRY).customer_id)


class DayColumn(QFrame):
    """A day: its name, its sums, its entries."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.on: date | None = None
        self._name = label("", "heading")
        self._note = label("", "muted")
        self._sums = label("", "muted", wrap=True)
        self.list = DayEntries()
        self.list.setAccessibleName(tr("Week"))
        for text in (self._name, self._note, self._sums):
            text.setMinimumWidth(0)
        self._sums.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sums.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        box = QVBoxLayout(self)
        box.setContentsMargins(XS, 0, XS, 0)
        box.setSpacing(XS)
        for part in (self._name, self._note, self._sums):
            box.addWidget(part)
        box.addWidget(self.list, 1)

    def show_day(self, day: WeekDay, today: date) -> None:
        """Show a day; the current place in its list stays."""
        self.on = day.on
        self.setObjectName(f"week_{day.on.weekday()}")
        self._name.setText(show.month_day_of_week(day.on))
        set_role(self._note, "good" if day.on == today else "muted")
        self._note.setText(_note(day, today))
        self._sums.setText(_sums(day))
        self._sums.setToolTip(self._sums.text())
        self.list.setAccessibleName(f"{show.day_of_week(day.on)} {self._note.text()}")
        row = self.list.currentRow()
        self.list.clear()
        for entry in day.entries:
            self.list.addItem(self._item(entry))
        if day.entries:
            self.list.setCurrentRow(min(max(0, row), len(day.entries) - 1))
            if not self.list.hasFocus():
                self.list.clearSelection()

    def texts(self) -> tuple[QLabel, QLabel, QLabel]:
        """Name, note and sums."""
        return (self._name, self._note, self._sums)

    def _item(self, entry: DatedEntry) -> QListWidgetItem:
        picture, color, name = KINDS[entry.kind]
        what = entry.detail or tr(name)
        item = QListWidgetItem(icon(picture, self._theme, color), f"{entry.customer_name}\n{what}")
        whole = f"{entry.customer_name}\n{tr(name)}" + (f"\n{entry.detail}" if entry.detail else "")
        item.setToolTip(whole)
        item.setData(ENTRY, entry)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, whole.replace("\n", ", "))
        item.setSizeHint(QSize(0, 2 * self.fontMetrics().lineSpacing() + 2 * XS))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags | Qt.ItemFlag.ItemIsDragEnabled if entry.follow_up_id else flags)
        return item


def _note(day: WeekDay, today: date) -> str:
    """Today, a day of rest, or a day of the weekend that is worked."""
    parts = []
    if day.on == today:
        parts.append(tr("Today|page"))
    if day.is_make_up:
        parts.append(tr("Make-up working day"))
    elif day.is_holiday:
        parts.append(tr("Holiday"))
    elif day.is_rest:
        parts.append(tr("Day of rest"))
    return " · ".join(parts)


def _sums(day: WeekDay) -> str:
    lines = []
    for text, sums in (("Promised {amount}", day.promised_fen), ("Falls due {amount}", day.due_fen)):
        if sums:
            lines.append(tr(text, amount=" + ".join(show.money_with_sign(fen, code) for code, fen in sums.items())))
    return "\n".join(lines)
