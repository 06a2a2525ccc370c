"""Money in: recorded, put to invoices, taken back; always by a new entry, never by changing one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.allocation import Debt, allocate_oldest
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Allocation, Invoice, Receipt
from arcdesk.models.queries import postings
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.ledger import LedgerService, ReceiptLine, UnknownInvoice
from arcdesk.services.posting import Settled, settle, standing_allocations, take_back
from arcdesk.services.unit_of_work import Deed, UnitOfWork

AllocationRule = Literal["oldest"]


class ReceiptInFuture(Refusal):
    """Money that is dated after today."""

    sentence = "The receipt is dated {day}, which is after today. Enter the day the money came in."


class UnknownReceipt(Refusal):
    """No receipt has that number."""

    sentence = "There is no receipt “{number}”. Check the number."


class ReceiptReversedAlready(Refusal):
    """The receipt went back before, or is itself money that went back."""

    sentence = "Receipt “{number}” was taken back already."


class RefundTooLarge(Refusal):
    """More to be paid back than is unallocated."""

    sentence = (
        "Only {open} of receipt “{number}” is unallocated; {amount} cannot be paid back. Take an allocation back first."
    )


class ReversalTooEarly(Refusal):
    """Taken back before it came in."""

    sentence = "It cannot be taken back on {day}, before {begin}. Enter a later day."


class ReversalInFuture(Refusal):
    """Taken back after today."""

    sentence = "{day} is after today. Enter the day on which it was taken back."


class ReasonMissing(Refusal):
    """A reversal or write-off without its reason."""

    sentence = "The reason is missing. Enter it in a few words; it stays in the books."


@dataclass(frozen=True, slots=True)
class Reversal:
    """Money that went back: the new entry's number, the fen, and the allocations taken back."""

    number: str
    receipt_number: str
    amount_fen: int
    taken_back: tuple[Settled, ...]


class ReceiptService:
    """Records receipts and what becomes of them."""

    def __init__(self, work: UnitOfWork, ledger: LedgerService) -> None:
        self._work = work
        self._ledger = ledger

    def record(
        self,
        customer_id: int,
        amount_fen: int,
        received_on: date,
        *,
        currency: str = "CNY",
        method: str = "",
        note: str = "",
        allocate: Mapping[str, int] | None = None,
        rule: AllocationRule | None = None,
    ) -> ReceiptLine:
        """Enter money: put to the invoices named, then by ``rule`` where one is given.

        What is left stays unallocated and visible (T3.11); an invoice never goes below zero.

        Raises:
            UnknownCustomer, UnknownInvoice, AmountNotPositive, ReceiptInFuture,
            AllocationTooLarge, AllocationAcrossCustomers.
        """
        if amount_fen <= 0:
            raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
        if received_on > self._work.clock.today():
            raise ReceiptInFuture(day=received_on.isoformat(), field="on")
        if Customer.get_or_none(Customer.id == customer_id) is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        with self._work.write("receipt.recorded", customer_id) as deed:
            receipt = Receipt.create(
                number=_next_number(received_on.year),
                customer=customer_id,
                received_on=received_on,
                amount_fen=amount_fen,
                open_fen=amount_fen,
                currency=currency,
                method=method,
                note=note,
            )
            shares = dict(allocate or {})
            for number, share in shares.items():
                settle(receipt, _open_invoice(customer_id, number), share, received_on)
            if rule and receipt.open_fen:
                _settle_oldest(receipt)
            deed.details.update(
                number=receipt.number,
                amount_fen=amount_fen,
                received_on=received_on.isoformat(),
                currency=currency,
                method=method,
                allocate=shares,
                rule=rule or "",
            )
            _touch(deed, customer_id)
        return self._line(receipt.id, customer_id)

    def allocate(self, number: str, shares: Mapping[str, int], on: date | None = None) -> ReceiptLine:
        """Put what is unallocated of a receipt to invoices, effective on ``on`` (today without one).

        Raises:
            UnknownReceipt, UnknownInvoice, AllocationTooLarge, AllocationAcrossCustomers, ReversalInFuture.
        """
        receipt = self._receipt(number)
        day = self._day(on, receipt.received_on)
        with self._work.write("receipt.allocated", receipt.customer_id, number=number) as deed:
            for invoice, share in shares.items():
                settle(receipt, _open_invoice(receipt.customer_id, invoice), share, day)
            deed.details.update(allocate=dict(shares), on=day.isoformat())
            _touch(deed, receipt.customer_id)
        return self._line(receipt.id, receipt.customer_id)

    def take_allocation_back(self, allocation_id: int, on: date | None = None, reason: str = "") -> Settled:
        """Free an invoice of one allocation again, by a new entry; the money is unallocated then.

        Raises:
            AllocationReversedAlready, ReasonMissing, ReversalInFuture, ReversalTooEarly.
        """
        allocation = Allocation.get_by_id(allocation_id)
        invoice = Invoice.get_by_id(allocation.invoice_id)
        day = self._day(on, allocation.effective_on)
        why = _reason(reason)
        with self._work.write("allocation.taken_back", invoice.customer_id, reason=why) as deed:
            settled = take_back(allocation, day)
            deed.details.update(
                allocation=allocation_id, invoice=invoice.number, amount_fen=settled.amount_fen, on=day.isoformat()
            )
            _touch(deed, invoice.customer_id)
        return settled

    def reverse(self, number: str, on: date | None = None, reason: str = "") -> Reversal:
        """Take a whole receipt back, bounced or entered by mistake: its allocations, then what is left.

        Raises:
            UnknownReceipt, ReceiptReversedAlready, ReasonMissing, ReversalInFuture, ReversalTooEarly.
        """
        receipt = self._receipt(number)
        day = self._day(on, receipt.received_on)
        why = _reason(reason)
        with self._work.write("receipt.reversed", receipt.customer_id, number=number, reason=why) as deed:
            freed = tuple(take_back(part, max(day, part.effective_on)) for part in standing_allocations(receipt))
            receipt = Receipt.get_by_id(receipt.id)
            if not receipt.open_fen:
                raise ReceiptReversedAlready(number=number, field="receipt")
            back = _give_back(receipt, receipt.open_fen, day, why)
            deed.details.update(entry=back.number, amount_fen=back.amount_fen, on=day.isoformat())
            _touch(deed, receipt.customer_id)
        return Reversal(back.number, number, -back.amount_fen, freed)

    def refund(self, number: str, amount_fen: int, on: date | None = None, note: str = "") -> Reversal:
        """Pay back what is unallocated of a receipt, or part of it.

        Raises:
            UnknownReceipt, AmountNotPositive, RefundTooLarge, ReversalInFuture, ReversalTooEarly.
        """
        receipt = self._receipt(number)
        day = self._day(on, receipt.received_on)
        if amount_fen <= 0:
            raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
        if amount_fen > receipt.open_fen:
            raise RefundTooLarge(
                open=format_amount(receipt.open_fen), number=number, amount=format_amount(amount_fen), field="amount"
            )
        with self._work.write("receipt.refunded", receipt.customer_id, number=number, note=note) as deed:
            back = _give_back(receipt, amount_fen, day, note)
            deed.details.update(entry=back.number, amount_fen=back.amount_fen, on=day.isoformat())
            _touch(deed, receipt.customer_id)
        return Reversal(back.number, number, amount_fen, ())

    def _day(self, on: date | None, begin: date) -> date:
        """``on``, or today; not after today and not before ``begin``."""
        today = self._work.clock.today()
        day = on or max(today, begin)
        if day > max(today, begin):
            raise ReversalInFuture(day=day.isoformat(), field="on")
        if day < begin:
            raise ReversalTooEarly(day=day.isoformat(), begin=begin.isoformat(), field="on")
        return day

    def _receipt(self, number: str) -> Receipt:
        row = Receipt.get_or_none(Receipt.number == number)
        if row is None:
            raise UnknownReceipt(number=number, field="receipt")
        if row.reverses_id is not None:
            raise ReceiptReversedAlready(number=number, field="receipt")
        return row

    def _line(self, receipt_id: int, customer_id: int) -> ReceiptLine:
        day = max(self._work.clock.today(), Receipt.get_by_id(receipt_id).received_on)
        return next(line for line in self._ledger.receipts(customer_id, day) if line.id == receipt_id)


def _give_back(receipt: Receipt, amount_fen: int, on: date, note: str) -> Receipt:
    """The entry below zero behind a reversal or refund, inside a transaction."""
    back = Receipt.create(
        number=_next_number(on.year),
        customer=receipt.customer_id,
        received_on=on,
        amount_fen=-amount_fen,
        open_fen=0,
        currency=receipt.currency,
        method=receipt.method,
        note=note,
        reverses=receipt.id,
    )
    receipt.open_fen -= amount_fen
    Receipt.update(open_fen=receipt.open_fen).where(Receipt.id == receipt.id).execute()
    return back


def _reason(text: str) -> str:
    why = text.strip()
    if not why:
        raise ReasonMissing(field="reason")
    return why


def _touch(deed: Deed, customer_id: int) -> None:
    deed.touch("receipt", customer_id)
    deed.touch("invoice", customer_id)


def _open_invoice(customer_id: int, number: str) -> Invoice:
    row = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == customer_id))
    if row is None or row.amount_fen < 0:
        raise UnknownInvoice(number=number, field="allocate")
    return row


def _settle_oldest(receipt: Receipt) -> None:
    rows = _open_rows(receipt.customer_id, receipt.currency, receipt.received_on)
    by_id = {row.id: row for row in rows}
    debts = [Debt(row.id, row.open_fen, row.due_on, row.issued_on) for row in by_id.values()]
    shares, _ = allocate_oldest(receipt.open_fen, debts)
    for invoice_id, share in shares:
        settle(receipt, by_id[invoice_id], share, receipt.received_on)


def _open_rows(customer_id: int, currency: str, on: date) -> Iterable[Invoice]:
    return Invoice.select().where(
        (Invoice.customer == customer_id)
        & (Invoice.currency == currency)
        & (Invoice.amount_fen > 0)
        & (Invoice.open_fen > 0)
        & (Invoice.issued_on <= on)
    )


def _next_number(year: int) -> str:
    """The number after the highest one given out in ``year``: R2026-00001."""
    prefix = f"R{year}-"
    return f"{prefix}{postings.highest_number('receipt', prefix) + 1:05d}"
