"""What to know before a short message goes to a person: the hour, and how often he was tried today (R70)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from arcdesk.domain.gate import Reason
from arcdesk.domain.quiet import QuietHours
from arcdesk.services.gate import rulings_for
from arcdesk.services.quiet import hour_remark


def remarks(customer_id: int, now: datetime, hours: QuietHours) -> tuple[Reason, ...]:
    """Good practice that speaks against a message now; none of it holds it back."""
    return tuple(_remarks(customer_id, now, hours))


def _remarks(customer_id: int, now: datetime, hours: QuietHours) -> Iterator[Reason]:
    if remark := hour_remark("wechat", now, hours):
        yield remark
    rulings = rulings_for([customer_id], now.date(), "chase")[customer_id]
    if any("tried_enough" in ruling.pauses for ruling in rulings):
        yield Reason("tried_enough", "The customer was called and written to six times today. Let it rest.", {})
