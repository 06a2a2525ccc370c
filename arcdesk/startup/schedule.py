"""``arcdesk remind`` by the Task Scheduler of Windows: made, looked at and removed by schtasks.exe."""

from __future__ import annotations

import getpass
import html
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from xml.sax.saxutils import escape

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.startup.runner import Ran, Runner, SystemRunner

PROGRAM = "schtasks.exe"
TASK = "ArcDesk reminders"
LONGEST_WHY = 200

_TASK_XML = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>ArcDesk: tells what is due.</Description></RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T{at}:00</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>{at_login}
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <ExecutionTimeLimit>PT30M</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec>
  </Actions>
</Task>
"""
_AT_LOGIN = """
    <LogonTrigger><Enabled>true</Enabled><UserId>{user}</UserId><Delay>PT1M</Delay></LogonTrigger>"""


class SchedulerMissing(Refusal):
    """schtasks.exe is not there or may not run."""

    sentence = "The Task Scheduler of Windows could not be asked: {why}"


class SchedulerRefused(Refusal):
    """schtasks.exe said no."""

    sentence = "The Task Scheduler of Windows refused: {why}"


class NoTaskScheduler(Refusal):
    """Not Windows."""

    sentence = "There is no Task Scheduler of Windows here. “arcdesk remind --status” shows a timer to copy."


@dataclass(frozen=True, slots=True)
class TaskState:
    """What the Task Scheduler says: there, switched on, at what time of day, and whether it is of these books."""

    is_there: bool = False
    is_enabled: bool = False
    at: time | None = None
    is_ours: bool = False


class TaskSchedule:
    r"""The task of this user for one workspace: every day at a time, and after the log-in.

    Args:
        words: the command it runs.
        user: as Windows names him, ``DOMAIN\name``; the task's name ends with it, as all users share one list.
    """

    def __init__(self, words: Sequence[str], runner: Runner | None = None, user: str | None = None) -> None:
        self._words = tuple(words)
        self._runner = runner if runner is not None else SystemRunner()
        self._user = user if user is not None else _user()
        self.name = f"{TASK} ({self._user.rpartition(chr(92))[2]})"

    def state(self) -> TaskState:
        """What is there now.

        Raises:
            SchedulerMissing.
        """
        ran = self._run("/Query", "/TN", self.name, "/XML")
        if ran.status != 0:
            return TaskState()
        found = ran.output
        start = re.search(r"<StartBoundary>[^<]*T(\d\d):(\d\d)", found)
        command = (_inner(found, "Command"), _inner(found, "Arguments"))
        settings = _inner(found, "Settings", is_text=False)
        return TaskState(
            is_there=True,
            is_enabled=not re.search(r"<Enabled>\s*false\s*</Enabled>", settings),
            at=time(int(start[1]), int(start[2])) if start else None,
            is_ours=command == (self._words[0], subprocess.list2cmdline(self._words[1:])),
        )

    def install(self, at: time) -> TaskState:
        """Make the task, or make it anew; what is there afterwards.

        Some computers let only an administrator add a task for the log-in: then it is daily alone, and what
        was missed while the computer was off runs as soon as it is on.

        Raises:
            SchedulerMissing, SchedulerRefused.
        """
        if self._create(at, with_login=True).status != 0:
            ran = self._create(at, with_login=False)
            if ran.status != 0:
                raise SchedulerRefused(why=_why(ran))
        return self.state()

    def uninstall(self) -> TaskState:
        """Remove the task; that there is none is no fault.

        Raises:
            SchedulerMissing, SchedulerRefused.
        """
        if self.state().is_there:
            ran = self._run("/Delete", "/TN", self.name, "/F")
            if ran.status != 0:
                raise SchedulerRefused(why=_why(ran))
        return self.state()

    def xml(self, at: time, *, with_login: bool = True) -> str:
        """The task as Windows reads it."""
        user = escape(self._user)
        return _TASK_XML.format(
            at=f"{at:%H:%M}",
            at_login=_AT_LOGIN.format(user=user) if with_login else "",
            user=user,
            command=escape(self._words[0]),
            arguments=escape(subprocess.list2cmdline(self._words[1:])),
        )

    def _create(self, at: time, *, with_login: bool) -> Ran:
        handle, name = tempfile.mkstemp(suffix=".xml", prefix="arcdesk-")
        file = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(self.xml(at, with_login=with_login).encode("utf-16"))
            return self._run("/Create", "/TN", self.name, "/XML", str(file), "/F")
        finally:
            with suppress(OSError):
                file.unlink()

    def _run(self, *words: str) -> Ran:
        try:
            return self._runner.run((PROGRAM, *words))
        except OSError as error:
            raise SchedulerMissing(why=str(error)) from error


def state_text(state: TaskState) -> str:
    """How it stands in one sentence."""
    if not state.is_there:
        return tr("Not scheduled: while ArcDesk is closed, nothing is told.")
    if not state.is_ours:
        return tr("Scheduled for other books or another folder of the program. Switch it on again for these.")
    if not state.is_enabled:
        return tr("Scheduled, but switched off in the Task Scheduler of Windows.")
    return tr("Scheduled every day at {time} and after the log-in.", time=f"{state.at:%H:%M}" if state.at else "")


def is_windows() -> bool:
    """Whether there is a Task Scheduler."""
    return sys.platform == "win32"


def _user() -> str:
    name, domain = os.environ.get("USERNAME", ""), os.environ.get("USERDOMAIN", "")
    if not name:
        with suppress(OSError, KeyError):
            name = getpass.getuser()
    return f"{domain}\\{name}" if domain else name


def _inner(text: str, tag: str, *, is_text: bool = True) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    inner = found[1] if found else ""
    return html.unescape(inner.strip()) if is_text else inner


def _why(ran: Ran) -> str:
    """What schtasks said, in one line."""
    said = " ".join(ran.output.split())
    return said[:LONGEST_WHY] or str(ran.status)
