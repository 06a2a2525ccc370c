"""A decision about the day's list: how long it holds, and what brings the customer back before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.gate import Reason
from arcdesk.domain.set_aside import EVERYTHING, Answered, Decision, answered, first_day_back, mark_of, news
from arcdesk.domain.worklist import WEIGHTS

TODAY = date(2026, 10, 8)
LEVEL = Reason("level_due", "{days} days overdue: call", {"days": 16})
SOON = Reason("soon_due", "{amount} falls due on {due_on}.", {"amount": "1", "due_on": date(2026, 10, 12)})


def broken(due_on: date) -> Reason:
    return Reason("broken_promise", "Promise broken", {"amount": "1.00", "due_on": due_on})


def alarm(days: int, number: str = "A") -> Reason:
    text = "Limitation ended on {raw_end}" if days < 0 else "Limitation ends on {raw_end}, in {days} days"
    return Reason("limitation_alarm", text, {"number": number, "days": abs(days)})


def decided(*reasons: Reason) -> Decision:
    return Decision("snooze", TODAY, TODAY + timedelta(days=5), "等批复", answered(reasons))


def test_a_snooze_holds_until_its_day_and_not_on_it() -> None:
    decision = decided()
    held = [decision.holds(TODAY + timedelta(days=days)) for days in (-1, 0, 4, 5)]
    assert held == [False, True, True, False]


def test_done_and_skip_hold_for_their_own_day() -> None:
    assert first_day_back("done", TODAY, None) == first_day_back("skip", TODAY, None) == date(2026, 10, 9)
    assert first_day_back("snooze", TODAY, date(2026, 10, 20)) == date(2026, 10, 20)


def test_the_same_reasons_on_a_later_day_are_no_news() -> None:
    older = Reason("level_due", LEVEL.text_key, {"days": 19})
    assert news(decided(LEVEL, broken(TODAY)), [older, broken(TODAY)]) == ()


@pytest.mark.parametrize(
    ("then", "now", "back"),
    [
        ([LEVEL], [LEVEL, broken(TODAY)], True),
        ([LEVEL], [LEVEL, alarm(60)], True),
        ([Reason("followup_due", "Follow-up", {"due_on": TODAY})], [alarm(60)], True),
        ([broken(TODAY)], [broken(TODAY), broken(TODAY + timedelta(days=1))], True),
        ([SOON], [LEVEL], True),
        ([LEVEL], [SOON], False),
        ([LEVEL], [Reason("promise_due_today", "promised", {"amount": "1"})], False),
        ([alarm(60)], [alarm(40)], False),
        ([alarm(60)], [alarm(7)], True),
        ([alarm(3)], [alarm(-1)], True),
        ([alarm(60)], [alarm(60, "B")], True),
        ([], [SOON], True),
    ],
)
def test_what_is_graver_than_what_was_answered_brings_back(then: list[Reason], now: list[Reason], back: bool) -> None:
    assert bool(news(decided(*then), now)) is back


def test_a_decision_without_its_reasons_answers_all() -> None:
    old = Decision("snooze", TODAY, TODAY + timedelta(days=5), "", (Answered(EVERYTHING),))
    assert news(old, [LEVEL, broken(TODAY)]) == ()


@given(st.lists(st.sampled_from(sorted(WEIGHTS)), max_size=5), st.lists(st.sampled_from(sorted(WEIGHTS)), max_size=5))
def test_nothing_that_was_answered_is_news_and_the_graver_always_is(then: list[str], now: list[str]) -> None:
    decision = decided(*(Reason(kind, kind, {}) for kind in then))
    found = {reason.rule for reason in news(decision, [Reason(kind, kind, {}) for kind in now])}
    assert not found & set(then)
    heaviest = max((WEIGHTS[kind] for kind in then), default=0)  # type: ignore[index]
    assert {kind for kind in now if WEIGHTS[kind] > heaviest} <= found  # type: ignore[index]


def test_levels_are_told_apart_by_their_words_and_days() -> None:
    marks = {mark_of(Reason("level_due", "{days} days", {"days": 9, "from_days": days})) for days in (7, 15)}
    assert len(marks) == 2
