"""``calendar``: what falls due, as a file for the calendar of a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.services.calendar_file import DatedEntry


def calendar(
    session: Session,
    out: Annotated[str, Option("--out", metavar="FILE.ics", help="Write a calendar file; without it, a list.")] = "",
    days: Annotated[int, Option("--days", min=0, max=3650, help="How many days ahead.")] = 90,
    owner: Annotated[str, Option("--owner", metavar="NAME", help="Only one owner's customers.")] = "",
    no_amounts: Annotated[bool, Option("--no-amounts", help="Leave the amounts out: a phone is easily lost.")] = False,
) -> Status:
    """Follow-ups, promised days and deadlines of letters, for the calendar of a phone."""
    with session.desk(write=False) as desk:
        found = desk.calendar_file.entries(days, owner, amounts=not no_amounts)
        if out:
            desk.calendar_file.write(Path(out), found)
    document = {
        "entries": [
            {"key": each.key, "on": each.on.isoformat(), "title": each.title, "detail": each.detail} for each in found
        ],
        "path": out or None,
    }
    session.answer(document, lambda: (tr("Saved as {path}", path=out),) if out else _lines(found))
    return 0


def _lines(found: Sequence[DatedEntry]) -> Iterator[str]:
    if not found:
        yield tr("Nothing falls due in these days.")
        return
    yield from table(
        (tr("Day"), tr("What falls due"), ""), [(each.on.isoformat(), each.title, each.detail) for each in found]
    )


COMMANDS = (Command("calendar", calendar, "What falls due, as a file for the calendar of a phone"),)
