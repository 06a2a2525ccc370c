"""What is known of every customer's conduct: one grouped query a column, never one a row."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows


class OnTime(NamedTuple):
    """Invoices that fell due in the past twelve months, and those settled by their due date."""

    due: int
    on_time: int


class LastContact(NamedTuple):
    """Day (ISO) and outcome of a customer's latest contact."""

    day: str
    outcome: str


def on_time(as_of: date) -> dict[int, OnTime]:
    """Punctuality over twelve months by customer (S-014)."""
    found = rows(
        """SELECT i.customer_id, count(*),
                  sum(CASE WHEN i.amount_fen <= coalesce(a.settled, 0) AND a.last <= i.due_on THEN 1 ELSE 0 END)
           FROM invoice i
           LEFT JOIN (SELECT invoice_id, sum(amount_fen) AS settled, max(effective_on) AS last
                      FROM allocation WHERE effective_on <= ?1 GROUP BY invoice_id) a ON a.invoice_id = i.id
           WHERE i.amount_fen > 0 AND i.due_on >= ?2 AND i.due_on < ?1
           GROUP BY i.customer_id""",
        *days(as_of, as_of - timedelta(days=365)),
    )
    return {customer: OnTime(due, punctual) for customer, due, punctual in found}


def last_contacts(as_of: date) -> dict[int, LastContact]:
    """Latest contact by customer, up to the end of ``as_of``."""
    found = rows(
        """SELECT customer_id, substr(at, 1, 10), outcome, max(at || printf('%012d', id)) FROM contact
           WHERE substr(at, 1, 10) <= ? GROUP BY customer_id""",
        *days(as_of),
    )
    return {customer: LastContact(day, outcome) for customer, day, outcome, _ in found}


def authority_reached() -> dict[int, str]:
    """Highest authority ever spoken to, by customer: none, partial or final (F-20)."""
    found = rows(
        """SELECT c.customer_id, max(CASE p.authority WHEN 'final' THEN 3 WHEN 'partial' THEN 2
                                                      WHEN 'none' THEN 1 ELSE 0 END)
           FROM contact c JOIN contact_person p ON p.id = c.person_id GROUP BY c.customer_id"""
    )
    return {customer: ("", "none", "partial", "final")[rank] for customer, rank in found}


def next_follow_ups() -> dict[int, str]:
    """Nearest open follow-up day (ISO) by customer."""
    return dict(
        rows("SELECT customer_id, min(due_on) FROM follow_up WHERE state = 'open' GROUP BY customer_id")
    )
