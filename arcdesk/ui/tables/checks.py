"""A table whose rows can be ticked: by click in the first column, or by Space for all selected rows."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from arcdesk.settings import MachineSettings
from arcdesk.ui.tables.columns import Column
from arcdesk.ui.tables.model import RowTableModel
from arcdesk.ui.tables.ticks import CHECKED, UNCHECKED, TickDelegate
from arcdesk.ui.tables.view import RowTable
from arcdesk.ui.theme import Theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


class CheckModel(RowTableModel[R]):
    """Rows with a tick in the first column; ticks are kept by the rows' ids.

    Signals:
        checks_changed: the set of ticked ids changed.
    """

    checks_changed = Signal()

    def __init__(self, columns: Sequence[Column[R]], row_id: Any, theme: Theme) -> None:
        super().__init__(columns, row_id, theme)
        self._checked: set[Hashable] = set()

    @property
    def checked_rows(self) -> tuple[R, ...]:
        """Ticked rows that are listed, filtered or not, in the order of the list."""
        if not self._checked:
            return ()
        return tuple(row for row in self.all_rows if self.id_of(row) in self._checked)

    @property
    def checked(self) -> tuple[Any, ...]:
        """Their ids."""
        return tuple(self.id_of(row) for row in self.checked_rows)

    def check(self, ids: Iterable[Hashable], *, on: bool = True) -> None:
        """Tick these rows, or take their ticks away."""
        before = set(self._checked)
        self._checked = before | set(ids) if on else before - set(ids)
        if self._checked != before:
            if self.rows:
                last = self.index(len(self.rows) - 1, 0)
                self.dataChanged.emit(self.index(0, 0), last, [int(Qt.ItemDataRole.CheckStateRole)])
            self.checks_changed.emit()

    def is_checked(self, row_id: Hashable) -> bool:
        """Whether the row with this id is ticked."""
        return row_id in self._checked

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == 0:
            return CHECKED if self.id_of(self.rows[index.row()]) in self._checked else UNCHECKED
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column() != 0:
            return False
        self.check([self.id_of(self.rows[index.row()])], on=Qt.CheckState(value) == CHECKED)
        return True


class CheckTable(RowTable[R]):
    """Space ticks every selected row, or takes the ticks away where all have one."""

    def __init__(
        self,
        model: CheckModel[R],
        theme: Theme,
        settings: MachineSettings,
        name: str,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(model, theme, settings, name, title, parent)
        self._checks = model
        self.setItemDelegateForColumn(0, TickDelegate(theme, self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            ids = [self._checks.id_of(row) for row in self.selected_rows()]
            self._checks.check(ids, on=not all(map(self._checks.is_checked, ids)))
            return
        super().keyPressEvent(event)
