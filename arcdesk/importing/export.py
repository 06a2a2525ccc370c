"""The ledger written out as a workbook that ``load`` reads back row for row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from arcdesk.domain.money import format_plain
from arcdesk.files import replace
from arcdesk.importing import codes
from arcdesk.importing.errors import FileNotWritable, TextTooLong, TooManyRows
from arcdesk.importing.headings import SHEET_NAMES, chinese_heading, fields_of
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.values import NOTE_LIMIT

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Progress = Callable[[int, int], None]

MAX_DATA_ROWS = 1_048_575
_PROGRESS_ROWS = 1_000
_FORMULA_SIGNS = ("=", "+", "-", "@")
_MONEY = frozenset({"amount", "received", "open", "disputed", "credit_limit"})
_NOT_WRITTEN = frozenset({"settled_on"})
_WORDS = {
    "kind": codes.KINDS,
    "size": codes.SIZES,
    "behaviour": codes.BEHAVIOURS,
    "authority": codes.AUTHORITIES,
    "due_rule": codes.DUE_RULES,
    "payment_order": codes.PAYMENT_ORDERS,
    "due_source": codes.DUE_SOURCES,
}
_WIDTHS = {"name": 30, "customer_name": 30, "address": 30, "note": 30, "number": 18, "amount": 15}
_COLUMN_WIDTH = 13


def write_ledger_workbook(path: Path, ledger: LedgerFile, progress: Progress | None = None) -> None:
    """Write every sheet of ``ledger`` to an .xlsx at ``path``; the old file stays until the new is whole.

    Raises:
        FileNotWritable: the folder or the file can't be written.
        TooManyRows: a sheet beyond what a workbook holds.
        TextTooLong: a text beyond what a cell holds.
    """
    sheets: dict[str, Sequence[Any]] = {
        "customers": ledger.customers,
        "contacts": ledger.persons,
        "contracts": ledger.contracts,
        "invoices": ledger.invoices,
        "receipts": ledger.receipts,
        "allocations": ledger.allocations,
        "instalments": ledger.instalments,
    }
    for kind, rows in sheets.items():
        if len(rows) > MAX_DATA_ROWS:
            raise TooManyRows(sheet=SHEET_NAMES[kind], count=len(rows), limit=MAX_DATA_ROWS)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        _write(unfinished, sheets, progress)
        replace(unfinished, path)
    except OSError:
        raise FileNotWritable(name=path.name) from None
    finally:
        unfinished.unlink(missing_ok=True)


def workbook_number(fen: int) -> float:
    """An amount as the binary number that a workbook needs.

    Fifteen digits survive the way there and back exactly, and this conversion from text, at
    the border of the file format, is the one place where money meets a float.
    """
    return float(format_plain(fen))


def _write(path: Path, sheets: dict[str, Sequence[Any]], progress: Progress | None) -> None:
    from xlsxwriter import Workbook

    path.touch()
    book = Workbook(str(path), {"constant_memory": True})
    try:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            # Without the prefix a text like =1+1 becomes a formula as soon as somebody edits the cell.
            "guarded": book.add_format({"quote_prefix": True}),
        }
        done, total = 0, sum(len(rows) for rows in sheets.values())
        for kind, rows in sheets.items():
            sheet = book.add_worksheet(SHEET_NAMES[kind])
            names = [name for name in fields_of(kind) if name not in _NOT_WRITTEN]
            _write_heading(sheet, kind, names, formats["head"])
            attributes = [_attribute(name) for name in names]
            for index, row in enumerate(rows, start=1):
                for column, (name, attribute) in enumerate(zip(names, attributes, strict=True)):
                    _write_cell(sheet, index, column, name, attribute, getattr(row, attribute), formats)
                done += 1
                if progress and (done % _PROGRESS_ROWS == 0 or done == total):
                    progress(done, total)
    finally:
        # Also after a failure: only closing removes the temporary files of the unfinished sheets.
        _close(book, path)


def _close(book: Workbook, path: Path) -> None:
    from xlsxwriter.exceptions import FileCreateError

    try:
        book.close()
    except FileCreateError:
        raise FileNotWritable(name=path.name.removesuffix(".part")) from None


def _write_heading(sheet: Worksheet, kind: str, names: Sequence[str], head: Format) -> None:
    for column, name in enumerate(names):
        sheet.set_column(column, column, _WIDTHS.get(name, _COLUMN_WIDTH))
        sheet.write_string(0, column, chinese_heading(kind, name), head)
    sheet.freeze_panes(1, 0)


def _attribute(name: str) -> str:
    """The row's attribute behind a column: amounts carry their unit in the name."""
    return f"{name}_fen" if name in _MONEY else name


def _write_cell(
    sheet: Worksheet, row: int, column: int, name: str, attribute: str, value: Any, formats: dict[str, Format]
) -> None:
    if value is None or value == "":
        return
    if attribute.endswith("_fen"):
        sheet.write_number(row, column, workbook_number(value), formats["money"])
    elif isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    else:
        _write_text(sheet, row, column, name, value, formats["guarded"])


def _write_text(
    sheet: Worksheet, row: int, column: int, name: str, value: str | Decimal, guarded: Format
) -> None:
    text = format(value, "f") if isinstance(value, Decimal) else value
    if name in _WORDS:
        text = codes.chinese_word(_WORDS[name], text)
    if len(text) > NOTE_LIMIT:
        raise TextTooLong(count=len(text), limit=NOTE_LIMIT)
    sheet.write_string(row, column, text, guarded if text.startswith(_FORMULA_SIGNS) else None)
