"""Which demand is the next one: a step further than the last, as far as the days overdue allow (R37).

No step is left out: a final notice that nothing went before is the weakest page in court.
"""

from __future__ import annotations

from collections.abc import Iterable

DEMANDS = ("first", "second", "final")
"""The demands in the order in which they follow each other."""

FROM_DAYS = {"second": 30, "final": 60}
"""Days overdue from which a demand of that level may be written (R37)."""


def next_demand(earlier: Iterable[str], overdue_days: int) -> str:
    """The level of the next demand after those of ``earlier`` (levels of letters on the same debts).

    ``overdue_days`` are those of the oldest debt; what is no demand (a reminder, a draft) does not count.
    """
    highest = max((DEMANDS.index(level) for level in earlier if level in DEMANDS), default=-1)
    wanted = min(highest + 1, len(DEMANDS) - 1)
    while wanted > 0 and overdue_days < FROM_DAYS[DEMANDS[wanted]]:
        wanted -= 1
    return DEMANDS[wanted]
