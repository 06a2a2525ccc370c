"""The usual periods of a statement."""

from __future__ import annotations

from datetime import date, timedelta

OWN = "own"
MONTHS_OF_QUARTER = 3


def usual_periods(today: date) -> tuple[tuple[str, tuple[date, date]], ...]:
    """(key of the label, (first day, last day)); none ends after ``today``."""
    month = today.replace(day=1)
    last_month_end = month - timedelta(days=1)
    quarter = month.replace(month=(today.month - 1) // MONTHS_OF_QUARTER * MONTHS_OF_QUARTER + 1)
    last_quarter_end = quarter - timedelta(days=1)
    last_quarter = last_quarter_end.replace(day=1, month=last_quarter_end.month - MONTHS_OF_QUARTER + 1)
    return (
        ("Last month", (last_month_end.replace(day=1), last_month_end)),
        ("This month", (month, today)),
        ("This quarter", (quarter, today)),
        ("This year", (today.replace(month=1, day=1), today)),
        ("Last quarter", (last_quarter, last_quarter_end)),
        ("Last year", (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))),
    )
