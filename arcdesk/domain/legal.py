"""When a claim goes to the lawyer, and what is decided then (S-065, S-077)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.gate import Reason

TALKS_FAILED_DAYS = 120
"""More days overdue than these, and talks failed (S-065)."""
LATEST_DAYS = 180
"""More days overdue than these: to the lawyer whatever was said (S-077)."""
LOST_ATTEMPTS = 3
LOST_DAYS = 30
"""So many attempts in a row without reaching anybody, and nobody reached for so many days: lost contact."""

UNREACHED = frozenset({"no_answer", "unreachable", "wrong_person"})

SIGNS: Mapping[str, str] = {
    "lost_contact": "Lost contact|sign",
    "moving_assets": "Moves assets away|sign",
    "talks_failed": "Talks failed|sign",
}
DECISIONS: Mapping[str, str] = {
    "go": "Sue|decision",
    "wait": "Wait|decision",
    "settle": "Settle|decision",
    "write_off": "Write off|decision",
}
"""Texts to translate."""


@dataclass(frozen=True, slots=True)
class LegalFacts:
    """What is known of a customer with something overdue; days of the oldest debt.

    ``signs`` are those a person noted: kind to day. ``misses`` counts the latest attempts in a row that reached
    nobody, ``reached_on`` is the last talk. ``refused_on``, ``broken_on`` (a promise) and ``deadline_on`` (of a
    letter, passed unpaid) are the latest of their kind.
    """

    days: int
    signs: Mapping[str, date]
    misses: int = 0
    reached_on: date | None = None
    refused_on: date | None = None
    broken_on: date | None = None
    deadline_on: date | None = None


def triggers(
    facts: LegalFacts, day: date, *, talks_days: int = TALKS_FAILED_DAYS, latest_days: int = LATEST_DAYS
) -> tuple[Reason, ...]:
    """Why a claim is at the trigger on ``day``, the gravest reason first; nothing where it is not."""
    found = []
    if "moving_assets" in facts.signs:
        found.append(
            Reason("moving_assets", "Moves assets away, noted on {on}", {"on": facts.signs["moving_assets"]})
        )
    if "lost_contact" in facts.signs:
        found.append(
            Reason("lost_contact", "Lost contact, noted on {on}", {"on": facts.signs["lost_contact"]})
        )
    elif facts.misses >= LOST_ATTEMPTS and _is_silent(facts.reached_on, day):
        text = "Lost contact: the last {count} attempts reached nobody"
        found.append(Reason("lost_contact", text, {"count": facts.misses}))
    if facts.days > latest_days:
        text = "{days} days overdue, more than {limit}: to the lawyer at the latest"
        found.append(Reason("latest", text, {"days": facts.days, "limit": latest_days}))
    if facts.days > talks_days:
        found += _failed(facts, talks_days)
    return tuple(found)


def _failed(facts: LegalFacts, limit: int) -> list[Reason]:
    why = (
        ("talks_failed", "{days} days overdue, more than {limit}, and talks failed: noted on {on}",
         facts.signs.get("talks_failed")),
        ("promise_broken", "{days} days overdue, more than {limit}, and the promise for {on} was broken",
         facts.broken_on),
        ("refused", "{days} days overdue, more than {limit}, and payment was refused on {on}", facts.refused_on),
        ("deadline_passed", "{days} days overdue, more than {limit}, and the letter's deadline of {on} passed",
         facts.deadline_on),
    )  # fmt: skip
    return [
        Reason(rule, text, {"days": facts.days, "limit": limit, "on": on}) for rule, text, on in why if on
    ][:1]


def _is_silent(reached_on: date | None, day: date) -> bool:
    return reached_on is None or (day - reached_on).days >= LOST_DAYS
