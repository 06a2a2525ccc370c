"""The XML of one sheet looked through in large pieces: how far its cells reach, which of them show an
error, how many rows are hidden, and which pieces hold no value at all.

The looks are ordered by their cost: most pieces of an ordinary sheet are passed by one expression
and a few searches for a single byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from arcdesk.importing.facts import SheetFacts

MAX_CELLS = 12_000_000
MAX_CELL_BYTES = 4 << 20

# The extent assumed of every sheet, so that only cells beyond it need a look: A1 to Z99999.
_ROWS, _COLUMNS = 99_999, 26

# A cell within it whose tag is of the ordinary form: of two places the cell reader would take the last.
_FAR = re.compile(rb"""<c(?! r="[A-Z][0-9]{1,5}+"(?: [st]="[0-9a-zA-Z]*+")*+ ?/?>)""")
_UNPLACED = re.compile(
    rb"""<c(?! r="[A-Z]{1,3}[0-9]{1,7}+"(?: (?:[st]|cm|vm|ph)="[0-9a-zA-Z]*+")*+ ?/?>)[\s/>]"""
)
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{2,3})[0-9]')
_FAR_ROW = re.compile(rb'<c r="[A-Z]{1,3}([0-9]{6,7})"')
_PREFIXED = re.compile(rb":(?:c|row|sheetData)[\s/>]")
_HIDDEN = re.compile(rb"""<(?:\w+:)?row\s[^>]*\bhidden\s*=\s*["'](?:1|true)["']""")
_ERROR = re.compile(
    rb"""<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*?\st=["']e["'][^>]*>"""
    rb"""(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>(\#[^<]{1,20})</v>"""
)
_UNCOMPUTED = re.compile(
    rb"""<c r="([A-Z]{1,3})([0-9]{1,7})"((?:\s[^>]*)?)>"""
    rb"""(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)
_TEXT_RESULT = re.compile(rb"""\st=["']str["']""")
_CELL = re.compile(rb"""<(?:[^\s<>/!?]+:)?(row|c)(?=[\s/>])([^>]*)>""")
_REFERENCE = re.compile(rb"""(?:^|[\s"'])r\s*=\s*["']([A-Za-z]*)([0-9]*)["']""")
_EMPTY_CELL = re.compile(rb"""<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")? ?/>""")
_ROW_END = b"</sheetData>"


class BadSheet(Exception):
    """A sheet in an encoding of its own, or with a document type."""


class EndlessCell(Exception):
    """A cell longer than any program writes."""


class SheetScan:
    """One pass over a sheet. ``rows`` and ``columns`` reach at least as far as its cells do."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self.rows, self.columns = _ROWS, _COLUMNS
        self.is_plain = True
        self._ended = False

    def fits(self) -> bool:
        """Whether the rectangle can be laid out; a sheet of unusual spelling must be counted first."""
        return self.is_plain and self.rows * self.columns <= MAX_CELLS

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The sheet as it came, without the pieces in which no cell has a value."""
        for piece in _cut(chunks):
            if self._ended:
                yield piece
            elif _is_blank(piece):
                self._count_hidden(piece)
            else:
                self._look(piece)
                yield piece

    def _look(self, piece: bytes) -> None:
        if b"\0" in piece:
            raise BadSheet
        if b"!" in piece and b"<!" in piece:
            if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                raise BadSheet
            self.is_plain = False
        if b":" in piece and _PREFIXED.search(piece):
            self.is_plain = False
        if _FAR.search(piece):
            self._look_far(piece)
        self._count_hidden(piece)
        if b"#" in piece:
            for column, row, text in _ERROR.findall(piece):
                self.facts.note_error(
                    int(row) - 1, column_number(column) - 1, text.decode("utf-8", "replace")
                )
        if b"f" in piece and b"<f" in piece:
            for column, row, attributes in _UNCOMPUTED.findall(piece):
                if not _TEXT_RESULT.search(attributes):
                    self.facts.note_uncomputed(int(row) - 1, column_number(column) - 1)
        self._ended = self.is_plain and _ROW_END in piece

    def _look_far(self, piece: bytes) -> None:
        if _UNPLACED.search(piece):
            self.is_plain = False
        for letters in set(_FAR_COLUMN.findall(piece)):
            self.columns = max(self.columns, column_number(letters))
        self.rows = max(self.rows, max(map(int, set(_FAR_ROW.findall(piece))), default=0))

    def _count_hidden(self, piece: bytes) -> None:
        if b"i" in piece and b"hidden" in piece:
            self.facts.hidden_rows += len(_HIDDEN.findall(piece))


def counted(chunks: Iterable[bytes], facts: SheetFacts) -> SheetScan:
    """The exact extent of the cells, however they are spelled; slow, for the few sheets that need it."""
    scan = SheetScan()
    scan.facts = facts
    rows = columns = row = column = 0
    for piece in _cut(chunks):
        # An empty cell that says its place says nothing of the others, where they all do.
        if b"<!" not in piece and not _UNPLACED.search(piece):
            piece = _EMPTY_CELL.sub(b"", piece)  # noqa: PLW2901
        for found in _CELL.finditer(piece):
            place = _REFERENCE.search(found[2])
            if found[2].count(b'"') % 2 or found[2].count(b"'") % 2 or len(_REFERENCE.findall(found[2])) > 1:
                raise BadSheet  # the tag goes on behind what looks like its end, or has two places
            if found[1] == b"row":
                row = int(place[2]) if place and place[2] else row + 1
                column = 0
            else:
                column = column_number(place[1]) if place and place[1] else column + 1
                row = int(place[2]) if place and place[2] else row
                rows, columns = max(rows, row), max(columns, column)
        scan.rows, scan.columns = rows, columns
        if not scan.fits():
            break
    return scan


def column_number(letters: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cut(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks cut anew between two rows where possible, else between two cells or tags."""
    tail = b""
    ended = False
    for chunk in chunks:
        text = tail + chunk
        at = text.rfind(b"<row ")
        if at <= 0:
            at = text.rfind(b"<c ")
        if at <= 0 and (ended or _ROW_END in text):
            ended = True
            at = text.rfind(b"<")
        if at <= 0:
            if len(text) > MAX_CELL_BYTES:
                raise EndlessCell
            at = 0
        if at:
            yield text[:at]
        tail = text[at:]
        if len(tail) > MAX_CELL_BYTES:
            raise EndlessCell
    if tail:
        yield tail


def _is_blank(piece: bytes) -> bool:
    """Whether a piece consists of whole rows that say their numbers and hold no value."""
    return (
        (b"v" not in piece or (b"<v" not in piece and b":v" not in piece))
        and (b"f" not in piece or b"<f" not in piece)
        and (b"i" not in piece or (b"<is" not in piece and b":is" not in piece))
        and b"!" not in piece
        and piece.startswith(b"<row r=")
        and piece.endswith((b"</row>", b"/>"))
        and piece.count(b"<row r=") == piece.count(b"<row")
    )
