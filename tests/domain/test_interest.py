"""Late interest: table T2, case 14, and what the sheet must keep."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk import resources
from arcdesk.domain.errors import (
    AmountNotPositive,
    BadMultiplier,
    BadYearDays,
    DailyRateMissing,
    NoRateOnDay,
)
from arcdesk.domain.interest import InterestSheet, Payment, Terms, late_interest
from arcdesk.domain.interest_flags import is_excessive
from arcdesk.domain.rates import LprTable, parse_lpr

LPR = parse_lpr(resources.text("reference", "lpr.csv"))
DUE = date(2023, 3, 15)
T2_END = date(2025, 6, 30)


def reckon(terms: Terms, *payments: Payment, due: date = DUE, as_of: date = T2_END) -> InterestSheet:
    return late_interest(100_000_00, due, as_of, terms, payments=payments, lpr=LPR)


def test_t2_1_one_per_mille_a_day() -> None:
    sheet = reckon(Terms("contract", Decimal("0.001")), as_of=date(2023, 4, 14))
    assert (sheet.days, sheet.total_fen) == (30, 3_000_00)
    assert sheet.segments[0].first_day == date(2023, 3, 16)
    assert sheet.segments[0].annual_rate_percent == Decimal("36.5")
    assert sheet.lpr_data_to is None
    assert sheet.rate_key.format(**sheet.rate_values) == "0.1 % per day as agreed in the contract"


@pytest.mark.parametrize(
    ("multiplier", "year_days", "total"),
    [("1.5", 365, 12_570_00), ("1.3", 365, 10_894_00), ("1.5", 360, 12_744_58)],
)
def test_t2_3_lpr_fixed_at_breach(multiplier: str, year_days: int, total: int) -> None:
    sheet = reckon(Terms("lpr_fixed", multiplier=Decimal(multiplier), year_days=year_days))
    assert (sheet.days, len(sheet.segments), sheet.total_fen) == (838, 1, total)
    assert sheet.lpr_data_to == date(2026, 2, 24)
    assert "3.65 % (2023-02-20)" in sheet.rate_key.format(**sheet.rate_values)


def test_t2_4_lpr_floating_by_segments() -> None:
    sheet = reckon(Terms("lpr_floating"))
    assert [
        (
            s.first_day.isoformat(),
            s.last_day.isoformat(),
            s.days,
            s.annual_rate_percent / Decimal("1.5"),
            s.amount_fen,
        )
        for s in sheet.segments
    ] == [
        ("2023-03-16", "2023-06-19", 96, Decimal("3.65"), 1_440_00),
        ("2023-06-20", "2023-08-20", 62, Decimal("3.55"), 904_52),
        ("2023-08-21", "2024-07-21", 336, Decimal("3.45"), 4_763_84),
        ("2024-07-22", "2024-10-20", 91, Decimal("3.35"), 1_252_81),
        ("2024-10-21", "2025-05-19", 211, Decimal("3.10"), 2_688_08),
        ("2025-05-20", "2025-06-30", 42, Decimal("3.00"), 517_81),
    ]
    assert (sheet.days, sheet.total_fen) == (838, 11_567_06)


def test_t2_9_a_payment_lowers_the_principal_from_the_day_after() -> None:
    terms = Terms("contract", Decimal("0.0005"))
    paid = Payment(date(2024, 8, 15), 40_000_00)
    sheet = reckon(terms, paid, due=date(2024, 6, 30), as_of=date(2024, 10, 31))
    assert [(s.days, s.principal_fen, s.amount_fen) for s in sheet.segments] == [
        (46, 100_000_00, 2_300_00),
        (77, 60_000_00, 2_310_00),
    ]
    assert (sheet.total_fen, sheet.open_principal_fen) == (4_610_00, 60_000_00)


@pytest.mark.parametrize(
    ("due", "days", "total"), [("2025-08-30", 123, 18_450_00), ("2025-09-01", 121, 18_150_00)]
)
def test_t2_11_the_rate_for_small_creditors(due: str, days: int, total: int) -> None:
    sheet = late_interest(300_000_00, date.fromisoformat(due), date(2025, 12, 31), Terms("sme"))
    assert (sheet.days, sheet.total_fen) == (days, total)


@pytest.mark.parametrize("as_of", [DUE, DUE - timedelta(days=400)])
@pytest.mark.parametrize("basis", ["contract", "lpr_fixed", "lpr_floating", "sme"])
def test_t2_16_what_is_not_overdue_bears_nothing(basis: str, as_of: date) -> None:
    sheet = reckon(Terms(basis, Decimal("0.001")), as_of=as_of)  # type: ignore[arg-type]
    assert (sheet.days, sheet.segments, sheet.total_fen) == (0, (), 0)


@pytest.mark.parametrize(
    ("terms", "amounts"),
    [
        (Terms("lpr_fixed", multiplier=Decimal("1.3")), [1_118_18, 1_570_36]),
        (Terms("contract", Decimal("0.001")), [9_100_00, 12_780_00]),
        (Terms("sme"), [4_550_00, 6_390_00]),
    ],
)
def test_case_14_three_ways_over_a_part_payment(terms: Terms, amounts: list[int]) -> None:
    paid = Payment(date(2024, 4, 1), 40_000_00)
    sheet = reckon(terms, paid, due=date(2024, 1, 1), as_of=date(2024, 10, 31))
    assert [segment.days for segment in sheet.segments] == [91, 213]
    assert [segment.amount_fen for segment in sheet.segments] == amounts
    assert sheet.total_fen == sum(amounts)


def test_interest_stops_when_everything_is_paid() -> None:
    terms = Terms("contract", Decimal("0.001"))
    payments = [Payment(date(2023, 3, 25), 60_000_00), Payment(date(2023, 3, 25), 60_000_00)]
    sheet = reckon(terms, *payments)
    assert [(segment.days, segment.amount_fen) for segment in sheet.segments] == [(10, 1_000_00)]
    assert sheet.open_principal_fen == 0


def test_the_day_of_a_payment_still_bears_interest_on_the_whole() -> None:
    payments = [Payment(date(2023, 3, 16), 10_000_00), Payment(date(2023, 3, 17), 20_000_00)]
    sheet = reckon(Terms("contract", Decimal("0.001")), *payments, as_of=date(2023, 3, 18))
    assert [segment.principal_fen for segment in sheet.segments] == [100_000_00, 90_000_00, 70_000_00]
    assert sheet.total_fen == 260_00


def test_payments_before_the_due_date_count_and_later_than_the_reckoning_do_not() -> None:
    terms = Terms("contract", Decimal("0.001"))
    payments = [
        Payment(date(2023, 1, 1), 40_000_00),
        Payment(DUE, 10_000_00),
        Payment(date(2023, 3, 25), 1_00),
    ]
    sheet = reckon(terms, *payments, as_of=date(2023, 3, 24))
    assert [(segment.days, segment.principal_fen) for segment in sheet.segments] == [(9, 50_000_00)]


def test_a_breach_before_august_2019_takes_the_base_rate() -> None:
    sheet = reckon(Terms("lpr_fixed"), due=date(2019, 8, 18), as_of=date(2019, 8, 31))
    assert sheet.segments[0].annual_rate_percent == Decimal("6.525")
    assert sheet.rate_key.format(**sheet.rate_values).startswith("Base rate 4.35 % (2015-10-24)")
    following = reckon(Terms("lpr_fixed"), due=date(2019, 8, 19), as_of=date(2019, 8, 31))
    assert following.segments[0].annual_rate_percent == Decimal("6.375")
    floating = reckon(Terms("lpr_floating"), due=date(2019, 8, 17), as_of=date(2019, 8, 31))
    assert [segment.days for segment in floating.segments] == [2, 12]


def test_a_default_before_the_table_is_refused() -> None:
    with pytest.raises(NoRateOnDay):
        reckon(Terms("lpr_fixed"), due=date(2010, 1, 1))


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        (Terms("contract"), DailyRateMissing),
        (Terms("contract", Decimal(0)), DailyRateMissing),
        (Terms("lpr_fixed", multiplier=Decimal(0)), BadMultiplier),
        (Terms("lpr_fixed", multiplier=Decimal(5)), BadMultiplier),
        (Terms("lpr_fixed", year_days=366), BadYearDays),
    ],
)
def test_terms_that_cannot_be_reckoned_with_are_refused(terms: Terms, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        reckon(terms)


def test_a_principal_or_payment_of_nothing_is_refused() -> None:
    with pytest.raises(AmountNotPositive):
        late_interest(0, DUE, T2_END, Terms("sme"))
    with pytest.raises(AmountNotPositive):
        reckon(Terms("sme"), Payment(DUE, -1))


def test_t2_18_rates_a_court_may_cut() -> None:
    assert is_excessive(Decimal("36.5"), Decimal("3.00"))
    assert is_excessive(Decimal("7.3"), Decimal("3.00"))
    assert not is_excessive(Decimal("5.85"), Decimal("3.00"))


PAYMENTS = st.lists(st.builds(Payment, st.dates(DUE, T2_END), st.integers(1, 50_000_00)), max_size=6)


@given(PAYMENTS, st.sampled_from(["contract", "lpr_fixed", "lpr_floating"]), st.dates(DUE, T2_END))
def test_segments_cover_every_day_once_and_foot(payments: list[Payment], basis: str, as_of: date) -> None:
    sheet = reckon(Terms(basis, Decimal("0.0005")), *payments, as_of=as_of)  # type: ignore[arg-type]
    assert sheet.total_fen == sum(segment.amount_fen for segment in sheet.segments)
    day = DUE
    for segment in sheet.segments:
        assert segment.first_day == day + timedelta(days=1)
        assert segment.days == (segment.last_day - day).days > 0
        owed = 100_000_00 - sum(p.amount_fen for p in payments if p.on < segment.first_day)
        assert segment.principal_fen == owed
        day = segment.last_day
    paid = sum(payment.amount_fen for payment in payments if payment.on <= as_of)
    assert sheet.open_principal_fen == max(0, 100_000_00 - paid)
    assert day == as_of or sheet.open_principal_fen == 0


def test_an_lpr_basis_without_a_table_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="LPR table"):
        late_interest(1, DUE, T2_END, Terms("lpr_fixed"), lpr=None)
    assert isinstance(LPR, LprTable)
