"""A customer's receivables with their terms, what lowered each, and the plans over it: what interest rests on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from arcdesk.domain.claim_parts import Lowering, LoweringKind, PlanTerms
from arcdesk.domain.plans import PlanShare
from arcdesk.models.queries.sql import days, rows, to_day

# An allocation that was taken back since never was; as of a day before that it stands.
_LOWERINGS = """
SELECT a.invoice_id,
       CASE WHEN a.write_off_id IS NOT NULL THEN 'given_up'
            WHEN r.imported_balance = 1 THEN 'before_books'
            WHEN r.id IS NOT NULL THEN 'money'
            WHEN c.credits_id = a.invoice_id THEN 'correction' ELSE 'set_off' END,
       coalesce(r.received_on, c.issued_on, a.effective_on), a.effective_on, a.amount_fen
FROM allocation a
LEFT JOIN receipt r ON r.id = a.receipt_id
LEFT JOIN invoice c ON c.id = a.credit_note_id
WHERE a.invoice_id IN (SELECT id FROM invoice WHERE customer_id = ?2 AND amount_fen > 0)
  AND a.effective_on <= ?1 AND a.reverses_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM allocation b WHERE b.reverses_id = a.id AND b.effective_on <= ?1)
ORDER BY a.effective_on, a.id
"""

_SHARES = """
SELECT s.invoice_id, p.id, p.agreed_on, i.seq, i.due_on, s.amount_fen
FROM payment_plan p
JOIN instalment i ON i.plan_id = p.id
JOIN plan_share s ON s.instalment_id = i.id
WHERE p.agreed_on <= ?1 AND p.customer_id = ?2
ORDER BY p.agreed_on, p.id, i.seq
"""

_ENDS = """
SELECT e.plan_id, e.on_day, e.how FROM plan_end e JOIN payment_plan p ON p.id = e.plan_id
WHERE e.on_day <= ?1 AND p.customer_id = ?2 ORDER BY e.on_day, e.id
"""


_RECEIVABLES = """
SELECT i.id, i.number, i.customer_id, i.currency, i.issued_on, i.due_on, i.amount_fen, coalesce(c.number, ''),
       c.penalty_daily_rate, c.signed_on, coalesce(c.is_interest_first, 0)
FROM invoice i LEFT JOIN contract c ON c.id = i.contract_id
WHERE i.customer_id = ?2 AND i.amount_fen > 0 AND i.issued_on <= ?1
ORDER BY i.due_on, i.issued_on, i.id
"""


class Receivable(NamedTuple):
    """An invoice as it was issued, with what its contract says of interest; the rate a fraction per day."""

    id: int
    number: str
    customer_id: int
    currency: str
    issued_on: date
    due_on: date | None
    amount_fen: int
    contract_number: str
    daily_rate: Decimal | None
    contract_on: date | None
    is_interest_first: bool


def receivables(as_of: date, customer_id: int) -> list[Receivable]:
    """A customer's invoices issued up to ``as_of``, settled or not, the earliest due first."""
    return [
        Receivable(
            row_id, number, customer, currency, to_day(issued), _day(due), fen, contract,
            Decimal(rate) if rate and Decimal(rate) else None, _day(signed), bool(first),
        )
        for row_id, number, customer, currency, issued, due, fen, contract, rate, signed, first in rows(
            _RECEIVABLES, *days(as_of, customer_id)
        )
    ]  # fmt: skip


def debtor_size(customer_id: int) -> str:
    """The customer's size as entered: large, medium, small, micro, public; empty where unknown."""
    return str(rows("SELECT size FROM customer WHERE id = ?1", customer_id)[0][0])


def lowerings(as_of: date, customer_id: int) -> dict[int, list[Lowering]]:
    """What lowered each invoice up to ``as_of``, by invoice id.

    Money has its own day, from which it bears no more interest, however late it was allocated.
    """
    found: dict[int, list[Lowering]] = defaultdict(list)
    kind: LoweringKind
    for invoice, kind, on, counts_from, fen in rows(_LOWERINGS, *days(as_of, customer_id)):
        found[invoice].append(Lowering(kind, to_day(on), to_day(counts_from), fen))
    return dict(found)


def plan_terms(as_of: date, customer_id: int) -> dict[int, list[PlanTerms]]:
    """The plans agreed up to ``as_of`` over each invoice with what became of them, by invoice id."""
    shares: dict[tuple[int, int, str], list[PlanShare]] = defaultdict(list)
    for invoice, plan, agreed, seq, due, fen in rows(_SHARES, *days(as_of, customer_id)):
        shares[invoice, plan, agreed].append(PlanShare(plan, seq, to_day(due), fen))
    ends: dict[int, list[tuple[date, str]]] = defaultdict(list)
    for plan, on, how in rows(_ENDS, *days(as_of, customer_id)) if shares else ():
        ends[plan].append((to_day(on), how))
    found: dict[int, list[PlanTerms]] = defaultdict(list)
    for (invoice, plan, agreed), parts in shares.items():
        found[invoice].append(PlanTerms(to_day(agreed), tuple(parts), tuple(ends[plan])))
    return dict(found)


def _day(text: str | None) -> date | None:
    return to_day(text) if text else None
