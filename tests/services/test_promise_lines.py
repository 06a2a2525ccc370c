"""Promises with who made them and what became of them (F-78, case 10): decided by the receipts, net."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.promises import reliability
from arcdesk.services.contacts import CorrectedAlready, NewContact
from arcdesk.services.customers import Person
from arcdesk.services.evidence import PastedFile
from tests.services.desks import Book, customer_id, day, enter, fen, set_day


@pytest.fixture
def who(desk: Desk) -> int:
    enter(desk, Book().customer("C1").customer("C2").invoice("A", "C1", 5000, "2026-01-01", "2026-02-01"))
    set_day(desk, "2026-03-01")
    return customer_id(desk, "C1")


def promised(desk: Desk, who: int, amount: int, on: str, **facts: object) -> int:
    contact = NewContact(who, "wechat", "promised", promises=((fen(amount), day(on)),))
    return desk.contacts.log(replace(contact, **facts)).id  # type: ignore[arg-type]


def test_a_promise_tells_who_made_it_with_what_authority_and_what_proves_it(desk: Desk, who: int) -> None:
    desk.customers.save_person(who, Person(0, "周敏", "财务经理", "partial"))
    contact = promised(desk, who, 1000, "2026-03-10", person="周敏", attachments=(PastedFile("聊天.png", b"x"),))
    (line,) = desk.promises.of(who)
    assert line.said is not None
    assert (line.contact_id, line.said.person, line.said.authority, line.said.channel) == (
        contact, "周敏", "partial", "wechat"
    )  # fmt: skip
    assert [proof.name for proof in line.said.proofs] == ["聊天.png"]
    promised(desk, who, 500, "2026-03-11", person="路人")
    assert desk.promises.of(who)[0].said.authority == ""  # type: ignore[union-attr]


def test_money_that_comes_late_is_told_with_its_days(desk: Desk, who: int) -> None:
    promised(desk, who, 1000, "2026-03-10")
    set_day(desk, "2026-03-15")
    desk.receipts.record(who, fen(400), day("2026-03-09"))
    desk.receipts.record(who, fen(100), day("2026-03-12"))
    (line,) = desk.promises.of(who)
    assert (line.state, line.paid_fen, line.late_fen, line.missing_fen, line.days_late, line.settled_on) == (
        "part_kept", fen(400), fen(100), fen(500), 5, None
    )  # fmt: skip
    desk.receipts.record(who, fen(500), day("2026-03-14"))
    (line,) = desk.promises.of(who)
    assert (line.late_fen, line.missing_fen, line.days_late, line.settled_on) == (
        fen(600), 0, 4, day("2026-03-14")
    )  # fmt: skip


def test_money_that_went_back_keeps_no_promise(desk: Desk, who: int) -> None:
    promised(desk, who, 1000, "2026-03-10")
    set_day(desk, "2026-03-20")
    receipt = desk.receipts.record(who, fen(1000), day("2026-03-09"))
    assert desk.promises.of(who)[0].state == "kept"
    desk.receipts.refund(receipt.number, fen(300), day("2026-03-11"))
    assert (desk.promises.of(who)[0].state, desk.promises.of(who)[0].missing_fen) == ("part_kept", fen(300))
    desk.receipts.reverse(receipt.number, day("2026-03-12"), "退票")
    assert desk.promises.of(who)[0].state == "broken"
    assert desk.promises.of(who, day("2026-03-10"))[0].state == "kept"


def test_a_promise_is_withdrawn_or_replaced_by_correcting_its_contact(desk: Desk, who: int) -> None:
    contact = promised(desk, who, 1000, "2026-03-10")
    original = desk.contacts.original(contact)
    newer = desk.contacts.log(replace(original, promises=((fen(800), day("2026-03-12")),)))
    assert [(line.amount_fen, line.due_on, line.contact_id) for line in desk.promises.of(who)] == [
        (fen(800), day("2026-03-12"), newer.id)
    ]
    assert desk.letters.check([who])[0].reasons[0].values["due_on"] == day("2026-03-12")
    with pytest.raises(CorrectedAlready):
        desk.contacts.log(replace(original, promises=()))
    desk.contacts.log(replace(desk.contacts.original(newer.id), promises=()))
    assert desk.promises.of(who) == ()
    assert desk.letters.check([who])[0].allowed
    set_day(desk, "2026-03-20")
    assert "broken_promise" not in {entry.kind for entry in desk.worklist.today()}
    assert [entry.title_key for entry in desk.timeline.of(who) if entry.kind == "promise"] == [
        "Promise to pay, corrected since"
    ] * 2


def test_a_customers_reliability_by_currency(desk: Desk, who: int) -> None:
    for amount, on in ((1000, "2026-03-05"), (1000, "2026-03-10"), (500, "2026-12-31")):
        promised(desk, who, amount, on)
    promised(desk, who, 200, "2026-03-10", currency="USD")
    set_day(desk, "2026-03-20")
    desk.receipts.record(who, fen(1500), day("2026-03-04"))
    found = desk.promises.reliability(who)
    assert found.keys() == {"CNY", "USD"}
    cny = found["CNY"]
    assert (cny.judged, cny.kept, cny.part_kept, cny.broken) == (2, 1, 1, 0)
    assert (cny.kept_share, cny.paid_share) == (Fraction(1, 2), Fraction(3, 4))
    assert found["USD"].kept_share == 0
    assert reliability(line for line in desk.promises.of(who) if line.currency == "CNY") == cny
    assert desk.promises.reliability(customer_id(desk, "C2")) == {}


@pytest.mark.parametrize(
    ("promised_for", "last_open", "first_broken", "next_list"),
    [
        ("2026-10-16", "2026-10-16", "2026-10-17", "2026-10-19"),  # a Friday: Monday's list
        ("2026-10-17", "2026-10-17", "2026-10-18", "2026-10-19"),  # a Saturday of rest counts by itself
        ("2026-10-10", "2026-10-10", "2026-10-11", "2026-10-12"),  # a Saturday worked after the holiday
        ("2026-09-30", "2026-09-30", "2026-10-01", "2026-10-08"),  # the eve of the national holiday
        ("2026-12-31", "2026-12-31", "2027-01-01", "2027-01-04"),  # the end of the year
    ],
)
def test_the_promised_day_is_not_moved_and_a_broken_promise_leads_the_next_days_list(
    desk: Desk, who: int, promised_for: str, last_open: str, first_broken: str, next_list: str
) -> None:
    set_day(desk, "2026-09-28")
    promised(desk, who, 1000, promised_for)
    set_day(desk, last_open)
    assert desk.promises.of(who)[0].state == "open"
    set_day(desk, first_broken)
    (line,) = desk.promises.of(who)
    assert (line.state, line.days_late, line.missing_fen) == ("broken", 1, fen(1000))
    set_day(desk, next_list)
    first = desk.worklist.today()[0]
    assert (first.customer_id, first.kind) == (who, "broken_promise")


def test_of_a_promise_with_several_days_each_is_judged_by_itself(desk: Desk, who: int) -> None:
    days = ((fen(300), day("2026-03-06")), (fen(450), day("2026-03-20")), (fen(450), day("2026-04-20")))
    desk.contacts.log(NewContact(who, "phone", "promised", promises=days))
    desk.receipts.record(who, fen(300), set_day(desk, "2026-03-05"))
    desk.receipts.record(who, fen(200), set_day(desk, "2026-03-20"))
    set_day(desk, "2026-03-21")
    assert [(line.state, line.missing_fen) for line in desk.promises.of(who)] == [
        ("open", fen(450)), ("part_kept", fen(250)), ("kept", 0)
    ]  # fmt: skip
    found, rates = desk.promises.review()
    assert [each.state for each in found] == ["part_kept", "open", "kept"]
    assert rates["CNY"].kept_share == Fraction(1, 2)
