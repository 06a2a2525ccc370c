"""What of the receivables is confirmed by signature: by customer, the least covered first (F-64)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.statement_runs import Coverage, CoverageLine
from arcdesk.ui import format as show
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

Numbered = tuple[int, CoverageLine]


def coverage_text(coverage: Coverage) -> str:
    """The share that is signed for, by currency, in one line; empty where nothing is open."""
    parts = [f"{currency} {show.share(covered, opened)}" for currency, (covered, opened) in coverage.totals().items()]
    return tr("Signed for: {shares}", shares="  ".join(parts)) if parts else ""


class CoverageDialog(QDialog):
    """The list behind the figure.

    Signals:
        statements_wanted: ids of the customers to whom a statement is to be prepared.
    """

    statements_wanted = Signal(object)

    def __init__(self, context: UiContext, coverage: Coverage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(tr("Receivables confirmed by signature"))
        self.setModal(True)
        unit = self.fontMetrics().horizontalAdvance("0")
        self.resize(unit * 130, unit * 66)
        self.model = RowTableModel(_columns(), lambda row: row[0], context.theme)
        self.table: RowTable[Numbered] = RowTable(
            self.model, context.theme, context.settings, "coverage", tr("Receivables confirmed by signature")
        )
        self.model.set_rows(list(enumerate(coverage.lines)))
        self.figure = label(coverage_text(coverage), "heading")
        self.figure.setObjectName("coverage_figure")
        since = tr(
            "Counted is what stands in a statement as of {since} or later that came back signed, and is open still.",
            since=coverage.since.isoformat(),
        )
        self.prepare = button(tr("Prepare statements…"), "coverage_prepare", self.prepare_statements, primary=True)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addStretch(1)
        foot.addWidget(button(tr("Close"), "coverage_close", self.reject))
        foot.addWidget(self.prepare)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(self.figure)
        box.addWidget(label(since, "muted", wrap=True))
        box.addWidget(self.table, 1)
        box.addLayout(foot)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        self._on_selection()

    def prepare_statements(self) -> None:
        """Close, and ask for statements to the chosen customers."""
        ids = tuple(dict.fromkeys(line.customer_id for _, line in self.table.selected_rows()))
        if ids:
            self.accept()
            self.statements_wanted.emit(ids)

    def _on_selection(self) -> None:
        self.prepare.setEnabled(bool(self.table.selected_rows()) and self._context.can_write)


def _columns() -> list[Column[Numbered]]:
    def tone(row: Numbered) -> str:
        _, line = row
        if line.covered_fen >= line.open_fen:
            return "good"
        return "warn" if line.covered_fen else "bad"

    return [
        Column("customer", tr("Customer"), lambda row: row[1].customer_name, width=24, stretch=True),
        amount_column("open", tr("Open today"), lambda row: row[1].open_fen, lambda row: row[1].currency),
        amount_column("covered", tr("Signed for|amount"), lambda row: row[1].covered_fen, lambda row: row[1].currency),
        amount_column(
            "missing", tr("Not signed for"), lambda row: row[1].open_fen - row[1].covered_fen,
            lambda row: row[1].currency, blank_zero=True,
        ),
        Column("share", tr("Share"), lambda row: show.share(row[1].covered_fen, row[1].open_fen),
               lambda row: row[1].covered_fen / row[1].open_fen, "right", tone, width=8),
        Column("number", tr("Last signed statement"), lambda row: row[1].number, width=15),
        date_column("as_of", tr("As of|statement"), lambda row: row[1].as_of),
    ]  # fmt: skip
