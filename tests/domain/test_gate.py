"""Why an open item is or is not chased."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.account import Hold, LetterFacts, PromiseFacts, Purpose, undisputed
from arcdesk.domain.aging import OpenItem
from arcdesk.domain.gate import Account, Ruling, judge
from arcdesk.domain.policy import MIN_INTERVAL_DAYS, QUIET_DAYS
from tests.domain.accounts import DUE, MADE, TODAY, YESTERDAY, account, item, late

PURPOSES = get_args(Purpose)
WRITTEN = ("letter", "reminder")
PROMISED = PromiseFacts(MADE, TODAY, 100_000)


def ask(
    purpose: Purpose = "chase", *, force: bool = False, open_fen: int = 100_000, due_on: date | None = DUE,
    disputed_fen: int = 0, instalment: int = 0, **more: Any,
) -> Ruling:  # fmt: skip
    """What the gate says of an account with one item."""
    only = item(open_fen, due_on, disputed_fen=disputed_fen, instalment=instalment)
    return judge(account(only, **more), TODAY, purpose, force=force)


def rules(ruling: Ruling, number: int = 0) -> list[str]:
    return [reason.rule for reason in ruling.reasons(ruling.answers[number])]


def said(ruling: Ruling, number: int = 0) -> list[str]:
    return [reason.text_key.format(**reason.values) for reason in ruling.reasons(ruling.answers[number])]


def verdict(ruling: Ruling) -> tuple[bool, int]:
    (answer,) = ruling.answers
    return answer.allowed, answer.demand_fen


@pytest.mark.parametrize("purpose", PURPOSES)
def test_an_overdue_invoice_is_asked_for_what_is_open(purpose: Purpose) -> None:
    ruling = ask(purpose)
    assert (verdict(ruling), rules(ruling)) == ((True, 100_000), ["overdue"])
    assert said(ruling) == ["¥1,000.00 is overdue by 37 days (due on 2026-02-01)."]


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"open_fen": 0}, "paid"),
        ({"open_fen": -5}, "credit_note"),
        ({"due_on": None}, "no_due_date"),
        ({"due_on": TODAY + timedelta(days=30)}, "not_due"),
        ({"disputed_fen": 100_000}, "disputed"),
        ({"unallocated_fen": 100_000}, "covered_by_credit"),
    ],
)
def test_nothing_overrides_that_there_is_no_claim(purpose: Purpose, more: dict[str, Any], rule: str) -> None:
    for force in (False, True):
        ruling = ask(purpose, force=force, **more)
        assert verdict(ruling) == (False, 0)
        first = ruling.reasons(ruling.answers[0])[0]
        assert (first.rule, first.blocking, first.forced) == (rule, True, False)


@pytest.mark.parametrize("purpose", ["chase", "letter"])
@pytest.mark.parametrize(("days", "allowed"), [(0, False), (1, True)])
def test_what_falls_due_today_is_not_overdue(purpose: Purpose, days: int, allowed: bool) -> None:
    assert ask(purpose, due_on=TODAY - timedelta(days=days)).answers[0].allowed == allowed


@pytest.mark.parametrize(("days", "allowed"), [(0, True), (7, True), (8, False)])
def test_a_friendly_reminder_may_go_before_the_due_date(days: int, allowed: bool) -> None:
    ruling = ask("reminder", due_on=TODAY + timedelta(days=days))
    assert (ruling.answers[0].allowed, rules(ruling)) == (allowed, ["soon_due" if allowed else "not_due"])


def test_an_invoice_of_a_later_day_is_not_known_yet() -> None:
    tomorrow = TODAY + timedelta(days=1)
    ruling = judge(account(item(100, tomorrow, issued_on=tomorrow, disputed_fen=100)), TODAY)
    assert (ruling.answers[0].allowed, rules(ruling)) == (False, ["not_issued"])


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"promises": (PROMISED,)}, "promised"),
        ({"promises": (PromiseFacts(MADE, TODAY + timedelta(days=5), 1),)}, "promised"),
        ({"hold": Hold(TODAY, "")}, "on_hold"),
        ({"hold": Hold(TODAY + timedelta(days=30), "诉讼中")}, "on_hold"),
        ({"held": {1: Hold(TODAY, "等质检")}}, "invoice_on_hold"),
        ({"letter": LetterFacts("L-1", TODAY)}, "too_soon"),
        ({"letter": LetterFacts("L-1", TODAY - timedelta(days=6))}, "too_soon"),
    ],
)
def test_a_pause_holds_back_unless_it_is_overridden(
    purpose: Purpose, more: dict[str, Any], rule: str
) -> None:
    held = ask(purpose, **more)
    assert verdict(held) == (False, 0)
    assert rules(held)[0] == rule
    sent = ask(purpose, force=True, **more)
    assert verdict(sent) == (True, 100_000)
    forced = {reason.rule: reason.forced for reason in sent.reasons(sent.answers[0])}
    assert (forced[rule], forced["overdue"]) == (True, False)
    assert not any(reason.blocking for reason in sent.reasons(sent.answers[0]))


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(
    "more",
    [
        {"promises": (PromiseFacts(MADE, YESTERDAY, 100_000),)},
        {"promises": (PromiseFacts(MADE, TODAY + timedelta(days=9), 0),)},
        {"hold": Hold(YESTERDAY, "")},
        {"held": {1: Hold(YESTERDAY, ""), 2: Hold(TODAY, "another invoice")}},
        {"letter": LetterFacts("L-1", TODAY - timedelta(days=7))},
        {"reached_on": TODAY - timedelta(days=7)},
    ],
)
def test_a_pause_ends_by_itself_the_day_after_its_last(purpose: Purpose, more: dict[str, Any]) -> None:
    assert ask(purpose, **more).answers[0].allowed


def test_a_contact_makes_the_chasing_wait_and_no_letter() -> None:
    for days in range(10):
        more = {"reached_on": TODAY - timedelta(days=days)}
        assert ask("chase", **more).answers[0].allowed == (days >= QUIET_DAYS)
        assert all(ask(purpose, **more).answers[0].allowed for purpose in WRITTEN)  # type: ignore[arg-type]
    assert said(ask("chase", reached_on=TODAY)) == [
        "The last contact was on 2026-03-10; the next step may follow from 2026-03-17."
    ]


def test_the_later_of_contact_and_letter_makes_the_chasing_wait() -> None:
    written_on = TODAY - timedelta(days=3)
    for reached_on in (None, written_on - timedelta(days=2)):
        ruling = ask("chase", reached_on=reached_on, letter=LetterFacts("L-7", written_on))
        assert said(ruling) == ["Letter L-7 is of 2026-03-07; the next step may follow from 2026-03-14."]
    ruling = ask("chase", reached_on=TODAY, letter=LetterFacts("L-7", written_on))
    assert "2026-03-17" in said(ruling)[0]


def test_the_interval_between_letters_says_when_the_next_may_go() -> None:
    written_on = TODAY - timedelta(days=MIN_INTERVAL_DAYS - 1)
    ruling = ask("letter", reached_on=TODAY, letter=LetterFacts("L-7", written_on))
    assert said(ruling) == ["Letter L-7 is of 2026-03-04; the next step may follow from 2026-03-11."]


def test_letters_to_a_customer_keep_one_interval_whatever_the_currency() -> None:
    dollars = LetterFacts("L-9", YESTERDAY, TODAY, frozenset({1}))
    for purpose in PURPOSES:
        ruling = ask(purpose, other_letter=dollars)
        assert said(ruling)[0] == "Letter L-9 is of 2026-03-09; the next step may follow from 2026-03-16."
    own = LetterFacts("L-8", YESTERDAY)
    assert "L-8" in said(ask("letter", letter=own, other_letter=dollars))[0]


@pytest.mark.parametrize(("attempts", "allowed"), [(0, True), (5, True), (6, False), (9, False)])
def test_six_attempts_in_a_day_are_enough_for_that_day(attempts: int, allowed: bool) -> None:
    ruling = ask("chase", attempts=attempts)
    assert ruling.answers[0].allowed == allowed
    assert allowed or said(ruling) == [f"{attempts} attempts were made on this day; try again on another."]
    assert ask("letter", attempts=attempts).answers[0].allowed


def test_news_waits_for_the_next_day_only() -> None:
    broken = (PromiseFacts(MADE, TODAY - timedelta(days=5), 100_000),)
    passed = LetterFacts("L-1", TODAY - timedelta(days=6), TODAY - timedelta(days=2), frozenset({1}))
    for news in ({"promises": broken}, {"letter": passed}):
        assert ask("chase", reached_on=YESTERDAY, **news).answers[0].allowed  # type: ignore[arg-type]
        assert rules(ask("chase", reached_on=TODAY, **news)) == ["too_soon"]  # type: ignore[arg-type]
    quiet = LetterFacts("L-1", TODAY - timedelta(days=6), TODAY, frozenset({1}))
    assert rules(ask("chase", letter=quiet)) == ["too_soon"]


def test_what_was_broken_is_told_beside_what_is_asked_for() -> None:
    broken = (PromiseFacts(MADE, YESTERDAY, 300_000),)
    passed = LetterFacts("L-1", TODAY - timedelta(days=20), YESTERDAY, frozenset({1, 9}))
    ruling = ask("chase", promises=broken, letter=passed)
    assert rules(ruling) == ["overdue", "broken_promise", "deadline_passed"]
    assert said(ruling)[1:] == [
        "Promise broken: ¥1,000.00 was promised for 2026-03-09 and has not come.",
        "Letter L-1: the deadline of 2026-03-09 has passed, ¥1,000.00 is unpaid.",
    ]


def test_a_promise_of_less_pauses_everything_and_says_so() -> None:
    ruling = ask("chase", promises=(PromiseFacts(MADE, TODAY, 40_000),))
    assert rules(ruling) == ["promised", "promised_in_part"]
    assert said(ruling)[1] == "Only ¥400.00 of the ¥1,000.00 overdue is promised."


def test_the_last_of_several_promises_is_waited_for() -> None:
    plan = tuple(PromiseFacts(MADE, TODAY + timedelta(days=days), 10) for days in (3, 33, 63))
    assert said(ask(promises=plan))[0] == "Payment is promised for 2026-05-12; wait until then."


def test_once_an_instalment_of_a_promise_is_broken_the_rest_of_it_pauses_no_longer() -> None:
    plan = (PromiseFacts(MADE, YESTERDAY, 10), PromiseFacts(MADE, TODAY + timedelta(days=30), 10))
    assert ask(promises=plan).answers[0].allowed
    renewed = (*plan, PromiseFacts(TODAY, TODAY + timedelta(days=2), 10))
    assert rules(ask(promises=renewed))[0] == "promised"


def test_a_promise_in_whose_place_another_was_made_is_done_with() -> None:
    old = PromiseFacts(MADE, TODAY - timedelta(days=10), 500)
    for newer_missing in (0, 500):
        newer = PromiseFacts(TODAY - timedelta(days=9), YESTERDAY, newer_missing)
        broken = [reason for reason in rules(ask(promises=(old, newer))) if reason == "broken_promise"]
        assert len(broken) == (1 if newer_missing else 0)


def test_case_9_the_undisputed_rest_is_demanded() -> None:
    ruling = ask("letter", disputed_fen=30_000)
    assert (verdict(ruling), rules(ruling)) == ((True, 70_000), ["overdue", "part_disputed"])


def test_case_5_unallocated_money_warns_and_does_not_block() -> None:
    both = account(item(60_000, number=1), item(40_000, number=2), unallocated_fen=50_000)
    for purpose in PURPOSES:
        ruling = judge(both, TODAY, purpose)
        assert [(answer.allowed, answer.demand_fen) for answer in ruling.answers] == [
            (True, 60_000),
            (True, 40_000),
        ]
        assert all("unallocated" in rules(ruling, number) for number in (0, 1))
        assert not ruling.is_covered


def test_credit_that_covers_everything_due_blocks_every_invoice() -> None:
    items = (item(40_000, number=1), item(40_000, number=2), item(999_999, TODAY, number=3))
    ruling = judge(account(*items, unallocated_fen=80_000), TODAY)
    assert [rules(ruling, number)[0] for number in range(3)] == [
        "covered_by_credit",
        "covered_by_credit",
        "not_due",
    ]
    assert (ruling.is_covered, ruling.demand_fen) == (True, 0)
    assert rules(ruling) == ["covered_by_credit"]


def test_what_is_on_hold_does_not_use_up_the_credit() -> None:
    items = (item(60_000, number=1), item(40_000, number=2))
    held = account(*items, unallocated_fen=45_000, held={1: Hold(TODAY, "复核")})
    ruling = judge(held, TODAY)
    assert [rules(ruling, number)[0] for number in (0, 1)] == ["invoice_on_hold", "covered_by_credit"]
    assert judge(held, TODAY, "letter", force=True).demand_fen == 100_000
    only = account(items[0], unallocated_fen=1, held={1: Hold(TODAY, "复核")})
    assert not judge(only, TODAY).is_covered


def test_a_missing_address_or_person_is_only_a_warning() -> None:
    nobody = {"has_address": False, "has_contact": False}
    assert rules(ask("letter", **nobody)) == ["overdue", "no_address"]
    assert rules(ask("chase", **nobody)) == ["overdue", "no_address", "no_contact"]


def test_every_reason_is_given_and_the_blocking_ones_come_first() -> None:
    ruling = ask(
        "letter", disputed_fen=1, hold=Hold(TODAY, "协商中"), held={1: Hold(TODAY, "质检")}, promises=(PROMISED,),
        letter=LetterFacts("L-1", TODAY), has_address=False,
    )  # fmt: skip
    assert rules(ruling) == [
        "on_hold", "promised", "too_soon", "invoice_on_hold", "part_disputed", "no_address",
    ]  # fmt: skip
    assert said(ruling)[0] == "The customer is on hold until 2026-03-10: 协商中"
    assert said(ruling)[3] == "It is not to be chased until 2026-03-10: 质检"


def test_a_foreign_claim_names_its_currency() -> None:
    ruling = judge(account(item(currency="USD"), currency="USD"), TODAY)
    assert ruling.reasons(ruling.answers[0])[0].values["amount"] == "US$1,000.00"


def test_each_instalment_has_its_own_answer() -> None:
    plan = [late(20, 40_000, instalment=1), item(40_000, TODAY + timedelta(days=10), instalment=2)]
    ruling = judge(account(*plan), TODAY)
    assert [answer.demand_fen for answer in ruling.answers] == [40_000, 0]
    reasons = [ruling.reasons(answer)[0] for answer in ruling.answers]
    assert [(reason.rule, reason.instalment) for reason in reasons] == [("overdue", 1), ("not_due", 2)]


DAYS = st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))
FEN = st.integers(0, 10**12)


@st.composite
def open_items(draw: st.DrawFn) -> OpenItem:
    return OpenItem(
        draw(st.integers(1, 6)), 1, "CNY", draw(DAYS), draw(st.none() | DAYS), draw(st.integers(-5, 10**12)),
        draw(FEN), draw(st.integers(0, 3)),
    )  # fmt: skip


@st.composite
def accounts(draw: st.DrawFn) -> Account:
    past = st.dates(TODAY - timedelta(days=60), TODAY)
    holds = st.builds(Hold, DAYS, st.just("理由"))
    letters = st.builds(LetterFacts, st.just("L-1"), past, st.none() | DAYS, st.frozensets(st.integers(1, 6)))
    return Account(
        "CNY",
        tuple(draw(st.lists(open_items(), max_size=6))),
        draw(st.one_of(st.just(0), FEN)),
        draw(st.none() | holds),
        draw(st.dictionaries(st.integers(1, 6), holds, max_size=3)),
        tuple(draw(st.lists(st.builds(PromiseFacts, past, DAYS, FEN), max_size=4))),
        draw(st.none() | letters),
        draw(st.none() | letters),
        draw(st.none() | past),
        draw(st.integers(0, 9)),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@given(accounts(), st.sampled_from(PURPOSES), st.booleans())
def test_an_answer_is_what_its_reasons_say(which: Account, purpose: Purpose, force: bool) -> None:
    ruling = judge(which, TODAY, purpose, force=force)
    for answer in ruling.answers:
        reasons = ruling.reasons(answer)
        assert reasons
        blocking = [reason.blocking for reason in reasons]
        assert answer.allowed == (not any(blocking))
        assert blocking == sorted(blocking, reverse=True)
        assert force or not any(reason.forced for reason in reasons)
        for reason in reasons:
            assert reason.text_key.format(**reason.values)


@given(accounts(), st.sampled_from(PURPOSES), st.booleans())
def test_never_more_is_demanded_than_is_open_and_undisputed(
    which: Account, purpose: Purpose, force: bool
) -> None:
    ruling = judge(which, TODAY, purpose, force=force)
    for answer in ruling.answers:
        assert answer.demand_fen == (undisputed(answer.item) if answer.allowed else 0)
        assert 0 <= answer.demand_fen <= max(0, answer.item.open_fen - answer.item.disputed_fen)
    if ruling.demand_fen:
        assert ruling.demand_fen > which.unallocated_fen


@given(accounts(), st.sampled_from(PURPOSES), st.booleans())
def test_what_is_paid_disputed_undated_or_not_due_is_never_let_through(
    which: Account, purpose: Purpose, force: bool
) -> None:
    ahead = 7 if purpose == "reminder" else -1
    for answer in judge(which, TODAY, purpose, force=force).answers:
        item = answer.item
        if answer.allowed:
            assert item.open_fen > item.disputed_fen
            assert item.due_on is not None
            assert (item.due_on - TODAY).days <= ahead
            assert item.issued_on <= TODAY


@given(accounts(), st.sampled_from(PURPOSES))
def test_what_is_on_hold_is_never_demanded_without_force(which: Account, purpose: Purpose) -> None:
    ruling = judge(which, TODAY, purpose)
    for answer in ruling.answers:
        hold = which.held.get(answer.item.invoice_id)
        if (which.hold and which.hold.until_on >= TODAY) or (hold and hold.until_on >= TODAY):
            assert not answer.allowed


@given(accounts(), st.sampled_from(PURPOSES))
def test_force_overrides_pauses_and_nothing_else(which: Account, purpose: Purpose) -> None:
    forced = judge(which, TODAY, purpose, force=True)
    for plain, answer in zip(judge(which, TODAY, purpose).answers, forced.answers, strict=True):
        if plain.allowed and not forced.is_covered:
            assert answer.allowed
        assert answer.allowed == (not answer.no_claim)
