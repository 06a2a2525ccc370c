"""What a person decides about a customer on the day's list, and what brings him back before its time (F-29).

A decision answers the reasons that stood on the list then, and none that come after: a promise that
breaks, a deadline that passes or a limitation alarm brings the customer back, as does anything heavier
than what was answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from arcdesk.domain.gate import Reason
from arcdesk.domain.worklist import WEIGHTS

DecisionKind = Literal["done", "snooze", "skip"]
KINDS: tuple[DecisionKind, ...] = ("done", "snooze", "skip")

GRAVE = ("broken_promise", "deadline_passed", "limitation_alarm")
"""Kinds of reasons that no earlier decision answers."""

EVERYTHING = "*"
"""Stands for reasons that were not written down with a decision: it answers all but what is heavier still."""

ALARM_STAGES = (0, 7, 30, 90)
"""Days left of a limitation period at which its alarm is another one."""

_WEIGHTS: Mapping[str, int] = {str(kind): weight for kind, weight in WEIGHTS.items()} | {
    "covered_by_credit": WEIGHTS["allocate"],
}


@dataclass(frozen=True, slots=True)
class Answered:
    """A reason that stood when it was decided: its kind, and what tells it from another of that kind."""

    kind: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Set aside from ``made_on`` on until before ``back_on``, for ``reason``."""

    kind: DecisionKind
    made_on: date
    back_on: date
    reason: str
    answered: tuple[Answered, ...] = ()

    def holds(self, day: date) -> bool:
        """Whether it counts on ``day``."""
        return self.made_on <= day < self.back_on


def first_day_back(kind: DecisionKind, today: date, until: date | None) -> date:
    """When the customer is on the list again: a snooze names the day, done and skip count for today."""
    return until if kind == "snooze" and until is not None else today + timedelta(days=1)


def answered(reasons: Iterable[Reason]) -> tuple[Answered, ...]:
    """The reasons as a decision keeps them."""
    return tuple(dict.fromkeys(Answered(reason.rule, mark_of(reason)) for reason in reasons))


def mark_of(reason: Reason) -> str:
    """What stays the same of a reason from day to day, and differs from another of its kind."""
    values = reason.values
    if reason.rule == "limitation_alarm":
        return f"{values.get('number')}|{_stage(reason)}"
    if reason.rule == "level_due":
        return f"{reason.text_key}|{values.get('from_days', '')}"
    told = (values.get(name) for name in ("number", "due_on", "note", "promised_on", "deadline_on"))
    return "|".join(str(value) for value in told if value is not None)


def _stage(reason: Reason) -> str:
    if reason.text_key.startswith("Limitation ended"):
        return "ended"
    days = int(str(reason.values.get("days", 0)))
    return str(next((stage for stage in ALARM_STAGES if days <= stage), "far"))


def news(decision: Decision, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """The reasons that came after the decision and that it does not answer; with any the customer is back."""
    known = set(decision.answered)
    if Answered(EVERYTHING) in known:
        return ()
    heaviest = max((_WEIGHTS.get(each.kind, 0) for each in known), default=0)
    return tuple(
        reason
        for reason in reasons
        if Answered(reason.rule, mark_of(reason)) not in known
        and (reason.rule in GRAVE or _WEIGHTS.get(reason.rule, 0) > heaviest)
    )
