"""Texts that a spreadsheet would take for a formula, made harmless in delimited text and plain again on the way in.

The apostrophe is Excel's own mark for "this is text". A workbook carries it beside the text (quote prefix);
delimited text can only carry it inside (docs/decisions/0020-lists-out.md).
"""

from __future__ import annotations

import re

from arcdesk.domain.text import half_width

_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?%?|-+")


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula; a negative number or a dash is none."""
    return text.startswith(_SIGNS) and not _NUMBER.fullmatch(half_width(text))


def guarded(text: str) -> str:
    """A text for a delimited file: with an apostrophe before what could be taken for a formula."""
    return f"'{text}" if is_formula_like(text) or _has_mark(text) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given, also when it was mended to a negative number behind its apostrophe."""
    return text[1:] if _has_mark(text) else text


def _has_mark(text: str) -> bool:
    return text[:1] == "'" and text.lstrip("'").startswith(_SIGNS)
