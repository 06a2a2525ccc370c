"""A file opened as tables of raw cells. The bytes decide what it is, not what its name ends in:
a workbook (.xlsx, .xlsm, .xls), text with separators, or the HTML and XML tables that many
programs export under the name .xls.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from arcdesk.importing import compound_guard, delimited, html_tables, spreadsheet_xml, workbook, zip_guard
from arcdesk.importing.errors import (
    FileChanged,
    FileIsEmpty,
    FileNotThere,
    FileTooLarge,
    FileUnreadable,
    NotASpreadsheet,
    SheetNotThere,
)
from arcdesk.importing.ledger_file import Remark
from arcdesk.importing.tables import Cell, Source, Table

__all__ = ["Cell", "Source", "Table", "read_source", "read_tables"]

MAX_FILE_BYTES = 200 * 1024 * 1024
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"SQLite format",
)


def read_tables(path: Path, sheet: str | None = None) -> list[Table]:
    """Every sheet of a file, or the one called ``sheet``. Refuses with one sentence."""
    return list(read_source(path, sheet).tables)


def read_source(path: Path, sheet: str | None = None, encoding: str | None = None) -> Source:
    """As ``read_tables``, with name, hash and remarks.

    Args:
        path: the file.
        sheet: read this sheet alone, also where it is hidden.
        encoding: how a text file is to be read, where the person knows better: one of ``delimited.ENCODINGS``.
    """
    data = _bytes_of(path)
    tables, remarks = _tables(data, path, sheet, encoding)
    return Source(path.name, hashlib.sha256(data).hexdigest(), tuple(tables), remarks)


def _tables(
    data: bytes, path: Path, sheet: str | None, encoding: str | None
) -> tuple[list[Table], tuple[Remark, ...]]:
    if data.startswith(_ZIP):
        checked, facts = zip_guard.check_workbook(data, path.name)
        return workbook.read_workbook(checked, path.name, sheet, facts)
    if data.startswith(_OLE):
        facts = compound_guard.check_compound_file(data, path.name)
        return workbook.read_workbook(data, path.name, sheet, facts)
    if data.startswith(_FOREIGN):
        raise NotASpreadsheet(name=path.name)
    if spreadsheet_xml.is_spreadsheet_xml(data):
        tables, remarks = spreadsheet_xml.read(data, path.name)
    elif html_tables.is_markup(data):
        tables, remarks = html_tables.read(data, path, encoding), ()
    else:
        tables, remarks = [Table(path.stem, delimited.read_rows(data, path.name, encoding))], ()
    chosen = tables if sheet is None else [table for table in tables if table.sheet == sheet]
    if not chosen:
        raise SheetNotThere(sheet=sheet, sheets=", ".join(table.sheet for table in tables))
    return chosen, remarks


def _bytes_of(path: Path) -> bytes:
    """The content of an ordinary file. A pipe or a device is not opened: it would never end."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotASpreadsheet(name=path.name)
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if about.st_size > MAX_FILE_BYTES:
                raise FileTooLarge(name=path.name, limit_mb=MAX_FILE_BYTES >> 20)
            data = file.read(MAX_FILE_BYTES + 1)
            now = os.fstat(file.fileno())
    except FileNotFoundError:
        raise FileNotThere(name=path.name) from None
    except (OSError, ValueError):
        raise FileUnreadable(name=path.name) from None
    if (len(data), now.st_mtime_ns) != (about.st_size, about.st_mtime_ns):
        raise FileChanged(name=path.name)
    if not data or data.isspace():
        raise FileIsEmpty(name=path.name)
    return data
