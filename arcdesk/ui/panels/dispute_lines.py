"""What the customer contests: invoice, amount and reason, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui.format import money
from arcdesk.ui.icons import icon
from arcdesk.ui.labels import DISPUTE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.theme import XS, S, Theme
from arcdesk.ui.widgets import button, icon_button
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.fields import combo_box, line_edit


def open_by_invoice(lines: Sequence[InvoiceLine]) -> dict[str, tuple[int, str]]:
    """Open fen and currency by invoice number; the instalments of one invoice together."""
    found: dict[str, tuple[int, str]] = {}
    for line in lines:
        if line.open_fen > 0:
            found[line.number] = (found.get(line.number, (0, ""))[0] + line.open_fen, line.currency)
    return found


class DisputeWithoutInvoice(Refusal):
    """A disputed amount that belongs to no invoice."""

    sentence = "Choose the invoice that is disputed, or empty the amount."


class DisputeLine(QWidget):
    """One disputed invoice; choosing it proposes its whole open amount.

    Signals:
        removed: the line itself.
    """

    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open_fen: dict[str, int] = {}
        self.invoice = combo_box("dispute_invoice", tr("Disputed invoice"))
        self.invoice.setMinimumContentsLength(12)
        self.invoice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.amount = AmountField(tr("Disputed amount"), self)
        self.amount.setObjectName("dispute_amount")
        self.reason = line_edit("dispute_reason", tr("Reason for the dispute"))
        self.reason.setPlaceholderText(tr("Reason for the dispute"))
        kinds = ((code, tr("Kind of dispute") if not code else words(DISPUTE_KINDS, code)) for code in DISPUTE_KINDS)
        self.kind = combo_box("dispute_kind", tr("Kind of dispute"), kinds)
        remove = icon_button("close", tr("Remove this dispute"), theme, "dispute_remove", self._on_remove)
        self.invoice.currentIndexChanged.connect(self._propose)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(XS)
        grid.addWidget(self.invoice, 0, 0)
        grid.addWidget(self.amount, 0, 1)
        grid.addWidget(remove, 0, 2)
        grid.addWidget(self.reason, 1, 0)
        grid.addWidget(self.kind, 1, 1, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)

    def set_invoices(self, invoices: Sequence[InvoiceLine]) -> None:
        """Offer the open invoices of the customer; the one chosen stays."""
        chosen = self.invoice.currentData(Qt.ItemDataRole.UserRole) or ""
        whole = open_by_invoice(invoices)
        self._open_fen = {number: fen for number, (fen, _) in whole.items()}
        self.invoice.blockSignals(True)
        self.invoice.clear()
        self.invoice.addItem(tr("Which invoice?"), "")
        for number, (fen, currency) in whole.items():
            self.invoice.addItem(f"{number}   {money(fen, currency)}", number)
        self._choose(chosen)
        self.invoice.blockSignals(False)

    def fill(self, number: str, fen: int, reason: str, kind: str = "") -> None:
        """Show a dispute that is known already."""
        self.kind.setCurrentIndex(max(self.kind.findData(kind), 0))
        self.invoice.blockSignals(True)
        self._choose(number)
        self.invoice.blockSignals(False)
        self.amount.set_amount(fen)
        self.reason.setText(reason)

    def value(self) -> tuple[str, int, str] | None:
        """Invoice number, fen and reason; None when nothing is disputed.

        Raises:
            DisputeWithoutInvoice, BadAmount, TooManyDecimals.
        """
        number, amount_fen = self.invoice.currentData(Qt.ItemDataRole.UserRole) or "", self.amount.amount()
        if not amount_fen:
            return None
        if not number:
            raise DisputeWithoutInvoice(field="dispute")
        return number, amount_fen, self.reason.text().strip()

    def _choose(self, number: str) -> None:
        """An invoice that is settled by now is still named: the refusal then says why it cannot be."""
        if number and self.invoice.findData(number) < 0:
            self.invoice.addItem(number, number)
        self.invoice.setCurrentIndex(max(self.invoice.findData(number), 0))

    def _propose(self) -> None:
        self.amount.set_amount(self._open_fen.get(self.invoice.currentData(Qt.ItemDataRole.UserRole) or ""))

    def _on_remove(self) -> None:
        self.removed.emit(self)


class DisputeLines(QWidget):
    """All disputes of one contact.

    Signals:
        changed: a line was added or removed.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._invoices: tuple[InvoiceLine, ...] = ()
        self._lines: list[DisputeLine] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(S)
        more = button(tr("Another invoice"), "dispute_add", self.add_line, flat=True)
        more.setIcon(icon("plus", theme))
        foot = QHBoxLayout()
        foot.addWidget(more)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(XS)
        layout.addLayout(self._rows)
        layout.addLayout(foot)

    @property
    def lines(self) -> tuple[DisputeLine, ...]:
        return tuple(self._lines)

    def set_invoices(self, invoices: Sequence[InvoiceLine]) -> None:
        """Offer the open invoices of the customer in every line."""
        self._invoices = tuple(invoices)
        for line in self._lines:
            line.set_invoices(self._invoices)

    def start(self) -> None:
        """Open the first line."""
        if not self._lines:
            self.add_line()
        self._lines[0].invoice.setFocus()

    def add_line(self) -> DisputeLine:
        """Add an empty line and put the keyboard into it."""
        line = DisputeLine(self._theme, self)
        line.set_invoices(self._invoices)
        line.removed.connect(self._remove)
        self._lines.append(line)
        self._rows.addWidget(line)
        line.show()
        line.invoice.setFocus()
        self.changed.emit()
        return line

    def clear(self) -> None:
        """Take all lines away."""
        for line in tuple(self._lines):
            self._remove(line)

    def values(self) -> tuple[tuple[str, int, str], ...]:
        """Invoice number, fen and reason of each filled line.

        Raises:
            DisputeWithoutInvoice, BadAmount, TooManyDecimals.
        """
        values = (line.value() for line in self._lines)
        return tuple(value for value in values if value is not None)

    def kinds(self) -> dict[str, str]:
        """The kind of dispute that was chosen, by invoice number."""
        chosen = ((line.invoice.currentData(Qt.ItemDataRole.UserRole), line.kind.currentData()) for line in self._lines)
        return {str(number): str(kind) for number, kind in chosen if number and kind}

    def _remove(self, line: DisputeLine) -> None:
        self._lines.remove(line)
        self._rows.removeWidget(line)
        line.hide()
        line.deleteLater()
        self.changed.emit()
