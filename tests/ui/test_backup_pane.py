"""Backups from the window: now, elsewhere, by themselves, at the end of the day, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import bootstrap, i18n, keys
from arcdesk.bootstrap import Desk
from arcdesk.services.backups import BackupSettings
from arcdesk.ui.backup_keeper import BackupKeeper
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.archive_secret import ArchiveSecretDialog
from arcdesk.ui.dialogs.closing_backup import ClosingBackup, back_up_before_closing
from arcdesk.ui.panels.backup_pane import BackupPane


@pytest.fixture(autouse=True)
def _english(context: UiContext) -> None:
    i18n.use("en")


@pytest.fixture
def pane(qtbot: QtBot, context: UiContext, _english: None) -> BackupPane:
    made = BackupPane(context)
    qtbot.addWidget(made)
    made.resize(760, 640)
    made.show()
    made.load()
    return made


def click(qtbot: QtBot, pane: QWidget, name: str) -> None:
    qtbot.mouseClick(pane.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def text(pane: QWidget, name: str) -> str:
    found = pane.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def test_back_up_now_says_where_it_went_and_when_the_last_was(
    qtbot: QtBot, desk: Desk, pane: BackupPane
) -> None:
    assert text(pane, "backup_last") == "No backup yet"
    click(qtbot, pane, "backup_now")
    last = desk.backups.last()
    assert last is not None
    assert str(last.file) in text(pane, "backup_state")
    assert text(pane, "backup_last").startswith("Last verified backup: 2026-10-08")
    assert text(pane, "backup_head") == f"Head of the chain: event {last.events}, {last.head}"


def test_a_folder_and_an_interval_are_kept_at_once(
    qtbot: QtBot, desk: Desk, pane: BackupPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "stick"))
    assert "lost with it" in text(pane, "backup_warning")
    click(qtbot, pane, "backup_choose")
    assert text(pane, "backup_folder") == str(tmp_path / "stick")
    assert not pane.findChild(QLabel, "backup_warning").isVisible()
    weekly = pane.findChild(QRadioButton, "backup_every_weekly")
    weekly.click()
    assert desk.backups.settings() == BackupSettings(folder=str(tmp_path / "stick"), every="weekly")
    click(qtbot, pane, "backup_own")
    assert desk.backups.settings().folder == ""


def test_a_stick_that_is_gone_is_said_in_the_pane(
    qtbot: QtBot, desk: Desk, pane: BackupPane, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    desk.backups.save(BackupSettings(folder=str(tmp_path / "stick")))
    (tmp_path / "stick").rmdir()
    click(qtbot, pane, "backup_now")
    assert "is not there" in text(pane, "backup_state")


def test_a_backup_comes_back_into_a_folder_of_its_own(
    qtbot: QtBot, desk: Desk, pane: BackupPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    (tmp_path / "place").mkdir()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(made.file), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "place"))
    before = len(desk.customers.search(""))
    click(qtbot, pane, "backup_restore")
    assert text(pane, "backup_state").startswith("Restored and checked")
    assert pane.findChild(QPushButton, "backup_open").isVisible()
    (folder,) = (tmp_path / "place").iterdir()
    desk.close()
    again = bootstrap.build(folder, desk.clock)
    assert len(again.customers.search("")) == before
    again.close()


def test_a_damaged_backup_is_refused_in_the_pane(
    qtbot: QtBot, desk: Desk, pane: BackupPane, tmp_path: Path
) -> None:
    made = desk.backups.make(tmp_path / "stick.zip")
    content = bytearray(made.file.read_bytes())
    content[len(content) // 2] ^= 1
    made.file.write_bytes(content)
    pane.restore_from(made.file, tmp_path / "new")
    assert "Nothing was restored" in text(pane, "backup_state")
    assert not (tmp_path / "new").exists()


def test_one_that_is_due_is_made_in_the_background_and_told_at_the_foot(
    qtbot: QtBot, desk: Desk, context: UiContext
) -> None:
    keeper = BackupKeeper(context)
    told: list[str] = []
    keeper.told.connect(lambda words, _tip: told.append(words))
    keeper.start()
    qtbot.waitUntil(lambda: bool(told) and told[-1].startswith("Last backup"))
    assert desk.backups.last() is not None
    keeper.stop()


def test_a_missing_folder_is_said_once_and_not_every_hour(
    desk: Desk, context: UiContext, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    desk.backups.save(BackupSettings(folder=str(tmp_path / "stick")))
    (tmp_path / "stick").rmdir()
    said: list[str] = []
    context.message.connect(lambda words, _level: said.append(words))
    keeper = BackupKeeper(context)
    keeper.look()
    keeper.look()
    assert len(said) == 1
    assert "Plug the drive in" in said[0]


def test_the_window_goes_after_its_backup(qtbot: QtBot, desk: Desk, context: UiContext) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    back_up_before_closing(context, parent)
    assert desk.backups.last() is None  # by day is the keeper's, not the closing's
    desk.backups.save(BackupSettings(every="close"))
    back_up_before_closing(context, parent)
    assert desk.backups.last() is not None


def test_the_window_goes_without_one_when_the_person_says_so(
    qtbot: QtBot, desk: Desk, context: UiContext, tmp_path: Path
) -> None:
    (tmp_path / "stick").mkdir()
    desk.backups.save(BackupSettings(folder=str(tmp_path / "stick"), every="close"))
    (tmp_path / "stick").rmdir()
    dialog = ClosingBackup(context)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.begin()
    assert "is not there" in dialog.refusal
    assert dialog.isVisible()
    click(qtbot, dialog, "closing_skip")
    assert not dialog.isVisible()


def test_a_protected_backup_asks_for_the_password_of_its_day(
    qtbot: QtBot, desk: Desk, pane: BackupPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
    desk.security.set_password("correct horse")
    made = desk.backups.make(tmp_path / "stick.zip")
    desk.security.change_password("correct horse", "battery staple")
    pane.restore_from(made.file, tmp_path / "new")
    dialog = pane.findChild(ArchiveSecretDialog)
    assert isinstance(dialog, ArchiveSecretDialog)
    assert text(pane, "backup_state") == ""
    for secret in ("battery staple", "correct horse"):
        assert dialog.isVisible()
        assert not (tmp_path / "new").exists()
        dialog.form.field.clear()
        qtbot.keyClicks(dialog.form.field, secret)
        qtbot.keyClick(dialog.form.field, Qt.Key.Key_Return)
    assert text(pane, "backup_state").startswith("Restored and checked")
    keys.unlock(keys.load(tmp_path / "new"), "correct horse", "")


def test_leaving_that_question_restores_nothing(
    qtbot: QtBot, desk: Desk, pane: BackupPane, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
    desk.security.set_password("correct horse")
    made = desk.backups.make(tmp_path / "stick.zip")
    pane.restore_from(made.file, tmp_path / "new")
    dialog = pane.findChild(ArchiveSecretDialog)
    assert isinstance(dialog, ArchiveSecretDialog)
    click(qtbot, dialog, "archive_cancel")
    assert not (tmp_path / "new").exists()
    assert pane.findChild(QPushButton, "backup_restore").isEnabled()
