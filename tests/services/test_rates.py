"""The LPR in use: shipped rows, rows added by hand, corrections, and rows taken back (R23, R94)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import ImplausibleLpr, LprRowNotLater, LprRowTwice, Refusal
from arcdesk.services.rates import NotOwnRate, RateInFuture, RateSourceMissing
from tests.services.desks import Book, customer_id, day, enter, set_day, table_rows

SHIPPED_TO = date(2026, 2, 24)
SOURCE = "中国货币网公告"


def add(desk: Desk, on: str, percent: str) -> None:
    desk.rates.add(day(on), Decimal(percent), SOURCE)


def test_before_anything_is_added_the_shipped_table_is_in_use(desk: Desk) -> None:
    assert desk.rates.lpr == desk.reference.lpr
    newest = desk.rates.rows()[0]
    assert (newest.from_on, newest.percent, newest.is_own) == (SHIPPED_TO, Decimal("3.00"), False)


def test_a_row_that_is_added_is_in_use_at_once_and_says_where_it_comes_from(desk: Desk) -> None:
    add(desk, "2026-03-20", "2.90")
    assert desk.rates.lpr.valid_to == date(2026, 3, 20)
    assert desk.rates.lpr.at(date(2026, 3, 19)).percent == Decimal("3.00")
    assert desk.rates.lpr.at(date(2026, 3, 20)).percent == Decimal("2.90")
    newest = desk.rates.rows()[0]
    assert (newest.is_own, newest.source, newest.logged_at) == (True, SOURCE, desk.clock.now())


def test_interest_letters_and_the_doctor_go_by_the_added_row(desk: Desk) -> None:
    add(desk, "2026-03-20", "2.90")
    enter(desk, Book().customer("C1").invoice("F1", "C1", 100_000, "2026-03-01", "2026-04-01"))
    found = desk.interest.of_invoice("F1")
    assert found.sheets[0].breach_rate is not None
    assert found.sheets[0].breach_rate.percent == Decimal("2.90")
    assert found.lpr_data_to == date(2026, 3, 20)
    (letter,) = desk.letters.issue(customer_id(desk, "C1"), language="en")
    assert letter.interest_fen == found.total_fen
    (check,) = [check for check in desk.health.checks() if check.name == "reference"]
    assert check.values == {"until": "2026-03-20"}


@pytest.mark.parametrize(
    ("on", "percent", "source", "refusal"),
    [
        ("2026-03-20", "2.90", " ", RateSourceMissing),
        ("2026-10-09", "2.90", SOURCE, RateInFuture),
        ("2026-02-24", "2.90", SOURCE, LprRowTwice),
        ("2026-02-23", "2.90", SOURCE, LprRowNotLater),
        ("2026-03-20", "0", SOURCE, ImplausibleLpr),
        ("2026-03-20", "29", SOURCE, ImplausibleLpr),
        ("2026-03-20", "5.01", SOURCE, ImplausibleLpr),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_nothing_is_kept(
    desk: Desk, on: str, percent: str, source: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        desk.rates.add(day(on), Decimal(percent), source)
    assert table_rows("reference_rate") == []
    assert desk.rates.lpr == desk.reference.lpr


def test_rows_are_added_in_their_order(desk: Desk) -> None:
    add(desk, "2026-05-20", "2.90")
    with pytest.raises(LprRowNotLater):
        add(desk, "2026-04-20", "2.95")


def test_a_second_entry_for_an_own_day_corrects_it_even_between_others(desk: Desk) -> None:
    for on, percent in (("2026-03-20", "2.90"), ("2026-04-20", "2.90"), ("2026-03-20", "2.95")):
        add(desk, on, percent)
    assert [row.percent for row in desk.rates.rows()[:3]] == [
        Decimal("2.90"),
        Decimal("2.95"),
        Decimal("3.00"),
    ]
    with pytest.raises(ImplausibleLpr):
        add(desk, "2026-03-20", "9.50")
    assert len(table_rows("reference_rate")) == 3


def test_a_row_of_the_wrong_day_is_taken_back_and_the_right_one_added(desk: Desk) -> None:
    add(desk, "2026-05-20", "2.90")
    desk.rates.take_back(date(2026, 5, 20))
    assert desk.rates.lpr == desk.reference.lpr
    add(desk, "2026-04-20", "2.90")
    assert desk.rates.lpr.valid_to == date(2026, 4, 20)
    with pytest.raises(NotOwnRate):
        desk.rates.take_back(date(2026, 5, 20))
    with pytest.raises(NotOwnRate):
        desk.rates.take_back(SHIPPED_TO)


def test_what_is_added_survives_closing_and_is_in_the_chain(desk: Desk) -> None:
    add(desk, "2026-03-20", "2.90")
    folder, clock = desk.workspace.folder, desk.clock
    desk.close()
    again = bootstrap.build(folder, clock)
    try:
        assert again.rates.lpr.valid_to == date(2026, 3, 20)
        assert '"action":"rate.added"' in str(table_rows("audit_event")[-1])
        assert again.evidence.verify().chain_ok
    finally:
        again.close()


@pytest.mark.parametrize(
    ("today", "behind"),
    [
        ("2026-02-24", False),
        ("2026-03-20", False),
        ("2026-03-27", False),
        ("2026-03-28", True),
        ("2026-04-01", True),
    ],
)
def test_the_table_is_behind_when_a_publication_is_overdue(desk: Desk, today: str, behind: bool) -> None:
    set_day(desk, today)
    assert desk.rates.is_behind() is behind
    (check,) = [check for check in desk.health.checks() if check.name == "reference"]
    assert check.ok
    assert ("newer" in check.detail_key) is behind


def test_working_days_are_known_for_the_shipped_years(desk: Desk) -> None:
    assert desk.rates.workday_years == (2019, 2026)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(-40, 220), st.integers(200, 520), st.booleans()), max_size=8))
def test_whatever_is_tried_the_table_stays_in_order_and_plausible(
    desk: Desk, tries: list[tuple[int, int, bool]]
) -> None:
    for days, hundredths, back in tries:
        on = SHIPPED_TO + timedelta(days=days)
        try:
            if back:
                desk.rates.take_back(on)
            else:
                desk.rates.add(on, Decimal(hundredths) / 100, SOURCE)
        except Refusal:
            continue
    rows = desk.rates.lpr.rows
    assert rows[: len(desk.reference.lpr.rows)] == desk.reference.lpr.rows
    assert all(first.from_on < second.from_on for first, second in pairwise(rows))
    assert len(desk.rates.rows()) == len(rows)
