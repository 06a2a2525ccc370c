"""Do the events agree with the clock and with the last backup? What a look at the books alone cannot show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from arcdesk.models.audit import AuditEvent
from arcdesk.models.queries.sql import rows
from arcdesk.services.backups import MADE
from arcdesk.services.last_backup import LastBackup

TOLERANCE = timedelta(minutes=10)
"""A clock that is put right by so much is none that was set back."""


@dataclass(frozen=True, slots=True)
class SetBack:
    """An event that is dated so much before the one that was entered before it."""

    seq: int
    by: timedelta


def last_entry_at() -> datetime | None:
    """The moment of the last event that a person made; ``None`` where there is none."""
    made = AuditEvent.select(AuditEvent.at).where(AuditEvent.action != MADE)
    row = made.order_by(AuditEvent.seq.desc()).first()
    try:
        return datetime.fromisoformat(row.at) if row else None
    except ValueError:  # altered, which the chain tells
        return None


def is_behind(now: datetime) -> bool:
    """Whether the clock stands before the last entry."""
    last = last_entry_at()
    return last is not None and last.tzinfo is not None and now < last - TOLERANCE


def first_set_back() -> SetBack | None:
    """Where the clock was first set back between two events."""
    found = rows(
        """SELECT seq, before - day FROM (
             SELECT seq, julianday(at) AS day, lag(julianday(at)) OVER (ORDER BY seq) AS before FROM audit_event)
           WHERE before - day > ? ORDER BY seq LIMIT 1""",
        TOLERANCE / timedelta(days=1),
    )
    return next((SetBack(int(seq), timedelta(days=days)) for seq, days in found), None)


def missing_since(last: LastBackup) -> int | None:
    """Number of the first event that the last backup had and the books have not, or not the same; else ``None``."""
    if not last.events:
        return None
    row = AuditEvent.get_or_none(AuditEvent.seq == last.events)
    if row is None:
        return int(AuditEvent.select().count()) + 1
    return None if row.hash == last.head else last.events
