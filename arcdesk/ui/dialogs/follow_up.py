"""Planning a follow-up, or moving one to a later day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.followups import FollowUpLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import day_of_week
from arcdesk.ui.panels.follow_up_choice import FollowUpChoice
from arcdesk.ui.widgets.fields import line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class FollowUpDialog(FormDialog):
    """A day, offered by its usual names, and why; ``line`` is the follow-up to move."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        customer_name: str,
        line: FollowUpLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = tr("Move the follow-up") if line else tr("Follow up: {customer}", customer=customer_name)
        super().__init__(context, title, tr("Plan") if line is None else tr("Move"), parent)
        self._customer_id, self._line = customer_id, line
        self.when = FollowUpChoice(context.theme, context.today)
        self.when.set_suggestions(context.desk.followups.suggestions(context.today))
        self.reason = line_edit("follow_up_reason", tr("Reason"))
        if line is not None:
            self.reason.setText(line.reason)
        self.add_row(tr("Day"), self.when)
        self.add_row(tr("Reason"), self.reason)

    def gather(self) -> Callable[[JobContext], object]:
        day = self.when.day()
        if day is None:
            raise DayMissing(field="due_on")
        desk, customer_id, line = self.context.desk, self._customer_id, self._line
        reason = self.reason.text().strip()
        if line is not None:
            return lambda _job: desk.followups.snooze(line.id, day, reason)
        return lambda _job: desk.followups.add(customer_id, day, reason)

    def done_text(self, result: object) -> str:
        if isinstance(result, FollowUpLine):
            return tr("You will be reminded on {day}.", day=day_of_week(result.due_on))
        return ""
