"""The pieces of a court bundle in the words of its list: title, source, purpose, form (R51, R52)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from arcdesk.domain import exhibits as order
from arcdesk.i18n import translate
from arcdesk.pdf.exhibit_data import Exhibit
from arcdesk.services.care_words import length_words
from arcdesk.services.evidence_custody import Custody
from arcdesk.services.evidence_notes import Note
from arcdesk.services.transcripts import Transcript

_ENDING = re.compile(r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{2,5}$")
"""Of a file's name: on the list of evidence stands what the piece is, the file's whole name beside its hash."""
FORM_TEXTS = {
    "original": "Original|form",
    "copy": "Copy|form",
    "electronic": "Electronic data|form",
    "": "Copy; original to be shown|form",
    "available": "Copy; original available|form",
    "lost": "Copy; original lost|form",
}
KIND_TEXTS = {
    "licence": "Business licence|evidence",
    "contract": "Contract|evidence",
    "invoice": "Invoice|evidence",
    "delivery_note": "Delivery note|evidence",
    "statement": "Statement|evidence",
    "payment": "Proof of payment|evidence",
    "letter": "Demand letter|evidence",
    "delivery": "Proof of delivery|evidence",
    "wechat": "WeChat chat|evidence",
    "sms": "SMS|evidence",
    "email": "E-mail|evidence",
    "recording": "Call recording|evidence",
    "contact": "Contact record|evidence",
    "guarantee": "Guarantee|evidence",
    "worksheet": "Computation of Late Payment Interest",
    "limitation": "Limitation of the Claim",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence (``row`` and ``note``), or a sheet reckoned for the bundle.

    ``parts`` are the rows of the files that it puts together: the screenshots of a WeChat exhibit in their order.
    """

    kind: str
    row: Any = None
    note: Note = field(default_factory=Note)
    sheet: Path = field(default_factory=Path)
    parts: tuple[Any, ...] = ()
    custody: Custody | None = None
    transcript: Transcript | None = None
    printed: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The lines of the transcript as they can be printed."""
        return tuple(printable(line) for line in self.transcript.text.split("\n")) if self.transcript else ()


def grouped(
    pieces: list[Piece], exhibits: list[Exhibit], language: str
) -> tuple[tuple[str, tuple[Exhibit, ...]], ...]:
    """The exhibits under the titles of their groups."""
    groups: dict[str, list[Exhibit]] = {}
    for piece, exhibit in zip(pieces, exhibits, strict=True):
        groups.setdefault(order.group_of(piece.kind), []).append(exhibit)
    return tuple((translate(order.GROUPS[key], language), tuple(group)) for key, group in groups.items())


def as_exhibit(
    piece: Piece, number: str, file: Path, media_type: str, stored_as: str, pages: tuple[int, int], language: str
) -> Exhibit:
    """One piece with its number and pages; what nobody noted is said by its kind."""
    row, note = piece.row, _shown(piece.note)
    kind_word = translate(KIND_TEXTS.get(piece.kind, "Other|evidence"), language)
    name = printable(row.original_name) if row else ""
    usual = translate(order.PURPOSES[piece.kind], language) if piece.kind in order.PURPOSES else ""
    electronic = note.form == "electronic" or (not note.form and piece.kind in order.ELECTRONIC)
    form = "electronic" if electronic else _form(note.form, piece.custody)
    remarks = []
    if row is not None:
        if row.captured_at:
            remarks.append(translate("dated {day}|exhibit", language, day=str(row.captured_at)[:16].replace("T", " ")))
        if piece.parts:
            remarks.append(translate("{count} screenshots, beside it among the originals|exhibit", language,
                                     count=len(piece.parts)))  # fmt: skip
        if note.device:
            remarks.append(translate("carrier: {device}|exhibit", language, device=note.device))
        if row.duration_ms:
            remarks.append(translate("length {time}|exhibit", language, time=length_words(row.duration_ms)))
        if note.original_at:
            held = translate("original: {place}|exhibit", language, place=note.original_at)
            remarks.append(f"{held} ({note.custodian})" if note.custodian else held)
        remarks += _whereabouts(piece.custody, language)
    name = _ENDING.sub("", name) or name
    titled = translate("{kind}: {name}|exhibit", language, kind=kind_word, name=name) if name else kind_word
    title = note.title or titled
    source = note.obtained_from or (printable(row.source) if row else "") or translate("Our records", language)
    return Exhibit(
        number=number,
        title=title,
        source=source,
        purpose=note.purpose or usual,
        form=translate(FORM_TEXTS[form] if row else "Reckoned for this bundle", language),
        note=translate("; |exhibit", language).join(remarks),
        sha256=row.sha256 if row else hashlib.sha256(file.read_bytes()).hexdigest(),
        size_bytes=row.size_bytes if row else file.stat().st_size,
        media_type=media_type,
        stored_as=stored_as,
        file=file,
        electronic=electronic,
        first_page=pages[0],
        last_page=pages[1],
        parts=tuple(part.sha256 for part in piece.parts),
        printed=piece.printed,
        transcript=piece.paragraphs,
        transcribed=_transcribed(piece.transcript, language),
    )


def _form(noted: str, custody: Custody | None) -> str:
    """What is held: of a copy whether its original can be shown, of an original whether it is still there."""
    if custody is None:
        return noted
    if custody.state == "lost":
        return "lost"
    return noted if noted == "original" else "available"


def _whereabouts(custody: Custody | None, language: str) -> Iterator[str]:
    if custody is not None and custody.state == "lent":
        holder, day = printable(custody.holder), str(custody.since)
        yield translate("the original is with {holder} since {day}|exhibit", language, holder=holder, day=day)
    elif custody is not None and custody.state == "lost":
        yield translate("the original is lost since {day}|exhibit", language, day=str(custody.since))


def _transcribed(transcript: Transcript | None, language: str) -> str:
    """Who wrote a transcript down, and when it was added."""
    if transcript is None:
        return ""
    day, author = f"{transcript.logged_at:%Y-%m-%d}", printable(transcript.author)
    if not author:
        return translate("Added {day}. The recording decides.", language, day=day)
    text = "Written down by {author}, added {day}. The recording decides."
    return translate(text, language, author=author, day=day)


def _shown(note: Note) -> Note:
    """The note with ? for what the font cannot show: an emoji in a nickname must not stop the whole bundle."""
    return Note(**{name: printable(getattr(note, name)) for name in Note.__slots__})


def printable(text: str) -> str:
    """As the print room shows a name from outside."""
    from arcdesk.pdf.text import printable as shown

    return shown(text)
