"""``script``: what to say. Look at it, change it from a text file, carry the library, note what worked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.cli.templates import remark_document, remark_lines, version_documents, version_lines
from arcdesk.i18n import current, tr
from arcdesk.services.script_words import title

if TYPE_CHECKING:
    from arcdesk.services.kept_words import Words
    from arcdesk.services.script_library import Answer, Review

Key = Annotated[str, Argument(metavar="KEY", help="The script, as “script list” names it.")]
Tongue = Annotated[str, Option("--script-lang", metavar="zh|en", help="Language of the script.")]
File = Annotated[str, Argument(metavar="FILE", help="A text file, UTF-8.")]
Note = Annotated[str, Option("--note", metavar="TEXT", help="What was changed, for the list of versions.")]


def scripts(session: Session, tongue: Tongue = "") -> Status:
    """List the scripts, which were changed, and beside how many contacts each stood."""
    with session.desk(write=False) as desk:
        found, uses = desk.scripts.all(tongue), desk.scripts.uses()
    documents = [_document(each) | {"uses": uses.get(each.kind, {})} for each in found]

    def text() -> Iterator[str]:
        rows = [
            (
                each.kind, each.language, title(each.kind), str(sum(uses.get(each.kind, {}).values()) or ""),
                f"{each.changed_at:%Y-%m-%d %H:%M}" if each.changed_at else tr("as shipped"),
            )
            for each in found
        ]  # fmt: skip
        headings = (tr("Key|script"), tr("Language"), tr("When|script"), tr("Contacts"), tr("Changed|template"))
        yield from table(headings, rows, right=(3,))

    session.answer({"scripts": documents}, text)
    return 0


def show(
    session: Session,
    key: Key,
    tongue: Tongue = "zh",
    versions: Annotated[bool, Option("--versions", help="The versions that were saved, newest first.")] = False,
) -> Status:
    """Print a script as it is now with its reviews, or its versions."""
    with session.desk(write=False) as desk:
        script = desk.scripts.current(key, tongue)
        saved = desk.scripts.versions(key, tongue) if versions else ()
        reviews, uses = desk.scripts.reviews(key, tongue), desk.scripts.uses().get(key, {})
    document = _document(script) | {"text": script.text, "uses": uses, "reviews": [_review(each) for each in reviews]}
    if versions:
        document["versions"] = version_documents(saved)

    def text() -> Iterator[str]:
        if versions:
            yield from version_lines(saved)
            return
        yield from script.text.splitlines()
        for each in reviews:
            yield ""
            yield from _review_lines(each)

    session.answer(document, text)
    return 0


def fields(session: Session) -> Status:
    """List the fields and conditions that a script may name."""
    from arcdesk.domain.script_fields import CONDITIONS, FIELDS, RECAP_FIELDS

    document = {
        "fields": {name: tr(text) for name, text in FIELDS.items()},
        "conditions": {name: tr(text) for name, text in CONDITIONS.items()},
        "recap": {name: tr(text) for name, text in RECAP_FIELDS.items()},
    }
    rows = [(f"{{{name}}}", tr(text)) for name, text in (*FIELDS.items(), *RECAP_FIELDS.items())]
    rows += [(f"{{if {name}}}", tr(text)) for name, text in CONDITIONS.items()]
    session.answer(document, lambda: table((tr("Field"), tr("Meaning")), rows))
    return 0


def check(session: Session, key: Key, file: File) -> Status:
    """Say what speaks against a script, without saving it."""
    with session.desk(write=False) as desk:
        desk.scripts.current(key, "zh")
        remarks = desk.scripts.check(key, _text(file))
    session.answer({"remarks": [remark_document(each) for each in remarks]}, lambda: remark_lines(remarks))
    return 1 if any(each.blocking for each in remarks) else 0


def save(session: Session, key: Key, file: File, tongue: Tongue = "zh", note: Note = "") -> Status:
    """Use the words of a text file from now on."""
    with session.desk(write=True) as desk:
        saved = desk.scripts.save(key, tongue, _text(file), note)
        remarks = desk.scripts.check(key, saved.text)
    document = _document(saved) | {"remarks": [remark_document(each) for each in remarks]}
    done = tr("Saved. These words are said from now on.")
    session.answer(document, lambda: (done, *remark_lines(remarks, quiet=True)))
    return 0


def reset(session: Session, key: Key, tongue: Tongue = "zh", note: Note = "") -> Status:
    """Go back to the shipped words; the versions stay."""
    with session.desk(write=True) as desk:
        script = desk.scripts.reset(key, tongue, note)
    session.answer(_document(script), lambda: (tr("The shipped words are in use again."),))
    return 0


def export(session: Session, file: File) -> Status:
    """Write every script into one file."""
    with session.desk(write=False) as desk:
        path = desk.scripts.export(Path(file))
    session.answer({"path": str(path)}, lambda: (tr("Saved as {path}", path=path),))
    return 0


def bring(session: Session, file: File, note: Note = "") -> Status:
    """Take in the scripts of a file that “script export” wrote."""
    with session.desk(write=True) as desk:
        changed = desk.scripts.bring(Path(file), note)
    documents = [_document(each) for each in changed]
    session.answer({"changed": documents}, lambda: (tr("Scripts changed: {count}.", count=len(changed)),))
    return 0


def review(
    session: Session,
    key: Key,
    worked: Annotated[str, Option("--worked", metavar="TEXT", help="What worked.")] = "",
    failed: Annotated[str, Option("--failed", metavar="TEXT", help="What did not.")] = "",
    on: Annotated[str, Option("--on", metavar="DATE", help="The day; today.")] = "",
    contact: Annotated[int, Option("--contact", metavar="ID", help="The contact it was learned in.")] = 0,
    tongue: Tongue = "zh",
) -> Status:
    """Note what was learned with a script."""
    with session.desk(write=True) as desk:
        made = desk.scripts.review(key, tongue, worked, failed, on=values.day(on), contact_id=contact or None)
    session.answer(_review(made), lambda: _review_lines(made))
    return 0


def answers(session: Session, code: Annotated[str, Argument(metavar="CODE", help="The customer.")]) -> Status:
    """Print what to answer a customer, whatever he says."""
    from arcdesk.services.scripts import speaker_of

    with session.desk(write=False) as desk:
        profile = desk.customers.find(code)
        day = session.clock.today()
        speaker = speaker_of(desk.customers.people(profile.id), profile.behaviour)
        found = desk.scripts.answers(profile.id, desk.worklist.of(profile.id, day), speaker, day, current())
    session.answer({"answers": [_answer(each) for each in found]}, lambda: _answer_lines(found))
    return 0


def recap(session: Session, contact: Annotated[int, Argument(metavar="ID", help="The contact.")]) -> Status:
    """Print the recap of a logged contact, to be sent to the customer."""
    with session.desk(write=False) as desk:
        text = desk.recaps.of(contact, current())
    session.answer({"recap": text}, lambda: (text or tr("Nobody was reached: there is nothing to confirm."),))
    return 0


def _text(file: str) -> str:
    from arcdesk.services.kept_words import read_text

    return read_text(Path(file))


def _document(script: Words) -> dict[str, Any]:
    return {
        "key": script.kind,
        "language": script.language,
        "title": title(script.kind),
        "version": script.version,
        "is_shipped": script.is_shipped,
        "changed_at": script.changed_at.isoformat() if script.changed_at else None,
    }


def _review(review: Review) -> dict[str, Any]:
    return {
        "review": review.id, "on": review.on_day.isoformat(), "worked": review.worked, "failed": review.failed,
        "contact": review.contact_id,
    }  # fmt: skip


def _review_lines(review: Review) -> Iterator[str]:
    yield review.on_day.isoformat() if review.contact_id is None else f"{review.on_day}  #{review.contact_id}"
    if review.worked:
        yield tr("Worked: {text}", text=review.worked)
    if review.failed:
        yield tr("Did not work: {text}", text=review.failed)


def _answer(answer: Answer) -> dict[str, Any]:
    return {"key": answer.key, "title": answer.title, "text": answer.text}


def _answer_lines(found: Sequence[Answer]) -> Iterator[str]:
    for number, each in enumerate(found):
        if number:
            yield ""
        yield each.title
        yield each.text


COMMANDS = (
    Command("list", scripts, "The scripts, which were changed, and beside how many contacts each stood"),
    Command("show", show, "Print a script with its reviews, or its versions"),
    Command("fields", fields, "Fields and conditions a script may name"),
    Command("check", check, "What speaks against a script, without saving it"),
    Command("save", save, "Use the words of a text file from now on"),
    Command("reset", reset, "Go back to the shipped words"),
    Command("export", export, "Write every script into one file"),
    Command("import", bring, "Take in the scripts of such a file"),
    Command("review", review, "Note what was learned with a script"),
    Command("answers", answers, "What to answer a customer, whatever he says"),
    Command("recap", recap, "The recap of a logged contact, to be sent to the customer"),
)
