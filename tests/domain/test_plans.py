"""An invoice's open money over the instalments of its plan: it adds up, and the earliest are paid first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.errors import AmountNotPositive
from arcdesk.domain.plans import (
    PlanCountWrong,
    PlanShare,
    equal_parts,
    monthly_days,
    share_out,
    split_open,
    spread,
)

OWN_DAY = date(2026, 1, 31)
FIRST = date(2026, 3, 20)
AMOUNTS = st.lists(st.integers(1, 500), min_size=1, max_size=6)


def shares(*amounts: int) -> list[PlanShare]:
    return [PlanShare(7, n, FIRST + timedelta(days=30 * (n - 1)), fen) for n, fen in enumerate(amounts, 1)]


def item(open_fen: int, disputed_fen: int = 0) -> OpenItem:
    return OpenItem(1, 1, "CNY", date(2026, 1, 1), OWN_DAY, open_fen, disputed_fen)


def open_parts(parts: tuple[OpenItem, ...]) -> dict[int, int]:
    """Open fen by instalment; 0 is what lies beyond the plan."""
    return {part.instalment: part.open_fen for part in parts}


@pytest.mark.parametrize(
    ("total", "count", "parts"),
    [
        (10_000_000, 3, (3_333_333, 3_333_333, 3_333_334)),
        (1_000_000, 7, (*[142_857] * 6, 142_858)),
        (2, 2, (1, 1)),
        (5, 1, (5,)),
    ],
)
def test_t5_the_last_instalment_takes_the_rest(total: int, count: int, parts: tuple[int, ...]) -> None:
    assert equal_parts(total, count) == parts


def test_t5_a_month_without_that_day_has_its_last_one() -> None:
    days = ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30"]
    assert [day.isoformat() for day in monthly_days(date(2025, 1, 31), 4)] == days


@given(st.integers(1, 10**12), st.integers(1, 360))
def test_equal_parts_foot_to_the_fen(total: int, count: int) -> None:
    if count > total:
        with pytest.raises(PlanCountWrong):
            equal_parts(total, count)
        return
    parts = equal_parts(total, count)
    assert sum(parts) == total
    assert len(parts) == count
    assert min(parts) == parts[0] > 0
    assert parts[-1] - parts[0] < count


@pytest.mark.parametrize("count", [0, -1, 361])
def test_a_number_of_instalments_that_is_none_is_refused(count: int) -> None:
    with pytest.raises(PlanCountWrong):
        equal_parts(100_000, count)


def test_nothing_cannot_be_shared() -> None:
    with pytest.raises(AmountNotPositive):
        equal_parts(0, 3)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5), st.data())
def test_the_debts_are_paid_one_after_the_other_to_the_fen(instalments: list[int], data: st.DataObject) -> None:
    total = sum(instalments)
    cuts = sorted(data.draw(st.sets(st.integers(1, total - 1), max_size=4)) if total > 1 else [])
    debts = [(n, end - start) for n, (start, end) in enumerate(zip([0, *cuts], [*cuts, total], strict=True))]
    found = share_out(instalments, debts)
    assert [sum(fen for _, fen in parts) for parts in found] == instalments
    paid = [debt for parts in found for debt, _ in parts]
    assert paid == sorted(paid)
    for debt, fen in debts:
        assert sum(share for parts in found for number, share in parts if number == debt) == fen


def test_case_6_three_instalments_are_three_open_items() -> None:
    parts = split_open(item(1200), shares(400, 400, 400))
    assert [(part.instalment, part.open_fen, part.due_on) for part in parts] == [
        (1, 400, FIRST),
        (2, 400, FIRST + timedelta(days=30)),
        (3, 400, FIRST + timedelta(days=60)),
    ]
    assert {(part.plan_id, part.amount_fen) for part in parts} == {(7, 400)}


def test_an_invoice_without_a_plan_stays_as_it_is() -> None:
    assert split_open(item(1200, 100), ()) == (item(1200, 100),)


def test_money_meets_the_earliest_instalment_first() -> None:
    assert open_parts(split_open(item(700), shares(400, 400, 400), money_fen=500)) == {2: 300, 3: 400}


def test_what_was_credited_lowers_the_debt_from_its_far_end() -> None:
    parts = split_open(item(700), shares(400, 400, 400), other_fen=500)
    assert open_parts(parts) == {1: 400, 2: 300}


def test_what_is_open_beyond_the_plan_keeps_its_own_day_and_is_paid_last() -> None:
    plan = shares(350, 350)
    assert open_parts(split_open(item(1000), plan)) == {0: 300, 1: 350, 2: 350}
    parts = split_open(item(900), plan, money_fen=100)
    assert open_parts(parts) == {0: 300, 1: 250, 2: 350}
    assert parts[0].due_on == OWN_DAY
    assert parts[0].amount_fen is None
    assert open_parts(split_open(item(200), plan, money_fen=800)) == {0: 200}
    assert open_parts(split_open(item(700), plan, other_fen=300)) == {1: 350, 2: 350}


def test_a_payment_of_before_the_plan_that_bounces_stands_beyond_it() -> None:
    assert open_parts(split_open(item(1200), shares(500, 500), money_fen=-200)) == {0: 200, 1: 500, 2: 500}


def test_money_entered_later_for_an_earlier_day_is_not_lost() -> None:
    assert open_parts(split_open(item(1000), shares(400, 400, 400))) == {1: 200, 2: 400, 3: 400}


def test_the_disputed_part_stands_beyond_the_plan_first_then_with_the_latest_instalments() -> None:
    beyond = split_open(item(1000, 300), shares(350, 350))
    assert {part.instalment: part.disputed_fen for part in beyond} == {0: 300, 1: 0, 2: 0}
    latest = split_open(item(1000, 450), shares(300, 350, 350))
    assert {part.instalment: part.disputed_fen for part in latest} == {1: 0, 2: 100, 3: 350}


@given(AMOUNTS, st.integers(0, 900), st.integers(-400, 900), st.integers(-400, 900), st.integers(0, 2000))
def test_the_parts_add_up_and_none_is_below_zero(
    amounts: list[int], beyond: int, money: int, other: int, disputed: int
) -> None:
    open_fen = sum(amounts) + beyond - money - other
    if open_fen <= 0:
        return
    held = min(disputed, open_fen)
    parts = split_open(item(open_fen, held), shares(*amounts), money, other)
    assert sum(part.open_fen for part in parts) == open_fen
    assert sum(part.disputed_fen for part in parts) == held
    for part in parts:
        assert part.open_fen > 0
        assert 0 <= part.disputed_fen <= part.open_fen
        if part.instalment:
            assert part.open_fen <= amounts[part.instalment - 1]
    assert sum(1 for part in parts if not part.instalment) <= 1


@given(AMOUNTS, st.integers(0, 500), st.integers(0, 3000))
def test_of_two_instalments_the_later_is_never_paid_before_the_earlier(
    amounts: list[int], beyond: int, money: int
) -> None:
    paid = min(money, sum(amounts) + beyond)
    left, rest = spread(amounts, beyond, paid, 0)
    touched = [fen < amount for fen, amount in zip(left, amounts, strict=True)]
    whole = [fen == 0 for fen in left]
    assert all(earlier or not later for earlier, later in zip(whole, touched[1:], strict=False))
    assert rest == beyond or all(whole)
