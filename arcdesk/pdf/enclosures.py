"""A letter with its enclosures: a list of them with page numbers, then their pages, counted on (F-61, C67)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from arcdesk.i18n import translate
from arcdesk.pdf import blocks
from arcdesk.pdf.copies import Picture, pictures
from arcdesk.pdf.data import LetterData, StatementData
from arcdesk.pdf.document import Document, cleaned
from arcdesk.pdf.enclosure_data import Enclosure
from arcdesk.pdf.errors import TooManyPages
from arcdesk.pdf.flow import PORTRAIT, Flow, gap, paragraph, stack
from arcdesk.pdf.ink import ACCENT, HAIRLINE, MUTED, Page
from arcdesk.pdf.interest_data import WorksheetData
from arcdesk.pdf.table import Column, Row, draw_table
from arcdesk.pdf.text import Run

FRAME = PORTRAIT
MOST_PAGES = 200
"""Sheets of one letter with everything; more is a bundle."""

_HEAD = 16.0


@dataclass(frozen=True, slots=True)
class _Part:
    """An enclosure as laid out: its pages, and the hash of what was copied."""

    title: str
    pages: Sequence[Page]
    sha256: str


def with_enclosures(letter: Document, data: LetterData, enclosures: Sequence[Enclosure]) -> Document:
    """The letter, the list, and every enclosure as one document with pages counted through.

    Raises:
        CannotCopy: a piece that cannot be printed.
        TooManyPages: it would be more than ``MOST_PAGES``.
    """
    if not enclosures:
        return letter
    parts = [
        _part(data, cleaned(enclosure.title), enclosure, number) for number, enclosure in enumerate(enclosures, start=1)
    ]
    listed = _list_pages(letter, data, parts, 1)
    if len(listed) > 1:  # the list is longer than the one page its numbers counted on
        listed = _list_pages(letter, data, parts, len(listed))
    pages = [*letter.pages, *listed, *(page for part in parts for page in part.pages)]
    if len(pages) > MOST_PAGES:
        raise TooManyPages(count=len(pages), most=MOST_PAGES, field="enclose")
    return replace(letter, pages=pages, seal_the_seam=True)


def _part(data: LetterData, title: str, enclosure: Enclosure, number: int) -> _Part:
    content = enclosure.content
    if isinstance(content, StatementData):
        from arcdesk.pdf.statement import lay_out

        own = replace(content, number=f"{data.number}-{number}")
        return _Part(title, lay_out(own).pages, "")
    if isinstance(content, WorksheetData):
        from arcdesk.pdf.worksheet import lay_out_worksheet

        return _Part(title, lay_out_worksheet(content).pages, "")
    copies = [_copied(data, title, number, picture) for picture in pictures(content, title)]
    return _Part(title, copies, content.sha256)


def _copied(data: LetterData, title: str, number: int, picture: Picture) -> Page:
    """One page of a copy under a head that says which enclosure it is."""
    page, language = Page(), data.language
    head = translate("Enclosure {number}", language, number=number)
    page.text(FRAME.left, FRAME.top - 8.0, head, 8.5, bold=True, color=ACCENT)
    room = FRAME.width - 90.0
    page.text_right(FRAME.right, FRAME.top - 8.0, blocks.shortened(title, 8.5, room), 8.5, color=MUTED)
    page.line(FRAME.left, FRAME.top - 13.0, FRAME.right, FRAME.top - 13.0, width=0.35, color=HAIRLINE)
    room_y = FRAME.top - _HEAD - FRAME.bottom
    scale = min(1.0, FRAME.width / picture.width, room_y / picture.height)
    width, height = picture.width * scale, picture.height * scale
    x = FRAME.left + (FRAME.width - width) / 2
    page.picture(x, FRAME.top - _HEAD - height, width, height, lambda: picture.jpeg)
    return page


def _list_pages(letter: Document, data: LetterData, parts: Sequence[_Part], list_pages: int) -> list[Page]:
    """附件清单: number, name, from which page to which, and the hash of what was copied."""
    language = data.language

    def start_page(page: Page, _number: int) -> float:
        text = translate("List of Enclosures", language)
        return blocks.running_head(page, FRAME, data.creditor.name, f"{text}  {data.number}")

    flow = Flow(FRAME, start_page)
    flow.place(blocks.title_block(translate("List of Enclosures", language), "", FRAME.width))
    belongs = translate("Enclosed with no. {number} to {debtor}", language, number=data.number, debtor=data.debtor.name)
    flow.place(stack([*paragraph([Run(belongs)], 9.5, 15.0, FRAME.width), gap(8.0)]))
    columns = (
        Column(translate("No.|exhibit", language), "date"),
        Column(translate("Enclosure|document", language), weight=2.0),
        Column(translate("Pages|exhibit", language), "date"),
        Column(translate("Sheets|document", language), "count"),
        Column("SHA-256", weight=1.4),
    )
    rows, first = [], len(letter.pages) + list_pages + 1
    for number, part in enumerate(parts, start=1):
        last = first + len(part.pages) - 1
        rows.append(Row((str(number), part.title, f"{first}–{last}", str(len(part.pages)), part.sha256[:16])))
        first = last + 1
    draw_table(flow, columns, rows, row_air=7.0)
    note = translate(
        "Copies are drawn from the files kept under these hashes; the originals can be inspected at the sender's.",
        language,
    )
    if any(part.sha256 for part in parts):
        flow.skip(6.0)
        flow.place(stack(paragraph([Run(note)], 8.0, 12.5, FRAME.width, color=MUTED)))
    return flow.pages

