"""What may be given to a customer, about which invoices, and what became of it. Append-only."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.collection import Contact, Evidence
from arcdesk.models.customer import Customer
from arcdesk.models.fields import DayField, MomentField, MoneyField
from arcdesk.models.ledger import Invoice


class Concession(Row):
    """A concession asked for: ``amount_fen`` given up, or ``days`` more, if ``pay_fen`` comes by ``pay_by``.

    ``ask`` is who is to approve it; ``cost_fen`` and ``waiting_fen`` what it and waiting were reckoned to cost.
    """

    customer_id: int
    contact_id: int | None
    number = TextField(unique=True)
    customer = ForeignKeyField(Customer)
    kind = TextField()
    currency = TextField()
    amount_fen = MoneyField()
    days = IntegerField()
    pay_fen = MoneyField(null=True)
    pay_by = DayField(null=True)
    ask = TextField()
    reason = TextField()
    cost_fen = MoneyField(null=True)
    waiting_fen = MoneyField(null=True)
    contact = ForeignKeyField(Contact, null=True)
    made_on = DayField()
    logged_at = MomentField()


class ConcessionInvoice(Row):
    """An invoice that a concession is about."""

    concession_id: int
    invoice_id: int
    concession = ForeignKeyField(Concession)
    invoice = ForeignKeyField(Invoice)

    class Meta:
        table_name = "concession_invoice"
        primary_key = CompositeKey("concession", "invoice")


class ConcessionEvent(Row):
    """What became of a concession: by whom, when, shown by which file; ``result`` is what it was carried out as."""

    concession_id: int
    evidence_id: int | None
    concession = ForeignKeyField(Concession)
    event = TextField()
    on_day = DayField()
    who = TextField()
    note = TextField(default="")
    evidence = ForeignKeyField(Evidence, null=True)
    result = TextField(default="")
    logged_at = MomentField()

    class Meta:
        table_name = "concession_event"
