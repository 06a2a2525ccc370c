"""One cell at a time: money, days, terms, rates, codes, texts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import AmountTooLarge, BadAmount, BadDate, Refusal, TooManyDecimals
from arcdesk.domain.money import MAX_FEN, format_amount, format_plain
from arcdesk.domain.terms import Terms
from arcdesk.importing import codes, errors, values


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (39867.09, 3986709), (0.29, 29), (-0.5, -50), (100000.0, 10_000_000), (7368.690000000001, 736869),
        (0.20000000000436557, 20), ("￥108,635.20", 10863520),
        (" 61277.56元", 6127756), ("（1,234.56）", -123456),
        ("１２３．４５", 12345), ("1\u00a0234.50", 123450), ("--", None), ("", None), ("—", None), (12, 1200),
    ],
)  # fmt: skip
def test_amounts_come_out_in_fen(cell: Any, fen: int | None) -> None:
    assert values.amount(cell) == fen


@pytest.mark.parametrize(
    ("cell", "refusal"),
    [
        (1.234, TooManyDecimals), ("1.234", TooManyDecimals), (0.005, TooManyDecimals), ("abc", BadAmount),
        (date(2026, 3, 5), BadAmount), (float("inf"), BadAmount), (1e15, AmountTooLarge),
        (1e300, AmountTooLarge),
        ("=1+1", BadAmount), ("$5", BadAmount),
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused(cell: Any, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        values.amount(cell)


@given(st.integers(-MAX_FEN, MAX_FEN))
def test_a_number_cell_and_its_text_give_the_same_fen(fen: int) -> None:
    assert values.amount(float(format_plain(fen))) == fen
    assert values.amount(format_amount(fen)) == fen


@pytest.mark.parametrize(
    "cell",
    ["2026-03-05", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", " ２０２６-０３-０５ ",
     "2026-03-05 00:00:00",
     20260305.0, 46086.0, date(2026, 3, 5), datetime(2026, 3, 5, 13, 30),  # noqa: DTZ001 - a cell knows no zone
     "3/5/2026", "3-5-2026"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(cell: Any) -> None:
    assert values.day(cell) == date(2026, 3, 5)


def test_the_order_and_the_day_count_are_the_callers() -> None:
    assert values.day("4/6/2026", "dmy") == date(2026, 6, 4)
    assert values.day(44624.0, date1904=True) == date(2026, 3, 5)
    assert values.day("--") is None


@pytest.mark.parametrize(
    "cell", ["2026-02-30", "31/31/2026", "13/1/2026", "soon", "5", 3.0e9, "20261301", -4.0]
)
def test_an_impossible_day_is_refused(cell: Any) -> None:
    with pytest.raises(BadDate):
        values.day(cell)


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("60天", 60),
        (60.0, 60),
        ("60", 60),
        ("月结30天", 30),
        ("net 45", 45),
        ("30 days", 30),
        ("现结", 0),
        ("--", None),
        ("", None),
    ],
)
def test_days_of_credit_are_read(cell: Any, days: int | None) -> None:
    assert values.days(cell) == days


@pytest.mark.parametrize("cell", ["两个月", "30.5", "-3", "99999", "60天60天"])
def test_what_is_no_number_of_days_is_refused(cell: str) -> None:
    with pytest.raises(errors.BadDays):
        values.days(cell)


def test_month_end_terms_count_from_the_end_of_the_month() -> None:
    assert values.terms("月结30天") == Terms(30, "month_end")
    assert Terms(30, "month_end").due_on(date(2026, 2, 3)) == date(2026, 3, 30)
    assert Terms(30).due_on(date(2026, 2, 3)) == date(2026, 3, 5)


@pytest.mark.parametrize("cell", ["0.0005", 0.0005, "0.05%", "万分之五", "日万分之五", "0.5‰", "５‱"])
def test_a_daily_rate_is_exact_in_every_spelling(cell: Any) -> None:
    assert values.daily_rate(cell) == Decimal("0.0005")


def test_codes_are_read_in_both_languages_and_others_refused() -> None:
    assert (
        values.code("资金紧张", codes.BEHAVIOURS)
        == values.code(" Short_Of_Cash ", codes.BEHAVIOURS)
        == "short_of_cash"
    )
    assert values.code("ａ级", codes.GRADES) == "A"
    assert values.code("", codes.SIZES) == ""
    assert values.code("无", codes.AUTHORITIES) == "none"
    with pytest.raises(errors.UnknownCode):
        values.code("E", codes.GRADES)


def test_currencies_are_three_letters_or_a_known_word() -> None:
    assert [values.currency(cell) for cell in ("", "人民币", "usd", "港币", "CHF")] == [
        "CNY",
        "CNY",
        "USD",
        "HKD",
        "CHF",
    ]
    with pytest.raises(errors.UnknownCurrency):
        values.currency("gold")


def test_numbers_in_text_columns_lose_their_point_and_keep_their_digits() -> None:
    assert values.identifier(2024000001.0) == "2024000001"
    assert values.identifier("０００１２３") == "000123"
    assert values.identifier('="000123"') == "000123"
    assert values.identifier(13800000000.0) == "13800000000"


def test_texts_lose_control_characters_and_are_capped() -> None:
    assert values.text(" a\x00b\u200b\nc\u00a0d ") == "ab\nc d"
    with pytest.raises(errors.TextTooLong):
        values.name("x" * 201)
    with pytest.raises(errors.TextTooLong):
        values.text("x" * 40_000)


def test_a_name_is_one_however_its_brackets_and_spaces_are_written() -> None:
    assert values.name_key("甲方（上海）有限公司 ") == values.name_key("甲方(上海) 有限公司")
