"""The append-only chain of events (R65), and the time stamps over its head."""

from __future__ import annotations

from peewee import BareField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.fields import MomentField


class AuditEvent(Row):
    """One event: ``body`` is its canonical JSON, ``hash`` chains it to the one before.

    ``at``, ``action`` and ``customer_id`` repeat parts of the body so that they can be
    searched; the chain is over the body.
    """

    seq = IntegerField(primary_key=True)
    at = TextField()
    action = TextField()
    customer_id = IntegerField(null=True)
    body = TextField()
    hash = TextField()


class TimeStamp(Row):
    """The reply of a time-stamping authority over the hash ``head`` of event ``event_seq`` (RFC 3161). Append-only.

    ``reply`` is the file as it came, ``sha256`` its hash; the other columns repeat what it says. No reference to
    the event: a stamp has to outlive a log that was tampered with.
    """

    event_seq = IntegerField()
    head = TextField()
    stamped_at = MomentField()
    authority = TextField()
    serial = TextField()
    policy = TextField()
    file_name = TextField()
    sha256 = TextField(unique=True)
    reply = BareField()
    attached_at = MomentField()
