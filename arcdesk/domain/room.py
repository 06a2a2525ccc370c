"""From which day there is room for an allocation: history may have used the money, or the debt, before.

What is left of a receipt or of an invoice only falls while allocations are added. Once one was
taken back it rises again, so that enough today need not have been enough on an earlier day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def first_day_with_room(
    whole_fen: int, changes: Iterable[tuple[date, int]], amount_fen: int, on: date
) -> date | None:
    """The first day from ``on`` on which ``amount_fen`` fits, and goes on fitting ever after.

    Args:
        whole_fen: What there is before any change: the amount of the invoice or the money.
        changes: Day and fen by which what is left changes: below zero for an allocation or money
            that went back, above zero for what was taken back.

    Returns:
        ``None`` where it does not fit in the end either.
    """
    left, found = whole_fen, on
    fits = left >= amount_fen
    by_day: dict[date, int] = {}
    for day, fen in changes:
        by_day[max(day, on)] = by_day.get(max(day, on), 0) + fen
    for day in sorted(by_day):
        left += by_day[day]
        if left >= amount_fen and not fits:
            found = day
        fits = left >= amount_fen
    return found if fits else None


def most_used(changes: Iterable[tuple[date, int]]) -> int:
    """The most, in fen, that ``changes`` ever took away at the end of a day; never below zero."""
    by_day: dict[date, int] = {}
    for day, fen in changes:
        by_day[day] = by_day.get(day, 0) - fen
    used, most = 0, 0
    for day in sorted(by_day):
        used += by_day[day]
        most = max(most, used)
    return most
