"""A WeChat conversation as one exhibit: a cover, the screenshots in order, each with its number, name and hash.

Two phone screens stand side by side on a sheet, wide ones one above the other; a scrolled one that would come out too
small is cut into pieces that repeat a little of each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import BinaryIO

from arcdesk.domain.wechat import is_tall, placed, strips
from arcdesk.i18n import translate
from arcdesk.pdf import blocks, pictures
from arcdesk.pdf.document import Document, check_language, cleaned, fingerprint, write
from arcdesk.pdf.flow import MM, Flow, frame_of, gap, paragraph, stack
from arcdesk.pdf.fonts import text_width
from arcdesk.pdf.ink import ACCENT, HAIRLINE, INK, MUTED, Page
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run
from arcdesk.pdf.wechat_data import Shot, WechatData
from arcdesk.pdf.wording import long_date

FRAME = frame_of(210, 297, side_mm=16, top_mm=14, bottom_mm=20)
TITLE, SIZE, LEADING = 18.0, 9.5, 14.5
SMALL, SMALL_LEADING = 8.0, 12.0
CAPTION, CAPTION_LEADING = 7.0, 9.5
CAPTION_LINES = 3
GUTTER = 6 * MM
HEAD = 20.0
WIDEST_PX = {True: 1440, False: 2600}
"""Pixels across the sheet that are worth printing: of a tall picture in half of it, of a wide one in all of it."""

Contents = Callable[[int], BinaryIO]
"""Opens the content of a screenshot by its number."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A screenshot, or one piece of a long one: pixel rows ``upper`` to ``lower``, piece ``piece`` of ``pieces``."""

    shot: Shot
    upper: int
    lower: int
    piece: int
    pieces: int

    @property
    def tall(self) -> bool:
        return is_tall(self.shot.width_px, self.shot.height_px)


def render_wechat(data: WechatData, contents: Contents, told: Callable[[int, int], None] | None = None) -> bytes:
    """The exhibit as a PDF; the same data and pictures give the same bytes.

    Args:
        contents: opens a screenshot by its number.
        told: of pieces drawn and in all; raises to stop.

    Raises:
        MissingGlyph, UnknownLanguage; OSError, NotDrawable where a picture can't be read.
    """
    check_language(data.language)
    code = fingerprint(data)
    data = cleaned(data)
    title = translate("WeChat Conversation", data.language)
    pages = [*_cover(data, title), *_sheets(data, contents, told or (lambda _done, _total: None))]
    return write([Document(pages, FRAME, data.language, data.number, code, title, data.company or title)])


def _cover(data: WechatData, title: str) -> list[Page]:
    language = data.language

    def start_page(page: Page, number: int) -> float:
        if number > 1:
            return blocks.running_head(page, FRAME, title, data.customer)
        y = FRAME.top - TITLE
        page.text_center((FRAME.left + FRAME.right) / 2, y, title, TITLE, bold=True, color=ACCENT)
        page.text_center((FRAME.left + FRAME.right) / 2, y - 17, data.number, SIZE + 1, color=MUTED)
        page.line(FRAME.left, y - 25, FRAME.right, y - 25, width=1.1, color=ACCENT)
        return y - 38.0

    flow = Flow(FRAME, start_page)
    pairs = [(translate("{label}:|sheet", language, label=label), value) for label, value in data.facts]
    flow.place(stack([blocks.labelled_lines(pairs, SIZE, LEADING, FRAME.width), gap(10.0)]))
    if data.corrects:
        flow.place(blocks.boxed(stack(paragraph([Run(data.corrects)], SIZE, LEADING, FRAME.width - 26)), FRAME.width))
        flow.skip(6.0)
    _heading(flow, translate("Screenshots in their order", language), 60.0)
    columns = (
        Column(translate("No.|exhibit", language), "count"),
        Column(translate("Original file name", language), weight=1.4),
        Column(translate("Time the file states", language), "date"),
        Column("SHA-256", weight=2.2),
    )
    rows = [Row((str(shot.number), shot.name, shot.stamped or "—", shot.sha256)) for shot in data.shots]
    draw_table(flow, columns, rows, row_air=5.0, largest=8.5)
    flow.skip(12.0)
    _checklist(flow, data)
    _closing(flow, data)
    return flow.pages


def _checklist(flow: Flow, data: WechatData) -> None:
    language = data.language
    _heading(flow, translate("What a court asks of a WeChat conversation", language), 70.0)
    columns = (
        Column(translate("Point|checklist", language), weight=1.5),
        Column(translate("Answer|checklist", language), "date"),
        Column(translate("What is to be done", language), weight=1.3),
    )
    rows = [Row((check.text, check.answer, check.todo), muted=not check.todo) for check in data.checks]
    draw_table(flow, columns, rows, row_air=5.0, largest=8.5)
    flow.skip(10.0)


def _closing(flow: Flow, data: WechatData) -> None:
    language = data.language
    lines = [
        translate("The screenshots themselves are sealed unchanged and are handed over with this exhibit; here they "
                  "are printed smaller or in pieces.", language),
        translate("A hash proves that a file has not changed since it was taken in; it proves neither its origin nor "
                  "the time before.", language),
        translate("The original is the chat on the phone: it has to be shown in court on demand.", language),
    ]  # fmt: skip
    text = [block for line in lines
            for block in paragraph([Run(line)], SMALL, SMALL_LEADING, FRAME.width, color=MUTED)]  # fmt: skip
    signed = blocks.fill_in(
        (translate("Put together by:", language), translate("Date:|sign", language)), SIZE, 24.0, FRAME.width * 0.6
    )
    made = translate("Made on {day}", language, day=long_date(data.made_on, language))
    dated = paragraph([Run(made)], SMALL, SMALL_LEADING, FRAME.width, color=MUTED)
    flow.place(stack([*text, gap(8.0), signed, *dated]))


def _heading(flow: Flow, text: str, room_below: float) -> None:
    flow.need(20.0 + room_below)
    flow.place(stack([*paragraph([Run(text, bold=True)], 11.0, 16.0, FRAME.width), gap(3.0)]))


def _room(*, tall: bool) -> tuple[float, float]:
    """Width and height of the place of one picture, its caption aside."""
    height = FRAME.top - HEAD - FRAME.bottom - CAPTION_LINES * CAPTION_LEADING - 8.0
    if tall:
        return (FRAME.width - GUTTER) / 2, height
    return FRAME.width, (height - CAPTION_LINES * CAPTION_LEADING - GUTTER) / 2


def _cells(shots: tuple[Shot, ...]) -> list[_Cell]:
    cells = []
    for shot in shots:
        pieces = strips(shot.width_px, shot.height_px, *_room(tall=is_tall(shot.width_px, shot.height_px)))
        cells += [_Cell(shot, upper, lower, n, len(pieces)) for n, (upper, lower) in enumerate(pieces, start=1)]
    return cells


def _sheets(data: WechatData, contents: Contents, told: Callable[[int, int], None]) -> list[Page]:
    cells = _cells(data.shots)
    found: list[Page] = []
    for done, (cell, (sheet, place)) in enumerate(zip(cells, placed(cell.tall for cell in cells), strict=True)):
        if sheet == len(found):
            found.append(_new_sheet(data))
        _draw_cell(found[sheet], data.language, cell, place, partial(_read, cell, contents, told, done, len(cells)))
    return found


def _new_sheet(data: WechatData) -> Page:
    page = Page()
    title = translate("WeChat Conversation", data.language)
    y = FRAME.top - 8.0
    page.text(FRAME.left, y, title, 8.5, bold=True, color=ACCENT)
    room = FRAME.width - text_width(title, 8.5, bold=True) - 16
    page.text_right(FRAME.right, y, blocks.shortened(data.customer, 8, room), 8, color=MUTED)
    page.line(FRAME.left, y - 5, FRAME.right, y - 5, width=0.35, color=HAIRLINE)
    return page


def _draw_cell(page: Page, language: str, cell: _Cell, place: int, read: Callable[[], bytes]) -> None:
    room_x, room_y = _room(tall=cell.tall)
    pixels_x, pixels_y = cell.shot.width_px, cell.lower - cell.upper
    scale = min(room_x / pixels_x, room_y / pixels_y, 72 / 96)
    width, height = pixels_x * scale, pixels_y * scale
    left, top = FRAME.left, FRAME.top - HEAD
    if place and cell.tall:
        left += room_x + GUTTER
    elif place:
        top -= room_y + CAPTION_LINES * CAPTION_LEADING + GUTTER
    x = left + (room_x - width) / 2
    page.picture(x, top - height, width, height, read)
    page.rect(x, top - height, width, height, stroke=HAIRLINE, line_width=0.5)
    _caption(page, language, cell, left, top - height - CAPTION_LEADING - 1, room_x)


def _caption(page: Page, language: str, cell: _Cell, x: float, y: float, width: float) -> None:
    shot = cell.shot
    number = translate("Screenshot {number}", language, number=shot.number)
    if cell.pieces > 1:
        number = translate("Screenshot {number}, piece {piece} of {pieces}", language, number=shot.number,
                           piece=cell.piece, pieces=cell.pieces)  # fmt: skip
    page.text(x, y, number, CAPTION + 1, bold=True, color=INK)
    beside = text_width(number, CAPTION + 1, bold=True) + 8
    page.text_right(x + width, y, blocks.shortened(shot.stamped, CAPTION, width - beside), CAPTION, color=MUTED)
    page.text(x, y - CAPTION_LEADING, blocks.shortened(shot.name, CAPTION, width), CAPTION, color=INK)
    size = CAPTION
    while text_width(f"SHA-256 {shot.sha256}", size) > width:
        size -= 0.25
    page.text(x, y - 2 * CAPTION_LEADING, f"SHA-256 {shot.sha256}", size, color=MUTED)


def _read(cell: _Cell, contents: Contents, told: Callable[[int, int], None], done: int, total: int) -> bytes:
    """The pixels of a cell, at the fineness that is worth printing."""
    told(done, total)
    with contents(cell.shot.number) as file:
        image = pictures.upright(BytesIO(file.read()))
    image = image.crop((0, cell.upper, image.width, cell.lower))
    widest = WIDEST_PX[cell.tall]
    if image.width > widest:
        image = image.resize((widest, max(round(image.height * widest / image.width), 1)))
    return pictures.packed(image, lossless=cell.shot.lossless)
