"""Which holds stood on a day: decided by then, not lifted by then, and not run out."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows


class StandingHold(NamedTuple):
    """A hold on a customer, or on one invoice of his; days are ISO texts."""

    id: int
    customer_id: int
    invoice_id: int | None
    from_on: str
    until_on: str
    reason: str


_STANDING = """
SELECT h.id, {customer}, {invoice}, h.from_on, h.until_on, h.reason
FROM {table} h {join}
WHERE h.lifts_id IS NULL AND h.from_on <= ?1 AND h.until_on >= ?1
  AND h.id NOT IN (SELECT lifts_id FROM {table} WHERE lifts_id IS NOT NULL AND from_on <= ?1) {who}
ORDER BY h.id
"""
_CUSTOMERS = {"table": "customer_hold", "customer": "h.customer_id", "invoice": "NULL", "join": ""}
_INVOICES = {
    "table": "invoice_hold",
    "customer": "i.customer_id",
    "invoice": "h.invoice_id",
    "join": "JOIN invoice i ON i.id = h.invoice_id",
}


def customer_holds(day: date, customer_id: int | None = None) -> dict[int, StandingHold]:
    """The hold on each customer that stood on ``day``, by customer id."""
    return {hold.customer_id: hold for hold in _standing(_CUSTOMERS, day, customer_id)}


def invoice_holds(day: date, customer_id: int | None = None) -> dict[int, StandingHold]:
    """The holds on single invoices that stood on ``day``, by invoice id."""
    found = _standing(_INVOICES, day, customer_id)
    return {hold.invoice_id: hold for hold in found if hold.invoice_id is not None}


def _standing(parts: dict[str, str], day: date, customer_id: int | None) -> list[StandingHold]:
    who = "" if customer_id is None else f"AND {parts['customer']} = ?2"
    values = days(day) if customer_id is None else days(day, customer_id)
    return [StandingHold(*row) for row in rows(_STANDING.format(**parts, who=who), *values)]
