"""What was sent by e-mail, and what the server said to it."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from arcdesk.models.base import Row
from arcdesk.models.collection import Document, Evidence
from arcdesk.models.fields import JsonField, MomentField


class MailAttempt(Row):
    """One step of sending a document: ``sending`` before the server is told, then what came of it.

    Append-only; the latest row of a document counts. ``told`` holds the server's answers: a list of
    ``{"to", "code", "text"}``, of recipients refused or of the whole message (``to`` empty).
    """

    document_id: int
    evidence_id: int | None
    run = TextField()
    document = ForeignKeyField(Document)
    message_id = TextField()
    host = TextField()
    sender = TextField()
    recipients = JsonField()
    subject = TextField()
    state = TextField()
    told = JsonField()
    evidence = ForeignKeyField(Evidence, null=True)
    at = MomentField()
