"""How long a recording is, read from its own head (S-139)."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

SUFFIXES = frozenset(
    {
        ".3gp", ".aac", ".aif", ".aiff", ".amr", ".awb", ".flac", ".m4a", ".m4v", ".mov", ".mp3", ".mp4", ".oga",
        ".ogg", ".ogv", ".opus", ".wav", ".wma", ".wmv",
    }
)  # fmt: skip
LONGEST_MS = 30 * 24 * 3600 * 1000
"""A length beyond is a mistake in the file's head."""
MOST_AMR_BYTES = 200 << 20
_FRAME_MS = 20
_NARROW, _WIDE = b"#!AMR\n", b"#!AMR-WB\n"
_NARROW_SIZES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_WIDE_SIZES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)


def duration_ms(file: BinaryIO, name: str) -> int | None:
    """Milliseconds of sound or pictures, by the file's own account; None where it gives none."""
    if PurePath(name).suffix.lower() not in SUFFIXES:
        return None
    start = file.read(len(_WIDE))
    if start.startswith((_NARROW, _WIDE)):
        return _amr(file, start)
    from tinytag import TinyTag, TinyTagException

    try:
        seconds = TinyTag.get(filename=name, file_obj=file, tags=False).duration
    except (TinyTagException, OSError, ValueError):
        return None
    length = round(seconds * 1000) if seconds and seconds == seconds and seconds < LONGEST_MS / 1000 else 0  # noqa: PLR0124 - not a number
    return length or None


def _amr(file: BinaryIO, start: bytes) -> int | None:
    """Frames of 20 milliseconds, each of the size that its first byte names: how phones record calls."""
    is_wide = start.startswith(_WIDE)
    sizes = _WIDE_SIZES if is_wide else _NARROW_SIZES
    file.seek(len(_WIDE if is_wide else _NARROW))
    content = file.read(MOST_AMR_BYTES)
    at = frames = 0
    while at < len(content):
        at += sizes[content[at] >> 3 & 0x0F]
        frames += 1
    return frames * _FRAME_MS or None
