"""Settling invoices: the one place where an allocation is written and open amounts move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.domain.room import first_day_with_room
from arcdesk.models.ledger import Allocation, Invoice, Receipt, WriteOff
from arcdesk.models.queries import room

Money = Receipt | Invoice | WriteOff
"""What an invoice can be settled with: a receipt, a credit note, a write-off."""


class AllocationTooLarge(Refusal):
    """More than is open on the invoice or left of the money."""

    sentence = "Only {open} is left to allocate on “{number}”; {amount} is too much."


class AllocationAcrossCustomers(Refusal):
    """Money and invoice belong to different customers or currencies."""

    sentence = (
        "“{invoice}” and “{money}” have different customers or currencies, so one cannot settle the other."
    )


class AllocationReversedAlready(Refusal):
    """The allocation was taken back before."""

    sentence = "This allocation to “{invoice}” was taken back already."


class UnknownAllocation(Refusal):
    """No allocation has that id."""

    sentence = "There is no such allocation any more. Look at the receipt again."


class WriteOffStandsAlone(Refusal):
    """A write-off without its allocation would be money from nowhere."""

    sentence = "Write-off “{number}” settles nothing but “{invoice}”. Take the write-off itself back."


@dataclass(frozen=True, slots=True)
class Settled:
    """One allocation that was written: its id, the fen it moved, and from which day it counts."""

    allocation_id: int
    invoice_number: str
    amount_fen: int
    on: date


def settle(money: Money, invoice: Invoice, amount_fen: int, on: date, batch_id: int | None = None) -> Settled:
    """Allocate ``amount_fen`` of a receipt, credit note or write-off to ``invoice``, inside a transaction.

    All rows carry their new open amounts afterwards; a write-off has none of its own. Where the
    money or the debt was used otherwise on ``on`` and freed since, the allocation counts from then.

    Raises:
        AmountNotPositive, AllocationTooLarge, AllocationAcrossCustomers.
    """
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="allocate")
    if (money.customer_id, money.currency) != (invoice.customer_id, invoice.currency):
        raise AllocationAcrossCustomers(invoice=invoice.number, money=money.number, field="allocate")
    for row in (invoice, money):
        if not isinstance(row, WriteOff) and amount_fen > abs(row.open_fen):
            raise AllocationTooLarge(
                open=format_amount(abs(row.open_fen)),
                number=row.number,
                amount=format_amount(amount_fen),
                field="allocate",
            )
    day = max(day_with_room(money, amount_fen, on), day_with_room(invoice, amount_fen, on, is_owed=True))
    effective = max(day, invoice.issued_on, money_day(money))
    allocation_id = Allocation.insert(
        receipt=money.id if isinstance(money, Receipt) else None,
        credit_note=money.id if isinstance(money, Invoice) else None,
        write_off=money.id if isinstance(money, WriteOff) else None,
        invoice=invoice.id,
        amount_fen=amount_fen,
        allocated_on=day,
        effective_on=effective,
        batch=batch_id,
    ).execute()
    _move(money, invoice, amount_fen)
    return Settled(allocation_id, invoice.number, amount_fen, effective)


def take_back(allocation: Allocation, on: date, batch_id: int | None = None) -> Settled:
    """Reverse one allocation by a new row below zero, effective on ``on`` or when it began, if later.

    Raises:
        AllocationReversedAlready: it was, or it is itself a reversal.
    """
    invoice = Invoice.get_by_id(allocation.invoice_id)
    if allocation.reverses_id or Allocation.get_or_none(Allocation.reverses == allocation.id) is not None:
        raise AllocationReversedAlready(invoice=invoice.number)
    day = max(on, allocation.allocated_on)
    effective = max(day, allocation.effective_on)
    row_id = Allocation.insert(
        receipt=allocation.receipt_id,
        credit_note=allocation.credit_note_id,
        write_off=allocation.write_off_id,
        invoice=allocation.invoice_id,
        amount_fen=-allocation.amount_fen,
        allocated_on=day,
        effective_on=effective,
        reverses=allocation.id,
        batch=batch_id,
    ).execute()
    _move(money_of(allocation), invoice, -allocation.amount_fen)
    return Settled(row_id, invoice.number, -allocation.amount_fen, effective)


def day_with_room(row: Money, amount_fen: int, on: date, *, is_owed: bool = False) -> date:
    """The first day from ``on`` on which ``amount_fen`` of ``row`` is free for good (``domain.room``).

    A row of ``Invoice`` is a credit note unless ``is_owed``; a write-off is always free. What is
    not free in the end either is the caller's to refuse.
    """
    if isinstance(row, WriteOff):
        return on
    side = "receipt" if isinstance(row, Receipt) else "invoice" if is_owed else "credit_note"
    changes = room.changes_of(side, row.id)
    return first_day_with_room(abs(row.amount_fen), changes, amount_fen, on) or on


def standing_allocations(money: Money) -> list[Allocation]:
    """The allocations of a receipt, credit note or write-off that were not taken back, oldest first."""
    field = {Receipt: Allocation.receipt, Invoice: Allocation.credit_note, WriteOff: Allocation.write_off}
    reversed_ids = Allocation.select(Allocation.reverses).where(Allocation.reverses.is_null(False))
    return list(
        Allocation.select()
        .where((field[type(money)] == money.id) & Allocation.reverses.is_null())
        .where(Allocation.id.not_in(reversed_ids))
        .order_by(Allocation.id)
    )


def money_day(money: Money) -> date:
    """The day on which the money itself came into the books."""
    if isinstance(money, Receipt):
        return money.received_on
    return money.issued_on if isinstance(money, Invoice) else money.on_day


def money_of(allocation: Allocation) -> Money:
    """What an allocation settles its invoice with."""
    if allocation.receipt_id is not None:
        return Receipt.get_by_id(allocation.receipt_id)
    if allocation.credit_note_id is not None:
        return Invoice.get_by_id(allocation.credit_note_id)
    return WriteOff.get_by_id(allocation.write_off_id)


def _move(money: Money, invoice: Invoice, amount_fen: int) -> None:
    """Move the open amounts kept beside the rows; a negative amount moves them back."""
    invoice.open_fen -= amount_fen
    Invoice.update(open_fen=invoice.open_fen).where(Invoice.id == invoice.id).execute()
    if isinstance(money, Receipt):
        money.open_fen -= amount_fen
        Receipt.update(open_fen=money.open_fen).where(Receipt.id == money.id).execute()
    elif isinstance(money, Invoice):
        money.open_fen += amount_fen
        Invoice.update(open_fen=money.open_fen).where(Invoice.id == money.id).execute()
