"""Full-width and half-width forms, which a Chinese keyboard or an export makes of ASCII; and names from outside."""

from __future__ import annotations

import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys((0x00A0, 0x2002, 0x2003, 0x2007, 0x2009, 0x202F, 0x3000, 0x0009), " ")
_INVISIBLE = dict.fromkeys((0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
_SIGNS = {0xFFE5: "¥", 0xFFE1: "£", 0x2212: "-"}
_TABLE: dict[int, int | str | None] = {**_FULL_WIDTH, **_SPACES, **_INVISIBLE, **_SIGNS}


def half_width(text: str) -> str:
    """``text`` with full-width ASCII, odd spaces and signs in plain form, stripped.

    Deliberately narrower than Unicode's NFKC, which would turn "5²" into "52".
    """
    return text.translate(_TABLE).strip()


def one_line(text: str) -> str:
    """A name from outside as it is shown: on one line, in one direction, nothing of it hidden.

    Line breaks, tabs and control signs become blanks; marks that turn a text around ("gpj.exe" that reads
    "exe.jpg") or show nothing go; half a character becomes a question mark.
    """
    if text.isprintable() and text.isascii():
        return text
    return "".join(_shown(character) for character in text)


def spelt(name: str) -> str:
    """A file's name as it stands, with a question mark for bytes that are no letters in it (Linux)."""
    return name.encode("utf-8", "replace").decode()


def _shown(character: str) -> str:
    match unicodedata.category(character):
        case "Cc" | "Zl" | "Zp":
            return " "
        case "Cf":
            return ""
        case "Cs":
            return "?"
        case _:
            return character if character.isprintable() or character == "\u3000" else " "
