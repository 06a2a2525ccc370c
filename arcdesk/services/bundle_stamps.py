"""The time stamps of a court bundle: those that date this customer's events, as files that a stranger can verify."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

from arcdesk.domain.audit import GENESIS
from arcdesk.files import write_durably
from arcdesk.i18n import translate
from arcdesk.models import audit_chain
from arcdesk.models.audit import AuditEvent, TimeStamp
from arcdesk.pdf.exhibit_data import StampLine
from arcdesk.services.bundle_pieces import printable
from arcdesk.services.stamp_check import REQUESTED, Stamp, any_stamp, check_stamps


def write_stamps(folder: Path, customer_id: int, language: str) -> tuple[StampLine, ...]:
    """Write each stamp's reply into a folder of its own beside the originals; returns what the list prints.

    Of an event the earliest stamp that covers it tells most, so those are chosen, and the one that reaches furthest.

    Raises:
        CannotWrite.
    """
    chosen = _chosen(customer_id) if any_stamp() else ()
    if not chosen:
        return ()
    room = folder / translate("time stamps|folder", language)
    room.mkdir()
    return tuple(_written(room, stamp, language) for stamp in chosen)


def _chosen(customer_id: int) -> tuple[Stamp, ...]:
    report = check_stamps(audit_chain.first_broken())
    first_of: dict[int, Stamp] = {}
    for stamp in sorted(report.stamps, key=lambda stamp: stamp.stamped_at):
        if stamp.is_sound:
            first_of.setdefault(stamp.event, stamp)
    reaches = sorted(first_of)
    own = AuditEvent.select(AuditEvent.seq).where(AuditEvent.customer_id == customer_id)
    wanted = {reaches[at] for row in own if (at := bisect_left(reaches, row.seq)) < len(reaches)} | set(reaches[-1:])
    return tuple(first_of[event] for event in sorted(wanted))


def _written(room: Path, stamp: Stamp, language: str) -> StampLine:
    from arcdesk.services.stamp_reply import as_response

    name = translate("event {number}|file", language, number=stamp.event)
    reply = bytes(TimeStamp.get_by_id(stamp.id).reply)
    write_durably(room / f"{name}.tsr", as_response(reply))
    event = AuditEvent.get_by_id(stamp.event)
    if event.action == REQUESTED:  # holds nobody's affairs, so its bytes may go along
        before = AuditEvent.get_or_none(AuditEvent.seq == event.seq - 1)
        sealed = bytes.fromhex(before.hash if before else GENESIS) + event.body.encode()
        write_durably(room / f"{name}.bin", sealed)
    return StampLine(
        event=stamp.event,
        head=stamp.head,
        stamped_at=f"{stamp.stamped_at.astimezone(stamp.attached_at.tzinfo):%Y-%m-%d %H:%M:%S %z}",
        authority=printable(stamp.authority),
        serial=stamp.serial,
        policy=stamp.policy,
        stored_as=f"{room.name}/{name}.tsr",
    )
