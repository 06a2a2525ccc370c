"""The lists beside the differences: rows left out, missing due dates, subtotals, quality, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from arcdesk.i18n import current, tr
from arcdesk.ui import format as show
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.theme import XS, S
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.importing.ledger_file import RejectedRow, Remark, TotalCheck
    from arcdesk.services.importing import ImportPlan
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.import_services import Report

SEVERITIES = {"error": "Error|quality", "warning": "Check|quality", "note": "Note|quality"}
TONES = {"error": "bad", "warning": "warn", "note": "muted"}
ELSEWHERE = frozenset({"left_out", "missing_due", "subtotal_differs", "total_differs", "remark", "near_name"})
"""Findings that have a place of their own on the screen."""
ITEMS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of these lists: where it stands in the file and what is said of it."""

    sheet: str
    row: int
    column: str
    value: str
    text: str
    tone: str = ""


class FaultList(QWidget):
    """One list with what can be done with it above; the whole of it can be copied."""

    def __init__(
        self, context: UiContext, name: str, title: str, columns: Sequence[str], about: str = ""
    ) -> None:
        super().__init__()
        self._context = context
        self.title = title
        chosen = [column for column in _columns() if column.key in columns]
        self.model: RowTableModel[Fault] = RowTableModel(chosen, lambda row: row, context.theme)
        self.table = RowTable(self.model, context.theme, context.settings, name, title)
        copy = button(tr("Copy the list"), f"{name}_copy", self._on_copy, flat=True)
        self.bar = QHBoxLayout()
        self.bar.setSpacing(S)
        self.bar.addWidget(label(about, "muted", wrap=True), 1)
        self.bar.addWidget(copy)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, S, 0, 0)
        box.setSpacing(XS)
        box.addLayout(self.bar)
        box.addWidget(self.table, 1)

    def add_button(self, made: QPushButton) -> None:
        """Another thing to do with the list."""
        self.bar.addWidget(made)

    def set_rows(self, rows: Sequence[Fault]) -> None:
        """Show these."""
        self.model.set_rows(rows)
        self.table.select_first()

    @Slot()
    def _on_copy(self) -> None:
        """The list as tab-separated text, for a spreadsheet or a message."""
        lines = ["\t".join(column.text(row) for column in self.model.columns) for row in self.model.rows]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._context.inform(tr("{count} lines copied", count=len(lines)), "good")


def rejected(rows: Iterable[RejectedRow]) -> list[Fault]:
    """Rows left out, and why."""
    return [Fault(r.sheet, r.row, r.column, r.value, tr(r.sentence, **r.values), "bad") for r in rows]


def without_due(plan: ImportPlan) -> list[Fault]:
    """Invoices that come in without a due date."""
    places = {row.number: (row.sheet, row.row) for row in plan.file.quarantined}
    text = tr("It has no due date. Taken in, but not aged until one is entered.")
    return [Fault(*places.get(number, ("", 0)), "", number, text) for number in plan.quarantined]


def totals(checks: Iterable[TotalCheck]) -> list[Fault]:
    """The file's own subtotals beside what its rows add up to; those that differ first."""
    return [_total(check) for check in sorted(checks, key=lambda check: check.agrees)]


def _total(check: TotalCheck) -> Fault:
    stated, counted = show.money(check.stated_fen), show.money(check.counted_fen)
    text = (
        tr("agrees with its rows")
        if check.agrees
        else tr("the file says {stated}, its rows add up to {counted}", stated=stated, counted=counted)
    )
    sign = "✓" if check.agrees else "✗"
    tone = "good" if check.agrees else "bad"
    return Fault(check.sheet, check.row, check.column, f"{check.label} {stated}", f"{sign} {text}", tone)


def quality(report: Report | None) -> list[Fault]:
    """What was found in the file, a line for each row or name it is about."""
    rows: list[Fault] = []
    for finding in report.findings if report is not None else ():
        if finding.kind in ELSEWHERE:
            continue
        text, tone = finding.text(current()), TONES.get(finding.severity, "")
        word = tr(SEVERITIES.get(finding.severity, finding.severity))
        shown = list(finding.items[:ITEMS_SHOWN]) or [""]
        more = len(finding.items) - len(shown)
        if more > 0:
            shown.append(tr("and {count} more|import", count=f"{more:,}"))
        rows += [Fault(word, number, "", item, text, tone) for number, item in enumerate(shown, 1)]
    return rows


def remarks(found: Iterable[Remark]) -> list[Fault]:
    """What there is to know about the file as a whole."""
    return [Fault("", number, "", "", remark.text(current())) for number, remark in enumerate(found, 1)]


def _columns() -> tuple[Column[Fault], ...]:
    def tone(row: Fault) -> str:
        return row.tone

    return (
        Column("sheet", tr("Sheet"), lambda row: row.sheet, width=14),
        Column("severity", tr("Severity|quality"), lambda row: row.sheet, tone=tone, width=8),
        Column("row", tr("Row"), lambda row: f"{row.row:,}" if row.row else "", lambda row: row.row, "right", width=6),
        Column("column", tr("Column"), lambda row: row.column, width=14),
        Column("value", tr("Value|cell"), lambda row: row.value, tip=lambda row: row.value, width=20),
        Column("text", tr("What is the matter"), lambda row: row.text, tip=lambda row: row.text, tone=tone,
               width=30, stretch=True),
        Column("found", tr("What was found|quality"), lambda row: row.text, tip=lambda row: row.text, width=46),
        Column("item", tr("Where|quality"), lambda row: row.value, tip=lambda row: row.value, width=30, stretch=True),
        Column("remark", tr("Remark|import"), lambda row: row.text, tip=lambda row: row.text, width=40, stretch=True),
    )  # fmt: skip
