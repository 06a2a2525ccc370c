"""What goes out with a letter in one file: calculated sheets and copies of evidence."""

from __future__ import annotations

from dataclasses import dataclass

from arcdesk.pdf.data import StatementData
from arcdesk.pdf.interest_data import WorksheetData


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A piece of evidence to be copied page by page: an image or a PDF, with the hash it is kept under."""

    media_type: str
    content: bytes
    sha256: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One enclosure under its name as it stands on the list."""

    title: str
    content: StatementData | WorksheetData | CopiedFile
