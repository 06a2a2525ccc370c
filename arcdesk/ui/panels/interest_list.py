"""The invoices of a customer that bear interest: number, due date, days, basis, amount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.interest import InvoiceInterest
from arcdesk.ui.labels import INTEREST_BASES
from arcdesk.ui.labels import label as words
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.ui.context import UiContext


class InterestList(QWidget):
    """Choosing the invoice whose sheet is shown; the choice stays when it is reckoned anew.

    Signals:
        chosen: the InvoiceInterest in front.
    """

    chosen = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: RowTableModel[InvoiceInterest] = RowTableModel(
            _columns(), lambda one: (one.invoice_id, one.is_open), context.theme
        )
        self.table: RowTable[InvoiceInterest] = RowTable(
            self.model,
            context.theme,
            context.settings,
            "interest_invoices",
            tr("Invoices that bear interest"),
        )
        self.table.current_row_changed.connect(self._on_current)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.table)

    def show_invoices(self, invoices: Sequence[InvoiceInterest]) -> None:
        """Show these; the one that was in front stays there."""
        before = self.current()
        self.model.set_rows(invoices)
        if self.current() is None:
            self.table.select_first()
        after = self.current()
        if after is not None and before is not None:
            self.chosen.emit(after)

    def current(self) -> InvoiceInterest | None:
        """The invoice in front."""
        return self.table.current_row()

    def _on_current(self, found: InvoiceInterest | None) -> None:
        if found is not None:
            self.chosen.emit(found)


def first_due(found: InvoiceInterest) -> date | None:
    """The earliest due date among the parts of an invoice."""
    return min((part.part.due_on for part in found.parts if part.part.due_on), default=None)


def _days(found: InvoiceInterest) -> int:
    return max((part.days for part in found.parts), default=0)


def _columns() -> tuple[Column[InvoiceInterest], ...]:
    def basis(found: InvoiceInterest) -> str:
        return words(INTEREST_BASES, found.basis)

    def note(found: InvoiceInterest) -> str:
        return "\n".join(tr(gap.text_key, **gap.values) for gap in found.gaps)

    return (
        Column("number", tr("Number"), lambda one: one.number, width=12, fitted=True, tip=note,
               tone=lambda one: "warn" if one.gaps else ""),
        amount_column("total", tr("Interest"), lambda one: one.total_fen, lambda one: one.currency, fitted=True),
        date_column("due", tr("Due on"), first_due),
        Column("days", tr("Days late"), lambda one: str(_days(one) or ""), _days, "right", width=6),
        amount_column("principal", tr("Principal"), lambda one: one.principal_fen, lambda one: one.currency),
        Column("basis", tr("Basis|interest"), basis, width=14, stretch=True, tip=basis),
    )  # fmt: skip
