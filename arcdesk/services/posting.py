"""Settling invoices: the one place where an allocation is written and open amounts move."""

from __future__ import annotations

from datetime import date

from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.ledger import Allocation, Invoice, Receipt


class AllocationTooLarge(Refusal):
    """More than is open on the invoice or left of the money."""

    sentence = "Only {open} is left to allocate on “{number}”; {amount} is too much."


class AllocationAcrossCustomers(Refusal):
    """Money and invoice belong to different customers or currencies."""

    sentence = (
        "“{invoice}” and “{money}” have different customers or currencies, so one cannot settle the other."
    )


def settle(
    money: Receipt | Invoice, invoice: Invoice, amount_fen: int, on: date, batch_id: int | None = None
) -> None:
    """Allocate ``amount_fen`` of a receipt or credit note to ``invoice``, inside a transaction.

    Both rows carry their new open amounts afterwards.

    Raises:
        AmountNotPositive, AllocationTooLarge, AllocationAcrossCustomers.
    """
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="allocate")
    if (money.customer_id, money.currency) != (invoice.customer_id, invoice.currency):
        raise AllocationAcrossCustomers(invoice=invoice.number, money=money.number, field="allocate")
    for row in (invoice, money):
        if amount_fen > abs(row.open_fen):
            raise AllocationTooLarge(
                open=format_amount(abs(row.open_fen)),
                number=row.number,
                amount=format_amount(amount_fen),
                field="allocate",
            )
    is_receipt = isinstance(money, Receipt)
    money_on = money.received_on if isinstance(money, Receipt) else money.issued_on
    Allocation.insert(
        receipt=money.id if is_receipt else None,
        credit_note=None if is_receipt else money.id,
        invoice=invoice.id,
        amount_fen=amount_fen,
        allocated_on=on,
        effective_on=max(on, invoice.issued_on, money_on),
        batch=batch_id,
    ).execute()
    invoice.open_fen -= amount_fen
    money.open_fen += -amount_fen if is_receipt else amount_fen
    for row in (invoice, money):
        model = type(row)
        model.update(open_fen=row.open_fen).where(model.id == row.id).execute()
