"""One event of a customer's stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

Midnight = Callable[[date], datetime]
"""The beginning of a day on this machine's clock: for what is known by its day alone."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. ``title_key`` is translated with ``values`` (amounts in fen under ``fen``).

    ``at`` has no time of day (midnight) where only the day is known; ``text`` is what a
    person wrote; ``detail_id`` is the id of the row of that ``kind``.
    """

    kind: str
    detail_id: int
    at: datetime
    title_key: str
    values: Mapping[str, object]
    text: str = ""
