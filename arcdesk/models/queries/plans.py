"""Which instalments an invoice was to be paid in, as agreed and not ended by a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from arcdesk.domain.plans import PlanShare
from arcdesk.models.queries.sql import days, rows

_SHARES = """
SELECT s.invoice_id, p.id, i.seq,
       CASE WHEN e.how = 'accelerated' AND i.due_on > e.on_day THEN e.on_day ELSE i.due_on END, s.amount_fen
FROM payment_plan p
JOIN instalment i ON i.plan_id = p.id
JOIN plan_share s ON s.instalment_id = i.id
LEFT JOIN plan_end e ON e.plan_id = p.id AND e.on_day <= ?1
WHERE p.agreed_on <= ?1 AND (e.id IS NULL OR e.how = 'accelerated') {who}
ORDER BY p.id, i.seq
"""


def shares_on(as_of: date, customer_id: int | None = None) -> dict[int, list[PlanShare]]:
    """The instalments that stood on ``as_of``, by invoice id; of one customer or of all."""
    who = "" if customer_id is None else "AND p.customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    found: dict[int, list[PlanShare]] = defaultdict(list)
    for invoice, plan, seq, due, fen in rows(_SHARES.format(who=who), *values):
        found[invoice].append(PlanShare(plan, seq, date.fromisoformat(due), fen))
    return dict(found)
