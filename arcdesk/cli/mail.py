"""``mail``: letters by e-mail. Drafts for any mail program, short texts for WeChat and SMS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.choose import ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import AddressForOne, NoDocumentNamed, OneAtATime
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.mail import Choice, DraftFile

Numbers = Annotated[
    list[str] | None, Argument(metavar="NUMBER", help="Numbers of issued letters, statements and documents.")
]
Unsent = Annotated[bool, Option("--unsent", help="Every letter and statement that has not left yet.")]
To = Annotated[str, Option("--to", metavar="ADDRESS", help="Other addresses, for one document.")]
Again = Annotated[bool, Option("--again", help="Also what was sent by e-mail before.")]
Force = Annotated[bool, Option("--force", help="In spite of a hold, a promise or a newer letter.")]
WithStatement = Annotated[
    bool, Option("--with-statement", help="Enclose the latest statement of account with each letter.")
]
CHANNELS = ("wechat", "sms")


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A document that does not leave, and why."""

    number: str
    customer: str
    reason: str
    text: str


@dataclass(slots=True)
class Drafts:
    """What a run of drafts came to."""

    written: list[DraftFile] = field(default_factory=list)
    held: list[HeldBack] = field(default_factory=list)


def draft(
    session: Session,
    numbers: Numbers = None,
    unsent: Unsent = False,
    out: Annotated[
        str, Option("--out", metavar="DIR", help="Folder for the drafts; the workspace's exports.")
    ] = "",
    to: To = "",
    again: Again = False,
    force: Force = False,
    with_statement: WithStatement = False,
) -> Status:
    """Write documents as unsent e-mails (.eml), one file each, with the PDF attached."""
    with session.desk(write=True) as desk:
        chosen = chosen_numbers(desk, numbers or (), unsent=unsent)
        choice = choice_of(chosen, to, again=again, force=force, with_statement=with_statement)
        folder = ready_folder(desk, out)
        outcome = Drafts()
        with bar(tr("Drafts")) as progress:
            for done, line in enumerate(desk.mail.plan(chosen, choice), 1):
                if any(reason.rule != "no_address" for reason in line.reasons):
                    outcome.held.append(held_back(line))
                else:
                    outcome.written.append(desk.mail.draft(line.document.number, folder, choice))
                progress(done, len(chosen))
    session.answer(
        {
            "drafts": [
                {"number": d.number, "customer": d.customer_code, "to": list(d.to), "path": str(d.path)}
                for d in outcome.written
            ],
            "held": [held_document(held) for held in outcome.held],
        },
        lambda: _draft_lines(outcome),
    )
    return 0 if outcome.written else 1


def text(
    session: Session,
    number: Annotated[str, Argument(metavar="NUMBER", help="Number of an issued letter or statement.")],
    log: Annotated[
        str, Option("--log", metavar="wechat|sms", help="Log that it was sent, as a contact of the customer.")
    ] = "",
    force: Force = False,
) -> Status:
    """A short text about a document for WeChat or SMS; logged only where ``--log`` says it was sent."""
    from arcdesk.services.mail import Choice

    channel = values.one_of(log, "--log", CHANNELS) if log else ""
    contact = None
    with session.desk(write=bool(channel)) as desk:
        choice = Choice(force=force)
        said = desk.mail.short_text(number, choice)
        if channel:
            contact = desk.mail.log_text(number, channel, said)
    session.answer(
        {"number": number, "text": said, "logged": channel or None, "contact": contact},
        lambda: (said, *((tr("Logged as sent by {channel}.", channel=tr(channel)),) if channel else ())),
    )
    return 0


def chosen_numbers(desk: Desk, numbers: Sequence[str], *, unsent: bool) -> list[str]:
    """The documents meant: those named, or every letter and statement that has not left yet, the oldest first.

    Raises:
        NoDocumentNamed: neither. OneAtATime: both.
    """
    if numbers and unsent:
        raise OneAtATime(names="NUMBER, --unsent", field="number")
    if not numbers and not unsent:
        raise NoDocumentNamed(field="number")
    if numbers:
        return list(dict.fromkeys(numbers))
    kinds = ("letter", "statement")
    return [d.number for d in reversed(desk.documents.issued()) if d.state == "issued" and d.kind in kinds]


def choice_of(
    numbers: Sequence[str], to: str, *, again: bool, force: bool, with_statement: bool = False
) -> Choice:
    """What the options say.

    Raises:
        AddressForOne: ``--to`` beside several documents.
    """
    from arcdesk.services.mail import Choice

    if to and len(numbers) != 1:
        raise AddressForOne(count=len(numbers), field="to")
    return Choice(again, force, dict.fromkeys(numbers, to) if to else None, with_statement)


def held_back(line: Any) -> HeldBack:
    """A line of the plan that stays, with the first reason that counts."""
    reason = next((reason for reason in line.reasons if reason.rule != "no_address"), line.reasons[0])
    return HeldBack(line.document.number, line.document.customer_code, reason.rule, reason_text(reason))


def held_document(held: HeldBack) -> dict[str, str]:
    """One document held back, as JSON tells it."""
    return {"number": held.number, "customer": held.customer, "reason": held.reason, "text": held.text}


def held_lines(held: Sequence[HeldBack]) -> Iterator[str]:
    """What was held back, for people."""
    if held:
        yield ""
        yield tr("Held back ({count}):", count=len(held))
        headings = (tr("Number"), tr("Code"), tr("Why"))
        yield from table(headings, [(h.number, h.customer, h.text) for h in held])


def refused(number: str, customer: str, refusal: Refusal) -> HeldBack:
    """A document that a refusal kept back."""
    return HeldBack(number, customer, "refused", tr(refusal.sentence, **refusal.values))


def _draft_lines(outcome: Drafts) -> Iterator[str]:
    if outcome.written:
        nobody = tr("nobody|recipient")
        rows = [(d.number, ", ".join(d.to) or nobody, str(d.path)) for d in outcome.written]
        yield from table((tr("Number"), tr("To|mail"), tr("File")), rows)
    else:
        yield tr("No draft was written.")
    yield from held_lines(outcome.held)


COMMANDS = (
    Command("draft", draft, "Write letters as unsent e-mails (.eml) for any mail program"),
    Command("text", text, "A short text about a letter for WeChat or SMS"),
)
