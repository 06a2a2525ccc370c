"""Policies: which rows count, in which order, under which conditions (S-050 to S-082, R83)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.account import situation
from arcdesk.domain.aging import bucket_for
from arcdesk.domain.gate import judge
from arcdesk.domain.policies import P_000, P_001, P_002, P_003, SHIPPED
from arcdesk.domain.policy import (
    BUCKETS,
    Action,
    BadLevel,
    Condition,
    EmptyPolicy,
    Level,
    Policy,
    Situation,
    Traits,
    age_class,
    check,
    due_levels,
    holds,
    wait_days,
)
from arcdesk.domain.policy_words import CONDITION_TEXTS, action_key
from arcdesk.domain.schemes import SCHEMES
from arcdesk.domain.worklist import CustomerFacts, work_entry
from tests.domain.accounts import TODAY, account, item, late


def steps(policy: Policy, days: int, **more: object) -> list[tuple[str, str]]:
    found = due_levels(policy, Situation(days, **more))  # type: ignore[arg-type]
    return [(action.step, action.letter or action.role) for level in found for action in level.actions]


def test_over_15_days_and_class_c_is_the_second_letter_and_a_task_for_the_sales_manager() -> None:
    """The rule of the source document (S-078)."""
    c = Traits(grade="C")
    assert steps(P_001, 16, traits=c) == [("letter", "second"), ("escalate", "sales_manager")]
    assert steps(P_001, 15, traits=c) == [("letter", "first"), ("escalate", "sales_manager")]
    assert steps(P_001, 16, traits=Traits(grade="B")) == [("letter", "first"), ("escalate", "sales_manager")]


@pytest.mark.parametrize(
    ("policy", "days", "first"),
    [
        (P_000, -8, None), (P_000, -7, "reminder"), (P_000, 0, "message"), (P_000, 1, "call"),
        (P_000, 29, "call"), (P_000, 30, "letter"), (P_000, 90, "lawyer"),
        (P_001, 2, "reminder"), (P_001, 3, "message"), (P_001, 44, "letter"), (P_001, 120, "letter"),
        (P_001, 121, "lawyer"), (P_002, -15, "escalate"), (P_002, -7, "reminder"), (P_002, 1, "call"),
        (P_002, 7, "letter"), (P_002, 91, "lawyer"),
        (P_003, -8, None), (P_003, 0, "reminder"), (P_003, 30, "letter"), (P_003, 31, "call"),
        (P_003, 180, "visit"), (P_003, 181, "lawyer"),
    ],
)  # fmt: skip
def test_a_shipped_policy_asks_for_its_step_from_its_day(policy: Policy, days: int, first: str | None) -> None:
    found = steps(policy, days)
    assert (found[0][0] if found else None) == first


def test_rows_of_one_day_count_together() -> None:
    large = {"overdue_fen": 50_000_000}
    assert steps(P_002, 31, **large) == [("letter", "second"), ("escalate", "director"), ("visit", "")]
    assert steps(P_002, 31, overdue_fen=49_999_999) == [("letter", "second"), ("escalate", "director")]


@pytest.mark.parametrize(
    ("condition", "holding", "failing"),
    [
        (Condition("amount", "below", "100"), {"overdue_fen": 9_999}, {"overdue_fen": 10_000}),
        (Condition("disputed", "is", "yes"), {"is_disputed": True}, {}),
        (Condition("disputed", "is", "no"), {}, {"is_disputed": True}),
        (Condition("promise", "is", "broken"), {"promise": "broken"}, {"promise": "open"}),
        (Condition("promise", "not", "open"), {"promise": "none"}, {"promise": "open"}),
        (Condition("size", "is", "Small"), {"traits": Traits(size="small")}, {"traits": Traits(size="large")}),
        (Condition("behaviour", "not", "evasive"), {}, {"traits": Traits(behaviour="evasive")}),
        (Condition("industry", "is", "建筑"), {"traits": Traits(industry="建筑")}, {}),
        (Condition("region", "is", "华东"), {"traits": Traits(region="华东")}, {}),
    ],
)
def test_a_condition_lets_its_row_count_or_not(condition: Condition, holding: dict, failing: dict) -> None:  # type: ignore[type-arg]
    policy = Policy("X", "x", (Level(1, (Action("call"),)), Level(5, (Action("visit"),), (condition,))))
    assert steps(policy, 5, **holding) == [("visit", "")]
    assert steps(policy, 5, **failing) == [("call", "")]
    assert (condition.field, condition.operation) in CONDITION_TEXTS


@given(
    st.lists(st.tuples(st.integers(-30, 200), st.booleans()), min_size=1, max_size=8),
    st.integers(-40, 250),
    st.booleans(),
)
def test_the_latest_row_reached_counts_whatever_the_order(
    rows: list[tuple[int, bool]], days: int, disputed: bool
) -> None:
    only = Condition("disputed", "is", "yes")
    levels = [Level(day, (Action("call"),), (only,) if hard else ()) for day, hard in rows]
    policy = Policy("X", "x", check(levels))
    found = due_levels(policy, Situation(days, is_disputed=disputed))
    reached = [day for day, hard in rows if day <= days and (disputed or not hard)]
    assert {level.from_days for level in found} == ({max(reached)} if reached else set())
    assert len(found) == (reached.count(max(reached)) if reached else 0)


@pytest.mark.parametrize(
    "level",
    [
        Level(-61, (Action("call"),)),
        Level(4000, (Action("call"),)),
        Level(1, ()),
        Level(1, (Action("allocate"),)),
        Level(1, (Action("escalate"),)),
        Level(1, (Action("escalate", role="boss"),)),
        Level(1, (Action("call", letter="first"),)),
        Level(1, (Action("letter", letter="fifth"),)),
        Level(1, (Action("call"),), wait_days=-1),
        Level(1, (Action("call"),), (Condition("amount", "is", "5"),)),
        Level(1, (Action("call"),), (Condition("amount", "at_least", "5.5"),)),
        Level(1, (Action("call"),), (Condition("disputed", "is", "maybe"),)),
        Level(1, (Action("call"),), (Condition("mood", "is", "bad"),)),
    ],
)
def test_a_row_that_cannot_be_carried_out_is_refused_by_its_number(level: Level) -> None:
    with pytest.raises(BadLevel) as refused:
        check((Level(0, (Action("reminder"),)), level))
    assert refused.value.values["row"] == 2


def test_a_policy_without_rows_is_refused() -> None:
    with pytest.raises(EmptyPolicy):
        check(())


@pytest.mark.parametrize("policy", SHIPPED.values(), ids=lambda policy: policy.code)
def test_the_shipped_policies_are_sound_and_have_words(policy: Policy) -> None:
    assert check(policy.levels) == policy.levels
    assert all(action_key(action) for level in policy.levels for action in level.actions)


def test_the_interval_is_that_of_the_level() -> None:
    eager = Policy("X", "x", (Level(1, (Action("call"),), wait_days=2), Level(20, (Action("call"),), wait_days=10)))
    for days, waits in ((5, 2), (25, 10)):
        for since in range(12):
            facts = account(late(days), reached_on=TODAY - timedelta(days=since))
            answer = judge(replace(facts, policy=eager), TODAY).answers[0]
            assert answer.allowed == (since >= waits)
    assert wait_days(due_levels(eager, Situation(0))) == 7


def test_the_situation_is_read_off_the_account() -> None:
    facts = account(late(40, 300_000), item(100, TODAY, number=2, disputed_fen=50))
    found = situation(facts, TODAY)
    assert (found.days, found.overdue_fen, found.is_disputed, found.promise) == (40, 300_000, True, "none")


def test_every_action_of_the_level_stands_in_the_entry() -> None:
    facts = replace(account(late(16)), policy=P_001, traits=Traits(grade="C"))
    entry = work_entry(CustomerFacts(1, "C1", (facts,)), TODAY)
    assert entry is not None
    assert (entry.kind, entry.step) == ("level_due", "letter")
    assert [reason.text_key for reason in entry.reasons] == [
        "{days} days overdue: level from day {from_days} of {policy}",
        "Task for the sales manager",
    ]


def test_a_policy_says_how_early_it_begins() -> None:
    owes = account(item(1000, TODAY + timedelta(days=12)))
    seen = {
        policy.code: work_entry(CustomerFacts(1, "C1", (replace(owes, policy=policy),)), TODAY)
        for policy in SHIPPED.values()
    }
    assert [code for code, entry in seen.items() if entry] == ["P-002"]
    late_only = Policy("X", "x", (Level(3, (Action("call"),)),))
    due = replace(account(item(1000, TODAY)), policy=late_only)
    assert work_entry(CustomerFacts(1, "C1", (due,)), TODAY) is None


def test_the_weight_of_age_is_the_colours() -> None:
    assert [age_class(days) for days in (0, 1, 30, 31, 90, 91, 180, 181)] == [0, 1, 1, 2, 2, 3, 3, 4]


@pytest.mark.parametrize(
    ("days", "key"), [(0, "not_due"), (1, "d1_30"), (30, "d1_30"), (31, "d31_90"), (181, "d181_up")]
)
def test_a_condition_asks_for_the_bucket_of_the_four_colours(days: int, key: str) -> None:
    for each in BUCKETS:
        assert holds(Condition("bucket", "is", each), Situation(days)) == (each == key)
        assert holds(Condition("bucket", "not", each), Situation(days)) == (each != key)


@given(st.integers(-60, 4000))
def test_the_bucket_of_a_condition_is_that_of_the_list(days: int) -> None:
    scheme = SCHEMES["portrait"]
    (found,) = [key for key in BUCKETS if holds(Condition("bucket", "is", key), Situation(days))]
    due_on = TODAY - timedelta(days=days)
    assert scheme.bucket(found) == bucket_for(scheme, TODAY, due_on, due_on)


def test_a_condition_asks_for_one_tag_among_several() -> None:
    vip = Situation(10, traits=Traits(tags="VIP, 展会"))
    assert holds(Condition("tag", "is", "vip"), vip)
    assert not holds(Condition("tag", "is", "展"), vip), "part of a tag is no tag"
    assert holds(Condition("tag", "not", "展"), vip)
    for value in ("", " ", "a, b"):
        with pytest.raises(BadLevel):
            check((Level(1, (Action("call"),), (Condition("tag", "is", value),)),))
    with pytest.raises(BadLevel):
        check((Level(1, (Action("call"),), (Condition("bucket", "is", "d1_60"),)),))
