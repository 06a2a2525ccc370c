"""Periods of accounts by name: a month, a quarter, a year, or the last full one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from arcdesk.domain.errors import Refusal

MONTHS_OF_QUARTER = 3
_MONTH = re.compile(r"(\d{4})-?(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])")
_YEAR = re.compile(r"\d{4}")


class UnknownPeriod(Refusal):
    """No period has that name."""

    sentence = "“{text}” is no period. Write 2026-09, 2026Q3, 2026, month or quarter (the last full one)."


class PeriodNotOver(Refusal):
    """A period that has not begun."""

    sentence = "The period {text} has not begun yet."


def period_of(text: str, today: date) -> tuple[date, date]:
    """First and last day of a period; one that goes on ends ``today``.

    Raises:
        UnknownPeriod: no such name. PeriodNotOver: it is still to come.
    """
    plain = text.strip()
    if plain in ("month", "quarter"):
        return _last_full(plain, today)
    start, end = _named(plain)
    if start > today:
        raise PeriodNotOver(text=plain, field="period")
    return start, min(end, today)


def _named(plain: str) -> tuple[date, date]:
    if found := _MONTH.fullmatch(plain):
        return _months(int(found[1]), int(found[2]), 1, plain)
    if found := _QUARTER.fullmatch(plain):
        return _months(int(found[1]), (int(found[2]) - 1) * MONTHS_OF_QUARTER + 1, MONTHS_OF_QUARTER, plain)
    if _YEAR.fullmatch(plain):
        return _months(int(plain), 1, 12, plain)
    raise UnknownPeriod(text=plain, field="period")


def _months(year: int, month: int, count: int, text: str) -> tuple[date, date]:
    """The days of ``count`` months."""
    try:
        start = date(year, month, 1)
    except ValueError:
        raise UnknownPeriod(text=text, field="period") from None
    after = month + count
    if after <= 12:
        return start, date(year, after, 1) - timedelta(days=1)
    return start, date(year, 12, 31)


def _last_full(which: str, today: date) -> tuple[date, date]:
    begin = today.replace(day=1)
    if which == "quarter":
        begin = begin.replace(month=(today.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1)
    end = begin - timedelta(days=1)
    months = MONTHS_OF_QUARTER if which == "quarter" else 1
    return end.replace(day=1, month=end.month - months + 1), end
