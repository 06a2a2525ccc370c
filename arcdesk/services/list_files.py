"""Any list as a file: a workbook with real numbers and days, or text that Excel opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from arcdesk.domain.masking import ContactKind, mask_in_text
from arcdesk.domain.masking import mask as masked
from arcdesk.importing.sheet_writer import (
    BASE_CURRENCY,
    Cell,
    Money,
    Percent,
    Sheet,
    clean,
    delimited,
    plain_text,
    workbook,
    write_file,
)

__all__ = ["Cell", "ListColumn", "Money", "Percent", "has_contacts", "plain_text", "write_list"]

Progress = Callable[[int, int], None]
TEXT_SEPARATORS = {".csv": ",", ".tsv": "\t", ".txt": "\t"}
_PROGRESS_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: its heading, and which contact data it holds, if any."""

    title: str
    contact: ContactKind | None = None


def write_list(
    path: Path,
    columns: Sequence[ListColumn],
    rows: Sequence[Sequence[Cell]],
    *,
    title: str,
    mask: bool = False,
    currency_title: str = "Currency",
    progress: Progress | None = None,
) -> Path:
    """Write a list to ``path``: text for .csv, .tsv and .txt, else a workbook with the sheet ``title``.

    Money stays a number in both; where an amount is foreign a column ``currency_title`` names the
    currency of each row, unless a column of that title does already.

    Args:
        mask: phone numbers, WeChat names and e-mail addresses are made unreadable, also inside texts.
        progress: told rows done and rows in all; may raise to stop, and then nothing is written.

    Raises:
        TooManyRows, FileOpenElsewhere, DiskIsFull, CannotWrite: the old file is as before.
    """
    heads = [column.title for column in columns]
    body = [
        [_tidy(cell, column, hide=mask) for cell, column in zip(row, columns, strict=True)] for row in rows
    ]
    if currency_title not in heads:
        heads, body = _with_currency(heads, body, currency_title)
    tick = _ticker(progress, len(body))
    lines: list[Sequence[Cell]] = [[clean(head) for head in heads], *body]
    separator = TEXT_SEPARATORS.get(path.suffix.lower())
    if separator is not None:
        write_file(path, delimited(lines, separator, tick=tick))
    else:
        write_file(path, workbook([Sheet(title, lines)], tick=tick))
    return path


def has_contacts(columns: Sequence[ListColumn], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether ``mask`` would change anything in this list."""
    return any(
        _tidy(cell, column, hide=True) != _tidy(cell, column, hide=False)
        for row in rows
        for cell, column in zip(row, columns, strict=True)
        if isinstance(cell, str)
    )


def _tidy(cell: Cell, column: ListColumn, *, hide: bool) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = clean(cell)
    if not hide:
        return text
    return masked(column.contact, text) if column.contact else mask_in_text(text)


def _with_currency(
    heads: list[str], body: list[list[Cell]], title: str
) -> tuple[list[str], list[list[Cell]]]:
    """The list with a column of currencies before its first amount, where one is foreign."""
    places = [n for row in body for n, cell in enumerate(row) if isinstance(cell, Money)]
    if not any(isinstance(cell, Money) and cell.currency != BASE_CURRENCY for row in body for cell in row):
        return heads, body
    place = min(places)
    return (
        [*heads[:place], title, *heads[place:]],
        [[*row[:place], _currency(row), *row[place:]] for row in body],
    )


def _currency(row: Sequence[Cell]) -> str:
    return ", ".join(dict.fromkeys(cell.currency for cell in row if isinstance(cell, Money)))


def _ticker(progress: Progress | None, total: int) -> Callable[[int], None] | None:
    if progress is None:
        return None

    def tick(line: int) -> None:
        if line % _PROGRESS_ROWS == 0 or line > total:
            progress(min(line, total), total)

    return tick
