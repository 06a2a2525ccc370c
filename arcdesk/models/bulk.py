"""Many rows at once: one prepared statement, inside the running transaction (tried.md 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from arcdesk.models.base import proxy


def insert(table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Insert rows of ready-made SQLite values (text, int, None)."""
    marks = ", ".join("?" * len(columns))
    _many(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)


def update(table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Set ``columns`` of rows by id; each row of values ends with the id."""
    settings = ", ".join(f"{column} = ?" for column in columns)
    _many(f"UPDATE {table} SET {settings} WHERE id = ?", values)


def update_by(statement: str, ids: Iterable[int]) -> None:
    """Run one UPDATE for each id, which is ``?1`` in it."""
    _many(statement, ((row_id,) for row_id in ids))


def renew_effective_days(invoice_ids: Iterable[int]) -> None:
    """Reckon anew from which day each allocation of these invoices and credit notes counts.

    A reversal counts from its own day, but never before what it takes back.
    """
    ids = tuple(invoice_ids)
    _many(
        """UPDATE allocation SET effective_on = max(
               allocated_on,
               (SELECT issued_on FROM invoice WHERE id = invoice_id),
               coalesce((SELECT received_on FROM receipt WHERE id = receipt_id),
                        (SELECT issued_on FROM invoice WHERE id = credit_note_id),
                        (SELECT on_day FROM write_off WHERE id = write_off_id)))
           WHERE (invoice_id = ?1 OR credit_note_id = ?1) AND reverses_id IS NULL""",
        ((invoice_id,) for invoice_id in ids),
    )
    _many(
        """UPDATE allocation SET effective_on = max(
               allocated_on, (SELECT o.effective_on FROM allocation o WHERE o.id = allocation.reverses_id))
           WHERE (invoice_id = ?1 OR credit_note_id = ?1) AND reverses_id IS NOT NULL""",
        ((invoice_id,) for invoice_id in ids),
    )


def _many(statement: str, values: Iterable[Sequence[Any]]) -> None:
    proxy.connection().cursor().executemany(statement, values)
