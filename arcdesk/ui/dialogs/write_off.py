"""Writing an invoice off, and taking a write-off back: how much, who approved it, why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.write_offs import WriteOffLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.services.ledger import InvoiceLine
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class WriteOffAmountMissing(Refusal):
    """A write-off without an amount."""

    sentence = "Enter the amount that is written off."


class WriteOffDialog(FormDialog):
    """Gives up an invoice in whole or in part; the approval may be sealed with it."""

    def __init__(
        self, context: UiContext, invoice: InvoiceLine, open_fen: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, tr("Write off {number}", number=invoice.number), tr("Write off|verb"), parent)
        self._invoice = invoice
        self.amount = AmountField(tr("Amount"))
        self.amount.setObjectName("write_off_amount")
        self.amount.set_amount(open_fen)
        self.on = DateField(tr("Day"), context.theme, context.today)
        self.on.set_day(context.today)
        self.approver = line_edit("write_off_approver", tr("Approved by"))
        self.reason = line_edit("write_off_reason", tr("Reason"))
        self.proof = line_edit("write_off_proof", tr("Approval"), hint=tr("File, if there is one"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.proof, 1)
        line.addWidget(button(tr("File…"), "choose_approval", self._choose))
        self.add_row(tr("Open|amount"), label(money_with_sign(open_fen, invoice.currency), "figure"))
        for title, field in (
            (tr("Amount"), self.amount), (tr("Day"), self.on), (tr("Approved by"), self.approver),
            (tr("Reason"), self.reason), (tr("Approval"), row),
        ):  # fmt: skip
            self.add_row(title, field)
        text = tr("No money comes in and the claim is not waived: the books stop counting on it. It can be taken back.")
        self.add_row("", label(text, "muted", wrap=True))
        self.approver.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        amount_fen, day = self.amount.amount(), self.on.day()
        if amount_fen is None:
            raise WriteOffAmountMissing(field="amount")
        if day is None:
            raise DayMissing(field="on")
        desk, number, name = self.context.desk, self._invoice.number, self.proof.text().strip()
        approver, reason, proof = self.approver.text(), self.reason.text(), Path(name) if name else None
        return lambda _job: desk.write_offs.write_off(
            number, amount_fen, day, approver=approver, reason=reason, proof=proof
        )

    def done_text(self, result: object) -> str:
        if not isinstance(result, WriteOffLine):
            return ""
        amount = money_with_sign(result.amount_fen, result.currency)
        return tr("{amount} of {invoice} is written off as {number}.", amount=amount, invoice=result.invoice_number,
                  number=result.number)  # fmt: skip

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Approval"))
        if name:
            self.proof.setText(name)


class WriteOffBackDialog(FormDialog):
    """Takes back one of the write-offs of an invoice."""

    def __init__(
        self, context: UiContext, write_offs: Sequence[WriteOffLine], parent: QWidget | None = None
    ) -> None:
        number = write_offs[0].invoice_number
        super().__init__(context, tr("Take back a write-off of {number}", number=number), tr("Take back|verb"), parent)
        entries = [
            (line.number, "   ".join((line.number, line.on.isoformat(), money_with_sign(line.amount_fen, line.currency),
                                      line.reason)))
            for line in write_offs
        ]  # fmt: skip
        self.which = combo_box("write_off_which", tr("Write-off"), entries)
        self.on = DateField(tr("Day"), context.theme, context.today)
        self.on.set_day(context.today)
        self.approver = line_edit("write_off_approver", tr("Approved by"))
        self.reason = line_edit("write_off_reason", tr("Reason"))
        for title, field in (
            (tr("Write-off"), self.which), (tr("Day"), self.on), (tr("Approved by"), self.approver),
            (tr("Reason"), self.reason),
        ):  # fmt: skip
            self.add_row(title, field)
        self.approver.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        day, desk, number = self.on.day(), self.context.desk, str(self.which.currentData())
        if day is None:
            raise DayMissing(field="on")
        approver, reason = self.approver.text(), self.reason.text()
        return lambda _job: desk.write_offs.reverse(number, day, approver=approver, reason=reason)

    def done_text(self, result: object) -> str:
        if not isinstance(result, WriteOffLine):
            return ""
        amount = money_with_sign(-result.amount_fen, result.currency)
        return tr("{invoice} is open for {amount} again.", invoice=result.invoice_number, amount=amount)
