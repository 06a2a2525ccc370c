"""The sheets of a workbook as tables: which are read, what merged cells and cells in error say."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from arcdesk.importing.errors import FileDamaged, FileEncrypted, FileIsEmpty, SheetNotThere, TooManyCells
from arcdesk.importing.facts import Facts, SheetFacts, remarks
from arcdesk.importing.ledger_file import Remark
from arcdesk.importing.merged import fill
from arcdesk.importing.tables import Cell, Table

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MAX_CELLS = 15_000_000
_quiet = threading.Lock()


def read_workbook(
    data: bytes, name: str, wanted: str | None, facts: Facts
) -> tuple[list[Table], tuple[Remark, ...]]:
    """The visible sheets of a workbook that a guard has let pass, or the one called ``wanted``.

    Hidden sheets are read where no other has a row. What is read is remarked on.
    """
    from python_calamine import CalamineError, PasswordError

    try:
        with _without_panic_text():
            chosen, left_out = _read(data, wanted, facts)
    except PasswordError:
        raise FileEncrypted(name=name) from None
    except (CalamineError, OSError, ValueError, OverflowError):
        raise FileDamaged(name=name) from None
    except BaseException as error:
        # A panic inside the cell reader is no Exception; a file that causes one is damaged.
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise FileDamaged(name=name) from None
    tables = [table for table, _ in chosen]
    if not any(table.rows for table in tables):
        raise FileIsEmpty(name=name)
    return tables, remarks(facts, [sheet for _, sheet in chosen], left_out)


def _read(
    data: bytes, wanted: str | None, facts: Facts
) -> tuple[list[tuple[Table, SheetFacts]], Sequence[str]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        metas = [
            (meta, facts.of_sheet(index))
            for index, meta in enumerate(book.sheets_metadata)
            if meta.typ == SheetTypeEnum.WorkSheet  # charts and macro sheets have no rows
        ]
        if wanted is not None:
            chosen = [(meta.name, seen) for meta, seen in metas if meta.name == wanted]
            if not chosen:
                raise SheetNotThere(sheet=wanted, sheets=", ".join(meta.name for meta, _ in metas))
            return _tables(book, chosen, facts), ()
        shown = [(meta.name, seen) for meta, seen in metas if meta.visible == SheetVisibleEnum.Visible]
        hidden = [(meta.name, seen) for meta, seen in metas if meta.visible != SheetVisibleEnum.Visible]
        tables = _tables(book, shown, facts)
        if any(table.rows for table, _ in tables):
            return tables, [name for name, _ in hidden]
        return _tables(book, [*shown, *hidden], facts), ()


def _tables(
    book: CalamineWorkbook, chosen: Sequence[tuple[str, SheetFacts]], facts: Facts
) -> list[tuple[Table, SheetFacts]]:
    tables, cells = [], 0
    for name, seen in chosen:
        sheet = book.get_sheet_by_name(name)
        cells += sheet.height * sheet.width
        if cells > MAX_CELLS:
            raise TooManyCells(sheet=name, rows=sheet.height, columns=sheet.width)
        tables.append((_table(sheet, seen, facts.date1904), seen))
    return tables


def _table(sheet: CalamineSheet, seen: SheetFacts, date1904: bool) -> Table:
    start = sheet.start or (0, 0)
    rows: list[list[Cell]] = sheet.to_python()
    for row, column, text in seen.errors:
        if 0 <= row - start[0] < len(rows) and 0 <= column - start[1] < len(rows[row - start[0]]):
            rows[row - start[0]][column - start[1]] = text
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    merged = sheet.merged_cell_ranges
    if merged:
        fill(rows, merged, start)
    return Table(sheet.name, rows, start[0] + 1, date1904)


@contextmanager
def _without_panic_text() -> Iterator[None]:
    """Hold back what is written to standard error meanwhile, and drop it where the cell reader panicked.

    Its panic is a refusal of the file, and the text it prints first would stand before our sentence.
    A window has no standard error, and two readings at once leave it alone.
    """
    if not _quiet.acquire(blocking=False):
        yield
        return
    try:
        with _held_back():
            yield
    finally:
        _quiet.release()


@contextmanager
def _held_back() -> Iterator[None]:
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    panicked = False
    with tempfile.TemporaryFile() as aside:
        if sys.stderr is not None:
            sys.stderr.flush()
        os.dup2(aside.fileno(), 2)
        try:
            yield
        except BaseException as error:
            panicked = type(error).__module__ == "pyo3_runtime"
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            if not panicked:
                aside.seek(0)
                written = aside.read()
                if written:
                    os.write(2, written)
