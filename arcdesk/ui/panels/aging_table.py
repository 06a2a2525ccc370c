"""One currency of an aging report as a table, with its totals and both identities at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.aging import NO_DUE_DATE, Bucket, Scheme
from arcdesk.i18n import tr
from arcdesk.ui import format as show
from arcdesk.ui.context import UiContext
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column
from arcdesk.ui.tables.columns import in_currency
from arcdesk.ui.tables.totals_row import TotalsRow
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import label
from arcdesk.ui.widgets.scheme_preview import bucket_label

if TYPE_CHECKING:
    from arcdesk.services.aging import AgingBlock, AgingRow

TITLES = {
    "customer": "Customer",
    "invoice": "Invoice",
    "owner": "Responsible",
    "salesperson": "Salesperson",
    "grade": "Grade",
    "region": "Region",
}


class AgingTable(QWidget):
    """Rows of one block; the bold last row is the sum of the others."""

    def __init__(
        self, context: UiContext, by: str, scheme: Scheme, block: AgingBlock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.block = block
        columns = in_currency(aging_columns(by, buckets_of(scheme, block), block.totals), block.currency)
        self.model: RowTableModel[AgingRow] = RowTableModel(
            columns, lambda row: (row.customer_id, row.key), context.theme
        )
        self.table: RowTable[AgingRow] = RowTable(
            self.model,
            context.theme,
            context.settings,
            f"aging_{by}_{scheme.name}_{scheme.basis}",
            tr("Aging report"),
        )
        self.table.row_activated.connect(self._on_activated)
        self._context = context
        self.model.set_rows(block.rows)
        sums: RowTableModel[AgingRow] = RowTableModel(columns, lambda row: row.key, context.theme)
        sums.set_rows([block.totals._replace(name=tr("Total"))])
        self.table.set_sums(sums.rows)
        self.totals: TotalsRow[AgingRow] = TotalsRow(self.table, sums, context.theme, tr("Total"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.table, 1)
        box.addWidget(self.totals)
        box.addLayout(self._foot())

    @Slot(object)
    def _on_activated(self, row: AgingRow) -> None:
        if row.customer_id is not None:
            self._context.customer_requested.emit(row.customer_id)

    def _foot(self) -> QHBoxLayout:
        totals, currency = self.block.totals, self.block.currency
        foot = QHBoxLayout()
        foot.setContentsMargins(L, S, L, S)
        foot.setSpacing(L)
        for text, fen in (
            (tr("Balance"), totals.balance_fen),
            (tr("Open invoices"), totals.gross_fen),
            (tr("Overdue|amount"), totals.overdue_fen),
        ):
            pair = QVBoxLayout()
            pair.setSpacing(0)
            pair.addWidget(label(text, "muted"))
            figure = label(show.money_with_sign(fen, currency), "figure", selectable=True)
            figure.setAccessibleName(f"{text} {figure.text()}")
            pair.addWidget(figure)
            foot.addLayout(pair)
            foot.addSpacing(S)
        foot.addStretch(1)
        checks = QVBoxLayout()
        checks.setSpacing(XS)
        for holds, text in self.identities():
            line = label(f"{'✓' if holds else '✗'}  {text}", "good" if holds else "bad")
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            checks.addWidget(line)
        foot.addLayout(checks)
        return foot

    def identities(self) -> tuple[tuple[bool, str], ...]:
        """The two checks every aging answer is put to, each with its text."""
        kept = self.block.identities
        return (
            (kept.buckets_minus_unallocated_equals_balance, tr("Buckets − unallocated = balance")),
            (kept.opening_plus_movements_equals_closing, tr("Opening + movements of the month = balance")),
        )


def buckets_of(scheme: Scheme, block: AgingBlock) -> tuple[Bucket, ...]:
    """Buckets that need a column; "no due date" only where money lies in it."""
    return (*scheme.buckets, NO_DUE_DATE) if block.totals.buckets.get(NO_DUE_DATE.key) else scheme.buckets


def aging_columns(by: str, buckets: tuple[Bucket, ...], totals: AgingRow) -> tuple[Column[AgingRow], ...]:
    """Name, balance, one column a bucket, and what the figures rest on.

    Figures are as wide as their content and the name takes the rest; what nobody has
    (unallocated, disputed) begins hidden.
    """
    first: list[Column[AgingRow]] = []
    if by in ("customer", "invoice"):
        first.append(Column("code", tr("Code"), lambda row: row.code, width=7, fitted=True))
    if by == "invoice":
        first.append(Column("invoice", tr("Invoice"), lambda row: row.key, width=16, fitted=True))
    title = tr("Customer") if by == "invoice" else tr(TITLES[by])
    first.append(
        Column(
            "name", title, lambda row: row.name or tr("(none)|group"), tip=lambda row: row.name, width=14, stretch=True
        )
    )
    amounts = [
        amount_column("balance", tr("Balance"), lambda row: row.balance_fen, bold=lambda row: True, fitted=True),
        *(_bucket_column(bucket) for bucket in buckets),
        amount_column(
            "unallocated", tr("Unallocated"), lambda row: row.unallocated_fen, blank_zero=True, fitted=True,
            visible=bool(totals.unallocated_fen),
        ),
        amount_column(
            "disputed", tr("Disputed"), lambda row: row.disputed_fen, blank_zero=True, fitted=True,
            visible=bool(totals.disputed_fen),
        ),
    ]  # fmt: skip
    last: list[Column[AgingRow]] = [
        Column(
            "days", tr("Days late"), lambda row: str(row.max_overdue_days or ""),
            lambda row: row.max_overdue_days, "right", fitted=True,
        ),
    ]  # fmt: skip
    if by != "invoice":
        count: Column[AgingRow] = Column(
            "count",
            tr("Invoices"),
            lambda row: str(row.invoice_count),
            lambda row: row.invoice_count,
            "right",
            fitted=True,
        )
        last.append(count)
    return (*first, *amounts, *last)


def _bucket_column(bucket: Bucket) -> Column[AgingRow]:
    key, tone = bucket.key, bucket.tone

    def fen(row: AgingRow) -> int:
        return row.buckets.get(key, 0)

    return amount_column(
        f"b_{key}", bucket_label(bucket), fen, tone=lambda _: tone, blank_zero=True, fitted=True
    )
