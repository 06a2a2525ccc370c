"""The gate and the work list answer as the rules say item by item, whatever the books and the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from arcdesk.domain import account as rules
from arcdesk.domain.account import Account, Hold, LetterFacts, PromiseFacts
from arcdesk.domain.aging import OpenItem
from arcdesk.domain.alarms import LimitationFacts
from arcdesk.domain.gate import judge, outlook
from arcdesk.domain.policies import SHIPPED
from arcdesk.domain.policy import Action, Condition, Level, Policy, Traits, due_levels
from arcdesk.domain.worklist import CustomerFacts, FollowUpFacts, work_entry
from tests.domain import plain_rules as plain
from tests.domain.accounts import TODAY, account, late

FEN = st.sampled_from((0, 50, 100, 101, 300, 5_000, 1_234_567))
MIXED = Policy(
    "MIX",
    "Mixed",
    (
        Level(1, (Action("call"),), wait_days=3),
        Level(-3, (Action("reminder"), Action("message"))),
        Level(31, (Action("visit"), Action("letter", letter="first")), (Condition("amount", "at_least", "1"),)),
        Level(31, (Action("lawyer"),), (Condition("promise", "is", "broken"),), wait_days=2, script="{amount}"),
        Level(40, (Action("stop_supply"),), (Condition("disputed", "is", "yes"),)),
        Level(0, (Action("message"),)),
    ),
)


def near(first: int, last: int) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def items(draw: st.DrawFn) -> OpenItem:
    due_on = draw(st.one_of(st.none(), near(-60, 12), near(-400, 40)))
    fen = draw(st.one_of(FEN, FEN.map(lambda fen: -fen)))
    disputed = draw(st.sampled_from((0, 0, 0, fen // 2, fen)))
    return OpenItem(draw(st.integers(1, 6)), 1, "CNY", TODAY - timedelta(days=500), due_on, fen, disputed)


@st.composite
def accounts(draw: st.DrawFn, currency: str = "CNY") -> Account:
    letter = st.builds(
        LetterFacts, st.just("L"), near(-40, 0), st.one_of(st.none(), near(-30, 12)), st.frozensets(st.integers(1, 6))
    )
    holds = st.builds(Hold, near(-5, 10))
    return Account(
        currency,
        tuple(draw(st.lists(items(), max_size=6))),
        draw(st.one_of(st.just(0), FEN, st.just(-200))),
        draw(st.one_of(st.none(), holds)),
        draw(st.dictionaries(st.integers(1, 6), holds, max_size=2)),
        tuple(draw(st.lists(st.builds(PromiseFacts, near(-30, 0), near(-20, 10), FEN), max_size=3))),
        draw(st.one_of(st.none(), letter)),
        draw(st.one_of(st.none(), letter)),
        draw(st.one_of(st.none(), near(-12, 0))),
        draw(st.sampled_from((0, 0, 5, 6))),
        policy=draw(st.sampled_from((*SHIPPED.values(), MIXED))),
        traits=draw(st.sampled_from((Traits(), Traits(grade="C"), Traits(tags="老客户")))),
    )


@st.composite
def customers(draw: st.DrawFn) -> CustomerFacts:
    clocks = st.builds(
        lambda days, number: LimitationFacts(TODAY + timedelta(days=days), days, number, 100),
        st.integers(-7, 180), st.sampled_from("AB"),
    )  # fmt: skip
    return CustomerFacts(
        1,
        "C1",
        (draw(accounts()), *draw(st.lists(accounts(currency="USD"), max_size=1))),
        tuple(draw(st.lists(st.builds(FollowUpFacts, near(-5, 5), st.sampled_from(("", "问"))), max_size=2))),
        tuple(draw(st.lists(clocks, max_size=2))),
    )


@given(customers(), st.integers(0, 12))
@settings(max_examples=250)
@example(CustomerFacts(1, "C1", (account(late(45), policy=MIXED, attempts=6),)), 0)
def test_a_customers_line_is_the_one_the_rules_make(facts: CustomerFacts, days: int) -> None:
    for day in (TODAY, TODAY + timedelta(days=days)):  # what was found out for one day must not stay for the next
        assert work_entry(facts, day) == plain.entry(facts, day)


@given(accounts(), st.integers(0, 12))
@settings(max_examples=120)
def test_what_follows_from_an_account_is_what_the_rules_say(facts: Account, days: int) -> None:
    day = TODAY + timedelta(days=days)
    assert rules.overdue(facts, day) == plain.overdue(facts, day)
    assert list(rules.broken_promises(facts, day)) == plain.broken(facts, day)
    assert set(rules.open_promises(facts, day)) == set(plain.promised(facts, day))
    assert rules.unpaid_of_letter(facts, day) == plain.unpaid_of_letter(facts, day)
    assert list(due_levels(facts.policy, rules.situation(facts, day))) == plain.levels(
        facts.policy, plain.situation(facts, day)
    )


@given(accounts(), st.integers(0, 12))
@settings(max_examples=120)
def test_the_outlook_of_an_account_is_that_of_its_items(facts: Account, days: int) -> None:
    day = TODAY + timedelta(days=days)
    ahead, ruling = outlook(facts, day), judge(facts, day)
    asked = [answer for answer in ruling.answers if answer.allowed]
    oldest = max(((day - answer.item.due_on).days for answer in asked if answer.item.due_on), default=0)
    assert ahead == (ruling.pauses, ruling.asked_fen, ruling.is_covered, oldest)
    assert list(ahead.pauses) == plain.pauses(facts, day)


@given(accounts(), st.sampled_from((*SHIPPED.values(), MIXED)))
def test_another_policy_changes_nothing_but_the_policy(facts: Account, policy: Policy) -> None:
    work_entry(CustomerFacts(1, "C1", (facts,)), TODAY)
    other = facts.chased_by(policy)
    assert (other.policy, other.chased_by(facts.policy)) == (policy, facts)
    same: Callable[[Account], CustomerFacts] = lambda each: CustomerFacts(1, "C1", (each,))  # noqa: E731
    assert work_entry(same(other), TODAY) == plain.entry(same(other), TODAY)
    assert work_entry(same(facts), TODAY) == plain.entry(same(facts), TODAY)
    assert facts.untried().attempts == 0
