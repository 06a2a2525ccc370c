"""Reference rates by day: the LPR (R23), the base rate before it (R23b), rows that the user adds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from arcdesk.domain.dates import parse_date
from arcdesk.domain.errors import (
    BadDate,
    BadRateTable,
    ImplausibleLpr,
    LprRowNotLater,
    LprRowTwice,
    NoRateOnDay,
)

RateKind = Literal["lpr", "base"]

HIGHEST_LPR = Decimal(30)
"""Per cent per year; at or above it a decimal point is missing."""

LARGEST_STEP = Decimal(2)
"""Points between a row that is typed in and the one before it; the largest step so far was 0.25."""

_FIRST_LPR = date(2019, 8, 20)


@dataclass(frozen=True, slots=True)
class RateRow:
    """A reference rate in per cent per year, in force from ``from_on`` to the next row.

    ``percent`` is the one-year rate, by which late interest is reckoned (R24). ``source`` is what
    the user wrote down for a row of his own; the shipped rows leave it empty.
    """

    from_on: date
    percent: Decimal
    kind: RateKind = "lpr"
    five_year_percent: Decimal | None = None
    source: str = ""


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
            day, percent, *more = (cell.strip() for cell in line.split(","))
            five_years = Decimal(more[0]) if more and more[0] else None
            row = RateRow(parse_date(day), Decimal(percent), five_year_percent=five_years)
        except (BadDate, InvalidOperation, ValueError):
            raise BadRateTable(line=line_number, text=line) from None
        if not _is_plausible(row) or row.from_on < _FIRST_LPR or row.from_on <= rows[-1].from_on:
            raise BadRateTable(line=line_number, text=line)
        rows.append(row)
    if rows[-1].kind == "base":
        raise BadRateTable(line=line_number, text="")
    return LprTable(tuple(rows))


def with_rows(table: LprTable, extra_rows: Iterable[RateRow]) -> LprTable:
    """``table`` with publications that the user adds, each later than the row before it (R23, R94).

    Raises:
        LprRowTwice: the table has a row of that day.
        LprRowNotLater: a day before the last row.
        ImplausibleLpr: not between 0 and ``HIGHEST_LPR``, or more than ``LARGEST_STEP`` points away
            from the row before.
    """
    rows = list(table.rows)
    for row in extra_rows:
        last = rows[-1]
        if any(known.from_on == row.from_on for known in rows):
            raise LprRowTwice(day=row.from_on, field="from_on")
        if row.from_on < last.from_on:
            raise LprRowNotLater(day=row.from_on, last_day=last.from_on, field="from_on")
        if not _is_plausible(row) or abs(row.percent - last.percent) > LARGEST_STEP:
            raise ImplausibleLpr(
                percent=row.percent, last=last.percent, last_day=last.from_on, field="percent"
            )
        rows.append(row)
    return LprTable(tuple(rows))


def not_yet_shipped(table: LprTable, kept_rows: Iterable[RateRow]) -> tuple[RateRow, ...]:
    """Those of the user's rows, by day, that ``table`` does not cover itself.

    A newer ArcDesk ships later publications; for the days it covers its table is the better one.
    """
    later = (row for row in kept_rows if row.from_on > table.valid_to)
    return tuple(sorted(later, key=lambda row: row.from_on))


def _is_plausible(row: RateRow) -> bool:
    given = [row.percent] if row.five_year_percent is None else [row.percent, row.five_year_percent]
    return all(percent.is_finite() and 0 < percent < HIGHEST_LPR for percent in given)
