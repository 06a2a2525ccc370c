"""Holds: set with a reason, ended by themselves or lifted, and kept as history."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from peewee import IntegrityError

from arcdesk import bootstrap, workspace
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.errors import Refusal
from arcdesk.models import audit_chain, schema
from arcdesk.models.base import one_write, proxy
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.gate import UnknownInvoiceNumber
from arcdesk.services.holds import HoldEnded, HoldTooLong, NothingOpenToHold, NotOnHold
from tests.services.desks import (
    NOW,
    Book,
    customer_id,
    day,
    enter,
    everything,
    fen,
    make_desk,
    not_well,
    set_day,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = make_desk(tmp_path / "workspace")
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-05-01", "2026-06-30")
    enter(opened, book.invoice("B", "C1", 500, "2026-05-01", "2026-06-30"))
    yield opened
    opened.close()


def chased(desk: Desk, number: str, on: str | None = None) -> bool:
    return desk.gate.why(number, day(on) if on else None).chase.chased


def test_a_held_invoice_waits_the_others_do_not_and_the_hold_ends_by_itself(desk: Desk) -> None:
    line = desk.holds.hold_invoice("A", day("2026-10-20"), "  等质检报告 ")
    assert (line.invoice_number, line.from_on, line.until_on, line.reason) == (
        "A", day("2026-10-08"), day("2026-10-20"), "等质检报告",
    )  # fmt: skip
    assert line.money == {"CNY": fen(1000)}
    assert [chased(desk, number) for number in "AB"] == [False, True]
    assert [chased(desk, "A", on) for on in ("2026-10-07", "2026-10-20", "2026-10-21")] == [True, False, True]
    (entry,) = desk.worklist.today()
    assert entry.overdue_fen == fen(500)
    assert desk.letters.issue(customer_id(desk, "C1"))[0].invoice_numbers == ("B",)
    set_day(desk, "2026-10-21")
    assert desk.holds.held() == ()


def test_a_lifted_hold_ends_on_that_day_and_stands_in_the_past(desk: Desk) -> None:
    desk.holds.hold_invoice("A", day("2026-10-20"), "等质检报告")
    set_day(desk, "2026-10-12")
    desk.holds.lift_invoice("A")
    assert [chased(desk, "A", on) for on in ("2026-10-11", "2026-10-12")] == [False, True]
    assert [line.invoice_number for line in desk.holds.held(day("2026-10-11"))] == ["A"]
    with pytest.raises(NotOnHold):
        desk.holds.lift_invoice("A")


def test_a_new_hold_takes_the_place_of_the_old(desk: Desk) -> None:
    desk.holds.hold_invoice("A", day("2026-12-31"), "等质检报告")
    desk.holds.hold_invoice("A", day("2026-10-10"), "报告已到，等答复")
    assert [(line.until_on, line.reason) for line in desk.holds.held()] == [
        (day("2026-10-10"), "报告已到，等答复")
    ]
    assert chased(desk, "A", "2026-10-11")


def test_a_customer_on_hold_is_not_chased_for_anything(desk: Desk) -> None:
    who = customer_id(desk, "C1")
    line = desk.holds.hold_customer(who, day("2026-10-20"), "高层协商")
    assert (line.invoice_id, line.money) == (None, {"CNY": fen(1500)})
    assert desk.worklist.today() == ()
    assert (desk.customers.find("C1").hold_until, desk.customers.find("C1").hold_reason) == (
        day("2026-10-20"), "高层协商",
    )  # fmt: skip
    set_day(desk, "2026-10-12")
    desk.holds.lift_customer(who)
    assert desk.customers.find("C1").hold_until is None
    assert [chased(desk, "A", on) for on in ("2026-10-07", "2026-10-11", "2026-10-12")] == [True, False, True]
    with pytest.raises(NotOnHold):
        desk.holds.lift_customer(who)


def test_a_hold_entered_in_the_particulars_is_the_same_hold(desk: Desk) -> None:
    profile = desk.customers.find("C1")
    desk.customers.save_profile(replace(profile, hold_until=day("2026-11-30"), hold_reason="诉讼中"))
    assert [(line.customer_code, line.reason) for line in desk.holds.held()] == [("C1", "诉讼中")]
    assert [chased(desk, "A", on) for on in ("2026-10-07", "2026-10-08", "2026-12-01")] == [True, False, True]
    set_day(desk, "2026-10-12")
    desk.customers.save_profile(replace(desk.customers.find("C1"), pain_point="新"))
    desk.customers.save_profile(replace(desk.customers.find("C1"), hold_until=None, hold_reason=""))
    assert [chased(desk, "A", on) for on in ("2026-10-11", "2026-10-12")] == [False, True]
    added = desk.customers.add("C9", "新客户", hold_until=day("2026-10-31"), hold_reason="预付")
    assert [line.customer_id for line in desk.holds.held()] == [added.id]


def test_the_list_says_what_ends_first_first(desk: Desk) -> None:
    enter(desk, Book().customer("C2").invoice("Z", "C2", 100, "2026-05-01", "2026-06-30", currency="USD"))
    desk.holds.hold_invoice("B", day("2026-10-30"), "二")
    desk.holds.hold_customer(customer_id(desk, "C2"), day("2026-10-09"), "一")
    desk.holds.hold_invoice("A", day("2026-10-30"), "三")
    held = desk.holds.held()
    assert [(line.customer_code, line.invoice_number) for line in held] == [
        ("C2", ""),
        ("C1", "A"),
        ("C1", "B"),
    ]
    assert held[0].money == {"USD": fen(100)}


@pytest.mark.parametrize(
    ("number", "until", "reason", "refusal"),
    [
        ("A", "2026-10-07", "理由", HoldEnded),
        ("A", "2029-10-09", "理由", HoldTooLong),
        ("A", "2199-12-31", "理由", HoldTooLong),
        ("A", "2026-10-09", "  ", ReasonMissing),
        ("X", "2026-10-09", "理由", UnknownInvoiceNumber),
    ],
)
def test_a_hold_needs_an_invoice_a_reason_and_a_day_in_reach(
    desk: Desk, number: str, until: str, reason: str, refusal: type[Refusal]
) -> None:
    before = everything()
    with pytest.raises(refusal):
        desk.holds.hold_invoice(number, day(until), reason)
    assert everything() == before
    assert desk.holds.hold_invoice("A", day("2029-10-08"), "理由").until_on == date(2029, 10, 8)


def test_what_is_not_owed_cannot_be_held(desk: Desk) -> None:
    desk.receipts.record(customer_id(desk, "C1"), fen(1000), day("2026-10-08"), allocate={"A": fen(1000)})
    enter(desk, Book().invoice("N", "C1", -100, "2026-05-01"))
    for number in "AN":
        with pytest.raises(NothingOpenToHold):
            desk.holds.hold_invoice(number, day("2026-10-20"), "理由")
    with pytest.raises(UnknownCustomer):
        desk.holds.hold_customer(999, day("2026-10-20"), "理由")
    with pytest.raises(UnknownInvoiceNumber):
        desk.holds.lift_invoice("X")


def test_holds_are_appended_and_sealed_with_their_event(desk: Desk) -> None:
    desk.holds.hold_invoice("A", day("2026-10-20"), "理由")
    desk.holds.hold_customer(customer_id(desk, "C1"), day("2026-10-20"), "理由")
    desk.holds.lift_invoice("A")
    actions = [
        action for (action,) in proxy.execute_sql("SELECT action FROM audit_event ORDER BY seq DESC LIMIT 3")
    ]
    assert actions == ["invoice.hold_lifted", "customer.held", "invoice.held"]
    for table in ("invoice_hold", "customer_hold"):
        for statement in (f"UPDATE {table} SET reason = ''", f"DELETE FROM {table}"):  # noqa: S608 - names of our own
            with pytest.raises(IntegrityError, match="append-only"):
                proxy.execute_sql(statement)
    assert not_well(desk) == []


def test_a_hold_of_an_older_workspace_keeps_the_day_on_which_it_was_put(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    shutil.copy(schema.FOLDER / "0001_first_day.py", scripts)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "FOLDER", scripts)
        old = workspace.create(tmp_path / "old", NOW)
        proxy.execute_sql(
            "INSERT INTO company (id, name, name_en, uscc, address, phone, contact, email, account_name, bank,"
            " account_number, base_currency) VALUES (1, '甲', '', '', '', '', '', '', '', '', '', 'CNY')"
        )
        for code, until in (("C1", "2026-12-31"), ("C2", "2026-10-02"), ("C3", None)):
            proxy.execute_sql(
                """INSERT INTO customer (code, name, short_name, uscc, grade, owner, salesperson, industry, region,
                   address, size, behaviour, pain_point, note, hold_until, hold_reason, search_key)
                   VALUES (?, ?, '', '', '', '', '', '', '', '', '', '', '', '', ?, '诉讼中', ?)""",
                (code, code, until, code),
            )
        with one_write():
            audit_chain.append(NOW, "company.saved", None, {})
            for number, on in ((1, "2026-09-20"), (2, "2026-10-01"), (3, "2026-10-01")):
                moment = datetime.fromisoformat(f"{on}T09:00:00+08:00")
                audit_chain.append(moment, "customer.changed", number, {"after": {"hold_until": "x"}})
        old.close()
    opened = bootstrap.build(tmp_path / "old", FixedClock(NOW))
    assert [(line.customer_code, line.from_on, line.reason) for line in opened.holds.held()] == [
        ("C1", day("2026-09-20"), "诉讼中")
    ]
    assert opened.holds.held(day("2026-09-19")) == ()
    assert [line.customer_code for line in opened.holds.held(day("2026-10-02"))] == ["C2", "C1"]
    opened.holds.lift_customer(1)
    assert not_well(opened) == []
    opened.close()
