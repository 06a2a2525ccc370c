"""The rows of a policy, in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from arcdesk.domain.policy import Level
from arcdesk.i18n import tr
from arcdesk.services.policy_text import actions_text, conditions_text
from arcdesk.ui.widgets.plain_table import PlainTable


class PolicyTable(PlainTable):
    """One row a level, wrapped to its width.

    Signals:
        opened: number of the row that was entered or double-clicked.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        headings = (tr("From day|policy"), tr("If"), tr("What to do"), tr("Wait, days"))
        super().__init__("policy_rows", tr("Rows of the policy"), headings, narrow=(0, 3), parent=parent)
        self.itemActivated.connect(lambda item: self.opened.emit(item.row()))

    def show_levels(self, levels: Iterable[Level]) -> None:
        """Fill the table; the chosen row stays chosen."""
        row = max(self.currentRow(), 0)
        rows = [
            (
                day_text(level.from_days),
                conditions_text(level.conditions),
                actions_text(level.actions),
                str(level.wait_days),
            )
            for level in levels
        ]
        self.show_rows(rows)
        self.resizeRowsToContents()
        if rows:
            self.selectRow(min(row, len(rows) - 1))


def day_text(days: int) -> str:
    """A day of a policy: so many before or after the due date."""
    if days < 0:
        return tr("{days} days before due", days=-days)
    return tr("{days} days overdue", days=days) if days else tr("due day")
