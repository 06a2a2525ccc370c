"""What a person has decided of an import so far, kept beside the plan until it is reckoned anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcdesk.services.import_differences import Difference
    from arcdesk.services.importing import ImportPlan

OWED = ("invoices", "balances")


@dataclass
class StateSum:
    """The rows of one state: how many, how many of them accepted, and how much is open by currency."""

    rows: int = 0
    accepted: int = 0
    fen: dict[str, int] = field(default_factory=dict)


class Choices:
    """Ticks, and who is who; answers at once, while the plan that follows from it is still being made."""

    def __init__(self, plan: ImportPlan) -> None:
        self._default: dict[str, bool] = {}
        self.renew(plan)

    def renew(self, plan: ImportPlan) -> None:
        """Go on from the plan that was made of the decisions."""
        self.decisions = plan.decisions
        self.rows = plan.differences
        told = self.decisions.left | self.decisions.taken
        for row in self.rows:
            if row.key not in told:
                self._default[row.key] = row.accepted
        self.accepted = {row.key for row in self.rows if row.accepted}

    def decide(self, keys: Collection[str], *, on: bool) -> None:
        """Accept these rows, or leave them; what agrees with the plan's own proposal is no decision."""
        own = {key for key in keys if self._default.get(key) != on}
        left, taken = self.decisions.left - frozenset(keys), self.decisions.taken - frozenset(keys)
        self.decisions = replace(
            self.decisions, left=left if on else left | own, taken=taken | own if on else taken
        )
        self.accepted = self.accepted | set(keys) if on else self.accepted - set(keys)

    def match(self, source: str, code: str) -> None:
        """Say whom a customer of the file is: a code of the ledger, or ``""`` for a new one."""
        self.decisions = replace(self.decisions, same={**self.decisions.same, source: code})

    def sums(self) -> dict[str, StateSum]:
        """Counts and open amounts of every state there is."""
        sums: dict[str, StateSum] = {}
        for row in self.rows:
            each = sums.get(row.state)
            if each is None:
                each = sums[row.state] = StateSum()
            each.rows += 1
            each.accepted += row.key in self.accepted
            if row.kind in OWED and (fen := open_fen(row)):
                each.fen[row.currency] = each.fen.get(row.currency, 0) + fen
        return sums

    @property
    def undecided(self) -> int:
        """Rows only a person can decide, that stay as they are because nobody has."""
        return sum(
            row.state == "unknown" and row.key not in self.accepted and row.key not in self.decisions.left
            for row in self.rows
        )

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


def kinds_of(rows: Iterable[Difference]) -> Counter[str]:
    """How many of each kind."""
    return Counter(row.kind for row in rows)
