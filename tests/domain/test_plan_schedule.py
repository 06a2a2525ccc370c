"""Schedules of instalments: reckoned by the month, or typed and checked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import AmountNotPositive, DayOutOfRange, Refusal
from arcdesk.domain.plan_schedule import (
    DownPaymentTooLarge,
    InstalmentBeforeAgreement,
    InstalmentsOutOfOrder,
    Planned,
    ScheduleEmpty,
    check_schedule,
    monthly_schedule,
)
from arcdesk.domain.plans import PlanCountWrong

AGREED = date(2026, 3, 1)


def days(*offsets: int) -> list[Planned]:
    return [Planned(AGREED + timedelta(days=offset), 100) for offset in offsets]


def test_s181_three_down_and_the_rest_on_the_twentieth() -> None:
    down = Planned(date(2026, 3, 5), 3_000_000)
    found = monthly_schedule(12_000_000, 2, date(2026, 3, 20), down)
    assert [(each.due_on.isoformat(), each.amount_fen) for each in found] == [
        ("2026-03-05", 3_000_000),
        ("2026-03-20", 4_500_000),
        ("2026-04-20", 4_500_000),
    ]


def test_s181_eight_in_ten_days_and_seven_over_three_months() -> None:
    found = monthly_schedule(15_000_000, 3, date(2026, 4, 11), Planned(date(2026, 3, 11), 8_000_000))
    assert [each.amount_fen for each in found] == [8_000_000, 2_333_333, 2_333_333, 2_333_334]


@given(st.integers(1, 10**10), st.integers(1, 60), st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 10**10))
def test_a_monthly_schedule_foots_and_its_days_rise(total: int, count: int, first: date, down: int) -> None:
    payment = Planned(first - timedelta(days=1), down) if down else None
    try:
        found = monthly_schedule(total, count, first, payment)
    except (DownPaymentTooLarge, PlanCountWrong):
        assert down >= total or count > total - down
        return
    assert sum(each.amount_fen for each in found) == total
    check_schedule(found, found[0].due_on)


@pytest.mark.parametrize(
    ("refusal", "total", "count", "first", "down"),
    [
        (AmountNotPositive, 0, 2, AGREED, None),
        (AmountNotPositive, 100, 2, AGREED, Planned(AGREED, 0)),
        (DownPaymentTooLarge, 100, 2, AGREED, Planned(AGREED, 100)),
        (PlanCountWrong, 100, 0, AGREED, None),
        (PlanCountWrong, 100, 2, AGREED, Planned(AGREED, 99)),
        (DayOutOfRange, 100_000, 24, date(2199, 1, 1), None),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(
    refusal: type[Refusal], total: int, count: int, first: date, down: Planned | None
) -> None:
    with pytest.raises(refusal):
        monthly_schedule(total, count, first, down)


def test_an_instalment_may_be_due_on_the_day_of_the_agreement() -> None:
    check_schedule(days(0, 30, 60), AGREED)


@pytest.mark.parametrize(
    ("refusal", "schedule"),
    [
        (ScheduleEmpty, []),
        (InstalmentBeforeAgreement, days(-1, 30)),
        (InstalmentsOutOfOrder, days(30, 10)),
        (InstalmentsOutOfOrder, days(10, 10)),
        (AmountNotPositive, [Planned(AGREED, 0)]),
        (AmountNotPositive, [Planned(AGREED, -5)]),
        (PlanCountWrong, days(*range(361))),
    ],
)
def test_a_typed_schedule_that_is_wrong_is_refused(refusal: type[Refusal], schedule: list[Planned]) -> None:
    with pytest.raises(refusal):
        check_schedule(schedule, AGREED)
