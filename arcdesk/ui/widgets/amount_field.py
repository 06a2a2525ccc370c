"""A line for an amount of money: takes every usual way of writing one, shows it grouped."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount, parse_optional_amount
from arcdesk.i18n import tr
from arcdesk.ui.widgets.basics import mark_wrong


class AmountField(QLineEdit):
    """An amount in fen, right aligned; a text that is none is said so, never dropped.

    Signals:
        amount_changed: fen (int) or None, as the text changes.
    """

    amount_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText("0.00")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("00,000,000.00") + 16)
        self.textChanged.connect(self._on_text_changed)
        self.editingFinished.connect(self._tidy)

    def amount(self) -> int | None:
        """The amount in fen, None when the line is empty.

        Raises:
            BadAmount, TooManyDecimals: the text is no amount to the fen.
        """
        return parse_optional_amount(self.text())

    def amount_or_none(self) -> int | None:
        """The amount in fen, None for an empty line and for a text that is no amount."""
        try:
            return self.amount()
        except Refusal:
            return None

    def set_amount(self, fen: int | None) -> None:
        """Show an amount in fen; None empties the line."""
        self.setText("" if fen is None else format_amount(fen))

    def _on_text_changed(self) -> None:
        try:
            value = self.amount()
        except Refusal as refusal:
            self.setToolTip(tr(refusal.sentence, **refusal.values))
            self.amount_changed.emit(None)
        else:
            self.setToolTip("")
            mark_wrong(self, False)
            self.amount_changed.emit(value)

    def _tidy(self) -> None:
        try:
            value = self.amount()
        except Refusal:
            mark_wrong(self, True)
        else:
            self.set_amount(value)
