"""Which demand follows which (R37)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.letter_levels import DEMANDS, next_demand

LEVELS = ("reminder", "first", "second", "final", "lawyer_draft")


@pytest.mark.parametrize(
    ("earlier", "days", "level"),
    [
        ((), 1, "first"),
        ((), 400, "first"),
        (("reminder",), 90, "first"),
        (("first",), 29, "first"),
        (("first",), 30, "second"),
        (("first", "second"), 59, "second"),
        (("first", "second"), 60, "final"),
        (("final",), 90, "final"),
        (("first", "lawyer_draft"), 40, "second"),
    ],
)
def test_a_demand_goes_one_step_further_when_it_is_old_enough(earlier, days: int, level: str) -> None:
    assert next_demand(earlier, days) == level


@given(st.lists(st.sampled_from(LEVELS)), st.integers(0, 2000))
def test_no_step_is_left_out_and_none_comes_too_early(earlier: list[str], days: int) -> None:
    highest = max((DEMANDS.index(each) for each in earlier if each in DEMANDS), default=-1)
    found = DEMANDS.index(next_demand(earlier, days))
    assert found <= highest + 1
    assert found == 0 or days >= 30
    assert found < 2 or days >= 60
