"""What is known of every customer's conduct: one grouped query a column, never one a row."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows


class History(NamedTuple):
    """Since when a customer is known, and what was invoiced in a year, in fen of the base currency.

    ``is_foreign``: in that year he was invoiced in another currency as well.
    """

    since: date
    invoiced_fen: int
    is_foreign: bool


class LastContact(NamedTuple):
    """Day (ISO) and outcome of a customer's latest contact."""

    day: str
    outcome: str


def last_contacts(as_of: date) -> dict[int, LastContact]:
    """Latest contact by customer, up to the end of ``as_of``."""
    found = rows(
        """SELECT customer_id, substr(at, 1, 10), outcome, max(at || printf('%012d', id)) FROM contact
           WHERE substr(at, 1, 10) <= ? GROUP BY customer_id""",
        *days(as_of),
    )
    return {customer: LastContact(day, outcome) for customer, day, outcome, _ in found}


def authority_reached(as_of: date, customer_id: int | None = None) -> dict[int, str]:
    """Highest authority spoken to up to ``as_of``, by customer: none, partial or final (F-20).

    A call that nobody answered reached nobody, and an entry that was corrected since says nothing.
    """
    who, values = _who("c.customer_id", as_of, customer_id)
    found = rows(
        f"""SELECT c.customer_id, max(CASE p.authority WHEN 'final' THEN 3 WHEN 'partial' THEN 2
                                                       WHEN 'none' THEN 1 ELSE 0 END)
            FROM contact c JOIN contact_person p ON p.id = c.person_id
            WHERE substr(c.at, 1, 10) <= ?1 AND c.outcome NOT IN ('no_answer', 'unreachable') {who}
              AND c.id NOT IN (SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL)
            GROUP BY c.customer_id""",
        *values,
    )
    return {customer: ("", "none", "partial", "final")[rank] for customer, rank in found}


def next_follow_ups(as_of: date) -> dict[int, str]:
    """Nearest follow-up day (ISO) by customer, of those that were planned and not done on ``as_of``."""
    return dict(
        rows(
            """SELECT customer_id, min(due_on) FROM follow_up
               WHERE substr(created_at, 1, 10) <= ?1 AND (state = 'open' OR substr(closed_at, 1, 10) > ?1)
               GROUP BY customer_id""",
            *days(as_of),
        )
    )


def histories(as_of: date, start: date, base: str, customer_id: int | None = None) -> dict[int, History]:
    """Since when each customer is known by an invoice or a contract, and what was invoiced from ``start`` on."""
    who, values = _who("customer_id", as_of, customer_id)
    number = len(values)
    invoiced = rows(
        f"""SELECT customer_id, min(issued_on),
                   sum(CASE WHEN issued_on >= ?{number + 1} AND currency = ?{number + 2} THEN amount_fen ELSE 0 END),
                   max(issued_on >= ?{number + 1} AND currency <> ?{number + 2})
            FROM invoice WHERE issued_on <= ?1 {who} GROUP BY customer_id""",
        *values,
        *days(start, base),
    )
    found = {
        customer: History(date.fromisoformat(first), fen, bool(foreign))
        for customer, first, fen, foreign in invoiced
    }
    for customer, signed in rows(
        f"SELECT customer_id, min(signed_on) FROM contract WHERE signed_on <= ?1 {who} GROUP BY customer_id", *values
    ):
        on = date.fromisoformat(signed)
        known = found.get(customer)
        found[customer] = known._replace(since=min(known.since, on)) if known else History(on, 0, False)
    return found


def stop_supply_days(customer_id: int) -> dict[int, int]:
    """The days overdue after which the supply may stop by contract, by invoice (F-50)."""
    return dict(
        rows(
            """SELECT i.id, k.stop_supply_days FROM invoice i JOIN contract k ON k.id = i.contract_id
               WHERE i.customer_id = ? AND k.stop_supply_days IS NOT NULL""",
            customer_id,
        )
    )


def _who(column: str, as_of: date, customer_id: int | None) -> tuple[str, tuple[object, ...]]:
    """The condition for one customer and the values of ``?1`` and ``?2``; for all of them, none."""
    return ("", days(as_of)) if customer_id is None else (f"AND {column} = ?2", days(as_of, customer_id))
