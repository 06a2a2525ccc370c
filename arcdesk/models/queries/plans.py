"""Instalment plans as the postings meet them: which stand over an invoice on a day, and what was paid since.

A plan stands from the day it was agreed until it is declared void or replaced; accelerated, what
was not due yet falls due on that day. Of several plans over one invoice the latest counts.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from arcdesk.domain.plans import InvoicePlan, PlanShare
from arcdesk.models.queries.sql import days, rows

# A plan may be accelerated first and declared void or replaced later: the last end up to the day counts.
# Money of the very day of the agreement is a down payment where the plan has one on that day.
_PLANS = """
WITH agreed AS (
    SELECT p.*, e.how, e.on_day AS ended_on, e.reason,
           CASE WHEN e.how = 'accelerated' THEN e.on_day END AS at_once_on,
           (SELECT min(due_on) FROM instalment WHERE plan_id = p.id) = p.agreed_on AS has_down_payment
    FROM payment_plan p
    LEFT JOIN plan_end e ON e.id = (SELECT id FROM plan_end WHERE plan_id = p.id AND on_day <= ?1
                                    ORDER BY on_day DESC, id DESC LIMIT 1)
    WHERE p.agreed_on <= ?1 {who}),
standing AS (SELECT * FROM agreed WHERE how IS NULL OR how = 'accelerated'),
planned AS (SELECT DISTINCT i.plan_id, s.invoice_id FROM instalment i JOIN plan_share s ON s.instalment_id = i.id)
"""
# What takes back a payment of before the plan (o is the payment) is none of the plan's.
_IS_SINCE = """(coalesce(o.effective_on, a.effective_on) > p.agreed_on
    OR (coalesce(o.effective_on, a.effective_on) = p.agreed_on AND a.receipt_id IS NOT NULL AND p.has_down_payment))"""

_SHARES = f"""{_PLANS}
SELECT s.invoice_id, p.id, p.agreed_on, i.seq, min(i.due_on, coalesce(p.at_once_on, i.due_on)), s.amount_fen
FROM standing p JOIN instalment i ON i.plan_id = p.id JOIN plan_share s ON s.instalment_id = i.id
ORDER BY p.agreed_on, p.id, i.seq
"""

_SINCE = f"""{_PLANS}
SELECT s.invoice_id, p.id, a.receipt_id, a.credit_note_id, a.write_off_id,
       coalesce(r.received_on, a.effective_on), a.amount_fen
FROM standing p JOIN planned s ON s.plan_id = p.id
JOIN allocation a ON a.invoice_id = s.invoice_id AND a.effective_on <= ?1
LEFT JOIN allocation o ON o.id = a.reverses_id
LEFT JOIN receipt r ON r.id = a.receipt_id
WHERE {_IS_SINCE} ORDER BY a.id
"""

_LINES = f"""{_PLANS}
SELECT p.id, p.number, p.customer_id, p.currency, p.agreed_on, p.total_fen, p.is_one_debt, p.is_written,
       p.contact_id, p.evidence_id, p.note, coalesce(p.how, ''), p.ended_on, coalesce(p.reason, '')
FROM agreed p ORDER BY p.agreed_on DESC, p.id DESC
"""

_PARTS = f"""{_PLANS}
SELECT p.id, s.invoice_id, v.number, i.seq, min(i.due_on, coalesce(p.at_once_on, i.due_on)), s.amount_fen
FROM agreed p JOIN instalment i ON i.plan_id = p.id JOIN plan_share s ON s.instalment_id = i.id
JOIN invoice v ON v.id = s.invoice_id
ORDER BY p.id, i.seq, v.due_on, v.id
"""

# What became of a plan that is void or was replaced is told as of its last day.
_SETTLED = f"""{_PLANS}
SELECT p.id, s.invoice_id, v.amount_fen - coalesce(sum(a.amount_fen), 0),
       coalesce(sum(CASE WHEN {_IS_SINCE} AND a.receipt_id IS NOT NULL THEN a.amount_fen END), 0),
       coalesce(sum(CASE WHEN {_IS_SINCE} AND a.receipt_id IS NULL THEN a.amount_fen END), 0)
FROM agreed p JOIN planned s ON s.plan_id = p.id JOIN invoice v ON v.id = s.invoice_id
LEFT JOIN allocation a ON a.invoice_id = v.id
     AND a.effective_on <= CASE WHEN p.how IN ('void', 'replaced') THEN p.ended_on ELSE ?1 END
LEFT JOIN allocation o ON o.id = a.reverses_id
GROUP BY p.id, s.invoice_id
"""


class Reduction(NamedTuple):
    """What lowered an invoice since its plan was agreed, or came back (below zero), in fen.

    ``source`` tells one receipt, credit note or write-off from another; ``on`` is the money's own
    day, from which no interest runs on it.
    """

    source: tuple[int | None, int | None, int | None]
    on: date
    amount_fen: int

    @property
    def is_money(self) -> bool:
        """Whether it is a receipt; else it was credited or written off."""
        return self.source[0] is not None


def on_invoices(as_of: date, customer_id: int | None = None) -> dict[int, InvoicePlan]:
    """The plan that stands over each invoice on ``as_of``, by invoice id; of one customer or of all."""
    shares: dict[int, tuple[int, date, list[PlanShare]]] = {}
    for invoice, plan, agreed, seq, due, fen in _read(_SHARES, as_of, customer_id):
        if invoice not in shares or shares[invoice][0] != plan:
            shares[invoice] = (plan, date.fromisoformat(agreed), [])
        shares[invoice][2].append(PlanShare(plan, seq, date.fromisoformat(due), fen))
    if not shares:
        return {}
    since = reductions(as_of, customer_id)
    found = {}
    for invoice, (plan, agreed_on, parts) in shares.items():
        lowered = since.get((invoice, plan), ())
        money = sum(each.amount_fen for each in lowered if each.is_money)
        found[invoice] = InvoicePlan(
            agreed_on, tuple(parts), money, sum(each.amount_fen for each in lowered) - money
        )
    return found


def reductions(as_of: date, customer_id: int | None = None) -> dict[tuple[int, int], list[Reduction]]:
    """What lowered each invoice since its plan was agreed, up to ``as_of``, by (invoice id, plan id)."""
    found: dict[tuple[int, int], list[Reduction]] = defaultdict(list)
    for invoice, plan, receipt, note, write_off, on, fen in _read(_SINCE, as_of, customer_id):
        found[invoice, plan].append(Reduction((receipt, note, write_off), date.fromisoformat(on), fen))
    return dict(found)


class PlanRow(NamedTuple):
    """A plan as agreed, and how it ended up to the day asked about (empty: not at all)."""

    id: int
    number: str
    customer_id: int
    currency: str
    agreed_on: str
    total_fen: int
    is_one_debt: int
    is_written: int
    contact_id: int | None
    evidence_id: int | None
    note: str
    how: str
    ended_on: str | None
    reason: str


class PartRow(NamedTuple):
    """The part of an instalment that pays one invoice; ``due_on`` (ISO) is moved by an acceleration."""

    plan_id: int
    invoice_id: int
    number: str
    seq: int
    due_on: str
    amount_fen: int


class SettledRow(NamedTuple):
    """What is open of an invoice, and what lowered it since its plan was agreed, in fen."""

    plan_id: int
    invoice_id: int
    open_fen: int
    money_fen: int
    other_fen: int


def agreed_plans(as_of: date, customer_id: int | None = None) -> list[PlanRow]:
    """Every plan agreed up to a day, the latest first."""
    return [PlanRow(*row) for row in _read(_LINES, as_of, customer_id)]


def parts(as_of: date, customer_id: int | None = None) -> list[PartRow]:
    """The parts of every plan agreed up to a day, by instalment."""
    return [PartRow(*row) for row in _read(_PARTS, as_of, customer_id)]


def settled(as_of: date, customer_id: int | None = None) -> list[SettledRow]:
    """What is open of each invoice of each plan on a day, or on the day on which the plan ended."""
    return [SettledRow(*row) for row in _read(_SETTLED, as_of, customer_id)]


def sizes(customer_id: int) -> dict[int, int]:
    """How many instalments each plan of a customer has, by plan id."""
    return dict(
        rows(
            """SELECT plan_id, count(*) FROM instalment
               WHERE plan_id IN (SELECT id FROM payment_plan WHERE customer_id = ?1) GROUP BY plan_id""",
            customer_id,
        )
    )


def _read(statement: str, as_of: date, customer_id: int | None) -> list[tuple[Any, ...]]:
    if customer_id is None:
        return rows(statement.format(who=""), *days(as_of))
    return rows(statement.format(who="AND p.customer_id = ?2"), *days(as_of, customer_id))
