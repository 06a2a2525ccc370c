"""The usual promises as lines: exact to the fen, on days that somebody works or that were named."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import Refusal
from arcdesk.domain.promise_patterns import (
    PATTERNS,
    Pattern,
    next_pay_day,
    pattern_lines,
    rebalanced,
    this_week,
)
from arcdesk.services.reference import Reference

WORKDAYS = Reference().workdays
THURSDAY = date(2026, 10, 8)


def told(pattern: Pattern, total_fen: int, today: date = THURSDAY, count: int | None = None) -> list[tuple[str, int]]:
    lines = pattern_lines(pattern, total_fen, today, WORKDAYS, count)
    return [(each.due_on.isoformat(), each.amount_fen) for each in lines]


def test_s160_30000_this_week_and_two_20ths() -> None:
    """The Saturday of that week is worked after the national holiday."""
    assert told("quarter", 12_000_000) == [
        ("2026-10-10", 3_000_000), ("2026-10-20", 4_500_000), ("2026-11-20", 4_500_000)
    ]  # fmt: skip


def test_s158_half_now_and_the_rest_in_instalments_the_last_takes_the_rest() -> None:
    assert told("half", 10_000_001) == [
        ("2026-10-10", 5_000_000), ("2026-10-20", 1_666_667), ("2026-11-20", 1_666_667), ("2026-12-20", 1_666_667)
    ]  # fmt: skip
    assert told("half", 10_000_100, count=3)[-1] == ("2026-12-20", 1_666_700)


def test_s164_a_tenth_as_earnest_money_within_three_days() -> None:
    assert told("earnest", 15_000_000) == [("2026-10-10", 1_500_000), ("2026-10-20", 13_500_000)]


def test_all_of_it_this_week() -> None:
    assert told("whole", 777) == [("2026-10-10", 777)]


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2026-10-12", "2026-10-16"),  # a Monday: Friday
        ("2026-10-17", "2026-10-19"),  # a Saturday of rest: Monday
        ("2026-10-01", "2026-10-08"),  # the national holiday: the first day worked after it
        ("2026-09-30", "2026-09-30"),  # the last day worked before it
    ],
)
def test_this_week(today: str, day: str) -> None:
    assert this_week(date.fromisoformat(today), WORKDAYS).isoformat() == day


def test_the_20th_itself_is_over() -> None:
    assert next_pay_day(date(2026, 12, 20)) == date(2027, 1, 20)
    assert next_pay_day(date(2026, 12, 19)) == date(2026, 12, 20)


@given(st.sampled_from(PATTERNS), st.integers(1_000, 10**12), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_every_pattern_is_the_whole_to_the_fen_and_in_order(pattern: Pattern, total: int, today: date) -> None:
    lines = pattern_lines(pattern, total, today, WORKDAYS)
    assert sum(each.amount_fen for each in lines) == total
    days = [each.due_on for each in lines]
    assert days == sorted(set(days))
    assert days[0] >= today


@given(st.integers(10, 10**10), st.integers(1, 10))
def test_what_is_typed_over_is_balanced_by_the_others(rest: int, count: int) -> None:
    days = [date(2026, month, 20) for month in range(1, count + 1)]
    assert sum(each.amount_fen for each in rebalanced(rest, days)) == rest


@pytest.mark.parametrize("total", [0, -1, 2])
def test_too_little_is_refused(total: int) -> None:
    with pytest.raises(Refusal):
        pattern_lines("half", total, THURSDAY, WORKDAYS)
