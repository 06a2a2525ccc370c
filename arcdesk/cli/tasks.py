"""``task``: what others of the firm have to do, on sheets, and what came back (S-060 to S-080)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.choose import ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.staff import Mask, written_lines
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from datetime import date

    from arcdesk.services.tasks import Offer, TaskInvoice, TaskLine

Number = Annotated[int, Argument(metavar="NUMBER", help="Number of the task.")]
To = Annotated[str, Option("--to", metavar="NAME", help="Tasks of this person or role alone.")]
Out = Annotated[str, Option("--out", metavar="DIR", help="Folder for the sheets; the workspace's exports.")]


def today(
    session: Session,
    to: To = "",
    on: Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """Show what is to be handed out and was not yet."""
    day = values.day(on)
    with session.desk(write=False) as desk:
        found = _for(desk.tasks.offers(day), to)
    session.answer([offer_document(offer) for offer in found], lambda: _offer_lines(found))
    return 0


def hand_out(
    session: Session,
    to: To = "",
    customer: Annotated[
        list[str] | None, Option("--customer", metavar="CODE", help="Of these customers alone; may be repeated.")
    ] = None,
    give: Annotated[str, Option("--give", metavar="NAME", help="Give them to this person instead.")] = "",
    due: Annotated[
        str, Option("--due", metavar="DATE", help="Answer by that day; in three working days.")
    ] = "",
    out: Out = "",
    mask: Mask = False,
) -> Status:
    """Hand today's tasks out: recorded, with a sheet for each recipient (PDF, XLSX, unsent e-mail)."""
    day = values.day(due)
    with session.desk(write=True) as desk:
        folder = ready_folder(desk, out)
        codes = {desk.customers.find(code).code for code in customer or ()}
        chosen = [each for each in _for(desk.tasks.offers(), to) if not codes or each.customer_code in codes]
        papers, files = desk.staff_papers, list[Path]()
        lines = desk.tasks.hand_out(
            [each.key for each in chosen], day, give.strip(),
            lambda handed: files.extend(papers.write_tasks(handed, folder, mask=mask)),
        )  # fmt: skip
    document = {"tasks": [task_document(each) for each in lines], "files": [str(path) for path in files]}
    text = tr("Tasks handed out: {count}", count=len(lines))
    session.answer(document, lambda: (text, *_task_lines(lines, session.clock.today()), *written_lines(files)))
    return 0


def handed(
    session: Session,
    to: To = "",
    everything: Annotated[
        bool, Option("--all", help="Also what is answered or withdrawn.", show_default=False)
    ] = False,
) -> Status:
    """List what was handed out and awaits an answer; the status is 1 where a day has passed."""
    with session.desk(write=False) as desk:
        found = [each for each in desk.tasks.handed(open_only=not everything) if _is_for(each, to)]
    day = session.clock.today()
    session.answer([task_document(each) for each in found], lambda: _task_lines(found, day))
    return 1 if any(each.days_late(day) for each in found) else 0


def sheet(session: Session, to: To = "", out: Out = "", mask: Mask = False) -> Status:
    """Write the sheets of the open tasks anew."""
    with session.desk(write=False) as desk:
        folder = ready_folder(desk, out)
        found = [each for each in desk.tasks.handed() if _is_for(each, to)]
        files = desk.staff_papers.write(desk.staff_papers.tasks(found, mask=mask), folder) if found else ()
    session.answer({"files": [str(path) for path in files]}, lambda: written_lines(files))
    return 0 if files else 1


def answer(
    session: Session,
    number: Number,
    text: Annotated[str, Option("--text", metavar="TEXT", help="What came back.")],
    on: Annotated[str, Option("--on", metavar="DATE", help="The day it came; today.")] = "",
) -> Status:
    """Record the answer to a task."""
    day = values.day(on)
    with session.desk(write=True) as desk:
        line = desk.tasks.answer(number, text, day)
    session.answer(task_document(line), lambda: _task_lines((line,), session.clock.today()))
    return 0


def withdraw(
    session: Session,
    number: Number,
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why; it stays in the books.")],
) -> Status:
    """Take a task back; its reason may be handed out again."""
    with session.desk(write=True) as desk:
        line = desk.tasks.withdraw(number, reason)
    session.answer(task_document(line), lambda: _task_lines((line,), session.clock.today()))
    return 0


def offer_document(offer: Offer) -> dict[str, Any]:
    """What could be handed out, as JSON."""
    return {
        "to": offer.recipient or None, "role": offer.role or None, "customer": offer.customer_code,
        "name": offer.customer_name, "actions": [tr(each.action) for each in offer.actions],
        "bring_back": [tr(each.bring) for each in offer.actions],
        "reasons": [reason_text(reason) for reason in offer.reasons],
        "invoices": [_invoice(line) for line in offer.lines],
    }  # fmt: skip


def task_document(line: TaskLine) -> dict[str, Any]:
    """A task that was handed out, as JSON."""
    return {
        "id": line.id, "to": line.recipient or None, "role": line.role or None, "customer": line.customer_code,
        "name": line.customer_name, "actions": [tr(each.action) for each in line.actions],
        "bring_back": [tr(each.bring) for each in line.actions],
        "reasons": [reason_text(reason) for reason in line.reasons],
        "invoices": [_invoice(each) for each in line.lines], "handed_on": line.handed_on.isoformat(),
        "due_on": line.due_on.isoformat(), "state": line.state,
        "answered_on": line.answered_on.isoformat() if line.answered_on else None, "answer": line.answer,
    }  # fmt: skip


def _invoice(line: TaskInvoice) -> dict[str, Any]:
    return {
        "invoice": line.number, "instalment": line.instalment or None, "currency": line.currency,
        "due_on": line.due_on.isoformat(), "open": format_plain(line.open_fen),
        "disputed": format_plain(line.disputed_fen),
    }  # fmt: skip


def _for(offers: Iterable[Offer], to: str) -> list[Offer]:
    return [each for each in offers if not to or to in (each.recipient, each.role)]


def _is_for(line: TaskLine, to: str) -> bool:
    return not to or to in (line.recipient, line.role)


def _offer_lines(offers: list[Offer]) -> Iterator[str]:
    from arcdesk.services.case_words import role_name

    if not offers:
        yield tr("Nothing is to be handed out.")
        return
    rows = [
        (
            each.recipient or role_name(each.role), each.customer_code, each.customer_name,
            "; ".join(map(reason_text, each.reasons)), "; ".join(tr(text.action) for text in each.actions),
        )
        for each in offers
    ]  # fmt: skip
    yield from table((tr("To|task"), tr("Code"), tr("Customer"), tr("Why"), tr("To do|task")), rows)


def _task_lines(found: Iterable[TaskLine], day: date) -> Iterator[str]:
    from arcdesk.services.task_sheets import addressee, do_text

    states = {"open": "open|task", "answered": "answered|task", "withdrawn": "withdrawn|task"}
    rows = [
        (
            str(each.id), addressee(each), each.customer_code, each.customer_name, do_text(each),
            each.due_on.isoformat(), str(each.days_late(day) or ""), tr(states[each.state]), each.answer,
        )
        for each in found
    ]  # fmt: skip
    if not rows:
        yield tr("No task awaits an answer.")
        return
    heads = (
        tr("No."), tr("To|task"), tr("Code"), tr("Customer"), tr("To do|task"), tr("Answer by"), tr("Days late"),
        tr("State"), tr("Answer|task"),
    )  # fmt: skip
    yield from table(heads, rows, right=(0, 6))


COMMANDS = (
    Command("today", today, "What is to be handed out today"),
    Command("hand-out", hand_out, "Hand tasks out, with sheets"),
    Command("list", handed, "What was handed out and awaits an answer"),
    Command("sheet", sheet, "Write the sheets of open tasks anew"),
    Command("answer", answer, "Record what came back"),
    Command("withdraw", withdraw, "Take a task back"),
)
