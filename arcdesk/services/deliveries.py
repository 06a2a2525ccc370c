"""What becomes of an issued document: arrival, refusal, return, void, taken back (R10, R11, R20, R39)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcdesk.domain.delivery import OUTCOMES, RETURN_REASONS, arrival
from arcdesk.domain.gate import Reason
from arcdesk.domain.limitation_advice import NOT_SENT, ON_ITS_WAY
from arcdesk.domain.money import format_amount, with_currency
from arcdesk.i18n import translate
from arcdesk.models.collection import Delivery
from arcdesk.services.contracts import ContractService
from arcdesk.services.customers import CustomerService
from arcdesk.services.delivery_refusals import (
    EndedAlready,
    NotSentYet,
    OutcomeWithoutSending,
    ReasonMissing,
    ReturnReasonMissing,
    SentCannotBeVoid,
    UnknownOutcome,
    UnknownReturnReason,
    UnknownStep,
)
from arcdesk.services.document_standing import DeliveryStep, sending_before, steps_of
from arcdesk.services.documents import DocumentService, IssuedDocument
from arcdesk.services.evidence import EvidenceService, PastedFile
from arcdesk.services.unit_of_work import Deed, UnitOfWork

CONTENTS = {
    "reminder": "Payment reminder No. {number}, owed {amount}",
    "lawyer_draft": "Letter No. {number}, owed {amount}",
    "statement": "Statement of account No. {number}, balance {amount}",
    "balance_confirmation": "Balance confirmation with demand No. {number}, owed {amount}",
    "paper": "Document No. {number}, about {amount}",
}
"""What a waybill says is inside, by level, else by kind; any other letter is a demand letter."""


@dataclass(frozen=True, slots=True)
class PostAddress:
    """Where a document may be sent to; ``kind`` is agreed, registered or other."""

    kind: str
    address: str
    addressee: str
    phone: str
    company: str


@dataclass(frozen=True, slots=True)
class UnprovenDocument:
    """An issued demand of which nothing proves that it arrived; ``days`` since it was sent, or issued."""

    document: IssuedDocument
    days: int
    advice: Reason


class DeliveryService:
    """Records what became of documents, and says which are not proven to have arrived."""

    def __init__(
        self,
        work: UnitOfWork,
        documents: DocumentService,
        evidence: EvidenceService,
        customers: CustomerService,
        contracts: ContractService,
    ) -> None:
        self._work = work
        self._documents = documents
        self._evidence = evidence
        self._customers = customers
        self._contracts = contracts

    def addresses(self, customer_id: int) -> tuple[PostAddress, ...]:
        """Where to send to: agreed in contracts first, then the customer's own address; none twice (R20)."""
        customer = self._customers.find(customer_id)
        person = next((one for one in self._customers.people(customer_id) if not one.do_not_contact), None)
        addressee = f"{person.name} {person.title}".strip() if person else customer.name
        found: dict[str, PostAddress] = {}
        agreed = [("agreed", text) for text in self._contracts.notice_addresses(customer_id)]
        for kind, text in (*agreed, ("registered", customer.address)):
            address = text.strip()
            if address and address not in found:
                phone = person.phone if person else ""
                found[address] = PostAddress(kind, address, addressee, phone, customer.name)
        return tuple(found.values())

    def contents(self, document: IssuedDocument) -> str:
        """What the waybill says is inside (内件品名), naming the demand, its number and the sum (R20)."""
        key = CONTENTS.get(document.level) or CONTENTS.get(document.kind)
        if document.currency == "CNY":
            amount = translate("CNY {amount}|waybill", document.language, amount=format_amount(document.total_fen))
        else:
            amount = with_currency(document.total_fen, document.currency)
        if key is None:
            key = "Demand letter No. {number}, owed {amount}"
        return translate(key, document.language, number=document.number, amount=amount)

    def history(self, which: str | int) -> tuple[DeliveryStep, ...]:
        """Every step of a document in the order it was entered, the mistaken ones marked.

        Raises:
            UnknownDocument.
        """
        document = self._documents.find(which)
        return tuple(steps_of((document.id,)).get(document.id, ()))

    def record_outcome(
        self,
        number: str,
        outcome: str,
        on: date,
        proof: Path | PastedFile | None = None,
        *,
        reason: str = "",
        signer: str = "",
        note: str = "",
    ) -> IssuedDocument:
        """Record that a document arrived, was refused or came back, with the file that proves it (R10, R11, R39).

        Without a proof it is kept and never counts. What came back needs a reason of ``RETURN_REASONS``.

        Raises:
            UnknownDocument, UnknownOutcome, ReturnReasonMissing, UnknownReturnReason, OutcomeWithoutSending,
            DeliveryBeforeIssue, DeliveryInFuture, EndedAlready, EvidenceFileMissing, EvidenceEmpty.
        """
        _check_outcome(outcome, reason)
        document = self._documents.deliverable(number, on)
        if document.state == "void":
            raise EndedAlready(number=number, field="number")
        sent = sending_before(self.history(document.id), outcome, on)
        if sent is None and outcome != "delivered":
            raise OutcomeWithoutSending(number=number, day=on.isoformat(), field="on")
        sealed = self._evidence.seal(proof) if proof is not None else None
        with self._work.write(f"document.{outcome}", document.customer_id) as deed:
            file = None
            if sealed is not None:
                file = self._evidence.enter(
                    deed, sealed, kind="delivery", customer_id=document.customer_id, document_id=document.id
                )
            self._enter(
                deed, document, outcome, on, evidence=file.id if file else None, reason=reason,
                address_kind=sent.address_kind if sent else "", signer=signer.strip(), note=note.strip(),
            )  # fmt: skip
        return self._documents.find(number)

    def void(self, number: str, reason: str, on: date | None = None) -> IssuedDocument:
        """Declare void a document that never left the house: its number stays used, and it counts nowhere.

        Raises:
            UnknownDocument, ReasonMissing, EndedAlready, SentCannotBeVoid, DeliveryBeforeIssue, DeliveryInFuture.
        """
        document = self._to_end(number, reason, on)
        if document.state != "issued":
            raise SentCannotBeVoid(number=number, field="number")
        with self._work.write("document.void", document.customer_id) as deed:
            self._enter(deed, document, "void", on or self._work.clock.today(), reason=reason.strip())
        return self._documents.find(number)

    def withdraw(
        self, number: str, reason: str, on: date | None = None, proof: Path | PastedFile | None = None
    ) -> IssuedDocument:
        """Record that a document that had been sent was taken back by a note to the customer; ``proof`` is that note.

        Raises:
            UnknownDocument, ReasonMissing, EndedAlready, NotSentYet, DeliveryBeforeIssue, DeliveryInFuture,
            EvidenceFileMissing, EvidenceEmpty.
        """
        document = self._to_end(number, reason, on)
        if document.state == "issued":
            raise NotSentYet(number=number, field="number")
        sealed = self._evidence.seal(proof) if proof is not None else None
        with self._work.write("document.withdrawn", document.customer_id) as deed:
            file = None
            if sealed is not None:
                file = self._evidence.enter(
                    deed, sealed, kind="letter", customer_id=document.customer_id, document_id=document.id
                )
            self._enter(
                deed, document, "withdrawn", on or self._work.clock.today(), reason=reason.strip(),
                evidence=file.id if file else None,
            )  # fmt: skip
        return self._documents.find(number)

    def take_back(self, number: str, step_id: int, reason: str) -> IssuedDocument:
        """Take out an entry made by mistake, by a new one that names it; a void or a withdrawal stands.

        Raises:
            UnknownDocument, UnknownStep, ReasonMissing.
        """
        document = self._documents.find(number)
        step = next((one for one in self.history(document.id) if one.id == step_id), None)
        if step is None or step.mistaken or step.event in ("void", "withdrawn", "copied"):
            raise UnknownStep(number=number, step=step_id, field="step")
        if not reason.strip():
            raise ReasonMissing(field="reason")
        with self._work.write("document.entry_mistaken", document.customer_id) as deed:
            self._enter(
                deed, document, "mistaken", self._work.clock.today(), reason=reason.strip(), corrects=step_id
            )
        return self._documents.find(number)

    def unproven(self, customer_id: int | None = None) -> tuple[UnprovenDocument, ...]:
        """Letters that demand money still owed, without proof that they arrived; the longest wait first."""
        found = [
            self._unproven(document)
            for document in self._documents.issued("letter", customer_id)
            if document.awaits_proof
        ]
        return tuple(sorted(found, key=lambda one: (-one.days, one.document.number)))

    def _unproven(self, document: IssuedDocument) -> UnprovenDocument:
        standing = document.standing
        days = (self._work.clock.today() - (standing.sent_on or document.issued_on)).days
        advice = NOT_SENT if standing.sent_on is None else ON_ITS_WAY
        if document.state in OUTCOMES:
            steps = self.history(document.id)
            last = next(step for step in reversed(steps) if step.event in OUTCOMES and not step.mistaken)
            sent = sending_before(steps, last.event, last.on)
            one = arrival(
                last.event, sent.means if sent else "", last.address_kind, last.reason,
                has_proof=last.evidence_id is not None,
            )  # fmt: skip
            advice = one.advice or advice
        return UnprovenDocument(document, days, advice)

    def _to_end(self, number: str, reason: str, on: date | None) -> IssuedDocument:
        document = self._documents.deliverable(number, on or self._work.clock.today())
        if document.is_ended:
            raise EndedAlready(number=number, field="number")
        if not reason.strip():
            raise ReasonMissing(field="reason")
        return document

    def _enter(
        self,
        deed: Deed,
        document: IssuedDocument,
        event: str,
        on: date,
        *,
        evidence: int | None = None,
        corrects: int | None = None,
        **facts: str,
    ) -> None:
        Delivery.create(
            document=document.id, event=event, on_day=on, logged_at=self._work.clock.now(), evidence=evidence,
            corrects=corrects, **facts,
        )  # fmt: skip
        deed.details.update(
            number=document.number, on=on, **facts, **({} if corrects is None else {"entry": corrects})
        )
        deed.touch("document", document.customer_id)


def _check_outcome(outcome: str, reason: str) -> None:
    if outcome not in OUTCOMES:
        raise UnknownOutcome(value=outcome, field="outcome")
    if outcome == "returned" and not reason:
        raise ReturnReasonMissing(field="reason")
    if reason and reason not in RETURN_REASONS:
        raise UnknownReturnReason(value=reason, field="reason")
