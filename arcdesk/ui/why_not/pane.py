"""One list of those who are not chased: a table, what it is about, and the buttons under it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

R = TypeVar("R")


class ReviewPane(QWidget, Generic[R]):
    """Shows rows of one kind; a subclass reads them, names their customer, and may end them.

    Signals:
        counted(int): how many stand; shown beside the title of the tab.
        left(): a dossier is opened.
    """

    counted = Signal(int)
    left = Signal()
    name: str
    title: str
    hint: str
    empty: tuple[str, str]

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model: RowTableModel[R] = RowTableModel(self.columns(), self.row_id, context.theme)
        self.table: RowTable[R] = RowTable(
            self.model, context.theme, context.settings, f"{self.name}_list", tr(self.title)
        )
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self.show_abilities)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(EmptyState(context.theme, self.empty[0], tr(self.empty[1])))
        self.open_button = button(tr("Open the dossier"), f"{self.name}_open", self._open_current)
        self.hint_label = label(tr(self.hint), "muted", wrap=True)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        for made in (*self.acts(), self.open_button):
            foot.addWidget(made)
        foot.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, M, L, M)
        box.setSpacing(M)
        box.addLayout(self.head())
        box.addWidget(self.stack, 1)
        box.addLayout(foot)
        context.data_changed.connect(self.read)
        context.as_of_changed.connect(self.read)
        self.read()

    def columns(self) -> Sequence[Column[R]]:
        """What is shown of a row."""
        raise NotImplementedError

    def row_id(self, row: R) -> Hashable:
        """What tells a row from the others."""
        raise NotImplementedError

    def customer_of(self, row: R) -> int:
        """Whose dossier a row opens."""
        raise NotImplementedError

    def load(self) -> Any:
        """Read, on the database thread."""
        raise NotImplementedError

    def head(self) -> QHBoxLayout:
        """What stands over the table: what the list is about."""
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self.hint_label, 1)
        return row

    def acts(self) -> Sequence[QPushButton]:
        """The buttons before “Open the dossier”."""
        return ()

    def may_end(self, _row: R) -> bool:
        """Whether the act of this list is possible with a row."""
        return True

    def read(self, *_: object) -> None:
        """Read anew."""
        self._context.jobs.run(lambda _job: self.load(), self.on_read, owner=self)

    def on_read(self, found: Any) -> None:
        """Show what was read."""
        self.show_rows(found, len(found))

    def show_rows(self, rows: Sequence[R], standing: int) -> None:
        """Fill the table; ``standing`` of the rows count."""
        self.model.set_rows(rows)
        self.stack.setCurrentIndex(0 if rows else 1)
        self.table.select_first()
        self.show_abilities()
        self.counted.emit(standing)

    def show_abilities(self, *_: object) -> None:
        """Enable what can be done with the rows chosen."""
        row = self.table.current_row()
        self.open_button.setEnabled(row is not None)
        for made in self.findChildren(QPushButton):
            if made.property("ends"):
                made.setEnabled(row is not None and self._context.can_write and self.may_end(row))

    def ending(self, text: str, name: str, slot: Any) -> QPushButton:
        """A button that ends what the row stands for; off where nothing may be written."""
        made = button(text, name, slot)
        made.setProperty("ends", True)
        return made

    def refused(self, error: BaseException) -> None:
        """Say a refusal at the top of the window."""
        if isinstance(error, Refusal):
            self._context.refuse(error)

    def _open_current(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self._open(row)

    def _open(self, row: R) -> None:
        self.left.emit()
        self._context.customer_requested.emit(self.customer_of(row))
