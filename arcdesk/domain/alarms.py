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


@dataclass(frozen=True, slots=True)
class LimitationEnd:
    """Where a limitation period ends, whatever day it is; the amount in fen.

    ``last_day`` is the raw end moved on to a working day: until it has passed nothing is lost.
    """

    raw_end: date
    last_day: date
    invoice_number: str
    amount_fen: int
    currency: str = "CNY"

    @property
    def first_seen(self) -> date:
        """The first day on which it is in sight."""
        return self.raw_end - timedelta(days=ALARM_DAYS[0])

    def on(self, day: date) -> LimitationFacts | None:
        """The clock as it stands on a day; ``None`` where it is not in sight."""
        if not in_sight(self.raw_end, self.last_day, day):
            return None
        left = (self.raw_end - day).days
        return LimitationFacts(self.raw_end, left, self.invoice_number, self.amount_fen, self.currency)


def in_sight(raw_end: date, last_day: date, day: date) -> bool:
    """Whether the end is near enough on ``day`` to be looked at: from 180 days before it to 7 days after."""
    left = (raw_end - day).days
    return left <= ALARM_DAYS[0] and (day <= last_day or left >= -LAST_DAYS)


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
