"""The draft of a lawyer's letter: facts from the books, blanks for the firm, a watermark on every page (R49, R50)."""

from __future__ import annotations

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.data import LetterData
from arcdesk.pdf.document import Document
from arcdesk.pdf.flow import PORTRAIT, Block, Flow, beside, gap, paragraph, stack
from arcdesk.pdf.ink import ACCENT, INK, MUTED, Page
from arcdesk.pdf.lawyer_texts import LawyerText, lawyer_text
from arcdesk.pdf.letter_table import draw_lines
from arcdesk.pdf.letter_values import letter_values
from arcdesk.pdf.spacing import Layout, Spacing, best_layout
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import currency_note, fill

BODY = 10.5
FRAME = PORTRAIT
_SIGN_WIDTH = 225.0


def lay_out_draft(data: LetterData, code: str) -> Document:
    """Set the pages of a draft whose data were checked; its number is the draft's own, never the firm's."""
    text = lawyer_text(data.language)
    layout = best_layout(lambda spacing: _Draft(data, text, spacing).set_pages())
    title = f"{text.title}{text.rank} {data.number} {data.debtor.name}"
    return Document(layout.pages, FRAME, data.language, data.number, code, title, data.creditor.name)


class _Draft:
    """One draft on its way down the pages."""

    def __init__(self, data: LetterData, text: LawyerText, spacing: Spacing) -> None:
        self.data, self.text, self.spacing = data, text, spacing
        self.language = data.language
        self.values = letter_values(data)
        self.values["owed"] = text.owed_net if "deductions" in self.values else text.owed
        self.values["account"] = text.account if data.bank else text.account_agreed

    def set_pages(self) -> Layout:
        data, text, language = self.data, self.text, self.language
        flow = Flow(FRAME, self._start_page)
        flow.place(blocks.title_block(text.title, text.rank, FRAME.width))
        flow.place(stack(paragraph([Run(text.letter_number)], 9.5, 15.0, FRAME.width, color=MUTED)))
        flow.skip(self.spacing.gap * 0.5)
        matter = "".join(run.text for run in fill(text.matter, self.values))
        pairs = [
            (translate("To:|document", language), data.debtor.name),
            (translate("Address:|document", language), data.debtor.address),
            (translate("Re:|document", language), matter),
        ]
        flow.place(
            blocks.labelled_lines(
                pairs, BODY, max(self.spacing.leading - 1.0, 15.5), FRAME.width, bold_first=True
            )
        )
        flow.skip(self.spacing.gap * 0.8)
        flow.run_on(self._paragraph(text.mandate))
        self._facts(flow)
        self._heading(flow, text.law)
        flow.run_on(self._paragraph(text.evaluation))
        self._demands(flow)
        self._heading(flow, text.consequences)
        flow.run_on(self._paragraph(text.consequence))
        if data.agreed.forum:
            flow.run_on(self._paragraph(text.forum))
        self._close(flow)
        return Layout(flow.pages, len(flow.pages))

    def _start_page(self, page: Page, number: int) -> float:
        """The watermark under everything; the first page has a blank for the firm where a letterhead would be."""
        page.watermark(FRAME.page_width / 2, FRAME.page_height / 2, self.text.watermark, 110.0, degrees=50.0)
        if number > 1:
            return blocks.running_head(page, FRAME, self.text.title + self.text.rank, self.data.number)
        y = FRAME.top - 15.0
        page.text_center((FRAME.left + FRAME.right) / 2, y, self.text.firm, 13.0, bold=True, color=ACCENT)
        page.line(FRAME.left, y - 10.0, FRAME.right, y - 10.0, width=1.1, color=ACCENT)
        number_text = translate("Draft no. {number}", self.language, number=self.data.number)
        page.text_right(FRAME.right, y - 22.0, number_text, 8.0, color=MUTED)
        return y - 26.0

    def _facts(self, flow: Flow) -> None:
        data, text = self.data, self.text
        self._heading(flow, text.facts)
        flow.run_on(self._paragraph(text.opening))
        flow.skip(self.spacing.gap * 0.4)
        note = stack(paragraph([Run(currency_note(data.currency, self.language))], 8.0, 13.0, FRAME.width))
        flow.need(note.height + 80.0)
        flow.place(note)
        draw_lines(flow, data, shows_overdue=True, row_air=self.spacing.row_air)
        flow.skip(max(self.spacing.gap, 8.0))
        flow.run_on(self._paragraph(text.sum))
        if data.interest is not None:
            flow.run_on(self._paragraph(text.interest))
        if data.earlier:
            flow.run_on(self._paragraph(text.dunned))

    def _demands(self, flow: Flow) -> None:
        data, text = self.data, self.text
        self._heading(flow, text.demands)
        pieces = self._paragraph(text.demand_pay)
        if data.bank:
            pieces += [gap(4.0), blocks.bank_block(data.bank, self.language, BODY, 17.0, FRAME.width)]
        flow.place(stack([*pieces, gap(self.spacing.gap * 0.6)]))
        if data.interest is not None:
            flow.run_on(self._paragraph(text.demand_interest))
        self.values["n"] = "3" if data.interest is not None else "2"
        flow.run_on(self._paragraph(text.demand_reply))

    def _close(self, flow: Flow) -> None:
        """Contact blanks beside the place for the firm's seal, the enclosures, the notice: one piece."""
        text = self.text
        left_width = FRAME.width - _SIGN_WIDTH - 24.0
        listed = [
            stack(paragraph([Run(f"{number}. {name}")], 9.0, 13.5, left_width))
            for number, name in enumerate((*text.enclosures, *self.data.enclosures), start=1)
        ]
        label = paragraph([Run(translate("Enclosures:", self.language))], 9.0, 14.0, left_width, color=MUTED)
        left = stack([blocks.fill_in(text.contact_labels, 9.5, 19.0, left_width), gap(8.0), *label, *listed])
        right = stack(
            [
                blocks.seal_area(self.language, _SIGN_WIDTH, text.firm_seal),
                blocks.fill_in(text.lawyer_labels, 9.5, 20.0, _SIGN_WIDTH),
            ]
        )
        foot = beside([(0.0, left), (FRAME.width - _SIGN_WIDTH, right)])
        notice = paragraph([Run(text.notice)], 7.5, 11.5, FRAME.width, color=MUTED)
        closing = self._paragraph(text.closing)
        flow.place(stack([*closing, gap(self.spacing.gap * 0.5), foot, gap(8.0), *notice]))

    def _heading(self, flow: Flow, text: str) -> None:
        lines = paragraph([Run(text, bold=True)], BODY, self.spacing.leading, FRAME.width, color=INK)
        flow.skip(self.spacing.gap * 0.4)
        flow.need(self.spacing.leading * 3)
        flow.place(stack(lines))

    def _paragraph(self, template: str) -> list[Block]:
        chinese = self.language == "zh"
        lines = paragraph(
            fill(template, self.values),
            BODY,
            self.spacing.leading - (0.0 if chinese else 1.5),
            FRAME.width,
            first_indent=2 * BODY * chinese,
            justify=chinese,
        )
        return lines if chinese else [*lines, gap(self.spacing.gap * 0.5)]
