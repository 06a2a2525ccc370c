"""What to say, as a person may change it: versions kept, reviewed by what came of it, carried as a file (S-170)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.files import write_durably
from arcdesk.i18n import tr
from arcdesk.models.collection import Contact, ScriptReview, ScriptText
from arcdesk.models.queries.sql import rows
from arcdesk.services import kept_words
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerService
from arcdesk.services.kept_words import LANGUAGES, NothingChanged, Words, WordsVersion, tidy
from arcdesk.services.reference import Reference
from arcdesk.services.script_check import remarks
from arcdesk.services.script_facts import ScriptFacts
from arcdesk.services.script_words import ANSWERS, keys, texts
from arcdesk.services.scripts import SaidText, Speaker, fields_of, filled, script_for, speaker_of
from arcdesk.services.template_check import Remark
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.worklist import TodayEntry, WorklistService

FORMAT = "arcdesk-scripts"
MOST_REVIEW_CHARACTERS = 2000


class UnknownScript(Refusal):
    """No script of that key or language."""

    sentence = "There is no script “{kind}” in “{language}”. “arcdesk script list” names them, in zh or en."


class ScriptRefused(Refusal):
    """A script that must not be used as it is."""

    sentence = "The script “{kind}” cannot be used. Line {line}: {why}"


class NoScriptFile(Refusal):
    """A file that holds no library of scripts."""

    sentence = "“{file}” is not a file of scripts: {why}"


class EmptyReview(Refusal):
    """A review that says neither what worked nor what did not."""

    sentence = "Say what worked or what did not."


class ReviewTooLong(Refusal):
    """More than is read again."""

    sentence = "A review has at most {most} characters."


class ReviewInFuture(Refusal):
    """A review of a day to come."""

    sentence = "The review is dated {day}, which is still to come."


class UnknownReviewedContact(Refusal):
    """A review that points to a contact that is not there."""

    sentence = "There is no contact no. {number} that the review could come from."


@dataclass(frozen=True, slots=True)
class Review:
    """What was learned with a script; ``contact_id`` where it came from a contact."""

    id: int
    on_day: date
    worked: str
    failed: str
    contact_id: int | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer at hand while talking: to what (``title`` is translated), and the words."""

    key: str
    title: str
    text: str


class ScriptService:
    """Keeps the scripts, fills them in, and remembers what came of them."""

    def __init__(
        self, work: UnitOfWork, company: CompanyService, customers: CustomerService, reference: Reference,
        worklist: WorklistService,
    ) -> None:  # fmt: skip
        self._work, self._company, self._customers = work, company, customers
        self._reference, self._worklist = reference, worklist

    # What to say

    def say(
        self, entry: TodayEntry | None, speaker: Speaker, day: date, language: str, facts: ScriptFacts | None = None
    ) -> SaidText | None:
        """What to say about a line of the work list; None where a figure is missing (R91)."""
        if entry is None:
            return None
        found = facts or self.facts(day, language, entry.customer_id)
        return script_for(
            entry, speaker, day, self._reference.workdays, language, words=self._words(language),
            look_up=lambda wanted: found.of(entry.customer_id, entry.currency, wanted),
        )  # fmt: skip

    def answers(
        self, customer_id: int, entry: TodayEntry | None, speaker: Speaker, day: date, language: str
    ) -> tuple[Answer, ...]:
        """Answers for what the other side may say, each filled in; one that lacks a value is left out."""
        facts, words = self.facts(day, language, customer_id), self._words(language)
        fields = self._fields(customer_id, entry, speaker, day, language)
        currency = entry.currency if entry else self._company.profile().base_currency
        made = []
        for key, title in ANSWERS.items():
            text = filled(words[key], fields, lambda wanted: facts.of(customer_id, currency, wanted))
            if text:
                made.append(Answer(key, tr(title), text))
        return tuple(made)

    def facts(self, day: date, language: str, only: int | None = None) -> ScriptFacts:
        """What texts may name on ``day``, of one customer or of many."""
        return ScriptFacts(self._company, self._reference.workdays, self._work.clock.now(), day, language, only)

    def preview(self, kind: str, text: str, customer_id: int, language: str) -> tuple[str | None, Mapping[str, str]]:
        """``text`` as it would be said to this customer today, or None; and the values of its fields.

        The occasion of a script may not be there today: its fields then have no value.
        """
        from arcdesk.domain.script_fields import CONDITIONS, FIELDS
        from arcdesk.services.script_recap import EXAMPLE

        day = self._work.clock.today()
        entry = self._worklist.of(customer_id, day)
        profile = self._customers.find(customer_id)
        speaker = speaker_of(self._customers.people(customer_id), profile.behaviour)
        fields = self._fields(customer_id, entry, speaker, day, language)
        currency = entry.currency if entry else self._company.profile().base_currency
        found = self.facts(day, language, customer_id)
        values = {**found.of(customer_id, currency, {*FIELDS, *CONDITIONS}), **{k: v for k, v in fields.items() if v}}
        if kind == "recap":
            values |= EXAMPLE[language]
        return filled(text, values), values

    # The library

    def current(self, kind: str, language: str) -> Words:
        """The words in use.

        Raises:
            UnknownScript.
        """
        _check(kind, language)
        return kept_words.latest(ScriptText, kind, language, self.shipped(kind, language))

    def all(self, language: str = "") -> tuple[Words, ...]:
        """Every script of one language or of both, Chinese first, in the order of a debt."""
        chosen = (language,) if language else LANGUAGES
        return tuple(self.current(kind, each) for each in chosen for kind in keys())

    def shipped(self, kind: str, language: str) -> str:
        """The words that came with the program.

        Raises:
            UnknownScript.
        """
        _check(kind, language)
        return tidy(texts(language)[kind])

    def versions(self, kind: str, language: str) -> tuple[WordsVersion, ...]:
        """What was saved, newest first.

        Raises:
            UnknownScript.
        """
        _check(kind, language)
        return kept_words.versions(ScriptText, kind, language)

    def check(self, kind: str, text: str) -> tuple[Remark, ...]:
        """What speaks against a text; one that is ``blocking`` keeps it from being saved."""
        return remarks(kind, text)

    def save(self, kind: str, language: str, text: str, note: str = "") -> Words:
        """Use these words from now on.

        Raises:
            UnknownScript, NothingChanged; ScriptRefused: names the first line that must be mended.
        """
        text = tidy(text)
        if text == self.current(kind, language).text:
            raise NothingChanged(field="text")
        self._check_text(kind, text)
        self._enter([(kind, language, text)], note)
        return self.current(kind, language)

    def reset(self, kind: str, language: str, note: str = "") -> Words:
        """Go back to the shipped words; the versions before stay readable.

        Raises:
            UnknownScript, NothingChanged.
        """
        if self.current(kind, language).is_shipped:
            raise NothingChanged(field="text")
        self._enter([(kind, language, self.shipped(kind, language))], note)
        return self.current(kind, language)

    def export(self, target: Path) -> Path:
        """Write every script in use into one file.

        Raises:
            CannotWrite.
        """
        library = {language: {each.kind: each.text for each in self.all(language)} for language in LANGUAGES}
        content = json.dumps({"format": FORMAT, "scripts": library}, ensure_ascii=False, indent=1)
        write_durably(target, f"{content}\n".encode())
        return target

    def bring(self, file: Path, note: str = "") -> tuple[Words, ...]:
        """Take in the scripts of a file as new versions; gives those that changed. All of it or nothing.

        Raises:
            NoTemplateFile, NoScriptFile, UnknownScript, ScriptRefused, NothingChanged.
        """
        changed = []
        for language, kind, text in _library(file):
            words = tidy(text)
            if words != self.current(kind, language).text:
                self._check_text(kind, words)
                changed.append((kind, language, words))
        if not changed:
            raise NothingChanged(field="file")
        self._enter(changed, note or file.name)
        return tuple(self.current(kind, language) for kind, language, _ in changed)

    # What came of it

    def review(
        self, kind: str, language: str, worked: str, failed: str, *, on: date | None = None,
        contact_id: int | None = None,
    ) -> Review:  # fmt: skip
        """Note what was learned with a script.

        Raises:
            UnknownScript, EmptyReview, ReviewTooLong, ReviewInFuture, UnknownReviewedContact.
        """
        _check(kind, language)
        worked, failed = worked.strip(), failed.strip()
        today = self._work.clock.today()
        if not worked and not failed:
            raise EmptyReview(field="worked")
        if max(len(worked), len(failed)) > MOST_REVIEW_CHARACTERS:
            raise ReviewTooLong(most=MOST_REVIEW_CHARACTERS, field="worked")
        if on is not None and on > today:
            raise ReviewInFuture(day=on.isoformat(), field="on")
        if contact_id is not None and Contact.get_or_none(Contact.id == contact_id) is None:
            raise UnknownReviewedContact(number=contact_id, field="contact")
        details = {"kind": kind, "language": language, "worked": worked, "failed": failed, "contact": contact_id}
        with self._work.write("script.reviewed", None, **details) as deed:
            row = ScriptReview.create(
                kind=kind, language=language, on_day=on or today, worked=worked, failed=failed, contact=contact_id,
                made_at=self._work.clock.now(),
            )  # fmt: skip
            deed.touch("script")
        return _review(row)

    def reviews(self, kind: str, language: str) -> tuple[Review, ...]:
        """What was learned with a script, newest first.

        Raises:
            UnknownScript.
        """
        _check(kind, language)
        found = (ScriptReview.kind == kind) & (ScriptReview.language == language)
        ordered = ScriptReview.select().where(found).order_by(ScriptReview.on_day.desc(), ScriptReview.id.desc())
        return tuple(_review(row) for row in ordered)

    def uses(self) -> dict[str, dict[str, int]]:
        """Contacts beside which a script stood, by its key and their outcome; corrected ones are left out."""
        found: dict[str, dict[str, int]] = {}
        for kind, outcome, count in rows(
            """SELECT script, outcome, count(*) FROM contact
               WHERE script <> '' AND id NOT IN (SELECT corrects_id FROM contact WHERE corrects_id IS NOT NULL)
               GROUP BY script, outcome ORDER BY count(*) DESC, outcome"""
        ):
            found.setdefault(kind, {})[outcome] = count
        return found

    # inside

    def _words(self, language: str) -> Mapping[str, str]:
        """The texts in use by key: one query for all of them."""
        newest = rows(
            """SELECT kind, text FROM script_text WHERE id IN
               (SELECT max(id) FROM script_text WHERE language = ?1 GROUP BY kind)""",
            language,
        )
        return {**texts(language), **{kind: text for kind, text in newest if text is not None}}

    def _fields(
        self, customer_id: int, entry: TodayEntry | None, speaker: Speaker, day: date, language: str
    ) -> dict[str, str]:
        fields = fields_of(entry, speaker, day, self._reference.workdays, language)
        return {"customer": self._customers.find(customer_id).name, **fields}

    def _check_text(self, kind: str, text: str) -> None:
        for remark in remarks(kind, text):
            if remark.blocking:
                why = tr(remark.text_key, **remark.values)
                raise ScriptRefused(kind=kind, line=remark.line, why=why, field="text")

    def _enter(self, changed: Iterable[tuple[str, str, str]], note: str) -> None:
        """Keep new versions; the shipped words themselves are kept as "back to the shipped ones"."""
        kept = [
            {"kind": kind, "language": language, "text": None if text == self.shipped(kind, language) else text}
            for kind, language, text in changed
        ]
        with self._work.write("script.saved", scripts=kept, note=note.strip()) as deed:
            for each in kept:
                ScriptText.create(**each, note=note.strip(), made_at=self._work.clock.now())
            deed.touch("script")


def _check(kind: str, language: str) -> None:
    if kind not in keys() or language not in LANGUAGES:
        raise UnknownScript(kind=kind, language=language, field="kind")


def _review(row: ScriptReview) -> Review:
    return Review(row.id, row.on_day, row.worked, row.failed, row.contact_id, row.made_at)


def _library(file: Path) -> list[tuple[str, str, str]]:
    """Language, key and text of each script of a file."""
    try:
        found: Any = json.loads(kept_words.read_text(file))
    except (json.JSONDecodeError, RecursionError) as error:
        raise NoScriptFile(file=file.name, why=tr("it is no JSON"), field="file") from error
    library = found.get("scripts") if isinstance(found, dict) and found.get("format") == FORMAT else None
    if not isinstance(library, dict) or not all(isinstance(part, dict) for part in library.values()):
        raise NoScriptFile(file=file.name, why=tr("it was not written by “script export”"), field="file")
    made = [(language, kind, text) for language, part in library.items() for kind, text in part.items()]
    if not all(isinstance(text, str) for _, _, text in made):
        raise NoScriptFile(file=file.name, why=tr("it was not written by “script export”"), field="file")
    for language, kind, _ in made:
        _check(kind, language)
    return made
