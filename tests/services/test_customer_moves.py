"""Customers merged, divided and put back: every row, every figure."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.models.base import proxy
from arcdesk.models.queries import moves
from arcdesk.services.contacts import NewContact
from arcdesk.services.customer_moves import Part
from arcdesk.services.customers import Person, UnknownCustomer
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.move_refusals import (
    MergedAlready,
    MoneyTornApart,
    MovedOnSince,
    MoveUndone,
    NotOfCustomer,
    SameCustomer,
)
from tests.services.desks import NOW, TODAY, Book, customer_id, enter, everything, fen, not_well

WHY = "同一家公司，两个编码"


def filled(desk: Desk) -> Desk:
    """Two customers, each with documents, money, people and a contact."""
    book = (
        Book().customer("A", "恒通精密机械有限公司").customer("B", "苏州恒通精密机械有限公司", owner="王芳")
    )
    book.invoice("A-1", "A", 1000, "2026-05-01", "2026-06-01").invoice(
        "A-2", "A", 500, "2026-07-01", "2026-08-01"
    )
    book.invoice("A-3", "A", 70, "2026-07-01", "2026-08-01").invoice(
        "B-1", "B", 300, "2026-07-02", "2026-08-01"
    )
    book.receipt("R-1", "A", 700, "2026-07-03", {"A-1": 400, "A-2": 100})
    book.receipt("R-2", "B", 100, "2026-07-03", {"B-1": 60})
    enter(desk, book)
    for code in ("A", "B"):
        desk.customers.save_person(customer_id(desk, code), Person(0, "张经理", phone=f"1380000000{ord(code) - 64}",
                                                                   is_primary=True))  # fmt: skip
    desk.contacts.log(
        NewContact(customer_id(desk, "A"), "phone", "promised", NOW, promises=((fen(500), TODAY),), person="张经理",
                   follow_up_on=TODAY + timedelta(days=3)),
    )  # fmt: skip
    desk.write_offs.write_off("A-3", fen(70), TODAY, approver="总经理", reason="零头")
    return desk


def kept() -> dict[str, Any]:
    """What every table says, but for the moves themselves, the audit chain, and sums that are nothing."""
    found: dict[str, Any] = everything()
    for name in ("customer_move", "customer_move_row", "audit_event"):
        found.pop(name)
    for name in ("account_month", "account_year"):
        found[name] = [row for row in found[name] if any(row[-3:])]
    return found


def balances(desk: Desk, on: date = TODAY) -> dict[str, int]:
    report = desk.aging.report(on)
    return {row.code: row.balance_fen for block in report.currencies for row in block.rows}


def test_every_table_that_names_a_customer_is_moved() -> None:
    tables = [name for (name,) in _ask("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    naming = {
        table for table in tables for row in _ask(f"PRAGMA foreign_key_list({table})")
        if row[2] == "customer" and row[3] == "customer_id"
    }  # fmt: skip
    assert naming - {"account_month", "account_year"} == set(moves.FILED)


@pytest.fixture(autouse=True)
def _open(desk: Desk) -> Desk:
    return desk


def _ask(statement: str) -> list[tuple[Any, ...]]:
    return list(proxy.execute_sql(statement).fetchall())


def test_a_merge_takes_everything_and_its_undoing_brings_everything_back(desk: Desk) -> None:
    filled(desk)
    before, owed = kept(), balances(desk)
    effect = desk.customer_moves.merge_effect("A", "B")
    assert (effect.counts["invoice"], effect.counts["receipt"], effect.open_fen) == (3, 1, {"CNY": fen(800)})
    move = desk.customer_moves.merge("A", "B", WHY)

    assert balances(desk) == {"B": owed["A"] + owed["B"]}
    assert not_well(desk) == []
    b = customer_id(desk, "B")
    assert desk.customers.find("A").id == desk.customers.find("恒通精密机械有限公司").id == b
    assert [row.code for row in desk.customers.matching("")] == ["B"]
    assert [row.code for row in desk.customers.matching("恒通精密机械有限公司")] == ["B"]
    assert {row.code for row in desk.customer_list.rows().rows} == {"B"}
    assert {entry.customer_code for entry in desk.worklist.today()} <= {"B"}
    people = desk.customers.people(b)
    assert [(p.name, p.is_primary) for p in people] == [("张经理", True), ("张经理 (A)", False)]
    assert {entry.kind for entry in desk.timeline.of(b)} >= {"move", "contact", "promise", "write_off"}
    path = desk.exporting.ledger_workbook(desk.workspace.folder / "out.xlsx")
    assert path.customers == 1

    done = desk.customer_moves.undo(move.id)
    assert done.undone_at is not None
    assert kept() == before
    assert balances(desk) == owed
    assert not_well(desk) == []
    with pytest.raises(MoveUndone):
        desk.customer_moves.undo(move.id)
    again = desk.customer_moves.merge("A", "B", WHY)
    assert desk.customers.find("A").code == "B"
    assert again.id != move.id


def test_blanks_are_filled_only_where_asked_and_emptied_again(desk: Desk) -> None:
    filled(desk)
    desk.customer_moves.undo(desk.customer_moves.merge("B", "A", WHY).id)
    assert desk.customers.find("A").owner == ""
    move = desk.customer_moves.merge("B", "A", WHY, fill_blanks=True)
    assert (desk.customers.find("A").owner, desk.customers.find("A").address) == ("王芳", "A路1号")
    (body,) = _ask("SELECT body FROM audit_event ORDER BY seq DESC LIMIT 1")
    assert '"owner":"王芳"' in body[0]
    assert '"owner":""' in body[0]
    desk.customer_moves.undo(move.id)
    assert desk.customers.find("A").owner == ""


def test_what_is_refused(desk: Desk) -> None:
    filled(desk)
    with pytest.raises(SameCustomer):
        desk.customer_moves.merge("A", "A", WHY)
    with pytest.raises(ReasonMissing):
        desk.customer_moves.merge("A", "B", "  ")
    with pytest.raises(UnknownCustomer):
        desk.customer_moves.merge("A", "nobody", WHY)
    with pytest.raises(NotOfCustomer):
        desk.customer_moves.split("A", Part(invoices=("B-1",)), WHY, to_code="B")
    first = desk.customer_moves.merge("A", "B", WHY)
    with pytest.raises(MergedAlready):
        desk.customer_moves.merge("A", "B", WHY)
    second = desk.customer_moves.split("B", Part(invoices=("A-3",)), WHY, new=("C", "恒通三厂"))
    with pytest.raises(MovedOnSince) as refused:
        desk.customer_moves.undo(first.id)
    assert refused.value.values["later"] == second.id
    desk.customer_moves.undo(second.id)
    desk.customer_moves.undo(first.id)
    assert not_well(desk) == []


def test_a_split_takes_what_money_ties_together(desk: Desk) -> None:
    filled(desk)
    before, owed = kept(), balances(desk)
    effect = desk.customer_moves.split_effect("A", Part(invoices=("A-1",)))
    assert (effect.along, effect.open_fen) == (("A-2", "R-1"), {"CNY": fen(800)})
    move = desk.customer_moves.split(
        "A", Part(invoices=("A-1",), contacts=(1,), persons=("张经理",)), WHY, to_code="B"
    )
    assert move.along == ("A-2", "R-1")
    assert move.counts["promise"] == move.counts["follow_up"] == 1
    assert balances(desk) == {"B": owed["A"] + owed["B"]}  # A-3 was written off: nothing is left there
    assert not_well(desk) == []
    desk.customer_moves.undo(move.id)
    assert (kept(), not_well(desk)) == (before, [])


def test_a_split_to_a_new_customer_is_undone_without_a_trace_in_the_lists(desk: Desk) -> None:
    filled(desk)
    move = desk.customer_moves.split("A", Part(invoices=("A-3",)), WHY, new=("N", "恒通新厂"))
    assert desk.customers.find("N").name == "恒通新厂"
    desk.customer_moves.undo(move.id)
    assert [row.code for row in desk.customers.matching("")] == ["A", "B"]
    assert desk.customers.find("N").code == "A"


def test_money_that_came_since_goes_back_along_unless_it_settled_both(desk: Desk) -> None:
    filled(desk)
    move = desk.customer_moves.merge("A", "B", WHY)
    b = customer_id(desk, "B")
    late = desk.receipts.record(b, fen(50), TODAY, allocate={"A-2": fen(50)})
    desk.customer_moves.undo(move.id)
    assert late.number in {line.number for line in desk.ledger.receipts(customer_id(desk, "A"))}
    assert not_well(desk) == []

    move = desk.customer_moves.merge("A", "B", WHY)
    desk.receipts.record(b, fen(20), TODAY, allocate={"A-2": fen(10), "B-1": fen(10)})
    before = kept()
    with pytest.raises(MoneyTornApart) as refused:
        desk.customer_moves.undo(move.id)
    assert "B-1" in str(refused.value.values["numbers"])
    assert kept() == before


def test_a_hold_comes_along_and_goes_back(desk: Desk) -> None:
    filled(desk)
    until = TODAY + timedelta(days=9)
    desk.holds.hold_customer(customer_id(desk, "A"), until, "等发票")
    move = desk.customer_moves.merge("A", "B", WHY)
    assert desk.customers.find("B").hold_until == until
    desk.customer_moves.undo(move.id)
    assert (desk.customers.find("B").hold_until, desk.customers.find("A").hold_until) == (None, until)


def test_likely_doubles_are_listed(desk: Desk) -> None:
    filled(desk)
    enter(
        desk,
        Book()
        .customer("D1", "上海恒通精密机械有限公司")
        .customer("D2", "恒通二分公司")
        .customer("D3", "恒通一分公司"),
    )
    (pair,) = [
        line for line in desk.customer_moves.candidates() if {line.one.code, line.other.code} == {"A", "B"}
    ]
    assert pair.score == 92
    codes = {frozenset((line.one.code, line.other.code)) for line in desk.customer_moves.candidates()}
    assert codes <= {frozenset("AB"), frozenset(("A", "D1"))}


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Three customers with invoices, credit notes and money that settles some of them."""
    book = Book().customer("A").customer("B").customer("C")
    start = date(2025, 1, 1)
    for n in range(draw(st.integers(1, 10))):
        who = draw(st.sampled_from("ABC"))
        day = start + timedelta(days=draw(st.integers(0, 400)))
        amount = draw(st.integers(1, 900)) * draw(st.sampled_from([1, 1, 1, -1]))
        currency = draw(st.sampled_from(["CNY", "USD"]))
        book.invoice(
            f"I{n}", who, amount, day.isoformat(), (day + timedelta(days=30)).isoformat(), currency=currency
        )
    for n in range(draw(st.integers(0, 6))):
        who = draw(st.sampled_from("ABC"))
        currency = draw(st.sampled_from(["CNY", "USD"]))
        amount = draw(st.integers(1, 900))
        day = start + timedelta(days=draw(st.integers(0, 400)))
        left, shares = fen(amount), {}
        for row in book.invoices:
            if (row.customer, row.currency) == (who, currency) and row.amount_fen > 0 and draw(st.booleans()):
                used = sum(a.amount_fen for a in book.allocations if a.invoice == row.number)
                share = min(left, row.amount_fen - used, fen(draw(st.integers(1, 500))))
                if share > 0:
                    shares[row.number] = f"{share / 100:.2f}"
                    left -= share
        book.receipt(f"P{n}", who, amount, day.isoformat(), shares, currency=currency)
    return book


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=books(), data=st.data())
def test_whatever_the_books_merging_dividing_and_undoing_leaves_them_as_they_were(
    _new_workspace: Path,  # noqa: PT019 - its value is the folder that is copied
    desk: Desk, book: Book, data: st.DataObject
) -> None:
    desk.close()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "workspace"
        shutil.copytree(_new_workspace, folder)
        one = bootstrap.build(folder, FixedClock(NOW))
        try:
            _try_out(one, book, data)
        finally:
            one.close()


def _try_out(desk: Desk, book: Book, data: st.DataObject) -> None:
    enter(desk, book)
    before, owed, total = kept(), _owed(desk), _owed(desk, together=True)
    made = []
    for _ in range(data.draw(st.integers(1, 3))):
        codes = [row.code for row in desk.customers.matching("")]
        if len(codes) < 2:
            break
        gone, into = data.draw(st.permutations(codes))[:2]
        mine = [line.number for line in desk.ledger.invoices(customer_id(desk, gone), open_only=False)]
        if mine and data.draw(st.booleans()):
            part = Part(invoices=(data.draw(st.sampled_from(mine)),))
            made.append(desk.customer_moves.split(gone, part, WHY, to_code=into))
        else:
            made.append(desk.customer_moves.merge(gone, into, WHY))
        assert _owed(desk, together=True) == total
        assert not_well(desk) == []
        assert all(block.identities.hold for block in desk.aging.report(TODAY).currencies)
    for move in reversed(made):
        desk.customer_moves.undo(move.id)
        assert not_well(desk) == []
    assert kept() == before
    assert _owed(desk) == owed


def _owed(desk: Desk, *, together: bool = False) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for day in (date(2025, 6, 1), TODAY):
        for block in desk.aging.report(day).currencies:
            for row in block.rows:
                key = (day, block.currency, "" if together else row.code)
                found[key] = found.get(key, 0) + row.balance_fen
    return {key: value for key, value in found.items() if value}
