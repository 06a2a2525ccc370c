"""Missing due dates: listed, proposed for, repaired in one go, changed with a reason, taken back (F-13, C3)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from peewee import IntegrityError

from arcdesk.bootstrap import Desk
from arcdesk.domain.due_repair import (
    ContractTermsMissing,
    DeliveryInFuture,
    DeliveryUnknown,
    DueBeforeIssue,
    DueDayMissing,
    DueUnchanged,
    NoProposal,
    Repair,
)
from arcdesk.domain.errors import Refusal
from arcdesk.domain.plan_schedule import Planned
from arcdesk.domain.terms import BadCreditDays
from arcdesk.importing.ledger_file import ContractRow
from arcdesk.models.audit import AuditEvent
from arcdesk.models.base import proxy
from arcdesk.services.due_dates import DueLine, DueReasonMissing, NothingChosen, NothingToTakeBack
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.plans import NewPlan
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
def undated(desk: Desk) -> Desk:
    """Three undated invoices of C1, two of C2, one that is settled, and three that state their dates."""
    book = Book().customer("C1", "甲公司").customer("C2", "乙公司")
    book.invoice("A", "C1", 1000, "2026-06-01").invoice("B", "C1", 2000, "2026-09-01")
    book.invoice("D", "C1", 300, "2026-07-01", delivered_on=day("2026-07-05"), due_source="missing")
    book.invoice("P", "C2", 50, "2026-01-10").invoice("Q", "C2", 60, "2026-10-01", currency="USD")
    book.invoice("Z", "C2", 70, "2026-01-10").receipt("R", "C2", 70, "2026-02-01", {"Z": 70})
    for number, due in (("H1", "2026-02-01"), ("H2", "2026-02-10"), ("H3", "2026-03-31")):
        book.invoice(number, "C2", 10, "2026-01-01", due)
    enter(desk, book.invoice("N", "C1", -5, "2026-06-01"))
    return desk


def ids(desk: Desk, *numbers: str) -> list[int]:
    return [line.id for line in desk.due_dates.lines(numbers)]


def names(lines: tuple[DueLine, ...]) -> list[str]:
    return [line.number for line in lines]


def last_event() -> dict[str, object]:
    event: dict[str, object] = json.loads(AuditEvent.select().order_by(AuditEvent.seq.desc()).first().body)
    return event


def test_what_lacks_a_due_date_is_listed_by_customer_with_what_is_proposed(undated: Desk) -> None:
    lines = undated.due_dates.missing()
    assert names(lines) == ["P", "Q", "A", "B"]
    assert [line.customer_code for line in lines] == ["C2", "C2", "C1", "C1"]
    assert undated.due_dates.missing_count() == 4
    p = lines[0]
    assert (p.amount_fen, p.open_fen, p.currency, p.issued_on, p.due_on, p.source) == (
        fen(50), fen(50), "CNY", day("2026-01-10"), None, "missing"
    )  # fmt: skip
    (usual,) = p.proposals  # the median of 31, 40 and 89 days
    assert (usual.rule, usual.due_on, usual.invoices) == ("usual", day("2026-02-19"), 3)
    assert lines[2].proposals == ()
    assert names(undated.due_dates.missing(include_settled=True)) == ["P", "Z", "Q", "A", "B"]
    c1 = customer_id(undated, "C1")
    assert (names(undated.due_dates.missing(c1)), undated.due_dates.missing_count(c1)) == (["A", "B"], 2)


def test_a_delivery_day_in_the_file_is_the_due_date_by_law(undated: Desk) -> None:
    line = undated.ledger.invoice("D")
    assert (line.due_on, line.due_source, line.delivered_on) == (day("2026-07-05"), "law", day("2026-07-05"))


def test_an_undated_invoice_is_in_no_bucket_of_days_until_it_is_repaired(undated: Desk) -> None:
    assert ages(undated, TODAY, "C1") == {"no_due_date": fen(3000), "d91_180": fen(300)}
    undated.due_dates.repair(ids(undated, "A", "B"), Repair("issued", days=30))
    assert ages(undated, TODAY, "C1") == {"d91_180": fen(1300), "d1_30": fen(2000)}
    assert undated.due_dates.missing_count() == 2


def test_a_preview_shows_what_becomes_overdue_and_writes_nothing(undated: Desk) -> None:
    before = (table_rows("invoice"), AuditEvent.select().count())
    plan = undated.due_dates.preview(undated.due_dates.missing(), Repair("issued", days=30))
    assert [(c.line.number, c.line.due_on, c.new.due_on, c.overdue_days) for c in plan.changes] == [
        ("P", None, day("2026-02-09"), 241), ("Q", None, day("2026-10-31"), 0),
        ("A", None, day("2026-07-01"), 99), ("B", None, day("2026-10-01"), 7),
    ]  # fmt: skip
    assert plan.overdue == {"CNY": (3, fen(3050))}
    assert (table_rows("invoice"), AuditEvent.select().count()) == before


def test_a_repair_is_one_transaction_with_one_event_and_a_row_for_each(undated: Desk) -> None:
    heard: list[object] = []
    undated.changes.listen(heard.append)
    count = AuditEvent.select().count()
    done = undated.due_dates.repair(
        ids(undated, "A", "B", "P"), Repair("fixed", on=day("2026-09-30")), "按口头约定"
    )
    assert AuditEvent.select().count() == count + 1
    event = last_event()
    assert (event["action"], event["count"], event["reason"]) == ("due.changed", 3, "按口头约定")
    assert event["changed"] == [
        ["P", None, "2026-09-30", "entered"], ["A", None, "2026-09-30", "entered"], ["B", None, "2026-09-30", "entered"]
    ]  # fmt: skip
    assert len(heard) == 1
    assert len(table_rows("due_change")) == len(done.changes) == 3
    line = undated.ledger.invoice("A")
    assert (line.due_on, line.due_source, line.overdue_days) == (day("2026-09-30"), "entered", 8)
    (history,) = undated.due_dates.history(line.id)
    assert (history.rule, history.due_on, history.old_due_on, history.note) == (
        "fixed", day("2026-09-30"), None, "按口头约定"
    )  # fmt: skip
    assert not_well(undated) == []


def test_what_a_repair_does_not_fit_is_left_and_named(undated: Desk) -> None:
    done = undated.due_dates.repair(ids(undated, "P", "A", "B"), Repair("accept"))
    assert [change.line.number for change in done.changes] == ["P"]
    assert [(s.line.number, type(s.refusal)) for s in done.skipped] == [("A", NoProposal), ("B", NoProposal)]
    assert undated.ledger.invoice("P").due_source == "entered"
    assert undated.ledger.invoice("A").due_on is None


def test_a_delivery_day_may_be_entered_for_those_without_one(undated: Desk) -> None:
    repair = Repair("delivered", days=30, delivered_on=day("2026-09-03"))
    undated.due_dates.repair(ids(undated, "A", "B"), repair)
    line = undated.ledger.invoice("B")
    assert (line.delivered_on, line.due_on, line.due_source) == (
        day("2026-09-03"),
        day("2026-10-03"),
        "entered",
    )
    undated.due_dates.take_back(ids(undated, "B"))
    line = undated.ledger.invoice("B")
    assert (line.delivered_on, line.due_on, line.due_source) == (None, None, "missing")


def test_by_law_a_small_creditor_of_a_large_debtor_waits_sixty_days(undated: Desk) -> None:
    undated.company.save(replace(undated.company.profile(), size="small"))
    profile = undated.customers.find("C1")
    undated.customers.save_profile(replace(profile, size="large"))
    undated.due_dates.repair(ids(undated, "A"), Repair("law", delivered_on=day("2026-07-01")))
    line = undated.ledger.invoice("A")
    assert (line.due_on, line.due_source) == (day("2026-08-30"), "law")
    # and D, due on delivery until the sizes were known, can follow
    plan = undated.due_dates.rederivable(profile.id)
    assert [(c.line.number, c.line.due_on, c.new.due_on) for c in plan.changes] == [
        ("D", day("2026-07-05"), day("2026-09-03"))
    ]


def test_the_customers_terms_are_proposed_once_they_are_entered(undated: Desk) -> None:
    profile = undated.customers.find("C1")
    undated.customers.save_profile(replace(profile, credit_days=30, due_rule="month_end"))
    (proposal,) = undated.due_dates.missing(profile.id)[0].proposals
    assert (proposal.rule, proposal.due_on) == ("customer", day("2026-07-30"))
    undated.due_dates.repair(ids(undated, "A"), Repair("accept"))
    assert undated.ledger.invoice("A").due_source == "customer"


# Changing a date that stands


def test_a_date_that_stands_is_changed_with_a_reason_and_the_old_one_stays_readable(undated: Desk) -> None:
    (h1,) = ids(undated, "H1")
    repair = Repair("fixed", on=day("2026-12-01"), is_agreed=True)
    with pytest.raises(DueReasonMissing):
        undated.due_dates.repair([h1], repair, "  ")
    undated.due_dates.repair([h1], repair, "同意延至12月1日")
    line = undated.ledger.invoice("H1")
    assert (line.due_on, line.due_source, line.overdue_days) == (day("2026-12-01"), "entered", 0)
    (history,) = undated.due_dates.history(h1)
    assert (history.rule, history.old_due_on, history.old_source) == ("agreed", day("2026-02-01"), "file")


def test_a_moved_due_date_moves_the_beginning_of_the_penalty(desk: Desk) -> None:
    book = Book().customer("C1").invoice("W", "C1", 100_000, "2026-01-01", "2026-03-31", contract="HT")
    book.contracts.append(ContractRow("HT", "C1", penalty_daily_rate=Decimal("0.0005")))
    enter(desk, book)
    desk.due_dates.repair(ids(desk, "W"), Repair("fixed", on=day("2026-09-28"), is_agreed=True), "延期")
    (letter,) = desk.letters.issue(customer_id(desk, "C1"), "first", "zh", TODAY)
    assert letter.interest_fen == fen(500)  # R26: ten days from the day agreed, not 191


def test_a_repair_in_bulk_is_one_entry_in_the_stream_of_the_customer(undated: Desk) -> None:
    undated.due_dates.repair(ids(undated, "A", "B", "P"), Repair("issued", days=30), "口头约定")
    set_day(undated, "2026-10-09")
    undated.due_dates.take_back(ids(undated, "B"))
    stream = [
        entry for entry in undated.timeline.of(customer_id(undated, "C1")) if entry.kind == "due_change"
    ]
    assert [(entry.title_key, entry.values["count"], entry.text) for entry in stream] == [
        ("Due date of {number} taken away", 1, ""), ("Due dates changed: {count}", 2, "口头约定")
    ]  # fmt: skip


def test_taking_back_gives_the_date_before_and_can_be_done_once(undated: Desk) -> None:
    chosen = ids(undated, "A", "H1")
    undated.due_dates.repair(chosen, Repair("fixed", on=day("2026-11-30")), "试")
    undated.due_dates.take_back(chosen, "选错了")
    a, h1 = undated.ledger.invoice("A"), undated.ledger.invoice("H1")
    assert (a.due_on, a.due_source) == (None, "missing")
    assert (h1.due_on, h1.due_source) == (day("2026-02-01"), "file")
    assert [h.rule for h in undated.due_dates.history(h1.id)] == ["undone", "fixed"]
    with pytest.raises(NothingToTakeBack):
        undated.due_dates.take_back(chosen)
    with pytest.raises(NothingToTakeBack):
        undated.due_dates.take_back(ids(undated, "H2"))
    assert not_well(undated) == []


def test_the_history_cannot_be_rewritten(undated: Desk) -> None:
    undated.due_dates.repair(ids(undated, "A"), Repair("issued", days=30))
    for statement in ("UPDATE due_change SET due_on = '2027-01-01'", "DELETE FROM due_change"):
        with pytest.raises(IntegrityError, match="append-only"):
            proxy.execute_sql(statement)


REFUSED: list[tuple[Repair, type[Refusal]]] = [
    (Repair("fixed"), DueDayMissing),
    (Repair("fixed", on=day("2026-05-31")), DueBeforeIssue),
    (Repair("issued", days=-5), BadCreditDays),
    (Repair("issued", days=10**15), BadCreditDays),
    (Repair("contract"), ContractTermsMissing),
    (Repair("delivered", days=3), DeliveryUnknown),
    (Repair("law"), DeliveryUnknown),
    (Repair("law", delivered_on=TODAY + timedelta(days=1)), DeliveryInFuture),
    (Repair("accept"), NoProposal),
]


@pytest.mark.parametrize(("repair", "refusal"), REFUSED)
def test_a_repair_that_fits_nothing_is_refused_and_writes_nothing(
    undated: Desk, repair: Repair, refusal: type[Refusal]
) -> None:
    chosen = ids(undated, "A")
    before = (table_rows("invoice"), table_rows("due_change"), AuditEvent.select().count())
    with pytest.raises(refusal):
        undated.due_dates.repair(chosen, repair)
    assert (table_rows("invoice"), table_rows("due_change"), AuditEvent.select().count()) == before


def test_the_same_date_again_is_refused(undated: Desk) -> None:
    undated.due_dates.repair(ids(undated, "A"), Repair("issued", days=30))
    with pytest.raises(DueUnchanged):
        undated.due_dates.repair(ids(undated, "A"), Repair("issued", days=30))


def test_credit_notes_and_strangers_have_no_due_date_to_change(undated: Desk) -> None:
    for number in ("N", "NIX", "", "'; --"):
        with pytest.raises(UnknownInvoice):
            undated.due_dates.lines([number])
    with pytest.raises(NothingChosen):
        undated.due_dates.repair([], Repair("accept"))
    with pytest.raises(NothingChosen):
        undated.due_dates.take_back([])


def test_invoices_are_found_in_the_order_they_were_asked_for(undated: Desk) -> None:
    assert names(undated.due_dates.lines(["B", "A", "B"])) == ["B", "A"]


def test_what_is_paid_in_instalments_throughout_lacks_no_date(undated: Desk) -> None:
    who = customer_id(undated, "C1")
    parts = (Planned(day("2026-11-01"), fen(400)), Planned(day("2026-12-01"), fen(600)))
    undated.plans.make(NewPlan(who, ("A",), parts))
    assert names(undated.due_dates.missing(who)) == ["B"]
    assert undated.due_dates.missing_count(who) == 1
    assert names(undated.due_dates.missing(who, include_settled=True)) == ["B"]


def test_what_lies_beyond_a_plan_still_lacks_its_date(undated: Desk) -> None:
    """A plan over 600 of 1,000: money pays the plan first, so 400 stay due on no day (R31)."""
    who = customer_id(undated, "C1")
    undated.plans.make(NewPlan(who, ("A",), (Planned(day("2026-11-01"), fen(600)),)))
    set_day(undated, "2026-10-20")
    undated.receipts.record(who, fen(500), day("2026-10-20"), allocate={"A": fen(500)})
    assert names(undated.due_dates.missing(who)) == ["A", "B"]
    assert undated.due_dates.missing_count(who) == 2
    lines = undated.ledger.invoices(who, open_only=True)
    assert [line.open_fen for line in lines if line.number == "A" and not line.due_on] == [fen(400)]


def test_a_void_plan_leaves_an_undated_invoice_without_a_date_again(undated: Desk) -> None:
    who = customer_id(undated, "C1")
    plan = undated.plans.make(NewPlan(who, ("A",), (Planned(day("2026-11-01"), fen(1000)),)))
    undated.plans.end(plan.number, "void", "违约")
    assert names(undated.due_dates.missing(who)) == ["A", "B"]


def test_many_are_repaired_in_one_go(desk: Desk) -> None:
    book = Book().customer("C1")
    for number in range(3000):
        book.invoice(f"I{number}", "C1", 1, "2026-01-01")
    enter(desk, book)
    lines = desk.due_dates.missing()
    assert len(lines) == 3000
    done = desk.due_dates.repair([line.id for line in lines], Repair("issued", days=30))
    assert (len(done.changes), desk.due_dates.missing_count()) == (3000, 0)
    event = last_event()
    assert (event["count"], len(event["changed"])) == (3000, 2000)  # type: ignore[arg-type]
    desk.due_dates.take_back([line.id for line in lines])
    assert desk.due_dates.missing_count() == 3000
