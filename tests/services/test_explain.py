"""Every figure is told by its postings, and the last sum is the figure."""

from __future__ import annotations

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.models.claims import Instalment, PaymentPlan, PlanShare
from arcdesk.models.ledger import Invoice
from arcdesk.services.contacts import NewContact
from arcdesk.services.explain import FIGURES, Explanation, NothingToExplain, Subject, UnknownFigure
from tests.services.desks import NOW, TODAY, Book, customer_id, day, enter, fen


@pytest.fixture
def books(desk: Desk) -> Desk:
    """A receipt freed and reallocated, one bounced, one refunded, a write-off back and forth, two credit notes."""
    book = Book().customer("C1", "甲公司").invoice("A", "C1", 1000, "2026-03-01", "2026-04-01")
    book.invoice("B", "C1", 500, "2026-05-01", "2026-12-01")
    book.invoice("U", "C1", 90, "2026-03-01", "2026-04-01", currency="USD")
    enter(desk, book.receipt("R1", "C1", 700, "2026-04-10", {"A": 400}))
    who = customer_id(desk, "C1")
    part = desk.ledger.receipts(who)[0].allocations[0].id
    desk.receipts.take_allocation_back(part, day("2026-05-10"), "放错")
    desk.receipts.allocate("R1", {"A": fen(150)}, day("2026-05-12"))
    desk.receipts.refund("R1", fen(50), day("2026-05-20"))
    gone = desk.receipts.record(who, fen(200), day("2026-06-01"), allocate={"A": fen(200)}).number
    desk.receipts.reverse(gone, day("2026-06-10"), "退票")
    number = desk.write_offs.write_off("A", fen(100), day("2026-07-01"), approver="张总", reason="破产").number
    desk.write_offs.reverse(number, day("2026-07-05"), approver="张总", reason="恢复")
    desk.write_offs.write_off("A", fen(30), day("2026-07-06"), approver="张总", reason="尾差")
    desk.credit_notes.add(who, fen(40), day("2026-08-01"), invoice="A")
    desk.credit_notes.add(who, fen(60), day("2026-08-02"), number="HZ-1")
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("A", fen(25), "少货"),)))
    return desk


def told(found: Explanation) -> list[tuple[str, str, int, int]]:
    return [
        (line.label_key.split("|")[0], line.number, line.amount_fen // 100, line.running_fen // 100)
        for line in found.lines
    ]


def test_an_invoice_is_told_from_its_issue_to_what_is_open(books: Desk) -> None:
    found = books.explain.invoice("A")
    assert told(found) == [
        ("Invoice", "A", 1000, 1000),
        ("Settled by receipt", "R1", -400, 600),
        ("Receipt taken off again", "R1", 400, 1000),
        ("Settled by receipt", "R1", -150, 850),
        ("Settled by receipt", "R2026-00002", -200, 650),
        ("Receipt taken off again", "R2026-00002", 200, 850),
        ("Written off", "W2026-00001", -100, 750),
        ("Write-off taken back", "W2026-00002", 100, 850),
        ("Written off", "W2026-00003", -30, 820),
        ("Settled by credit note", "CN2026-00001", -40, 780),
    ]
    assert found.total_fen == books.ledger.invoice("A").open_fen
    assert [line.on for line in found.lines] == sorted(line.on for line in found.lines if line.on)
    assert found.lines[1].subject == Subject("money", "R1")
    assert found.lines[6].subject is None
    assert found.lines[7].note == "恢复"


def test_money_is_told_from_the_day_it_came_to_what_is_left(books: Desk) -> None:
    found = books.explain.money("R1")
    assert told(found) == [
        ("Receipt", "R1", 700, 700),
        ("Put to invoice", "A", -400, 300),
        ("Freed from invoice", "A", 400, 700),
        ("Put to invoice", "A", -150, 550),
        ("Refund", "R2026-00001", -50, 500),
    ]
    receipts = {line.number: line for line in books.ledger.receipts(found.customer_id)}
    assert found.total_fen == receipts["R1"].unallocated_fen
    back = next(line for line in receipts.values() if line.return_kind == "bounced")
    assert books.explain.money(back.number).name == back.reverses_number
    assert books.explain.money(back.number).total_fen == 0
    assert told(books.explain.money("HZ-1")) == [("Credit note", "HZ-1", 60, 60)]
    assert books.explain.invoice("HZ-1") == books.explain.money("HZ-1")


@pytest.mark.parametrize("on", ["2026-02-01", "2026-04-30", "2026-05-11", "2026-06-05", "2026-07-03", "2026-10-08"])
def test_each_figure_of_a_customer_ends_where_the_ledger_does(books: Desk, on: str) -> None:
    who = customer_id(books, "C1")
    for balance in books.ledger.balance(who, day(on)):
        figures = {
            "balance": balance.balance_fen, "open": balance.gross_fen, "overdue": balance.overdue_fen,
            "unallocated": balance.unallocated_fen, "disputed": balance.disputed_fen,
        }  # fmt: skip
        for figure in FIGURES:
            found = books.explain.customer(who, figure, balance.currency, day(on))
            assert found.total_fen == figures[figure], figure
            assert (found.lines[-1].running_fen if found.lines else 0) == found.total_fen
    for line in books.ledger.invoices(who, day(on)):
        assert abs(books.explain.invoice(line.number, day(on)).total_fen) == abs(line.open_fen)
    for receipt in books.ledger.receipts(who, day(on)):
        if not receipt.reverses_number:
            assert books.explain.money(receipt.number, day(on)).total_fen == receipt.unallocated_fen


def test_what_stands_behind_a_line_can_be_explained_in_its_turn(books: Desk) -> None:
    who = customer_id(books, "C1")
    for figure in FIGURES:
        for line in books.explain.customer(who, figure).lines:
            if line.subject is not None:
                ask = books.explain.invoice if line.subject.kind == "invoice" else books.explain.money
                assert ask(line.subject.number).customer_id == who
    assert [line.number for line in books.explain.customer(who, "overdue").lines] == ["A"]
    assert [line.number for line in books.explain.customer(who, "open").lines] == ["A", "B"]


def test_an_instalment_is_what_the_others_leave_of_its_invoice(books: Desk) -> None:
    plan = PaymentPlan.create(
        number="FQ-1", customer=customer_id(books, "C1"), currency="CNY", agreed_on=day("2026-09-01"),
        total_fen=fen(700), is_one_debt=True, is_written=True, logged_at=NOW,
    )  # fmt: skip
    for seq, (due, amount) in enumerate((("2026-09-15", 300), ("2026-11-15", 400)), 1):
        part = Instalment.create(plan=plan.id, seq=seq, due_on=day(due), amount_fen=fen(amount))
        PlanShare.create(instalment=part.id, invoice=Invoice.get(Invoice.number == "A").id, amount_fen=fen(amount))
    lines = [line for line in books.ledger.invoices(customer_id(books, "C1"), open_only=True) if line.number == "A"]
    assert [(line.instalment, line.open_fen) for line in lines] == [(0, fen(80)), (1, fen(300)), (2, fen(400))]
    for line in lines:
        found = books.explain.invoice("A", TODAY, instalment=line.instalment, plan_id=line.plan_id)
        assert found.total_fen == line.open_fen
        assert len(found.lines) == 10 + 2
    whole = books.explain.invoice("A")
    assert (whole.total_fen, [part.open_fen for part in whole.parts]) == (fen(780), [fen(80), fen(300), fen(400)])
    assert told(books.explain.customer(customer_id(books, "C1"), "overdue"))[-1] == ("Instalment {seq}", "A", 300, 380)


def test_what_is_not_there_is_said_in_one_sentence(books: Desk) -> None:
    for deed in (
        lambda: books.explain.invoice("none"),
        lambda: books.explain.money("A"),
        lambda: books.explain.customer(999),
    ):
        with pytest.raises(NothingToExplain):
            deed()
    with pytest.raises(UnknownFigure):
        books.explain.customer(customer_id(books, "C1"), "mood")  # type: ignore[arg-type]
