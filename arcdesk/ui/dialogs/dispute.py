"""Disputes: raised by hand, handed to somebody, settled with or without a credit note (F-79)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.dispute_lines import DisputeLine
from arcdesk.services.disputes import RESOLUTIONS, ClosedDispute
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money, money_with_sign
from arcdesk.ui.labels import DISPUTE_KINDS, DISPUTE_STATES
from arcdesk.ui.labels import label as words
from arcdesk.ui.panels.dispute_lines import DisputeWithoutInvoice, open_by_invoice
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class DisputedAmountMissing(Refusal):
    """A dispute of nothing."""

    sentence = "Enter the amount that is disputed."


class OpenDisputeDialog(FormDialog):
    """A dispute that came by letter or mail, or was found in the house; ``number`` is the invoice to begin with."""

    def __init__(
        self,
        context: UiContext,
        invoices: Sequence[InvoiceLine],
        disputes: Iterable[DisputeLine],
        evidence: Iterable[StoredEvidence],
        number: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, tr("Raise a dispute"), tr("Record"), parent)
        self._open = open_by_invoice(invoices)
        self._standing = {line.invoice_number: line for line in disputes if line.is_open}
        entries = [(key, f"{key}   {money(fen, currency)}") for key, (fen, currency) in self._open.items()]
        self.invoice = combo_box("dispute_invoice", tr("Invoice"), entries)
        self.invoice.setCurrentIndex(max(self.invoice.findData(number), 0))
        self.amount = AmountField(tr("Disputed amount"))
        self.amount.setObjectName("dispute_amount")
        self.kind = _kind_box()
        self.reason = line_edit("dispute_reason", tr("What the customer says"))
        self.owner = line_edit("dispute_owner", tr("Who clears it"))
        self.on = DateField(tr("Raised on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.evidence = combo_box("dispute_evidence", tr("Evidence"), (("", tr("No file chosen")),))
        for item in evidence:
            self.evidence.addItem(item.original_name, item.id)
        self.replaces = label("", "warn", wrap=True)
        self.replaces.setObjectName("dispute_replaces")
        for title, field in (
            (tr("Invoice"), self.invoice), (tr("Disputed amount"), self.amount), (tr("Kind"), self.kind),
            (tr("What the customer says"), self.reason), (tr("Who clears it"), self.owner),
            (tr("Raised on"), self.on), (tr("Evidence"), self.evidence),
        ):  # fmt: skip
            self.add_row(title, field)
        self.form.addRow(self.replaces)
        self.invoice.currentIndexChanged.connect(self._on_invoice)
        self._on_invoice()
        self.amount.setFocus()
        self.amount.selectAll()

    def gather(self) -> Callable[[JobContext], object]:
        number, fen, day = self.invoice.currentData(), self.amount.amount(), self.on.day()
        if not number:
            raise DisputeWithoutInvoice(field="invoice")
        if fen is None:
            raise DisputedAmountMissing(field="amount")
        if day is None:
            raise DayMissing(field="on")
        desk, reason, owner = self.context.desk, self.reason.text(), self.owner.text()
        kind, evidence = str(self.kind.currentData()), self.evidence.currentData() or None
        return lambda _job: desk.disputes.open(
            number, fen, reason, category=kind, owner=owner, on=day, evidence_id=evidence
        )

    def done_text(self, result: object) -> str:
        if not isinstance(result, DisputeLine):
            return ""
        amount = money_with_sign(result.held_fen, result.currency)
        return tr("{amount} of {number} is not demanded until the dispute is settled.", amount=amount,
                  number=result.invoice_number)  # fmt: skip

    def _on_invoice(self) -> None:
        number = self.invoice.currentData() or ""
        self.amount.set_amount(self._open.get(number, (None, ""))[0])
        standing = self._standing.get(number)
        if standing is not None:
            amount = money(standing.amount_fen, standing.currency)
            self.replaces.setText(
                tr("{amount} of it is disputed already; this takes the place of that.", amount=amount)
            )
            self.kind.setCurrentIndex(max(self.kind.findData(standing.category), 0))
            self.owner.setText(standing.owner)
        self.replaces.setVisible(standing is not None)


def _kind_box(chosen: str = "") -> QComboBox:
    box = combo_box("dispute_kind", tr("Kind"), [(code, words(DISPUTE_KINDS, code)) for code in DISPUTE_KINDS])
    box.setCurrentIndex(max(box.findData(chosen), 0))
    return box


class DisputeOwnerDialog(FormDialog):
    """Who is to clear a dispute, and of what kind it is."""

    def __init__(self, context: UiContext, line: DisputeLine, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Dispute of {number}", number=line.invoice_number), tr("Save"), parent)
        self._line = line
        self.owner = line_edit("dispute_owner", tr("Who clears it"), line.owner)
        self.kind = _kind_box(line.category)
        self.reason = line_edit("dispute_reason", tr("What the customer says"), line.reason)
        self.add_row(tr("Who clears it"), self.owner)
        self.add_row(tr("Kind"), self.kind)
        self.add_row(tr("What the customer says"), self.reason)

    def gather(self) -> Callable[[JobContext], object]:
        desk, number = self.context.desk, self._line.id
        owner, kind, reason = self.owner.text(), str(self.kind.currentData()), self.reason.text()
        return lambda _job: desk.disputes.hand_over(number, owner=owner, category=kind, reason=reason)

    def done_text(self, result: object) -> str:
        return ""


class CloseDisputeDialog(FormDialog):
    """How a dispute ended; what is conceded can be credited in the same step."""

    def __init__(self, context: UiContext, line: DisputeLine, parent: QWidget | None = None) -> None:
        super().__init__(
            context, tr("Settle the dispute of {number}", number=line.invoice_number), tr("Settle"), parent
        )
        self._line = line
        about = " · ".join(
            part
            for part in (
                money_with_sign(line.amount_fen, line.currency),
                words(DISPUTE_KINDS, line.category) if line.category else "",
                line.reason,
            )
            if part
        )
        entries = [(code, words(DISPUTE_STATES, code)) for code in RESOLUTIONS]
        self.resolution = combo_box("dispute_resolution", tr("Resolution"), entries)
        self.conceded = AmountField(tr("Amount conceded"))
        self.conceded.setObjectName("dispute_conceded")
        self.credit = QCheckBox(tr("Credit it to the invoice by a credit note of that day"))
        self.credit.setObjectName("dispute_credit")
        self.credit.setChecked(True)
        self.on = DateField(tr("Settled on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.note = line_edit("dispute_note", tr("What was settled"))
        self.form.addRow(label(about, "muted", wrap=True))
        for title, field in (
            (tr("Resolution"), self.resolution), (tr("Amount conceded"), self.conceded), ("", self.credit),
            (tr("Settled on"), self.on), (tr("What was settled"), self.note),
        ):  # fmt: skip
            self.add_row(title, field)
        self.resolution.currentIndexChanged.connect(self._on_resolution)
        self._on_resolution()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        resolution = str(self.resolution.currentData())
        accepted = self.conceded.amount() if resolution == "partly" else None
        credit = self.credit.isEnabled() and self.credit.isChecked()
        desk, number, note = self.context.desk, self._line.id, self.note.text()
        return lambda _job: desk.disputes.close(
            number, resolution, note, on=day, accepted_fen=accepted, credit=credit
        )

    def done_text(self, result: object) -> str:
        if not isinstance(result, ClosedDispute):
            return ""
        number = result.line.invoice_number
        if result.credit_note is None:
            return tr("The dispute of {number} is settled.", number=number)
        amount = money_with_sign(-result.credit_note.amount_fen, result.line.currency)
        return tr("The dispute of {number} is settled; credit note {credit} over {amount} is entered.", number=number,
                  credit=result.credit_note.number, amount=amount)  # fmt: skip

    def _on_resolution(self) -> None:
        resolution = self.resolution.currentData()
        self.conceded.setEnabled(resolution == "partly")
        self.conceded.set_amount({"accepted": self._line.amount_fen, "rejected": 0}.get(str(resolution)))
        self.credit.setEnabled(resolution != "rejected")
