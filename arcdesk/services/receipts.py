"""Money in: recorded, put to invoices, taken back; always by a new entry, never by changing one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.allocation import Rule
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Allocation, Invoice, Receipt, WriteOff
from arcdesk.models.queries import postings
from arcdesk.services import allocating
from arcdesk.services.allocating import Proposal
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import EntryTooEarly, entry_day, given_reason
from arcdesk.services.ledger import LedgerService, ReceiptLine, UnknownInvoice
from arcdesk.services.posting import (
    Settled,
    UnknownAllocation,
    WriteOffStandsAlone,
    day_with_room,
    money_of,
    settle,
    standing_allocations,
    take_back,
)
from arcdesk.services.unit_of_work import Deed, UnitOfWork

ReturnKind = Literal["bounced", "mistake"]
"""Why a receipt is taken back: the money never came (a cheque that bounced), or there was none."""


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


class NothingToAllocate(Refusal):
    """An allocation to no invoice at all."""

    sentence = "No invoice was named. Give at least one invoice and its amount."


@dataclass(frozen=True, slots=True)
class Reversal:
    """Money that went back: the new entry's number, the fen, and the allocations taken back."""

    number: str
    receipt_number: str
    amount_fen: int
    taken_back: tuple[Settled, ...]
    on: date
    currency: str


class ReceiptService:
    """Records receipts and what becomes of them."""

    def __init__(self, work: UnitOfWork, ledger: LedgerService) -> None:
        self._work = work
        self._ledger = ledger

    def propose(self, customer_id: int, currency: str, amount_fen: int, on: date, rule: Rule) -> Proposal:
        """How ``rule`` would share an amount out over what is open, with the reason of the order."""
        return allocating.propose(customer_id, currency, amount_fen, on, rule)

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
        rule: Rule | None = None,
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
            _settle_all(receipt, shares, received_on)
            if rule and receipt.open_fen:
                proposal = allocating.propose(customer_id, currency, receipt.open_fen, received_on, rule)
                _settle_all(receipt, proposal.by_number, received_on)
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
        return self.find(receipt.number)

    def allocate(self, number: str, shares: Mapping[str, int], on: date | None = None) -> ReceiptLine:
        """Put what is unallocated of a receipt to invoices, effective on ``on`` (today without one).

        Raises:
            UnknownReceipt, UnknownInvoice, AllocationTooLarge, AllocationAcrossCustomers,
            NothingToAllocate, EntryInFuture, EntryTooEarly.
        """
        receipt = self._receipt(number)
        day = entry_day(on, receipt.received_on, self._work.clock.today())
        if not shares:
            raise NothingToAllocate(field="allocate")
        with self._work.write("receipt.allocated", receipt.customer_id, number=number) as deed:
            _settle_all(receipt, shares, day)
            deed.details.update(allocate=dict(shares), on=day.isoformat())
            _touch(deed, receipt.customer_id)
        return self.find(number)

    def take_allocation_back(self, allocation_id: int, on: date | None = None, reason: str = "") -> Settled:
        """As ``take_allocations_back``, of one."""
        return self.take_allocations_back((allocation_id,), on, reason)[0]

    def take_allocations_back(
        self, allocation_ids: Sequence[int], on: date | None = None, reason: str = ""
    ) -> tuple[Settled, ...]:
        """Free invoices of allocations of a receipt or credit note again, by new entries; all or none.

        Without ``on`` from today; the money is unallocated again then.

        Raises:
            UnknownAllocation, WriteOffStandsAlone, AllocationReversedAlready, ReasonMissing,
            NothingToAllocate, EntryInFuture, EntryTooEarly.
        """
        if not allocation_ids:
            raise NothingToAllocate(field="allocation")
        parts = [_freeable(allocation_id) for allocation_id in allocation_ids]
        day = entry_day(on, max(part.effective_on for part in parts), self._work.clock.today())
        why = given_reason(reason)
        money = money_of(parts[0])
        with self._work.write("allocation.taken_back", money.customer_id, reason=why, money=money.number) as deed:
            freed = tuple(take_back(part, day) for part in parts)
            deed.details["on"] = day.isoformat()
            deed.details["entries"] = [
                {"allocation": part.id, "entry": one.allocation_id, "invoice": one.invoice_number,
                 "amount_fen": one.amount_fen}
                for part, one in zip(parts, freed, strict=True)
            ]  # fmt: skip
            _touch(deed, money.customer_id)
        return freed

    def reverse(
        self, number: str, on: date | None = None, reason: str = "", *, kind: ReturnKind = "bounced"
    ) -> Reversal:
        """Take a whole receipt back, bounced or entered by mistake: its allocations, then what is left.

        Raises:
            UnknownReceipt, ReceiptReversedAlready, ReasonMissing, EntryInFuture, EntryTooEarly.
        """
        receipt = self._receipt(number)
        day = entry_day(on, receipt.received_on, self._work.clock.today())
        why = given_reason(reason)
        with self._work.write("receipt.reversed", receipt.customer_id, number=number, reason=why) as deed:
            freed = tuple(take_back(part, day) for part in standing_allocations(receipt))
            receipt = Receipt.get_by_id(receipt.id)
            if not receipt.open_fen:
                raise ReceiptReversedAlready(number=number, field="receipt")
            back = give_back(receipt, receipt.open_fen, day, why, kind)
            deed.details.update(entry=back.number, amount_fen=back.amount_fen, on=day.isoformat(), kind=kind)
            _touch(deed, receipt.customer_id)
        return Reversal(back.number, number, -back.amount_fen, freed, day, receipt.currency)

    def refund(self, number: str, amount_fen: int, on: date | None = None, note: str = "") -> Reversal:
        """Pay back what is unallocated of a receipt, or part of it.

        Raises:
            UnknownReceipt, AmountNotPositive, RefundTooLarge, EntryInFuture, EntryTooEarly.
        """
        receipt = self._receipt(number)
        day = entry_day(on, receipt.received_on, self._work.clock.today())
        if amount_fen <= 0:
            raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
        if amount_fen > receipt.open_fen:
            raise RefundTooLarge(
                open=format_amount(receipt.open_fen), number=number, amount=format_amount(amount_fen), field="amount"
            )
        with self._work.write("receipt.refunded", receipt.customer_id, number=number, note=note) as deed:
            back = give_back(receipt, amount_fen, day, note.strip(), "refunded")
            deed.details.update(entry=back.number, amount_fen=back.amount_fen, on=day.isoformat())
            _touch(deed, receipt.customer_id)
        return Reversal(back.number, number, amount_fen, (), day, receipt.currency)

    def find(self, number: str, as_of: date | None = None) -> ReceiptLine:
        """One receipt, or money that went back, by its number.

        Raises:
            UnknownReceipt: there is none, or none yet on that day.
        """
        row = Receipt.get_or_none(Receipt.number == number)
        if row is not None:
            day = as_of or max(self._work.clock.today(), row.received_on)
            for line in self._ledger.receipts(row.customer_id, day):
                if line.id == row.id:
                    return line
        raise UnknownReceipt(number=number, field="receipt")

    def _receipt(self, number: str) -> Receipt:
        row = Receipt.get_or_none(Receipt.number == number)
        if row is None:
            raise UnknownReceipt(number=number, field="receipt")
        if row.reverses_id is not None:
            raise ReceiptReversedAlready(number=number, field="receipt")
        return row


def _freeable(allocation_id: int) -> Allocation:
    allocation = Allocation.get_or_none(Allocation.id == allocation_id)
    if allocation is None:
        raise UnknownAllocation(field="allocation")
    money = money_of(allocation)
    if isinstance(money, WriteOff):
        invoice = Invoice.get_by_id(allocation.invoice_id)
        raise WriteOffStandsAlone(number=money.number, invoice=invoice.number, field="allocation")
    return allocation


def give_back(
    receipt: Receipt, amount_fen: int, on: date, note: str, kind: str, batch_id: int | None = None
) -> Receipt:
    """The entry below zero behind a reversal or refund, inside a transaction.

    Raises:
        EntryTooEarly: on that day the money settled something that was freed only later.
    """
    free_from = day_with_room(receipt, amount_fen, on)
    if free_from > on:
        raise EntryTooEarly(day=on.isoformat(), begin=free_from.isoformat(), field="on")
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
        return_kind=kind,
        batch=batch_id,
    )
    receipt.open_fen -= amount_fen
    Receipt.update(open_fen=receipt.open_fen).where(Receipt.id == receipt.id).execute()
    return back


def _settle_all(receipt: Receipt, shares: Mapping[str, int], on: date) -> None:
    for number, fen in shares.items():
        invoice = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == receipt.customer_id))
        if invoice is None or invoice.amount_fen < 0:
            raise UnknownInvoice(number=number, field="allocate")
        settle(receipt, invoice, fen, on)


def _touch(deed: Deed, customer_id: int) -> None:
    deed.touch("receipt", customer_id)
    deed.touch("invoice", customer_id)


def _next_number(year: int) -> str:
    """The number after the highest one given out in ``year``: R2026-00001."""
    prefix = f"R{year}-"
    return f"{prefix}{postings.highest_number('receipt', prefix) + 1:05d}"
