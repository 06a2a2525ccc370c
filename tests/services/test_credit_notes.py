"""Credit notes by hand: linked and free, put to invoices, freed again; never netted silently (C19)."""

from __future__ import annotations

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.models.queries import proofs
from arcdesk.services.credit_notes import CreditNoteLine, NumberTaken, UnknownCreditNote
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import EntryInFuture, EntryTooEarly
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.posting import AllocationAcrossCustomers, AllocationTooLarge
from arcdesk.services.receipts import NothingToAllocate
from tests.services.desks import Book, customer_id, day, enter, fen, not_well


@pytest.fixture
def books(desk: Desk) -> Desk:
    """Two invoices of C1, one of them in dollars."""
    book = Book().customer("C1").customer("C2").invoice("A", "C1", 1000, "2026-03-01", "2026-04-01")
    book.invoice("B", "C1", 200, "2026-05-01", "2026-06-01").invoice("X", "C2", 9, "2026-03-01")
    enter(desk, book.invoice("U", "C1", 90, "2026-03-01", "2026-05-01", currency="USD"))
    return desk


def note(desk: Desk, number: str) -> CreditNoteLine:
    return next(line for line in desk.credit_notes.of(customer_id(desk, "C1")) if line.number == number)


def sound(desk: Desk) -> bool:
    for on in ("2026-03-15", "2026-04-15", "2026-07-01", "2026-10-08"):
        assert all(block.identities.hold for block in desk.aging.report(day(on)).currencies)
    return not_well(desk) == [] and proofs.disagreeing() == []


def test_a_linked_one_settles_its_invoice_and_the_rest_stays_free(books: Desk) -> None:
    line = books.credit_notes.add(customer_id(books, "C1"), fen(250), day("2026-05-20"), invoice="B", note="退货")
    assert (line.kind, line.amount_fen, line.open_fen) == ("credit_note", fen(-250), fen(-50))
    money = note(books, line.number)
    assert (money.number, money.amount_fen, money.unallocated_fen) == ("CN2026-00001", fen(250), fen(50))
    assert (money.credits_number, money.note, money.currency) == ("B", "退货", "CNY")
    assert [(part.invoice_number, part.amount_fen) for part in money.allocations] == [("B", fen(200))]
    assert books.ledger.invoice("B").open_fen == 0
    assert sound(books)


def test_a_free_one_is_a_credit_until_somebody_puts_it_to_an_invoice(books: Desk) -> None:
    who = customer_id(books, "C1")
    number = books.credit_notes.add(who, fen(250), day("2026-05-20"), number=" HZ-7 ").number
    assert number == "HZ-7"
    assert books.ledger.balance(who)[0].unallocated_fen == fen(250)
    books.credit_notes.allocate(number, {"A": fen(150), "B": fen(60)}, day("2026-06-01"))
    assert note(books, number).unallocated_fen == fen(40)
    assert [books.ledger.invoice(n).open_fen for n in ("A", "B")] == [fen(850), fen(140)]
    assert books.ledger.invoice("A", day("2026-05-31")).open_fen == fen(1000)
    part = next(part for part in note(books, number).allocations if part.invoice_number == "A")
    books.receipts.take_allocation_back(part.id, day("2026-07-01"), "放错发票")
    assert (note(books, number).unallocated_fen, books.ledger.invoice("A").open_fen) == (fen(190), fen(1000))
    assert sound(books)


def test_numbers_are_given_out_in_turn_and_never_twice(books: Desk) -> None:
    who = customer_id(books, "C1")
    assert [books.credit_notes.add(who, 100, day("2026-05-20")).number for _ in range(2)] == [
        "CN2026-00001", "CN2026-00002",
    ]  # fmt: skip
    for taken in ("A", "CN2026-00001", "X"):
        with pytest.raises(NumberTaken):
            books.credit_notes.add(who, 100, day("2026-05-20"), number=taken)


@pytest.mark.parametrize(
    ("amount", "on", "how", "refusal"),
    [
        (0, "2026-05-20", {}, AmountNotPositive),
        (-1, "2026-05-20", {}, AmountNotPositive),
        (1, "2026-10-09", {}, EntryInFuture),
        (1, "2026-05-20", {"invoice": "X"}, UnknownInvoice),
        (1, "2026-05-20", {"invoice": "none"}, UnknownInvoice),
        (1, "2026-05-20", {"invoice": "U", "currency": "CNY"}, AllocationAcrossCustomers),
    ],
)
def test_a_credit_note_that_cannot_be_is_refused(
    books: Desk, amount: int, on: str, how: dict[str, str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        books.credit_notes.add(customer_id(books, "C1"), amount, day(on), **how)
    with pytest.raises(UnknownCustomer):
        books.credit_notes.add(999, 1, day("2026-05-20"))
    assert books.credit_notes.of(customer_id(books, "C1")) == ()


@pytest.mark.parametrize(
    ("shares", "on", "refusal"),
    [
        ({"A": 250_01}, "2026-06-01", AllocationTooLarge),
        ({"B": 200_01}, "2026-06-01", AllocationTooLarge),
        ({"U": 1}, "2026-06-01", AllocationAcrossCustomers),
        ({"X": 1}, "2026-06-01", UnknownInvoice),
        ({}, "2026-06-01", NothingToAllocate),
        ({"A": 1}, "2026-05-19", EntryTooEarly),
        ({"A": 1}, "2026-10-09", EntryInFuture),
    ],
)
def test_its_money_goes_no_further_than_it_reaches(
    books: Desk, shares: dict[str, int], on: str, refusal: type[Refusal]
) -> None:
    number = books.credit_notes.add(customer_id(books, "C1"), fen(250), day("2026-05-20")).number
    with pytest.raises(refusal):
        books.credit_notes.allocate(number, shares, day(on))
    with pytest.raises(UnknownCreditNote):
        books.credit_notes.allocate("A", {"B": 1})
    assert note(books, number).unallocated_fen == fen(250)


def test_a_dollar_credit_note_is_kept_apart(books: Desk) -> None:
    who = customer_id(books, "C1")
    books.credit_notes.add(who, fen(10), day("2026-05-20"), invoice="U")
    books.credit_notes.add(who, fen(7), day("2026-05-20"), currency="USD")
    found = {balance.currency: (balance.gross_fen, balance.unallocated_fen) for balance in books.ledger.balance(who)}
    assert found == {"CNY": (fen(1200), 0), "USD": (fen(80), fen(7))}
    assert sound(books)


def test_a_note_of_an_earlier_day_shows_what_was_left_then(books: Desk) -> None:
    who = customer_id(books, "C1")
    number = books.credit_notes.add(who, fen(250), day("2026-05-20")).number
    books.credit_notes.allocate(number, {"A": fen(150)}, day("2026-06-01"))
    assert books.credit_notes.of(who, day("2026-05-31"))[0].unallocated_fen == fen(250)
    assert books.credit_notes.of(who, day("2026-05-19")) == ()
