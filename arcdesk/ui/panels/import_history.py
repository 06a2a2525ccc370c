"""The imports so far: what each brought, and which were taken back and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.take_back import TakeBackDialog
from arcdesk.ui.import_services import BatchLine, books
from arcdesk.ui.import_words import layout_name
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.tables.actions import action_button, row_action
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import SectionLabel

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class ImportHistory(QWidget):
    """Newest first; Delete takes the current one back.

    Signals:
        shown(bool): whether there is any import.
        taken_back(int): the import of this number was taken back.
    """

    shown = Signal(bool)
    taken_back = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.model: RowTableModel[BatchLine] = RowTableModel(_columns(), lambda row: row.id, context.theme)
        self.table = RowTable(
            self.model, context.theme, context.settings, "import_history", tr("Imports so far")
        )
        self.table.setSelectionMode(RowTable.SelectionMode.SingleSelection)
        self._undo = row_action(
            self.table, context.theme, "import_take_back", tr("Take back…"), "back", "Del", self._on_take_back
        )
        self.table.current_row_changed.connect(lambda _row: self.show_abilities())
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionLabel(tr("Imports so far")))
        head.addStretch(1)
        head.addWidget(action_button(self._undo, context.theme, "back"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addWidget(self.table, 1)
        self.hide()

    def refresh(self) -> None:
        """Read the list, off the GUI thread."""
        service = books(self._context)
        if service is not None:
            self._context.jobs.run(lambda _job: service.batches(), self._on_read, owner=self)

    def show_abilities(self) -> None:
        """What has been taken back is not taken back again."""
        row = self.table.current_row()
        self._undo.setEnabled(row is not None and row.undone_at is None and self._context.can_write)

    def focus(self, batch_id: int | None = None) -> None:
        """Put the keyboard on an import, or on the newest."""
        if batch_id is None or not self.table.select_id(batch_id):
            self.table.select_first()
        self.table.setFocus()

    def take_back(self, batch_id: int, parent: QWidget) -> TakeBackDialog | None:
        """Ask for the reason and take that import back; None where it can't be."""
        service = books(self._context)
        row = next((line for line in self.model.all_rows if line.id == batch_id), None)
        if service is None or row is None or row.undone_at is not None or not self._context.can_write:
            return None
        dialog = TakeBackDialog(self._context, service, row, parent)
        dialog.carried_out.connect(lambda _done: self._on_taken_back(batch_id))
        dialog.open()
        return dialog

    def _on_taken_back(self, batch_id: int) -> None:
        self.refresh()
        self.taken_back.emit(batch_id)

    def _on_read(self, lines: Sequence[BatchLine]) -> None:
        self.model.set_rows(tuple(lines))
        self.setVisible(bool(lines))
        self.table.select_first()
        self.show_abilities()
        self.shown.emit(bool(lines))

    @Slot()
    def _on_take_back(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.take_back(row.id, self.window())


def _columns() -> tuple[Column[BatchLine], ...]:
    def is_gone(row: BatchLine) -> bool:
        return row.undone_at is not None

    def gone_tone(row: BatchLine) -> str:
        return "muted" if is_gone(row) else ""

    def state(row: BatchLine) -> str:
        if row.undone_at is None:
            return tr("In the ledger|import")
        return tr("Taken back {day}: {reason}", day=row.undone_at.date(), reason=row.undone_reason or "")

    def count(key: str, title: str, place: int, kinds: Sequence[str]) -> Column[BatchLine]:
        def number(row: BatchLine) -> int:
            found = [row.summary.get(kind) for kind in kinds]
            return sum(each[place] for each in found if isinstance(each, list | tuple) and len(each) > place)

        def text(row: BatchLine) -> str:
            return f"{number(row):,}" if number(row) else ""

        return Column(key, title, text, number, "right", gone_tone, struck=is_gone, width=6)

    def left_out(row: BatchLine) -> int:
        found = row.summary.get("rejected", 0)
        return found if isinstance(found, int) else 0

    kinds = ("customers", "invoices", "receipts", "balances")
    return (
        Column("at", tr("Date"), lambda row: show.moment(row.at), lambda row: row.at, tone=gone_tone, struck=is_gone,
               fitted=True),
        Column("file", tr("File|import"), lambda row: row.source_name, tone=gone_tone, struck=is_gone, width=22,
               tip=lambda row: row.source_name),
        Column("state", tr("State"), state, tone=lambda row: "bad" if is_gone(row) else "good", tip=state, width=18,
               stretch=True),
        Column("layout", tr("Layout|import"), lambda row: layout_name(row.preset), tone=gone_tone, width=16,
               tip=lambda row: layout_name(row.preset)),
        date_column("as_of", tr("As of"), lambda row: row.as_of, gone_tone),
        count("new", tr("New|count"), 0, kinds),
        count("changed", tr("Changed|count"), 1, kinds),
        Column("left", tr("Left out|import"), lambda row: f"{left_out(row):,}" if left_out(row) else "", left_out,
               "right", gone_tone, width=6),
    )  # fmt: skip
