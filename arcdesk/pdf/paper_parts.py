"""What confirmations, receipts and agreements share on the page: head, paragraphs, tables, two parties' seals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.flow import PORTRAIT, Block, Flow, beside, gap, paragraph, stack
from arcdesk.pdf.ink import MUTED, Page
from arcdesk.pdf.paper_data import PaperHead
from arcdesk.pdf.spacing import Spacing
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import currency_note, fill

BODY = 10.5
FRAME = PORTRAIT


class PaperPages:
    """One paper on its way down the pages."""

    def __init__(self, head: PaperHead, title: str, spacing: Spacing, values: Mapping[str, str]) -> None:
        self.head, self.title, self.spacing, self.values = head, title, spacing, values
        self.language = head.language
        self.flow = Flow(FRAME, self._start_page)

    def place_title(self, rank: str = "") -> None:
        """The title with the paper's number under it at the right."""
        flow, head, language = self.flow, self.head, self.language
        flow.place(blocks.title_block(self.title, rank, FRAME.width))
        number = translate("No. {number}|document", language, number=head.number)
        if head.copy_of:
            number += "　" + translate("(copy of {number})", language, number=head.copy_of)
        flow.page.text_right(FRAME.right, flow.y + 2.0, number, 9.0, color=MUTED)
        flow.skip(self.spacing.gap)

    def place_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Labelled lines, the first value bold."""
        leading = max(self.spacing.leading - 1.0, 15.5)
        self.flow.place(blocks.labelled_lines(pairs, BODY, leading, FRAME.width, bold_first=True))
        self.flow.skip(self.spacing.gap * 0.8)

    def heading(self, text: str) -> None:
        """A heading that never stands alone at the foot of a page."""
        self.flow.skip(self.spacing.gap * 0.4)
        self.flow.need(self.spacing.leading * 3)
        self.flow.place(stack(paragraph([Run(text, bold=True)], BODY, self.spacing.leading, FRAME.width)))

    def say(self, *templates: str) -> None:
        """Paragraphs that may run on to the next page."""
        for template in templates:
            if template:
                self.flow.run_on(self.lines(template))

    def lines(self, template: str) -> list[Block]:
        """A paragraph of the body: indented and justified in Chinese, ragged with air in English."""
        chinese = self.language == "zh"
        found = paragraph(
            fill(template, self.values),
            BODY,
            self.spacing.leading - (0.0 if chinese else 1.5),
            FRAME.width,
            first_indent=2 * BODY * chinese,
            justify=chinese,
        )
        return found if chinese else [*found, gap(self.spacing.gap * 0.6)]

    def place_currency(self) -> None:
        """The line over a table, kept with the first rows of it."""
        note = stack(
            paragraph([Run(currency_note(self.head.currency, self.language))], 8.0, 13.0, FRAME.width)
        )
        self.flow.skip(self.spacing.gap * 0.4)
        self.flow.need(note.height + 80.0)
        self.flow.place(note)

    def after_table(self) -> None:
        self.flow.skip(max(self.spacing.gap, 8.0))

    def _start_page(self, page: Page, number: int) -> float:
        if number == 1:
            return blocks.letterhead(page, FRAME, self.head.creditor, self.language)
        return blocks.running_head(page, FRAME, self.head.creditor.name, f"{self.title}  {self.head.number}")


def sealed_side(
    title: str,
    name: str,
    labels: Sequence[str],
    language: str,
    width: float,
    *,
    filled: Mapping[str, str] | None = None,
) -> Block:
    """One party's half of a signature block: who, room for the seal, lines to fill in by hand."""
    rows: list[Block] = [
        *paragraph([Run(title)], 8.5, 13.0, width, color=MUTED),
        *paragraph([Run(name, bold=True)], 10.0, 15.0, width),
        blocks.seal_area(language, width),
    ]
    known = filled or {}
    for label in labels:
        if label in known:
            rows.append(blocks.labelled_lines([(label, known[label])], 9.5, 20.0, width))
        else:
            rows.append(blocks.fill_in([label], 9.5, 20.0, width))
    return stack(rows)


def both_sides(left: Block, right: Block) -> Block:
    """Two halves beside each other."""
    return beside([(0.0, left), ((FRAME.width + 24.0) / 2, right)])


HALF = (FRAME.width - 24.0) / 2
