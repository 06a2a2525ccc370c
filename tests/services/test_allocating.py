"""Who gets the money by which rule, and why (R31, R32, T3)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.allocation import Rule
from arcdesk.importing.ledger_file import ContractRow
from arcdesk.models.claims import Guarantee, Instalment, PaymentPlan, PlanShare
from arcdesk.models.ledger import Contract, Invoice
from tests.services.desks import NOW, TODAY, Book, customer_id, day, enter, fen, not_well


def shares(desk: Desk, amount: str | int, rule: Rule, on: str = "2026-04-15") -> dict[str, int]:
    return desk.receipts.propose(customer_id(desk, "C1"), "CNY", fen(amount), day(on), rule).by_number


def guarantee(desk: Desk, **what: object) -> Guarantee:
    facts = {"guarantor": "李四", "kind": "joint", "logged_at": NOW, **what}
    return Guarantee.create(customer=customer_id(desk, "C1"), **facts)


@pytest.fixture
def books(desk: Desk) -> Desk:
    """T3.4: A due and unsecured, B due and guaranteed, C not due on 15 April."""
    book = Book().customer("C1").customer("C2")
    for number, amount, due in (("A", 30_000, "2026-01-31"), ("B", 50_000, "2026-03-31"), ("C", 20_000, "2026-06-30")):
        book.invoice(number, "C1", amount, "2026-01-02", due)
    enter(desk, book.invoice("X", "C2", 5, "2026-01-02"))
    guarantee(desk, invoice=Invoice.get(Invoice.number == "B").id)
    return desk


def test_by_the_law_the_due_and_unsecured_debt_comes_first(books: Desk) -> None:
    assert shares(books, 40_000, "statutory") == {"A": fen(30_000), "B": fen(10_000)}  # T3.4
    proposal = books.receipts.propose(customer_id(books, "C1"), "CNY", fen(40_000), day("2026-04-15"), "statutory")
    assert [(share.invoice_number, share.place, share.amount_fen) for share in proposal.shares] == [
        ("A", 1, fen(30_000)), ("B", 2, fen(10_000)), ("C", 3, 0),
    ]  # fmt: skip
    reasons = [[reason.text_key for reason in share.reasons] for share in proposal.shares]
    assert reasons == [
        ["due|order", "unsecured|order", "no agreed rate|order", "due on {day}|order"],
        ["due|order", "secured|order", "no agreed rate|order", "due on {day}|order"],
        ["not yet due|order", "unsecured|order", "no agreed rate|order", "due on {day}|order"],
    ]
    assert len(proposal.notes) == 2


def test_a_guarantee_for_everything_or_the_contract_counts_and_a_withdrawn_one_does_not(books: Desk) -> None:
    everything = guarantee(books)
    assert shares(books, 40_000, "statutory") == {"A": fen(30_000), "B": fen(10_000)}  # all secured: earlier due
    guarantee(books, corrects=everything.id, is_withdrawn=True)
    assert shares(books, 35_000, "statutory") == {"A": fen(30_000), "B": fen(5_000)}
    contract = Contract.create(number="HT", customer=customer_id(books, "C1"))
    Invoice.update(contract=contract.id).where(Invoice.number == "A").execute()
    guarantee(books, contract=contract.id)
    withdrawn = guarantee(books, invoice=Invoice.get(Invoice.number == "C").id)
    guarantee(books, corrects=withdrawn.id, is_withdrawn=True)
    assert shares(books, 100_000, "statutory", "2026-07-01")["C"] == fen(20_000)
    assert list(shares(books, 20_000, "statutory", "2026-07-01")) == ["C"]  # now due, alone unsecured


def test_the_heavier_rate_goes_before_the_earlier_day(desk: Desk) -> None:
    book = Book().customer("C1")
    book.contracts.append(ContractRow("HT-1", "C1", None, 30, Decimal("0.0005")))
    book.invoice("OLD", "C1", 100, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("DEAR", "C1", 100, "2026-02-01", "2026-03-01", contract="HT-1"))
    assert list(shares(desk, 100, "statutory")) == ["DEAR"]
    assert list(shares(desk, 100, "oldest")) == ["OLD"]
    first = desk.receipts.propose(customer_id(desk, "C1"), "CNY", 1, TODAY, "statutory").shares[0]
    assert first.reasons[2].values == {"rate": "0.05"}


def test_in_proportion_the_fen_add_up(desk: Desk) -> None:
    book = Book().customer("C1")
    for number, amount in (("A", "333.33"), ("B", "333.33"), ("C", "333.34")):
        book.invoice(number, "C1", amount, "2026-01-02", "2026-02-01")
    enter(desk, book)
    assert shares(desk, 100, "pro_rata") == {"A": fen("33.33"), "B": fen("33.33"), "C": fen("33.34")}  # T3.8
    proposal = desk.receipts.propose(customer_id(desk, "C1"), "CNY", fen(100), TODAY, "pro_rata")
    assert {share.reasons[0].values["percent"] for share in proposal.shares} == {"33.3"}


@pytest.mark.parametrize("rule", ["oldest", "pro_rata", "statutory"])
def test_what_exceeds_everything_is_a_credit(books: Desk, rule: Rule) -> None:
    proposal = books.receipts.propose(customer_id(books, "C1"), "CNY", fen(100_500), day("2026-07-01"), rule)
    assert (sum(proposal.by_number.values()), proposal.rest_fen) == (fen(100_000), fen(500))  # T3.11
    line = books.receipts.record(customer_id(books, "C1"), fen(100_500), day("2026-07-01"), rule=rule)
    assert line.unallocated_fen == fen(500)
    assert {part.invoice_number: part.amount_fen for part in line.allocations} == proposal.by_number
    assert not_well(books) == []


@pytest.mark.parametrize("rule", ["oldest", "pro_rata", "statutory"])
def test_what_is_shared_by_hand_first_is_not_shared_twice(books: Desk, rule: Rule) -> None:
    line = books.receipts.record(
        customer_id(books, "C1"), fen(60_000), day("2026-04-15"), allocate={"C": fen(20_000)}, rule=rule
    )
    assert (line.unallocated_fen, books.ledger.invoice("C").open_fen) == (0, 0)
    assert sum(part.amount_fen for part in line.allocations) == fen(60_000)


def test_nothing_to_share_and_nothing_to_settle_give_an_answer(books: Desk) -> None:
    assert books.receipts.propose(customer_id(books, "C1"), "CNY", 0, TODAY, "statutory").by_number == {}
    nothing = books.receipts.propose(customer_id(books, "C1"), "EUR", 500, TODAY, "statutory")
    assert (nothing.shares, nothing.rest_fen) == ((), 500)
    too_early = books.receipts.propose(customer_id(books, "C1"), "CNY", 500, day("2026-01-01"), "oldest")
    assert (too_early.shares, too_early.rest_fen) == ((), 500)


def test_each_instalment_waits_for_its_own_day(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 300, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("B", "C1", 100, "2026-01-01", "2026-05-01"))
    plan = PaymentPlan.create(
        number="FQ-1", customer=customer_id(desk, "C1"), currency="CNY", agreed_on=day("2026-02-10"),
        total_fen=fen(300), is_one_debt=True, is_written=True, logged_at=NOW,
    )  # fmt: skip
    for seq, due in enumerate(("2026-03-01", "2026-06-01", "2026-09-01"), 1):
        part = Instalment.create(plan=plan.id, seq=seq, due_on=day(due), amount_fen=fen(100))
        PlanShare.create(instalment=part.id, invoice=Invoice.get(Invoice.number == "A").id, amount_fen=fen(100))
    assert shares(desk, 250, "oldest") == {"A": fen(150), "B": fen(100)}
    assert shares(desk, 150, "statutory", "2026-05-02") == {"A": fen(100), "B": fen(50)}
    assert shares(desk, 200, "pro_rata") == {"A": fen(150), "B": fen(50)}
    line = desk.receipts.record(customer_id(desk, "C1"), fen(250), day("2026-05-02"), rule="oldest")
    assert sorted((part.invoice_number, part.amount_fen) for part in line.allocations) == [
        ("A", fen(150)), ("B", fen(100)),
    ]  # fmt: skip
    assert not_well(desk) == []
