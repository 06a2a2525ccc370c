"""How a customer paid: on time or not, how many days late, better or worse than before (S-014, F-21).

What is judged are the items that fell due in the twelve calendar months before a day, the day
itself left out: what is due today may still be paid today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Literal

from arcdesk.domain.dates import YEARS, add_months
from arcdesk.domain.due_items import DueItem
from arcdesk.domain.errors import DayOutOfRange

MONTHS, HALF_MONTHS = 12, 6
SAME_WITHIN_DAYS = 1
"""A difference of less than a day on average is no trend."""

Direction = Literal["better", "same", "worse"]


@dataclass(frozen=True, slots=True)
class Half:
    """Items of half a year: how many, and their days late added up."""

    count: int = 0
    days: int = 0

    @property
    def mean(self) -> Fraction | None:
        """Average days late; None where nothing fell due."""
        return Fraction(self.days, self.count) if self.count else None


@dataclass(frozen=True, slots=True)
class Trend:
    """Average days late of the past six months against the six before; None where one is empty.

    Each half is measured at its own end. Measured today, what is still open of the older half would
    have had more time to be late, and who pays nothing at all would seem to improve.
    """

    direction: Direction | None
    recent: Fraction | None
    before: Fraction | None


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """A customer's punctuality over twelve months.

    Attributes:
        due: Items that fell due and whose payment can be dated.
        on_time: Those of them that were paid on time.
        undated: Items that fell due and were paid on an unknown day.
        recent, before: Days late of what fell due in the past six months, and in the six before.
        older: Days late of what fell due still earlier and is open today.
        then_days: Days late of ``before`` as they stood when those six months ended.
        amounts: Fen due and fen on time by currency; currencies are never added up.
    """

    due: int = 0
    on_time: int = 0
    undated: int = 0
    recent: Half = Half()
    before: Half = Half()
    older: Half = Half()
    amounts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    then_days: int = 0

    @property
    def rate(self) -> Fraction | None:
        """On-time rate by number, 0 to 1; None where nothing that can be dated fell due."""
        return Fraction(self.on_time, self.due) if self.due else None

    @property
    def late(self) -> Half:
        """Days late of everything together."""
        parts = (self.recent, self.before, self.older)
        return Half(sum(part.count for part in parts), sum(part.days for part in parts))

    @property
    def trend(self) -> Trend:
        """How the last half year compares with the one before."""
        return trend_of(self.recent.mean, Half(self.before.count, self.then_days).mean)

    def __add__(self, other: PaymentRecord) -> PaymentRecord:
        """Both taken together."""
        amounts = dict(self.amounts)
        for currency, (due_fen, on_time_fen) in other.amounts.items():
            mine = amounts.get(currency, (0, 0))
            amounts[currency] = (mine[0] + due_fen, mine[1] + on_time_fen)
        return PaymentRecord(
            self.due + other.due,
            self.on_time + other.on_time,
            self.undated + other.undated,
            _both(self.recent, other.recent),
            _both(self.before, other.before),
            _both(self.older, other.older),
            amounts,
            self.then_days + other.then_days,
        )


def window(day: date) -> tuple[date, date]:
    """First day of the twelve months before ``day``, and of the last six of them."""
    return months_back(day, MONTHS), months_back(day, HALF_MONTHS)


def trend_of(recent: Fraction | None, before: Fraction | None) -> Trend:
    """Fewer days late than before is better; less than a day apart is the same."""
    if recent is None or before is None:
        return Trend(None, recent, before)
    if abs(recent - before) < SAME_WITHIN_DAYS:
        return Trend("same", recent, before)
    return Trend("better" if recent < before else "worse", recent, before)


def judged(items: Iterable[DueItem], day: date) -> tuple[DueItem, ...]:
    """The items behind the figures of ``day``: due in the twelve months, or older and open today."""
    start, _ = window(day)
    return tuple(
        item for item in items if item.due_on < day and (item.due_on >= start or item.standing == "open")
    )


def record_of(items: Iterable[DueItem], day: date) -> PaymentRecord:
    """The figures of ``day`` from items, in whatever order they come."""
    start, middle = window(day)
    record = PaymentRecord()
    for item in judged(items, day):
        late = Half(1, item.days_late(day))
        if item.due_on < start:
            record += PaymentRecord(older=late)
        elif item.standing == "undated":
            record += PaymentRecord(undated=1)
        else:
            amounts = {item.currency: (item.amount_fen, item.amount_fen * item.is_on_time)}
            half = PaymentRecord(1, int(item.is_on_time), recent=late, amounts=amounts)
            if item.due_on < middle:
                then = min(late.days, (middle - item.due_on).days)
                half = replace(half, recent=Half(), before=late, then_days=then)
            record += half
    return record


def median_days(items: Iterable[DueItem], day: date) -> Fraction | None:
    """The middle of the days late; None where there are no items with a known day."""
    late = [item.days_late(day) for item in judged(items, day) if item.standing != "undated"]
    return Fraction(median(map(Fraction, late))) if late else None


def weighted_days(items: Iterable[DueItem], day: date) -> dict[str, Fraction]:
    """Average days late by currency, a large invoice weighing more than a small one."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for item in judged(items, day):
        if item.standing != "undated":
            sums[item.currency][0] += item.amount_fen * item.days_late(day)
            sums[item.currency][1] += item.amount_fen
    return {currency: Fraction(*pair) for currency, pair in sorted(sums.items())}


def _both(one: Half, other: Half) -> Half:
    return Half(one.count + other.count, one.days + other.days)


def months_back(day: date, months: int) -> date:
    """``day`` calendar ``months`` ago, as far back as the calendar that ArcDesk keeps goes."""
    try:
        return add_months(day, -months)
    except DayOutOfRange:  # the first year of the calendar that ArcDesk keeps
        return date(YEARS[0], 1, 1)
