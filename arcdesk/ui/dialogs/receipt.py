"""Recording a receipt: amount and day, and which invoices it settles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from arcdesk.domain.allocation import Debt, allocate_oldest
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine, ReceiptLine
from arcdesk.ui.dialogs.form_dialog import DayMissing, FormDialog
from arcdesk.ui.format import money, money_with_sign
from arcdesk.ui.theme import S
from arcdesk.ui.widgets import SectionLabel, button, label, set_role
from arcdesk.ui.widgets.amount_field import AmountField
from arcdesk.ui.widgets.date_field import DateField
from arcdesk.ui.widgets.fields import combo_box, line_edit

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.jobs import JobContext

METHODS = ("Bank transfer", "Bank acceptance bill", "Cheque", "Cash", "Offset")
NUMBER, DUE, OPEN, SHARE = range(4)


class ReceiptAmountMissing(Refusal):
    """A receipt without an amount."""

    sentence = "Enter the amount that came in."


class AllocatedTooMuch(Refusal):
    """More given to invoices than came in."""

    sentence = "{allocated} is allocated, but only {amount} came in. Reduce the shares."


class ReceiptDialog(FormDialog):
    """Money that came in. Shares are proposed oldest first and may be changed; the rest stays visible."""

    def __init__(
        self,
        context: UiContext,
        customer_id: int,
        customer_name: str,
        invoices: Sequence[InvoiceLine],
        base_currency: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, tr("Receipt from {customer}", customer=customer_name), tr("Record"), parent)
        self._customer_id = customer_id
        self._all = [line for line in invoices if line.open_fen > 0]
        self._invoices: list[InvoiceLine] = []
        self._shares: list[AmountField] = []
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 84)
        self.amount = AmountField(tr("Amount"))
        self.amount.setObjectName("receipt_amount")
        self.currency = combo_box("receipt_currency", tr("Currency"))
        self.currency.addItems(list(dict.fromkeys((base_currency, *(line.currency for line in self._all)))))
        self.on = DateField(tr("Received on"), context.theme, context.today)
        self.on.set_day(context.today)
        self.method = combo_box("receipt_method", tr("Method"))
        self.method.setEditable(True)
        self.method.addItems([tr(method) for method in METHODS])
        self.note = line_edit("receipt_note", tr("Remarks"))
        self._build()
        self.currency.currentTextChanged.connect(self._show_invoices)
        self.amount.amount_changed.connect(self.propose)
        self._show_invoices()
        self.amount.setFocus()

    def propose(self) -> None:
        """Share the amount out, oldest due first."""
        debts = [Debt(line.id, line.open_fen, line.due_on, line.issued_on) for line in self._invoices]
        amount_fen = self.amount.amount_or_none() or 0
        by_id = dict(allocate_oldest(amount_fen, debts)[0]) if amount_fen > 0 else {}
        for line, field in zip(self._invoices, self._shares, strict=True):
            field.set_amount(by_id.get(line.id))
        self._show_rest()

    def share_nothing(self) -> None:
        """Leave the money unallocated."""
        for field in self._shares:
            field.set_amount(None)
        self._show_rest()

    def shares(self) -> dict[str, int]:
        """Fen by invoice number, for the invoices that get some.

        Raises:
            BadAmount, TooManyDecimals.
        """
        given = {line.number: field.amount() for line, field in zip(self._invoices, self._shares, strict=True)}
        return {number: fen for number, fen in given.items() if fen}

    def gather(self) -> Callable[[JobContext], object]:
        amount_fen, day, shares = self.amount.amount(), self.on.day(), self.shares()
        if amount_fen is None:
            raise ReceiptAmountMissing(field="amount")
        if day is None:
            raise DayMissing(field="on")
        if sum(shares.values()) > amount_fen:
            raise AllocatedTooMuch(allocated=money(sum(shares.values())), amount=money(amount_fen))
        desk, customer_id = self.context.desk, self._customer_id
        currency, method = self.currency.currentText(), self.method.currentText().strip()
        note = self.note.text().strip()
        return lambda _job: desk.receipts.record(
            customer_id, amount_fen, day, currency=currency, method=method, note=note, allocate=shares
        )

    def done_text(self, result: object) -> str:
        if not isinstance(result, ReceiptLine):
            return ""
        amount = money_with_sign(result.amount_fen, result.currency)
        if result.unallocated_fen:
            rest = money_with_sign(result.unallocated_fen, result.currency)
            return tr("Receipt {number}: {amount} recorded, {rest} unallocated.", number=result.number,
                      amount=amount, rest=rest)  # fmt: skip
        return tr("Receipt {number}: {amount} recorded.", number=result.number, amount=amount)

    # inside

    def _build(self) -> None:
        amount_row = QWidget()
        row = QHBoxLayout(amount_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.amount, 1)
        row.addWidget(self.currency)
        self.add_row(tr("Amount"), amount_row)
        self.add_row(tr("Received on"), self.on)
        self.add_row(tr("Method"), self.method)
        self.add_row(tr("Remarks"), self.note)
        self._rest = label("", "muted")
        self._rest.setObjectName("receipt_rest")
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(SectionLabel(tr("Settles")))
        head.addWidget(self._rest, 1)
        head.addWidget(button(tr("Oldest first"), "share_oldest", self.propose, flat=True))
        head.addWidget(button(tr("Leave unallocated"), "share_nothing", self.share_nothing, flat=True))
        self.table = QTableWidget(0, 4, objectName="receipt_invoices")  # type: ignore[call-overload]
        self.table.setAccessibleName(tr("Open invoices"))
        self.table.setHorizontalHeaderLabels([tr("Invoice"), tr("Due on"), tr("Open|amount"), tr("Share|allocation")])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.table.horizontalHeader()
        for column in (NUMBER, DUE, OPEN, SHARE):
            side = Qt.AlignmentFlag.AlignRight if column in {OPEN, SHARE} else Qt.AlignmentFlag.AlignLeft
            self.table.horizontalHeaderItem(column).setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(NUMBER, QHeaderView.ResizeMode.Stretch)
        for column in (DUE, OPEN, SHARE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.table.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
        self.table.setMinimumHeight(self.fontMetrics().height() * 14)
        self.body.insertLayout(1, head)
        self.body.insertWidget(2, self.table, 1)

    def _show_invoices(self) -> None:
        currency = self.currency.currentText()
        self._invoices = [line for line in self._all if line.currency == currency]
        self._shares = []
        self.table.setRowCount(len(self._invoices))
        for number, line in enumerate(self._invoices):
            for column, text in (
                (NUMBER, line.number),
                (DUE, line.due_on.isoformat() if line.due_on else "—"),
                (OPEN, money(line.open_fen, currency, currency)),
            ):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                if column == OPEN:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(number, column, item)
            field = AmountField(tr("Share of {number}", number=line.number))
            field.amount_changed.connect(self._show_rest)
            self.table.setCellWidget(number, SHARE, field)
            self._shares.append(field)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        self.propose()

    def _show_rest(self) -> None:
        amount_fen = self.amount.amount_or_none() or 0
        rest = amount_fen - sum(field.amount_or_none() or 0 for field in self._shares)
        currency = self.currency.currentText()
        self._rest.setText(tr("{rest} stays unallocated", rest=money_with_sign(rest, currency)) if amount_fen else "")
        set_role(self._rest, "bad" if rest < 0 else "muted")
