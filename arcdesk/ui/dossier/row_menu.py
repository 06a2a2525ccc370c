"""The context menu of a table's row: every action that was added to the table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu

from arcdesk.ui.tables import RowTable


class RowMenu(QObject):
    """Pops up at the row; the actions keep themselves able or not as the current row changes."""

    def __init__(self, table: RowTable[Any]) -> None:
        super().__init__(table)
        self._table = table
        table.context_requested.connect(self._on_asked)

    def menu(self) -> QMenu:
        """The menu, gone when it closes."""
        made = QMenu(self._table)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.addActions(self._table.actions())
        return made

    def _on_asked(self, _row: object, point: QPoint) -> None:
        self.menu().popup(point)
