"""Cases 1-8 and 17 of requirements.md part 2.4: what is owed on a day, and how old it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from arcdesk.bootstrap import Desk
from tests.services.desks import Book, ages, customer_id, day, enter, fen, not_well, set_day

BORDERS = [(0, "not_due"), (1, "d1_30"), (30, "d1_30"), (31, "d31_90"), (90, "d31_90"), (91, "d91_180"),
           (180, "d91_180"), (181, "d181_up")]  # fmt: skip
STANDARD = [(0, "not_due"), (1, "d1_30"), (30, "d1_30"), (31, "d31_60"), (60, "d31_60"), (61, "d61_90"),
            (90, "d61_90"), (91, "d91_up")]  # fmt: skip


@pytest.mark.parametrize(("scheme", "borders"), [("portrait", BORDERS), ("standard", STANDARD)])
def test_every_border_day_belongs_to_the_younger_bucket(
    desk: Desk, scheme: str, borders: list[tuple[int, str]]
) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2025-12-01", "2026-01-01"))
    for days, bucket in borders:
        on = day("2026-01-01") + timedelta(days=days)
        assert ages(desk, on, "C1", scheme=scheme) == {bucket: fen(1000)}, days


def test_an_invoice_paid_later_is_still_open_on_the_day_before(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-03-31", "2026-04-30")
    enter(desk, book.receipt("R", "C1", 1000, "2026-06-30", {"A": 1000}))
    row = desk.aging.report(day("2026-05-31")).currencies[0].rows[0]
    assert (row.gross_fen, row.max_overdue_days) == (fen(1000), 31)
    assert ages(desk, "2026-06-29", "C1") == {"d31_90": fen(1000)}
    assert ages(desk, "2026-06-30", "C1") == {}
    assert desk.aging.report(day("2026-07-01")).currencies[0].rows == ()
    customer = customer_id(desk, "C1")
    assert [line.open_fen for line in desk.ledger.invoices(customer, day("2026-06-29"))] == [fen(1000)]
    assert [line.open_fen for line in desk.ledger.invoices(customer, day("2026-06-30"))] == [0]


def test_nothing_dated_later_is_in_a_back_dated_answer(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 500, "2026-02-01", "2026-03-01")
    book.invoice("B", "C1", 300, "2026-05-01", "2026-06-01").invoice("N", "C1", -100, "2026-05-02")
    enter(desk, book.receipt("R", "C1", 50, "2026-05-03"))
    assert ages(desk, "2026-04-30", "C1") == {"d31_90": fen(500)}
    (balance,) = desk.ledger.balance(customer_id(desk, "C1"), day("2026-04-30"))
    assert (balance.balance_fen, balance.unallocated_fen) == (fen(500), 0)
    assert desk.aging.report(day("2026-01-31")).currencies[0].rows == ()


def test_part_payments_lower_what_is_open_from_their_own_day(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-01-01")
    book.receipt("R1", "C1", 300, "2026-01-11", {"A": 300})
    enter(desk, book.receipt("R2", "C1", 700, "2026-02-20", {"A": 700}))
    open_on = {
        days: sum(ages(desk, day("2026-01-01") + timedelta(days=days), "C1").values())
        for days in (9, 10, 40, 50)
    }
    assert open_on == {9: fen(1000), 10: fen(700), 40: fen(700), 50: 0}


def test_a_credit_note_of_an_invoice_settles_it_by_its_own_date(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("N", "C1", -200, "2026-03-01", credits="A"))
    assert sum(ages(desk, "2026-02-28", "C1").values()) == fen(1000)
    assert sum(ages(desk, "2026-03-01", "C1").values()) == fen(800)
    note = desk.ledger.invoice("N")
    assert (note.kind, note.amount_fen, note.open_fen, note.credits_number) == (
        "credit_note",
        fen(-200),
        0,
        "A",
    )
    row = desk.aging.report().currencies[0].rows[0]
    assert (row.gross_fen, row.unallocated_fen, row.balance_fen) == (fen(800), 0, fen(800))


def test_a_credit_note_may_stand_above_its_invoice_in_the_file(desk: Desk) -> None:
    book = Book().customer("C1").invoice("N", "C1", -200, "2026-03-01", credits="A")
    enter(desk, book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    assert desk.ledger.invoice("A").open_fen == fen(800)


def test_a_free_credit_note_stands_beside_the_gross(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("N", "C1", -200, "2026-03-01"))
    row = desk.aging.report().currencies[0].rows[0]
    assert (row.gross_fen, row.unallocated_fen, row.balance_fen) == (fen(1000), fen(200), fen(800))
    assert desk.ledger.invoice("N").open_fen == fen(-200)


def test_money_nobody_allocated_is_shown_beside_what_is_overdue(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 600, "2026-01-01", "2026-02-01")
    book.invoice("B", "C1", 400, "2026-01-01", "2026-02-01")
    enter(desk, book.receipt("R", "C1", 500, "2026-03-01"))
    (balance,) = desk.ledger.balance(customer_id(desk, "C1"))
    assert (balance.overdue_fen, balance.unallocated_fen, balance.balance_fen) == (
        fen(1000),
        fen(500),
        fen(500),
    )
    gate = desk.letters.check([customer_id(desk, "C1")])
    assert [line.allowed for line in gate] == [True, True]
    assert all("unallocated" in {reason.rule for reason in line.reasons} for line in gate)


def test_each_instalment_ages_on_its_own(desk: Desk) -> None:
    set_day(desk, "2026-02-15")
    book = Book().customer("C1")
    for month in (2, 3, 4):
        book.invoice(f"A-{month}", "C1", 400, "2026-01-01", f"2026-0{month}-01")
    enter(desk, book)
    assert ages(desk, "2026-02-15", "C1") == {"not_due": fen(800), "d1_30": fen(400)}


def test_currencies_are_never_added(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("B", "C1", 100, "2026-01-01", "2026-02-01", currency="USD"))
    blocks = desk.aging.report().currencies
    assert [(block.currency, block.totals.balance_fen) for block in blocks] == [
        ("CNY", fen(100)),
        ("USD", fen(100)),
    ]
    assert [line.currency for line in desk.customer_list.rows().rows] == ["CNY", "USD"]
    assert {b.currency: b.balance_fen for b in desk.ledger.balance(customer_id(desk, "C1"))} == {
        "CNY": fen(100), "USD": fen(100),
    }  # fmt: skip


def test_a_receipt_never_settles_an_invoice_of_another_currency(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("B", "C1", 100, "2026-01-01", "2026-02-01", currency="USD"))
    line = desk.receipts.record(customer_id(desk, "C1"), fen(100), day("2026-10-01"), rule="oldest")
    assert (line.unallocated_fen, desk.ledger.invoice("B").open_fen) == (fen(100), fen(100))


def test_an_invoice_without_due_date_has_its_own_bucket(desk: Desk) -> None:
    done = enter(desk, Book().customer("C1").invoice("A", "C1", 100, "2026-01-01"))
    assert done.plan.quarantined == ("A",)
    assert ages(desk, "2026-10-08", "C1") == {"no_due_date": fen(100)}
    assert ages(desk, "2026-10-08", "C1", basis="issued") == {"d181_up": fen(100)}


@pytest.mark.parametrize("by", ["customer", "invoice", "owner", "salesperson", "grade", "region"])
def test_every_grouping_adds_up_to_the_same_total(desk: Desk, by: str) -> None:
    book = Book().customer("C1", owner="王芳", grade="A").customer("C2", owner="李强").customer("C3")
    book.invoice("A", "C1", 100, "2026-01-01", "2026-02-01").invoice(
        "B", "C2", 50, "2026-09-01", "2026-11-01"
    )
    enter(
        desk,
        book.invoice("P", "C3", 10, "2026-01-01", "2026-02-01").receipt(
            "R", "C3", 10, "2026-02-01", {"P": 10}
        ),
    )
    (block,) = desk.aging.report(by=by).currencies
    assert sum(row.gross_fen for row in block.rows) == block.totals.gross_fen == fen(150)
    assert all(row.gross_fen for row in block.rows)


def test_paid_up_and_prepaying_customers_are_listed_apart(desk: Desk) -> None:
    book = Book().customer("PAID").customer("AHEAD").customer("OWES").customer("NEVER")
    book.invoice("A", "PAID", 100, "2026-01-01", "2026-02-01").receipt(
        "R1", "PAID", 100, "2026-02-01", {"A": 100}
    )
    book.receipt("R2", "AHEAD", 70, "2026-02-01")
    enter(desk, book.invoice("B", "OWES", 30, "2026-01-01", "2026-02-01"))
    lines = {line.code: line for line in desk.customer_list.rows().rows}
    assert {code for code, line in lines.items() if line.is_settled} == {"PAID", "NEVER"}
    assert (lines["AHEAD"].balance_fen, lines["AHEAD"].unallocated_fen) == (fen(-70), fen(70))
    assert not_well(desk) == []
