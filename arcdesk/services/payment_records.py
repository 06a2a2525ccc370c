"""How customers paid, read from the books: of all of them at once, or of one with every invoice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.due_items import DueItem, due_items
from arcdesk.domain.payment_record import Half, PaymentRecord, judged, record_of, window
from arcdesk.domain.plans import InvoicePlan
from arcdesk.models.queries import payments, plans


def records(day: date, open_items: Iterable[OpenItem] = ()) -> dict[int, PaymentRecord]:
    """The payment record of every customer on ``day``, in a fixed number of queries.

    ``open_items`` are those of the day; what of them fell due more than a year ago counts among
    the days late. Without them the on-time rate is complete and the days late are not.
    """
    planned = plans.on_invoices(day)
    found = payments.records(day, planned)
    if planned:
        for customer, items in _items(day, None, planned).items():
            found[customer] = found.get(customer, PaymentRecord()) + record_of(items, day)
    start, _ = window(day)
    older: dict[int, list[int]] = defaultdict(list)
    for item in open_items:
        if (
            item.due_on is not None
            and item.due_on < start
            and item.open_fen > 0
            and item.invoice_id not in planned
        ):
            older[item.customer_id].append(overdue_days(day, item.due_on))
    for customer, late in older.items():
        found[customer] = found.get(customer, PaymentRecord()) + PaymentRecord(
            older=Half(len(late), sum(late))
        )
    return found


def items_of(day: date, customer_id: int) -> tuple[DueItem, ...]:
    """What stands behind one customer's payment record on ``day``, latest due first."""
    items = _items(day, customer_id, plans.on_invoices(day, customer_id)).get(customer_id, ())
    order = sorted(judged(items, day), key=lambda item: (item.due_on, item.invoice_id, item.instalment))
    return tuple(reversed(order))


def _items(
    day: date, customer_id: int | None, planned: Mapping[int, InvoicePlan]
) -> dict[int, list[DueItem]]:
    """Items by customer: all of one customer, else those under a plan."""
    money = payments.payments(day, customer_id, planned)
    found: dict[int, list[DueItem]] = defaultdict(list)
    for customer, debts in payments.debts(day, customer_id, planned).items():
        for debt in debts:
            found[customer] += due_items(debt, money.get(debt.invoice_id, ()), planned.get(debt.invoice_id))
    return found
