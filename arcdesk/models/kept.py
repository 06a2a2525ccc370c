"""Sums kept beside the postings by the database's own triggers; read, never written, by the program.

A posting counts in the month and the year of its day: an invoice as a charge, a credit note or write-off as a
credit, a receipt as money in. All in fen; what goes back counts below zero.
"""

from __future__ import annotations

from peewee import CompositeKey, ForeignKeyField, TextField

from arcdesk.models.base import Row
from arcdesk.models.customer import Customer
from arcdesk.models.fields import MoneyField


class AccountYear(Row):
    """The postings of a customer in one currency of one year (``2026``)."""

    customer_id: int
    customer = ForeignKeyField(Customer)
    currency = TextField()
    year = TextField()
    charges_fen = MoneyField()
    credits_fen = MoneyField()
    receipts_fen = MoneyField()

    class Meta:
        primary_key = CompositeKey("customer", "currency", "year")


class AccountMonth(Row):
    """The postings of a customer in one currency of one month (``2026-09``)."""

    customer_id: int
    month = TextField()
    customer = ForeignKeyField(Customer)
    currency = TextField()
    charges_fen = MoneyField()
    credits_fen = MoneyField()
    receipts_fen = MoneyField()

    class Meta:
        primary_key = CompositeKey("month", "customer", "currency")
