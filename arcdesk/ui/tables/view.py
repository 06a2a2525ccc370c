"""The table view of the program: whole rows, fixed height, columns to choose, move and sort."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QMetaMethod, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from arcdesk.i18n import tr
from arcdesk.settings import MachineSettings
from arcdesk.ui.tables.columns import Column
from arcdesk.ui.tables.delegate import CellDelegate
from arcdesk.ui.tables.model import RowTableModel
from arcdesk.ui.tables.saving import ListSaver
from arcdesk.ui.tables.widths import must_be_whole, needed_width
from arcdesk.ui.theme import Theme
from arcdesk.ui.widgets import char_width

R = TypeVar("R")
LINE_PADDING = 12
COLUMN_PADDING = 20


class RowTable(QTableView, Generic[R]):
    """Shows a ``RowTableModel``. Remembers order, width and choice of columns under ``name``.

    Signals:
        row_activated(R): Enter or a double click on a row.
        current_row_changed(R | None): another row is current.
        context_requested(R, QPoint): the context menu of a row is wanted, at a global point.
    """

    row_activated = Signal(object)
    current_row_changed = Signal(object)
    context_requested = Signal(object, QPoint)

    def __init__(
        self,
        model: RowTableModel[R],
        theme: Theme,
        settings: MachineSettings,
        name: str,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._settings = settings
        self._last_id: Hashable = None
        self._measured: Sequence[R] = ()
        self._sums: tuple[R, ...] = ()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setModel(model)
        model.setParent(self)
        self.setItemDelegate(CellDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_context_menu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + LINE_PADDING)
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(0)  # once per turn of the event loop, however many sections moved
        self._save_timer.timeout.connect(self._save_columns)
        self._set_up_header()
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)
        model.layoutChanged.connect(self._on_current_changed)
        model.dataChanged.connect(self._on_rows_refreshed)
        for changed in (model.layoutChanged, model.dataChanged):
            changed.connect(self._widen)
        self.doubleClicked.connect(lambda index: self._activate(index.row()))
        self._saver = ListSaver(self, settings, self._shown_list)

    def current_row(self) -> R | None:
        """The current row, or None."""
        number = self.currentIndex().row()
        return self._model.rows[number] if 0 <= number < len(self._model.rows) else None

    def selected_rows(self) -> list[R]:
        """The selected rows from top to bottom; the current one when none is selected."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        if not numbers and self.currentIndex().isValid():
            numbers = [self.currentIndex().row()]
        return [self._model.rows[number] for number in numbers]

    def select_id(self, row_id: Hashable) -> bool:
        """Make the row with this id current and visible; False when it is not shown."""
        number = self._model.row_of(row_id)
        if number < 0:
            return False
        column = max(self.columnAt(0), 0)
        index = self._model.index(number, column)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)
        return True

    def select_first(self) -> None:
        """Make the first row current where none is."""
        if self._model.rows and not self.currentIndex().isValid():
            self.select_id(self._model.id_of(self._model.rows[0]))

    def save_list(self) -> None:
        """Ask where, and write the rows as they are shown to a file."""
        self._saver.save()

    def add_common(self, menu: QMenu) -> None:
        """Put what every table can do at the end of a menu of its rows."""
        self._saver.add_to(menu)

    def _shown_list(self) -> tuple[Sequence[Column[R]], Sequence[R]]:
        """The columns in view in their order, without one that has no title (ticks), and the rows."""
        header, columns = self.horizontalHeader(), self._model.columns
        order = [header.logicalIndex(place) for place in range(len(columns))]
        return [columns[n] for n in order if not self.isColumnHidden(n) and columns[n].title], self._model.rows

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._activate(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def _activate(self, number: int) -> None:
        if 0 <= number < len(self._model.rows):
            self.row_activated.emit(self._model.rows[number])

    def _on_current_changed(self, *_: object) -> None:
        row = self.current_row()
        row_id = self._model.id_of(row) if row is not None else None
        if row_id != self._last_id:
            self._last_id = row_id
            self.current_row_changed.emit(row)

    def _on_rows_refreshed(self, _first: object, _last: object, roles: list[int] | None = None) -> None:
        if not roles and self.current_row() is not None:  # new figures of the same row
            self.current_row_changed.emit(self.current_row())

    def _on_context_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid() and self.isSignalConnected(QMetaMethod.fromSignal(self.context_requested)):
            row = self._model.rows[index.row()]
            self.context_requested.emit(row, self.viewport().mapToGlobal(point))
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_common(menu)
        menu.popup(self.viewport().mapToGlobal(point))

    # Columns ------------------------------------------------------------------------------

    def set_sums(self, sums: Sequence[R]) -> None:
        """Measure these rows too: they stand under the table in the same columns."""
        self._sums = tuple(sums)
        self._measured = ()
        self._widen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def _widen(self) -> None:
        """Give figures and chips the room they need, whenever other rows are shown."""
        rows = self._model.all_rows
        if rows is self._measured:
            return
        self._measured = rows
        header, measured = self.horizontalHeader(), [*rows, *self._sums]
        for number, column in enumerate(self._model.columns):
            if self.isColumnHidden(number) or not (column.fitted or must_be_whole(column)):
                continue
            needed = needed_width(column, measured, self.font())
            if needed > header.sectionSize(number) or column.fitted:
                header.resizeSection(number, needed)
        self._stretch()

    def _stretch(self, resized: int = -1) -> None:
        """Let the elastic column take what the others leave; it never falls below its own width."""
        header, columns = self.horizontalHeader(), self._model.columns
        elastic = next((n for n, column in enumerate(columns) if column.stretch), -1)
        if elastic in {-1, resized} or self.isColumnHidden(elastic):
            return
        others = header.length() - header.sectionSize(elastic)
        least = columns[elastic].width * char_width(self) + COLUMN_PADDING
        header.resizeSection(elastic, max(least, self.viewport().width() - others))

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(32)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        unit = char_width(self)
        remembered = self._settings.get_map(self._key)
        for number, column in enumerate(self._model.columns):
            kept = remembered.get(column.key)
            kept = kept if isinstance(kept, dict) else {}
            width = kept.get("width")
            header.resizeSection(number, width if isinstance(width, int) else column.width * unit + COLUMN_PADDING)
            self.setColumnHidden(number, not kept.get("shown", column.visible))
        self._restore_order(remembered)
        self.setSortingEnabled(True)
        header.setSortIndicatorClearable(True)
        self._restore_sort(remembered)
        header.sectionMoved.connect(lambda *_: self._save_timer.start())
        header.sectionResized.connect(lambda *_: self._save_timer.start())
        header.sectionResized.connect(self._stretch)
        header.sortIndicatorChanged.connect(lambda *_: self._save_timer.start())

    @property
    def _key(self) -> str:
        return f"columns.{self.objectName()}"

    def _restore_order(self, remembered: Any) -> None:
        header = self.horizontalHeader()
        numbers = {column.key: number for number, column in enumerate(self._model.columns)}
        order = remembered.get("order")
        for place, key in enumerate(order if isinstance(order, list) else []):
            if key in numbers:
                header.moveSection(header.visualIndex(numbers[key]), place)

    def _restore_sort(self, remembered: Any) -> None:
        keys = [column.key for column in self._model.columns]
        sort = remembered.get("sort")
        if isinstance(sort, list) and len(sort) == 2 and sort[0] in keys:
            order = Qt.SortOrder.DescendingOrder if sort[1] else Qt.SortOrder.AscendingOrder
            self.sortByColumn(keys.index(sort[0]), order)
        else:
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def _save_columns(self) -> None:
        header = self.horizontalHeader()
        columns = self._model.columns
        document: dict[str, Any] = {
            column.key: {
                **({} if self.isColumnHidden(number) != column.visible else {"shown": not column.visible}),
                **({} if self.isColumnHidden(number) else {"width": header.sectionSize(number)}),
            }
            for number, column in enumerate(columns)
        }
        document["order"] = [columns[header.logicalIndex(place)].key for place in range(len(columns))]
        section = header.sortIndicatorSection()
        if 0 <= section < len(columns):
            document["sort"] = [
                columns[section].key,
                header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
            ]
        self._settings.remember(self._key, document)

    def column_menu(self) -> QMenu:
        """A menu with a tick for every column."""
        menu = QMenu(tr("Columns"), self)
        for number, column in enumerate(self._model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.toggled.connect(lambda shown, number=number: self._show_column(number, shown))
        menu.addSeparator()
        menu.addAction(tr("Columns as delivered"), self._reset_columns)
        return menu

    def _show_column(self, number: int, shown: bool) -> None:
        self.setColumnHidden(number, not shown)
        self._measured = ()
        self._widen()
        self._save_timer.start()

    def _reset_columns(self) -> None:
        header = self.horizontalHeader()
        unit = char_width(self)
        for number, column in enumerate(self._model.columns):
            header.moveSection(header.visualIndex(number), number)
            self.setColumnHidden(number, not column.visible)
            header.resizeSection(number, column.width * unit + COLUMN_PADDING)
        self._measured = ()
        self._widen()
        self._save_timer.start()

    def _on_header_menu(self, point: QPoint) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(point))
