"""``evidence stamp-request``, ``stamp`` and ``stamps``: an authority's time over the head of the log (RFC 3161)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.i18n import tr
from arcdesk.services import stamp_words as words

if TYPE_CHECKING:
    from datetime import datetime

    from arcdesk.services.stamp_check import Stamp, StampReport

def request(
    session: Session,
    file: Annotated[
        str, Argument(metavar="[FILE]", help="Where to write the request (.tsq); nothing is overwritten.")
    ] = "",
) -> Status:
    """Write a request for a time stamp over the head of the log, to be taken to an authority."""
    with session.desk(write=True) as desk:
        made = desk.stamps.request(Path(file))

    def lines() -> Iterator[str]:
        yield from facts(
            (
                (tr("Request"), str(made.file)),
                (tr("The same as a file"), str(made.data)),
                (tr("Head of the chain"), tr("event {number}, {hash}", number=made.event, hash=made.head)),
            )
        )
        yield tr("Take the request to a time-stamping authority, then: arcdesk evidence stamp REPLY")

    session.answer(
        {"request": str(made.file), "data": str(made.data), "event": made.event, "head": made.head}, lines
    )
    return 0


def attach(
    session: Session, file: Annotated[str, Argument(metavar="FILE", help="The authority's reply (.tsr), or the token.")]
) -> Status:
    """Check an authority's reply and keep it with the log."""
    with session.desk(write=True) as desk:
        stamp = desk.stamps.attach(Path(file))
        zone = session.clock.now()

    def lines() -> Iterator[str]:
        yield tr("The log is stamped up to event {number}.", number=stamp.event)
        yield from facts(
            (
                (tr("Stamped|time"), words.moment_words(stamp.stamped_at, zone)),
                (tr("Authority|stamp"), stamp.authority),
                (tr("Serial number|stamp"), stamp.serial),
                (tr("Policy|stamp"), stamp.policy),
                (tr("Head of the chain"), tr("event {number}, {hash}", number=stamp.event, hash=stamp.head)),
            )
        )
        yield tr(words.NOT_CHECKED)

    session.answer(document(stamp), lines)
    return 0


def list_stamps(session: Session) -> Status:
    """List the time stamps, each checked again."""
    with session.desk(write=False) as desk:
        found = desk.stamps.list()
        zone = session.clock.now()

    def lines() -> Iterator[str]:
        if not found:
            yield tr("No time stamp yet. Write a request with: arcdesk evidence stamp-request")
            return
        headings = (
            tr("No."), tr("Up to event"), tr("Stamped|time"), tr("Authority|stamp"), tr("Serial number|stamp"),
            tr("Policy|stamp"), tr("State|stamp"),
        )  # fmt: skip
        rows = [
            (
                str(s.id), str(s.event), words.moment_words(s.stamped_at, zone), s.authority, s.serial, s.policy,
                words.state_words(s.state),
            )
            for s in found
        ]  # fmt: skip
        yield from table(headings, rows, right=(0, 1))
        yield tr(words.NOT_CHECKED)

    session.answer([document(stamp) for stamp in found], lines)
    return 0 if all(stamp.is_sound for stamp in found) else 1


def document(stamp: Stamp) -> dict[str, Any]:
    """A stamp as JSON."""
    return {
        "id": stamp.id, "event": stamp.event, "head": stamp.head, "stamped_at": stamp.stamped_at.isoformat(),
        "authority": stamp.authority, "serial": stamp.serial, "policy": stamp.policy, "file": stamp.file_name,
        "attached_at": stamp.attached_at.isoformat(), "state": stamp.state, "root_checked": False,
    }  # fmt: skip


def report_document(report: StampReport) -> dict[str, Any]:
    """What a verification says of the stamps, as JSON."""
    furthest = report.stamped_to
    return {
        "count": len(report.stamps), "missing": report.missing,
        "stamped_to": furthest.event if furthest else None,
        "stamped_at": furthest.stamped_at.isoformat() if furthest else None,
        "bad": [{"id": s.id, "event": s.event, "state": s.state} for s in report.stamps if not s.is_sound],
    }  # fmt: skip


def report_lines(report: StampReport, zone: datetime) -> Iterator[str]:
    """What a verification says of the stamps that are not as they should be."""
    for stamp in report.stamps:
        if stamp.state == "changed_log":
            text = (
                "Time stamp no. {number} of {when} does not fit the log: event {event} or one before it was changed "
                "since."
            )
            yield tr(text, number=stamp.id, when=words.moment_words(stamp.stamped_at, zone), event=stamp.event)
        elif not stamp.is_sound:
            yield tr("Time stamp no. {number} (“{name}”) was altered.", number=stamp.id, name=stamp.file_name)
    if report.missing:
        yield tr("{count} time stamps that the log tells of are gone.", count=report.missing)


def reach(report: StampReport, zone: datetime) -> str:
    """Up to where the log is stamped, in a few words."""
    furthest = report.stamped_to
    if furthest is None:
        return tr("no event is stamped yet")
    when = words.moment_words(furthest.stamped_at, zone)
    return tr("up to event {number}, {when}, {authority}", number=furthest.event, when=when,
              authority=furthest.authority)  # fmt: skip


COMMANDS = (
    Command("stamp-request", request, "Write a time-stamp request over the head of the log"),
    Command("stamp", attach, "Attach an authority's time stamp"),
    Command("stamps", list_stamps, "List the time stamps, each checked again"),
)
