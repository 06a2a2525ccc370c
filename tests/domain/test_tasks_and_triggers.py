"""Who is asked for what inside the firm, and when a claim goes to the lawyer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.account import Account, Hold, PromiseFacts
from arcdesk.domain.aging import OpenItem
from arcdesk.domain.gate import Reason
from arcdesk.domain.legal import LegalFacts, triggers
from arcdesk.domain.policies import P_001, P_002
from arcdesk.domain.policy import ROLES as POLICY_ROLES
from arcdesk.domain.policy import STEPS, Traits
from arcdesk.domain.staff import ROLE_NAMES, STAFF_ROLES, Colleague, recipient
from arcdesk.domain.tasks import ROLE_OF_STEP, asked_of_roles, bring_back, matter_of

DAY = date(2026, 10, 8)


def account(days: int, **facts: object) -> Account:
    due = DAY - timedelta(days=days)
    item = OpenItem(1, 1, "CNY", due - timedelta(days=30), due, 100_000)
    return Account("CNY", (item,), **facts)  # type: ignore[arg-type]


def test_s078_more_than_15_days_and_grade_c_is_a_task_for_the_sales_manager() -> None:
    asked = asked_of_roles(account(16, policy=P_001, traits=Traits(grade="C")), DAY)
    assert [(each.role, each.step) for each in asked] == [("sales_manager", "escalate")]
    assert asked[0].reason.values["from_days"] == 16


def test_a_letter_of_today_does_not_take_the_managers_task_away() -> None:
    assert asked_of_roles(account(20, policy=P_001, reached_on=DAY), DAY)


@pytest.mark.parametrize(
    "facts",
    [
        {"hold": Hold(DAY, "x")},
        {"promises": (PromiseFacts(DAY, DAY + timedelta(days=3), 100),)},
        {"unallocated_fen": 100_000},
    ],
)
def test_a_promise_a_hold_and_money_that_came_in_do(facts: dict[str, object]) -> None:
    assert not asked_of_roles(account(20, policy=P_001, **facts), DAY)


def test_s066_sales_is_warned_before_the_due_date() -> None:
    asked = asked_of_roles(account(-10, policy=P_002), DAY)
    assert [each.role for each in asked] == ["sales"]
    assert not asked_of_roles(account(-20, policy=P_002), DAY)


def test_the_same_reason_keeps_its_name_from_day_to_day() -> None:
    one = account(20, policy=P_001)
    first, second = asked_of_roles(one, DAY), asked_of_roles(one, DAY + timedelta(days=1))
    assert [each.matter for each in first] == [each.matter for each in second]
    older = one.items[0]._replace(due_on=DAY - timedelta(days=40))
    other = asked_of_roles(replace(one, items=(older,)), DAY)
    assert first[0].matter != other[0].matter
    reasons = [Reason("level_due", "x", {"days": days, "policy": "P"}) for days in (1, 2)]
    assert matter_of(reasons[0], DAY) == matter_of(reasons[1], DAY)


def test_every_step_and_role_says_what_to_bring_back() -> None:
    assert all(bring_back(step, "") for step in STEPS if step in ROLE_OF_STEP)
    assert all(bring_back("escalate", role) for role in POLICY_ROLES)
    assert set(ROLE_NAMES) == set(STAFF_ROLES)


def test_who_gets_a_roles_task() -> None:
    people = (
        Colleague("李", "sales_manager"), Colleague("王", "sales_manager"), Colleague("赵", "legal", takes_tasks=False),
        Colleague("钱", "cfo", left_on=DAY), Colleague("刘", "sales", left_on=DAY),
    )  # fmt: skip
    assert recipient("sales_manager", "", "", people, DAY) == "李"
    assert recipient("sales_manager", "王", "", people, DAY) == "王"
    assert recipient("legal", "", "", people, DAY) == ""
    assert recipient("cfo", "", "", people, DAY) == ""
    assert recipient("cfo", "", "", people, DAY - timedelta(days=1)) == "钱"
    assert recipient("sales", "王", "孙", people, DAY) == "孙"
    assert recipient("sales", "王", "刘", people, DAY) == "王"


@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        (LegalFacts(120, {}, broken_on=DAY), []),
        (LegalFacts(121, {}), []),
        (LegalFacts(121, {}, broken_on=DAY), ["promise_broken"]),
        (LegalFacts(121, {}, refused_on=DAY), ["refused"]),
        (LegalFacts(121, {}, deadline_on=DAY), ["deadline_passed"]),
        (LegalFacts(121, {"talks_failed": DAY}), ["talks_failed"]),
        (LegalFacts(180, {}), []),
        (LegalFacts(181, {}), ["latest"]),
        (LegalFacts(1, {"moving_assets": DAY}), ["moving_assets"]),
        (LegalFacts(1, {"lost_contact": DAY}, misses=9), ["lost_contact"]),
        (LegalFacts(1, {}, misses=3), ["lost_contact"]),
        (LegalFacts(1, {}, misses=2), []),
        (LegalFacts(1, {}, misses=3, reached_on=DAY - timedelta(days=29)), []),
        (LegalFacts(1, {}, misses=3, reached_on=DAY - timedelta(days=30)), ["lost_contact"]),
        (LegalFacts(200, {"moving_assets": DAY}, refused_on=DAY), ["moving_assets", "latest", "refused"]),
    ],
)
def test_the_triggers(facts: LegalFacts, rules: list[str]) -> None:
    assert [reason.rule for reason in triggers(facts, DAY)] == rules


@given(st.integers(0, 4000), st.integers(0, 10))
def test_once_at_the_trigger_always_at_the_trigger(days: int, more: int) -> None:
    facts = LegalFacts(days, {}, refused_on=DAY)
    if triggers(facts, DAY):
        assert triggers(replace(facts, days=days + more), DAY)
