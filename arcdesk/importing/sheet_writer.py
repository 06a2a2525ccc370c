"""Tables written as .xlsx or delimited text so that nothing in them becomes a formula when they are opened.

In a workbook a text that looks like a formula carries Excel's quote prefix, which is no part of the text.
Delimited text has no such mark: there the text gets a leading apostrophe, which an import takes off again
(``domain.formula_guard``). Numbers, also negative ones, stay numbers in both.
"""

from __future__ import annotations

import csv
import errno
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arcdesk.domain.errors import Refusal
from arcdesk.domain.formula_guard import guarded, is_formula_like
from arcdesk.domain.money import format_plain
from arcdesk.files import CannotWrite, write_durably
from arcdesk.importing.errors import TooManyRows

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_576
CELL_LIMIT = 32_767
SHEET_NAME_LIMIT = 31
BASE_CURRENCY = "CNY"
_TEXT_LOOKS = {
    "head": {"bold": True, "bottom": 1},
    "guarded": {"quote_prefix": True},
    "headguarded": {"bold": True, "bottom": 1, "quote_prefix": True},
}
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NARROW, _WIDE = 9, 44
_WIDTH_ROWS = 200

Tick = Callable[[int], None]
"""Told how many rows are written; may raise to stop."""


class FileOpenElsewhere(Refusal):
    """Windows keeps a file from being replaced while another program has it open."""

    sentence = "“{name}” is open in another program such as Excel, or write-protected. Close it or choose another name."


class DiskIsFull(Refusal):
    sentence = "The disk is full: “{name}” was not written. Free some space or choose another drive."


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in fen: a number with two decimals, in a workbook with its currency where it is foreign."""

    fen: int
    currency: str = BASE_CURRENCY


@dataclass(frozen=True, slots=True)
class Percent:
    """A rate in per cent: 95 is shown as 95%."""

    value: Decimal


Cell = str | float | int | bool | Decimal | date | datetime | time | timedelta | Money | Percent | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from the top, ``head`` the number of the heading row (bold, and it stays in view)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    head: int | None = 0


class _Exact(float):
    """A number that is written with every digit it has: XlsxWriter writes sixteen of seventeen."""

    def __format__(self, _spec: str, /) -> str:
        return repr(self).removesuffix(".0")


def safe_sheet_name(name: str, taken: Iterable[str] = ()) -> str:
    """``name`` as Excel takes it for a sheet, unlike every one that is ``taken`` (case does not count)."""
    plain = _NOT_IN_SHEET_NAMES.sub("_", name).strip("' ")[:SHEET_NAME_LIMIT].strip("' ")
    if not plain or plain.casefold() == "history":
        plain = f"{plain}_"
    used, found, count = {each.casefold() for each in taken}, plain, 1
    while found.casefold() in used:
        count += 1
        mark = f" ({count})"
        found = plain[: SHEET_NAME_LIMIT - len(mark)] + mark
    return found


def clean(text: str) -> str:
    """A text without the control characters that no spreadsheet can show; a line break stays."""
    return text if text.isprintable() else _CONTROL.sub("", text.replace("\r\n", "\n"))


def _cut(text: str) -> str:
    """A text of at most what a cell holds."""
    return text if len(text) <= CELL_LIMIT else f"{text[: CELL_LIMIT - 1]}…"


def workbook(sheets: Sequence[Sheet], *, date1904: bool = False, tick: Tick | None = None) -> bytes:
    """An .xlsx of these sheets.

    Raises:
        TooManyRows: a sheet beyond what a workbook holds.
        DiskIsFull: no room for the temporary files.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    for sheet in sheets:
        if len(sheet.rows) > MOST_ROWS:
            raise TooManyRows(sheet=sheet.name, count=len(sheet.rows), limit=MOST_ROWS)
    content = io.BytesIO()
    book = Workbook(content, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    if date1904:
        book.date_1904 = True
    try:
        names: list[str] = []
        for sheet in sheets:
            names.append(safe_sheet_name(sheet.name, names))
            _Writer(book, book.add_worksheet(names[-1]), tick).write(sheet)
    finally:
        try:
            book.close()  # also after a failure: only this removes the temporary files
        except (FileCreateError, OSError):
            raise DiskIsFull(name=sheets[0].name) from None
    return content.getvalue()


class _Writer:
    """Writes the rows of one sheet."""

    def __init__(self, book: Workbook, sheet: Worksheet, tick: Tick | None) -> None:
        self._book, self._sheet, self._tick = book, sheet, tick
        self._formats: dict[str, Format] = {}

    def write(self, sheet: Sheet) -> None:
        for number, width in enumerate(_widths(sheet)):
            self._sheet.set_column(number, number, width)
        if sheet.head is not None:
            self._sheet.freeze_panes(sheet.head + 1, 0)
        for row, cells in enumerate(sheet.rows):
            for column, cell in enumerate(cells):
                if cell is not None and cell != "":
                    self._write_cell(row, column, cell, is_head=row == sheet.head)
            if self._tick is not None:
                self._tick(row + 1)

    def _write_cell(self, row: int, column: int, cell: Any, *, is_head: bool) -> None:
        sheet = self._sheet
        if isinstance(cell, str):
            look = ("head" if is_head else "") + ("guarded" if is_formula_like(cell) else "")
            sheet.write_string(row, column, _cut(cell), self._format(look) if look else None)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, Money):
            foreign = cell.currency not in ("", BASE_CURRENCY)
            shape = f"[${cell.currency}] #,##0.00" if foreign else "#,##0.00"
            sheet.write_number(row, column, _Exact(format_plain(cell.fen)), self._format(shape))
        elif isinstance(cell, Percent):
            shape = "0.0##%" if cell.value % 1 else "0%"
            sheet.write_number(row, column, _Exact(cell.value / 100), self._format(shape))
        elif isinstance(cell, int | float | Decimal):
            sheet.write_number(row, column, _Exact(cell))
        else:
            self._write_moment(row, column, cell)

    def _write_moment(self, row: int, column: int, cell: date | datetime | time | timedelta) -> None:
        first_year = 1904 if self._book.date_1904 else 1900
        if isinstance(cell, date) and cell.year < first_year:  # a workbook has no number for such a day
            self._sheet.write_string(row, column, plain_text(cell))
        else:
            self._sheet.write_datetime(row, column, cell, self._format(_day_shape(cell)))

    def _format(self, look: str) -> Format:
        """The format of a heading, of a guarded text, or of a number of this shape."""
        if look not in self._formats:
            self._formats[look] = self._book.add_format(_TEXT_LOOKS.get(look) or {"num_format": look})
        return self._formats[look]


def _day_shape(cell: date | datetime | time | timedelta) -> str:
    if isinstance(cell, timedelta):
        return "[h]:mm:ss"
    if isinstance(cell, time):
        return "hh:mm:ss"
    return "yyyy-mm-dd hh:mm:ss" if isinstance(cell, datetime) and cell.time() != time() else "yyyy-mm-dd"


def _widths(sheet: Sheet) -> list[int]:
    """Characters each column needs by the heading and the first rows; a Chinese one counts double."""
    start = sheet.head or 0
    found: list[int] = []
    for cells in sheet.rows[start : start + _WIDTH_ROWS]:
        found += [_NARROW] * (len(cells) - len(found))
        for number, cell in enumerate(cells):
            text = plain_text(cell)
            wide = len(text) + sum(not character.isascii() for character in text) + 2
            found[number] = min(max(found[number], wide), _WIDE)
    return found


def plain_text(cell: Cell) -> str:
    """A cell as delimited text has it: 1234.50, 2026-03-05, 95%."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Money):
        return format_plain(cell.fen)
    if isinstance(cell, Percent):
        return f"{cell.value:f}%"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)


def delimited(rows: Iterable[Sequence[Cell]], separator: str = ",", *, tick: Tick | None = None) -> bytes:
    """Text in UTF-8 with the mark by which Excel knows it, CRLF at line ends."""
    content = io.StringIO(newline="")
    lines = csv.writer(content, delimiter=separator, lineterminator="\r\n")
    for number, cells in enumerate(rows, 1):
        lines.writerow([guarded(cell) if isinstance(cell, str) else plain_text(cell) for cell in cells])
        if tick is not None:
            tick(number)
    return content.getvalue().encode("utf-8-sig", "replace")


def write_file(path: Path, content: bytes) -> None:
    """Write whole or not at all.

    Raises:
        FileOpenElsewhere, DiskIsFull, CannotWrite: the old file, if there is one, is as before.
    """
    try:
        write_durably(path, content)
    except CannotWrite as refusal:
        cause = refusal.__cause__
        if isinstance(cause, OSError) and cause.errno == errno.ENOSPC:
            raise DiskIsFull(name=path.name) from cause
        if isinstance(cause, PermissionError) and path.is_file():
            raise FileOpenElsewhere(name=path.name) from cause
        raise
