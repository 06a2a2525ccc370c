"""Whose books hold anything dated within some days: only there does the passing of those days change facts."""

from __future__ import annotations

from datetime import date

from arcdesk.models.queries.sql import rows

_MONTHS = "substr({0}, 1, 7) BETWEEN substr(?1, 1, 7) AND substr(?2, 1, 7)"
"""In the words of the indexes by month."""

# What moves on the day it is dated, or before, is found by that day: so a receipt need only have moved later.
_WITHIN = (
    f"SELECT customer_id FROM invoice WHERE {_MONTHS.format('issued_on')} AND issued_on > ?1 AND issued_on <= ?2",
    """SELECT customer_id FROM invoice WHERE amount_fen > 0 AND last_moved_on IS NOT NULL
       AND last_moved_on > ?1 AND first_moved_on <= ?2""",
    "SELECT customer_id FROM invoice WHERE amount_fen < 0 AND last_moved_on > ?1 AND first_moved_on <= ?2",
    f"SELECT customer_id FROM receipt WHERE {_MONTHS.format('received_on')} AND received_on > ?1 AND received_on <= ?2",
    """SELECT customer_id FROM receipt WHERE (open_fen <> 0 OR last_moved_on > received_on)
       AND last_moved_on > received_on AND last_moved_on > ?1 AND first_moved_on <= ?2""",
    """SELECT i.customer_id FROM dispute d JOIN invoice i ON i.id = d.invoice_id
       WHERE (d.opened_on > ?1 AND d.opened_on <= ?2) OR (d.closed_on > ?1 AND d.closed_on <= ?2)""",
    "SELECT customer_id FROM contact WHERE at >= ?3 AND at < ?4",
    "SELECT customer_id FROM promise WHERE made_on > ?1 AND made_on <= ?2",
    # once an instalment plan was made of a promise, it speaks again from its own day on
    """SELECT customer_id FROM promise WHERE due_on > ?1 AND due_on <= ?2
       AND customer_id IN (SELECT customer_id FROM payment_plan WHERE contact_id IS NOT NULL)""",
    "SELECT customer_id FROM document WHERE issued_on > ?1 AND issued_on <= ?2",
    """SELECT d.customer_id FROM delivery v JOIN document d ON d.id = v.document_id
       WHERE v.on_day > ?1 AND v.on_day <= ?2""",
    "SELECT customer_id FROM payment_plan WHERE agreed_on > ?1 AND agreed_on <= ?2",
    """SELECT p.customer_id FROM plan_end e JOIN payment_plan p ON p.id = e.plan_id
       WHERE e.on_day > ?1 AND e.on_day <= ?2""",
    """SELECT customer_id FROM limitation_event
       WHERE (on_day > ?1 AND on_day <= ?2) OR (ends_on > ?1 AND ends_on <= ?2)""",
    "SELECT customer_id FROM customer_hold WHERE from_on > ?1 AND from_on <= ?2",
    """SELECT i.customer_id FROM invoice_hold h JOIN invoice i ON i.id = h.invoice_id
       WHERE h.from_on > ?1 AND h.from_on <= ?2""",
    # a hold that ends lets an older and longer one speak again
    """SELECT h.customer_id FROM customer_hold h WHERE h.until_on >= ?1 AND h.until_on < ?2
       AND EXISTS (SELECT 1 FROM customer_hold o WHERE o.customer_id = h.customer_id AND o.id < h.id
                   AND o.until_on > h.until_on)""",
    """SELECT i.customer_id FROM invoice_hold h JOIN invoice i ON i.id = h.invoice_id
       WHERE h.until_on >= ?1 AND h.until_on < ?2
       AND EXISTS (SELECT 1 FROM invoice_hold o WHERE o.invoice_id = h.invoice_id AND o.id < h.id
                   AND o.until_on > h.until_on)""",
)


def touched_within(after: date, until: date) -> set[int]:
    """Customers of whom anything that decides whether they are chased is dated after one day and up to another.

    Follow-ups are none of it, nor is that a hold runs out.
    """
    first, last = after.isoformat(), until.isoformat()
    found: set[int] = set()
    for statement in _WITHIN:
        # moments begin with the day: the next day's text is greater than every moment of the day itself
        values = (first, last, f"{first}U", f"{last}U") if "?3" in statement else (first, last)
        found.update(customer for (customer,) in rows(statement, *values))
    return found
