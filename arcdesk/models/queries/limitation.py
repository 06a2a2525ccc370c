"""The debts, the money and the plans that limitation is reckoned from: one query for any number of them.

Invoices and customers are handed in as ids; SQLite reads them from one JSON list, so that a
query serves one dossier and the whole ledger alike. Days are ISO texts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from arcdesk.domain.aging import OpenItem
from arcdesk.models.queries.sql import days, rows

_day = lru_cache(maxsize=20_000)(date.fromisoformat)

_IN = "IN (SELECT value FROM json_each(?1))"


class DebtRow(NamedTuple):
    """An invoice with what its clock needs: days, currency and the years of its contract."""

    id: int
    customer_id: int
    number: str
    currency: str
    issued_on: str
    due_on: str | None
    delivered_on: str | None
    amount_fen: int
    contract_id: int | None
    years: int


class PaymentRow(NamedTuple):
    """What a receipt has paid of an invoice."""

    invoice_id: int
    receipt_id: int
    number: str
    on: str
    is_balance: int


class FreeRow(NamedTuple):
    """A receipt that has money no invoice has used."""

    customer_id: int
    receipt_id: int
    number: str
    on: str
    currency: str


class PlanRow(NamedTuple):
    """An instalment plan; ``last_due_on`` is moved by an acceleration, ``how`` says how it ended."""

    id: int
    number: str
    agreed_on: str
    is_one_debt: int
    is_written: int
    evidence_id: int | None
    how: str
    first_due_on: str
    last_due_on: str


def debts(invoices: Iterable[int]) -> dict[int, DebtRow]:
    """These invoices by id; three years where there is no contract."""
    found = rows(
        f"""SELECT i.id, i.customer_id, i.number, i.currency, i.issued_on, i.due_on, i.delivered_on, i.amount_fen,
                   i.contract_id, coalesce(c.limitation_years, 3)
            FROM invoice i LEFT JOIN contract c ON c.id = i.contract_id
            WHERE i.id {_IN}""",
        json.dumps(list(invoices)),
    )
    return {row[0]: DebtRow(*row) for row in found}


def fewest_years() -> int:
    """The shortest period of any contract; three without one."""
    ((years,),) = rows("SELECT min(3, coalesce(min(limitation_years), 3)) FROM contract")
    return int(years)


def open_since(as_of: date, due_by: date) -> list[OpenItem]:
    """Invoices open on ``as_of`` that fell due, or were delivered without a due date, up to ``due_by``."""
    found = rows(
        """SELECT i.id, i.customer_id, i.currency, i.issued_on, i.due_on,
                  i.amount_fen - coalesce((SELECT sum(a.amount_fen) FROM allocation a
                                           WHERE a.invoice_id = i.id AND a.effective_on <= ?1), 0) AS open_then
           FROM invoice i
           WHERE coalesce(i.due_on, i.delivered_on) <= ?2 AND i.amount_fen > 0 AND i.issued_on <= ?1
                 AND open_then <> 0""",
        *days(as_of, due_by),
    )
    return [
        OpenItem(row_id, customer, currency, _day(issued), _day(due) if due else None, fen)
        for row_id, customer, currency, issued, due, fen in found
    ]


def under_plans(as_of: date, due_by: date, capped_by: date) -> dict[int, bool]:
    """Invoices whose clock is counted from the instalments of a plan that stands on ``as_of``.

    True where that may begin up to ``due_by``, or where the invoice itself was due up to ``capped_by``.
    """
    found = rows(
        """WITH ended AS (SELECT plan_id, how, on_day, max(on_day || printf('%012d', id)) FROM plan_end
                          WHERE on_day <= ?1 GROUP BY plan_id)
           SELECT s.invoice_id, max(coalesce(v.due_on, v.delivered_on, '') BETWEEN '0' AND ?3
                                    OR min(i.due_on, coalesce(e.on_day, i.due_on)) <= ?2)
           FROM payment_plan p JOIN instalment i ON i.plan_id = p.id
           JOIN plan_share s ON s.instalment_id = i.id JOIN invoice v ON v.id = s.invoice_id
           LEFT JOIN ended e ON e.plan_id = p.id
           WHERE p.agreed_on <= ?1 AND coalesce(e.how, 'accelerated') = 'accelerated'
                 AND (p.is_written = 1 OR p.evidence_id IS NOT NULL OR coalesce(v.due_on, v.delivered_on) IS NULL)
           GROUP BY s.invoice_id""",
        *days(as_of, due_by, capped_by),
    )
    return {invoice: bool(is_near) for invoice, is_near in found}


def payments(as_of: date, invoices: Iterable[int]) -> dict[int, list[PaymentRow]]:
    """Receipts that pay these invoices on ``as_of``, by invoice; what went back by then is left out."""
    found = rows(
        f"""SELECT a.invoice_id, r.id, r.number, r.received_on, r.imported_balance
            FROM allocation a JOIN receipt r ON r.id = a.receipt_id
            WHERE a.invoice_id {_IN} AND a.effective_on <= ?2 AND r.received_on <= ?2
            GROUP BY a.invoice_id, r.id HAVING sum(a.amount_fen) > 0 ORDER BY r.received_on, r.id""",
        *_for(as_of, invoices),
    )
    grouped: dict[int, list[PaymentRow]] = defaultdict(list)
    for row in found:
        grouped[row[0]].append(PaymentRow(*row))
    return grouped


def free_receipts(as_of: date, customers: Iterable[int]) -> dict[int, list[FreeRow]]:
    """Receipts of these customers that no invoice has used up on ``as_of``, by customer."""
    found = rows(
        f"""SELECT customer_id, id, number, received_on, currency,
                   amount_fen - coalesce((SELECT sum(a.amount_fen) FROM allocation a
                                          WHERE a.receipt_id = r.id AND a.effective_on <= ?2), 0)
                   + coalesce((SELECT sum(b.amount_fen) FROM receipt b
                               WHERE b.reverses_id = r.id AND b.received_on <= ?2), 0) AS free
            FROM receipt r
            WHERE customer_id {_IN} AND received_on <= ?2 AND reverses_id IS NULL AND imported_balance = 0
                  AND free > 0
            ORDER BY received_on, id""",
        *_for(as_of, customers),
    )
    grouped: dict[int, list[FreeRow]] = defaultdict(list)
    for row in found:
        grouped[row[0]].append(FreeRow(*row[:5]))
    return grouped


def plans(as_of: date, invoices: Iterable[int]) -> tuple[dict[int, list[int]], dict[int, PlanRow]]:
    """Plans agreed on these invoices up to ``as_of``: ids by invoice, oldest first, and the plans.

    A plan may be accelerated and end later: what was last done to it up to the day counts.
    """
    named: dict[int, list[int]] = defaultdict(list)
    known: dict[int, PlanRow] = {}
    for invoice, *row in rows(
        f"""WITH mine AS (SELECT DISTINCT s.invoice_id, i.plan_id FROM plan_share s
                          JOIN instalment i ON i.id = s.instalment_id WHERE s.invoice_id {_IN}),
                 ended AS (SELECT plan_id, how, on_day, max(on_day || printf('%012d', id)) FROM plan_end
                           WHERE on_day <= ?2 GROUP BY plan_id)
            SELECT m.invoice_id, p.id, p.number, p.agreed_on, p.is_one_debt, p.is_written, p.evidence_id,
                   coalesce(e.how, ''),
                   (SELECT min(min(due_on, CASE e.how WHEN 'accelerated' THEN e.on_day ELSE due_on END))
                    FROM instalment WHERE plan_id = p.id),
                   (SELECT max(min(due_on, CASE e.how WHEN 'accelerated' THEN e.on_day ELSE due_on END))
                    FROM instalment WHERE plan_id = p.id)
            FROM mine m JOIN payment_plan p ON p.id = m.plan_id LEFT JOIN ended e ON e.plan_id = p.id
            WHERE p.agreed_on <= ?2 ORDER BY p.agreed_on, p.id""",
        *_for(as_of, invoices),
    ):
        plan = PlanRow(*row)
        named[invoice].append(plan.id)
        known[plan.id] = plan
    return named, known


def planned_with(plan_ids: Iterable[int]) -> dict[int, list[int]]:
    """The invoices that each of these plans is about, by plan."""
    grouped: dict[int, list[int]] = defaultdict(list)
    for plan, invoice in rows(
        f"""SELECT DISTINCT i.plan_id, s.invoice_id FROM instalment i JOIN plan_share s ON s.instalment_id = i.id
            WHERE i.plan_id {_IN}""",
        json.dumps(list(plan_ids)),
    ):
        grouped[plan].append(invoice)
    return grouped


def _for(as_of: date, ids: Iterable[int]) -> tuple[str, str]:
    return json.dumps(list(ids)), as_of.isoformat()
