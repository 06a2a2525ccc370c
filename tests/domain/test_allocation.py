"""Oldest debts first."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.allocation import allocate_oldest
from arcdesk.domain.errors import AmountNotPositive

DAY = st.dates(date(2025, 1, 1), date(2025, 12, 31))


def test_the_oldest_due_date_gets_the_money_first() -> None:
    issued = date(2025, 1, 1)
    debts = [
        (1, date(2025, 3, 31), issued, 5_000),
        (2, date(2025, 1, 31), issued, 3_000),
        (3, None, issued, 2_000),
        (4, date(2025, 3, 31), date(2024, 12, 1), 1_000),
    ]
    assert allocate_oldest(4_500, debts) == ([(2, 3_000), (4, 1_000), (1, 500)], 0)
    assert allocate_oldest(11_000, debts)[0][-1] == (3, 2_000)


def test_t3_11_an_overpayment_stays_with_the_customer() -> None:
    assert allocate_oldest(1_000, [(1, None, date(2025, 1, 1), 600)]) == ([(1, 600)], 400)
    assert allocate_oldest(1_000, []) == ([], 1_000)


@pytest.mark.parametrize("amount", [0, -5])
def test_a_receipt_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(AmountNotPositive):
        allocate_oldest(amount, [])


@given(
    st.integers(1, 10**12), st.lists(st.tuples(DAY | st.none(), DAY, st.integers(-100, 10**11)), max_size=30)
)
def test_no_fen_is_lost_and_no_debt_gets_too_much(
    amount: int, debts: list[tuple[date | None, date, int]]
) -> None:
    numbered = [(number, *debt) for number, debt in enumerate(debts)]
    shares, rest = allocate_oldest(amount, numbered)
    assert sum(fen for _, fen in shares) + rest == amount
    assert rest >= 0
    assert all(0 < fen <= debts[number][2] for number, fen in shares)
    assert rest == max(0, amount - sum(max(0, debt[2]) for debt in debts))
