"""Pictures as they look on paper: without transparency, which an archive does not allow."""

from __future__ import annotations

from typing import Any


def on_paper(picture: Any) -> Any:
    """The picture in RGB; what is transparent in it is white, as on paper."""
    from PIL import Image

    if picture.mode in ("P", "LA", "PA", "RGBA"):
        clear = picture.convert("RGBA")
        paper = Image.new("RGB", clear.size, "white")
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return picture.convert("RGB")
