"""The rows of a policy, in words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from arcdesk.domain.policy import Level
from arcdesk.i18n import tr
from arcdesk.services.policy_text import actions_text, conditions_text
from arcdesk.ui.widgets.fields import named


class PolicyTable(QTableWidget):
    """One row a level, wrapped to its width.

    Signals:
        opened: number of the row that was entered or double-clicked.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        named(self, "policy_rows", tr("Rows of the policy"))
        self.setHorizontalHeaderLabels([tr("From day|policy"), tr("If"), tr("What to do"), tr("Wait, days")])
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setStyleSheet("QTableWidget::item { padding: 3px 5px; }")
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            header.setSectionResizeMode(column, mode)
        self.itemActivated.connect(lambda item: self.opened.emit(item.row()))

    def show_levels(self, levels: Iterable[Level]) -> None:
        """Fill the table; the chosen row stays chosen."""
        rows, row = tuple(levels), max(self.currentRow(), 0)
        self.setRowCount(len(rows))
        for at, level in enumerate(rows):
            cells = (
                day_text(level.from_days),
                conditions_text(level.conditions),
                actions_text(level.actions),
                str(level.wait_days),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(at, column, item)
        self.resizeRowsToContents()
        if rows:
            self.selectRow(min(row, len(rows) - 1))


def day_text(days: int) -> str:
    """A day of a policy: so many before or after the due date."""
    if days < 0:
        return tr("{days} before due", days=-days)
    return tr("{days} overdue", days=days) if days else tr("due day")
