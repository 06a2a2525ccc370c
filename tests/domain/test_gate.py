"""Why an invoice is or is not chased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from arcdesk.domain.gate import GateAnswer, InvoiceFacts, judge_customer, may_send

TODAY = date(2026, 3, 10)
DUE = date(2026, 2, 1)


def ask(*, force: bool = False, **more: Any) -> GateAnswer:
    facts: dict[str, Any] = {"number": "INV-1", "open_fen": 100_000, "due_on": DUE} | more
    return may_send(InvoiceFacts(**facts), TODAY, force=force)


def rules(answer: GateAnswer) -> list[str]:
    return [reason.rule for reason in answer.reasons]


def test_an_overdue_invoice_is_chased_for_what_is_open() -> None:
    answer = ask()
    assert (answer.allowed, answer.demand_fen, rules(answer)) == (True, 100_000, ["overdue"])
    reason = answer.reasons[0]
    assert reason.text_key.format(**reason.values) == "¥1,000.00 is overdue by 37 days (due on 2026-02-01)."


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"open_fen": 0}, "paid"),
        ({"open_fen": -5}, "paid"),
        ({"due_on": None}, "no_due_date"),
        ({"due_on": TODAY}, "not_due"),
        ({"due_on": TODAY + timedelta(days=30)}, "not_due"),
        ({"disputed_fen": 100_000}, "disputed"),
        ({"unallocated_fen": 100_000}, "covered_by_credit"),
    ],
)
def test_nothing_overrides_that_there_is_no_claim(more: dict[str, Any], rule: str) -> None:
    for force in (False, True):
        answer = ask(force=force, **more)
        assert (answer.allowed, answer.demand_fen) == (False, 0)
        assert rules(answer)[0] == rule
        assert answer.reasons[0].blocking


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"open_promise_due_on": TODAY}, "promised"),
        ({"open_promise_due_on": TODAY + timedelta(days=5)}, "promised"),
        ({"last_letter_on": TODAY}, "too_soon"),
        ({"last_letter_on": TODAY - timedelta(days=6)}, "too_soon"),
        ({"on_hold": True}, "on_hold"),
        ({"on_hold": True, "hold_until": TODAY}, "on_hold"),
    ],
)
def test_a_pause_holds_back_unless_it_is_overridden(more: dict[str, Any], rule: str) -> None:
    held = ask(**more)
    assert (held.allowed, held.demand_fen, rules(held)) == (False, 0, [rule])
    sent = ask(force=True, **more)
    assert (sent.allowed, sent.demand_fen) == (True, 100_000)
    assert {reason.rule: reason.forced for reason in sent.reasons} == {rule: True, "overdue": False}


@pytest.mark.parametrize(
    "more",
    [
        {"due_on": TODAY - timedelta(days=1)},
        {"open_promise_due_on": TODAY - timedelta(days=1)},
        {"last_letter_on": TODAY - timedelta(days=7)},
        {"on_hold": True, "hold_until": TODAY - timedelta(days=1)},
        {"on_hold": False, "hold_until": TODAY + timedelta(days=9)},
    ],
)
def test_a_pause_ends_the_day_after_its_last(more: dict[str, Any]) -> None:
    assert ask(**more).allowed


def test_case_9_the_undisputed_rest_is_demanded() -> None:
    answer = ask(disputed_fen=30_000)
    assert (answer.allowed, answer.demand_fen) == (True, 70_000)
    assert rules(answer) == ["overdue", "part_disputed"]


def test_case_5_unallocated_money_warns_and_does_not_block() -> None:
    facts = [
        InvoiceFacts(number, fen, DUE, unallocated_fen=50_000)
        for number, fen in (("A", 60_000), ("B", 40_000))
    ]
    answers = judge_customer(facts, TODAY)
    assert [(answer.number, answer.allowed, answer.demand_fen) for answer in answers] == [
        ("A", True, 60_000),
        ("B", True, 40_000),
    ]
    assert all("unallocated" in rules(answer) for answer in answers)


def test_credit_that_covers_everything_due_blocks_every_invoice() -> None:
    facts = [InvoiceFacts(number, 40_000, DUE, unallocated_fen=80_000) for number in "AB"]
    facts.append(InvoiceFacts("C", 999_999, TODAY, unallocated_fen=80_000))
    answers = judge_customer(facts, TODAY)
    assert [rules(answer)[0] for answer in answers] == ["covered_by_credit", "covered_by_credit", "not_due"]
    assert not any(answer.allowed for answer in answers)
    assert rules(answers[0]) == ["covered_by_credit"]


def test_a_missing_address_is_only_a_warning() -> None:
    answer = ask(has_address=False)
    assert answer.allowed
    assert rules(answer) == ["overdue", "no_address"]


def test_every_reason_is_given_and_the_blocking_ones_come_first() -> None:
    answer = ask(
        on_hold=True, last_letter_on=TODAY, open_promise_due_on=TODAY, disputed_fen=1, has_address=False
    )
    assert rules(answer) == ["on_hold", "promised", "too_soon", "part_disputed", "no_address"]


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (7, True), (8, False)])
def test_a_friendly_reminder_may_go_before_the_due_date(days: int, allowed: bool) -> None:
    answer = ask(due_on=TODAY + timedelta(days=days), remind_ahead_days=7)
    assert answer.allowed == allowed
    assert rules(answer) == ["soon_due" if allowed else "not_due"]


def test_a_foreign_claim_names_its_currency() -> None:
    assert ask(currency="USD").reasons[0].values["amount"] == "US$1,000.00"
