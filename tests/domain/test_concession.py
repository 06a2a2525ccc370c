"""What a concession costs against waiting, by the examples of the source documents and by what must always hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.concession import (
    BadPartCount,
    BadPercent,
    BadWaitingDays,
    ConcessionTooLarge,
    Offer,
    Outlook,
    discounted,
    weigh,
    yearly_rate,
)
from arcdesk.domain.concession_texts import BadDiscount, NotPercent, discount_fen, parse_percent
from arcdesk.domain.errors import AmountNotPositive

DEBT = 12_000_000

amounts = st.integers(1_000, 10**12)
percents = st.decimals(0, 40, places=2)
days = st.integers(0, 1_000)


@pytest.mark.parametrize("text", ["95折", "9.5折", "打95折", "九五折", "９５折", "5%", "减5个点", "6,000", "6000.00"])
def test_every_way_to_write_the_discount_of_the_source_document(text: str) -> None:
    assert discount_fen(DEBT, text) == 600_000


@pytest.mark.parametrize(
    ("text", "fen"), [("减1个点", 120_000), ("1 point", 120_000), ("8折", 2_400_000), ("98.5折", 180_000), ("0", 0)]
)
def test_points_and_other_folds(text: str, fen: int) -> None:
    assert discount_fen(DEBT, text) == fen


@pytest.mark.parametrize("text", ["10折", "0折", "folded", "-5", "", "5折折", "1e3%", "9" * 40])
def test_what_is_no_discount_is_refused(text: str) -> None:
    with pytest.raises(BadDiscount):
        discount_fen(DEBT, text)


def test_a_discount_of_everything_is_refused() -> None:
    with pytest.raises(ConcessionTooLarge):
        discounted(DEBT, "120000")


def test_a_discount_is_rounded_half_up_to_the_fen() -> None:
    assert discount_fen(1_010, "95折") == 51  # 50.5 fen


@pytest.mark.parametrize("text", ["-1", "six", "1e2", ""])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(NotPercent):
        parse_percent(text, "capital")


def test_95_per_cent_now_against_three_months_of_waiting() -> None:
    """S-166: 95折 of 120,000 is 6,000; 90 days at 6 % cost 1,775.34, so only the risk of loss can justify it."""
    found = weigh(DEBT, Offer(discount_fen=600_000), Outlook(90, Decimal(6)))
    assert (found.offer_fen, found.waiting_fen, found.difference_fen) == (600_000, 177_534, -422_466)
    assert found.break_even_days == 305  # 12,000,000 × 6 % ÷ 365 = 1972.6 fen a day
    assert found.break_even_percent == Decimal("3.52")
    assert found.yearly is not None
    assert found.yearly.simple_percent == Decimal("21.35")


def test_with_a_chance_of_loss_the_discount_pays() -> None:
    found = weigh(DEBT, Offer(discount_fen=600_000), Outlook(90, Decimal(6), Decimal(10)))
    assert (found.loss_fen, found.difference_fen) == (1_200_000, 777_534)
    assert found.break_even_days == 0


def test_fifteen_days_more_cost_the_money_of_fifteen_days() -> None:
    found = weigh(DEBT, Offer(term_days=15), Outlook(60, Decimal(6)))
    assert found.offer_fen == 29_589  # 120,000 × 6 % × 15 ÷ 365
    assert found.break_even_days == 15
    assert found.yearly is None


def test_instalments_cost_the_money_of_each_until_it_comes() -> None:
    """30,000 now and twice 45,000 are told as equal parts here: 3 × 40,000 at 0, 30 and 60 days."""
    found = weigh(DEBT, Offer(instalments=3), Outlook(60, Decimal(6)))
    assert found.parts == ((0, 4_000_000), (30, 4_000_000), (60, 4_000_000))
    assert found.term_fen == 59_178
    assert weigh(DEBT, Offer(discount_fen=100, instalments=3), Outlook(60, Decimal(6))).yearly is None


def test_two_ten_net_thirty() -> None:
    found = yearly_rate(10_000, 200, 20)
    assert found is not None
    assert (found.simple_percent, found.compound_percent) == (Decimal("37.24"), Decimal("44.59"))


def test_what_cannot_be_weighed_is_refused() -> None:
    outlook = Outlook(60, Decimal(6))
    with pytest.raises(AmountNotPositive):
        weigh(0, Offer(), outlook)
    with pytest.raises(AmountNotPositive):
        weigh(100, Offer(waived_fen=-1), outlook)
    with pytest.raises(ConcessionTooLarge):
        weigh(100, Offer(discount_fen=100), outlook)
    with pytest.raises(BadWaitingDays):
        weigh(100, Offer(term_days=4_000), outlook)
    with pytest.raises(BadPercent):
        weigh(100, Offer(), Outlook(1, Decimal(101)))
    with pytest.raises(BadPartCount):
        weigh(100, Offer(instalments=101), outlook)


@given(amounts, days, percents, percents)
def test_nothing_given_costs_nothing(amount: int, wait: int, capital: Decimal, loss: Decimal) -> None:
    found = weigh(amount, Offer(), Outlook(wait, capital, loss))
    assert found.offer_fen == 0
    assert found.break_even_days == 0
    assert found.break_even_percent == 0


@given(amounts, st.integers(0, 999), st.integers(0, 999), days, days, percents)
def test_more_given_costs_more_and_longer_waiting_costs_more(
    amount: int, one: int, more: int, wait: int, longer: int, capital: Decimal
) -> None:
    less, greater = sorted((one, more))
    low = weigh(amount, Offer(discount_fen=less), Outlook(wait, capital))
    high = weigh(amount, Offer(discount_fen=greater), Outlook(wait + longer, capital))
    assert high.offer_fen >= low.offer_fen
    assert high.waiting_fen >= low.waiting_fen
    later = weigh(amount, Offer(discount_fen=less, term_days=longer), Outlook(wait, capital))
    assert later.offer_fen >= low.offer_fen


@given(amounts, st.integers(1, 999), st.decimals("0.5", 40, places=2), percents)
def test_both_sides_meet_at_the_break_even_day(amount: int, discount: int, capital: Decimal, loss: Decimal) -> None:
    found = weigh(amount, Offer(discount_fen=discount), Outlook(0, capital, loss))
    at = found.break_even_days
    assert at is not None
    daily = Fraction(amount) * Fraction(capital) / 100 / 365

    def waiting(on: int) -> int:
        return int(daily * on + Fraction(1, 2)) + found.loss_fen

    assert waiting(at) >= found.offer_fen
    assert at == 0 or waiting(at - 1) < found.offer_fen


@given(amounts, st.integers(1, 60))
def test_the_parts_are_the_rest_to_the_fen(amount: int, count: int) -> None:
    found = weigh(amount, Offer(discount_fen=1, instalments=count), Outlook(30, Decimal(6)))
    assert sum(fen for _, fen in found.parts) == amount - 1
