"""``log``: what a customer said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.contacts import LoggedContact, NewContact

Code = Annotated[str, Argument(metavar="CODE", help="Customer code, or the exact name.")]
Currency = Annotated[
    str, Option("--currency", metavar="CUR", help="Currency of the amounts; the company's own.")
]


def log(
    session: Session,
    code: Code,
    channel: Annotated[
        str,
        Option(
            "--channel",
            metavar="C",
            help="phone, wechat, sms, email, letter, visit, meeting, lawyer or other.",
        ),
    ],
    outcome: Annotated[
        str,
        Option(
            "--outcome",
            metavar="O",
            help="promised, paid, will_check, disputes, no_answer, refused and others.",
        ),
    ],
    note: Annotated[str, Option("--note", metavar="TEXT", help="What was said.")] = "",
    person: Annotated[str, Option("--person", metavar="NAME", help="Whom one spoke to.")] = "",
    at: Annotated[
        str, Option("--at", metavar="DATETIME", help="When it took place, like 2026-10-07 15:20; now.")
    ] = "",
    attach: Annotated[
        list[str] | None, Option("--attach", metavar="FILE", help="A file that proves it; may be repeated.")
    ] = None,
    promise: Annotated[
        list[str] | None,
        Option("--promise", metavar="AMOUNT@DATE", help="What was promised; may be repeated."),
    ] = None,
    dispute: Annotated[
        list[str] | None,
        Option("--dispute", metavar="INVOICE=AMOUNT", help="What is disputed; may be repeated."),
    ] = None,
    follow_up: Annotated[str, Option("--follow-up", metavar="DATE", help="When to be reminded.")] = "",
    currency: Currency = "",
) -> Status:
    """Log a contact with its promises, disputes, files and follow-up: all of it or nothing."""
    from arcdesk.services.contacts import NewContact

    promises = tuple(values.promise(text) for text in promise or ())
    disputes = tuple((*values.share(text, "--dispute"), note) for text in dispute or ())
    moment, remind_on = values.moment(at, session.clock.now()), values.day(follow_up)
    with session.desk(write=True) as desk:
        new = NewContact(
            desk.customers.find(code).id,
            channel,
            outcome,
            note,
            person,
            moment,
            promises,
            disputes,
            remind_on,
            attachments=tuple(Path(name) for name in attach or ()),
            currency=values.currency(currency) or desk.company.profile().base_currency,
        )
        logged = desk.contacts.log(new)
    session.answer(_logged_document(new, logged), lambda: _logged_lines(code, new, logged))
    return 0


def _logged_document(new: NewContact, logged: LoggedContact) -> dict[str, Any]:
    follow_up = None
    if logged.follow_up_id is not None and new.follow_up_on is not None:
        follow_up = {"id": logged.follow_up_id, "due_on": new.follow_up_on.isoformat()}
    return {
        "contact": logged.id,
        "evidence": [{"id": e.id, "sha256": e.sha256, "duplicate": e.duplicate} for e in logged.evidence],
        "promises": [
            {"id": number, "amount": format_plain(fen), "currency": new.currency, "due_on": day.isoformat()}
            for number, (fen, day) in zip(logged.promise_ids, new.promises, strict=True)
        ],
        "follow_up": follow_up,
    }


def _logged_lines(code: str, new: NewContact, logged: LoggedContact) -> list[str]:
    lines = [tr("Contact no. {number} with {customer} is logged.", number=logged.id, customer=code)]
    lines += [
        tr("Evidence no. {number}: SHA-256 {sha256}", number=e.id, sha256=e.sha256) for e in logged.evidence
    ]
    lines += [
        tr("Promised: {amount} for {day}", amount=with_currency(fen, new.currency), day=day.isoformat())
        for fen, day in new.promises
    ]
    if new.follow_up_on is not None:
        lines.append(tr("Follow-up on {day}", day=new.follow_up_on.isoformat()))
    return lines


COMMANDS = (Command("log", log, "Log a contact with its promises, disputes, files and follow-up"),)
