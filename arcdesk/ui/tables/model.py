"""A table model over frozen rows that keeps selection and sort when the rows are refreshed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from arcdesk.ui.tables.columns import Column
from arcdesk.ui.theme import Theme

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
ROLE = Qt.ItemDataRole
ROW_ROLE = int(ROLE.UserRole)
ID_ROLE = ROW_ROLE + 1
CELL_ROLE = ROW_ROLE + 2
_TEXT_ROLES = (ROLE.DisplayRole, ROLE.AccessibleTextRole)

_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    "center": Qt.AlignmentFlag.AlignCenter,
}


class RowTableModel(QAbstractTableModel, Generic[R]):
    """Rows of one dataclass shown through ``columns``.

    Args:
        columns: what is shown.
        row_id: gives a row's lasting id, by which the selection is kept.
        theme: for the colours of toned text.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], Hashable],
        theme: Theme,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._row_id = row_id
        self._theme = theme
        self._all: Sequence[R] = ()
        self._rows: list[R] = []
        self._keep: Callable[[R], bool] | None = None
        self._sort: tuple[int, Qt.SortOrder] | None = None
        theme.changed.connect(self._on_theme_changed)

    @property
    def rows(self) -> Sequence[R]:
        """The rows shown, in the order shown."""
        return self._rows

    @property
    def all_rows(self) -> Sequence[R]:
        """Every row, filtered or not."""
        return self._all

    def id_of(self, row: R) -> Hashable:
        """A row's lasting id."""
        return self._row_id(row)

    def row_of(self, row_id: Hashable) -> int:
        """Number of the shown row with this id, or -1."""
        return next((n for n, row in enumerate(self._rows) if self._row_id(row) == row_id), -1)

    def set_rows(self, rows: Sequence[R], keep: Callable[[R], bool] | None = None) -> None:
        """Show other rows, those that ``keep`` accepts; sort stays, selection follows the ids."""
        self._all = rows
        self._keep = keep
        self._rearrange()

    def set_filter(self, keep: Callable[[R], bool] | None) -> None:
        """Show only the rows that ``keep`` accepts; None shows all."""
        self._keep = keep
        self._rearrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        chosen = (column, order) if 0 <= column < len(self.columns) else None
        if chosen != self._sort:  # the view asks twice
            self._sort = chosen
            self._rearrange()

    def _rearrange(self) -> None:
        rows = list(self._all) if self._keep is None else [row for row in self._all if self._keep(row)]
        rows = self._sorted(rows)
        old_ids = [self._row_id(row) for row in self._rows]
        new_ids = [self._row_id(row) for row in rows]
        if old_ids == new_ids:
            changed = self._rows != rows
            self._rows = rows
            if rows and changed:
                last = self.index(len(rows) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        self._rows = rows
        if before:
            places = {row_id: number for number, row_id in enumerate(new_ids)}
            after = []
            for index in before:
                number = places.get(old_ids[index.row()], -1) if index.row() < len(old_ids) else -1
                after.append(self.index(number, index.column()) if number >= 0 else QModelIndex())
            self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _sorted(self, rows: list[R]) -> list[R]:
        if self._sort is None:
            return rows
        number, order = self._sort
        column = self.columns[number]
        key = column.sort or column.text
        keyed = [(key(row), row) for row in rows]
        known = [pair for pair in keyed if pair[0] is not None]
        known.sort(key=lambda pair: pair[0], reverse=order == Qt.SortOrder.DescendingOrder)
        return [row for _, row in known] + [row for value, row in keyed if value is None]

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role in _TEXT_ROLES:
            return column.text(row)
        if role == ROLE.TextAlignmentRole:
            return _ALIGN[column.align]
        if role == ROLE.ForegroundRole:
            tone = column.tone(row) if column.tone is not None else ""
            return self._theme.text_color(tone) if tone else None
        if role == CELL_ROLE:
            return column.cell(row) if column.cell is not None else None
        if role == ROLE.FontRole:
            return self._font(column, row)
        if role == ROLE.ToolTipRole:
            return column.tip(row) if column.tip is not None else None
        if role == ROW_ROLE:
            return row
        if role == ID_ROLE:
            return self._row_id(row)
        return None

    def _font(self, column: Column[R], row: R) -> QFont | None:
        """The font where it is not the plain one."""
        bold = column.bold is not None and column.bold(row)
        struck = column.struck is not None and column.struck(row)
        if not bold and not struck:
            return None
        font = QFont()
        font.setBold(bold)
        font.setStrikeOut(struck)
        return font

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == ROLE.DisplayRole:
            return self.columns[section].title
        if role == ROLE.TextAlignmentRole:
            return _ALIGN[self.columns[section].align]
        return None

    def _on_theme_changed(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [ROLE.ForegroundRole])
