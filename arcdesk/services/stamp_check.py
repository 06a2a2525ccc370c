"""Do the time stamps still hold? Each reply read again, its signature checked, its hash sought in the log."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from arcdesk.domain.errors import Refusal
from arcdesk.models.audit import AuditEvent, TimeStamp

REQUESTED = "evidence.stamp_requested"
STAMPED = "evidence.stamped"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time stamp over the log up to event ``event``, whose hash is ``head``.

    ``state``: "sound"; "changed_log" where the event no longer has that hash or the chain breaks before it;
    "damaged" where the reply is no longer the one that was attached. The certificate of ``authority`` was not
    followed up to a trusted root.
    """

    id: int
    event: int
    head: str
    stamped_at: datetime
    authority: str
    serial: str
    policy: str
    file_name: str
    attached_at: datetime
    state: str

    @property
    def is_sound(self) -> bool:
        return self.state == "sound"


def any_stamp() -> bool:
    """Whether there is a stamp to check; without one nobody has to walk the chain for it."""
    return bool(TimeStamp.select().exists())


@dataclass(frozen=True, slots=True)
class StampReport:
    """Every stamp with its state, and how many that the log tells of are gone."""

    stamps: tuple[Stamp, ...]
    missing: int

    @property
    def all_well(self) -> bool:
        return not self.missing and all(stamp.is_sound for stamp in self.stamps)

    @property
    def stamped_to(self) -> Stamp | None:
        """The sound stamp that reaches furthest into the log; of several the earliest."""
        sound = [stamp for stamp in self.stamps if stamp.is_sound]
        return min(sound, key=lambda stamp: (-stamp.event, stamp.stamped_at), default=None)


def check_stamps(broken_at: int | None) -> StampReport:
    """Check every stamp, in the order in which they were attached.

    Args:
        broken_at: the first bad event of the chain: no stamp at or behind it holds.
    """
    rows = list(TimeStamp.select().order_by(TimeStamp.id))
    numbers = [row.event_seq for row in rows]
    heads = {event.seq: event.hash for event in AuditEvent.select().where(AuditEvent.seq.in_(numbers))}
    stamps = tuple(as_stamp(row, _state(row, heads.get(row.event_seq), broken_at)) for row in rows)
    told = {
        str(json.loads(event.body).get("sha256"))
        for event in AuditEvent.select(AuditEvent.body).where(AuditEvent.action == STAMPED)
        if event.body.startswith("{")
    }
    return StampReport(stamps, len(told - {row.sha256 for row in rows}))


def _state(row: TimeStamp, hash_now: str | None, broken_at: int | None) -> str:
    if not _is_as_attached(row):
        return "damaged"
    if hash_now != row.head or (broken_at is not None and broken_at <= row.event_seq):
        return "changed_log"
    return "sound"


def _is_as_attached(row: TimeStamp) -> bool:
    """Whether the reply is the one that came, is signed by whom it says, and says what the other columns say."""
    from arcdesk.services.stamp_reply import read_reply
    from arcdesk.services.stamp_signature import check_signature

    reply = bytes(row.reply)
    if hashlib.sha256(reply).hexdigest() != row.sha256:
        return False
    try:
        token = read_reply(reply, row.file_name)
        signer = check_signature(token, row.file_name)
    except Refusal:
        return False
    return (token.imprint, token.stamped_at.replace(microsecond=0), signer.authority, token.serial, token.policy) == (
        row.head, row.stamped_at, row.authority, row.serial, row.policy,
    )  # fmt: skip


def as_stamp(row: TimeStamp, state: str) -> Stamp:
    """The row as a plain value."""
    return Stamp(
        row.id, row.event_seq, row.head, row.stamped_at, row.authority, row.serial, row.policy, row.file_name,
        row.attached_at, state,
    )  # fmt: skip
