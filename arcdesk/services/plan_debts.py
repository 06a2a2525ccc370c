"""What a plan can be about: a customer's open invoices on the day of the agreement, and which are free."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from arcdesk.models.claims import PaymentPlan
from arcdesk.models.ledger import Allocation, Invoice
from arcdesk.models.queries import balances, plans
from arcdesk.models.queries.sql import pairs


@dataclass(frozen=True, slots=True)
class Debt:
    """An invoice that was open on a day, in fen; ``plan_number`` names the plan it is under already."""

    invoice_id: int
    number: str
    currency: str
    issued_on: date
    due_on: date | None
    open_fen: int
    disputed_fen: int
    plan_number: str = ""

    @property
    def undisputed_fen(self) -> int:
        """What the customer does not contest, in fen."""
        return self.open_fen - self.disputed_fen


def owed_on(
    customer_id: int, day: date, today: date, *, is_paid_that_day: bool = False, ignore: str = ""
) -> tuple[Debt, ...]:
    """Invoices with anything open on ``day``, oldest due first; under a plan by what stands ``today``.

    ``is_paid_that_day``: the plan begins with a payment on the very day, so money of that day is
    its first instalment and the invoice counts as it stood before. ``ignore`` is the number of a
    plan that is to be replaced.
    """
    paid = _received_on(customer_id, day) if is_paid_that_day else {}
    open_fen: dict[int, int] = defaultdict(int, paid)
    disputed: dict[int, int] = defaultdict(int)
    for item in balances.open_items(day, customer_id):
        open_fen[item.invoice_id] += item.open_fen
        disputed[item.invoice_id] += item.disputed_fen
    taken = plan_numbers(customer_id, today)
    rows = Invoice.select().where(Invoice.id.in_(list(open_fen)))
    found = [
        Debt(
            row.id, row.number, row.currency, row.issued_on, row.due_on, open_fen[row.id], disputed[row.id],
            "" if taken.get(row.id) == ignore else taken.get(row.id, ""),
        )
        for row in rows
        if open_fen[row.id] > 0
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda debt: (debt.due_on or date.max, debt.issued_on, debt.invoice_id)))


def _received_on(customer_id: int, day: date) -> dict[int, int]:
    """Money that settled each invoice on ``day`` itself, in fen."""
    found: dict[int, int] = defaultdict(int)
    query = (
        Allocation.select(Allocation.invoice, Allocation.amount_fen)
        .join(Invoice, on=Allocation.invoice == Invoice.id)
        .where((Invoice.customer == customer_id) & Allocation.receipt.is_null(False))
        .where(Allocation.effective_on == day)
    )
    for row in query:
        found[row.invoice_id] += row.amount_fen
    return {invoice: fen for invoice, fen in found.items() if fen > 0}


def plan_numbers(customer_id: int | None, day: date) -> dict[int, str]:
    """The plan that stands over each invoice on a day and is not paid off, by invoice id; of one customer or of all."""
    numbers = pairs(PaymentPlan.select(PaymentPlan.id, PaymentPlan.number))
    running = {item.plan_id for item in balances.open_items(day, customer_id) if item.plan_id}
    standing = plans.on_invoices(day, customer_id)
    found = {invoice: plan.shares[0].plan_id for invoice, plan in standing.items()}
    return {invoice: numbers[plan] for invoice, plan in found.items() if plan in running}
