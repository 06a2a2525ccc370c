"""The pre-send gate: invoice by invoice who is in and who is out, and why (F-31)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.services.letters import GateLine
from arcdesk.services.reason_text import reason_text
from arcdesk.ui import format as show
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column
from arcdesk.ui.theme import XS, L, S
from arcdesk.ui.widgets import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from arcdesk.ui.context import UiContext

FILTERS = (("all", "Everything"), ("in", "In the letter"), ("out", "Held back"))


class GateTable(QWidget):
    """Lines of the gate with chips for "in" and "held back".

    Signals:
        current_changed: GateLine or None.
    """

    current_changed = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = RowTableModel(_columns(), _id_of, context.theme)
        self.table: RowTable[GateLine] = RowTable(
            self.model, context.theme, context.settings, "letter_gate", tr("Who is in and who is out")
        )
        self.table.current_row_changed.connect(self._on_current)
        self.detail = label("", "muted", wrap=True, selectable=True)
        self.detail.setObjectName("gate_detail")
        self.detail.setContentsMargins(L, S, L, S)
        self.detail.hide()
        self._chips = {key: button(tr(text), f"gate_{key}", chip=True) for key, text in FILTERS}
        row = QHBoxLayout()
        row.setContentsMargins(L, S, S, S)
        row.setSpacing(XS)
        for key, chip in self._chips.items():
            chip.setCheckable(True)
            chip.clicked.connect(self._chooser(key))
            row.addWidget(chip)
        row.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(row)
        box.addWidget(self.table, 1)
        box.addWidget(self.detail)
        self.choose("all")

    def show_lines(self, lines: Sequence[GateLine]) -> None:
        """Show these lines; filter, selection and place stay."""
        self.model.set_rows(lines)
        let_in = sum(1 for line in lines if line.allowed)
        counts = {"all": len(lines), "in": let_in, "out": len(lines) - let_in}
        for key, text in FILTERS:
            self._chips[key].setText(f"{tr(text)} {counts[key]}")

    def choose(self, key: str) -> None:
        """Show all lines, those in, or those held back."""
        for name, chip in self._chips.items():
            chip.setChecked(name == key)
        keep = {"in": lambda line: line.allowed, "out": lambda line: not line.allowed}.get(key)
        self.model.set_filter(keep)

    def _on_current(self, line: GateLine | None) -> None:
        """The whole reason of one line, where the column is too narrow for it."""
        self.detail.setText(f"{line.invoice_number}: {reasons_text(line)}" if line is not None else "")
        self.detail.setVisible(line is not None)
        self.current_changed.emit(line)

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.choose(key)


def item_number(line: GateLine) -> str:
    """The invoice's number, and which instalment of it."""
    if not line.instalment:
        return line.invoice_number
    return tr("{number}, instalment {seq}", number=line.invoice_number, seq=line.instalment)


def reasons_text(line: GateLine) -> str:
    """Why: the blocking reasons of a line held back, every remark of one that is in."""
    shown = [reason for reason in line.reasons if line.allowed or reason.blocking]
    texts = (reason_text(reason).rstrip("。.") for reason in shown)
    return tr("; |list").join(texts)


def _columns() -> list[Column[GateLine]]:
    def tone(line: GateLine) -> str:
        return "" if line.allowed else "muted"

    return [
        Column("in", tr("In?"), lambda line: tr("In|gate") if line.allowed else tr("Out|gate"),
               tone=lambda line: "good" if line.allowed else "bad", bold=lambda line: line.allowed, width=5),
        Column("customer", tr("Customer"), lambda line: line.customer_name, tone=tone, width=17,
               tip=lambda line: line.customer_name),
        Column("invoice", tr("Invoice"), item_number, tone=tone, width=15),
        amount_column("open", tr("Open|amount"), lambda line: line.open_fen, lambda line: line.currency, tone,
                      visible=False),
        amount_column("demand", tr("Amount"), lambda line: line.demand_fen if line.allowed else line.open_fen,
                      lambda line: line.currency, tone, bold=lambda line: line.allowed),
        Column("why", tr("Why"), reasons_text, tone=tone, width=40, stretch=True, tip=reasons_text),
    ]  # fmt: skip


def _id_of(line: GateLine) -> tuple[int, int, int]:
    return line.customer_id, line.invoice_id, line.instalment


def totals_text(lines: Sequence[GateLine]) -> str:
    """``3 customers, 7 invoices, ¥12,000.00 demanded; 2 invoices held back``."""
    let_in = [line for line in lines if line.allowed]
    sums: dict[str, int] = {}
    for line in let_in:
        sums[line.currency] = sums.get(line.currency, 0) + line.demand_fen
    money = " + ".join(show.money_with_sign(fen, currency) for currency, fen in sums.items())
    held = len(lines) - len(let_in)
    text = tr(
        "{customers} customers, {invoices} invoices, {money} demanded",
        customers=len({line.customer_id for line in let_in}),
        invoices=len(let_in),
        money=money or show.money_with_sign(0),
    )
    return tr("; |list").join((text, tr("{count} invoices held back", count=held))) if held else text
