"""A short table of words: no grid, no numbering, whole rows chosen, nothing edited in place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from arcdesk.ui.widgets.fields import named

RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class PlainTable(QTableWidget):
    """For lists of a few dozen lines that need neither sorting nor filters; ``RowTable`` is for the rest.

    Args:
        narrow: the columns as wide as their words; the others share what is left.
        figures: the columns that are aligned to the right.
        is_whole: as high as its rows; what stands around it scrolls.
    """

    def __init__(
        self,
        name: str,
        title: str,
        headings: Sequence[str],
        narrow: Iterable[int] = (),
        parent: QWidget | None = None,
        *,
        figures: Iterable[int] = (),
        is_whole: bool = False,
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
        self._figures, self._is_whole = frozenset(figures), is_whole
        for column in self._figures:
            item = self.horizontalHeaderItem(column)
            if item is not None:
                item.setTextAlignment(RIGHT)
        if is_whole:
            header.sectionResized.connect(lambda *_: self._fit())
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for column in narrow:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Fill the table; a cell that is too narrow says itself in its tip."""
        self.setRowCount(len(rows))
        for at, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if column in self._figures:
                    item.setTextAlignment(RIGHT)
                self.setItem(at, column, item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the height of all rows, wrapped at the width there is."""
        if self._is_whole:
            self.resizeRowsToContents()
            rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
            height = rows + self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth() + 2
            if height != self.height():
                self.setFixedHeight(height)
