"""Follow-ups as they stood on a day."""

from __future__ import annotations

from datetime import date

from arcdesk.models.queries.sql import days, rows


def waiting_on(as_of: date, customer_id: int | None = None) -> list[tuple[int, str, str]]:
    """Customer, due day (ISO) and reason of what was planned by ``as_of``, due, and not done by then.

    One that a contact planned counts from the day of the contact, whenever it was logged.
    """
    who = "" if customer_id is None else "AND f.customer_id = ?2"
    values = days(as_of) if customer_id is None else days(as_of, customer_id)
    found = rows(
        f"""SELECT f.customer_id, f.due_on, f.reason
            FROM follow_up f LEFT JOIN contact c ON c.id = f.contact_id
            WHERE f.due_on <= ?1 AND substr(coalesce(c.at, f.created_at), 1, 10) <= ?1
              AND (f.state = 'open' OR substr(f.closed_at, 1, 10) > ?1) {who}
              AND (f.contact_id IS NULL OR f.contact_id NOT IN (
                   SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL))
            ORDER BY f.due_on, f.id""",
        *values,
    )
    return [(customer, due_on, reason) for customer, due_on, reason in found]
