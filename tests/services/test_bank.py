"""A bank statement against the books: read once, proposed, confirmed, remembered, never counted twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.services import bank
from arcdesk.services.posting import AllocationTooLarge
from arcdesk.services.receipts import UnknownReceipt
from tests.services.desks import Book, customer_id, day, enter, everything, fen, not_well

HEAD = "交易日期,贷方发生额,借方发生额,对方户名,对方账号,摘要\n"


@pytest.fixture
def books(desk: Desk) -> Desk:
    book = Book().customer("C1", "杭州天成贸易有限公司").customer("C2", "宁波海润物流有限公司")
    book.invoice("A-100", "C1", 1000, "2026-08-01", "2026-08-31").invoice(
        "A-200", "C1", 600, "2026-09-01", "2026-09-30"
    )
    book.invoice("B-100", "C2", 400, "2026-09-01", "2026-09-30")
    enter(desk, book)
    return desk


def statement(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "bank.csv"
    path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_line_is_proposed_confirmed_and_becomes_a_receipt(books: Desk, tmp_path: Path) -> None:
    reading = books.bank.read(statement(tmp_path, "2026-10-05,600,,杭州天成贸易有限公司,6222,货款"))
    (line,) = reading.new_ids
    (first, *_) = books.bank.proposals()[line]
    assert (first.code, first.proposal.shares) == ("C1", (("A-200", fen(600)),))
    receipt = books.bank.confirm(line, first.proposal.customer_id, dict(first.proposal.shares))
    assert (receipt.amount_fen, receipt.received_on, receipt.unallocated_fen) == (
        fen(600),
        day("2026-10-05"),
        0,
    )
    assert books.ledger.invoice("A-200").open_fen == 0
    assert books.bank.line(line).state == "receipt"
    assert books.bank.line(line).receipt_number == receipt.number
    assert not_well(books) == []


def test_the_same_statement_again_brings_nothing(books: Desk, tmp_path: Path) -> None:
    path = statement(tmp_path, "2026-10-05,600,,甲,1,x", "2026-10-05,,9,乙,2,y", "2026-10-06,5,,丙,3,z")
    assert (books.bank.read(path).new, books.bank.read(path).new) == (2, 0)
    assert books.bank.read(path).known == 2


def test_looking_at_a_statement_keeps_nothing(books: Desk, tmp_path: Path) -> None:
    before = everything()
    assert books.bank.read(statement(tmp_path, "2026-10-05,600,,甲,1,x"), keep=False).new == 1
    assert everything() == before


def test_a_payer_once_confirmed_is_known_the_next_time(books: Desk, tmp_path: Path) -> None:
    (line,) = books.bank.read(statement(tmp_path, "2026-10-01,77,,张三（个人）,6222 9,还款")).new_ids
    assert books.bank.proposals()[line] == ()
    made = books.bank.proposal_for(line, customer_id(books, "C2"))
    books.bank.confirm(line, customer_id(books, "C2"), dict(made.shares))
    assert books.ledger.invoice("B-100").open_fen == fen(323)
    (line,) = books.bank.read(statement(tmp_path, "2026-10-02,50,,张三（个人）,62229,还款")).new_ids
    (first, *_) = books.bank.proposals()[line]
    assert first.code == "C2"


def test_money_in_the_books_already_is_not_entered_twice(books: Desk, tmp_path: Path) -> None:
    who = customer_id(books, "C2")
    known = books.receipts.record(who, fen(400), day("2026-10-04"), rule="oldest")
    (line,) = books.bank.read(statement(tmp_path, "2026-10-05,400,,宁波海润物流有限公司,6,货款")).new_ids
    (first,) = books.bank.proposals()[line]
    assert first.proposal.known_receipt == known.number
    assert books.bank.mark_known(line, known.number).state == "known"
    assert len(books.ledger.receipts(who)) == 1
    with pytest.raises(bank.BankLineDone):
        books.bank.confirm(line, who)
    assert books.bank.reopen(line).state == "open"


def test_a_receipt_taken_back_leaves_its_line_open_again(books: Desk, tmp_path: Path) -> None:
    (line,) = books.bank.read(statement(tmp_path, "2026-10-05,400,,宁波海润物流有限公司,6,货款")).new_ids
    receipt = books.bank.confirm(line, customer_id(books, "C2"), {"B-100": fen(400)})
    with pytest.raises(bank.BankLineHasReceipt):
        books.bank.reopen(line)
    books.receipts.reverse(receipt.number, reason="退票")
    assert books.bank.line(line).state == "open"
    assert books.bank.proposals()[line][0].code == "C2"


def test_a_line_whose_receipt_was_paid_back_in_part_stays_done(books: Desk, tmp_path: Path) -> None:
    (line,) = books.bank.read(statement(tmp_path, "2026-10-05,450,,宁波海润物流有限公司,6,货款")).new_ids
    receipt = books.bank.confirm(line, customer_id(books, "C2"), {"B-100": fen(400)})
    books.receipts.refund(receipt.number, fen(50), note="多付")
    assert (books.bank.line(line).state, books.bank.line(line).receipt_number) == ("receipt", receipt.number)


def test_what_is_refused_changes_nothing(books: Desk, tmp_path: Path) -> None:
    (line,) = books.bank.read(statement(tmp_path, "2026-10-05,5000,,甲,6,x")).new_ids
    before = everything()
    with pytest.raises(AllocationTooLarge):
        books.bank.confirm(line, customer_id(books, "C2"), {"B-100": fen(401)})
    with pytest.raises(bank.UnknownBankLine):
        books.bank.ignore(99)
    with pytest.raises(UnknownReceipt):
        books.bank.mark_known(line, "R0")
    known = books.receipts.record(customer_id(books, "C2"), fen(1), day("2026-10-04"))
    with pytest.raises(bank.ReceiptOfOther):
        books.bank.mark_known(line, known.number)
    after = everything()
    assert {name: rows for name, rows in after.items() if rows != before[name]}.keys() <= {
        "receipt",
        "account_month",
        "account_year",
        "audit_event",
    }
    assert books.bank.ignore(line, "利息").note == "利息"
