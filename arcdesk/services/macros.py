"""Does an office file carry a macro, whatever its ending says?"""

from __future__ import annotations

import zipfile
from typing import BinaryIO

_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_PROJECT = "_VBA_PROJECT".encode("utf-16-le")
_MACRO_SHEET = "macrosheets/"
_BLOCK_BYTES = 1 << 20


def holds_macro(file: BinaryIO) -> bool:
    """Whether a document of the old form (.doc, .xls) or of the new (.docx, .xlsx) has a macro inside.

    A document under a password is not looked into. The file is left at its start.
    """
    head = file.read(8)
    file.seek(0)
    try:
        if head.startswith(_OLE):
            return _names_project(file)
        return head.startswith(_ZIP) and _zip_holds_macro(file)
    finally:
        file.seek(0)


def _names_project(file: BinaryIO) -> bool:
    """The directory of the compound file names the stream that every macro project has."""
    before = b""
    while block := file.read(_BLOCK_BYTES):
        if _PROJECT in before + block:
            return True
        before = block[-len(_PROJECT) :]
    return False


def _zip_holds_macro(file: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = [name.lower().replace("\\", "/") for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(name.endswith("vbaproject.bin") or _MACRO_SHEET in name for name in names)
