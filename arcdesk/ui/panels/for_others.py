"""The reports and sheets that go to others: one button with a menu, over the reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class ForOthers(QPushButton):
    """Report to the CFO, the lawyer's trigger, tasks, hand-over, people of the firm."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("For others"), parent)
        self._context = context
        self.setObjectName("reports_others")
        self.setAccessibleName(tr("Reports and sheets for others"))
        self.setToolTip(self.accessibleName())
        self.setIcon(icon("people", context.theme))
        self.menu_of_others = QMenu(self)
        for name, text, picture, make in (
            ("others_cfo", tr("Report to the CFO…"), "reports", self._escalation),
            ("others_legal", tr("At the lawyer's trigger…"), "lawyer", self._triggers),
            ("others_tasks", tr("Tasks for others…"), "send", self._tasks),
            ("others_handover", tr("Hand customers over…"), "forward", self._hand_over),
            ("others_staff", tr("People of the firm…"), "people", self._staff),
        ):
            self._add(name, text, picture, make)
        self.setMenu(self.menu_of_others)

    def _add(self, name: str, text: str, picture: str, make: Callable[[], QDialog]) -> None:
        action = QAction(icon(picture, self._context.theme, "muted"), text, self)
        action.setObjectName(name)
        action.triggered.connect(lambda _checked=False: make().open())
        self.menu_of_others.addAction(action)

    def _escalation(self) -> QDialog:
        from arcdesk.ui.dialogs.escalation import EscalationDialog

        return EscalationDialog(self._context, self.window())

    def _triggers(self) -> QDialog:
        from arcdesk.ui.dialogs.legal import TriggerDialog

        return TriggerDialog(self._context, self.window())

    def _tasks(self) -> QDialog:
        from arcdesk.ui.dialogs.tasks import TasksDialog

        return TasksDialog(self._context, self.window())

    def _hand_over(self) -> QDialog:
        from arcdesk.ui.dialogs.owner import HandOverDialog

        return HandOverDialog(self._context, (), self.window())

    def _staff(self) -> QDialog:
        from arcdesk.ui.dialogs.staff import StaffDialog

        return StaffDialog(self._context, self.window())
