"""The calculator of concessions over a customer, with his figures filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import L, M
from arcdesk.ui.tools.concession import ConcessionTool
from arcdesk.ui.tools.pane import ToolFacts
from arcdesk.ui.widgets import button, char_width

if TYPE_CHECKING:
    from arcdesk.services.concession_weighing import Situation
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 128, 40


class WeighingDialog(QDialog):
    """What is typed here is kept nowhere."""

    def __init__(
        self, context: UiContext, situation: Situation, customer: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("weighing_dialog")
        self.setWindowTitle(tr("Concession or waiting: {customer}", customer=customer))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        height = self.fontMetrics().height() * HEIGHT_LINES
        room = parent.window().height() if parent is not None else height
        self.resize(char_width(self) * WIDTH_CHARACTERS, min(height, room))
        self.pane = ConcessionTool(context)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.pane)
        foot = QHBoxLayout()
        foot.setContentsMargins(L, 0, L, M)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "weighing_close", self.reject))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(area, 1)
        box.addLayout(foot)
        self.pane.show_situation(situation, customer)
        self._context = context
        context.jobs.run(lambda _job: _facts(context), self._on_facts, owner=self)

    def _on_facts(self, facts: ToolFacts) -> None:
        self.pane.show_facts(facts)
        self.pane.discount.setFocus()


def _facts(context: UiContext) -> ToolFacts:
    from arcdesk.ui.pages.tools import read_facts

    return read_facts(context.desk)
