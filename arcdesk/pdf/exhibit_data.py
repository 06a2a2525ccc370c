"""What a court bundle prints: plain frozen values (R51 to R53, R60)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One line of the list of evidence and one part of the bundle.

    ``form`` is what is held, in words. ``electronic`` pieces show carrier and hash. ``file`` is the
    verified content; ``media_type`` decides how it is placed. ``stored_as`` is its name among the
    originals handed over. Pages are those of the bundle, first and last; behind the file's own come those of
    ``transcript``, the lines of what is said in a recording. ``printed`` are the lines of a text or an e-mail.
    ``parts`` are the hashes of the files
    that it puts together and that are handed over beside it.
    """

    number: str
    title: str
    source: str
    purpose: str
    form: str
    note: str
    sha256: str
    size_bytes: int
    media_type: str
    stored_as: str
    file: Path
    electronic: bool = False
    first_page: int = 0
    last_page: int = 0
    printed: tuple[str, ...] = ()
    transcript: tuple[str, ...] = ()
    transcribed: str = ""
    parts: tuple[str, ...] = ()

    @property
    def page_words(self) -> str:
        """``4–6``, or ``4`` alone."""
        return str(self.first_page) if self.first_page == self.last_page else f"{self.first_page}–{self.last_page}"


@dataclass(frozen=True, slots=True)
class StampLine:
    """A time stamp over the record up to event ``event`` with the hash ``head`` (RFC 3161), and its file."""

    event: int
    head: str
    stamped_at: str
    authority: str
    serial: str
    policy: str
    stored_as: str


@dataclass(frozen=True, slots=True)
class BundleData:
    """The whole list: groups in order, each with its title and its exhibits.

    ``head`` is the hash of event number ``events`` of the audit chain, to the making of the bundle.
    """

    language: str
    company: str
    customer: str
    made_on: date
    groups: tuple[tuple[str, tuple[Exhibit, ...]], ...]
    events: int
    head: str
    invoices: tuple[str, ...] = ()
    stamps: tuple[StampLine, ...] = ()

    @property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every exhibit in order."""
        return tuple(exhibit for _, group in self.groups for exhibit in group)

    @property
    def pages(self) -> int:
        """Numbered pages of the bundle."""
        return max((exhibit.last_page for exhibit in self.exhibits), default=0)
