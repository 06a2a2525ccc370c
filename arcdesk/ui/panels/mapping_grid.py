"""The first rows of a sheet, with a choice of its meaning above each column and what its cells say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFont, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from arcdesk.i18n import current, tr
from arcdesk.importing.columns import column_letters
from arcdesk.importing.mapping import offered_fields
from arcdesk.importing.values import cell_text
from arcdesk.ui.import_words import field_word
from arcdesk.ui.mapping_words import status_of
from arcdesk.ui.widgets import char_width

if TYPE_CHECKING:
    from arcdesk.importing.mapping_check import ColumnCheck
    from arcdesk.importing.mapping_guess import ColumnGuess
    from arcdesk.importing.reader import Cell, Table
    from arcdesk.ui.context import UiContext

ROWS_SHOWN = 50
COLUMNS_SHOWN = 200
COLUMN_CHARACTERS = 21
FIELDS, STATUS = range(2)


class FieldCombo(QComboBox):
    """A choice that the wheel leaves alone: turning it over the table scrolls."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class MappingGrid(QWidget):
    """Two tables that scroll sideways as one: the choices, and the rows below them.

    Signals:
        field_chosen(int, str): the column at this place means this field; "" is none.
        heading_chosen(int): the row at this place of the table is the heading.
    """

    field_chosen = Signal(int, str)
    heading_chosen = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._heading: tuple[int, int] = (-1, 0)
        self._tones: dict[int, str] = {}
        self.combos: list[FieldCombo] = []
        self.head = QTableWidget(2, 0)
        self.head.setObjectName("mapping_fields")
        self.head.setAccessibleName(tr("What each column means"))
        self.head.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.head.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.body = QTableWidget(0, 0)
        self.body.setObjectName("mapping_rows")
        self.body.setAccessibleName(tr("First rows of the sheet"))
        self.body.horizontalHeader().hide()
        self.body.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.head.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for table in (self.head, self.body):
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            table.setWordWrap(False)
            table.setCornerButtonEnabled(False)
            table.setTabKeyNavigation(False)
            table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.body.verticalHeader().setSectionsClickable(True)
        self.body.verticalHeader().sectionClicked.connect(self.heading_chosen)
        self.body.horizontalScrollBar().valueChanged.connect(self.head.horizontalScrollBar().setValue)
        self.head.horizontalScrollBar().valueChanged.connect(self.body.horizontalScrollBar().setValue)
        self.body.verticalScrollBar().rangeChanged.connect(self._on_range)
        self.head.horizontalHeader().sectionResized.connect(self._on_resized)
        context.theme.changed.connect(self._paint)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self._top = QHBoxLayout()
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.addWidget(self.head)
        box.addLayout(self._top)
        box.addWidget(self.body, 1)

    def show_table(self, table: Table, kind: str) -> None:
        """Show the first rows of ``table``, and the fields of ``kind`` above each column."""
        rows = table.rows[:ROWS_SHOWN]
        width = min(COLUMNS_SHOWN, max(map(len, rows), default=0))
        self.body.clear()
        self.body.setRowCount(len(rows))
        self.body.setColumnCount(width)
        self.body.setVerticalHeaderLabels([str(table.first_row + number) for number in range(len(rows))])
        tip = tr("Click a row's number to make it the heading.")
        for number, row in enumerate(rows):
            header = self.body.verticalHeaderItem(number)
            header.setToolTip(tip)
            for place in range(width):
                cell = row[place] if place < len(row) else ""
                self.body.setItem(number, place, _item(cell))
        self._build_head(width, kind)

    def show_meanings(
        self, chosen: Mapping[int, str], guesses: Mapping[int, ColumnGuess], heading: tuple[int, int]
    ) -> None:
        """Select the field of each column; ``heading`` is the first row of the heading and how many it takes."""
        for place, combo in enumerate(self.combos):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(max(0, combo.findData(chosen.get(place, ""))))
            guessed = guesses.get(place)
            combo.setToolTip(
                guessed.reason.text(current()) if guessed and guessed.field == chosen.get(place) else ""
            )
        self._heading = heading
        self._paint()

    def show_checks(self, checks: Mapping[str, ColumnCheck]) -> None:
        """Say under each choice how its cells read."""
        self._tones = {}
        for place, combo in enumerate(self.combos):
            check = checks.get(str(combo.currentData()))
            text, tone, tip = status_of(check) if check else ("", "", "")
            item = self.head.item(STATUS, place)
            if item is not None:
                item.setText(text)
                item.setToolTip(tip)
            self._tones[place] = tone
        self._paint()

    def status(self, place: int) -> str:
        """The line under the choice of one column."""
        item = self.head.item(STATUS, place)
        return item.text() if item is not None else ""

    # inside

    def _build_head(self, width: int, kind: str) -> None:
        self.head.clear()
        self.head.setColumnCount(width)
        self.head.setHorizontalHeaderLabels([column_letters(place) for place in range(width)])
        self.head.setVerticalHeaderLabels([tr("Means|column"), ""])
        self.combos = []
        names = offered_fields(kind)
        for place in range(width):
            combo = FieldCombo()
            combo.setObjectName(f"mapping_field_{place + 1}")
            combo.setAccessibleName(tr("Meaning of column {column}", column=column_letters(place)))
            combo.addItem(tr("(not used)|column"), "")
            for name in names:
                combo.addItem(field_word(kind, name), name)
            combo.currentIndexChanged.connect(lambda _index, at=place: self._on_field(at))
            self.head.setCellWidget(FIELDS, place, combo)
            self.head.setItem(STATUS, place, QTableWidgetItem())
            self.combos.append(combo)
        line = self.fontMetrics().height()
        tall = max((combo.sizeHint().height() for combo in self.combos[:1]), default=line) + 4
        self.head.setRowHeight(FIELDS, tall)
        self.head.setRowHeight(STATUS, line + 10)
        for place in range(width):
            self.head.setColumnWidth(place, char_width(self) * COLUMN_CHARACTERS)
        labels = max(
            self.head.verticalHeader().sizeHint().width(), self.body.verticalHeader().sizeHint().width()
        )
        for table in (self.head, self.body):
            table.verticalHeader().setFixedWidth(labels)
        header = self.head.horizontalHeader().sizeHint().height()
        self.head.setFixedHeight(header + tall + line + 10 + 2 * self.head.frameWidth())

    @Slot(int)
    def _on_field(self, place: int) -> None:
        self.field_chosen.emit(place, str(self.combos[place].currentData()))

    @Slot(int, int)
    def _on_range(self, _low: int, high: int) -> None:
        """Beside an upright scroll bar the choices are as wide as what is left of the rows."""
        bar = self.body.verticalScrollBar()
        self._top.setContentsMargins(0, 0, bar.sizeHint().width() if high else 0, 0)

    @Slot(int, int, int)
    def _on_resized(self, place: int, _old: int, width: int) -> None:
        self.body.setColumnWidth(place, width)

    @Slot()
    def _paint(self) -> None:
        """Colour by meaning: the heading, what lies above it, columns without a meaning, bad cells."""
        theme = self._context.theme
        first, lines = self._heading
        used = {place for place, combo in enumerate(self.combos) if combo.currentData()}
        for number in range(self.body.rowCount()):
            is_heading = first <= number < first + lines
            is_above = number < first
            for place in range(self.body.columnCount()):
                item = self.body.item(number, place)
                if item is None:
                    continue
                font = QFont(self.font())
                font.setBold(is_heading)
                item.setFont(font)
                item.setBackground(theme.color("accent_soft" if is_heading else "base"))
                item.setForeground(theme.color("muted" if is_above or place not in used else "text"))
        for place, tone in self._tones.items():
            item = self.head.item(STATUS, place)
            if item is not None:
                item.setForeground(theme.color(tone or "muted"))


def _item(cell: Cell) -> QTableWidgetItem:
    text = " ".join(cell_text(cell).split())[:80]
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        text = f"{cell:%Y-%m-%d %H:%M}"
    item = QTableWidgetItem(text)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item


def places_of(fields: Mapping[str, str | int], keys: Sequence[str]) -> dict[int, str]:
    """Place of the column -> field."""
    found: dict[int, str] = {}
    for name, source in fields.items():
        if isinstance(source, int):
            found[source] = name
        elif source in keys:
            found[keys.index(source)] = name
    return found
