"""Pictures from outside: measured by their head before anything is decoded, then turned upright and packed anew.

What is printed is drawn from the pixels alone: remarks, places and scripts of the file stay behind.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 120_000_000
"""A picture with more is not opened: a file of a few kilobytes can claim gigabytes."""
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
"""What is opened; of the others some would call another program (EPS)."""
QUALITY = 90
MOST_FRAMES = 500
SIDEWAYS = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112


class NotDrawable(Exception):
    """No picture that can be opened, or one of too many pixels."""


def size_of(source: Path | BinaryIO) -> tuple[int, int] | None:
    """Width and height as it is looked at, from its head alone; ``None`` of one that may not be opened.

    Raises:
        OSError: the file can't be read.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return size_of(file)
    try:
        with _opened(source) as image:
            width, height = image.size
            sideways = image.getexif().get(_ORIENTATION) in SIDEWAYS
    except NotDrawable:
        return None
    return (height, width) if sideways else (width, height)


def frames_of(file: Path) -> int:
    """Sheets of a scan that holds several in one file (TIFF); 1 of every other, and of what can't be opened."""
    try:
        with file.open("rb") as source, _opened(source) as image:
            return min(getattr(image, "n_frames", 1), MOST_FRAMES) if image.format == "TIFF" else 1
    except (NotDrawable, OSError):
        return 1


def upright(source: BinaryIO, longest_px: int | None = None, frame: int = 0) -> Image:
    """The picture as it is looked at: turned as its camera says, on white paper, no larger than asked.

    Args:
        frame: which sheet of a scan of several.

    Raises:
        NotDrawable.
    """
    from PIL import Image, ImageOps

    with _opened(source) as original:
        if frame:
            original.seek(frame)
            if not 0 < original.width * original.height <= MOST_PIXELS:
                raise NotDrawable
        if longest_px:
            original.draft("RGB", (longest_px, longest_px))
        turned = ImageOps.exif_transpose(original)
        if longest_px:
            turned.thumbnail((longest_px, longest_px))
        if turned.mode not in ("P", "LA", "PA", "RGBA"):
            return turned.convert("RGB")
        shown = turned.convert("RGBA")
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown.getchannel("A"))
        return paper


def packed(image: Image, *, lossless: bool) -> bytes:
    """The pixels as PNG, or as JPEG where they came as one."""
    content = io.BytesIO()
    if lossless:
        image.save(content, "PNG", compress_level=1)  # the document packs them again
    else:
        image.save(content, "JPEG", quality=QUALITY)
    return content.getvalue()


@contextmanager
def _opened(source: BinaryIO) -> Iterator[Image]:
    """The picture with its head read; whatever a damaged one raises is ``NotDrawable``."""
    import struct
    import warnings

    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(source, formats=FORMATS) as image:
                width, height = image.size
                if not 0 < width * height <= MOST_PIXELS:
                    raise NotDrawable
                yield image
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, TypeError, KeyError, IndexError,
            ArithmeticError, NotImplementedError, Image.DecompressionBombError) as error:  # fmt: skip
        raise NotDrawable from error
