"""Dunning letters: the table of what is owed, the demand, the account, the reply slip (R36-R38)."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.data import LAWYER_DRAFT, LetterData
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.flow import PORTRAIT, Block, Flow, beside, gap, paragraph, stack
from arcdesk.pdf.ink import MUTED, Page
from arcdesk.pdf.interest_table import draw_interest
from arcdesk.pdf.lawyer_letter import lay_out_draft
from arcdesk.pdf.letter_checks import check_letter
from arcdesk.pdf.letter_table import draw_lines
from arcdesk.pdf.letter_texts import LetterText
from arcdesk.pdf.letter_texts_later import letter_text
from arcdesk.pdf.letter_values import letter_values, may_stop_supply
from arcdesk.pdf.reply_slip import place_slip
from arcdesk.pdf.spacing import Layout, Spacing, best_layout
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import currency_note, fill

BODY = 10.5
FRAME = PORTRAIT
_SIGNATURE_WIDTH = 215.0
_FEW_ENCLOSURES = 4


def render_letter(data: LetterData) -> bytes:
    """One letter as a PDF."""
    return render_letters([data])


def render_letters(letters: Sequence[LetterData]) -> bytes:
    """Several letters in one PDF for printing; each counts its own pages, fonts are embedded once.

    Raises:
        Refusal: for the first letter that may not be printed; nothing is printed then.
    """
    return write([lay_out(data) for data in letters])


def lay_out(data: LetterData) -> Document:
    """Check a letter and set its pages."""
    check_language(data.language)
    code = fingerprint(data)
    data = cleaned(data)
    check_letter(data)
    if data.level == LAWYER_DRAFT:
        return lay_out_draft(data, code)
    text = letter_text(data.level, data.language)
    layout = best_layout(lambda spacing: _Letter(data, text, spacing).set_pages())
    title = f"{text.title} {data.number} {data.debtor.name}"
    return Document(
        layout.pages, FRAME, data.language, data.number, code, title, data.creditor.name, seal_the_seam=True
    )


class _Letter:
    """One letter on its way down the pages."""

    def __init__(self, data: LetterData, text: LetterText, spacing: Spacing) -> None:
        self.data, self.text, self.spacing = data, text, spacing
        self.language = data.language
        self.values = letter_values(data, text.owed, text.owed_net)

    def set_pages(self) -> Layout:
        flow = Flow(FRAME, self._start_page)
        self._address(flow)
        for opening in self._openings():
            flow.run_on(self._paragraph(opening))
        flow.skip(self.spacing.gap * 0.6)
        note = stack(
            paragraph([Run(currency_note(self.data.currency, self.language))], 8.0, 13.0, FRAME.width)
        )
        flow.need(note.height + 80.0)
        flow.place(note)
        draw_lines(flow, self.data, shows_overdue=self.text.shows_overdue, row_air=self.spacing.row_air)
        flow.skip(max(self.spacing.gap, 8.0))
        self._demand(flow)
        for following in self._consequences():
            flow.run_on(self._paragraph(following))
        self._close(flow)
        signature_page = len(flow.pages)
        if self.text.slip_title:
            place_slip(flow, self.data, self.text, self.values)
        return Layout(flow.pages, signature_page)

    def _openings(self) -> tuple[str, ...]:
        """How the letter begins: with the demands that went before, where there were any."""
        if self.text.again and self.data.earlier:
            return (self.text.again, *self.text.opening[1:])
        return self.text.opening

    def _consequences(self) -> list[str]:
        """What follows the account; what only a contract can say is left away without it (R37)."""
        last = len(self.text.after_bank) - 1
        found = list(self.text.after_bank[:last])
        if self.text.forum and self.data.agreed.forum:
            found.append(self.text.forum)
        if self.text.stop_supply and may_stop_supply(self.data):
            found.append(self.text.stop_supply)
        return [*found, *self.text.after_bank[last:]]

    def _start_page(self, page: Page, number: int) -> float:
        if number == 1:
            return blocks.letterhead(page, FRAME, self.data.creditor, self.language)
        return blocks.running_head(
            page, FRAME, self.data.creditor.name, f"{self.text.title}  {self.data.number}"
        )

    def _address(self, flow: Flow) -> None:
        """Title, number, addressee and cause."""
        data, language = self.data, self.language
        flow.place(blocks.title_block(self.text.title, self.text.rank, FRAME.width))
        number = translate("No. {number}|document", language, number=data.number)
        if data.copy_of:
            number += "　" + translate("(copy of {number})", language, number=data.copy_of)
        flow.page.text_right(FRAME.right, flow.y + 2.0, number, 9.0, color=MUTED)
        flow.skip(self.spacing.gap)
        pairs = [
            (translate("To:|document", language), data.debtor.name),
            (translate("Attention:", language), data.recipient),
            (translate("Address:|document", language), data.debtor.address),
            (translate("Re:|document", language), data.cause),
        ]
        leading = max(self.spacing.leading - 1.0, 15.5)
        flow.place(blocks.labelled_lines(pairs, BODY, leading, FRAME.width, bold_first=True))
        flow.skip(self.spacing.gap * 0.8)

    def _demand(self, flow: Flow) -> None:
        """The request with the account right under it, then the interest line (R36, R98)."""
        pieces = self._paragraph(self.text.request)
        if self.data.bank:
            pieces += [gap(4.0), blocks.bank_block(self.data.bank, self.language, BODY, 17.0, FRAME.width)]
        flow.place(stack([*pieces, gap(self.spacing.gap if self.data.bank else self.spacing.gap * 0.4)]))
        if self.data.interest is None or not self.text.interest:
            return
        advice = translate(
            "This software gives no legal advice. Ask a lawyer about important matters.", self.language
        )
        small = paragraph([Run(advice)], 7.5, 11.0, FRAME.width, first_indent=self._indent, color=MUTED)
        flow.place(stack([*self._paragraph(self.text.interest), *small, gap(self.spacing.gap * 0.4)]))
        if self.text.shows_sheets:
            flow.skip(self.spacing.gap * 0.4)
            draw_interest(flow, self.data.interest, self.language, self.spacing.row_air)
            flow.skip(max(self.spacing.gap, 8.0))

    def _close(self, flow: Flow) -> None:
        """Last paragraph, contact, enclosures and signature as one piece: no lone signature page (R54)."""
        data = self.data
        many = len(data.enclosures) > _FEW_ENCLOSURES
        if many:
            for line in self._enclosures(FRAME.width):
                flow.place(line)
        left_width = FRAME.width - _SIGNATURE_WIDTH - 24.0
        left = [gap(8.0), self._contact(left_width)]
        if data.enclosures and not many:
            left += [gap(8.0), *self._enclosures(left_width)]
        sign = blocks.signature(
            data.creditor,
            data.issued_on,
            self.language,
            _SIGNATURE_WIDTH,
            signatory=data.signatory,
            place=data.place,
        )
        foot = beside([(0.0, stack(left)), (FRAME.width - _SIGNATURE_WIDTH, sign)])
        flow.place(stack([*self._paragraph(self.text.closing), gap(self.spacing.gap * 0.5), foot]))

    def _contact(self, width: float) -> Block:
        data, language = self.data, self.language
        pairs = [
            (translate("Contact:|document", language), data.contact_name),
            (translate("Phone:|document", language), data.contact_phone),
            (translate("Address:|document", language), data.creditor.address),
        ]
        return blocks.labelled_lines(pairs, 9.5, 15.0, width)

    def _enclosures(self, width: float) -> list[Block]:
        """附件, numbered; one block per entry."""
        title = paragraph([Run(translate("Enclosures:", self.language))], 9.5, 15.0, width, color=MUTED)
        return title + [
            stack(paragraph([Run(f"{number}. {name}")], 9.5, 14.5, width))
            for number, name in enumerate(self.data.enclosures, start=1)
        ]

    @property
    def _indent(self) -> float:
        return 2 * BODY if self.language == "zh" else 0.0

    def _paragraph(self, template: str) -> list[Block]:
        """A paragraph of the body: indented and justified in Chinese, ragged with air in English."""
        chinese = self.language == "zh"
        lines = paragraph(
            fill(template, self.values),
            BODY,
            self.spacing.leading - (0.0 if chinese else 1.5),
            FRAME.width,
            first_indent=self._indent,
            justify=chinese,
        )
        return lines if chinese else [*lines, gap(self.spacing.gap * 0.6)]
