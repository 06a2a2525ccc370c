"""The append-only chain of events (R65)."""

from __future__ import annotations

from peewee import IntegerField, TextField

from arcdesk.models.base import Row


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
