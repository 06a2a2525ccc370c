"""Entering a credit note (红字): against an invoice, or free for the customer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.credit_notes import CreditNoteLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.services.ledger import InvoiceLine
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class CreditNoteAmountMissing(Refusal):
    """A credit note without an amount."""

    sentence = "Enter the amount of the credit note."


class CreditNoteDialog(FormDialog):
    """A credit note of a customer; ``invoice`` is the one it is for at first, "" for none."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        customer_name: str,
        invoices: Sequence[InvoiceLine],
        base_currency: str,
        invoice: str = "",
        parent: QWidget | None = None,
    ) -> None:
        title = tr("Credit note for {customer}", customer=customer_name)
        super().__init__(context, title, tr("Record"), parent)
        self._customer_id = customer_id
        mine = [line for line in invoices if line.amount_fen > 0]
        self._currencies = {line.number: line.currency for line in mine}
        self.amount = AmountField(tr("Amount"))
        self.amount.setObjectName("credit_note_amount")
        self.currency = combo_box("credit_note_currency", tr("Currency"))
        self.currency.addItems(list(dict.fromkeys((base_currency, *self._currencies.values()))))
        self.on = DateField(tr("Issued on"), context.theme, context.today)
        self.on.set_day(context.today)
        open_fen: dict[str, int] = {}
        for line in mine:
            open_fen[line.number] = open_fen.get(line.number, 0) + line.open_fen
        entries = [
            (number, f"{number}   {tr('open {amount}', amount=money_with_sign(fen, self._currencies[number]))}")
            for number, fen in open_fen.items()
        ]
        self.invoice = combo_box("credit_note_invoice", tr("For invoice"), [("", tr("None: a free credit")), *entries])
        self.number = line_edit("credit_note_number", tr("Number"), hint=tr("Given out by itself"))
        self.note = line_edit("credit_note_note", tr("Remarks"))
        self.effect = label("", "muted", wrap=True)
        amount_row = QWidget()
        row = QHBoxLayout(amount_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.amount, 1)
        row.addWidget(self.currency)
        for caption, field in (
            (tr("For invoice"), self.invoice), (tr("Amount"), amount_row), (tr("Issued on"), self.on),
            (tr("Number"), self.number), (tr("Remarks"), self.note), ("", self.effect),
        ):  # fmt: skip
            self.add_row(caption, field)
        self.invoice.currentIndexChanged.connect(self._on_invoice)
        self.invoice.setCurrentIndex(max(self.invoice.findData(invoice), 0))
        self._on_invoice()
        self.amount.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        amount_fen, day = self.amount.amount(), self.on.day()
        if amount_fen is None:
            raise CreditNoteAmountMissing(field="amount")
        if day is None:
            raise DayMissing(field="on")
        desk, customer_id, invoice = self.context.desk, self._customer_id, str(self.invoice.currentData() or "")
        number, note, currency = self.number.text(), self.note.text(), self.currency.currentText()

        def work(_job: JobContext) -> CreditNoteLine:
            entered = desk.credit_notes.add(
                customer_id, amount_fen, day, invoice=invoice, number=number, currency=currency, note=note
            )
            return desk.credit_notes.find(entered.number)

        return work

    def done_text(self, result: object) -> str:
        if not isinstance(result, CreditNoteLine):
            return ""
        amount = money_with_sign(result.amount_fen, result.currency)
        rest = money_with_sign(result.unallocated_fen, result.currency)
        return tr("Credit note {number}: {amount} recorded, {rest} unallocated.", number=result.number, amount=amount,
                  rest=rest)  # fmt: skip

    def _on_invoice(self, *_: object) -> None:
        number = str(self.invoice.currentData() or "")
        if number:
            self.currency.setCurrentText(self._currencies[number])
        self.currency.setEnabled(not number)
        self.effect.setText(
            tr("It settles the invoice; what exceeds what is open stays as the customer's credit.")
            if number
            else tr("It stays as the customer's credit until you allocate it; it is never set off by itself.")
        )
