"""From laid-out pages to the bytes of a PDF: feet with page x of y, metadata, embedded fonts."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from arcdesk.i18n import LANGUAGES, translate
from arcdesk.pdf import fonts, ink
from arcdesk.pdf.archive import make_archivable
from arcdesk.pdf.errors import MissingGlyph, UnknownLanguage
from arcdesk.pdf.flow import Frame
from arcdesk.pdf.text import clean

T = TypeVar("T")

FOOT_SIZE = 7.5
FOOT_DROP = 22.0  # the foot's baseline below the type area
_DATA_ONLY_MARKS = ("copy_of",)


@dataclass(frozen=True, slots=True)
class Document:
    """Laid-out pages and what their foot and the file's properties say; a report has no number."""

    pages: Sequence[ink.Page]
    frame: Frame
    language: str
    number: str
    fingerprint: str
    title: str
    author: str
    seal_the_seam: bool = False  # asks for a seal across the sheets (骑缝章) if there are several


def write(documents: Sequence[Document]) -> bytes:
    """One PDF of all documents, each counting its own pages; the same input gives the same bytes.

    Raises:
        MissingGlyph: before anything is drawn, naming the document and the characters.
    """
    feet = [[_foot(document, index) for index in range(len(document.pages))] for document in documents]
    for document, own_feet in zip(documents, feet, strict=True):
        refuse_missing_glyphs(document.number or document.title, ink.characters([*document.pages, *own_feet]))
    buffer = io.BytesIO()
    canvas = canvas_for(buffer, documents[0])
    first = documents[0]
    make_archivable(canvas, first.title, first.author, first.number or first.title, _language_tag(first.language))
    for index, (document, own_feet) in enumerate(zip(documents, feet, strict=True)):
        if len(documents) > 1:
            _bookmark(canvas, document, f"document-{index}")
        canvas.setPageSize((document.frame.page_width, document.frame.page_height))
        for page, foot in zip(document.pages, own_feet, strict=True):
            ink.draw(canvas, page)
            ink.draw(canvas, foot)
            canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def refuse_missing_glyphs(number: str, texts: Iterator[str]) -> None:
    """Raise ``MissingGlyph`` if the font lacks a character of ``texts``."""
    missing = fonts.missing_glyphs("".join(dict.fromkeys("".join(texts))))
    if missing:
        raise MissingGlyph(document=number, characters=fonts.describe_characters(missing))


def check_language(language: str) -> None:
    if language not in LANGUAGES:
        raise UnknownLanguage(language=language, field="language")


def cleaned(data: T) -> T:
    """``data`` with every text in it made printable: one line, no invisible characters."""
    result: Any = data
    if isinstance(data, str):
        result = clean(data)
    elif isinstance(data, tuple):
        result = tuple(cleaned(item) for item in data)
    elif is_dataclass(data) and not isinstance(data, type):
        result = replace(data, **{each.name: cleaned(getattr(data, each.name)) for each in fields(data)})
    return result  # type: ignore[no-any-return]


def fingerprint(data: Any) -> str:
    """First 12 hex digits of the SHA-256 over the document's content, marks of a copy aside."""
    content = {key: value for key, value in asdict(data).items() if key not in _DATA_ONLY_MARKS}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12].upper()


def canvas_for(buffer: io.BytesIO, first: Document) -> Any:
    """A canvas with the properties of ``first``: language, title, author, embedded font, no dates."""
    from reportlab.pdfgen.canvas import Canvas

    fonts.register()
    canvas = Canvas(
        buffer,
        pagesize=(first.frame.page_width, first.frame.page_height),
        invariant=1,
        initialFontName=fonts.REGULAR,
        pageCompression=1,
        lang=_language_tag(first.language),
    )
    canvas.setTitle(first.title)
    canvas.setAuthor(first.author)
    canvas.setSubject(first.number or first.title)
    canvas.setCreator("ArcDesk")
    canvas.setProducer("ArcDesk")
    return canvas


def _language_tag(language: str) -> str:
    return "zh-CN" if language == "zh" else "en"


def _bookmark(canvas: Any, document: Document, key: str) -> None:
    """An entry in the outline; the key is the place in the batch, as previews share one number."""
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(document.title, key)


def _foot(document: Document, index: int) -> ink.Page:
    """Number and content hash at the left, page x of y at the right, the seam hint between."""
    foot, frame, total = ink.Page(), document.frame, len(document.pages)
    y = frame.bottom - FOOT_DROP
    foot.line(frame.left, y + 12, frame.right, y + 12, width=0.35, color=ink.HAIRLINE)
    mark = translate("Check code {code}", document.language, code=document.fingerprint)
    if document.number:
        mark = translate("No. {number}|document", document.language, number=document.number) + " · " + mark
    foot.text(frame.left, y, mark, FOOT_SIZE, color=ink.MUTED)
    page = translate("Page {page} of {total}", document.language, page=index + 1, total=total)
    foot.text_right(frame.right, y, page, FOOT_SIZE, color=ink.MUTED)
    if document.seal_the_seam and total > 1:
        hint = translate("{total} pages: seal across the sheets", document.language, total=total)
        foot.text_center((frame.left + frame.right) / 2, y, hint, FOOT_SIZE, color=ink.MUTED)
    return foot
