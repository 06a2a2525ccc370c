"""The words of the letters: shipped templates in ``resources/templates``, or a person's own (R37, R91).

Every demand says what is owed, for what, and asks for payment by a date: without that sentence the
letter is no request for performance. Firmer each time, and never more than the law allows (R68 to R71).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from arcdesk import resources
from arcdesk.domain.letter_fields import meaning_of
from arcdesk.domain.letter_template import FaultyTemplate, LetterTemplate, read_template
from arcdesk.domain.template_text import MissingValue, Text, fill
from arcdesk.i18n import tr
from arcdesk.pdf.data import FINAL_DEMAND, FIRST_DEMAND, FRIENDLY_REMINDER, SECOND_DEMAND, LetterData
from arcdesk.pdf.errors import MissingField, NoTextForLevel, UnusableTemplate
from arcdesk.pdf.text import Run

FILES = {FRIENDLY_REMINDER: "reminder", FIRST_DEMAND: "first", SECOND_DEMAND: "second", FINAL_DEMAND: "final"}


def shipped_template(level: int, language: str) -> str:
    """The template that ships with the program.

    Raises:
        NoTextForLevel: none is written.
    """
    file = FILES.get(level)
    if file is None or language not in ("zh", "en"):
        raise NoTextForLevel(level=level, language=language, field="level")
    return _shipped(language, file)


def template_of(data: LetterData) -> LetterTemplate:
    """The template a letter is printed by.

    Raises:
        NoTextForLevel, UnusableTemplate.
    """
    try:
        return _read(data.template or shipped_template(data.level, data.language))
    except FaultyTemplate as error:
        raise UnusableTemplate(line=error.faults[0].line, field="template") from error


def filled(text: Text, values: Mapping[str, str], number: str) -> list[Run]:
    """One paragraph as runs.

    Raises:
        MissingField: it names what the letter has not; no hole is ever printed (R91).
    """
    try:
        return [Run(words, bold=bold) for words, bold in fill(text, values)]
    except MissingValue as error:
        name = tr(meaning_of(error.name))
        raise MissingField(name=name, number=number, field=error.name) from error


def plain(text: Text, values: Mapping[str, str], number: str) -> str:
    """One paragraph as words alone, for a title."""
    return "".join(run.text for run in filled(text, values, number)).strip()


@lru_cache(maxsize=64)
def _read(source: str) -> LetterTemplate:
    return read_template(source)


@lru_cache(maxsize=16)
def _shipped(language: str, file: str) -> str:
    return resources.text("templates", "letters", language, f"{file}.txt")
