"""Concessions on a real ledger: nothing unapproved is promised, nothing unmet is booked."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.concession_state import (
    ConditionHalf,
    ConditionMissing,
    ConditionTooEarly,
    InvoicesMissing,
    Terms,
)
from arcdesk.domain.errors import Refusal
from arcdesk.services import concession_refusals as why
from arcdesk.services.concession_lines import ConcessionLine
from arcdesk.services.concession_texts import request_pdf, wording
from arcdesk.services.concessions import NewConcession
from arcdesk.services.entries import EntryInFuture
from arcdesk.services.write_offs import ApproverMissing
from tests.services.desks import Book, customer_id, day, enter, fen, not_well, set_day


@pytest.fixture
def owed(desk: Desk) -> Desk:
    """120,000 of two invoices, overdue on 2026-10-08."""
    book = Book().customer("A").customer("B")
    book.invoice("I-1", "A", 80_000, "2026-05-01", "2026-06-01").invoice("I-2", "A", 40_000, "2026-06-01", "2026-07-01")
    book.invoice("I-3", "B", 500, "2026-06-01", "2026-07-01")
    enter(desk, book)
    return desk


def propose(desk: Desk, kind: str = "discount", **terms: object) -> ConcessionLine:
    facts: dict[str, object] = {"amount_fen": fen(6_000), "pay_fen": fen(114_000), "pay_by": day("2026-10-31")}
    made = Terms(kind, **(facts | terms))  # type: ignore[arg-type]
    new = NewConcession(customer_id(desk, "A"), made, "王总", "客户资金紧张", ("I-1", "I-2"), fen(6_000), fen(9_000))
    return desk.concessions.propose(new)


def approved(desk: Desk, kind: str = "discount", **terms: object) -> str:
    number = propose(desk, kind, **terms).number
    desk.concessions.approve(number, "王总", note="微信同意")
    return number


def offered(desk: Desk, kind: str = "discount", **terms: object) -> str:
    number = approved(desk, kind, **terms)
    desk.concessions.offer(number, "李经理")
    return number


def pay(desk: Desk, amount: int, on: str, to: dict[str, int]) -> str:
    line = desk.receipts.record(
        customer_id(desk, "A"), fen(amount), day(on), allocate={number: fen(part) for number, part in to.items()}
    )
    return line.number


def test_nothing_is_promised_before_it_is_approved(owed: Desk) -> None:
    line = propose(owed)
    assert (line.number, line.state) == ("N2026-001", "proposed")
    with pytest.raises(why.NotApproved):
        wording(line, "zh")
    for act in (owed.concessions.offer, owed.concessions.carry_out):
        with pytest.raises(why.NotApproved):
            act(line.number)
    with pytest.raises(ApproverMissing):
        owed.concessions.approve(line.number, " ")
    with pytest.raises(EntryInFuture):
        owed.concessions.approve(line.number, "王总", day("2026-10-09"))


def test_a_met_discount_becomes_credit_notes_and_settles_the_debt(owed: Desk) -> None:
    number = offered(owed)
    set_day(owed, "2026-10-31")
    pay(owed, 114_000, "2026-10-31", {"I-1": 80_000, "I-2": 34_000})
    assert owed.concessions.find(number).state == "met"
    done = owed.concessions.carry_out(number)
    assert done.state == "done"
    step = done.step("carried_out")
    assert step is not None
    assert owed.credit_notes.find(step.result).amount_fen == fen(6_000)
    assert owed.ledger.invoice("I-2").open_fen == 0
    assert not_well(owed) == []
    with pytest.raises(why.ConcessionOver):
        owed.concessions.carry_out(number)


def test_as_a_write_off_it_names_who_approved_it(owed: Desk) -> None:
    number = offered(owed)
    pay(owed, 114_000, "2026-10-08", {"I-1": 80_000, "I-2": 34_000})
    owed.concessions.carry_out(number, "write_off")
    (entry,) = owed.write_offs.of(customer_id(owed, "A"))
    assert (entry.approver, entry.amount_fen, entry.invoice_number) == ("王总", fen(6_000), "I-2")


@pytest.mark.parametrize("paid", [0, 113_999])
def test_it_lapses_by_itself_when_the_day_has_passed_unpaid(owed: Desk, paid: int) -> None:
    number = offered(owed)
    if paid:
        pay(owed, paid, "2026-10-08", {"I-1": 80_000, "I-2": paid - 80_000})
    set_day(owed, "2026-10-31")  # a Saturday: the day is not moved
    assert owed.concessions.find(number).state == "offered"
    set_day(owed, "2026-11-01")
    line = owed.concessions.find(number)
    assert (line.state, line.missing_fen) == ("lapsed", fen(114_000 - paid))
    for act in (owed.concessions.carry_out, owed.concessions.accept):
        with pytest.raises(why.ConcessionOver):
            act(number, "x")
    with pytest.raises(why.ConcessionOver):
        wording(line, "en")


def test_money_that_comes_late_does_not_count(owed: Desk) -> None:
    number = offered(owed)
    set_day(owed, "2026-11-02")
    pay(owed, 114_000, "2026-11-02", {"I-1": 80_000, "I-2": 34_000})
    assert owed.concessions.find(number).state == "lapsed"


def test_money_of_the_day_before_it_was_asked_for_does_not_count(owed: Desk) -> None:
    pay(owed, 50_000, "2026-10-07", {"I-1": 30_000, "I-2": 20_000})
    assert propose(owed).paid_fen == 0


def test_a_bounced_payment_takes_the_effect_away(owed: Desk) -> None:
    number = offered(owed, "interest", amount_fen=0)
    receipt = pay(owed, 114_000, "2026-10-08", {"I-1": 80_000, "I-2": 34_000})
    assert owed.concessions.find(number).state == "met"
    owed.receipts.reverse(receipt, reason="退票")
    assert owed.concessions.find(number).state == "offered"
    assert owed.interest.of_invoice("I-2").total_fen > 0


def test_waived_interest_is_left_out_only_once_the_condition_is_met(owed: Desk) -> None:
    number = offered(owed, "interest", amount_fen=0, pay_fen=fen(80_000))
    claimed = owed.interest.of_customer(customer_id(owed, "A")).totals["CNY"]
    assert claimed > 0
    set_day(owed, "2026-10-12")
    pay(owed, 80_000, "2026-10-12", {"I-1": 80_000})
    found = owed.interest.of_invoice("I-2")
    assert found.total_fen == 0
    assert found.gaps[0].values["number"] == number
    assert owed.interest.of_invoice("I-2", day("2026-10-11")).total_fen > 0
    assert owed.interest.of_invoice("I-1").total_fen == 0
    with pytest.raises(why.NothingToBook):
        owed.concessions.carry_out(number)


def test_a_longer_term_moves_the_due_dates(owed: Desk) -> None:
    number = offered(owed, "term", amount_fen=0, days=15, pay_fen=None, pay_by=None)
    assert owed.concessions.find(number).state == "met"  # no condition: in force once offered
    owed.concessions.carry_out(number)
    assert owed.ledger.invoice("I-1").due_on == day("2026-06-16")
    assert owed.ledger.invoice("I-2").due_on == day("2026-07-16")
    (change,) = owed.due_dates.history(owed.ledger.invoice("I-1").id)
    assert number in change.note


def test_our_offer_is_no_acknowledgement_but_a_written_acceptance_is(owed: Desk, tmp_path: Path) -> None:
    number = offered(owed)
    customer = customer_id(owed, "A")
    assert owed.limitation.entries.of(customer) == ()
    paper = tmp_path / "承诺.pdf"
    paper.write_bytes(b"%PDF-1.4 signed")
    line = owed.concessions.accept(number, "李经理", proof=paper)
    assert line.is_written
    entries = owed.limitation.entries.of(customer)
    assert {(entry.kind, entry.invoice_number) for entry in entries} == {
        ("debtor_agrees", "I-1"), ("debtor_agrees", "I-2")
    }  # fmt: skip
    with pytest.raises(why.DecidedAlready):
        owed.concessions.accept(number, "李经理")


def test_spoken_acceptance_is_noted_and_counts_for_nothing(owed: Desk) -> None:
    number = offered(owed)
    owed.concessions.accept(number, "李经理", note="电话里同意")
    assert owed.limitation.entries.of(customer_id(owed, "A")) == ()


def test_refused_and_withdrawn_are_over(owed: Desk) -> None:
    first, second = propose(owed).number, approved(owed)
    owed.concessions.refuse(first, "王总", "不同意让价")
    owed.concessions.withdraw(second, "客户已全额付款")
    assert [line.state for line in owed.concessions.of()] == ["withdrawn", "refused"]
    with pytest.raises(why.DecidedAlready):
        owed.concessions.approve(first, "王总")
    with pytest.raises(why.ConcessionOver):
        owed.concessions.withdraw(second, "again")


@pytest.mark.parametrize(
    ("refusal", "terms"),
    [
        (ConditionMissing, {"pay_fen": None, "pay_by": None}), (ConditionHalf, {"pay_by": None}),
        (ConditionTooEarly, {"pay_by": day("2026-10-07")}), (why.GivesTooMuch, {"amount_fen": fen(120_001)}),
        (Refusal, {"amount_fen": 0}), (Refusal, {"pay_fen": -1}), (Refusal, {"days": -1}),
    ],
)  # fmt: skip
def test_what_nobody_could_approve_is_refused(owed: Desk, refusal: type[Refusal], terms: dict[str, object]) -> None:
    with pytest.raises(refusal):
        propose(owed, **terms)
    assert owed.concessions.of() == ()


def test_requests_that_are_about_nothing_or_somebody_else(owed: Desk) -> None:
    terms = Terms("term", days=15)
    for invoices, refusal in (((), InvoicesMissing), (("I-3",), Refusal), (("none",), Refusal)):
        with pytest.raises(refusal):
            owed.concessions.propose(NewConcession(customer_id(owed, "A"), terms, "王总", "x", invoices))
    for ask, reason in ((" ", "x"), ("王总", " ")):
        with pytest.raises(Refusal):
            owed.concessions.propose(NewConcession(customer_id(owed, "A"), terms, ask, reason, ("I-1",)))


def test_where_less_is_open_than_was_to_be_given_up_nothing_is_booked(owed: Desk) -> None:
    number = offered(owed)
    pay(owed, 118_000, "2026-10-08", {"I-1": 80_000, "I-2": 38_000})
    with pytest.raises(why.OpenTooLittle):
        owed.concessions.carry_out(number)
    assert owed.concessions.find(number).state == "met"
    assert owed.credit_notes.of(customer_id(owed, "A")) == ()


def test_the_text_to_the_customer_has_the_condition_in_it(owed: Desk) -> None:
    line = owed.concessions.find(approved(owed))
    text = wording(line, "zh")
    for part in ("¥114,000.00", "2026-10-31", "¥6,000.00", "I-1", "按期付清"):
        assert part in text
    assert "lapses" in wording(line, "en")


def test_the_request_can_be_printed(owed: Desk) -> None:
    assert request_pdf(propose(owed), "zh", owed.clock.today(), "我公司", "小李").startswith(b"%PDF")


def test_a_merge_carries_it_and_its_undoing_brings_it_back(owed: Desk) -> None:
    number = approved(owed)
    move = owed.customer_moves.merge("A", "B", "同一家")
    assert owed.concessions.of(customer_id(owed, "B"))[0].number == number
    owed.customer_moves.undo(move.id)
    assert owed.concessions.of(customer_id(owed, "A"))[0].number == number
    assert not_well(owed) == []
