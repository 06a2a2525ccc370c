"""Settings, Reminders: from when to when nobody is reminded, called, written to or visited (R70)."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QHBoxLayout, QTimeEdit, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.quiet import DEFAULT_HOURS, QuietHours
from arcdesk.i18n import tr
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class QuietHoursForm(QWidget):
    """Two times of day, kept when one is left; the same two mean that there are no quiet hours."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept = DEFAULT_HOURS
        self.starts = _time_edit("quiet_from", tr("Quiet hours from"))
        self.ends = _time_edit("quiet_to", tr("Quiet hours to"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(label(tr("Quiet hours from")))
        row.addWidget(self.starts)
        row.addWidget(label(tr("to|hours")))
        row.addWidget(self.ends)
        row.addStretch(1)
        for field in (self.starts, self.ends):
            field.editingFinished.connect(self.save)

    def load(self) -> None:
        """Read the hours of the company."""
        quiet = self._context.desk.quiet
        self._context.jobs.run(lambda _job: quiet.hours(), self._on_loaded, owner=self)

    def save(self) -> None:
        """Keep the hours where they were changed."""
        hours = QuietHours(_time_of(self.starts), _time_of(self.ends))
        if hours == self._kept or not self._context.can_write:
            return
        quiet = self._context.desk.quiet
        self._context.jobs.run(lambda _job: quiet.set_hours(hours), self._on_kept, self._on_refused, owner=self)

    def _on_loaded(self, hours: QuietHours) -> None:
        self._kept = hours
        self.starts.setTime(QTime(hours.starts.hour, hours.starts.minute))
        self.ends.setTime(QTime(hours.ends.hour, hours.ends.minute))
        for field in (self.starts, self.ends):
            field.setEnabled(self._context.can_write)

    def _on_kept(self, hours: QuietHours) -> None:
        self._kept = hours
        values = {"from": f"{hours.starts:%H:%M}", "to": f"{hours.ends:%H:%M}"}
        is_any = hours.starts != hours.ends
        self._context.inform(
            tr("Quiet hours are kept: {from} to {to}.", **values) if is_any else tr("There are no quiet hours now."),
            "good",
        )

    def _on_refused(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._context.refuse(error)
            self.load()


def _time_edit(name: str, title: str) -> QTimeEdit:
    field = QTimeEdit()
    field.setDisplayFormat("HH:mm")
    field.setKeyboardTracking(False)
    named(field, name, title)
    return field


def _time_of(field: QTimeEdit) -> time:
    chosen = field.time()
    return time(chosen.hour(), chosen.minute())
