"""What people decided about the day's list, and against the gate."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from arcdesk.models.base import Row
from arcdesk.models.collection import Document
from arcdesk.models.customer import Customer
from arcdesk.models.fields import DayField, JsonField, MomentField


class SetAside(Row):
    """A customer set aside on ``made_on`` until before ``back_on``, and why. Append-only.

    ``kind``: done, snooze, skip; or taken_back, a row that ends the one it names. ``answered`` lists the reasons
    that stood then as [kind, mark].
    """

    customer_id: int
    takes_back_id: int | None
    customer = ForeignKeyField(Customer)
    kind = TextField()
    made_on = DayField()
    back_on = DayField()
    reason = TextField()
    answered = JsonField()
    made_at = MomentField()
    takes_back = ForeignKeyField("self", null=True)

    class Meta:
        table_name = "set_aside"


class LetterOverride(Row):
    """A letter that was issued past the gate, and why; ``overridden`` lists [invoice number, rule, text]. Append-only.

    The texts are in the language of the person who decided, as she read them.
    """

    document_id: int
    document = ForeignKeyField(Document, unique=True)
    reason = TextField()
    overridden = JsonField()
    made_at = MomentField()

    class Meta:
        table_name = "letter_override"
