"""What became of a document: it left the house, it arrived, was refused or came back (R20, R39)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from arcdesk.domain.delivery import OUTCOMES
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.deliveries import PostAddress
from arcdesk.services.document_standing import MEANS
from arcdesk.services.document_words import ADDRESS_KINDS, RETURN_REASONS
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.dialogs.delivery_effect import EffectLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.labels import MEANS as MEANS_LABELS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import XS
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit
from arcdesk.ui.widgets.proof_field import ProofField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

_ON_PAPER = ("ems", "courier", "registered", "hand", "other")

_TITLES = {
    "delivered": "{number}: delivered",
    "refused": "{number}: refused",
    "returned": "{number}: came back",
}
_DAYS = {"delivered": "Delivered on", "refused": "Refused on", "returned": "Came back on"}
_PROOFS = {
    "delivered": "Proof of delivery",
    "refused": "Proof of the refusal",
    "returned": "Proof of the return",
}


class ProofMissing(Refusal):
    """An arrival without anything that shows it."""

    sentence = "Choose the file that proves the delivery: the signed slip, the postal record or a screenshot."


class SentDialog(FormDialog):
    """When, how and where to a document was sent, with the text for the waybill to copy."""

    def __init__(self, context: UiContext, document: IssuedDocument, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("{number}: sent", number=document.number), tr("Record"), parent)
        self._document = document
        self.on = DateField(tr("Sent on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.by = combo_box("sent_by", tr("Sent by"))
        for code in MEANS:
            self.by.addItem(words(MEANS_LABELS, code), code)
        self.tracking = line_edit("tracking", tr("Tracking no."))
        self.address_kind = combo_box(
            "sent_address_kind", tr("Address is"), [(kind, tr(text)) for kind, text in ADDRESS_KINDS.items()]
        )
        self.address = line_edit("sent_address", tr("Address"))
        self.addressee = line_edit("sent_addressee", tr("Addressee"))
        self.phone = line_edit("sent_phone", tr("Phone"))
        self.contents = line_edit("sent_contents", tr("Contents on the waybill"))
        copying = button(tr("Copy"), "sent_copy", self.copy_contents)
        waybill = QWidget()
        line = QHBoxLayout(waybill)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(XS)
        line.addWidget(self.contents, 1)
        line.addWidget(copying)
        self._on_paper = (self.address_kind, self.address, self.addressee, self.phone, waybill)
        for title, field in (
            (tr("Sent on"), self.on), (tr("Sent by"), self.by), (tr("Tracking no."), self.tracking),
            (tr("Address is"), self.address_kind), (tr("Address"), self.address), (tr("Addressee"), self.addressee),
            (tr("Phone"), self.phone), (tr("Contents on the waybill"), waybill),
        ):  # fmt: skip
            self.add_row(title, field)
        self.hint = label(
            tr(
                "At the agreed or the registered address a refusal counts as arrival. "
                "Write the contents on the waybill."
            ),
            "muted",
            wrap=True,
        )
        add_text(self, self.hint)
        self._places: tuple[PostAddress, ...] = ()
        self.by.currentIndexChanged.connect(self._on_means)
        self.address_kind.currentIndexChanged.connect(self._on_kind)
        desk, customer = context.desk, document.customer_id
        context.jobs.run(
            lambda _job: (desk.deliveries.addresses(customer), desk.deliveries.contents(document)), self._on_known
        )

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, number = self.context.desk, self._document.number
        by, tracking = str(self.by.currentData()), self.tracking.text().strip()
        facts = {}
        if by in _ON_PAPER and self.address.text().strip():
            facts = {
                "address": self.address.text(),
                "address_kind": str(self.address_kind.currentData()),
                "addressee": self.addressee.text(),
                "phone": self.phone.text(),
            }
        if by in _ON_PAPER:
            facts["contents"] = self.contents.text()
        return lambda _job: desk.documents.record_sent(number, by, tracking, day, **facts)

    def done_text(self, result: object) -> str:
        return tr("{number} is recorded as sent.", number=self._document.number)

    def copy_contents(self) -> None:
        """Put the text for the waybill on the clipboard."""
        QGuiApplication.clipboard().setText(self.contents.text())

    def _on_known(self, known: tuple[tuple[PostAddress, ...], str]) -> None:
        self._places, contents = known
        self.contents.setText(contents)
        self.contents.setCursorPosition(0)
        if self._places:
            self.address_kind.setCurrentIndex(self.address_kind.findData(self._places[0].kind))
        self._on_kind()

    def _on_kind(self) -> None:
        """The address of that kind, as far as one is known; what was typed for another one stays."""
        kind = self.address_kind.currentData()
        place = next((one for one in self._places if one.kind == kind), None)
        if place is not None:
            self.address.setText(place.address)
            self.addressee.setText(place.addressee)
            self.phone.setText(place.phone)
            for field in (self.address, self.addressee):
                field.setCursorPosition(0)
        elif self.address.text() in {one.address for one in self._places}:
            self.address.clear()

    def _on_means(self) -> None:
        is_paper = self.by.currentData() in _ON_PAPER
        for field in self._on_paper:
            self.form.setRowVisible(field, is_paper)
        self.hint.setVisible(is_paper)
        self.adjustSize()


class OutcomeDialog(FormDialog):
    """What came of a document, on which day, with the proof; what that does to limitation is shown first."""

    def __init__(
        self, context: UiContext, document: IssuedDocument, outcome: str, parent: QWidget | None = None
    ) -> None:
        assert outcome in OUTCOMES
        super().__init__(context, tr(_TITLES[outcome], number=document.number), tr("Record"), parent)
        self._document, self._outcome = document, outcome
        self.on = DateField(tr(_DAYS[outcome]), context.theme, context.today)
        self.on.set_day(context.today)
        self.reason = combo_box(
            "return_reason", tr("Why"), [(code, tr(text)) for code, text in RETURN_REASONS.items()]
        )
        self.signer = line_edit("delivery_signer", tr("Signed for by"))
        self.file = ProofField(tr(_PROOFS[outcome]))
        self.proof = self.file.line
        self.note = line_edit("delivery_note", tr("Remarks"))
        self.add_row(tr(_DAYS[outcome]), self.on)
        if outcome == "returned":
            self.add_row(tr("Why"), self.reason)
        if outcome == "delivered":
            self.add_row(tr("Signed for by"), self.signer)
        self.add_row(tr(_PROOFS[outcome]), self.file)
        self.add_row(tr("Remarks"), self.note)
        self.effect = EffectLine(context, document, self)
        self.on.day_changed.connect(lambda _day: self._ask())
        self.reason.currentIndexChanged.connect(lambda _index: self._ask())
        self.proof.textChanged.connect(lambda _text: self._ask())
        self._ask()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        proof = self.file.path()
        if proof is None:
            raise ProofMissing(field="proof")
        desk, number, outcome = self.context.desk, self._document.number, self._outcome
        reason, signer, note = self._why(), self.signer.text(), self.note.text()
        return lambda _job: desk.deliveries.record_outcome(
            number, outcome, day, proof, reason=reason, signer=signer, note=note
        )

    def done_text(self, result: object) -> str:
        number = self._document.number
        if self._outcome == "delivered":
            return tr("{number} is recorded as delivered; the proof is sealed.", number=number)
        return tr("What came of {number} is recorded; the proof is sealed.", number=number)

    def _why(self) -> str:
        return str(self.reason.currentData()) if self._outcome == "returned" else ""

    def _ask(self) -> None:
        self.effect.ask(self._outcome, self.on.day_or_none(), self._why())


class DeliveredDialog(OutcomeDialog):
    """When a document arrived, and the file that proves it."""

    def __init__(self, context: UiContext, document: IssuedDocument, parent: QWidget | None = None) -> None:
        super().__init__(context, document, "delivered", parent)
