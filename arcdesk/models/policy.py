"""Policies of one's own, in versions, and who is chased by which."""

from __future__ import annotations

from peewee import IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.fields import JsonField, MomentField


class PolicyVersion(Row):
    """One saved form of a policy; ``levels`` is a list of rows as ``services.policy_rows`` writes them. Append-only."""

    code = TextField()
    version = IntegerField()
    name = TextField()
    levels = JsonField()
    note = TextField(default="")
    made_at = MomentField()

    class Meta:
        table_name = "policy"


class PolicyChoice(Row):
    """By which policy everybody (``scope`` all), a grade or a customer is chased; the last row counts. Append-only.

    ``policy`` "" takes an earlier choice back.
    """

    scope = TextField()
    key = TextField(default="")
    policy = TextField()
    made_at = MomentField()

    class Meta:
        table_name = "policy_choice"
