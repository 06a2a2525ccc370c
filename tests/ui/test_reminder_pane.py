"""Settings, Reminders: what is told when, and what happens while the program is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import QTime
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton, QTimeEdit
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.startup.at_login import AutostartFile
from arcdesk.startup.runner import Ran
from arcdesk.startup.schedule import TaskSchedule
from arcdesk.ui.context import UiContext
from arcdesk.ui.panels.reminder_pane import ReminderPane


class FakeTasks:
    """A Task Scheduler that keeps one task, or refuses."""

    def __init__(self) -> None:
        self.kept = ""
        self.refuses = False

    def run(self, words: Sequence[str]) -> Ran:
        if self.refuses and words[1] != "/Query":
            return Ran(1, "拒绝访问。")
        if words[1] == "/Create":
            self.kept = Path(words[5]).read_text(encoding="utf-16")
        elif words[1] == "/Delete":
            self.kept = ""
        elif words[1] == "/Query":
            return Ran(0 if self.kept else 1, self.kept)
        return Ran(0, "")


@pytest.fixture
def tasks() -> FakeTasks:
    return FakeTasks()


@pytest.fixture
def login(tmp_path: Path) -> AutostartFile:
    return AutostartFile(("arcdesk", "--hidden"), tmp_path / "autostart")


@pytest.fixture
def pane(qtbot: QtBot, context: UiContext, login: AutostartFile, tasks: FakeTasks) -> ReminderPane:
    schedule = TaskSchedule(("arcdesk", "remind"), tasks, "王芳")
    made = ReminderPane(context, login=login, schedule=schedule)
    qtbot.addWidget(made)
    made.load()
    return made


def box(pane: ReminderPane, name: str) -> QCheckBox:
    found = pane.findChild(QCheckBox, name)
    assert isinstance(found, QCheckBox)
    return found


def text(pane: ReminderPane, name: str) -> str:
    found = pane.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text()


def enter(pane: ReminderPane, name: str, at: QTime) -> None:
    field = pane.findChild(QTimeEdit, name)
    assert isinstance(field, QTimeEdit)
    field.setTime(at)
    field.editingFinished.emit()


def test_the_morning_notice_and_the_quiet_hours_are_kept_in_the_books(desk: Desk, pane: ReminderPane) -> None:
    enter(pane, "digest_at", QTime(8, 30))
    enter(pane, "quiet_from", QTime(20, 0))
    enter(pane, "quiet_to", QTime(9, 15))
    assert desk.reminding.settings().digest_at == time(8, 30)
    assert (desk.quiet.hours().starts, desk.quiet.hours().ends) == (time(20), time(9, 15))
    assert desk.reminding.daily_at() == time(9, 15)
    box(pane, "digest_on").click()
    assert desk.reminding.settings().digest is False


def test_the_switch_of_the_log_in_makes_and_removes_the_entry(pane: ReminderPane, login: AutostartFile) -> None:
    box(pane, "start_at_login").click()
    assert login.is_on()
    box(pane, "start_at_login").click()
    assert not login.is_on()


def test_the_task_follows_its_switch_and_the_time(pane: ReminderPane, tasks: FakeTasks) -> None:
    assert "未设定" in text(pane, "task_state")
    box(pane, "remind_by_task").click()
    assert "09:00" in text(pane, "task_state")
    enter(pane, "digest_at", QTime(10, 5))
    assert "T10:05:00" in tasks.kept
    box(pane, "remind_by_task").click()
    assert (tasks.kept, "未设定" in text(pane, "task_state")) == ("", True)


def test_a_refusing_scheduler_is_said_and_the_switch_goes_back(
    context: UiContext, pane: ReminderPane, tasks: FakeTasks
) -> None:
    said: list[str] = []
    context.message.connect(lambda sentence, _level: said.append(sentence))
    tasks.refuses = True
    box(pane, "remind_by_task").click()
    assert "拒绝访问" in said[-1]
    assert not box(pane, "remind_by_task").isChecked()


def test_the_state_says_what_shows_notices_and_what_was_told_last(desk: Desk, pane: ReminderPane) -> None:
    assert "尚未发出过提醒" in text(pane, "reminder_state")
    digest = desk.reminding.digest(desk.clock.today())
    assert digest is not None
    desk.reminding.told_digest(digest, "bus")
    pane.load()
    assert "2026-10-08 10:00" in text(pane, "reminder_state")
    assert "2026-10-09 09:00" in text(pane, "reminder_state")


def test_without_windows_a_timer_can_be_copied(
    qtbot: QtBot, context: UiContext, login: AutostartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.ui.panels.reminder_pane.is_windows", lambda: False)
    made = ReminderPane(context, login=login)
    qtbot.addWidget(made)
    made.load()
    copy = made.findChild(QPushButton, "copy_timer")
    assert isinstance(copy, QPushButton)
    copy.click()
    assert "remind --scheduled --workspace" in QApplication.clipboard().text()
    assert made.findChild(QCheckBox, "remind_by_task") is None or not made._task.isVisibleTo(made)
