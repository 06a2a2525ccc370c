"""The invoices behind a customer's on-time rate and days late: due, settled, how late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from arcdesk.domain.due_items import DueItem
from arcdesk.i18n import tr
from arcdesk.ui.labels import DUE_STANDINGS
from arcdesk.ui.labels import label as words
from arcdesk.ui.portrait_words import days_late, on_time
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.theme import L, M
from arcdesk.ui.widgets import char_width, label

if TYPE_CHECKING:
    from arcdesk.services.portrait import Portrait
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 104, 30


class DueItemsDialog(QDialog):
    """One line an item, latest due first; the figures they make stand above."""

    def __init__(self, context: UiContext, portrait: Portrait, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("due_items")
        self.setWindowTitle(tr("Behind the payment record of {customer}", customer=portrait.profile.name))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.model = RowTableModel(_columns(portrait), _id_of, context.theme)
        table = RowTable(
            self.model, context.theme, context.settings, "due_items_table", tr("Invoices that fell due")
        )
        self.model.set_rows(portrait.items)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        for fact in (on_time(portrait), days_late(portrait)):
            box.addWidget(label(f"{fact.title}  {fact.text}", "heading", wrap=True))
            box.addWidget(label(fact.tip, "muted", wrap=True))
        box.addWidget(table, 1)
        box.addWidget(buttons)
        table.select_first()
        table.setFocus()


def _columns(portrait: Portrait) -> list[Column[DueItem]]:
    day = portrait.as_of

    def late(item: DueItem) -> int | None:
        return None if item.standing == "undated" else item.days_late(day)

    def tone(item: DueItem) -> str:
        return "muted" if item.standing == "undated" else "bad" if item.days_late(day) else "good"

    return [
        Column("number", tr("Invoice"), _name, fitted=True),
        date_column("due", tr("Due on"), lambda item: item.due_on),
        date_column("settled", tr("Paid in full on"), lambda item: item.closed_on),
        Column("late", tr("Days late"), lambda item: "" if late(item) is None else str(late(item)), late, "right",
               tone, width=8),
        Column("on_time", tr("On time|item"), _verdict, tone=tone, width=10,
               tip=lambda _: tr("Paid in full by the due date")),
        Column("standing", tr("State"), lambda item: words(DUE_STANDINGS, item.standing), width=16, stretch=True),
        amount_column("amount", tr("Amount"), lambda item: item.amount_fen, lambda item: item.currency),
    ]  # fmt: skip


def _verdict(item: DueItem) -> str:
    if item.standing == "undated":
        return tr("not known|on time")
    return tr("yes|on time") if item.is_on_time else tr("no|on time")


def _name(item: DueItem) -> str:
    if not item.instalment:
        return item.number
    return tr("{number}, instalment {instalment}", number=item.number, instalment=item.instalment)


def _id_of(item: DueItem) -> tuple[int, int]:
    return item.invoice_id, item.instalment
