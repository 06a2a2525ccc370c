"""Writing off what will not come (坏账核销): approved by somebody, and reversible by a new entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.collection import Evidence
from arcdesk.models.ledger import Invoice, WriteOff
from arcdesk.models.queries import postings
from arcdesk.services.entries import entry_day, given_reason
from arcdesk.services.evidence import EvidenceService, PastedFile, UnknownEvidence
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.posting import day_with_room, settle, standing_allocations, take_back
from arcdesk.services.unit_of_work import Deed, UnitOfWork


class ApproverMissing(Refusal):
    """A write-off that nobody approved."""

    sentence = "A write-off needs the name of the person who approved it. Enter it."


class WriteOffTooLarge(Refusal):
    """More than is open."""

    sentence = "Only {open} is open on “{number}”; {amount} cannot be written off."


class WriteOffTooEarly(Refusal):
    """On that day the invoice was settled with what was taken back only later."""

    sentence = "“{number}” was still settled on {day}. It can be written off from {begin} on."


class UnknownWriteOff(Refusal):
    """No write-off has that number."""

    sentence = "There is no write-off “{number}”. Check the number."


class WriteOffReversedAlready(Refusal):
    """The write-off was taken back before."""

    sentence = "Write-off “{number}” was taken back already."


@dataclass(frozen=True, slots=True)
class WriteOffLine:
    """What was given up of an invoice, in fen; below zero where a write-off was taken back."""

    id: int
    number: str
    customer_id: int
    invoice_number: str
    currency: str
    on: date
    amount_fen: int
    approver: str
    reason: str
    evidence_id: int | None
    reverses_number: str
    is_reversed: bool


class WriteOffService:
    """Writes off invoices and takes it back."""

    def __init__(self, work: UnitOfWork, evidence: EvidenceService) -> None:
        self._work = work
        self._evidence = evidence

    def of(self, customer_id: int, as_of: date | None = None) -> tuple[WriteOffLine, ...]:
        """A customer's write-offs and reversals up to a day, newest first."""
        day = as_of or self._work.clock.today()
        query = (
            WriteOff.select(WriteOff, Invoice.number)
            .join(Invoice)
            .where((WriteOff.customer == customer_id) & (WriteOff.on_day <= day))
            .order_by(WriteOff.on_day.desc(), WriteOff.id.desc())
        )
        rows = list(query)
        numbers = {row.id: row.number for row in rows}
        taken_back = {row.reverses_id for row in rows}
        return tuple(
            WriteOffLine(
                row.id, row.number, customer_id, row.invoice.number, row.currency, row.on_day, row.amount_fen,
                row.approver, row.reason, row.evidence_id, numbers.get(row.reverses_id, ""), row.id in taken_back,
            )
            for row in rows
        )  # fmt: skip

    def write_off(
        self,
        invoice_number: str,
        amount_fen: int,
        on: date | None = None,
        *,
        approver: str,
        reason: str,
        evidence_id: int | None = None,
        proof: Path | PastedFile | None = None,
    ) -> WriteOffLine:
        """Give up ``amount_fen`` of an invoice from ``on`` (today without one).

        The approval may be shown by a file in the store, or by one that is sealed now.

        Raises:
            UnknownInvoice, AmountNotPositive, WriteOffTooLarge, ApproverMissing, ReasonMissing,
            EntryInFuture, EntryTooEarly, WriteOffTooEarly, UnknownEvidence, EvidenceFileMissing,
            EvidenceEmpty, CannotWrite.
        """
        row = Invoice.get_or_none(Invoice.number == invoice_number)
        if row is None or row.amount_fen < 0:
            raise UnknownInvoice(number=invoice_number, field="invoice")
        day = entry_day(on, row.issued_on, self._work.clock.today())
        _check_amount(row, amount_fen, day)
        who, why = given_approver(approver), given_reason(reason)
        if evidence_id is not None and Evidence.get_or_none(Evidence.id == evidence_id) is None:
            raise UnknownEvidence(number=evidence_id, field="evidence")
        sealed = self._evidence.seal(proof) if proof is not None else None
        with self._work.write("invoice.written_off", row.customer_id) as deed:
            if sealed is not None:
                kept = self._evidence.enter(
                    deed, sealed, kind="approval", customer_id=row.customer_id, invoice_id=row.id
                )
                evidence_id = kept.id
            entry = self._enter(row, amount_fen, day, who, why, evidence_id)
            settle(entry, row, amount_fen, day)
            _tell(deed, entry, row, "number")
        return self.find(entry.number)

    def reverse(self, number: str, on: date | None = None, *, approver: str, reason: str) -> WriteOffLine:
        """Take a write-off back: the invoice is open again from ``on`` (today without one).

        Raises:
            UnknownWriteOff, WriteOffReversedAlready, ApproverMissing, ReasonMissing,
            EntryInFuture, EntryTooEarly.
        """
        entry = WriteOff.get_or_none(WriteOff.number == number)
        if entry is None:
            raise UnknownWriteOff(number=number, field="number")
        if entry.reverses_id or WriteOff.get_or_none(WriteOff.reverses == entry.id) is not None:
            raise WriteOffReversedAlready(number=number, field="number")
        day = entry_day(on, entry.on_day, self._work.clock.today())
        who, why = given_approver(approver), given_reason(reason)
        invoice = Invoice.get_by_id(entry.invoice_id)
        with self._work.write("write_off.reversed", entry.customer_id, number=number) as deed:
            for part in standing_allocations(entry):
                take_back(part, day)
            back = self._enter(invoice, -entry.amount_fen, day, who, why, None, entry.id)
            _tell(deed, back, invoice, "entry")
        return self.find(back.number)

    def find(self, number: str) -> WriteOffLine:
        """One write-off, or reversal of one, by its number.

        Raises:
            UnknownWriteOff: there is none.
        """
        row = WriteOff.get_or_none(WriteOff.number == number)
        if row is None:
            raise UnknownWriteOff(number=number, field="number")
        day = max(self._work.clock.today(), row.on_day)
        return next(line for line in self.of(row.customer_id, day) if line.id == row.id)

    def _enter(
        self, invoice: Invoice, amount_fen: int, on: date, approver: str, reason: str, evidence_id: int | None,
        reverses_id: int | None = None,
    ) -> WriteOff:  # fmt: skip
        prefix = f"W{on.year}-"
        return WriteOff.create(
            number=f"{prefix}{postings.highest_number('write_off', prefix) + 1:05d}",
            customer=invoice.customer_id, invoice=invoice.id, currency=invoice.currency, on_day=on,
            amount_fen=amount_fen, approver=approver, reason=reason, evidence_id=evidence_id,
            reverses=reverses_id, logged_at=self._work.clock.now(),
        )  # fmt: skip


def given_approver(name: str) -> str:
    """The approver's name without the spaces around it.

    Raises:
        ApproverMissing: there is none.
    """
    if not name.strip():
        raise ApproverMissing(field="approver")
    return name.strip()


def _check_amount(row: Invoice, amount_fen: int, day: date) -> None:
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
    if amount_fen > row.open_fen:
        raise WriteOffTooLarge(
            open=format_amount(row.open_fen), number=row.number, amount=format_amount(amount_fen), field="amount"
        )
    begin = day_with_room(row, amount_fen, day, is_owed=True)
    if begin > day:  # written off and settled at once it would count twice on the days between
        raise WriteOffTooEarly(number=row.number, day=day.isoformat(), begin=begin.isoformat(), field="on")


def _tell(deed: Deed, entry: WriteOff, invoice: Invoice, called: str) -> None:
    deed.details.update(
        {called: entry.number}, invoice=invoice.number, amount_fen=entry.amount_fen, on=entry.on_day.isoformat(),
        approver=entry.approver, reason=entry.reason, evidence=entry.evidence_id,
    )  # fmt: skip
    deed.touch("write_off", invoice.customer_id)
    deed.touch("invoice", invoice.customer_id)
