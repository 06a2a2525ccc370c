"""The tables of an HTML page: what many programs export under the name .xls.

Only the parser of the standard library reads it: nothing is fetched, no script is run, and the
entities of HTML stand for one character each. A cell keeps the text that is shown; numbers and dates
are told from it later, like those of a .csv, so that 00123 and a number of 20 digits stay whole. Where
a number is shown and its exact value is given beside it (``x:num``), that counts.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from arcdesk.importing import delimited, merged
from arcdesk.importing.errors import CellTooLong, FileTooLarge, NotASpreadsheet, TooManyCells
from arcdesk.importing.grid import Grid, GridTooLarge
from arcdesk.importing.tables import Table

MAX_BYTES = 64 << 20
MAX_TAGS = 3_000_000
"""With their ends; more would take the parser longer than anybody waits."""

MAX_CELL_CHARACTERS = 1 << 20
_FEED_CHARACTERS = 1 << 16
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_CODECS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
_LEADING = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"
_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<>]{1,100})</x:Name>", re.IGNORECASE)
_SHOWN_NUMBER = re.compile(r"[-(]?[¥￥$]?[-(]?[0-9][0-9,]*(?:\.[0-9]+)?\)?")
_EXACT_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,17})?")
_SKIPPED = frozenset(("script", "style", "title", "xml", "select"))
_MARK_LIMIT = 2000
_MOST_NESTED, _MOST_TABLES = 50, 2000


def is_markup(data: bytes) -> bool:
    """Whether a file begins with a tag."""
    return data[:_MARK_LIMIT].lstrip(_LEADING).startswith(b"<")


def read(data: bytes, path: Path, encoding: str | None = None) -> list[Table]:
    """The tables of a page that have a row each.

    Raises:
        Refusal: a page without a table, or with more cells than are read.
    """
    if len(data) > MAX_BYTES:
        raise FileTooLarge(name=path.name, limit_mb=MAX_BYTES >> 20)
    text = _text(data, path.name, encoding)
    if _TABLE.search(text) is None:
        raise NotASpreadsheet(name=path.name)
    if text.count("<") > MAX_TAGS:
        row_count, cell_count = text.lower().count("<tr"), text.lower().count("<td")
        raise TooManyCells(sheet=path.stem, rows=row_count, columns=cell_count // max(1, row_count))
    page = _Page()
    try:
        # In pieces, because the parser copies what is left of its text at each tag it waits for.
        for start in range(0, len(text), _FEED_CHARACTERS):
            page.feed(text[start : start + _FEED_CHARACTERS])
            if len(page.rawdata) > MAX_CELL_CHARACTERS:
                raise CellTooLong(name=path.name)
        page.close()
        grids = [(grid.finished(), grid.merged) for grid in page.grids]
    except GridTooLarge as limit:
        raise TooManyCells(sheet=path.stem, rows=limit.rows, columns=limit.columns) from None
    except _EndlessCell:
        raise CellTooLong(name=path.name) from None
    for rows, ranges in grids:
        merged.fill(rows, ranges, (0, 0))
    tables = [rows for rows, _ in grids if rows]
    if not tables:
        raise NotASpreadsheet(name=path.name)
    names = _SHEET_NAME.findall(text[: 1 << 16])
    if len(names) != len(tables):
        names = [path.stem, *(f"{path.stem} ({number})" for number in range(2, len(tables) + 1))]
    return [Table(name, rows) for name, rows in zip(names, tables, strict=True)]


def _text(data: bytes, name: str, encoding: str | None) -> str:
    """The page as text; what it says of its own characters is believed where it can be true."""
    said = _CHARSET.search(data[:_MARK_LIMIT])
    codec = _CODECS.get(said[1].decode("ascii").lower()) if said else None
    if (
        encoding is None
        and codec is not None
        and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"))
    ):
        try:
            return data.decode("big5hkscs" if codec == "big5" else codec)
        except UnicodeDecodeError:
            pass
    return delimited.decode(data, name, encoding)


class _EndlessCell(Exception):
    pass


class _Page(HTMLParser):
    """Gathers the cells. A table within a table is one of its own: pages nest them for layout."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self._open: list[_OpenTable] = []
        self._skipping = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipping:
            return
        if tag in _SKIPPED:
            self._skipping = tag
        elif tag == "table":
            if len(self._open) < _MOST_NESTED:
                grid = Grid()
                if len(self.grids) >= _MOST_TABLES:
                    raise GridTooLarge(len(self.grids), 1)
                self.grids.append(grid)
                self._open.append(_OpenTable(grid))
        elif self._open:
            table = self._open[-1]
            if tag == "tr":
                table.end_cell()
                table.grid.next_row()
            elif tag in ("td", "th"):
                table.end_cell()
                given = dict(attrs)
                table.begin_cell(
                    _span(given.get("colspan")), _span(given.get("rowspan")), given.get("x:num") or ""
                )
            elif tag in ("br", "p", "div"):
                table.add("\n" if tag == "br" else " ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SKIPPED:
            self.handle_starttag(tag, attrs)
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            if tag == self._skipping:
                self._skipping = ""
        elif self._open:
            if tag in ("td", "th", "tr", "table"):
                self._open[-1].end_cell()
            if tag == "table":
                self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._skipping:
            self._open[-1].add(data)

    def close(self) -> None:
        if (
            len(self.rawdata) > _FEED_CHARACTERS
        ):  # a tag that never ends; the parser would try each of its signs
            self.rawdata = ""
        super().close()
        for table in self._open:
            table.end_cell()


class _OpenTable:
    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self._parts: list[str] | None = None
        self._length = 0
        self._spans = (1, 1)
        self._exact = ""

    def begin_cell(self, across: int, down: int, exact: str) -> None:
        self._parts, self._length, self._spans, self._exact = [], 0, (across, down), exact

    def add(self, text: str) -> None:
        if self._parts is not None:
            self._length += len(text)
            if self._length > MAX_CELL_CHARACTERS:
                raise _EndlessCell
            self._parts.append(text if text == "\n" else text.replace("\n", " "))

    def end_cell(self) -> None:
        if self._parts is None:
            return
        text = "".join(self._parts).replace("\xa0", " ")
        across, down = self._spans
        shown = "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
        if self._exact and _SHOWN_NUMBER.fullmatch(shown) and _EXACT_NUMBER.fullmatch(self._exact):
            shown = self._exact
        self.grid.put(shown, across=across, down=down)
        self._parts = None


def _span(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 8 else 1
