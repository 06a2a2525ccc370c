"""What was owed on a day, from the postings: everything dated on or before it, nothing later.

Amounts are fen. A posting is an invoice or credit note by its issue date, a receipt, money that
went back (below zero) or a write-off by its own, an allocation by ``effective_on``. Of what has not
moved since the day the present open amount is the answer; ``proofs`` proves that it may be.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from arcdesk.domain.aging import Key, OpenItem
from arcdesk.domain.plans import split_open
from arcdesk.models.queries import plans
from arcdesk.models.queries.open_sums import OPEN_ITEMS
from arcdesk.models.queries.sql import days, rows, to_day


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


_ITEMS = tuple(
    f"SELECT id, customer_id, currency, issued_on, due_on, {fen} FROM invoice WHERE {which}"
    for which, fen in OPEN_ITEMS
)

_FREE_MONEY = """CASE
    WHEN last_moved_on <= ?1 THEN open_fen
    WHEN first_moved_on <= ?1 THEN amount_fen
         - (SELECT coalesce(sum(a.amount_fen), 0) FROM allocation a
            WHERE a.receipt_id = receipt.id AND a.effective_on <= ?1)
         + (SELECT coalesce(sum(b.amount_fen), 0) FROM receipt b
            WHERE b.reverses_id = receipt.id AND b.received_on <= ?1)
    ELSE amount_fen END"""
_EVER_FREE = "(open_fen <> 0 OR last_moved_on > received_on) AND received_on <= ?1"
"""Receipts with anything unallocated at the end of some day, in the words of the index ``receipt_free``."""

_FREE_NOTE = """-CASE
    WHEN last_moved_on <= ?1 THEN open_fen
    WHEN first_moved_on <= ?1 THEN amount_fen
         + (SELECT coalesce(sum(a.amount_fen), 0) FROM allocation a
            WHERE a.credit_note_id = invoice.id AND a.effective_on <= ?1)
    ELSE amount_fen END"""
_NOTES = "amount_fen < 0 AND issued_on <= ?1"


def open_items(as_of: date, customer_id: int | None = None) -> list[OpenItem]:
    """Every open item on ``as_of``; the disputed part never exceeds what is open.

    An invoice under an instalment plan of that day is as many items as instalments are unpaid
    (C4), each with its own due date.
    """
    who = "" if customer_id is None else "AND customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    found = [row for items in _ITEMS for row in rows(f"{items} {who}", *values)]
    return list(_as_items(found, as_of, customer_id))


def items_of(invoice_ids: Collection[int], as_of: date) -> list[OpenItem]:
    """The open items of some invoices on ``as_of``."""
    return list(_as_items(_of(invoice_ids, as_of), as_of, None)) if invoice_ids else []


def disputed_sums(as_of: date, without: Collection[int] = ()) -> Counter[Key]:
    """What is disputed of open items by (customer, currency), in fen; never more of one than is open of it."""
    held = disputes(as_of)
    found: Counter[Key] = Counter()
    for invoice, customer, currency, _, _, fen in _of(held.keys() - without, as_of):
        found[customer, currency] += min(max(fen, 0), held[invoice])
    return found


def _of(invoice_ids: Collection[int], as_of: date) -> list[tuple[Any, ...]]:
    listed, ids = "AND id IN (SELECT value FROM json_each(?2))", json.dumps(list(invoice_ids))
    return [row for items in _ITEMS for row in rows(f"{items} {listed}", *days(as_of, ids))]


def _as_items(found: list[tuple[Any, ...]], as_of: date, customer_id: int | None) -> Iterator[OpenItem]:
    disputed = disputes(as_of, customer_id)
    planned = plans.on_invoices(as_of, customer_id)
    for row_id, customer, currency, issued, due, fen in found:
        if fen:
            held = min(max(fen, 0), disputed.get(row_id, 0))
            day = to_day(due) if due else None
            item = OpenItem(row_id, customer, currency, to_day(issued), day, fen, held)
            plan = planned.get(row_id)
            if plan is None or fen < 0:  # paid twice over for a time: none of the plan's
                yield item
            else:
                yield from split_open(item, plan.shares, plan.money_fen, plan.other_fen)


def disputes(as_of: date, customer_id: int | None = None) -> dict[int, int]:
    """What was in dispute on ``as_of`` by invoice, in fen; of one customer or of all."""
    who = "" if customer_id is None else "AND invoice_id IN (SELECT id FROM invoice WHERE customer_id = ?2)"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    found = rows(
        f"""SELECT invoice_id, sum(amount_fen) FROM dispute
            WHERE opened_on <= ?1 AND (closed_on IS NULL OR closed_on > ?1) {who} GROUP BY invoice_id""",
        *values,
    )
    return dict(found)


def free_credits(as_of: date, customer_id: int | None = None) -> dict[Key, Credits]:
    """Unallocated receipts and free credit notes by (customer, currency), where there are any."""
    who = "" if customer_id is None else "AND customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    receipts, notes = (
        rows(
            f"""SELECT customer_id, currency, sum({free}) AS free FROM {table} WHERE {which} {who}
                GROUP BY customer_id, currency HAVING free <> 0""",
            *values,
        )
        for table, free, which in (("receipt", _FREE_MONEY, _EVER_FREE), ("invoice", _FREE_NOTE, _NOTES))
    )
    found = {(customer, currency): Credits(fen, 0) for customer, currency, fen in receipts}
    for customer, currency, fen in notes:
        key = (customer, currency)
        found[key] = Credits(found[key].receipts_fen if key in found else 0, fen)
    return found


def movements(start: date, end: date, customer_id: int) -> dict[Key, Movements]:
    """A customer's opening balance before ``start`` and his postings from ``start`` to ``end`` inclusive."""
    found = rows(
        """SELECT customer_id, currency,
                  sum(CASE WHEN day < ?1 THEN fen ELSE 0 END),
                  sum(CASE WHEN day >= ?1 AND side = 'charge' THEN fen ELSE 0 END),
                  -sum(CASE WHEN day >= ?1 AND side = 'receipt' THEN fen ELSE 0 END),
                  -sum(CASE WHEN day >= ?1 AND side = 'credit' THEN fen ELSE 0 END)
           FROM (SELECT customer_id, currency, issued_on AS day, amount_fen AS fen,
                        CASE WHEN amount_fen > 0 THEN 'charge' ELSE 'credit' END AS side
                 FROM invoice WHERE issued_on <= ?2 AND customer_id = ?3
                 UNION ALL
                 SELECT customer_id, currency, received_on, -amount_fen, 'receipt'
                 FROM receipt WHERE received_on <= ?2 AND customer_id = ?3
                 UNION ALL
                 SELECT customer_id, currency, on_day, -amount_fen, 'credit'
                 FROM write_off WHERE on_day <= ?2 AND customer_id = ?3)
           GROUP BY customer_id, currency""",
        *days(start, end, customer_id),
    )
    return {(customer, currency): Movements(*figures) for customer, currency, *figures in found}


def balances(as_of: date, customer_id: int) -> dict[Key, int]:
    """A customer's Σ invoices − credit notes − receipts − write-offs up to ``as_of``, by (customer, currency)."""
    found = movements(as_of, as_of, customer_id)
    return {
        key: moved.opening_fen + moved.charges_fen - moved.receipts_fen - moved.credits_fen
        for key, moved in found.items()
    }


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
        FreeMoney(number, currency, to_day(day), fen, bool(kind))
        for number, currency, day, fen, kind in found
    ]
