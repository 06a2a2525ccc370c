"""Putting what is left of a receipt or a credit note to invoices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from arcdesk.i18n import tr
from arcdesk.services.credit_notes import CreditNoteLine
from arcdesk.services.ledger import InvoiceLine, ReceiptLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money_with_sign
from arcdesk.ui.panels.allocation_choice import NOTHING, AllocationChoice
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.date_field import DateField

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

WIDTH_CHARACTERS = 116


class AllocateDialog(FormDialog):
    """Shares out what is unallocated of ``line``, from a day on."""

    def __init__(
        self, context: UiContext, line: ReceiptLine | CreditNoteLine, invoices: Sequence[InvoiceLine],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(context, tr("Allocate {number}", number=line.number), tr("Allocate|verb"), parent)
        self._line = line
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * WIDTH_CHARACTERS)
        self.on = DateField(tr("From|allocation"), context.theme, context.today)
        self.on.set_day(context.today)
        self.settles = AllocationChoice(context, line.customer_id)
        self.settles.show_lines(invoices, line.currency)
        self.add_row(tr("Unallocated"), label(money_with_sign(line.unallocated_fen, line.currency), "figure"))
        self.add_row(tr("From|allocation"), self.on)
        self.body.insertWidget(1, self.settles, 1)
        self.on.day_changed.connect(self._share_out)
        self.settles.changed.connect(self._show_ability)
        self.settles.unfolded.connect(self.fit)
        self._share_out()

    def gather(self) -> Callable[[JobContext], object]:
        day, rule, desk = self.on.day(), self.settles.rule, self.context.desk
        if day is None:
            raise DayMissing(field="on")
        line, given = self._line, {} if rule else self.settles.shares()
        service = desk.receipts if isinstance(line, ReceiptLine) else desk.credit_notes

        def work(_job: JobContext) -> object:
            shares = given
            if rule:  # anew: what is open may have changed since it was shown
                proposal = desk.receipts.propose(line.customer_id, line.currency, line.unallocated_fen, day, rule)
                shares = proposal.by_number
            return service.allocate(line.number, shares, day)

        return work

    def done_text(self, result: object) -> str:
        if not isinstance(result, ReceiptLine | CreditNoteLine):
            return ""
        rest = money_with_sign(result.unallocated_fen, result.currency)
        return tr("{number} is allocated; {rest} stays unallocated.", number=result.number, rest=rest)

    def _share_out(self, *_: object) -> None:
        self.settles.set_money(self._line.unallocated_fen, self.on.day_or_none() or self.context.today)

    def _show_ability(self) -> None:
        self.save.setEnabled(self.settles.choice != NOTHING and self.settles.table.shared_fen() > 0)
