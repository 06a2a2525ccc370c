"""The matrix of proof: one open invoice a line, what is there, what is missing, what to get next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.domain.completeness import PARTIAL, WEIGHTS
from arcdesk.i18n import tr
from arcdesk.services.completeness import ProofLine
from arcdesk.ui.dialogs.bundle import BundleDialog
from arcdesk.ui.icons import icon
from arcdesk.ui.tables import Column, RowTable, RowTableModel
from arcdesk.ui.tables.columns import amount_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

HEADINGS = {
    "contract": "Contract|proof",
    "invoice": "Invoice|proof",
    "delivery_note": "Delivery|proof",
    "statement": "Statement|proof",
    "letter": "Letter|proof",
    "delivery": "Arrival|proof",
    "conversation": "Talks|proof",
}
MARKS = {"have": "● yes|proof", "partial": "◐ part|proof", "missing": "○ no|proof"}
TONES = {"have": "good", "partial": "warn", "missing": "muted"}


class CompletenessView(QWidget):
    """The table with what it means below it.

    Signals:
        customer_requested(int): Enter or a double click on an invoice.
    """

    customer_requested = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._names: Mapping[int, str] = {}
        self.model = RowTableModel(self._columns(), lambda line: line.invoice_id, context.theme)
        self.table: RowTable[ProofLine] = RowTable(
            self.model, context.theme, context.settings, "completeness", tr("What proves each invoice")
        )
        self.table.row_activated.connect(lambda line: self.customer_requested.emit(line.customer_id))
        self.table.current_row_changed.connect(self._show)
        self._next = label("", wrap=True)
        self._next.setObjectName("proof_next")
        self.bundle = button(tr("Court bundle…"), "proof_bundle", self._on_bundle)
        self.bundle.setIcon(icon("lawyer", context.theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, M)
        foot.setSpacing(M)
        foot.addWidget(self._next, 1)
        foot.addWidget(self.bundle)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addLayout(foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(EmptyState(context.theme, "done", tr("Nothing is open, so nothing has to be proven.")))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_lines(self, lines: Sequence[ProofLine], names: Mapping[int, str]) -> None:
        """Show these invoices; ``names`` are the customers' by id."""
        self._names = names
        self.model.set_rows(tuple(lines))
        self.table.select_first()
        self._stack.setCurrentIndex(0 if lines else 1)
        self._show(self.table.current_row())

    def _columns(self) -> list[Column[ProofLine]]:
        columns: list[Column[ProofLine]] = [
            Column("customer", tr("Customer"), lambda line: self._names.get(line.customer_id, ""), stretch=True),
            Column("number", tr("Invoice"), lambda line: line.number, width=14),
            amount_column("open", tr("Open|invoice"), lambda line: line.open_fen, lambda line: line.currency),
            Column(
                "percent", tr("Proven"), lambda line: f"{line.proof.percent} %", lambda line: line.proof.percent,
                align="right", width=7,
            ),
        ]  # fmt: skip
        columns += [self._part(name) for name in WEIGHTS]
        return columns

    def _part(self, name: str) -> Column[ProofLine]:
        def tip(line: ProofLine) -> str:
            return tr(PARTIAL[name]) if line.proof.states[name] == "partial" else ""

        return Column(
            name, tr(HEADINGS[name]), lambda line: tr(MARKS[line.proof.states[name]]),
            lambda line: list(MARKS).index(line.proof.states[name]),
            tone=lambda line: TONES[line.proof.states[name]], tip=tip, width=9,
        )  # fmt: skip

    def _show(self, line: ProofLine | None) -> None:
        self.bundle.setEnabled(line is not None)
        step = line.proof.next_step if line is not None else ""
        self._next.setText(tr("Get next: {step}", step=tr(step)) if step else "")

    def _on_bundle(self) -> None:
        line = self.table.current_row()
        if line is None:
            return
        numbers = [row.number for row in self.table.selected_rows() if row.customer_id == line.customer_id]
        chosen = numbers if len(numbers) > 1 else ()
        name = self._names.get(line.customer_id, "")
        BundleDialog(self._context, line.customer_id, name, chosen, self).open()
