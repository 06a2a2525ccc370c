"""When a limitation period that runs out has to be seen to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.alarms import LimitationFacts, alarmed, is_alarmed
from arcdesk.domain.limitation import ALARM_DAYS

END = date(2026, 9, 30)


def clock(days_left: int, number: str = "A", currency: str = "CNY") -> LimitationFacts:
    return LimitationFacts(END, days_left, number, 100, currency)


@pytest.mark.parametrize(
    ("days_left", "shows"),
    [(181, False), (180, True), (120, True), (90, True), (30, True), (7, True), (0, True), (-1, True), (-7, True),
     (-8, False), (-400, False)],
)  # fmt: skip
def test_an_alarm_nobody_saw_to_shows_from_the_first_threshold_to_a_week_after_the_end(
    days_left: int, shows: bool
) -> None:
    assert is_alarmed(clock(days_left), None) == shows


@pytest.mark.parametrize("threshold", [180, 90, 30])
def test_a_contact_on_or_after_the_day_answers_it_until_the_next(threshold: int) -> None:
    since = END - timedelta(days=threshold)
    for days_left in (threshold, threshold - 1, threshold - 20):
        assert is_alarmed(clock(days_left), since - timedelta(days=1))
        assert not is_alarmed(clock(days_left), since)
    following = ALARM_DAYS[ALARM_DAYS.index(threshold) + 1]
    assert is_alarmed(clock(following), since)


@pytest.mark.parametrize("days_left", [7, 3, 0, -3])
def test_in_the_last_days_nothing_but_a_new_period_silences_it(days_left: int) -> None:
    assert is_alarmed(clock(days_left), END - timedelta(days=days_left))


def test_the_first_to_run_out_stands_first_and_currencies_stay_apart() -> None:
    later = LimitationFacts(END + timedelta(days=3), 10, "B", 5)
    found = alarmed((later, clock(7), clock(7, "0"), clock(7, "U", "USD"), clock(400)), "CNY", None)
    assert [facts.invoice_number for facts in found] == ["0", "A", "B"]


@given(st.integers(-1000, 1000), st.integers(0, 400))
def test_the_longer_ago_somebody_saw_to_it_the_sooner_it_shows(days_left: int, ago: int) -> None:
    today = END - timedelta(days=days_left)
    if is_alarmed(clock(days_left), today - timedelta(days=ago)):
        assert is_alarmed(clock(days_left), today - timedelta(days=ago + 1))
        assert is_alarmed(clock(days_left), None)
