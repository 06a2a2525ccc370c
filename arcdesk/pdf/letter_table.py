"""The table of a letter: what each invoice was, what came in, what is left, what is netted (C35, C37)."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.i18n import translate
from arcdesk.pdf.data import LetterData, LetterLine
from arcdesk.pdf.flow import Flow
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.wording import carry_label


def draw_lines(flow: Flow, data: LetterData, *, shows_overdue: bool, row_air: float) -> None:
    """Draw the invoices with a sub-total per page, the totals and every deduction down to the net."""
    layout = _Layout(data, shows_overdue)
    rows = [layout.row(number, line) for number, line in enumerate(data.lines, start=1)]
    draw_table(
        flow, layout.columns, rows, layout.foot(),
        page_total=layout.page_total, carried=layout.carried, row_air=row_air,
    )  # fmt: skip


class _Layout:
    """Which columns this letter has, and where its figures stand."""

    def __init__(self, data: LetterData, shows_overdue: bool) -> None:
        self.data, self.shows_overdue = data, shows_overdue
        language = data.language
        self.has_tax_numbers = any(
            line.tax_invoice_number and line.tax_invoice_number != line.invoice_number for line in data.lines
        )
        self.has_disputes = any(line.disputed_fen for line in data.lines)
        labels = [Column(translate("#|document", language), "date")]
        if self.has_tax_numbers:
            labels.append(Column(translate("Document no.|document", language)))
        labels.append(Column(translate("Invoice no.|document", language)))
        labels += [
            Column(translate("Issued on|document", language), "date"),
            Column(translate("Due on|document", language), "date"),
        ]
        self.label_count = len(labels)
        figures = [
            Column(translate("Invoiced|document", language), "amount"),
            Column(translate("Received|document", language), "amount"),
            Column(translate("Outstanding|document", language), "amount"),
        ]
        if self.has_disputes:
            figures.append(Column(translate("of which disputed|document", language), "amount"))
        if shows_overdue:
            figures.append(Column(translate("Days overdue|document", language), "count"))
        self.columns = [*labels, *figures]

    def row(self, number: int, line: LetterLine) -> Row:
        labels = [str(number), line.invoice_number or line.tax_invoice_number]
        if self.has_tax_numbers:
            labels.append(line.tax_invoice_number)
        labels += [line.issued_on.isoformat(), line.due_on.isoformat()]
        fens = [line.amount_fen, line.received_fen, line.open_fen]
        if self.has_disputes:
            fens.append(line.disputed_fen)
        overdue = [str(line.overdue_days) if line.overdue_days > 0 else "—"] if self.shows_overdue else []
        cells = (*labels, *map(format_amount, fens), *overdue)
        return Row(cells, {self.label_count + index: fen for index, fen in enumerate(fens)})

    def foot(self) -> list[Row]:
        """合计, then each deduction with its name, then the net; only 合计 where nothing is deducted."""
        data, language = self.data, self.data.language
        lines = data.lines
        sums = [
            sum(line.amount_fen for line in lines),
            sum(line.received_fen for line in lines),
            sum(line.open_fen for line in lines),
        ]
        disputed = sum(line.disputed_fen for line in lines)
        if self.has_disputes:
            sums.append(disputed)
        rows = [self._figures_row(translate("Total|document", language), sums, bold=True)]
        if disputed:
            rows.append(self._deduction(translate("Less: disputed, not demanded here", language), disputed))
        for credit in data.credits:
            label = translate(
                "Less: {label} ({day})", language, label=credit.label, day=credit.on.isoformat()
            )
            rows.append(self._deduction(label, credit.amount_fen))
        if len(rows) > 1:
            rows.append(self._net(translate("Net amount demanded", language)))
        return rows

    def page_total(self, sums: dict[int, int]) -> Row:
        return self._sums_row(translate("Sub-total of this page", self.data.language), sums)

    def carried(self, sums: dict[int, int], onward: bool) -> Row:
        return self._sums_row(carry_label(self.data.language, onward=onward), sums)

    def _sums_row(self, label: str, sums: dict[int, int]) -> Row:
        count = 4 if self.has_disputes else 3
        fens = [sums.get(self.label_count + index, 0) for index in range(count)]
        return self._figures_row(label, fens, muted=True)

    def _figures_row(self, label: str, fens: list[int], *, bold: bool = False, muted: bool = False) -> Row:
        cells = [label, *[""] * (self.label_count - 1), *map(format_amount, fens)]
        return Row(self._padded(cells), bold=bold, span=self.label_count, muted=muted)

    def _deduction(self, label: str, fen: int) -> Row:
        """A row whose label takes every column up to the outstanding amount."""
        return self._one_figure(label, format_amount(-fen), bold=False)

    def _net(self, label: str) -> Row:
        return self._one_figure(label, format_amount(self.data.total_fen), bold=True)

    def _one_figure(self, label: str, amount: str, *, bold: bool) -> Row:
        before = self.label_count + 2
        return Row(self._padded([label, *[""] * (before - 1), amount]), bold=bold, span=before)

    def _padded(self, cells: list[str]) -> tuple[str, ...]:
        return (*cells, *[""] * (len(self.columns) - len(cells)))
