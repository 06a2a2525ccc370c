"""Writing off, and taking it back: approved, explained, sound on every day."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.models.audit import AuditEvent
from arcdesk.models.queries import postings, proofs
from arcdesk.pdf.preview import extract_text
from arcdesk.services.entries import EntryInFuture, EntryTooEarly, ReasonMissing
from arcdesk.services.evidence import PastedFile, UnknownEvidence
from arcdesk.services.evidence_files import EvidenceFileMissing
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.posting import WriteOffStandsAlone
from arcdesk.services.write_offs import (
    ApproverMissing,
    UnknownWriteOff,
    WriteOffReversedAlready,
    WriteOffTooEarly,
    WriteOffTooLarge,
)
from tests.services.desks import TODAY, Book, ages, customer_id, day, enter, fen, not_well


@pytest.fixture
def books(desk: Desk) -> Desk:
    """One invoice of 1,000 and a credit note of 50."""
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-03-01", "2026-04-01")
    enter(desk, book.invoice("N", "C1", -50, "2026-03-05"))
    return desk


def give_up(desk: Desk, amount: str | int = 300, on: str = "2026-09-01", **how: object) -> str:
    how = {"approver": "张总", "reason": "客户破产清算", **how}
    return desk.write_offs.write_off("A", fen(amount), day(on), **how).number  # type: ignore[arg-type]


def sound(desk: Desk) -> bool:
    for on in ("2026-03-15", "2026-08-31", "2026-09-01", "2026-09-15", "2026-10-08"):
        assert all(block.identities.hold for block in desk.aging.report(day(on)).currencies)
    return not_well(desk) == [] and proofs.disagreeing() == []


def test_what_is_given_up_is_neither_open_nor_money(books: Desk) -> None:
    number = give_up(books)
    line = books.write_offs.find(number)
    assert (line.amount_fen, line.approver, line.reason, line.is_reversed) == (fen(300), "张总", "客户破产清算", False)
    assert ages(books, "2026-08-31", "C1") == {"d91_180": fen(1000)}
    assert ages(books, "2026-09-01", "C1") == {"d91_180": fen(700)}
    (balance,) = books.ledger.balance(customer_id(books, "C1"))
    assert (balance.balance_fen, balance.unallocated_fen) == (fen(650), fen(50))
    assert sound(books)


def test_a_write_off_taken_back_leaves_the_debt_as_it_was(books: Desk) -> None:
    number = give_up(books)
    back = books.write_offs.reverse(number, day("2026-09-10"), approver="张总", reason="对方恢复付款")
    assert (back.amount_fen, back.reverses_number) == (fen(-300), number)
    assert [line.is_reversed for line in books.write_offs.of(customer_id(books, "C1"))] == [False, True]
    assert not books.write_offs.of(customer_id(books, "C1"), day("2026-09-09"))[0].is_reversed
    assert books.ledger.invoice("A").open_fen == fen(1000)
    assert books.ledger.invoice("A", day("2026-09-09")).open_fen == fen(700)
    for taken in (number, back.number):
        with pytest.raises(WriteOffReversedAlready):
            books.write_offs.reverse(taken, None, approver="张总", reason="again")
    assert sound(books)


def test_who_approved_it_and_why_must_be_said(books: Desk) -> None:
    events = AuditEvent.select().count()
    for how, refusal in (({"approver": " "}, ApproverMissing), ({"reason": ""}, ReasonMissing)):
        with pytest.raises(refusal):
            give_up(books, **how)
    number = give_up(books)
    with pytest.raises(ApproverMissing):
        books.write_offs.reverse(number, None, approver="", reason="why")
    with pytest.raises(ReasonMissing):
        books.write_offs.reverse(number, None, approver="张总", reason="")
    assert AuditEvent.select().count() == events + 1


@pytest.mark.parametrize(
    ("amount", "on", "refusal"),
    [
        ("1000.01", "2026-09-01", WriteOffTooLarge),
        (0, "2026-09-01", AmountNotPositive),
        (-5, "2026-09-01", AmountNotPositive),
        (5, "2026-02-28", EntryTooEarly),
        (5, "2026-10-09", EntryInFuture),
    ],
)
def test_more_than_is_open_or_out_of_time_is_refused(
    books: Desk, amount: str | int, on: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        give_up(books, amount, on)
    assert books.write_offs.of(customer_id(books, "C1")) == ()


def test_a_credit_note_or_nothing_cannot_be_written_off(books: Desk) -> None:
    for number in ("N", "none"):
        with pytest.raises(UnknownInvoice):
            books.write_offs.write_off(number, 1, approver="张总", reason="x")
    with pytest.raises(UnknownWriteOff):
        books.write_offs.reverse("W-none", approver="张总", reason="x")


def test_an_invoice_that_was_settled_then_cannot_be_written_off_then(books: Desk) -> None:
    who = customer_id(books, "C1")
    paid = books.receipts.record(who, fen(1000), day("2026-04-05"), allocate={"A": fen(1000)}).number
    books.receipts.reverse(paid, day("2026-08-01"), "退票")
    with pytest.raises(WriteOffTooEarly) as refused:
        give_up(books, 1000, "2026-07-01")
    assert refused.value.values["begin"] == "2026-08-01"
    give_up(books, 1000, "2026-08-01")
    assert sound(books)


def test_the_allocation_of_a_write_off_is_not_taken_back_alone(books: Desk) -> None:
    from arcdesk.models.ledger import Allocation

    number = give_up(books)
    allocation = Allocation.get(Allocation.write_off.is_null(False))
    with pytest.raises(WriteOffStandsAlone) as refused:
        books.receipts.take_allocation_back(allocation.id, None, "why")
    assert refused.value.values == {"number": number, "invoice": "A"}


def test_the_approval_is_sealed_with_it_or_nothing_happens(books: Desk, tmp_path: Path) -> None:
    number = give_up(books, proof=PastedFile("approval.png", b"signed"))
    kept = books.write_offs.find(number).evidence_id
    (item,) = books.evidence.list(customer_id(books, "C1"))
    assert (item.id, item.kind, item.original_name) == (kept, "approval", "approval.png")
    give_up(books, 1, evidence_id=item.id)
    events = AuditEvent.select().count()
    with pytest.raises(EvidenceFileMissing):
        give_up(books, proof=tmp_path / "none.pdf")
    with pytest.raises(UnknownEvidence):
        give_up(books, evidence_id=999)
    assert AuditEvent.select().count() == events
    assert sound(books)


def test_a_file_cannot_move_the_issue_behind_the_write_off(books: Desk) -> None:
    give_up(books)
    done = Book().invoice("A", "C1", 1000, "2026-09-02", "2026-10-01").into(books)
    assert [row.values["day"] for row in done.plan.rejected] == ["2026-09-01"]
    enter(books, Book().invoice("A", "C1", 1000, "2026-09-01", "2026-10-01"))
    assert sound(books)


def test_a_file_cannot_lower_an_invoice_below_what_was_settled_once(books: Desk) -> None:
    books.write_offs.reverse(give_up(books), day("2026-09-10"), approver="张总", reason="back")
    done = Book().invoice("A", "C1", 299, "2026-03-01", "2026-04-01").into(books)
    assert [row.values["settled"] for row in done.plan.rejected] == ["300.00"]
    enter(books, Book().invoice("A", "C1", 300, "2026-03-01", "2026-04-01"))
    assert sound(books)


def test_the_statement_of_the_month_shows_both(books: Desk) -> None:
    number = give_up(books)
    back = books.write_offs.reverse(number, TODAY, approver="张总", reason="back").number
    rows = postings.of_customer(customer_id(books, "C1"), "CNY", day("2026-09-01"), TODAY)
    assert [(row.number, row.label_key, row.amount_fen) for row in rows] == [
        (number, "Written off|posting", fen(-300)), (back, "Write-off taken back|posting", fen(300)),
    ]  # fmt: skip


def test_a_write_off_is_an_adjustment_in_the_customers_statement(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("F1", "C1", 1000, "2026-07-01", "2026-07-31"))
    desk.write_offs.write_off("F1", 40_000, day("2026-08-01"), reason="查无此人，坏账", approver="王总")
    pdf = desk.statements.preview(customer_id(desk, "C1"), day("2026-07-01"), day("2026-09-30"))
    text = re.sub(r"\s", "", extract_text(pdf))
    assert "账务调整—400.00600.00" in text
    assert "坏账" not in text
    assert "期末余额600.00" in text
