"""A click on an amount of a table: the cells that answer show a hand."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QApplication

from arcdesk.ui.tables.model import RowTableModel
from arcdesk.ui.tables.view import RowTable


class AmountClicks(QObject):
    """Calls ``run`` with the row and the column's key when one of the columns ``keys`` is clicked."""

    def __init__(
        self, table: RowTable[Any], model: RowTableModel[Any], keys: Collection[str], run: Callable[[Any, str], object]
    ) -> None:
        super().__init__(table)
        self._table, self._model, self._keys, self._run = table, model, frozenset(keys), run
        table.setMouseTracking(True)
        table.entered.connect(self._show_hand)
        table.viewportEntered.connect(self._show_arrow)
        table.clicked.connect(self._on_clicked)

    def _key(self, index: QModelIndex) -> str:
        """The column's key where the cell shows an amount to ask about, else nothing."""
        column = self._model.columns[index.column()]
        return column.key if column.key in self._keys and index.data() else ""

    def _show_hand(self, index: QModelIndex) -> None:
        shape = Qt.CursorShape.PointingHandCursor if self._key(index) else Qt.CursorShape.ArrowCursor
        self._table.viewport().setCursor(shape)

    def _show_arrow(self) -> None:
        self._table.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def _on_clicked(self, index: QModelIndex) -> None:
        key = self._key(index)
        if key and QApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._run(self._model.rows[index.row()], key)
