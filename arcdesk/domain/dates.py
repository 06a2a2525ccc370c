"""Days of the calendar: reading them, adding months and years, Excel's day numbers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from arcdesk.domain.errors import BadDate, DayOutOfRange
from arcdesk.domain.text import half_width
from arcdesk.domain.workdays import Workdays, parse_workdays

__all__ = [
    "Workdays",
    "add_months",
    "add_years",
    "anniversary_floor",
    "deadline_after",
    "excel_serial",
    "parse_date",
    "parse_workdays",
]

YEARS = range(1900, 2200)
"""Years of a ledger; 0026 or 20226 is a slip of the hand."""

_LAST_SERIAL = 200_000
_TIME = r"(?:(?:T| +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})" + _TIME,
        r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})",
        r"(?P<y>[0-9]{4}) *年 *(?P<m>[0-9]{1,2}) *月 *(?P<d>[0-9]{1,2}) *[日号]" + _TIME,
    )
)


def parse_date(text: str) -> date:
    """Day written year first: ``2026-03-05``, ``2026/3/5``, ``2026.3.5``, ``20260305``, ``2026年3月5日``.

    Full-width digits are read; a time of day behind the date is dropped.

    Raises:
        BadDate: another form, a day that does not exist, or a year outside ``YEARS``.
    """
    plain = half_width(text)
    for form in _FORMS:
        match = form.fullmatch(plain)
        if match and int(match["y"]) in YEARS:
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                break
    raise BadDate(text=text if len(text) <= 40 else f"{text[:40]}…")


def add_months(day: date, months: int) -> date:
    """``day`` moved by ``months``; a day the month does not have becomes its last day (R3)."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    if year not in YEARS:
        raise DayOutOfRange(day=day)
    if day.day <= 28:  # every month has it
        return date(year, month, day.day)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def add_years(day: date, years: int) -> date:
    """``day`` moved by calendar ``years``; 29 February becomes 28 where need be (R3)."""
    return add_months(day, 12 * years)


def anniversary_floor(day: date, years: int) -> date | None:
    """The first day whose anniversary after ``years`` is on or after ``day``; ``None`` before the calendar.

    The way back of ``add_years``: whoever began on it or later has not completed those years before ``day``.
    """
    year = day.year - years
    if year < date.min.year:
        return None
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February of a year that has none: 28 February completes its years too early
        return date(year, 3, 1)


def excel_serial(number: Decimal | int | str, date1904: bool = False) -> date:
    """Day behind a spreadsheet's day number; a fraction (the time of day) is dropped.

    In the 1900 system number 60 stands for 29 February 1900, which never was, and is refused.
    """
    try:
        exact = Decimal(number)
        whole = int(exact) if 0 <= exact <= _LAST_SERIAL else -1
    except (ArithmeticError, ValueError):
        whole = -1
    if date1904:
        start, first = date(1904, 1, 1), 0
    else:
        start, first = date(1899, 12, 31 if whole < 60 else 30), 1
    if whole < first or (whole == 60 and not date1904):
        raise BadDate(text=number)
    day = start + timedelta(days=whole)
    if day.year not in YEARS:
        raise BadDate(text=number)
    return day


def deadline_after(today: date, days: int, workdays: Workdays) -> date:
    """Last day of a period of ``days`` calendar days, moved on to a working day (R3, R5).

    The first day is not counted: seven days from the 1st end on the 8th.
    """
    try:
        return workdays.roll(today + timedelta(days=days))
    except OverflowError:
        raise DayOutOfRange(day=today) from None
