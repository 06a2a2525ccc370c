"""Ending an instalment plan: void, or the whole called in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.plan_lines import PlanLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.services.plans import PlanEnding
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class EndPlanDialog(FormDialog):
    """The day and the reason; what follows from it is said first."""

    def __init__(self, context: UiContext, line: PlanLine, how: PlanEnding, parent: QWidget | None = None) -> None:
        is_void = how == "void"
        title = tr("Declare plan {number} void") if is_void else tr("Call in the whole of plan {number}")
        super().__init__(
            context, title.format(number=line.number), tr("Declare void") if is_void else tr("Call in"), parent
        )
        self._line, self._how = line, how
        follows = (
            tr("From that day the invoices fall due by their own dates again, as if nothing had been agreed.")
            if is_void
            else tr("What is not due yet falls due on that day; the customer should have been asked to pay before.")
        )
        self.on = DateField(tr("Effective from"), context.theme, context.today)
        self.on.set_day(context.today)
        self.reason = line_edit("plan_end_reason", tr("Reason"))
        self.form.addRow(label(follows, "muted", wrap=True))
        if line.hint is not None and not is_void:
            self.form.addRow(label(tr(line.hint.text_key, **line.hint.values), "warn", wrap=True))
        self.add_row(tr("Effective from"), self.on)
        self.add_row(tr("Reason"), self.reason)
        self.reason.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        day = self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, number, how, reason = self.context.desk, self._line.number, self._how, self.reason.text()
        return lambda _job: desk.plans.end(number, how, reason, day)

    def done_text(self, result: object) -> str:
        if self._how == "void":
            return tr("Plan {number} is void; the old due dates count again.", number=self._line.number)
        return tr("The whole of plan {number} is called in.", number=self._line.number)
