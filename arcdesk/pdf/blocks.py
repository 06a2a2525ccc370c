"""The parts letters and statements share: heads, labelled lines, boxes to fill in, the seal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from arcdesk.i18n import translate
from arcdesk.pdf.data import BankAccount, Party
from arcdesk.pdf.flow import BASELINE, MM, Block, Frame, paragraph, stack
from arcdesk.pdf.fonts import text_width
from arcdesk.pdf.ink import ACCENT, FAINT, HAIRLINE, INK, MUTED, RULE, ZEBRA_FILL, Page
from arcdesk.pdf.text import Run, break_lines
from arcdesk.pdf.wording import long_date

SMALL = 8.5
SEAL_RADIUS = 19 * MM  # a company seal measures 38 to 42 mm across
LABEL_GAP = 6.0


def letterhead(page: Page, frame: Frame, party: Party, language: str) -> float:
    """The sender's name over a rule, logo before it, address and phone beneath; where the text may begin."""
    y, left = frame.top, frame.left
    logo = party.logo
    if logo is not None:
        page.picture(left, y - logo.height, logo.width, logo.height, lambda: logo.content)
        left += logo.width + 12.0
    width = frame.right - left
    size = 15.0 if text_width(party.name, 15.0, bold=True) <= width else 12.5
    for line in break_lines([Run(party.name, bold=True)], size, width):
        page.set_line(left, y - size, line, size, color=ACCENT)
        y -= size * 1.35
    details = [
        party.address,
        translate("Tel: {phone}", language, phone=party.phone) if party.phone else "",
        translate("USCC: {code}", language, code=party.uscc) if party.uscc else "",
    ]
    for small in _joined([detail for detail in details if detail], 8.0, width):
        for line in break_lines([Run(small)], 8.0, width):
            page.set_line(left, y - 8.0, line, 8.0, color=MUTED)
            y -= 11.5
    if logo is not None:
        y = min(y, frame.top - logo.height - 2.0)
    y -= 4.0
    page.line(frame.left, y, frame.right, y, width=1.1, color=ACCENT)
    return y - 14.0


def running_head(page: Page, frame: Frame, left: str, right: str) -> float:
    """The head of pages after the first: sender at the left, title and number at the right."""
    y = frame.top - 8.0
    room = frame.width - text_width(right, SMALL) - 20.0
    page.text(frame.left, y, shortened(left, SMALL, room), SMALL, color=MUTED)
    page.text_right(frame.right, y, right, SMALL, color=MUTED)
    page.line(frame.left, y - 5.0, frame.right, y - 5.0, width=0.5, color=HAIRLINE)
    return y - 19.0


def shortened(text: str, size: float, width: float) -> str:
    """``text`` cut with an ellipsis where only an indication is needed (running heads)."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def title_block(title: str, rank: str, width: float, *, size: float = 19.0) -> Block:
    """The title, centred, with its rank in smaller type beneath; short Chinese titles are spread."""
    spread = size * 0.42 if not title.isascii() and len(title) <= 5 else 0.0
    height = size * 1.6 + (15.0 if rank else 0.0)

    def draw(page: Page, x: float, top: float) -> None:
        center = x + width / 2
        title_width = text_width(title, size, bold=True) + spread * (len(title) - 1)
        page.text(center - title_width / 2, top - size, title, size, bold=True, spacing=spread)
        if rank:
            page.text_center(center, top - size - 17.0, rank, 10.0, color=MUTED)

    return Block(height, draw)


def labelled_lines(
    pairs: Sequence[tuple[str, str]],
    size: float,
    leading: float,
    width: float,
    *,
    bold_values: bool = False,
    bold_first: bool = False,
) -> Block:
    """``label: value`` lines with the values aligned; empty values are left out."""
    present = [(label, value) for label, value in pairs if value]
    value_start = label_width([label for label, _ in present], size)
    rows: list[Block] = []
    for index, (label, value) in enumerate(present):
        bold = bold_values or (bold_first and index == 0)
        lines = paragraph([Run(value, bold)], size, leading, width - value_start)
        rows.append(_labelled_row(label, stack(lines), value_start, size, leading))
    return stack(rows)


def boxed(content: Block, width: float, *, pad: float = 9.0) -> Block:
    """A block on a pale ground with a thin bar at the left, to be found at a glance."""
    height = content.height + 2 * pad - 4.0

    def draw(page: Page, x: float, top: float) -> None:
        page.rect(x, top - height, width, height, fill=ZEBRA_FILL)
        page.rect(x, top - height, 2.2, height, fill=ACCENT)
        content.draw(page, x + pad + 4.0, top - pad + 2.0)

    return Block(height, draw)


def bank_block(bank: BankAccount, language: str, size: float, leading: float, width: float) -> Block:
    """The receiving account (R36): name, bank, number."""
    pairs = [
        (translate("Account name:|document", language), bank.account_name),
        (translate("Bank:|document", language), bank.bank),
        (translate("Account number:|document", language), bank.number),
    ]
    return boxed(labelled_lines(pairs, size, leading, width - 26.0, bold_values=True), width)


def signature(
    party: Party, issued_on: date, language: str, width: float, *, signatory: str = "", place: str = ""
) -> Block:
    """Name and date with the area for the seal over both; the seal itself is never printed (R61)."""
    size = 10.5 if text_width(party.name, 10.5, bold=True) <= 2 * width else 9.0
    name_lines = break_lines([Run(party.name, bold=True)], size, width)
    day = long_date(issued_on, language)
    dated = f"{place}{'　' if language == 'zh' else ', '}{day}" if place else day
    signed = translate("Signed by: {name}", language, name=signatory) if signatory else ""
    area = seal_area(language, width)

    def draw(page: Page, x: float, top: float) -> None:
        area.draw(page, x, top)
        center_x = x + width / 2
        y = top - area.height / 2 + 10.0 + 8.0 * (len(name_lines) - 1)
        for line in name_lines:
            page.set_line(center_x - line.width / 2, y, line, size)
            y -= size * 1.5
        y -= 4.0
        page.text_center(center_x, y, dated, 10.5)
        page.text_center(center_x, y - 16.0, signed, 9.0)

    return Block(area.height, draw)


def seal_area(language: str, width: float, hint: str = "") -> Block:
    """An empty circle of the size of a company seal, centred; never anything like a seal (R61)."""
    hint = hint or translate("Company seal here", language)

    def draw(page: Page, x: float, top: float) -> None:
        center_x, center_y = x + width / 2, top - SEAL_RADIUS - 3.0
        page.circle(center_x, center_y, SEAL_RADIUS, dash=(3.0, 2.5))
        page.text_center(center_x, center_y - SEAL_RADIUS + 15.0, hint, 7.0, color=FAINT)

    return Block(2 * SEAL_RADIUS + 6.0, draw)


def checkbox(runs: Sequence[Run], size: float, leading: float, width: float) -> Block:
    """A box to tick with its text; drawn as a rectangle, as the font has no ballot box (R38)."""
    side, indent = size * 0.86, size * 1.6
    lines = stack(paragraph(runs, size, leading, width - indent))

    def draw(page: Page, x: float, top: float) -> None:
        baseline = top - leading * (1 - BASELINE)
        page.rect(x, baseline - size * 0.1, side, side, stroke=INK, line_width=0.8)
        lines.draw(page, x + indent, top)

    return Block(lines.height, draw)


def blank_lines(count: int, spacing: float, width: float, *, indent: float = 0.0) -> Block:
    """Rules to write on by hand."""

    def draw(page: Page, x: float, top: float) -> None:
        for number in range(1, count + 1):
            page.line(
                x + indent, top - number * spacing, x + width, top - number * spacing, width=0.5, color=FAINT
            )

    return Block(count * spacing, draw)


def fill_in(labels: Sequence[str], size: float, leading: float, width: float) -> Block:
    """Labels each followed by a rule to write on, one below the other."""
    rule_start = label_width(labels, size)

    def draw(page: Page, x: float, top: float) -> None:
        for label in labels:
            baseline = top - leading * (1 - BASELINE)
            page.text(x, baseline, label, size)
            page.line(x + rule_start, baseline - 2.5, x + width, baseline - 2.5, width=0.5, color=RULE)
            top -= leading

    return Block(leading * len(labels), draw)


def label_width(labels: Sequence[str], size: float) -> float:
    """Where values begin beside these labels, points from the left edge."""
    return max((text_width(label, size) for label in labels), default=0.0) + LABEL_GAP


def tear_line(hint: str, width: float) -> Block:
    """Where to cut: scissors, a dashed line, a word about it."""

    def draw(page: Page, x: float, top: float) -> None:
        y = top - 8.0
        page.text(x, y - 3.0, "\N{BLACK SCISSORS}", 9.0, color=MUTED)
        hint_width = text_width(hint, 7.5)
        start, end = x + 13.0, x + width
        middle = (start + end - hint_width) / 2
        page.line(start, y, middle - 6.0, y, width=0.6, color=MUTED, dash=(3.0, 2.5))
        page.text(middle, y - 2.6, hint, 7.5, color=MUTED)
        page.line(middle + hint_width + 6.0, y, end, y, width=0.6, color=MUTED, dash=(3.0, 2.5))

    return Block(18.0, draw)


def _joined(items: Sequence[str], size: float, width: float) -> list[str]:
    """Items joined by blanks into as few lines as hold them, none of them divided."""
    lines: list[str] = []
    for item in items:
        if lines and text_width(f"{lines[-1]}　{item}", size) <= width:
            lines[-1] += f"　{item}"
        else:
            lines.append(item)
    return lines


def _labelled_row(label: str, value: Block, value_start: float, size: float, leading: float) -> Block:
    def draw(page: Page, x: float, top: float) -> None:
        page.text(x, top - leading * (1 - BASELINE), label, size, color=MUTED)
        value.draw(page, x + value_start, top)

    return Block(max(value.height, leading), draw)
