"""Tags: words of one's own on a customer, however they were written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.tags import has, tags, tidy


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()), (" ,，、 ", ()), ("VIP", ("VIP",)), ("VIP，展会、老客户", ("VIP", "展会", "老客户")),
        ("a;b；c|d e", ("a", "b", "c", "d", "e")), ("VIP, vip,Vip", ("VIP",)), ("b, a, B", ("b", "a")),
    ],
)  # fmt: skip
def test_tags_are_told_apart_by_any_usual_mark(text: str, found: tuple[str, ...]) -> None:
    assert tags(text) == found


@given(st.text(max_size=60))
def test_a_tidy_text_stays_as_it_is_and_has_its_tags(text: str) -> None:
    kept = tidy(text)
    assert tidy(kept) == kept
    assert tags(kept) == tags(text)
    assert all(has(kept, word) for word in tags(text))
