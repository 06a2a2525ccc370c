"""Amounts in words: table T7 and its properties."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import AmountTooLarge, BadAmountInWords
from arcdesk.domain.money import MAX_FEN
from arcdesk.domain.words import amount_in_english, amount_in_words, parse_words

T7 = [
    (0, "零元整"),
    (50, "伍角整"),
    (110, "壹元壹角整"),
    (10150, "壹佰零壹元伍角整"),
    (140950, "壹仟肆佰零玖元伍角整"),
    (1010005, "壹万零壹佰元零伍分"),
    (1640902, "壹万陆仟肆佰零玖元零贰分"),
    (10700053, "壹拾万柒仟元零伍角叁分"),
    (100_000_000_00, "壹亿元整"),
    (100_010_000_00, "壹亿零壹万元整"),
    (12345678912, "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元壹角贰分"),
    (-123450, "负壹仟贰佰叁拾肆元伍角整"),
]
MORE = [
    (1, "壹分"),
    (53, "伍角叁分"),
    (100, "壹元整"),
    (1000, "壹拾元整"),
    (1050, "壹拾元零伍角整"),
    (1005, "壹拾元零伍分"),
    (101, "壹元零壹分"),
    (100100, "壹仟零壹元整"),
    (10_0000_00, "壹拾万元整"),
    (1_0001_00, "壹万零壹元整"),
    (1_0000_5000_00, "壹亿零伍仟元整"),
    (1_0000_0001_00, "壹亿零壹元整"),
    (10_0500_0000_00, "壹拾亿零伍佰万元整"),
    (1_0000_0000_0000_00, "壹万亿元整"),
    (1_2345_0000_0000_00, "壹万贰仟叁佰肆拾伍亿元整"),
    (1_0000_0000_0001_00, "壹万亿零壹元整"),
]


@pytest.mark.parametrize(("fen", "words"), T7 + MORE)
def test_t7_words_are_written_and_read_back(fen: int, words: str) -> None:
    assert amount_in_words(fen) == f"人民币{words}"
    assert parse_words(words) == fen


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("人民币壹拾万零柒仟元伍角叁分", 10700053),  # the official alternative
        ("人民币壹仟肆佰零玖元伍角", 140950),  # official, without 整
        ("壹圆正", 100),
        ("壹拾元伍角整", 1050),
        ("人民币 壹仟元整", 100000),
        ("美元壹仟元整", 100000),
    ],
)
def test_the_other_variants_are_read_too(words: str, fen: int) -> None:
    assert parse_words(words) == fen


@pytest.mark.parametrize(
    "words",
    [
        "",
        "人民币",
        "元",
        "整",
        "壹",
        "拾元整",
        "伍拾壹仟元整",
        "壹万亿万元整",
        "壹元叁分整",
        "壹零零壹元整",
        "壹零佰元整",
        "零壹元整",
        "壹元零角伍分",
        "一千元整",
        "1000元整",
        "壹亿亿元整",
        "壹佰佰元",
        "负",
        "壹万万元整",
    ],
)
def test_words_that_say_no_amount_are_refused(words: str) -> None:
    with pytest.raises(BadAmountInWords):
        parse_words(words)


@given(st.integers(-(10**13), 10**13) | st.integers(-MAX_FEN, MAX_FEN))
def test_words_say_the_amount_and_nothing_else(fen: int) -> None:
    words = amount_in_words(fen)
    assert parse_words(words) == fen
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿元角分]", words.replace("零元整", ""))
    assert words.endswith("分") == (fen % 10 != 0)


@given(st.integers(0, MAX_FEN), st.integers(0, MAX_FEN))
def test_two_amounts_never_share_their_words(one: int, other: int) -> None:
    assert (amount_in_words(one) == amount_in_words(other)) == (one == other)


def test_a_foreign_currency_stands_in_front() -> None:
    assert amount_in_words(100000, "USD") == "美元壹仟元整"
    assert amount_in_words(100000, "CHF") == "CHF壹仟元整"


def test_english_words_end_in_hundredths() -> None:
    assert amount_in_english(140950) == "CNY One thousand four hundred nine and 50/100"
    assert amount_in_english(0, "USD") == "USD Zero and 00/100"
    assert amount_in_english(-2105) == "CNY Minus twenty-one and 05/100"
    assert amount_in_english(1_000_000_013_00) == "CNY One billion thirteen and 00/100"


def test_an_amount_beyond_the_ledger_has_no_words() -> None:
    for write in (amount_in_words, amount_in_english):
        with pytest.raises(AmountTooLarge):
            write(MAX_FEN + 1)
