"""Settings: a list of panes at the left, the pane chosen at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from arcdesk.i18n import tr
from arcdesk.ui.icons import icon
from arcdesk.ui.pages.base import Page
from arcdesk.ui.panels.backup_pane import BackupPane
from arcdesk.ui.panels.grading_pane import GradingPane
from arcdesk.ui.panels.health_pane import HealthPane
from arcdesk.ui.panels.mail_pane import MailPane
from arcdesk.ui.panels.policy_pane import PolicyPane
from arcdesk.ui.panels.rates_pane import RatesPane
from arcdesk.ui.panels.reminder_pane import ReminderPane
from arcdesk.ui.panels.scheme_editor import SchemeEditor
from arcdesk.ui.panels.scripts_pane import ScriptsPane
from arcdesk.ui.panels.security_pane import SecurityPane
from arcdesk.ui.panels.settings_panes import AppearancePane, CompanyPane, pane_layout
from arcdesk.ui.panels.templates_pane import TemplatesPane
from arcdesk.ui.theme import XL, L, M, S
from arcdesk.ui.widgets import char_width, label

if TYPE_CHECKING:
    from arcdesk.services.changes import Changes
    from arcdesk.ui.context import UiContext

PANES = (
    ("company", "Company", "company"),
    ("policies", "Policies", "today"),
    ("templates", "Words of the letters", "letters"),
    ("scripts", "Scripts|pane", "log"),
    ("aging", "Aging", "timeline"),
    ("grading", "Grading", "customers"),
    ("rates", "LPR and rates", "interest"),
    ("mail", "E-mail|mail", "mail"),
    ("backup", "Backup", "save"),
    ("security", "Security", "lock"),
    ("health", "Health", "check"),
    ("reminders", "Reminders", "bell"),
    ("appearance", "Language and appearance", "appearance"),
)


class AgingPane(QWidget):
    """The scheme editor under its title."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = SchemeEditor(context)
        box = pane_layout(
            self,
            tr("Aging"),
            tr("Into which buckets receivables fall, and with which colour, by their days overdue."),
        )
        box.addWidget(self.editor, 1)

    def load(self) -> None:
        """Read the schemes."""
        self.editor.load()


class SettingsPage(Page):
    """What can be set for the company's books and for this computer."""

    key = "settings"
    kinds = frozenset({"company", "policy", "template", "script", "scheme", "rate", "backup", "security"})

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.company = CompanyPane(context)
        self.policies = PolicyPane(context)
        self.templates = TemplatesPane(context)
        self.scripts = ScriptsPane(context)
        self.aging = AgingPane(context)
        self.grading = GradingPane(context)
        self.rates = RatesPane(context)
        self.mail = MailPane(context)
        self.backup = BackupPane(context)
        self.security = SecurityPane(context)
        self.health = HealthPane(context)
        self.reminders = ReminderPane(context)
        self.appearance = AppearancePane(context)
        self.appearance.language_chosen.connect(context.rebuild_requested)
        self._panes = (
            self.company, self.policies, self.templates, self.scripts, self.aging, self.grading, self.rates, self.mail,
            self.backup, self.security, self.health, self.reminders, self.appearance,
        )  # fmt: skip
        self._list = QListWidget()
        self._list.setObjectName("settings_list")
        self._list.setAccessibleName(tr("Settings"))
        self._list.setStyleSheet("QListWidget { background: transparent; border: none; }")
        self._stack = QStackedWidget()
        for (key, title, picture), pane in zip(PANES, self._panes, strict=True):
            item = QListWidgetItem(icon(picture, context.theme, "muted"), tr(title))
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + L))
            self._list.addItem(item)
            self._stack.addWidget(_scrolled(pane, char_width(self) * 104))
        self._list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._list.setCurrentRow(0)
        widest = max(self.fontMetrics().horizontalAdvance(tr(title)) for _, title, _ in PANES)
        self._list.setFixedWidth(widest + 80)
        body = QHBoxLayout()
        body.setContentsMargins(M, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._list)
        body.addWidget(self._stack, 1)
        head = QHBoxLayout()
        head.setContentsMargins(L, M, L, S)
        head.addWidget(label(tr("Settings"), "title"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addLayout(body, 1)

    def activate(self) -> None:
        """The list of panes has the focus."""
        super().activate()
        self._list.setFocus()

    def refresh(self, changes: Changes | None = None) -> None:
        """Read every pane; each keeps what the person is typing."""
        for pane in self._panes:
            pane.load()

    @Slot(str)
    def show_pane(self, key: str) -> None:
        """Bring one pane to the front."""
        keys = [pane_key for pane_key, _, _ in PANES]
        self._list.setCurrentRow(keys.index(key))


def _scrolled(pane: QWidget, widest_px: int) -> QScrollArea:
    """A pane that scrolls where the window is low, and does not spread over a wide one."""
    pane.setMaximumWidth(widest_px)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, XL, 0)
    row.addWidget(pane, 1)
    row.addStretch(0)
    area.setWidget(holder)
    return area
