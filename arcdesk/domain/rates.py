"""Rates of late interest: the LPR table (R23), the base rate before it (R23b), agreed daily rates."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from arcdesk.domain.dates import parse_date
from arcdesk.domain.errors import BadDate, BadRate, BadRateTable, ImplausibleRate, NoRateOnDay
from arcdesk.domain.text import half_width

RateKind = Literal["lpr", "base"]

HIGHEST_DAILY_RATE = Decimal("0.01")
"""1 % per day; above it a per cent sign is missing."""

_FIRST_LPR = date(2019, 8, 20)


@dataclass(frozen=True, slots=True)
class RateRow:
    """A reference rate in per cent per year, in force from ``from_on`` to the next row."""

    from_on: date
    percent: Decimal
    kind: RateKind = "lpr"


_BASE_RATES = tuple(
    RateRow(date.fromisoformat(day), Decimal(percent), "base")
    for day, percent in (
        ("2012-07-06", "6.00"),
        ("2014-11-22", "5.60"),
        ("2015-03-01", "5.35"),
        ("2015-05-11", "5.10"),
        ("2015-06-28", "4.85"),
        ("2015-08-26", "4.60"),
        ("2015-10-24", "4.35"),
    )
)


@dataclass(frozen=True, slots=True)
class LprTable:
    """Reference rates by day: the one-year LPR, before 2019-08-20 the PBOC base rate."""

    rows: tuple[RateRow, ...]

    @property
    def valid_to(self) -> date:
        """Day of the last publication in the table; later days are taken at its rate."""
        return self.rows[-1].from_on

    def at(self, day: date) -> RateRow:
        """Row in force on ``day``: effective from the day of publication (R23).

        Raises:
            NoRateOnDay: the table begins later.
        """
        index = bisect_right(self.rows, day, key=lambda row: row.from_on)
        if not index:
            raise NoRateOnDay(day=day, first_day=self.rows[0].from_on)
        return self.rows[index - 1]

    def changes(self, first_day: date, last_day: date) -> list[date]:
        """Days after ``first_day``, up to ``last_day``, from which another rate holds."""
        return [
            row.from_on
            for before, row in zip(self.rows, self.rows[1:], strict=False)
            if first_day < row.from_on <= last_day and row.percent != before.percent
        ]


def parse_lpr(csv_text: str) -> LprTable:
    """Table from lines ``date,one-year per cent[,five-year per cent]`` under one heading line.

    Raises:
        BadRateTable: a line that cannot be read, is out of order, or an empty table.
    """
    rows = list(_BASE_RATES)
    line_number = 1
    for line_number, line in enumerate(csv_text.lstrip("\ufeff").splitlines()[1:], start=2):
        if not line.strip():
            continue
        try:
            day, percent, *_five_years = line.split(",")
            row = RateRow(parse_date(day), Decimal(percent.strip()))
        except (BadDate, InvalidOperation, ValueError):
            raise BadRateTable(line=line_number, text=line) from None
        plausible = row.percent.is_finite() and 0 < row.percent < 30
        if not plausible or row.from_on < _FIRST_LPR or row.from_on <= rows[-1].from_on:
            raise BadRateTable(line=line_number, text=line)
        rows.append(row)
    if rows[-1].kind == "base":
        raise BadRateTable(line=line_number, text="")
    return LprTable(tuple(rows))


_NUMERALS: Mapping[str, int] = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "十": 10,
    "拾": 10,
}
_PARTS = {"百分之": 2, "千分之": 3, "万分之": 4, "十万分之": 5}
_SUFFIXES = {"%": 2, "‰": 3, "‱": 4}
_DAILY = re.compile(r"(?:按)?(?:每日|每天|日)(?:利率)?|/日|/天|/day")


def parse_daily_rate(text: str | Decimal) -> Decimal:
    """Rate per day as a fraction: ``0.0005``, ``0.05%``, ``0.5‰`` and ``万分之五`` are all 0.0005.

    Raises:
        BadRate: no rate, zero or below.
        ImplausibleRate: more than 1 % per day.
    """
    raw = format(text, "f") if isinstance(text, Decimal) else text
    plain = _DAILY.sub("", half_width(raw).replace(" ", ""))
    shift = 0
    for prefix, places in sorted(_PARTS.items(), key=lambda part: -len(part[0])):
        if plain.startswith(prefix):
            plain, shift = plain.removeprefix(prefix), places
            break
    else:
        if plain[-1:] in _SUFFIXES:
            plain, shift = plain[:-1], _SUFFIXES[plain[-1]]
    if shift and plain in _NUMERALS:
        plain = str(_NUMERALS[plain])
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,12})?|\.[0-9]{1,12}", plain):
        raise BadRate(text=raw, field="daily_rate")
    rate = Decimal(plain).scaleb(-shift)
    if rate <= 0:
        raise BadRate(text=raw, field="daily_rate")
    if rate > HIGHEST_DAILY_RATE:
        raise ImplausibleRate(text=raw, field="daily_rate")
    return rate


def plain_percent(value: Decimal) -> str:
    """``value`` (already per cent) without needless zeros: ``0.05``, ``4.485``, ``36.5``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
