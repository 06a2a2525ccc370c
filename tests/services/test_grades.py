"""Grades on a real ledger: suggested, confirmed by a person, kept for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from peewee import IntegrityError

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.grading_rules import GradingRules, WeightsNotHundred
from arcdesk.models.audit_chain import AuditEvent
from arcdesk.models.base import proxy
from arcdesk.models.engine import WorkspaceNotWritable
from arcdesk.models.ledger import Contract
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.grades import GradeInFuture, GradeNoteMissing, UnknownGrade
from tests.services.desks import NOW, TODAY, Book, customer_id, day, enter, fen, set_day, table_rows


def good_customer(code: str = "C1", grade: str = "") -> Book:
    """Two years of invoices, each paid on its due date."""
    book = Book().customer(code, grade=grade)
    for number, due in enumerate(("2024-12-01", "2025-12-01", "2026-03-01", "2026-09-01")):
        book.invoice(f"{code}-{number}", code, 20_000, "2024-11-01", due)
        book.receipt(f"R{code}-{number}", code, 20_000, due, {f"{code}-{number}": 20_000})
    return book


def test_a_good_customer_is_an_a_and_a_new_one_a_c(desk: Desk) -> None:
    enter(desk, good_customer())
    who = customer_id(desk, "C1")
    found = desk.grades.suggestion(who)
    assert (found.grade, found.score) == ("C", 100)  # nothing was invoiced for a year: small
    desk.grades.save_rules(replace(GradingRules(), small_fen=0))
    assert desk.grades.suggestion(who).grade == "A"
    assert desk.grades.suggestion(who, day("2025-02-01")).grade == "C"
    assert desk.grades.suggestion(who, day("2020-01-01")).grade == ""


def test_the_grade_is_the_same_beside_a_portrait_that_was_read_already(desk: Desk) -> None:
    late = Book().customer("C2").invoice("L", "C2", 30_000, "2025-01-01", "2026-06-01")
    enter(desk, good_customer())
    enter(desk, late)
    for who in (customer_id(desk, "C1"), customer_id(desk, "C2")):
        for on in (None, day("2026-07-01"), day("2020-01-01")):
            beside = desk.grades.suggestion(who, on, portrait=desk.portrait.of(who, on))
            assert beside == desk.grades.suggestion(who, on)


def test_a_contract_makes_a_customer_old_even_where_only_open_invoices_were_imported(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("F1", "C1", 50_000, "2026-09-20", "2026-11-01"))
    who = customer_id(desk, "C1")
    assert desk.grades.suggestion(who).grade == "C"
    Contract.create(number="K1", customer=who, signed_on=date(2023, 1, 1))
    assert desk.grades.suggestion(who).grade == "A"


def test_two_old_invoices_are_a_d_until_the_money_is_there_even_unallocated(desk: Desk) -> None:
    book = Book().customer("C1").customer("C2", grade="A")
    book.invoice("F1", "C1", 30_000, "2025-01-01", "2026-06-01").invoice(
        "F2", "C1", 30_000, "2025-01-01", "2026-06-20"
    )
    enter(desk, book)
    who = customer_id(desk, "C1")
    assert desk.grades.suggestion(who).grade == "D"
    assert [(line.code, line.suggestion.grade) for line in desk.grades.differing()] == [("C1", "D")]
    desk.receipts.record(who, fen(30_000), TODAY)
    assert "serious" not in [reason.rule for reason in desk.grades.suggestion(who).reasons]


def test_confirming_keeps_the_decision_the_grade_and_one_event(desk: Desk) -> None:
    enter(desk, good_customer())
    who = customer_id(desk, "C1")
    events = AuditEvent.select().count()
    done = desk.grades.confirm(who, "c", on=None)
    assert (done.suggested, done.confirmed, done.on, done.note) == ("C", "C", TODAY, "")
    assert desk.customers.find(who).grade == "C"
    assert AuditEvent.select().count() == events + 1
    assert [part.points for part in done.parts] == [40, 25, 20, 15]
    assert desk.grades.history(who) == (done,)


def test_another_grade_than_the_suggested_one_needs_a_note(desk: Desk) -> None:
    enter(desk, good_customer())
    who = customer_id(desk, "C1")
    before = table_rows("audit_event"), table_rows("grade_decision")
    with pytest.raises(GradeNoteMissing) as caught:
        desk.grades.confirm(who, "A", "  ")
    assert "suggest C, not A" in str(caught.value)
    assert (table_rows("audit_event"), table_rows("grade_decision")) == before
    desk.grades.confirm(who, "A", "strategic customer")
    set_day(desk, "2026-11-01")
    desk.grades.confirm(who, "C")
    history = [(line.confirmed, line.note) for line in desk.grades.history(who)]
    assert history == [("C", ""), ("A", "strategic customer")]


def test_a_customer_without_history_is_graded_only_with_a_note(desk: Desk) -> None:
    enter(desk, Book().customer("C1"))
    who = customer_id(desk, "C1")
    with pytest.raises(GradeNoteMissing):
        desk.grades.confirm(who, "B")
    done = desk.grades.confirm(who, "B", "known from another company")
    assert (done.suggested, done.score, done.parts) == ("", None, ())


def test_what_is_no_grade_no_customer_or_no_day_yet_is_refused(desk: Desk) -> None:
    enter(desk, good_customer())
    who = customer_id(desk, "C1")
    for refusal, arguments in (
        (UnknownGrade, (who, "E", "x")),
        (UnknownGrade, (who, "", "x")),
        (UnknownCustomer, (999, "A", "x")),
        (GradeInFuture, (who, "C", "", date(2026, 10, 9))),
    ):
        with pytest.raises(refusal):
            desk.grades.confirm(*arguments)  # type: ignore[arg-type]
    assert desk.grades.history(who) == ()


def test_a_decision_is_never_changed(desk: Desk) -> None:
    enter(desk, good_customer())
    desk.grades.confirm(customer_id(desk, "C1"), "C")
    for statement in ("UPDATE grade_decision SET confirmed = 'A'", "DELETE FROM grade_decision"):
        with pytest.raises(IntegrityError, match="append-only"):
            proxy.execute_sql(statement)


def test_other_rules_are_kept_and_wrong_ones_refused(desk: Desk) -> None:
    rules = replace(GradingRules(), overdue_weight=60, late_weight=5, cut_a=95)
    assert desk.grades.save_rules(rules) == desk.grades.rules() == rules
    with pytest.raises(WeightsNotHundred):
        desk.grades.save_rules(replace(rules, late_weight=25))
    assert desk.grades.rules() == rules


def test_a_workspace_open_for_reading_suggests_and_confirms_nothing(desk: Desk) -> None:
    enter(desk, good_customer())
    who, folder = customer_id(desk, "C1"), desk.workspace.folder
    desk.close()
    reader = bootstrap.build(folder, FixedClock(NOW), write=False)
    try:
        assert reader.grades.suggestion(who).grade == "C"
        with pytest.raises(WorkspaceNotWritable):
            reader.grades.confirm(who, "C")
    finally:
        reader.close()
