"""A look into an .xlsx before it is unpacked, because the cell reader lays sheets out as full
rectangles: two cells in opposite corners of a sheet would ask it for half a terabyte and end the
process, and so would a zip bomb.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO

from arcdesk.importing.errors import ExpandsTooFar, FileDamaged, NotASpreadsheet, TooManyCells

MAX_UNPACKED_BYTES = 1 << 30
MAX_CELLS = 20_000_000
_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 64

_FAR_COLUMN = re.compile(rb"""r=["']([A-Za-z]{2,3})[0-9]""")
_FAR_ROW = re.compile(rb"""r=["'][A-Za-z]{0,3}([0-9]{6,9})["']""")
_PLAIN_CELL = b'<c r="'
_UNPLACED_CELL = re.compile(rb"""<c(?! r=")[\s/>]""")
_CELL = re.compile(rb"""<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>""")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")


def check_workbook(data: bytes, name: str) -> bool:
    """Refuse what can't be unpacked safely; tell whether the workbook counts days from 1904."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if "xl/workbook.xml" not in names:
                raise NotASpreadsheet(name=name)
            if len(set(names)) != len(names):
                raise FileDamaged(name=name)
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise ExpandsTooFar(name=name, limit_mb=MAX_UNPACKED_BYTES >> 20)
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _check_extent(archive, entry.filename)
                elif entry.filename == "xl/sharedStrings.xml":
                    _read_through(archive, entry.filename)
            head = archive.read("xl/workbook.xml")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        raise FileDamaged(name=name) from None
    return re.search(rb"""date1904\s*=\s*["'](?:1|true)["']""", head) is not None


def _read_through(archive: zipfile.ZipFile, entry: str) -> None:
    """Unpack and drop: a size that the directory understates shows as a wrong checksum."""
    with archive.open(entry) as stream:
        while stream.read(_CHUNK_BYTES):
            pass


def _check_extent(archive: zipfile.ZipFile, entry: str) -> None:
    """Refuse a sheet whose rectangle of cells is larger than ``MAX_CELLS``."""
    rows, columns, unplaced, chunks, plain = 99_999, 26, 0, 0, False
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            text = tail + chunk
            for letters in set(_FAR_COLUMN.findall(text)):
                columns = max(columns, _column_number(letters))
            rows = max(rows, max(map(int, _FAR_ROW.findall(text)), default=0))
            unplaced += len(_UNPLACED_CELL.findall(text))
            plain = plain or _PLAIN_CELL in text
            chunks += 1
            tail = text[-_OVERLAP_BYTES:]
    # A cell need not say where it is (one may look so at each cut); then only counting them tells.
    if not plain or unplaced > chunks or rows * columns > MAX_CELLS:
        rows, columns = _counted_extent(archive, entry)
    if rows * columns > MAX_CELLS:
        raise TooManyCells(sheet=entry.rsplit("/", 1)[-1], rows=rows, columns=columns)


def _counted_extent(archive: zipfile.ZipFile, entry: str) -> tuple[int, int]:
    rows = columns = row = column = 0
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            text = tail + chunk
            end = text.rfind(b">") + 1
            tail = text[end:][-_CHUNK_BYTES:]
            for found in _CELL.finditer(text, 0, end):
                place = _REFERENCE.search(found[2])
                if found[1] == b"row":
                    row = int(place[2]) if place and place[2] else row + 1
                    column = 0
                else:
                    column = _column_number(place[1]) if place and place[1] else column + 1
                    row = int(place[2]) if place and place[2] else row
                    rows, columns = max(rows, row), max(columns, column)
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
