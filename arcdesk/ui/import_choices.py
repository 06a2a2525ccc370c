"""What a person has decided of an import so far, kept beside the plan until it is reckoned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Difference
    from arcdesk.services.importing import ImportPlan

OWED = ("invoices", "balances")


@dataclass
class StateSum:
    """The rows of one state: how many, how many of them accepted, what they are, and what is open by currency."""

    rows: int = 0
    accepted: int = 0
    fen: dict[str, int] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)


class Choices:
    """Ticks, and who is who; answers at once, while the plan that follows from it is still being made."""

    def __init__(self, plan: ImportPlan) -> None:
        self._default: dict[str, bool] = {}
        self.renew(plan)

    def renew(self, plan: ImportPlan) -> None:
        """Go on from the plan that was made of the decisions."""
        self.decisions = plan.decisions
        self.rows = plan.differences
        self.sums: dict[str, StateSum] = {}
        self.accepted: set[str] = set()
        self._states: dict[str, str] = {}
        told = self.decisions.left | self.decisions.taken
        for row in self.rows:
            key, each = row.key, self.sums.get(row.state)
            if each is None:
                each = self.sums[row.state] = StateSum()
            self._states[key] = row.state
            if key not in told:
                self._default[key] = row.accepted
            if row.accepted:
                self.accepted.add(key)
            each.rows += 1
            each.accepted += row.accepted
            each.kinds[row.kind] += 1
            if row.kind in OWED and (fen := open_fen(row)):
                each.fen[row.currency] = each.fen.get(row.currency, 0) + fen

    def decide(self, keys: Collection[str], *, on: bool) -> None:
        """Accept these rows, or leave them; what agrees with the plan's own proposal is no decision."""
        own = {key for key in keys if self._default.get(key) != on}
        left, taken = self.decisions.left - frozenset(keys), self.decisions.taken - frozenset(keys)
        self.decisions = replace(
            self.decisions, left=left if on else left | own, taken=taken | own if on else taken
        )
        for key in keys:
            if (key in self.accepted) != on and key in self._states:
                self.sums[self._states[key]].accepted += 1 if on else -1
                (self.accepted.add if on else self.accepted.discard)(key)

    def match(self, source: str, code: str) -> None:
        """Say whom a customer of the file is: a code of the ledger, or ``""`` for a new one."""
        self.decisions = replace(self.decisions, same={**self.decisions.same, source: code})

    @property
    def undecided(self) -> int:
        """Rows only a person can decide, that stay as they are because nobody has."""
        unknown = self.sums.get("unknown", StateSum())
        return unknown.rows - unknown.accepted

    @property
    def left_out(self) -> int:
        """Rows a person has left out."""
        return len(self.decisions.left)


def open_fen(row: Difference) -> int:
    """What a row is about, in fen: what becomes open, what is settled, or by how much it changes."""
    old, new = row.old_fen or 0, row.new_fen or 0
    if row.state == "settled":
        return old - new
    return new - old if row.state == "changed" else new or old
