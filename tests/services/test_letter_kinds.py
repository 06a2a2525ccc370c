"""Letters of every kind through the gate, with their numbers and what they lead to (R37, R49)."""

from __future__ import annotations

from datetime import timedelta

from arcdesk.bootstrap import Desk
from arcdesk.models.collection import Document
from arcdesk.models.queries import approaches
from arcdesk.pdf.preview import extract_text
from tests.services.desks import TODAY, Book, customer_id, enter, set_day


def owing(desk: Desk) -> int:
    contract = Book().customer("C1").invoice("F1", "C1", 1000, "2026-08-01", "2026-08-20")
    enter(desk, contract)
    return customer_id(desk, "C1")


def test_auto_goes_from_the_first_demand_to_the_final_one(desk: Desk) -> None:
    who = owing(desk)
    kinds, day = [], TODAY
    for _ in range(4):
        (letter,) = desk.letters.issue(who, "auto", force=True, reason="已与领导商定")
        kinds.append((letter.number, letter.level))
        day = set_day(desk, day + timedelta(days=15))
    assert kinds == [
        ("CK-2026-0001", "first"), ("CK-2026-0002", "second"), ("CK-2026-0003", "final"), ("CK-2026-0004", "final"),
    ]  # fmt: skip
    text = extract_text(desk.documents.pdf("CK-2026-0003")).replace("\n", "").replace("\r", "")
    assert "CK-2026-0001" in text
    assert "CK-2026-0002" in text


def test_the_next_demand_depends_on_the_invoices_it_names(desk: Desk) -> None:
    who = owing(desk)
    desk.letters.issue(who, "first")
    enter(desk, Book().customer("C2").invoice("F2", "C2", 500, "2026-08-01", "2026-08-20"))
    (letter,) = desk.letters.issue(customer_id(desk, "C2"), "auto")
    assert letter.level == "first"


def test_a_lawyers_draft_has_its_own_numbers_and_is_no_letter_to_the_customer(desk: Desk) -> None:
    who = owing(desk)
    (draft,) = desk.letters.issue(who, "lawyer_draft")
    assert draft.number == "LS-2026-0001"
    assert approaches.last_letters(TODAY) == {}
    (letter,) = desk.letters.issue(who, "first")  # no interval to keep to
    assert letter.number == "CK-2026-0001"
    assert Document.select().count() == 2


def test_what_the_contract_says_of_supply_and_forum_stands_in_the_final_demand(desk: Desk) -> None:
    from arcdesk.models.ledger import Contract, Invoice

    who = owing(desk)
    contract = Contract.create(
        number="HT-1", customer=who, dispute_clause="提交苏州仲裁委员会仲裁。", stop_supply_days=30
    )
    Invoice.update(contract=contract.id).execute()
    pdf = desk.letters.preview(who, "final")
    text = extract_text(pdf).replace("\n", "").replace("\r", "")
    assert "提交苏州仲裁委员会仲裁。" in text
    assert "逾期超过30天" in text
