"""``quiet-hours``: from when to when nobody is reminded, called, written to or visited."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.domain.quiet import QuietHours, clock_time
from arcdesk.i18n import tr


def quiet_hours(
    session: Session,
    starts: Annotated[str, Option("--from", metavar="HH:MM", help="When they begin; as they are.")] = "",
    ends: Annotated[str, Option("--to", metavar="HH:MM", help="When they end; as they are.")] = "",
) -> Status:
    """Show the quiet hours of the company, or set them; the same time twice means none."""
    with session.desk(write=bool(starts or ends)) as desk:
        hours = desk.quiet.hours()
        if starts or ends:
            hours = desk.quiet.set_hours(
                QuietHours(
                    clock_time(starts) if starts else hours.starts, clock_time(ends) if ends else hours.ends
                )
            )
    document = {"from": f"{hours.starts:%H:%M}", "to": f"{hours.ends:%H:%M}"}
    text = "{from} to {to}" if hours.starts != hours.ends else "There are no quiet hours."
    session.answer(document, lambda: [tr(text, **document)])
    return 0


COMMANDS = (Command("quiet-hours", quiet_hours, "From when to when nobody is reminded or called"),)
