"""What the printable sheets of calculations share: head, labelled inputs, sentences, the closing note."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.flow import PORTRAIT, Block, Flow, Frame, gap, paragraph, stack
from arcdesk.pdf.ink import ACCENT, INK, MUTED, Page
from arcdesk.pdf.text import Run
from arcdesk.pdf.wording import long_date

FRAME = PORTRAIT
SIZE = 9.5
LEADING = 14.5
SMALL = 8.0
SMALL_LEADING = 12.5
TITLE = 17.0


def head(
    title: str, company: str, made_on: date, language: str, frame: Frame = FRAME
) -> Callable[[Page, int], float]:
    """The head of each page: title, company and day on the first, a running line after it."""
    made = translate("Made on {day}", language, day=long_date(made_on, language))

    def start_page(page: Page, number: int) -> float:
        if number > 1:
            return blocks.running_head(page, frame, company or title, title if company else made)
        y = frame.top - TITLE
        page.text(frame.left, y, title, TITLE, bold=True, color=ACCENT)
        y -= 17.0
        if company:
            page.text(frame.left, y, blocks.shortened(company, SIZE, frame.width * 0.7), SIZE, color=INK)
        page.text_right(frame.right, y, made, SMALL, color=MUTED)
        page.line(frame.left, y - 7.0, frame.right, y - 7.0, width=1.1, color=ACCENT)
        return y - 19.0

    return start_page


def inputs_block(inputs: Sequence[tuple[str, str]], language: str, width: float) -> Block | None:
    """Labelled lines as one block; ``None`` where none has a value."""
    pairs = [(translate("{label}:|sheet", language, label=label), value) for label, value in inputs if value]
    return stack([blocks.labelled_lines(pairs, SIZE, LEADING, width), gap(6.0)]) if pairs else None


def place_inputs(flow: Flow, inputs: Sequence[tuple[str, str]], language: str) -> None:
    """What was reckoned with, label and value; lines without a value are left out."""
    block = inputs_block(inputs, language, flow.frame.width)
    if block is not None:
        flow.place(block)


def place_heading(flow: Flow, text: str, room_below: float) -> None:
    """A heading over a part; it never stands alone at the foot of a page."""
    lines = paragraph([Run(text, bold=True)], 11.0, 16.0, flow.frame.width)
    flow.need(16.0 * len(lines) + room_below)
    flow.place(stack([*lines, gap(3.0)]))


def place_sentences(flow: Flow, title: str, sentences: Sequence[str]) -> None:
    """Remarks under a heading, each with its number; nothing where there are none."""
    if not sentences:
        return
    indent = 15.0
    numbered = [
        stack([*paragraph([Run(text)], SIZE - 0.5, LEADING - 0.5, flow.frame.width - indent), gap(2.0)])
        for text in sentences
    ]
    flow.skip(6.0)
    place_heading(flow, title, numbered[0].height)
    for number, block in enumerate(numbered, start=1):
        flow.need(block.height)
        flow.page.text(flow.frame.left, flow.y - LEADING * 0.71, f"{number}.", SIZE - 0.5, color=MUTED)
        block.draw(flow.page, flow.frame.left + indent, flow.y)
        flow.y -= block.height


def place_advice(flow: Flow, *more: str, language: str) -> None:
    """The closing lines: what is known up to when, and that this is no legal advice (R98)."""
    advice = translate("This software gives no legal advice. Ask a lawyer about important matters.", language)
    lines = [
        line
        for text in (*[text for text in more if text], advice)
        for line in paragraph([Run(text)], SMALL, SMALL_LEADING, flow.frame.width, color=MUTED)
    ]
    flow.skip(8.0)
    flow.place(stack(lines))
