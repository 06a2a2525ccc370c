"""The company's logo as it stands on the letterhead: a checked picture with the size that it has there."""

from __future__ import annotations

import hashlib
import io
import warnings
from typing import Any

from arcdesk.pdf.errors import NotALogo
from arcdesk.pdf.paper_white import on_paper

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
LONG_SIDE_PIXELS = 1200
WIDTH, HEIGHT = 110.0, 34.0
"""The room for it on the letterhead, in points."""


class Logo:
    """A picture as PNG without transparency. It stands for its hash wherever a document is compared or kept."""

    __slots__ = ("content", "height", "sha256", "width")

    def __init__(self, content: bytes, width: int, height: int) -> None:
        scale = min(WIDTH / width, HEIGHT / height)
        self.content = content
        self.width, self.height = width * scale, height * scale
        self.sha256 = hashlib.sha256(content).hexdigest()

    def __str__(self) -> str:
        return self.sha256

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Logo) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __deepcopy__(self, memo: dict[int, Any]) -> Logo:
        return self


def prepared(content: bytes) -> bytes:
    """A PNG or JPEG as it is kept in the books: upright, on white, not larger than print needs.

    Raises:
        NotALogo: another kind of file, a damaged or an absurdly large one.
    """
    from PIL import Image, ImageOps

    if len(content) > MOST_BYTES:
        raise NotALogo(field="logo")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as original:
                if not 0 < original.size[0] * original.size[1] <= MOST_PIXELS:
                    raise NotALogo(field="logo")
                upright = ImageOps.exif_transpose(original)
                upright.thumbnail((LONG_SIDE_PIXELS, LONG_SIDE_PIXELS))
                picture = on_paper(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotALogo(field="logo") from error
    packed = io.BytesIO()
    picture.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def kept(content: bytes) -> Logo:
    """The logo from the books, with its measures."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        return Logo(content, *picture.size)
