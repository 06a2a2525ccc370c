"""``followups`` and ``followup done|snooze``: the days on which to be reminded of somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.list_out import Csv, List, ListOut, Mask, Xlsx
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.followups import FollowUpLine

Number = Annotated[int, Argument(metavar="ID", help="Number of the follow-up, as the list shows it.")]


def followups(
    session: Session,
    due_by: Annotated[str, Option("--due-by", metavar="DATE", help="Only those due by this day.")] = "",
    xlsx: Xlsx = "",
    csv: Csv = "",
    mask: Mask = False,
) -> Status:
    """List open follow-ups, the oldest day first."""
    out = ListOut(xlsx, csv, mask)
    with session.desk(write=False) as desk:
        found = desk.followups.open(values.day(due_by))
    written = out.write(tr("Follow-ups"), lambda: _file_rows(found))
    session.answer([line_document(line) for line in found], lambda: (*lines(found), *written))
    return 0


def _file_rows(found: Iterable[FollowUpLine]) -> List:
    from arcdesk.services.list_files import ListColumn

    titles = (tr("No."), tr("Due"), tr("Days late"), tr("Code"), tr("Customer"), tr("What for"))
    return [ListColumn(title) for title in titles], [
        (line.id, line.due_on, line.days_late or None, line.customer_code, line.customer_name, line.reason)
        for line in found
    ]


def done(session: Session, number: Number) -> Status:
    """Close a follow-up."""
    with session.desk(write=True) as desk:
        line = desk.followups.done(number)
    document = {**line_document(line), "state": "done"}
    session.answer(
        document,
        lambda: (
            tr("Follow-up no. {number} of {customer} is done.", number=line.id, customer=line.customer_name),
        ),
    )
    return 0


def snooze(
    session: Session,
    number: Number,
    until: Annotated[
        str, Option("--until", metavar="DATE", help="The new day; without it the next working day.")
    ] = "",
) -> Status:
    """Put a follow-up off."""
    day = values.day(until)
    with session.desk(write=True) as desk:
        if day is None:
            day = desk.reference.workdays.next_workday(session.clock.today())
        line = desk.followups.snooze(number, day)
    text = "Follow-up no. {number} of {customer} is put off to {day}."
    session.answer(
        line_document(line),
        lambda: (tr(text, number=line.id, customer=line.customer_name, day=line.due_on.isoformat()),),
    )
    return 0


def line_document(line: FollowUpLine) -> dict[str, Any]:
    """One follow-up as JSON."""
    return {
        "id": line.id,
        "customer": line.customer_code,
        "name": line.customer_name,
        "due_on": line.due_on.isoformat(),
        "reason": line.reason,
        "state": line.state,
        "days_late": line.days_late,
    }


def lines(found: Iterable[FollowUpLine]) -> Iterator[str]:
    """Follow-ups as a table."""
    rows = [
        (
            str(line.id),
            line.due_on.isoformat(),
            str(line.days_late or ""),
            line.customer_code,
            line.customer_name,
            line.reason,
        )
        for line in found
    ]
    if not rows:
        yield tr("No follow-up is open.")
        return
    headings = (tr("No."), tr("Due"), tr("Days late"), tr("Code"), tr("Customer"), tr("What for"))
    yield from table(headings, rows, right=(0, 2))


COMMANDS = (Command("followups", followups, "Open follow-ups, the oldest day first"),)
ONE = (
    Command("done", done, "Close a follow-up"),
    Command("snooze", snooze, "Put a follow-up off to a later day"),
)
