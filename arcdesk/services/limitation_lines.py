"""What is answered about limitation: receivables with their clocks, the chains of events behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.gate import Reason
from arcdesk.domain.limitation import Alarm, Clock, EventOutcome, State
from arcdesk.domain.limitation_log import Record

RunsFrom = Literal["due", "delivered", "instalment", "last_instalment", "none"]
"""What the first period begins at; ``last_instalment`` is that of one debt agreed in instalments (R8)."""

Urgency = Literal["none", "pending", "far", "d180", "d90", "d30", "d7", "expired"]
"""How near the end is, by the alarms of R6."""


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """A file that proves something: its id in the store, its name and kind."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """One event of a receivable, with what it did and what proves it.

    Attributes:
        record: Where it stands in the books.
        would_end: The raw end if this event were proven, where that is later than now.
    """

    outcome: EventOutcome
    record: Record
    evidence: tuple[EvidenceRef, ...]
    would_end: date | None = None

    @property
    def on(self) -> date:
        return self.outcome.event.on

    @property
    def carries(self) -> bool:
        """Whether it moved the clock or holds it up."""
        return self.outcome.effect != "none"


@dataclass(frozen=True, slots=True)
class LimitationLine:
    """A receivable, or one instalment of it, with its clock on ``as_of``; amounts in fen.

    Attributes:
        instalment: Its number, 0 for the whole invoice.
        due_on: The invoice's own due date, which the twenty years run from.
        clock: ``None`` where nothing starts one; ``why_none`` then says why.
        chain: Every event that bears on it, by day.
    """

    as_of: date
    customer_id: int
    invoice_id: int
    number: str
    instalment: int
    currency: str
    amount_fen: int
    open_fen: int
    issued_on: date
    due_on: date | None
    runs_from: RunsFrom
    clock: Clock | None
    why_none: Reason | None
    chain: tuple[ChainEvent, ...]

    @property
    def raw_end(self) -> date | None:
        return self.clock.raw_end if self.clock else None

    @property
    def last_day(self) -> date | None:
        return self.clock.last_day if self.clock else None

    @property
    def days_left(self) -> int | None:
        """Days to the raw end, negative after it."""
        return self.clock.days_left(self.as_of) if self.clock else None

    @property
    def state(self) -> State | None:
        return self.clock.state(self.as_of) if self.clock else None

    @property
    def alarm(self) -> Alarm | None:
        """The last alarm whose day has come; none once the period has ended."""
        return self.clock.alarm(self.as_of) if self.clock else None

    @property
    def urgency(self) -> Urgency:
        """How near the end is."""
        if self.clock is None:
            return "none"
        if self.state in {"expired", "pending"}:
            return "expired" if self.state == "expired" else "pending"
        alarm = self.alarm
        if alarm is None:
            return "far"
        return {180: "d180", 90: "d90", 30: "d30"}.get(alarm.days_before, "d7")  # type: ignore[return-value]

    @property
    def better(self) -> ChainEvent | None:
        """The event whose proof would move the end furthest, where there is one."""
        missing = [event for event in self.chain if event.would_end is not None]
        return max(missing, key=lambda event: event.would_end or date.min, default=None)


@dataclass(frozen=True, slots=True)
class CustomerLimitation:
    """All receivables of a customer with their clocks, the nearest end first."""

    as_of: date
    customer_id: int
    lines: tuple[LimitationLine, ...]

    @property
    def nearest(self) -> LimitationLine | None:
        """The receivable to watch: the nearest end to come, else the last that has ended, else one held up."""
        ahead = [line for line in self.lines if line.raw_end and line.state != "expired"]
        held = [line for line in self.lines if line.state == "pending"]
        return next(iter((*ahead, *reversed(self.expired), *held)), None)

    @property
    def expired(self) -> tuple[LimitationLine, ...]:
        """Receivables whose period has ended."""
        return tuple(line for line in self.lines if line.state == "expired")

    @property
    def alarms(self) -> tuple[LimitationLine, ...]:
        """Receivables of which an alarm has come and the end has not."""
        return tuple(line for line in self.lines if line.alarm is not None)


@dataclass(frozen=True, slots=True)
class LimitationAlarm:
    """The nearest end of a customer that is close enough to act (R6).

    Attributes:
        days_before: Which alarm it is: 180, 90, 30 or 7 days before the raw end.
        days_left: Days to the raw end.
        count: Receivables of the customer that have an alarm, this one included.
    """

    customer_id: int
    number: str
    currency: str
    open_fen: int
    raw_end: date
    last_day: date
    days_before: int
    days_left: int
    count: int


def by_end(line: LimitationLine) -> tuple[date, str, int]:
    """Sort key: the nearest raw end first, without one last."""
    return line.raw_end or date.max, line.number, line.instalment
