"""What was told by a notice, and when."""

from __future__ import annotations

from peewee import TextField

from arcdesk.models.base import Row
from arcdesk.models.fields import DayField, JsonField, MomentField


class NoticeTold(Row):
    """One notice that was shown. ``kind``: digest (of the day ``day``) or follow_up. Append-only.

    ``matters`` lists what a digest counted as [customer id, kind of reason]; of follow-ups their numbers.
    ``shown_by``: bus, toast, tray, window, command.
    """

    kind = TextField()
    day = DayField()
    matters = JsonField()
    shown_by = TextField()
    told_at = MomentField()

    class Meta:
        table_name = "notice_told"
