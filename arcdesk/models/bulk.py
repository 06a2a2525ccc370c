"""Many rows at once: one prepared statement, inside the running transaction (tried.md 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from arcdesk.models.base import proxy

ROWS_A_STATEMENT = 25
"""Rows that one INSERT takes: a statement's own cost is as great as half a row's with all its indexes.

More gains nothing, and several hundred lose it again. Beside this, doing without the posting triggers
or the indexes for a while saves next to nothing, so they stay in place.
"""


def insert(table: str, columns: Sequence[str], values: Iterable[Sequence[Any]]) -> None:
    """Insert rows of ready-made SQLite values (text, int, None), in their order."""
    start, marks = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ", f"({', '.join('?' * len(columns))})"
    last: list[Sequence[Any]] = []  # the rows that fill no whole statement

    def whole() -> Iterator[tuple[Any, ...]]:
        coming = iter(values)
        while len(group := list(islice(coming, ROWS_A_STATEMENT))) == ROWS_A_STATEMENT:
            yield tuple(chain.from_iterable(group))
        last.extend(group)

    _many(start + ", ".join([marks] * ROWS_A_STATEMENT), whole())
    _many(start + marks, last)


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
