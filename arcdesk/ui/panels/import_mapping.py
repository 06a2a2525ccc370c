"""A file that no layout knows: what its columns mean is guessed, shown beside its rows, and put right by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.importing.headings import HEADING_SEARCH_ROWS
from arcdesk.importing.mapping import ColumnMapping, column_keys, with_field
from arcdesk.importing.mapping_check import MappingCheck, check
from arcdesk.importing.mapping_guess import Guess, best_sheet, guess
from arcdesk.ui.mapping_words import KINDS
from arcdesk.ui.panels.mapping_grid import MappingGrid, places_of
from arcdesk.ui.panels.mapping_side import MappingSide
from arcdesk.ui.theme import XS, L, M, S
from arcdesk.ui.widgets import button, label
from arcdesk.ui.widgets.fields import combo_box
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.importing.reader import Table
    from arcdesk.ui.context import UiContext

MOST_GUESSED_SHEETS = 12
LOOKED_AT = 100
UNITS = ((1, "yuan|unit"), (10_000, "ten thousand yuan|unit"))
_CHANGING = re.compile(r"[\s_\-.]*(?:\d{2,}|[0-9]+月|\(\d+\))[0-9年月日\-_.]*")


class ImportMapping(QWidget):
    """Shows a file and takes what its columns mean. Ctrl+Enter goes on from anywhere.

    Signals:
        confirmed(Path, ColumnMapping, str): read the file so; the name to keep it under, or "".
        dismissed(): back to where one came from.
    """

    confirmed = Signal(object, object, str)
    dismissed = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._path = Path()
        self._tables: Sequence[Table] = ()
        self._table: Table | None = None
        self._guess: Guess | None = None
        self._mapping = ColumnMapping({})
        self._checked: MappingCheck | None = None
        self.title = label("", "heading", wrap=True)
        self.title.setObjectName("mapping_file")
        self.sheet = combo_box("mapping_sheet", tr("Sheet"))
        self.sheet.currentIndexChanged.connect(self._on_sheet)
        self.kind = combo_box(
            "mapping_kind", tr("Rows are|mapping"), ((kind, tr(KINDS[kind])) for kind in KINDS)
        )
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.heading = combo_box("mapping_heading", tr("Heading row"))
        self.heading.currentIndexChanged.connect(self._on_heading_number)
        self.unit = combo_box("mapping_unit", tr("Amounts in|unit"))
        for scale, text in UNITS:
            self.unit.addItem(tr(text), scale)
        self.unit.currentIndexChanged.connect(self._on_unit)
        self.open_only = QCheckBox(tr("The amount is what is still open"))
        self.open_only.setObjectName("mapping_open_only")
        self.open_only.toggled.connect(self._on_open_only)
        self.grid = MappingGrid(context)
        self.grid.field_chosen.connect(self._on_field)
        self.grid.heading_chosen.connect(self._on_heading)
        self.side = MappingSide()
        self.side.order_chosen.connect(self._on_order)
        self._go_on = button(tr("Continue"), "mapping_continue", self._on_continue, primary=True)
        self._go_on.setToolTip("Ctrl+Enter")
        self._back = button(tr("Back|import"), "mapping_back", self.dismissed.emit)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(
                QKeySequence(key),
                self,
                self._on_continue,
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
        self._lay_out()

    def show_file(
        self,
        path: Path,
        tables: Sequence[Table],
        mapping: ColumnMapping | None = None,
        *,
        name: str = "",
        why: str = "",
    ) -> None:
        """Show the sheets of a file, explained by ``mapping`` (kept as ``name``), else by guesses.

        ``why`` says why it was not read without asking.
        """
        self._hint.setText(" ".join(text for text in (why, _hint()) if text))
        self._path, self._tables = path, [table for table in tables if table.rows] or tables
        self.title.setText(tr("What do the columns of {name} mean?", name=path.name))
        chosen = self._table_for(mapping)
        with QSignalBlocker(self.sheet):
            self.sheet.clear()
            for table in self._tables:
                self.sheet.addItem(table.sheet)
            self.sheet.setCurrentIndex(list(self._tables).index(chosen))
        self._sheet_part.setVisible(len(self._tables) > 1)
        self.side.remember.setChecked(True)
        self.side.name.setText(name or self._free_name())
        self._show_table(chosen, mapping)
        self._put_focus()

    @property
    def mapping(self) -> ColumnMapping:
        """What is chosen by now."""
        several = len(self._tables) > 1 and self._table is not None
        return replace(self._mapping, sheet=self._table.sheet if several and self._table else "")

    # inside

    def _table_for(self, mapping: ColumnMapping | None) -> Table:
        if mapping is not None:
            for table in self._tables:
                if mapping.heading(table) is not None and mapping.sheet in ("", table.sheet):
                    return table
            for table in self._tables:
                if mapping.heading(table) is not None:
                    return table
        return best_sheet(self._tables[:MOST_GUESSED_SHEETS])

    def _show_table(self, table: Table, mapping: ColumnMapping | None = None) -> None:
        self._table = table
        heading = mapping.heading(table) if mapping is not None else None
        if mapping is not None and heading is not None:
            row = None if mapping.heading_row is None else heading.row
            self._guess = guess(table, kind=mapping.kind, heading_row=row, lines=mapping.lines)
            self._mapping = replace(mapping, heading_row=row, seen=self._guess.mapping.seen)
        else:
            self._guess = guess(table)
            self._mapping = self._guess.mapping
        with QSignalBlocker(self.heading):
            self.heading.clear()
            self.heading.addItem(tr("none|heading"))
            for row in range(min(HEADING_SEARCH_ROWS, len(table.rows))):
                self.heading.addItem(str(table.first_row + row))
        self.grid.show_table(table, self._mapping.kind)
        self._renew()

    def _explain_anew(self, kind: str | None, heading_row: int | None, lines: int = 0) -> None:
        """Guess again after the kind or the heading has changed."""
        if self._table is None:
            return
        before = self._mapping.kind
        self._guess = guess(self._table, kind=kind, heading_row=heading_row, lines=lines)
        self._mapping = replace(self._guess.mapping, date_order=self._mapping.date_order)
        if self._mapping.kind != before:
            self.grid.show_table(self._table, self._mapping.kind)
        self._renew()

    def _renew(self) -> None:
        """Show what is chosen, and hold the rows against it."""
        table, mapping = self._table, self._mapping
        if table is None or self._guess is None:
            return
        row = mapping.heading_row
        keys = column_keys(table, row, mapping.lines) if row is not None else []
        for part in (self.kind, self.heading, self.unit, self.open_only):
            part.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(mapping.kind))
        self.heading.setCurrentIndex(0 if row is None else row + 1)
        self.unit.setCurrentIndex(max(0, self.unit.findData(mapping.scale)))
        may_be_open = (
            mapping.kind == "invoices" and "amount" in mapping.fields and "open" not in mapping.fields
        )
        self.open_only.setEnabled(may_be_open)
        self.open_only.setChecked(may_be_open and mapping.open_only)
        for part in (self.kind, self.heading, self.unit, self.open_only):
            part.blockSignals(False)
        heading = (-1, 0) if row is None else (row, mapping.lines)
        self.grid.show_meanings(places_of(mapping.fields, keys), self._guess.columns, heading)
        self._checked = check(table, mapping)
        self.grid.show_checks(self._checked.columns)
        has_number = "number" in mapping.fields
        self.side.show_check(mapping.kind, self._checked, mapping.date_order, has_number=has_number)
        is_answered = self._checked.order is None or bool(mapping.date_order)
        self._go_on.setEnabled(self._checked.can_continue and is_answered)

    @Slot(int, str)
    def _on_field(self, place: int, name: str) -> None:
        if self._table is None:
            return
        row = self._mapping.heading_row
        keys = column_keys(self._table, row, self._mapping.lines) if row is not None else []
        source = (keys[place] if place < len(keys) else "") or place
        self._mapping = with_field(self._mapping, source, name)
        self._renew()

    @Slot(int)
    def _on_sheet(self, place: int) -> None:
        self._show_table(self._tables[place])

    @Slot(int)
    def _on_kind(self, _place: int) -> None:
        kind = str(self.kind.currentData())
        self._explain_anew(kind, self._mapping.heading_row, self._mapping.lines)

    @Slot(int)
    def _on_heading_number(self, number: int) -> None:
        self._explain_anew(self._mapping.kind, number - 1 if number else None)

    @Slot(int)
    def _on_heading(self, row: int) -> None:
        """A click on the number of a row; on the heading's own it says that there is none."""
        if row < self.heading.count() - 1:
            self._explain_anew(self._mapping.kind, None if row == self._mapping.heading_row else row)

    @Slot(int)
    def _on_unit(self, _place: int) -> None:
        self._mapping = replace(self._mapping, scale=int(self.unit.currentData()))
        self._renew()

    @Slot(bool)
    def _on_open_only(self, on: bool) -> None:
        self._mapping = replace(self._mapping, open_only=on)
        self._renew()

    @Slot(str)
    def _on_order(self, order: str) -> None:
        self._mapping = replace(self._mapping, date_order=order)
        self._renew()

    @Slot()
    def _on_continue(self) -> None:
        if self._go_on.isEnabled():
            self.confirmed.emit(self._path, self.mapping, self.side.chosen_name())

    def _free_name(self) -> str:
        """The file's name without what changes from week to week; with a number where another layout has it."""
        stem = _CHANGING.sub("", self._path.stem).strip(" _-.") or self._path.stem
        taken = {each.name for each in self._context.desk.mappings.all()}
        return _first_free(stem[:40], taken)

    def _put_focus(self) -> None:
        """On the first column to be explained; where all are, one Enter goes on."""
        if self._go_on.isEnabled():
            self._go_on.setFocus()
        elif self.side.question.isVisibleTo(self):
            self.side.orders["mdy"].setFocus()
        elif self.grid.combos:
            empty = (combo for combo in self.grid.combos if not combo.currentData())
            next(empty, self.grid.combos[0]).setFocus()

    def _lay_out(self) -> None:
        self.open_only.setMinimumHeight(self.kind.sizeHint().height())
        names = QHBoxLayout()
        names.setSpacing(S)
        names.addWidget(self.title, 1)
        names.addWidget(self._back)
        names.addWidget(self._go_on)
        options = FlowLayout(spacing=M, line_spacing=XS)
        self._sheet_part = _labelled(tr("Sheet"), self.sheet)
        for part in (
            self._sheet_part,
            _labelled(tr("Rows are|mapping"), self.kind),
            _labelled(tr("Heading row"), self.heading),
            _labelled(tr("Amounts in|unit"), self.unit),
            self.open_only,
        ):
            options.addWidget(part)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.grid, 1)
        middle.addWidget(self.side)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, M, L, M)
        box.setSpacing(S)
        box.addLayout(names)
        self._hint = label(_hint(), "muted", wrap=True)
        box.addWidget(self._hint)
        box.addLayout(options)
        box.addLayout(middle, 1)


def may_be_list(table: Table) -> bool:
    """Whether there are columns to be explained: two rows of at least two cells."""
    rows = table.rows[:LOOKED_AT]
    return sum(sum(cell != "" for cell in row) >= 2 for row in rows) >= 2


def _hint() -> str:
    return tr("Guessed from headings and values: put right what is wrong. Nothing is changed yet.")


def _labelled(text: str, field: QWidget) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(XS)
    name = label(text, "muted")
    name.setBuddy(field)
    row.addWidget(name)
    row.addWidget(field)
    return part


def _first_free(stem: str, taken: Iterable[str]) -> str:
    names = set(taken)
    number, name = 1, stem
    while name in names:
        number += 1
        name = f"{stem} {number}"
    return name
