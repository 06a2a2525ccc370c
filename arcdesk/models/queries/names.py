"""Names and grouping fields of whole tables, read once for a report instead of once a row."""

from __future__ import annotations

from typing import NamedTuple

from arcdesk.models.queries.sql import rows


class CustomerName(NamedTuple):
    """What a report calls a customer, and what it may group him by."""

    code: str
    name: str
    owner: str
    salesperson: str
    grade: str
    region: str


def customers() -> dict[int, CustomerName]:
    """Every customer by id."""
    found = rows("SELECT id, code, name, owner, salesperson, grade, region FROM customer")
    return {row[0]: CustomerName(*row[1:]) for row in found}


def invoice_numbers() -> dict[int, str]:
    """The number of every invoice and credit note by id."""
    return dict(rows("SELECT id, number FROM invoice"))
