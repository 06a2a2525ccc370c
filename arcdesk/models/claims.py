"""What carries a claim through time: instalment plans, limitation events, guarantees. Append-only."""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, IntegerField, TextField

from arcdesk.models.base import Row
from arcdesk.models.collection import Contact, Document, Evidence
from arcdesk.models.customer import Customer
from arcdesk.models.fields import DayField, FlagField, MomentField, MoneyField
from arcdesk.models.ledger import Contract, Invoice


class PaymentPlan(Row):
    """An agreement to pay in instalments (R46 to R48); its principal in fen.

    ``is_one_debt``: one limitation clock, from the last instalment (R8). ``is_written``: agreed in
    writing, so that it interrupts limitation (R12); the paper is ``evidence``.
    """

    customer_id: int
    contact_id: int | None
    evidence_id: int | None
    number = TextField(unique=True)
    customer = ForeignKeyField(Customer)
    currency = TextField()
    agreed_on = DayField()
    total_fen = MoneyField()
    is_one_debt = FlagField()
    is_written = FlagField()
    contact = ForeignKeyField(Contact, null=True)
    evidence = ForeignKeyField(Evidence, null=True)
    note = TextField(default="")
    logged_at = MomentField()


class Instalment(Row):
    """One instalment: its number from 1, due day and amount."""

    plan_id: int
    plan = ForeignKeyField(PaymentPlan, backref="instalments")
    seq = IntegerField()
    due_on = DayField()
    amount_fen = MoneyField()


class PlanShare(Row):
    """The part of an instalment that pays one invoice."""

    instalment_id: int
    invoice_id: int
    instalment = ForeignKeyField(Instalment, backref="shares")
    invoice = ForeignKeyField(Invoice)
    amount_fen = MoneyField()

    class Meta:
        primary_key = CompositeKey("instalment", "invoice")


class PlanEnd(Row):
    """How a plan ended: void (old due dates again), accelerated (all due at once) or replaced.

    An accelerated plan may be declared void or replaced later: the last row counts.
    """

    plan_id: int
    plan = ForeignKeyField(PaymentPlan)
    on_day = DayField()
    how = TextField()
    reason = TextField(default="")
    logged_at = MomentField()


class LimitationEvent(Row):
    """An event entered by hand that bears on limitation (R10 to R17); without an invoice it is for all.

    A correction is a new row that names the one it takes the place of, or withdraws it.
    """

    customer_id: int
    invoice_id: int | None
    evidence_id: int | None
    contact_id: int | None
    document_id: int | None
    corrects_id: int | None
    customer = ForeignKeyField(Customer)
    invoice = ForeignKeyField(Invoice, null=True)
    kind = TextField()
    on_day = DayField()
    ends_on = DayField(null=True)
    strength = TextField()
    counts_weak = FlagField(default=False)
    evidence = ForeignKeyField(Evidence, null=True)
    contact = ForeignKeyField(Contact, null=True)
    document = ForeignKeyField(Document, null=True)
    note = TextField(default="")
    logged_at = MomentField()
    corrects = ForeignKeyField("self", null=True)
    is_withdrawn = FlagField(default=False)


class Guarantee(Row):
    """Somebody who stands in for a debt: general or joint (R9); for one invoice, a contract, or all."""

    customer_id: int
    invoice_id: int | None
    contract_id: int | None
    evidence_id: int | None
    corrects_id: int | None
    customer = ForeignKeyField(Customer)
    invoice = ForeignKeyField(Invoice, null=True)
    contract = ForeignKeyField(Contract, null=True)
    guarantor = TextField()
    kind = TextField()
    agreed_months = IntegerField(null=True)
    agreed_until = DayField(null=True)
    evidence = ForeignKeyField(Evidence, null=True)
    note = TextField(default="")
    logged_at = MomentField()
    corrects = ForeignKeyField("self", null=True)
    is_withdrawn = FlagField(default=False)


class GuaranteeAct(Row):
    """What was done towards a guarantor in time: a demand on him, or a suit against the debtor.

    A row that ``withdraws`` another is no act: it takes that one out, entered by mistake.
    """

    guarantee_id: int
    evidence_id: int | None
    withdraws_id: int | None
    guarantee = ForeignKeyField(Guarantee, backref="acts")
    act = TextField()
    on_day = DayField()
    evidence = ForeignKeyField(Evidence, null=True)
    note = TextField(default="")
    logged_at = MomentField()
    withdraws = ForeignKeyField("self", null=True, unique=True)
