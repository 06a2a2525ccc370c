"""Which debts get the money: table T3, and what every rule must keep."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.allocation import (
    RULES,
    Debt,
    Rule,
    allocate,
    allocate_oldest,
    allocate_pro_rata,
    allocate_statutory,
    check_by_hand,
)
from arcdesk.domain.errors import (
    AmountNegative,
    AmountNotPositive,
    ShareAboveDebt,
    SharesAbovePayment,
    UnknownDebt,
)

DAY = st.dates(date(2025, 1, 1), date(2025, 12, 31))
ON = date(2025, 6, 30)
Shares = tuple[list[tuple[int, int]], int]
DEBTS = st.lists(
    st.builds(
        Debt,
        st.just(0),
        st.integers(-100, 10**11) | st.integers(1, 50),
        DAY | st.none(),
        DAY | st.none(),
        st.sampled_from([Decimal(0), Decimal("4.5"), Decimal("18.25")]),
        st.booleans(),
    ),
    max_size=30,
).map(lambda debts: [_numbered(number, debt) for number, debt in enumerate(debts)])
BY_RULE: dict[str, Callable[[int, list[Debt[int]]], Shares]] = {
    "oldest": allocate_oldest,
    "pro_rata": allocate_pro_rata,
    "statutory": lambda amount, debts: allocate_statutory(amount, debts, ON),
}


def _numbered(number: int, debt: Debt[int]) -> Debt[int]:
    return Debt(number, debt.open_fen, debt.due_on, debt.issued_on, debt.annual_percent, debt.is_secured)


def due(name: str, open_fen: int, due_on: str, percent: str = "0", *, secured: bool = False) -> Debt[str]:
    return Debt(name, open_fen, date.fromisoformat(due_on), None, Decimal(percent), secured)


def test_the_oldest_due_date_gets_the_money_first() -> None:
    issued = date(2025, 1, 1)
    debts = [
        Debt(1, 5_000, date(2025, 3, 31), issued),
        Debt(2, 3_000, date(2025, 1, 31), issued),
        Debt(3, 2_000, None, issued),
        Debt(4, 1_000, date(2025, 3, 31), date(2024, 12, 1)),
    ]
    assert allocate_oldest(4_500, debts) == ([(2, 3_000), (4, 1_000), (1, 500)], 0)
    assert allocate_oldest(11_000, debts)[0][-1] == (3, 2_000)


def test_t3_4_due_and_unsecured_before_guaranteed_before_not_due() -> None:
    debts = [
        due("C", 20_000_00, "2025-12-31"),
        due("B", 50_000_00, "2025-03-31", secured=True),
        due("A", 30_000_00, "2025-01-31"),
    ]
    assert allocate_statutory(40_000_00, debts, ON) == ([("A", 30_000_00), ("B", 10_000_00)], 0)
    assert allocate_statutory(90_000_00, debts, ON)[0][-1] == ("C", 10_000_00)


def test_the_law_takes_security_before_burden_before_age() -> None:
    debts = [
        due("old, secured, heavy", 100, "2025-01-01", "36.5", secured=True),
        due("old, light", 100, "2025-01-02", "3"),
        due("new, heavy", 100, "2025-06-30", "18.25"),
        due("newer, light", 100, "2025-03-01", "3"),
        due("not due, heavy", 100, "2025-07-01", "36.5"),
    ]
    order = [name for name, _ in allocate_statutory(500, debts, ON)[0]]
    assert order == ["new, heavy", "old, light", "newer, light", "old, secured, heavy", "not due, heavy"]


def test_a_debt_without_a_due_date_waits_for_those_that_have_one() -> None:
    debts: list[Debt[str]] = [Debt("none", 100, None), due("later", 100, "2025-12-31")]
    assert allocate_statutory(150, debts, ON)[0] == [("later", 100), ("none", 50)]


def test_equal_debts_share_in_proportion_under_the_law() -> None:
    debts = [due("X", 300_00, "2025-05-31"), due("Y", 100_00, "2025-05-31"), due("Z", 7, "2025-06-01")]
    assert allocate_statutory(100_00, debts, ON) == ([("X", 75_00), ("Y", 25_00)], 0)


def test_t3_8_fen_that_do_not_divide_go_to_the_largest_remainder() -> None:
    debts = [due(name, fen, "2025-01-31") for name, fen in (("A", 333_33), ("B", 333_33), ("C", 333_34))]
    assert allocate_pro_rata(100_00, debts) == ([("A", 33_33), ("B", 33_33), ("C", 33_34)], 0)
    assert allocate_pro_rata(100_00, debts[::-1])[0] == allocate_pro_rata(100_00, debts)[0]


def test_among_equal_remainders_the_oldest_gets_the_fen() -> None:
    debts = [due("new", 100, "2025-03-01"), due("old", 100, "2025-01-01"), due("mid", 100, "2025-02-01")]
    assert allocate_pro_rata(101, debts)[0] == [("old", 34), ("mid", 34), ("new", 33)]
    assert allocate_pro_rata(1, debts)[0] == [("old", 1)]


@pytest.mark.parametrize("rule", RULES)
def test_t3_11_an_overpayment_stays_with_the_customer(rule: Rule) -> None:
    assert BY_RULE[rule](1_000, [Debt(1, 600, None)]) == ([(1, 600)], 400)
    assert BY_RULE[rule](1_000, []) == ([], 1_000)
    whole = allocate(10_000, [Debt(1, 600, None)], rule, ON, costs_fen=300, interest_fen=100)
    assert (whole.costs_fen, whole.interest_fen, whole.shares, whole.rest_fen) == (
        300,
        100,
        ((1, 600),),
        9_000,
    )


def test_t3_1_costs_then_interest_then_principal() -> None:
    debts = [due("A", 100_000_00, "2025-01-31")]
    lawful = allocate(10_000_00, debts, "statutory", ON, costs_fen=800_00, interest_fen=5_000_00)
    assert (lawful.costs_fen, lawful.interest_fen, lawful.shares) == (800_00, 5_000_00, (("A", 4_200_00),))
    agreed = allocate(
        10_000_00, debts, "oldest", ON, costs_fen=800_00, interest_fen=5_000_00, order="principal_first"
    )
    assert (agreed.costs_fen, agreed.interest_fen, agreed.shares) == (0, 0, (("A", 10_000_00),))


def test_a_payment_below_the_costs_reaches_no_debt() -> None:
    short = allocate(500, [due("A", 100, "2025-01-31")], "pro_rata", ON, costs_fen=800)
    assert (short.costs_fen, short.shares, short.rest_fen) == (500, (), 0)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("amount", [0, -5])
def test_a_receipt_of_nothing_is_refused(rule: Rule, amount: int) -> None:
    with pytest.raises(AmountNotPositive):
        BY_RULE[rule](amount, [])
    with pytest.raises(AmountNotPositive):
        allocate(amount, [], rule, ON)


def test_costs_below_zero_are_refused() -> None:
    with pytest.raises(AmountNegative):
        allocate(100, [], "oldest", ON, costs_fen=-1)


def test_shares_by_hand_leave_a_rest_or_are_refused() -> None:
    debts = [due("A", 300, "2025-01-31"), due("B", 100, "2025-01-31")]
    assert check_by_hand(500, debts, {"A": 300, "B": 0}) == 200
    assert check_by_hand(500, debts, {}) == 500
    for shares, refusal in (
        ({"A": 301}, ShareAboveDebt),
        ({"A": 300, "B": 100}, SharesAbovePayment),
        ({"Z": 1}, UnknownDebt),
        ({"A": -1}, AmountNotPositive),
    ):
        with pytest.raises(refusal):
            check_by_hand(399, debts, shares)
    with pytest.raises(AmountNotPositive):
        check_by_hand(0, debts, {})


@pytest.mark.parametrize("rule", RULES)
@given(st.integers(1, 10**12), DEBTS)
def test_no_fen_is_lost_and_no_debt_gets_too_much(rule: Rule, amount: int, debts: list[Debt[int]]) -> None:
    shares, rest = BY_RULE[rule](amount, debts)
    assert sum(fen for _, fen in shares) + rest == amount
    assert len({number for number, _ in shares}) == len(shares)
    assert all(0 < fen <= debts[number].open_fen for number, fen in shares)
    assert rest == max(0, amount - sum(max(0, debt.open_fen) for debt in debts))
    assert check_by_hand(amount, debts, dict(shares)) == rest


@given(st.integers(1, 10**12), DEBTS)
def test_nothing_goes_to_a_debt_not_due_while_a_due_one_is_open(amount: int, debts: list[Debt[int]]) -> None:
    shares = dict(allocate_statutory(amount, debts, ON)[0])
    is_due = {debt.id: debt.due_on is not None and debt.due_on <= ON for debt in debts}
    if any(not is_due[number] for number in shares):
        assert all(shares[d.id] == d.open_fen for d in debts if is_due[d.id] and d.open_fen > 0)


@given(st.integers(1, 10**12), DEBTS, st.randoms())
def test_the_order_debts_are_handed_in_changes_nothing(amount: int, debts: list[Debt[int]], chance) -> None:
    mixed = list(debts)
    chance.shuffle(mixed)
    for rule, share_out in BY_RULE.items():
        assert share_out(amount, mixed) == share_out(amount, debts), rule


@given(st.integers(1, 10**9), DEBTS)
def test_pro_rata_is_within_one_fen_of_the_exact_share(amount: int, debts: list[Debt[int]]) -> None:
    whole = sum(max(0, debt.open_fen) for debt in debts)
    shares = dict(allocate_pro_rata(amount, debts)[0])
    for debt in debts:
        exact_times_whole = min(amount, whole) * max(0, debt.open_fen)
        assert abs(shares.get(debt.id, 0) * whole - exact_times_whole) < max(whole, 1)
