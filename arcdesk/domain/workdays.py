"""Working days as China actually works them: weekends, holidays and make-up days (R5, R88)."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from arcdesk.domain.errors import BadWorkdayTable, DayOutOfRange

_LONGEST_REST = 60
_MOST_DAYS = 10_000


@dataclass(frozen=True, slots=True)
class Workdays:
    """A calendar of working days.

    Attributes:
        off: Weekdays that are holidays.
        work: Weekend days that are worked (调休).
        years: Years whose schedule was published; in others only weekends are known.
    """

    off: frozenset[date]
    work: frozenset[date]
    years: Collection[int]

    def is_workday(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def roll(self, day: date) -> date:
        """``day`` itself if it is worked, else the next working day."""
        return day if self.is_workday(day) else self.next_workday(day)

    def next_workday(self, day: date) -> date:
        """The first working day after ``day``."""
        return self.add_workdays(day, 1)

    def add_workdays(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; before it where negative; 0 is ``day``."""
        if abs(count) > _MOST_DAYS:
            raise DayOutOfRange(day=day)
        step = timedelta(days=1 if count > 0 else -1)
        left, rest = abs(count), 0
        while left and rest < _LONGEST_REST:
            try:
                day += step
            except OverflowError:
                raise DayOutOfRange(day=day) from None
            worked = self.is_workday(day)
            left, rest = left - worked, 0 if worked else rest + 1
        if left:
            raise BadWorkdayTable(detail=f"{_LONGEST_REST} days of rest up to {day}")
        return day

    def is_provisional(self, day: date) -> bool:
        """Whether the year of ``day`` has no published schedule, so holidays are unknown (R6)."""
        return day.year not in self.years


def parse_workdays(json_text: str) -> Workdays:
    """Calendar from ``{"2026": {"weekday_off": [ISO days], "weekend_work": [ISO days]}, ...}``."""
    try:
        table = json.loads(json_text)
        years = sorted(int(year) for year in table)
        off = frozenset(date.fromisoformat(day) for year in table.values() for day in year["weekday_off"])
        work = frozenset(date.fromisoformat(day) for year in table.values() for day in year["weekend_work"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadWorkdayTable(detail=f"{type(error).__name__} {error}") from None
    return Workdays(off, work, frozenset(years))
