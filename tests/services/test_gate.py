"""The gate over real books: each rule, each day, the same answer for everybody who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.alarms import LimitationEnd
from arcdesk.models.claims import Instalment, PaymentPlan, PlanShare
from arcdesk.services.contacts import NewContact
from arcdesk.services.gate import UnknownInvoiceNumber
from arcdesk.services.letters import NothingToDemand
from arcdesk.services.limitation import LimitationEnds
from arcdesk.services.worklist import WorklistService
from tests.services.desks import CHINA, Book, customer_id, day, enter, fen, make_desk, set_day


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Thursday 2026-10-08; C1 owes A: 1000, 100 days overdue."""
    opened = make_desk(tmp_path / "workspace")
    enter(opened, Book().customer("C1").invoice("A", "C1", 1000, "2026-05-01", "2026-06-30"))
    yield opened
    opened.close()


def rules(desk: Desk, number: str = "A", on: str | None = None, *, letter: bool = False) -> list[str]:
    """The rules of an answer; the first letter tells whether it is chased."""
    why = desk.gate.why(number, day(on) if on else None)
    answer = why.letter if letter else why.chase
    return ["chased" if answer.chased else "held", *(reason.rule for reason in answer.reasons)]


def listed(desk: Desk, on: str | None = None) -> list[tuple[str, str]]:
    entries = desk.worklist.today(day(on) if on else None)
    return [(entry.customer_code, entry.kind) for entry in entries]


def log(desk: Desk, outcome: str, **more: object) -> None:
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", outcome, **more))  # type: ignore[arg-type]


def test_an_overdue_invoice_is_chased_and_on_the_list(desk: Desk) -> None:
    assert rules(desk) == ["chased", "overdue", "no_contact"]
    assert rules(desk, letter=True) == ["chased", "overdue"]
    assert listed(desk) == [("C1", "level_due")]


def test_an_invoice_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownInvoiceNumber):
        desk.gate.why("A-9")


def test_a_paid_invoice_is_not_chased_but_was_on_the_day_before(desk: Desk) -> None:
    desk.receipts.record(customer_id(desk, "C1"), fen(1000), day("2026-10-08"), rule="oldest")
    assert rules(desk) == ["held", "paid"]
    assert rules(desk, on="2026-10-07") == ["chased", "overdue", "no_contact"]
    assert (listed(desk), listed(desk, "2026-10-07")) == ([], [("C1", "level_due")])


def test_a_part_payment_leaves_the_rest_to_be_chased(desk: Desk) -> None:
    desk.receipts.record(customer_id(desk, "C1"), fen(300), day("2026-10-08"), rule="oldest")
    chase = desk.gate.why("A").chase
    assert (chase.chased, chase.open_fen, chase.demand_fen) == (True, fen(700), fen(700))


def test_a_credit_note_is_not_chased(desk: Desk) -> None:
    enter(desk, Book().invoice("N", "C1", -200, "2026-09-01"))
    assert rules(desk, "N") == ["held", "credit_note"]
    assert "unallocated" in rules(desk)


def test_an_invoice_has_an_answer_before_its_issue_and_before_its_due_date(desk: Desk) -> None:
    assert rules(desk, on="2026-04-30") == ["held", "not_issued"]
    assert rules(desk, on="2026-06-30")[:2] == ["held", "not_due"]
    assert rules(desk, on="2026-07-01")[:2] == ["chased", "overdue"]
    enter(desk, Book().invoice("B", "C1", 100, "2026-05-01"))
    assert rules(desk, "B")[:2] == ["held", "no_due_date"]


def test_a_dispute_holds_its_part_only(desk: Desk) -> None:
    log(desk, "disputes", disputes=(("A", fen(400), "短少"),), at=at("2026-09-01"))
    chase = desk.gate.why("A").chase
    assert (chase.chased, chase.demand_fen) == (True, fen(600))
    assert rules(desk)[1:3] == ["overdue", "part_disputed"]
    (entry,) = desk.worklist.today()
    assert (entry.kind, entry.overdue_fen) == ("level_due", fen(600))
    log(desk, "disputes", disputes=(("A", fen(1000), "全部退货"),), at=at("2026-09-20"))
    assert rules(desk)[:2] == ["held", "disputed"]
    assert listed(desk) == []
    assert rules(desk, on="2026-09-19")[1:3] == ["overdue", "part_disputed"]


def test_a_promise_pauses_until_its_day_then_leads_the_list(desk: Desk) -> None:
    log(desk, "promised", promises=((fen(400), day("2026-10-15")),), at=at("2026-10-02"))
    assert rules(desk)[:3] == ["held", "promised", "too_soon"]
    assert rules(desk, on="2026-10-15")[:3] == ["held", "promised", "promised_in_part"]
    assert listed(desk, "2026-10-15") == [("C1", "promise_due_today")]
    assert rules(desk, on="2026-10-16")[:3] == ["chased", "overdue", "broken_promise"]
    assert listed(desk, "2026-10-16") == [("C1", "broken_promise")]
    assert rules(desk, on="2026-09-30")[:2] == ["chased", "overdue"]


def test_a_contact_makes_the_chasing_wait_a_week_and_lets_the_letter_go(desk: Desk) -> None:
    log(desk, "will_check")
    assert rules(desk)[:2] == ["held", "too_soon"]
    assert listed(desk) == []
    assert rules(desk, letter=True) == ["chased", "overdue"]
    assert len(desk.letters.issue(customer_id(desk, "C1"))) == 1
    assert rules(desk, letter=True)[:2] == ["held", "too_soon"]
    assert rules(desk, on="2026-10-14")[:2] == ["held", "too_soon"]
    assert rules(desk, on="2026-10-15")[:2] == ["chased", "overdue"]
    assert rules(desk, on="2026-10-07")[:2] == ["chased", "overdue"]


@pytest.mark.parametrize("outcome", ["no_answer", "unreachable", "wrong_person"])
def test_an_attempt_that_reached_nobody_silences_nothing_until_the_sixth_of_the_day(
    desk: Desk, outcome: str
) -> None:
    for _ in range(5):
        log(desk, outcome)
    assert rules(desk)[0] == "chased"
    log(desk, outcome)
    assert rules(desk)[:2] == ["held", "tried_enough"]
    assert (listed(desk), listed(desk, "2026-10-09")) == ([], [("C1", "level_due")])


def test_a_contact_that_was_corrected_never_took_place(desk: Desk) -> None:
    reached = desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", "will_check"))
    log(desk, "no_answer", corrects=reached.id)
    assert rules(desk)[0] == "chased"


def test_unallocated_money_that_covers_all_is_a_booking_not_a_chase(desk: Desk) -> None:
    desk.receipts.record(customer_id(desk, "C1"), fen(999), day("2026-10-08"))
    assert rules(desk)[:3] == ["chased", "overdue", "unallocated"]
    desk.receipts.record(customer_id(desk, "C1"), fen(1), day("2026-10-08"))
    assert rules(desk)[:2] == ["held", "covered_by_credit"]
    assert listed(desk) == [("C1", "allocate")]
    assert listed(desk, "2026-10-07") == [("C1", "level_due")]


def test_a_deadline_that_passed_is_seen_as_of_its_day(desk: Desk) -> None:
    set_day(desk, "2026-09-01")
    (letter,) = desk.letters.issue(customer_id(desk, "C1"))
    assert letter.deadline_on is not None
    passed = letter.deadline_on + timedelta(days=1)
    set_day(desk, "2026-10-08")
    assert listed(desk, passed.isoformat()) == [("C1", "deadline_passed")]
    assert rules(desk, on=passed.isoformat())[:3] == ["chased", "overdue", "deadline_passed"]
    assert listed(desk, "2026-08-31") == [("C1", "level_due")]
    (second,) = desk.letters.issue(customer_id(desk, "C1"), on=day("2026-10-08"))
    assert listed(desk, "2026-10-07") == [("C1", "deadline_passed")]
    assert second.deadline_on is not None
    desk.receipts.record(customer_id(desk, "C1"), fen(1000), day("2026-10-08"), rule="oldest")
    assert listed(desk, (second.deadline_on + timedelta(days=1)).isoformat()) == []
    assert listed(desk, "2026-10-07") == [("C1", "deadline_passed")]


def test_a_letter_is_done_with_only_when_all_its_items_are(desk: Desk) -> None:
    enter(desk, Book().invoice("B", "C1", 500, "2026-05-01", "2026-06-30"))
    set_day(desk, "2026-09-01")
    (letter,) = desk.letters.issue(customer_id(desk, "C1"))
    set_day(desk, "2026-10-08")
    desk.receipts.record(customer_id(desk, "C1"), fen(500), day("2026-09-05"), allocate={"B": fen(500)})
    (entry,) = desk.worklist.today()
    assert (entry.kind, entry.reasons[0].values["amount"]) == ("deadline_passed", "¥1,000.00")
    assert rules(desk, "B") == ["held", "paid"]
    assert letter.number == entry.reasons[0].values["number"]


def test_follow_ups_stand_on_the_list_from_their_day_until_they_are_done(desk: Desk) -> None:
    set_day(desk, "2026-10-01")
    line = desk.followups.add(customer_id(desk, "C1"), day("2026-10-03"), "对账")
    set_day(desk, "2026-10-06")
    desk.followups.done(line.id)
    kinds = {on: listed(desk, on)[0][1] for on in ("2026-10-02", "2026-10-03", "2026-10-05", "2026-10-06")}
    assert kinds == {
        "2026-10-02": "level_due", "2026-10-03": "followup_due", "2026-10-05": "followup_due",
        "2026-10-06": "level_due",
    }  # fmt: skip


def plan(desk: Desk) -> None:
    """A in two instalments of 400 and 600, the second not due yet."""
    row = PaymentPlan.create(
        number="P-1", customer=customer_id(desk, "C1"), currency="CNY", agreed_on=day("2026-07-01"),
        total_fen=fen(1000), is_one_debt=False, is_written=True, logged_at=datetime(2026, 7, 1, tzinfo=CHINA),
    )  # fmt: skip
    for seq, (due, amount) in enumerate((("2026-09-01", 400), ("2026-11-01", 600)), 1):
        part = Instalment.create(plan=row, seq=seq, due_on=day(due), amount_fen=fen(amount))
        PlanShare.create(instalment=part, invoice=desk.ledger.invoice("A").id, amount_fen=fen(amount))


def test_each_instalment_of_a_plan_has_its_answer_and_the_invoice_one(desk: Desk) -> None:
    plan(desk)
    chase = desk.gate.why("A").chase
    assert (chase.chased, chase.open_fen, chase.demand_fen) == (True, fen(1000), fen(400))
    assert [(part.instalment, part.chased) for part in chase.parts] == [(1, True), (2, False)]
    assert [(reason.rule, reason.instalment) for reason in chase.reasons] == [
        ("overdue", 1), ("no_contact", 0), ("not_due", 2),
    ]  # fmt: skip
    assert rules(desk, on="2026-08-31") == ["held", "not_due", "not_due", "no_contact"]
    lines = desk.letters.check([customer_id(desk, "C1")])
    assert [(line.instalment, line.allowed, line.demand_fen) for line in lines] == [
        (1, True, fen(400)),
        (2, False, 0),
    ]
    (entry,) = desk.worklist.today()
    assert (entry.max_overdue_days, entry.overdue_fen) == (37, fen(400))


def test_letters_and_the_list_and_why_give_the_same_answer(desk: Desk) -> None:
    """Whatever holds everything back for chasing and letters alike holds it back everywhere."""
    who = customer_id(desk, "C1")
    desk.holds.hold_invoice("A", day("2026-10-20"), "等质检报告")
    assert rules(desk)[:2] == rules(desk, letter=True)[:2] == ["held", "invoice_on_hold"]
    assert [line.reasons[0].rule for line in desk.letters.check([who])] == ["invoice_on_hold"]
    with pytest.raises(NothingToDemand, match="等质检报告"):
        desk.letters.issue(who)
    assert listed(desk) == []
    assert desk.letters.issue(who, force=True, reason="已与领导商定")[0].total_fen == fen(1000)


def test_many_customers_are_judged_as_each_is_alone(desk: Desk) -> None:
    book = Book()
    for number in range(30):
        book.customer(f"K{number}").invoice(
            f"K{number}-1", f"K{number}", 100 + number, "2026-05-01", "2026-06-30"
        )
    enter(desk, book)
    desk.holds.hold_customer(customer_id(desk, "K3"), day("2026-12-31"), "重整")
    desk.receipts.record(customer_id(desk, "K4"), fen(104), day("2026-10-01"))
    ids = [customer_id(desk, f"K{number}") for number in range(30)]
    assert desk.letters.check(ids) == tuple(line for who in ids for line in desk.letters.check([who]))
    assert {code for code, _ in listed(desk)} == {
        "C1",
        *(f"K{number}" for number in range(30) if number != 3),
    }
    for who in ids:
        alone = desk.worklist.of(who)
        assert [alone] == [
            entry for entry in desk.worklist.today() if entry.customer_id == who
        ] or alone is None


def test_the_answers_of_a_customer_are_those_of_each_invoice(desk: Desk) -> None:
    enter(desk, Book().invoice("B", "C1", 500, "2026-05-01", "2026-12-31"))
    plan(desk)
    answers = desk.gate.of(customer_id(desk, "C1"))
    assert {desk.gate.why(number).chase.invoice_id: desk.gate.why(number).chase for number in "AB"} == answers


def test_limitation_clocks_come_from_whoever_provides_them(desk: Desk) -> None:
    def ends(on: date, until: date, customer: int | None = None) -> LimitationEnds:
        end = LimitationEnd(day("2026-10-12"), day("2026-10-12"), "A", fen(1000))
        return LimitationEnds({customer_id(desk, "C1"): (end,)}, until)

    service = WorklistService(desk.worklist._work, ends)
    desk.holds.hold_customer(customer_id(desk, "C1"), day("2026-12-31"), "协商")
    (entry,) = service.today()
    assert (entry.kind, entry.step) == ("limitation_alarm", "prove")
    assert entry == service.of(customer_id(desk, "C1"))
    days_left = [service.today(day(on))[0].reasons[0].values["days"] for on in ("2026-10-01", "2026-10-09")]
    assert days_left == [11, 3]


def test_who_refuses_contact_or_has_no_address_is_said_and_stops_nothing(desk: Desk) -> None:
    profile = desk.customers.find("C1")
    desk.customers.save_profile(replace(profile, address=""))
    assert rules(desk, letter=True) == ["chased", "overdue", "no_address"]


def at(on: str) -> datetime:
    return datetime.fromisoformat(f"{on}T10:00:00+08:00")


def test_a_customer_gets_no_second_letter_within_the_week_in_another_currency_either(desk: Desk) -> None:
    who = customer_id(desk, "C1")
    enter(desk, Book().invoice("U", "C1", 90, "2026-09-01", "2026-10-08", currency="USD"))
    assert [letter.currency for letter in desk.letters.issue(who)] == ["CNY"]
    set_day(desk, "2026-10-09")
    assert rules(desk, "U", letter=True)[:2] == ["held", "too_soon"]
    set_day(desk, "2026-10-15")
    assert [letter.currency for letter in desk.letters.issue(who)] == ["CNY", "USD"]
