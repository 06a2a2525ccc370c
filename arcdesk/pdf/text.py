"""Breaking Chinese and mixed text into lines.

The rules of 禁则 hold: closing punctuation never starts a line, opening punctuation never
ends one, ``——`` and ``……`` stay whole. Words, numbers and amounts are not split unless one
of them is wider than the whole line. U+3000 is kept, since people indent with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from arcdesk.pdf.fonts import char_widths, missing_glyphs, text_width

NO_START = frozenset("，。、；：？！）》」』】〉〕〗”’…—～·％‰℃｝］,.;:!?)]}%〞＂－")
NO_END = frozenset("（《「『【〈〔〖“‘｛［￥＄￡([{¥$€£#№§〝")
# Their right half is empty: at the end of a line it may hang into the margin.
HALF_EMPTY = frozenset("，。、）》」』】〉〕〗”’")
UNITS = frozenset("元角分万亿年月日号天时期项笔份页个")
SOFT_SEPARATORS = frozenset("-/_.@:&=")

AUTOSPACE_EM = 0.12  # air between a Chinese character and a word or number beside it
_SLACK = 0.01  # points; forgives the rounding of summed widths
STRETCH_LIMIT_EM = 0.4  # a line needing more air than this per gap stays ragged


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line drawn in one go, ``x`` and ``spacing`` (between characters) in points."""

    x: float
    text: str
    bold: bool
    spacing: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw; ``width`` in points."""

    segments: tuple[Segment, ...]
    width: float

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)


@dataclass(slots=True)
class _Glyph:
    char: str
    bold: bool
    width: float
    lead: float = 0.0  # autospace before it, unless it starts the line


def clean(text: str) -> str:
    """``text`` as it can be printed: line breaks and tabs become blanks, invisible marks go."""
    if text.isascii() and text.isprintable():
        return text
    kept = (char for char in text if unicodedata.category(char) != "Cf")
    spaced = "".join(" " if char.isspace() and char not in "\u3000\u00a0" else char for char in kept)
    return unicodedata.normalize("NFC", spaced) if any(map(unicodedata.combining, spaced)) else spaced


def printable(text: str) -> str:
    """A name from outside, with ? for what the font cannot show: a file's name must not stop a whole document."""
    plain = clean(text)
    missing = set(missing_glyphs(plain))
    return "".join("?" if character in missing else character for character in plain)


def break_lines(
    runs: Iterable[Run], size: float, width: float, *, first_indent: float = 0.0, justify: bool = False
) -> list[Line]:
    """The lines of a paragraph set in ``size`` points within ``width`` points.

    ``justify`` spreads every line but the last to the full width.
    """
    return list(_broken(tuple(runs), size, width, first_indent, justify))


def one_line(text: str, size: float, *, bold: bool = False) -> Line:
    """``text`` as a single line of whatever width, for figures and short cells."""
    return Line((Segment(0.0, text, bold, 0.0),), text_width(text, size, bold=bold))


# A batch repeats its sentences, and a letter is laid out in several spacings: break each text once.
@lru_cache(maxsize=4096)
def _broken(
    runs: tuple[Run, ...], size: float, width: float, first_indent: float, justify: bool
) -> tuple[Line, ...]:
    lines: list[list[_Glyph]] = []
    current: list[_Glyph] = []
    used, room = 0.0, width - first_indent
    for group in _groups(_glyphs(runs, size)):
        if current and used + _inked_width(group, size) <= room + _SLACK:
            current += group
            used += _full_width(group)
            continue
        if current:
            lines.append(current)
            room = width
        current = group
        while len(current) > 1 and _inked_width(current, size) - current[0].lead > room + _SLACK:
            cut = _emergency_cut(current, room, size)
            lines.append(current[:cut])
            current, room = current[cut:], width
        used = _full_width(current) - current[0].lead
    lines.append(current)
    return tuple(
        _set_line(
            _trimmed(glyphs),
            size,
            indent=first_indent if index == 0 else 0.0,
            target=width if justify and index < len(lines) - 1 else None,
        )
        for index, glyphs in enumerate(lines)
    )


def longest_piece(text: str, size: float) -> float:
    """Width in points of the widest part of ``text`` that must not be divided, in bold."""
    groups = _groups(_glyphs([Run(text, bold=True)], size))
    return max((_inked_width(group, size) for group in groups), default=0.0)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between the two characters."""
    if after == " " or after in NO_START or before in NO_END or "\u00a0" in (before, after):
        return False
    if before == " ":
        return True
    if _is_western(before) and (_is_western(after) or (after in UNITS and before.isdigit())):
        return False
    return not (before == "’" and _is_western(after))


def _glyphs(runs: Iterable[Run], size: float) -> list[_Glyph]:
    glyphs: list[_Glyph] = []
    for run in runs:
        widths = char_widths(bold=run.bold)
        for char in run.text:
            glyph = _Glyph(char, run.bold, size * widths.get(ord(char), 1.0))
            if glyphs and _wants_air(glyphs[-1].char, char):
                glyph.lead = size * AUTOSPACE_EM
            glyphs.append(glyph)
    return glyphs


def _groups(glyphs: Sequence[_Glyph]) -> list[list[_Glyph]]:
    """The pieces between two places where a line may end."""
    groups: list[list[_Glyph]] = []
    for glyph in glyphs:
        if groups and not may_break(groups[-1][-1].char, glyph.char):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return groups


def _is_western(char: str) -> bool:
    """Latin letters, figures and their signs, half or full width: parts of an unbroken word."""
    code = ord(char)
    if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A:
        return True
    return (0x20 < code < 0x2000 and char not in "\u00a0·") or 0x2010 <= code <= 0x2013


def _wants_air(before: str, after: str) -> bool:
    return (_is_han(before) and _is_figure(after)) or (_is_figure(before) and _is_han(after))


def _is_han(char: str) -> bool:
    return 0x3400 <= ord(char) <= 0x9FFF


def _is_figure(char: str) -> bool:
    return (char.isascii() and (char.isalnum() or char in "$%")) or char in "¥€£"


def _trimmed(glyphs: list[_Glyph]) -> list[_Glyph]:
    end = len(glyphs)
    while end and glyphs[end - 1].char == " ":
        end -= 1
    return glyphs[:end]


def _full_width(glyphs: Sequence[_Glyph]) -> float:
    return sum(glyph.lead + glyph.width for glyph in glyphs)


def _inked_width(glyphs: list[_Glyph], size: float) -> float:
    """Width without trailing blanks and without the empty half of the last character."""
    inked = _trimmed(glyphs)
    return _full_width(inked) - _overhang(inked[-1], size) if inked else 0.0


def _overhang(glyph: _Glyph, size: float) -> float:
    return size / 2 if glyph.char in HALF_EMPTY and glyph.width > size * 0.9 else 0.0


def _emergency_cut(glyphs: list[_Glyph], room: float, size: float) -> int:
    """Where to cut a piece wider than the line: after a separator if one lies in the last half."""
    limit = 1
    lead = glyphs[0].lead
    while limit < len(glyphs) - 1 and _inked_width(glyphs[: limit + 1], size) - lead <= room + _SLACK:
        limit += 1
    allowed = [cut for cut in range(limit, 0, -1) if _tolerable(glyphs[cut - 1].char, glyphs[cut].char)]
    soft = [cut for cut in allowed if cut > limit / 2 and glyphs[cut - 1].char in SOFT_SEPARATORS]
    return (soft or allowed or [limit])[0]


def _tolerable(before: str, after: str) -> bool:
    return after not in NO_START and before not in NO_END and after != " "


def _set_line(glyphs: list[_Glyph], size: float, *, indent: float, target: float | None) -> Line:
    """Place the glyphs of one line; with ``target`` spread them to that right edge."""
    natural = _inked_width(glyphs, size) - (glyphs[0].lead if glyphs else 0.0)
    gaps = sum(1 for glyph in glyphs[:-1] if _stretches(glyph.char))
    air = (target - indent - natural) / gaps if target is not None and gaps else 0.0
    if not 0.0 < air <= size * STRETCH_LIMIT_EM:
        air = 0.0
    segments: list[Segment] = []
    text, start, bold, spacing = "", indent, False, 0.0
    x = indent
    for index, glyph in enumerate(glyphs):
        lead = glyph.lead if index else 0.0
        own_spacing = air if _stretches(glyph.char) else 0.0
        if text and (lead or glyph.bold != bold or own_spacing != spacing):
            segments.append(Segment(start, text, bold, spacing))
            text = ""
        x += lead
        if not text:
            start, bold, spacing = x, glyph.bold, own_spacing
        text += glyph.char
        x += glyph.width + own_spacing
    if text:
        segments.append(Segment(start, text, bold, spacing))
    return Line(tuple(segments), indent + natural + air * gaps)


def _stretches(char: str) -> bool:
    return char == " " or not _is_western(char)
