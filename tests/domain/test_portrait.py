"""Exposure, overdue after credit, promises, authority, hold on supply, concentration."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.portrait import (
    Exposure,
    PromiseRecord,
    concentration,
    needs_decision_maker,
    overdue_of,
    percent,
    promise_record,
    supply_hint,
    tenths,
)
from arcdesk.domain.promises import Reliability

DAY = date(2026, 10, 8)


def item(number: int, late: int, fen: int, disputed: int = 0) -> OpenItem:
    due = DAY - timedelta(days=late)
    return OpenItem(number, 1, "CNY", due - timedelta(days=30), due, fen, disputed)


def test_figures_have_one_decimal_and_halves_go_up() -> None:
    assert [tenths(Fraction(value)) for value in ("1/3", "0.25", "12", "-0.25")] == [
        "0.3",
        "0.3",
        "12.0",
        "-0.3",
    ]
    assert percent(Fraction(5, 6)) == "83.3"


def test_exposure_is_everything_owed_less_what_is_unallocated_against_the_limit() -> None:
    assert Exposure(100_00, 83_33, "CNY").used == Fraction(8333, 10000)
    assert Exposure(100_00, 100_01, "CNY").over_fen == 1
    assert Exposure(100_00, 100_00, "CNY").over_fen == 0


def test_no_limit_is_never_exceeded_and_a_limit_of_nothing_always_is() -> None:
    assert (Exposure(None, 500, "CNY").used, Exposure(None, 500, "CNY").over_fen) == (None, 0)
    assert (Exposure(0, 500, "CNY").used, Exposure(0, 500, "CNY").over_fen) == (None, 500)
    assert Exposure(0, -5, "CNY").over_fen == 0


def test_promises_are_counted_by_number_and_by_money() -> None:
    record = promise_record(
        {"USD": Reliability(1, 0, 0, 1, 50, 0, 0), "CNY": Reliability(2, 1, 1, 0, 200, 160, 0)}
    )
    assert record == PromiseRecord(1, 1, 1, {"CNY": (200, 160), "USD": (50, 0)})
    assert record.rate == Fraction(1, 3)
    assert promise_record({"CNY": Reliability(0, 0, 0, 0, 0, 0, 0)}) == PromiseRecord()


def test_unallocated_money_has_paid_the_oldest_already() -> None:
    items = [item(1, 100, 300), item(2, 10, 200), item(3, -5, 500)]
    assert overdue_of(items, 0, "CNY", DAY).late_days == (100, 10)
    covered = overdue_of(items, 350, "CNY", DAY)
    assert (covered.owed_fen, covered.overdue_fen, covered.late_days) == (650, 150, (10,))
    assert covered.ratio == Fraction(150, 650)
    assert overdue_of(items, 2000, "CNY", DAY).ratio == 0


def test_disputed_money_is_not_late_while_it_is_disputed() -> None:
    found = overdue_of([item(1, 100, 300, 300), item(2, 95, 200, 50)], 0, "CNY", DAY)
    assert (found.overdue_fen, found.late_days) == (150, (95,))


def test_two_instalments_of_an_invoice_are_one_invoice_that_is_late() -> None:
    assert overdue_of([item(1, 100, 300), item(1, 70, 300)], 0, "CNY", DAY).late_days == (100,)


@pytest.mark.parametrize(
    ("days", "reached", "warned"),
    [(30, "none", False), (31, "none", True), (31, "", True), (31, "partial", False), (400, "final", False)],
)
def test_after_thirty_days_a_clerk_is_not_enough(days: int, reached: str, warned: bool) -> None:
    assert needs_decision_maker(days, reached) is warned


def test_stopping_the_supply_is_hinted_at_by_contract_days_or_the_default_or_the_limit() -> None:
    safe, over = Exposure(None, 100, "CNY"), Exposure(50, 100, "CNY")
    assert supply_hint("", safe, [(59, None)]) is None
    late = supply_hint("", safe, [(60, None), (10, None)])
    assert late is not None
    assert (late.rule, dict(late.values)) == ("stop_overdue", {"days": 60, "limit": 60})
    agreed = supply_hint("", safe, [(15, 15)])
    assert agreed is not None
    assert agreed.values["limit"] == 15
    limit = supply_hint("", over, [])
    assert limit is not None
    assert (limit.rule, limit.values["amount"]) == ("stop_over_limit", "¥0.50")


def test_a_hold_is_to_be_lifted_once_nothing_is_overdue() -> None:
    lifted = supply_hint("stopped", Exposure(None, 100, "CNY"), [])
    assert lifted is not None
    assert lifted.rule == "lift_hold"
    assert supply_hint("stopped", Exposure(None, 100, "CNY"), [(1, None)]) is None
    assert supply_hint("cash_only", Exposure(50, 100, "CNY"), []) is None


def test_eighty_per_cent_of_the_receivable_lie_with_a_few() -> None:
    found = concentration({1: 500, 2: 100, 3: 300, 4: 100, 5: -200})
    assert (found.total_fen, found.debtors) == (1000, 4)
    assert [(who, fen, percent(share)) for who, fen, share in found.top] == [
        (1, 500, "50.0"),
        (3, 300, "80.0"),
    ]
    assert concentration({}).top == ()


@given(st.dictionaries(st.integers(1, 50), st.integers(-1000, 10**6)), st.fractions(0, 1))
def test_the_top_reaches_the_share_and_not_one_customer_more(
    balances: dict[int, int], share: Fraction
) -> None:
    found = concentration(balances, share)
    reached = sum(fen for _, fen, _ in found.top)
    assert reached >= share * found.total_fen
    if found.top:
        assert reached - found.top[-1][1] < share * found.total_fen
        assert found.top[-1][1] > 0


@given(
    st.lists(st.tuples(st.integers(-50, 400), st.integers(1, 10**6), st.integers(0, 10**6))),
    st.integers(0, 10**7),
)
def test_the_overdue_ratio_lies_between_nothing_and_all(
    given_items: list[tuple[int, int, int]], credit: int
) -> None:
    items = [item(n, late, fen, min(fen, disputed)) for n, (late, fen, disputed) in enumerate(given_items)]
    found = overdue_of(items, credit, "CNY", DAY)
    assert 0 <= found.ratio <= 1
    more = overdue_of([*items, item(999, 30, 500)], credit, "CNY", DAY)
    assert more.ratio >= found.ratio
