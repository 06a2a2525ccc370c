"""Disputes (F-79, case 9): raised, handed over, settled; the part in dispute is held, the rest is chased."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.models.audit import AuditEvent
from arcdesk.models.audit_chain import events_of
from arcdesk.services import dispute_refusals as why
from arcdesk.services.contacts import DisputeTooLarge, NewContact
from arcdesk.services.customers import Person
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.evidence import PastedFile
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.plan_refusals import NotThisCustomersProof
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
    """A customer with two overdue invoices."""
    book = Book().customer("C1").customer("C2").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("B", "C1", 400, "2026-01-01", "2026-03-01").invoice("N", "C1", -70, "2026-03-05"))
    return customer_id(desk, "C1")


def said(desk: Desk, who: int, number: str, amount: int, reason: str = "少货", **facts: object) -> int:
    contact = NewContact(who, "phone", "disputes", disputes=((number, fen(amount), reason),))
    return desk.contacts.log(replace(contact, **facts)).id  # type: ignore[arg-type]


def test_a_dispute_logged_with_a_contact_knows_who_raised_it_and_what_proves_it(desk: Desk, who: int) -> None:
    desk.customers.save_person(who, Person(0, "孙总", "总经理", "final"))
    contact = said(desk, who, "A", 300, person="孙总", attachments=(PastedFile("照片.jpg", b"x"),))
    (line,) = desk.disputes.list(who)
    assert (line.invoice_number, line.amount_fen, line.held_fen, line.reason) == ("A", fen(300), fen(300), "少货")
    assert line.said is not None
    assert (line.said.contact_id, line.said.person, line.said.authority) == (contact, "孙总", "final")
    assert [proof.name for proof in line.proofs] == ["照片.jpg"]
    assert desk.disputes.find("A") == line


def test_one_opened_by_hand_has_kind_owner_and_proof(desk: Desk, who: int) -> None:
    proof = desk.evidence.add(PastedFile("退货单.pdf", b"%PDF"), who)
    line = desk.disputes.open(
        "A", fen(250), " 两箱破损 ", category="quality", owner="仓库 老张", on=day("2026-09-30"), evidence_id=proof.id
    )
    assert (line.category, line.owner, line.reason, line.opened_on) == (
        "quality", "仓库 老张", "两箱破损", day("2026-09-30")
    )  # fmt: skip
    assert [each.id for each in line.proofs] == [proof.id]
    assert desk.ledger.invoice("A", day("2026-09-29")).disputed_fen == 0
    assert desk.ledger.invoice("A", day("2026-09-30")).disputed_fen == fen(250)
    assert events_of(who)[-1]["action"] == "dispute.opened"


def test_only_the_part_in_dispute_is_held(desk: Desk, who: int) -> None:
    desk.disputes.open("A", fen(300), category="price")
    demands = {line.invoice_number: line.demand_fen for line in desk.letters.check([who])}
    assert demands == {"A": fen(700), "B": fen(400)}
    assert ages(desk, TODAY, "C1") == {"d181_up": fen(1400)}
    assert desk.ledger.balance(who)[0].disputed_fen == fen(300)


def test_a_rejected_dispute_is_demanded_again_from_that_day(desk: Desk, who: int) -> None:
    line = desk.disputes.open("A", fen(300), "价格", on=day("2026-09-01"))
    done = desk.disputes.close(line.id, "rejected", "合同价无误", on=day("2026-10-01"))
    assert done.credit_note is None
    assert (done.line.resolution, done.line.accepted_fen, done.line.held_fen, done.line.is_open) == (
        "rejected", 0, 0, False
    )  # fmt: skip
    disputed = {on: desk.ledger.invoice("A", day(on)).disputed_fen for on in ("2026-09-30", "2026-10-01")}
    assert disputed == {"2026-09-30": fen(300), "2026-10-01": 0}
    assert {each.invoice_number: each.demand_fen for each in desk.letters.check([who])}["A"] == fen(1000)
    then = desk.disputes.list(who, day("2026-09-30"))
    assert [(each.is_open, each.held_fen, each.resolution) for each in then] == [(True, fen(300), "")]


def test_an_accepted_dispute_is_credited_to_its_invoice(desk: Desk, who: int) -> None:
    line = desk.disputes.open("A", fen(300), category="quantity")
    done = desk.disputes.close(line.id, "accepted", "确认少发", credit=True)
    assert done.credit_note is not None
    assert (done.credit_note.amount_fen, done.credit_note.open_fen, done.credit_note.credits_number) == (
        fen(-300), 0, "A"
    )  # fmt: skip
    invoice = desk.ledger.invoice("A")
    assert (invoice.open_fen, invoice.disputed_fen) == (fen(700), 0)
    assert done.line.accepted_fen == fen(300)
    assert not_well(desk) == []


def test_a_compromise_credits_the_part_accepted(desk: Desk, who: int) -> None:
    line = desk.disputes.open("A", fen(300), category="quantity")
    done = desk.disputes.close(line.id, "partly", "各担一半", accepted_fen=fen(150), credit=True)
    assert (done.line.resolution, done.line.accepted_fen) == ("partly", fen(150))
    assert desk.ledger.invoice("A").open_fen == fen(850)


def test_without_a_credit_the_debt_stays_as_it_is(desk: Desk, who: int) -> None:
    line = desk.disputes.open("A", fen(300), category="quantity")
    assert desk.disputes.close(line.id, "accepted", "红字后补").credit_note is None
    assert desk.ledger.invoice("A").open_fen == fen(1000)


def test_a_credit_that_cannot_be_given_closes_nothing(desk: Desk, who: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from arcdesk.services.credit_notes import NumberTaken

    line = desk.disputes.open("A", fen(300), category="quantity")

    def refuse(*_: object, **__: object) -> None:
        raise NumberTaken(number="CN", field="number")

    monkeypatch.setattr(desk.credit_notes, "add", refuse)
    with pytest.raises(NumberTaken):
        desk.disputes.close(line.id, "accepted", "x", credit=True)
    assert desk.disputes.find("A").is_open
    assert events_of(who)[-1]["action"] == "dispute.opened"


def test_the_event_keeps_the_old_values(desk: Desk, who: int) -> None:
    line = desk.disputes.open("A", fen(300), "x", owner="张")
    changed = desk.disputes.hand_over(line.id, owner="李", category="delivery", reason="x")
    assert (changed.owner, changed.category) == ("李", "delivery")
    event = events_of(who)[-1]
    assert (event["before"], event["after"]) == (
        {"owner": "张", "category": "", "reason": "x"}, {"owner": "李", "category": "delivery", "reason": "x"}
    )  # fmt: skip
    count = len(events_of(who))
    desk.disputes.hand_over(line.id, owner="李", category="delivery", reason="x")
    assert len(events_of(who)) == count
    desk.disputes.close(line.id, "rejected", "y")
    event = events_of(who)[-1]
    assert event["before"] == {"closed_on": None, "resolution": "", "closed_note": "", "accepted_fen": None}
    assert event["after"]["closed_on"] == TODAY.isoformat()


def test_a_new_statement_replaces_the_old_and_keeps_who_is_to_clear_it(desk: Desk, who: int) -> None:
    desk.disputes.open("A", fen(300), "x", owner="老张", category="quality")
    said(desk, who, "A", 200, "只剩两箱")
    (line,) = desk.disputes.list(who)
    assert (line.amount_fen, line.owner, line.category, line.reason) == (fen(200), "老张", "quality", "只剩两箱")
    assert [row["amount_fen"] for row in events_of(who)[-1]["disputes_replaced"]] == [fen(300)]
    desk.disputes.open("A", fen(100), "一箱", category="quantity")
    assert [each.amount_fen for each in desk.disputes.list(who)] == [fen(100)]
    assert desk.ledger.invoice("A").disputed_fen == fen(100)
    assert len(table_rows("dispute")) == 3


def test_on_a_past_day_the_dispute_of_that_day_is_shown(desk: Desk, who: int) -> None:
    desk.disputes.open("A", fen(300), "x", on=day("2026-09-01"))
    desk.disputes.open("A", fen(100), "y", on=day("2026-09-20"))
    held = {on: [line.held_fen for line in desk.disputes.list(who, day(on))] for on in ("2026-08-31", "2026-09-10")}
    assert held == {"2026-08-31": [], "2026-09-10": [fen(300)]}
    assert [line.held_fen for line in desk.disputes.list(who)] == [fen(100)]


def test_a_corrected_contact_takes_its_dispute_along(desk: Desk, who: int) -> None:
    contact = said(desk, who, "A", 300, dispute_kinds={"A": "price"})
    desk.disputes.hand_over(desk.disputes.find("A").id, owner="老张", category="price", reason="少货")
    original = desk.contacts.original(contact)
    assert dict(original.dispute_kinds) == {"A": "price"}
    desk.contacts.log(replace(original, disputes=(("A", fen(120), "少货"),)))
    (line,) = desk.disputes.list(who)
    assert (line.amount_fen, line.owner, line.category) == (fen(120), "老张", "price")
    desk.contacts.log(replace(desk.contacts.original(line.said.contact_id), disputes=()))  # type: ignore[union-attr]
    assert desk.disputes.list(who) == ()


def test_what_is_paid_meanwhile_is_not_held_any_more(desk: Desk, who: int) -> None:
    desk.disputes.open("A", fen(1000), category="quality")
    desk.receipts.record(who, fen(900), TODAY, allocate={"A": fen(900)})
    assert desk.disputes.find("A").held_fen == fen(100)
    desk.receipts.record(who, fen(100), TODAY, allocate={"A": fen(100)})
    assert desk.disputes.find("A").held_fen == 0


def test_the_list_shows_what_stands_first(desk: Desk, who: int) -> None:
    first = desk.disputes.open("A", fen(300), "x", on=day("2026-09-01"))
    desk.disputes.close(first.id, "rejected", "y")
    desk.disputes.open("B", fen(100), "z", on=day("2026-08-01"))
    assert [(line.invoice_number, line.is_open) for line in desk.disputes.list(who)] == [("B", True), ("A", False)]
    assert [line.invoice_number for line in desk.disputes.list(open_only=True)] == ["B"]
    assert desk.disputes.list(customer_id(desk, "C2")) == ()


def test_opening_and_settling_stand_in_the_timeline(desk: Desk, who: int) -> None:
    line = desk.disputes.open("A", fen(300), "少货")
    desk.disputes.close(line.id, "partly", "各担一半", accepted_fen=fen(100))
    said(desk, who, "B", 100)
    said(desk, who, "B", 50)
    entries = [(e.title_key, e.values["fen"], e.text) for e in desk.timeline.of(who) if e.kind == "dispute"]
    assert entries == [
        ("Dispute of {number}", fen(50), "少货"),
        ("Dispute of {number}", fen(100), "少货"),
        ("Dispute of {number} settled by a compromise", fen(100), "各担一半"),
        ("Dispute of {number}", fen(300), "少货"),
    ]


REFUSED: list[tuple[type[Refusal], dict[str, object]]] = [
    (UnknownInvoice, {"invoice_number": "nothing"}),
    (UnknownInvoice, {"invoice_number": "N"}),
    (AmountNotPositive, {"amount_fen": 0}),
    (AmountNotPositive, {"amount_fen": -1}),
    (DisputeTooLarge, {"amount_fen": 100_001}),
    (why.UnknownCategory, {"category": "weather"}),
    (why.DisputeReasonMissing, {"reason": " "}),
    (why.DisputeInFuture, {"on": day("2026-10-09")}),
    (NotThisCustomersProof, {"evidence_id": 99}),
]


@pytest.mark.parametrize(("refusal", "facts"), REFUSED)
def test_a_dispute_that_cannot_be_is_refused(
    desk: Desk, who: int, refusal: type[Refusal], facts: dict[str, object]
) -> None:
    given: dict[str, object] = {"invoice_number": "A", "amount_fen": fen(300), "reason": "x", **facts}
    with pytest.raises(refusal):
        desk.disputes.open(**given)  # type: ignore[arg-type]
    assert table_rows("dispute") == []


def test_a_contact_with_an_unknown_kind_of_dispute_is_refused(desk: Desk, who: int) -> None:
    with pytest.raises(why.UnknownCategory):
        said(desk, who, "A", 300, dispute_kinds={"A": "weather"})


@pytest.mark.parametrize(
    ("refusal", "resolution", "facts"),
    [
        (why.UnknownResolution, "forgotten", {}),
        (why.UnknownResolution, "replaced", {}),
        (ReasonMissing, "rejected", {"note": " "}),
        (why.NothingAccepted, "rejected", {"credit": True}),
        (why.NothingAccepted, "rejected", {"accepted_fen": 100}),
        (why.AcceptedInFull, "accepted", {"accepted_fen": 100}),
        (why.AcceptedPartWrong, "partly", {}),
        (why.AcceptedPartWrong, "partly", {"accepted_fen": 0}),
        (why.AcceptedPartWrong, "partly", {"accepted_fen": 30_000}),
        (why.ClosedBeforeOpened, "rejected", {"on": day("2026-08-31")}),
        (why.DisputeInFuture, "rejected", {"on": day("2026-10-09")}),
    ],
)
def test_a_settlement_that_cannot_be_is_refused(
    desk: Desk, who: int, refusal: type[Refusal], resolution: str, facts: dict[str, object]
) -> None:
    line = desk.disputes.open("A", fen(300), "x", on=day("2026-09-01"))
    given: dict[str, object] = {"note": "y", **facts}
    with pytest.raises(refusal):
        desk.disputes.close(line.id, resolution, **given)  # type: ignore[arg-type]
    assert desk.disputes.find("A").is_open


def test_a_dispute_is_closed_once(desk: Desk, who: int) -> None:
    line = desk.disputes.open("A", fen(300), "x")
    desk.disputes.close(line.id, "rejected", "y")
    for act in (
        lambda: desk.disputes.close(line.id, "rejected", "y"),
        lambda: desk.disputes.hand_over(line.id, owner="z", category="", reason="x"),
    ):
        with pytest.raises(why.DisputeClosedAlready):
            act()
    for act in (lambda: desk.disputes.find("A"), lambda: desk.disputes.close(99, "rejected", "y")):
        with pytest.raises(why.UnknownDispute):
            act()


def test_a_file_that_says_otherwise_replaces_the_dispute_and_the_event_says_which(desk: Desk, who: int) -> None:
    desk.disputes.open("A", fen(300), "x", on=day("2026-09-01"))
    set_day(desk, "2026-10-09")
    enter(desk, Book().invoice("A", "C1", 1000, "2026-01-01", "2026-02-01", disputed_fen=fen(80)))
    (line,) = desk.disputes.list(who)
    assert (line.amount_fen, line.opened_on) == (fen(80), day("2026-10-09"))
    event = json.loads(AuditEvent.select().order_by(AuditEvent.seq.desc()).first().body)
    assert [row["amount_fen"] for row in event["disputes_replaced"]] == [fen(300)]
