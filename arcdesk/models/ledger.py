"""The receivables ledger: contracts, invoices, receipts, allocations, disputes, schemes."""

from __future__ import annotations

from peewee import ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.customer import Customer, ImportBatch
from arcdesk.models.fields import DayField, FlagField, JsonField, MomentField, MoneyField


class Contract(Row):
    """Terms agreed with a customer. ``penalty_daily_rate`` is decimal text per day.

    ``due_rule`` says what ``credit_days`` are counted from: ``issued``, ``delivered``,
    ``month_end`` (of the issue), or ``month_day``: on ``due_day`` of the month in which they end
    (``domain.terms``).
    ``is_interest_first`` is an agreed order of payment: interest before principal (R32).
    """

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
    due_rule = TextField(default="issued")
    due_day = IntegerField(null=True)
    limitation_years = IntegerField(default=3)
    stop_supply_days = IntegerField(null=True)
    notice_address = TextField(default="")
    is_interest_first = FlagField(default=False)


class Invoice(Row):
    """One open item: invoice, credit note (negative), opening balance or other.

    ``open_fen`` is kept inside the transaction of each allocation and has the sign of
    ``amount_fen``; any other date is computed from the postings. ``first_moved_on`` and
    ``last_moved_on``, the days between which it moved, are kept by the database itself.
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
    delivered_on = DayField(null=True)
    first_moved_on = DayField(null=True)
    last_moved_on = DayField(null=True)


class Receipt(Row):
    """Money in. ``open_fen`` is what no allocation has used yet (预收/未核销).

    ``first_moved_on`` and ``last_moved_on``, the days between which it moved, are kept by the database.
    Money that went back is a row of its own below zero that names the receipt it takes back
    (``reverses``); it lowers that receipt's open amount and has none itself. ``return_kind`` says
    why: ``bounced`` (it never came), ``mistake`` (never was), ``refunded`` (it came, and was paid back).
    """

    customer_id: int
    batch_id: int | None
    reverses_id: int | None
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
    reverses = ForeignKeyField("self", null=True)
    return_kind = TextField(default="")
    first_moved_on = DayField(null=True)
    last_moved_on = DayField(null=True)


class WriteOff(Row):
    """What the company gives up of an invoice (坏账核销): no money, and approved by somebody.

    A reversal is a row below zero that names the write-off it takes back.
    """

    customer_id: int
    invoice_id: int
    reverses_id: int | None
    batch_id: int | None
    number = TextField(unique=True)
    customer = ForeignKeyField(Customer)
    invoice = ForeignKeyField(Invoice)
    currency = TextField()
    on_day = DayField()
    amount_fen = MoneyField()
    approver = TextField()
    reason = TextField()
    evidence_id = IntegerField(null=True)
    reverses = ForeignKeyField("self", null=True)
    logged_at = MomentField()
    batch = ForeignKeyField(ImportBatch, null=True)


class Allocation(Row):
    """Money of a receipt, a credit note or a write-off that settles an invoice.

    What is taken back is a row below zero that names the allocation it reverses.

    ``effective_on`` is the latest of the allocation's, the money's and the invoice's day:
    before it neither side of the settlement exists, so the balance identities hold at
    every date.
    """

    receipt_id: int | None
    credit_note_id: int | None
    write_off_id: int | None
    reverses_id: int | None
    invoice_id: int
    batch_id: int | None
    receipt = ForeignKeyField(Receipt, null=True)
    credit_note = ForeignKeyField(Invoice, null=True, backref="given")
    invoice = ForeignKeyField(Invoice, backref="allocations")
    amount_fen = MoneyField()
    allocated_on = DayField()
    effective_on = DayField()
    batch = ForeignKeyField(ImportBatch, null=True)
    write_off = ForeignKeyField(WriteOff, null=True)
    reverses = ForeignKeyField("self", null=True)


class Dispute(Row):
    """The part of an invoice that the customer contests, and how it was settled (F-79).

    ``accepted_fen`` is what was conceded when it was closed.
    """

    invoice_id: int
    batch_id: int | None
    invoice = ForeignKeyField(Invoice)
    contact_id = IntegerField(null=True)
    amount_fen = MoneyField()
    reason = TextField(default="")
    opened_on = DayField()
    closed_on = DayField(null=True)
    batch = ForeignKeyField(ImportBatch, null=True)
    owner = TextField(default="")
    resolution = TextField(default="")
    closed_note = TextField(default="")
    category = TextField(default="")
    evidence_id = IntegerField(null=True)
    accepted_fen = MoneyField(null=True)


class DueChange(Row):
    """A due date entered or reckoned after the invoice came in; the old one stays readable.

    ``rule`` says how it was found (``domain.due_texts.CHANGES``); no date is what a change that
    was taken back leaves of an invoice without one. ``sets_delivery``: the delivery day was
    entered with it, ``old_delivered_on`` is the one before.
    """

    invoice_id: int
    invoice = ForeignKeyField(Invoice)
    logged_at = MomentField()
    rule = TextField()
    due_on = DayField(null=True)
    old_due_on = DayField(null=True)
    note = TextField(default="")
    source = TextField()
    old_source = TextField()
    sets_delivery = FlagField(default=False)
    old_delivered_on = DayField(null=True)


class InvoiceHold(Row):
    """An invoice that is not chased until a day, and why; ``lifts`` names the hold that this row ends."""

    invoice_id: int
    lifts_id: int | None
    invoice = ForeignKeyField(Invoice)
    from_on = DayField()
    until_on = DayField()
    reason = TextField()
    logged_at = MomentField()
    lifts = ForeignKeyField("self", null=True)


class AgingScheme(Row):
    """An aging scheme of the user's own: ``cuts`` are the upper days of its buckets."""

    name = TextField(unique=True)
    cuts = JsonField()
    basis = TextField(default="due")
