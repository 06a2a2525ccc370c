"""Whom to chase today, and why."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.account import Account, Hold, LetterFacts, PromiseFacts
from arcdesk.domain.aging import OpenItem
from arcdesk.domain.alarms import LimitationFacts
from arcdesk.domain.worklist import WEIGHTS, CustomerFacts, FollowUpFacts, WorkEntry, work_entry, work_list
from tests.domain.accounts import MADE, TODAY, YESTERDAY, account, item, late

BROKEN = PromiseFacts(MADE, YESTERDAY, 500)
PASSED = LetterFacts("L-1", TODAY - timedelta(days=20), YESTERDAY, frozenset({1}))
HELD = Hold(TODAY + timedelta(days=30), "协商中")


def customer(*accounts: Account, number: int = 1, **more: object) -> CustomerFacts:
    return CustomerFacts(number, f"C{number:03d}", accounts, **more)  # type: ignore[arg-type]


def owing(*items: OpenItem, number: int = 1, **more: object) -> CustomerFacts:
    """A customer with one account."""
    return customer(account(*items, **more), number=number)


def entry(facts: CustomerFacts) -> WorkEntry:
    found = work_entry(facts, TODAY)
    assert found is not None
    return found


def kinds(facts: CustomerFacts) -> list[str]:
    found = work_entry(facts, TODAY)
    return [reason.rule for reason in found.reasons] if found else []


def said(facts: CustomerFacts) -> list[str]:
    return [reason.text_key.format(**reason.values) for reason in entry(facts).reasons]


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
    found = entry(owing(late(days)))
    assert (found.kind, found.step, found.overdue_fen, found.max_overdue_days) == (
        "level_due", step, 1_000_000, days,
    )  # fmt: skip
    assert found.reasons[0].values["days"] == days


def test_nobody_is_on_the_list_without_a_reason() -> None:
    assert work_entry(customer(), TODAY) is None
    assert work_entry(owing(late(0)), TODAY) is not None  # it falls due today
    assert work_entry(owing(item(100, TODAY + timedelta(days=40))), TODAY) is None
    assert work_entry(owing(item(100, None)), TODAY) is None
    assert work_entry(owing(late(200, disputed_fen=1_000_000)), TODAY) is None
    assert work_list([customer()], TODAY) == []


@pytest.mark.parametrize(("days", "rules"), [(0, []), (6, []), (7, ["level_due"])])
def test_the_level_waits_a_week_after_a_contact(days: int, rules: list[str]) -> None:
    assert kinds(owing(late(45), reached_on=TODAY - timedelta(days=days))) == rules


def test_the_level_is_that_of_what_may_be_chased() -> None:
    both = (late(200, number=1), late(40, 300_000, number=2))
    assert entry(owing(*both)).step == "lawyer"
    found = entry(owing(*both, held={1: HELD}))
    assert (found.step, found.overdue_fen, found.max_overdue_days) == ("call", 300_000, 40)
    disputed = (late(200, disputed_fen=1_000_000), both[1])
    assert entry(owing(*disputed)).step == "call"
    partly = (late(200, disputed_fen=999_999), both[1])
    assert (entry(owing(*partly)).step, entry(owing(*partly)).overdue_fen) == ("lawyer", 300_001)


def test_an_open_promise_pauses_the_level_in_its_currency() -> None:
    promise = PromiseFacts(MADE, TODAY + timedelta(days=3), 500)
    yuan = account(late(45), promises=(promise,))
    assert kinds(customer(yuan)) == []
    dollars = account(late(45, 900, number=2, currency="USD"), currency="USD")
    assert kinds(customer(yuan, dollars)) == ["level_due"]
    assert (entry(customer(yuan, dollars)).currency, entry(customer(yuan, dollars)).overdue_fen) == (
        "USD",
        900,
    )


def test_case_10_a_broken_promise_outranks_everything() -> None:
    facts = [
        owing(late(400, 10**14), number=1),
        owing(late(3, 600), number=2, promises=(BROKEN,)),
        owing(late(300, 10**14), number=3, letter=PASSED),
    ]
    assert [(found.customer_id, found.kind) for found in work_list(facts, TODAY)] == [
        (2, "broken_promise"), (3, "deadline_passed"), (1, "level_due"),
    ]  # fmt: skip


def test_a_broken_promise_ends_with_the_money_or_a_newer_promise() -> None:
    def broken(*promises: PromiseFacts, **more: object) -> bool:
        return "broken_promise" in kinds(owing(late(5), promises=promises, **more))

    assert broken(BROKEN)
    assert broken(BROKEN, PromiseFacts(MADE, TODAY + timedelta(days=30), 500))  # another part of the same
    assert not broken(BROKEN, PromiseFacts(YESTERDAY, TODAY + timedelta(days=2), 500))
    assert not broken(BROKEN, PromiseFacts(YESTERDAY, YESTERDAY, 0))
    assert not broken(PromiseFacts(MADE, YESTERDAY, 0))
    assert not broken(BROKEN, unallocated_fen=1_000_000)
    assert kinds(customer(account(promises=(BROKEN,)))) == []  # nothing is owed any more


def test_a_broken_promise_never_asks_for_more_than_is_owed() -> None:
    facts = owing(late(5, 700), promises=(PromiseFacts(MADE, YESTERDAY, 9_000),), unallocated_fen=200)
    assert said(facts)[0] == "Promise broken: ¥5.00 was promised for 2026-03-09 and has not come."


def test_a_deadline_counts_from_the_day_after_it_while_money_is_missing() -> None:
    for deadline_on, listed, rules in [
        (YESTERDAY, {1}, ["deadline_passed", "level_due"]),
        (TODAY, {1}, ["level_due"]),
        (None, {1}, ["level_due"]),
        (YESTERDAY, {2}, ["level_due"]),
    ]:
        letter = LetterFacts("L-1", TODAY - timedelta(days=20), deadline_on, frozenset(listed))
        assert kinds(owing(late(45), letter=letter)) == rules


def test_case_12_follow_ups_of_twenty_days_come_once_and_none_is_lost() -> None:
    notes = tuple(FollowUpFacts(TODAY - timedelta(days=n), f"note {n}") for n in (0, 10, 20))
    coming = FollowUpFacts(TODAY + timedelta(days=1))
    (found,) = work_list([customer(account(late(40)), followups=(*notes, coming))], TODAY)
    assert [reason.rule for reason in found.reasons] == ["followup_due"] * 3 + ["level_due"]
    assert [reason.values.get("note") for reason in found.reasons[:3]] == ["note 20", "note 10", "note 0"]
    assert found.step == "as_planned"


def test_a_promise_of_today_asks_to_look_in_the_bank() -> None:
    found = entry(customer(account(late(3), promises=(PromiseFacts(MADE, TODAY, 500),))))
    assert (found.kind, found.step) == ("promise_due_today", "check_bank")


@pytest.mark.parametrize(("days", "rules"), [(0, ["soon_due"]), (7, ["soon_due"]), (8, [])])
def test_what_falls_due_within_a_week_is_reminded_of(days: int, rules: list[str]) -> None:
    assert kinds(owing(item(100, TODAY + timedelta(days=days)))) == rules


def test_what_falls_due_soon_is_the_undisputed_rest_after_the_customers_own_money() -> None:
    soon = TODAY + timedelta(days=3)
    both = (item(500, soon, 1, disputed_fen=100), item(200, soon, 2), item(900, soon + timedelta(days=1), 3))
    assert said(owing(*both)) == ["¥6.00 falls due on 2026-03-13."]
    assert said(owing(*both, unallocated_fen=250)) == ["¥3.50 falls due on 2026-03-13."]
    assert said(owing(*both, unallocated_fen=700)) == ["¥8.00 falls due on 2026-03-14."]
    assert kinds(owing(*both, unallocated_fen=1500)) == []
    assert kinds(owing(*both, held={1: HELD, 2: HELD, 3: HELD})) == []


def test_a_customer_whose_money_covers_what_is_due_is_no_case_for_chasing() -> None:
    facts = owing(late(45), unallocated_fen=1_000_000, hold=HELD)
    found = entry(facts)
    assert (found.kind, found.step, found.overdue_fen) == ("allocate", "allocate", 0)
    assert said(facts) == [
        "Received or credited, but not allocated: ¥10,000.00, which covers all that is due. Allocate it."
    ]


def test_a_hold_silences_the_program_but_not_what_people_planned() -> None:
    planned = (FollowUpFacts(TODAY, ""),)
    more: dict[str, object] = {"promises": (BROKEN,), "letter": PASSED}
    facts = customer(account(late(200), hold=HELD, **more), followups=planned)
    assert kinds(facts) == ["followup_due"]
    ended = customer(account(late(200), hold=Hold(YESTERDAY, "过期"), **more), followups=planned)
    assert kinds(ended) == ["broken_promise", "deadline_passed", "followup_due", "level_due"]


def clock(days_left: int, number: str = "A", currency: str = "CNY") -> LimitationFacts:
    return LimitationFacts(TODAY + timedelta(days=days_left), days_left, number, 100_000, currency)


def test_a_limitation_alarm_stands_between_follow_up_and_level_and_no_hold_silences_it() -> None:
    facts = customer(account(late(900), hold=HELD), limitation=(clock(170),))
    assert kinds(facts) == ["limitation_alarm"]
    assert said(facts) == ["Limitation ends on 2026-08-27, in 170 days: A, ¥1,000.00."]
    everything = customer(account(late(900)), followups=(FollowUpFacts(TODAY),), limitation=(clock(170),))
    assert kinds(everything) == ["followup_due", "limitation_alarm", "level_due"]
    assert entry(customer(limitation=(clock(7),))).kind == "limitation_alarm"


def test_a_letter_or_contact_since_the_threshold_answers_the_alarm() -> None:
    def alarmed(on_days_ago: int, **more: object) -> bool:
        on = TODAY - timedelta(days=on_days_ago)
        reached = account(late(900), reached_on=on, **more)
        written = account(late(900), letter=LetterFacts("L-1", on), **more)
        answers = [kinds(customer(each, limitation=(clock(80),))) for each in (reached, written)]
        assert ("limitation_alarm" in answers[0]) == ("limitation_alarm" in answers[1])
        return "limitation_alarm" in answers[0]

    assert alarmed(11)
    assert not alarmed(10)


def test_many_alarms_of_a_customer_are_one_line_a_currency() -> None:
    clocks = (clock(30, "B"), clock(8, "A"), clock(20, "U", "USD"), clock(500, "Z"))
    assert said(customer(limitation=clocks)) == [
        "Limitation ends on 2026-03-18, in 8 days, for A; 2 with ¥2,000.00 are at risk.",
        "Limitation ends on 2026-03-30, in 20 days: U, US$1,000.00.",
    ]
    assert "today" in said(customer(limitation=(clock(0),)))[0]
    assert "today" in said(customer(limitation=(clock(0), clock(3))))[0]
    assert said(customer(limitation=(clock(-2),)))[0].startswith(
        "Limitation ended on 2026-03-08: A, ¥1,000.00."
    )
    assert "are at risk" in said(customer(limitation=(clock(-2), clock(3))))[0]


def test_of_equals_the_older_and_then_the_larger_comes_first() -> None:
    facts = [
        owing(late(40, 100_000_00), number=1),
        owing(late(60, 100_000_00), number=2),
        owing(late(40, 100_000_01), number=3),
        owing(late(40, 500_000_00), number=4),
    ]
    assert [found.customer_id for found in work_list(facts, TODAY)] == [4, 2, 3, 1]


def test_the_priority_is_the_kind_and_the_level_times_the_size() -> None:
    assert entry(owing(late(200, 100_000_00))).priority == Decimal("320.00")


@given(st.integers(1, 5000), st.integers(1, 9 * 10**18))
def test_age_and_size_never_lift_an_entry_over_the_next_kind(days: int, fen: int) -> None:
    priority = entry(owing(late(days, fen))).priority
    following = min(weight for weight in WEIGHTS.values() if weight > WEIGHTS["level_due"])
    assert WEIGHTS["level_due"] <= priority < following
