"""What becomes of letters, as a person enters it: sent, refused, came back, void, taken back, by mistake."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk.pdf.preview import extract_text
from arcdesk.services.documents import IssuedDocument
from arcdesk.ui import printing
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.batch_sent import BatchSentDialog
from arcdesk.ui.dialogs.delivery import OutcomeDialog, SentDialog
from arcdesk.ui.dialogs.document_end import DocumentHistoryDialog, EndDocumentDialog, MistakeDialog
from arcdesk.ui.dialogs.document_preview import DocumentPreview
from arcdesk.ui.dialogs.mailing import MailingDialog
from arcdesk.ui.pages.letters import LettersPage
from tests.ui.access import nameless


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> LettersPage:
    desk = context.desk
    owner = desk.customers.find("C005")
    desk.customers.save_profile(replace(owner, address="南京市中山路1号"))
    for code in ("C005", "C003"):
        desk.letters.issue(desk.customers.find(code).id, "first", force=True)
    made = LettersPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    made.refresh()
    return made


def first(context: UiContext) -> IssuedDocument:
    return context.desk.letters.issued()[-1]


def choose(page: LettersPage, document: IssuedDocument) -> None:
    page.refresh()
    assert page.view.documents.table.select_id(document.id)


def opened(parent: QWidget, kind: type[QDialog]) -> QDialog:
    return [each for each in parent.findChildren(kind) if each.isVisible()][-1]


def menu(page: LettersPage) -> dict[str, QAction]:
    button = page.findChild(QPushButton, "document_outcome")
    assert isinstance(button, QPushButton)
    shown = button.menu()
    assert isinstance(shown, QMenu)
    shown.aboutToShow.emit()
    return {action.objectName(): action for action in shown.actions() if action.objectName()}


def send(page: LettersPage, context: UiContext) -> IssuedDocument:
    choose(page, first(context))
    page.view.documents.record_sent()
    asked = opened(page, SentDialog)
    assert isinstance(asked, SentDialog)
    asked.tracking.setText("EE1CN")
    asked.carry_out()
    return first(context)


def test_the_address_and_the_waybill_are_filled_in_and_copied(page: LettersPage, context: UiContext) -> None:
    choose(page, first(context))
    page.view.documents.record_sent()
    asked = opened(page, SentDialog)
    assert isinstance(asked, SentDialog)
    assert nameless(asked) == []
    assert (asked.address_kind.currentData(), asked.address.text()) == ("registered", "南京市中山路1号")
    number = first(context).number
    assert asked.contents.text() == f"催款函（编号 {number}，欠款407,650.00元）"
    asked.copy_contents()
    assert QGuiApplication.clipboard().text() == asked.contents.text()
    asked.address_kind.setCurrentIndex(asked.address_kind.findData("other"))
    assert asked.address.text() == ""
    asked.by.setCurrentIndex(asked.by.findData("wechat"))
    assert not asked.address.isVisible()
    asked.carry_out()
    (step,) = context.desk.deliveries.history(number)
    assert (step.means, step.address, step.address_kind, step.contents) == ("wechat", "", "", "")


def test_a_refusal_shows_what_it_moves_before_it_is_saved(
    page: LettersPage, context: UiContext, tmp_path: Path
) -> None:
    document = send(page, context)
    assert document.standing.address_kind == "registered"
    choose(page, document)
    offered = menu(page)
    assert {"document_delivered", "document_refused", "document_returned", "document_withdraw"} <= set(offered)
    assert "document_void" not in offered
    offered["document_refused"].trigger()
    asked = opened(page, OutcomeDialog)
    assert isinstance(asked, OutcomeDialog)
    assert nameless(asked) == []
    assert "2029-10-08" in asked.effect.text.text()
    asked.carry_out()
    assert asked.answer.isVisible()  # no proof yet
    envelope = tmp_path / "退件.jpg"
    envelope.write_bytes(b"refused")
    asked.proof.setText(str(envelope))
    asked.carry_out()
    assert (first(context).state, first(context).standing.is_proven) == ("refused", True)


def test_what_nobody_fetched_is_told_to_move_nothing(page: LettersPage, context: UiContext) -> None:
    choose(page, send(page, context))
    menu(page)["document_returned"].trigger()
    asked = opened(page, OutcomeDialog)
    assert isinstance(asked, OutcomeDialog)
    assert "2029-10-08" in asked.effect.text.text()  # unknown there
    asked.reason.setCurrentIndex(asked.reason.findData("unclaimed"))
    assert "不影响诉讼时效" in asked.effect.text.text()
    assert "2029" not in asked.effect.text.text()


def test_the_list_shows_what_lacks_its_proof_and_what_is_void(page: LettersPage, context: UiContext) -> None:
    def shown(key: str) -> list[str]:
        combo = page.findChild(QComboBox, "letters_shown")
        assert isinstance(combo, QComboBox)
        combo.setCurrentIndex(combo.findData(key))
        return [document.number for document in page.view.documents.model.all_rows]

    second, one = context.desk.letters.issued()
    assert shown("unproven") == [second.number, one.number]
    choose(page, one)
    menu(page)["document_void"].trigger()
    asked = opened(page, EndDocumentDialog)
    assert isinstance(asked, EndDocumentDialog)
    asked.carry_out()
    assert asked.answer.isVisible()  # no reason yet
    asked.reason.setText("金额写错")
    asked.carry_out()
    page.refresh()
    assert shown("unproven") == [second.number]
    assert shown("ended") == [one.number]
    assert shown("back") == []
    assert page.view.documents.table.isVisible()  # a filter that hides all is no empty page
    assert shown("all") == [second.number, one.number]


def test_what_was_sent_is_taken_back_by_a_note(page: LettersPage, context: UiContext) -> None:
    choose(page, send(page, context))
    menu(page)["document_withdraw"].trigger()
    asked = opened(page, EndDocumentDialog)
    assert isinstance(asked, EndDocumentDialog)
    asked.reason.setText("重复")
    asked.carry_out()
    assert first(context).state == "withdrawn"


def test_an_entry_made_by_mistake_is_struck_in_the_history(page: LettersPage, context: UiContext) -> None:
    choose(page, send(page, context))
    menu(page)["document_history"].trigger()
    history = opened(page, DocumentHistoryDialog)
    assert isinstance(history, DocumentHistoryDialog)
    assert nameless(history) == []
    history.take_out()
    asked = opened(history, MistakeDialog)
    assert isinstance(asked, MistakeDialog)
    asked.reason.setText("登记错单号")
    asked.carry_out()
    assert [step.mistaken for step in history.model.rows] == [True]
    assert not history.mistaken.isEnabled()
    assert first(context).state == "issued"


def test_letters_go_into_the_post_with_list_and_labels(
    page: LettersPage, context: UiContext, tmp_path: Path
) -> None:
    page.view.documents.select_ids([document.id for document in context.desk.letters.issued()])
    press = page.findChild(QPushButton, "document_post")
    assert isinstance(press, QPushButton)
    press.click()
    asked = opened(page, MailingDialog)
    assert isinstance(asked, MailingDialog)
    assert nameless(asked) == []
    assert [row[1].place.address for row in asked.model.all_rows] == ["南京市中山路1号"]  # C003 has no address
    assert context.desk.letters.issued()[0].number in asked.answer.text()
    asked.save_list_to(tmp_path / "清单.xlsx")
    assert (tmp_path / "清单.xlsx").stat().st_size > 1000
    asked.sheet.setCurrentIndex(asked.sheet.findData("3x8"))
    asked.start.setCurrentIndex(asked.start.findData(24))
    asked.show_labels()
    shown = opened(asked, DocumentPreview)
    assert isinstance(shown, DocumentPreview)
    assert shown.pages.pdf.startswith(b"%PDF")


def test_what_was_sent_is_printed_as_a_copy_and_that_is_written_down(
    page: LettersPage, context: UiContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []

    def send_to_printer(_context: object, _parent: object, pdfs: tuple[bytes, ...], *rest: object) -> None:
        printed.extend(pdfs)
        done = rest[-1]
        assert callable(done)
        done()

    monkeypatch.setattr(printing, "send_to_printer", send_to_printer)
    choose(page, send(page, context))
    page.view.documents.print_selected()
    assert "副本 COPY" in extract_text(printed[-1])
    assert [step.event for step in context.desk.deliveries.history(first(context).number)] == ["sent", "copied"]
    choose(page, context.desk.letters.issued()[0])
    page.view.documents.print_selected()
    assert printed[-1] == context.desk.documents.pdf(context.desk.letters.issued()[0].id)
    assert context.desk.deliveries.history(context.desk.letters.issued()[0].number) == ()


def test_chosen_letters_are_saved_as_one_file(
    page: LettersPage, context: UiContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.ui.panels.document_table.QDesktopServices.openUrl", lambda _url: True)
    page.view.documents.select_ids([document.id for document in context.desk.letters.issued()])
    page.view.documents.save_joined_as(tmp_path / "all.pdf")
    text = extract_text((tmp_path / "all.pdf").read_bytes())
    assert all(document.number in text for document in context.desk.letters.issued())


def test_many_letters_are_recorded_as_sent_by_pasted_lines(page: LettersPage, context: UiContext) -> None:
    one, two = (document.number for document in reversed(context.desk.letters.issued()))
    page.view.documents.select_ids([document.id for document in context.desk.letters.issued()])
    press = page.findChild(QPushButton, "document_sent")
    assert isinstance(press, QPushButton)
    press.click()
    asked = opened(page, BatchSentDialog)
    assert isinstance(asked, BatchSentDialog)
    assert nameless(asked) == []
    assert asked.lines.toPlainText() == f"{one}\t\n{two}\t"
    asked.carry_out()
    assert asked.answer.isVisible()  # no consignment number yet
    asked.lines.setPlainText(f"{one}\tEE1CN\n{two}\t")
    asked.carry_out()
    assert [document.state for document in context.desk.letters.issued()] == ["issued", "sent"]


def test_a_workspace_that_is_only_read_records_nothing(page: LettersPage, context: UiContext) -> None:
    context.desk.workspace.can_write = False
    choose(page, first(context))
    for name in ("document_sent",):
        press = page.findChild(QPushButton, name)
        assert isinstance(press, QPushButton)
        assert not press.isEnabled()
    offered = menu(page)
    assert offered["document_history"].isEnabled()
    assert not any(action.isEnabled() for key, action in offered.items() if key != "document_history")


def test_customers_are_chosen_by_their_last_letter(page: LettersPage, context: UiContext) -> None:
    page.prepare(())
    picker = page.desk_view.picker
    assert picker.level.isVisible()
    picker.level.setCurrentIndex(picker.level.findData("first"))
    assert sorted(row.code for row in picker.model.rows) == ["C003", "C005"]
    picker.level.setCurrentIndex(picker.level.findData("none"))
    assert not {"C003", "C005"} & {row.code for row in picker.model.rows}
