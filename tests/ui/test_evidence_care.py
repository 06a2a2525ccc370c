"""The dialogs around a piece of evidence: time stamps, its original, its links, its transcript."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.bootstrap import Desk
from arcdesk.services.evidence import PastedFile
from arcdesk.services.evidence_notes import Note
from arcdesk.ui import printing
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.document_preview import preview_issued
from arcdesk.ui.dialogs.evidence_view import EvidenceDialog
from arcdesk.ui.dialogs.link_evidence import LinkEvidenceDialog
from arcdesk.ui.dialogs.original import OriginalDialog
from arcdesk.ui.dialogs.stamps import StampsDialog
from arcdesk.ui.dialogs.transcript import TranscriptDialog
from arcdesk.ui.pages.evidence import EvidencePage
from tests.services.desks import table_rows
from tests.services.test_evidence_care import wav
from tests.services.tsa import Authority

STAMPED_AT = datetime(2026, 10, 8, 2, 0, 30, tzinfo=UTC)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, context: UiContext) -> EvidencePage:
    i18n.use("en")
    who = desk.customers.find("C002").id
    desk.evidence.add(PastedFile("合同.png", b"\x89PNG contract"), who, kind="contract")
    desk.evidence.add(PastedFile("通话.wav", wav(65)), who, kind="recording")
    made = EvidencePage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activate()
    return made


def click(qtbot: QtBot, parent: QWidget, name: str) -> None:
    qtbot.mouseClick(parent.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def opened(page: QWidget, kind: type[QWidget]) -> QWidget:
    (dialog,) = [child for child in page.findChildren(kind) if child.isVisible()]
    return dialog


def line(parent: QWidget, name: str) -> QLineEdit:
    found = parent.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def choose(parent: QWidget, name: str, data: object) -> None:
    combo = parent.findChild(QComboBox, name)
    assert isinstance(combo, QComboBox)
    assert combo.findData(data) >= 0
    combo.setCurrentIndex(combo.findData(data))


def said(parent: QWidget, name: str) -> str:
    found = parent.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def shown(page: EvidencePage, name: str) -> str:
    value = page.panel.viewer._values[name]
    return value.text() if value.isVisible() else ""


def test_a_request_is_written_a_reply_attached_and_the_reach_said(
    qtbot: QtBot, desk: Desk, page: EvidencePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    click(qtbot, page, "evidence_stamps")
    dialog = opened(page, StampsDialog)
    assert isinstance(dialog, StampsDialog)
    assert said(dialog, "stamps_answer") == "No time stamp yet."
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "head.tsq"), ""))
    click(qtbot, dialog, "stamp_request")
    request = tmp_path / "head.tsq"
    assert "head.tsq" in said(dialog, "stamps_answer")
    reply = tmp_path / "head.tsr"
    reply.write_bytes(Authority(when=STAMPED_AT).answer(request.read_bytes()))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(reply), ""))
    click(qtbot, dialog, "stamp_attach")
    (row,) = dialog.model.rows
    assert row.authority == Authority().name
    assert said(dialog, "stamps_answer") == f"The log is stamped up to event {row.event}."
    click(qtbot, dialog, "stamp_attach")
    assert "attached already" in said(dialog, "stamps_answer")
    click(qtbot, dialog, "stamps_close")
    page.verify()
    assert f"Stamped up to event {row.event}." in said(page, "verify_result")
    assert desk.stamps.list() == (row,)


def test_a_forged_reply_is_one_sentence_in_the_dialog(
    qtbot: QtBot, desk: Desk, page: EvidencePage, tmp_path: Path
) -> None:
    page.show_stamps()
    dialog = opened(page, StampsDialog)
    assert isinstance(dialog, StampsDialog)
    request = desk.stamps.request(tmp_path / "a")
    forger = Authority(when=STAMPED_AT, tampered={"content": Authority().info(request.file.read_bytes())})
    (tmp_path / "a.tsr").write_bytes(forger.answer(request.file.read_bytes()))
    dialog.attach(tmp_path / "a.tsr")
    assert "altered or forged" in said(dialog, "stamps_answer")
    assert not dialog.model.rows


def test_an_original_is_lent_and_comes_back(qtbot: QtBot, desk: Desk, page: EvidencePage) -> None:
    page.panel.grid.select(1)
    click(qtbot, page.panel.viewer, "evidence_original")
    dialog = opened(page, OriginalDialog)
    assert not dialog.findChild(QPushButton, "dialog_save").isEnabled()
    click(qtbot, dialog, "dialog_cancel")
    desk.evidence_notes.describe(1, Note(form="original", original_at="safe"))
    click(qtbot, page.panel.viewer, "evidence_original")
    dialog = opened(page, OriginalDialog)
    click(qtbot, dialog, "dialog_save")
    assert said(dialog, "dialog_answer") == "Say to whom the original is given."
    qtbot.keyClicks(line(dialog, "custody_holder"), "Lawyer Wang")
    qtbot.keyClicks(line(dialog, "custody_back_by"), "2026-10-20")
    click(qtbot, dialog, "dialog_save")
    now = desk.custody.of([1])[1]
    assert (now.state, now.holder, now.since, now.back_by) == (
        "lent", "Lawyer Wang", date(2026, 10, 8), date(2026, 10, 20),
    )  # fmt: skip
    assert shown(page, "original") == "with Lawyer Wang since 2026-10-08"
    page.refresh()
    piece = desk.evidence.find(1)
    assert page.panel.grid.grid_model.caption(piece).endswith("original out")
    click(qtbot, page.panel.viewer, "evidence_original")
    dialog = opened(page, OriginalDialog)
    choose(dialog, "custody_act", "returned")
    assert not line(dialog, "custody_holder").isVisible()
    click(qtbot, dialog, "dialog_save")
    assert shown(page, "original") == "kept at safe"
    assert [event.event for event in desk.custody.history(1)] == ["returned", "lent"]


def test_a_piece_is_linked_to_an_invoice_and_to_another_customer(
    qtbot: QtBot, desk: Desk, page: EvidencePage
) -> None:
    page.panel.grid.select(1)
    click(qtbot, page.panel.viewer, "evidence_link")
    dialog = opened(page, LinkEvidenceDialog)
    assert isinstance(dialog, LinkEvidenceDialog)
    which = dialog.which
    assert which.count() == 2
    which.setCurrentIndex(next(i for i in range(2) if "YJ-1003" in which.itemText(i)))
    click(qtbot, dialog, "dialog_save")
    assert shown(page, "links").startswith("Invoice YJ-1003")
    click(qtbot, page.panel.viewer, "evidence_link")
    dialog = opened(page, LinkEvidenceDialog)
    assert isinstance(dialog, LinkEvidenceDialog)
    assert dialog.which.count() == 1  # what it belongs to by now is not offered again
    which = dialog.which
    which.setEditText("no such")
    click(qtbot, dialog, "dialog_save")
    assert said(dialog, "dialog_answer").startswith("Say what the piece belongs to")
    dialog.customer.choose(desk.customers.find("C001"))
    choose(dialog, "link_kind", "customer")
    dialog.which.setCurrentIndex(0)
    click(qtbot, dialog, "dialog_save")
    assert 1 in [piece.id for piece in desk.evidence.list(desk.customers.find("C001").id)]


def test_a_transcript_is_typed_and_read_from_a_file(
    qtbot: QtBot, desk: Desk, page: EvidencePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.panel.grid.select(1)
    assert not page.panel.viewer.findChild(QPushButton, "evidence_transcript").isVisible()
    page.panel.grid.select(2)
    assert shown(page, "length") == "1:05"
    click(qtbot, page.panel.viewer, "evidence_transcript")
    dialog = opened(page, TranscriptDialog)
    click(qtbot, dialog, "dialog_save")
    assert said(dialog, "dialog_answer").startswith("The transcript is empty")
    qtbot.keyClicks(dialog.findChild(QPlainTextEdit, "transcript_text"), "A: pay by Friday")
    qtbot.keyClicks(line(dialog, "transcript_author"), "Chen")
    click(qtbot, dialog, "dialog_save")
    assert shown(page, "said") == "A: pay by Friday"
    file = tmp_path / "said.txt"
    file.write_bytes("乙：好的".encode("gb18030"))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file), ""))
    click(qtbot, page.panel.viewer, "evidence_transcript")
    dialog = opened(page, TranscriptDialog)
    assert line(dialog, "transcript_author").text() == "Chen"
    click(qtbot, dialog, "transcript_file")
    click(qtbot, dialog, "dialog_save")
    assert shown(page, "said") == "乙：好的"
    assert len(desk.transcripts.history(2)) == 2


def test_a_letter_shows_what_was_linked_to_it(qtbot: QtBot, desk: Desk, page: EvidencePage) -> None:
    (letter,) = desk.letters.issue(desk.customers.find("C005").id, force=True)
    preview = preview_issued(page.context, letter, page)
    assert not preview.proofs.isVisible()
    preview.reject()
    desk.evidence_links.add(1, ("document", letter.number))
    preview = preview_issued(page.context, letter, page)
    assert preview.proofs.isVisible()
    click(qtbot, preview.proofs, "proof_1")
    shown_file = opened(preview, EvidenceDialog)
    assert isinstance(shown_file, EvidenceDialog)
    assert shown_file.viewer.item is not None
    assert shown_file.viewer.item.original_name == "合同.png"
    assert letter.number in shown_file.viewer._values["links"].text()


def test_what_is_printed_and_saved_is_an_event(
    qtbot: QtBot, desk: Desk, page: EvidencePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (letter,) = desk.letters.issue(desk.customers.find("C005").id, force=True)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    monkeypatch.setattr(printing, "ask_printer", lambda *_a, **_k: printer)
    preview = preview_issued(page.context, letter, page)
    preview.print_pages()
    preview.save_to(tmp_path / "saved.pdf")
    told = [json.loads(str(row[4])) for row in table_rows("audit_event")]
    found = {event["action"]: event for event in told if event["action"].startswith("document.")}
    assert found["document.printed"]["pages"] >= 1
    for action in ("document.printed", "document.saved"):
        assert found[action]["sha256"] == [letter.sha256]
        assert found[action]["customer_id"] == letter.customer_id
