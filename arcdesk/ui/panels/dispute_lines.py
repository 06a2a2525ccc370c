"""What the customer contests: invoice, amount and reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui.format import money
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.fields import combo_box, line_edit


class DisputeWithoutInvoice(Refusal):
    """A disputed amount that belongs to no invoice."""

    sentence = "Choose the invoice that is disputed, or empty the amount."


class DisputeForm(QWidget):
    """One disputed invoice; choosing it proposes its whole open amount."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._invoices: dict[str, InvoiceLine] = {}
        self.invoice = combo_box("dispute_invoice", tr("Disputed invoice"))
        self.invoice.setMinimumContentsLength(12)
        self.invoice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.amount = AmountField(tr("Disputed amount"), self)
        self.amount.setObjectName("dispute_amount")
        self.reason = line_edit("dispute_reason", tr("Reason for the dispute"))
        self.reason.setPlaceholderText(tr("Reason for the dispute"))
        self.invoice.currentIndexChanged.connect(self._propose)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self.invoice, 0, 0)
        grid.addWidget(self.amount, 0, 1)
        grid.addWidget(self.reason, 1, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)

    def set_invoices(self, invoices: Sequence[InvoiceLine]) -> None:
        """Offer the open invoices of the customer."""
        self._invoices = {line.number: line for line in invoices if line.open_fen > 0}
        self.invoice.blockSignals(True)
        self.invoice.clear()
        self.invoice.addItem(tr("Which invoice?"), "")
        for line in self._invoices.values():
            self.invoice.addItem(f"{line.number}   {money(line.open_fen, line.currency)}", line.number)
        self.invoice.blockSignals(False)

    def clear(self) -> None:
        """Empty the form."""
        self.invoice.setCurrentIndex(0)
        self.amount.clear()
        self.reason.clear()

    def values(self) -> tuple[tuple[str, int, str], ...]:
        """Invoice number, fen and reason; empty when nothing is disputed.

        Raises:
            DisputeWithoutInvoice, BadAmount, TooManyDecimals.
        """
        number, amount_fen = self.invoice.currentData(Qt.ItemDataRole.UserRole) or "", self.amount.amount()
        if not amount_fen:
            return ()
        if number not in self._invoices:
            raise DisputeWithoutInvoice(field="dispute")
        return ((number, amount_fen, self.reason.text().strip()),)

    def _propose(self) -> None:
        line = self._invoices.get(self.invoice.currentData(Qt.ItemDataRole.UserRole) or "")
        self.amount.set_amount(line.open_fen if line else None)
