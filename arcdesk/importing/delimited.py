"""Comma- or tab-separated text: which characters, which separator, which cells."""

from __future__ import annotations

import csv
from io import StringIO

from arcdesk.domain.formula_guard import unguarded
from arcdesk.importing.errors import BrokenDelimitedText, NotASpreadsheet, UnknownEncoding

_SEPARATORS = ",\t;"
_PROBE_BYTES = 4096


def read_rows(data: bytes, name: str) -> list[list[str]]:
    """The rows of a text file; every cell is text and rows may differ in length."""
    text = decode(data, name)
    if "\x00" in text:
        raise NotASpreadsheet(name=name)
    lines = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        rows = list(lines)
    except csv.Error:
        raise BrokenDelimitedText(name=name, line=lines.line_num) from None
    # The apostrophe that keeps a formula quiet in delimited text is no part of the cell.
    return [list(map(unguarded, row)) for row in rows] if "'" in text else rows


def decode(data: bytes, name: str) -> str:
    """Text of unmarked bytes: byte order mark, UTF-16 by its zeros, strict UTF-8, else GB 18030.

    GB 18030 contains GBK and GB 2312, so that one decoder serves all three.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    probe = data[:_PROBE_BYTES]
    if b"\x00" in probe:
        # Separators, digits and line ends are ASCII: their zero byte tells the order.
        even, odd = probe[::2].count(0), probe[1::2].count(0)
        if max(even, odd) < len(probe) // 10 or min(even, odd) > max(even, odd) // 10:
            raise NotASpreadsheet(name=name)
        try:
            return data.decode("utf-16-le" if odd > even else "utf-16-be")
        except UnicodeDecodeError:
            raise NotASpreadsheet(name=name) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030", name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnknownEncoding(name=name) from None


def _separator(text: str) -> str:
    """The separator that stands most often in one of the first lines (title rows have none)."""
    head = text[:_PROBE_BYTES].splitlines()[:30]
    return max(_SEPARATORS, key=lambda mark: max((line.count(mark) for line in head), default=0))
