"""Money that came in, for the interest calculator: an amount and a day each."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from arcdesk.domain.interest import Payment
from arcdesk.i18n import tr
from arcdesk.ui.theme import Theme
from arcdesk.ui.tools.lines import InputLine
from arcdesk.ui.tools.pane import enter
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField


class PaymentLine(InputLine):
    """Amount and day of one payment."""

    def __init__(self, theme: Theme, today: date, parent: QWidget | None = None) -> None:
        super().__init__(theme, tr("Remove this payment"), parent)
        self.amount = AmountField(tr("Amount received"))
        self.amount.setObjectName("payment_amount")
        self.on = DateField(tr("Received on"), theme, today)
        self.on.setObjectName("payment_on")
        for field in (self.amount, self.on):
            field.textChanged.connect(self.changed)
        self.row.addWidget(self.amount, 3)
        self.row.addWidget(self.on, 2)

    @property
    def is_empty(self) -> bool:
        return not self.amount.text().strip() and not self.on.text().strip()

    def payment(self) -> Payment:
        """The payment.

        Raises:
            StillEmpty: amount or day is missing.
            BadAmount, TooManyDecimals, BadDate: one of the two is none.
        """
        fen, on = self.amount.amount(), self.on.day()
        if fen is None or on is None:
            raise enter(tr("Amount received") if fen is None else tr("Received on"))
        return Payment(on, fen)
