"""Which invoices of the customer rest on a contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.form_dialog import FormDialog
from arcdesk.ui.tables import Column, amount_column, date_column
from arcdesk.ui.tables.checks import CheckModel, CheckTable
from arcdesk.ui.widgets import label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 116
ROWS = 14


class LinkInvoicesDialog(FormDialog):
    """Ticks are what rests on the contract; a tick taken away leaves the invoice without one."""

    def __init__(
        self, context: UiContext, number: str, invoices: Sequence[InvoiceLine], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("Invoices under contract {number}", number=number), tr("Save"), parent)
        self._number = number
        self._rows = _whole(invoices)
        self._linked = {line.number for line in self._rows if line.contract_number == number}
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.model: CheckModel[InvoiceLine] = CheckModel(self._columns(), _id_of, context.theme)
        self.table: CheckTable[InvoiceLine] = CheckTable(
            self.model, context.theme, context.settings, "link_invoices", tr("Invoices")
        )
        self.table.setMinimumHeight(self.fontMetrics().height() * ROWS)
        self.with_settled = QCheckBox(tr("Settled ones, too"))
        self.with_settled.setObjectName("link_with_settled")
        self.with_settled.toggled.connect(self._filter)
        self.count = label("", "muted")
        self.count.setObjectName("link_count")
        hint = label(
            tr("Tick with Space or by click. Due dates change only if you say so afterwards."),
            "muted",
            wrap=True,
        )
        for place, part in enumerate((hint, self.with_settled, self.table, self.count)):
            self.body.insertWidget(1 + place, part, 1 if part is self.table else 0)
        self.model.set_rows(self._rows)
        self.model.check(line.id for line in self._rows if line.number in self._linked)
        self.model.checks_changed.connect(self._show_count)
        self._filter()
        self.table.select_first()
        self.table.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        ticked = {line.number for line in self.model.checked_rows}
        added, removed = sorted(ticked - self._linked), sorted(self._linked - ticked)
        desk, number = self.context.desk, self._number
        return lambda _job: desk.contracts.link(added, number, removed)

    def done_text(self, result: object) -> str:
        return tr("Invoices moved to or from the contract: {count}.", count=result) if result else ""

    def _filter(self) -> None:
        settled = self.with_settled.isChecked()
        self.model.set_filter(
            None if settled else lambda line: bool(line.open_fen) or line.number in self._linked
        )
        self._show_count()

    def _show_count(self) -> None:
        text = tr("Rest on this contract: {picked} of {count}", picked=len(self.model.checked),
                  count=len(self._rows))  # fmt: skip
        self.count.setText(text)

    def _columns(self) -> list[Column[InvoiceLine]]:
        return [
            Column("tick", "", lambda line: "", lambda line: not self.model.is_checked(line.id), width=1),
            Column("number", tr("Number"), lambda line: line.number, width=16, stretch=True),
            date_column("issued", tr("Issued on"), lambda line: line.issued_on),
            Column("due", tr("Due on"), lambda line: show.day(line.due_on) or tr("missing|due date"),
                   lambda line: line.due_on, tone=lambda line: "" if line.due_on else "warn", width=10),
            amount_column("amount", tr("Amount"), lambda line: line.amount_fen, lambda line: line.currency),
            amount_column("open", tr("Open|amount"), lambda line: line.open_fen, lambda line: line.currency),
            Column("contract", tr("Contract"), lambda line: line.contract_number, width=12),
        ]  # fmt: skip


def _whole(invoices: Sequence[InvoiceLine]) -> list[InvoiceLine]:
    """Each receivable once, though it may be listed by instalments; credit notes rest on their invoice."""
    found: dict[int, InvoiceLine] = {}
    for line in invoices:
        if line.amount_fen > 0:
            found.setdefault(line.id, line)
    return list(found.values())


def _id_of(line: InvoiceLine) -> int:
    return line.id
