"""Guarantees as they stand, with what was done about each; Days are ISO texts."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from arcdesk.models.queries.sql import rows


class GuaranteeRow(NamedTuple):
    """A guarantee that stands; ``first_id`` is the entry that it goes back to, to which its acts belong."""

    id: int
    first_id: int
    customer_id: int
    invoice_id: int | None
    contract_id: int | None
    guarantor: str
    kind: str
    agreed_months: int | None
    agreed_until: str | None
    evidence_id: int | None
    note: str
    logged_at: str


class ActRow(NamedTuple):
    """Something done to keep a guarantor, and not withdrawn."""

    id: int
    first_id: int
    act: str
    on: str
    evidence_id: int | None
    note: str


_CHAIN = """
WITH RECURSIVE chain (id, first_id) AS (
    SELECT id, id FROM guarantee WHERE corrects_id IS NULL {who}
    UNION ALL SELECT g.id, c.first_id FROM guarantee g JOIN chain c ON g.corrects_id = c.id)
"""


def standing(customer_id: int | None = None) -> list[GuaranteeRow]:
    """The guarantees that stand, of one customer or of all, in the order they were first entered."""
    who, values = _who(customer_id)
    found = rows(
        f"""{_CHAIN.format(who=who)}
            SELECT g.id, c.first_id, g.customer_id, g.invoice_id, g.contract_id, g.guarantor, g.kind,
                   g.agreed_months, g.agreed_until, g.evidence_id, g.note, g.logged_at
            FROM chain c JOIN guarantee g ON g.id = c.id
            WHERE g.is_withdrawn = 0 AND NOT EXISTS (SELECT 1 FROM guarantee n WHERE n.corrects_id = g.id)
            ORDER BY c.first_id""",
        *values,
    )
    return [GuaranteeRow(*row) for row in found]


def acts(customer_id: int | None = None) -> dict[int, list[ActRow]]:
    """What was done and not withdrawn, by the first entry of its guarantee and by day."""
    who, values = _who(customer_id)
    found = rows(
        f"""{_CHAIN.format(who=who)}
            SELECT a.id, c.first_id, a.act, a.on_day, a.evidence_id, a.note
            FROM chain c JOIN guarantee_act a ON a.guarantee_id = c.id
            WHERE a.withdraws_id IS NULL
                  AND NOT EXISTS (SELECT 1 FROM guarantee_act w WHERE w.withdraws_id = a.id)
            ORDER BY a.on_day, a.id""",
        *values,
    )
    grouped: dict[int, list[ActRow]] = defaultdict(list)
    for row in found:
        grouped[row[1]].append(ActRow(*row))
    return grouped


def _who(customer_id: int | None) -> tuple[str, tuple[int, ...]]:
    return ("", ()) if customer_id is None else ("AND customer_id = ?1", (customer_id,))
