"""Money matters of the invoice under the cursor: its postings, writing it off, a credit note for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from arcdesk.i18n import tr
from arcdesk.services.ledger import InvoiceLine
from arcdesk.services.write_offs import WriteOffLine
from arcdesk.ui.dialogs.credit_note import CreditNoteDialog
from arcdesk.ui.dialogs.postings import show_postings
from arcdesk.ui.dialogs.write_off import WriteOffBackDialog, WriteOffDialog
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column
from arcdesk.ui.tables.actions import action_button, row_action
from arcdesk.ui.tables.click import AmountClicks

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext
    from arcdesk.ui.dossier.data import DossierData

AMOUNTS = ("amount", "open", "disputed", "written_off")


class WrittenOff:
    """What is given up of each invoice shown; set anew with every refresh."""

    def __init__(self) -> None:
        self.standing: dict[str, list[WriteOffLine]] = {}

    def show(self, lines: tuple[WriteOffLine, ...]) -> None:
        """Take the write-offs that nobody took back."""
        found: dict[str, list[WriteOffLine]] = defaultdict(list)
        for line in lines:
            if line.amount_fen > 0 and not line.is_reversed:
                found[line.invoice_number].append(line)
        self.standing = dict(found)

    def fen(self, line: InvoiceLine) -> int:
        """Of an invoice; of its first instalment where it has a plan, that it be read once."""
        return sum(part.amount_fen for part in self.standing.get(line.number, ())) if line.instalment <= 1 else 0

    def sums(self) -> dict[str, int]:
        """Fen given up of all invoices, by currency."""
        found: dict[str, int] = defaultdict(int)
        for lines in self.standing.values():
            for line in lines:
                found[line.currency] += line.amount_fen
        return dict(found)

    def column(self) -> Column[InvoiceLine]:
        """The amount given up, who approved it as the tip."""
        return amount_column("written_off", tr("Written off|posting"), self.fen, lambda line: line.currency,
                             lambda line: "bad", blank_zero=True, fitted=True)  # fmt: skip


class InvoiceMoney(QObject):
    """The actions and their buttons over the table of receivables."""

    def __init__(
        self, context: UiContext, table: RowTable[InvoiceLine], model: RowTableModel[InvoiceLine], written: WrittenOff
    ) -> None:
        super().__init__(table)
        self._context, self._table, self._written = context, table, written
        self._data: DossierData | None = None
        theme = context.theme
        self.postings = row_action(table, theme, "invoice_postings", tr("Show the postings"), "statements", "P",
                                   self.show_postings)  # fmt: skip
        self.write_off = row_action(table, theme, "write_off", tr("Write off…"), "minus", "B", self.ask_write_off)
        self.write_off_back = row_action(table, theme, "write_off_back", tr("Take the write-off back…"), "refresh", "",
                                         self.ask_write_off_back)  # fmt: skip
        self.credit_note = row_action(table, theme, "credit_note", tr("Credit note…"), "plus", "N",
                                      self.ask_credit_note)  # fmt: skip
        table.row_activated.connect(self._explain)
        table.current_row_changed.connect(self._show_abilities)
        AmountClicks(table, model, AMOUNTS, self._explain)

    def buttons(self) -> list[QPushButton]:
        """For the bar over the table."""
        theme = self._context.theme
        return [
            action_button(self.write_off, theme, "minus"),
            action_button(self.credit_note, theme, "plus"),
            action_button(self.postings, theme, "statements", tr("Postings")),
        ]

    def show_dossier(self, data: DossierData) -> None:
        """Act for this customer."""
        self._data = data
        self._show_abilities()

    def show_postings(self) -> None:
        """Where the current line's figures come from."""
        line = self._table.current_row()
        if line is not None:
            self._explain(line)

    def ask_write_off(self) -> None:
        """Give up the current invoice, or part of it."""
        line, fen = self._table.current_row(), self._open_fen()
        if line is not None and fen > 0 and self._context.can_write:
            WriteOffDialog(self._context, line, fen, self._table).open()

    def ask_write_off_back(self) -> None:
        """Take a write-off of the current invoice back."""
        line = self._table.current_row()
        standing = self._written.standing.get(line.number, []) if line is not None else []
        if standing and self._context.can_write:
            WriteOffBackDialog(self._context, standing, self._table).open()

    def ask_credit_note(self) -> None:
        """Enter a credit note, at first for the current invoice."""
        line, data = self._table.current_row(), self._data
        if data is not None and self._context.can_write:
            number = line.number if line is not None and line.amount_fen > 0 else ""
            CreditNoteDialog(self._context, data.profile.id, data.profile.name, data.invoices, data.base_currency,
                             number, self._table).open()  # fmt: skip

    def _open_fen(self) -> int:
        """What is open of the current invoice: of all its instalments."""
        line = self._table.current_row()
        lines = self._data.invoices if self._data is not None and line is not None and line.amount_fen > 0 else ()
        return sum(one.open_fen for one in lines if line is not None and one.id == line.id)

    def _explain(self, line: InvoiceLine, key: str = "open") -> None:
        number, seq, plan, day = line.number, line.instalment, line.plan_id, self._context.as_of
        whole = key == "written_off"
        show_postings(
            self._context, self._table,
            lambda desk: desk.explain.invoice(number, day, instalment=None if whole else seq, plan_id=plan),
        )  # fmt: skip

    def _show_abilities(self, *_: object) -> None:
        line, can = self._table.current_row(), self._context.can_write
        self.postings.setEnabled(line is not None)
        self.write_off.setEnabled(can and self._open_fen() > 0)
        self.write_off_back.setVisible(line is not None and line.number in self._written.standing)
        self.write_off_back.setEnabled(can)
        self.credit_note.setEnabled(can)
