"""``today``: what there is to do."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.day_list import row_documents, row_lines, row_list
from arcdesk.cli.list_out import Csv, ListOut, Mask, Xlsx
from arcdesk.cli.session import Session
from arcdesk.i18n import tr

Day = Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")]


def today(
    session: Session,
    on: Day = "",
    owner: Annotated[str, Option("--owner", metavar="NAME", help="Customers of this owner alone.")] = "",
    everyone: Annotated[
        bool, Option("--all", help="Also who was set aside or is done, and why.")
    ] = False,
    xlsx: Xlsx = "",
    csv: Csv = "",
    mask: Mask = False,
) -> Status:
    """Show the work list of a day as the Today page does, the most urgent first."""
    out = ListOut(xlsx, csv, mask)
    day = values.day(on) or session.clock.today()
    with session.desk(write=False) as desk:
        queue = desk.day_list.of(day, owner or None)
        rows = queue.rows if everyone else queue.open
        documents = row_documents(desk, rows, day) if session.as_json else []
    written = out.write(tr("Today|page"), lambda: row_list(rows))
    session.answer(documents, lambda: (*row_lines(rows, is_whole=everyone), *written))
    return 0


COMMANDS = (
    Command("today", today, "The work list: whom to see to today, why, and how"),
)
