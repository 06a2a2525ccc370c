"""Settings, Security: set, keep the key, change, remember, remove; the evidence follows in the background."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from arcdesk import i18n, keys, unlocking
from arcdesk.bootstrap import Desk
from arcdesk.secret_store import NoKeyring
from arcdesk.services.evidence import PastedFile
from arcdesk.ui import printing
from arcdesk.ui.context import UiContext
from arcdesk.ui.dialogs.password import SetPasswordDialog
from arcdesk.ui.dialogs.recovery_key import RecoveryKeyDialog
from arcdesk.ui.evidence_keeper import EvidenceKeeper
from arcdesk.ui.jobs import JobContext
from arcdesk.ui.panels.password_fields import strength
from arcdesk.ui.panels.security_pane import SecurityPane
from arcdesk.ui.widgets.secret_field import SecretField
from tests.ui.access import nameless

PASSWORD, OTHER = "correct horse", "battery staple"


@pytest.fixture(autouse=True)
def _cheap_and_english(context: UiContext, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
    i18n.use("en")


@pytest.fixture
def pane(qtbot: QtBot, context: UiContext, desk: Desk) -> SecurityPane:
    for number in range(3):
        desk.evidence.add(PastedFile(f"{number}.txt", f"text {number}".encode()), desk.customers.find("C001").id)
    made = SecurityPane(context)
    qtbot.addWidget(made)
    made.resize(820, 700)
    made.show()
    made.load()
    return made


@pytest.fixture
def protected(pane: SecurityPane, desk: Desk) -> Iterator[SecurityPane]:
    desk.security.set_password(PASSWORD)
    pane.load()
    return pane


def click(qtbot: QtBot, parent: QWidget, name: str) -> None:
    made = parent.findChild(QPushButton, name)
    assert isinstance(made, QPushButton)
    assert made.isVisibleTo(parent.window())
    assert made.isEnabled()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)


def text(parent: QWidget, name: str) -> str:
    found = parent.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def type_into(qtbot: QtBot, parent: QWidget, **texts: str) -> None:
    for name, content in texts.items():
        field = parent.findChild(SecretField, name)
        assert isinstance(field, SecretField)
        field.clear()
        qtbot.keyClicks(field, content)


def front(pane: SecurityPane) -> QDialog:
    return next(found for found in pane.findChildren(QDialog) if found.isVisible())


def is_there(pane: SecurityPane, name: str) -> bool:
    return pane.findChild(QPushButton, name).isVisible()


def test_a_password_is_set_and_the_recovery_key_shown_once(
    qtbot: QtBot, desk: Desk, pane: SecurityPane, context: UiContext
) -> None:
    keeper = EvidenceKeeper(context)
    assert text(pane, "security_state") == "The books have no password."
    assert not is_there(pane, "security_change")
    click(qtbot, pane, "security_set")
    dialog = front(pane)
    assert nameless(dialog) == []
    type_into(qtbot, dialog, new_password=PASSWORD, new_password_again=PASSWORD)
    click(qtbot, dialog, "dialog_save")
    shown = front(pane)
    assert isinstance(shown, RecoveryKeyDialog)
    assert nameless(shown) == []
    key = text(shown, "recovery_key").split()
    assert len(key) == 8
    assert not shown.done_button.isEnabled()
    qtbot.keyClicks(shown.confirm, key[-1].lower())
    click(qtbot, shown, "recovery_done")
    assert not shown.isVisible()
    folder = desk.workspace.folder
    assert unlocking.by_secret(folder, PASSWORD).key == unlocking.by_secret(folder, " ".join(key)).key
    qtbot.waitUntil(lambda: desk.security.waiting() == 0)  # the keeper heard of it
    pane.load()
    assert text(pane, "security_state") == "The books are protected by a password."
    assert not is_there(pane, "security_set")
    assert not keeper.is_at_work


def test_a_mistyped_or_short_password_changes_nothing(qtbot: QtBot, desk: Desk, pane: SecurityPane) -> None:
    click(qtbot, pane, "security_set")
    dialog = front(pane)
    assert isinstance(dialog, SetPasswordDialog)
    type_into(qtbot, dialog, new_password="short", new_password_again="short")  # noqa: S106
    assert text(dialog, "password_strength") == "5 of at least 8 characters"
    click(qtbot, dialog, "dialog_save")
    assert "at least 8" in dialog.answer.text()
    type_into(qtbot, dialog, new_password=PASSWORD, new_password_again=OTHER)
    assert text(dialog, "password_strength") == "The two lines differ."
    click(qtbot, dialog, "dialog_save")
    assert "not the same" in dialog.answer.text()
    assert dialog.isVisible()
    assert not desk.security.state().has_password


def test_length_alone_makes_a_password_strong() -> None:
    said = [strength(password)[0] for password in ("", "a" * 7, "a" * 8, "a" * 12, "a" * 16)]
    assert len(set(said)) == 5
    assert strength("aaaa aaaa aaaa aaaa") == strength("Xy7#kQ2$pL9!mN4@")


def test_the_sheet_is_saved_but_not_beside_the_books(
    qtbot: QtBot, desk: Desk, protected: SecurityPane, context: UiContext, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    import pypdfium2

    key = desk.security.new_recovery_key(PASSWORD)
    dialog = RecoveryKeyDialog(desk, context.jobs, key, protected)
    dialog.show()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(desk.workspace.exports / "key.pdf"), ""))
    click(qtbot, dialog, "recovery_save")
    assert "does not belong into the folder" in dialog.state.text()
    assert not list(desk.workspace.folder.rglob("*.pdf"))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "key"), ""))
    click(qtbot, dialog, "recovery_save")
    assert dialog.state.text() == f"Saved: {tmp_path / 'key.pdf'}"
    sheet = pypdfium2.PdfDocument(tmp_path / "key.pdf")
    assert len(sheet) == 1
    words = sheet[0].get_textpage().get_text_bounded()
    assert all(group in words for group in key.split("-"))
    assert "杭州远景包装有限公司" in words
    sheet.close()


def test_the_sheet_is_printed(
    qtbot: QtBot, desk: Desk, protected: SecurityPane, context: UiContext, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    monkeypatch.setattr(printing, "ask_printer", lambda *_, **__: printer)
    dialog = RecoveryKeyDialog(desk, context.jobs, desk.security.new_recovery_key(PASSWORD), protected)
    dialog.show()
    click(qtbot, dialog, "recovery_print")
    assert dialog.state.text() == "The sheet was sent to the printer."
    assert (tmp_path / "paper.pdf").stat().st_size > 0


def test_leaving_without_confirming_is_warned_of_once(
    qtbot: QtBot, desk: Desk, protected: SecurityPane, context: UiContext
) -> None:
    dialog = RecoveryKeyDialog(desk, context.jobs, desk.security.new_recovery_key(PASSWORD), protected)
    dialog.show()
    qtbot.keyClicks(dialog.confirm, "nope")
    qtbot.keyClick(dialog.confirm, Qt.Key.Key_Return)
    assert "not the last group" in dialog.state.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "Settings, Security" in dialog.state.text()
    click(qtbot, dialog, "recovery_later")
    assert not dialog.isVisible()


def test_the_password_is_changed_by_the_old_one(qtbot: QtBot, desk: Desk, protected: SecurityPane) -> None:
    click(qtbot, protected, "security_change")
    dialog = front(protected)
    type_into(qtbot, dialog, present_secret="wrong one", new_password=OTHER, new_password_again=OTHER)  # noqa: S106
    click(qtbot, dialog, "dialog_save")
    assert "neither the password" in dialog.answer.text()
    type_into(qtbot, dialog, present_secret=PASSWORD)
    click(qtbot, dialog, "dialog_save")
    assert not dialog.isVisible()
    assert unlocking.by_secret(desk.workspace.folder, OTHER).key
    with pytest.raises(keys.WrongPassword):
        desk.security.check(PASSWORD)


def test_a_new_recovery_key_makes_the_old_sheet_worthless(qtbot: QtBot, desk: Desk, pane: SecurityPane) -> None:
    old = desk.security.set_password(PASSWORD)
    pane.load()
    click(qtbot, pane, "security_renew")
    type_into(qtbot, front(pane), present_secret=PASSWORD)
    click(qtbot, front(pane), "dialog_save")
    shown = front(pane)
    assert isinstance(shown, RecoveryKeyDialog)
    desk.security.check(text(shown, "recovery_key"))
    with pytest.raises(keys.WrongPassword):
        desk.security.check(old)


def test_this_computer_remembers_and_forgets(qtbot: QtBot, desk: Desk, protected: SecurityPane) -> None:
    assert text(protected, "security_keyring") == "The password is asked for at every start."
    click(qtbot, protected, "security_remember")
    type_into(qtbot, front(protected), present_secret=PASSWORD)
    click(qtbot, front(protected), "dialog_save")
    protected.load()
    assert unlocking.by_keyring(desk.workspace.folder) is not None
    click(qtbot, protected, "security_forget")
    protected.load()
    assert unlocking.by_keyring(desk.workspace.folder) is None
    assert is_there(protected, "security_remember")


def test_without_a_keyring_there_is_a_sentence_and_no_button(
    desk: Desk, protected: SecurityPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.secret_store.usable", lambda: False)
    protected.load()
    assert "no keyring" in text(protected, "security_keyring")
    assert not is_there(protected, "security_remember")
    with pytest.raises(NoKeyring):
        desk.security.remember(PASSWORD)


def test_removing_the_password_decrypts_the_evidence(
    qtbot: QtBot, desk: Desk, protected: SecurityPane, context: UiContext
) -> None:
    keeper = EvidenceKeeper(context)
    keeper.look()
    assert desk.security.waiting() == 0
    click(qtbot, protected, "security_remove")
    type_into(qtbot, front(protected), present_secret=PASSWORD)
    click(qtbot, front(protected), "dialog_save")
    qtbot.waitUntil(lambda: desk.security.waiting() == 0)
    assert not list(desk.workspace.evidence.rglob("*.enc"))
    protected.load()
    assert text(protected, "security_state") == "The books have no password."


def test_open_backups_are_named_and_replaced(qtbot: QtBot, desk: Desk, pane: SecurityPane) -> None:
    made = desk.backups.make()
    desk.security.set_password(PASSWORD)
    desk.security.finish()
    pane.load()
    assert str(made.file) in text(pane, "security_backups")
    click(qtbot, pane, "security_replace")
    assert "1 open ones were removed" in text(pane, "security_answer")
    assert not made.file.exists()
    assert not is_there(pane, "security_replace")


def test_a_past_day_leaves_the_password_alone(qtbot: QtBot, protected: SecurityPane, context: UiContext) -> None:
    from datetime import date

    context.set_as_of(date(2026, 9, 1))
    protected.load()
    for name in ("security_change", "security_renew", "security_remove"):
        assert not protected.findChild(QPushButton, name).isEnabled()
    assert nameless(protected) == []


# The evidence follows ---------------------------------------------------------------------


@pytest.fixture
def waiting(desk: Desk, pane: SecurityPane) -> int:
    desk.security.set_password(PASSWORD)
    return desk.security.waiting()


def stops_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Somebody presses Cancel when ``count`` files are done."""
    report = JobContext.report

    def reported(self: JobContext, done: int, total: int = 0, words: str = "") -> None:
        report(self, done, total, words)
        if done == count:
            self.cancel()

    monkeypatch.setattr(JobContext, "report", reported)


def test_cancel_keeps_what_was_done_and_the_next_start_goes_on(
    qtbot: QtBot, desk: Desk, pane: SecurityPane, context: UiContext, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    assert waiting == 3
    keeper = EvidenceKeeper(context)
    keeper.told.connect(lambda words, _tip: told.append(words))
    with monkeypatch.context() as patched:
        stops_after(patched, 1)
        keeper.look()
    assert desk.security.waiting() == 2
    assert told[-1] == "2 evidence files not encrypted yet"
    pane.load()
    assert text(pane, "security_waiting") == told[-1]
    again = EvidenceKeeper(context)  # as at the next start
    again.look()
    assert desk.security.waiting() == 0


def test_go_on_in_the_pane_takes_it_up_at_once(
    qtbot: QtBot, desk: Desk, pane: SecurityPane, context: UiContext, waiting: int
) -> None:
    keeper = EvidenceKeeper(context)
    pane.load()
    click(qtbot, pane, "security_go_on")
    assert desk.security.waiting() == 0
    assert not is_there(pane, "security_go_on")
    assert not keeper.is_at_work


def test_a_damaged_file_is_said_and_not_tried_for_ever(
    qtbot: QtBot, desk: Desk, pane: SecurityPane, context: UiContext, waiting: int
) -> None:
    file = next(path for path in desk.workspace.evidence.rglob("*") if path.is_file())
    file.chmod(0o600)
    file.write_bytes(b"something else")
    said: list[str] = []
    context.message.connect(lambda words, _level: said.append(words))
    keeper = EvidenceKeeper(context)
    keeper.look()
    qtbot.wait(20)  # what the job wrote comes back as a change
    assert len(said) == 1
    assert said[0].startswith("1 evidence files could not be turned")


def test_a_reader_turns_nothing(
    desk: Desk, pane: SecurityPane, context: UiContext, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.workspace, "can_write", False)
    EvidenceKeeper(context).look()
    assert desk.security.waiting() == 3


def test_a_password_removed_while_the_evidence_is_being_encrypted_turns_it_back(
    qtbot: QtBot, desk: Desk, pane: SecurityPane, context: UiContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents = {item.id: desk.evidence.read(item.id) for item in desk.evidence.list()}
    keeper = EvidenceKeeper(context)
    report = JobContext.report

    def reported(self: JobContext, done: int, total: int = 0, words: str = "") -> None:
        report(self, done, total, words)
        if done == 1 and desk.security.state().has_password:
            desk.security.drop_password(PASSWORD)

    monkeypatch.setattr(JobContext, "report", reported)
    desk.security.set_password(PASSWORD)
    qtbot.waitUntil(lambda: not desk.security.state().has_password and not keeper.is_at_work)
    assert desk.security.waiting() == 0
    assert {item.id: desk.evidence.read(item.id) for item in desk.evidence.list()} == contents


def test_a_copy_that_a_killed_program_left_behind_goes_at_the_next_start(
    desk: Desk, pane: SecurityPane, context: UiContext
) -> None:
    copy = desk.evidence_copies.open_copy(desk.evidence.list()[0].id)
    desk.evidence_copies._folders.clear()  # as if the program had been killed
    EvidenceKeeper(context).start()
    assert not copy.exists()


def test_a_full_disk_is_said_and_what_was_done_stays(
    desk: Desk, pane: SecurityPane, context: UiContext, waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    told: list[str] = []
    context.message.connect(lambda words, _level: said.append(words))
    keeper = EvidenceKeeper(context)
    keeper.told.connect(lambda words, _tip: told.append(words))
    vault = desk.evidence.vault
    write, written = vault._write, []

    def full(blocks: object) -> Path:
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(True)
        return write(blocks)

    monkeypatch.setattr(vault, "_write", full)
    keeper.look()
    assert len(said) == 1
    assert "No space left on device" in said[0]
    assert told[-1] == "2 evidence files not encrypted yet"
    assert not keeper.is_at_work
    assert desk.evidence.verify(deep=True).all_well
