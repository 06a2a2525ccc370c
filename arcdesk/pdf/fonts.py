"""The two faces that print every document, and what they can and cannot draw.

Noto Sans SC ships with the program, so a document looks the same and has the same bytes on
every machine; fonts of the system are never used.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from arcdesk import resources

REGULAR = "ArcDeskSans"
BOLD = "ArcDeskSans-Bold"
_FILES = {REGULAR: "NotoSansSC_400Regular.ttf", BOLD: "NotoSansSC_700Bold.ttf"}

_lock = threading.Lock()
_faces: dict[str, Any] = {}
_widths: dict[bool, dict[int, float]] = {}


def register() -> None:
    """Load both faces into ReportLab, once per process; safe from several threads."""
    with _lock:
        if not _faces:
            _skip_text_armour()
            loaded = {name: _load(name, file) for name, file in _FILES.items()}
            _widths.update({name == BOLD: _char_widths(font) for name, font in loaded.items()})
            _faces.update(loaded)


def char_widths(*, bold: bool) -> dict[int, float]:
    """Advance width of every character the face has: code point -> em."""
    register()
    return _widths[bold]


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of ``text`` in points; a character the face lacks counts as one em."""
    widths = char_widths(bold=bold)
    return size * sum(widths.get(ord(char), 1.0) for char in text)


def missing_glyphs(text: str) -> list[str]:
    """The distinct characters of ``text`` neither face can draw, in order of appearance."""
    drawable = char_widths(bold=False)
    return list(dict.fromkeys(char for char in text if ord(char) not in drawable))


def describe_characters(characters: list[str]) -> str:
    """Characters with their code points, ``"𠮷 (U+20BB7), ☑ (U+2611)"``, for a sentence."""
    return ", ".join(
        f"{char if char.isprintable() else ''} (U+{ord(char):04X})".strip() for char in characters
    )


def _load(name: str, file: str) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name, str(resources.path("fonts", file)), shapable=False)
    _keep_tables(font.face)
    pdfmetrics.registerFont(font)
    return font


def _skip_text_armour() -> None:
    """Write streams as plain bytes: ReportLab's ASCII-85 makes files a quarter larger and slower."""
    from reportlab import rl_config

    rl_config.useA85 = 0


def _keep_tables(face: Any) -> None:
    """Cut each font table out of the file once.

    ReportLab copies the 10 MB outline table anew for every subset it writes, which is a
    quarter of the time of a letter.
    """
    cut = face.get_table
    tables: dict[str, bytes] = {}

    def get_table(tag: str) -> bytes:
        if tag not in tables:
            tables[tag] = cut(tag)
        return tables[tag]

    face.get_table = get_table


def _char_widths(font: Any) -> dict[int, float]:
    """Widths of the characters that have an outline of their own, in em."""
    face = font.face
    return {code: face.charWidths[code] / 1000 for code in face.charToGlyph if code in face.charWidths}
