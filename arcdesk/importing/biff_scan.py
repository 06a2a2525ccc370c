"""The records of an old .xls gone through before its cells are laid out: where they lie, which rows are
hidden, which cells show an error, how days are counted.
"""

from __future__ import annotations

import struct

from arcdesk.importing.facts import Facts, SheetFacts

MAX_ROWS, MAX_COLUMNS = 65_536, 256
MAX_CELLS = 12_000_000

_END_OF_SHEET, _SHEET_START, _DIMENSIONS, _ROW = 0x000A, 0x0085, 0x0200, 0x0208
_DATE_MODE, _PASSWORD, _BOOK_LINK, _BOOL_ERROR = 0x0022, 0x002F, 0x01AE, 0x0205
_FORMULAS = frozenset((0x0006, 0x0206, 0x0406))
_CELLS = frozenset(
    (0x0002, 0x0003, 0x0004, 0x0005, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6, 0x00FD, *_FORMULAS)
)
_CELL_RUNS = frozenset((0x00BD, 0x00BE))
_HIDDEN_ROW = 0x20
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class Encrypted(Exception):
    """The records are protected by a password."""


class TooManyCells(Exception):
    """The sheets would take more room than there is."""

    def __init__(self, sheet: str, rows: int, columns: int) -> None:
        super().__init__(sheet, rows, columns)
        self.sheet, self.rows, self.columns = sheet, rows, columns


def scan(workbook: bytes) -> Facts:
    """What the records of a workbook stream tell.

    Raises:
        ValueError: a cell beyond the last column of the format (rows can't lie beyond), or sheets
            that share their records.
        Encrypted, TooManyCells.
    """
    facts = Facts()
    book = _Sheet(workbook, 0)
    book.read(facts)
    area, read = 0, book.length
    seen: dict[int, SheetFacts] = {}
    for number, start in enumerate(book.sheets, start=1):
        if start not in seen:
            sheet = _Sheet(workbook, start)
            sheet.read(facts)
            read += sheet.length
            area += sheet.rows * sheet.columns
            if area > MAX_CELLS:
                raise TooManyCells(str(number), sheet.rows, sheet.columns)
            if read > 2 * len(workbook) + MAX_ROWS:
                raise ValueError("sheets lie in one another")
            seen[start] = sheet.facts
        facts.sheets.append(seen[start])
    return facts


class _Sheet:
    """The records from one place to their end."""

    def __init__(self, workbook: bytes, start: int) -> None:
        self._workbook, self._start = workbook, start
        self.facts = SheetFacts()
        self.sheets: list[int] = []
        self.rows = self.columns = self.length = 0

    def read(self, facts: Facts) -> None:
        """Go through the records; what concerns the book goes into ``facts``."""
        workbook, at, end = self._workbook, self._start, len(self._workbook) - 4
        unpack, place = struct.Struct("<HH").unpack_from, struct.Struct("<HH").unpack_from
        rows = columns = 0
        while at <= end:
            kind, length = unpack(workbook, at)
            if kind in _CELLS:
                if length >= 4:
                    row, column = place(workbook, at + 4)
                    rows = row if row > rows else rows  # noqa: FURB136 - a call would cost half the look
                    columns = column if column > columns else columns  # noqa: FURB136
                    if kind == _BOOL_ERROR or kind in _FORMULAS:
                        self._look(kind, row, column, workbook[at + 10 : at + 4 + length])
            elif kind == _END_OF_SHEET:
                break
            elif kind in _CELL_RUNS:
                if length >= 6:
                    row, column = place(workbook, at + 4)
                    last = unpack(workbook, at + 2 + length)[0]
                    rows, columns = max(rows, row), max(columns, column, last)
            else:
                self._note(kind, workbook[at + 4 : at + 4 + length], facts)
            at += 4 + length
        if columns >= MAX_COLUMNS:
            raise ValueError("a cell lies outside")
        self.length = at - self._start
        self.rows, self.columns = max(self.rows, rows + 1), max(self.columns, columns + 1)

    def _look(self, kind: int, row: int, column: int, value: bytes) -> None:
        """A cell that may show an error: the value of a formula or a value of its own."""
        if kind == _BOOL_ERROR:
            if len(value) >= 2 and value[1] == 1:
                self.facts.note_error(row, column, _ERRORS.get(value[0], "#N/A"))
        elif len(value) >= 8 and value[6:8] == b"\xff\xff" and value[0] == 2:
            self.facts.note_error(row, column, _ERRORS.get(value[2], "#N/A"))

    def _note(self, kind: int, content: bytes, facts: Facts) -> None:
        if kind == _ROW and len(content) >= 16:
            self.facts.hidden_rows += bool(content[12] & _HIDDEN_ROW)
        elif kind == _SHEET_START and len(content) >= 4:
            self.sheets.append(struct.unpack_from("<I", content)[0])
            if len(self.sheets) > MAX_COLUMNS:
                raise ValueError("more sheets than the format holds")
        elif kind == _DIMENSIONS and len(content) >= 14:
            _, last_row, _, last_column = struct.unpack_from("<IIHH", content)
            if last_row > MAX_ROWS or last_column > MAX_COLUMNS:
                raise ValueError("the sheet is larger than the format")
            self.rows, self.columns = max(self.rows, last_row), max(self.columns, last_column)
        elif kind == _DATE_MODE and len(content) >= 2:
            facts.date1904 = content[0] == 1
        elif kind == _PASSWORD:
            raise Encrypted
        elif kind == _BOOK_LINK and len(content) >= 4:
            (mark,) = struct.unpack_from("<H", content, 2)
            facts.has_links = facts.has_links or mark not in (_OWN_BOOK, _ADD_IN)
