"""The table of reference rates and agreed daily rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from arcdesk import resources
from arcdesk.domain.errors import BadRate, BadRateTable, ImplausibleRate, NoRateOnDay
from arcdesk.domain.rate_texts import parse_daily_rate, plain_percent
from arcdesk.domain.rates import parse_lpr

HEAD = "date,lpr_1y_pct,lpr_5y_pct\n"


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("2015-10-24", "4.35"),
        ("2019-08-19", "4.35"),
        ("2019-08-20", "4.25"),
        ("2023-06-19", "3.65"),
        ("2023-06-20", "3.55"),
        ("2024-07-21", "3.45"),
        ("2024-07-22", "3.35"),
        ("2025-05-20", "3.00"),
        ("2030-01-01", "3.00"),
    ],
)
def test_a_rate_holds_from_its_publication_to_the_next(day: str, percent: str) -> None:
    table = parse_lpr(resources.text("reference", "lpr.csv"))
    assert table.at(date.fromisoformat(day)).percent == Decimal(percent)
    assert table.valid_to == date(2026, 2, 24)


def test_the_table_has_a_beginning() -> None:
    table = parse_lpr(HEAD + "2019-08-20,4.25\n")
    assert table.at(date(2012, 7, 6)).percent == Decimal("6.00")
    with pytest.raises(NoRateOnDay):
        table.at(date(2012, 7, 5))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        (HEAD, 1),
        (HEAD + "2019-08-20,4.25\nx,3\n", 3),
        (HEAD + "2019-08-20\n", 2),
        (HEAD + "2019-08-20,abc\n", 2),
        (HEAD + "2019-08-20,0\n", 2),
        (HEAD + "2019-08-20,425\n", 2),
        (HEAD + "2019-08-20,NaN\n", 2),
        (HEAD + "2019-09-20,4.20\n2019-08-20,4.25\n", 3),
        (HEAD + "2018-01-01,4.20\n", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int) -> None:
    with pytest.raises(BadRateTable) as caught:
        parse_lpr(text)
    assert caught.value.values["line"] == line


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
