"""``mail send``, ``mail outbox`` and ``mail retry``: letters by e-mail, and what came of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.mail import (
    Again,
    Force,
    HeldBack,
    Numbers,
    To,
    Unsent,
    WithStatement,
    choice_of,
    chosen_numbers,
    held_back,
    held_document,
    held_lines,
)
from arcdesk.cli.mail_account import password
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr
from arcdesk.services.mail_words import STATE_KEYS

if TYPE_CHECKING:
    from arcdesk.services.mail import MailLine
    from arcdesk.services.mail_outbox import Run
    from arcdesk.services.mail_results import OutboxLine
    from arcdesk.services.mail_transport import Told


def send(
    session: Session,
    numbers: Numbers = None,
    unsent: Unsent = False,
    to: To = "",
    again: Again = False,
    force: Force = False,
    with_statement: WithStatement = False,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Say who would get what, and who would not; connects to nothing.")
    ] = False,
) -> Status:
    """Send documents by e-mail, one after the other."""
    with session.desk(write=not dry_run) as desk:
        chosen = chosen_numbers(desk, numbers or (), unsent=unsent)
        choice = choice_of(chosen, to, again=again, force=force, with_statement=with_statement)
        if dry_run:
            return _dry_run(session, desk.mail.plan(chosen, choice))
        password(desk)
        with bar(tr("E-mail|mail")) as progress:
            run = desk.outbox.send(chosen, choice, progress=progress)
    return _answer(session, run)


def retry(
    session: Session,
    numbers: Annotated[
        list[str] | None, Argument(metavar="NUMBER", help="Documents whose sending failed; all of them.")
    ] = None,
    force: Force = False,
) -> Status:
    """Send again what failed, and only that, to those who did not get it."""
    with session.desk(write=True) as desk:
        password(desk)
        with bar(tr("E-mail|mail")) as progress:
            run = desk.outbox.retry(numbers or None, force=force, progress=progress)
    return _answer(session, run)


def outbox(
    session: Session,
    failed: Annotated[bool, Option("--failed", help="Only what has to be sent again.")] = False,
) -> Status:
    """Every document that was handed to a mail server, with what came of it."""
    with session.desk(write=False) as desk:
        lines = desk.outbox.failed() if failed else desk.outbox.outbox()
    session.answer([_outbox_document(line) for line in lines], lambda: _outbox_lines(lines))
    return 0


def _dry_run(session: Session, lines: Sequence[MailLine]) -> Status:
    would = [line for line in lines if line.allowed]
    held = [held_back(line) for line in lines if not line.allowed]
    session.answer(
        {
            "would_send": [
                {
                    "number": line.document.number, "customer": line.document.customer_code, "to": list(line.to),
                    "subject": line.subject, "text": line.text, "enclosed": [each.number for each in line.enclosed],
                }
                for line in would
            ],
            "held": [held_document(each) for each in held],
        },
        lambda: _dry_lines(would, held),
    )  # fmt: skip
    return 0 if would else 1


def _dry_lines(would: Sequence[MailLine], held: Sequence[HeldBack]) -> Iterator[str]:
    if would:
        rows = [(line.document.number, ", ".join(line.to), line.subject) for line in would]
        yield from table((tr("Number"), tr("To|mail"), tr("Subject")), rows)
        yield tr("Nothing was sent: this was a dry run.")
    else:
        yield tr("Nothing would be sent.")
    yield from held_lines(held)


def _answer(session: Session, run: Run) -> Status:
    if run.stopped is not None and not run.results:
        raise run.stopped
    held = [HeldBack(r.number, r.customer_code, "held", r.why) for r in run.results if r.state == "held"]
    sent = [result for result in run.results if result.state != "held"]
    session.answer(
        {
            "results": [
                {
                    "number": r.number, "customer": r.customer_code, "to": list(r.to), "state": r.state,
                    "told": _told_documents(r.told), "evidence": r.evidence_id,
                }
                for r in sent
            ],
            "held": [held_document(each) for each in held],
            "stopped": tr(run.stopped.sentence, **run.stopped.values) if run.stopped else None,
            "left": list(run.left),
        },
        lambda: _run_lines(run, held),
    )  # fmt: skip
    return 0 if sent and run.stopped is None and all(r.state == "sent" for r in sent) else 1


def _run_lines(run: Run, held: Sequence[HeldBack]) -> Iterator[str]:
    from arcdesk.services.mail_results import told_text

    sent = [result for result in run.results if result.state != "held"]
    if sent:
        rows = [(r.number, ", ".join(r.to), tr(STATE_KEYS[r.state]), told_text(r.told)) for r in sent]
        yield from table((tr("Number"), tr("To|mail"), tr("Result|mail"), tr("The server said")), rows)
    else:
        yield tr("Nothing was sent.")
    if run.stopped is not None:
        yield tr(run.stopped.sentence, **run.stopped.values)
    if run.left:
        yield tr("Not tried: {numbers}", numbers=tr(", |list").join(run.left))
    yield from held_lines(held)


def _outbox_document(line: OutboxLine) -> dict[str, Any]:
    return {
        "number": line.number, "customer": line.customer_code, "to": list(line.to), "subject": line.subject,
        "state": line.state, "at": line.at.isoformat(), "told": _told_documents(line.told),
        "attempts": line.attempts, "evidence": line.evidence_id,
    }  # fmt: skip


def _told_documents(told: Sequence[Told]) -> list[dict[str, Any]]:
    return [
        {"to": each.to or None, "code": each.code or None, "text": each.text if each.code else tr(each.text)}
        for each in told
    ]


def _outbox_lines(lines: Sequence[OutboxLine]) -> Iterator[str]:
    from arcdesk.services.mail_results import told_text

    if not lines:
        yield tr("Nothing was handed to a mail server yet.")
        return
    headings = (tr("Number"), tr("To|mail"), tr("When|mail"), tr("Result|mail"), tr("The server said"))
    rows = [
        (
            line.number,
            ", ".join(line.to),
            f"{line.at:%Y-%m-%d %H:%M}",
            tr(STATE_KEYS[line.state]),
            told_text(line.told),
        )
        for line in lines
    ]
    yield from table(headings, rows)


COMMANDS = (
    Command("send", send, "Send letters by e-mail, or see what would be sent"),
    Command("outbox", outbox, "What was sent by e-mail, and what came of it"),
    Command("retry", retry, "Send again what failed"),
)
