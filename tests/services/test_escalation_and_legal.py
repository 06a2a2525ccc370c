"""The report to the CFO and the checklist before a suit (S-061, S-065, S-077, F-84)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.pdf import preview
from arcdesk.services.contacts import NewContact
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.escalation import BadReportDays, spans_from
from arcdesk.services.legal import NoSuchSign, UnknownDecision, UnknownSign, WaitUntilWhen
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, set_day


@pytest.fixture
def books(desk: Desk) -> Desk:
    """C1 owes 61, 60 and 400 days, C2 130 days in two currencies, C3 is not due."""
    def due(days: int) -> str:
        return (TODAY - timedelta(days=days)).isoformat()

    book = Book()
    book.customer("C1", owner="张").customer("C2", owner="李").customer("C3", owner="李")
    for number, customer, amount, days, more in (
        ("A1", "C1", 1000, 61, {}), ("A2", "C1", 500, 60, {}), ("A3", "C1", 4000, 400, {}),
        ("B1", "C2", 2000, 130, {}), ("B2", "C2", 300, 130, {"currency": "USD"}), ("D1", "C3", 900, -30, {}),
    ):  # fmt: skip
        book.invoice(number, customer, amount, "2025-01-05", due(days), **more)  # type: ignore[arg-type]
    enter(desk, book)
    return desk


def test_the_report_begins_beyond_its_days_and_its_sums_agree(books: Desk) -> None:
    report = books.escalation.report()
    assert report.is_sound
    yuan, dollars = report.blocks
    assert [(row.case.customer.code, row.old_fen) for row in yuan.rows] == [("C1", fen(5000)), ("C2", fen(2000))]
    assert yuan.by_span == (fen(1000), 0, fen(2000), 0, fen(4000))
    assert dict(yuan.by_owner) == {"张": (fen(5000), 1), "李": (fen(2000), 1)}
    assert (dollars.currency, dollars.total_fen) == ("USD", fen(300))
    assert yuan.rows[0].interest_fen
    assert yuan.rows[0].case.reasons
    assert yuan.rows[0].case.limitation is not None


def test_days_owner_and_day_can_be_chosen(books: Desk) -> None:
    assert [span.first for span in spans_from(90)] == [91, 121, 181, 366]
    assert books.escalation.report(59).blocks[0].rows[0].old_fen == fen(5500)
    assert [b.currency for b in books.escalation.report(60, owner="张").blocks] == ["CNY"]
    assert books.escalation.report(1000).blocks == ()
    assert books.escalation.report(60, day("2025-06-01")).blocks == ()
    for days in (-1, 3651):
        with pytest.raises(BadReportDays):
            books.escalation.report(days)


def test_the_report_on_paper_is_for_the_cfo(books: Desk, tmp_path: Path) -> None:
    books.staff.save("钱总", "cfo", "qian@example.com")
    paper = books.staff_papers.escalation(books.escalation.report())
    text = "".join(preview.page_texts(books.staff_papers.pdf(paper)))
    for part in ("C1", "5,000.00", "7,000.00", "张", "USD"):
        assert part in text, part
    assert paper.to == ("qian@example.com",)
    assert len(books.staff_papers.write([paper], tmp_path)) == 3


def rules(desk: Desk) -> dict[str, list[str]]:
    return {line.customer_code: [reason.rule for reason in line.reasons] for line in desk.legal.at_trigger()}


def test_the_trigger_needs_age_and_failed_talks_or_a_sign(books: Desk) -> None:
    assert rules(books) == {"C1": ["latest"]}
    two = customer_id(books, "C2")
    books.contacts.log(NewContact(two, "phone", "refused"))
    assert rules(books)["C2"] == ["refused"]
    books.contacts.log(NewContact(two, "phone", "promised", promises=((fen(100), TODAY + timedelta(days=5)),)))
    assert "C2" not in rules(books)
    set_day(books, TODAY + timedelta(days=10))
    assert rules(books)["C2"] == ["promise_broken"]


def test_lost_contact_is_noticed_and_signs_are_taken_back(books: Desk) -> None:
    two = customer_id(books, "C2")
    for _ in range(3):
        books.contacts.log(NewContact(two, "phone", "no_answer"))
    assert rules(books)["C2"] == ["lost_contact"]
    books.contacts.log(NewContact(two, "phone", "will_check"))
    assert "C2" not in rules(books)
    books.legal.note_sign(two, "moving_assets", "设备拉走")
    assert rules(books)["C2"] == ["moving_assets"]
    books.legal.lift_sign(two, "moving_assets", "已核实")
    assert "C2" not in rules(books)
    with pytest.raises(NoSuchSign):
        books.legal.lift_sign(two, "moving_assets", "x")
    with pytest.raises(UnknownSign):
        books.legal.note_sign(two, "ill", "x")
    with pytest.raises(ReasonMissing):
        books.legal.note_sign(two, "lost_contact", "")


def test_a_decision_is_appended_and_waiting_ends(books: Desk) -> None:
    one = customer_id(books, "C1")
    for until in (None, TODAY):
        with pytest.raises(WaitUntilWhen):
            books.legal.decide(one, "wait", "钱总", "x", until)
    with pytest.raises(WaitUntilWhen):
        books.legal.decide(one, "go", "钱总", "x", TODAY + timedelta(days=3))
    with pytest.raises(UnknownDecision):
        books.legal.decide(one, "hope", "钱总", "x")
    (line,) = books.legal.at_trigger()
    assert line.is_to_decide(TODAY)
    books.legal.decide(one, "wait", "钱总", "等报价", TODAY + timedelta(days=3))
    (line,) = books.legal.at_trigger()
    assert not line.is_to_decide(TODAY)
    assert line.is_to_decide(TODAY + timedelta(days=3))
    books.legal.decide(one, "go", "钱总", "不再等")
    assert [made.decision for made in books.legal.checklist(one).decisions] == ["wait", "go"]


def test_the_checklist_reckons_claim_and_fees(books: Desk) -> None:
    found = books.legal.checklist(customer_id(books, "C1"))
    (claim,) = found.claims
    assert claim.principal_fen == fen(5500)
    assert claim.interest_fen == books.interest.of_customer(customer_id(books, "C1")).totals["CNY"]
    assert found.fees is not None
    assert (found.fees.claim_fen, found.fees.court_fen) == (claim.total_fen, 5000)
    assert len(found.proofs) == 3
    text = "".join(preview.page_texts(books.staff_papers.pdf(books.staff_papers.checklist(found))))
    for part in ("5,500.00", "50.00", "no legal advice", "A3"):
        assert part in text, part
    nothing = books.legal.checklist(customer_id(books, "C3"))
    assert (nothing.claims, nothing.fees, nothing.reasons) == ((), None, ())
    assert books.staff_papers.pdf(books.staff_papers.checklist(nothing))
