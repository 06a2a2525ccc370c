"""Contracts: what they carry, what is refused, which invoices rest on them, what follows their term."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import BadLimitationYears, BadRate, ImplausibleRate, Refusal
from arcdesk.domain.rate_texts import parse_daily_rate
from arcdesk.domain.terms import BadCreditDays, BadDueDay, Terms, UnknownDueRule
from arcdesk.models.audit import AuditEvent
from arcdesk.services import contracts as service
from arcdesk.services.company import UnknownCompanySize
from arcdesk.services.contracts import ContractProfile
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.due_dates import NothingChosen
from arcdesk.services.evidence import PastedFile
from arcdesk.services.ledger import UnknownInvoice
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, not_well, table_rows


def events(action: str) -> list[dict[str, object]]:
    return [json.loads(row.body) for row in AuditEvent.select().where(AuditEvent.action == action)]


@pytest.fixture
def c1(desk: Desk) -> int:
    """A customer with four undated invoices and one that states its date."""
    book = Book().customer("C1").customer("C2")
    for number, issued in (
        ("A", "2026-01-05"),
        ("B", "2026-01-31"),
        ("C", "2026-03-10"),
        ("D", "2026-03-10"),
    ):
        book.invoice(number, "C1", 1000, issued)
    enter(desk, book.invoice("S", "C1", 500, "2026-01-05", "2026-02-20").invoice("X", "C2", 1, "2026-01-01"))
    return customer_id(desk, "C1")


def framework(c1: int, **facts: object) -> ContractProfile:
    values: dict[str, object] = {
        "signed_on": day("2025-12-20"), "credit_days": 30, "due_rule": "month_day", "due_day": 20,
        "penalty_daily_rate": parse_daily_rate("万分之五"), "is_interest_first": True,
        "dispute_clause": "苏州仲裁委员会", "limitation_years": 3, "stop_supply_days": 60,
        "notice_address": "苏州市星湖街1号", "note": "框架协议",
    }  # fmt: skip
    return ContractProfile(0, c1, "HT-1", **(values | facts))  # type: ignore[arg-type]


def test_a_contract_keeps_all_that_it_says(desk: Desk, c1: int) -> None:
    saved = desk.contracts.save(framework(c1))
    assert desk.contracts.find("HT-1") == saved
    assert saved.terms == Terms(30, "month_day", 20)
    assert saved.penalty_daily_rate == Decimal("0.0005")
    (line,) = desk.contracts.of(c1)
    assert (line.profile, line.invoice_count, line.open_fen) == (saved, 0, {})
    assert desk.contracts.of(customer_id(desk, "C2")) == ()
    assert events("contract.added")[0]["number"] == "HT-1"


def test_a_change_keeps_the_old_values_and_a_change_of_nothing_is_no_event(desk: Desk, c1: int) -> None:
    saved = desk.contracts.save(framework(c1))
    desk.contracts.save(replace(saved, credit_days=60, penalty_daily_rate=None, due_rule="issued"))
    (event,) = events("contract.changed")
    assert event["before"] == {
        "credit_days": 30, "due_rule": "month_day", "due_day": 20, "penalty_daily_rate": "0.0005"
    }  # fmt: skip
    assert event["after"] == {
        "credit_days": 60, "due_rule": "issued", "due_day": None, "penalty_daily_rate": None
    }  # fmt: skip
    desk.contracts.save(desk.contracts.find("HT-1"))
    assert len(events("contract.changed")) == 1


@pytest.mark.parametrize("said", ["0.05%", "0.0005", "万分之五", "日万分之五", "0.5‰"])
def test_a_penalty_is_taken_in_every_spelling(desk: Desk, c1: int, said: str) -> None:
    desk.contracts.save(framework(c1, penalty_daily_rate=parse_daily_rate(said)))
    assert desk.contracts.find("HT-1").penalty_daily_rate == Decimal("0.0005")


WRONG: list[tuple[dict[str, object], type[Refusal]]] = [
    ({"credit_days": -1}, BadCreditDays),
    ({"credit_days": 10**12}, BadCreditDays),
    ({"due_rule": "whenever"}, UnknownDueRule),
    ({"due_day": 32}, BadDueDay),
    ({"due_day": None}, BadDueDay),
    ({"penalty_daily_rate": Decimal("-0.1")}, BadRate),
    ({"penalty_daily_rate": Decimal(0)}, BadRate),
    ({"penalty_daily_rate": Decimal("0.05")}, ImplausibleRate),
    ({"limitation_years": 2}, BadLimitationYears),
    ({"limitation_years": 20}, BadLimitationYears),
    ({"stop_supply_days": -3}, service.BadStopDays),
    ({"stop_supply_days": 10**9}, service.BadStopDays),
    ({"signed_on": day("2199-01-01")}, service.SignedInFuture),
    ({"number": "  "}, service.ContractNumberMissing),
    ({"id": 77}, service.UnknownContract),
    ({"customer_id": 99}, UnknownCustomer),
]


@pytest.mark.parametrize(("facts", "refusal"), WRONG)
def test_what_no_contract_says_is_refused_and_nothing_is_written(
    desk: Desk, c1: int, facts: dict[str, object], refusal: type[Refusal]
) -> None:
    before = (table_rows("contract"), AuditEvent.select().count())
    with pytest.raises(refusal) as caught:
        desk.contracts.save(replace(framework(c1), **facts))
    assert str(caught.value)
    assert (table_rows("contract"), AuditEvent.select().count()) == before


def test_a_number_stands_for_one_contract(desk: Desk, c1: int) -> None:
    desk.contracts.save(framework(c1))
    with pytest.raises(service.ContractNumberTaken):
        desk.contracts.save(framework(customer_id(desk, "C2")))
    with pytest.raises(service.UnknownContract):
        desk.contracts.find("HT-9")


def test_an_open_and_a_hostile_text_come_back_as_they_are(desk: Desk, c1: int) -> None:
    text = "'; DROP TABLE contract; --\n=1+1 “引号” \U0001f600"
    desk.contracts.save(framework(c1, dispute_clause=text, note=text, notice_address=text))
    found = desk.contracts.find("HT-1")
    assert (found.dispute_clause, found.note, found.notice_address) == (text, text, text)


# Invoices and their due dates


def test_linked_invoices_follow_the_contract_when_asked_to_and_stated_dates_never(
    desk: Desk, c1: int
) -> None:
    desk.contracts.save(framework(c1))
    assert desk.contracts.link(["A", "B", "S"], "HT-1") == 3
    assert desk.contracts.link(["A", "B", "S"], "HT-1") == 0
    assert desk.ledger.invoice("A").due_on is None  # linking alone changes no date
    plan = desk.due_dates.rederivable(c1)
    assert [(c.line.number, c.new.due_on, c.new.source) for c in plan.changes] == [
        ("A", day("2026-02-20"), "contract"), ("B", day("2026-02-20"), "contract")
    ]  # fmt: skip
    assert plan.overdue == {"CNY": (2, fen(2000))}
    assert desk.due_dates.rederive(c1, desk.contracts.find("HT-1").id).changes == plan.changes
    found = desk.ledger.invoice("S")
    assert (found.due_on, found.due_source) == (day("2026-02-20"), "file")
    (line,) = desk.contracts.of(c1)
    assert (line.invoice_count, line.open_fen) == (3, {"CNY": fen(2500)})
    with pytest.raises(NothingChosen):
        desk.due_dates.rederive(c1)
    assert not_well(desk) == []


def test_new_terms_show_before_and_after_and_move_only_what_came_from_the_contract(
    desk: Desk, c1: int
) -> None:
    saved = desk.contracts.save(framework(c1))
    desk.contracts.link(["A", "B", "C", "S"], "HT-1")
    desk.due_dates.rederive(c1)
    from arcdesk.domain.due_repair import Repair

    (c,) = (line.id for line in desk.due_dates.lines(["C"]))
    desk.due_dates.repair([c], Repair("fixed", on=day("2026-12-31")), reason="口头约定")
    desk.contracts.save(replace(saved, credit_days=60, due_rule="issued"))
    plan = desk.due_dates.rederivable(c1, saved.id)
    assert [(p.line.number, p.line.due_on, p.new.due_on) for p in plan.changes] == [
        ("A", day("2026-02-20"), day("2026-03-06")), ("B", day("2026-02-20"), day("2026-04-01")),
    ]  # fmt: skip
    desk.due_dates.rederive(c1, saved.id)
    assert desk.ledger.invoice("C").due_on == day("2026-12-31")
    history = desk.due_dates.history(desk.ledger.invoice("A").id)
    assert [(h.old_due_on, h.due_on, h.rule) for h in history] == [
        (day("2026-02-20"), day("2026-03-06"), "contract"), (None, day("2026-02-20"), "contract")
    ]  # fmt: skip


def test_terms_that_are_taken_away_leave_the_dates(desk: Desk, c1: int) -> None:
    saved = desk.contracts.save(framework(c1))
    desk.contracts.link(["A"], "HT-1")
    desk.due_dates.rederive(c1)
    desk.contracts.save(replace(saved, credit_days=None))
    assert desk.due_dates.rederivable(c1).changes == ()
    assert desk.ledger.invoice("A").due_on == day("2026-02-20")


def test_an_invoice_rests_only_on_a_contract_of_its_customer(desk: Desk, c1: int) -> None:
    desk.contracts.save(framework(c1))
    with pytest.raises(service.ContractOfOther):
        desk.contracts.link(["A", "X"], "HT-1")
    with pytest.raises(UnknownInvoice):
        desk.contracts.link(["A", "NIX"], "HT-1")
    with pytest.raises(service.UnknownContract):
        desk.contracts.link(["A"], "HT-9")
    assert desk.ledger.invoice("A").contract_number == ""
    desk.contracts.link(["A"], "HT-1")
    assert desk.contracts.link(["A"], None) == 1
    assert desk.ledger.invoice("A").contract_number == ""
    assert events("contract.linked")[-1]["invoices"] == {"A": 1}


def test_the_penalty_of_a_linked_contract_is_that_of_the_letter(desk: Desk, c1: int) -> None:
    desk.contracts.save(framework(c1, penalty_daily_rate=Decimal("0.001")))
    desk.contracts.link(["S"], "HT-1")
    issued = desk.letters.issue(c1, "first", "zh", TODAY)
    assert issued[0].interest_fen == fen(500) * (TODAY - day("2026-02-20")).days // 1000


# Sizes


def test_the_size_of_the_company_is_kept_and_a_strange_one_refused(desk: Desk) -> None:
    desk.company.save(replace(desk.company.profile(), size="small"))
    assert desk.company.profile().size == "small"
    with pytest.raises(UnknownCompanySize):
        desk.company.save(replace(desk.company.profile(), size="huge"))


def test_the_book_of_a_customer_has_what_belongs_on_the_screen(desk: Desk, c1: int) -> None:
    desk.company.save(replace(desk.company.profile(), size="small"))
    desk.customers.save_profile(replace(desk.customers.find(c1), size="public"))
    desk.contracts.save(framework(c1))
    book = desk.contracts.book(c1)
    assert [line.profile.number for line in book.lines] == ["HT-1"]
    assert (book.has_scan, book.creditor_size, book.debtor_size) == (False, "small", "public")


def test_invoices_are_linked_and_unlinked_in_one_go(desk: Desk, c1: int) -> None:
    desk.contracts.save(framework(c1), ["A", "B"])
    assert desk.contracts.link(["C"], "HT-1", unlink=["B", "D"]) == 2
    found = {n: desk.ledger.invoice(n).contract_number for n in "ABCD"}
    assert found == {"A": "HT-1", "B": "", "C": "HT-1", "D": ""}
    assert len(events("contract.linked")) == 1


def test_a_scan_among_the_evidence_is_seen(desk: Desk, c1: int) -> None:
    assert not desk.contracts.has_scan(c1)
    desk.evidence.add(PastedFile("note.png", b"x"), c1, kind="other")
    assert not desk.contracts.has_scan(c1)
    desk.evidence.add(PastedFile("contract.pdf", b"y"), c1, kind="contract")
    assert desk.contracts.has_scan(c1)
