"""Sharing money out over open items: a line an invoice, with the share it gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine
from arcdesk.ui.format import item_number, money
from arcdesk.ui.widgets.amount_field import AmountField

NUMBER, DUE, OPEN, SHARE, WHY = range(5)
ROW_EXTRA_PX = 16


class ShareTable(QTableWidget):
    """Open items with a field for the share of each, and why it gets it where a rule says so.

    Signals:
        shares_changed: a share was typed or set.
    """

    shares_changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(0, 5, parent)
        self._lines: list[InvoiceLine] = []
        self._fields: list[AmountField] = []
        self.setObjectName(name)
        self.setAccessibleName(tr("Open invoices"))
        titles = (
            tr("Invoice"), tr("Due on"), tr("Open|amount"), tr("Share|allocation"), tr("Order|allocation"),
        )  # fmt: skip
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = self.horizontalHeader()
        for column, title in enumerate(titles):
            side = Qt.AlignmentFlag.AlignRight if column in {OPEN, SHARE} else Qt.AlignmentFlag.AlignLeft
            item = QTableWidgetItem(title)
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)
        header.setSectionResizeMode(NUMBER, QHeaderView.ResizeMode.Stretch)
        for column in (DUE, OPEN, SHARE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.setStyleSheet("QTableWidget::item { padding: 0 8px; }")
        self.show_reasons({})

    @property
    def fields(self) -> tuple[AmountField, ...]:
        """The fields of the shares, from top to bottom."""
        return tuple(self._fields)

    def show_lines(self, lines: Sequence[InvoiceLine]) -> None:
        """Show these open items, without shares."""
        self._lines = list(lines)
        self._fields = []
        self.setRowCount(len(self._lines))
        for number, line in enumerate(self._lines):
            for column, text in (
                (NUMBER, item_number(line)),
                (DUE, line.due_on.isoformat() if line.due_on else "—"),
                (OPEN, money(line.open_fen, line.currency, line.currency)),
                (WHY, ""),
            ):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                if column == OPEN:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.setItem(number, column, item)
            field = AmountField(tr("Share of {number}", number=item_number(line)))
            field.amount_changed.connect(self.shares_changed)
            self.setCellWidget(number, SHARE, field)
            self._fields.append(field)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + ROW_EXTRA_PX)

    def set_shares(self, shares: Mapping[str, int]) -> None:
        """Put these fen by invoice number into the fields, earlier instalments of an invoice first."""
        left = dict(shares)
        for line, field in zip(self._lines, self._fields, strict=True):
            fen = min(left.get(line.number, 0), line.open_fen)
            left[line.number] = left.get(line.number, 0) - fen
            field.set_amount(fen or None)
        self.shares_changed.emit()

    def show_reasons(self, reasons: Mapping[str, str]) -> None:
        """Say by invoice number which place an order gives it, and why; none hides the column."""
        for row, line in enumerate(self._lines):
            item = self.item(row, WHY)
            if item is not None:
                item.setText(reasons.get(line.number, ""))
                item.setToolTip(reasons.get(line.number, ""))
        self.setColumnHidden(WHY, not reasons)
        wide, narrow = QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.ResizeToContents
        self.horizontalHeader().setSectionResizeMode(NUMBER, narrow if reasons else wide)
        self.horizontalHeader().setSectionResizeMode(WHY, wide)

    def shares(self) -> dict[str, int]:
        """Fen by invoice number, for those that get some.

        Raises:
            BadAmount, TooManyDecimals.
        """
        found: dict[str, int] = {}
        for line, field in zip(self._lines, self._fields, strict=True):
            fen = field.amount()
            if fen:
                found[line.number] = found.get(line.number, 0) + fen
        return found

    def shared_fen(self) -> int:
        """Sum of the shares that can be read."""
        return sum(field.amount_or_none() or 0 for field in self._fields)
