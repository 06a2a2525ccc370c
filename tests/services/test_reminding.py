"""What is told and when, with a moved clock: once, complete, and never at night."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.quiet import QuietHours
from arcdesk.services.reminding import Digest, Telling
from tests.services.desks import CHINA, Book, customer_id, enter


@pytest.fixture
def books(desk: Desk) -> Desk:
    """Two customers who are late, one who is not."""
    book = Book().customer("C1").customer("C2").customer("C3")
    book.invoice("YJ-1", "C1", 1000, "2026-08-01", "2026-08-31")
    book.invoice("YJ-2", "C2", 500, "2026-08-01", "2026-09-01")
    book.invoice("YJ-3", "C3", 700, "2026-09-01", "2026-12-31")
    enter(desk, book)
    return desk


def telling(desk: Desk, moment: str) -> Telling:
    now = datetime.fromisoformat(moment).replace(tzinfo=CHINA)
    assert isinstance(desk.clock, FixedClock)
    desk.clock.moment = now
    return desk.reminding.telling(now)


def told(desk: Desk, moment: str) -> Digest | None:
    """The digest of a moment, shown and kept."""
    found = telling(desk, moment).digest
    if found is not None:
        desk.reminding.told_digest(found, "bus")
    return found


def test_the_digest_counts_the_day(books: Desk) -> None:
    found = told(books, "2026-10-08 09:00")
    assert found is not None
    assert (found.customers, dict(found.overdue_fen)) == (2, {"CNY": 150000})
    assert found.fresh == 2


@pytest.mark.parametrize(
    ("moment", "state", "comes"),
    [
        ("2026-10-08 07:59", "quiet", False),
        ("2026-10-08 08:00", "on", False),  # not quiet any more, and not nine yet
        ("2026-10-08 09:00", "on", True),
        ("2026-10-08 21:59", "on", True),  # late, as the computer was off
        ("2026-10-08 22:00", "quiet", False),
        ("2026-10-10 09:00", "on", True),  # a Saturday that is worked
        ("2026-10-11 09:00", "quiet", False),
        ("2026-12-31 09:00", "on", True),
        ("2027-01-01 09:00", "on", True),  # a Friday of a year whose calendar is not published: only weekends rest
        ("2027-01-02 09:00", "quiet", False),
    ],
)
def test_the_digest_comes_on_working_days_outside_the_quiet_hours(
    books: Desk, moment: str, state: str, comes: bool
) -> None:
    found = telling(books, moment)
    assert (found.state, found.digest is not None) == (state, comes)


def test_it_is_told_once_a_day_also_over_midnight_and_with_the_clock_set_back(books: Desk) -> None:
    assert told(books, "2026-10-08 09:00")
    assert told(books, "2026-10-08 21:00") is None
    assert told(books, "2026-10-09 00:01") is None
    assert told(books, "2026-10-09 09:00")
    assert told(books, "2026-10-08 12:00") is None  # set back
    assert told(books, "2026-10-09 12:00") is None


def test_a_clock_that_was_far_ahead_does_not_silence_the_days_that_come(books: Desk) -> None:
    assert told(books, "2030-03-01 10:00")
    assert told(books, "2026-10-08 10:00")


def test_after_twenty_days_asleep_there_is_one_digest_and_nothing_is_missing(books: Desk) -> None:
    assert told(books, "2026-10-08 09:00")
    books.followups.add(customer_id(books, "C3"), date(2026, 10, 12), "寄对账单")
    found = told(books, "2026-10-28 09:30")
    assert found is not None
    assert (found.customers, found.fresh) == (3, 1)
    assert found.counts["followup_due"] == 1
    assert told(books, "2026-10-28 09:31") is None


def test_who_was_put_off_is_not_counted(books: Desk) -> None:
    books.set_aside.decide(customer_id(books, "C1"), "snooze", "等批复", until=date(2026, 10, 20))
    found = told(books, "2026-10-09 09:00")
    assert found is not None
    assert found.customers == 1


def test_a_day_without_anything_to_do_has_no_digest(desk: Desk) -> None:
    assert telling(desk, "2026-10-08 09:00") == Telling("on")


def test_what_was_not_shown_is_told_again(books: Desk) -> None:
    assert telling(books, "2026-10-08 09:00").digest
    assert telling(books, "2026-10-08 09:01").digest


def test_a_second_program_on_the_same_books_does_not_repeat_it(books: Desk) -> None:
    assert told(books, "2026-10-08 09:00")
    books.followups.add(customer_id(books, "C1"), date(2026, 10, 8), "问")
    books.reminding.told_follow_ups([line.id for line in books.followups.open()], "toast")
    folder = books.workspace.folder
    books.close()
    again = bootstrap.build(folder, FixedClock(datetime(2026, 10, 8, 10, tzinfo=CHINA)))
    assert telling(again, "2026-10-08 10:00") == Telling("on")
    again.close()


def test_both_settings_are_kept_and_switch_what_they_say(books: Desk) -> None:
    kept = books.reminding.keep(replace(books.reminding.settings(), digest_at=time(10, 30)))
    assert books.reminding.settings() == kept
    assert telling(books, "2026-10-08 10:29").digest is None
    books.reminding.keep(replace(kept, digest=False))
    assert telling(books, "2026-10-08 11:00") == Telling("on")
    books.reminding.keep(replace(kept, is_on=False))
    assert telling(books, "2026-10-08 11:00") == Telling("off")


def test_asked_by_a_person_it_tells_at_night_too_but_only_of_the_day_it_is(books: Desk) -> None:
    night = datetime(2026, 10, 8, 23, tzinfo=CHINA)
    assert isinstance(books.clock, FixedClock)
    books.clock.moment = night
    assert books.reminding.telling(night, is_asked=True).digest
    assert books.reminding.telling(night.replace(day=12), is_asked=True).digest is None


def test_standing_says_what_was_last_and_what_is_next(books: Desk) -> None:
    now = datetime(2026, 10, 8, 8, 30, tzinfo=CHINA)
    before = books.reminding.standing(now)
    assert (before.last_told_at, before.shown_by) == (None, "")
    assert before.next_digest_at == now.replace(hour=9, minute=0)
    told(books, "2026-10-10 09:00")
    after = books.reminding.standing(datetime(2026, 10, 10, 9, 1, tzinfo=CHINA))
    assert (after.last_told_at, after.shown_by) == (datetime(2026, 10, 10, 9, tzinfo=CHINA), "bus")
    assert after.next_digest_at == datetime(2026, 10, 12, 9, tzinfo=CHINA)  # Sunday is a day of rest


def test_quiet_hours_that_end_after_the_digest_move_it(books: Desk) -> None:
    books.quiet.set_hours(QuietHours(time(20), time(9, 30)))
    assert books.reminding.daily_at() == time(9, 30)
    standing = books.reminding.standing(datetime(2026, 10, 8, 8, tzinfo=CHINA))
    assert standing.next_digest_at == datetime(2026, 10, 8, 9, 30, tzinfo=CHINA)
    assert told(books, "2026-10-08 09:29") is None
    assert told(books, "2026-10-08 09:30")
