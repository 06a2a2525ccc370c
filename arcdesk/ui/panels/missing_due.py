"""A line that says how many open invoices have no due date, with the way to mend it; hidden at zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.theme import XS, L, M
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class MissingDueBar(QFrame):
    """Counts those of everybody, or of the customer that ``count`` is asked for."""

    def __init__(self, context: UiContext, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._customer_id: int | None = None
        self.setObjectName("missing_due")
        self.text = label("", wrap=True)
        self.mend = button(tr("Enter due dates…"), name, self._on_mend)
        row = QHBoxLayout(self)
        row.setContentsMargins(L, XS, M, XS)
        row.addWidget(self.text, 1)
        row.addWidget(self.mend)
        self.hide()

    def count(self, customer_id: int | None = None) -> None:
        """Count anew, off the GUI thread."""
        self._customer_id = customer_id
        desk = self._context.desk
        self._context.jobs.run(
            lambda _job: (customer_id, desk.due_dates.missing_count(customer_id)),
            self._on_counted,
            owner=self,
        )

    def _on_counted(self, answer: tuple[int | None, int]) -> None:
        customer_id, count = answer
        if customer_id == self._customer_id:
            text = "Open invoices without a due date: {count}. They are in no bucket and are not chased."
            self.text.setText(tr(text, count=f"{count:,}"))
            self.setVisible(count > 0)

    def _on_mend(self) -> None:
        self._context.due_dates_requested.emit(self._customer_id or 0)
