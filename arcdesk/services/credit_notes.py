"""Credit notes (红字) entered by hand: against one invoice, or free for the customer (C19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import customer_ledger, postings
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import EntryInFuture, entry_day
from arcdesk.services.ledger import AllocationLine, InvoiceLine, LedgerService, UnknownInvoice, settled_by
from arcdesk.services.posting import AllocationAcrossCustomers, settle
from arcdesk.services.receipts import NothingToAllocate
from arcdesk.services.unit_of_work import Deed, UnitOfWork


class NumberTaken(Refusal):
    """Another document has the number."""

    sentence = "“{number}” is in the ledger already. Give the credit note another number."


class UnknownCreditNote(Refusal):
    """No credit note has that number."""

    sentence = "There is no credit note “{number}”. Check the number."


@dataclass(frozen=True, slots=True)
class CreditNoteLine:
    """A credit note as money: its amount in fen above zero, and what no invoice has used of it yet.

    ``credits_number`` names the invoice it was written for; empty for a free one.
    """

    id: int
    number: str
    customer_id: int
    issued_on: date
    amount_fen: int
    unallocated_fen: int
    currency: str
    credits_number: str
    note: str
    allocations: tuple[AllocationLine, ...]


class CreditNoteService:
    """Enters credit notes and puts free ones to invoices."""

    def __init__(self, work: UnitOfWork, ledger: LedgerService) -> None:
        self._work = work
        self._ledger = ledger

    def of(self, customer_id: int, as_of: date | None = None) -> tuple[CreditNoteLine, ...]:
        """A customer's credit notes up to a day, newest first, each with what it settled."""
        day = as_of or self._work.clock.today()
        rows = customer_ledger.invoices(day, customer_id, notes_only=True)
        rows.sort(key=lambda row: (row.issued_on, row.id), reverse=True)
        settled = settled_by("credit_note", customer_id, day) if rows else {}
        return tuple(
            CreditNoteLine(
                row.id, row.number, customer_id, row.issued_on, -row.amount_fen,
                -row.amount_fen - sum(part.amount_fen for part in settled.get(row.id, ())), row.currency,
                row.credits_number, row.note, tuple(settled.get(row.id, ())),
            )
            for row in rows
        )  # fmt: skip

    def find(self, number: str, as_of: date | None = None) -> CreditNoteLine:
        """One credit note by its number.

        Raises:
            UnknownCreditNote: there is none, or none yet on that day.
        """
        row = Invoice.get_or_none((Invoice.number == number) & (Invoice.amount_fen < 0))
        if row is not None:
            day = as_of or max(self._work.clock.today(), row.issued_on)
            for line in self.of(row.customer_id, day):
                if line.id == row.id:
                    return line
        raise UnknownCreditNote(number=number, field="number")

    def add(
        self,
        customer_id: int,
        amount_fen: int,
        issued_on: date,
        *,
        invoice: str = "",
        number: str = "",
        currency: str = "",
        note: str = "",
    ) -> InvoiceLine:
        """Enter a credit note of ``amount_fen`` (above zero); with ``invoice`` it settles that one.

        What exceeds the invoice's open amount stays a free credit of the customer. Without a
        ``number`` one is given out: CN2026-00001. Without a ``currency`` it has the invoice's, else CNY.

        Raises:
            UnknownCustomer, UnknownInvoice, AmountNotPositive, NumberTaken, EntryInFuture,
            AllocationAcrossCustomers.
        """
        if Customer.get_or_none(Customer.id == customer_id) is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        if amount_fen <= 0:
            raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
        if issued_on > self._work.clock.today():
            raise EntryInFuture(day=issued_on.isoformat(), field="on")
        original = _invoice(customer_id, invoice) if invoice else None
        wanted = number.strip() or _next_number(issued_on.year)
        if Invoice.get_or_none(Invoice.number == wanted) is not None:
            raise NumberTaken(number=wanted, field="number")
        if original is not None and currency not in ("", original.currency):
            raise AllocationAcrossCustomers(invoice=original.number, money=wanted, field="currency")
        with self._work.write("credit_note.added", customer_id) as deed:
            entry = Invoice.create(
                number=wanted, customer=customer_id, kind="credit_note", issued_on=issued_on, due_on=issued_on,
                due_source="entered", amount_fen=-amount_fen, open_fen=-amount_fen,
                currency=original.currency if original else currency or "CNY",
                credits=original.id if original else None, note=note.strip(),
            )  # fmt: skip
            if original is not None and original.open_fen > 0:
                settle(entry, original, min(amount_fen, original.open_fen), issued_on)
            deed.details.update(
                number=wanted, amount_fen=amount_fen, on=issued_on.isoformat(), invoice=invoice
            )
            _touch(deed, customer_id)
        return self._ledger.invoice(wanted)

    def allocate(self, number: str, shares: Mapping[str, int], on: date | None = None) -> CreditNoteLine:
        """Put what is left of a credit note to invoices, effective on ``on`` (today without one).

        Raises:
            UnknownCreditNote, UnknownInvoice, AllocationTooLarge, AllocationAcrossCustomers,
            NothingToAllocate, EntryInFuture, EntryTooEarly.
        """
        entry = Invoice.get_or_none((Invoice.number == number) & (Invoice.amount_fen < 0))
        if entry is None:
            raise UnknownCreditNote(number=number, field="number")
        day = entry_day(on, entry.issued_on, self._work.clock.today())
        if not shares:
            raise NothingToAllocate(field="allocate")
        with self._work.write("credit_note.allocated", entry.customer_id, number=number) as deed:
            for invoice, share in shares.items():
                settle(entry, _invoice(entry.customer_id, invoice), share, day)
            deed.details.update(allocate=dict(shares), on=day.isoformat())
            _touch(deed, entry.customer_id)
        return self.find(number)


def _touch(deed: Deed, customer_id: int) -> None:
    deed.touch("invoice", customer_id)
    deed.touch("receipt", customer_id)


def _invoice(customer_id: int, number: str) -> Invoice:
    row = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == customer_id))
    if row is None or row.amount_fen < 0:
        raise UnknownInvoice(number=number, field="invoice")
    return row


def _next_number(year: int) -> str:
    prefix = f"CN{year}-"
    return f"{prefix}{postings.highest_number('invoice', prefix) + 1:05d}"
