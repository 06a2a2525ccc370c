"""A look into an .xlsx before the cell reader sees it, which lays sheets out as full rectangles: two
cells in opposite corners would ask it for half a terabyte and end the process, and so would a zip bomb.

Every part that the cell reader will unpack is unpacked once and looked at, by bytes and not by elements,
because the look must cost little. From a very large sheet the rows without a value (formatting
down to the last row) are taken away first. Links, macros and objects are named and left alone.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from posixpath import normpath

from arcdesk.importing import safe_xml, sheet_scan
from arcdesk.importing.errors import (
    CellTooLong,
    ExpandsTooFar,
    FileDamaged,
    FileEncrypted,
    FormatNotRead,
    NotASpreadsheet,
    TooManyCells,
)
from arcdesk.importing.facts import Facts, SheetFacts

MAX_UNPACKED_BYTES = 1 << 30
MAX_SHEET_BYTES = 640 << 20
MAX_STRINGS_BYTES = 256 << 20
MAX_STRINGS = 4_000_000
MAX_PART_BYTES = 32 << 20
_SLIM_FROM_BYTES = 96 << 20
_SLIM_BYTES = 64 << 20
_CHUNK_BYTES = 1 << 20
_FEED_BYTES = 1 << 18

_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_YES = frozenset(("1", "true"))


def check_workbook(data: bytes, name: str) -> tuple[bytes, Facts]:
    """What the cell reader may have of a workbook, and the facts it does not tell.

    Raises:
        Refusal: what can't be unpacked safely, or is no workbook.
    """
    try:
        return _check(data, name)
    except sheet_scan.BadSheet:
        raise FileDamaged(name=name) from None
    except sheet_scan.EndlessCell:
        raise CellTooLong(name=name) from None
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        struct.error,
        ValueError,
        safe_xml.BadXml,
    ):
        raise FileDamaged(name=name) from None


def _check(data: bytes, name: str) -> tuple[bytes, Facts]:
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + 22 + int.from_bytes(data[end + 20 : end + 22], "little") != len(data):
        raise FileDamaged(name=name)  # two programs might take two different directories of it
    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    parts = {_plain_name(entry.filename): entry for entry in entries}
    if _BOOK not in parts:
        raise _foreign(data, name, parts)
    if len(parts) != len(entries) or _overlap(entries):
        raise FileDamaged(name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileEncrypted(name=name)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise ExpandsTooFar(name=name, limit_mb=MAX_UNPACKED_BYTES >> 20)
    facts = Facts(
        has_links=any(part.startswith("xl/externallinks/") for part in parts),
        has_macros="xl/vbaproject.bin" in parts,
        has_objects=any(part.startswith(("xl/embeddings/", "xl/activex/")) for part in parts),
    )
    sheets = _sheet_parts(data, parts, facts)
    looked = _Parts(data, name)
    for part, entry in parts.items():
        if part.endswith("sharedstrings.xml"):
            looked.look_at_strings(entry)
        elif part in sheets or part.startswith("xl/worksheets/sheet"):
            seen = looked.look_at_sheet(entry)
            facts.sheets = [
                seen if other == part else old for other, old in zip(sheets, facts.sheets, strict=True)
            ]
        elif part.startswith(("xl/", "_rels/", "[content")) and part.endswith((".xml", ".rels")):
            looked.look_at_small(entry)
    return looked.safe_data(), facts


def _plain_name(name: str) -> str:
    """The name as the cell reader looks for it: it minds no case."""
    return name.replace("\\", "/").lower()


def _foreign(data: bytes, name: str, parts: dict[str, zipfile.ZipInfo]) -> Exception:
    """The refusal of an archive that is no .xlsx: other workbooks are named."""
    if "xl/workbook.bin" in parts:
        return FormatNotRead(name=name, kind=".xlsb")
    if "mimetype" in parts and b"opendocument.spreadsheet" in data[:200]:
        return FormatNotRead(name=name, kind=".ods")
    if "index/document.iwa" in parts or "index.zip" in parts:
        return FormatNotRead(name=name, kind="Numbers")
    return NotASpreadsheet(name=name)


def _overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes of the file, which is how a small bomb is made large."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size
    return False


def _sheet_parts(data: bytes, parts: dict[str, zipfile.ZipInfo], facts: Facts) -> list[str]:
    """The part of each sheet in the order of the workbook; also notes how it counts days."""
    ids: list[str] = []
    targets: dict[str, str] = {}

    def see_book(element: str, attributes: dict[str, str]) -> None:
        plain = {safe_xml.local(key): value for key, value in attributes.items()}
        if safe_xml.local(element) == "sheet":
            ids.append(plain.get("id", ""))
        elif safe_xml.local(element) == "workbookPr":
            facts.date1904 = plain.get("date1904") in _YES

    def see_link(element: str, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "")
        if safe_xml.local(element) == "Relationship" and attributes.get("TargetMode") != "External":
            path = (
                target[1:]
                if target.startswith("/")
                else target
                if target.startswith("xl/")
                else f"xl/{target}"
            )
            targets[attributes.get("Id", "")] = _plain_name(normpath(path))

    safe_xml.parse(_unpacked(data, parts[_BOOK], MAX_PART_BYTES), see_book)
    if _LINKS in parts:
        safe_xml.parse(_unpacked(data, parts[_LINKS], MAX_PART_BYTES), see_link)
    facts.sheets = [SheetFacts() for _ in ids]
    return [targets.get(number, "") for number in ids]


def _unpacked(data: bytes, entry: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
    """The content of an entry in pieces. A size that the directory states wrongly is an error."""
    if entry.file_size > limit:
        raise ValueError("a part is too large")
    at = entry.header_offset
    if data[at : at + 4] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    name_length, extra_length = struct.unpack_from("<HH", data, at + 26)
    start = at + 30 + name_length + extra_length
    packed = memoryview(data)[start : start + entry.compress_size]
    left, checksum = entry.file_size, 0
    for piece in _inflated(packed) if entry.compress_type == zipfile.ZIP_DEFLATED else _stored(packed, entry):
        left -= len(piece)
        if left < 0:
            raise zipfile.BadZipFile
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if left or checksum != entry.CRC:
        raise zipfile.BadZipFile


def _inflated(packed: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    at, feed = 0, b""
    while not stream.eof:
        if not feed:
            feed = bytes(packed[at : at + _FEED_BYTES])
            at += _FEED_BYTES
        piece = stream.decompress(feed, _CHUNK_BYTES)
        if not piece and not feed:
            raise EOFError
        feed = stream.unconsumed_tail
        if piece:
            yield piece


def _stored(packed: memoryview, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    if entry.compress_type != zipfile.ZIP_STORED:
        raise NotImplementedError
    for at in range(0, len(packed), _CHUNK_BYTES):
        yield bytes(packed[at : at + _CHUNK_BYTES])


def _ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, each unpacked while the one before it is looked at."""
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, pieces, None)
            yield piece


class _Parts:
    """The parts that the cell reader will unpack, looked at one after another."""

    def __init__(self, data: bytes, name: str) -> None:
        self._data, self._name = data, name
        self._small: list[zipfile.ZipInfo] = []
        self._slim: dict[zipfile.ZipInfo, list[bytes]] = {}
        self._sheet_bytes = 0

    def look_at_small(self, entry: zipfile.ZipInfo) -> None:
        """A part that says nothing of cells."""
        if entry.file_size > MAX_PART_BYTES:
            raise ExpandsTooFar(name=self._name, limit_mb=MAX_PART_BYTES >> 20)
        if any(b"<!DOCTYPE" in piece for piece in _unpacked(self._data, entry, MAX_PART_BYTES)):
            raise FileDamaged(name=self._name)
        self._small.append(entry)

    def look_at_strings(self, entry: zipfile.ZipInfo) -> None:
        """The texts of all cells: not too many and none endless."""
        if entry.file_size > MAX_STRINGS_BYTES:
            raise ExpandsTooFar(name=self._name, limit_mb=MAX_STRINGS_BYTES >> 20)
        count = since_end = 0
        for piece in _ahead(_unpacked(self._data, entry, MAX_STRINGS_BYTES)):
            if b"\0" in piece or (b"!" in piece and _DECLARATION.search(piece)):
                raise FileDamaged(name=self._name)
            count += piece.count(b"<si") + piece.count(b":si")
            since_end = 0 if b"si>" in piece or b"si/>" in piece else since_end + len(piece)
            if since_end > sheet_scan.MAX_CELL_BYTES:
                raise CellTooLong(name=self._name)
            if count > MAX_STRINGS:
                raise TooManyCells(sheet=_file_name(entry), rows=count, columns=1)
        self._small.append(entry)

    def look_at_sheet(self, entry: zipfile.ZipInfo) -> SheetFacts:
        """The cells of one sheet. Of a very large one the pieces with values are kept."""
        scan = sheet_scan.SheetScan()
        slim: list[bytes] | None = [] if entry.file_size > _SLIM_FROM_BYTES else None
        size = 0
        for piece in scan.pieces(_ahead(_unpacked(self._data, entry, MAX_UNPACKED_BYTES))):
            size += len(piece)
            if slim is not None:
                slim.append(piece)
                if size > _SLIM_BYTES:
                    slim = None
        self._sheet_bytes += size if slim is not None else entry.file_size
        if self._sheet_bytes > MAX_SHEET_BYTES:
            raise ExpandsTooFar(name=self._name, limit_mb=MAX_SHEET_BYTES >> 20)
        if not scan.fits():
            pieces = iter(slim) if slim is not None else _unpacked(self._data, entry, MAX_UNPACKED_BYTES)
            scan = sheet_scan.counted(pieces, scan.facts)
        if not scan.fits():
            raise TooManyCells(sheet=_file_name(entry), rows=scan.rows, columns=scan.columns)
        if slim is None:
            self._small.append(entry)
        else:
            self._slim[entry] = slim
        return scan.facts

    def safe_data(self) -> bytes:
        """The file as it came, or a plain archive in which very large sheets lack what is blank."""
        if not self._slim:
            return self._data
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for entry in self._small:
                with archive.open(_unplaced(entry), "w") as out:
                    out.writelines(_unpacked(self._data, entry, MAX_UNPACKED_BYTES))
            for entry, pieces in self._slim.items():
                with archive.open(_unplaced(entry), "w") as out:
                    out.writelines(pieces)
        return content.getvalue()


def _unplaced(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    fresh = zipfile.ZipInfo(entry.filename.replace("\\", "/"))
    fresh.compress_type = zipfile.ZIP_DEFLATED
    return fresh


def _file_name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.rsplit("/", 1)[-1]
