"""When a limitation period that runs out has to be seen to (R6): before its raw end, and until it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from arcdesk.domain.limitation import ALARM_DAYS

LAST_DAYS = 7
"""From so many days before the raw end to so many after it the alarm comes every day."""


@dataclass(frozen=True, slots=True)
class LimitationFacts:
    """The limitation clock of one invoice: its raw end, and what would be lost, in fen.

    ``days_left`` counts to the raw end, never to a last day put off by a holiday: who relies
    on the rolled day has nothing left to go wrong. Below zero it has passed.
    """

    raw_end: date
    days_left: int
    invoice_number: str
    amount_fen: int
    currency: str = "CNY"


def is_alarmed(facts: LimitationFacts, answered_on: date | None) -> bool:
    """Whether the alarm shows: from the day a threshold was crossed until somebody saw to it.

    ``answered_on`` is the last contact that reached somebody, or the last letter. In the last
    days, and in the first after the end, when a rest day may still save the claim, no contact
    is an answer: only a new period is.
    """
    if abs(facts.days_left) <= LAST_DAYS:
        return True
    crossed = [days for days in ALARM_DAYS if days >= facts.days_left]
    if facts.days_left < 0 or not crossed:
        return False
    since = facts.raw_end - timedelta(days=min(crossed))
    return answered_on is None or answered_on < since


def alarmed(
    clocks: Sequence[LimitationFacts], currency: str, answered_on: date | None
) -> tuple[LimitationFacts, ...]:
    """The clocks of one currency whose alarm shows, the first to run out first."""
    found = [facts for facts in clocks if facts.currency == currency and is_alarmed(facts, answered_on)]
    return tuple(sorted(found, key=lambda facts: (facts.raw_end, facts.invoice_number)))
