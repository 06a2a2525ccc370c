"""The directory, owners, and hand-overs that lose nothing (S-201, S-206)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.domain.mail_address import BadMailAddress
from arcdesk.models import audit_chain
from arcdesk.pdf import preview
from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import Person
from arcdesk.services.entries import EntryInFuture, ReasonMissing
from arcdesk.services.owners import NothingToHandOver, SameOwner
from arcdesk.services.staff import StaffNameMissing, UnknownRole, UnknownStaff
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, set_day


@pytest.fixture
def books(desk: Desk) -> Desk:
    book = Book()
    for number in range(1, 5):
        book.customer(f"C{number}", owner=("张", "张", "李", "")[number - 1])
        book.invoice(f"A{number}", f"C{number}", 100 * number, "2026-01-05", "2026-02-01")
    enter(desk, book)
    return desk


def owners(desk: Desk) -> list[str]:
    return [desk.customers.find(f"C{number}").owner for number in range(1, 5)]


def test_names_at_customers_are_offered_beside_the_directory(books: Desk) -> None:
    books.staff.save("王", "legal", "wang@example.com")
    books.staff.save("张", "sales")
    assert [(line.name, bool(line.id), line.owns) for line in books.staff.all()] == [
        ("王", True, 0), ("张", True, 2), ("李", False, 1),
    ]  # fmt: skip
    books.staff.leave("王")
    assert books.staff.names() == ("张", "李")
    assert books.staff.save("王", "legal").left_on is None
    assert books.staff.addresses() == {}


@pytest.mark.parametrize(
    ("name", "role", "email", "refusal"),
    [
        ("  ", "", "", StaffNameMissing),
        ("x" * 61, "", "", Refusal),
        ("王", "boss", "", UnknownRole),
        ("王", "cfo", "no address", BadMailAddress),
    ],
)
def test_a_wrong_entry_is_refused(books: Desk, name: str, role: str, email: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        books.staff.save(name, role, email)
    with pytest.raises(UnknownStaff):
        books.staff.leave("nobody")


def test_an_owner_is_named_for_several_at_once(books: Desk) -> None:
    ids = [customer_id(books, code) for code in ("C3", "C4")]
    assert books.owners.of("") == (ids[1],)
    assert books.owners.assign(ids, "张") == 2
    assert books.owners.assign(ids, "张") == 0
    assert books.owners.of("") == ()
    assert owners(books) == ["张"] * 4
    assert [span.owner for span in books.owners.history(ids[0])] == ["李", "张"]


def test_a_hand_over_changes_all_in_one_and_keeps_who_it_was(books: Desk) -> None:
    one = customer_id(books, "C1")
    books.followups.add(one, TODAY + timedelta(days=1), "再问")
    done = books.owners.hand_over("张", "赵", "离职", on=day("2026-10-01"))
    assert len(done.customer_ids) == 2
    assert owners(books) == ["赵", "赵", "李", ""]
    assert [line.reason for line in books.followups.open(customer_id=one)] == ["再问"]
    set_day(books, "2026-11-01")
    books.owners.hand_over("赵", "李", "调岗", [one])
    spans = books.owners.history(one)
    assert [(span.owner, span.from_on, span.to_on, span.reason) for span in spans] == [
        ("张", None, day("2026-10-01"), ""),
        ("赵", day("2026-10-01"), day("2026-11-01"), "离职"),
        ("李", day("2026-11-01"), None, "调岗"),
    ]
    assert audit_chain.first_broken() is None
    told = [event for event in audit_chain.events_of(one) if event["action"] == "customer.changed"]
    assert told[0]["before"] == {"owner": "张"}
    rows = books.aging.report(by="owner").currencies[0].rows
    assert {row.name: row.balance_fen for row in rows} == {"李": fen(400), "赵": fen(200), "": fen(400)}


def test_what_cannot_be_handed_over_changes_nothing(books: Desk) -> None:
    for refusal, giver, taker, reason, ids, on in (
        (SameOwner, "张", "张 ", "x", None, None),
        (StaffNameMissing, "张", " ", "x", None, None),
        (ReasonMissing, "张", "李", " ", None, None),
        (NothingToHandOver, "孙", "李", "x", None, None),
        (NothingToHandOver, "张", "李", "x", [customer_id(books, "C3")], None),
        (EntryInFuture, "张", "李", "x", None, TODAY + timedelta(days=1)),
    ):
        with pytest.raises(refusal):
            books.owners.hand_over(giver, taker, reason, ids, on)
    assert owners(books) == ["张", "张", "李", ""]


def test_the_sheet_tells_everything_and_masks_on_request(books: Desk, tmp_path: Path) -> None:
    one = customer_id(books, "C1")
    books.customers.save_person(one, Person(0, "陈会计", phone="13812345678"))
    promised = ((fen(50), day("2026-10-20")),)
    books.contacts.log(NewContact(one, "phone", "promised", "说月底付", promises=promised))
    done = books.owners.hand_over("张", "赵", "离职")
    cases = books.cases.of(done.customer_ids)
    paper = books.staff_papers.hand_over(done, cases, mask=True)
    text = "".join(preview.page_texts(books.staff_papers.pdf(paper)))
    for part in ("C1", "A1", "陈会计", "138****5678", "说月底付", "离职", "100.00", "50.00"):
        assert part in text, part
    assert "13812345678" not in text
    files = books.staff_papers.write([paper], tmp_path)
    assert [path.suffix for path in files] == [".pdf", ".xlsx", ".eml"]
    assert b"X-Unsent: 1" in files[2].read_bytes()
    assert b"13812345678" not in files[2].read_bytes()
