"""Customers, the contact log, follow-ups, the company: what they take and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import AmountNotPositive, BadCuts, Refusal, UnknownScheme
from arcdesk.models.audit import AuditEvent
from arcdesk.models.audit_chain import events_of
from arcdesk.services import company, contacts, customers, followups, ledger, posting, receipts
from arcdesk.services.changes import Changes
from arcdesk.services.contacts import CorrectedAlready, NewContact
from arcdesk.services.customers import Person
from tests.services.desks import (
    CHINA,
    COMPANY,
    NOW,
    TODAY,
    Book,
    customer_id,
    day,
    enter,
    fen,
    not_well,
    set_day,
)


@pytest.fixture
def who(desk: Desk) -> int:
    book = (
        Book()
        .customer("C1", "重庆长江食品有限公司")
        .customer("C2", "Pacific Trading Ltd.", uscc="91310000MA1FL0001A")
    )
    enter(desk, book.invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    return customer_id(desk, "C1")


# customers


@pytest.mark.parametrize("text", ["C1", "c1", "重庆", "长江", "cqcj", "chongqing", "食品有限"])
def test_a_customer_is_found_by_what_people_type(desk: Desk, who: int, text: str) -> None:
    assert [found.id for found in desk.customers.matching(text)] == [who]


def test_phone_credit_code_and_document_numbers_lead_to_the_customer(desk: Desk, who: int) -> None:
    desk.customers.save_person(who, Person(0, "周敏", phone="138-0000-0001"))
    (letter,) = desk.letters.issue(who)
    assert [hit.customer_id for hit in desk.customers.search("0000-0001")] == [who]
    assert [hit.title for hit in desk.customers.search("1FL0001")] == ["Pacific Trading Ltd."]
    assert [(hit.kind, hit.title) for hit in desk.customers.search(letter.number.lower())] == [
        ("letter", letter.number)
    ]
    assert {hit.kind for hit in desk.customers.search("a")} == {"customer", "invoice"}
    assert desk.customers.search("%") == desk.customers.search("  ") == ()


def test_a_changed_profile_keeps_its_old_values_in_the_event(desk: Desk, who: int) -> None:
    profile = desk.customers.find(who)
    desk.customers.save_profile(replace(profile, name="重庆黄河食品有限公司", credit_limit_fen=fen(9)))
    event = events_of(who)[-1]
    assert event["before"] == {"name": profile.name, "credit_limit_fen": None}
    assert event["after"] == {"name": "重庆黄河食品有限公司", "credit_limit_fen": 900}
    assert [found.id for found in desk.customers.matching("huanghe")] == [who]
    count = AuditEvent.select().count()
    desk.customers.save_profile(desk.customers.find(who))
    assert AuditEvent.select().count() == count


def test_one_contact_person_at_most_is_primary(desk: Desk, who: int) -> None:
    first = desk.customers.save_person(who, Person(0, "周敏", is_primary=True))
    second = desk.customers.save_person(who, Person(0, "孙总", is_primary=True, authority="final"))
    assert [person.id for person in desk.customers.people(who) if person.is_primary] == [second.id]
    changed = desk.customers.save_person(who, replace(first, phone="1", is_primary=False))
    assert desk.customers.people(who) == (second, changed)


REFUSED_CUSTOMERS: list[tuple[type[Refusal], Callable[[Desk, int], object]]] = [
    (customers.CustomerCodeTaken, lambda desk, who: desk.customers.add(" C2 ", "另一家")),
    (customers.CustomerCodeMissing, lambda desk, who: desk.customers.add(" ", "另一家")),
    (customers.CustomerNameMissing, lambda desk, who: desk.customers.add("C3", " ")),
    (
        customers.CustomerCodeTaken,
        lambda desk, who: desk.customers.save_profile(replace(desk.customers.find(who), code="C2")),
    ),
    (
        customers.CustomerCodeMissing,
        lambda desk, who: desk.customers.save_profile(replace(desk.customers.find(who), code="")),
    ),
    (
        customers.CustomerNameMissing,
        lambda desk, who: desk.customers.save_profile(replace(desk.customers.find(who), name="")),
    ),
    (
        customers.UnknownCustomer,
        lambda desk, who: desk.customers.save_profile(replace(desk.customers.find(who), id=99)),
    ),
    (customers.UnknownCustomer, lambda desk, who: desk.customers.find("nobody")),
    (customers.UnknownCustomer, lambda desk, who: desk.customers.save_person(99, Person(0, "周敏"))),
    (customers.PersonNameMissing, lambda desk, who: desk.customers.save_person(who, Person(0, " "))),
    (company.CompanyNameMissing, lambda desk, who: desk.company.save(replace(COMPANY, name=""))),
    (company.SchemeNameTaken, lambda desk, who: desk.company.save_scheme("portrait", (30,))),
    (BadCuts, lambda desk, who: desk.company.save_scheme("own", (30, 30))),
    (UnknownScheme, lambda desk, who: desk.company.set_default_scheme("nothing")),
]
REFUSED_CONTACTS: list[tuple[type[Refusal], dict[str, object]]] = [
    (customers.UnknownCustomer, {"customer_id": 99}),
    (contacts.UnknownChannel, {"channel": "pigeon"}),
    (contacts.UnknownOutcome, {"outcome": "maybe"}),
    (contacts.ContactInFuture, {"at": NOW + timedelta(minutes=1)}),
    (contacts.PromiseBeforeContact, {"promises": ((1, TODAY - timedelta(days=1)),)}),
    (contacts.PromiseNotPositive, {"promises": ((0, TODAY),)}),
    (ledger.UnknownInvoice, {"disputes": (("Z", 1, ""),)}),
    (contacts.DisputeTooLarge, {"disputes": (("A", 100_001, ""),)}),
    (contacts.DisputeTooLarge, {"disputes": (("A", 0, ""),)}),
    (contacts.FollowUpInPast, {"follow_up_on": TODAY - timedelta(days=1)}),
    (contacts.UnknownContact, {"corrects": 7}),
]
REFUSED_MONEY: list[tuple[type[Refusal], Callable[[Desk, int], object]]] = [
    (AmountNotPositive, lambda desk, who: desk.receipts.record(who, 0, TODAY)),
    (receipts.ReceiptInFuture, lambda desk, who: desk.receipts.record(who, 1, TODAY + timedelta(days=1))),
    (customers.UnknownCustomer, lambda desk, who: desk.receipts.record(99, 1, TODAY)),
    (ledger.UnknownInvoice, lambda desk, who: desk.receipts.record(who, 1, TODAY, allocate={"Z": 1})),
    (
        posting.AllocationTooLarge,
        lambda desk, who: desk.receipts.record(who, 10, TODAY, allocate={"A": 11}),
    ),
    (
        posting.AllocationTooLarge,
        lambda desk, who: desk.receipts.record(who, 200_000, TODAY, allocate={"A": 100_001}),
    ),
    (AmountNotPositive, lambda desk, who: desk.receipts.record(who, 10, TODAY, allocate={"A": -1})),
    (
        posting.AllocationAcrossCustomers,
        lambda desk, who: desk.receipts.record(who, 1, TODAY, currency="USD", allocate={"A": 1}),
    ),
    (
        ledger.UnknownInvoice,
        lambda desk, who: desk.receipts.record(customer_id(desk, "C2"), 1, TODAY, allocate={"A": 1}),
    ),
    (followups.FollowUpInPast, lambda desk, who: desk.followups.add(who, TODAY - timedelta(days=1))),
    (customers.UnknownCustomer, lambda desk, who: desk.followups.add(99, TODAY)),
    (followups.UnknownFollowUp, lambda desk, who: desk.followups.done(99)),
]


def unchanged(desk: Desk, refusal: type[Refusal], deed: Callable[[], object]) -> None:
    """The deed is refused in a whole sentence; no row, no event, no message to the screens."""
    told: list[Changes] = []
    desk.changes.listen(told.append)
    events, lines = AuditEvent.select().count(), desk.ledger.invoices(customer_id(desk, "C1"))
    with pytest.raises(refusal) as refused:
        deed()
    assert str(refused.value).endswith(".")
    assert "{" not in str(refused.value)
    assert (AuditEvent.select().count(), desk.ledger.invoices(customer_id(desk, "C1")), told) == (
        events,
        lines,
        [],
    )
    assert not_well(desk) == []


@pytest.mark.parametrize(("refusal", "deed"), [*REFUSED_CUSTOMERS, *REFUSED_MONEY])
def test_a_refused_change_changes_nothing(
    desk: Desk, who: int, refusal: type[Refusal], deed: Callable[[Desk, int], object]
) -> None:
    unchanged(desk, refusal, lambda: deed(desk, who))


@pytest.mark.parametrize(("refusal", "facts"), REFUSED_CONTACTS)
def test_a_refused_contact_leaves_nothing(
    desk: Desk, who: int, refusal: type[Refusal], facts: dict[str, object]
) -> None:
    new = NewContact(**{"customer_id": who, "channel": "phone", "outcome": "promised"} | facts)  # type: ignore[arg-type]
    unchanged(desk, refusal, lambda: desk.contacts.log(new))
    assert desk.contacts.recent(who) == ()


def test_two_contact_persons_of_one_name_are_refused(desk: Desk, who: int) -> None:
    desk.customers.save_person(who, Person(0, "周敏"))
    unchanged(desk, customers.PersonNameTaken, lambda: desk.customers.save_person(who, Person(0, "周敏 ")))
    assert desk.customers.save_person(customer_id(desk, "C2"), Person(0, "周敏")).name == "周敏"


# the log


def test_one_contact_is_one_event_and_one_message(desk: Desk, who: int) -> None:
    told: list[Changes] = []
    desk.changes.listen(told.append)
    events = AuditEvent.select().count()
    new = NewContact(
        who, "phone", "promised", note="答应周五付", person="周敏", promises=((fen(500), TODAY),),
        disputes=(("A", fen(100), "少货"),), follow_up_on=TODAY, follow_up_reason="查到账",
    )  # fmt: skip
    logged = desk.contacts.log(new)
    assert AuditEvent.select().count() == events + 1
    assert told == [Changes(frozenset({"contact", "promise", "invoice", "follow_up"}), frozenset({who}))]
    assert (len(logged.promise_ids), logged.follow_up_id is not None) == (1, True)
    desk.changes.forget(told.append)
    desk.contacts.log(NewContact(who, "phone", "paid"))
    assert len(told) == 1


def test_a_time_typed_without_offset_is_local(desk: Desk, who: int) -> None:
    desk.contacts.log(NewContact(who, "phone", "paid", at=datetime(2026, 10, 8, 8, 0)))  # noqa: DTZ001 - as typed
    assert desk.contacts.recent(who)[0].at == datetime(2026, 10, 8, 8, 0, tzinfo=CHINA)


def test_a_correction_points_to_what_it_corrects_and_both_stay(desk: Desk, who: int) -> None:
    wrong = desk.contacts.log(NewContact(who, "phone", "paid", note="已付"))
    right = desk.contacts.log(NewContact(who, "phone", "no_answer", note="没人接", corrects=wrong.id))
    assert [(line.id, line.corrects) for line in desk.contacts.recent(who)] == [
        (right.id, wrong.id),
        (wrong.id, None),
    ]
    with pytest.raises(contacts.UnknownContact):
        desk.contacts.log(NewContact(customer_id(desk, "C2"), "phone", "paid", corrects=wrong.id))


def test_a_new_dispute_of_an_invoice_replaces_the_old(desk: Desk, who: int) -> None:
    for amount in (300, 100):
        desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("A", fen(amount), ""),)))
    assert desk.ledger.invoice("A").disputed_fen == fen(100)


def test_the_newest_of_a_stream_are_the_head_of_all_of_it(desk: Desk) -> None:
    book = Book().customer("K", "K")
    for number in range(1, 9):
        book.invoice(f"N{number}", "K", 10, f"2026-01-0{number % 4 + 1}", "2026-02-01")
        book.receipt(f"R{number}", "K", 5, f"2026-01-0{number % 3 + 1}")
    enter(desk, book)
    who = customer_id(desk, "K")
    every = desk.timeline.of(who, None)
    assert len(every) == 16
    assert {limit: desk.timeline.of(who, limit) for limit in (1, 5, 16, 99)} == {
        limit: every[:limit] for limit in (1, 5, 16, 99)
    }


def test_everything_that_happened_is_in_one_stream(desk: Desk, who: int) -> None:
    from arcdesk.domain.concession_state import Terms
    from arcdesk.domain.due_repair import Repair
    from arcdesk.domain.plan_schedule import Planned
    from arcdesk.services.concessions import NewConcession
    from arcdesk.services.evidence import PastedFile
    from arcdesk.services.guarantee_entry import NewGuarantee
    from arcdesk.services.limitation_entries import NewLimitationEvent
    from arcdesk.services.plans import NewPlan
    from arcdesk.services.timeline import KINDS

    shot = PastedFile("a.png", b"a")
    facts = {
        "promises": ((1, TODAY),),
        "disputes": (("A", 1, ""),),
        "follow_up_on": TODAY,
        "attachments": (shot,),
    }
    desk.owners.assign([who], "张")
    desk.tasks.hand_out()
    desk.contacts.log(NewContact(who, "phone", "promised", **facts))  # type: ignore[arg-type]
    receipt = desk.receipts.record(who, 1, TODAY, rule="oldest")
    (letter,) = desk.letters.issue(who, force=True, reason="已与领导商定")
    desk.documents.record_sent(letter.number, "ems", "EA1", TODAY)
    (line,) = desk.due_dates.lines(["A"])
    desk.due_dates.repair([line.id], Repair("fixed", on=TODAY, is_agreed=True), "延期")
    desk.receipts.take_allocation_back(receipt.allocations[0].id, TODAY, "付错发票")
    desk.write_offs.write_off("A", 1, approver="王总", reason="尾差")
    desk.plans.make(NewPlan(who, ("A",), (Planned(TODAY, desk.ledger.invoice("A").open_fen),)))
    desk.limitation.entries.add(NewLimitationEvent(who, "suit", TODAY, proof=shot))
    desk.guarantees.add(NewGuarantee(who, "母公司"))
    desk.grades.confirm(who, "B", "known for years")
    desk.legal.note_sign(who, "talks_failed", "对方不谈")
    desk.legal.decide(who, "wait", "王总", "等报价", TODAY + timedelta(days=9))
    desk.concessions.propose(NewConcession(who, Terms("goods", pay_fen=1, pay_by=TODAY), "王总", "先付再发货"))
    desk.customers.add("C1-old", "旧编码的同一家公司")
    desk.customer_moves.merge("C1-old", "C1", "同一家公司")
    stream = desk.timeline.of(who)
    assert {entry.kind for entry in stream} == set(KINDS)
    assert [entry.at for entry in stream] == sorted((entry.at for entry in stream), reverse=True)
    assert len(desk.timeline.of(who, limit=3)) == 3
    assert desk.timeline.of(customer_id(desk, "C2")) == ()


# money


def test_receipts_are_numbered_by_year_without_gaps(desk: Desk, who: int) -> None:
    enter(
        desk,
        Book()
        .receipt("R2026-77777777777777777777", "C2", 1, "2026-01-01")
        .receipt("R2026-0003X", "C2", 1, "2026-01-01"),
    )
    numbers = []
    for on in ("2026-01-01", "2025-12-31", "2026-10-08"):
        numbers.append(desk.receipts.record(who, 100, day(on)).number)
        with pytest.raises(Refusal):
            desk.receipts.record(who, 100, day(on), allocate={"Z": 1})
    assert numbers == ["R2026-00004", "R2025-00001", "R2026-00005"]


def test_what_was_named_is_settled_first_and_the_rest_goes_to_the_oldest(desk: Desk, who: int) -> None:
    enter(
        desk,
        Book()
        .invoice("B", "C1", 400, "2025-12-01", "2026-01-15")
        .invoice("C", "C1", 70, "2026-10-08", "2026-11-01"),
    )
    line = desk.receipts.record(who, fen(1500), TODAY, allocate={"A": fen(900)}, rule="oldest")
    assert {part.invoice_number: part.amount_fen for part in line.allocations if part.invoice_number != "A"} == {
        "B": fen(400), "C": fen(70),
    }  # fmt: skip
    assert sum(part.amount_fen for part in line.allocations if part.invoice_number == "A") == fen(1000)
    assert line.unallocated_fen == fen(30)
    whole = desk.receipts.record(customer_id(desk, "C2"), fen(5), TODAY, rule="oldest")
    assert (whole.allocations, whole.unallocated_fen) == ((), fen(5))


def test_a_receipt_that_is_used_up_by_name_needs_no_oldest(desk: Desk, who: int) -> None:
    line = desk.receipts.record(who, fen(200), TODAY, allocate={"A": fen(200)}, rule="oldest")
    assert (line.unallocated_fen, len(line.allocations)) == (0, 1)


# follow-ups


def test_a_follow_up_lives_from_plan_to_done(desk: Desk, who: int) -> None:
    line = desk.followups.add(who, day("2026-10-09"), "打电话")
    assert desk.followups.open(due_by=TODAY) == ()
    set_day(desk, "2026-10-12")
    assert desk.followups.open()[0].days_late == 3
    with pytest.raises(followups.FollowUpInPast):
        desk.followups.snooze(line.id, day("2026-10-12"))
    desk.reminding.told_follow_ups([line.id], "tray")
    moved = desk.followups.snooze(line.id, day("2026-10-13"), "出差")
    assert (moved.due_on, moved.days_late) == (day("2026-10-13"), 0)
    assert desk.customer_list.rows().rows[0].next_follow_up_on == day("2026-10-13")
    set_day(desk, "2026-10-13")
    assert [notice.follow_up_ids for notice in desk.followups.due_notices(day("2026-10-13"))] == [(line.id,)]
    desk.followups.done(line.id)
    assert desk.followups.open() == ()
    with pytest.raises(followups.UnknownFollowUp):
        desk.followups.done(line.id)


def test_nothing_to_notify_is_no_event(desk: Desk, who: int) -> None:
    events = AuditEvent.select().count()
    desk.reminding.told_follow_ups([], "tray")
    assert AuditEvent.select().count() == events


def test_suggested_days_are_working_days(desk: Desk) -> None:
    found = dict(desk.followups.suggestions(date(2026, 9, 30), date(2026, 10, 1)))
    assert found["Tomorrow"] == found["Day after the promise"] == date(2026, 10, 8)  # National Day holidays
    assert all(desk.reference.workdays.is_workday(suggested) for suggested in found.values())


# the company


def test_an_own_scheme_is_kept_changed_and_made_the_default(desk: Desk, who: int) -> None:
    desk.company.save_scheme("季度", (90, 180), "due")
    desk.company.save_scheme("季度", (45, 90), "due")
    desk.company.set_default_scheme("季度")
    assert [bucket.key for bucket in desk.company.scheme().buckets] == [
        "not_due",
        "d1_45",
        "d46_90",
        "d91_up",
    ]
    assert desk.aging.report().scheme.name == desk.customer_list.rows().scheme.name == "季度"


def test_the_list_of_customers_takes_no_more_queries_for_more_customers(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from arcdesk.models.engine import GuardedCursor
    from arcdesk.ui.dossier import data as dossier

    asked: list[str] = []
    execute = GuardedCursor.execute

    def counting(self: GuardedCursor, *args: object, **kwargs: object) -> object:
        asked.append(str(args[0]))
        return execute(self, *args, **kwargs)

    monkeypatch.setattr(GuardedCursor, "execute", counting)
    reads: list[Callable[[], object]] = [
        desk.customer_list.rows, desk.aging.report, desk.worklist.today, desk.letters.issued, desk.evidence.list,
        lambda: desk.timeline.of(customer_id(desk, "K1")), lambda: desk.ledger.invoices(customer_id(desk, "K1")),
        lambda: desk.ledger.receipts(customer_id(desk, "K1")),
        lambda: dossier.load(desk, customer_id(desk, "K1"), None),
    ]  # fmt: skip

    def queries() -> list[int]:
        found = []
        for read in reads:
            asked.clear()
            read()
            found.append(len(asked))
        return found

    def grow(first: int, last: int) -> None:
        book = Book()
        for number in range(first, last):
            book.customer(f"K{number}").invoice(f"I{number}", f"K{number}", 10, "2026-01-01", "2026-02-01")
            book.invoice(f"J{number}", "K1", 10, "2026-01-01", "2026-02-01") if number > 1 else None
        enter(desk, book)
        for number in range(first, last):
            who = customer_id(desk, f"K{number}")
            desk.contacts.log(
                NewContact(who, "phone", "promised", promises=((1, TODAY),), follow_up_on=TODAY)
            )
            desk.letters.issue(who, force=True, reason="已与领导商定")

    grow(1, 3)
    few = queries()
    grow(3, 9)
    assert queries() == few


def test_a_correction_replaces_the_promises_disputes_and_follow_up_of_what_it_corrects(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-08-01", "2026-09-01"))
    who = customer_id(desk, "C1")
    due = date(2026, 10, 20)
    wrong = desk.contacts.log(
        NewContact(
            who,
            "phone",
            "promised",
            "记错了",
            promises=((fen(900), due),),
            disputes=(("A", fen(50), "少货"),),
            follow_up_on=due,
        )
    )
    start = desk.contacts.original(wrong.id)
    assert start.promises == ((fen(900), due),)
    assert start.disputes == (("A", fen(50), "少货"),)
    assert (start.follow_up_on, start.corrects, start.note) == (due, wrong.id, "记错了")

    right = desk.contacts.log(replace(start, promises=((fen(90), due),), disputes=(), follow_up_on=None))

    assert [(line.amount_fen, line.state) for line in desk.promises.of(who)] == [(fen(90), "open")]
    assert desk.ledger.balance(who)[0].disputed_fen == 0
    assert desk.followups.open(customer_id=who) == ()
    assert [line.corrects for line in desk.contacts.recent(who)] == [wrong.id, None]
    with pytest.raises(CorrectedAlready) as refusal:
        desk.contacts.log(replace(start))
    assert refusal.value.values == {"number": wrong.id, "newer": right.id}
