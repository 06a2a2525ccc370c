"""Opening a protected workspace: the password, the recovery key, the keyring, and leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk import bootstrap, keys, unlocking
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.keys import WrongPassword
from arcdesk.settings import MachineSettings
from arcdesk.ui import app
from arcdesk.ui.dialogs.password import ChangePasswordDialog
from arcdesk.ui.dialogs.refused import Choice, RefusedDialog
from arcdesk.ui.dialogs.unlock import UnlockDialog
from arcdesk.ui.jobs import InlineJobs
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.opening import Opened, choose_workspace
from arcdesk.ui.single_instance import Instance
from arcdesk.ui.theme import Theme
from arcdesk.unlocking import Unlocked
from tests.ui.access import nameless

PASSWORD, NEW = "correct horse", "battery staple"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})


@pytest.fixture
def recovery(desk: Desk) -> str:
    return desk.security.set_password(PASSWORD)


@pytest.fixture
def books(desk: Desk, recovery: str) -> Path:
    """A protected workspace that nobody has open."""
    desk.close()
    return desk.workspace.folder


@pytest.fixture
def dialog(qtbot: QtBot, books: Path, theme: Theme) -> UnlockDialog:
    made = UnlockDialog(books, theme, InlineJobs())
    qtbot.addWidget(made)
    made.show()
    return made


def enter(qtbot: QtBot, dialog: UnlockDialog, text: str) -> None:
    field = dialog.findChild(QLineEdit, "unlock_secret")
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def said(dialog: UnlockDialog) -> str:
    found = dialog.findChild(QLabel, "unlock_answer")
    assert isinstance(found, QLabel)
    return found.text()


def test_the_password_opens(qtbot: QtBot, dialog: UnlockDialog, clock: FixedClock, books: Path) -> None:
    enter(qtbot, dialog, PASSWORD)
    assert not dialog.isVisible()
    assert dialog.answer is not None
    assert dialog.answer.recovery_key == ""
    bootstrap.build(books, clock, key=dialog.answer.key).close()


def test_a_wrong_one_is_one_sentence_and_the_dialog_stays(qtbot: QtBot, dialog: UnlockDialog) -> None:
    enter(qtbot, dialog, "wrong horse")
    assert dialog.isVisible()
    assert said(dialog) == "这既不是本账套的密码，也不是恢复密钥。请检查大小写和输入法。"
    assert dialog.form.field.selectedText() == "wrong horse"  # typing replaces it
    qtbot.keyClicks(dialog.form.field, "c")
    assert said(dialog) == ""
    dialog.form.field.clear()
    enter(qtbot, dialog, PASSWORD)
    assert dialog.answer is not None


def test_nothing_typed_is_asked_for(qtbot: QtBot, dialog: UnlockDialog) -> None:
    enter(qtbot, dialog, "")
    assert dialog.isVisible()
    assert "恢复密钥" in said(dialog)


def test_the_recovery_key_opens_however_it_is_typed(qtbot: QtBot, dialog: UnlockDialog, recovery: str) -> None:
    enter(qtbot, dialog, recovery.lower().replace("-", " "))
    assert dialog.answer is not None
    assert dialog.answer.recovery_key


def test_the_keyring_is_offered_only_where_it_opens(
    qtbot: QtBot, desk: Desk, recovery: str, theme: Theme, clock: FixedClock
) -> None:
    folder = desk.workspace.folder
    first = UnlockDialog(folder, theme, InlineJobs())
    qtbot.addWidget(first)
    assert not first.form.keyring_button.isVisibleTo(first)
    desk.security.remember(PASSWORD)
    desk.close()
    second = UnlockDialog(folder, theme, InlineJobs())
    qtbot.addWidget(second)
    second.show()
    qtbot.mouseClick(second.form.keyring_button, Qt.MouseButton.LeftButton)
    assert second.answer is not None
    bootstrap.build(folder, clock, key=second.answer.key).close()


def test_a_keyring_that_forgot_meanwhile_is_said(qtbot: QtBot, desk: Desk, recovery: str, theme: Theme) -> None:
    desk.security.remember(PASSWORD)
    made = UnlockDialog(desk.workspace.folder, theme, InlineJobs())
    qtbot.addWidget(made)
    made.show()
    desk.security.forget()
    qtbot.mouseClick(made.form.keyring_button, Qt.MouseButton.LeftButton)
    assert made.isVisible()
    assert made.answer is None
    assert "密钥环" in said(made)


def test_the_eye_shows_what_was_typed_and_hides_it_again(dialog: UnlockDialog) -> None:
    field = dialog.form.field
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field._eye.trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    field._eye.trigger()
    assert field.echoMode() == QLineEdit.EchoMode.Password


def test_the_window_lives_while_the_key_is_derived(
    qtbot: QtBot, books: Path, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    begun, go_on = threading.Event(), threading.Event()

    def slow(folder: Path, secret: str) -> Unlocked:
        begun.set()
        assert go_on.wait(10)
        raise WrongPassword(field="password")

    monkeypatch.setattr(unlocking, "by_secret", slow)
    made = UnlockDialog(books, theme)
    qtbot.addWidget(made)
    made.show()
    enter(qtbot, made, PASSWORD)
    assert begun.wait(10)
    assert said(made) == "正在检查…"
    assert not made.form.open_button.isEnabled()
    go_on.set()
    qtbot.waitUntil(made.form.open_button.isEnabled)
    assert "恢复密钥" in said(made)
    made.reject()


def test_every_control_has_a_name(dialog: UnlockDialog) -> None:
    assert nameless(dialog) == []


# The start --------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[UnlockDialog], object]]]:
    """What the person does with each dialog, in order."""
    deeds: list[Callable[[UnlockDialog], object]] = []

    def run(dialog: UnlockDialog) -> int:
        deeds.pop(0)(dialog)
        return 1

    monkeypatch.setattr(UnlockDialog, "exec", run)
    yield deeds
    assert deeds == []


def by(secret: str) -> Callable[[UnlockDialog], object]:
    return lambda dialog: dialog._on_unlocked(unlocking.by_secret(dialog._folder, secret))


def start(folder: Path, settings: MachineSettings, clock: FixedClock, theme: Theme) -> Opened:
    return choose_workspace(folder, settings, clock, theme)


def test_cancel_leaves_without_a_word(
    books: Path, settings: MachineSettings, clock: FixedClock, theme: Theme,
    asked: list[Callable[[UnlockDialog], object]], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(RefusedDialog, "exec", lambda _: pytest.fail("said that it can't be opened"))
    asked.append(UnlockDialog.reject)
    opened = start(books, settings, clock, theme)
    assert (opened.desk, opened.status) == (None, 0)


def test_another_folder_can_be_opened_instead(
    books: Path, settings: MachineSettings, clock: FixedClock, theme: Theme, tmp_path: Path,
    asked: list[Callable[[UnlockDialog], object]], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    bootstrap.create(tmp_path / "open", clock, bootstrap.CompanyProfile(name="公司")).close()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "open"))
    asked.append(lambda dialog: dialog.findChild(QPushButton, "unlock_other").click())
    opened = start(books, settings, clock, theme)
    assert opened.desk is not None
    assert opened.desk.workspace.folder == tmp_path / "open"
    opened.desk.close()


def test_one_open_elsewhere_asks_once_and_is_read(
    desk: Desk, recovery: str, settings: MachineSettings, clock: FixedClock, theme: Theme,
    asked: list[Callable[[UnlockDialog], object]], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def read(dialog: RefusedDialog) -> int:
        dialog.choice = Choice.READ
        return 1

    monkeypatch.setattr(RefusedDialog, "exec", read)
    asked.append(by(PASSWORD))
    opened = start(desk.workspace.folder, settings, clock, theme)
    assert opened.desk is not None
    assert not opened.desk.workspace.can_write
    opened.desk.close()


def test_a_second_start_raises_the_first_and_asks_nothing(
    desk: Desk, recovery: str, settings: MachineSettings, clock: FixedClock, theme: Theme,
    asked: list[Callable[[UnlockDialog], object]],
) -> None:  # fmt: skip
    instance = Instance(desk.workspace.folder)
    opened = start(desk.workspace.folder, settings, clock, theme)
    assert (opened.desk, opened.status) == (None, 0)
    instance.close()


def test_after_the_recovery_key_a_new_password_is_offered(
    books: Path, recovery: str, settings: MachineSettings, clock: FixedClock, theme: Theme, qtbot: QtBot,
    asked: list[Callable[[UnlockDialog], object]],
) -> None:  # fmt: skip
    asked.append(by(recovery))

    def give_it() -> None:
        window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible())
        made = window.findChild(ChangePasswordDialog)
        assert isinstance(made, ChangePasswordDialog)
        assert not made.secret.isVisible()
        qtbot.keyClicks(made.fields.first, NEW)
        qtbot.keyClicks(made.fields.again, NEW)
        window.context.jobs.finished.connect(lambda _: QTimer.singleShot(50, leave))
        qtbot.mouseClick(made.save, Qt.MouseButton.LeftButton)

        def leave() -> None:
            if not shiboken6.isValid(window):
                return  # an earlier job closed it
            if not shiboken6.isValid(made) or not made.isVisible():
                window.close()

    QTimer.singleShot(300, give_it)
    assert app.run(books, settings=settings, clock=clock) == 0
    assert unlocking.by_secret(books, NEW).key
    with pytest.raises(WrongPassword):
        unlocking.by_secret(books, PASSWORD)
