"""XML read as it stands: a document type, and with it every entity of its own, is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat  # every declaration of an entity is refused below

Start = Callable[[str, dict[str, str]], object]


class BadXml(Exception):
    """The text is no well-formed XML, or declares a document type."""


def parse(
    chunks: Iterable[bytes],
    start: Start,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Call back for every element and text; names are ``namespace local`` or only ``local``.

    Raises:
        BadXml: at a document type, before any entity is expanded, and where it is not well-formed.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise BadXml(str(error)) from None


def local(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition(" ")[2]


def _refuse(*_: object) -> None:
    raise BadXml("a document type is declared")
