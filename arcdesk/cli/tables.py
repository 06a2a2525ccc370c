"""Aligned tables for a terminal, where a Chinese character is as wide as two Latin ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

GAP = "  "
MOST_WIDE = 60
"""Columns of a terminal that one text column may take before it is cut."""


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal."""
    return sum(_columns(character) for character in text)


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Iterable[int] = (),
    foot: Sequence[str] = (),
) -> Iterator[str]:
    """Lines of a table: headings, a rule, rows, and ``foot`` under another rule.

    Args:
        right: numbers of the columns aligned to the right: amounts and counts.
    """
    body = [[_fit(cell) for cell in row] for row in rows]
    every = [list(headings), *body, *([list(foot)] if foot else [])]
    widths = [max(width(row[column]) for row in every) for column in range(len(headings))]
    to_right = set(right)
    rule = GAP.join("-" * columns for columns in widths)
    yield _line(headings, widths, to_right)
    yield rule
    for row in body:
        yield _line(row, widths, to_right)
    if foot:
        yield rule
        yield _line(foot, widths, to_right)


def facts(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names and values side by side; a pair without a value is left out."""
    known = [(name, value) for name, value in pairs if value]
    widest = max((width(name) for name, _ in known), default=0)
    for name, value in known:
        yield f"{name}{' ' * (widest - width(name))}{GAP}{value}"


def _line(cells: Sequence[str], widths: Sequence[int], right: set[int]) -> str:
    padded = []
    for column, (cell, columns) in enumerate(zip(cells, widths, strict=True)):
        space = " " * (columns - width(cell))
        padded.append(space + cell if column in right else cell + space)
    return GAP.join(padded).rstrip()


def _fit(text: str) -> str:
    """``text`` on one line, cut with an ellipsis where it is wider than a column may be."""
    flat = " ".join(text.split())
    if width(flat) <= MOST_WIDE:
        return flat
    kept, used = "", 0
    for character in flat:
        used += _columns(character)
        if used >= MOST_WIDE:
            break
        kept += character
    return f"{kept}…"


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
