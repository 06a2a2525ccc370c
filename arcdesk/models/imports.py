"""What imports leave behind: how to take one back, layouts once explained, names once settled, moved customers."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.customer import Customer, ImportBatch
from arcdesk.models.fields import JsonField, MomentField


class ImportChange(Row):
    """A row that an import changed, with the values it had; no values: a row that it added.

    Rows with a ``batch_id`` of their own are not listed when they are added.
    """

    batch_id: int
    batch = ForeignKeyField(ImportBatch)
    table_name = TextField()
    row_id = IntegerField()
    before = JsonField(null=True)


class ImportMapping(Row):
    """How a person explained the columns of a file; ``fingerprint`` is its headings (``importing.mapping``)."""

    name = TextField(unique=True)
    fingerprint = TextField()
    body = JsonField()
    saved_at = MomentField()


class CustomerAlias(Row):
    """Another code or spelling that stands for a customer in files: confirmed by a person, or left by a merge."""

    customer_id: int
    batch_id: int | None
    kind = TextField()
    text = TextField()
    customer = ForeignKeyField(Customer)
    batch = ForeignKeyField(ImportBatch, null=True)
    noted_at = MomentField()


class CustomerMove(Row):
    """History that went from one customer to another: all of it (``merge``) or chosen rows (``split``)."""

    from_id: int
    to_id: int
    kind = TextField()
    # peewee names the column after the field: from_id and to_id
    from_customer = ForeignKeyField(Customer, column_name="from_id")
    to_customer = ForeignKeyField(Customer, column_name="to_id")
    reason = TextField()
    at = MomentField()
    undone_at = MomentField(null=True)


class CustomerMoveRow(Row):
    """One row that went along; ``before`` has the values that had to change beside its customer."""

    move_id: int
    move = ForeignKeyField(CustomerMove, backref="rows")
    table_name = TextField()
    row_id = IntegerField()
    before = JsonField(null=True)

    class Meta:
        primary_key = CompositeKey("move", "table_name", "row_id")
