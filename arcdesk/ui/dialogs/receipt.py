"""Recording a receipt: amount and day, and which invoices it settles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine, ReceiptLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.panels.allocation_choice import AllocationChoice
from arcdesk.ui.theme import S
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

METHODS = ("Bank transfer", "Bank acceptance bill", "Cheque", "Cash", "Offset")
WIDTH_CHARACTERS = 116


class ReceiptAmountMissing(Refusal):
    """A receipt without an amount."""

    sentence = "Enter the amount that came in."


class ReceiptDialog(FormDialog):
    """Money that came in. A rule proposes the shares, each may be changed; the rest stays visible."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        customer_name: str,
        invoices: Sequence[InvoiceLine],
        base_currency: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, tr("Receipt from {customer}", customer=customer_name), tr("Record"), parent)
        self._customer_id = customer_id
        self._all = tuple(line for line in invoices if line.open_fen > 0)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.amount = AmountField(tr("Amount"))
        self.amount.setObjectName("receipt_amount")
        self.currency = combo_box("receipt_currency", tr("Currency"))
        self.currency.addItems(list(dict.fromkeys((base_currency, *(line.currency for line in self._all)))))
        self.on = DateField(tr("Received on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.method = combo_box("receipt_method", tr("Method"))
        self.method.setEditable(True)
        self.method.addItems([tr(method) for method in METHODS])
        self.note = line_edit("receipt_note", tr("Remarks"))
        self.settles = AllocationChoice(context, customer_id)
        self._build()
        self.currency.currentTextChanged.connect(self._show_invoices)
        self.amount.amount_changed.connect(self._share_out)
        self.on.day_changed.connect(self._share_out)
        self.settles.unfolded.connect(self.fit)
        self._show_invoices()
        self.amount.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        amount_fen, day = self.amount.amount(), self.on.day()
        if amount_fen is None:
            raise ReceiptAmountMissing(field="amount")
        if day is None:
            raise DayMissing(field="on")
        rule = self.settles.rule  # the service shares out anew: what is open may have changed meanwhile
        shares = {} if rule else self.settles.shares()
        desk, customer_id = self.context.desk, self._customer_id
        currency, method = self.currency.currentText(), self.method.currentText().strip()
        note = self.note.text().strip()
        return lambda _job: desk.receipts.record(
            customer_id, amount_fen, day, currency=currency, method=method, note=note, allocate=shares, rule=rule
        )

    def done_text(self, result: object) -> str:
        if not isinstance(result, ReceiptLine):
            return ""
        amount = money_with_sign(result.amount_fen, result.currency)
        if result.unallocated_fen:
            rest = money_with_sign(result.unallocated_fen, result.currency)
            return tr("Receipt {number}: {amount} recorded, {rest} unallocated.", number=result.number,
                      amount=amount, rest=rest)  # fmt: skip
        return tr("Receipt {number}: {amount} recorded.", number=result.number, amount=amount)

    # inside

    def _build(self) -> None:
        amount_row = QWidget()
        row = QHBoxLayout(amount_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.amount, 1)
        row.addWidget(self.currency)
        self.add_row(tr("Amount"), amount_row)
        self.add_row(tr("Received on"), self.on)
        self.add_row(tr("Method"), self.method)
        self.add_row(tr("Remarks"), self.note)
        self.body.insertWidget(1, self.settles, 1)

    def _show_invoices(self) -> None:
        self.settles.show_lines(self._all, self.currency.currentText())

    def _share_out(self, *_: object) -> None:
        self.settles.set_money(self.amount.amount_or_none() or 0, self.on.day_or_none() or self.context.today)
