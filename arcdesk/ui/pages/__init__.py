"""The pages of the window, loaded on the first visit."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.pages.base import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One entry of the rail: where the page is, its name, icon and key.

    ``within`` names the entry that is marked while a page outside the rail is shown.
    """

    key: str
    target: str
    title_key: str
    icon: str
    shortcut: str
    in_rail: bool = True
    within: str = ""

    def load(self, context: UiContext) -> Page:
        """Import the page's module and build the page."""
        module, name = self.target.split(":")
        page: Page = getattr(importlib.import_module(module), name)(context)
        return page


PAGES = (
    PageEntry("today", "arcdesk.ui.pages.today:TodayPage", "Today|page", "today", "Ctrl+1"),
    PageEntry("customers", "arcdesk.ui.pages.customers:CustomersPage", "Customers", "customers", "Ctrl+2"),
    PageEntry("letters", "arcdesk.ui.pages.letters:LettersPage", "Letters", "letters", "Ctrl+3"),
    PageEntry(
        "statements", "arcdesk.ui.pages.statements:StatementsPage", "Statements", "statements", "Ctrl+4"
    ),
    PageEntry("evidence", "arcdesk.ui.pages.evidence:EvidencePage", "Evidence", "evidence", "Ctrl+5"),
    PageEntry("reports", "arcdesk.ui.pages.reports:ReportsPage", "Reports", "reports", "Ctrl+6"),
    PageEntry("import", "arcdesk.ui.pages.import_page:ImportPage", "Import", "import", "Ctrl+7"),
    PageEntry(
        "bank",
        "arcdesk.ui.pages.bank:BankPage",
        "Bank statement",
        "receipt",
        "",
        in_rail=False,
        within="import",
    ),
    PageEntry("tools", "arcdesk.ui.pages.tools:ToolsPage", "Tools", "tools", "Ctrl+8"),
    PageEntry("settings", "arcdesk.ui.pages.settings:SettingsPage", "Settings", "settings", "Ctrl+,"),
    PageEntry("dossier", "arcdesk.ui.pages.dossier:DossierPage", "Dossier", "people", "", in_rail=False),
    PageEntry(
        "due_dates",
        "arcdesk.ui.pages.due_dates:DueDatesPage",
        "Missing due dates",
        "calendar",
        "",
        in_rail=False,
        within="customers",
    ),
)
