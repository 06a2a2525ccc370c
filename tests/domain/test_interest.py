"""Late interest: table T2, case 14, and what the sheet must keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk import resources
from arcdesk.domain.errors import (
    AmountNegative,
    AmountNotPositive,
    BadMultiplier,
    BadYearDays,
    DailyRateMissing,
    NoRateOnDay,
)
from arcdesk.domain.interest import InterestSheet, Payment, Terms, late_interest
from arcdesk.domain.rates import LprTable, parse_lpr
from arcdesk.domain.within_debt import Order, Parts

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


def test_a_yearly_rate_runs_by_the_days_of_the_year() -> None:
    sheet = reckon(Terms("contract", annual_percent=Decimal("7.3")), as_of=date(2023, 4, 14))
    assert (sheet.total_fen, sheet.segments[0].daily_rate) == (600_00, None)
    assert sheet.rate_key.format(**sheet.rate_values) == "7.3 % a year of 365 days as agreed in the contract"
    longer = reckon(Terms("contract", annual_percent=Decimal("7.2"), year_days=360), as_of=date(2023, 4, 14))
    assert longer.total_fen == 600_00


def test_a_judgment_debt_bears_one_point_seven_five_in_ten_thousand_a_day() -> None:
    sheet = reckon(Terms("judgment"), Payment(date(2023, 3, 25), 40_000_00), as_of=date(2023, 4, 4))
    assert [segment.amount_fen for segment in sheet.segments] == [175_00, 105_00]
    assert sheet.segments[0].annual_rate_percent == Decimal("6.3875")
    assert (sheet.open_principal_fen, sheet.interest_outstanding_fen) == (60_000_00, 280_00)


def test_by_the_law_a_payment_first_pays_the_interest_of_its_own_day() -> None:
    terms = Terms("contract", Decimal("0.0005"), allocation="interest_first")
    paid = Payment(date(2024, 8, 15), 40_000_00)
    sheet = reckon(terms, paid, due=date(2024, 6, 30), as_of=date(2024, 10, 31))
    assert [(s.days, s.principal_fen, s.amount_fen) for s in sheet.segments] == [
        (46, 100_000_00, 2_300_00),
        (77, 62_300_00, 2_398_55),
    ]
    assert sheet.payments[0].parts == Parts(interest_fen=2_300_00, principal_fen=37_700_00)
    assert (sheet.total_fen, sheet.interest_paid_fen) == (4_698_55, 2_300_00)
    assert (sheet.interest_outstanding_fen, sheet.open_principal_fen) == (2_398_55, 62_300_00)


def test_t3_1_within_one_debt_costs_interest_principal() -> None:
    terms = Terms("contract", Decimal("0.0005"), allocation="interest_first")
    paid = Payment(DUE + timedelta(days=100), 10_000_00)
    sheet = reckon(terms, paid, as_of=DUE + timedelta(days=100))
    assert sheet.total_fen == 5_000_00
    with_costs = late_interest(
        100_000_00, DUE, DUE + timedelta(days=100), terms, payments=[paid], costs_fen=800_00
    )
    assert with_costs.payments[0].parts == Parts(800_00, 5_000_00, 4_200_00)
    assert with_costs.left == Parts(0, 0, 95_800_00)


def test_a_payment_that_covers_interest_only_leaves_the_principal_and_foots() -> None:
    terms = Terms("contract", Decimal("0.0005"), allocation="interest_first")
    sheet = reckon(terms, Payment(date(2023, 3, 25), 100_00), as_of=date(2023, 4, 4))
    assert [segment.principal_fen for segment in sheet.segments] == [100_000_00, 100_000_00]
    assert (sheet.interest_paid_fen, sheet.interest_outstanding_fen) == (100_00, 900_00)


def test_interest_stays_owed_when_the_principal_is_gone() -> None:
    paid = [Payment(date(2023, 3, 25), 100_000_00), Payment(date(2023, 5, 1), 600_00)]
    sheet = reckon(Terms("contract", Decimal("0.001")), *paid)
    assert (sheet.total_fen, sheet.interest_paid_fen, sheet.interest_outstanding_fen) == (
        1_000_00,
        600_00,
        400_00,
    )
    assert [one.parts for one in sheet.payments] == [
        Parts(principal_fen=100_000_00),
        Parts(interest_fen=600_00),
    ]


@pytest.mark.parametrize("allocation", ["principal_first", "interest_first"])
def test_t3_11_what_exceeds_everything_is_left_over(allocation: Order) -> None:
    terms = Terms("contract", Decimal("0.001"), allocation=allocation)
    paid = [Payment(date(2023, 3, 25), 101_500_00), Payment(date(2023, 3, 26), 1)]
    sheet = reckon(terms, *paid)
    assert (sheet.left, sheet.unapplied_fen, sheet.total_fen) == (Parts(), 500_01, 1_000_00)
    assert [one.unapplied_fen for one in sheet.payments] == [500_00, 1]


def test_a_payment_on_the_due_date_pays_no_interest_by_either_rule() -> None:
    for allocation in ("principal_first", "interest_first"):
        terms = Terms("contract", Decimal("0.001"), allocation=allocation)  # type: ignore[arg-type]
        sheet = reckon(terms, Payment(DUE, 10_000_00), as_of=date(2023, 3, 25))
        assert sheet.payments[0].parts == Parts(principal_fen=10_000_00)
        assert (sheet.total_fen, sheet.open_principal_fen) == (900_00, 90_000_00)


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
        (Terms("contract", annual_percent=Decimal(0)), DailyRateMissing),
        (Terms("lpr_fixed", multiplier=Decimal(0)), BadMultiplier),
        (Terms("lpr_fixed", multiplier=Decimal(5)), BadMultiplier),
        (Terms("lpr_fixed", year_days=366), BadYearDays),
    ],
)
def test_terms_that_cannot_be_reckoned_with_are_refused(terms: Terms, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        reckon(terms)


def test_a_principal_or_payment_of_nothing_is_refused() -> None:
    with pytest.raises(AmountNegative):
        late_interest(1, DUE, T2_END, Terms("sme"), costs_fen=-1)
    with pytest.raises(AmountNotPositive):
        late_interest(0, DUE, T2_END, Terms("sme"))
    with pytest.raises(AmountNotPositive):
        reckon(Terms("sme"), Payment(DUE, -1))


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


BASES_OF_ONE_RATE = [Terms("contract", Decimal("0.0005")), Terms("sme"), Terms("judgment"),
                     Terms("contract", annual_percent=Decimal("7.77")), Terms("lpr_floating"),
                     Terms("lpr_floating", multiplier=Decimal("1.3"), year_days=360)]  # fmt: skip
ORDERS = st.sampled_from(["principal_first", "interest_first"])


@given(PAYMENTS, st.sampled_from(BASES_OF_ONE_RATE), ORDERS, st.dates(DUE, T2_END), st.integers(0, 900_00))
def test_every_fen_received_is_somewhere_and_nothing_is_negative(
    payments: list[Payment], terms: Terms, allocation: Order, as_of: date, costs: int
) -> None:
    terms = replace(terms, allocation=allocation)
    sheet = late_interest(100_000_00, DUE, as_of, terms, payments=payments, lpr=LPR, costs_fen=costs)
    received = sum(payment.amount_fen for payment in payments if payment.on <= as_of)
    paid = [one.parts for one in sheet.payments]
    assert sum(parts.total_fen for parts in paid) + sheet.unapplied_fen == received
    assert sheet.total_fen == sum(segment.amount_fen for segment in sheet.segments) >= 0
    assert sheet.total_fen == sum(parts.interest_fen for parts in paid) + sheet.interest_outstanding_fen
    assert sum(parts.principal_fen for parts in paid) + sheet.open_principal_fen == 100_000_00
    assert costs == sum(parts.costs_fen for parts in paid) + sheet.left.costs_fen
    assert min(sheet.left.costs_fen, sheet.left.interest_fen, sheet.left.principal_fen) >= 0
    assert not sheet.unapplied_fen or not sheet.left.total_fen
    assert all(segment.amount_fen >= 0 and segment.principal_fen > 0 for segment in sheet.segments)


@given(PAYMENTS, st.sampled_from(BASES_OF_ONE_RATE), ORDERS, st.dates(DUE, T2_END), st.data())
def test_interest_is_additive_over_a_split_at_a_payment(
    payments: list[Payment], terms: Terms, allocation: Order, as_of: date, data: st.DataObject
) -> None:
    terms = replace(terms, allocation=allocation)
    whole = reckon(terms, *payments, as_of=as_of)
    days = [one.payment.on for one in whole.payments]
    if not days:
        return
    split = data.draw(st.sampled_from(days))
    first = reckon(terms, *payments, as_of=split)
    assert first.segments == whole.segments[: len(first.segments)]
    if not first.open_principal_fen:
        assert whole.total_fen == first.total_fen
        return
    # Interest still owed at the split bears none and is paid before what accrues later: like costs.
    second = late_interest(
        first.open_principal_fen,
        split,
        as_of,
        terms,
        payments=[payment for payment in payments if payment.on > split],
        lpr=LPR,
        costs_fen=first.interest_outstanding_fen,
    )
    assert first.total_fen + second.total_fen == whole.total_fen
    assert second.open_principal_fen == whole.open_principal_fen
    assert second.left.costs_fen + second.left.interest_fen == whole.interest_outstanding_fen


@given(PAYMENTS, ORDERS, st.randoms())
def test_the_order_of_payments_changes_nothing(payments: list[Payment], allocation: Order, chance) -> None:
    same_day = [*payments, *(replace(payment, amount_fen=payment.amount_fen + 1) for payment in payments)]
    mixed = list(same_day)
    chance.shuffle(mixed)
    terms = Terms("lpr_floating", allocation=allocation)
    assert reckon(terms, *mixed) == reckon(terms, *same_day)


@given(PAYMENTS, ORDERS, st.dates(date(2020, 1, 1), DUE))
def test_before_the_due_date_payments_lower_the_principal_and_nothing_accrues(
    payments: list[Payment], allocation: Order, as_of: date
) -> None:
    terms = Terms("lpr_fixed", allocation=allocation)
    early = [replace(payment, on=payment.on - timedelta(days=900)) for payment in payments]
    sheet = reckon(terms, *early, as_of=as_of)
    counted = sum(payment.amount_fen for payment in early if payment.on <= as_of)
    assert (sheet.total_fen, sheet.segments, sheet.days) == (0, (), 0)
    assert sheet.open_principal_fen == max(0, 100_000_00 - counted)


def test_an_lpr_basis_without_a_table_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="LPR table"):
        late_interest(1, DUE, T2_END, Terms("lpr_fixed"), lpr=None)
    assert isinstance(LPR, LprTable)
