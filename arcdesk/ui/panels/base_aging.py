"""The aging report with all currencies brought together in the base currency, at rates that are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.exchange import BaseView, RateMissing
from arcdesk.ui.context import sentence
from arcdesk.ui.dialogs.exchange_rate import ExchangeRateDialog
from arcdesk.ui.panels.aging_table import AgingTable
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import EmptyState, button, label

if TYPE_CHECKING:
    from arcdesk.services.aging import AgingReport
    from arcdesk.ui.context import UiContext


class BaseAging(QWidget):
    """The converted table under its rates; without a rate, the way to enter one.

    Signals:
        rates_changed(): a rate was stated; the view has to be made anew.
    """

    rates_changed = Signal()

    def __init__(self, context: UiContext, report: AgingReport, view: BaseView | RateMissing) -> None:
        super().__init__()
        self._context = context
        self.currency = context.desk.company.profile().base_currency
        self._foreign = [block.currency for block in report.currencies if block.currency != self.currency]
        self.state_rate = button(tr("State a rate…"), "state_rate", self.ask_rate)
        self.state_rate.setEnabled(context.can_write)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        if isinstance(view, RateMissing):
            box.addWidget(EmptyState(context.theme, "reports", sentence(view), (self.state_rate,)))
            return
        rates = "    ".join(
            tr("1 {currency} = {rate} {base} ({day})", currency=rate.currency, rate=format(rate.rate, "f"),
               base=view.currency, day=rate.on.isoformat()) + (f" {rate.source}" if rate.source else "")
            for rate in view.rates
        )  # fmt: skip
        head = QHBoxLayout()
        head.setContentsMargins(L, S, L, S)
        head.setSpacing(L)
        self.rates = label(rates, "muted", wrap=True, selectable=True)
        self.rates.setObjectName("base_rates")
        head.addWidget(self.rates, 1)
        head.addWidget(self.state_rate)
        box.addLayout(head)
        box.addWidget(AgingTable(context, report.by, report.scheme, view.block), 1)

    def ask_rate(self) -> None:
        """Open the dialog for a rate."""
        dialog = ExchangeRateDialog(self._context, self._foreign, self.window())
        dialog.carried_out.connect(lambda _: self.rates_changed.emit())
        dialog.open()
