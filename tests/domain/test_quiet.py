"""Quiet hours: over midnight, within a day, and none at all."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.quiet import NotAClockTime, QuietHours, clock_time, is_quiet
from arcdesk.domain.workdays import Workdays

WORKDAYS = Workdays(frozenset({date(2026, 10, 7)}), frozenset({date(2026, 10, 10)}), frozenset({2026}))


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (datetime(2026, 10, 8, 7, 59, tzinfo=UTC), True),
        (datetime(2026, 10, 8, 8, tzinfo=UTC), False),
        (datetime(2026, 10, 8, 21, 59, tzinfo=UTC), False),
        (datetime(2026, 10, 8, 22, tzinfo=UTC), True),
        (datetime(2026, 10, 7, 10, tzinfo=UTC), True),
        (datetime(2026, 10, 10, 10, tzinfo=UTC), False),
        (datetime(2026, 10, 11, 10, tzinfo=UTC), True),
    ],
)
def test_nights_and_days_of_rest_are_quiet(at: datetime, quiet: bool) -> None:
    assert is_quiet(at, WORKDAYS) is quiet


def test_hours_within_a_day_and_no_hours_at_all() -> None:
    noon = QuietHours(time(12), time(14))
    assert [noon.covers(time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]
    assert not any(QuietHours(time(9), time(9)).covers(time(hour)) for hour in range(24))


@given(st.times(), st.times(), st.times())
def test_a_moment_is_either_within_the_hours_or_within_the_rest_of_the_day(a: time, b: time, at: time) -> None:
    if a != b:
        assert QuietHours(a, b).covers(at) is not QuietHours(b, a).covers(at)


@pytest.mark.parametrize(("text", "at"), [("22:00", time(22)), (" 08:30 ", time(8, 30)), ("21:15:40", time(21, 15))])
def test_a_time_of_day_is_read(text: str, at: time) -> None:
    assert clock_time(text) == at


@pytest.mark.parametrize("text", ["", "25:00", "eight", "8 Uhr", "22：00"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(NotAClockTime):
        clock_time(text)
