"""``template``: the words of the letters. Look at them, change them from a text file, go back to the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.template_check import Remark
    from arcdesk.services.templates import Template, TemplateVersion

Kind = Annotated[str, Argument(metavar="KIND", help="reminder, first, second or final.")]
Language = Annotated[str, Option("--letter-lang", metavar="zh|en", help="Language of the letter.")]
File = Annotated[str, Argument(metavar="FILE", help="A text file, UTF-8.")]
Note = Annotated[str, Option("--note", metavar="TEXT", help="What was changed, for the list of versions.")]


def templates(session: Session) -> Status:
    """List the letter templates and whether they were changed."""
    with session.desk(write=False) as desk:
        found = desk.templates.all()
    session.answer({"templates": [_document(each) for each in found]}, lambda: _lines(found))
    return 0


def show(
    session: Session,
    kind: Kind,
    tongue: Language = "zh",
    versions: Annotated[bool, Option("--versions", help="The versions that were saved, newest first.")] = False,
) -> Status:
    """Print a template as it is now, or its versions."""
    with session.desk(write=False) as desk:
        template = desk.templates.current(kind, tongue)
        saved = desk.templates.versions(kind, tongue) if versions else ()
    document = _document(template) | {"text": template.text}
    if versions:
        document["versions"] = version_documents(saved)
    session.answer(document, lambda: version_lines(saved) if versions else template.text.splitlines())
    return 0


def fields(session: Session) -> Status:
    """List the fields and conditions that a template may name."""
    from arcdesk.domain.letter_fields import CONDITIONS, FIELDS

    document = {"fields": {name: tr(text) for name, text in FIELDS.items()}}
    document["conditions"] = {name: tr(text) for name, text in CONDITIONS.items()}
    rows = [(f"{{{name}}}", tr(text)) for name, text in FIELDS.items()]
    rows += [(f"{{if {name}}}", tr(text)) for name, text in CONDITIONS.items()]
    session.answer(document, lambda: table((tr("Field"), tr("Meaning")), rows))
    return 0


def check(session: Session, file: File, kind: Annotated[str, Option("--kind", metavar="KIND")] = "first") -> Status:
    """Say what speaks against a template, without saving it."""
    with session.desk(write=False) as desk:
        desk.templates.current(kind, "zh")
        remarks = desk.templates.check(kind, desk.templates.read(Path(file)))
    session.answer({"remarks": [remark_document(each) for each in remarks]}, lambda: remark_lines(remarks))
    return 1 if any(each.blocking for each in remarks) else 0


def save(session: Session, kind: Kind, file: File, tongue: Language = "zh", note: Note = "") -> Status:
    """Use the words of a text file from now on."""
    with session.desk(write=True) as desk:
        saved = desk.templates.save(kind, tongue, desk.templates.read(Path(file)), note)
        remarks = desk.templates.check(kind, saved.text)
    document = _document(saved) | {"remarks": [remark_document(each) for each in remarks]}
    session.answer(document, lambda: (tr("Saved. New letters use these words."), *remark_lines(remarks, quiet=True)))
    return 0


def reset(session: Session, kind: Kind, tongue: Language = "zh", note: Note = "") -> Status:
    """Go back to the shipped words; the versions stay."""
    with session.desk(write=True) as desk:
        template = desk.templates.reset(kind, tongue, note)
    session.answer(_document(template), lambda: (tr("The shipped words are in use again."),))
    return 0


def export(session: Session, kind: Kind, file: File, tongue: Language = "zh") -> Status:
    """Write a template into a text file."""
    with session.desk(write=False) as desk:
        path = desk.templates.export(kind, tongue, Path(file))
    session.answer({"path": str(path)}, lambda: (tr("Saved as {path}", path=path),))
    return 0


def _document(template: Template) -> dict[str, Any]:
    return {
        "kind": template.kind,
        "language": template.language,
        "version": template.version,
        "is_shipped": template.is_shipped,
        "changed_at": template.changed_at.isoformat() if template.changed_at else None,
    }


def remark_document(remark: Remark) -> dict[str, Any]:
    """What speaks against words, as JSON."""
    return {"line": remark.line, "text": tr(remark.text_key, **remark.values), "blocking": remark.blocking}


def _lines(found: Sequence[Template]) -> Iterator[str]:
    rows = [
        (each.kind, each.language, f"{each.changed_at:%Y-%m-%d %H:%M}" if each.changed_at else tr("as shipped"))
        for each in found
    ]
    yield from table((tr("Kind|letter"), tr("Language"), tr("Changed|template")), rows)


def version_documents(versions: Sequence[TemplateVersion]) -> list[dict[str, Any]]:
    """Saved versions of words as JSON: of letters and of scripts."""
    return [
        {"version": each.id, "made_at": each.made_at.isoformat(), "note": each.note, "text": each.text}
        for each in versions
    ]


def version_lines(versions: Sequence[TemplateVersion]) -> Iterator[str]:
    """Saved versions of words as a table."""
    if not versions:
        yield tr("Nobody changed these words yet.")
        return
    rows = [
        (str(each.id), f"{each.made_at:%Y-%m-%d %H:%M}", tr("as shipped") if each.text is None else "", each.note)
        for each in versions
    ]
    yield from table((tr("Version"), tr("Saved on"), "", tr("Note")), rows)


def remark_lines(remarks: Sequence[Remark], *, quiet: bool = False) -> Iterator[str]:
    """What speaks against words, a line each."""
    if not remarks and not quiet:
        yield tr("Nothing speaks against these words.")
    for each in remarks:
        mark = tr("must be mended") if each.blocking else tr("weigh this")
        text = tr(each.text_key, **each.values)
        yield tr("Line {line} ({mark}): {text}", line=each.line, mark=mark, text=text)


COMMANDS = (
    Command("list", templates, "The letter templates, and which were changed"),
    Command("show", show, "Print a template, or its versions"),
    Command("fields", fields, "Fields and conditions a template may name"),
    Command("check", check, "What speaks against a template, without saving it"),
    Command("save", save, "Use the words of a text file from now on"),
    Command("reset", reset, "Go back to the shipped words"),
    Command("export", export, "Write a template into a text file"),
)
