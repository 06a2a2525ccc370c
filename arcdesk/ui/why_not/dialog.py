"""Everything that is not being chased, in one place: held, set aside, forced past the gate, left alone (F-29, F-32)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import L, M
from arcdesk.ui.why_not.held import HeldPane
from arcdesk.ui.why_not.left_alone import LeftAlonePane
from arcdesk.ui.why_not.overrides import OverridePane
from arcdesk.ui.why_not.set_asides import SetAsidePane
from arcdesk.ui.widgets import button, char_width

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.why_not.pane import ReviewPane

WIDTH_CHARACTERS, HEIGHT_LINES = 150, 28
TABS = {
    "held": "On hold|tab", "set_aside": "Set aside|tab", "override": "Past the gate|tab",
    "coverage": "Left alone|tab",
}  # fmt: skip


class WhyNotDialog(QDialog):
    """Four lists behind tabs; the one named by ``first`` stands in front."""

    def __init__(self, context: UiContext, parent: QWidget | None = None, first: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("why_not_dialog")
        self.setWindowTitle(tr("Why not: who is not being chased, and why"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.windowTitle())
        self.tabs.tabBar().setAccessibleName(self.windowTitle())
        self.held = HeldPane(context)
        self.set_asides = SetAsidePane(context)
        self.overrides = OverridePane(context)
        self.left_alone = LeftAlonePane(context)
        panes: tuple[ReviewPane[Any], ...] = (self.held, self.set_asides, self.overrides, self.left_alone)
        for number, pane in enumerate(panes):
            self.tabs.addTab(pane, tr(TABS[pane.name]))
            pane.counted.connect(lambda count, number=number, pane=pane: self._count(number, pane.name, count))
            pane.left.connect(self.accept)
            self._count(number, pane.name, pane.model.rowCount())
        if first:
            self.tabs.setCurrentIndex(list(TABS).index(first))
        foot = QHBoxLayout()
        foot.setContentsMargins(L, 0, L, M)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "why_not_close", self.reject, primary=True))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, M, 0, 0)
        body.setSpacing(0)
        body.addWidget(self.tabs, 1)
        body.addLayout(foot)

    def _count(self, number: int, name: str, count: int) -> None:
        text = tr(TABS[name])
        self.tabs.setTabText(number, f"{text} · {count}" if count else text)

