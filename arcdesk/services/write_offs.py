"""Writing off what will not come (坏账核销): approved by somebody, and reversible by a new entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.ledger import Invoice, WriteOff
from arcdesk.models.queries import postings
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.posting import settle, standing_allocations, take_back
from arcdesk.services.receipts import ReasonMissing, ReversalInFuture, ReversalTooEarly
from arcdesk.services.unit_of_work import UnitOfWork


class ApproverMissing(Refusal):
    """A write-off that nobody approved."""

    sentence = "A write-off needs the name of the person who approved it. Enter it."


class WriteOffTooLarge(Refusal):
    """More than is open."""

    sentence = "Only {open} is open on “{number}”; {amount} cannot be written off."


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

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

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
    ) -> WriteOffLine:
        """Give up ``amount_fen`` of an invoice from ``on`` (today without one).

        Raises:
            UnknownInvoice, AmountNotPositive, WriteOffTooLarge, ApproverMissing, ReasonMissing,
            ReversalInFuture, ReversalTooEarly.
        """
        row = Invoice.get_or_none(Invoice.number == invoice_number)
        if row is None or row.amount_fen < 0:
            raise UnknownInvoice(number=invoice_number, field="invoice")
        day = self._day(on, row.issued_on)
        if amount_fen <= 0:
            raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
        if amount_fen > row.open_fen:
            raise WriteOffTooLarge(
                open=format_amount(row.open_fen),
                number=invoice_number,
                amount=format_amount(amount_fen),
                field="amount",
            )
        if not approver.strip():
            raise ApproverMissing(field="approver")
        if not reason.strip():
            raise ReasonMissing(field="reason")
        with self._work.write("invoice.written_off", row.customer_id) as deed:
            entry = self._enter(row, amount_fen, day, approver.strip(), reason.strip(), evidence_id)
            settle(entry, row, amount_fen, day)
            deed.details.update(
                number=entry.number, invoice=invoice_number, amount_fen=amount_fen, on=day.isoformat(),
                approver=entry.approver, reason=entry.reason,
            )  # fmt: skip
            deed.touch("write_off", row.customer_id)
            deed.touch("invoice", row.customer_id)
        return next(line for line in self.of(row.customer_id) if line.id == entry.id)

    def reverse(self, number: str, on: date | None = None, *, approver: str, reason: str) -> WriteOffLine:
        """Take a write-off back: the invoice is open again from ``on`` (today without one).

        Raises:
            UnknownWriteOff, WriteOffReversedAlready, ApproverMissing, ReasonMissing,
            ReversalInFuture, ReversalTooEarly.
        """
        entry = WriteOff.get_or_none(WriteOff.number == number)
        if entry is None:
            raise UnknownWriteOff(number=number, field="number")
        if entry.reverses_id or WriteOff.get_or_none(WriteOff.reverses == entry.id) is not None:
            raise WriteOffReversedAlready(number=number, field="number")
        day = self._day(on, entry.on_day)
        if not approver.strip():
            raise ApproverMissing(field="approver")
        if not reason.strip():
            raise ReasonMissing(field="reason")
        invoice = Invoice.get_by_id(entry.invoice_id)
        with self._work.write("write_off.reversed", entry.customer_id, number=number) as deed:
            for part in standing_allocations(entry):
                take_back(part, day)
            back = self._enter(invoice, -entry.amount_fen, day, approver.strip(), reason.strip(), None, entry.id)
            deed.details.update(
                entry=back.number, invoice=invoice.number, amount_fen=back.amount_fen, on=day.isoformat(),
                approver=back.approver, reason=back.reason,
            )  # fmt: skip
            deed.touch("write_off", entry.customer_id)
            deed.touch("invoice", entry.customer_id)
        return next(line for line in self.of(entry.customer_id) if line.id == back.id)

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

    def _day(self, on: date | None, begin: date) -> date:
        today = self._work.clock.today()
        day = on or max(today, begin)
        if day > max(today, begin):
            raise ReversalInFuture(day=day.isoformat(), field="on")
        if day < begin:
            raise ReversalTooEarly(day=day.isoformat(), begin=begin.isoformat(), field="on")
        return day
