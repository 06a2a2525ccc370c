"""The lock: nothing that names anybody is in sight, nothing is lost, and the password opens it."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from arcdesk import keys
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.contacts import NewContact
from arcdesk.settings import MachineSettings
from arcdesk.ui import app
from arcdesk.ui.background import Background
from arcdesk.ui.dialogs.password import ChangePasswordDialog
from arcdesk.ui.dialogs.receipt import ReceiptDialog
from arcdesk.ui.jobs import InlineJobs, JobContext
from arcdesk.ui.lock_cover import LockCover
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.notifications import Tray
from arcdesk.ui.panels.lock_choice import LockChoice
from arcdesk.ui.session_lock import WM_WTSSESSION_CHANGE, Message, SessionMessages, SessionWatch
from arcdesk.ui.theme import Theme
from arcdesk.ui.window_lock import WindowLock, lock_minutes
from tests.ui.access import nameless

PASSWORD = "correct horse"  # noqa: S105


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})


@pytest.fixture
def recovery(desk: Desk) -> str:
    return desk.security.set_password(PASSWORD)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, settings: MachineSettings, theme: Theme) -> Iterator[MainWindow]:
    jobs = InlineJobs()
    made = app.open_window(desk, settings, theme, jobs)
    jobs.setParent(made)
    yield made
    app.close_window(made)


@pytest.fixture
def lock(window: MainWindow, recovery: str) -> Iterator[WindowLock]:
    made = WindowLock(window, window)
    made.start()
    yield made
    made.stop()


def cover(window: MainWindow) -> LockCover:
    found = window.findChild(LockCover)
    assert isinstance(found, LockCover)
    return found


def open_by(qtbot: QtBot, window: MainWindow, secret: str) -> None:
    field = cover(window).form.field
    qtbot.keyClicks(field, secret)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def in_sight() -> list[QWidget]:
    """Every window that is on the screen."""
    return [
        found for found in QApplication.topLevelWidgets()
        if found.isVisible() and not found.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    ]  # fmt: skip


def texts_in_sight() -> str:
    parts = [found.windowTitle() for found in in_sight()]
    for found in in_sight():
        parts += [part.text() for part in found.findChildren(QLabel) if part.isVisible()]
        parts += [part.text() for part in found.findChildren(QLineEdit) if part.isVisible()]
    return "\n".join(parts)


def test_the_lock_hides_every_name(window: MainWindow, lock: WindowLock) -> None:
    window.open_customer(window.context.desk.customers.find("C005").id)
    assert "南京金桥建材有限公司" in texts_in_sight()
    assert "杭州远景包装有限公司" in window.windowTitle()
    lock.lock()
    assert lock.is_locked
    seen = texts_in_sight()
    assert "公司" not in seen
    assert window.windowTitle() == "ArcDesk（已锁定）"
    assert window.rail.isHidden() or not window.rail.isVisible()
    assert not window.status.isVisible()
    window.context.desk.company.save(window.context.desk.company.profile())
    window.show_workspace()  # a change of the company's name does not bring it back
    assert window.windowTitle() == "ArcDesk（已锁定）"
    assert nameless(cover(window)) == []


def test_the_password_opens_and_everything_is_as_it_was(qtbot: QtBot, window: MainWindow, lock: WindowLock) -> None:
    customer = window.context.desk.customers.find("C005").id
    window.context.log_requested.emit(customer)
    page = window.page("dossier")
    page.log_panel.form.note.setPlainText("月底付一半")
    lock.lock()
    open_by(qtbot, window, "wrong horse")
    assert lock.is_locked
    assert "恢复密钥" in cover(window).form.answer.text()
    cover(window).form.field.clear()
    open_by(qtbot, window, PASSWORD)
    assert not lock.is_locked
    assert window.current_key == "dossier"
    assert page.isVisible()
    assert page.log_panel.form.note.toPlainText() == "月底付一半"
    assert "杭州远景包装有限公司" in window.windowTitle()


def test_dialogs_go_out_of_sight_and_come_back_with_what_was_typed(
    qtbot: QtBot, window: MainWindow, lock: WindowLock
) -> None:
    customer = window.context.desk.customers.find("C005").id
    dialog = ReceiptDialog(window.context, customer, "南京金桥建材有限公司", (), "CNY", window)
    dialog.open()
    field = dialog.findChildren(QLineEdit)[0]
    qtbot.keyClicks(field, "1234")
    typed = field.text()
    inner = QMessageBox(dialog)
    inner.setText("南京金桥建材有限公司")
    inner.open()
    lock.lock()
    assert in_sight() == [window]
    assert cover(window).isVisible()
    open_by(qtbot, window, PASSWORD)
    assert dialog.isVisible()
    assert inner.isVisible()
    assert field.text() == typed
    inner.close()
    dialog.reject()


def test_a_dialog_that_opens_while_locked_is_not_seen_before_the_password(
    qtbot: QtBot, window: MainWindow, lock: WindowLock
) -> None:
    lock.lock()
    made = QDialog(window)
    QLabel("南京金桥建材有限公司", made)
    made.open()
    assert in_sight() == [window]
    assert made.windowHandle() is None or not made.windowHandle().isVisible()
    qtbot.waitUntil(lambda: not made.isVisible())
    qtbot.keyClicks(cover(window).form.field, "x")  # it does not hold the keyboard either
    cover(window).form.field.clear()
    open_by(qtbot, window, PASSWORD)
    assert made in in_sight()
    made.close()


def test_a_dialog_whose_work_ended_while_locked_does_not_come_back(
    qtbot: QtBot, window: MainWindow, lock: WindowLock
) -> None:
    made = QDialog(window)
    made.setWindowModality(Qt.WindowModality.WindowModal)
    made.open()
    lock.lock()
    made.accept()
    open_by(qtbot, window, PASSWORD)
    assert not made.isVisible()
    assert made.result() == QDialog.DialogCode.Accepted


def test_a_question_waited_for_is_answered_by_cancel(qtbot: QtBot, window: MainWindow, lock: WindowLock) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, lock.lock)
    asked = QMessageBox(QMessageBox.Icon.Question, "", "南京金桥建材有限公司",
                        QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel, window)  # fmt: skip
    assert asked.exec() != QMessageBox.StandardButton.Yes
    assert in_sight() == [window]
    open_by(qtbot, window, PASSWORD)
    assert not asked.isVisible()


def test_the_results_of_a_search_are_not_left_over_the_cover(
    qtbot: QtBot, window: MainWindow, lock: WindowLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClicks(window.search, "C005")
    window.search._ask()
    assert window.search._popup is not None
    assert window.search._popup.isVisible()
    late: list[Callable[[], object]] = []
    monkeypatch.setattr(
        window.context.jobs, "run", lambda work, done, *_, **__: late.append(lambda: done(work(JobContext())))
    )
    window.search._ask()
    monkeypatch.undo()
    monkeypatch.setattr(keys, "ARGON2", {"t": 1, "m": 64, "p": 1})
    lock.lock()
    for answer in late:
        answer()
    assert not window.search._popup.isVisible()
    assert "公司" not in texts_in_sight()


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_menus_are_closed(window: MainWindow, lock: WindowLock) -> None:
    menu = QMenu(window)
    menu.addAction("南京金桥建材有限公司")
    menu.popup(QCursor.pos())
    lock.lock()
    assert in_sight() == [window]


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)
def test_the_menus_of_the_cover_and_of_the_tray_still_open(window: MainWindow, lock: WindowLock) -> None:
    tray = Tray(QApplication.windowIcon(), window)
    lock.lock()
    pasted = cover(window).form.field.createStandardContextMenu()
    for menu in (pasted, tray._menu):
        menu.popup(QCursor.pos())
        QApplication.processEvents()
        assert menu in in_sight()
        menu.close()


def test_keys_of_the_window_are_dead_while_it_is_locked(qtbot: QtBot, window: MainWindow, lock: WindowLock) -> None:
    window.show_page("customers")
    lock.lock()
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == "customers"
    open_by(qtbot, window, PASSWORD)
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.current_key == "today"


def test_what_runs_goes_on(qtbot: QtBot, window: MainWindow, lock: WindowLock) -> None:
    lock.lock()
    desk = window.context.desk
    done: list[object] = []
    customer = desk.customers.find("C001").id
    window.context.jobs.run(lambda _: desk.contacts.log(NewContact(customer, "phone", "no_answer")), done.append)
    assert len(done) == 1
    assert lock.is_locked


def test_the_keyring_opens_by_one_click(qtbot: QtBot, desk: Desk, window: MainWindow, lock: WindowLock) -> None:
    desk.security.remember(PASSWORD)
    lock.lock()
    qtbot.mouseClick(cover(window).form.keyring_button, Qt.MouseButton.LeftButton)
    assert not lock.is_locked


def test_after_the_recovery_key_a_new_password_is_offered(
    qtbot: QtBot, window: MainWindow, lock: WindowLock, recovery: str
) -> None:
    lock.lock()
    open_by(qtbot, window, recovery)
    offered = window.findChild(ChangePasswordDialog)
    assert isinstance(offered, ChangePasswordDialog)
    assert offered.isVisible()
    offered.reject()


def test_a_key_locks(qtbot: QtBot, window: MainWindow, lock: WindowLock) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_L, both)
    assert lock.is_locked


def test_without_a_password_nothing_is_locked_and_it_is_said(qtbot: QtBot, window: MainWindow) -> None:
    lock = WindowLock(window, window)
    lock.start()
    window.context.lock_requested.emit()
    assert not lock.is_locked
    assert "设置密码" in window.messages.text() or "需要密码" in window.messages.text()
    lock.lock()
    assert not lock.is_locked
    lock.stop()


# By itself --------------------------------------------------------------------------------


def test_it_locks_when_nothing_was_touched(
    qtbot: QtBot, window: MainWindow, lock: WindowLock, clock: FixedClock
) -> None:
    clock.moment += timedelta(minutes=14)
    lock._idle.look()
    assert not lock.is_locked
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    clock.moment += timedelta(minutes=14)
    lock._idle.look()
    assert not lock.is_locked
    clock.moment += timedelta(minutes=1)
    lock._idle.look()
    assert lock.is_locked


def test_a_clock_set_back_does_not_lock_and_does_not_keep_it_open_for_ever(
    lock: WindowLock, clock: FixedClock
) -> None:
    clock.moment -= timedelta(days=1)
    lock._idle.look()
    clock.moment += timedelta(minutes=15)
    lock._idle.look()
    assert lock.is_locked


def test_never_means_never(lock: WindowLock, clock: FixedClock, window: MainWindow, qtbot: QtBot) -> None:
    choice = LockChoice(window.context)
    qtbot.addWidget(choice)
    never = choice.findChild(QRadioButton, "lock_0")
    assert isinstance(never, QRadioButton)
    never.click()
    assert lock_minutes(MachineSettings(window.context.settings.file)) == 0
    clock.moment += timedelta(days=2)
    lock._idle.look()
    assert not lock.is_locked
    choice.findChild(QRadioButton, "lock_5").click()
    lock._idle.look()
    assert not lock.is_locked  # counted from now
    clock.moment += timedelta(minutes=5)
    lock._idle.look()
    assert lock.is_locked
    assert nameless(choice) == []


@pytest.mark.parametrize("value", [7, "15", None, True, -5])
def test_a_damaged_setting_locks_after_a_quarter_of_an_hour(settings: MachineSettings, value: object) -> None:
    settings.remember("lock_minutes", value)
    assert lock_minutes(settings) == 15


def test_it_locks_with_the_screen_unless_told_not_to(lock: WindowLock, window: MainWindow) -> None:
    window.context.settings.remember("lock_with_screen", False)
    lock._session.on_lock()
    assert not lock.is_locked
    window.context.settings.remember("lock_with_screen", True)
    lock._session.on_active_changed(False)
    assert not lock.is_locked
    lock._session.on_active_changed(True)
    assert lock.is_locked


@pytest.mark.parametrize(
    ("message", "event", "is_lock"),
    [
        (WM_WTSSESSION_CHANGE, 7, True), (WM_WTSSESSION_CHANGE, 4, True), (WM_WTSSESSION_CHANGE, 8, False),
        (0x0100, 7, False),
    ],
)
def test_windows_tells_of_a_locked_session(message: int, event: int, is_lock: bool) -> None:
    heard: list[bool] = []
    told = Message(message=message, w_param=event)
    messages = SessionMessages(lambda: heard.append(True))
    address = ctypes.addressof(told)
    assert messages.nativeEventFilter(QByteArray(b"windows_generic_MSG"), address) == (False, 0)
    assert messages.nativeEventFilter(QByteArray(b"xcb_generic_event_t"), address) == (False, 0)
    assert bool(heard) is is_lock


def test_the_message_is_told_after_the_filter_returned(qtbot: QtBot, window: MainWindow) -> None:
    watch = SessionWatch(window, window)
    with qtbot.waitSignal(watch.locked):
        watch.tell_later()


BUS = """
from PySide6.QtCore import QTimer
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtWidgets import QApplication, QWidget
from arcdesk.ui.session_lock import SessionWatch

application, heard = QApplication([]), []
watch = SessionWatch(QWidget())
watch.locked.connect(lambda: (heard.append(1), application.quit()))
watch.start()
for is_active in (False, True):
    name = "org.freedesktop.ScreenSaver"
    told = QDBusMessage.createSignal("/org/freedesktop/ScreenSaver", name, "ActiveChanged")
    told.setArguments([is_active])
    QDBusConnection.sessionBus().send(told)
QTimer.singleShot(10_000, application.quit)
application.exec()
print(watch.is_listening, len(heard))
"""


def test_the_lock_opens_while_long_work_fills_the_other_threads(
    qtbot: QtBot, desk: Desk, settings: MachineSettings, theme: Theme, recovery: str
) -> None:
    go_on = threading.Event()
    window = app.open_window(desk, settings, theme)
    lock = WindowLock(window, window)
    try:
        for pool in ("work", "work", "db"):
            window.context.jobs.run(lambda _: go_on.wait(20), lambda _: None, pool=pool)
        lock.lock()
        open_by(qtbot, window, PASSWORD)
        qtbot.waitUntil(lambda: not lock.is_locked)
        assert not go_on.is_set()
    finally:
        go_on.set()
        lock.stop()
        app.close_window(window)


def test_the_running_program_locks_and_unlocks(qtbot: QtBot, window: MainWindow, recovery: str) -> None:
    background = Background(window)
    try:
        window.context.lock_requested.emit()
        assert background._lock.is_locked
        open_by(qtbot, window, PASSWORD)
        assert not background._lock.is_locked
    finally:
        background.stop()


@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="no D-Bus here")
def test_a_linux_desktop_tells_of_a_locked_screen(repository: Path) -> None:
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", BUS],  # noqa: S607
        cwd=repository, capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "PYTHONPATH": str(repository)},
    )  # fmt: skip
    assert done.stdout.split() == ["True", "1"]
