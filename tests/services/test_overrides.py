"""Letters past the gate: what they went past, why, and that nobody rewrites it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from peewee import IntegrityError

from arcdesk.bootstrap import Desk
from arcdesk.models.audit import AuditEvent
from arcdesk.models.base import proxy
from arcdesk.services.overrides import OverrideReasonMissing
from tests.services.desks import TODAY, Book, customer_id, enter

UNTIL = date(2026, 10, 20)


@pytest.fixture
def who(desk: Desk) -> int:
    """C1 owes A and B; A is on hold."""
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-05-01", "2026-06-30")
    enter(desk, book.invoice("B", "C1", 500, "2026-05-01", "2026-06-30"))
    desk.holds.hold_invoice("A", UNTIL, "等质检报告")
    return customer_id(desk, "C1")


def test_a_forced_letter_keeps_what_it_went_past_and_why(desk: Desk, who: int) -> None:
    (letter,) = desk.letters.issue(who, "first", force=True, reason=" 总经理要求 ")
    (line,) = desk.overrides.between(TODAY, TODAY)
    assert (line.number, line.customer_code, line.reason) == (letter.number, "C1", "总经理要求")
    assert [(each.invoice, each.rule) for each in line.overridden] == [("A", "invoice_on_hold")]
    assert "等质检报告" in line.overridden[0].text
    body = json.loads(AuditEvent.select().where(AuditEvent.action == "letter.issued").get().body)
    assert body["override"] == {"reason": "总经理要求", "rules": [["A", "invoice_on_hold"]]}


def test_without_a_reason_nothing_goes_past_the_gate(desk: Desk, who: int) -> None:
    with pytest.raises(OverrideReasonMissing):
        desk.letters.issue(who, "first", force=True, reason="  ")
    assert desk.letters.issued() == ()


def test_force_that_overrides_nothing_needs_no_reason_and_leaves_no_trace(desk: Desk, who: int) -> None:
    desk.holds.lift_invoice("A")
    assert len(desk.letters.issue(who, "first", force=True)) == 1
    assert desk.overrides.between(TODAY, TODAY) == ()


def test_it_is_append_only(desk: Desk, who: int) -> None:
    desk.letters.issue(who, "first", force=True, reason="总经理要求")
    for statement in ("UPDATE letter_override SET reason = ''", "DELETE FROM letter_override"):
        with pytest.raises(IntegrityError, match="append-only"):
            proxy.execute_sql(statement)
