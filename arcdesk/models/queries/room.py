"""How what is left of an invoice, a credit note or a receipt changed, day by day, in fen.

The day is the one an allocation was made for, not the later one on which both its sides existed:
what fits by these days goes on fitting when an import moves an invoice's day of issue.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from arcdesk.models.queries.sql import rows

Change = tuple[date, int]

_CHANGES = {
    "invoice": "SELECT {name}, allocated_on, -amount_fen FROM allocation WHERE {where}",
    "credit_note": "SELECT {name}, allocated_on, -amount_fen FROM allocation WHERE {where}",
    "receipt": """SELECT {name}, allocated_on, -amount_fen FROM allocation WHERE {where}
                  UNION ALL SELECT reverses_id, received_on, amount_fen FROM receipt WHERE {back}""",
}


def changes_of(side: str, row_id: int) -> list[Change]:
    """The changes of one ``invoice``, ``credit_note`` or ``receipt``."""
    name = f"{side}_id"
    statement = _CHANGES[side].format(name=name, where=f"{name} = ?1", back="reverses_id = ?1")
    return [(date.fromisoformat(day), fen) for _, day, fen in rows(statement, row_id)]


def uneven(side: str) -> dict[int, list[Change]]:
    """The changes of every row of a side of which something was taken back; few have any."""
    name = f"{side}_id"
    taken_back = f"SELECT {name} FROM allocation WHERE reverses_id IS NOT NULL AND {name} IS NOT NULL"
    if side == "receipt":
        taken_back += " UNION SELECT reverses_id FROM receipt WHERE reverses_id IS NOT NULL"
    statement = _CHANGES[side].format(
        name=name, where=f"{name} IN ({taken_back})", back=f"reverses_id IN ({taken_back})"
    )
    found: dict[int, list[Change]] = defaultdict(list)
    for row_id, day, fen in rows(statement):
        found[row_id].append((date.fromisoformat(day), fen))
    return dict(found)
