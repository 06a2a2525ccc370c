"""Cases 4, 5 and 9-13 of requirements.md part 2.4: letters, disputes, promises, the work list."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.pdf.errors import MissingField
from arcdesk.services.contacts import NewContact
from arcdesk.services.delivery_refusals import DeliveryBeforeIssue, DeliveryInFuture, UnknownMeans
from arcdesk.services.documents import UnknownDocument
from arcdesk.services.evidence import PastedFile
from arcdesk.services.letters import NothingToDemand, UnknownLetterKind
from arcdesk.services.statements import NothingToState, PeriodReversed, UnknownStyle
from tests.services.desks import COMPANY, Book, ages, customer_id, day, enter, fen, not_well, set_day


def owing(desk: Desk, amount: int = 1000) -> int:
    """A customer with one invoice, 100 days overdue on the desk's day."""
    due = desk.clock.today() - timedelta(days=100)
    enter(desk, Book().customer("C1").invoice("A", "C1", amount, "2026-01-01", due.isoformat()))
    return customer_id(desk, "C1")


def pdf_text(pdf: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def test_a_letter_asks_for_what_is_left_after_a_linked_credit_note(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("N", "C1", -200, "2026-03-01", credits="A"))
    (letter,) = desk.letters.issue(customer_id(desk, "C1"))
    assert letter.total_fen == fen(800)


def test_a_letter_shows_gross_and_credit_and_asks_for_the_net(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("N", "C1", -200, "2026-03-01"))
    (letter,) = desk.letters.issue(customer_id(desk, "C1"))
    assert letter.total_fen == fen(800)
    text = pdf_text(desk.documents.pdf(letter.number))
    for figure in ("1,000.00", "200.00", "800.00"):
        assert figure in text


def test_no_letter_where_unallocated_money_covers_the_debt(desk: Desk) -> None:
    who = owing(desk)
    desk.receipts.record(who, fen(1000), desk.clock.today())
    with pytest.raises(NothingToDemand):
        desk.letters.issue(who, force=True, reason="已与领导商定")
    desk.receipts.record(who, fen(500), desk.clock.today())
    with pytest.raises(NothingToDemand):
        desk.letters.issue(who, force=True, reason="已与领导商定")
    assert desk.letters.issued() == ()


def test_a_letter_has_a_document_for_each_currency_and_one_event(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01")
    enter(desk, book.invoice("B", "C1", 90, "2026-01-01", "2026-02-01", currency="USD"))
    who = customer_id(desk, "C1")
    letters = desk.letters.issue(who)
    assert [(letter.number, letter.currency, letter.total_fen) for letter in letters] == [
        ("CK-2026-0001", "CNY", fen(100)), ("CK-2026-0002", "USD", fen(90)),
    ]  # fmt: skip
    from arcdesk.models.audit_chain import events_of

    told = [event for event in events_of(who) if event["action"] == "letter.issued"]
    assert [document["number"] for document in told[0]["documents"]] == [letter.number for letter in letters]


def test_numbers_have_no_gap_after_an_issue_that_failed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    who = owing(desk)
    import arcdesk.pdf.letter

    def jam(*_data: object) -> bytes:
        raise RuntimeError("paper jam")

    with monkeypatch.context() as patch:
        patch.setattr(arcdesk.pdf.letter, "render_letter", jam)
        with pytest.raises(RuntimeError, match="paper jam"):
            desk.letters.issue(who)
    assert desk.letters.issued() == ()
    assert [letter.number for letter in desk.letters.issue(who)] == ["CK-2026-0001"]
    assert [letter.number for letter in desk.letters.issue(who, force=True, reason="已与领导商定")] == ["CK-2026-0002"]
    set_day(desk, "2027-01-04")
    assert [letter.number for letter in desk.letters.issue(who)] == ["CK-2027-0001"]


def test_a_half_entered_account_gets_no_letter_and_no_number(desk: Desk) -> None:
    from dataclasses import replace

    who = owing(desk)
    desk.company.save(replace(COMPANY, bank=""))
    with pytest.raises(MissingField):
        desk.letters.issue(who)
    desk.company.save(COMPANY)
    assert desk.letters.issue(who)[0].number == "CK-2026-0001"


def test_a_debt_older_than_the_table_of_rates_gets_its_letter_too(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2002-01-01", "2002-02-01"))
    (letter,) = desk.letters.issue(customer_id(desk, "C1"))
    assert (letter.total_fen, letter.interest_fen) == (fen(1000), None)


def test_a_disputed_invoice_leaves_the_letter_and_stays_in_the_aging(desk: Desk) -> None:
    who = owing(desk)
    enter(desk, Book().invoice("B", "C1", 400, "2026-01-01", "2026-02-01"))
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("B", fen(400), "数量不符"),)))
    gate = {line.invoice_number: line for line in desk.letters.check([who])}
    assert (gate["A"].allowed, gate["B"].allowed) == (True, False)
    assert [reason.rule for reason in gate["B"].reasons if reason.blocking] == ["disputed"]
    (letter,) = desk.letters.issue(who)
    assert (letter.total_fen, letter.invoice_numbers) == (fen(1000), ("A",))
    row = desk.aging.report().currencies[0].rows[0]
    assert (row.gross_fen, row.disputed_fen) == (fen(1400), fen(400))
    text = pdf_text(desk.statements.preview(who, day("2026-01-01"), desk.clock.today(), language="en"))
    assert "400.00 disputed" in " ".join(text.split())


def test_a_part_dispute_lowers_the_demand(desk: Desk) -> None:
    who = owing(desk)
    desk.contacts.log(NewContact(who, "phone", "disputes", disputes=(("A", fen(300), "质量"),)))
    (line,) = desk.letters.check([who])
    assert (line.allowed, line.demand_fen) == (True, fen(700))
    assert desk.letters.issue(who)[0].total_fen == fen(700)


def test_a_promise_pauses_until_its_day_and_is_broken_after_it(desk: Desk) -> None:
    set_day(desk, "2026-02-01")
    who = owing(desk)
    desk.contacts.log(NewContact(who, "phone", "promised", promises=((fen(1000), day("2026-02-10")),)))
    for paused in ("2026-02-01", "2026-02-10"):
        set_day(desk, paused)
        (line,) = desk.letters.check([who])
        assert [reason.rule for reason in line.reasons if reason.blocking] == ["promised"]
        with pytest.raises(NothingToDemand):
            desk.letters.issue(who)
        assert desk.promises.of(who)[0].state == "open"
    set_day(desk, "2026-02-11")
    assert desk.promises.of(who)[0].state == "broken"
    first = desk.worklist.today()[0]
    assert (first.customer_id, first.kind) == (who, "broken_promise")
    assert desk.letters.check([who])[0].allowed


@pytest.mark.parametrize(("paid", "state"), [(0, "broken"), (600, "part_kept"), (1000, "kept")])
def test_the_receipts_decide_what_became_of_a_promise(desk: Desk, paid: int, state: str) -> None:
    set_day(desk, "2026-02-01")
    who = owing(desk)
    desk.contacts.log(NewContact(who, "phone", "promised", promises=((fen(1000), day("2026-02-10")),)))
    set_day(desk, "2026-02-09")
    if paid:
        desk.receipts.record(who, fen(paid), day("2026-02-09"), rule="oldest")
    set_day(desk, "2026-02-11")
    (promise,) = desk.promises.of(who)
    assert (promise.state, promise.paid_fen, promise.missing_fen) == (state, fen(paid), fen(1000 - paid))


def test_letters_run_twice_on_a_day_give_no_second_letter_unless_forced(desk: Desk) -> None:
    who = owing(desk)
    desk.letters.issue(who)
    with pytest.raises(NothingToDemand):
        desk.letters.issue(who)
    assert [reason.rule for reason in desk.letters.check([who])[0].reasons if reason.blocking] == ["too_soon"]
    assert len(desk.letters.issue(who, force=True, reason="已与领导商定")) == 1
    set_day(desk, "2026-10-14")
    assert not desk.letters.check([who])[0].allowed
    set_day(desk, "2026-10-15")
    assert desk.letters.check([who])[0].allowed


def test_after_twenty_days_away_each_customer_comes_once_with_the_highest_level(desk: Desk) -> None:
    set_day(desk, "2026-01-20")
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-01-15"))
    who = customer_id(desk, "C1")
    desk.followups.add(who, day("2026-01-22"), "电话")
    desk.followups.add(who, day("2026-01-30"), "再电话")
    set_day(desk, "2026-02-20")
    (entry,) = desk.worklist.today()
    assert [reason.rule for reason in entry.reasons] == ["followup_due", "followup_due", "level_due"]
    assert entry.max_overdue_days == 36
    (notice,) = desk.followups.due_notices(desk.clock.today())
    assert len(notice.lines) == 2
    desk.reminding.told_follow_ups(notice.follow_up_ids, "tray")
    assert desk.followups.due_notices(desk.clock.today()) == ()


def test_money_that_comes_in_before_printing_takes_the_invoice_out(desk: Desk) -> None:
    who = owing(desk)
    enter(desk, Book().invoice("B", "C1", 250, "2026-01-01", "2026-02-01"))
    assert all(line.allowed for line in desk.letters.check([who]))
    assert b"%PDF" in desk.letters.preview(who)[:8]
    desk.receipts.record(who, fen(1000), desk.clock.today(), allocate={"A": fen(1000)})
    assert [line.invoice_number for line in desk.letters.check([who])] == ["B"]
    (letter,) = desk.letters.issue(who)
    assert (letter.total_fen, letter.invoice_numbers) == (fen(250), ("B",))


def test_a_letter_keeps_its_figures_and_shows_what_is_owed_now(desk: Desk) -> None:
    who = owing(desk)
    (letter,) = desk.letters.issue(who)
    desk.receipts.record(who, fen(400), desk.clock.today(), rule="oldest")
    again = desk.documents.find(letter.number)
    assert (again.total_fen, again.balance_now_fen, again.sha256) == (fen(1000), fen(600), letter.sha256)


def test_the_date_of_a_letter_stands_in_for_today(desk: Desk) -> None:
    (letter,) = desk.letters.issue(owing(desk), on=day("2026-10-09"))
    assert (letter.issued_on, letter.as_of) == (day("2026-10-09"), day("2026-10-09"))


def test_a_kind_of_letter_without_a_text_is_refused(desk: Desk) -> None:
    with pytest.raises(UnknownLetterKind):
        desk.letters.issue(owing(desk), "fifth")


def test_nothing_was_sent_or_arrived_before_it_was_issued(desk: Desk) -> None:
    who = owing(desk)
    (letter,) = desk.letters.issue(who)
    with pytest.raises(DeliveryBeforeIssue):
        desk.documents.record_sent(letter.number, "ems", "EA1", day("2026-10-07"))
    with pytest.raises(DeliveryBeforeIssue):
        desk.documents.record_delivered(letter.number, day("2026-10-07"), PastedFile("p.png", b"proof"))
    with pytest.raises(DeliveryInFuture):
        desk.documents.record_sent(letter.number, "ems", "EA1", day("2026-10-09"))
    with pytest.raises(UnknownMeans):
        desk.documents.record_sent(letter.number, "pigeon", "", day("2026-10-08"))
    with pytest.raises(UnknownDocument):
        desk.documents.record_sent("CK-2026-0099", "ems", "", day("2026-10-08"))
    assert desk.documents.find(letter.number).state == "issued"
    assert len(desk.evidence.list()) == 1


def test_a_delivery_is_kept_with_its_proof(desk: Desk) -> None:
    who = owing(desk)
    (letter,) = desk.letters.issue(who)
    sent = desk.documents.record_sent(letter.number, "ems", "EA123456789CN", day("2026-10-08"))
    assert (sent.state, sent.tracking) == ("sent", "EA123456789CN")
    set_day(desk, "2026-10-12")
    done = desk.documents.record_delivered(letter.number, day("2026-10-11"), PastedFile("签收.png", b"proof"))
    assert (done.state, done.tracking) == ("delivered", "EA123456789CN")
    assert [item.kind for item in desk.evidence.list(who)] == ["delivery", "letter"]


def test_a_statement_carries_opening_movements_and_closing(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 120_000, "2025-12-01", "2026-02-01")
    book.invoice("B", "C1", 50_000, "2026-01-10", "2026-02-10").receipt(
        "R", "C1", 80_000, "2026-01-20", {"A": 80_000}
    )
    enter(desk, book.invoice("C", "C1", "12,345.67", "2026-01-31", "2026-03-01"))
    who = customer_id(desk, "C1")
    (issued,) = desk.statements.issue(who, day("2026-01-01"), day("2026-01-31"))
    assert issued.number == "DZ-2026-0001"
    assert issued.figures == {
        "opening": fen(120_000), "debits": fen("62,345.67"), "credits": fen(80_000), "closing": fen("102,345.67"),
    }  # fmt: skip
    assert sum(ages(desk, "2026-01-31", "C1").values()) == fen("102,345.67")


def test_a_statement_of_prepaid_money_demands_nothing(desk: Desk) -> None:
    book = Book().customer("C1").receipt("R", "C1", 5000, "2025-12-01")
    enter(desk, book.invoice("A", "C1", 3000, "2026-01-10", "2026-02-10"))
    who = customer_id(desk, "C1")
    (issued,) = desk.statements.issue(who, day("2026-01-01"), day("2026-03-31"))
    assert issued.figures["closing"] == fen(-2000)
    text = pdf_text(desk.documents.pdf(issued.number))
    assert "预收" in text
    assert "催款" not in text
    with pytest.raises(NothingToDemand):
        desk.letters.issue(who, force=True, reason="已与领导商定")


def test_open_items_and_activity_close_on_the_same_balance(desk: Desk) -> None:
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-01-10", "2026-02-10")
    book.invoice("N", "C1", -150, "2026-01-15").receipt("R", "C1", 300, "2026-02-01", {"A": 250})
    enter(desk, book)
    who = customer_id(desk, "C1")
    closings = {
        style: desk.statements.issue(who, day("2026-01-01"), day("2026-03-31"), style)[0].figures["closing"]
        for style in ("activity", "open_items")
    }
    assert closings == {"activity": fen(550), "open_items": fen(550)}


def test_an_impossible_statement_is_refused(desk: Desk) -> None:
    who = owing(desk)
    with pytest.raises(PeriodReversed):
        desk.statements.issue(who, day("2026-02-01"), day("2026-01-01"))
    with pytest.raises(UnknownStyle):
        desk.statements.issue(who, day("2026-01-01"), day("2026-02-01"), "fancy")
    with pytest.raises(NothingToState):
        desk.statements.issue(who, day("2025-01-01"), day("2025-12-31"))
    assert desk.statements.issued() == ()
    assert not_well(desk) == []
