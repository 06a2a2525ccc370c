"""The due date of the invoice under the cursor: F2 or the context menu changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from arcdesk.i18n import tr
from arcdesk.services.due_dates import DueHistory, DueLine
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui.dialogs.due_date import DueDateDialog
from arcdesk.ui.tables.actions import row_action

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.tables import RowTable


class DueDateAction(QObject):
    """Adds the action to a table of ``InvoiceLine``."""

    def __init__(self, context: UiContext, table: RowTable[InvoiceLine]) -> None:
        super().__init__(table)
        self._context, self._table = context, table
        text = tr("Change the due date…")
        self.action = row_action(table, context.theme, "change_due_date", text, "calendar", "F2", self.change)
        table.current_row_changed.connect(self._show_abilities)

    def change(self) -> None:
        """Open the dialog for the current invoice."""
        line = self._table.current_row()
        if line is None or line.amount_fen < 0:
            return
        if not self._context.can_write:
            text = tr("Nothing can be written now: a past day is looked at, or the workspace is read-only.")
            self._context.inform(text)
            return
        desk, number, instalments = self._context.desk, line.number, line.instalments

        def read(_job: object) -> tuple[DueLine, tuple[DueHistory, ...]]:
            (found,) = desk.due_dates.lines([number])
            return found, desk.due_dates.history(found.id)

        def show_dialog(answer: tuple[DueLine, tuple[DueHistory, ...]]) -> None:
            DueDateDialog(self._context, *answer, instalments, self._table).open()

        self._context.jobs.run(read, show_dialog, owner=self)

    def _show_abilities(self, line: InvoiceLine | None) -> None:
        self.action.setEnabled(line is not None and line.amount_fen > 0 and self._context.can_write)
