"""The limitation clock of every receivable, from a real ledger: case 15 and what lies around it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import EventEndsBeforeItBegins, EventHasNoEnd, Refusal, UnknownEventKind
from arcdesk.domain.limitation import EXPIRED, REVIVED
from arcdesk.domain.limitation_events import KINDS
from arcdesk.domain.plan_schedule import Planned
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.documents import IssuedDocument
from arcdesk.services.evidence import PastedFile
from arcdesk.services.evidence_files import EvidenceFileMissing
from arcdesk.services.guarantee_entry import NewGuarantee
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.limitation import CountsAlready, NotToConfirm, UnknownRecord
from arcdesk.services.limitation_entries import (
    LimitationDayInFuture,
    NewLimitationEvent,
    NotTheCustomersEvidence,
    ProceedingEndedAlready,
    ProofMissing,
    UnknownLimitationEvent,
    WeakStaysWeak,
)
from arcdesk.services.limitation_lines import ChainEvent, LimitationLine
from arcdesk.services.plans import NewPlan
from tests.services.desks import Book, customer_id, day, enter, everything, fen, not_well, set_day

PROOF = PastedFile("签收.png", b"proof")


def owing(desk: Desk, due: str = "2023-02-01", *, code: str = "C1", number: str = "A", **more: object) -> int:
    enter(desk, Book().customer(code).invoice(number, code, 1000, "2023-01-01", due, **more))
    return customer_id(desk, code)


def line(desk: Desk, who: int, on: str | None = None, number: str = "A") -> LimitationLine:
    (found,) = [
        each for each in desk.limitation.of(who, day(on) if on else None).lines if each.number == number
    ]
    return found


def end(desk: Desk, who: int, on: str | None = None, number: str = "A") -> str:
    return str(line(desk, who, on, number).raw_end)


def letter(desk: Desk, who: int, on: str, arrived: str = "", by: str = "ems") -> IssuedDocument:
    set_day(desk, on)
    (issued,) = desk.letters.issue(who, "first", force=True, reason="已与领导商定")
    if arrived:
        set_day(desk, arrived)
        desk.documents.record_sent(issued.number, by, "EA1", day(on))
        desk.documents.record_delivered(
            issued.number, day(arrived), PastedFile(f"{arrived}.png", arrived.encode())
        )
    return issued


def talk(
    desk: Desk, who: int, on: str, channel: str = "wechat", *, files: bool = True, **more: object
) -> int:
    set_day(desk, on, hour=15)
    attached = (PastedFile(f"{channel}-{on}.png", f"{channel}{on}".encode()),) if files else ()
    return desk.contacts.log(NewContact(who, channel, "will_check", attachments=attached, **more)).id  # type: ignore[arg-type]


def plan(
    desk: Desk, who: int, agreed: str, parts: Sequence[tuple[str, str, int]], *, one_debt: bool = False,
    written: bool = True,
) -> str:  # fmt: skip
    """A plan of (due day, invoice, amount) instalments; its number."""
    invoices = tuple(dict.fromkeys(part[1] for part in parts))
    instalments = tuple(Planned(day(due), fen(amount)) for due, _, amount in parts)
    new = NewPlan(who, invoices, instalments, day(agreed), is_written=written, is_one_debt=one_debt)
    return desk.plans.make(new).number


def entry(who: int, kind: str, on: str, ends: str = "", **more: object) -> NewLimitationEvent:
    more.setdefault("proof", PROOF)
    return NewLimitationEvent(who, kind, day(on), day(ends) if ends else None, **more)  # type: ignore[arg-type]


def event(found: LimitationLine, kind: str) -> ChainEvent:
    (one,) = [each for each in found.chain if each.outcome.event.kind == kind]
    return one


# Case 15


def test_case_15_letter_part_payment_and_a_call_without_a_record(desk: Desk) -> None:
    who = owing(desk)
    assert end(desk, who, "2023-06-01") == "2026-02-01"
    letter(desk, who, "2025-01-10", "2025-01-15")
    assert end(desk, who) == "2028-01-15"
    set_day(desk, "2025-06-01")
    desk.receipts.record(who, fen(300), day("2025-06-01"), allocate={"A": fen(300)})
    found = line(desk, who)
    assert (str(found.clock.start if found.clock else ""), end(desk, who)) == ("2025-06-01", "2028-06-01")
    talk(desk, who, "2025-09-01", "phone", files=False)
    assert end(desk, who) == "2028-06-01"
    call = event(line(desk, who), "oral_demand")
    assert (call.outcome.effect, call.outcome.event.proof) == ("none", "unproven")


@pytest.mark.parametrize(
    ("on", "alarm"),
    [
        ("2027-12-03", None), ("2027-12-04", 180), ("2028-03-02", 180), ("2028-03-03", 90), ("2028-05-01", 90),
        ("2028-05-02", 30), ("2028-05-24", 30), ("2028-05-25", 7), ("2028-06-01", 7), ("2028-06-02", None),
    ],
)  # fmt: skip
def test_the_alarms_come_before_the_raw_end(desk: Desk, on: str, alarm: int | None) -> None:
    who = owing(desk)
    set_day(desk, "2025-06-01")
    desk.receipts.record(who, fen(300), day("2025-06-01"), allocate={"A": fen(300)})
    found = desk.limitation.alarms(day(on)).get(who)
    assert (found.days_before if found else None) == alarm
    shown = line(desk, who, on).alarm
    assert (shown.days_before if shown else None) == alarm


def test_the_alarm_of_a_customer_is_its_nearest_and_counts_the_rest(desk: Desk) -> None:
    book = Book().customer("C1").customer("C2").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    book.invoice("B", "C1", 700, "2023-01-01", "2023-01-20").invoice(
        "C", "C1", 100, "2025-01-01", "2025-02-01"
    )
    enter(desk, book.invoice("D", "C2", 100, "2025-01-01", "2025-02-01"))
    found = desk.limitation.alarms(day("2026-01-15"))
    assert list(found) == [customer_id(desk, "C1")]
    alarm = found[customer_id(desk, "C1")]
    assert (alarm.number, alarm.days_before, alarm.days_left, alarm.count) == ("B", 7, 5, 2)
    assert (alarm.open_fen, alarm.currency, str(alarm.raw_end)) == (fen(700), "CNY", "2026-01-20")


def test_nothing_is_left_to_watch_once_it_is_paid(desk: Desk) -> None:
    who = owing(desk)
    desk.receipts.record(who, fen(1000), day("2025-12-01"), allocate={"A": fen(1000)})
    assert desk.limitation.of(who).lines == ()
    assert desk.limitation.nearest(who) is None
    assert desk.limitation.alarms(day("2026-01-15")) == {}
    assert line(desk, who, "2025-11-30").open_fen == fen(1000)


# Money


def test_a_receipt_that_went_back_counts_only_before_it_did(desk: Desk) -> None:
    who = owing(desk)
    set_day(desk, "2025-08-01")
    receipt = desk.receipts.record(who, fen(300), day("2025-06-01"), allocate={"A": fen(300)})
    desk.receipts.reverse(receipt.number, day("2025-07-15"), "bounced")
    assert end(desk, who) == "2026-02-01"
    assert end(desk, who, "2025-07-15") == "2026-02-01"
    assert end(desk, who, "2025-07-14") == "2028-06-01"
    assert end(desk, who, "2025-05-31") == "2026-02-01"


def test_an_allocation_taken_back_leaves_the_money_tied_to_no_debt(desk: Desk) -> None:
    who = owing(desk)
    set_day(desk, "2025-08-01")
    receipt = desk.receipts.record(who, fen(300), day("2025-06-01"), allocate={"A": fen(300)})
    desk.receipts.take_allocation_back(receipt.allocations[0].id, day("2025-07-01"), "wrong invoice")
    paid = event(line(desk, who), "payment")
    assert (end(desk, who), paid.outcome.event.proof, str(paid.would_end)) == (
        "2026-02-01",
        "weak",
        "2028-06-01",
    )


def test_what_a_receipt_has_left_is_told_of_no_debt_that_it_pays(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice("B", "C1", 500, "2023-01-01", "2023-02-01"))
    who = customer_id(desk, "C1")
    desk.receipts.record(who, fen(300), day("2025-06-01"), allocate={"A": fen(100)})
    assert event(line(desk, who), "payment").outcome.event.proof == "strong"
    assert event(line(desk, who, number="B"), "payment").outcome.event.proof == "weak"


def test_money_allocated_later_counts_from_the_day_it_came(desk: Desk) -> None:
    who = owing(desk)
    set_day(desk, "2025-08-01")
    receipt = desk.receipts.record(who, fen(300), day("2025-06-01"))
    desk.receipts.allocate(receipt.number, {"A": fen(300)}, day("2025-07-01"))
    assert end(desk, who) == "2028-06-01"
    assert end(desk, who, "2025-06-30") == "2026-02-01"


def test_our_own_acts_restart_nothing(desk: Desk) -> None:
    who = owing(desk)
    set_day(desk, "2025-08-01")
    desk.credit_notes.add(who, fen(100), day("2025-07-01"), invoice="A")
    desk.write_offs.write_off("A", fen(50), day("2025-07-02"), approver="Wang", reason="rounding")
    assert (end(desk, who), line(desk, who).chain) == ("2026-02-01", ())


def test_a_balance_of_the_import_is_no_payment(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.receipt("B-A", "C1", 400, "2025-06-01", {"A": 400}, origin="imported_balance"))
    who = customer_id(desk, "C1")
    balance = event(line(desk, who), "payment")
    assert (end(desk, who), balance.outcome.event.proof, balance.would_end) == (
        "2026-02-01",
        "unproven",
        None,
    )


# Papers


def test_a_letter_on_its_way_says_what_its_proof_would_bring(desk: Desk) -> None:
    who = owing(desk)
    issued = letter(desk, who, "2025-01-10")
    waiting = event(line(desk, who), "demand_post")
    assert (end(desk, who), str(waiting.would_end), waiting.record.is_on_its_way) == (
        "2026-02-01",
        "2028-01-10",
        True,
    )
    assert line(desk, who).better == waiting
    desk.documents.record_sent(issued.number, "ems", "EA1", day("2025-01-10"))
    assert end(desk, who) == "2026-02-01"
    set_day(desk, "2025-01-15")
    desk.documents.record_delivered(issued.number, day("2025-01-15"), PROOF)
    proven = event(line(desk, who), "demand_post")
    assert [file.name for file in proven.evidence] == ["签收.png", f"{issued.number}.pdf"]
    assert (end(desk, who), line(desk, who).better) == ("2028-01-15", None)


def test_a_letter_about_one_invoice_leaves_the_others_alone(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice("B", "C1", 500, "2025-01-01", "2025-03-01"))
    who = customer_id(desk, "C1")
    letter(desk, who, "2025-02-01", "2025-02-05")  # B is not due yet and so not in it
    assert end(desk, who) == "2028-02-05"
    assert (end(desk, who, number="B"), line(desk, who, number="B").chain) == ("2028-03-01", ())


def test_a_demand_for_part_covers_the_rest_of_the_debt(desk: Desk) -> None:
    who = owing(desk)
    set_day(desk, "2026-01-05")
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("A", fen(400), "quality"),)))
    issued = letter(desk, who, "2026-01-10", "2026-01-15")
    assert issued.total_fen == fen(600)
    assert end(desk, who) == "2029-01-15"


def test_a_late_demand_brings_nothing_back(desk: Desk) -> None:
    who = owing(desk)
    letter(desk, who, "2026-02-03", "2026-02-05")
    found = line(desk, who)
    assert (found.state, str(found.raw_end), str(found.last_day)) == ("expired", "2026-02-01", "2026-02-02")
    assert event(found, "demand_post").outcome.reason.rule == "late"


def test_a_demand_on_the_rolled_last_day_is_in_time(desk: Desk) -> None:
    who = owing(desk)
    letter(desk, who, "2026-01-30", "2026-02-02")
    assert end(desk, who) == "2029-02-02"


def test_a_payment_after_the_end_revives_for_a_lawyer_to_confirm(desk: Desk) -> None:
    who = owing(desk)
    desk.receipts.record(who, fen(300), day("2026-03-01"), allocate={"A": fen(300)})
    found = line(desk, who)
    assert (found.state, str(found.raw_end)) == ("revived", "2029-03-01")
    assert found.clock is not None
    assert str(found.clock.expired_on) == "2026-02-02"


def test_a_confirmed_statement_counts_with_its_scan(desk: Desk) -> None:
    who = owing(desk)
    set_day(desk, "2025-03-01")
    (issued,) = desk.statements.issue(who, day("2023-01-01"), day("2025-02-28"))
    assert line(desk, who).chain == ()
    set_day(desk, "2025-03-20")
    desk.documents.record_reply(issued.number, "agreed", day("2025-03-10"))
    bare = event(line(desk, who), "statement_signed")
    assert (end(desk, who), str(bare.would_end)) == ("2026-02-01", "2028-03-10")
    desk.documents.record_reply(issued.number, "agreed", day("2025-03-10"), scan=PROOF)
    assert end(desk, who) == "2028-03-10"
    assert end(desk, who, "2025-03-09") == "2026-02-01"


# Contacts


def test_a_promise_in_writing_counts_and_a_recorded_one_waits_for_a_decision(desk: Desk) -> None:
    who = owing(desk)
    talk(desk, who, "2025-03-01", "wechat", promises=((fen(1000), day("2025-04-01")),))
    assert end(desk, who) == "2028-03-01"
    set_day(desk, "2025-05-01")
    sound = PastedFile("call.mp3", b"ID3")
    desk.contacts.log(
        NewContact(who, "phone", "promised", promises=((100, day("2025-06-01")),), attachments=(sound,))
    )
    waiting = [each for each in line(desk, who).chain if each.outcome.event.proof == "weak"]
    assert [(each.outcome.event.kind, str(each.would_end)) for each in waiting] == [
        ("debtor_agrees", "2028-05-01")
    ]
    assert end(desk, who) == "2028-03-01"


def test_a_corrected_contact_counts_no_more(desk: Desk) -> None:
    who = owing(desk)
    wrong = talk(desk, who, "2025-03-01", promises=((fen(1000), day("2025-04-01")),))
    assert end(desk, who) == "2028-03-01"
    desk.contacts.log(NewContact(who, "wechat", "no_answer", corrects=wrong))
    assert end(desk, who) == "2026-02-01"


def test_a_contact_binds_the_debts_of_its_day_and_a_promise_its_currency(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    book.invoice("U", "C1", 1000, "2023-01-01", "2023-02-01", currency="USD")
    enter(desk, book.invoice("L", "C1", 100, "2025-06-01", "2025-06-01"))
    who = customer_id(desk, "C1")
    talk(desk, who, "2025-03-01", promises=((fen(1000), day("2025-04-01")),))
    assert end(desk, who) == "2028-03-01"
    assert end(desk, who, number="U") == "2026-02-01"
    assert event(line(desk, who, number="U"), "demand_data").outcome.event.proof == "weak"
    assert line(desk, who, "2025-07-01", number="L").chain == ()


# Confirming, counting, entering, ending, withdrawing


def test_a_weak_message_counts_once_it_is_confirmed(desk: Desk) -> None:
    who = owing(desk)
    contact = talk(desk, who, "2025-03-01")
    assert end(desk, who) == "2026-02-01"
    (done,) = desk.limitation.confirm(who, f"contact:{contact}", note="profile page is in it")
    assert (done.kind, done.strength, str(done.on)) == ("demand_data", "strong", "2025-03-01")
    confirmed = event(line(desk, who), "demand_data")
    assert (end(desk, who), confirmed.record.key) == ("2028-03-01", f"entry:{done.id}")
    assert confirmed.record.confirms is not None
    assert [file.name for file in confirmed.evidence] == ["wechat-2025-03-01.png"]
    with pytest.raises(UnknownRecord):  # the contact stands behind the entry now
        desk.limitation.confirm(who, f"contact:{contact}")


def test_what_was_confirmed_falls_with_the_contact(desk: Desk) -> None:
    who = owing(desk)
    contact = talk(desk, who, "2025-03-01")
    desk.limitation.confirm(who, f"contact:{contact}")
    desk.contacts.log(NewContact(who, "wechat", "no_answer", corrects=contact))
    assert end(desk, who) == "2026-02-01"
    void = next(each for each in line(desk, who).chain if each.record.kind == "entry")
    assert (void.outcome.event.proof, void.would_end) == ("unproven", None)


def test_confirming_reaches_no_further_than_what_it_confirms(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice("U", "C1", 1000, "2023-01-01", "2023-02-01", currency="USD"))
    who = customer_id(desk, "C1")
    contact = talk(desk, who, "2025-03-01", files=False, promises=((fen(1000), day("2025-04-01")),))
    desk.limitation.confirm(who, f"contact:{contact}", proof=PROOF)
    assert (end(desk, who), end(desk, who, number="U")) == ("2028-03-01", "2028-03-01")
    kinds = {each.kind for each in desk.limitation.entries.of(who)}
    assert kinds == {"debtor_agrees", "demand_data"}
    assert [each.outcome.event.kind for each in line(desk, who, number="U").chain] == ["demand_data"]


def test_nothing_is_confirmed_without_a_proof_or_against_its_nature(desk: Desk) -> None:
    who = owing(desk)
    call = talk(desk, who, "2025-03-01", "phone", files=False)
    issued = letter(desk, who, "2025-03-02")
    set_day(desk, "2025-06-01")
    free = desk.receipts.record(who, fen(10), day("2025-06-01"))
    before = everything()
    for key, refusal in (
        (f"contact:{call}", ProofMissing),
        (f"document:{issued.id}", NotToConfirm),
        (f"receipt:{free.id}", NotToConfirm),
        ("contact:99", UnknownRecord),
        ("nonsense", UnknownRecord),
        ("", UnknownRecord),
    ):
        with pytest.raises(refusal):
            desk.limitation.confirm(who, key)
    assert everything() == before
    desk.limitation.confirm(who, f"contact:{call}", proof=PastedFile("call.mp3", b"ID3"))
    assert end(desk, who) == "2028-03-01"


def test_a_free_receipt_counts_by_being_allocated(desk: Desk) -> None:
    who = owing(desk)
    receipt = desk.receipts.record(who, fen(10), day("2025-06-01"))
    assert event(line(desk, who), "payment").outcome.event.proof == "weak"
    desk.receipts.allocate(receipt.number, {"A": fen(10)}, day("2025-06-01"))
    assert end(desk, who) == "2028-06-01"


def test_an_event_is_entered_with_its_proof_or_only_shown(desk: Desk) -> None:
    who = owing(desk)
    bare = desk.limitation.entries.add(entry(who, "demand_signed", "2025-03-01", proof=None, note="到访"))
    assert (bare.strength, bare.note, end(desk, who)) == ("unproven", "到访", "2026-02-01")
    desk.limitation.entries.count(bare.id, proof=PROOF)
    assert end(desk, who) == "2028-03-01"
    with pytest.raises(UnknownLimitationEvent):  # the proven one stands in its place
        desk.limitation.entries.find(bare.id)
    (now,) = desk.limitation.entries.of(who)
    with pytest.raises(CountsAlready):
        desk.limitation.confirm(who, f"entry:{now.id}")


def test_an_event_of_one_invoice_leaves_the_others_alone(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice("B", "C1", 500, "2023-01-01", "2023-02-01"))
    who = customer_id(desk, "C1")
    done = desk.limitation.entries.add(entry(who, "demand_signed", "2025-03-01", invoice="B"))
    assert (done.invoice_number, end(desk, who), end(desk, who, number="B")) == (
        "B",
        "2026-02-01",
        "2028-03-01",
    )


def test_a_suit_holds_the_period_up_until_its_end_is_entered(desk: Desk) -> None:
    who = owing(desk)
    suit = desk.limitation.entries.add(entry(who, "suit", "2025-03-01"))
    found = line(desk, who)
    assert (found.state, found.raw_end, found.days_left, found.urgency) == ("pending", None, None, "pending")
    assert desk.limitation.alarms(day("2026-01-20")) == {}
    ended = desk.limitation.entries.end(suit.id, day("2025-09-30"), proof=PastedFile("判决书.pdf", b"%PDF"))
    assert end(desk, who) == "2028-09-30"
    assert line(desk, who, "2025-06-01").state == "pending"
    assert [file.name for file in event(line(desk, who), "suit").evidence] == ["判决书.pdf", "签收.png"]
    with pytest.raises(ProceedingEndedAlready):
        desk.limitation.entries.end(ended.id, day("2025-10-01"))


def test_a_suit_does_not_hold_up_what_was_invoiced_after_it(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice("B", "C1", 500, "2025-06-01", "2025-07-01"))
    who = customer_id(desk, "C1")
    desk.limitation.entries.add(entry(who, "suit", "2025-03-01"))
    assert (line(desk, who).state, end(desk, who, number="B")) == ("pending", "2028-07-01")


def test_an_obstacle_extends_what_it_lasts_into(desk: Desk) -> None:
    who = owing(desk)
    desk.limitation.entries.add(entry(who, "suspension", "2022-12-01", "2025-12-15"))
    assert end(desk, who) == "2026-06-15"  # it began before the invoice, and still stood in the way


def test_a_withdrawn_event_is_gone_from_the_chain_and_kept_in_the_books(desk: Desk) -> None:
    who = owing(desk)
    done = desk.limitation.entries.add(entry(who, "demand_signed", "2025-03-01"))
    desk.limitation.entries.withdraw(done.id, "wrong customer")
    assert (end(desk, who), desk.limitation.entries.of(who)) == ("2026-02-01", ())
    assert len(everything()["limitation_event"]) == 2
    with pytest.raises(UnknownLimitationEvent):
        desk.limitation.entries.withdraw(done.id)
    assert not_well(desk) == []


def test_an_audit_confirmation_is_weak_and_counts_by_decision_alone(desk: Desk) -> None:
    who = owing(desk)
    done = desk.limitation.entries.add(entry(who, "audit_confirmation", "2025-03-01"))
    assert (done.strength, end(desk, who)) == ("weak", "2026-02-01")
    desk.limitation.confirm(who, f"entry:{done.id}")
    assert end(desk, who) == "2028-03-01"
    assert event(line(desk, who), "audit_confirmation").outcome.event.proof == "weak"


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ({"kind": "bank_deduction"}, UnknownEventKind),
        ({"kind": "payment", "ends": "2025-04-01"}, EventHasNoEnd),
        ({"kind": "suit", "ends": "2025-02-01"}, EventEndsBeforeItBegins),
        ({"on": "2026-10-09"}, LimitationDayInFuture),
        ({"kind": "suit", "ends": "2026-10-09"}, LimitationDayInFuture),
        ({"invoice": "Z"}, UnknownInvoice),
        ({"invoice": "OTHER"}, UnknownInvoice),
        ({"proof": None, "strength": "strong"}, ProofMissing),
        ({"proof": None, "strength": "weak"}, ProofMissing),
        ({"proof": None, "counts_weak": True}, ProofMissing),
        ({"kind": "audit_confirmation", "strength": "strong"}, WeakStaysWeak),
        ({"proof": None, "evidence_id": 1}, NotTheCustomersEvidence),
        ({"proof": None, "evidence_id": 99}, NotTheCustomersEvidence),
        ({"proof": Path("no such file.png")}, EvidenceFileMissing),
    ],
)
def test_what_cannot_be_entered_is_refused_and_changes_nothing(
    desk: Desk, new: dict[str, object], refusal: type[Refusal]
) -> None:
    who = owing(desk)
    other = owing(desk, code="C2", number="OTHER")
    desk.evidence.add(PastedFile("x.png", b"x"), other)
    before = everything()
    given = {"kind": "demand_signed", "on": "2025-03-01", **new}
    with pytest.raises(refusal):
        desk.limitation.entries.add(entry(who, **given))  # type: ignore[arg-type]
    assert everything() == before


def test_an_event_of_nobody_or_of_no_number_is_refused(desk: Desk) -> None:
    owing(desk)
    with pytest.raises(UnknownCustomer):
        desk.limitation.entries.add(entry(99, "suit", "2025-03-01"))
    with pytest.raises(UnknownLimitationEvent):
        desk.limitation.entries.end(7, day("2025-03-01"))


def test_what_was_entered_stands_in_the_timeline(desk: Desk) -> None:
    who = owing(desk)
    desk.limitation.entries.add(entry(who, "suit", "2025-03-01", "2025-09-30", note="一审"))
    guarantee = desk.guarantees.add(NewGuarantee(who, "王五", "joint"))
    desk.guarantees.record_act(guarantee.id, "demand", day("2025-04-01"), proof=PROOF)
    told = [
        (each.title_key, str(each.at.date()), each.text)
        for each in desk.timeline.of(who)
        if each.kind in {"limitation", "guarantee"}
    ]
    assert told == [
        ("Guarantee by {guarantor}", "2026-10-08", ""), ("The proceeding ended", "2025-09-30", ""),
        ("Claim on the guarantor", "2025-04-01", ""), ("Lawsuit", "2025-03-01", "一审"),
    ]  # fmt: skip


def test_the_proof_may_be_a_file_that_is_kept_already(desk: Desk) -> None:
    who = owing(desk)
    kept = desk.evidence.add(PastedFile("传票.pdf", b"%PDF"), who)
    done = desk.limitation.entries.add(
        entry(who, "demand_signed", "2025-03-01", proof=None, evidence_id=kept.id)
    )
    assert (done.strength, done.evidence) == ("strong", (kept.id,))


# Plans, contracts, missing days


PARTS = (("2025-07-31", "A", 300), ("2025-08-31", "A", 300), ("2025-09-30", "A", 400))


def ends(desk: Desk, who: int, on: str | None = None) -> list[tuple[int, int, str]]:
    found = desk.limitation.of(who, day(on) if on else None).lines
    return [(each.instalment, each.open_fen, str(each.raw_end)) for each in found]


def test_each_instalment_of_a_plan_has_a_clock_of_its_own(desk: Desk) -> None:
    who = owing(desk)
    plan(desk, who, "2025-06-15", PARTS)
    assert ends(desk, who) == [
        (1, fen(300), "2028-07-31"), (2, fen(300), "2028-08-31"), (3, fen(400), "2028-09-30"),
    ]  # fmt: skip
    assert ends(desk, who, "2025-06-14") == [(0, fen(1000), "2026-02-01")]


def test_one_debt_in_instalments_has_one_clock_from_the_last(desk: Desk) -> None:
    who = owing(desk)
    plan(desk, who, "2025-06-15", PARTS, one_debt=True)
    assert ends(desk, who) == [(0, fen(1000), "2028-09-30")]
    assert line(desk, who).runs_from == "last_instalment"


def test_a_payment_on_any_part_of_one_debt_restarts_the_whole(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice("B", "C1", 500, "2023-01-01", "2023-02-01"))
    who = customer_id(desk, "C1")
    plan(desk, who, "2025-06-15", (("2025-07-31", "A", 1000), ("2025-09-30", "B", 500)), one_debt=True)
    assert {each.number: str(each.raw_end) for each in desk.limitation.of(who).lines} == {
        "A": "2028-09-30", "B": "2028-09-30",
    }  # fmt: skip
    desk.receipts.record(who, fen(1000), day("2026-02-10"), allocate={"A": fen(1000)})
    assert end(desk, who, number="B") == "2029-02-10"  # A is settled, and was part of the same debt


def test_money_with_a_rest_counts_for_every_part_of_one_debt(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice("B", "C1", 500, "2023-01-01", "2023-02-01"))
    who = customer_id(desk, "C1")
    plan(desk, who, "2025-06-15", (("2025-07-31", "A", 1000), ("2025-09-30", "B", 500)), one_debt=True)
    desk.receipts.record(who, fen(1000), day("2026-02-10"), allocate={"A": fen(400)})
    assert {end(desk, who, number=number) for number in ("A", "B")} == {"2029-02-10"}


def test_a_plan_by_word_of_mouth_moves_no_clock(desk: Desk) -> None:
    who = owing(desk)
    plan(desk, who, "2025-06-15", PARTS, one_debt=True, written=False)
    assert ends(desk, who) == [(0, fen(1000), "2026-02-01")]
    agreed = event(line(desk, who), "debtor_agrees")
    assert (agreed.outcome.event.proof, str(agreed.would_end)) == ("unproven", "2028-09-30")  # signed, from the last


def test_what_a_spoken_plan_would_bring_is_told_from_its_first_instalment(desk: Desk) -> None:
    who = owing(desk)
    plan(desk, who, "2025-06-15", PARTS, written=False)
    assert ends(desk, who) == [(0, fen(1000), "2026-02-01")]
    assert str(event(line(desk, who), "debtor_agrees").would_end) == "2028-07-31"


def test_a_void_plan_leaves_the_old_due_date_and_the_agreement(desk: Desk) -> None:
    who = owing(desk)
    number = plan(desk, who, "2025-06-15", PARTS)
    desk.plans.end(number, "void", "two instalments missed", day("2025-12-01"))
    assert ends(desk, who) == [(0, fen(1000), "2028-06-15")]
    assert ends(desk, who, "2025-11-30")[0] == (1, fen(300), "2028-07-31")


def test_an_accelerated_plan_runs_from_the_day_on_which_all_fell_due(desk: Desk) -> None:
    who = owing(desk)
    number = plan(desk, who, "2025-06-15", PARTS, one_debt=True)
    desk.plans.end(number, "accelerated", "one instalment missed", day("2025-08-10"))
    assert ends(desk, who) == [(0, fen(1000), "2028-08-10")]


def test_a_plan_agreed_after_the_end_is_for_a_lawyer_to_confirm(desk: Desk) -> None:
    who = owing(desk)
    plan(desk, who, "2026-03-15", (("2026-04-30", "A", 1000),))
    (found,) = desk.limitation.of(who).lines
    assert found.clock is not None
    assert (found.state, str(found.raw_end), found.clock.has(REVIVED)) == ("revived", "2029-04-30", True)
    assert str(found.clock.expired_on) == "2026-02-02"


def test_twenty_years_run_from_the_first_due_date_whatever_was_agreed(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2007-01-01", "2007-02-01"))
    who = customer_id(desk, "C1")
    for on in ("2010-01-10", "2013-01-05", "2016-01-04", "2019-01-02", "2022-01-01", "2024-12-30"):
        desk.receipts.record(who, fen(1), day(on), allocate={"A": fen(1)})
    plan(desk, who, "2025-06-15", (("2025-12-31", "A", 994),))
    (found,) = desk.limitation.of(who).lines
    assert (str(found.raw_end), [flag.name for flag in found.clock.flags if found.clock]) == (
        "2027-02-01",
        ["capped"],
    )
    assert desk.limitation.alarms(day("2026-12-01"))[who].days_left == 62


def test_old_instalments_are_among_the_alarms(desk: Desk) -> None:
    who = owing(desk)
    plan(desk, who, "2023-06-15", (("2023-07-31", "A", 300), ("2026-09-30", "A", 700)))
    alarm = desk.limitation.alarms(day("2026-06-01"))[who]
    assert (alarm.open_fen, str(alarm.raw_end), alarm.count) == (fen(300), "2026-07-31", 1)
    assert desk.limitation.alarms(day("2026-01-15")) == {}  # the invoice's own date no longer counts


def test_an_international_sale_has_four_years(desk: Desk) -> None:
    who = owing(desk)
    row = Contract.create(number="HT-1", customer=who, limitation_years=4)
    Invoice.update(contract=row.id).where(Invoice.number == "A").execute()
    assert end(desk, who) == "2027-02-01"
    assert desk.limitation.alarms(day("2026-01-15")) == {}


def test_without_a_due_date_the_delivery_starts_the_clock_and_without_either_nothing_does(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01"))
    who = customer_id(desk, "C1")
    found = line(desk, who)
    assert found.why_none is not None
    assert (found.clock, found.why_none.rule, found.urgency, found.raw_end) == (
        None,
        "no_start",
        "none",
        None,
    )
    Invoice.update(delivered_on="2023-03-10").where(Invoice.number == "A").execute()
    assert (line(desk, who).runs_from, end(desk, who)) == ("delivered", "2026-03-10")
    assert desk.limitation.alarms(day("2026-03-01"))[who].days_left == 9


def test_a_due_date_at_the_edge_of_the_calendar_hides_nothing_else(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2023-01-01", "2198-06-01")
    enter(desk, book.invoice("B", "C1", 500, "2023-01-01", "2023-02-01"))
    who = customer_id(desk, "C1")
    assert [(each.number, each.clock is None) for each in desk.limitation.of(who).lines] == [
        ("B", False),
        ("A", True),
    ]


def test_the_end_is_watched_until_the_rolled_day_and_a_week_after(desk: Desk) -> None:
    who = owing(desk, "2022-10-01")
    assert str(line(desk, who, "2025-09-01").last_day) == "2025-10-09"  # the holidays of that year
    assert [str(each.raw_end) for each in desk.limitation.ending(day("2025-10-09"))[who]] == ["2025-10-01"]
    assert desk.limitation.alarms(day("2025-10-09"))[who].days_left == -8
    assert desk.limitation.alarms(day("2025-10-10")) == desk.limitation.ending(day("2025-10-10")) == {}
    other = owing(desk, "2022-03-10", code="C2", number="B")
    assert list(desk.limitation.ending(day("2025-03-17"))) == [other]
    assert desk.limitation.alarms(day("2025-03-17")) == {}
    assert desk.limitation.ending(day("2025-03-17"), who) == {}
    assert list(desk.limitation.ending(day("2025-03-17"), other)) == [other]


# Asking


def test_every_receivable_is_answered_at_once_as_customer_by_customer(desk: Desk) -> None:
    book = Book()
    for number in range(1, 6):
        book.customer(f"C{number}").invoice(
            f"A{number}", f"C{number}", 1000, "2023-01-01", f"2023-0{number}-01"
        )
        book.invoice(f"B{number}", f"C{number}", 500, "2024-01-01", f"2024-0{number}-01")
    enter(desk, book.receipt("R", "C3", 100, "2025-06-01", {"A3": 100}))
    every = desk.limitation.all()
    alone = [each for code in range(1, 6) for each in desk.limitation.of(customer_id(desk, f"C{code}")).lines]
    assert sorted(every, key=lambda each: each.number) == sorted(alone, key=lambda each: each.number)
    assert [each.raw_end for each in every] == sorted(each.raw_end for each in every if each.raw_end)


def test_the_nearest_is_the_end_to_come_and_the_latest_gone_where_all_are(desk: Desk) -> None:
    book = Book().customer("C1").invoice("OLD", "C1", 1, "2019-01-01", "2019-02-01")
    book.invoice("OLDER", "C1", 1, "2018-01-01", "2018-02-01")
    enter(desk, book.invoice("NEW", "C1", 1, "2025-01-01", "2025-02-01"))
    who = customer_id(desk, "C1")
    found = desk.limitation.of(who)
    assert found.nearest is not None
    assert (found.nearest.number, len(found.expired)) == ("NEW", 2)
    desk.receipts.record(who, fen(1), day("2025-03-01"), allocate={"NEW": fen(1)})
    gone = desk.limitation.nearest(who)
    assert gone is not None
    assert gone.number == "OLD"
    assert gone.clock is not None
    assert gone.clock.has(EXPIRED)


def test_a_past_day_knows_nothing_of_what_came_after(desk: Desk) -> None:
    who = owing(desk)
    letter(desk, who, "2025-01-10", "2025-01-15")
    assert line(desk, who, "2025-01-09").chain == ()
    assert event(line(desk, who, "2025-01-12"), "demand_post").outcome.event.proof == "unproven"
    assert end(desk, who, "2025-01-14") == "2026-02-01"
    assert end(desk, who, "2025-01-15") == "2028-01-15"
    assert date(2025, 1, 15) == line(desk, who, "2025-01-15").as_of


# Whatever happened before

DAYS = st.dates(date(2023, 1, 2), date(2026, 10, 8))
PROVEN = [
    kind for kind in KINDS.values() if kind.strength != "weak" and kind.name != "oral_demand"
]  # fmt: skip


@st.composite
def happenings(draw: st.DrawFn) -> tuple[str, date, date | None]:
    """A kind of event, its day, and for some an end."""
    kind = draw(st.sampled_from(PROVEN))
    on = draw(DAYS)
    ends_on = draw(st.none() | st.dates(on, date(2026, 10, 8))) if kind.span != "moment" else None
    return kind.name, on, ends_on


def ends_of(desk: Desk, who: int) -> dict[tuple[str, int], date]:
    """The raw end of each receivable; what is held up ends in no foreseeable time."""
    return {
        (each.number, each.instalment): each.raw_end or date.max for each in desk.limitation.of(who).lines
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(happenings(), max_size=4),
    one=happenings(),
    paid=st.none() | DAYS,
    agreed=st.none() | st.dates(date(2023, 3, 1), date(2026, 1, 1)),
    one_debt=st.booleans(),
)
def test_an_event_with_its_proof_never_moves_an_end_earlier(
    desk: Desk,
    before: list[tuple[str, date, date | None]],
    one: tuple[str, date, date | None],
    paid: date | None,
    agreed: date | None,
    one_debt: bool,
) -> None:
    set_day(desk, "2026-10-08")
    code = f"C{len(everything()['customer']) + 1}"
    first, second = f"{code}-A", f"{code}-B"
    book = Book().customer(code).invoice(first, code, 1000, "2023-01-01", "2023-02-01")
    enter(desk, book.invoice(second, code, 500, "2023-06-01", "2024-02-29"))
    who = customer_id(desk, code)
    if paid is not None:
        desk.receipts.record(who, fen(1), max(paid, date(2023, 6, 1)), allocate={second: fen(1)})
    if agreed is not None:
        parts = (
            (str(agreed + timedelta(days=30)), first, 400),
            (str(agreed + timedelta(days=90)), first, 600),
        )
        plan(desk, who, str(agreed), parts, one_debt=one_debt)
    for kind, on, ends_on in before:
        desk.limitation.entries.add(NewLimitationEvent(who, kind, on, ends_on, proof=PROOF))
    was = ends_of(desk, who)
    kind, on, ends_on = one
    desk.limitation.entries.add(NewLimitationEvent(who, kind, on, ends_on, proof=PROOF))
    now = ends_of(desk, who)
    assert now.keys() == was.keys()
    assert all(now[key] >= was[key] for key in was)
    near = [each for each in desk.limitation.of(who).lines if each.alarm is not None]
    told = desk.limitation.alarms(day("2026-10-08")).get(who)
    assert (told.count if told else 0) == len(near)
