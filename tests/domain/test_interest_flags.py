"""Remarks beside an interest figure: T2.13, T2.18, the end of the data, the other basis."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from arcdesk import i18n, resources
from arcdesk.domain.interest import InterestSheet, Payment, Terms, late_interest
from arcdesk.domain.interest_flags import LOSS_FACTORS, Flag, interest_flags, is_excessive, yardstick
from arcdesk.domain.rates import RateRow, parse_lpr, with_rows

LPR = parse_lpr(resources.text("reference", "lpr.csv"))
DUE = date(2025, 9, 30)  # LPR 3.00 %
AS_OF = date(2025, 12, 31)


def reckon(terms: Terms, due: date = DUE, as_of: date = AS_OF, *payments: Payment) -> InterestSheet:
    return late_interest(100_000_00, due, as_of, terms, payments=payments, lpr=LPR)


def names(sheet: InterestSheet, **how: object) -> list[str]:
    return [flag.name for flag in interest_flags(sheet, LPR, **how)]  # type: ignore[arg-type]


def said(flag: Flag, language: str = "en") -> str:
    return i18n.translate(flag.text_key, language, **flag.values)


def test_t2_18_rates_a_court_may_cut() -> None:
    assert is_excessive(Decimal("36.5"), Decimal("3.00"))
    assert is_excessive(Decimal("7.3"), Decimal("3.00"))
    assert not is_excessive(Decimal("5.85"), Decimal("3.00"))
    assert names(reckon(Terms("contract", Decimal("0.001")))) == ["excessive"]
    assert names(reckon(Terms("contract", Decimal("0.0002")))) == ["excessive"]
    assert names(reckon(Terms("contract", annual_percent=Decimal("5.85")))) == []


@pytest.mark.parametrize(("factor", "limit"), [*zip(LOSS_FACTORS, ("3.90", "5.07", "5.85"), strict=True)])
def test_the_loss_proxy_sets_the_limit(factor: Decimal, limit: str) -> None:
    at_limit = reckon(Terms("contract", annual_percent=Decimal(limit)))
    above = reckon(Terms("contract", annual_percent=Decimal(limit) + Decimal("0.01")))
    assert names(at_limit, loss_factor=factor) == []
    assert names(above, loss_factor=factor) == ["excessive"]


def test_the_yardstick_shows_four_times_the_lpr() -> None:
    beside = yardstick(reckon(Terms("contract", Decimal("0.001"))), LPR)
    assert beside is not None
    assert (beside.lpr_percent, beside.four_times_percent) == (Decimal("3.00"), Decimal("12.00"))
    assert (beside.times_lpr, beside.limit_percent) == (Decimal("12.17"), Decimal("5.85"))
    flag = interest_flags(reckon(Terms("contract", Decimal("0.001"))), LPR)[0]
    assert "12.17 times the LPR of 3.00 %. Above 5.85 %" in said(flag)
    assert "四倍 LPR 为 12%" in said(flag, "zh")


def test_what_the_law_sets_is_never_excessive() -> None:
    assert names(reckon(Terms("sme"))) == ["sme_alternative"]
    assert names(reckon(Terms("judgment"))) == []


def test_t2_13_an_agreed_rate_below_the_lpr_of_the_contract() -> None:
    low = reckon(Terms("contract", annual_percent=Decimal(2)))
    assert names(low, contract_on=date(2025, 7, 1)) == ["below_lpr_at_contract"]
    assert names(low) == []
    assert "3.00 %" in said(interest_flags(low, LPR, contract_on=date(2025, 7, 1))[0])
    same = reckon(Terms("contract", annual_percent=Decimal("3.00")))
    assert names(same, contract_on=date(2025, 7, 1)) == []
    assert names(same, contract_on=date(2024, 7, 21)) == ["below_lpr_at_contract"]
    assert names(reckon(Terms("lpr_fixed")), contract_on=date(2024, 7, 21)) == []


@pytest.mark.parametrize(
    ("multiplier", "flags"),
    [
        ("1.3", []),
        ("1.5", []),
        ("1.29", ["multiplier_outside_range"]),
        ("1.51", ["multiplier_outside_range"]),
        ("1", ["multiplier_outside_range"]),
        ("4", ["excessive", "multiplier_outside_range"]),
    ],
)
def test_a_factor_outside_the_courts_range_is_remarked_not_refused(multiplier: str, flags: list[str]) -> None:
    for basis in ("lpr_fixed", "lpr_floating"):
        assert names(reckon(Terms(basis, multiplier=Decimal(multiplier)))) == flags  # type: ignore[arg-type]
    assert names(reckon(Terms("judgment", multiplier=Decimal(multiplier)))) == []


def test_the_end_of_the_data_is_remarked_where_a_rate_was_taken_from_beyond_it() -> None:
    late = date(2026, 10, 8)
    assert names(reckon(Terms("lpr_floating"), as_of=late)) == ["lpr_data_ends"]
    assert names(reckon(Terms("lpr_floating"), as_of=LPR.valid_to)) == []
    assert names(reckon(Terms("lpr_fixed"), as_of=late)) == []  # fixed long before the end
    assert names(reckon(Terms("lpr_fixed"), LPR.valid_to, late)) == ["lpr_data_ends"]
    paid_in_time = reckon(Terms("lpr_floating"), DUE, late, Payment(AS_OF, 100_000_00))
    assert names(paid_in_time) == []
    more = with_rows(LPR, [RateRow(late, Decimal("2.9"), source="PBOC")])
    newer = late_interest(100, DUE, late, Terms("lpr_floating"), lpr=more)
    assert interest_flags(newer, more) == ()


def test_the_sme_claim_names_the_plain_lpr_as_its_alternative() -> None:
    flag = interest_flags(reckon(Terms("sme")), LPR)[0]
    assert flag.values == {"lpr": "3.00", "amount": "756.16"}
    assert "756.16" in said(flag)


def test_before_the_first_rate_there_is_nothing_to_compare_with() -> None:
    old = reckon(Terms("contract", Decimal("0.001")), date(2010, 1, 1), date(2010, 12, 31))
    assert yardstick(old, LPR) is None
    assert names(old, contract_on=date(2009, 1, 1)) == []
    assert names(reckon(Terms("sme"), date(2010, 1, 1), date(2010, 12, 31))) == []


def test_the_base_rate_is_the_yardstick_of_an_old_default() -> None:
    beside = yardstick(reckon(Terms("contract", Decimal("0.001")), date(2019, 8, 18)), LPR)
    assert beside is not None
    assert beside.lpr_percent == Decimal("4.35")
