"""What was decided about customers of the day's list, as the rules read it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.gate import Reason
from arcdesk.domain.set_aside import Answered, Decision, DecisionKind
from arcdesk.models.queries import set_asides


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a customer, and who he is."""

    decision: Decision
    customer_id: int
    code: str
    name: str
    owner: str

    @property
    def reason(self) -> Reason:
        """The decision as one of the reasons why nobody chases today."""
        decision = self.decision
        texts = {
            "snooze": "Put off on {made_on} until {back_on}: {reason}",
            "skip": "Skipped on {made_on}, on the list again from {back_on}: {reason}",
            "done": "Marked as done on {made_on}, on the list again from {back_on}: {reason}",
        }
        values = {"made_on": decision.made_on, "back_on": decision.back_on, "reason": decision.reason}
        return Reason("set_aside", texts[decision.kind], values)


def decisions(day: date, customer_id: int | None = None) -> Mapping[int, Decided]:
    """What was decided and counts on ``day``, by customer id; of one customer or of all."""
    return {
        kept.customer_id: Decided(decision_of(kept), kept.customer_id, kept.code, kept.name, kept.owner)
        for kept in set_asides.standing(day, customer_id).values()
    }


def decision_of(kept: set_asides.KeptDecision) -> Decision:
    """A stored decision as the rules read it."""
    return Decision(
        _kind(kept.kind), date.fromisoformat(kept.made_on), date.fromisoformat(kept.back_on), kept.reason,
        tuple(Answered(kind, mark) for kind, mark in json.loads(kept.answered)),
    )  # fmt: skip


def _kind(kind: str) -> DecisionKind:
    if kind == "done":
        return "done"
    return "snooze" if kind == "snooze" else "skip"
