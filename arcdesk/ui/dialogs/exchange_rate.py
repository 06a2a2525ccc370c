"""Stating what a unit of a foreign currency is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.domain.exchange import StatedRate, parse_exchange_rate
from arcdesk.i18n import tr
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext


class ExchangeRateDialog(FormDialog):
    """Currency, day, rate and where it was published."""

    def __init__(self, context: UiContext, currencies: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(context, tr("State a rate"), tr("Save"), parent)
        self.currency = combo_box("rate_currency", tr("Currency"))
        self.currency.addItems(list(currencies))
        self.currency.setEditable(True)
        self.on = DateField(tr("From|rate"), context.theme, context.today)
        self.on.set_day(context.today)
        self.rate = line_edit("exchange_rate", tr("Rate|exchange"))
        base = context.desk.company.profile().base_currency
        self.rate.setPlaceholderText(tr("1 unit in {base}, like 7.1055", base=base))
        self.source = line_edit("rate_source", tr("Source"))
        for title, field in (
            (tr("Currency"), self.currency), (tr("From|rate"), self.on), (tr("Rate|exchange"), self.rate),
            (tr("Source"), self.source),
        ):  # fmt: skip
            self.add_row(title, field)
        self.rate.setFocus()

    def gather(self) -> Callable[[JobContext], object]:
        rate, day = parse_exchange_rate(self.rate.text()), self.on.day()
        if day is None:
            raise DayMissing(field="on")
        desk, currency, source = self.context.desk, self.currency.currentText(), self.source.text().strip()
        return lambda _job: desk.exchange.add(currency, day, rate, source)

    def done_text(self, result: object) -> str:
        if not isinstance(result, StatedRate):
            return ""
        return tr("Rate stated: 1 {currency} = {rate}", currency=result.currency, rate=format(result.rate, "f"))
