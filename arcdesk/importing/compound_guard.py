"""A look into an old .xls before it is read. Its container chains sectors like a linked list, and the
cell reader follows a chain bent into a ring forever; a damaged cell address makes it lay out
billions of cells, as in ``zip_guard``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from arcdesk.importing.errors import FileDamaged, FileEncrypted, NotASpreadsheet

MAX_ROWS, MAX_COLUMNS = 65_536, 256

_LARGEST_SECTOR = 0xFFFFFFF9
_ENTRY_BYTES = 128
_STREAM, _ROOT = 2, 5

_END_OF_SHEET, _SHEET_START, _DIMENSIONS = 0x000A, 0x0085, 0x0200
_CELLS = frozenset(
    (
        0x0002,
        0x0003,
        0x0004,
        0x0005,
        0x0006,
        0x0201,
        0x0203,
        0x0204,
        0x0205,
        0x0206,
        0x027E,
        0x0406,
        0x00D6,
        0x00FD,
    )
)
_CELL_RUNS = frozenset((0x00BD, 0x00BE))


def check_compound_file(data: bytes, name: str) -> None:
    """Refuse an encrypted file, one without a workbook, one whose chains don't end or cells lie outside."""
    try:
        streams = _streams(data)
        if "encryptedpackage" in streams:
            raise FileEncrypted(name=name)
        workbook = streams.get("workbook", streams.get("book"))
        if workbook is None:
            raise NotASpreadsheet(name=name)
        _check_cells(workbook)
    except (struct.error, ValueError, IndexError):
        raise FileDamaged(name=name) from None


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams by name in lower case. Raises ValueError where a chain is a ring."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise ValueError(shift)
    size = 1 << shift
    directory, _, cutoff, small_table, _, more_tables, _ = struct.unpack_from("<7I", data, 48)
    large = _Sectors(data, size, size, _table(data, size, more_tables))
    entries = large.read(directory)
    small = _Sectors(b"", 64, 0, _numbers([large.read(small_table)]))
    streams = {}
    for start in range(0, len(entries) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
        name_bytes, kind = struct.unpack_from("<HB", entries, start + 64)
        first, length = struct.unpack_from("<II", entries, start + 116)
        if kind == _ROOT:
            small = _Sectors(large.read(first), 64, 0, small.table)
        elif kind == _STREAM:
            content = (large if length >= cutoff else small).read(first) if length else b""
            name = entries[start : start + min(64, max(0, name_bytes - 2))].decode("utf-16-le", "replace")
            streams[name.lower()] = content[:length]
    return streams


class _Sectors:
    """Sectors of one size, chained by a table; together no more is read than the file holds twice."""

    def __init__(self, data: bytes, size: int, offset: int, table: Sequence[int]) -> None:
        self._data, self._size, self._offset, self.table = data, size, offset, table
        self._left = 2 * len(table) + 2

    def read(self, sector: int) -> bytes:
        """The content of the chain that begins at ``sector``."""
        parts = []
        while sector < _LARGEST_SECTOR:
            self._left -= 1
            if self._left < 0:
                raise ValueError("a chain is a ring")
            start = self._offset + sector * self._size
            parts.append(self._data[start : start + self._size])
            sector = self.table[sector]
        return b"".join(parts)


def _table(data: bytes, size: int, more_tables: int) -> list[int]:
    """The whole allocation table: the sector that follows each sector."""
    parts = list(struct.unpack_from("<109I", data, 76))
    while more_tables < _LARGEST_SECTOR:
        if len(parts) > len(data):
            raise ValueError("a chain is a ring")
        *numbers, more_tables = struct.unpack_from(f"<{size // 4}I", data, (more_tables + 1) * size)
        parts += numbers
    used = [part for part in parts if part < _LARGEST_SECTOR]
    if len(set(used)) != len(used):
        raise ValueError("a part of the table is used twice")
    return _numbers(data[(part + 1) * size : (part + 2) * size] for part in used)


def _numbers(sectors: Iterable[bytes]) -> list[int]:
    joined = b"".join(sectors)
    return list(struct.unpack(f"<{len(joined) // 4}I", joined[: len(joined) // 4 * 4]))


def _check_cells(workbook: bytes) -> None:
    """Raise ValueError at a cell beyond the last column of the format (rows can't lie beyond)."""
    for start in (0, *_check_records(workbook, 0)):
        _check_records(workbook, start)


def _check_records(workbook: bytes, at: int) -> list[int]:
    """Go through the records of one sheet from ``at``; answer where further sheets begin."""
    sheets = []
    unpack = struct.unpack_from
    while at + 4 <= len(workbook):
        kind, length = unpack("<HH", workbook, at)
        if kind == _END_OF_SHEET:
            break
        if kind in _CELLS and length >= 4:
            if unpack("<H", workbook, at + 6)[0] >= MAX_COLUMNS:
                raise ValueError("a cell lies outside")
        elif kind in _CELL_RUNS and length >= 6:
            if (
                max(unpack("<H", workbook, at + 6)[0], unpack("<H", workbook, at + 2 + length)[0])
                >= MAX_COLUMNS
            ):
                raise ValueError("a cell lies outside")
        elif kind == _SHEET_START and length >= 4:
            sheets.append(unpack("<I", workbook, at + 4)[0])
        elif kind == _DIMENSIONS and length >= 14:
            _, last_row, _, last_column = unpack("<IIHH", workbook, at + 4)
            if last_row > MAX_ROWS or last_column > MAX_COLUMNS:
                raise ValueError("the sheet is larger than the format")
        at += 4 + length
    if len(sheets) > MAX_COLUMNS:
        raise ValueError("more sheets than the format holds")
    return sheets
