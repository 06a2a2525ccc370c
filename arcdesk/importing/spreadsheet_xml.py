"""SpreadsheetML 2003: a workbook as one XML file, which Excel 2003 wrote and web systems still export."""

from __future__ import annotations

import re
from datetime import datetime

from arcdesk.importing import merged, safe_xml
from arcdesk.importing.errors import CellTooLong, FileDamaged, FileIsEmpty, FileTooLarge, TooManyCells
from arcdesk.importing.facts import NOT_COMPUTED, Facts, SheetFacts, remarks
from arcdesk.importing.grid import Grid, GridTooLarge
from arcdesk.importing.ledger_file import Remark
from arcdesk.importing.tables import Cell, Table

MAX_BYTES = 64 << 20
MAX_TAGS = 1_500_000
"""Start tags; more than that take longer to read than anybody waits, and belong into an .xlsx."""
MAX_CELL_CHARACTERS = 1 << 20
_NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_PROBE_BYTES = 4096
_FEED_BYTES = 1 << 16
_GB_DECLARATION = re.compile(
    rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_-]{2,20})["'][^>]*\?>"""
)
_FLOAT = re.compile(r"[0-9]{1,400}(?:\.[0-9]{0,400})?(?:[eE][-+]?[0-9]{1,4})?")
_OTHER_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}


def is_spreadsheet_xml(data: bytes) -> bool:
    """Whether a file is of this kind, by the name of its namespace near the beginning."""
    head = data[:_PROBE_BYTES].replace(b"\0", b"")
    return _NAMESPACE.encode() in head and b"Workbook" in head and b"<html" not in head.lower()


def read(data: bytes, name: str) -> tuple[list[Table], tuple[Remark, ...]]:
    """The visible sheets, and what is to be known of them. Hidden ones are read where no other has rows."""
    if len(data) > MAX_BYTES:
        raise FileTooLarge(name=name, limit_mb=MAX_BYTES >> 20)
    book = _Book()
    try:
        content = _as_utf8(data)
        if (tags := content.count(b"<") // 2) > MAX_TAGS:
            raise TooManyCells(sheet=name, rows=tags, columns=1)
        pieces = (content[start : start + _FEED_BYTES] for start in range(0, len(content), _FEED_BYTES))
        safe_xml.parse(pieces, book.start, book.end, book.text)
        sheets = [(sheet, sheet.grid.finished()) for sheet in book.sheets]
    except (safe_xml.BadXml, UnicodeDecodeError):
        raise FileDamaged(name=name) from None
    except GridTooLarge as limit:
        raise TooManyCells(sheet=name, rows=limit.rows, columns=limit.columns) from None
    except _EndlessCell:
        raise CellTooLong(name=name) from None
    if not any(rows for _, rows in sheets):
        raise FileIsEmpty(name=name)
    shown = [(sheet, rows) for sheet, rows in sheets if not sheet.is_hidden]
    if any(rows for _, rows in shown):
        left_out = [sheet.name for sheet, _ in sheets if sheet.is_hidden]
    else:
        shown, left_out = sheets, []
    for sheet, rows in shown:
        merged.fill(rows, sheet.grid.merged, (0, 0))
    tables = [Table(sheet.name, rows, 1, book.date1904) for sheet, rows in shown]
    return tables, remarks(Facts(), [sheet.facts for sheet, _ in shown], left_out)


def _as_utf8(data: bytes) -> bytes:
    """The text in an encoding that the parser knows: of the Chinese ones it knows none."""
    said = _GB_DECLARATION.match(data[:400])
    codec = _OTHER_CODECS.get(said[1].decode("ascii").lower()) if said else None
    if codec is None or said is None:
        return data
    return data[said.end() :].decode(codec).encode()


class _EndlessCell(Exception):
    pass


class _Sheet:
    def __init__(self, name: str) -> None:
        self.name = name
        self.grid = Grid()
        self.facts = SheetFacts()
        self.is_hidden = False


class _Book:
    """What the elements say, one after another."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.date1904 = False
        self._cell: dict[str, str] | None = None
        self._type = ""
        self._text: list[str] | None = None
        self._length = 0

    def start(self, element: str, attributes: dict[str, str]) -> None:
        tag = safe_xml.local(element)
        given = {safe_xml.local(key): value for key, value in attributes.items()}
        if tag == "Worksheet":
            self.sheets.append(_Sheet(given.get("Name", "")))
        elif tag == "Date1904":
            self.date1904 = True
        elif tag == "Visible":
            self._text, self._length = [], 0
        elif self.sheets and tag == "Row":
            index = _number(given.get("Index"))
            self.sheets[-1].grid.next_row(index - 1 if index else None)
            self.sheets[-1].facts.hidden_rows += given.get("Hidden") == "1"
        elif self.sheets and tag == "Cell":
            self._cell, self._type, self._text = given, "", None
        elif self._cell is not None and tag == "Data":
            self._type, self._text, self._length = given.get("Type", "String"), [], 0

    def text(self, text: str) -> None:
        if self._text is not None:
            self._length += len(text)
            if self._length > MAX_CELL_CHARACTERS:
                raise _EndlessCell
            self._text.append(text)

    def end(self, element: str) -> None:
        tag = safe_xml.local(element)
        if tag == "Visible" and self.sheets and self._text is not None:
            self.sheets[-1].is_hidden = "".join(self._text).strip() in ("SheetHidden", "SheetVeryHidden")
            self._text = None
        elif tag == "Cell" and self._cell is not None and self.sheets:
            self._put(self._cell)
            self._cell = self._text = None

    def _put(self, given: dict[str, str]) -> None:
        sheet = self.sheets[-1]
        text = "".join(self._text or ())
        value: Cell = _value(self._type, text)
        if self._type == "Error":
            sheet.facts.error_count += 1
        elif "Formula" in given and not self._type:
            sheet.facts.uncomputed_count += 1
            value = NOT_COMPUTED
        index = _number(given.get("Index"))
        sheet.grid.put(
            value,
            across=_number(given.get("MergeAcross")) + 1,
            down=_number(given.get("MergeDown")) + 1,
            column=index - 1 if index else None,
        )


def _value(kind: str, text: str) -> Cell:
    if kind == "Number":
        # A number of more digits than a float holds is one that names something: it stays text.
        digits = text.strip().lstrip("-")
        return (
            float(text) if _FLOAT.fullmatch(digits) and not (digits.isdigit() and len(digits) > 15) else text
        )
    if kind == "DateTime":
        try:
            return datetime.fromisoformat(text.strip()).replace(tzinfo=None)
        except ValueError:
            return text
    if kind == "Boolean":
        return text.strip() == "1"
    return text


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else 0
