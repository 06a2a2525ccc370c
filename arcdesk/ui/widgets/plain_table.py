"""A short table of words: no grid, no numbering, whole rows chosen, nothing edited in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from arcdesk.ui.widgets.fields import named


class PlainTable(QTableWidget):
    """For lists of a few dozen lines that need neither sorting nor filters; ``RowTable`` is for the rest.

    Args:
        narrow: the columns as wide as their words; the others share what is left.
    """

    def __init__(
        self, name: str, title: str, headings: Sequence[str], narrow: Iterable[int] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(headings), parent)
        named(self, name, title)
        self.setHorizontalHeaderLabels(list(headings))
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setStyleSheet("QTableWidget::item { padding: 2px 5px; }")  # under the words of the headings
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in narrow:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Fill the table; a cell that is too narrow says itself in its tip."""
        self.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(at, column, item)
