"""Money in and what becomes of it: put to invoices, freed again, bounced, paid back."""

from __future__ import annotations

from datetime import date

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.models.audit import AuditEvent
from arcdesk.models.queries import balances, proofs
from arcdesk.services.contacts import NewContact
from arcdesk.services.entries import EntryInFuture, EntryTooEarly, ReasonMissing
from arcdesk.services.ledger import ReceiptLine
from arcdesk.services.posting import (
    AllocationAcrossCustomers,
    AllocationReversedAlready,
    AllocationTooLarge,
    UnknownAllocation,
)
from arcdesk.services.receipts import (
    NothingToAllocate,
    ReceiptReversedAlready,
    RefundTooLarge,
    UnknownReceipt,
)
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, not_well, set_day


@pytest.fixture
def books(desk: Desk) -> Desk:
    """Two invoices of C1 and one of C2."""
    book = Book().customer("C1").customer("C2")
    book.invoice("A", "C1", 1000, "2026-05-01", "2026-06-01").invoice("B", "C1", 500, "2026-06-01", "2026-07-01")
    enter(desk, book.invoice("X", "C2", 300, "2026-05-01", "2026-06-01"))
    return desk


def receipt(desk: Desk, number: str, on: date | None = None) -> ReceiptLine:
    return next(line for line in desk.ledger.receipts(customer_id(desk, "C1"), on) if line.number == number)


def opens(desk: Desk, *numbers: str, on: str = "2026-10-08") -> list[int]:
    return [desk.ledger.invoice(number, day(on)).open_fen // 100 for number in numbers]


def free(desk: Desk, on: str = "2026-10-08", code: str = "C1") -> int:
    (balance,) = desk.ledger.balance(customer_id(desk, code), day(on))
    return balance.unallocated_fen // 100


def pay(desk: Desk, amount: int, on: str, **to: int) -> str:
    shares = {number: fen(share) for number, share in to.items()}
    return desk.receipts.record(customer_id(desk, "C1"), fen(amount), day(on), allocate=shares).number


def sound(desk: Desk) -> bool:
    for on in ("2026-05-01", "2026-05-31", "2026-06-15", "2026-07-10", "2026-08-01", "2026-10-08"):
        assert all(block.identities.hold for block in desk.aging.report(day(on)).currencies)
        for code in ("C1", "C2"):
            assert all(line.open_fen >= 0 for line in desk.ledger.invoices(customer_id(desk, code), day(on)))
            assert all(line.unallocated_fen >= 0 for line in desk.ledger.receipts(customer_id(desk, code), day(on)))
    return not_well(desk) == [] and proofs.disagreeing() == []


def test_what_is_too_much_stays_as_a_credit_and_nothing_falls_below_zero(books: Desk) -> None:
    line = books.receipts.record(customer_id(books, "C1"), fen(1800), day("2026-07-05"), rule="oldest")
    assert (line.unallocated_fen, opens(books, "A", "B")) == (fen(300), [0, 0])
    assert (free(books), free(books, "2026-07-04")) == (300, 0)
    assert sound(books)


def test_what_was_left_is_put_to_an_invoice_later(books: Desk) -> None:
    number = pay(books, 700, "2026-07-05", A=400)
    line = books.receipts.allocate(number, {"A": fen(100), "B": fen(150)}, day("2026-07-20"))
    assert line.unallocated_fen == fen(50)
    assert opens(books, "A", "B") == [500, 350]
    assert opens(books, "A", "B", on="2026-07-19") == [600, 500]
    assert sound(books)


def test_an_allocation_taken_back_frees_both_sides_from_its_day_on(books: Desk) -> None:
    number = pay(books, 400, "2026-07-05", A=400)
    (part,) = receipt(books, number).allocations
    settled = books.receipts.take_allocation_back(part.id, day("2026-08-01"), "记错了发票")
    assert (settled.amount_fen, settled.on) == (fen(-400), day("2026-08-01"))
    assert (opens(books, "A"), free(books)) == ([1000], 400)
    assert (opens(books, "A", on="2026-07-31"), free(books, "2026-07-31")) == ([600], 0)
    parts = receipt(books, number).allocations
    assert [(p.amount_fen, p.is_standing) for p in parts] == [(fen(400), False), (fen(-400), False)]
    assert receipt(books, number, day("2026-07-31")).allocations[0].is_standing
    with pytest.raises(AllocationReversedAlready):
        books.receipts.take_allocation_back(part.id, day("2026-08-02"), "again")
    with pytest.raises(AllocationReversedAlready):
        books.receipts.take_allocation_back(settled.allocation_id, None, "the reversal itself")
    assert sound(books)


def test_money_freed_in_august_cannot_settle_in_july(books: Desk) -> None:
    number = pay(books, 400, "2026-07-05", A=400)
    books.receipts.take_allocation_back(receipt(books, number).allocations[0].id, day("2026-08-01"), "B instead")
    line = books.receipts.allocate(number, {"B": fen(400)}, day("2026-07-10"))
    assert [part.on for part in line.allocations if part.invoice_number == "B"] == [day("2026-08-01")]
    assert (opens(books, "A", "B", on="2026-07-20"), free(books, "2026-07-20")) == ([600, 500], 0)
    assert sound(books)


def test_other_money_for_an_invoice_freed_in_august_counts_from_then(books: Desk) -> None:
    first = pay(books, 1000, "2026-06-05", A=1000)
    books.receipts.reverse(first, day("2026-08-01"), "支票退票")
    second = pay(books, 1000, "2026-07-01", A=1000)
    assert [part.on for part in receipt(books, second).allocations] == [day("2026-08-01")]
    assert (opens(books, "A", on="2026-07-15"), free(books, "2026-07-15")) == ([0], 1000)
    assert sound(books)


def test_a_bounced_receipt_opens_everything_it_settled(books: Desk) -> None:
    number = pay(books, 1200, "2026-07-05", A=800, B=300)
    gone = books.receipts.reverse(number, day("2026-07-10"), "空头支票", kind="bounced")
    assert (gone.amount_fen, gone.currency, [part.amount_fen for part in gone.taken_back]) == (
        fen(1200), "CNY", [fen(-800), fen(-300)],
    )  # fmt: skip
    assert (opens(books, "A", "B"), free(books)) == ([1000, 500], 0)
    assert (opens(books, "A", "B", on="2026-07-09"), free(books, "2026-07-09")) == ([200, 200], 100)
    back, line = receipt(books, gone.number), receipt(books, number)
    assert (back.amount_fen, back.reverses_number, back.return_kind, back.note) == (
        fen(-1200), number, "bounced", "空头支票",
    )  # fmt: skip
    assert (line.returned_fen, line.unallocated_fen) == (fen(1200), 0)
    for undone in (number, gone.number):
        with pytest.raises(ReceiptReversedAlready):
            books.receipts.reverse(undone, None, "again")
    assert sound(books)


def test_a_mistake_taken_back_on_its_own_day_never_was(books: Desk) -> None:
    before = [balances.balances(day(on), customer_id(books, "C1")) for on in ("2026-07-05", "2026-09-01")]
    number = pay(books, 1200, "2026-07-05", A=800)
    books.receipts.reverse(number, day("2026-07-05"), "重复录入", kind="mistake")
    assert [balances.balances(day(on), customer_id(books, "C1")) for on in ("2026-07-05", "2026-09-01")] == before
    assert sound(books)


def test_a_prepayment_that_bounced_before_its_invoice_was_issued(books: Desk) -> None:
    number = pay(books, 500, "2026-05-10", B=500)
    books.receipts.reverse(number, day("2026-05-20"), "退票")
    assert (free(books, "2026-05-15"), free(books, "2026-05-25")) == (500, 0)
    moved = Book().invoice("B", "C1", 500, "2026-05-05", "2026-07-01")  # now issued before the money came
    enter(books, moved)
    assert (opens(books, "B", on="2026-05-15"), opens(books, "B", on="2026-05-25")) == ([0], [500])
    assert sound(books)


def test_a_refund_pays_back_what_is_unallocated(books: Desk) -> None:
    number = pay(books, 700, "2026-07-05", A=400)
    back = books.receipts.refund(number, fen(120), day("2026-07-20"), "多付")
    assert (back.amount_fen, receipt(books, back.number).return_kind) == (fen(120), "refunded")
    line = receipt(books, number)
    assert (line.unallocated_fen, line.returned_fen, opens(books, "A")) == (fen(180), fen(120), [600])
    with pytest.raises(RefundTooLarge):
        books.receipts.refund(number, fen(181))
    for amount in (0, -5):
        with pytest.raises(AmountNotPositive):
            books.receipts.refund(number, amount)
    assert books.receipts.reverse(number, day("2026-08-01"), "退票").amount_fen == fen(580)
    assert sound(books)


def test_money_is_not_paid_back_before_it_was_free(books: Desk) -> None:
    number = pay(books, 400, "2026-07-05", A=400)
    books.receipts.take_allocation_back(receipt(books, number).allocations[0].id, day("2026-08-01"), "refund it")
    for deed in (
        lambda: books.receipts.refund(number, fen(400), day("2026-07-20")),
        lambda: books.receipts.reverse(number, day("2026-07-20"), "退票"),
    ):
        with pytest.raises(EntryTooEarly) as refused:
            deed()
        assert refused.value.values["begin"] == "2026-08-01"
    books.receipts.refund(number, fen(400), day("2026-08-01"))
    assert sound(books)


def test_no_entry_before_its_time_nor_after_today(books: Desk) -> None:
    number = pay(books, 400, "2026-07-05", A=100)
    part = receipt(books, number).allocations[0].id
    deeds = (
        lambda on: books.receipts.allocate(number, {"B": 100}, on),
        lambda on: books.receipts.take_allocation_back(part, on, "why"),
        lambda on: books.receipts.reverse(number, on, "why"),
        lambda on: books.receipts.refund(number, 100, on),
    )
    events = AuditEvent.select().count()
    for deed in deeds:
        with pytest.raises(EntryTooEarly):
            deed(day("2026-07-04"))
        with pytest.raises(EntryInFuture):
            deed(day("2026-10-09"))
    assert AuditEvent.select().count() == events


def test_a_reversal_needs_its_reason(books: Desk) -> None:
    number = pay(books, 400, "2026-07-05", A=100)
    for reason in ("", "  \t"):
        with pytest.raises(ReasonMissing):
            books.receipts.reverse(number, None, reason)
        with pytest.raises(ReasonMissing):
            books.receipts.take_allocation_back(receipt(books, number).allocations[0].id, None, reason)


@pytest.mark.parametrize(
    ("shares", "refusal"),
    [
        ({"A": 1001_00}, AllocationTooLarge),
        ({"A": 700_00, "B": 1}, AllocationTooLarge),  # more than the money has
        ({"A": 0}, AmountNotPositive),
        ({"A": -1}, AmountNotPositive),
        ({}, NothingToAllocate),
        ({"X": 1}, Refusal),  # another customer's
        ({"U": 1}, AllocationAcrossCustomers),
    ],
)
def test_an_allocation_never_exceeds_either_side(
    books: Desk, shares: dict[str, int], refusal: type[Refusal]
) -> None:
    enter(books, Book().invoice("U", "C1", 10, "2026-05-01", currency="USD"))
    number = pay(books, 700, "2026-07-05")
    events = AuditEvent.select().count()
    with pytest.raises(refusal):
        books.receipts.allocate(number, shares)
    assert (receipt(books, number).unallocated_fen, AuditEvent.select().count()) == (fen(700), events)


def test_what_is_not_there_is_refused_in_a_sentence(books: Desk) -> None:
    for deed in (
        lambda: books.receipts.reverse("R-none", None, "why"),
        lambda: books.receipts.refund("R-none", 1),
        lambda: books.receipts.allocate("R-none", {"A": 1}),
    ):
        with pytest.raises(UnknownReceipt):
            deed()
    for number in (999, 0, -1):
        with pytest.raises(UnknownAllocation):
            books.receipts.take_allocation_back(number, None, "why")


def test_a_promise_kept_by_a_receipt_that_bounced_is_broken_again(books: Desk) -> None:
    who = customer_id(books, "C1")
    set_day(books, "2026-07-01")
    books.contacts.log(NewContact(who, "phone", "promised", promises=((fen(400), day("2026-07-06")),)))
    set_day(books, TODAY)
    number = pay(books, 400, "2026-07-05", A=400)
    assert books.promises.of(who)[0].state == "kept"
    books.receipts.reverse(number, day("2026-07-20"), "退票")
    assert books.promises.of(who)[0].state == "broken"
    assert books.promises.of(who, day("2026-07-10"))[0].state == "kept"  # as was known then


def test_a_refund_of_what_was_overpaid_leaves_the_promise_kept(books: Desk) -> None:
    who = customer_id(books, "C1")
    set_day(books, "2026-07-01")
    books.contacts.log(NewContact(who, "phone", "promised", promises=((fen(400), day("2026-07-06")),)))
    set_day(books, TODAY)
    number = pay(books, 500, "2026-07-05", A=400)
    books.receipts.refund(number, fen(100), day("2026-07-20"))
    assert books.promises.of(who)[0].state == "kept"


def test_a_letter_after_a_bounced_receipt_demands_the_whole_debt_again(books: Desk) -> None:
    who = customer_id(books, "C1")
    number = pay(books, 1100, "2026-07-05", A=800)
    letter = books.letters.issue(who, "first", force=True, reason="已与领导商定")[0]
    assert letter.total_fen == fen(1500 - 800 - 300)
    books.receipts.reverse(number, TODAY, "退票")
    assert books.letters.issue(who, "first", force=True, reason="已与领导商定")[0].total_fen == fen(1500)


def test_a_letter_nets_what_is_left_of_a_receipt_after_a_refund(books: Desk) -> None:
    who = customer_id(books, "C1")
    number = pay(books, 1100, "2026-07-05", A=800)
    books.receipts.refund(number, fen(250), day("2026-08-01"))
    found = balances.free_money(TODAY, who)
    assert [(money.number, money.free_fen) for money in found] == [(number, fen(50))]
    assert [money.free_fen for money in balances.free_money(day("2026-07-31"), who)] == [fen(300)]
    assert books.letters.issue(who, "first", force=True, reason="已与领导商定")[0].total_fen == fen(1500 - 800 - 50)


def test_the_statement_shows_the_receipt_and_that_it_went_back(books: Desk) -> None:
    who = customer_id(books, "C1")
    number = pay(books, 1100, "2026-07-05", A=800)
    gone = books.receipts.reverse(number, day("2026-07-20"), "退票").number
    (statement,) = books.statements.issue(who, day("2026-07-01"), day("2026-07-31"))
    assert statement.figures == {
        "opening": fen(1500), "debits": fen(1100), "credits": fen(1100), "closing": fen(1500),
    }  # fmt: skip
    text = books.statements.preview(who, day("2026-07-01"), day("2026-07-31"))
    from arcdesk.pdf import preview

    page = preview.extract_text(text)
    assert number in page
    assert gone in page
    assert "退票" in page
    (half,) = books.statements.issue(who, day("2026-07-01"), day("2026-07-19"))
    assert half.figures["closing"] == fen(400)


def test_the_timeline_tells_what_went_back_and_why(books: Desk) -> None:
    who = customer_id(books, "C1")
    number = pay(books, 700, "2026-07-05", A=400)
    books.receipts.take_allocation_back(receipt(books, number).allocations[0].id, day("2026-07-08"), "放错发票")
    books.receipts.refund(number, fen(50), day("2026-07-09"), "多付")
    books.receipts.allocate(number, {"A": fen(600)}, day("2026-07-10"))
    books.receipts.reverse(number, day("2026-07-12"), "退票")
    written = books.write_offs.write_off("B", fen(5), day("2026-07-13"), approver="张总", reason="尾差").number
    books.write_offs.reverse(written, day("2026-07-14"), approver="张总", reason="付清")
    told = [
        (entry.at.day, entry.title_key.format(**entry.values), entry.values["fen"], entry.text)
        for entry in books.timeline.of(who)
        if entry.kind in {"receipt", "allocation", "write_off"}
    ]
    assert told == [
        (14, f"Write-off {written} taken back", fen(5), "付清"),
        (13, "Write-off of B", fen(5), "尾差"),
        (12, f"Receipt {number} bounced", fen(-650), "退票"),
        (9, f"Refund of receipt {number}", fen(-50), "多付"),
        (8, f"Allocation of {number} to A taken back", fen(400), "放错发票"),
        (5, f"Receipt {number}", fen(700), ""),
    ]  # the allocation that went with the receipt is told by the receipt
