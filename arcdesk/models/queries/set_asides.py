"""What was decided about customers of the day's list, as of a day; and what was done on one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows


class KeptDecision(NamedTuple):
    """One decision with its customer; days and ``made_at`` are ISO texts, ``taken_back_on`` None while it is not."""

    id: int
    customer_id: int
    code: str
    name: str
    kind: str
    made_on: str
    back_on: str
    reason: str
    answered: str
    made_at: str
    taken_back_on: str | None
    owner: str


class Contacted(NamedTuple):
    """A customer with whom there was a contact on the day, and how the last one ended."""

    customer_id: int
    code: str
    name: str
    owner: str
    outcome: str


_ALL = """
SELECT d.id, d.customer_id, c.code, c.name, d.kind, d.made_on, d.back_on, d.reason, d.answered, d.made_at,
       t.made_on, c.owner
FROM set_aside d JOIN customer c ON c.id = d.customer_id LEFT JOIN set_aside t ON t.takes_back_id = d.id
WHERE d.kind <> 'taken_back' """


def standing(day: date, customer_id: int | None = None) -> dict[int, KeptDecision]:
    """The decision about each customer that stood on ``day``, by customer id.

    The last one counts; where it was taken back, none before it comes to life again.
    """
    who = "" if customer_id is None else "AND d.customer_id = ?2"
    values = days(day) if customer_id is None else days(day, customer_id)
    last = f"""AND d.back_on > ?1 AND d.made_on <= ?1 {who} AND NOT EXISTS (
        SELECT 1 FROM set_aside n WHERE n.customer_id = d.customer_id AND n.kind <> 'taken_back'
        AND n.id > d.id AND n.made_on <= ?1) AND (t.made_on IS NULL OR t.made_on > ?1)"""
    return {row[1]: KeptDecision(*row) for row in rows(_ALL + last, *values)}


def between(first: date, last: date) -> list[KeptDecision]:
    """Every decision that counted on some day from ``first`` to ``last``, the newest first."""
    found = rows(_ALL + "AND d.back_on > ?1 AND d.made_on <= ?2 ORDER BY d.id DESC", *days(first, last))
    return [KeptDecision(*row) for row in found]


def replaced_on(ids: set[int]) -> dict[int, str]:
    """The day on which a later decision took the place of each, by id."""
    found = rows(
        """SELECT d.id, min(n.made_on) FROM set_aside d JOIN set_aside n ON n.customer_id = d.customer_id
           AND n.id > d.id AND n.kind <> 'taken_back' GROUP BY d.id"""
    )
    return {row: day for row, day in found if row in ids}


def contacted(day: date) -> dict[int, Contacted]:
    """Whom there was a contact with on ``day``, by customer id; what was corrected since counts for nothing."""
    found = rows(
        """SELECT c.customer_id, k.code, k.name, k.owner, c.outcome, max(c.at || printf('%012d', c.id))
           FROM contact c JOIN customer k ON k.id = c.customer_id
           WHERE c.at >= ?1 AND c.at < ?2
             AND c.id NOT IN (SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL)
           GROUP BY c.customer_id""",
        *days(day, day + timedelta(days=1)),
    )
    return {row[0]: Contacted(*row[:5]) for row in found}


def promised(day: date) -> dict[str, int]:
    """Money promised on ``day`` in fen by currency; what was corrected since counts for nothing."""
    found = rows(
        """SELECT currency, sum(amount_fen) FROM promise
           WHERE made_on = ?1 AND contact_id NOT IN (SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL)
           GROUP BY currency""",
        *days(day),
    )
    return dict(found)
