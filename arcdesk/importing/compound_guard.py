"""A look into an old .xls before it is read. Its container chains sectors like a linked list, and the
cell reader follows a chain bent into a ring forever; a damaged cell address makes it lay out
billions of cells, as in ``zip_guard``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from arcdesk.importing import biff_scan
from arcdesk.importing.errors import FileDamaged, FileEncrypted, NotASpreadsheet, TooManyCells
from arcdesk.importing.facts import Facts

_LARGEST_SECTOR = 0xFFFFFFF9
_ENTRY_BYTES = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def check_compound_file(data: bytes, name: str) -> Facts:
    """What the cell reader does not tell of an old workbook.

    Raises:
        Refusal: an encrypted file, one without a workbook, one whose chains don't end or cells lie outside.
    """
    try:
        streams = _streams(data)
        if "encryptedpackage" in streams:
            raise FileEncrypted(name=name)
        workbook = streams.get("workbook", streams.get("book"))
        if workbook is None:
            raise NotASpreadsheet(name=name)
        records = biff_scan.scan(workbook)
    except biff_scan.Encrypted:
        raise FileEncrypted(name=name) from None
    except biff_scan.TooManyCells as limit:
        raise TooManyCells(sheet=limit.sheet, rows=limit.rows, columns=limit.columns) from None
    except (struct.error, ValueError, IndexError):
        raise FileDamaged(name=name) from None
    records.has_macros = "_vba_project_cur" in streams
    records.has_objects = any(stream.startswith("mbd") for stream in streams)
    return records


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams by name in lower case, storages empty. Raises ValueError where a chain is a ring."""
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
        name = entries[start : start + min(64, max(0, name_bytes - 2))].decode("utf-16-le", "replace").lower()
        if kind == _STREAM:
            content = (large if length >= cutoff else small).read(first) if length else b""
            streams[name] = content[:length]
        elif kind == _STORAGE:
            streams.setdefault(name, b"")
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
