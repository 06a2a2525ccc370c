"""The table of reference rates, and the rows a user adds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from arcdesk import resources
from arcdesk.domain.errors import (
    BadRateTable,
    ImplausibleLpr,
    LprRowNotLater,
    LprRowTwice,
    NoRateOnDay,
    Refusal,
)
from arcdesk.domain.rates import LprTable, RateRow, not_yet_shipped, parse_lpr, with_rows

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
        (HEAD + "2019-08-20,4.25,x\n", 2),
        (HEAD + "2019-08-20,4.25,-1\n", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int) -> None:
    with pytest.raises(BadRateTable) as caught:
        parse_lpr(text)
    assert caught.value.values["line"] == line


def shipped() -> LprTable:
    return parse_lpr(resources.text("reference", "lpr.csv"))


def row(day: str, percent: str, source: str = "PBOC website") -> RateRow:
    return RateRow(date.fromisoformat(day), Decimal(percent), source=source)


def test_the_five_year_rate_is_kept_beside() -> None:
    assert shipped().at(date(2026, 3, 1)).five_year_percent == Decimal("3.50")
    assert parse_lpr(HEAD + "2019-08-20,4.25\n").rows[-1].five_year_percent is None


def test_a_row_that_is_added_holds_from_its_day_and_moves_the_end_of_the_data() -> None:
    table = with_rows(shipped(), [row("2026-03-20", "2.95"), row("2026-04-20", "2.90")])
    assert table.at(date(2026, 3, 19)).percent == Decimal("3.00")
    assert table.at(date(2026, 3, 20)) == row("2026-03-20", "2.95")
    assert table.at(date(2026, 5, 1)).percent == Decimal("2.90")
    assert table.valid_to == date(2026, 4, 20)
    assert shipped().valid_to == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([row("2026-02-24", "3.00")], LprRowTwice),
        ([row("2025-06-20", "3.00")], LprRowTwice),
        ([row("2026-02-23", "3.00")], LprRowNotLater),
        ([row("2026-04-20", "3.00"), row("2026-03-20", "3.00")], LprRowNotLater),
        ([row("2026-03-20", "3.00"), row("2026-03-20", "2.95")], LprRowTwice),
        ([row("2026-03-20", "0")], ImplausibleLpr),
        ([row("2026-03-20", "-3.00")], ImplausibleLpr),
        ([row("2026-03-20", "30.0")], ImplausibleLpr),
        ([row("2026-03-20", "0.03")], ImplausibleLpr),
        ([row("2026-03-20", "NaN")], ImplausibleLpr),
        ([RateRow(date(2026, 3, 20), Decimal(3), five_year_percent=Decimal(350))], ImplausibleLpr),
    ],
)
def test_a_row_out_of_place_or_out_of_reason_is_refused(rows: list[RateRow], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        with_rows(shipped(), rows)


def test_a_newer_table_takes_the_place_of_the_users_own_rows() -> None:
    own = [row("2026-04-20", "2.90"), row("2026-02-24", "3.05"), row("2026-03-20", "2.95")]
    assert not_yet_shipped(shipped(), own) == (own[2], own[0])
    newer = with_rows(shipped(), [row("2026-03-20", "3.00")])
    assert with_rows(newer, not_yet_shipped(newer, own)).rows[-1] == own[0]
