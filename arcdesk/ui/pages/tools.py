"""Tools: the calculators, a list at the left and the one chosen at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.pages.base import Page
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.tools.allocation import AllocationTool
from arcdesk.ui.tools.codes import CodeTool
from arcdesk.ui.tools.concession import ConcessionTool
from arcdesk.ui.tools.court_fee import CourtFeeTool
from arcdesk.ui.tools.interest import InterestTool
from arcdesk.ui.tools.limitation import LimitationTool
from arcdesk.ui.tools.pane import ToolFacts, ToolPane
from arcdesk.ui.tools.sme import SmeTool
from arcdesk.ui.tools.words import WordsTool
from arcdesk.ui.tools.workdays import WorkdaysTool
from arcdesk.ui.widgets import char_width, label

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext

TOOLS: tuple[tuple[type[ToolPane], str, str], ...] = (
    (InterestTool, "Late payment interest", "interest"),
    (LimitationTool, "Limitation", "hold"),
    (AllocationTool, "Who gets the money", "receipt"),
    (ConcessionTool, "Concession or waiting", "promise"),
    (CourtFeeTool, "Court fees", "lawyer"),
    (WordsTool, "Amounts in words", "edit"),
    (WorkdaysTool, "Working days", "calendar"),
    (SmeTool, "Due date for small creditors", "followup"),
    (CodeTool, "Unified social credit code", "company"),
)
WIDEST_CHARACTERS = 150
NARROW_CHARACTERS = 118
ICON_PX = 52


class ToolsPage(Page):
    """Every calculator keeps what was typed while another one is in front."""

    key = "tools"
    kinds = frozenset({"rate", "company"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.panes = tuple(kind(context) for kind, _, _ in TOOLS)  # type: ignore[call-arg]
        self._list = QListWidget()
        self._list.setObjectName("tools_list")
        self._list.setAccessibleName(tr("Tools"))
        self._list.setStyleSheet("QListWidget { background: transparent; border: none; }")
        self._stack = QStackedWidget()
        for pane, (_, title, picture) in zip(self.panes, TOOLS, strict=True):
            item = QListWidgetItem(icon(picture, context.theme, "muted"), tr(title))
            item.setData(Qt.ItemDataRole.UserRole, pane.name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, tr(title))
            item.setToolTip(tr(title))
            item.setSizeHint(QSize(0, self.fontMetrics().height() + L))
            self._list.addItem(item)
            self._stack.addWidget(_scrolled(pane, char_width(self) * WIDEST_CHARACTERS))
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._list.itemActivated.connect(lambda _: self._enter())
        self._list.setCurrentRow(0)
        self._fit_list()
        QShortcut(
            QKeySequence("Esc"),
            self,
            self._list.setFocus,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )
        self._lay_out()

    @property
    def pane(self) -> ToolPane:
        """The calculator in front."""
        return self.panes[max(0, self._list.currentRow())]

    def activate(self) -> None:
        """The calculator in front has the keyboard; Esc goes back to the list."""
        super().activate()
        self._enter()

    def refresh(self, changes: Changes | None = None) -> None:
        """Read the tables and defaults that the calculators reckon with."""
        desk = self.context.desk
        self.context.jobs.run(lambda _: read_facts(desk), self._on_facts, owner=self)

    @Slot(str)
    def show_tool(self, name: str) -> None:
        """Bring one calculator to the front."""
        names = [pane.name for pane in self.panes]
        self._list.setCurrentRow(names.index(name))
        self._enter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_list()

    def _fit_list(self) -> None:
        """Icons alone where the page is narrow: the calculators need the room."""
        unit = char_width(self)
        narrow = self.width() < unit * NARROW_CHARACTERS
        for number, (_, title, _) in enumerate(TOOLS):
            self._list.item(number).setText("" if narrow else tr(title))
        widest = max(self.fontMetrics().horizontalAdvance(tr(title)) for _, title, _ in TOOLS)
        self._list.setFixedWidth(ICON_PX if narrow else widest + ICON_PX + M)

    def _enter(self) -> None:
        self.pane.first_field().setFocus()

    def _on_facts(self, facts: ToolFacts) -> None:
        for pane in self.panes:
            pane.show_facts(facts)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.addWidget(label(tr("Tools"), "title"))
        body = QHBoxLayout()
        body.setContentsMargins(M, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._list)
        body.addWidget(self._stack, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addLayout(body, 1)


def read_facts(desk: Desk) -> ToolFacts:
    """What the calculators need of the workspace."""
    return ToolFacts(
        desk.rates.lpr, desk.reference.workdays, desk.interest.settings(), desk.company.profile().name,
        desk.weighing.capital_percent(),
    )  # fmt: skip


def _scrolled(pane: QWidget, widest_px: int) -> QScrollArea:
    """A pane that scrolls where the window is low, and does not spread over a very wide one."""
    pane.setMaximumWidth(widest_px)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    area.setWidget(pane)
    return area
