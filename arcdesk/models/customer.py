"""Customers and the people one reaches there."""

from __future__ import annotations

from peewee import BlobField, ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.fields import DayField, FlagField, JsonField, MomentField, MoneyField


class Company(Row):
    """The creditor itself: letterhead, receiving account. One row."""

    name = TextField()
    name_en = TextField(default="")
    uscc = TextField(default="")
    address = TextField(default="")
    phone = TextField(default="")
    contact = TextField(default="")
    email = TextField(default="")
    account_name = TextField(default="")
    bank = TextField(default="")
    account_number = TextField(default="")
    base_currency = TextField(default="CNY")
    logo = BlobField(null=True)
    size = TextField(default="")


class Preference(Row):
    """A setting of this workspace that every machine opening it should share."""

    key = TextField(primary_key=True)
    value = JsonField()


class ImportBatch(Row):
    """One import that was carried out: what was read, when, and what came of it."""

    at = MomentField()
    preset = TextField()
    source_name = TextField()
    source_sha256 = TextField()
    as_of = DayField()
    summary = JsonField()
    undone_at = MomentField(null=True)
    undone_reason = TextField(default="")


class Customer(Row):
    """A debtor. ``search_key`` holds code, names, pinyin and initials in lower case.

    ``due_rule`` and ``due_day`` say what ``credit_days`` are counted from, as in a contract.
    ``hold_until`` pauses the chasing; ``supply`` is the other hold: what he is still delivered.
    ``tags`` are words of one's own, joined by a comma (``domain.tags``).
    ``merged_into``: another customer who has all that was filed here; lists leave this one out.
    """

    batch_id: int | None
    merged_into_id: int | None
    code = TextField(unique=True)
    name = TextField()
    short_name = TextField(default="")
    uscc = TextField(default="")
    grade = TextField(default="")
    owner = TextField(default="")
    salesperson = TextField(default="")
    credit_limit_fen = MoneyField(null=True)
    credit_days = IntegerField(null=True)
    industry = TextField(default="")
    region = TextField(default="")
    address = TextField(default="")
    size = TextField(default="")
    behaviour = TextField(default="")
    pain_point = TextField(default="")
    note = TextField(default="")
    hold_until = DayField(null=True)
    hold_reason = TextField(default="")
    search_key = TextField(default="")
    batch = ForeignKeyField(ImportBatch, null=True)
    due_rule = TextField(default="issued")
    due_day = IntegerField(null=True)
    supply = TextField(default="")
    supply_reason = TextField(default="")
    tags = TextField(default="")
    merged_into = ForeignKeyField("self", null=True)


class CustomerHold(Row):
    """A customer who is not chased until a day, and why; ``lifts`` names the hold that this row ends.

    ``Customer.hold_until`` and ``hold_reason`` repeat the one that stands, for whoever reads him.
    """

    customer_id: int
    lifts_id: int | None
    customer = ForeignKeyField(Customer)
    from_on = DayField()
    until_on = DayField()
    reason = TextField()
    logged_at = MomentField()
    lifts = ForeignKeyField("self", null=True)


class GradeDecision(Row):
    """A grade that a person confirmed, beside the one suggested and its parts (R82, F-19)."""

    customer_id: int
    customer = ForeignKeyField(Customer)
    on_day = DayField()
    suggested = TextField()
    confirmed = TextField()
    parts = JsonField()
    note = TextField(default="")
    logged_at = MomentField()


class ContactPerson(Row):
    """Somebody at the customer, and how far that person may decide (S-015)."""

    customer_id: int
    customer = ForeignKeyField(Customer, backref="people")
    name = TextField()
    title = TextField(default="")
    authority = TextField(default="")
    phone = TextField(default="")
    wechat = TextField(default="")
    email = TextField(default="")
    is_primary = FlagField(default=False)
    do_not_contact = FlagField(default=False)
