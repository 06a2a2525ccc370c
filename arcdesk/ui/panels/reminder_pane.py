"""Reminders: what is told and when, what shows it, and what happens while the program is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTime, Slot
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QPlainTextEdit,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.reminding import ReminderSettings
from arcdesk.startup import timers
from arcdesk.startup.at_login import AtLogin, at_login
from arcdesk.startup.commands import remind, this_program
from arcdesk.startup.schedule import TaskSchedule, TaskState, is_windows, state_text
from arcdesk.ui.notice_check import SHOWN_BY, standing_text, way
from arcdesk.ui.panels.quiet_hours import QuietHoursForm
from arcdesk.ui.panels.settings_panes import pane_layout
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import SectionLabel, button, label

if TYPE_CHECKING:
    from arcdesk.services.reminding import Standing
    from arcdesk.ui.context import UiContext

TIMER_LINES = 5


@dataclass(frozen=True, slots=True)
class _Found:
    settings: ReminderSettings
    standing: Standing
    daily_at: time
    task: TaskState | None


class ReminderPane(QWidget):
    """Every change counts at once; the books keep what is told and when, this computer what starts with it.

    Args:
        login: the switch of the log-in; the system's own without one.
        schedule: the task of these books; on Windows the system's own, None elsewhere.
    """

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        *,
        login: AtLogin | None = None,
        schedule: TaskSchedule | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._words = remind(this_program(), context.desk.workspace.folder)
        self._login = login if login is not None else at_login()
        self._schedule = schedule or (TaskSchedule(self._words) if is_windows() else None)
        self._switch = self._check("reminders_on", tr("Notify me of what is due"), self._keep)
        self._digest = self._check("digest_on", tr("Tell the day in one notice every morning at"), self._keep)
        self._digest_at = self._time("digest_at", tr("Time of the morning notice"), self._keep)
        self.quiet = QuietHoursForm(context)
        for field in (self.quiet.starts, self.quiet.ends):  # after the form kept them, the task follows
            field.editingFinished.connect(self._keep_times)
        self._at_login = self._check("start_at_login", tr("Start ArcDesk in the tray when I log in"), self._on_login)
        self._task = self._check("remind_by_task", tr("Remind me while ArcDesk is closed"), self._on_task)
        self._task_state = label("", "muted", wrap=True)
        self._task_state.setObjectName("task_state")
        self._state = label("", "muted", wrap=True)
        self._state.setObjectName("reminder_state")
        self._timer = QPlainTextEdit()
        self._timer.setObjectName("timer_text")
        self._timer.setReadOnly(True)
        self._timer.setTabChangesFocus(True)
        self._timer.setAccessibleName(tr("Timer to copy"))
        self._timer.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._timer.setFixedHeight(self.fontMetrics().lineSpacing() * TIMER_LINES + L)
        self._lay_out()

    def load(self) -> None:
        """Read what is set, here and in the system."""
        desk, now, schedule = self._context.desk, self._context.clock.now(), self._schedule

        def work(_: object) -> _Found:
            reminding = desk.reminding
            try:
                task = schedule.state() if schedule is not None else None
            except Refusal:
                task = None
            return _Found(reminding.settings(), reminding.standing(now), reminding.daily_at(), task)

        self.quiet.load()
        self._context.jobs.run(work, self._on_loaded, owner=self)

    def _on_loaded(self, found: _Found) -> None:
        can_write = self._context.can_write
        self._switch.setChecked(found.settings.is_on)
        self._digest.setChecked(found.settings.digest)
        self._digest_at.setTime(QTime(found.settings.digest_at.hour, found.settings.digest_at.minute))
        for part in (self._switch, self._digest, self._digest_at):
            part.setEnabled(can_write)
        self._at_login.setChecked(self._login.is_on())
        self._show_task(found.task)
        self._timer.setPlainText(
            f"{timers.cron_line(self._words, found.daily_at)}\n\n{timers.systemd_units(self._words, found.daily_at)}"
        )
        said = {"way": tr(SHOWN_BY[way()]), "standing": standing_text(found.standing)}
        self._state.setText(tr("{way} {standing}", **said))

    def _show_task(self, task: TaskState | None) -> None:
        if self._schedule is None:
            return
        self._task.setEnabled(task is not None)
        known = task or TaskState()
        self._task.setChecked(known.is_there and known.is_enabled and known.is_ours)
        self._task_state.setText(
            state_text(task) if task is not None else tr("The Task Scheduler of Windows cannot be asked here.")
        )

    # What the person changes --------------------------------------------------------------

    @Slot()
    def _keep(self) -> None:
        desk = self._context.desk
        wanted = ReminderSettings(self._switch.isChecked(), self._digest.isChecked(), _time_of(self._digest_at))
        if not self._context.can_write:
            return
        self._context.jobs.run(lambda _: desk.reminding.keep(wanted), self._on_kept, self._on_refused, owner=self)

    @Slot()
    def _keep_times(self) -> None:
        self._on_kept(None)

    def _on_kept(self, _: object) -> None:
        """Say so, and let the task of Windows keep the same time."""
        if self._task.isChecked() and self._schedule is not None:
            self._install(on=True)
        self.load()

    @Slot(bool)
    def _on_login(self, on: bool) -> None:
        try:
            self._login.set_on(on)
        except Refusal as refusal:
            self._context.refuse(refusal)
        self._at_login.setChecked(self._login.is_on())

    @Slot(bool)
    def _on_task(self, on: bool) -> None:
        self._install(on=on)

    def _install(self, *, on: bool) -> None:
        schedule, reminding = self._schedule, self._context.desk.reminding
        if schedule is not None:
            self._context.jobs.run(
                lambda _: schedule.install(reminding.daily_at()) if on else schedule.uninstall(),
                self._show_task, self._on_refused, owner=self,
            )  # fmt: skip

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._context.refuse(error)
            self.load()

    @Slot()
    def copy_timer(self) -> None:
        """Put the timer into the clipboard."""
        QApplication.clipboard().setText(self._timer.toPlainText())
        self._context.inform(tr("Copied."), "good")

    # Composition ---------------------------------------------------------------------------

    def _check(self, name: str, text: str, slot: object) -> QCheckBox:
        made = QCheckBox(text)
        made.setObjectName(name)
        made.setAccessibleName(text)
        made.clicked.connect(slot)
        return made

    def _time(self, name: str, title: str, slot: object) -> QTimeEdit:
        made = QTimeEdit()
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setDisplayFormat("HH:mm")
        made.setKeyboardTracking(False)
        made.editingFinished.connect(slot)
        return made

    def _lay_out(self) -> None:
        box = pane_layout(
            self, tr("Reminders"), tr("The Today list is complete in any case; a notice is only a hint.")
        )
        box.addWidget(self._switch)
        box.addLayout(_row(self._digest, self._digest_at))
        slept = "What fell due while the computer slept or ArcDesk was closed is shown once, one notice per customer."
        box.addWidget(label(tr(slept), "muted", wrap=True))
        box.addSpacing(M)
        box.addWidget(self.quiet)
        for text in (
            tr("No notice comes in the quiet hours or on days that are not worked; what falls due then comes after."),
            tr("Within them the contact log and Today warn before somebody is called, written to or visited."),
        ):
            box.addWidget(label(text, "muted", wrap=True))
        box.addSpacing(M)
        box.addWidget(SectionLabel(tr("This computer")))
        box.addWidget(self._at_login)
        if self._schedule is not None:
            box.addWidget(self._task)
            box.addWidget(self._task_state)
        else:
            self._lay_out_timer(box)
        box.addSpacing(M)
        box.addWidget(SectionLabel(tr("State|reminders")))
        box.addWidget(self._state)
        box.addStretch(1)

    def _lay_out_timer(self, box: QVBoxLayout) -> None:
        text = tr("To be reminded while ArcDesk is closed, put this line into cron, or these files into systemd:")
        box.addWidget(label(text, "muted", wrap=True))
        box.addWidget(self._timer)
        row = QHBoxLayout()
        row.addWidget(button(tr("Copy|timer"), "copy_timer", self.copy_timer))
        row.addStretch(1)
        box.addLayout(row)


def _time_of(field: QTimeEdit) -> time:
    return time(field.time().hour(), field.time().minute())


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(S)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
