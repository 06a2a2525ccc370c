"""The table of a statement: postings with a running balance, or the items still open (R40)."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf.data import StatementData, StatementRow
from arcdesk.pdf.statement_checks import OPEN_ITEMS
from arcdesk.pdf.table import Column, Row
from arcdesk.pdf.wording import carry_label


class StatementTable:
    """Columns and rows of the two styles: postings with a running balance, or open items."""

    def __init__(self, data: StatementData) -> None:
        self.data, self.language = data, data.language
        self.open_items = data.style == OPEN_ITEMS
        self.has_due_dates = any(row.due_on for row in data.rows)
        language = data.language
        labels = [
            Column(translate("Date|document", language), "date"),
            Column(translate("Document no.|document", language)),
            Column(translate("Summary|document", language)),
        ]
        if self.has_due_dates:
            labels.append(Column(translate("Due on|document", language), "date"))
        self.label_count = len(labels)
        debit = (
            translate("Invoiced|document", language)
            if self.open_items
            else translate("Debit (increase)", language)
        )
        credit = (
            translate("Received|document", language)
            if self.open_items
            else translate("Credit (decrease)", language)
        )
        balance = (
            translate("Outstanding|document", language)
            if self.open_items
            else translate("Balance|document", language)
        )
        self.columns = [*labels, *(Column(title, "amount") for title in (debit, credit, balance))]

    def rows(self) -> list[Row]:
        data = self.data
        rows = [self._row(row) for row in data.rows]
        if self.open_items and not data.opening_fen:
            return rows
        opening = translate("Opening balance", self.language)
        return [self._label_row(opening, "", "", format_amount(data.opening_fen)), *rows]

    def foot(self) -> list[Row]:
        data = self.data
        debit, credit = sum(row.debit_fen for row in data.rows), sum(row.credit_fen for row in data.rows)
        total = translate("Total of the period", self.language)
        if self.open_items:
            total = translate("Total|document", self.language)
            return [
                self._label_row(
                    total, format_amount(debit), format_amount(credit), self._closing(), bold=True
                )
            ]
        closing = translate("Closing balance", self.language)
        return [
            self._label_row(total, format_amount(debit), format_amount(credit), ""),
            self._label_row(closing, "", "", self._closing(), bold=True),
        ]

    def _closing(self) -> str:
        """The closing balance; money received in advance is named so, not shown as a negative debt (T4)."""
        closing = self.data.closing_fen
        if closing >= 0:
            return format_amount(closing)
        return translate("In advance {amount}", self.language, amount=format_amount(-closing))

    def page_total(self, sums: dict[int, int]) -> Row:
        debit, credit = (format_amount(sums.get(self.label_count + index, 0)) for index in (0, 1))
        balance = format_amount(sums.get(self.label_count + 2, 0)) if self.open_items else ""
        label = translate("Sub-total of this page", self.language)
        return self._label_row(label, debit, credit, balance, muted=True)

    def carried(self, sums: dict[int, int], onward: bool) -> Row:
        """The sums so far; of postings with the balance that they left."""
        debit, credit = (sums.get(self.label_count + index, 0) for index in (0, 1))
        left = sums.get(self.label_count + 2, 0) if self.open_items else self.data.opening_fen + debit - credit
        label = carry_label(self.language, onward=onward)
        return self._label_row(label, *(format_amount(fen) for fen in (debit, credit, left)), muted=True)

    def _row(self, row: StatementRow) -> Row:
        labels = [row.on.isoformat(), row.doc_number, row.summary]
        if self.has_due_dates:
            labels.append(row.due_on.isoformat() if row.due_on else "—")
        # An empty column reads better than 0.00 on the side that did not move.
        moved = [
            format_amount(fen) if fen or self.open_items else "" for fen in (row.debit_fen, row.credit_fen)
        ]
        sums = {self.label_count: row.debit_fen, self.label_count + 1: row.credit_fen}
        if self.open_items:
            sums[self.label_count + 2] = row.balance_fen
        return Row((*labels, *moved, format_amount(row.balance_fen)), sums)

    def _label_row(
        self, label: str, debit: str, credit: str, balance: str, *, bold: bool = False, muted: bool = False
    ) -> Row:
        empty = [""] * (self.label_count - 1)
        return Row((label, *empty, debit, credit, balance), bold=bold, span=self.label_count, muted=muted)
