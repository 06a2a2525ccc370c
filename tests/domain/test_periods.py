"""Periods by name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.periods import PeriodNotOver, UnknownPeriod, period_of

TODAY = date(2026, 10, 8)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-09", "2026-09-01", "2026-09-30"),
        ("202602", "2026-02-01", "2026-02-28"),
        ("2026Q3", "2026-07-01", "2026-09-30"),
        ("2025-q4", "2025-10-01", "2025-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026-10", "2026-10-01", "2026-10-08"),
        ("2026", "2026-01-01", "2026-10-08"),
        ("month", "2026-09-01", "2026-09-30"),
        ("quarter", "2026-07-01", "2026-09-30"),
    ],
)
def test_a_period_is_known_by_its_name(text: str, start: str, end: str) -> None:
    assert period_of(text, TODAY) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize("text", ["", "2026-13", "2026Q5", "Q3", "0000", "last week", "2026-9-1"])
def test_what_names_no_period_is_refused(text: str) -> None:
    with pytest.raises(UnknownPeriod):
        period_of(text, TODAY)


def test_a_period_to_come_is_refused() -> None:
    with pytest.raises(PeriodNotOver):
        period_of("2026-11", TODAY)


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)), st.sampled_from(["month", "quarter"]))
def test_the_last_full_period_ended_before_today(today: date, which: str) -> None:
    start, end = period_of(which, today)
    assert start <= end < today
    assert start.day == 1
    assert (today.replace(day=1) - end).days <= (1 if which == "month" else 63)
