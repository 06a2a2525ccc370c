"""Everything on hold, customers and single invoices, to be reviewed and lifted (F-29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.holds import HeldLine
from arcdesk.ui import format as show
from arcdesk.ui.tables import Column, RowTable, RowTableModel, date_column
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import EmptyState, button, char_width, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

WIDTH_CHARACTERS, HEIGHT_LINES = 128, 24


class HeldDialog(QDialog):
    """The list of the day looked at; what ends first stands first."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("held_dialog")
        self.setWindowTitle(tr("On hold: what is not chased"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(char_width(self) * WIDTH_CHARACTERS, self.fontMetrics().height() * HEIGHT_LINES)
        self.model = RowTableModel(_columns(), _id_of, context.theme)
        self.table: RowTable[HeldLine] = RowTable(
            self.model, context.theme, context.settings, "held_list", tr("On hold: what is not chased")
        )
        self.table.row_activated.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(self._show_abilities)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(context.theme, "hold", tr("Nothing is on hold.")))
        hint = tr("A hold ends by itself after its last day. Lift it as soon as its reason is gone.")
        body = QVBoxLayout(self)
        body.setContentsMargins(L, L, L, M)
        body.setSpacing(M)
        body.addWidget(label(hint, "muted", wrap=True))
        body.addWidget(self._stack, 1)
        body.addLayout(self._foot())
        context.data_changed.connect(self._read)
        self._read()

    def lift(self) -> None:
        """End the selected holds today."""
        lines, holds = self.table.selected_rows(), self._context.desk.holds
        if not lines or not self._context.can_write:
            return

        def work(_job: object) -> int:
            for line in lines:
                if line.invoice_id is None:
                    holds.lift_customer(line.customer_id)
                else:
                    holds.lift_invoice(line.invoice_number)
            return len(lines)

        self._context.jobs.run(work, self._on_lifted, owner=self)

    def _foot(self) -> QHBoxLayout:
        self.lift_button = button(tr("Chase again"), "held_lift", self.lift)
        self.open_button = button(tr("Open the dossier"), "held_open", self._open_current)
        close = button(tr("Close"), "held_close", self.reject, primary=True)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(self.lift_button)
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        foot.addWidget(close)
        return foot

    def _read(self, *_: object) -> None:
        holds, day = self._context.desk.holds, self._context.day
        self._context.jobs.run(lambda _job: holds.held(day), self._on_read, owner=self)

    def _on_read(self, lines: tuple[HeldLine, ...]) -> None:
        self.model.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self.table.select_first()
        self._show_abilities()

    def _on_lifted(self, count: int) -> None:
        self._context.inform(tr("Holds lifted: {count}.", count=count), "good")

    def _show_abilities(self, *_: object) -> None:
        there = self.table.current_row() is not None
        self.lift_button.setEnabled(there and self._context.can_write)
        self.open_button.setEnabled(there)

    def _open_current(self) -> None:
        line = self.table.current_row()
        if line is not None:
            self._open(line)

    def _open(self, line: HeldLine) -> None:
        self.accept()
        self._context.customer_requested.emit(line.customer_id)


def _columns() -> list[Column[HeldLine]]:
    return [
        date_column("until", tr("Until|hold"), lambda line: line.until_on),
        Column("customer", tr("Customer"), _customer, width=22, tip=_customer),
        Column("invoice", tr("Invoice"), lambda line: line.invoice_number or tr("everything|hold"), width=14),
        Column("open", tr("Open|amount"), _money, _largest, "right", width=14),
        Column("reason", tr("Reason"), lambda line: line.reason, width=24, stretch=True, tip=lambda line: line.reason),
        date_column("since", tr("Since|hold"), lambda line: line.from_on),
    ]  # fmt: skip


def _customer(line: HeldLine) -> str:
    return line.customer_name


def _money(line: HeldLine) -> str:
    return "  ".join(show.money(fen, currency) for currency, fen in line.money.items())


def _largest(line: HeldLine) -> int:
    return max(line.money.values(), default=0)


def _id_of(line: HeldLine) -> tuple[int, int]:
    return line.customer_id, line.invoice_id or 0
