"""Events of limitation that a person enters: added, ended, counted, withdrawn; never rewritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.domain.limitation_events import KINDS, Event, Strength
from arcdesk.domain.limitation_log import class_of
from arcdesk.models.claims import LimitationEvent
from arcdesk.models.collection import EvidenceLink
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import limitation_log as rows
from arcdesk.models.queries.sql import pairs
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.evidence import EvidenceService, PastedFile, Sealed
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.unit_of_work import Deed, UnitOfWork

_FILE_KINDS = {
    "demand_signed": "delivery",
    "demand_post": "delivery",
    "statement_signed": "statement",
    "statement_reconciled": "statement",
    "audit_confirmation": "statement",
    "oral_demand": "recording",
}


class UnknownLimitationEvent(Refusal):
    """No standing entry has that number."""

    sentence = "There is no event of limitation no. {number} that stands. Look up the numbers in the list."


class LimitationDayInFuture(Refusal):
    """An event or an end that is still to come."""

    sentence = "{day} is still to come. Enter what bears on limitation when it has happened."


class ProofMissing(Refusal):
    """An event that is to count, without anything that shows it."""

    sentence = "Nothing proves it, so it cannot count. Add the file that proves it."


class WeakStaysWeak(Refusal):
    """A kind on which courts differ, entered as proven."""

    sentence = "Courts differ over “{kind}”, so it is weak whatever proves it. Let it count as a weak event."


class ProceedingEndedAlready(Refusal):
    """A second end of the same proceeding."""

    sentence = "No. {number} ended on {ends_on} already. Withdraw it and enter it anew if that is wrong."


class NotTheCustomersEvidence(Refusal):
    """A file that belongs to somebody else."""

    sentence = "Evidence no. {number} is not kept for this customer. Choose one of this customer's files."


@dataclass(frozen=True, slots=True)
class NewLimitationEvent:
    """What happened, to be entered.

    ``invoice`` is a number, empty for every debt of the customer. The proof is a file kept
    already (``evidence_id``) or a new one. ``strength`` None follows from kind and proof;
    ``counts_weak`` lets a weak event count.
    """

    customer_id: int
    kind: str
    on: date
    ends_on: date | None = None
    invoice: str = ""
    strength: Strength | None = None
    counts_weak: bool = False
    evidence_id: int | None = None
    proof: Path | PastedFile | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class LimitationEntry:
    """An event that was entered, as it stands."""

    id: int
    customer_id: int
    invoice_number: str
    kind: str
    on: date
    ends_on: date | None
    strength: Strength
    counts_weak: bool
    evidence: tuple[int, ...]
    note: str


class LimitationEntries:
    """Writes what a person adds to the chain of events, and reads it back."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence

    def of(self, customer_id: int) -> tuple[LimitationEntry, ...]:
        """The entries of a customer that stand, by day."""
        found = rows.entries((customer_id,)).get(customer_id, [])
        ids = [row.invoice_id for row in found if row.invoice_id is not None]
        numbers = pairs(Invoice.select(Invoice.id, Invoice.number).where(Invoice.id.in_(ids)))
        return tuple(
            LimitationEntry(
                row.id, customer_id, numbers.get(row.invoice_id, ""), row.kind, date.fromisoformat(row.on),
                date.fromisoformat(row.ends_on) if row.ends_on else None,
                row.strength, bool(row.counts_weak), row.evidence, row.note,  # type: ignore[arg-type]  # the CHECK
            )
            for row in found
        )  # fmt: skip

    def find(self, number: int) -> LimitationEntry:
        """A standing entry by its number.

        Raises:
            UnknownLimitationEvent: there is none, or it was corrected or withdrawn.
        """
        row = LimitationEvent.get_or_none(LimitationEvent.id == number)
        entries = self.of(row.customer_id) if row is not None else ()
        found = next((entry for entry in entries if entry.id == number), None)
        if found is None:
            raise UnknownLimitationEvent(number=number, field="id")
        return found

    def add(self, new: NewLimitationEvent) -> LimitationEntry:
        """Enter an event; without proof it is shown and never counts.

        Raises:
            UnknownCustomer, UnknownInvoice, UnknownEventKind, EventHasNoEnd, EventEndsBeforeItBegins,
            LimitationDayInFuture, ProofMissing, WeakStaysWeak, NotTheCustomersEvidence,
            EvidenceFileMissing, EvidenceEmpty.
        """
        if Customer.get_or_none(Customer.id == new.customer_id) is None:
            raise UnknownCustomer(code=new.customer_id, field="customer")
        event = Event(new.kind, new.on, new.ends_on)
        self._check_days(new.on, new.ends_on)
        invoice = _invoice(new.customer_id, new.invoice) if new.invoice else None
        has_proof = new.proof is not None or new.evidence_id is not None
        strength = _strength(event, new, has_proof=has_proof)
        return self._enter(
            new,
            strength,
            invoice_id=invoice.id if invoice is not None else None,
            action="limitation.event_added",
        )

    def confirm(
        self, new: NewLimitationEvent, *, contact_id: int | None = None, document_id: int | None = None,
        invoice_id: int | None = None,
    ) -> LimitationEntry:  # fmt: skip
        """Enter that what the log says of a contact or a document is proven, by files kept with it or a new one."""
        strength = class_of(new.kind, has_proof=True)
        return self._enter(
            new, strength, invoice_id=invoice_id, contact_id=contact_id, document_id=document_id,
            action="limitation.event_confirmed",
        )  # fmt: skip

    def count(
        self, number: int, *, proof: Path | PastedFile | None = None, note: str = ""
    ) -> LimitationEntry:
        """Let a weak entry count, or prove one that nothing proved, by a new entry in its place.

        Raises:
            UnknownLimitationEvent, ProofMissing, EvidenceFileMissing, EvidenceEmpty.
        """
        entry = self.find(number)
        if proof is None and not entry.evidence:
            raise ProofMissing(field="proof")
        strength = class_of(entry.kind, has_proof=True)
        return self._replace(
            entry, "limitation.event_counted", strength=strength, counts=True, proof=proof, note=note
        )

    def end(
        self, number: int, on: date, *, proof: Path | PastedFile | None = None, note: str = ""
    ) -> LimitationEntry:
        """Enter the day on which a proceeding or an obstacle ended.

        Raises:
            UnknownLimitationEvent, ProceedingEndedAlready, EventHasNoEnd, EventEndsBeforeItBegins,
            LimitationDayInFuture, EvidenceFileMissing, EvidenceEmpty.
        """
        entry = self.find(number)
        if entry.ends_on is not None:
            raise ProceedingEndedAlready(number=number, ends_on=entry.ends_on.isoformat(), field="id")
        Event(entry.kind, entry.on, on)
        self._check_days(on)
        return self._replace(entry, "limitation.event_ended", ends_on=on, proof=proof, note=note)

    def withdraw(self, number: int, note: str = "") -> None:
        """Take an entry out of the chain by a new row; it stays in the books.

        Raises:
            UnknownLimitationEvent.
        """
        self._replace(self.find(number), "limitation.event_withdrawn", is_withdrawn=True, note=note)

    def _check_days(self, *days: date | None) -> None:
        today = self._work.clock.today()
        for day in days:
            if day is not None and day > today:
                raise LimitationDayInFuture(day=day.isoformat(), field="on")

    def _enter(
        self,
        new: NewLimitationEvent,
        strength: Strength,
        *,
        action: str,
        invoice_id: int | None = None,
        contact_id: int | None = None,
        document_id: int | None = None,
    ) -> LimitationEntry:
        if new.evidence_id is not None:
            check_evidence(new.customer_id, new.evidence_id)
        sealed = self._evidence.seal(new.proof) if new.proof is not None else None
        with self._work.write(action, new.customer_id) as deed:
            owner = (invoice_id, contact_id, document_id)
            evidence_id = self._keep(deed, sealed, new.customer_id, new.kind, owner) or new.evidence_id
            row = LimitationEvent.create(
                customer=new.customer_id, invoice=invoice_id, kind=new.kind, on_day=new.on, ends_on=new.ends_on,
                strength=strength, counts_weak=new.counts_weak, evidence=evidence_id, contact=contact_id,
                document=document_id, note=new.note.strip(), logged_at=self._work.clock.now(),
            )  # fmt: skip
            deed.details.update(
                event=row.id, kind=new.kind, on=new.on.isoformat(),
                ends_on=new.ends_on.isoformat() if new.ends_on else None, invoice=new.invoice, strength=strength,
                counts_weak=new.counts_weak, evidence=evidence_id, contact=contact_id, document=document_id,
                note=new.note.strip(),
            )  # fmt: skip
            deed.touch("limitation", new.customer_id)
        return self.find(row.id)

    def _replace(
        self,
        entry: LimitationEntry,
        action: str,
        *,
        ends_on: date | None = None,
        strength: Strength | None = None,
        counts: bool = False,
        is_withdrawn: bool = False,
        proof: Path | PastedFile | None = None,
        note: str = "",
    ) -> LimitationEntry:
        """A new row in the place of ``entry``, with what is given changed."""
        old = LimitationEvent.get_by_id(entry.id)
        sealed = self._evidence.seal(proof) if proof is not None else None
        with self._work.write(action, entry.customer_id, event=entry.id) as deed:
            owner = (old.invoice_id, old.contact_id, old.document_id)
            file = self._keep(deed, sealed, entry.customer_id, entry.kind, owner)
            row = LimitationEvent.create(
                customer=entry.customer_id, invoice=old.invoice_id, kind=entry.kind, on_day=entry.on,
                ends_on=ends_on or entry.ends_on, strength=strength or entry.strength,
                counts_weak=counts or entry.counts_weak, evidence=file or old.evidence_id, contact=old.contact_id,
                document=old.document_id, note=note.strip() or entry.note, logged_at=self._work.clock.now(),
                corrects=entry.id, is_withdrawn=is_withdrawn,
            )  # fmt: skip
            deed.details.update(
                entry=row.id, kind=entry.kind, on=entry.on.isoformat(),
                ends_on=ends_on.isoformat() if ends_on else None, evidence=file, note=note.strip(),
            )  # fmt: skip
            deed.touch("limitation", entry.customer_id)
        return entry if is_withdrawn else self.find(row.id)

    def _keep(
        self,
        deed: Deed,
        sealed: Sealed | None,
        customer_id: int,
        kind: str,
        owner: tuple[int | None, int | None, int | None],
    ) -> int | None:
        """Enter the proof with the invoice, contact and document it belongs to; its id."""
        if sealed is None:
            return None
        invoice, contact, document = owner
        return self._evidence.enter(
            deed, sealed, kind=_FILE_KINDS.get(kind, "other"), customer_id=customer_id, invoice_id=invoice,
            contact_id=contact, document_id=document,
        ).id  # fmt: skip


def _strength(event: Event, new: NewLimitationEvent, *, has_proof: bool) -> Strength:
    """The class to enter: none above unproven without proof, none above weak for a weak kind."""
    found = class_of(event.kind, has_proof=has_proof)
    if new.strength is None:
        if new.counts_weak and not has_proof:
            raise ProofMissing(field="proof")
        return found
    if new.strength != "unproven" and not has_proof:
        raise ProofMissing(field="proof")
    if new.strength == "strong" and KINDS[event.kind].strength == "weak":
        raise WeakStaysWeak(kind=event.kind, field="strength")
    return new.strength


def _invoice(customer_id: int, number: str) -> Invoice:
    row = Invoice.get_or_none((Invoice.number == number.strip()) & (Invoice.customer == customer_id))
    if row is None or row.amount_fen < 0:
        raise UnknownInvoice(number=number, field="invoice")
    return row


def check_evidence(customer_id: int, evidence_id: int) -> None:
    """Raise ``NotTheCustomersEvidence`` where the file is not kept for this customer."""
    mine = (EvidenceLink.evidence == evidence_id) & (EvidenceLink.customer == customer_id)
    if not EvidenceLink.select().where(mine).exists():
        raise NotTheCustomersEvidence(number=evidence_id, field="evidence")
