"""Copies of evidence as pages of a letter: images and PDFs, drawn as pictures.

A page of somebody else's PDF is drawn, not taken over: its fonts may be missing, its layers transparent, and nothing
that could act may travel with a letter. The text of a copy can therefore not be searched; the original can.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from arcdesk.pdf.enclosure_data import CopiedFile
from arcdesk.pdf.errors import CannotCopy
from arcdesk.pdf.paper_white import on_paper

DOTS = 150
"""Dots an inch of a copied page."""

MOST_PAGES = 60
"""Pages of one piece; more belong into a bundle."""

MOST_PIXELS = 80_000_000
LONG_SIDE_PIXELS = 1754
"""The long side of A4 at ``DOTS``."""

QUALITY = 82


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a JPEG, with the size it has on paper in points."""

    width: float
    height: float
    jpeg: bytes


def pictures(file: CopiedFile, title: str) -> Iterator[Picture]:
    """Each page as a picture.

    Raises:
        CannotCopy: neither an image nor a PDF, damaged, under a password, or too long.
    """
    if file.media_type == "application/pdf":
        yield from _pdf_pages(file, title)
    elif file.media_type.startswith("image/"):
        yield _image(file, title)
    else:
        raise CannotCopy(title=title, field="enclose")


def _pdf_pages(file: CopiedFile, title: str) -> Iterator[Picture]:
    import pypdfium2  # type: ignore[import-untyped]

    try:
        with closing(pypdfium2.PdfDocument(file.content)) as document:
            count = len(document)
            if not 0 < count <= MOST_PAGES:
                raise CannotCopy(title=title, field="enclose")
            for number in range(count):
                page = document[number]
                scale = min(DOTS / 72, LONG_SIDE_PIXELS / max(*page.get_size(), 1.0))
                picture = page.render(scale=scale, draw_annots=True).to_pil()
                width, height = page.get_size()
                page.close()
                yield _mark(picture, width, height)
    except pypdfium2.PdfiumError as error:
        raise CannotCopy(title=title, field="enclose") from error


def _image(file: CopiedFile, title: str) -> Picture:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(file.content)) as original:
                if not 0 < original.size[0] * original.size[1] <= MOST_PIXELS:
                    raise CannotCopy(title=title, field="enclose")
                original.draft("RGB", (LONG_SIDE_PIXELS, LONG_SIDE_PIXELS))
                upright = ImageOps.exif_transpose(original)
                upright.thumbnail((LONG_SIDE_PIXELS, LONG_SIDE_PIXELS))
                picture = on_paper(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise CannotCopy(title=title, field="enclose") from error
    width, height = picture.size
    return _mark(picture, width * 72 / 96, height * 72 / 96)  # no larger than it is on a screen


def _mark(picture: Any, width: float, height: float) -> Picture:
    packed = io.BytesIO()
    picture.convert("RGB").save(packed, "JPEG", quality=QUALITY)
    return Picture(width, height, packed.getvalue())
