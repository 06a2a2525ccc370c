"""Adding to the chain of limitation: an event, the end of a proceeding, a decision, a withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QWidget

from arcdesk.domain.limitation_events import KINDS
from arcdesk.i18n import tr
from arcdesk.services.evidence import StoredEvidence
from arcdesk.services.limitation_entries import NewLimitationEvent
from arcdesk.services.limitation_lines import ChainEvent
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text, keep_whole
from arcdesk.ui.dossier import limitation_words as words
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.proof_field import ProofField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

PROOFS: Mapping[str, str] = {
    "payment": "Bank slip",
    "demand_signed": "The signed copy or receipt slip",
    "demand_post": "Waybill that names the letter, its content and the record of arrival",
    "demand_data": "The other side's profile page or address and the whole thread",
    "oral_demand": "The uncut recording, or minutes that the other side signed",
    "debtor_agrees": "What the debtor signed or wrote",
    "iou_after_default": "The IOU",
    "statement_signed": "The signed copy",
    "statement_reconciled": "The signed copy",
    "audit_confirmation": "The stamped answer",
    "suit": "The court's notice of acceptance, later the judgment or ruling",
    "arbitration": "The commission's notice of acceptance, later the award",
    "suit_equivalent": "The court's receipt",
    "mediation_or_agency": "The receipt of the mediator or authority",
    "police_report": "The receipt of the police",
    "assignment_notice": "The signed notice, or the record of its arrival",
    "debt_assumption": "The signed agreement",
    "newspaper_notice": "The page of the newspaper",
    "suspension": "What shows the obstacle and its days",
}
"""What proves each kind best (R10 to R17): texts to translate."""


class AddEventDialog(FormDialog):
    """An event that the log does not know: a suit, a signed letter, an obstacle."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        invoices: Sequence[str],
        kept: Sequence[StoredEvidence],
        parent: QWidget | None = None,
        *,
        kind: str = "",
        invoice: str = "",
    ) -> None:
        super().__init__(context, tr("Add an event of limitation"), tr("Enter|limitation"), parent)
        self._customer_id = customer_id
        self.kind = combo_box(
            "event_kind", tr("Event"), [(each.name, tr(each.label_key)) for each in KINDS.values()]
        )
        self.on = DateField(tr("Day"), context.theme, context.today)
        self.ends_on = DateField(tr("Ended on|limitation"), context.theme, context.today)
        self.ends_on.setPlaceholderText(tr("Empty while it goes on"))
        about = [("", tr("Every debt of the customer")), *((number, number) for number in invoices)]
        self.invoice = combo_box("event_invoice", tr("About"), about)
        self.proof = ProofField(tr("Proof"))
        files = [(0, tr("None, or a new file above")), *((file.id, file.original_name) for file in kept)]
        self.kept = combo_box("event_kept", tr("Or a file kept already"))
        for evidence_id, text in files:
            self.kept.addItem(text, evidence_id)
        self.wanted = label("", "muted", wrap=True)
        self.counts = QCheckBox(tr("Let it count although courts differ"))
        self.counts.setObjectName("event_counts")
        self.note = line_edit("event_note", tr("Remarks"))
        for title, field in (
            (tr("Event"), self.kind), (tr("Day"), self.on), (tr("Ended on|limitation"), self.ends_on),
            (tr("About"), self.invoice), (tr("Proof"), self.proof), (tr("Or a file kept already"), self.kept),
            ("", self.counts), (tr("Remarks"), self.note),
        ):  # fmt: skip
            self.add_row(title, field)
        add_text(self, self.wanted)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.invoice.setCurrentIndex(max(self.invoice.findData(invoice), 0))
        self._on_kind()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        about = KINDS[str(self.kind.currentData())]
        new = NewLimitationEvent(
            self._customer_id, about.name, day, self.ends_on.day() if about.span != "moment" else None,
            str(self.invoice.currentData() or ""), counts_weak=about.strength == "weak" and self.counts.isChecked(),
            evidence_id=int(self.kept.currentData()) or None, proof=self.proof.path(), note=self.note.text(),
        )  # fmt: skip
        desk = self.context.desk
        return lambda _job: desk.limitation.entries.add(new)

    def done_text(self, result: object) -> str:
        return tr("The event is entered in the chain.")

    def _on_kind(self) -> None:
        about = KINDS[str(self.kind.currentData())]
        self.form.setRowVisible(self.ends_on, about.span != "moment")
        self.form.setRowVisible(self.counts, about.strength == "weak")
        proof = tr(PROOFS[about.name])
        self.wanted.setText(
            tr("Best proof: {proof}. Without proof it is shown and does not count.", proof=proof)
        )
        keep_whole(self, self.wanted)
        self.adjustSize()


class EndEventDialog(FormDialog):
    """The day on which a proceeding or an obstacle ended."""

    def __init__(self, context: UiContext, event: ChainEvent, parent: QWidget | None = None) -> None:
        super().__init__(
            context, tr("{event}: ended", event=words.kind(event)), tr("Enter|limitation"), parent
        )
        self._number = event.record.id
        self.on = DateField(tr("Ended on|limitation"), context.theme, context.today)
        self.on.set_day(context.today)
        self.proof = ProofField(tr("Judgment, ruling or other proof"))
        self.note = line_edit("event_note", tr("Remarks"))
        self.add_row(tr("Ended on|limitation"), self.on)
        self.add_row(tr("Judgment, ruling or other proof"), self.proof)
        self.add_row(tr("Remarks"), self.note)

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, number, proof, note = self.context.desk, self._number, self.proof.path(), self.note.text()
        return lambda _job: desk.limitation.entries.end(number, day, proof=proof, note=note)

    def done_text(self, result: object) -> str:
        return tr("The end is entered; the period runs anew from it.")


class ConfirmEventDialog(FormDialog):
    """The decision that an event counts: with what the log keeps, or with a new file."""

    def __init__(
        self, context: UiContext, customer_id: int, event: ChainEvent, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            context, tr("{event}: let it count", event=words.kind(event)), tr("Let it count"), parent
        )
        self._customer_id, self._key = customer_id, event.record.key
        where = f"{words.source(event.record)}, {words.span(event)}"
        self.add_row(tr("Record|limitation"), label(where, wrap=True))
        if event.record.advice is not None:
            add_text(self, label(words.said(event.record.advice), "warn", wrap=True))
        files = ", ".join(file.name for file in event.evidence)
        if files:
            self.add_row(tr("Kept with it"), label(files, "muted", wrap=True))
        self.proof = ProofField(tr("Further proof") if files else tr("Proof"))
        self.note = line_edit("event_note", tr("Remarks"))
        self.add_row(tr("Further proof") if files else tr("Proof"), self.proof)
        self.add_row(tr("Remarks"), self.note)

    def gather(self) -> Callable[[JobContext], object]:
        desk, customer_id, key = self.context.desk, self._customer_id, self._key
        proof, note = self.proof.path(), self.note.text()
        return lambda _job: desk.limitation.confirm(customer_id, key, proof=proof, note=note)

    def done_text(self, result: object) -> str:
        return tr("The event counts now.")


class WithdrawEventDialog(FormDialog):
    """Taking an entry out of the chain."""

    def __init__(self, context: UiContext, event: ChainEvent, parent: QWidget | None = None) -> None:
        super().__init__(
            context, tr("{event}: withdraw", event=words.kind(event)), tr("Withdraw|verb"), parent
        )
        self._number = event.record.id
        text = tr("It no longer bears on limitation. The entry stays in the books, with the reason.")
        add_text(self, label(text, wrap=True))
        self.note = line_edit("event_note", tr("Reason"))
        self.add_row(tr("Reason"), self.note)

    def gather(self) -> Callable[[JobContext], object]:
        desk, number, note = self.context.desk, self._number, self.note.text()
        return lambda _job: desk.limitation.entries.withdraw(number, note)

    def done_text(self, result: object) -> str:
        return tr("The event is withdrawn.")
