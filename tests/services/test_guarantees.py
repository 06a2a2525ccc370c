"""Guarantees: the period of each, what keeps it, and what no longer does (R9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.evidence import PastedFile
from arcdesk.services.evidence_files import EvidenceFileMissing
from arcdesk.services.guarantee_entry import (
    GuaranteePeriodWrong,
    GuaranteeScopeWrong,
    GuarantorMissing,
    NewGuarantee,
    UnknownActKind,
    UnknownContractOfCustomer,
    UnknownGuarantee,
    UnknownGuaranteeAct,
    UnknownGuaranteeKind,
)
from arcdesk.services.guarantee_lines import GuaranteeLine
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.limitation_entries import LimitationDayInFuture, NotTheCustomersEvidence
from tests.services.desks import Book, customer_id, day, enter, everything, fen, not_well
from tests.services.test_limitation import plan

PROOF = PastedFile("回执.png", b"claimed")


@pytest.fixture
def who(desk: Desk) -> int:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-06-15")
    enter(desk, book.invoice("B", "C1", 500, "2026-08-01", "2026-09-15"))
    return customer_id(desk, "C1")


def ends(line: GuaranteeLine) -> dict[str, tuple[str, str]]:
    return {each.number: (each.standing.state, str(each.standing.raw_end)) for each in line.positions}


def test_six_months_from_each_due_date_where_nothing_is_agreed(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint"))
    assert ends(made) == {"A": ("running", "2026-12-15"), "B": ("running", "2027-03-15")}
    assert (made.days_left, str(made.last_day), made.state) == (68, "2026-12-15", "running")
    assert made.reason is not None
    assert made.reason.rule == "running"


def test_a_claim_on_the_guarantor_in_time_keeps_it_and_starts_its_limitation(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", invoice="A"))
    kept = desk.guarantees.record_act(made.id, "demand", day("2026-07-01"), proof=PROOF)
    assert ends(kept) == {"A": ("secured", "2026-12-15")}
    (position,) = kept.positions
    assert position.clock is not None
    assert str(position.clock.raw_end) == "2029-07-01"
    assert kept.days_left is None
    again = desk.guarantees.record_act(made.id, "demand", day("2026-09-01"), proof=PROOF)
    assert again.positions[0].clock is not None
    assert str(again.positions[0].clock.raw_end) == "2029-09-01"
    before = desk.guarantees.of(who, day("2026-06-30"))[0]
    assert (ends(before), before.acts) == ({"A": ("running", "2026-12-15")}, ())


def test_a_general_guarantee_is_kept_by_suing_the_debtor_alone(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", invoice="A"))
    assert made.kind == "general"
    claimed = desk.guarantees.record_act(made.id, "demand", day("2026-07-01"), proof=PROOF)
    assert claimed.state == "running"
    sued = desk.guarantees.record_act(made.id, "suit", day("2026-08-01"), proof=PROOF)
    assert (sued.state, sued.positions[0].clock) == ("secured", None)


def test_what_cannot_be_proven_keeps_nothing(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", invoice="A"))
    shown = desk.guarantees.record_act(made.id, "demand", day("2026-07-01"))
    assert (shown.state, [act.evidence for act in shown.acts]) == ("running", [None])


def test_a_guarantee_lapses_whatever_comes_later(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", invoice="A", agreed_months=2))
    late = desk.guarantees.record_act(made.id, "demand", day("2026-09-01"), proof=PROOF)
    assert ends(late) == {"A": ("lapsed", "2026-08-15")}
    assert late.days_left is None


def test_a_period_agreed_by_its_last_day(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", agreed_until=day("2026-08-01")))
    assert ends(made) == {"A": ("lapsed", "2026-08-01"), "B": ("running", "2027-03-15")}  # too short for B
    assert made.first is not None
    assert made.first.number == "B"


def test_a_plan_with_the_debtor_leaves_the_period_alone(desk: Desk, who: int) -> None:
    plan(desk, who, "2026-07-01", (("2027-01-31", "A", 1000),))
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", invoice="A"))
    assert ends(made) == {"A": ("running", "2026-12-15")}
    assert made.positions[0].open_fen == fen(1000)


def test_a_guarantee_for_a_contract_covers_its_invoices(desk: Desk, who: int) -> None:
    row = Contract.create(number="HT-1", customer=who)
    Invoice.update(contract=row.id).where(Invoice.number == "B").execute()
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", contract="HT-1"))
    assert (made.contract_number, list(ends(made))) == ("HT-1", ["B"])


def test_what_is_paid_needs_no_guarantor(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", invoice="A"))
    desk.receipts.record(who, fen(1000), day("2026-10-01"), allocate={"A": fen(1000)})
    (now,) = desk.guarantees.of(who)
    assert (now.id, now.positions, now.state, now.last_day) == (made.id, (), None, None)


def test_an_invoice_without_a_day_is_named(desk: Desk, who: int) -> None:
    enter(desk, Book().invoice("N", "C1", 10, "2026-01-01"))
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint"))
    assert made.undated == ("N",)


def test_a_correction_keeps_what_was_done(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", invoice="A", proof=PROOF))
    desk.guarantees.record_act(made.id, "demand", day("2026-07-01"), proof=PROOF)
    mended = desk.guarantees.correct(made.id, NewGuarantee(who, "王五", "joint", invoice="A", note="连带"))
    assert (mended.state, mended.note, mended.evidence) == ("secured", "连带", made.evidence)
    assert [line.id for line in desk.guarantees.of(who)] == [mended.id]
    with pytest.raises(UnknownGuarantee):
        desk.guarantees.withdraw(made.id)


def test_what_was_entered_by_mistake_is_taken_out_by_a_new_row(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint", invoice="A"))
    kept = desk.guarantees.record_act(made.id, "demand", day("2026-07-01"), proof=PROOF)
    desk.guarantees.withdraw_act(kept.acts[0].id, who, "wrong guarantor")
    (now,) = desk.guarantees.of(who)
    assert (now.state, now.acts) == ("running", ())
    with pytest.raises(UnknownGuaranteeAct):
        desk.guarantees.withdraw_act(kept.acts[0].id, who)
    desk.guarantees.withdraw(made.id)
    assert desk.guarantees.of(who) == ()
    assert [len(everything()[name]) for name in ("guarantee", "guarantee_act")] == [2, 2]
    assert not_well(desk) == []


def test_those_to_act_on_come_first(desk: Desk, who: int) -> None:
    for name, more in (("甲", {"agreed_months": 2}), ("乙", {"agreed_months": 12}), ("丙", {})):
        desk.guarantees.add(NewGuarantee(who, name, "joint", invoice="A", **more))  # type: ignore[arg-type]
    assert [line.guarantor for line in desk.guarantees.of(who)] == ["丙", "乙", "甲"]


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        ({"customer_id": 99}, UnknownCustomer),
        ({"guarantor": "  "}, GuarantorMissing),
        ({"kind": "solid"}, UnknownGuaranteeKind),
        ({"agreed_months": 0}, GuaranteePeriodWrong),
        ({"agreed_months": -3}, GuaranteePeriodWrong),
        ({"agreed_months": 241}, GuaranteePeriodWrong),
        ({"agreed_months": 6, "agreed_until": day("2027-01-01")}, GuaranteePeriodWrong),
        ({"invoice": "A", "contract": "HT-1"}, GuaranteeScopeWrong),
        ({"invoice": "Z"}, UnknownInvoice),
        ({"contract": "Z"}, UnknownContractOfCustomer),
        ({"evidence_id": 99}, NotTheCustomersEvidence),
        ({"proof": Path("no such file.png")}, EvidenceFileMissing),
    ],
)
def test_what_cannot_be_a_guarantee_is_refused(
    desk: Desk, who: int, new: dict[str, object], refusal: type[Refusal]
) -> None:
    before = everything()
    with pytest.raises(refusal):
        desk.guarantees.add(NewGuarantee(**{"customer_id": who, "guarantor": "王五", **new}))  # type: ignore[arg-type]
    assert everything() == before


def test_an_act_must_be_one_that_happened_on_a_guarantee_there_is(desk: Desk, who: int) -> None:
    made = desk.guarantees.add(NewGuarantee(who, "王五", "joint"))
    for number, act, on, refusal in (
        (made.id, "letter", "2026-07-01", UnknownActKind),
        (made.id, "demand", "2026-10-09", LimitationDayInFuture),
        (99, "demand", "2026-07-01", UnknownGuarantee),
    ):
        with pytest.raises(refusal):
            desk.guarantees.record_act(number, act, day(on), proof=PROOF)
    with pytest.raises(UnknownGuarantee):
        desk.guarantees.check_owner(made.id, who + 1)
