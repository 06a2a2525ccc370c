"""Statements of account, to be confirmed by the debtor with seal and date (R40, R41)."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.aging_strip import aging_strip
from arcdesk.pdf.confirmation import confirmation
from arcdesk.pdf.data import StatementData
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.flow import PORTRAIT, Block, Flow, beside, gap, paragraph, stack
from arcdesk.pdf.ink import MUTED, Page
from arcdesk.pdf.spacing import Layout, Spacing, best_layout
from arcdesk.pdf.statement_checks import check_statement
from arcdesk.pdf.statement_table import StatementTable
from arcdesk.pdf.statement_texts import StatementText, statement_text
from arcdesk.pdf.table import draw_table
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import account_text, currency_note, fill, long_date, money_text, words_text

BODY = 10.5
FRAME = PORTRAIT


def render_statement(data: StatementData) -> bytes:
    """One statement as a PDF."""
    return render_statements([data])


def render_statements(statements: Sequence[StatementData]) -> bytes:
    """Several statements in one PDF; each counts its own pages.

    Raises:
        Refusal: for the first that may not be printed; nothing is printed then.
    """
    return write([lay_out(data) for data in statements])


def lay_out(data: StatementData) -> Document:
    """Check a statement and set its pages."""
    check_language(data.language)
    code = fingerprint(data)
    data = cleaned(data)
    check_statement(data)
    text = statement_text(data.language)
    layout = best_layout(lambda spacing: _Statement(data, text, spacing).set_pages())
    title = f"{text.title} {data.number} {data.debtor.name}"
    return Document(
        layout.pages, FRAME, data.language, data.number, code, title, data.creditor.name, seal_the_seam=True
    )


class _Statement:
    """One statement on its way down the pages."""

    def __init__(self, data: StatementData, text: StatementText, spacing: Spacing) -> None:
        self.data, self.text, self.spacing, self.language = data, text, spacing, data.language
        self.demands = data.for_collection and data.closing_fen > 0
        self.values = _values(data)

    def set_pages(self) -> Layout:
        flow = Flow(FRAME, self._start_page)
        self._head(flow)
        table = StatementTable(self.data)
        draw_table(
            flow,
            table.columns,
            table.rows(),
            table.foot(),
            page_total=table.page_total,
            carried=table.carried,
            row_air=self.spacing.row_air,
        )
        flow.skip(self.spacing.gap)
        self._balance(flow)
        if self.demands:
            self._demand(flow)
        request = self._paragraph(self.text.please_confirm)
        area = confirmation(self.data, self.text, self.values, FRAME.width, self.spacing)
        flow.place(stack([*request, gap(self.spacing.gap * 0.7), area]))
        return Layout(flow.pages, len(flow.pages))

    def _start_page(self, page: Page, number: int) -> float:
        if number == 1:
            return blocks.letterhead(page, FRAME, self.data.creditor, self.language)
        return blocks.running_head(
            page, FRAME, self.data.creditor.name, f"{self.text.title}  {self.data.number}"
        )

    def _head(self, flow: Flow) -> None:
        data, language = self.data, self.language
        flow.place(blocks.title_block(self.text.title, "", FRAME.width))
        number = translate("No. {number}|document", language, number=data.number)
        if data.copy_of:
            number += "　" + translate("(copy of {number})", language, number=data.copy_of)
        flow.page.text_right(FRAME.right, flow.y + 2.0, number, 9.0, color=MUTED)
        flow.skip(self.spacing.gap * 0.7)
        flow.place(self._parties())
        flow.skip(self.spacing.gap * 0.6)
        flow.run_on(self._paragraph(self.text.intro))
        note = stack(paragraph([Run(currency_note(data.currency, language))], 8.0, 13.0, FRAME.width))
        flow.skip(2.0)
        flow.need(note.height + 80.0)
        flow.place(note)

    def _parties(self) -> Block:
        """Debtor over the full width, then how to reach it beside the period and the day of issue."""
        data, language, leading = self.data, self.language, self.spacing.leading - 1.5
        to = (translate("To:|document", language), data.debtor.name)
        reach = [
            (translate("Attention:", language), data.debtor.contact),
            (translate("Address:|document", language), data.debtor.address),
        ]
        days = [
            (
                translate("Period:", language),
                f"{data.period_from.isoformat()} — {data.period_to.isoformat()}",
            ),
            (translate("Issued on:|document", language), data.issued_on.isoformat()),
        ]
        right = FRAME.width * 0.62
        left = blocks.labelled_lines([to, *reach], 9.5, leading, right - 16.0, bold_first=True)
        return beside([(0.0, left), (right, blocks.labelled_lines(days, 9.5, leading, FRAME.width - right))])

    def _balance(self, flow: Flow) -> None:
        closing = self.data.closing_fen
        template = (
            self.text.owed if closing > 0 else self.text.in_advance if closing < 0 else self.text.settled
        )
        flow.place(stack(self._paragraph(template)))
        if self.data.aging:
            flow.skip(self.spacing.gap * 0.5)
            flow.place(aging_strip(self.data, FRAME.width))
            flow.skip(self.spacing.gap * 0.6)

    def _demand(self, flow: Flow) -> None:
        """The request for performance and the reservation of the penalty (R41, R26)."""
        template = self.text.demand if self.data.pay_by else self.text.demand_at_once
        pieces: list[Block] = [*self._paragraph(template), gap(2.0)]
        if self.data.bank:
            leading = self.spacing.leading - 1.0
            pieces.append(blocks.bank_block(self.data.bank, self.language, 10.0, leading, FRAME.width))
        flow.place(stack([*pieces, gap(self.spacing.gap * 0.7)]))
        flow.run_on(self._paragraph(self.text.reservation))

    def _paragraph(self, template: str) -> list[Block]:
        chinese = self.language == "zh"
        runs = fill(template, self.values)
        leading = self.spacing.leading - (1.0 if chinese else 2.5)
        lines = paragraph(runs, BODY, leading, FRAME.width, first_indent=2 * BODY * chinese, justify=chinese)
        return lines if chinese else [*lines, gap(self.spacing.gap * 0.5)]


def _values(data: StatementData) -> dict[str, str]:
    """The fields the statement texts may name."""
    language, closing = data.language, abs(data.closing_fen)
    return {
        "account": account_text(data.bank, language),
        "period_from": long_date(data.period_from, language),
        "period_to": long_date(data.period_to, language),
        "closing": money_text(closing, data.currency, language),
        "words": words_text(closing, data.currency, language),
        "return_by": long_date(data.return_by, language),
        "pay_by": long_date(data.pay_by, language) if data.pay_by else "",
    }
