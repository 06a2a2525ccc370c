"""The aging strip: one cell per bucket with colour, shape, label and amount."""

from __future__ import annotations

from arcdesk.domain.money import format_amount
from arcdesk.domain.schemes import TONES
from arcdesk.i18n import translate
from arcdesk.pdf.data import AgingPart, StatementData
from arcdesk.pdf.flow import Block
from arcdesk.pdf.fonts import text_width
from arcdesk.pdf.ink import HAIRLINE, INK, MUTED, ZEBRA_FILL, Page

_PER_ROW = 6
_HEIGHT = 36.0
_BAR = 4.0


def aging_strip(data: StatementData, width: float) -> Block:
    """The buckets side by side, unallocated money as a last cell where there is any."""
    cells = [(part.label, tone_color(part.tone), part.fen) for part in data.aging]
    if data.unallocated_fen:
        label = translate("Less: unallocated", data.language)
        cells.append((label, tone_color("unknown"), -data.unallocated_fen))
    title = translate("Aging as of {day}", data.language, day=data.period_to.isoformat())
    rows = [cells[start : start + _PER_ROW] for start in range(0, len(cells), _PER_ROW)]
    height = 14.0 + len(rows) * (_HEIGHT + 4.0)

    def draw(page: Page, x: float, top: float) -> None:
        page.text(x, top - 8.0, title, 8.0, color=MUTED)
        y = top - 14.0
        for row in rows:
            each = width / len(row)
            for index, cell in enumerate(row):
                _draw_cell(page, cell, x + index * each, y, each - (3.0 if index < len(row) - 1 else 0.0))
            y -= _HEIGHT + 4.0

    return Block(height, draw)


def tone_color(tone: str) -> int:
    """The colour of a tone as 0xRRGGBB; the grey of ``unknown`` for one never heard of."""
    return int(TONES.get(tone, TONES["unknown"])[0].removeprefix("#"), 16)


def total_fen(parts: tuple[AgingPart, ...]) -> int:
    return sum(part.fen for part in parts)


def _draw_cell(page: Page, cell: tuple[str, int, int], x: float, top: float, width: float) -> None:
    label, color, fen = cell
    page.rect(x, top - _HEIGHT, width, _HEIGHT, fill=ZEBRA_FILL, stroke=HAIRLINE, line_width=0.35)
    page.rect(x, top - _BAR, width, _BAR, fill=color)
    page.text_center(x + width / 2, top - _BAR - 11.0, label, _fitting(label, 8.0, width), color=MUTED)
    amount = format_amount(fen)
    page.text_center(
        x + width / 2, top - _BAR - 25.0, amount, _fitting(amount, 9.0, width), bold=True, color=INK
    )


def _fitting(text: str, size: float, width: float) -> float:
    """``size``, or the smaller one at which ``text`` fits the cell."""
    natural = text_width(text, size, bold=True)
    return size * min(1.0, (width - 6.0) / natural) if natural else size
