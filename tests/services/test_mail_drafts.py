"""Letters as unsent e-mails: whom they go to, what they say, and when they stay in the house."""

from __future__ import annotations

import email
import email.policy
import string
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.tone import findings
from arcdesk.models.base import proxy
from arcdesk.services import mail_texts
from arcdesk.services.contacts import NewContact
from arcdesk.services.customers import Person
from arcdesk.services.mail import Choice, MayNotLeave
from arcdesk.services.papers import PaperRequest
from tests.services.desks import TODAY, Book, customer_id, day, enter, fen, set_day
from tests.services.mail_books import NAMES, debtors, letter, letters


def read(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def rules(desk: Desk, number: str, **choice: object) -> list[str]:
    (line,) = desk.mail.plan([number], Choice(**choice))  # type: ignore[arg-type]
    return [reason.rule for reason in line.reasons]


def test_a_draft_holds_the_letter_its_figures_and_the_sealed_pdf(desk: Desk, tmp_path: Path) -> None:
    (number,) = letters(desk, "C1")
    written = desk.mail.draft(number, tmp_path)
    message = read(written.path)
    assert written.path.name == f"{number} {NAMES['C1']}.eml"
    assert (message["X-Unsent"], message["To"], message["Message-ID"]) == ("1", "c1@example.com", None)
    document = desk.documents.find(number)
    assert number in message["Subject"]
    assert f"¥{document.total_fen / 100:,.2f}" in message["Subject"]
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert document.deadline_on is not None
    for said in (NAMES["C1"], "周敏", "F-C1", "已逾期 99 天", document.deadline_on.isoformat(), "1102020409001234567"):
        assert said in text
    (pdf,) = message.iter_attachments()
    assert pdf.get_filename() == f"{number} {NAMES['C1']}.pdf"
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_content() == desk.documents.pdf(number)


def test_the_name_of_the_attachment_is_encoded_as_the_standard_says(desk: Desk, tmp_path: Path) -> None:
    (number,) = letters(desk, "C1")
    raw = desk.mail.draft(number, tmp_path).path.read_bytes()
    assert b"filename*" in raw
    assert b"utf-8''" in raw
    assert all(len(line) <= 998 and line.isascii() for line in raw.split(b"\r\n"))
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_second_draft_leaves_the_first_alone(desk: Desk, tmp_path: Path) -> None:
    (number,) = letters(desk, "C1")
    first = desk.mail.draft(number, tmp_path).path
    before = first.read_bytes()
    second = desk.mail.draft(number, tmp_path).path
    assert second != first
    assert first.read_bytes() == before


@pytest.mark.parametrize("kind", ["reminder", "first", "second", "final"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_names_amount_deadline_and_account_in_its_own_language(
    desk: Desk, kind: str, language: str
) -> None:
    debtors(desk, "C1")
    number = letter(desk, "C1", kind, language).number
    (line,) = desk.mail.plan([number])
    document = line.document
    assert document.deadline_on is not None
    for said in (f"{document.total_fen / 100:,.2f}", document.deadline_on.isoformat(), "1102020409001234567"):
        assert said in line.text
    assert "{" not in line.subject + line.text
    assert ("overdue by 99 days" in line.text) == (language == "en")


def test_both_languages_have_the_same_texts_with_the_same_fields() -> None:
    def fields(language: str) -> dict[str, set[str]]:
        return {
            key: {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for key, text in mail_texts.texts(language).items()
        }

    assert fields("zh") == fields("en")
    for key, names in fields("zh").items():
        if key.startswith("letter.") and not key.endswith("subject"):
            assert {"amount", "deadline", "number"} <= names, key


def test_no_text_threatens_or_says_what_may_not_be_said() -> None:
    for language in ("zh", "en"):
        for key, text in mail_texts.texts(language).items():
            assert findings(text) == (), key


def test_papers_have_their_own_text_and_a_balance_that_was_paid_stays(desk: Desk) -> None:
    debtors(desk, "C1")
    owner = customer_id(desk, "C1")
    (confirmation,) = desk.papers.issue(PaperRequest("balance_confirmation", owner, "zh", TODAY))
    (line,) = desk.mail.plan([confirmation.number])
    assert line.allowed
    assert "催收对账函" in line.subject
    assert "¥10,000.00" in line.text
    desk.receipts.record(owner, fen(10000), TODAY, rule="oldest")
    assert rules(desk, confirmation.number, force=True) == ["paid"]


def test_thirty_letters_are_planned_in_as_many_queries_as_twenty(desk: Desk) -> None:
    codes = [f"C{number}" for number in range(32)]
    numbers = letters(desk, *codes)

    def queries(some: list[str]) -> int:
        asked: list[object] = []
        execute = proxy.obj.execute_sql
        proxy.obj.execute_sql = lambda *all_, **named: asked.append(all_) or execute(*all_, **named)
        try:
            assert all(line.allowed for line in desk.mail.plan(some))
        finally:
            del proxy.obj.execute_sql
        return len(asked)

    assert queries(numbers) == queries(numbers[:22])


def test_a_statement_asks_for_its_confirmation(desk: Desk, tmp_path: Path) -> None:
    debtors(desk, "C1")
    owner = customer_id(desk, "C1")
    (statement,) = desk.statements.issue(owner, day("2026-01-01"), TODAY)
    message = read(desk.mail.draft(statement.number, tmp_path).path)
    assert "¥10,000.00" in message["Subject"]
    assert "盖章" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    desk.receipts.record(owner, fen(10000), TODAY, rule="oldest")
    assert rules(desk, statement.number) == ["paid"]


def test_a_letter_whose_debt_was_paid_since_stays(desk: Desk, tmp_path: Path) -> None:
    (number,) = letters(desk, "C1")
    desk.receipts.record(customer_id(desk, "C1"), fen(10000), TODAY, rule="oldest")
    with pytest.raises(MayNotLeave, match="is owed any more"):
        desk.mail.draft(number, tmp_path, Choice(again=True, force=True))
    with pytest.raises(MayNotLeave):
        desk.mail.short_text(number, Choice(force=True))
    assert list(tmp_path.glob("*.eml")) == []


def test_money_that_came_in_without_an_allocation_counts_too(desk: Desk) -> None:
    (number,) = letters(desk, "C1")
    desk.receipts.record(customer_id(desk, "C1"), fen(10000), TODAY)
    assert rules(desk, number, force=True) == ["paid"]


def test_a_letter_that_demands_more_than_is_owed_stays(desk: Desk) -> None:
    (number,) = letters(desk, "C1")
    desk.receipts.record(customer_id(desk, "C1"), fen("0.01"), TODAY, rule="oldest")
    assert rules(desk, number, force=True) == ["less_owed"]


def test_a_letter_that_was_net_of_a_credit_leaves_with_the_credit_still_there(desk: Desk) -> None:
    debtors(desk, "C1")
    desk.receipts.record(customer_id(desk, "C1"), fen(3000), TODAY)
    number = letter(desk, "C1").number
    assert rules(desk, number) == []


def test_a_newer_invoice_paid_in_advance_does_not_count_for_the_letter(desk: Desk) -> None:
    (number,) = letters(desk, "C1")
    enter(desk, Book().customer("C1", NAMES["C1"]).invoice("F-2", "C1", 500, "2026-06-01", "2026-07-01"))
    assert rules(desk, number) == []


def test_a_dispute_since_keeps_the_letter_and_a_promise_or_a_hold_until_forced(desk: Desk) -> None:
    first, second, third = letters(desk, "C1", "C2", "C3")
    dispute = (("F-C1", fen(10000), "质量问题"),)
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", "disputes", disputes=dispute))
    promise = ((fen(10000), TODAY + timedelta(days=5)),)
    desk.contacts.log(NewContact(customer_id(desk, "C2"), "phone", "promised", promises=promise))
    desk.holds.hold_customer(customer_id(desk, "C3"), TODAY + timedelta(days=9), "协商中")
    assert [rules(desk, number) for number in (first, second, third)] == [["paid"], ["promised"], ["on_hold"]]
    assert [rules(desk, number, force=True) for number in (first, second, third)] == [["paid"], [], []]


def test_an_older_letter_gives_way_to_a_newer_one(desk: Desk) -> None:
    (number,) = letters(desk, "C1")
    set_day(desk, TODAY + timedelta(days=20))
    newer = letter(desk, "C1").number
    assert rules(desk, number) == ["superseded"]
    assert rules(desk, newer) == []


def test_a_letter_sent_by_mail_is_not_sent_again_without_asking(desk: Desk) -> None:
    (number,) = letters(desk, "C1")
    desk.documents.record_sent(number, "ems", "E1", TODAY)
    assert rules(desk, number) == []
    desk.documents.record_sent(number, "email", "", TODAY)
    assert rules(desk, number) == ["already_sent"]
    assert rules(desk, number, again=True) == []


def test_a_void_letter_and_a_draft_for_counsel_stay(desk: Desk) -> None:
    (first,) = letters(desk, "C1")
    debtors(desk, "C2")
    desk.deliveries.void(first, "写错了")
    assert rules(desk, first, again=True, force=True) == ["void"]
    counsel = letter(desk, "C2", "lawyer_draft").number
    assert rules(desk, counsel, force=True) == ["counsel_draft"]


def test_a_sending_entered_by_mistake_stands_against_nothing(desk: Desk) -> None:
    (number,) = letters(desk, "C1")
    desk.documents.record_sent(number, "email", "", TODAY)
    (step,) = desk.deliveries.history(number)
    desk.deliveries.take_back(number, step.id, "没有发出")
    assert rules(desk, number) == []


def test_without_an_address_the_draft_goes_to_nobody_yet_and_says_so(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1").invoice("F-1", "C1", 100, "2026-06-01", "2026-07-01"))
    number = letter(desk, "C1").number
    assert rules(desk, number) == ["no_address"]
    written = desk.mail.draft(number, tmp_path)
    assert written.to == ()
    assert read(written.path)["To"] is None


def test_a_broken_address_and_one_who_may_not_be_written_to_are_said(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("F-1", "C1", 100, "2026-06-01", "2026-07-01"))
    owner = customer_id(desk, "C1")
    number = letter(desk, "C1").number
    person = desk.customers.save_person(owner, Person(0, "张三", email="13800000000"))
    assert rules(desk, number) == ["bad_address"]
    silent = Person(person.id, "张三", email="zhang@example.com", do_not_contact=True)
    desk.customers.save_person(owner, silent)
    assert rules(desk, number) == ["no_address"]
    assert rules(desk, number, to={number: "zhang@example.com"}) == ["do_not_contact"]
    assert rules(desk, number, to={number: "li@example.com"}) == []


def test_a_name_cannot_write_a_head_of_its_own(desk: Desk, tmp_path: Path) -> None:
    name = "坏\r\nBcc: thief@example.com 公司"
    enter(desk, Book().customer("C1", name).invoice("F-1\r\nX-Evil: 1", "C1", 100, "2026-06-01", "2026-07-01"))
    desk.customers.save_person(customer_id(desk, "C1"), Person(0, "周", email="z@example.com"))
    written = desk.mail.draft(letter(desk, "C1", "reminder").number, tmp_path)
    message = read(written.path)
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert written.path.parent == tmp_path


def test_a_short_text_fills_in_the_figures_and_is_logged_when_said(desk: Desk) -> None:
    (number,) = letters(desk, "C1")
    said = desk.mail.short_text(number)
    for figure in ("周敏", "F-C1", "¥10,0", number):
        assert figure in said
    owner = customer_id(desk, "C1")
    assert desk.contacts.recent(owner) == ()
    contact = desk.mail.log_text(number, "wechat", said)
    (logged,) = desk.contacts.recent(owner)
    assert (logged.id, logged.channel, logged.outcome, logged.note) == (contact, "wechat", "no_answer", said)
    assert logged.person == "周敏"
