"""The receivables ledger: contracts, invoices, receipts, allocations, disputes, schemes."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.customer import Customer, ImportBatch
from arcdesk.models.fields import DayField, FlagField, JsonField, MoneyField


class Contract(Row):
    """Terms agreed with a customer. ``penalty_daily_rate`` is decimal text per day."""

    customer_id: int
    batch_id: int | None
    number = TextField(unique=True)
    customer = ForeignKeyField(Customer)
    signed_on = DayField(null=True)
    credit_days = IntegerField(null=True)
    penalty_daily_rate = TextField(null=True)
    dispute_clause = TextField(default="")
    note = TextField(default="")
    batch = ForeignKeyField(ImportBatch, null=True)


class Invoice(Row):
    """One open item: invoice, credit note (negative), opening balance or other.

    ``open_fen`` is kept inside the transaction of each allocation and has the sign of
    ``amount_fen``; any other date is computed from the postings.
    """

    customer_id: int
    contract_id: int | None
    credits_id: int | None
    batch_id: int | None
    number = TextField(unique=True)
    customer = ForeignKeyField(Customer)
    kind = TextField(default="invoice")
    issued_on = DayField()
    due_on = DayField(null=True)
    due_source = TextField(default="file")
    amount_fen = MoneyField()
    open_fen = MoneyField()
    currency = TextField(default="CNY")
    contract = ForeignKeyField(Contract, null=True)
    tax_invoice_number = TextField(default="")
    salesperson = TextField(default="")
    credits = ForeignKeyField("self", null=True)
    note = TextField(default="")
    batch = ForeignKeyField(ImportBatch, null=True)


class Receipt(Row):
    """Money in. ``open_fen`` is what no allocation has used yet (预收/未核销)."""

    customer_id: int
    batch_id: int | None
    number = TextField(unique=True)
    customer = ForeignKeyField(Customer)
    received_on = DayField()
    amount_fen = MoneyField()
    open_fen = MoneyField()
    currency = TextField(default="CNY")
    method = TextField(default="")
    note = TextField(default="")
    imported_balance = FlagField(default=False)
    batch = ForeignKeyField(ImportBatch, null=True)


class Allocation(Row):
    """Money of a receipt, or of a credit note, that settles an invoice.

    ``effective_on`` is the latest of the allocation's, the money's and the invoice's day:
    before it neither side of the settlement exists, so the balance identities hold at
    every date.
    """

    receipt_id: int | None
    credit_note_id: int | None
    invoice_id: int
    batch_id: int | None
    receipt = ForeignKeyField(Receipt, null=True)
    credit_note = ForeignKeyField(Invoice, null=True, backref="given")
    invoice = ForeignKeyField(Invoice, backref="allocations")
    amount_fen = MoneyField()
    allocated_on = DayField()
    effective_on = DayField()
    batch = ForeignKeyField(ImportBatch, null=True)


class Dispute(Row):
    """The part of an invoice that the customer contests."""

    invoice_id: int
    batch_id: int | None
    invoice = ForeignKeyField(Invoice)
    contact_id = IntegerField(null=True)
    amount_fen = MoneyField()
    reason = TextField(default="")
    opened_on = DayField()
    closed_on = DayField(null=True)
    batch = ForeignKeyField(ImportBatch, null=True)


class AgingScheme(Row):
    """An aging scheme of the user's own: ``cuts`` are the upper days of its buckets."""

    name = TextField(unique=True)
    cuts = JsonField()
    basis = TextField(default="due")
