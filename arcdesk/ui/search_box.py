"""The one search box: customers, documents, pages; results under it while one types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.jobs import JobContext, Jobs
from arcdesk.ui.theme import XS, S, Theme
from arcdesk.ui.widgets import clearable

PAUSE_MS = 120
MOST_HITS = 12
HIT_ROLE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the results: what it is and what opening it does."""

    icon: str
    title: str
    subtitle: str
    open: Callable[[], object]


Finder = Callable[[str], Sequence[Hit]]
Index = QModelIndex | QPersistentModelIndex


class SearchBox(QLineEdit):
    """Asks ``find`` on the database thread and shows what it gives below itself.

    Args:
        find: gives the hits for a text; runs off the GUI thread and touches no widget.
        commands: hits known to the window itself (pages), matched here by their words.
    """

    cleared = Signal()

    def __init__(
        self, find: Finder, commands: Iterable[Hit], jobs: Jobs, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._find, self._commands, self._jobs, self._theme = find, tuple(commands), jobs, theme
        self._popup: _Results | None = None
        self._asked = 0
        self.setObjectName("search")
        hint = tr("Search customers, documents, pages")
        self.setAccessibleName(hint)
        self.setPlaceholderText(f"{hint}  (Ctrl+K)")
        clearable(self)
        self.addAction(
            QAction(icon("search", theme, "muted"), "", self), QLineEdit.ActionPosition.LeadingPosition
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._timer.start())

    @property
    def results(self) -> list[Hit]:
        """The hits shown now."""
        return self._popup.hits() if self._popup is not None and self._popup.isVisible() else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self._close(clear=True)
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up} and self.results and self._popup is not None:
            self._popup.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if self._timer.isActive():
                self._timer.stop()
                self._ask(open_first=True)
            elif self.results and self._popup is not None:
                self._open(self._popup.current())
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self._close(clear=False)

    def hideEvent(self, event: QHideEvent) -> None:
        """The results lie over the window and not in it: they go with the box, and late ones do not come."""
        super().hideEvent(event)
        self._close(clear=False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def _ask(self, *, open_first: bool = False) -> None:
        text = self.text().strip()
        self._asked += 1
        asked = self._asked
        if not text:
            self._close(clear=False)
            return

        def look(_job: JobContext) -> Sequence[Hit]:
            return self._find(text)

        def show(hits: Sequence[Hit]) -> None:
            if asked == self._asked:  # a later keystroke has not overtaken this answer
                self._show(text, hits, open_first=open_first)

        self._jobs.run(look, show, owner=self)

    def _show(self, text: str, hits: Sequence[Hit], *, open_first: bool) -> None:
        lowered = text.lower()
        commands = [hit for hit in self._commands if lowered in f"{hit.title} {hit.subtitle}".lower()]
        found = [*hits[:MOST_HITS], *commands[:4]]
        if open_first and found:
            self._open(found[0])
            return
        if self._popup is None:
            self._popup = _Results(self._theme, self.window())
            self._popup.chosen.connect(self._open)
        corner = self.mapTo(self.window(), QPoint(0, self.height() + XS))
        self._popup.show_hits(found, QRect(corner, QSize(self.width(), 0)))

    def _open(self, hit: Hit | None) -> None:
        if hit is None:
            return
        self._close(clear=True)
        self.clearFocus()
        hit.open()

    def _close(self, *, clear: bool) -> None:
        self._timer.stop()
        self._asked += 1
        if self._popup is not None:
            self._popup.hide()
        if clear:
            self.clear()
            self.cleared.emit()


class _Results(QFrame):
    """The list under the box; the box keeps the keyboard."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("search_popup")
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setItemDelegate(_HitDelegate(theme, self._list))
        self._list.setAccessibleName(tr("Search results"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setStyleSheet("border: none")
        self._list.itemClicked.connect(lambda item: self.chosen.emit(item.data(HIT_ROLE)))
        box = QVBoxLayout(self)
        box.setContentsMargins(XS, XS, XS, XS)
        box.addWidget(self._list)
        parent.installEventFilter(self)

    def hits(self) -> list[Hit]:
        every = (self._list.item(n).data(HIT_ROLE) for n in range(self._list.count()))
        return [hit for hit in every if hit is not None]

    def current(self) -> Hit | None:
        item = self._list.currentItem()
        hit: Hit | None = item.data(HIT_ROLE) if item is not None else None
        return hit

    def step(self, by: int) -> None:
        count = self._list.count()
        self._list.setCurrentRow((self._list.currentRow() + by) % count)

    def show_hits(self, hits: Sequence[Hit], place: QRect) -> None:
        self._list.clear()
        for hit in hits:
            item = QListWidgetItem(f"{hit.title} {hit.subtitle}")
            item.setData(HIT_ROLE, hit)
            self._list.addItem(item)
        if hits:
            self._list.setCurrentRow(0)
        else:
            nothing = QListWidgetItem(tr("Nothing found. Try part of the name, pinyin initials or a number."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(nothing)
        line = self.fontMetrics().height() + 14
        room = self.window().height() - place.top() - 40
        height = min(self._list.count() * line + 2 * S + 2, room)
        self.setGeometry(place.x(), place.y(), max(place.width(), 420), height)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)


class _HitDelegate(QStyledItemDelegate):
    """Icon, title, and the subtitle muted at the right."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, option.fontMetrics.height() + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit | None = index.data(HIT_ROLE)
        if hit is None:
            super().paint(painter, option, index)
            return
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("selection"))
            painter.drawRoundedRect(option.rect, 4, 4)
        room = option.rect.adjusted(10, 0, -10, 0)
        side = 18
        icon(hit.icon, self._theme, "muted").paint(
            painter, QRect(room.left(), room.center().y() - side // 2, side, side)
        )
        room.setLeft(room.left() + side + 10)
        metrics, elide = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        subtitle = metrics.elidedText(hit.subtitle, elide, room.width() // 2)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(self._theme.color("muted"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, subtitle)
        room.setRight(room.right() - metrics.horizontalAdvance(subtitle) - 12)
        painter.setPen(self._theme.color("text"))
        title = metrics.elidedText(hit.title, elide, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()
