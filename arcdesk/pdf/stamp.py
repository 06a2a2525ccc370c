"""A mark at the head of every page of a finished PDF: copy, void. The pages themselves stay as they are."""

from __future__ import annotations

import io
from typing import Any

from arcdesk.pdf import ink
from arcdesk.pdf.document import Document, canvas_for, refuse_missing_glyphs
from arcdesk.pdf.flow import MM, Frame
from arcdesk.pdf.fonts import text_width
from arcdesk.pdf.preview import opened

SIZE, _PAD, _TOP_MM, _RIGHT_MM = 9.5, 4.0, 6.0, 12.0
RED = 0xB3261E


def stamped(pdf: bytes, mark: str, language: str) -> bytes:
    """``pdf`` with ``mark`` in a frame at the upper right of each page.

    Raises:
        UnreadablePdf, MissingGlyph.
    """
    with opened(pdf) as document:
        sizes = [document[index].get_size() for index in range(len(document))]
        over = _marks(sizes, mark, language)
        import pypdfium2  # type: ignore[import-untyped]

        marks = pypdfium2.PdfDocument(over)
        try:
            for index in range(len(document)):
                _lay(document, index, marks)
            packed = io.BytesIO()
            document.save(packed)
        finally:
            marks.close()
    return packed.getvalue()


def _lay(document: Any, index: int, marks: Any) -> None:
    page = document[index]
    page.insert_obj(marks.page_as_xobject(index, document).as_pageobject())
    page.gen_content()
    page.close()


def _marks(sizes: list[tuple[float, float]], mark: str, language: str) -> bytes:
    """A PDF with a page for each of those sizes that holds the mark alone."""
    pages = [_page(width, height, mark) for width, height in sizes]
    refuse_missing_glyphs(mark, ink.characters(pages))
    frames = [Frame(width, height, 0, width, height, 0) for width, height in sizes]
    buffer = io.BytesIO()
    canvas = canvas_for(buffer, Document(pages, frames[0], language, "", "", mark, ""))
    for page, (width, height) in zip(pages, sizes, strict=True):
        canvas.setPageSize((width, height))
        ink.draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _page(width: float, height: float, mark: str) -> ink.Page:
    page = ink.Page()
    long = text_width(mark, SIZE, bold=True)
    right, top = width - _RIGHT_MM * MM, height - _TOP_MM * MM
    tall = SIZE + 2 * _PAD
    page.rect(
        right - long - 2 * _PAD, top - tall, long + 2 * _PAD, tall, fill=ink.WHITE, stroke=RED, line_width=0.9
    )
    page.text_right(right - _PAD, top - tall + _PAD + SIZE * 0.12, mark, SIZE, bold=True, color=RED)
    return page
