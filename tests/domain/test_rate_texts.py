"""Agreed rates as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from arcdesk.domain.errors import (
    BadAnnualRate,
    BadMultiplier,
    BadRate,
    ImplausibleAnnualRate,
    ImplausibleRate,
)
from arcdesk.domain.rate_texts import (
    parse_annual_percent,
    parse_burden,
    parse_daily_rate,
    parse_multiplier,
    plain_percent,
)


@pytest.mark.parametrize(
    "text",
    [
        "0.0005",
        "0.05%",
        "0.05 ％",
        "0.5‰",
        "万分之五",
        "万分之5",
        "日万分之五",
        "每日万分之伍",
        "5‱",
        "0.05%/日",
        ".0005",
        Decimal("0.0005"),
    ],
)
def test_every_way_to_write_five_in_ten_thousand(text: str | Decimal) -> None:
    assert parse_daily_rate(text) == Decimal("0.0005")


def test_one_per_mille_is_plausible_and_five_per_cent_a_day_is_not() -> None:
    assert parse_daily_rate("千分之一") == parse_daily_rate("0.1%") == Decimal("0.001")
    assert parse_daily_rate("1%") == Decimal("0.01")
    for text in ("0.05", "5%", "百分之五", "36.5"):
        with pytest.raises(ImplausibleRate):
            parse_daily_rate(text)


@pytest.mark.parametrize(
    "text", ["", "%", "0", "0%", "-0.05%", "五", "万分之", "万分之十五五", "abc", "1e-4", "."]
)
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(BadRate):
        parse_daily_rate(text)


def test_a_per_cent_figure_drops_needless_zeros_only() -> None:
    assert [plain_percent(Decimal(text)) for text in ("0.0500", "36.5", "10", "4.4850", "100.00")] == [
        "0.05",
        "36.5",
        "10",
        "4.485",
        "100",
    ]


@pytest.mark.parametrize("text", ["6", "6%", "6 ％", "年利率6%", "6%/年", "百分之六", "60‰", Decimal("6.0")])
def test_every_way_to_write_six_per_cent_a_year(text: str | Decimal) -> None:
    assert parse_annual_percent(text) == 6


def test_a_yearly_fraction_without_a_sign_is_asked_about() -> None:
    assert parse_annual_percent("0.5%") == Decimal("0.5")
    assert parse_annual_percent("365%") == 365
    for text in ("0.06", "366", "400%"):
        with pytest.raises(ImplausibleAnnualRate):
            parse_annual_percent(text)


@pytest.mark.parametrize("text", ["", "0", "-6", "six", "6%%", "1e3", "NaN", "9" * 500])
def test_what_is_no_yearly_rate_is_refused(text: str) -> None:
    with pytest.raises(BadAnnualRate) as caught:
        parse_annual_percent(text)
    assert len(str(caught.value)) < 200


def test_burdens_per_day_and_per_year_are_compared_alike() -> None:
    assert [parse_burden(text) for text in ("18.25", "18.25%", "0.05%/日", "日万分之五", "0.5‰", "5‱")] == [
        Decimal("18.25")
    ] * 6
    assert parse_burden("0.0005/日") == Decimal("18.25")
    assert parse_burden("年利率5‰") == Decimal("0.5")
    assert parse_burden("0") == 0
    with pytest.raises(BadAnnualRate):
        parse_burden("heavy")


@pytest.mark.parametrize("text", ["1.5", "1.5倍", "150%", "１．５", Decimal("1.50")])
def test_every_way_to_write_one_and_a_half_times(text: str | Decimal) -> None:
    assert parse_multiplier(text) == Decimal("1.5")


@pytest.mark.parametrize("text", ["", "0", "-1.5", "4.01", "401%", "abc", "NaN", "1e2"])
def test_a_factor_beyond_any_claim_is_refused(text: str) -> None:
    with pytest.raises(BadMultiplier):
        parse_multiplier(text)
