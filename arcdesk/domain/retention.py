"""Which backups are kept: the newest of each of the last days, weeks and months."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import TypeVar

DAYS_KEPT = 7
WEEKS_KEPT = 5
MONTHS_KEPT = 12

Name = TypeVar("Name", bound=Hashable)


def to_drop(made_on: Mapping[Name, date], today: date) -> list[Name]:
    """The backups, by the day each was made, that are the newest of no period kept; oldest first.

    All of today's stay, and the newest one stays however old it is. Periods are counted among those
    that have a backup, so that a long holiday costs none.
    """
    newest_first = sorted(made_on, key=lambda name: (made_on[name], str(name)), reverse=True)
    kept: set[Name] = {name for name in newest_first if made_on[name] >= today} | set(newest_first[:1])
    periods: tuple[tuple[Callable[[date], Hashable], int], ...] = (
        (lambda day: day, DAYS_KEPT),
        (lambda day: day.isocalendar()[:2], WEEKS_KEPT),
        (lambda day: (day.year, day.month), MONTHS_KEPT),
    )
    for period_of, count in periods:
        newest: dict[Hashable, Name] = {}
        for name in newest_first:
            newest.setdefault(period_of(made_on[name]), name)
        kept.update(list(newest.values())[:count])
    return [name for name in reversed(newest_first) if name not in kept]
