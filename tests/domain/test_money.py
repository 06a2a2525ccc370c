"""Reading, writing and rounding money."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import AmountTooLarge, BadAmount, TooManyDecimals
from arcdesk.domain.money import (
    MAX_FEN,
    format_amount,
    format_plain,
    parse_amount,
    parse_optional_amount,
    round_half_up,
    with_currency,
)

FEN = st.integers(-MAX_FEN, MAX_FEN)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.56", 123456),
        ("(1,234.56)", -123456),
        ("（１，２３４．５６）", -123456),
        ("-1", -100),
        ("−1.5", -150),
        ("1,234.56-", -123456),
        ("¥1,234.56", 123456),
        ("￥１,２３４.５６", 123456),
        ("-¥5", -500),
        ("¥-5", -500),
        ("1234.56元", 123456),
        (" 61277.56元", 6127756),
        ("人民币1,000元整", 100000),
        ("RMB 8", 800),
        ("\u00a01 234.56\u00a0", 123456),
        ("1\u202f234\u202f567", 123456700),
        ("+7.1", 710),
        (".5", 50),
        ("5.", 500),
        ("0", 0),
        ("-0.00", 0),
        ("007.10", 710),
        (1234, 123400),
        (Decimal("39867.09"), 3986709),
        (Decimal("1E+3"), 100000),
        ("9999999999999.99", MAX_FEN),
    ],
)
def test_every_usual_way_to_write_an_amount_is_read(text: str | int | Decimal, fen: int) -> None:
    assert parse_amount(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "--",
        "-",
        "abc",
        "1,23",
        "12,34.5",
        "1,234,5",
        "1.2.3",
        "1e5",
        "--5",
        "+-5",
        "(-5)",
        "(5",
        "5)",
        "12万元",
        "5²",
        "٣",
        "$5",
        "5 USD",
        "1,234 567",
        ".",
        ",",
        "元",
        "NaN",
        True,
        Decimal("NaN"),
        "½",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        parse_amount(text)


@pytest.mark.parametrize("text", ["1.234", "1.230", "0.001", "¥1,234.567", Decimal("0.005")])
def test_a_third_decimal_is_refused_and_never_rounded(text: str | Decimal) -> None:
    with pytest.raises(TooManyDecimals):
        parse_amount(text)


@pytest.mark.parametrize("text", ["10000000000000.00", "9" * 5000, "¥10,000,000,000,000"])
def test_two_cells_run_together_are_too_large(text: str) -> None:
    with pytest.raises(AmountTooLarge):
        parse_amount(text)


def test_the_refused_text_is_named_but_not_at_length() -> None:
    with pytest.raises(BadAmount) as caught:
        parse_amount("x" * 500)
    assert len(str(caught.value)) < 120
    assert "xxx…" in str(caught.value)


@pytest.mark.parametrize("text", ["US$1,234.50", "$1,234.50", "USD 1234.5", "1,234.50 usd", "1234.50"])
def test_a_foreign_amount_may_carry_its_own_currency_only(text: str) -> None:
    assert parse_amount(text, "USD") == 123450
    with pytest.raises(BadAmount):
        parse_amount("¥5", "USD")


@pytest.mark.parametrize("text", [None, "", " ", "\u00a0", "-", "--", "—", "——", "－－"])
def test_a_missing_amount_is_none_where_it_may_be_missing(text: str | None) -> None:
    assert parse_optional_amount(text) is None


def test_zero_is_an_amount_and_not_a_missing_one() -> None:
    assert parse_optional_amount("0.00") == 0


@given(FEN)
def test_every_amount_survives_being_written_and_read(fen: int) -> None:
    assert parse_amount(format_amount(fen)) == fen
    assert parse_amount(format_plain(fen)) == fen
    assert parse_amount(with_currency(fen, "CNY")) == fen
    assert parse_amount(with_currency(fen, "USD"), "USD") == fen


def test_amounts_are_written_for_people_and_for_machines() -> None:
    assert [format_amount(fen) for fen in (0, 5, 123450, -123450)] == [
        "0.00",
        "0.05",
        "1,234.50",
        "(1,234.50)",
    ]
    assert [format_plain(fen) for fen in (0, 5, 123450, -5)] == ["0.00", "0.05", "1234.50", "-0.05"]


def test_only_the_base_currency_has_a_sign_that_others_share() -> None:
    assert with_currency(123450, "CNY") == "¥1,234.50"
    assert with_currency(-123450, "CNY") == "(¥1,234.50)"
    assert with_currency(100, "JPY") == "JP¥1.00"
    assert with_currency(100, "JPY", base="JPY") == "¥1.00"
    assert with_currency(100, "CNY", base="JPY") == "CN¥1.00"
    assert with_currency(100, "CHF") == "CHF 1.00"


def test_half_a_fen_rounds_up_and_away_from_zero() -> None:
    halves = [Fraction(1, 2), Fraction(3, 2), Fraction(-1, 2), Fraction(49, 100), Fraction(-7, 4)]
    assert [round_half_up(value) for value in halves] == [1, 2, -1, 0, -2]
