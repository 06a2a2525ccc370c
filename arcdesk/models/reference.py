"""Rates that the person adds to the shipped tables. Append-only: of two for a day the later counts."""

from __future__ import annotations

from peewee import TextField

from arcdesk.models.base import Row
from arcdesk.models.fields import DayField, MomentField


class ReferenceRate(Row):
    """A one-year LPR in per cent, as decimal text, from its day of publication (R23).

    An empty ``percent`` takes the row of that day back.
    """

    from_on = DayField()
    percent = TextField()
    source = TextField(default="")
    logged_at = MomentField()


class ExchangeRate(Row):
    """What one unit of ``currency`` is worth in the base currency on a day, as decimal text."""

    currency = TextField()
    on_day = DayField()
    rate = TextField()
    source = TextField(default="")
    logged_at = MomentField()
