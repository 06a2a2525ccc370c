"""Dunning letters: the table of what is owed, the demand, the account, the reply slip (R36-R38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arcdesk.domain.letter_template import LetterTemplate
from arcdesk.domain.template_text import Text, names
from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.data import FINAL_DEMAND, FRIENDLY_REMINDER, LAWYER_DRAFT, LetterData
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.enclosure_data import Enclosure
from arcdesk.pdf.enclosures import with_enclosures
from arcdesk.pdf.flow import PORTRAIT, Block, Flow, beside, gap, paragraph, stack
from arcdesk.pdf.ink import MUTED, Page
from arcdesk.pdf.interest_table import draw_interest
from arcdesk.pdf.lawyer_letter import lay_out_draft
from arcdesk.pdf.letter_checks import check_letter
from arcdesk.pdf.letter_table import draw_lines
from arcdesk.pdf.letter_values import letter_values
from arcdesk.pdf.letter_words import filled, plain, template_of
from arcdesk.pdf.reply_slip import place_slip
from arcdesk.pdf.spacing import Layout, Spacing, best_layout
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import currency_note

BODY = 10.5
FRAME = PORTRAIT
_SIGNATURE_WIDTH = 215.0
_FEW_ENCLOSURES = 4


def render_letter(data: LetterData, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """One letter as a PDF, with its enclosures behind it where there are any.

    Raises:
        Refusal: for what may not be printed.
    """
    return render_with_enclosures([(data, enclosures)])


def render_with_enclosures(letters: Sequence[tuple[LetterData, Sequence[Enclosure]]]) -> bytes:
    """Several letters in one PDF, each followed by its enclosures and counting its own pages.

    Raises:
        Refusal: for the first that may not be printed; nothing is printed then.
    """
    return write([with_enclosures(lay_out(data), cleaned(data), enclosures) for data, enclosures in letters])


def render_letters(letters: Sequence[LetterData]) -> bytes:
    """Several letters in one PDF for printing; each counts its own pages, fonts are embedded once.

    Raises:
        Refusal: for the first letter that may not be printed; nothing is printed then.
    """
    return write([lay_out(data) for data in letters])


def lay_out(data: LetterData) -> Document:
    """Check a letter and set its pages."""
    check_language(data.language)
    code, written = fingerprint(data), data
    data = cleaned(data)
    check_letter(data)
    if data.level == LAWYER_DRAFT:
        return lay_out_draft(data, code)
    template = template_of(written)  # its lines are its paragraphs
    values = letter_values(data)
    layout = best_layout(lambda spacing: _Letter(data, template, values, spacing).set_pages())
    title = f"{plain(template.title, values, data.number)} {data.number} {data.debtor.name}"
    return Document(
        layout.pages, FRAME, data.language, data.number, code, title, data.creditor.name, seal_the_seam=True
    )


class _Letter:
    """One letter on its way down the pages."""

    def __init__(
        self, data: LetterData, template: LetterTemplate, values: Mapping[str, str], spacing: Spacing
    ) -> None:
        self.data, self.template, self.values, self.spacing = data, template, values, spacing
        self.language = data.language
        self.title = self._plain(template.title)

    def set_pages(self) -> Layout:
        flow = Flow(FRAME, self._start_page)
        self._address(flow)
        for opening in self.template.opening:
            flow.run_on(self._paragraph(opening))
        flow.skip(self.spacing.gap * 0.6)
        note = stack(
            paragraph([Run(currency_note(self.data.currency, self.language))], 8.0, 13.0, FRAME.width)
        )
        flow.need(note.height + 80.0)
        flow.place(note)
        overdue = self.data.level != FRIENDLY_REMINDER
        draw_lines(flow, self.data, shows_overdue=overdue, row_air=self.spacing.row_air)
        flow.skip(max(self.spacing.gap, 8.0))
        self._demand(flow)
        for following in self.template.after[:-1]:
            self._following(flow, following)
        self._close(flow)
        signature_page = len(flow.pages)
        if self.template.slip:
            place_slip(flow, self.data, self.template.slip, self.values)
        return Layout(flow.pages, signature_page)

    def _start_page(self, page: Page, number: int) -> float:
        if number == 1:
            return blocks.letterhead(page, FRAME, self.data.creditor, self.language)
        return blocks.running_head(
            page, FRAME, self.data.creditor.name, f"{self.title}  {self.data.number}"
        )

    def _address(self, flow: Flow) -> None:
        """Title, number, addressee and cause."""
        data, language = self.data, self.language
        flow.place(blocks.title_block(self.title, self._plain(self.template.rank), FRAME.width))
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
        """The request, with the account right under its last paragraph (R36, R98)."""
        for request in self.template.request[:-1]:
            flow.run_on(self._paragraph(request))
        pieces = self._paragraph(self.template.request[-1])
        if self.data.bank:
            pieces += [gap(4.0), blocks.bank_block(self.data.bank, self.language, BODY, 17.0, FRAME.width)]
        flow.place(stack([*pieces, gap(self.spacing.gap if self.data.bank else self.spacing.gap * 0.4)]))

    def _following(self, flow: Flow, text: Text) -> None:
        """A paragraph after the account; under the interest stands that this is no advice, and its table."""
        interest = self.data.interest
        if interest is None or "interest_to_date" not in names(text):
            flow.run_on(self._paragraph(text))
            return
        advice = translate(
            "This software gives no legal advice. Ask a lawyer about important matters.", self.language
        )
        small = paragraph([Run(advice)], 7.5, 11.0, FRAME.width, first_indent=self._indent, color=MUTED)
        flow.place(stack([*self._paragraph(text), *small, gap(self.spacing.gap * 0.4)]))
        if self.data.level == FINAL_DEMAND:
            flow.skip(self.spacing.gap * 0.4)
            draw_interest(flow, interest, self.language, self.spacing.row_air)
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
        flow.place(stack([*self._paragraph(self.template.after[-1]), gap(self.spacing.gap * 0.5), foot]))

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

    def _plain(self, text: Text) -> str:
        return plain(text, self.values, self.data.number)

    def _paragraph(self, text: Text) -> list[Block]:
        """A paragraph of the body: indented and justified in Chinese, ragged with air in English.

        Nothing at all where its conditions leave no words.
        """
        runs = filled(text, self.values, self.data.number)
        if not any(run.text.strip() for run in runs):
            return []
        chinese = self.language == "zh"
        lines = paragraph(
            runs,
            BODY,
            self.spacing.leading - (0.0 if chinese else 1.5),
            FRAME.width,
            first_indent=self._indent,
            justify=chinese,
        )
        return lines if chinese else [*lines, gap(self.spacing.gap * 0.6)]
