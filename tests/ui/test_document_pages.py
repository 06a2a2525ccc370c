"""Letters and statements in the window: the gate, the pages, issuing, and what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from arcdesk.i18n import translate
from arcdesk.pdf import preview
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.delivery import DeliveredDialog, SentDialog
from arcdesk.ui.dialogs.document_preview import DocumentPreview, preview_issued
from arcdesk.ui.dialogs.enclosures import EnclosureDialog
from arcdesk.ui.dialogs.paper import PaperDialog
from arcdesk.ui.jobs import JobContext
from arcdesk.ui.pages.letters import LettersPage
from arcdesk.ui.pages.statements import StatementsPage
from arcdesk.ui.panels.batch_report import BatchResult, batch_text
from arcdesk.ui.panels.gate_table import reasons_text
from arcdesk.ui.panels.periods import usual_periods

TODAY = date(2026, 10, 8)


@pytest.fixture
def letters(qtbot: QtBot, context: UiContext) -> LettersPage:
    page = LettersPage(context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.activate()
    return page


@pytest.fixture
def statements(qtbot: QtBot, context: UiContext) -> StatementsPage:
    page = StatementsPage(context)
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.activate()
    return page


def ids(context: UiContext, *codes: str) -> tuple[int, ...]:
    return tuple(context.desk.customers.find(code).id for code in codes)


def dialog(page: QWidget) -> QDialog:
    return next(found for found in page.findChildren(QDialog) if found.isVisible())


def test_only_overdue_customers_are_offered_and_those_asked_for(letters: LettersPage, context: UiContext) -> None:
    letters.prepare(ids(context, "C001"))
    offered = {row.code for row in letters.desk_view.picker.model.all_rows}
    assert offered == {"C001", "C002", "C003", "C004", "C005", "C006"}
    assert letters.desk_view.picker.picked() == ids(context, "C001")


def test_the_gate_says_who_is_out_and_why(letters: LettersPage, context: UiContext) -> None:
    letters.prepare(ids(context, "C001", "C002"))
    lines = {line.invoice_number: line for line in letters.desk_view.gate.model.all_rows}
    assert not lines["YJ-1001"].allowed
    assert "未逾期" in reasons_text(lines["YJ-1001"])
    assert lines["YJ-1002"].allowed
    letters.desk_view.gate.choose("out")
    assert [line.invoice_number for line in letters.desk_view.gate.model.rows] == ["YJ-1001"]
    assert "1 户" in letters.desk_view.summary.text()


def test_ticking_by_space_and_by_click_asks_the_gate(
    qtbot: QtBot, letters: LettersPage, context: UiContext
) -> None:
    letters.prepare(())
    view = letters.desk_view
    assert not view.issue_button.isEnabled()
    view.picker.table.select_id(ids(context, "C005")[0])
    qtbot.keyClick(view.picker.table, Qt.Key.Key_Space)
    qtbot.waitUntil(view.issue_button.isEnabled)
    row = view.picker.model.row_of(ids(context, "C006")[0])
    place = view.picker.table.visualRect(view.picker.model.index(row, 0)).center()
    qtbot.mouseClick(view.picker.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert set(view.picker.picked()) == set(ids(context, "C005", "C006"))
    qtbot.waitUntil(lambda: len(view.gate.model.all_rows) == 3)


def test_all_shown_ticks_what_the_filter_left(letters: LettersPage, context: UiContext) -> None:
    letters.prepare(())
    picker = letters.desk_view.picker
    picker.search.setText("dingsheng")
    picker.every.click()
    picker.search.clear()
    assert picker.picked() == ids(context, "C002")


def test_issuing_numbers_every_letter_and_selects_them(letters: LettersPage, context: UiContext) -> None:
    letters.prepare(ids(context, "C002", "C005"))
    letters.desk_view.issue()
    documents = letters.view.documents
    assert [row.number for row in documents.selected()] == ["CK-2026-0002", "CK-2026-0001"]
    assert "CK-2026-0001" in letters.view.result.text()
    assert not letters.view.is_preparing


def test_cancel_keeps_the_letters_that_are_finished(
    letters: LettersPage, context: UiContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters.prepare(ids(context, "C002", "C005"))
    monkeypatch.setattr(JobContext, "report", lambda job, *_: job.cancel())
    letters.desk_view.issue()
    assert len(context.desk.letters.issued()) == 1
    assert "停止" in letters.view.result.text()


def test_a_long_list_of_refusals_is_cut_short() -> None:
    text, role = batch_text(BatchResult((), tuple((f"客户{n}", "没有可催的款。") for n in range(9))))
    assert role == "bad"
    assert "客户2" in text
    assert "客户3" not in text
    assert "6" in text


def test_money_that_came_in_after_the_check_is_not_demanded(letters: LettersPage, context: UiContext) -> None:
    customer_id = ids(context, "C005")[0]
    letters.prepare((customer_id,))
    context.desk.receipts.record(customer_id, 40_765_000, TODAY, rule="oldest")
    letters.desk_view.issue()
    assert context.desk.letters.issued() == ()
    assert "南京金桥建材有限公司" in letters.view.result.text()


def test_the_pages_of_the_current_customer_are_drawn(letters: LettersPage, context: UiContext) -> None:
    letters.prepare(ids(context, "C005"))
    letters.desk_view._tabs.setCurrentIndex(1)
    text = preview.extract_text(letters.desk_view.pages.pdf)
    assert "南京金桥建材有限公司" in text
    letters.desk_view.language.setCurrentIndex(letters.desk_view.language.findData("en"))
    assert "南京金桥建材有限公司" in preview.extract_text(letters.desk_view.pages.pdf)
    assert preview.extract_text(letters.desk_view.pages.pdf) != text


def test_a_customer_who_owes_nothing_yet_gets_a_sentence_for_a_page(
    letters: LettersPage, context: UiContext
) -> None:
    letters.prepare(ids(context, "C001"))
    letters.desk_view._tabs.setCurrentIndex(1)
    assert letters.desk_view.pages.pdf == b""


def test_a_past_day_issues_nothing(letters: LettersPage, context: UiContext) -> None:
    letters.prepare(ids(context, "C005"))
    context.set_as_of(date(2026, 9, 1))
    letters.desk_view.issue()
    assert context.desk.letters.issued() == ()
    assert not letters.view.new_button.isEnabled()


def test_statements_are_issued_for_the_period_chosen(statements: StatementsPage, context: UiContext) -> None:
    statements.prepare(ids(context, "C003"))
    view = statements.desk_view
    view.start_on.set_day(date(2026, 6, 1))
    view.end_on.set_day(date(2026, 9, 30))
    view.issue()
    issued = context.desk.statements.issued()[0]
    assert (issued.period_from, issued.as_of) == (date(2026, 6, 1), date(2026, 9, 30))
    assert issued.figures["closing"] == 18_000_000
    assert [row.number for row in statements.view.documents.selected()] == [issued.number]


def test_a_reversed_period_is_refused_for_each_customer(statements: StatementsPage, context: UiContext) -> None:
    statements.prepare(ids(context, "C003"))
    view = statements.desk_view
    view.start_on.set_day(date(2026, 9, 30))
    view.end_on.set_day(date(2026, 6, 1))
    view.issue()
    assert context.desk.statements.issued() == ()
    assert "苏州恒远" in statements.view.result.text()


def test_an_impossible_day_of_a_period_is_said_so(statements: StatementsPage, context: UiContext) -> None:
    statements.prepare(ids(context, "C003"))
    statements.desk_view.start_on.setText("2026-02-30")
    statements.desk_view.issue()
    assert "2026-02-30" in statements.desk_view.summary.text()
    assert context.desk.statements.issued() == ()


def test_the_statement_of_the_current_customer_is_drawn(
    qtbot: QtBot, statements: StatementsPage, context: UiContext
) -> None:
    statements.prepare(ids(context, "C003"))
    periods = statements.desk_view.period
    periods.setCurrentIndex(periods.findText(translate("This year", "zh")))
    qtbot.waitUntil(lambda: "YJ-1004" in _text(statements.desk_view.pages.pdf))


def _text(pdf: bytes) -> str:
    return preview.extract_text(pdf) if pdf else ""


def test_usual_periods_end_by_today() -> None:
    periods = dict(usual_periods(date(2026, 1, 15)))
    assert periods["Last month"] == (date(2025, 12, 1), date(2025, 12, 31))
    assert periods["This quarter"] == (date(2026, 1, 1), date(2026, 1, 15))
    assert all(first <= last <= date(2026, 1, 15) for first, last in periods.values())


def test_every_usual_period_of_every_day_of_a_leap_year_is_one() -> None:
    from datetime import timedelta

    for number in range(366):
        today = date(2028, 1, 1) + timedelta(days=number)
        assert all(first <= last <= today for _, (first, last) in usual_periods(today))


# What becomes of a document


@pytest.fixture
def letter(context: UiContext) -> IssuedDocument:
    return context.desk.letters.issue(context.desk.customers.find("C005").id, "first")[0]


def test_sending_and_delivery_are_recorded_with_proof(
    letter: IssuedDocument, letters: LettersPage, context: UiContext, tmp_path: Path
) -> None:
    letters.refresh()
    documents = letters.view.documents
    documents.table.select_id(letter.id)
    documents.record_sent()
    sent = dialog(letters)
    assert isinstance(sent, SentDialog)
    sent.tracking.setText("EE123456789CN")
    sent.carry_out()
    found = context.desk.documents.find(letter.number)
    assert (found.state, found.tracking) == ("sent", "EE123456789CN")
    slip = tmp_path / "签收单.jpg"
    slip.write_bytes(b"\xff\xd8\xff signed")
    documents.record_delivered()
    arrived = dialog(letters)
    assert isinstance(arrived, DeliveredDialog)
    arrived.carry_out()
    assert arrived.answer.isVisible()  # no proof yet
    arrived.proof.setText(str(slip))
    arrived.carry_out()
    assert context.desk.documents.find(letter.number).state == "delivered"


def test_a_delivery_before_the_letter_is_refused(
    letter: IssuedDocument, letters: LettersPage, context: UiContext
) -> None:
    letters.refresh()
    letters.view.documents.table.select_id(letter.id)
    letters.view.documents.record_sent()
    sent = dialog(letters)
    assert isinstance(sent, SentDialog)
    sent.on.set_day(date(2026, 10, 1))
    sent.carry_out()
    assert sent.isVisible()
    assert letter.number in sent.answer.text()
    assert context.desk.documents.find(letter.number).state == "issued"


def test_chosen_documents_are_saved_as_files(
    letter: IssuedDocument, letters: LettersPage, context: UiContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.ui.panels.document_table.QDesktopServices.openUrl", lambda _url: True)
    letters.refresh()
    letters.view.documents.table.select_id(letter.id)
    letters.view.documents.save_into(tmp_path)
    (made,) = tmp_path.glob("*.pdf")
    assert made.read_bytes() == context.desk.documents.pdf(letter.id)


def test_an_issued_document_is_shown_and_saved(
    qtbot: QtBot, letter: IssuedDocument, letters: LettersPage, context: UiContext, tmp_path: Path
) -> None:
    made = preview_issued(context, letter, letters)
    assert made.pages.pdf == context.desk.documents.pdf(letter.id)
    assert made.print_button.isEnabled()
    assert not made.issue_button.isVisible()
    made.save_to(tmp_path / "x.pdf")
    assert (tmp_path / "x.pdf").read_bytes() == made.pages.pdf


def test_an_altered_document_is_refused_with_a_sentence(
    letter: IssuedDocument, letters: LettersPage, context: UiContext
) -> None:
    file = context.desk.evidence.file_of(letter.sha256)
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    made = preview_issued(context, letter, letters)
    assert made.pages.pdf == b""
    assert made.answer.text()
    assert not made.print_button.isEnabled()


def test_a_draft_is_issued_from_its_pages_and_cannot_be_printed_before(
    qtbot: QtBot, letters: LettersPage, context: UiContext
) -> None:
    desk, customer_id = context.desk, context.desk.customers.find("C006").id
    made = DocumentPreview(
        context,
        "草稿",
        load=lambda: desk.letters.preview(customer_id),
        issue=lambda: desk.letters.issue(customer_id),
        parent=letters,
    )
    made.open()
    assert not made.print_button.isEnabled()
    with qtbot.waitSignal(made.issued):
        made.issue_button.click()
    assert made.print_button.isEnabled()
    assert made.pages.pdf == desk.documents.pdf(desk.letters.issued()[0].id)


def test_the_models_keep_qts_rules(
    qtmodeltester: ModelTester, letters: LettersPage, context: UiContext, letter: IssuedDocument
) -> None:
    letters.prepare(ids(context, "C002"))
    for model in (letters.desk_view.picker.model, letters.desk_view.gate.model, letters.view.documents.model):
        qtmodeltester.check(model)


def test_the_whole_reason_stands_below_the_gate(letters: LettersPage, context: UiContext) -> None:
    letters.prepare(ids(context, "C001"))
    letters.desk_view.gate.table.select_first()
    assert "2026-10-10" in letters.desk_view.gate.detail.text()
    assert letters.desk_view.gate.detail.text().startswith("YJ-1001")


def test_what_the_company_left_out_is_said_before_a_letter_is_issued(letters: LettersPage, context: UiContext) -> None:
    company = context.desk.company
    company.save(replace(company.profile(), account_number="", bank=""))
    letters.prepare(ids(context, "C002"))
    assert "函件缺少：收款账户" in letters.desk_view.summary.text()
    company.save(replace(company.profile(), account_number="6222", bank="工商银行"))
    letters.desk_view.check()
    assert "函件缺少" not in letters.desk_view.summary.text()


def test_a_balance_confirmation_is_chosen_looked_at_and_issued(
    qtbot: QtBot, letters: LettersPage, context: UiContext
) -> None:
    qtbot.mouseClick(letters.papers_button, Qt.MouseButton.LeftButton)
    form = dialog(letters)
    assert isinstance(form, PaperDialog)
    assert "中断诉讼时效" in form.effect.text()
    form.kind.setCurrentIndex(form.kind.findData("audit_confirmation"))
    assert "并非催款结算" in form.effect.text()
    assert form.auditor.isVisible()
    form.kind.setCurrentIndex(form.kind.findData("balance_confirmation"))
    assert not form.auditor.isVisible()
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    assert form.answer.text() == "请选择该文书的客户。"
    form.customer.choose(context.desk.customers.find("C002"))
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    preview_dialog = next(found for found in letters.findChildren(DocumentPreview) if found.isVisible())
    qtbot.waitUntil(preview_dialog.issue_button.isEnabled)
    preview_dialog.issue()
    assert [paper.level for paper in context.desk.papers.issued()] == ["balance_confirmation"]
    assert [row.number for row in letters.view.documents.model.all_rows] == ["DH-2026-0001"]


def test_the_level_follows_what_went_before_unless_one_is_chosen(letters: LettersPage, context: UiContext) -> None:
    view = letters.desk_view
    assert view.level.currentData() == "auto"
    view.level.setCurrentIndex(view.level.findData("lawyer_draft"))
    letters.prepare(ids(context, "C002"))
    view.issue()
    assert [letter.number for letter in context.desk.letters.issued()] == ["LS-2026-0001"]


def test_enclosures_are_ticked_and_go_out_with_the_letter(
    qtbot: QtBot, letters: LettersPage, context: UiContext
) -> None:
    letters.prepare(ids(context, "C002"))
    view = letters.desk_view
    qtbot.mouseClick(view.enclosures, Qt.MouseButton.LeftButton)
    form = dialog(letters)
    assert isinstance(form, EnclosureDialog)
    form.sheets["statement"].click()
    form.sheets["worksheet"].click()
    form.accept()
    assert "2" in view.enclosures.text()
    view.issue()
    (letter,) = context.desk.letters.issued()
    text = preview.extract_text(context.desk.documents.pdf(letter.id))
    assert "附件清单" in text
    assert "往来对账单" in text.replace(" ", "")
