"""What went back, was written off or put by hand, out of the program and in again: the same aging."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.importing import ImportPlan
from tests.services.desks import COMPANY, NOW, TODAY, Book, customer_id, day, enter, fen, not_well


@pytest.fixture
def books(desk: Desk) -> Desk:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-03-01", "2026-04-01")
    book.invoice("B", "C1", 500, "2026-05-01", "2026-06-01").invoice("U", "C1", 90, "2026-03-01", currency="USD")
    enter(desk, book.receipt("R1", "C1", 700, "2026-04-10", {"A": 400}))
    return desk


def part_of(desk: Desk, number: str, invoice: str) -> int:
    lines = (*desk.ledger.receipts(customer_id(desk, "C1")), *desk.credit_notes.of(customer_id(desk, "C1")))
    line = next(line for line in lines if line.number == number)
    return next(part.id for part in line.allocations if part.invoice_number == invoice and part.is_standing)


def bounced(desk: Desk) -> None:
    desk.receipts.reverse("R1", day("2026-05-01"), "退票")


def refunded(desk: Desk) -> None:
    desk.receipts.refund("R1", fen(120), day("2026-05-01"))


def refunded_to_the_last(desk: Desk) -> None:
    desk.receipts.take_allocation_back(part_of(desk, "R1", "A"), day("2026-05-01"), "退款")
    desk.receipts.refund("R1", fen(300), day("2026-05-01"))
    desk.receipts.refund("R1", fen(400), day("2026-05-02"))


def taken_back_and_put_elsewhere(desk: Desk) -> None:
    desk.receipts.take_allocation_back(part_of(desk, "R1", "A"), day("2026-05-01"), "放错")
    desk.receipts.allocate("R1", {"B": fen(400)}, day("2026-05-05"))
    desk.receipts.allocate("R1", {"A": fen(200)}, day("2026-05-05"))


def written_off(desk: Desk) -> None:
    desk.write_offs.write_off("A", fen(250), day("2026-07-01"), approver="张总", reason="破产\n清算")


def written_off_and_back(desk: Desk) -> None:
    number = desk.write_offs.write_off("A", fen(250), day("2026-07-01"), approver="张总", reason="破产").number
    desk.write_offs.reverse(number, day("2026-07-10"), approver="张总", reason="恢复")


def free_note_put_to_two(desk: Desk) -> None:
    number = desk.credit_notes.add(customer_id(desk, "C1"), fen(300), day("2026-06-01")).number
    desk.credit_notes.allocate(number, {"A": fen(100), "B": fen(50)}, day("2026-06-10"))


def linked_note_freed(desk: Desk) -> None:
    number = desk.credit_notes.add(customer_id(desk, "C1"), fen(300), day("2026-06-01"), invoice="A").number
    desk.receipts.take_allocation_back(part_of(desk, number, "A"), day("2026-06-05"), "客户要求")


def linked_note_put_elsewhere(desk: Desk) -> None:
    linked_note_freed(desk)
    desk.credit_notes.allocate("CN2026-00001", {"B": fen(180)}, day("2026-06-05"))


def linked_note_too_large(desk: Desk) -> None:
    desk.credit_notes.add(customer_id(desk, "C1"), fen(800), day("2026-06-01"), invoice="A")


def everything(desk: Desk) -> None:
    written_off(desk)
    linked_note_put_elsewhere(desk)
    refunded(desk)
    who = customer_id(desk, "C1")
    gone = desk.receipts.record(who, fen(60), day("2026-06-20"), rule="oldest").number
    desk.receipts.reverse(gone, day("2026-06-25"), "退票")
    desk.receipts.record(who, fen(77), day("2026-06-21"), rule="pro_rata")


CASES = (
    bounced, refunded, refunded_to_the_last, taken_back_and_put_elsewhere, written_off, written_off_and_back,
    free_note_put_to_two, linked_note_freed, linked_note_put_elsewhere, linked_note_too_large, everything,
)  # fmt: skip


def aging(desk: Desk) -> list[object]:
    return [
        (block.currency, block.identities, [row._replace(customer_id=0) for row in block.rows], block.totals)
        for by in ("customer", "invoice")
        for block in desk.aging.report(TODAY, by=by).currencies
    ]


def news(plan: ImportPlan) -> list[tuple[int, int]]:
    return [(k.new, k.changed) for k in (plan.customers, plan.invoices, plan.receipts, plan.allocations)]


@pytest.mark.parametrize("happens", CASES, ids=lambda case: case.__name__)
def test_the_same_aging_comes_out_of_an_empty_workspace(
    books: Desk, tmp_path: Path, happens: Callable[[Desk], None]
) -> None:
    happens(books)
    assert not_well(books) == []
    expected = aging(books)
    written = {
        (line.number, line.invoice_number, line.on, line.amount_fen, line.approver, line.reason)
        for line in books.write_offs.of(customer_id(books, "C1"))
        if not line.is_reversed and not line.reverses_number
    }
    books.exporting.ledger_workbook(tmp_path / "out.xlsx")
    same = books.importing.plan(tmp_path / "out.xlsx")
    assert (news(same), same.rejected) == ([(0, 0)] * 4, ())
    books.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        done = other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx")).plan
        assert done.rejected == ()
        assert done.all_well
        assert aging(other) == expected
        assert not_well(other) == []
        found = other.write_offs.of(customer_id(other, "C1"))
        assert {(w.number, w.invoice_number, w.on, w.amount_fen, w.approver, w.reason) for w in found} == written
        other.exporting.ledger_workbook(tmp_path / "again.xlsx")
        again = other.importing.plan(tmp_path / "again.xlsx")
        assert (news(again), again.rejected) == ([(0, 0)] * 4, ())
    finally:
        other.close()


def test_a_file_read_again_does_not_undo_what_was_taken_back(books: Desk) -> None:
    everything(books)
    before = aging(books)
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-03-01", "2026-04-01")
    done = book.receipt("R1", "C1", 700, "2026-04-10", {"A": 400}).into(books).plan
    assert (news(done), done.rejected) == ([(0, 0)] * 4, ())
    assert aging(books) == before


def test_money_read_from_a_file_counts_from_when_the_invoice_was_free_again(books: Desk) -> None:
    books.receipts.reverse("R1", day("2026-06-01"), "退票")
    book = Book().receipt("R9", "C1", 1000, "2026-05-02", {"A": 1000})
    enter(books, book)
    assert books.ledger.invoice("A", day("2026-05-15")).open_fen == fen(600)
    assert books.ledger.invoice("A", day("2026-06-01")).open_fen == 0
    done = book.into(books).plan
    assert (news(done), done.rejected) == ([(0, 0)] * 4, ())
    assert not_well(books) == []


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"approver": ""}, "approved it"),
        ({"amount": "-600.01"}, "Only 600.00"),
        ({"credits": "none"}, "no invoice"),
        ({"credits": ""}, "no invoice"),
        ({"credits": "U"}, "no invoice"),  # in another currency
        ({"issued": "2026-02-28"}, "before 2026-03-01"),
    ],
)
def test_a_write_off_of_a_file_obeys_the_same_rules(books: Desk, facts: dict[str, str], reason: str) -> None:
    row = {"number": "W-1", "amount": "-10", "issued": "2026-07-01", "credits": "A", "approver": "张总", **facts}
    book = Book().invoice(
        row["number"], "C1", row["amount"], row["issued"], row["issued"], kind="write_off",
        credits=row["credits"], approver=row["approver"], note="破产",
    )  # fmt: skip
    plan = book.into(books).plan
    (refused,) = plan.rejected
    assert reason in refused.reason("en")
    assert books.write_offs.of(customer_id(books, "C1")) == ()
    assert not_well(books) == []
