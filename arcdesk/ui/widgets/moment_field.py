"""A day and a time of day beside each other: when a message was written."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from PySide6.QtWidgets import QHBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.text import half_width
from arcdesk.i18n import tr
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets.basics import char_width
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit

_TIME = re.compile(r"([0-9]{1,2})[:.]?([0-9]{2})")


class BadTime(Refusal):
    """No time of day."""

    sentence = "“{text}” is not a time of day. Write it like 10:30."


class TimeMissing(Refusal):
    """A day alone where the minute is asked for."""

    sentence = "The time of day is missing. Enter it like 10:30, as the chat shows it."


class MomentField(QWidget):
    """Day and time; ``title`` names both for the screen reader. Without ``needs_time`` a day alone is its midnight."""

    def __init__(
        self,
        name: str,
        title: str,
        theme: Theme,
        today: date,
        parent: QWidget | None = None,
        *,
        needs_time: bool = True,
    ) -> None:
        super().__init__(parent)
        self._needs_time = needs_time
        self.day = DateField(title, theme, today)
        self.day.setObjectName(f"{name}_day")
        self.time = line_edit(f"{name}_time", tr("{what}: time of day", what=title), hint="10:30")
        self.time.setMaximumWidth(char_width(self) * 9)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.day, 1)
        row.addWidget(self.time)
        self.setFocusProxy(self.day)

    def set_moment(self, moment: datetime) -> None:
        """Show a moment."""
        self.day.set_day(moment.date())
        self.time.setText(f"{moment:%H:%M}")

    def moment(self) -> datetime | None:
        """Day and minute on this machine's clock, without a zone; None where both are empty.

        Raises:
            BadDate, BadTime, TimeMissing.
        """
        day, text = self.day.day(), half_width(self.time.text()).strip()
        if day is None and not text:
            return None
        if day is None or (not text and self._needs_time):
            raise TimeMissing(field="time")
        if not text:
            return datetime.combine(day, time())
        match = _TIME.fullmatch(text)
        try:
            return datetime.combine(day, time(int(match[1]), int(match[2]))) if match else _wrong(text)
        except ValueError:
            return _wrong(text)


def _wrong(text: str) -> datetime:
    raise BadTime(text=text, field="time")
