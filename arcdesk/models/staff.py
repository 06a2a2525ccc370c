"""People inside the firm, what was handed out to them, and what was decided on a claim before the court."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from arcdesk.models.base import Row
from arcdesk.models.customer import Customer
from arcdesk.models.fields import DayField, FlagField, JsonField, MomentField


class StaffMember(Row):
    """Somebody of the firm by name; ``takes_tasks``: gets what the policy asks of his role.

    ``left_on``: from that day on nothing is handed to him. What is changed keeps its old value in the audit event.
    """

    name = TextField(unique=True)
    role = TextField(default="")
    email = TextField(default="")
    takes_tasks = FlagField(default=True)
    left_on = DayField(null=True)

    class Meta:
        table_name = "staff"


class Task(Row):
    """Something handed out on paper or by mail; append-only, answers are rows of their own.

    ``role`` is that of the policy, "" where it came to the customer's owner. ``matters`` are stable names of the
    reasons, by which nothing is handed out twice; ``reasons`` and ``lines`` (invoices) are as they were that day.
    """

    customer_id: int
    customer = ForeignKeyField(Customer)
    recipient = TextField()
    role = TextField(default="")
    actions = JsonField()
    matters = JsonField()
    reasons = JsonField()
    lines = JsonField()
    handed_on = DayField()
    due_on = DayField()
    logged_at = MomentField()


class TaskAnswer(Row):
    """What came back of a task, or that it was withdrawn. Append-only."""

    task_id: int
    task = ForeignKeyField(Task)
    kind = TextField()
    on_day = DayField()
    text = TextField()
    logged_at = MomentField()


class LegalSign(Row):
    """What makes a claim a case for the lawyer whatever its age; ``lifts`` names the sign that this row ends.

    ``kind`` is lost_contact, moving_assets or talks_failed. Append-only.
    """

    customer_id: int
    lifts_id: int | None
    customer = ForeignKeyField(Customer)
    kind = TextField()
    on_day = DayField()
    note = TextField()
    logged_at = MomentField()
    lifts = ForeignKeyField("self", null=True)


class LegalDecision(Row):
    """What was decided about suing a customer; the last row counts. Append-only.

    ``decision`` is go, wait (until ``until_on``), settle or write_off.
    """

    customer_id: int
    customer = ForeignKeyField(Customer)
    decision = TextField()
    on_day = DayField()
    until_on = DayField(null=True)
    decided_by = TextField()
    reason = TextField()
    logged_at = MomentField()
