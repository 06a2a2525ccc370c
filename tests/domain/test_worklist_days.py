"""A line of the work list grows older as it is until the day on which it may be another."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from arcdesk.domain.account import LetterFacts, PromiseFacts
from arcdesk.domain.policies import P_002
from arcdesk.domain.worklist import CustomerFacts, FollowUpFacts, work_entry
from arcdesk.domain.worklist_days import older, stands_until
from tests.domain.accounts import TODAY, account, item, late
from tests.domain.test_plain_rules import customers


@given(customers(), st.integers(0, 20), st.integers(1, 40))
@settings(max_examples=300)
def test_a_line_that_stands_only_counts_on(facts: CustomerFacts, first: int, days: int) -> None:
    day = TODAY + timedelta(days=first)
    later = min(day + timedelta(days=days), stands_until(facts, day) - timedelta(days=1))
    before, after, passed = work_entry(facts, day), work_entry(facts, later), (later - day).days
    if before is None or after is None:
        assert before == after
        return
    counted = before.max_overdue_days + passed if before.max_overdue_days else 0
    assert after == before._replace(reasons=older(before.reasons, passed), max_overdue_days=counted)


def until(facts: CustomerFacts) -> date:
    return stands_until(facts, TODAY)


def owing(*items: object, **more: object) -> CustomerFacts:
    return CustomerFacts(1, "C1", (account(*items, **more),))  # type: ignore[arg-type]


def test_a_line_stands_until_the_day_known_beforehand() -> None:
    in_days = [TODAY + timedelta(days=days) for days in range(100)]
    assert until(owing(late(40))) == in_days[51]  # 91 days: a level of its own
    assert until(owing(late(200))) == date.max
    assert until(owing(late(200), item(100, in_days[30]))) == in_days[23]  # a week ahead it is announced
    assert until(owing(late(200), item(100, in_days[5]))) == in_days[1]
    assert until(owing(late(200), item(100, in_days[30]), policy=P_002)) == in_days[15]
    assert until(owing(late(200), reached_on=TODAY - timedelta(days=2))) == in_days[5]
    assert until(owing(late(200), promises=(PromiseFacts(TODAY, in_days[9], 5),))) == in_days[9]
    assert until(owing(late(200), letter=LetterFacts("L", in_days[0], in_days[8]))) == in_days[7]
    assert until(CustomerFacts(1, "C1", (), (FollowUpFacts(in_days[4]),))) == in_days[4]
