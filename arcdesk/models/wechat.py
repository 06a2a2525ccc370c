"""WeChat exhibits: screenshots in an order, and what a person stated of the conversation (R62). Append-only."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.collection import Evidence
from arcdesk.models.fields import JsonField, MomentField


class WechatExhibit(Row):
    """One numbered exhibit; ``evidence`` is its PDF. A correction is a new one that points to the old.

    ``first_at`` and ``last_at`` are the moments of the first and the last message as the person states them;
    ``person`` is the contact person as he was called then.
    """

    evidence_id: int
    corrects_id: int | None
    number = TextField(unique=True)
    evidence = ForeignKeyField(Evidence)
    partner = TextField()
    wechat_id = TextField(default="")
    person = TextField(default="")
    first_at = MomentField()
    last_at = MomentField()
    phone_owner = TextField(default="")
    device = TextField(default="")
    own_account = TextField(default="")
    purpose = TextField(default="")
    remark = TextField(default="")
    checklist = JsonField()
    corrects = ForeignKeyField("self", null=True)
    reason = TextField(default="")
    language = TextField()
    pages = IntegerField()
    made_at = MomentField()


class WechatPart(Row):
    """One screenshot of an exhibit, counted from 1, under the name by which it was handed in."""

    exhibit_id: int
    evidence_id: int
    exhibit = ForeignKeyField(WechatExhibit, backref="parts")
    position = IntegerField()
    evidence = ForeignKeyField(Evidence)
    name = TextField()

    class Meta:
        primary_key = CompositeKey("exhibit", "position")
