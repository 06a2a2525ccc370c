"""Working days: the next one, the n-th one, and where a period of calendar days ends (R3, R5, R88)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.dates import deadline_after
from arcdesk.domain.errors import Refusal
from arcdesk.domain.text import half_width
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.panels.company_form import form_layout
from arcdesk.ui.tools.pane import ToolPane, enter
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

MOST_DAYS = 10_000


class NotDays(Refusal):
    """A text that is no number of days."""

    sentence = "“{text}” is not a number of days. Write a whole number from 1 to 10,000."


def whole_days(text: str) -> int:
    """A number of days, at least one.

    Raises:
        NotDays: something else.
    """
    plain = half_width(text).replace(",", "").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 5 and 1 <= int(plain) <= MOST_DAYS):
        raise NotDays(text=text[:40], field="days")
    return int(plain)


class WorkdaysTool(ToolPane):
    """A day and a number of days."""

    name = "workdays"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(
            context,
            tr("Working days"),
            tr("By the published holidays and make-up days; a Saturday that is worked is a working day."),
            parent,
        )
        self.start = DateField(tr("From day|workdays"), context.theme, context.today)
        self.start.setObjectName("workdays_start")
        self.start.set_day(context.today)
        self._nth = context.today
        self.count = line_edit("workdays_count", tr("Number of days"), "5")
        self.add_row(tr("From day|workdays"), self.start)
        self.add_row(tr("Number of days"), self.count)
        lines = form_layout()
        self.kind, self.next, self.period = (label("", selectable=True) for _ in range(3))
        self.period.setObjectName("workdays_period")
        self.next.setObjectName("workdays_next")
        self.kind.setObjectName("workdays_kind")
        self._period_title = label()
        lines.addRow(tr("That day"), self.kind)
        lines.addRow(tr("Next working day"), self.next)
        lines.addRow(self._period_title, self.period)
        self.details.addLayout(lines)
        self.note = label("", "warn", wrap=True)
        self.note.setObjectName("workdays_note")
        self.details.addWidget(self.note)
        for field in (self.start, self.count):
            field.textChanged.connect(self.update_answer)

    def first_field(self) -> QWidget:
        return self.start

    def reckon(self) -> None:
        assert self.facts is not None  # update_answer saw to it
        start, workdays = self.start.day(), self.facts.workdays
        if start is None:
            raise enter(tr("From day|workdays"))
        if not self.count.text().strip():
            raise enter(tr("Number of days"))
        count = whole_days(self.count.text())
        nth, period = workdays.add_workdays(start, count), deadline_after(start, count, workdays)
        self.kind.setText(tr("worked") if workdays.is_workday(start) else tr("a day of rest"))
        self.next.setText(_day(workdays.next_workday(start)))
        self._nth = nth
        self.tell(tr("{count} working days later: {day}", count=count, day=_day(nth)))
        self._period_title.setText(tr("A period of {count} calendar days ends on", count=count))
        self.period.setText(_day(period))
        unknown = any(workdays.is_provisional(day) for day in (start, nth, period))
        self.note.setText(
            tr(
                "Provisional: the holidays of a year in between are not published; weekends alone were skipped."
            )
            if unknown
            else ""
        )
        self.note.setVisible(unknown)

    def result_text(self) -> str:
        return self._nth.isoformat()


def _day(day: date) -> str:
    return show.day_of_week(day)
