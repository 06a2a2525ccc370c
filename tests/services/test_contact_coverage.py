"""Contact coverage: who was left alone, and what holds him (F-32)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.services.contacts import NewContact
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen


@pytest.fixture
def books(desk: Desk) -> Desk:
    """Four who are overdue, one who is not due."""
    book = Book()
    for number, due in enumerate(("2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-12-01"), 1):
        book.customer(f"C{number}", owner="张" if number % 2 else "李")
        book.invoice(f"A{number}", f"C{number}", 100 * number, "2026-01-05", due)
    enter(desk, book)
    return desk


def codes(desk: Desk, days: int = 30, **more: object) -> list[str]:
    return [gap.customer_code for gap in desk.contact_coverage.of(days, **more).gaps]  # type: ignore[arg-type]


def test_all_who_are_overdue_and_untouched_stand_there_the_oldest_first(books: Desk) -> None:
    found = books.contact_coverage.of()
    assert [gap.customer_code for gap in found.gaps] == ["C1", "C2", "C3", "C4"]
    assert (found.overdue_fen, found.covered_fen) == ({"CNY": fen(1000)}, {})
    assert codes(books, owner="李") == ["C2", "C4"]


def test_a_talk_or_a_letter_covers_for_so_many_days(books: Desk) -> None:
    books.contacts.log(NewContact(customer_id(books, "C1"), "phone", "will_check"))
    books.letters.issue(customer_id(books, "C2"))
    books.contacts.log(NewContact(customer_id(books, "C3"), "phone", "no_answer"))
    found = books.contact_coverage.of(30)
    assert [gap.customer_code for gap in found.gaps] == ["C3", "C4"]
    assert found.covered_fen == {"CNY": fen(300)}
    later = TODAY + timedelta(days=31)
    assert codes(books, on=later) == ["C1", "C2", "C3", "C4"]
    gap = books.contact_coverage.of(30, later).gaps[0]
    assert (gap.reached_on, gap.written_on) == (TODAY, None)


def test_what_holds_somebody_is_said(books: Desk) -> None:
    books.contacts.log(
        NewContact(customer_id(books, "C1"), "phone", "promised", promises=((fen(100), day("2026-12-01")),))
    )
    books.holds.hold_customer(customer_id(books, "C2"), day("2026-12-31"), "协商中")
    gaps = books.contact_coverage.of(1, day("2026-11-20")).gaps
    held = {gap.customer_code: [reason.rule for reason in gap.reasons] for gap in gaps}
    assert held["C1"] == ["promised"]
    assert held["C2"] == ["on_hold"]
    assert held["C3"] == []


def test_nobody_is_there_where_nothing_is_overdue(desk: Desk) -> None:
    assert desk.contact_coverage.of().gaps == ()
    assert desk.contact_coverage.of().overdue_fen == {}
