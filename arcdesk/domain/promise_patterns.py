"""The payments customers usually promise, as lines ready to be typed over (S-158, S-160, S-161, S-164, S-181)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, get_args

from arcdesk.domain.dates import add_months
from arcdesk.domain.errors import AmountNotPositive
from arcdesk.domain.money import format_amount
from arcdesk.domain.plan_schedule import Planned
from arcdesk.domain.plans import equal_parts, monthly_days
from arcdesk.domain.workdays import Workdays

Pattern = Literal["whole", "quarter", "half", "earnest"]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)

SHARES: dict[Pattern, int] = {"whole": 100, "quarter": 25, "half": 50, "earnest": 10}
"""Per cent paid first: 30,000 of 120,000 this week is a quarter; earnest money is a tenth."""

USUAL_COUNTS: dict[Pattern, int] = {"whole": 0, "quarter": 2, "half": 3, "earnest": 1}
"""Instalments of the rest, on the 20th of each month."""

PAY_DAY = 20
EARNEST_DAYS = 3


def pattern_lines(
    pattern: Pattern, total_fen: int, today: date, workdays: Workdays, count: int | None = None
) -> tuple[Planned, ...]:
    """``total_fen`` as a first payment this week and the rest in ``count`` equal parts on the 20th of each month.

    The first payment is rounded down to whole yuan where anything is left of it, the last instalment takes the
    rest to the fen. Earnest money is due within three days. Days of rest give way to the working day before; one
    of this week that has none left to the next working day.

    Raises:
        AmountNotPositive, PlanCountWrong, DayOutOfRange.
    """
    if total_fen <= 0:
        raise AmountNotPositive(amount=format_amount(total_fen), field="promise")
    parts = USUAL_COUNTS[pattern] if count is None else count
    first_on = _earnest_day(today, workdays) if pattern == "earnest" else this_week(today, workdays)
    if not parts:
        return (Planned(first_on, total_fen),)
    share = total_fen * SHARES[pattern] // 100
    first_fen = share // 100 * 100 or max(1, share)
    return (Planned(first_on, first_fen), *rest_lines(total_fen - first_fen, first_on, parts))


def rest_lines(rest_fen: int, after: date, count: int) -> tuple[Planned, ...]:
    """``rest_fen`` in ``count`` equal parts on the 20ths after a day; the last takes the rest.

    Raises:
        AmountNotPositive, PlanCountWrong, DayOutOfRange.
    """
    parts = equal_parts(rest_fen, count)
    return tuple(map(Planned, monthly_days(next_pay_day(after), count), parts))


def rebalanced(rest_fen: int, days: Sequence[date]) -> tuple[Planned, ...]:
    """``rest_fen`` over the same days, equal to the fen; the last takes the rest.

    Raises:
        AmountNotPositive, PlanCountWrong.
    """
    return tuple(map(Planned, days, equal_parts(rest_fen, len(days))))


def next_pay_day(after: date) -> date:
    """The first 20th after a day."""
    this_month = after.replace(day=PAY_DAY)
    return this_month if this_month > after else add_months(this_month, 1)


def this_week(today: date, workdays: Workdays) -> date:
    """The last working day of the week of ``today`` that is not over; else the next working day."""
    ends = today + timedelta(days=6 - today.weekday())
    day = ends
    while day >= today:
        if workdays.is_workday(day):
            return day
        day -= timedelta(days=1)
    return workdays.next_workday(ends)


def _earnest_day(today: date, workdays: Workdays) -> date:
    """Within three days: the last working day of them, else the next one."""
    for days in range(EARNEST_DAYS, -1, -1):
        day = today + timedelta(days=days)
        if workdays.is_workday(day):
            return day
    return workdays.next_workday(today + timedelta(days=EARNEST_DAYS))
