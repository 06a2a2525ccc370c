"""The words of the letters, as a person may change them: versions kept, shipped ones a step away (F-57, R91)."""

from __future__ import annotations

from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.files import write_durably
from arcdesk.i18n import tr
from arcdesk.models.collection import LetterTemplateText
from arcdesk.services import kept_words
from arcdesk.services.kept_words import LANGUAGES, NothingChanged, Words, WordsVersion, tidy
from arcdesk.services.template_check import Remark, remarks
from arcdesk.services.unit_of_work import UnitOfWork

KINDS = ("reminder", "first", "second", "final")
"""Kinds of letter whose words can be changed, with the level of each as its place."""


class UnknownTemplate(Refusal):
    """No template of that kind or language."""

    sentence = "There is no template “{kind}” in “{language}”. Choose one of {known}, in zh or en."


class TemplateRefused(Refusal):
    """A template that must not be used as it is."""

    sentence = "The template cannot be used. Line {line}: {why}"


Template = Words
TemplateVersion = WordsVersion


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
        return kept_words.latest(LetterTemplateText, kind, language, self.shipped(kind, language))

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
        return kept_words.versions(LetterTemplateText, kind, language)

    def check(self, kind: str, text: str) -> tuple[Remark, ...]:
        """What speaks against a text; one that is ``blocking`` keeps it from being saved."""
        return remarks(text, is_demand=kind != "reminder")

    def save(self, kind: str, language: str, text: str, note: str = "") -> Template:
        """Use these words from now on; letters already issued keep theirs.

        Raises:
            UnknownTemplate, NothingChanged; TemplateRefused: names the first line that must be mended.
        """
        text = tidy(text)
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
        return tidy(kept_words.read_text(file))

    def _enter(self, kind: str, language: str, text: str | None, note: str) -> None:
        with self._work.write("template.saved", kind=kind, language=language, text=text, note=note.strip()) as deed:
            LetterTemplateText.create(
                kind=kind, language=language, text=text, note=note.strip(), made_at=self._work.clock.now()
            )
            deed.touch("template")


def _check(kind: str, language: str) -> None:
    if kind not in KINDS or language not in LANGUAGES:
        raise UnknownTemplate(kind=kind, language=language, known=", ".join(KINDS), field="kind")
