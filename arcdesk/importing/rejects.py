"""The rows left out, written once more in the layout they came in: mend them there and import that file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.importing import delimited
from arcdesk.importing.ledger_file import RejectedRow
from arcdesk.importing.reader import Cell, Table, read_source
from arcdesk.importing.sheet_writer import Sheet, workbook, write_file
from arcdesk.importing.sheet_writer import delimited as delimited_text

REASON = "原因"
"""Heading of the last column. No layout knows it, so that an import passes over the column."""
TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_SEPARATORS = ",\t;|"
_PROBED = 4096

Reasons = Mapping[str, Mapping[int, str]]
"""Why each row of each sheet was left out, by the sheet's own row numbers."""


class SourceChanged(Refusal):
    """The file is not the one that was planned, so that its row numbers say nothing."""

    sentence = "“{name}” was changed since it was read. Read it again, then write the rejected rows."


class SourceGone(Refusal):
    sentence = "“{name}” is no longer where it was read. Put it back, or read it again from its new place."


class NothingRejected(Refusal):
    sentence = "No row of “{name}” was left out: there is nothing to mend."


class NotARejectName(Refusal):
    """Rejected rows go out in the layout they came in."""

    sentence = "Give the file of rejected rows a name that ends in {suffix}, like the file they come from."


def reasons(rejected: Sequence[RejectedRow], language: str) -> dict[str, dict[int, str]]:
    """The reasons by sheet and row; a row with several has them one after the other."""
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in rejected:
        text = f"{row.column}: {row.reason(language)}" if row.column else row.reason(language)
        if row.row > 0 and text not in found[row.sheet][row.row]:
            found[row.sheet][row.row].append(text)
    return {sheet: {row: "; ".join(texts) for row, texts in rows.items()} for sheet, rows in found.items()}


def reject_suffix(source: Path, sha256: str) -> str:
    """What a reject file of this source ends in: .csv or .tsv where it is text, else .xlsx.

    Raises:
        SourceGone, SourceChanged.
    """
    data = _bytes_of(source, sha256)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return ".xlsx"
    return ".tsv" if source.suffix.lower() == ".tsv" else ".csv"


def write_rejects(
    path: Path, source: Path, sha256: str, why: Reasons, data_rows: Mapping[str, Collection[int]]
) -> int:
    """Write the rejected rows of ``source`` to ``path``; their number.

    Args:
        sha256: of the file as it was read; another one is refused.
        why: the reasons, by sheet and row.
        data_rows: rows of each sheet that were accepted: what stands above the first row of data is heading.

    Raises:
        NothingRejected, NotARejectName, SourceGone, SourceChanged, CannotWrite, FileOpenElsewhere, DiskIsFull.
    """
    count = sum(map(len, why.values()))
    if not count:
        raise NothingRejected(name=source.name)
    suffix = reject_suffix(source, sha256)
    is_text = suffix != ".xlsx"
    if (path.suffix.lower() in TEXT_SUFFIXES) != is_text or path.suffix.lower() in ("", ".xls", ".xlsm"):
        raise NotARejectName(suffix=suffix, field="rejects")
    read = read_source(source)
    if read.sha256 != sha256:
        raise SourceChanged(name=source.name)
    sheets = [
        _sheet(table, why[table.sheet], data_rows.get(table.sheet, ()))
        for table in read.tables
        if why.get(table.sheet)
    ]
    if is_text:
        rows = sheets[0].rows[_blank_rows(sheets[0].rows) :]
        write_file(path, delimited_text(rows, _separator(source)))
    else:
        write_file(path, workbook(sheets, date1904=any(table.date1904 for table in read.tables)))
    return count


def is_reject_heading(heading: Sequence[Cell]) -> bool:
    """Whether a heading row is that of a file written here: its last column says why each row was left out."""
    return _filled(heading)[-1:] == [REASON]


def _bytes_of(source: Path, sha256: str) -> bytes:
    import hashlib

    try:
        data = source.read_bytes()
    except OSError:
        raise SourceGone(name=source.name) from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise SourceChanged(name=source.name)
    return data


def _separator(source: Path) -> str:
    head = delimited.decode(source.read_bytes(), source.name)[:_PROBED]
    return max(_SEPARATORS, key=head.count)


def _sheet(table: Table, why: Mapping[int, str], accepted: Collection[int]) -> Sheet:
    """Everything above the first row of data, then the rejected rows, each with its reason at the end."""
    first = min((*why, *accepted))
    above = [list(row) for row in table.rows[: max(first - table.first_row, 0)]]
    below = [
        (list(table.rows[number - table.first_row]), why[number])
        for number in sorted(why)
        if 0 <= number - table.first_row < len(table.rows)
    ]
    head = next((n for n in range(len(above) - 1, -1, -1) if _filled(above[n])), None)
    width = max((len(row) for row in (*above, *(row for row, _ in below))), default=0)
    if head is not None and is_reject_heading(above[head]):  # a reject file, rejected again
        width = above[head].index(REASON)
    for row in above:
        del row[width:]
    if head is not None:
        above[head] = [*_padded(above[head], width), REASON]
    lines = [*above, *([*_padded(row[:width], width), text] for row, text in below)]
    offset = table.first_row - 1
    blank: list[list[Cell]] = [[]] * offset
    return Sheet(table.sheet, [*blank, *lines], None if head is None else offset + head)


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell != ""]


def _padded(row: Sequence[Cell], width: int) -> list[Cell]:
    return [*row, *[""] * (width - len(row))]


def _blank_rows(rows: Sequence[Sequence[object]]) -> int:
    return next((number for number, row in enumerate(rows) if row), 0)
