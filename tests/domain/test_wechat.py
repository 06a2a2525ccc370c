"""The checklist of a WeChat conversation, the order of its screenshots, and how they come onto sheets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.wechat import (
    CHECKLIST,
    MOST_PIECES,
    findings,
    is_tall,
    missing,
    natural_key,
    placed,
    strips,
    wrong_answers,
)


def test_what_nobody_answered_is_missing() -> None:
    assert missing({}) == tuple(CHECKLIST)
    answers = dict.fromkeys(CHECKLIST, "yes") | {"voice_text": "na", "recording": "no"}
    assert missing(answers) == ("recording",)
    assert [finding.key for finding in findings(answers)] == list(CHECKLIST)


def test_only_what_may_be_absent_can_be_said_not_to_apply() -> None:
    assert wrong_answers({"opened": "na", "whole": "yes", "times": ""}) == ()
    assert wrong_answers({"whole": "na", "nothing": "yes", "times": "maybe"}) == ("whole", "nothing", "times")


def test_two_comes_before_ten() -> None:
    names = ["微信图片_10.png", "微信图片_2.png", "a.png", "10.png", "2.png", "²3.png", "A1.png"]
    assert sorted(names, key=natural_key) == ["2.png", "10.png", "A1.png", "a.png", "²3.png", *names[1::-1]]


@pytest.mark.parametrize(
    ("size", "pieces"),
    [((1080, 2400), 1), ((1080, 3600), 1), ((1080, 9000), 4), ((1920, 1080), 1), ((1, 60_000), 1)],
)
def test_a_scrolled_screenshot_is_cut_where_it_would_come_out_too_small(size: tuple[int, int], pieces: int) -> None:
    assert len(strips(*size, 240.0, 650.0)) == pieces


@given(st.integers(1, 4000), st.integers(1, 60_000))
def test_no_row_of_pixels_is_lost_and_pieces_repeat_a_little(width: int, height: int) -> None:
    found = strips(width, height, 240.0, 650.0)
    assert found[0][0] == 0
    assert found[-1][1] == height
    assert len(found) <= MOST_PIECES
    assert all(upper < lower for upper, lower in found)
    for (_, before), (after, _) in pairwise(found):
        assert after < before


@given(st.lists(st.booleans(), max_size=60))
def test_every_place_is_used_once_and_in_order(tall: list[bool]) -> None:
    found = placed(tall)
    assert len(set(found)) == len(found) == len(tall)
    assert found == sorted(found)
    kinds: dict[int, set[bool]] = {}
    for (page, place), kind in zip(found, tall, strict=True):
        assert place in (0, 1)
        kinds.setdefault(page, set()).add(kind)
    assert all(len(kind) == 1 for kind in kinds.values())
    assert sorted(kinds) == list(range(len(kinds)))


def test_a_phone_s_screen_is_tall_and_a_window_is_not() -> None:
    assert is_tall(1080, 2400)
    assert not is_tall(1920, 1080)
    assert not is_tall(1000, 1000)
