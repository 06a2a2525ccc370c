"""Whom to chase today, and why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.policy import level_for
from arcdesk.domain.worklist import (
    WEIGHTS,
    AccountFacts,
    CustomerFacts,
    FollowUpFacts,
    LetterFacts,
    PromiseFacts,
    work_entry,
    work_list,
)

TODAY = date(2026, 3, 10)
YESTERDAY = TODAY - timedelta(days=1)
MADE = TODAY - timedelta(days=20)


def account(days: int, fen: int = 1_000_000, **more: object) -> AccountFacts:
    return AccountFacts("CNY", max(fen, 1), fen, days, **more)  # type: ignore[arg-type]


def customer(number: int = 1, **more: object) -> CustomerFacts:
    return CustomerFacts(number, f"C{number:03d}", **more)  # type: ignore[arg-type]


def kinds(facts: CustomerFacts) -> list[str]:
    entry = work_entry(facts, TODAY)
    return [reason.rule for reason in entry.reasons] if entry else []


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (1, "letter"),
        (30, "letter"),
        (31, "call"),
        (90, "call"),
        (91, "visit"),
        (180, "visit"),
        (181, "lawyer"),
    ],
)
def test_each_level_begins_on_its_day(days: int, step: str) -> None:
    entry = work_entry(customer(accounts=(account(days),)), TODAY)
    assert entry is not None
    assert (entry.kind, entry.step) == ("level_due", step)
    assert entry.reasons[0].values["days"] == days
    assert level_for(0) is None


def test_nobody_is_on_the_list_without_a_reason() -> None:
    assert work_entry(customer(), TODAY) is None
    assert work_entry(customer(accounts=(account(0, 0),)), TODAY) is None
    assert work_entry(customer(accounts=(account(200, 0),)), TODAY) is None  # all of it disputed
    assert work_list([customer()], TODAY) == []


@pytest.mark.parametrize(("days", "rules"), [(0, []), (6, []), (7, ["level_due"])])
def test_the_level_waits_a_week_after_a_contact(days: int, rules: list[str]) -> None:
    facts = customer(accounts=(account(45),), last_contact_on=TODAY - timedelta(days=days))
    assert kinds(facts) == rules


def test_an_open_promise_pauses_the_level_in_its_currency() -> None:
    promise = PromiseFacts(MADE, TODAY + timedelta(days=3), 500)
    assert kinds(customer(accounts=(account(45),), promises=(promise,))) == []
    dollars = AccountFacts("USD", 900, 900, 45)
    assert kinds(customer(accounts=(account(45), dollars), promises=(promise,))) == ["level_due"]


def test_case_10_a_broken_promise_outranks_everything() -> None:
    broken = PromiseFacts(MADE, YESTERDAY, 500)
    facts = [
        customer(1, accounts=(account(400, 10**14),)),
        customer(2, accounts=(account(3, 600),), promises=(broken,)),
        customer(3, accounts=(account(300, 10**14),), letters=(LetterFacts("L-1", YESTERDAY, 10**14),)),
    ]
    assert [(entry.customer_id, entry.kind) for entry in work_list(facts, TODAY)] == [
        (2, "broken_promise"),
        (3, "deadline_passed"),
        (1, "level_due"),
    ]


def test_a_broken_promise_ends_with_the_money_or_a_newer_promise() -> None:
    broken = PromiseFacts(MADE, YESTERDAY, 500)
    nothing_missing = PromiseFacts(MADE, YESTERDAY, 0)
    renewed = PromiseFacts(YESTERDAY, TODAY + timedelta(days=2), 500)
    same_plan = PromiseFacts(MADE, TODAY + timedelta(days=30), 500)
    open_account = (account(0, 0),)
    assert kinds(customer(accounts=open_account, promises=(broken,))) == ["broken_promise"]
    assert kinds(customer(accounts=open_account, promises=(broken, same_plan))) == ["broken_promise"]
    assert kinds(customer(accounts=open_account, promises=(broken, renewed))) == []
    assert kinds(customer(accounts=open_account, promises=(nothing_missing,))) == []
    assert kinds(customer(accounts=(), promises=(broken,))) == []
    paid_up = AccountFacts("CNY", 0, 0, 0)
    assert kinds(customer(accounts=(paid_up,), promises=(broken,))) == []


def test_a_deadline_counts_from_the_day_after_it_while_money_is_missing() -> None:
    for letter, rules in [
        (LetterFacts("L-1", YESTERDAY, 5), ["deadline_passed"]),
        (LetterFacts("L-1", TODAY, 5), []),
        (LetterFacts("L-1", YESTERDAY, 0), []),
    ]:
        assert kinds(customer(letters=(letter,))) == rules


def test_case_12_follow_ups_of_twenty_days_come_once_and_none_is_lost() -> None:
    notes = tuple(FollowUpFacts(TODAY - timedelta(days=n), f"note {n}") for n in (0, 10, 20))
    facts = customer(accounts=(account(40),), followups=(*notes, FollowUpFacts(TODAY + timedelta(days=1))))
    (entry,) = work_list([facts], TODAY)
    assert [reason.rule for reason in entry.reasons] == ["followup_due"] * 3 + ["level_due"]
    assert [reason.values.get("note") for reason in entry.reasons[:3]] == ["note 20", "note 10", "note 0"]
    assert entry.step == "as_planned"


def test_a_promise_of_today_asks_to_look_in_the_bank() -> None:
    entry = work_entry(customer(promises=(PromiseFacts(MADE, TODAY, 500),)), TODAY)
    assert entry is not None
    assert (entry.kind, entry.step) == ("promise_due_today", "check_bank")


@pytest.mark.parametrize(("days", "rules"), [(-1, []), (0, ["soon_due"]), (7, ["soon_due"]), (8, [])])
def test_what_falls_due_within_a_week_is_reminded_of(days: int, rules: list[str]) -> None:
    soon = account(0, 0, soon_due_on=TODAY + timedelta(days=days), soon_due_fen=100)
    assert kinds(customer(accounts=(soon,))) == rules


def test_a_hold_silences_the_program_but_not_what_people_planned() -> None:
    facts: dict[str, Any] = {
        "accounts": (account(200),),
        "promises": (PromiseFacts(MADE, YESTERDAY, 500),),
        "letters": (LetterFacts("L-1", YESTERDAY, 5),),
        "followups": (FollowUpFacts(TODAY, ""),),
    }
    assert kinds(customer(**facts, on_hold=True)) == ["followup_due"]
    assert len(kinds(customer(**facts, on_hold=True, hold_until=YESTERDAY))) == 4


def test_of_equals_the_older_and_then_the_larger_comes_first() -> None:
    facts = [
        customer(1, accounts=(account(40, 100_000_00),)),
        customer(2, accounts=(account(60, 100_000_00),)),
        customer(3, accounts=(account(40, 100_000_01),)),
        customer(4, accounts=(account(40, 500_000_00),)),
    ]
    assert [entry.customer_id for entry in work_list(facts, TODAY)] == [4, 2, 3, 1]


def test_the_priority_is_the_kind_and_the_level_times_the_size() -> None:
    entry = work_entry(customer(accounts=(account(200, 100_000_00),)), TODAY)
    assert entry is not None
    assert entry.priority == Decimal("320.00")


@given(st.integers(1, 5000), st.integers(1, 10**15))
def test_age_and_size_never_lift_an_entry_over_the_next_kind(days: int, fen: int) -> None:
    entry = work_entry(customer(accounts=(account(days, fen),)), TODAY)
    assert entry is not None
    assert WEIGHTS["level_due"] <= entry.priority < WEIGHTS["followup_due"]
