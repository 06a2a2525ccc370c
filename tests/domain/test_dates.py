"""Reading days, moving by months and years, Excel's numbers, working days."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk import resources
from arcdesk.domain.dates import (
    Workdays,
    add_months,
    add_years,
    deadline_after,
    excel_serial,
    parse_date,
    parse_workdays,
)
from arcdesk.domain.errors import BadDate, BadWorkdayTable, DayOutOfRange


@pytest.fixture(scope="module")
def china() -> Workdays:
    return parse_workdays(resources.text("reference", "cn_workdays.json"))


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026-3-5",
        "2026/3/5",
        "2026.3.5",
        "20260305",
        "2026年3月5日",
        "2026年03月05号",
        "２０２６－３－５",
        " 2026-03-05 ",
        "2026年 3月 5日",
        "2026-03-05 00:00:00",
        "2026-03-05T09:30",
        "2026/3/5 9:30:00.000",
    ],
)
def test_every_year_first_form_is_read(text: str) -> None:
    assert parse_date(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026/3.5",
        "26-3-5",
        "3/5/2026",
        "2026-3",
        "202603",
        "0026-03-05",
        "20260230",
        "2026年3月",
        "today",
        "45000",
        "2026-03-05x",
        "2200-01-01",
        "٢٠٢٦-03-05",
        "2026-03-05 25",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        parse_date(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_survives_being_written_and_read(day: date) -> None:
    for text in (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert parse_date(text) == day


def test_a_month_end_is_kept_inside_the_month() -> None:
    start = date(2025, 1, 31)
    assert [add_months(start, n) for n in (1, 2, 3)] == [
        date(2025, 2, 28),
        date(2025, 3, 31),
        date(2025, 4, 30),
    ]
    assert add_months(start, -2) == date(2024, 11, 30)
    assert add_months(date(2025, 12, 15), 1) == date(2026, 1, 15)


def test_years_are_calendar_years_and_not_365_days() -> None:
    assert add_years(date(2023, 3, 15), 3) == date(2026, 3, 15)
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_a_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(DayOutOfRange):
        add_years(date(2026, 1, 1), 500)
    with pytest.raises(DayOutOfRange):
        add_months(date(2026, 1, 1), 10**30)


@pytest.mark.parametrize(
    ("number", "date1904", "day"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (46086, False, date(2026, 3, 5)),
        (Decimal("46086.999"), False, date(2026, 3, 5)),
        ("46086.5", False, date(2026, 3, 5)),
        (0, True, date(1904, 1, 1)),
        (60, True, date(1904, 3, 1)),
        (44624, True, date(2026, 3, 5)),
    ],
)
def test_a_day_number_means_its_day_in_both_systems(number: int | str, date1904: bool, day: date) -> None:
    assert excel_serial(number, date1904) == day


@pytest.mark.parametrize(
    "number", [0, 60, -1, 10**9, "x", Decimal("NaN"), Decimal("1e999999999"), "Infinity", 199_999]
)
def test_a_number_that_is_no_day_is_refused(number: int | str) -> None:
    with pytest.raises(BadDate):
        excel_serial(number)


def test_t17_make_up_days_are_worked_and_holidays_are_not(china: Workdays) -> None:
    assert china.next_workday(date(2026, 2, 13)) == date(2026, 2, 14)
    assert china.next_workday(date(2026, 2, 14)) == date(2026, 2, 24)
    assert china.roll(date(2026, 2, 14)) == date(2026, 2, 14)
    assert china.roll(date(2026, 2, 17)) == date(2026, 2, 24)
    assert not china.is_workday(date(2026, 10, 1))
    assert china.is_workday(date(2026, 10, 10))


def test_the_rolled_days_of_the_limitation_table(china: Workdays) -> None:
    assert china.roll(date(2026, 3, 15)) == date(2026, 3, 16)
    assert china.roll(date(2026, 1, 31)) == date(2026, 2, 2)
    assert china.roll(date(2026, 7, 31)) == date(2026, 7, 31)


@given(start=st.dates(date(2019, 1, 10), date(2026, 10, 31)), count=st.integers(1, 40))
def test_counting_working_days_forth_and_back_agrees(start: date, count: int) -> None:
    china = parse_workdays(resources.text("reference", "cn_workdays.json"))
    end = china.add_workdays(start, count)
    assert sum(china.is_workday(start + timedelta(n)) for n in range(1, (end - start).days + 1)) == count
    assert china.is_workday(end)
    assert china.add_workdays(end, -count) <= start
    assert china.add_workdays(start, 0) == start


def test_a_year_without_a_schedule_is_provisional_and_knows_weekends_only(china: Workdays) -> None:
    assert china.is_provisional(date(2027, 2, 8))
    assert not china.is_provisional(date(2026, 12, 31))
    assert china.roll(date(2027, 1, 2)) == date(2027, 1, 4)


def test_a_deadline_leaves_out_the_first_day_and_ends_on_a_working_day(china: Workdays) -> None:
    assert deadline_after(date(2026, 3, 2), 7, china) == date(2026, 3, 9)
    assert deadline_after(date(2026, 3, 2), 5, china) == date(2026, 3, 9)  # the 7th is a Saturday
    with pytest.raises(DayOutOfRange):
        deadline_after(date(2026, 3, 2), 10**9, china)


def test_a_senseless_count_or_table_ends_in_a_refusal(china: Workdays) -> None:
    with pytest.raises(DayOutOfRange):
        china.add_workdays(date(2026, 1, 1), 10**9)
    rest = frozenset(date(2026, 1, 1) + timedelta(n) for n in range(400))
    with pytest.raises(BadWorkdayTable):
        Workdays(rest, frozenset(), range(2026, 2027)).next_workday(date(2026, 1, 1))
    for text in ("", "[]x", "[1]", '{"2026": {}}', '{"x": {"weekday_off": [], "weekend_work": []}}'):
        with pytest.raises(BadWorkdayTable):
            parse_workdays(text)


def test_the_shipped_table_holds_weekdays_off_and_weekends_worked(china: Workdays) -> None:
    assert all(day.weekday() < 5 for day in china.off)
    assert all(day.weekday() >= 5 for day in china.work)
