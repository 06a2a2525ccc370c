"""What was owed on a day, from the postings: everything dated on or before it, nothing later.

Amounts are fen. A posting is an invoice or credit note by its issue date, a receipt, money that
went back (below zero) or a write-off by its own, an allocation by ``effective_on``. The current
figures kept beside each row are not used here: these queries are what proves them (``health``).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.plans import InvoicePlan, split_open
from arcdesk.models.queries import plans
from arcdesk.models.queries.sql import days, rows


class Credits(NamedTuple):
    """Money of a customer that no invoice has used yet: receipts and free credit notes, fen."""

    receipts_fen: int
    credit_notes_fen: int


class Movements(NamedTuple):
    """Postings of a customer in one currency over a period, with what stood before it, fen."""

    opening_fen: int
    charges_fen: int
    receipts_fen: int
    credits_fen: int


# "open_then" must not be named like the column "open_fen": SQLite takes a column of the table for
# what stands in a WHERE before an alias, and the answer for a past day would lack what was paid since (C6).
_to_day = lru_cache(maxsize=20_000)(date.fromisoformat)

_OPEN = """
SELECT i.id, i.customer_id, i.currency, i.issued_on, i.due_on,
       i.amount_fen - coalesce(a.settled, 0) AS open_then, coalesce(d.disputed, 0)
FROM invoice i
LEFT JOIN (SELECT invoice_id, sum(amount_fen) AS settled FROM allocation
           WHERE effective_on <= ?1 GROUP BY invoice_id) a ON a.invoice_id = i.id
LEFT JOIN (SELECT invoice_id, sum(amount_fen) AS disputed FROM dispute
           WHERE opened_on <= ?1 AND (closed_on IS NULL OR closed_on > ?1)
           GROUP BY invoice_id) d ON d.invoice_id = i.id
WHERE i.amount_fen > 0 AND i.issued_on <= ?1 AND open_then <> 0
"""

_OPEN_OF_ONE = """
SELECT i.id, i.customer_id, i.currency, i.issued_on, i.due_on,
       i.amount_fen - coalesce((SELECT sum(amount_fen) FROM allocation
                                WHERE invoice_id = i.id AND effective_on <= ?1), 0) AS open_then,
       coalesce((SELECT sum(amount_fen) FROM dispute WHERE invoice_id = i.id AND opened_on <= ?1
                 AND (closed_on IS NULL OR closed_on > ?1)), 0)
FROM invoice i
WHERE i.amount_fen > 0 AND i.issued_on <= ?1 AND open_then <> 0 AND i.customer_id = ?2
"""


def open_items(as_of: date, customer_id: int | None = None) -> list[OpenItem]:
    """Every open item on ``as_of``; the disputed part never exceeds what is open.

    An invoice under an instalment plan of that day is as many items as instalments are unpaid
    (C4), each with its own due date.
    """
    found = (
        rows(_OPEN, *days(as_of)) if customer_id is None else rows(_OPEN_OF_ONE, *days(as_of, customer_id))
    )
    items = [
        OpenItem(
            row_id,
            customer,
            currency,
            _to_day(issued),
            _to_day(due) if due else None,
            fen,
            min(fen, disputed),
        )
        for row_id, customer, currency, issued, due, fen, disputed in found
    ]
    planned = plans.on_invoices(as_of, customer_id)
    if not planned:
        return items
    return [part for item in items for part in _by_plan(item, planned.get(item.invoice_id))]


def _by_plan(item: OpenItem, plan: InvoicePlan | None) -> tuple[OpenItem, ...]:
    return (item,) if plan is None else split_open(item, plan.shares, plan.money_fen, plan.other_fen)


def free_credits(as_of: date, customer_id: int | None = None) -> dict[tuple[int, str], Credits]:
    """Unallocated receipts and free credit notes by (customer, currency), where there are any."""
    who = "" if customer_id is None else "AND t.customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    receipts = rows(
        f"""SELECT t.customer_id, t.currency, sum(t.amount_fen - coalesce(
                (SELECT sum(a.amount_fen) FROM allocation a
                 WHERE a.receipt_id = t.id AND a.effective_on <= ?1), 0)) AS free
            FROM receipt t WHERE t.received_on <= ?1 {who}
            GROUP BY t.customer_id, t.currency HAVING free <> 0""",
        *values,
    )
    notes = rows(
        f"""SELECT t.customer_id, t.currency, sum(-t.amount_fen - coalesce(
                (SELECT sum(a.amount_fen) FROM allocation a
                 WHERE a.credit_note_id = t.id AND a.effective_on <= ?1), 0)) AS free
            FROM invoice t WHERE t.amount_fen < 0 AND t.issued_on <= ?1 {who}
            GROUP BY t.customer_id, t.currency HAVING free <> 0""",
        *values,
    )
    found = {(customer, currency): Credits(fen, 0) for customer, currency, fen in receipts}
    for customer, currency, fen in notes:
        key = (customer, currency)
        found[key] = Credits(found[key].receipts_fen if key in found else 0, fen)
    return found


def movements(start: date, end: date, customer_id: int | None = None) -> dict[tuple[int, str], Movements]:
    """Opening balance before ``start`` and the postings from ``start`` to ``end`` inclusive."""
    who = "" if customer_id is None else "AND customer_id = ?3"
    values = days(start, end) if customer_id is None else days(start, end, customer_id)
    found = rows(
        f"""SELECT customer_id, currency,
                   sum(CASE WHEN day < ?1 THEN fen ELSE 0 END),
                   sum(CASE WHEN day >= ?1 AND side = 'charge' THEN fen ELSE 0 END),
                   -sum(CASE WHEN day >= ?1 AND side = 'receipt' THEN fen ELSE 0 END),
                   -sum(CASE WHEN day >= ?1 AND side = 'credit' THEN fen ELSE 0 END)
            FROM (SELECT customer_id, currency, issued_on AS day, amount_fen AS fen,
                         CASE WHEN amount_fen > 0 THEN 'charge' ELSE 'credit' END AS side
                  FROM invoice WHERE issued_on <= ?2 {who}
                  UNION ALL
                  SELECT customer_id, currency, received_on, -amount_fen, 'receipt'
                  FROM receipt WHERE received_on <= ?2 {who}
                  UNION ALL
                  SELECT customer_id, currency, on_day, -amount_fen, 'credit'
                  FROM write_off WHERE on_day <= ?2 {who})
            GROUP BY customer_id, currency""",
        *values,
    )
    return {(customer, currency): Movements(*figures) for customer, currency, *figures in found}


def balances(as_of: date, customer_id: int | None = None) -> dict[tuple[int, str], int]:
    """Σ invoices − credit notes − receipts − write-offs dated up to ``as_of``, by (customer, currency)."""
    who = "" if customer_id is None else "AND customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    found = rows(
        f"""SELECT customer_id, currency, sum(fen) FROM (
                SELECT customer_id, currency, sum(amount_fen) AS fen FROM invoice
                WHERE issued_on <= ?1 {who} GROUP BY customer_id, currency
                UNION ALL
                SELECT customer_id, currency, -sum(amount_fen) FROM receipt
                WHERE received_on <= ?1 {who} GROUP BY customer_id, currency
                UNION ALL
                SELECT customer_id, currency, -sum(amount_fen) FROM write_off
                WHERE on_day <= ?1 {who} GROUP BY customer_id, currency)
            GROUP BY customer_id, currency""",
        *values,
    )
    return {(customer, currency): fen for customer, currency, fen in found}


class FreeMoney(NamedTuple):
    """One receipt or credit note that still has money no invoice has used, in fen."""

    number: str
    currency: str
    on: date
    free_fen: int
    is_receipt: bool


def free_money(as_of: date, customer_id: int) -> list[FreeMoney]:
    """The single receipts and credit notes behind ``free_credits`` of one customer, oldest first."""
    found = rows(
        """SELECT number, currency, received_on AS day, amount_fen - coalesce(
                  (SELECT sum(a.amount_fen) FROM allocation a
                   WHERE a.receipt_id = t.id AND a.effective_on <= ?1), 0) + coalesce(
                  (SELECT sum(b.amount_fen) FROM receipt b
                   WHERE b.reverses_id = t.id AND b.received_on <= ?1), 0) AS free, 1
           FROM receipt t WHERE customer_id = ?2 AND received_on <= ?1 AND reverses_id IS NULL AND free <> 0
           UNION ALL
           SELECT number, currency, issued_on, -amount_fen - coalesce(
                  (SELECT sum(a.amount_fen) FROM allocation a
                   WHERE a.credit_note_id = t.id AND a.effective_on <= ?1), 0) AS free, 0
           FROM invoice t WHERE customer_id = ?2 AND amount_fen < 0 AND issued_on <= ?1 AND free <> 0
           ORDER BY day, number""",
        *days(as_of, customer_id),
    )
    return [
        FreeMoney(number, currency, _to_day(day), fen, bool(kind))
        for number, currency, day, fen, kind in found
    ]
