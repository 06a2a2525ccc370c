"""What each record of the log is worth: proven, weak, unproven, or no event at all (R10 to R21, R97)."""

from __future__ import annotations

from datetime import date

import pytest

from arcdesk.domain.limitation_events import Event
from arcdesk.domain.limitation_log import (
    ContactFacts,
    Delivery,
    DocumentFacts,
    EntryFacts,
    PlanFacts,
    Record,
    class_of,
    of_contact,
    of_document,
    of_entry,
    of_free_money,
    of_imported_balance,
    of_payment,
    of_plan,
)

D = date.fromisoformat


def record(event: Event) -> Record:
    assert isinstance(event.reference, Record)
    return event.reference


def letter(*deliveries: Delivery, level: str = "first", demand_fen: int = 100) -> DocumentFacts:
    return DocumentFacts(3, "CK-1", "letter", level, D("2025-01-10"), demand_fen, 70, deliveries)


def statement(*deliveries: Delivery, demand_fen: int = 100) -> DocumentFacts:
    return DocumentFacts(4, "DZ-1", "statement", "activity", D("2025-01-10"), demand_fen, 71, deliveries)


def told(document: DocumentFacts) -> list[tuple[str, str, str]]:
    return [(event.kind, str(event.on), event.proof) for event in of_document(document)]


def sent(on: str, means: str = "ems") -> Delivery:
    return Delivery("sent", D(on), means)


def arrived(on: str, proof: int | None = 8) -> Delivery:
    return Delivery("delivered", D(on), evidence_id=proof)


def answer(result: str, on: str, scan: int | None = 9) -> Delivery:
    return Delivery(result, D(on), evidence_id=scan)


def test_a_letter_that_is_only_issued_is_shown_and_never_counts() -> None:
    (event,) = of_document(letter())
    assert (event.kind, event.on, event.counts) == ("demand_post", D("2025-01-10"), False)
    assert record(event).is_on_its_way
    assert record(event).advice is not None


def test_a_letter_on_its_way_is_not_proven_either() -> None:
    (event,) = of_document(letter(sent("2025-01-11")))
    assert (event.on, event.proof, record(event).is_on_its_way) == (D("2025-01-11"), "unproven", True)


def test_a_letter_that_arrived_provably_counts_from_the_day_of_arrival() -> None:
    (event,) = of_document(letter(sent("2025-01-11"), arrived("2025-01-15")))
    assert (event.kind, event.on, event.proof, event.evidence) == (
        "demand_post",
        D("2025-01-15"),
        "strong",
        (8, 70),
    )
    assert record(event).advice is None


def test_an_arrival_without_its_proof_is_not_proven() -> None:
    (event,) = of_document(letter(sent("2025-01-11"), arrived("2025-01-15", None)))
    assert (event.on, event.proof, record(event).is_on_its_way) == (D("2025-01-15"), "unproven", False)


@pytest.mark.parametrize(
    ("means", "kind"),
    [
        ("ems", "demand_post"), ("courier", "demand_post"), ("registered", "demand_post"), ("other", "demand_post"),
        ("hand", "demand_signed"), ("email", "demand_data"), ("wechat", "demand_data"), ("sms", "demand_data"),
    ],
)  # fmt: skip
def test_the_way_of_sending_says_what_kind_of_demand_it_is(means: str, kind: str) -> None:
    assert told(letter(sent("2025-01-11", means), arrived("2025-01-15"))) == [(kind, "2025-01-15", "strong")]


def test_a_letter_sent_twice_goes_by_the_last_way_before_it_arrived() -> None:
    papers = (
        sent("2025-01-11"),
        sent("2025-01-12", "hand"),
        arrived("2025-01-12"),
        sent("2025-02-01", "email"),
    )
    assert told(letter(*papers)) == [("demand_signed", "2025-01-12", "strong")]


@pytest.mark.parametrize("level", ["reminder", "lawyer_draft"])
def test_a_reminder_and_a_draft_for_counsel_demand_nothing(level: str) -> None:
    assert told(letter(arrived("2025-01-15"), level=level)) == []


def test_what_asks_for_nothing_is_no_demand() -> None:
    assert told(statement(arrived("2025-01-15"), answer("agreed", "2025-01-20"), demand_fen=0)) == []
    assert told(statement(arrived("2025-01-15"), demand_fen=-500)) == []


def test_a_statement_that_never_left_is_none_and_one_that_arrived_is_a_demand() -> None:
    assert told(statement()) == []
    assert told(statement(sent("2025-01-12"))) == [("demand_post", "2025-01-12", "unproven")]
    assert told(statement(arrived("2025-01-15"))) == [("demand_post", "2025-01-15", "strong")]


def test_a_confirmed_statement_counts_with_its_scan_alone() -> None:
    assert told(statement(answer("agreed", "2025-02-01"))) == [("statement_signed", "2025-02-01", "strong")]
    (event,) = of_document(statement(answer("agreed", "2025-02-01", None)))
    assert (event.proof, record(event).advice is None) == ("unproven", False)
    assert told(statement(answer("disputed", "2025-02-01"))) == []


def test_the_scan_that_comes_later_takes_the_place_of_the_bare_answer() -> None:
    both = statement(answer("agreed", "2025-02-01", None), answer("agreed", "2025-02-01"))
    assert told(both) == [("statement_signed", "2025-02-01", "strong")]


def test_an_answer_put_right_as_disputed_is_none_but_a_later_change_of_mind_undoes_nothing() -> None:
    assert told(statement(answer("agreed", "2025-02-01"), answer("disputed", "2025-02-01"))) == []
    changed = statement(answer("agreed", "2025-02-01"), answer("disputed", "2025-03-01"))
    assert told(changed) == [("statement_signed", "2025-02-01", "strong")]


def said(
    channel: str,
    outcome: str = "will_check",
    *,
    promise: bool = False,
    files: bool = False,
    currency: str = "CNY",
) -> tuple[str, str] | None:
    facts = ContactFacts(
        5, D("2025-03-01"), channel, outcome, frozenset({"CNY"} if promise else ()),
        (7,) if files else (), (7,) if files else (),
    )  # fmt: skip
    event = of_contact(facts, currency)
    return (event.kind, event.proof) if event is not None else None


@pytest.mark.parametrize("channel", ["phone", "visit", "meeting", "lawyer", "other"])
def test_speech_is_unproven_and_weak_at_best(channel: str) -> None:
    assert said(channel) == ("oral_demand", "unproven")
    assert said(channel, promise=True) == ("oral_demand", "unproven")
    assert said(channel, files=True) == ("oral_demand", "weak")
    assert said(channel, promise=True, files=True) == ("debtor_agrees", "weak")


@pytest.mark.parametrize("channel", ["wechat", "sms", "email"])
def test_a_message_is_weak_with_its_pictures_and_a_promise_in_it_is_proven(channel: str) -> None:
    assert said(channel) == ("demand_data", "unproven")
    assert said(channel, files=True) == ("demand_data", "weak")
    assert said(channel, promise=True) == ("debtor_agrees", "unproven")
    assert said(channel, promise=True, files=True) == ("debtor_agrees", "strong")


def test_a_promise_binds_in_its_own_currency() -> None:
    assert said("wechat", promise=True, files=True, currency="USD") == ("demand_data", "weak")


def test_a_letter_logged_as_a_contact_is_a_demand_by_post() -> None:
    assert said("letter") == ("demand_post", "unproven")
    assert said("letter", files=True) == ("demand_post", "weak")


def test_a_note_taken_on_the_phone_is_no_recording() -> None:
    facts = ContactFacts(5, D("2025-03-01"), "phone", "will_check", evidence=(7,), recordings=())
    event = of_contact(facts, "CNY")
    assert event is not None
    assert event.proof == "unproven"


@pytest.mark.parametrize("channel", ["phone", "wechat", "letter", "visit"])
@pytest.mark.parametrize("outcome", ["unreachable", "wrong_person"])
def test_nothing_reached_the_debtor_where_nobody_was_reached(channel: str, outcome: str) -> None:
    assert said(channel, outcome, files=True) is None


def test_an_unanswered_call_is_nothing_but_an_unanswered_message_arrived() -> None:
    assert said("phone", "no_answer", files=True) is None
    assert said("wechat", "no_answer", files=True) == ("demand_data", "weak")


def test_money_put_to_the_invoice_counts_and_money_put_nowhere_or_imported_does_not() -> None:
    assert of_payment(1, "R1", D("2025-06-01")).counts
    free = of_free_money(1, "R1", D("2025-06-01"))
    assert (free.proof, free.counts) == ("weak", False)
    balance = of_imported_balance(1, "R1", D("2025-06-01"))
    assert (balance.proof, record(balance).may_count) == ("unproven", False)


def test_a_plan_counts_in_writing_or_with_its_paper_and_not_by_word_of_mouth() -> None:
    assert of_plan(PlanFacts(1, "P1", D("2025-06-01"), is_written=True)).proof == "strong"
    assert of_plan(PlanFacts(1, "P1", D("2025-06-01"), is_written=False, evidence_id=4)).proof == "strong"
    spoken = of_plan(PlanFacts(1, "P1", D("2025-06-01"), is_written=False))
    assert (spoken.kind, spoken.proof) == ("debtor_agrees", "unproven")


def test_the_end_of_a_proceeding_is_not_known_before_its_day() -> None:
    entry = EntryFacts(
        1, "suit", D("2024-01-05"), D("2025-03-01"), "strong", counts_weak=False, evidence=(4,)
    )
    assert of_entry(entry, D("2024-06-01")).ends_on is None
    assert of_entry(entry, D("2025-03-01")).ends_on == D("2025-03-01")


def test_an_entry_for_a_contact_that_was_corrected_no_longer_counts() -> None:
    entry = EntryFacts(1, "demand_data", D("2025-01-05"), None, "strong", counts_weak=True, is_void=True)
    event = of_entry(entry, D("2026-01-01"))
    assert (event.counts, record(event).may_count) == (False, False)


@pytest.mark.parametrize(
    ("kind", "has_proof", "strength"),
    [
        ("suit", True, "strong"), ("suit", False, "unproven"), ("audit_confirmation", True, "weak"),
        ("oral_demand", True, "strong"), ("statement_reconciled", True, "weak"), ("payment", False, "unproven"),
    ],
)  # fmt: skip
def test_what_is_entered_is_as_strong_as_its_kind_once_it_is_proven(
    kind: str, has_proof: bool, strength: str
) -> None:
    assert class_of(kind, has_proof=has_proof) == strength


def test_a_record_is_named_by_its_kind_and_number() -> None:
    assert record(of_payment(12, "R1", D("2025-06-01"))).key == "receipt:12"
