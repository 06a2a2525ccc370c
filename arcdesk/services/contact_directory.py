"""Whom to call at each customer: the first contact person of all customers at once."""

from __future__ import annotations

from dataclasses import dataclass

from arcdesk.models.queries.sql import rows


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """One contact person as a list of customers shows him."""

    name: str
    title: str = ""
    phone: str = ""
    wechat: str = ""
    email: str = ""


def first_people() -> dict[int, DirectoryEntry]:
    """The primary contact person of each customer, else the one entered first, by customer id."""
    found: dict[int, DirectoryEntry] = {}
    for customer_id, *facts in rows(
        "SELECT customer_id, name, title, phone, wechat, email FROM contact_person "
        "ORDER BY customer_id, is_primary DESC, id"
    ):
        found.setdefault(customer_id, DirectoryEntry(*facts))
    return found
