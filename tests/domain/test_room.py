"""From which day an allocation fits: what was taken back in between decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.room import first_day_with_room, most_used

MAY = [date(2026, 5, 1) + timedelta(days=n) for n in range(31)]
changes = st.lists(st.tuples(st.sampled_from(MAY), st.integers(-100, 100)), max_size=8)


def left_on(whole: int, moved: list[tuple[date, int]], day: date) -> int:
    return whole + sum(fen for on, fen in moved if on <= day)


@pytest.mark.parametrize(
    ("moved", "wanted", "expected"),
    [
        ([], 100, MAY[4]),
        ([(MAY[0], -100), (MAY[19], 100)], 100, MAY[19]),  # used, and freed on the 20th
        ([(MAY[0], -100), (MAY[19], 100)], 1, MAY[19]),
        ([(MAY[0], -60), (MAY[19], 60)], 40, MAY[4]),
        ([(MAY[0], -100), (MAY[3], 100)], 100, MAY[4]),  # freed before the day asked about
        ([(MAY[9], -100), (MAY[19], 100)], 100, MAY[19]),  # fits on the 5th, but not on the 10th
        ([(MAY[9], -100), (MAY[9], 100)], 100, MAY[4]),  # there and back within a day
        ([(MAY[9], -1)], 100, None),
    ],
)
def test_it_fits_from_the_day_after_which_it_always_does(
    moved: list[tuple[date, int]], wanted: int, expected: date | None
) -> None:
    assert first_day_with_room(100, moved, wanted, MAY[4]) == expected


@given(st.integers(0, 300), changes, st.integers(1, 300), st.sampled_from(MAY))
def test_the_day_found_is_the_first_that_fits_for_good(
    whole: int, moved: list[tuple[date, int]], wanted: int, on: date
) -> None:
    found = first_day_with_room(whole, moved, wanted, on)
    good = [day for day in MAY if all(left_on(whole, moved, later) >= wanted for later in MAY if later >= day)]
    expected = next((day for day in good if day >= on), None)
    assert found == expected


@given(changes)
def test_the_most_that_was_used_is_that_of_the_worst_evening(moved: list[tuple[date, int]]) -> None:
    assert most_used(moved) == max(0, *(-left_on(0, moved, day) for day in MAY))
