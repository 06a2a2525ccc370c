"""Due dates that follow the terms: before and after, and whether they are to be reckoned anew (R26)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.due_dates import DuePlan, PlannedDue
from arcdesk.services.due_words import source_words
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.panels.due_effect import effect_text
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.widgets import label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 110
ROWS = 12


class RederiveDialog(FormDialog):
    """Shows ``plan`` and carries it out; Cancel leaves every date as it is."""

    def __init__(
        self,
        context: UiContext,
        plan: DuePlan,
        customer_id: int,
        contract_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        count = len(plan.changes)
        verb = tr("Reckon anew: {count}", count=count)
        super().__init__(context, tr("Due dates by the terms that stand now"), verb, parent)
        self._customer_id, self._contract_id = customer_id, contract_id
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        text = tr(
            "These due dates were reckoned from the terms. By those that stand now they would be others. "
            "Dates that the file stated or somebody entered are not among them."
        )
        hint = tr(
            "A changed due date moves the beginning of the penalty, too (Interpretation on Sales, Art. 18)."
        )
        self.model: RowTableModel[PlannedDue] = RowTableModel(_columns(), _id_of, context.theme)
        self.table: RowTable[PlannedDue] = RowTable(
            self.model, context.theme, context.settings, "rederive_table", tr("Due dates before and after")
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * ROWS)
        self.model.set_rows(plan.changes)
        self.effect = label(effect_text(plan), "warn" if plan.overdue else "muted", wrap=True)
        self.effect.setObjectName("rederive_effect")
        for place, part in enumerate(
            (label(text, wrap=True), self.table, self.effect, label(hint, "muted", wrap=True))
        ):
            self.body.insertWidget(1 + place, part, 1 if part is self.table else 0)

    def gather(self) -> Callable[[JobContext], object]:
        desk, customer_id, contract_id = self.context.desk, self._customer_id, self._contract_id
        return lambda _job: desk.due_dates.rederive(customer_id, contract_id)

    def done_text(self, result: object) -> str:
        if not isinstance(result, DuePlan):
            return ""
        return tr("Due dates changed: {count}.", count=len(result.changes))


def _columns() -> list[Column[PlannedDue]]:
    return [
        Column("number", tr("Number"), lambda row: row.line.number, fitted=True),
        date_column("issued", tr("Issued on"), lambda row: row.line.issued_on),
        amount_column("open", tr("Open|amount"), lambda row: row.line.open_fen, lambda row: row.line.currency),
        Column("before", tr("Before|due date"), lambda row: show.day(row.line.due_on) or tr("missing|due date"),
               lambda row: row.line.due_on, tone=lambda row: "" if row.line.due_on else "warn", width=10),
        Column("after", tr("After|due date"), lambda row: show.day(row.new.due_on), lambda row: row.new.due_on,
               bold=lambda _row: True, width=10),
        Column("late", tr("Days late"), lambda row: str(row.overdue_days or ""), lambda row: row.overdue_days, "right",
               lambda row: "bad" if row.overdue_days else "", width=7),
        Column("source", tr("From|due date"),
               lambda row: source_words(row.new.source, row.new.due_on, row.new.delivered_on), width=20, stretch=True),
    ]  # fmt: skip


def _id_of(row: PlannedDue) -> int:
    return row.line.id
