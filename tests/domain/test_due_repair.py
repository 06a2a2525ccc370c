"""What is proposed for an invoice without a due date, and what a repair makes of it (F-13, R7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.due_repair import (
    ContractTermsMissing,
    DeliveryInFuture,
    DeliveryUnknown,
    DueBeforeIssue,
    DueDayMissing,
    DueTooFar,
    DueUnchanged,
    NoProposal,
    Repair,
    Repaired,
    RepairFacts,
    UsualTerm,
    proposals,
    rederived,
    repaired,
    usual_term,
)
from arcdesk.domain.errors import DayOutOfRange, Refusal
from arcdesk.domain.terms import BadCreditDays, Terms

TODAY = date(2026, 10, 8)
BARE = RepairFacts("A-1", date(2026, 3, 1))
DELIVERED = replace(BARE, delivered_on=date(2026, 3, 5))


def on(text: str) -> date:
    return date.fromisoformat(text)


def test_proposals_come_in_the_order_of_their_strength() -> None:
    facts = replace(DELIVERED, contract=Terms(60), customer=Terms(30), usual=UsualTerm(45, 12))
    assert [(p.rule, p.due_on) for p in proposals(facts)] == [
        ("contract", on("2026-04-30")), ("customer", on("2026-03-31")), ("usual", on("2026-04-15")),
        ("law", on("2026-03-05")),
    ]  # fmt: skip
    assert [p.invoices for p in proposals(facts)] == [0, 0, 12, 0]
    assert proposals(BARE) == ()


def test_terms_that_wait_for_a_delivery_leave_no_room_for_others() -> None:
    facts = replace(BARE, contract=Terms(30, "delivered"), customer=Terms(30), usual=UsualTerm(45, 12))
    assert proposals(facts) == ()
    with pytest.raises(DeliveryUnknown):
        repaired(facts, Repair("accept"))
    found = repaired(facts, Repair("accept", delivered_on=on("2026-03-10")))
    assert found == Repaired(on("2026-04-09"), "contract", "contract", on("2026-03-10"))


@pytest.mark.parametrize(
    ("facts", "repair", "due", "source", "rule"),
    [
        (BARE, Repair("fixed", on=on("2026-05-01")), "2026-05-01", "entered", "fixed"),
        (BARE, Repair("issued", days=30), "2026-03-31", "entered", "issued"),
        (DELIVERED, Repair("delivered", days=30), "2026-04-04", "entered", "delivered"),
        (BARE, Repair("delivered", days=10, delivered_on=on("2026-03-11")), "2026-03-21", "entered", "delivered"),
        # a delivery that is known is not overwritten by the day given for those without one
        (DELIVERED, Repair("law", delivered_on=on("2026-03-11")), "2026-03-05", "law", "law"),
        (DELIVERED, Repair("law", delivered_on=on("2026-03-11"), overwrite=True), "2026-03-11", "law", "law"),
        (replace(BARE, contract=Terms(0, "month_end")), Repair("contract"), "2026-03-31", "contract", "contract"),
        (replace(BARE, usual=UsualTerm(40, 3)), Repair("accept"), "2026-04-10", "entered", "usual"),
        (replace(BARE, customer=Terms(30)), Repair("accept"), "2026-03-31", "customer", "customer"),
        (DELIVERED, Repair("accept"), "2026-03-05", "law", "law"),
        (replace(BARE, due_on=on("2026-04-01"), source="file"), Repair("fixed", on=on("2026-06-01"), is_agreed=True),
         "2026-06-01", "entered", "agreed"),
        # before the invoice, but not before the goods
        (replace(BARE, delivered_on=on("2026-02-01")), Repair("fixed", on=on("2026-02-10")), "2026-02-10", "entered",
         "fixed"),
    ],
)  # fmt: skip
def test_a_repair_gives_the_day_its_source_and_its_rule(
    facts: RepairFacts, repair: Repair, due: str, source: str, rule: str
) -> None:
    assert repaired(facts, repair)[:3] == (on(due), source, rule)


@pytest.mark.parametrize(
    ("facts", "repair", "refusal"),
    [
        (BARE, Repair("delivered", days=30), DeliveryUnknown),
        (BARE, Repair("law"), DeliveryUnknown),
        (BARE, Repair("contract"), ContractTermsMissing),
        (BARE, Repair("accept"), NoProposal),
        (BARE, Repair("fixed", on=on("2026-02-28")), DueBeforeIssue),
        (BARE, Repair("fixed", on=on("2126-03-01")), DueTooFar),
        (replace(BARE, issued_on=on("2199-12-01")), Repair("issued", days=60), DayOutOfRange),
        (replace(BARE, due_on=on("2026-03-31"), source="entered"), Repair("issued", days=30), DueUnchanged),
    ],
)
def test_what_cannot_be_is_refused_with_its_number(
    facts: RepairFacts, repair: Repair, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        repaired(facts, repair)


@pytest.mark.parametrize(
    ("repair", "refusal"),
    [
        (Repair("fixed"), DueDayMissing), (Repair("issued", days=-1), BadCreditDays),
        (Repair("delivered", days=10**12), BadCreditDays),
        (Repair("law", delivered_on=TODAY + timedelta(days=1)), DeliveryInFuture),
    ],
)  # fmt: skip
def test_what_fits_no_invoice_is_refused_before_any_is_looked_at(
    repair: Repair, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        repair.check(TODAY)


@given(
    st.integers(0, 3660),
    st.dates(date(2000, 1, 1), date(2150, 1, 1)),
    st.sampled_from(["issued", "delivered"]),
)
def test_what_is_counted_never_lies_before_its_beginning(days: int, begin: date, kind: str) -> None:
    facts = replace(BARE, issued_on=begin, delivered_on=begin)
    found = repaired(facts, Repair(kind, days=days))  # type: ignore[arg-type]
    assert found.due_on == begin + timedelta(days=days)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=40))
def test_the_usual_term_is_one_that_was_in_use_with_half_of_them_on_each_side(terms: list[int]) -> None:
    found = usual_term((days, terms.count(days)) for days in set(terms))
    assert found is not None
    assert found.invoices == len(terms)
    assert found.days in terms
    assert sum(days < found.days for days in terms) * 2 <= len(terms)
    assert sum(days > found.days for days in terms) * 2 <= len(terms)


def test_no_other_invoice_is_no_habit() -> None:
    assert usual_term(()) is None


def test_dates_that_follow_the_terms_are_found_anew_and_others_are_let_be() -> None:
    facts = replace(BARE, due_on=on("2026-03-31"), source="contract", contract=Terms(60))
    assert rederived(facts) == Repaired(on("2026-04-30"), "contract", "contract", None)
    assert rederived(replace(facts, contract=Terms(30))) is None
    assert rederived(replace(facts, contract=None)) is None
    found = rederived(replace(facts, contract=None, customer=Terms(30)))
    assert found is not None
    assert found.source == "customer"
