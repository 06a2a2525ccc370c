"""Lines of bank statements, what was decided of each, and which payer is which customer."""

from __future__ import annotations

from peewee import ForeignKeyField, TextField

from arcdesk.models.base import Row
from arcdesk.models.customer import Customer
from arcdesk.models.fields import DayField, MomentField, MoneyField
from arcdesk.models.ledger import Receipt


class BankLine(Row):
    """One line of a bank statement as it was read; money in above zero. Append-only."""

    fingerprint = TextField(unique=True)
    booked_on = DayField()
    amount_fen = MoneyField()
    currency = TextField()
    payer = TextField()
    payer_account = TextField(default="")
    reference = TextField(default="")
    source_name = TextField()
    read_at = MomentField()


class BankDecision(Row):
    """What became of a line: a receipt made of it, one already known, ignored, or open again."""

    line_id: int
    receipt_id: int | None
    line = ForeignKeyField(BankLine, backref="decisions")
    decision = TextField()
    receipt = ForeignKeyField(Receipt, null=True)
    note = TextField(default="")
    logged_at = MomentField()


class BankPayer(Row):
    """A payer's name and account, and the customer whose money came from there before."""

    customer_id: int
    payer = TextField()
    payer_account = TextField(default="")
    customer = ForeignKeyField(Customer)
