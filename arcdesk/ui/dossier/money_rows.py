"""Receipts, money that went back, and credit notes as the rows of one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.services.credit_notes import CreditNoteLine
from arcdesk.services.ledger import AllocationLine, ReceiptLine
from arcdesk.ui import format as show
from arcdesk.ui.labels import INVOICE_KINDS, RETURNS
from arcdesk.ui.labels import label as words
from arcdesk.ui.tables import Column, RowTable, RowTableModel, amount_column, date_column

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

GONE = {"bounced": "Bounced|receipt", "mistake": "Taken back|receipt", "refunded": "Paid back|receipt"}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of the table. ``went`` are the kinds in which money of it went back, the last one last."""

    line: ReceiptLine | CreditNoteLine
    went: tuple[str, ...] = ()

    @property
    def id(self) -> tuple[str, int]:
        return ("receipt" if isinstance(self.line, ReceiptLine) else "note", self.line.id)

    @property
    def on(self) -> date:
        """The day it came, went back or was issued."""
        return self.line.received_on if isinstance(self.line, ReceiptLine) else self.line.issued_on

    @property
    def is_entry_back(self) -> bool:
        """Whether it is the entry by which money went back."""
        return isinstance(self.line, ReceiptLine) and bool(self.line.reverses_number)

    @property
    def is_gone(self) -> bool:
        """Whether all of it went back."""
        return isinstance(self.line, ReceiptLine) and 0 < self.line.amount_fen <= self.line.returned_fen

    @property
    def can_go_back(self) -> bool:
        """Whether it is a receipt of which something is left to take back."""
        return isinstance(self.line, ReceiptLine) and not self.is_entry_back and not self.is_gone

    @property
    def allocations(self) -> tuple[AllocationLine, ...]:
        """What it settled, and what of that was taken back."""
        return self.line.allocations

    @property
    def standing(self) -> tuple[AllocationLine, ...]:
        """What it settles."""
        return tuple(part for part in self.line.allocations if part.is_standing)


def money_rows(receipts: Iterable[ReceiptLine], notes: Iterable[CreditNoteLine]) -> tuple[MoneyRow, ...]:
    """The rows, newest first."""
    lines = list(receipts)
    went: dict[str, list[str]] = defaultdict(list)
    for line in reversed(lines):
        if line.reverses_number:
            went[line.reverses_number].append(line.return_kind)
    rows = [MoneyRow(line, tuple(went[line.number])) for line in lines]
    rows += [MoneyRow(note) for note in notes]
    return tuple(sorted(rows, key=lambda row: (row.on, row.line.id), reverse=True))


def money_table(context: UiContext) -> tuple[RowTable[MoneyRow], RowTableModel[MoneyRow]]:
    """Day, kind, number, amount, what is left of it, and what it settles."""

    def quiet(row: MoneyRow) -> str:
        return "muted" if row.is_gone or row.is_entry_back else ""

    def struck(row: MoneyRow) -> bool:
        return row.is_gone

    def currency(row: MoneyRow) -> str:
        return row.line.currency

    columns: list[Column[MoneyRow]] = [
        date_column("on", tr("Day"), lambda row: row.on, quiet),
        Column("kind", tr("Kind"), kind_text, tone=_kind_tone, fitted=True),
        Column("number", tr("Number"), lambda row: row.line.number, tone=quiet, struck=struck, fitted=True),
        amount_column("amount", tr("Amount"), lambda row: row.line.amount_fen, currency, quiet, struck=struck),
        amount_column("left", tr("Unallocated"), lambda row: row.line.unallocated_fen, currency, lambda row: "good",
                      blank_zero=True, bold=lambda row: True),
        Column("method", tr("Method"), _method, tone=quiet, width=9),
        Column("settled", tr("Settled invoices"), settled_text, tone=quiet, width=20, stretch=True, tip=settled_text),
        Column("note", tr("Remarks"), _note, tone=quiet, width=16, tip=_note),
    ]  # fmt: skip
    model = RowTableModel(columns, lambda row: row.id, context.theme)
    return RowTable(model, context.theme, context.settings, "dossier_receipts", tr("Receipts")), model


def kind_text(row: MoneyRow) -> str:
    """What it is, and what became of it."""
    line = row.line
    if isinstance(line, CreditNoteLine):
        return words(INVOICE_KINDS, "credit_note")
    if line.reverses_number:
        return words(RETURNS, line.return_kind)
    if row.is_gone:
        return tr(GONE[row.went[-1]])
    if row.went:
        return tr("Paid back in part|receipt")
    return tr("Imported balance") if line.imported_balance else tr("Receipt|posting")


def settled_text(row: MoneyRow) -> str:
    """``INV-1 1,000.00; INV-2 500.00``: what it settles; an entry back names its receipt."""
    line = row.line
    if isinstance(line, ReceiptLine) and line.reverses_number:
        return tr("of receipt {number}", number=line.reverses_number)
    return "; ".join(f"{part.invoice_number} {show.money(part.amount_fen)}" for part in row.standing)


def _kind_tone(row: MoneyRow) -> str:
    if row.is_entry_back or row.is_gone:
        return "bad" if {"bounced", "mistake"} & {*row.went, getattr(row.line, "return_kind", "")} else "warn"
    return "warn" if row.went else ""


def _method(row: MoneyRow) -> str:
    return row.line.method if isinstance(row.line, ReceiptLine) else ""


def _note(row: MoneyRow) -> str:
    line = row.line
    if isinstance(line, CreditNoteLine):
        return " ".join(filter(None, (tr("for {number}", number=line.credits_number) if line.credits_number else "",
                                      line.note)))  # fmt: skip
    return "" if line.imported_balance else line.note
