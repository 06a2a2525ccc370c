"""Starting with the computer: exact command lines, the switches of Windows and of the desktops, and their refusals."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from arcdesk.startup.at_login import AutostartFile, LoginNotChanged, RunKey, exec_line
from arcdesk.startup.commands import Program, program_of, start_hidden
from arcdesk.startup.runner import Ran, SystemRunner, decoded
from arcdesk.startup.schedule import SchedulerMissing, SchedulerRefused, TaskSchedule, TaskState
from arcdesk.startup.timers import cron_line, systemd_units

BOOKS = r"D:\王芳 & Söhne\应收 2026's"
WORDS = (r"C:\Program Files\ArcDesk\ArcDesk.exe", "remind", "--scheduled", "--workspace", BOOKS)


class FakeTasks:
    """schtasks.exe as far as these tests ask it: keeps the XML it was given."""

    def __init__(self, *, refuses: Sequence[str] = (), is_missing: bool = False) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.made: list[str] = []
        self.kept = ""
        self.refuses, self.is_missing = refuses, is_missing

    def run(self, words: Sequence[str]) -> Ran:
        self.asked.append(tuple(words))
        if self.is_missing:
            raise FileNotFoundError(2, "The system cannot find the file specified")
        if words[1] == "/Create":
            self.made.append(Path(words[5]).read_text(encoding="utf-16"))
            if any(mark in self.made[-1] for mark in self.refuses):
                return Ran(1, "错误: \r\n拒绝访问。\r\n")
            self.kept = self.made[-1]
        elif words[1] == "/Query":
            return Ran(0, self.kept) if self.kept else Ran(1, "ERROR: The system cannot find the file specified.")
        elif words[1] == "/Delete":
            if "/Delete" in self.refuses:
                return Ran(1, "ERROR: Access is denied.")
            self.kept = ""
        return Ran(0, "SUCCESS")


def task(fake: FakeTasks, words: Sequence[str] = WORDS) -> TaskSchedule:
    return TaskSchedule(words, fake, r"办公室\王 芳")


def test_the_frozen_program_is_started_without_a_console() -> None:
    for name in ("arcdesk.com", "ArcDesk.exe"):
        made = program_of(rf"C:\Program Files\ArcDesk\{name}", is_frozen=True, platform="win32")
        assert start_hidden(made) == (r"C:\Program Files\ArcDesk\ArcDesk.exe", "--hidden")
    assert program_of("/opt/ArcDesk/arcdesk", is_frozen=True, platform="linux").path == "/opt/ArcDesk/ArcDesk"


def test_the_source_is_started_by_the_interpreter_of_its_environment() -> None:
    made = program_of(r"C:\src\arc desk\.venv\Scripts\python.exe", is_frozen=False, platform="win32")
    assert made.words("x") == (r"C:\src\arc desk\.venv\Scripts\pythonw.exe", "-m", "arcdesk", "x")
    made = program_of("/src/.venv/bin/python", is_frozen=False, platform="linux")
    assert made == Program("/src/.venv/bin/python", ("-m", "arcdesk"))


def test_the_task_is_made_from_a_file_and_read_back() -> None:
    fake = FakeTasks()
    state = task(fake).install(time(9, 30))
    assert state == TaskState(is_there=True, is_enabled=True, at=time(9, 30), is_ours=True)
    create, query = fake.asked
    assert create[:4] == ("schtasks.exe", "/Create", "/TN", "ArcDesk reminders (王 芳)")
    assert (create[4], create[6]) == ("/XML", "/F")
    assert query == ("schtasks.exe", "/Query", "/TN", "ArcDesk reminders (王 芳)", "/XML")
    assert not Path(create[5]).exists()
    assert r"<Command>C:\Program Files\ArcDesk\ArcDesk.exe</Command>" in fake.kept
    wanted = r"remind --scheduled --workspace &quot;D:\王芳 &amp; Söhne\应收 2026's&quot;".replace("&quot;", '"')
    assert f"<Arguments>{wanted}</Arguments>" in fake.kept
    assert r"<UserId>办公室\王 芳</UserId>" in fake.kept
    assert "<LogonTrigger>" in fake.kept


def test_where_a_log_in_task_is_denied_the_daily_one_is_made() -> None:
    fake = FakeTasks(refuses=["<LogonTrigger>"])
    assert task(fake).install(time(9)).is_there
    assert len(fake.made) == 2
    assert "<LogonTrigger>" not in fake.kept


def test_a_refusal_of_the_scheduler_is_one_sentence() -> None:
    with pytest.raises(SchedulerRefused) as refused:
        task(FakeTasks(refuses=["<Task"])).install(time(9))
    assert refused.value.values == {"why": "错误: 拒绝访问。"}
    fake = FakeTasks(refuses=["/Delete"])
    task(fake).install(time(9))
    with pytest.raises(SchedulerRefused):
        task(fake).uninstall()


def test_a_missing_schtasks_is_one_sentence() -> None:
    for act in ("state", "uninstall"):
        with pytest.raises(SchedulerMissing):
            getattr(task(FakeTasks(is_missing=True)), act)()


def test_a_task_of_other_books_or_switched_off_is_told_from_ours() -> None:
    fake = FakeTasks()
    task(fake).install(time(9))
    other = task(fake, (*WORDS[:-1], r"D:\anders")).state()
    assert (other.is_there, other.is_ours) == (True, False)
    fake.kept = fake.kept.replace("<Settings>", "<Settings><Enabled>false</Enabled>")
    assert task(fake).state() == TaskState(is_there=True, is_enabled=False, at=time(9), is_ours=True)
    assert task(fake).uninstall() == TaskState()
    assert fake.asked[-2] == ("schtasks.exe", "/Delete", "/TN", "ArcDesk reminders (王 芳)", "/F")
    assert task(fake).uninstall() == TaskState()


def test_output_of_a_console_program_is_read_in_either_form() -> None:
    assert decoded("已计划".encode("utf-16")) == "已计划"
    assert decoded(b"plain \xff") == "plain �"


def test_a_program_that_is_not_there_is_an_os_error() -> None:
    with pytest.raises(OSError, match="no-such-program"):
        SystemRunner().run(["no-such-program-here"])


class FakeRegistry:
    """``winreg`` as far as the Run key needs it."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = "HKCU", 2, 1

    def __init__(self, *, is_closed: bool = False) -> None:
        self.values: dict[str, str] = {}
        self.is_closed = is_closed

    @contextmanager
    def OpenKey(self, _root: str, _path: str) -> Iterator[str]:  # noqa: N802
        yield "key"

    @contextmanager
    def CreateKeyEx(self, _root: str, path: str, _zero: int, _access: int) -> Iterator[str]:  # noqa: N802
        if self.is_closed:
            raise PermissionError(5, "Access is denied")
        assert path.endswith(r"CurrentVersion\Run")
        yield "key"

    def QueryValueEx(self, _key: str, name: str) -> tuple[str, int]:  # noqa: N802
        if name not in self.values:
            raise FileNotFoundError(2, "not there")
        return self.values[name], self.REG_SZ

    def SetValueEx(self, _key: str, name: str, _zero: int, _kind: int, value: str) -> None:  # noqa: N802
        self.values[name] = value

    def DeleteValue(self, _key: str, name: str) -> None:  # noqa: N802
        if name not in self.values:
            raise FileNotFoundError(2, "not there")
        del self.values[name]


def test_the_run_key_holds_the_quoted_command_and_goes_again() -> None:
    registry: Any = FakeRegistry()
    switch = RunKey((r"C:\Program Files\ArcDesk\ArcDesk.exe", "--hidden"), registry)
    assert switch.is_on() is False
    switch.set_on(True)
    assert registry.values == {"ArcDesk": r'"C:\Program Files\ArcDesk\ArcDesk.exe" --hidden'}
    assert switch.is_on() is True
    assert RunKey((r"D:\moved\ArcDesk.exe", "--hidden"), registry).is_on() is False
    for _ in range(2):
        switch.set_on(False)
    assert registry.values == {}


def test_a_closed_registry_is_one_sentence() -> None:
    with pytest.raises(LoginNotChanged):
        RunKey(("x",), FakeRegistry(is_closed=True)).set_on(True)


def test_the_autostart_file_comes_and_goes(tmp_path: Path) -> None:
    switch = AutostartFile(("/opt/My Desk/ArcDesk", "--hidden"), tmp_path / "autostart")
    assert switch.is_on() is False
    switch.set_on(True)
    assert 'Exec="/opt/My Desk/ArcDesk" "--hidden"' in switch.file.read_text(encoding="utf-8")
    assert switch.is_on() is True
    for _ in range(2):
        switch.set_on(False)
    assert not switch.file.exists()


def test_the_exec_line_escapes_what_the_desktop_would_read() -> None:
    assert exec_line(['a"b', "100%", "$HOME", "c\\d", "王's"]) == (
        '"a\\\\"b" "100%%" "\\\\$HOME" "c\\\\\\\\d" "王\'s"'
    )


def test_the_cron_line_is_read_by_a_shell_as_the_same_words() -> None:
    words = ("/opt/My Desk/arcdesk", "remind", "--workspace", "/home/王芳/50% Müller's $x")
    line = cron_line(words, time(9, 5), {"DISPLAY": ":0", "XDG_RUNTIME_DIR": "/run/user/1000"})
    assert line.startswith("5 9 * * * DISPLAY=:0 XDG_RUNTIME_DIR=/run/user/1000 ")
    command = line.split("* * * ", 1)[1].replace("\\%", "%")
    assert tuple(shlex.split(command)[2:]) == words


def test_the_systemd_timer_makes_up_for_what_was_missed() -> None:
    text = systemd_units(("/opt/My Desk/arcdesk", "remind", "/a%b$c"), time(9))
    assert 'ExecStart="/opt/My Desk/arcdesk" "remind" "/a%%b$$c"' in text
    assert "OnCalendar=*-*-* 09:00:00\nPersistent=true" in text


def test_windows_reads_the_arguments_of_the_task_as_the_same_words() -> None:
    line = subprocess.list2cmdline(WORDS[1:])
    assert line == rf'remind --scheduled --workspace "{BOOKS}"'
