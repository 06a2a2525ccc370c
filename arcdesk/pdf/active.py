"""Does a PDF run something when it is opened or clicked? Looked for by name, in packed objects too."""

from __future__ import annotations

import re
import zlib

MOST_PACKED_BYTES = 16 << 20
"""Unpacked bytes of one object stream that are looked at; a longer one is no honest one."""

_RUNS = re.compile(rb"/(?:JavaScript|Launch|RichMedia|XFA)(?=[\x00\t\n\f\r ()<>\[\]{}/%]|$)")
_ESCAPED = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%#]*#[^\x00\t\n\f\r ()<>\[\]{}/%]*")
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n|<<[^<>]{0,400}/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)


def runs_something(content: bytes) -> bool:
    """Whether scripts, programs or forms with a will of their own are named anywhere in the PDF.

    What cannot be read, because it is encrypted, is taken for harmless: a viewer asks for its password.
    """
    if _names_any(_STREAM.sub(b"", content)):
        return True
    for found in _PACKED.finditer(content):
        try:
            packed = content[found.end() : content.find(b"endstream", found.end())]  # not all that follows, each time
            unpacked = zlib.decompressobj().decompress(packed, MOST_PACKED_BYTES + 1)
        except zlib.error:
            continue
        if len(unpacked) > MOST_PACKED_BYTES or _names_any(unpacked):
            return True
    return False


def _names_any(text: bytes) -> bool:
    if _RUNS.search(text):
        return True
    spelt = (_ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), found[0]) for found in _ESCAPED.finditer(text))
    return any(_RUNS.search(name) for name in spelt)
