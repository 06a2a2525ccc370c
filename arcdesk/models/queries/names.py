"""Names and grouping fields of whole tables, read once for a report instead of once a row."""

from __future__ import annotations

from typing import NamedTuple

from arcdesk.models.queries.sql import rows


class CustomerName(NamedTuple):
    """What a report calls a customer."""

    code: str
    name: str


def customers() -> dict[int, CustomerName]:
    """Every customer by id."""
    return {row[0]: CustomerName._make(row[1:]) for row in rows("SELECT id, code, name FROM customer")}


def groups(by: str) -> dict[int, str]:
    """What every customer is grouped by, by id: his owner, salesperson, grade or region."""
    return dict(rows(f"SELECT id, {by} FROM customer"))


def invoice_numbers() -> dict[int, str]:
    """The number of every invoice and credit note by id."""
    return dict(rows("SELECT id, number FROM invoice"))
