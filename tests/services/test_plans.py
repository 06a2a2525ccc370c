"""Instalment plans (case 6, R26, R33, R47, R48): due dates by agreement, on every day and after every end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.domain.plan_schedule import (
    InstalmentBeforeAgreement,
    InstalmentsOutOfOrder,
    Planned,
    ScheduleEmpty,
)
from arcdesk.models.audit_chain import events_of
from arcdesk.models.claims import Guarantee, PaymentPlan
from arcdesk.models.queries import proofs
from arcdesk.services import plan_refusals as why
from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.evidence import PastedFile
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.plans import NewPlan, PlanLine
from tests.services.desks import (
    TODAY,
    Book,
    ages,
    customer_id,
    day,
    enter,
    fen,
    not_well,
    set_day,
    table_rows,
)


@pytest.fixture
def who(desk: Desk) -> int:
    """A customer who owes 1,200 since February and 600 since April, on 2026-09-01."""
    book = Book().customer("C1").customer("C2").invoice("A", "C1", 1200, "2026-01-01", "2026-02-01")
    book.invoice("B", "C1", 600, "2026-03-01", "2026-04-01").invoice("Z", "C2", 100, "2026-03-01", "2026-04-01")
    enter(desk, book.invoice("U", "C1", 90, "2026-03-01", "2026-04-01", currency="USD"))
    set_day(desk, "2026-09-01")
    return customer_id(desk, "C1")


def schedule(*parts: tuple[int, str]) -> tuple[Planned, ...]:
    return tuple(Planned(day(on), fen(amount)) for amount, on in parts)


THREE = schedule((400, "2026-09-20"), (400, "2026-10-20"), (400, "2026-11-20"))


def thirds(who: int, **facts: object) -> NewPlan:
    return replace(NewPlan(who, ("A",), THREE), **facts)  # type: ignore[arg-type]


def states(line: PlanLine) -> list[str]:
    return [each.state for each in line.instalments]


def pay(desk: Desk, who: int, amount: int, on: str, invoice: str = "A") -> None:
    desk.receipts.record(who, fen(amount), day(on), allocate={invoice: fen(amount)})


def everywhere(desk: Desk, who: int) -> None:
    """The books are sound on every tenth day, whatever the plans do."""
    for step in range(32):
        on = day("2025-12-31") + timedelta(days=10 * step)
        for block in desk.aging.report(on).currencies:
            assert block.identities.hold
            assert sum(block.totals.buckets.values()) == block.totals.gross_fen
        lines = [line for line in desk.ledger.invoices(who, on, open_only=True) if line.amount_fen > 0]
        for balance in desk.ledger.balance(who, on):
            assert balance.gross_fen == sum(line.open_fen for line in lines if line.currency == balance.currency)
    assert not_well(desk) == []


def test_case_6_one_instalment_is_overdue_and_two_are_not_due(desk: Desk, who: int) -> None:
    made = desk.plans.make(thirds(who))
    assert (made.number, made.state, made.total_fen) == ("P2026-001", "running", fen(1200))
    set_day(desk, "2026-10-08")
    assert ages(desk, TODAY, "C1") == {"not_due": fen(800), "d1_30": fen(400), "d181_up": fen(600)}
    assert ages(desk, "2026-08-31", "C1") == {"d181_up": fen(1200), "d91_180": fen(600)}
    line = desk.plans.of(who)[0]
    assert (line.state, states(line), line.overdue_fen) == ("late", ["late", "open", "open"], fen(400))
    (row,) = [row for row in desk.aging.report(by="invoice").currencies[0].rows if row.key == "A"]
    assert (row.gross_fen, row.overdue_fen, row.invoice_count) == (fen(1200), fen(400), 1)
    assert row.buckets["not_due"] == fen(800)
    owner = next(row for row in desk.aging.report().currencies[0].rows if row.code == "C1")
    assert owner.invoice_count == 2
    everywhere(desk, who)


def test_each_instalment_is_a_line_of_the_ledger(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    lines = [line for line in desk.ledger.invoices(who, open_only=True) if line.number == "A"]
    assert [(line.instalment, line.instalments, line.amount_fen) for line in lines] == [
        (n, 3, fen(400)) for n in (1, 2, 3)
    ]
    pay(desk, who, 500, "2026-09-01")
    lines = [line for line in desk.ledger.invoices(who, open_only=True) if line.number == "A"]
    found = [(line.instalment, line.instalments, line.open_fen) for line in lines]
    assert found == [(2, 3, fen(300)), (3, 3, fen(400))]
    whole = desk.ledger.invoice("A")
    assert (whole.amount_fen, whole.open_fen, whole.due_on) == (fen(1200), fen(700), day("2026-10-20"))
    assert {line.due_source for line in lines} == {whole.due_source} == {"plan"}
    assert desk.ledger.invoice("B").due_source == "file"


def test_a_plan_over_two_invoices_with_payments_in_between(desk: Desk, who: int) -> None:
    plan = desk.plans.monthly(who, ["A", "B"], 4, day("2026-09-20"), agreed_on=day("2026-08-20"))
    made = desk.plans.make(NewPlan(who, ("B", "A"), plan, day("2026-08-20")))
    assert [each.shares for each in made.instalments] == [
        (("A", fen(450)),), (("A", fen(450)),), (("A", fen(300)), ("B", fen(150))), (("B", fen(450)),)
    ]  # fmt: skip
    set_day(desk, "2026-11-25")
    pay(desk, who, 450, "2026-09-19")
    pay(desk, who, 500, "2026-10-25")
    by_day = {
        on: (states(line), line.overdue_fen)
        for on in ("2026-08-20", "2026-09-20", "2026-10-21", "2026-10-25", "2026-11-25")
        for line in desk.plans.of(who, day(on))
    }
    assert by_day == {
        "2026-08-20": (["open"] * 4, 0),
        "2026-09-20": (["paid", "open", "open", "open"], 0),
        "2026-10-21": (["paid", "late", "open", "open"], fen(450)),
        "2026-10-25": (["paid", "paid", "partly", "open"], 0),
        "2026-11-25": (["paid", "paid", "late", "open"], fen(400)),
    }
    assert desk.plans.of(who, day("2026-08-19")) == ()
    assert ages(desk, "2026-08-19", "C1") == {"d91_180": fen(600), "d181_up": fen(1200)}
    assert ages(desk, "2026-10-21", "C1") == {"d1_30": fen(450), "not_due": fen(900)}
    everywhere(desk, who)


def test_void_the_old_due_dates_count_again_from_that_day(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    set_day(desk, "2026-10-08")
    line = desk.plans.end("P2026-001", "void", "未按期付款", day("2026-10-01"))
    assert (line.state, line.ended_on, line.end_reason, line.stands) == ("void", day("2026-10-01"), "未按期付款", False)
    assert ages(desk, "2026-09-30", "C1")["not_due"] == fen(800)
    assert ages(desk, "2026-10-01", "C1") == {"d181_up": fen(1800)}
    assert [line.due_on for line in desk.ledger.invoices(who) if line.number == "A"] == [day("2026-02-01")]
    everywhere(desk, who)


def test_accelerated_all_that_was_not_due_falls_due_on_that_day(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    set_day(desk, "2026-10-08")
    line = desk.plans.end("P2026-001", "accelerated", "两期未付", day("2026-10-05"))
    assert (line.state, [each.due_on for each in line.instalments]) == (
        "accelerated", [day("2026-09-20"), day("2026-10-05"), day("2026-10-05")]
    )  # fmt: skip
    assert ages(desk, "2026-10-04", "C1")["not_due"] == fen(800)
    assert ages(desk, "2026-10-05", "C1")["not_due"] == fen(800)
    assert ages(desk, "2026-10-06", "C1") == {"d1_30": fen(1200), "d181_up": fen(600)}
    pay(desk, who, 500, "2026-10-07")
    assert states(desk.plans.find("P2026-001")) == ["paid", "late", "late"]
    everywhere(desk, who)


def test_an_accelerated_plan_may_be_replaced_by_a_new_one(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    set_day(desk, "2026-10-08")
    desk.plans.end("P2026-001", "accelerated", "两期未付", day("2026-10-01"))
    with pytest.raises(why.InvoiceInPlan):
        desk.plans.make(NewPlan(who, ("A",), schedule((1200, "2026-12-01"))))
    new = NewPlan(who, ("A", "B"), schedule((800, "2026-12-01"), (1000, "2027-01-01")), replaces="P2026-001")
    made = desk.plans.make(new)
    assert (made.number, made.state) == ("P2026-002", "running")
    assert ages(desk, "2026-10-08", "C1") == {"not_due": fen(1800)}
    assert ages(desk, "2026-10-07", "C1") == {"d1_30": fen(1200), "d181_up": fen(600)}
    old = desk.plans.find("P2026-001")
    assert (old.state, old.ended_on, states(old)) == ("replaced", day("2026-10-08"), ["late", "open", "open"])
    with pytest.raises(why.PlanEndedAlready):
        desk.plans.end("P2026-001", "void", "x")
    everywhere(desk, who)


def test_a_plan_cannot_be_accelerated_twice_but_be_void_after_that(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    desk.plans.end("P2026-001", "accelerated", "x")
    with pytest.raises(why.PlanEndedAlready):
        desk.plans.end("P2026-001", "accelerated", "x")
    assert desk.plans.end("P2026-001", "void", "登记错误").state == "void"
    assert ages(desk, "2026-09-01", "C1") == {"d181_up": fen(1200), "d91_180": fen(600)}
    assert len(table_rows("plan_end")) == 2


def test_a_down_payment_of_the_very_day_is_the_first_instalment(desk: Desk, who: int) -> None:
    pay(desk, who, 300, "2026-09-01")
    down = Planned(day("2026-09-01"), fen(300))
    plan = desk.plans.monthly(who, ["A"], 2, day("2026-09-20"), down_payment=down)
    assert [each.amount_fen for each in plan] == [fen(300), fen(450), fen(450)]
    assert states(desk.plans.make(NewPlan(who, ("A",), plan))) == ["paid", "open", "open"]
    assert ages(desk, "2026-09-01", "C1")["not_due"] == fen(900)
    pay(desk, who, 100, "2026-09-01")
    assert states(desk.plans.find("P2026-001")) == ["paid", "partly", "open"]
    everywhere(desk, who)


def test_a_plan_may_be_entered_long_after_it_was_agreed(desk: Desk, who: int) -> None:
    set_day(desk, "2026-10-08")
    pay(desk, who, 400, "2026-09-18")
    made = desk.plans.make(thirds(who, agreed_on=day("2026-09-01")))
    assert states(made) == ["paid", "open", "open"]
    assert ages(desk, "2026-08-31", "C1")["d181_up"] == fen(1200)
    assert ages(desk, "2026-09-17", "C1")["not_due"] == fen(1200)
    everywhere(desk, who)


def test_what_a_plan_leaves_out_keeps_its_day_and_is_paid_last(desk: Desk, who: int) -> None:
    desk.plans.make(NewPlan(who, ("A",), schedule((300, "2026-09-20"), (300, "2026-10-20"))))
    assert ages(desk, "2026-09-01", "C1") == {"d181_up": fen(600), "d91_180": fen(600), "not_due": fen(600)}
    set_day(desk, "2026-09-25")
    pay(desk, who, 300, "2026-09-20")
    assert states(desk.plans.find("P2026-001")) == ["paid", "open"]
    assert ages(desk, "2026-09-25", "C1")["not_due"] == fen(300)
    assert sum(line.open_fen for line in desk.ledger.invoices(who) if line.number == "A") == fen(900)
    everywhere(desk, who)


def test_a_disputed_part_stays_outside_and_its_credit_note_pays_no_instalment(desk: Desk, who: int) -> None:
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("A", fen(300), "少货"),)))
    plan = desk.plans.monthly(who, ["A"], 3, day("2026-09-20"))
    assert [each.amount_fen for each in plan] == [fen(300)] * 3
    desk.plans.make(NewPlan(who, ("A",), plan))
    gate = [line for line in desk.letters.check([who]) if line.invoice_number == "A"]
    assert [(line.open_fen, line.allowed, line.reasons[0].rule) for line in gate] == [
        (fen(300), False, "disputed"), *[(fen(300), False, "not_due")] * 3
    ]  # fmt: skip
    set_day(desk, "2026-09-25")
    pay(desk, who, 300, "2026-09-20")
    (dispute,) = desk.disputes.list(who)
    assert dispute.held_fen == fen(300)
    desk.disputes.close(dispute.id, "accepted", "确认少货", credit=True)
    assert states(desk.plans.find("P2026-001")) == ["paid", "open", "open"]
    assert [line.instalment for line in desk.ledger.invoices(who, open_only=True) if line.number == "A"] == [2, 3]
    everywhere(desk, who)


def test_a_payment_that_bounces_makes_its_instalment_late_again(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    set_day(desk, "2026-10-08")
    receipt = desk.receipts.record(who, fen(400), day("2026-09-20"), allocate={"A": fen(400)})
    assert states(desk.plans.find("P2026-001")) == ["paid", "open", "open"]
    desk.receipts.reverse(receipt.number, day("2026-10-02"), "退票")
    assert states(desk.plans.find("P2026-001", day("2026-10-01"))) == ["paid", "open", "open"]
    assert states(desk.plans.find("P2026-001")) == ["late", "open", "open"]
    everywhere(desk, who)


def test_a_payment_of_before_the_plan_that_bounces_does_not_undo_an_instalment(desk: Desk, who: int) -> None:
    receipt = desk.receipts.record(who, fen(200), day("2026-08-01"), allocate={"A": fen(200)})
    desk.plans.make(NewPlan(who, ("A",), schedule((500, "2026-09-20"), (500, "2026-10-20"))))
    set_day(desk, "2026-10-08")
    pay(desk, who, 500, "2026-09-20")
    desk.receipts.reverse(receipt.number, day("2026-10-01"), "退票")
    assert states(desk.plans.find("P2026-001")) == ["paid", "open"]
    assert ages(desk, "2026-10-08", "C1") == {"d181_up": fen(800), "not_due": fen(500)}
    everywhere(desk, who)


def test_the_law_and_the_agreement_are_hinted_at(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    assert desk.plans.find("P2026-001").hint is None
    hint = desk.plans.find("P2026-001", day("2026-09-21")).hint
    assert hint is not None
    assert (hint.values, "634" in hint.text_key) == ({"missed": 1, "amount": "¥400.00"}, True)
    twelve = desk.plans.monthly(who, ["B"], 12, day("2026-09-20"))
    desk.plans.make(NewPlan(who, ("B",), twelve))
    assert desk.plans.find("P2026-002", day("2026-09-21")).hint is None
    agreed = desk.plans.find("P2026-002", day("2026-10-21")).hint
    assert agreed is not None
    assert (agreed.values["missed"], "634" in agreed.text_key) == (2, False)


def test_the_letter_demands_the_instalment_that_is_overdue_with_interest_from_its_own_day(
    desk: Desk, who: int
) -> None:
    desk.plans.make(thirds(who))
    set_day(desk, "2026-10-08")
    lines = {(line.invoice_number, line.allowed, line.demand_fen) for line in desk.letters.check([who])}
    assert ("A", True, fen(400)) in lines
    assert ("A", False, 0) in lines
    (letter,) = [each for each in desk.letters.issue(who) if each.currency == "CNY"]
    assert letter.total_fen == fen(1000)
    whole = desk.letters.preview(who, language="en", force=True)
    assert b"%PDF" in whole[:8]
    # 400 × 18 days and 600 × 190 days at LPR 3.00 % × 1.5 on 365 days: 0.89 + 14.05
    assert letter.interest_fen == 89 + 1405


def test_a_part_payment_lowers_the_interest_of_its_instalment_only(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    set_day(desk, "2026-10-31")
    pay(desk, who, 600, "2026-10-10")
    letters = {each.currency: each for each in desk.letters.issue(who)}
    # instalment 2: 400 due 10-20, 200 paid before: 200 × 11 days × 4.5 % = 0.27; B: 600 × 213 days = 15.76
    assert letters["CNY"].interest_fen == 27 + 1576


def test_the_statement_and_the_list_of_today_see_instalments(desk: Desk, who: int) -> None:
    from tests.services.test_cases_chasing import pdf_text

    desk.plans.make(thirds(who))
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("A", fen(500), "x"),)))
    set_day(desk, "2026-10-08")
    (issued,) = [
        each
        for each in desk.statements.issue(who, day("2026-01-01"), TODAY, "open_items", "en")
        if each.currency == "CNY"
    ]
    assert issued.figures["closing"] == fen(1800)
    text = " ".join(pdf_text(desk.documents.pdf(issued.number)).split())
    assert text.count("instalment") == 3
    assert ("100.00 disputed" in text, "400.00 disputed" in text, "500.00 disputed" in text) == (True, True, False)
    (entry,) = [entry for entry in desk.worklist.today() if entry.customer_id == who]
    assert entry.overdue_fen == fen(1000)


def test_a_letter_of_before_the_plan_has_no_deadline_to_miss_any_more(desk: Desk, who: int) -> None:
    desk.letters.issue(who)
    set_day(desk, "2026-09-05")
    desk.plans.make(NewPlan(who, ("A", "B"), schedule((900, "2026-10-20"), (900, "2026-11-20"))))
    set_day(desk, "2026-09-20")
    values = [
        reason.values["amount"]
        for entry in desk.worklist.today()
        for reason in entry.reasons
        if entry.customer_id == who and reason.rule == "deadline_passed"
    ]
    assert values == ["US$90.00"]
    desk.plans.end("P2026-001", "void", "x")
    assert any(
        reason.values.get("amount") == "¥1,800.00" for entry in desk.worklist.today() for reason in entry.reasons
    )


def test_a_plan_made_of_promises_lets_its_due_dates_speak(desk: Desk, who: int) -> None:
    promises = tuple((fen(400), each.due_on) for each in THREE)
    contact = desk.contacts.log(NewContact(who, "phone", "promised", promises=promises))
    set_day(desk, THREE[0].due_on)
    assert all(not line.allowed for line in desk.letters.check([who]) if line.currency == "CNY")
    set_day(desk, "2026-09-01")
    proof = desk.evidence.add(PastedFile("协议.pdf", b"%PDF"), who)
    made = desk.plans.make(thirds(who, contact_id=contact.id, evidence_id=proof.id, is_written=True, note="盖章"))
    assert (made.contact_id, made.evidence_id, made.is_written, made.note) == (contact.id, proof.id, True, "盖章")
    set_day(desk, "2026-09-25")
    assert {line.plan_number for line in desk.promises.of(who)} == {"P2026-001"}
    allowed = {(line.invoice_number, line.demand_fen) for line in desk.letters.check([who]) if line.allowed}
    assert allowed == {("A", fen(400)), ("B", fen(600)), ("U", fen(90))}
    assert desk.worklist.today()[0].kind == "broken_promise"


def test_the_promises_of_a_corrected_contact_belong_to_the_plan_too(desk: Desk, who: int) -> None:
    promises = tuple((fen(400), each.due_on) for each in THREE)
    contact = desk.contacts.log(NewContact(who, "phone", "promised", promises=promises))
    desk.plans.make(thirds(who, contact_id=contact.id))
    desk.contacts.log(replace(desk.contacts.original(contact.id), note="更正"))
    assert {line.plan_number for line in desk.promises.of(who)} == {"P2026-001"}


def test_whoever_guarantees_the_debt_is_named(desk: Desk, who: int) -> None:
    facts = {"customer": who, "kind": "joint", "logged_at": desk.clock.now()}
    first = Guarantee.create(guarantor="母公司", **facts)
    Guarantee.create(guarantor="赵某", **facts)
    Guarantee.create(guarantor="母公司", corrects=first.id, is_withdrawn=True, **facts)
    assert desk.plans.guarantors(who) == ("赵某",)
    assert desk.plans.guarantors(customer_id(desk, "C2")) == ()


def test_a_plan_that_does_not_foot_would_be_found(desk: Desk, who: int) -> None:
    plan = {
        "customer": who, "currency": "CNY", "agreed_on": TODAY, "is_one_debt": False, "is_written": False,
        "logged_at": desk.clock.now(),
    }  # fmt: skip
    desk.plans.make(thirds(who))
    assert not_well(desk) == []
    PaymentPlan.create(number="P-X", total_fen=100, **plan)
    assert proofs.disagreeing() == ["plan P-X"]


def test_what_was_agreed_and_how_it_ended_stand_in_the_timeline_and_in_the_log(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who, note="电话商定"))
    desk.plans.end("P2026-001", "accelerated", "一期未付")
    desk.plans.end("P2026-001", "void", "重新协商")
    titles = [entry.title_key for entry in desk.timeline.of(who) if entry.kind == "plan"]
    assert titles == [
        "Instalment plan {number} declared void",
        "Instalment plan {number}: all of it called in",
        "Instalment plan {number} agreed",
    ]
    made, accelerated, void = (event for event in events_of(who) if str(event["action"]).startswith("plan."))
    assert made["instalments"][0] == ["2026-09-20", fen(400)]
    assert (accelerated["how"], void["reason"]) == ("accelerated", "重新协商")


def test_numbers_run_on_by_the_year_of_the_agreement(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    desk.plans.make(NewPlan(who, ("B",), schedule((600, "2026-12-01"))))
    late = NewPlan(customer_id(desk, "C2"), ("Z",), schedule((100, "2026-12-01")), day("2026-04-02"))
    assert desk.plans.make(late).number == "P2026-003"
    assert [line.number for line in desk.plans.of()] == ["P2026-002", "P2026-001", "P2026-003"]
    assert [line.number for line in desk.plans.of(who)] == ["P2026-002", "P2026-001"]


REFUSED: list[tuple[type[Refusal], dict[str, object]]] = [
    (UnknownCustomer, {"customer_id": 99}),
    (UnknownInvoice, {"invoices": ("nothing",)}),
    (UnknownInvoice, {"invoices": ("Z",)}),
    (why.NoInvoiceChosen, {"invoices": ()}),
    (why.PlanAcrossCurrencies, {"invoices": ("A", "U")}),
    (why.AgreedInFuture, {"agreed_on": day("2026-09-02")}),
    (why.NothingToPlan, {"agreed_on": day("2025-12-31")}),
    (ScheduleEmpty, {"instalments": ()}),
    (InstalmentBeforeAgreement, {"instalments": schedule((1200, "2026-08-31"))}),
    (InstalmentsOutOfOrder, {"instalments": schedule((600, "2026-10-20"), (600, "2026-09-20"))}),
    (why.PlanTooLarge, {"instalments": schedule((1201, "2026-10-20"))}),
    (why.InvoiceNotReached, {"invoices": ("A", "B")}),
    (why.NotThisCustomersProof, {"contact_id": 99}),
    (why.NotThisCustomersProof, {"evidence_id": 99}),
    (why.UnknownPlan, {"replaces": "P2020-001"}),
]


@pytest.mark.parametrize(("refusal", "facts"), REFUSED)
def test_a_plan_that_cannot_be_is_refused_and_leaves_nothing(
    desk: Desk, who: int, refusal: type[Refusal], facts: dict[str, object]
) -> None:
    with pytest.raises(refusal):
        desk.plans.make(thirds(who, **facts))
    assert table_rows("payment_plan") == table_rows("instalment") == table_rows("plan_share") == []


def test_an_invoice_is_under_one_plan_at_a_time(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    with pytest.raises(why.InvoiceInPlan):
        desk.plans.make(NewPlan(who, ("A", "B"), schedule((1800, "2026-12-01"))))
    assert [(debt.number, debt.plan_number) for debt in desk.plans.owed(who)] == [
        ("A", "P2026-001"), ("B", ""), ("U", "")
    ]  # fmt: skip
    other = NewPlan(customer_id(desk, "C2"), ("Z",), schedule((100, "2026-12-01")), replaces="P2026-001")
    with pytest.raises(why.PlanOfOtherCustomer):
        desk.plans.make(other)
    desk.plans.end("P2026-001", "void", "x")
    assert desk.plans.make(thirds(who)).number == "P2026-002"


def test_a_plan_that_is_paid_off_stands_in_nobodys_way(desk: Desk, who: int) -> None:
    desk.plans.make(NewPlan(who, ("A",), schedule((500, "2026-09-10"))))
    set_day(desk, "2026-09-08")
    pay(desk, who, 500, "2026-09-08")
    assert desk.plans.find("P2026-001").state == "done"
    made = desk.plans.make(NewPlan(who, ("A",), schedule((300, "2026-10-10"), (400, "2026-11-10"))))
    assert made.open_fen == fen(700)
    set_day(desk, "2026-10-11")
    pay(desk, who, 300, "2026-10-10")
    assert (states(desk.plans.find("P2026-002")), desk.plans.find("P2026-001").state) == (["paid", "open"], "done")
    everywhere(desk, who)


def test_an_invoice_disputed_in_full_is_refused(desk: Desk, who: int) -> None:
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("A", fen(1200), "质量"),)))
    with pytest.raises(why.InvoiceDisputedInFull):
        desk.plans.make(thirds(who))
    with pytest.raises(why.InvoiceDisputedInFull):
        desk.plans.monthly(who, ["A"], 3, day("2026-09-20"))


@pytest.mark.parametrize(
    ("refusal", "number", "how", "reason", "on"),
    [
        (why.UnknownPlan, "P2026-009", "void", "x", None),
        (why.UnknownPlanEnd, "P2026-001", "replaced", "x", None),
        (why.UnknownPlanEnd, "P2026-001", "gone", "x", None),
        (ReasonMissing, "P2026-001", "void", "  ", None),
        (why.EndOutOfRange, "P2026-001", "void", "x", "2026-08-31"),
        (why.EndOutOfRange, "P2026-001", "void", "x", "2026-09-02"),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    desk: Desk, who: int, refusal: type[Refusal], number: str, how: str, reason: str, on: str | None
) -> None:
    desk.plans.make(thirds(who))
    with pytest.raises(refusal):
        desk.plans.end(number, how, reason, day(on) if on else None)
    assert table_rows("plan_end") == []


def test_what_has_all_fallen_due_cannot_be_called_in(desk: Desk, who: int) -> None:
    desk.plans.make(thirds(who))
    set_day(desk, date(2026, 11, 20))
    with pytest.raises(why.NothingToAccelerate):
        desk.plans.end("P2026-001", "accelerated", "x")
    assert desk.plans.end("P2026-001", "accelerated", "x", day("2026-10-25")).state == "accelerated"
