"""What came back of a task that was handed out, or taking it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from arcdesk.i18n import tr
from arcdesk.services.task_sheets import addressee, do_text
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog, add_text
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import named

if TYPE_CHECKING:
    from arcdesk.services.tasks import TaskLine
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class TaskAnswerDialog(FormDialog):
    """The answer with its day; or, ``withdraws``, the reason for taking the task back."""

    def __init__(
        self, context: UiContext, task: TaskLine, parent: QWidget | None = None, *, withdraws: bool = False
    ) -> None:
        title = tr("Take task no. {number} back" if withdraws else "Answer to task no. {number}", number=task.id)
        super().__init__(context, title, tr("Take back|task") if withdraws else tr("Record the answer"), parent)
        self._task, self._withdraws = task, withdraws
        about = f"{addressee(task)} · {task.customer_name} · {do_text(task)}"
        add_text(self, label(about, "muted", wrap=True))
        words = tr("Reason") if withdraws else tr("Answer|task")
        self.text = named(QPlainTextEdit(), "task_text", words)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().lineSpacing() * 4 + 16)
        self.day = DateField(tr("On|day"), context.theme, context.today)
        self.day.setObjectName("task_day")
        self.day.set_day(context.today)
        self.add_row(words, self.text)
        if not withdraws:
            self.add_row(tr("On|day"), self.day)

    def gather(self) -> Callable[[JobContext], object]:
        tasks, number, text = self.context.desk.tasks, self._task.id, self.text.toPlainText()
        if self._withdraws:
            return lambda _job: tasks.withdraw(number, text)
        day = self.day.day()
        if day is None:
            raise DayMissing(field="on")
        return lambda _job: tasks.answer(number, text, day)

    def done_text(self, result: object) -> str:
        text = "Task no. {number} is taken back." if self._withdraws else "The answer to task no. {number} is recorded."
        return tr(text, number=self._task.id)
