"""Start and end of the desktop: one per workspace, refusals and bugs told, language switched."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk import bootstrap, i18n
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.settings import MachineSettings
from arcdesk.ui import app, interrupt, opening
from arcdesk.ui.crash_dialog import CrashDialog
from arcdesk.ui.crash_guard import CrashGuard
from arcdesk.ui.dialogs.refused import Choice, RefusedDialog
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.opening import choose_workspace
from arcdesk.ui.single_instance import Instance, call_first
from arcdesk.ui.theme import Theme
from arcdesk.workspace import NoWorkspace, WorkspaceInUse


@pytest.fixture
def folder(desk: Desk) -> Path:
    """A workspace that nobody has open."""
    desk.close()
    return desk.workspace.folder


def test_the_start_loads_nothing_heavy(repository: Path) -> None:
    """What only letters, imports and backups need is loaded when they do (tried.md 4)."""
    code = (
        "import sys, arcdesk.bootstrap, arcdesk.ui.app, arcdesk.ui.opening, arcdesk.ui.pages.customers;"
        "heavy = {'reportlab', 'pypinyin', 'xlsxwriter', 'python_calamine', 'keyring', 'PIL', 'pypdfium2'};"
        "sys.stdout.write(','.join(sorted(heavy & set(sys.modules))))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, timeout=60, check=True
    )
    assert answer.stdout == ""


def test_a_second_start_raises_the_first_window(tmp_path: Path, qtbot: QtBot) -> None:
    instance = Instance(tmp_path)
    with qtbot.waitSignal(instance.raised):
        assert call_first(tmp_path)
    instance.close()
    assert not call_first(tmp_path)


def test_another_workspace_is_another_instance(tmp_path: Path, qtbot: QtBot) -> None:
    instance = Instance(tmp_path / "a")
    assert not call_first(tmp_path / "b")
    instance.close()


def test_the_program_opens_shows_and_ends(
    folder: Path, settings: MachineSettings, clock: FixedClock, theme: Theme, qtbot: QtBot
) -> None:
    seen: list[str] = []

    def look() -> None:
        window = next(
            w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()
        )
        seen.append(window.windowTitle())
        window.close()

    QTimer.singleShot(300, look)
    assert app.run(folder, settings=settings, clock=clock) == 0
    assert seen == ["杭州远景包装有限公司 — ArcDesk"]
    assert sys.excepthook is sys.__excepthook__
    assert MachineSettings(settings.file).last_workspace == folder
    bootstrap.build(folder, clock).close()  # the lock is free again


def test_the_language_is_switched_without_a_restart(
    desk: Desk, settings: MachineSettings, theme: Theme, qtbot: QtBot
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    session = app.Session(application, desk, settings, theme, lambda _error: None)
    session.start("customers")
    first = session._window
    assert first is not None
    assert first.rail.findChild(QPushButton) is None
    settings.language = "en"
    first.context.rebuild_requested.emit()
    second = session._window
    assert second is not None
    assert second is not first
    assert i18n.current() == "en"
    names = [button.text().strip() for button in second.rail._buttons.values()]
    assert names[:2] == ["Today", "Customers"]
    assert second.current_key == "customers"
    session.close()


def test_the_workspace_named_wins_over_the_last_one(
    folder: Path, tmp_path: Path, settings: MachineSettings
) -> None:
    settings.last_workspace = folder
    assert opening.wanted_folder(tmp_path / "named", settings) == tmp_path / "named"
    assert opening.wanted_folder(None, settings) == folder
    settings.last_workspace = tmp_path / "gone"
    assert opening.wanted_folder(None, settings).name == "ArcDesk"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Choice, Path | None]]]:
    given: list[tuple[Choice, Path | None]] = []

    def answer(dialog: RefusedDialog) -> int:
        dialog.choice, dialog.folder = given.pop(0)
        return 1

    monkeypatch.setattr(RefusedDialog, "exec", answer)
    yield given
    assert given == []


def test_a_workspace_that_is_open_elsewhere_is_refused_and_can_be_read(
    desk: Desk,
    settings: MachineSettings,
    clock: FixedClock,
    theme: Theme,
    answers: list[tuple[Choice, Path | None]],
) -> None:
    answers += [(Choice.AGAIN, None), (Choice.READ, None)]
    opened = choose_workspace(desk.workspace.folder, settings, clock, theme)
    assert opened.desk is not None
    assert not opened.desk.workspace.can_write
    opened.desk.close()


def test_giving_up_ends_with_status_two(
    desk: Desk,
    settings: MachineSettings,
    clock: FixedClock,
    theme: Theme,
    answers: list[tuple[Choice, Path | None]],
) -> None:
    answers.append((Choice.QUIT, None))
    opened = choose_workspace(desk.workspace.folder, settings, clock, theme)
    assert (opened.desk, opened.status) == (None, 2)


def test_a_refused_workspace_says_why_and_that_nothing_changed(theme: Theme, qtbot: QtBot) -> None:
    dialog = RefusedDialog(WorkspaceInUse(holder="PC-7, pid 12"), Path("/books"))
    qtbot.addWidget(dialog)
    assert "PC-7, pid 12" in dialog.text.text()
    again = dialog.findChild(QPushButton, "try_again")
    assert again is not None
    again.click()
    assert dialog.choice is Choice.AGAIN


def test_closing_the_refusal_means_quit(theme: Theme, qtbot: QtBot) -> None:
    dialog = RefusedDialog(NoWorkspace(path="/x"), Path("/x"))
    qtbot.addWidget(dialog)
    dialog.reject()
    assert dialog.choice is Choice.QUIT


def test_a_bug_is_logged_and_shown_once(
    tmp_path: Path, theme: Theme, clock: FixedClock, qtbot: QtBot
) -> None:
    guard = CrashGuard(tmp_path / "log", clock)
    for number in range(2):
        guard.on_failed_job(KeyError(f"bug {number}"))
    qtbot.waitUntil(lambda: guard._dialog is not None and "bug 1" in guard._dialog.report())
    dialog = guard._dialog
    assert isinstance(dialog, CrashDialog)
    qtbot.addWidget(dialog)
    log = (tmp_path / "log" / "arcdesk-error.log").read_text(encoding="utf-8")
    assert "KeyError: 'bug 0'" in log
    assert "2026-10-08T10:00:00+08:00" in log
    copy = dialog.findChild(QPushButton, "copy_report")
    assert copy is not None
    copy.click()
    assert "bug 0" in QGuiApplication.clipboard().text()


def test_a_log_that_cannot_be_written_does_not_hide_the_bug(
    tmp_path: Path, theme: Theme, clock: FixedClock, qtbot: QtBot
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    guard = CrashGuard(blocked / "log", clock)
    guard.on_failed_job(RuntimeError("seen all the same"))
    qtbot.waitUntil(lambda: guard._dialog is not None)
    assert guard._dialog is not None
    qtbot.addWidget(guard._dialog)
    assert "seen all the same" in guard._dialog.report()


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or sys.platform == "win32", reason="os.kill ends a Windows process")
def test_ctrl_c_closes_the_window_in_order(folder: Path, clock: FixedClock, tmp_path: Path, repository: Path) -> None:
    """The command ends with status 130, says nothing, and leaves the workspace closed."""
    program = [sys.executable, "-m", "arcdesk", "--workspace", str(folder)]
    environment = {
        **os.environ, "ARCDESK_CONFIG_DIR": str(tmp_path / "config"), "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1",
    }  # fmt: skip
    pipe = subprocess.PIPE
    with subprocess.Popen(program, cwd=repository, env=environment, stdout=pipe, stderr=pipe, text=True) as desktop:
        for _ in range(600):
            if (tmp_path / "config" / "settings.json").exists():  # written once the window stands
                break
            with contextlib.suppress(subprocess.TimeoutExpired):
                desktop.wait(0.05)
        desktop.send_signal(signal.SIGINT)
        said, complained = desktop.communicate(timeout=30)
    assert desktop.returncode == 130
    assert (said, complained) == ("", "")
    bootstrap.build(folder, clock).close()


NO_PIPE = pytest.mark.skipif(sys.platform == "win32", reason="Windows waits for sockets only")


@pytest.mark.parametrize("kind", [pytest.param(interrupt._Pipe, marks=NO_PIPE), interrupt._SocketPair])
def test_both_ways_of_waking_the_loop_carry_the_signal(kind: type, qtbot: QtBot) -> None:
    """Windows wakes by a socket, everything else by a pipe; an empty one does not block."""
    pipe = kind()
    assert pipe.read() == b""
    woken: list[bytes] = []
    notifier = QSocketNotifier(pipe.read_end, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: woken.append(pipe.read()))
    before = signal.set_wakeup_fd(pipe.write_end, warn_on_full_buffer=False)
    handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        signal.raise_signal(signal.SIGINT)
        qtbot.waitUntil(lambda: bool(woken))
    finally:
        signal.signal(signal.SIGINT, handler)
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        pipe.close()
    assert signal.SIGINT in woken[0]
