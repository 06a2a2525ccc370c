"""Promises that were made up to a day, but for those that were written down wrongly and corrected since."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows


class PromiseRow(NamedTuple):
    """A promise; days are ISO texts, the amount is fen."""

    id: int
    customer_id: int
    currency: str
    amount_fen: int
    made_on: str
    due_on: str
    contact_id: int


def made_by(day: date, customer_id: int | None = None) -> list[PromiseRow]:
    """Promises made up to ``day``, of one customer or of all."""
    who = "" if customer_id is None else "AND customer_id = ?2"
    values = days(day) if customer_id is None else days(day, customer_id)
    found = rows(
        f"""SELECT id, customer_id, currency, amount_fen, made_on, due_on, contact_id FROM promise
            WHERE made_on <= ?1 {who} AND contact_id NOT IN (
                SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL {who})""",
        *values,
    )
    return [PromiseRow(*row) for row in found]


def plans_made(day: date, customer_id: int | None = None) -> dict[int, str]:
    """The number of the plan that was made of what a contact promised, by contact id; of its corrections too."""
    who = "" if customer_id is None else "AND customer_id = ?2"
    values = days(day) if customer_id is None else days(day, customer_id)
    agreed = f"SELECT contact_id, number FROM payment_plan WHERE contact_id IS NOT NULL AND agreed_on <= ?1 {who}"
    found: dict[int, str] = dict(rows(agreed, *values))
    if found:
        whose = "" if customer_id is None else "AND customer_id = ?1"
        corrected = f"SELECT id, corrects_id FROM contact WHERE corrects_id IS NOT NULL {whose} ORDER BY id"
        for newer, older in rows(corrected, *values[1:]):
            if older in found:
                found[newer] = found[older]
    return found
