"""That a customer is in somebody else's hands: to whom tasks were handed, since when, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from arcdesk.i18n import tr
from arcdesk.services.task_sheets import addressee
from arcdesk.ui.widgets import set_role

if TYPE_CHECKING:
    from arcdesk.services.tasks import TaskLine
    from arcdesk.ui.context import UiContext


class HandedNote(QLabel):
    """One line a task that awaits its answer; hidden where there is none."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customer_id = 0
        self.setObjectName("handed_note")
        self.setWordWrap(True)
        self.hide()

    def ask(self, customer_id: int) -> None:
        """Show the tasks of this customer."""
        if customer_id != self._customer_id:
            self.hide()
        self._customer_id = customer_id
        tasks = self._context.desk.tasks

        def work(_job: object) -> tuple[int, tuple[TaskLine, ...]]:
            return customer_id, tasks.handed(customer_id=customer_id)

        self._context.jobs.run(work, self._on_read, owner=self)

    def _on_read(self, found: tuple[int, tuple[TaskLine, ...]]) -> None:
        customer_id, lines = found
        if customer_id != self._customer_id:
            return
        today = self._context.today
        self.setText("\n".join(
            tr("Handed to {name} on {day}, answer by {due}", name=addressee(line), day=line.handed_on.isoformat(),
               due=line.due_on.isoformat())
            for line in lines
        ))  # fmt: skip
        set_role(self, "warn" if any(line.days_late(today) for line in lines) else "muted")
        self.setVisible(bool(lines))
