"""The timeline: everything that happened with one customer in one stream, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.dossier.timeline_delegate import TimelineDelegate
from arcdesk.ui.dossier.timeline_words import title
from arcdesk.ui.tables.columns import Column
from arcdesk.ui.tables.saving import ListSaver
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import EmptyState, button
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.services.timeline import TimelineEntry
    from arcdesk.ui.context import UiContext

NO_INDEX = QModelIndex()
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
GROUPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("contacts", "Contacts", frozenset({"contact", "dispute", "follow_up", "task"})),
    ("money", "Money|timeline", frozenset({"receipt", "promise", "plan", "allocation", "write_off", "concession"})),
    ("invoices", "Invoices", frozenset({"invoice", "due_change"})),
    ("documents", "Letters and statements", frozenset({"document", "delivery"})),
    ("evidence", "Evidence", frozenset({"evidence"})),
)


class TimelineModel(QAbstractListModel):
    """Entries, filtered by group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[TimelineEntry, ...] = ()
        self._shown: list[TimelineEntry] = []
        self._group = ""

    @property
    def entries(self) -> Sequence[TimelineEntry]:
        """What is shown, newest first."""
        return self._shown

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        self._all = tuple(entries)
        self._rearrange()

    def set_group(self, group: str) -> None:
        """Show one group of kinds only; empty shows all."""
        self._group = group
        self._rearrange()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid() or index.row() >= len(self._shown):
            return None
        entry = self._shown[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return " ".join(filter(None, (show.moment(entry.at), title(entry), entry.text)))
        return None

    def _rearrange(self) -> None:
        kinds = next((kinds for key, _, kinds in GROUPS if key == self._group), None)
        shown = [
            entry
            for entry in self._all
            if (kinds is None and not _is_issued_copy(entry)) or (kinds is not None and entry.kind in kinds)
        ]
        if shown == self._shown:
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()


def _is_issued_copy(entry: TimelineEntry) -> bool:
    """The sealed PDF of an issued document: its issue stands in the stream already."""
    return entry.kind == "evidence" and entry.values.get("kind") in {"letter", "statement"}


class TimelineList(QListView):
    """The drawn stream.

    Signals:
        entry_activated: TimelineEntry, by Enter or double click.
        menu_requested: TimelineEntry and a global point.
    """

    entry_activated = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(self, context: UiContext, model: TimelineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAccessibleName(tr("Timeline"))
        self.setModel(model)
        self.setItemDelegate(TimelineDelegate(context, self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._activate)
        context.theme.changed.connect(self.viewport().update)
        self._saver = ListSaver(self, context.settings, lambda: (saved_columns(), model.entries))

    def add_common(self, menu: QMenu) -> None:
        """Put what every list can do at the end of a menu of its entries."""
        self._saver.add_to(menu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._activate(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # texts wrap anew

    def _activate(self, index: QModelIndex) -> None:
        if index.isValid():
            self.entry_activated.emit(index.data(ENTRY_ROLE))

    def _on_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.menu_requested.emit(index.data(ENTRY_ROLE), self.viewport().mapToGlobal(point))


def saved_columns() -> tuple[Column[TimelineEntry], ...]:
    """The columns of the saved stream."""
    return (
        Column("at", tr("Day"), lambda entry: show.moment(entry.at), value=lambda entry: entry.at.replace(tzinfo=None)),
        Column("what", tr("Event"), title),
        Column("text", tr("Note"), lambda entry: entry.text),
    )


class TimelineTab(QWidget):
    """Filter chips over the stream; says what to do while nothing has happened yet."""

    def __init__(self, context: UiContext, on_log: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TimelineModel(self)
        self.list = TimelineList(context, self.model, self)
        self._chips = {"": button(tr("Everything"), "timeline_all", chip=True)}
        for key, name, _ in GROUPS:
            self._chips[key] = button(tr(name), f"timeline_{key}", chip=True)
        self._chip_row = QWidget()
        row = FlowLayout(self._chip_row, spacing=XS)
        row.setContentsMargins(L, S, L, S)
        for key, chip in self._chips.items():
            chip.setCheckable(True)
            chip.clicked.connect(self._chooser(key))
            row.addWidget(chip)
        first = button(tr("Log contact"), "timeline_first", on_log)
        empty = EmptyState(context.theme, "timeline", tr("Nothing happened yet. Log the first contact."), [first])
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(empty)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._chip_row)
        box.addWidget(self._stack, 1)
        self.choose("")

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these entries, newest first; scroll position stays."""
        place = self.list.verticalScrollBar().value()
        self.model.set_entries(entries)
        self._stack.setCurrentIndex(0 if entries else 1)
        self.list.verticalScrollBar().setValue(place)

    def select(self, kind: str, detail_id: int) -> bool:
        """Bring one entry into sight and make it current; False where it is not in the stream."""
        self.choose("")
        for row, entry in enumerate(self.model.entries):
            if (entry.kind, entry.detail_id) == (kind, detail_id):
                self.list.setCurrentIndex(self.model.index(row))
                self.list.scrollTo(self.model.index(row))
                return True
        return False

    def set_compact(self, compact: bool) -> None:
        """In a low window the filter makes room for the stream."""
        self._chip_row.setVisible(not compact)

    def choose(self, group: str) -> None:
        """Filter by a group of kinds."""
        for key, chip in self._chips.items():
            chip.setChecked(key == group)
        self.model.set_group(group)

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.choose(key)


