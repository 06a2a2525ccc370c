"""Words a person may change: every version kept, the shipped ones a step away; letters and scripts alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.models.collection import LetterTemplateText, ScriptText

LANGUAGES = ("zh", "en")
LARGEST_FILE = 200_000
UNSEEN = ("Cc", "Cf", "Cs", "Co")
"""Categories of characters that nothing prints: controls, marks of direction."""


class NothingChanged(Refusal):
    """A version like the one before it."""

    sentence = "It says this already. Nothing was saved."


class NoTemplateFile(Refusal):
    """A file that holds no words."""

    sentence = "“{file}” holds no words that could be used: {why}"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a kind now; ``version`` 0 means as shipped, ``changed_at`` None too."""

    kind: str
    language: str
    text: str
    version: int
    changed_at: datetime | None

    @property
    def is_shipped(self) -> bool:
        """Whether nobody changed it, or it was taken back to the shipped one."""
        return self.version == 0


@dataclass(frozen=True, slots=True)
class WordsVersion:
    """One version that was saved; ``text`` is None where it went back to the shipped one."""

    id: int
    text: str | None
    note: str
    made_at: datetime


Table = type[LetterTemplateText] | type[ScriptText]


def latest(table: Table, kind: str, language: str, shipped: str) -> Words:
    """The words in use: the last version kept in ``table``, else the ``shipped`` ones."""
    row = next(iter(_rows(table, kind, language)), None)
    if row is None or row.text is None:
        return Words(kind, language, shipped, 0, None)
    return Words(kind, language, row.text, row.id, row.made_at)


def versions(table: Table, kind: str, language: str) -> tuple[WordsVersion, ...]:
    """What was saved, newest first."""
    return tuple(WordsVersion(row.id, row.text, row.note, row.made_at) for row in _rows(table, kind, language))


def tidy(text: str) -> str:
    """One kind of line end, nothing that cannot be seen, one line end at the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    lines = ["".join(char for char in line if unicodedata.category(char) not in UNSEEN) for line in lines]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def read_text(file: Path) -> str:
    """The text of a file (UTF-8, or GB18030 as old editors write it).

    Raises:
        NoTemplateFile.
    """
    try:
        with file.open("rb") as handle:
            content = handle.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NoTemplateFile(file=file.name, why=error.strerror or str(error), field="file") from error
    if len(content) > LARGEST_FILE or b"\0" in content:
        raise NoTemplateFile(file=file.name, why=tr("it is no text of that size"), field="file")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoTemplateFile(file=file.name, why=tr("it is no text"), field="file")


def _rows(table: Table, kind: str, language: str) -> Iterable[LetterTemplateText | ScriptText]:
    found = (table.kind == kind) & (table.language == language)
    rows: Iterable[LetterTemplateText | ScriptText] = table.select().where(found).order_by(table.id.desc())
    return rows
