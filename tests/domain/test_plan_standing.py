"""How a plan stands, and when the whole of it may be claimed (R33)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.plan_standing import (
    Acceleration,
    InstalmentFacts,
    acceleration,
    arrears,
    instalment_state,
    plan_state,
)

FIRST = date(2026, 3, 20)


def plan(*parts: tuple[int, int]) -> list[InstalmentFacts]:
    """Instalments a month apart, each (amount, open)."""
    return [InstalmentFacts(FIRST + timedelta(days=30 * n), *part) for n, part in enumerate(parts)]


@pytest.mark.parametrize(
    ("open_fen", "days", "state"),
    [(400, 0, "open"), (400, 1, "late"), (100, 0, "partly"), (100, 1, "late"), (0, 0, "paid"), (0, 99, "paid")],
)
def test_an_instalment_is_late_from_the_day_after_its_day(open_fen: int, days: int, state: str) -> None:
    assert instalment_state(InstalmentFacts(FIRST, 400, open_fen), FIRST + timedelta(days=days)) == state


@pytest.mark.parametrize(
    ("parts", "days", "ended", "state"),
    [
        ([(400, 400), (400, 400)], 0, "", "running"),
        ([(400, 400), (400, 400)], 1, "", "late"),
        ([(400, 0), (400, 400)], 1, "", "running"),
        ([(400, 0), (400, 0)], 99, "", "done"),
        ([(400, 400), (400, 400)], 1, "accelerated", "accelerated"),
        ([(400, 0), (400, 0)], 1, "accelerated", "done"),
        ([(400, 0), (400, 400)], 1, "void", "void"),
        ([(400, 0), (400, 0)], 1, "replaced", "replaced"),
    ],
)
def test_the_whole_plan(parts: list[tuple[int, int]], days: int, ended: str, state: str) -> None:
    assert plan_state(plan(*parts), FIRST + timedelta(days=days), ended) == state


def test_a_fifth_in_arrears_allows_the_whole_to_be_claimed() -> None:
    five = plan(*[(200, 200)] * 5)
    assert acceleration(five, FIRST) is None
    assert acceleration(five, FIRST + timedelta(days=1)) == Acceleration(1, 200, True)


def test_a_fen_below_the_fifth_does_not() -> None:
    parts = plan((200, 199), *[(200, 200)] * 4)
    assert acceleration(parts, FIRST + timedelta(days=1)) is None


def test_two_missed_instalments_are_shown_though_they_are_no_fifth() -> None:
    twelve = plan(*[(100, 100)] * 12)
    assert acceleration(twelve, FIRST + timedelta(days=1)) is None
    assert acceleration(twelve, FIRST + timedelta(days=31)) == Acceleration(2, 200, False)
    assert acceleration(twelve, FIRST + timedelta(days=61)) == Acceleration(3, 300, True)


def test_nothing_is_called_in_when_all_has_fallen_due() -> None:
    assert acceleration(plan((400, 400), (400, 400)), FIRST + timedelta(days=31)) is None


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=1, max_size=6), st.integers(-10, 200))
def test_arrears_are_what_is_open_of_the_instalments_that_are_late(parts: list[tuple[int, int]], days: int) -> None:
    facts = plan(*((amount, min(amount, open_fen)) for amount, open_fen in parts))
    day = FIRST + timedelta(days=days)
    late = [each for each in facts if instalment_state(each, day) == "late"]
    assert arrears(facts, day) == sum(each.open_fen for each in late)
