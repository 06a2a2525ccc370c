"""What to know before a short message goes to a person: the hour, and how often he was tried today (R70)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from arcdesk.domain.gate import Reason
from arcdesk.services.gate import rulings_for

QUIET_FROM, QUIET_TO = time(22), time(8)
"""No messages from then to then without consent."""


def remarks(customer_id: int, now: datetime) -> tuple[Reason, ...]:
    """Good practice that speaks against a message now; none of it holds it back."""
    return tuple(_remarks(customer_id, now))


def _remarks(customer_id: int, now: datetime) -> Iterator[Reason]:
    if now.time() >= QUIET_FROM or now.time() < QUIET_TO:
        text = "It is {time}. Between 22:00 and 08:00 nobody should be written to without his consent."
        yield Reason("quiet_hours", text, {"time": f"{now:%H:%M}"})
    rulings = rulings_for([customer_id], now.date(), "chase")[customer_id]
    if any("tried_enough" in ruling.pauses for ruling in rulings):
        yield Reason("tried_enough", "The customer was called and written to six times today. Let it rest.", {})
