"""Money that came in from customers who promised some."""

from __future__ import annotations

from datetime import date

from arcdesk.models.queries.sql import days, rows


def from_promisers(since: date, to: date, customer_id: int | None = None) -> list[tuple[int, str, str, int]]:
    """Customer, currency, day (ISO) and fen of each receipt, less what went back of it up to ``to``."""
    who = "IN (SELECT customer_id FROM promise)" if customer_id is None else "= ?3"
    values = days(since, to) if customer_id is None else days(since, to, customer_id)
    return [
        (customer, currency, on, fen)
        for customer, currency, on, fen in rows(
            f"""SELECT r.customer_id, r.currency, r.received_on, r.amount_fen + coalesce(
                       (SELECT sum(b.amount_fen) FROM receipt b
                        WHERE b.reverses_id = r.id AND b.received_on <= ?2), 0)
                FROM receipt r
                WHERE r.reverses_id IS NULL AND r.received_on BETWEEN ?1 AND ?2 AND r.customer_id {who}""",
            *values,
        )
    ]
