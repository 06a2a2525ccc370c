"""A file opened as tables of raw cells, whatever its name ends in: .xlsx, .xlsm, .xls, .csv, .tsv."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk.importing import compound_guard, delimited, zip_guard
from arcdesk.importing.errors import (
    FileDamaged,
    FileEncrypted,
    FileIsEmpty,
    FileNotThere,
    FileTooLarge,
    FileUnreadable,
    NotASpreadsheet,
    SheetNotThere,
)

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

    from arcdesk.importing.ledger_file import Remark

Cell = str | float | int | bool | date | datetime | time | timedelta
"""A raw cell. A float is the number of the file, whose ``repr`` is exact: see ``values``."""

MAX_FILE_BYTES = 200 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite format",
)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its rows, the sheet's number of the first of them, and how it counts days."""

    sheet: str
    rows: Sequence[Sequence[Cell]]
    first_row: int = 1
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file's tables with its name and the SHA-256 of its bytes."""

    name: str
    sha256: str
    tables: tuple[Table, ...]
    remarks: tuple[Remark, ...] = ()


def read_tables(path: Path, sheet: str | None = None) -> list[Table]:
    """Every sheet of a file, or the one called ``sheet``. Refuses with one sentence."""
    return list(read_source(path, sheet).tables)


def read_source(path: Path, sheet: str | None = None) -> Source:
    """As ``read_tables``, with name and hash. The bytes decide what the file is, not its name."""
    data = _bytes_of(path)
    if data.startswith(_ZIP):
        tables = _read_workbook(data, path.name, sheet, zip_guard.check_workbook(data, path.name))
    elif data.startswith(_OLE):
        compound_guard.check_compound_file(data, path.name)
        tables = _read_workbook(data, path.name, sheet, False)
    elif data.startswith(_FOREIGN) or data.lstrip()[:1] == b"<":
        raise NotASpreadsheet(name=path.name)
    else:
        tables = [Table(path.stem, delimited.read_rows(data, path.name))]
        if sheet not in (None, path.stem):
            raise SheetNotThere(sheet=sheet, sheets=path.stem)
    return Source(path.name, hashlib.sha256(data).hexdigest(), tuple(tables))


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise FileNotThere(name=path.name) if not path.exists() else NotASpreadsheet(name=path.name)
        if path.stat().st_size > MAX_FILE_BYTES:
            raise FileTooLarge(name=path.name, limit_mb=MAX_FILE_BYTES >> 20)
        data = path.read_bytes()
    except OSError:
        raise FileUnreadable(name=path.name) from None
    if not data.strip():
        raise FileIsEmpty(name=path.name)
    return data


def _read_workbook(data: bytes, name: str, wanted: str | None, date1904: bool) -> list[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            tables = [_read_sheet(book, sheet, date1904) for sheet in _chosen(book, wanted)]
    except PasswordError:
        raise FileEncrypted(name=name) from None
    except CalamineError:
        raise FileDamaged(name=name) from None
    except BaseException as error:
        # A panic inside the cell reader is no Exception; a file that causes one is damaged.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise FileDamaged(name=name) from None
    if not any(table.rows for table in tables):
        raise FileIsEmpty(name=name)
    return tables


def _chosen(book: CalamineWorkbook, wanted: str | None) -> list[str]:
    """The names of the sheets to read; charts and macro sheets have no rows."""
    from python_calamine import SheetTypeEnum

    sheets = [meta.name for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if wanted is None:
        return sheets
    if wanted not in sheets:
        raise SheetNotThere(sheet=wanted, sheets=", ".join(sheets))
    return [wanted]


def _read_sheet(book: CalamineWorkbook, name: str, date1904: bool) -> Table:
    content = book.get_sheet_by_name(name)
    start = content.start
    return Table(name, content.to_python(), start[0] + 1 if start else 1, date1904)
