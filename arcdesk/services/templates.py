"""The words of the letters, as a person may change them: versions kept, shipped ones a step away (F-57, R91)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.files import write_durably
from arcdesk.i18n import tr
from arcdesk.models.collection import LetterTemplateText
from arcdesk.services.template_check import Remark, remarks
from arcdesk.services.unit_of_work import UnitOfWork

KINDS = ("reminder", "first", "second", "final")
"""Kinds of letter whose words can be changed, with the level of each as its place."""

LANGUAGES = ("zh", "en")
LARGEST_FILE = 200_000
UNSEEN = ("Cc", "Cf", "Cs", "Co")
"""Categories of characters that no letter prints: controls, marks of direction."""


class UnknownTemplate(Refusal):
    """No template of that kind or language."""

    sentence = "There is no template “{kind}” in “{language}”. Choose one of {known}, in zh or en."


class TemplateRefused(Refusal):
    """A template that must not be used as it is."""

    sentence = "The template cannot be used. Line {line}: {why}"


class NothingChanged(Refusal):
    """A version like the one before it."""

    sentence = "The template says this already. Nothing was saved."


class NoTemplateFile(Refusal):
    """A file that holds no template."""

    sentence = "“{file}” is not a letter template: {why}"


@dataclass(frozen=True, slots=True)
class Template:
    """The words of a kind of letter now; ``version`` 0 means as shipped, ``changed_at`` None too."""

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
class TemplateVersion:
    """One version that was saved; ``text`` is None where it went back to the shipped one."""

    id: int
    text: str | None
    note: str
    made_at: datetime


class TemplateService:
    """Keeps the words of the letters."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def current(self, kind: str, language: str) -> Template:
        """The words in use.

        Raises:
            UnknownTemplate.
        """
        _check(kind, language)
        row = next(iter(self._rows(kind, language)), None)
        if row is None or row.text is None:
            return Template(kind, language, self.shipped(kind, language), 0, None)
        return Template(kind, language, row.text, row.id, row.made_at)

    def all(self) -> tuple[Template, ...]:
        """Every template, Chinese first."""
        return tuple(self.current(kind, language) for language in LANGUAGES for kind in KINDS)

    def shipped(self, kind: str, language: str) -> str:
        """The words that came with the program.

        Raises:
            UnknownTemplate.
        """
        from arcdesk.pdf.letter_words import shipped_template

        _check(kind, language)
        return shipped_template(KINDS.index(kind), language)

    def versions(self, kind: str, language: str) -> tuple[TemplateVersion, ...]:
        """What was saved, newest first.

        Raises:
            UnknownTemplate.
        """
        _check(kind, language)
        return tuple(
            TemplateVersion(row.id, row.text, row.note, row.made_at) for row in self._rows(kind, language)
        )

    def check(self, kind: str, text: str) -> tuple[Remark, ...]:
        """What speaks against a text; one that is ``blocking`` keeps it from being saved."""
        return remarks(text, is_demand=kind != "reminder")

    def save(self, kind: str, language: str, text: str, note: str = "") -> Template:
        """Use these words from now on; letters already issued keep theirs.

        Raises:
            UnknownTemplate, NothingChanged; TemplateRefused: names the first line that must be mended.
        """
        text = _tidy(text)
        if text == self.current(kind, language).text:
            raise NothingChanged(field="text")
        for remark in self.check(kind, text):
            if remark.blocking:
                raise TemplateRefused(line=remark.line, why=tr(remark.text_key, **remark.values), field="text")
        self._enter(kind, language, text if text != self.shipped(kind, language) else None, note)
        return self.current(kind, language)

    def reset(self, kind: str, language: str, note: str = "") -> Template:
        """Go back to the shipped words; the versions before stay readable.

        Raises:
            UnknownTemplate, NothingChanged.
        """
        if self.current(kind, language).is_shipped:
            raise NothingChanged(field="text")
        self._enter(kind, language, None, note)
        return self.current(kind, language)

    def export(self, kind: str, language: str, target: Path) -> Path:
        """Write the words in use into a UTF-8 text file.

        Raises:
            UnknownTemplate, CannotWrite.
        """
        write_durably(target, self.current(kind, language).text.encode("utf-8"))
        return target

    def read(self, file: Path) -> str:
        """The template of a text file (UTF-8, or GB18030 as old editors write it); nothing is saved.

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
                return _tidy(content.decode(encoding))
            except UnicodeDecodeError:
                continue
        raise NoTemplateFile(file=file.name, why=tr("it is no text"), field="file")

    def _rows(self, kind: str, language: str) -> Iterable[LetterTemplateText]:
        found = (LetterTemplateText.kind == kind) & (LetterTemplateText.language == language)
        rows: Iterable[LetterTemplateText] = (
            LetterTemplateText.select().where(found).order_by(LetterTemplateText.id.desc())
        )
        return rows

    def _enter(self, kind: str, language: str, text: str | None, note: str) -> None:
        with self._work.write("template.saved", kind=kind, language=language, text=text, note=note.strip()) as deed:
            LetterTemplateText.create(
                kind=kind, language=language, text=text, note=note.strip(), made_at=self._work.clock.now()
            )
            deed.touch("template")


def _check(kind: str, language: str) -> None:
    if kind not in KINDS or language not in LANGUAGES:
        raise UnknownTemplate(kind=kind, language=language, known=", ".join(KINDS), field="kind")


def _tidy(text: str) -> str:
    """One kind of line end, nothing that cannot be seen, one line end at the end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    lines = ["".join(char for char in line if unicodedata.category(char) not in UNSEEN) for line in lines]
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"
