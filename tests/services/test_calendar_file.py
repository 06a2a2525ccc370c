"""The calendar file: follow-ups, promises and deadlines on their days, readable by any calendar (F-36)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from arcdesk.bootstrap import Desk
from arcdesk.services.contacts import NewContact
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen


@pytest.fixture
def books(desk: Desk) -> Desk:
    book = Book().customer("C1", "甲, 乙; 有限公司", owner="张").customer("C2", owner="李")
    book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01").invoice("B", "C2", 50, "2026-01-01", "2026-02-01")
    enter(desk, book)
    first, second = customer_id(desk, "C1"), customer_id(desk, "C2")
    desk.contacts.log(NewContact(first, "phone", "promised", promises=((fen(400), day("2026-10-20")),)))
    desk.followups.add(first, day("2026-10-12"), "问付款\n进度")
    desk.followups.add(second, day("2026-12-31"))
    desk.letters.issue(second)
    return desk


def test_every_day_to_remember_stands_there_once(books: Desk) -> None:
    found = {entry.key.split("-")[0]: entry for entry in books.calendar_file.entries(30)}
    assert set(found) >= {"followup", "promise", "deadline"}
    assert (found["promise"].on, found["promise"].detail) == (day("2026-10-20"), "¥400.00")
    assert found["deadline"].detail == "¥50.00"
    keys = [entry.key for entry in books.calendar_file.entries(30)]
    assert len(set(keys)) == len(keys)
    assert all(TODAY <= entry.on <= TODAY + timedelta(days=30) for entry in books.calendar_file.entries(30))


def test_amounts_stay_away_where_asked_and_owners_apart(books: Desk) -> None:
    assert not any("¥" in entry.detail for entry in books.calendar_file.entries(365, amounts=False))
    assert all("甲" in entry.title for entry in books.calendar_file.entries(365, "张"))


def test_the_file_is_read_back_by_a_calendar(books: Desk, tmp_path: Path) -> None:
    found = books.calendar_file.entries(365)
    path = books.calendar_file.write(tmp_path / "days.ics", found)
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert len(events) == len(found) > 3
    by_title = {str(event["summary"]): event for event in events}
    (title,) = (title for title in by_title if title.startswith(("承诺付款", "Promised payment")))
    promised = by_title[title]
    assert "甲, 乙; 有限公司" in title
    assert promised["description"] == "¥400.00"
    assert promised["dtstart"].dt == day("2026-10-20")
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    again = books.calendar_file.write(tmp_path / "again.ics", books.calendar_file.entries(365))
    repeated = Calendar.from_ical(again.read_bytes()).walk("VEVENT")
    assert [event["uid"] for event in repeated] == [event["uid"] for event in events]


def test_what_is_done_or_paid_is_not_there(books: Desk) -> None:
    for line in books.followups.open():
        books.followups.done(line.id)
    books.receipts.record(customer_id(books, "C1"), fen(1000), TODAY, rule="oldest")
    books.receipts.record(customer_id(books, "C2"), fen(50), TODAY, rule="oldest")
    assert books.calendar_file.entries(3650) == ()
