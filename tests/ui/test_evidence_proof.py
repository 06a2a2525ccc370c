"""From the evidence page to the court: what proves an invoice, what a piece proves, and the bundle."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.bootstrap import Desk
from arcdesk.services.evidence import PastedFile
from arcdesk.services.evidence_copies import ProgramNotOpened
from arcdesk.services.evidence_notes import Note
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.bundle import BundleDialog
from arcdesk.ui.dialogs.evidence_note import EvidenceNoteDialog
from arcdesk.ui.pages.evidence import EvidencePage


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, context: UiContext) -> EvidencePage:
    i18n.use("en")
    who = desk.customers.find("C002").id
    desk.evidence.add(PastedFile("签收单.png", b"\x89PNG slip"), who, kind="delivery_note", invoice_number="YJ-1002")
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


def test_the_matrix_says_what_is_there_and_what_to_get_next(page: EvidencePage) -> None:
    page.tabs.setCurrentWidget(page.proof)
    rows = {line.number: line for line in page.proof.model.rows}
    assert rows["YJ-1002"].proof.states["delivery_note"] == "have"
    assert rows["YJ-1003"].proof.states["delivery_note"] == "missing"
    page.proof.table.select_id(rows["YJ-1003"].invoice_id)
    found = page.proof.findChild(QLabel, "proof_next")
    assert isinstance(found, QLabel)
    assert found.text() == "Get next: Get the delivery note signed by the customer."


def test_a_piece_is_described_and_the_note_stands_beside_it(qtbot: QtBot, desk: Desk, page: EvidencePage) -> None:
    page.panel.grid.select(1)
    click(qtbot, page.panel.viewer, "evidence_describe")
    dialog = opened(page, EvidenceNoteDialog)
    purpose = dialog.findChild(QLineEdit, "note_purpose")
    qtbot.keyClicks(purpose, "signed on 5 August")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "note_original_at"), "safe")
    held = dialog.findChild(QComboBox, "note_form")
    held.setCurrentIndex(held.findData("original"))
    click(qtbot, dialog, "dialog_save")
    assert desk.evidence_notes.of([1])[1] == Note(purpose="signed on 5 August", original_at="safe", form="original")
    page.panel.grid.select(1)
    page.panel.viewer.show_evidence(page.panel.viewer.item, {})
    assert "signed on 5 August" in page.panel.viewer._values["known"].text()


def test_an_empty_note_is_refused_in_the_dialog(qtbot: QtBot, desk: Desk, page: EvidencePage) -> None:
    page.panel.grid.select(1)
    click(qtbot, page.panel.viewer, "evidence_describe")
    dialog = opened(page, EvidenceNoteDialog)
    click(qtbot, dialog, "dialog_save")
    answer = dialog.findChild(QLabel, "dialog_answer")
    assert answer.isVisible()
    assert desk.evidence_notes.of([1]) == {}


def test_the_bundle_is_written_where_the_person_says(
    qtbot: QtBot, page: EvidencePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    said: list[str] = []
    page.context.message.connect(lambda text, _level: said.append(text))
    page.tabs.setCurrentWidget(page.proof)
    rows = {line.number: line for line in page.proof.model.rows}
    page.proof.table.select_id(rows["YJ-1002"].invoice_id)
    click(qtbot, page.proof, "proof_bundle")
    dialog = opened(page, BundleDialog)
    folder = dialog.findChild(QLineEdit, "bundle_folder")
    folder.clear()
    click(qtbot, dialog, "dialog_save")
    assert dialog.findChild(QLabel, "dialog_answer").isVisible()
    qtbot.keyClicks(folder, str(tmp_path / "out"))
    click(qtbot, dialog, "dialog_save")
    (made,) = (tmp_path / "out").iterdir()
    assert (made / "SHA256SUMS").is_file()
    assert shown == [str(made)]
    assert str(made) in said[-1]


def test_a_copy_is_read_only_and_gone_when_the_desk_closes(desk: Desk, page: EvidencePage) -> None:
    copy = desk.evidence_copies.open_copy(1)
    assert copy.read_bytes() == b"\x89PNG slip"
    assert not copy.stat().st_mode & 0o222
    desk.evidence_copies.clear()
    assert not copy.parent.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("setup.exe", b"MZ"), ("对账.xlsm", b"PK"), ("a.pdf.lnk", b"x"), ("scan.pdf", b"MZ a program"), ("x.PS1", b"x")],
)
def test_what_could_run_is_never_opened(desk: Desk, page: EvidencePage, name: str, content: bytes) -> None:
    kept = desk.evidence.add(PastedFile(name, content), desk.customers.find("C002").id)
    with pytest.raises(ProgramNotOpened):
        desk.evidence_copies.open_copy(kept.id)
