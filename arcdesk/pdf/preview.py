"""PDF pages as pixels and text, for preview, printing and search (pypdfium2).

PDFium is not safe to call from two threads at once, so every call takes one lock.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from arcdesk.pdf.errors import UnreadablePdf

MOST_PAGES = 3000
LONGEST_SIDE = 14_400.0
"""Points: what PDF 1.7 allows; a page that claims more is shown squeezed."""
MOST_PIXELS = 50_000_000
"""Of one rendered page: a page that claims to be a square mile is drawn coarsely."""

LOCK = threading.Lock()
"""Held over every call of PDFium, here and where bundles are put together."""


def page_count(pdf: bytes) -> int:
    """Number of pages."""
    with opened(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points."""
    with opened(pdf) as document:
        if len(document) > MOST_PAGES:
            raise UnreadablePdf
        sizes = (document.get_page_size(index) for index in range(len(document)))
        return [(min(float(width), LONGEST_SIDE), min(float(height), LONGEST_SIDE)) for width, height in sizes]


def page_size(pdf: bytes, index: int) -> tuple[float, float]:
    """Width and height of page ``index`` (from 0) in points."""
    with opened(pdf) as document:
        width, height = document[index].get_size()
        return float(width), float(height)


def render_page(pdf: bytes, index: int, scale: float) -> tuple[int, int, bytes]:
    """Page ``index`` (from 0) as (width, height, RGBA bytes, row by row); ``scale`` 1 is 72 dpi."""
    with opened(pdf) as document:
        page = document[index]
        width, height = page.get_size()
        scale = min(scale, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=_bgra())
        try:
            rows, stride, used = bytes(bitmap.buffer), bitmap.stride, bitmap.width * 4
            if stride != used:
                rows = b"".join(rows[top : top + used] for top in range(0, stride * bitmap.height, stride))
            return bitmap.width, bitmap.height, rows
        finally:
            bitmap.close()


def extract_text(pdf: bytes) -> str:
    """All text, page after page, as copying it out of the document would give."""
    return "\n".join(page_texts(pdf))


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, in reading order as the page was set."""
    with opened(pdf) as document:
        return [_page_text(document, index) for index in range(len(document))]


def _page_text(document: Any, index: int) -> str:
    page = document[index].get_textpage()
    try:
        return str(page.get_text_range()).replace("\r\n", "\n")
    finally:
        page.close()


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """The document of PDFium, alone in its library until it is closed.

    Raises:
        UnreadablePdf.
    """
    import pypdfium2  # type: ignore[import-untyped]

    with LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise UnreadablePdf from error
        try:
            yield document
        finally:
            document.close()


def _bgra() -> int:
    from pypdfium2 import raw

    return int(raw.FPDFBitmap_BGRA)
