"""What an import would change, in the answer of ``import``: counts by state, and the rows that need a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from arcdesk.cli.tables import table
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Difference
    from arcdesk.services.importing import ImportPlan

STATES = {
    "new": "New|state",
    "changed": "Changed|state",
    "settled": "Settled|state",
    "reopened": "Open again|state",
    "unknown": "To decide|state",
}
LOOKED_AT = ("settled", "reopened", "unknown")
MOST_LINES = 50


def counts_of(plan: ImportPlan) -> dict[str, dict[str, int]]:
    """Rows entered and left, by state."""
    entered = Counter(row.state for row in plan.differences if row.accepted)
    left = Counter(row.state for row in plan.differences if not row.accepted)
    return {state: {"entered": entered[state], "left": left[state]} for state in STATES}  # type: ignore[index]


def decisions_of(plan: ImportPlan) -> list[dict[str, Any]]:
    """The rows that are settled, open again or to be decided, and those that were left out."""
    return [
        {
            "key": row.key, "state": row.state, "accepted": row.accepted, "customer": row.customer,
            "currency": row.currency, "open_before": _plain(row.old_fen), "open_after": _plain(row.new_fen),
            "reason": tr(row.reason, **row.values) if row.reason else None,
        }
        for row in _looked_at(plan)
    ]  # fmt: skip


def near_of(plan: ImportPlan) -> list[dict[str, Any]]:
    """Customers of the file who are new but like some of the ledger's; ``--same SOURCE=CODE`` decides."""
    return [
        {
            "source": near.source, "name": near.name, "chosen": near.chosen,
            "candidates": [
                {"code": one.code, "name": one.name, "score": one.score, "why": tr(one.why)} for one in near.candidates
            ],
        }
        for near in plan.near
    ]  # fmt: skip


def lines_of(plan: ImportPlan) -> Iterator[str]:
    """The same for people."""
    rows = _looked_at(plan)
    if not rows:
        return
    yield ""
    yield from table(
        (tr("State"), tr("Row"), tr("Customer"), tr("Open before"), tr("Open after"), ""),
        [
            (
                tr(STATES[row.state]) + ("" if row.accepted else f" ({tr('left|row')})"), row.key, row.customer,
                _shown(row.old_fen), _shown(row.new_fen), tr(row.reason, **row.values) if row.reason else "",
            )
            for row in rows[:MOST_LINES]
        ],
        right=(3, 4),
    )  # fmt: skip
    if len(rows) > MOST_LINES:
        yield tr("… and {count} more; --json lists all.", count=len(rows) - MOST_LINES)


def _looked_at(plan: ImportPlan) -> list[Difference]:
    return [row for row in plan.differences if row.state in LOOKED_AT or not row.accepted]


def _plain(fen: int | None) -> str | None:
    return None if fen is None else format_plain(fen)


def _shown(fen: int | None) -> str:
    return "" if fen is None else format_amount(fen)
