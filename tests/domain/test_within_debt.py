"""Costs, interest, principal: what a payment does to one debt (Art. 561)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import AmountNegative, AmountNotPositive
from arcdesk.domain.within_debt import Order, Parts, split_payment

OWED = Parts(800_00, 5_000_00, 100_000_00)
FEN = st.integers(0, 10**12)


def test_t3_1_by_the_law_costs_and_interest_come_first() -> None:
    paid, rest = split_payment(10_000_00, OWED)
    assert (paid, rest) == (Parts(800_00, 5_000_00, 4_200_00), 0)
    assert OWED.less(paid).principal_fen == 95_800_00


def test_t3_3_what_the_parties_agree_on_goes_before_the_law() -> None:
    assert split_payment(10_000_00, OWED, "principal_first") == (Parts(0, 0, 10_000_00), 0)


def test_agreed_principal_first_leaves_costs_then_interest_for_the_rest() -> None:
    assert split_payment(101_000_00, OWED, "principal_first") == (Parts(800_00, 200_00, 100_000_00), 0)


def test_t3_11_more_than_everything_is_left_over() -> None:
    for order in ("interest_first", "principal_first"):
        assert split_payment(200_000_00, OWED, order) == (OWED, 94_200_00)  # type: ignore[arg-type]
    assert split_payment(5, Parts()) == (Parts(), 5)


def test_nothing_paid_or_less_than_nothing_owed_is_refused() -> None:
    with pytest.raises(AmountNotPositive):
        split_payment(0, OWED)
    with pytest.raises(AmountNegative):
        split_payment(1, Parts(interest_fen=-1))


@given(
    st.integers(1, 10**12),
    st.builds(Parts, FEN, FEN, FEN),
    st.sampled_from(["interest_first", "principal_first"]),
)
def test_no_part_gets_more_than_is_owed_and_no_fen_is_lost(amount: int, owed: Parts, order: Order) -> None:
    paid, rest = split_payment(amount, owed, order)
    left = owed.less(paid)
    assert paid.total_fen + rest == amount
    assert min(*(left.costs_fen, left.interest_fen, left.principal_fen), rest) >= 0
    assert rest == 0 or left.total_fen == 0
    if order == "interest_first":
        assert not paid.interest_fen or not left.costs_fen
        assert not paid.principal_fen or not left.interest_fen
    else:
        assert not paid.total_fen - paid.principal_fen or not left.principal_fen
