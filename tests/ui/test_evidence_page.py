"""Evidence in the window: what it is, whose, and that it is unchanged."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QImage
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.services.evidence import PastedFile, StoredEvidence
from arcdesk.services.evidence_notes import Note
from arcdesk.settings import MachineSettings
from arcdesk.ui.clipboard import attachments_from, holds_evidence, png_bytes
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.add_evidence import AddEvidenceDialog
from arcdesk.ui.dialogs.wechat_exhibit import WechatDialog
from arcdesk.ui.evidence.thumbnails import SIDE_PX
from arcdesk.ui.jobs import Jobs
from arcdesk.ui.pages.evidence import EvidencePage
from arcdesk.ui.panels.attachments import readable_size
from arcdesk.ui.theme import Theme
from tests.ui.access import nameless


def picture(color: str = "red", width: int = 640, height: int = 400) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return png_bytes(image)


@pytest.fixture
def stored(context: UiContext) -> list[StoredEvidence]:
    desk = context.desk
    first, second = desk.customers.find("C002").id, desk.customers.find("C003").id
    return [
        desk.evidence.add(PastedFile("微信.png", picture()), first, kind="wechat"),
        desk.evidence.add(PastedFile("纪要.txt", "确认欠款".encode()), first, kind="contact"),
        desk.evidence.add(PastedFile("录音.m4a", b"\x00" * 99), second, kind="recording"),
    ]


@pytest.fixture
def page(qtbot: QtBot, context: UiContext, stored: list[StoredEvidence]) -> EvidencePage:
    made = EvidencePage(context)
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    made.activate()
    return made


def dialog(page: EvidencePage) -> AddEvidenceDialog:
    made = next(found for found in page.findChildren(QDialog) if found.isVisible())
    assert isinstance(made, AddEvidenceDialog)
    return made


def test_files_stand_newest_first_and_can_be_filtered(page: EvidencePage) -> None:
    grid = page.panel.grid.grid_model
    assert [item.original_name for item in grid.items] == ["录音.m4a", "纪要.txt", "微信.png"]
    page.panel.kind.setCurrentIndex(page.panel.kind.findData("wechat"))
    assert [item.original_name for item in grid.items] == ["微信.png"]
    page.panel.search.setText("纪要")
    assert grid.rowCount() == 0


def test_a_picture_gets_a_thumbnail_of_its_shape(page: EvidencePage, stored: list[StoredEvidence]) -> None:
    thumbnails = page.panel.grid.grid_model.thumbnails
    thumbnails.get(stored[0])
    made = thumbnails.get(stored[0])
    assert made is not None
    assert (made.width(), made.height()) == (SIDE_PX, SIDE_PX * 400 // 640)
    assert thumbnails.get(stored[2]) is None


def test_choosing_a_file_shows_and_verifies_it(page: EvidencePage, stored: list[StoredEvidence]) -> None:
    page.panel.grid.select(stored[1].id)
    viewer = page.panel.viewer
    assert viewer._text.toPlainText() == "确认欠款"
    assert "未改动" in viewer._integrity.text()
    assert viewer._values["customer"].text() == "上海鼎盛机械制造有限公司"


def test_an_altered_file_is_told_when_it_is_opened(
    page: EvidencePage, context: UiContext, stored: list[StoredEvidence]
) -> None:
    file = context.desk.evidence.file_of(stored[0].sha256)
    file.chmod(0o644)
    file.write_bytes(b"forged")
    page.panel.grid.select(stored[0].id)
    assert "微信.png" in page.panel.viewer._integrity.text()
    assert page.panel.viewer._integrity.property("role") == "bad"


def test_verifying_everything_finds_altered_and_missing_files(
    page: EvidencePage, context: UiContext, stored: list[StoredEvidence]
) -> None:
    page.verify_button.click()
    assert page.result.property("role") == "good"
    for item in stored[:2]:
        context.desk.evidence.file_of(item.sha256).chmod(0o644)
    context.desk.evidence.file_of(stored[0].sha256).write_bytes(b"forged")
    context.desk.evidence.file_of(stored[1].sha256).unlink()
    page.verify_button.click()
    assert page.result.property("role") == "bad"
    model = page.panel.grid.grid_model
    assert [model.state(item.id) for item in stored] == ["damaged", "missing", ""]


def test_a_copy_is_saved_and_never_overwrites(
    page: EvidencePage, stored: list[StoredEvidence], tmp_path: Path
) -> None:
    page.panel.grid.select(stored[0].id)
    target = tmp_path / "copy.png"
    page.panel.viewer.export_to(target)
    assert target.read_bytes() == picture()
    target.write_bytes(b"mine")
    page.panel.viewer.export_to(target)
    assert target.read_bytes() == b"mine"


def test_adding_asks_for_customer_and_file(page: EvidencePage, context: UiContext, tmp_path: Path) -> None:
    page.panel.add.click()
    made = dialog(page)
    made.carry_out()
    assert made.answer.isVisible()
    made.customer.setText("tiancheng")
    made.customer.search()
    assert made.customer.customer_id is None
    made.customer.choose(context.desk.customers.find("C001"))
    made.carry_out()
    assert made.isVisible()  # no file yet
    file = tmp_path / "合同.pdf"
    file.write_bytes(b"%PDF-1.4 x")
    made.files.add([file])
    made.kind.setCurrentIndex(made.kind.findData("contract"))
    assert made.belongs.tick("invoice", "YJ-1001")
    made.lines["purpose"].setText("证明账期 30 天")
    made.lines["device"].setText("扫描仪")
    made.form_held.setCurrentIndex(made.form_held.findData("original"))
    made.captured.day.setText("2026-09-01")
    made.source.setText("对方寄回")
    made.carry_out()
    added = context.desk.evidence.list(context.desk.customers.find("C001").id)[0]
    assert (added.original_name, added.kind, added.source) == ("合同.pdf", "contract", "对方寄回")
    assert str(added.captured_at)[:16] == "2026-09-01T00:00"
    assert [link.name for link in context.desk.evidence_links.of(added.id) if link.kind == "invoice"] == ["YJ-1001"]
    assert context.desk.evidence_notes.of([added.id])[added.id] == Note(
        purpose="证明账期 30 天", device="扫描仪", form="original"
    )


def test_a_file_known_already_is_said_to_be(qtbot: QtBot, page: EvidencePage, context: UiContext) -> None:
    customer_id = context.desk.customers.find("C004").id
    made = AddEvidenceDialog(context, customer_id, [PastedFile("再次.png", picture())], page)
    made.open()
    with qtbot.waitSignal(context.message) as said:
        made.carry_out()
    assert "其中 1 个" in said.args[0]


def test_dropped_files_open_the_dialog_with_them(page: EvidencePage, tmp_path: Path) -> None:
    file = tmp_path / "快递回执.jpg"
    file.write_bytes(b"\xff\xd8\xff")
    mime = QMimeData()
    (tmp_path / "case" / "sub").mkdir(parents=True)
    (tmp_path / "case" / "sub" / "送货单.jpg").write_bytes(b"\xff\xd8\xff1")
    mime.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(tmp_path / "case"))])
    place, action, button = QPointF(QPoint(9, 9)), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.panel.dropEvent(QDropEvent(place, action, mime, button, Qt.KeyboardModifier.NoModifier))
    assert [item.name for item in dialog(page).files.attachments] == ["快递回执.jpg", "送货单.jpg"]


def test_a_selection_survives_a_refresh(qtbot: QtBot, page: EvidencePage, context: UiContext) -> None:
    grid = page.panel.grid
    chosen = grid.grid_model.items[1]
    grid.select(chosen.id)
    context.desk.evidence.add(PastedFile("新.txt", b"new"), context.desk.customers.find("C001").id)
    qtbot.waitUntil(lambda: grid.grid_model.rowCount() == 4)
    current = grid.current()
    assert current is not None
    assert current.id == chosen.id


def test_an_empty_workspace_says_what_to_do(qtbot: QtBot, empty_context: UiContext) -> None:
    made = EvidencePage(empty_context)
    qtbot.addWidget(made)
    made.show()
    made.activate()
    assert made.panel._empty.isVisible()


def test_the_model_keeps_qts_rules(qtmodeltester: ModelTester, page: EvidencePage) -> None:
    qtmodeltester.check(page.panel.grid.grid_model)


def test_the_same_screenshot_has_the_same_bytes(context: UiContext) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    mime = QMimeData()
    mime.setImageData(image)
    assert holds_evidence(mime)
    (first,), (second,) = (attachments_from(mime, context.clock.now()) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (5 * 1024 * 1024 + 400_000, "5.4 MB")]
)
def test_a_size_is_told_in_words(size: int, text: str) -> None:
    assert readable_size(size) == text


@pytest.fixture
def threaded(desk: Desk, settings: MachineSettings, theme: Theme) -> Iterator[UiContext]:
    """A context whose jobs run on threads of their own, as in the program."""
    jobs = Jobs(release=desk.workspace.database.close)
    made = UiContext(desk, jobs, settings, theme)
    yield made
    made.close()
    jobs.close()


def test_a_long_recording_can_be_stopped_half_way(
    threaded: UiContext, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = threaded
    from arcdesk.ui.panels import attachments

    monkeypatch.setattr(attachments, "LARGE_BYTES", 1 << 20)
    recording = tmp_path / "通话.m4a"
    recording.write_bytes(bytes(6 << 20))
    small = tmp_path / "纪要.txt"
    small.write_text("promise", encoding="utf-8")
    customer = context.desk.customers.matching("")[0]
    before = len(context.desk.evidence.list())
    dialog = AddEvidenceDialog(context, customer.id, [small, recording])
    qtbot.addWidget(dialog)
    dialog.show()
    seal, half_way, go_on = context.desk.evidence.vault.take_in, threading.Event(), threading.Event()

    def slowly(blocks: Iterable[bytes]) -> tuple[str, int]:
        def watched() -> Iterator[bytes]:
            for number, block in enumerate(blocks):
                if number == 3:
                    half_way.set()
                    go_on.wait(20)
                yield block

        return seal(watched())

    monkeypatch.setattr(context.desk.evidence.vault, "take_in", slowly)
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(half_way.is_set)
    qtbot.mouseClick(dialog.findChild(QPushButton, "dialog_cancel"), Qt.MouseButton.LeftButton)
    go_on.set()
    qtbot.waitUntil(dialog.save.isEnabled)
    assert "2 个文件中已收存 1 个" in dialog.answer.text()
    assert dialog.isVisible()
    assert len(context.desk.evidence.list()) == before + 1
    assert not list(context.desk.workspace.evidence.glob(".tmp-*"))


def test_the_moment_that_a_file_states_stands_beside_it(page: EvidencePage, context: UiContext, tmp_path: Path) -> None:
    photograph = Image.new("RGB", (30, 40), "white")
    details = photograph.getexif()
    details.get_ifd(0x8769)[0x9003] = "2026:06:10 15:30:00"
    photograph.save(tmp_path / "签收.jpg", exif=details)
    (tmp_path / "说明.txt").write_text("x", encoding="utf-8")
    os.utime(tmp_path / "说明.txt", (1_780_000_000, 1_780_000_000))
    made = AddEvidenceDialog(context, context.desk.customers.find("C001").id, parent=page)
    made.files.add([tmp_path / "签收.jpg", tmp_path / "说明.txt"])
    texts = [shown.text() for shown in made.files.findChildren(QLabel, "attachment_moment")]
    assert texts[0] == "2026-06-10 15:30 （拍摄时间）"
    assert texts[1].endswith("（文件时间）")


def test_a_kind_says_what_makes_it_hold_and_screenshots_become_an_exhibit(
    page: EvidencePage, context: UiContext
) -> None:
    made = AddEvidenceDialog(context, context.desk.customers.find("C001").id, parent=page)
    made.open()
    hints = made.findChild(QLabel, "evidence_hints")
    assert not hints.isVisible()
    made.kind.setCurrentIndex(made.kind.findData("recording"))
    assert "不剪辑" in hints.text()
    made.kind.setCurrentIndex(made.kind.findData("wechat"))
    made.files.add([PastedFile("微信.png", picture("green"))])
    made.findChild(QPushButton, "evidence_as_exhibit").click()
    other = next(found for found in page.findChildren(QDialog) if found.isVisible())
    assert isinstance(other, WechatDialog)
    assert [shot.name for shot in other.shots.shots if isinstance(shot, PastedFile)] == ["微信.png"]


def test_a_folder_of_many_files_leaves_the_dialog_as_high_as_it_was(
    page: EvidencePage, context: UiContext, tmp_path: Path
) -> None:
    made = AddEvidenceDialog(context, context.desk.customers.find("C001").id, parent=page)
    made.open()
    for number in range(60):
        (tmp_path / f"{number}.txt").write_text(str(number), encoding="utf-8")
    made.files.add(sorted(tmp_path.glob("*.txt")))
    assert len(made.files.attachments) == 60
    assert made.height() < 720
    assert made.files.height() < 240
    assert nameless(made) == []
