"""A row of totals that stays at the foot of a table, its columns under the table's own."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from arcdesk.ui.tables.delegate import CellDelegate
from arcdesk.ui.tables.model import RowTableModel
from arcdesk.ui.tables.view import RowTable
from arcdesk.ui.theme import Theme

R = TypeVar("R")


class TotalsRow(QTableView, Generic[R]):
    """Shows the one row of ``model`` under ``table``; follows its widths, order and scrolling.

    ``model`` has the same columns as the table's.
    """

    def __init__(
        self,
        table: RowTable[R],
        model: RowTableModel[R],
        theme: Theme,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._table = table
        self.setObjectName(f"{table.objectName()}_totals")
        self.setAccessibleName(title)
        self.setModel(model)
        model.setParent(self)
        self.setItemDelegate(CellDelegate(theme, self))
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for policy in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            policy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.horizontalHeader().setMinimumSectionSize(0)
        height = table.verticalHeader().defaultSectionSize()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(height)
        self.setFixedHeight(height + 2)
        above = table.horizontalHeader()
        above.sectionResized.connect(self._follow)
        above.sectionMoved.connect(self._follow)
        above.geometriesChanged.connect(self._follow)
        table.horizontalScrollBar().valueChanged.connect(self.horizontalScrollBar().setValue)
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Take widths, order and hidden columns from the table; leave room for its scroll bar."""
        above, mine = self._table.horizontalHeader(), self.horizontalHeader()
        for number in range(above.count()):
            hidden = self._table.isColumnHidden(number)
            self.setColumnHidden(number, hidden)
            if not hidden:
                mine.resizeSection(number, above.sectionSize(number))
        for place in range(above.count()):
            mine.moveSection(mine.visualIndex(above.logicalIndex(place)), place)
        bar = self._table.verticalScrollBar()
        self.setViewportMargins(0, 0, bar.sizeHint().width() if bar.isVisible() else 0, 0)
        self.horizontalScrollBar().setValue(self._table.horizontalScrollBar().value())
