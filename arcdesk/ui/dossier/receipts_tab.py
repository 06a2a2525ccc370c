"""The tab of money in: receipts and credits, what is left of them, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.ledger import ReceiptLine
from arcdesk.ui import format as show
from arcdesk.ui.dialogs.allocate import AllocateDialog
from arcdesk.ui.dialogs.money_back import RefundDialog, ReverseDialog, TakeBackDialog
from arcdesk.ui.dialogs.postings import show_postings
from arcdesk.ui.dossier.money_rows import MoneyRow, money_rows, money_table
from arcdesk.ui.tables.actions import action_button, row_action
from arcdesk.ui.tables.click import AmountClicks
from arcdesk.ui.theme import L, S
from arcdesk.ui.widgets import EmptyState, label
from arcdesk.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData


class ReceiptsTab(QWidget):
    """Receipts, money that went back and credit notes of one customer."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._data: DossierData | None = None
        self._can_write = False
        self.table, self.model = money_table(context)
        theme, table = context.theme, self.table
        self.postings = row_action(table, theme, "money_postings", tr("Show the postings"), "statements", "P",
                                   self.show_postings)  # fmt: skip
        self.allocate_rest = row_action(table, theme, "money_allocate", tr("Allocate…"), "link", "A", self.allocate)
        self.take_back = row_action(table, theme, "money_take_back", tr("Unallocate…"), "refresh", "T",
                                    self.take_allocation_back)  # fmt: skip
        self.pay_back = row_action(table, theme, "money_refund", tr("Pay back…"), "send", "F", self.refund)
        self.reverse_it = row_action(table, theme, "money_reverse", tr("Bounced or mistaken…"), "error", "R",
                                     self.reverse)  # fmt: skip
        AmountClicks(table, self.model, ("amount", "left"), lambda row, _key: self._explain(row))
        table.row_activated.connect(self._explain)
        table.current_row_changed.connect(self._show_abilities)
        self._left = label("", "good", selectable=True)
        self._left.setObjectName("unallocated_sum")
        font = self._left.font()
        font.setBold(True)
        self._left.setFont(font)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._with_bar())
        self._stack.addWidget(EmptyState(theme, "receipt", tr("No receipts yet. Ctrl+P records one.")))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)

    def show_dossier(self, data: DossierData, *, can_write: bool) -> None:
        """Show a customer's money."""
        self._data, self._can_write = data, can_write
        rows = money_rows(data.receipts, data.credit_notes)
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        sums = [
            show.money_with_sign(balance.unallocated_fen, balance.currency)
            for balance in data.balances
            if balance.unallocated_fen
        ]
        self._left.setText(tr("Unallocated: {sums}", sums="   ".join(sums)) if sums else "")
        self._show_abilities()

    def show_postings(self) -> None:
        """Where the current row's figures come from."""
        row = self.table.current_row()
        if row is not None:
            self._explain(row)

    def allocate(self) -> None:
        """Put what is left of the current row to invoices."""
        row = self._writable_row()
        if row is not None and self._data is not None and row.line.unallocated_fen > 0:
            AllocateDialog(self._context, row.line, self._data.invoices, self).open()

    def take_allocation_back(self) -> None:
        """Free invoices of what the current row settles."""
        row = self._writable_row()
        if row is not None and row.standing:
            TakeBackDialog(self._context, row.line, self).open()

    def refund(self) -> None:
        """Pay back what is left of the current receipt."""
        row = self._writable_row()
        if row is not None and isinstance(row.line, ReceiptLine) and row.line.unallocated_fen > 0:
            RefundDialog(self._context, row.line, self).open()

    def reverse(self) -> None:
        """Take the current receipt back as a whole."""
        row = self._writable_row()
        if row is not None and isinstance(row.line, ReceiptLine) and row.can_go_back:
            ReverseDialog(self._context, row.line, self).open()

    def _explain(self, row: MoneyRow) -> None:
        number, day = row.line.number, self._context.as_of
        show_postings(self._context, self, lambda desk: desk.explain.money(number, day))

    def _writable_row(self) -> MoneyRow | None:
        return self.table.current_row() if self._can_write else None

    def _show_abilities(self, *_: object) -> None:
        row = self.table.current_row()
        is_receipt = row is not None and isinstance(row.line, ReceiptLine)
        left = row is not None and row.line.unallocated_fen > 0
        self.postings.setEnabled(row is not None)
        self.allocate_rest.setEnabled(self._can_write and left)
        self.take_back.setEnabled(self._can_write and row is not None and bool(row.standing))
        self.pay_back.setEnabled(self._can_write and left and is_receipt)
        self.reverse_it.setEnabled(self._can_write and row is not None and row.can_go_back)

    def _with_bar(self) -> QWidget:
        theme = self._context.theme
        buttons = QWidget()
        row = FlowLayout(buttons, spacing=S)
        for action, icon_name in (
            (self.allocate_rest, "link"), (self.take_back, "refresh"), (self.pay_back, "send"),
            (self.reverse_it, "error"),
        ):  # fmt: skip
            row.addWidget(action_button(action, theme, icon_name))
        row.addWidget(action_button(self.postings, theme, "statements", tr("Postings")))
        bar = QHBoxLayout()
        bar.setContentsMargins(L, S, L, S)
        bar.setSpacing(L)
        bar.addWidget(buttons, 1)
        bar.addWidget(self._left)
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(bar)
        box.addWidget(self.table, 1)
        return page
