"""What an import would do, before it does it: counts, control totals, rows left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.importing.ledger_file import RejectedRow, TotalCheck
from arcdesk.importing.presets import PRESET_LABELS
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import XL, XS, L, M, S
from arcdesk.ui.widgets import SectionLabel, button, char_width, clear_layout, label
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.services.importing import ImportPlan

KINDS = (
    ("customers", "Customers"),
    ("invoices", "Invoices"),
    ("receipts", "Receipts"),
    ("allocations", "Allocations"),
    ("plans", "Instalment plans"),
)

NOTE_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of the tables below: where it stands in the file and what is said of it."""

    sheet: str
    row: int
    column: str
    value: str
    text: str


class ImportPreview(QWidget):
    """Shows an ``ImportPlan``.

    Signals:
        confirmed(): carry the plan out.
        dismissed(): choose another file.
        date_order_chosen(str): "mdy" or "dmy"; read the file again with it.
        day_chosen(date): balances in the file are as of this day; read again with it.
    """

    confirmed = Signal()
    dismissed = Signal()
    date_order_chosen = Signal(str)
    day_chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._title = label("", "heading", wrap=True)
        self._about = label("", "muted", wrap=True)
        self._counts = QGridLayout()
        self._control = QGridLayout()
        for grid in (self._counts, self._control):
            grid.setHorizontalSpacing(L)
            grid.setVerticalSpacing(XS)
        self._question = self._date_question()
        self._day = DateField(tr("Balances as of"), today=context.today, theme=context.theme)
        self._day.setObjectName("import_day")
        self._day.editingFinished.connect(self._on_day)
        self._shown_day: date | None = None
        self._confirm = button(tr("Import"), "import_confirm", self.confirmed.emit, primary=True)
        self._dismiss = button(tr("Another file"), "import_dismiss", self.dismissed.emit)
        self._copy = button(tr("Copy the list"), "import_copy", self._on_copy, flat=True)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("import_faults")
        self._tabs.setAccessibleName(tr("What is the matter"))
        self._tables = [
            self._table(name, title)
            for name, title in (
                ("import_rejected", tr("Rows left out")),
                ("import_quarantined", tr("Without a due date")),
                ("import_totals", tr("Subtotals of the file")),
            )
        ]
        self._fine = label(tr("Every row of the file can be taken in."), "good")
        self._lay_out()

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what ``plan`` would do."""
        file = plan.file
        self._title.setText(file.source_name)
        self._about.setText(tr(PRESET_LABELS[file.preset]))
        self._shown_day = plan.as_of
        self._day.set_day(plan.as_of)
        self._show_counts(plan)
        self._show_control(plan)
        self._question.setVisible(file.needs_date_order)
        rejected = [_fault_of(row) for row in plan.rejected]
        places = {row.number: (row.sheet, row.row) for row in file.quarantined}
        missing = [_missing_day(number, *places.get(number, ("", 0))) for number in plan.quarantined]
        totals = [_total_text(check) for check in file.totals]
        self._fill((rejected, missing, totals))
        amount = sum(getattr(plan, kind).new + getattr(plan, kind).changed for kind, _ in KINDS)
        self._confirm.setEnabled(bool(amount) and not file.needs_date_order and self._context.can_write)
        self._confirm.setText(tr("Import") if amount else tr("Nothing new to import"))
        if file.needs_date_order:
            self._orders[0].setFocus()
        else:
            (self._confirm if self._confirm.isEnabled() else self._dismiss).setFocus()

    # Parts ---------------------------------------------------------------------------------

    def _show_counts(self, plan: ImportPlan) -> None:
        clear_layout(self._counts)
        for column, text in enumerate((tr("New|count"), tr("Changed|count"), tr("Unchanged|count")), start=1):
            self._counts.addWidget(_cell(text, "muted"), 0, column)
        for line, (kind, text) in enumerate(KINDS, start=1):
            counts = getattr(plan, kind)
            if kind == "plans" and not (counts.new or counts.changed or counts.unchanged):
                continue  # few ledgers have any
            self._counts.addWidget(label(tr(text)), line, 0)
            for column, count in enumerate((counts.new, counts.changed, counts.unchanged), start=1):
                self._counts.addWidget(_cell(f"{count:,}", "" if count else "muted"), line, column)

    def _show_control(self, plan: ImportPlan) -> None:
        clear_layout(self._control)
        for column, text in enumerate((tr("In the file"), tr("Taken in"), tr("Difference")), start=1):
            self._control.addWidget(_cell(text, "muted"), 0, column)
        for line, (currency, total) in enumerate(sorted(plan.control.items()), start=1):
            left = total.file_total_fen - total.imported_total_fen
            self._control.addWidget(label(currency), line, 0)
            for column, fen in enumerate((total.file_total_fen, total.imported_total_fen), start=1):
                self._control.addWidget(_cell(show.money(fen), ""), line, column)
            self._control.addWidget(
                _cell(f"✓ {show.money(0)}" if not left else show.money(left), "bad" if left else "good"),
                line,
                3,
            )

    def _fill(self, faults: tuple[list[Fault], list[Fault], list[Fault]]) -> None:
        self._tabs.clear()
        for table, rows in zip(self._tables, faults, strict=True):
            table.model().set_rows(rows)  # type: ignore[attr-defined]
            if rows:
                self._tabs.addTab(table, f"{table.accessibleName()} · {len(rows):,}")
        has_any = any(faults)
        self._tabs.setVisible(has_any)
        self._copy.setVisible(has_any)
        self._fine.setVisible(not has_any)

    def _table(self, name: str, title: str) -> RowTable[Fault]:
        columns: tuple[Column[Fault], ...] = (
            Column("sheet", tr("Sheet"), lambda row: row.sheet, width=14),
            Column("row", tr("Row"), lambda row: str(row.row or ""), lambda row: row.row, "right", width=6),
            Column("column", tr("Column"), lambda row: row.column, width=14),
            Column("value", tr("Value|cell"), lambda row: row.value, tip=lambda row: row.value, width=20),
            Column(
                "text", tr("What is the matter"), lambda row: row.text, tip=lambda row: row.text, stretch=True
            ),
        )
        model: RowTableModel[Fault] = RowTableModel(columns, lambda row: row, self._context.theme)
        return RowTable(model, self._context.theme, self._context.settings, name, title)

    def _date_question(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("past_note")
        row = QHBoxLayout(bar)
        row.setContentsMargins(M, S, M, S)
        row.setSpacing(S)
        row.addWidget(
            label(tr("Is 4/6/2026 the 6th of April or the 4th of June in this file?"), wrap=True), 1
        )
        self._orders: list[QPushButton] = []
        for order, text in (("mdy", tr("6 April (month first)")), ("dmy", tr("4 June (day first)"))):
            made = button(text, f"date_order_{order}", partial(self.date_order_chosen.emit, order))
            self._orders.append(made)
            row.addWidget(made)
        return bar

    @Slot()
    def _on_day(self) -> None:
        day = self._day.day_or_none()
        if day is not None and day != self._shown_day:
            self._shown_day = day
            self.day_chosen.emit(day)

    @Slot()
    def _on_copy(self) -> None:
        """The list in front as tab-separated text, for a spreadsheet or a message."""
        table = self._tabs.currentWidget()
        if isinstance(table, RowTable):
            rows = table.model().rows  # type: ignore[attr-defined]
            lines = ["\t".join((r.sheet, str(r.row), r.column, r.value, r.text)) for r in rows]
            QGuiApplication.clipboard().setText("\n".join(lines))
            self._context.inform(tr("{count} lines copied", count=len(lines)), "good")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(S)
        names = QVBoxLayout()
        names.setSpacing(XS)
        names.addWidget(self._title)
        names.addWidget(self._about)
        head.addLayout(names, 1)
        head.addWidget(self._dismiss)
        head.addWidget(self._confirm)
        figures = FlowLayout(spacing=XL, line_spacing=M)
        for title, grid in ((tr("What would come in"), self._counts), (tr("Control total"), self._control)):
            part, column = _part(title)
            column.addLayout(grid)
            column.addStretch(1)
            figures.addWidget(part)
        part, asked = _part(tr("Balances as of"))
        asked.addWidget(self._day, 0, Qt.AlignmentFlag.AlignLeft)
        note = label(
            tr("Money that the file calls received, without saying when, is dated this day."),
            "muted",
            wrap=True,
        )
        note.setFixedWidth(char_width(self) * NOTE_CHARACTERS)
        asked.addWidget(note)
        asked.addStretch(1)
        figures.addWidget(part)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, M, L, L)
        box.setSpacing(M)
        box.addLayout(head)
        box.addWidget(self._question)
        box.addLayout(figures)
        box.addWidget(self._fine)
        self._tabs.setCornerWidget(self._copy)
        box.addWidget(self._tabs, 1)
        box.addStretch(0)


def _part(title: str) -> tuple[QWidget, QVBoxLayout]:
    part = QWidget()
    box = QVBoxLayout(part)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(S)
    box.addWidget(SectionLabel(title))
    return part, box


def _cell(text: str, role: str) -> QWidget:
    made = label(text, role)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    made.setMinimumWidth(made.fontMetrics().horizontalAdvance(text) + XS)
    return made


def _fault_of(row: RejectedRow) -> Fault:
    return Fault(row.sheet, row.row, row.column, row.value, tr(row.sentence, **row.values))


def _missing_day(number: str, sheet: str, row: int) -> Fault:
    text = tr("It has no due date. Taken in, but not aged until one is entered.")
    return Fault(sheet, row, "", number, text)


def _total_text(check: TotalCheck) -> Fault:
    stated, counted = show.money(check.stated_fen), show.money(check.counted_fen)
    text = (
        tr("agrees with its rows")
        if check.agrees
        else tr("the file says {stated}, its rows add up to {counted}", stated=stated, counted=counted)
    )
    return Fault(check.sheet, check.row, check.column, f"{check.label} {stated}", text)
