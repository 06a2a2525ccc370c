"""The list and the reminders when the clock leaps, goes back, or crosses years and holidays."""

from __future__ import annotations

from datetime import date

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.models.queries import dated
from arcdesk.models.queries.sql import rows
from arcdesk.services.contacts import NewContact
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, set_day


@pytest.fixture
def who(desk: Desk) -> int:
    """C1 owes A: 1000 since 30 June, and B: 500 from 20 October."""
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-05-01", "2026-06-30")
    enter(desk, book.invoice("B", "C1", 500, "2026-09-20", "2026-10-20"))
    return customer_id(desk, "C1")


def kinds(desk: Desk) -> list[str]:
    assert desk.worklist.today() == desk.worklist.anew(desk.clock.today())
    return [reason.rule for entry in desk.worklist.today() for reason in entry.reasons]


def tell(desk: Desk) -> tuple[int, ...]:
    """Tell what is due now, and say which follow-ups that were."""
    notices = desk.reminding.telling(desk.clock.now()).notices
    ids = tuple(number for notice in notices for number in notice.follow_up_ids)
    desk.reminding.told_follow_ups(ids, "tray")
    return ids


def test_after_twenty_days_of_sleep_everything_is_there_once_and_told_once(desk: Desk, who: int) -> None:
    logged = desk.contacts.log(
        NewContact(who, "phone", "promised", promises=((fen(1000), day("2026-10-12")),), follow_up_on=day("2026-10-13"))
    )
    other = desk.followups.add(who, day("2026-10-15"), "问发票").id
    assert kinds(desk) == []
    set_day(desk, "2026-10-28", 10)
    (entry,) = desk.worklist.today()
    assert sorted(kinds(desk)) == ["broken_promise", "followup_due", "followup_due", "level_due"]
    assert (entry.kind, entry.max_overdue_days, entry.overdue_fen) == ("broken_promise", 120, fen(1500))
    assert tell(desk) == (logged.follow_up_id, other)
    assert tell(desk) == ()
    set_day(desk, "2026-10-29", 10)
    assert tell(desk) == ()


def test_a_clock_set_back_tells_nothing_twice_and_counts_nothing_below_zero(desk: Desk, who: int) -> None:
    desk.followups.add(who, TODAY, "问")
    set_day(desk, TODAY, 10)
    assert len(tell(desk)) == 1
    desk.contacts.log(NewContact(who, "phone", "promised", promises=((fen(1000), day("2026-10-12")),)))
    assert kinds(desk) == ["followup_due"]
    set_day(desk, "2026-10-07", 10)
    assert tell(desk) == ()
    (entry,) = desk.worklist.today()  # on that day the contact had not been, nor was anything planned
    assert (kinds(desk), entry.max_overdue_days) == (["level_due"], 99)
    set_day(desk, "2026-06-01", 10)
    assert (kinds(desk), tell(desk)) == ([], ())
    assert all(entry.max_overdue_days >= 0 for entry in desk.worklist.today())
    set_day(desk, TODAY, 11)
    assert (kinds(desk), tell(desk)) == (["followup_due"], ())


def test_the_year_ends_in_the_middle_of_a_wait(desk: Desk, who: int) -> None:
    set_day(desk, "2026-12-30")
    desk.contacts.log(NewContact(who, "phone", "will_check", follow_up_on=day("2027-01-04")))
    assert kinds(desk) == []
    set_day(desk, "2027-01-01")
    assert kinds(desk) == []
    set_day(desk, "2027-01-04")
    assert "followup_due" in kinds(desk)
    set_day(desk, "2027-01-06")
    assert sorted(kinds(desk)) == ["followup_due", "level_due"]
    assert desk.worklist.today()[0].max_overdue_days == 190


@pytest.mark.parametrize(
    ("now", "is_quiet"),
    [
        ("2026-02-13", False),
        ("2026-02-14", False),  # a Saturday that is worked
        ("2026-02-15", True),
        ("2026-02-17", True),  # New Year's Day of the Chinese calendar
        ("2026-02-23", True),
        ("2026-02-24", False),
        ("2026-02-28", False),  # another one
        ("2026-01-01", True),
        ("2026-01-04", False),
    ],
)
def test_reminders_keep_to_the_days_that_are_worked(desk: Desk, now: str, is_quiet: bool) -> None:
    set_day(desk, now, 10)
    assert desk.reminding.telling(desk.clock.now()).state == ("quiet" if is_quiet else "on")


def test_days_offered_step_over_the_spring_festival(desk: Desk) -> None:
    offered = dict(desk.followups.suggestions(day("2026-02-13")))
    assert offered["Tomorrow"] == day("2026-02-14")
    assert offered["In 3 working days"] == day("2026-02-25")
    assert offered["Next Monday"] == day("2026-02-24")


def test_a_year_without_a_published_calendar_has_its_weekends_and_is_called_provisional(desk: Desk) -> None:
    workdays = desk.reference.workdays
    assert workdays.is_provisional(day("2027-02-08"))
    assert not workdays.is_provisional(day("2026-02-14"))
    assert dict(desk.followups.suggestions(day("2027-02-05")))["Tomorrow"] == day("2027-02-08")
    set_day(desk, "2027-02-06", 10)
    assert desk.reminding.telling(desk.clock.now()).state == "quiet"
    set_day(desk, "2027-02-08", 10)
    assert desk.reminding.telling(desk.clock.now()).state == "on"


@pytest.mark.parametrize("after", [0, 1])
def test_what_is_dated_ahead_is_noticed_on_its_day(desk: Desk, who: int, after: int) -> None:
    desk.receipts.record(who, fen(1000), TODAY)
    assert dated.touched_within(date(2026, 10, 7 + after), date(2026, 10, 8 + after)) == ({who} if not after else set())


def test_every_question_of_the_days_that_pass_is_sound(desk: Desk) -> None:
    for statement in dated._WITHIN:
        values = ("2026-01-01", "2026-12-31", "2026-01-01U", "2026-12-31U")
        assert rows(statement, *values[: 4 if "?3" in statement else 2]) == []


def test_a_day_of_the_page_asks_the_database_as_often_whoever_is_there(
    desk: Desk, who: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arcdesk.models.engine import GuardedCursor

    asked: list[str] = []
    execute = GuardedCursor.execute

    def counted(self: GuardedCursor, statement: str, *rest: object, **how: object) -> GuardedCursor:
        asked.append(statement)
        return execute(self, statement, *rest, **how)

    def questions() -> int:
        asked.clear()
        desk.day_list.of()
        return len(asked)

    desk.day_list.of()
    book = Book()
    monkeypatch.setattr(GuardedCursor, "execute", counted)
    again = questions()
    for number in range(2, 40):
        book.customer(f"C{number}").invoice(f"N{number}", f"C{number}", 10, "2026-05-01", "2026-06-30")
    enter(desk, book)
    questions()
    assert questions() == again
    set_day(desk, "2026-10-09")
    assert questions() <= again + len(dated._WITHIN) + 2
    assert not any("FROM invoice WHERE open_fen > 0" in statement for statement in asked)
