"""What a debt calls for: levels by days from the due date, conditions, actions (S-050 to S-082, R83).

A policy is a table. Of its levels that a debt has reached, and whose conditions hold, the latest counts;
rows that begin on the same day count together. Days before the due date are negative.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from arcdesk.domain.errors import Refusal
from arcdesk.domain.schemes import SCHEMES
from arcdesk.domain.script_fields import known_for
from arcdesk.domain.tags import has, tags
from arcdesk.domain.template_text import TemplateFault, names, parse

Step = Literal[
    "reminder", "message", "call", "letter", "statement", "visit", "escalate", "stop_supply", "lawyer",
    "check_bank", "as_planned", "allocate", "prove",
]  # fmt: skip

STEPS: tuple[Step, ...] = (
    "reminder", "message", "call", "letter", "statement", "visit", "escalate", "stop_supply", "lawyer",
)  # fmt: skip
"""What a level can ask for."""

LETTERS = ("reminder", "first", "second", "final", "lawyer_draft")
ROLES = ("sales", "sales_manager", "finance_manager", "director", "cfo", "legal")

FIELDS = ("grade", "behaviour", "size", "tag", "industry", "region", "bucket", "amount", "disputed", "promise")
"""What a condition may ask about."""

OPERATIONS: dict[str, tuple[str, ...]] = {
    "grade": ("is", "not"),
    "behaviour": ("is", "not"),
    "size": ("is", "not"),
    "tag": ("is", "not"),
    "industry": ("is", "not"),
    "region": ("is", "not"),
    "bucket": ("is", "not"),
    "amount": ("at_least", "below"),
    "disputed": ("is",),
    "promise": ("is", "not"),
}

BUCKETS = tuple(bucket.key for bucket in SCHEMES["portrait"].buckets)
"""The four colours and what is not due, whatever scheme a report is read by (S-036)."""

AGES = (1, 31, 91, 181)
"""First days overdue of the four colours."""

SOON_DUE_DAYS = 7
"""Days before the due date from which a friendly reminder may go out (S-050)."""

QUIET_DAYS = 7
"""Days after a contact or a letter in which nobody is chased anew (S-055, C31)."""

MIN_INTERVAL_DAYS = 7
"""Days that must lie between two letters to the same customer (F-33, C31)."""

MOST_ATTEMPTS = 6
"""Calls and messages to a customer in one day; more is pestering (R70)."""

SCRIPT_FIELDS = ("greeting", "amount", "overdue_days", "due_date", "pay_deadline")
"""What the words of a row name most often; every field of a script may stand in them (R91)."""

EARLIEST, LATEST = -60, 3650
MOST_LEVELS = 40
LONGEST_WAIT = 90


class BadLevel(Refusal):
    """A row of a policy that cannot be carried out."""

    sentence = "Row {row} of the policy: {why}"


class EmptyPolicy(Refusal):
    """A policy that never asks for anything."""

    sentence = "The policy has no row. Add at least one."


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: a step, with the kind of letter or the role it is handed to."""

    step: Step
    letter: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """``field`` compared with ``value``: a text, an amount in whole units of the currency, or yes and no."""

    field: str
    operation: str
    value: str


@dataclass(frozen=True, slots=True)
class Level:
    """From ``from_days`` after the due date (that day included) ``actions`` are due, the first one foremost.

    All ``conditions`` must hold. ``wait_days`` lie between two approaches at this level. ``script`` is what
    to say, with the fields of ``domain.script_fields``; nothing leaves it to the library. ``reason_key`` (with
    ``{days}``) is a text of its own in place of the usual sentence.
    """

    from_days: int
    actions: tuple[Action, ...]
    conditions: tuple[Condition, ...] = ()
    wait_days: int = QUIET_DAYS
    script: str = ""
    reason_key: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """A table of levels under a code; ``version`` counts its saved forms, 0 as shipped."""

    code: str
    name: str
    levels: tuple[Level, ...]
    version: int = 0
    falling: tuple[Level, ...] = field(init=False, repr=False, compare=False)
    """The rows with the latest day first; those of one day in their own order."""
    turns: tuple[int, ...] = field(init=False, repr=False, compare=False)
    """Days overdue, in their order, on which a row is reached or the debt is of another age."""

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.levels, key=lambda level: -level.from_days))
        object.__setattr__(self, "falling", ordered)
        reached = {level.from_days for level in self.levels if level.from_days > 0}
        object.__setattr__(self, "turns", tuple(sorted(reached.union(AGES))))

    def soonest(self) -> int:
        """Days before the due date from which it asks for anything; 0 where only from that day on, below 0 if later."""
        return -self.falling[-1].from_days if self.falling else -1


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a customer that a condition may ask about."""

    grade: str = ""
    behaviour: str = ""
    size: str = ""
    industry: str = ""
    region: str = ""
    tags: str = ""


UNKNOWN = Traits()


@dataclass(frozen=True, slots=True)
class Situation:
    """A debt on a day: days from the due date of its oldest item, what is overdue (fen), promise "open",
    "broken" or "none".
    """

    days: int
    overdue_fen: int = 0
    is_disputed: bool = False
    promise: str = "none"
    traits: Traits = UNKNOWN


def due_levels(policy: Policy, situation: Situation) -> tuple[Level, ...]:
    """The rows that count: of those reached whose conditions hold, all that begin on the latest day.

    After a pause the levels that were missed are merged into the last one (case 12).
    """
    days, found = situation.days, list[Level]()
    for level in policy.falling:
        if level.from_days > days:
            continue
        if found and level.from_days != found[0].from_days:
            break
        if not level.conditions or all(holds(each, situation) for each in level.conditions):
            found.append(level)
    return tuple(found)


def holds(condition: Condition, situation: Situation) -> bool:
    """Whether a condition holds."""
    if condition.field == "amount":
        limit_fen = int(condition.value) * 100
        return situation.overdue_fen >= limit_fen if condition.operation == "at_least" else (
            situation.overdue_fen < limit_fen
        )
    if condition.field == "disputed":
        return situation.is_disputed == (condition.value == "yes")
    if condition.field == "tag":
        return has(situation.traits.tags, condition.value) == (condition.operation == "is")
    if condition.field == "promise":
        found = situation.promise
    elif condition.field == "bucket":
        found = BUCKETS[age_class(situation.days)]
    else:
        found = str(getattr(situation.traits, condition.field))
    return (found.casefold() == condition.value.casefold()) == (condition.operation == "is")


def wait_days(levels: Iterable[Level]) -> int:
    """Days to lie between two approaches at these levels; the house's own interval where none is reached."""
    return min((level.wait_days for level in levels), default=QUIET_DAYS)


def age_class(days: int) -> int:
    """How grave an age is, 0 to 4, by the four colours (S-036): what weighs in the order of the list."""
    return bisect_right(AGES, days)


def check(levels: Sequence[Level]) -> tuple[Level, ...]:
    """The levels in the order of their days.

    Raises:
        EmptyPolicy; BadLevel: names the first row that cannot be carried out.
    """
    if not levels:
        raise EmptyPolicy(field="levels")
    for row, level in enumerate(levels, 1):
        for why in _faults(level):
            raise BadLevel(row=row, why=why, field="levels")
    if len(levels) > MOST_LEVELS:
        raise BadLevel(row=MOST_LEVELS + 1, why=f"> {MOST_LEVELS}", field="levels")
    return tuple(sorted(levels, key=lambda level: level.from_days))


def _faults(level: Level) -> Iterator[str]:
    if not EARLIEST <= level.from_days <= LATEST:
        yield f"{level.from_days} ({EARLIEST} – {LATEST})"
    if not 0 <= level.wait_days <= LONGEST_WAIT:
        yield f"{level.wait_days} (0 – {LONGEST_WAIT})"
    if not level.actions:
        yield "?"
    yield from _action_faults(level.actions)
    yield from _script_faults(level.script)
    for condition in level.conditions:
        if not _is_sound(condition):
            yield f"{condition.field} {condition.operation} {condition.value}"


def _script_faults(script: str) -> Iterator[str]:
    try:
        yield from (f"{{{name}}}" for name in names(parse(script)) if name not in known_for("policy"))
    except TemplateFault:
        yield script


def _is_sound(condition: Condition) -> bool:
    if condition.operation not in OPERATIONS.get(condition.field, ()):
        return False
    if condition.field == "amount":
        return condition.value.isdecimal() and len(condition.value) < 13
    if condition.field == "tag":
        return len(tags(condition.value)) == 1
    return condition.value in {"disputed": ("yes", "no"), "bucket": BUCKETS}.get(condition.field, (condition.value,))


def _action_faults(actions: Iterable[Action]) -> Iterator[str]:
    for action in actions:
        if action.step not in STEPS:
            yield action.step
        elif action.letter and (action.step != "letter" or action.letter not in LETTERS):
            yield action.letter
        elif action.step == "escalate" and action.role not in ROLES:
            yield action.role or "?"
