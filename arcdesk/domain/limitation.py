"""The clock of limitation (诉讼时效): when a claim can no longer be enforced (R1 to R21).

Three calendar years from the due date, the first day not counted, a day that the month lacks
becoming its last (R3, R4); the last day rolls over days of rest as they are actually worked
(R5). What restarts it stands in ``limitation_events``. Alarms count to the raw end, never to
the rolled one (R6); whether something came in time is judged by the rolled one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from arcdesk.domain.dates import add_months, add_years
from arcdesk.domain.errors import BadLimitationYears, DayOutOfRange
from arcdesk.domain.gate import Reason
from arcdesk.domain.limitation_events import SUSPENSION, Event
from arcdesk.domain.workdays import Workdays

ORDINARY_YEARS = 3
INTERNATIONAL_SALE_YEARS = 4
"""International sale of goods, import and export of technology (R9)."""

CAP_YEARS = 20
"""From the breach, neither suspended nor interrupted (R1, R2)."""

ALARM_DAYS = (180, 90, 30, 7)
"""Days before the raw end at which to act (R6)."""

Effect = Literal["restarts", "pending", "extends", "none"]
State = Literal["not_due", "running", "pending", "expired", "revived"]

_MONTHS_AFTER_OBSTACLE = 6
_NEVER = date.max


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark on a clock under a stable name, with a text to translate."""

    name: str
    text_key: str


EXPIRED = Flag("expired", text_key="The period has ended; the debtor may refuse to pay.")
REVIVED = Flag(
    "revived_needs_lawyer",
    text_key="The period had ended when the debtor paid or agreed to pay, which gives up the defence of "
    "limitation (Civil Code 192). Have a lawyer confirm that a fresh period runs from that day.",
)
PENDING = Flag("pending", text_key="A proceeding is open: the period does not run until it ends.")
SUSPENDED = Flag("suspended", text_key="An obstacle in the last six months holds up the end.")
CAPPED = Flag("capped", text_key="Twenty years from the breach are the utmost limit.")


@dataclass(frozen=True, slots=True)
class Alarm:
    """A day to act by: ``days_before`` calendar days ahead of the raw end."""

    days_before: int
    on: date


@dataclass(frozen=True, slots=True)
class EventOutcome:
    """What an event did to the clock, and why.

    Attributes:
        effect: ``restarts`` the period, holds it while ``pending``, ``extends`` it, or ``none``.
        moved_to: The raw end right after it, where it set a new one.
        reason: Stable name and text to translate with its values.
    """

    event: Event
    effect: Effect
    moved_to: date | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Clock:
    """How a debt stands with limitation.

    Attributes:
        due_on: Where the first period began: due date, or last instalment of one debt (R8).
        start: The day that the present period is counted from; it is not counted itself.
        raw_end: The corresponding day; ``None`` while a proceeding or an obstacle goes on.
        last_day: ``raw_end`` moved on to a working day: what was in time is judged by it.
        provisional: Holidays of that year are not published; only weekends were rolled over.
        expired_on: The last day of a period that ran out: before the day asked about, or before
            an event that came too late. It stays set where the debtor revived the claim.
        cap_on: Twenty years from the breach; ``None`` beyond the calendar.
        flags: Remarks by stable names.
        events: Every event handed in, by day, with what it did.
    """

    due_on: date
    start: date
    raw_end: date | None
    last_day: date | None
    provisional: bool
    expired_on: date | None
    cap_on: date | None
    flags: tuple[Flag, ...]
    events: tuple[EventOutcome, ...]

    def has(self, flag: Flag) -> bool:
        """Whether ``flag`` is raised."""
        return flag in self.flags

    def days_left(self, today: date) -> int | None:
        """Days from ``today`` to the raw end, negative after it; ``None`` without an end."""
        return None if self.raw_end is None else (self.raw_end - today).days

    def is_expired(self, today: date) -> bool:
        """Whether the last day of the present period lies before ``today``."""
        return self.last_day is not None and today > self.last_day

    def state(self, today: date) -> State:
        """One word for ``today``; ``revived`` runs, but needs a lawyer."""
        if self.is_expired(today):
            return "expired"
        if self.raw_end is None:
            return "pending"
        if self.has(REVIVED):
            return "revived"
        return "not_due" if today <= self.due_on else "running"

    @property
    def action_by(self) -> tuple[Alarm, ...]:
        """Days to act by, 180 to 7 days before the raw end; none without an end."""
        if self.raw_end is None:
            return ()
        return tuple(Alarm(days, self.raw_end - timedelta(days=days)) for days in ALARM_DAYS)

    def alarm(self, today: date) -> Alarm | None:
        """The last alarm whose day has come, ``None`` before the first and after the last day."""
        if self.is_expired(today):
            return None
        reached = [alarm for alarm in self.action_by if alarm.on <= today]
        return reached[-1] if reached else None


def clock(
    due_on: date,
    events: Iterable[Event] = (),
    *,
    workdays: Workdays,
    today: date | None = None,
    years: int = ORDINARY_YEARS,
    instalments: Iterable[date] = (),
    first_breach: date | None = None,
) -> Clock:
    """The clock of one debt after ``events``, which may come in any order.

    Every event handed in is judged, also one after ``today``: the caller leaves out what was not
    known on a past day. Adding an event that counts never moves the end earlier.

    Args:
        today: Sets ``expired_on`` where the period ended before it; without it only an event
            that came too late shows that.
        years: 3, or 4 for an international sale (R9).
        instalments: Due dates of one debt agreed in instalments: the last one starts it (R8).
        first_breach: Day that the twenty years run from; the day that starts the clock if unknown.

    Raises:
        BadLimitationYears: no whole number of years from 1 to 20.
        DayOutOfRange: an end outside the years that ArcDesk keeps.
    """
    if not 1 <= years <= CAP_YEARS:
        raise BadLimitationYears(years=years, field="years")
    base = max([due_on, *instalments])
    run = _Run(base, years, _cap(first_breach or base), workdays)
    outcomes = [run.take(event) for event in sorted(events, key=_order)]
    return run.result(tuple(outcomes), today)


def _order(event: Event) -> tuple[date, bool]:
    """By day; on one day what the debtor did comes first, as it may revive the claim."""
    return event.on, not event.about.is_debtor_act


def _cap(breach: date) -> date | None:
    try:
        return add_years(breach, CAP_YEARS)
    except DayOutOfRange:
        return None


class _Run:
    """The clock while the events are taken one by one."""

    def __init__(self, base: date, years: int, cap: date | None, workdays: Workdays) -> None:
        self.base, self.start, self.years, self.workdays = base, base, years, workdays
        self.cap = cap or _NEVER
        self.obstacles: list[Event] = []
        self.is_pending = False
        self.is_revived = False
        self.is_over = False
        self.expired_on: date | None = None
        self._ends: tuple[date, date] | None = None  # most events move nothing

    def take(self, event: Event) -> EventOutcome:
        """Let one event, not earlier than those before it, work on the clock."""
        outcome = self._take(event)
        if outcome.effect != "none" or event.kind == SUSPENSION:
            self._ends = None
        return outcome

    def _take(self, event: Event) -> EventOutcome:
        if self._ends is None:
            self._ends = self._end(), self._roll(self._end())
        end, last_day = self._ends
        is_late = event.on > last_day
        if is_late:
            self.expired_on, self.is_over = last_day, True
        if not event.counts:
            return _nothing(event, _NOT_COUNTED[event.proof])
        if is_late:
            return self._take_late(event, last_day)
        if self.is_pending:
            return _nothing(event, _PROCEEDING_OPEN)
        if event.kind == SUSPENSION:
            return self._take_obstacle(event, end)
        if event.is_open:
            self.is_pending = True
            return EventOutcome(event, "pending", None, _reason(_PENDING))
        restart = event.ends_on or event.on
        if restart <= self.start:
            if self.start == self.base:
                return _nothing(event, _BEFORE_DUE, due_on=self.base)
            return _nothing(event, _SUPERSEDED, start=self.start)
        return self._restart(event, restart, _PROCEEDING_ENDED if event.ends_on else _RESTARTED)

    def result(self, outcomes: tuple[EventOutcome, ...], today: date | None) -> Clock:
        """The answer after the last event."""
        free, end = self._free_end(), self._end()
        is_over = self.is_over or (today is not None and today > self._roll(end))
        goes_on = free == _NEVER and not is_over  # the cap ends an obstacle, but no proceeding
        raw_end = None if goes_on else end
        last_day = None if raw_end is None else self._roll(raw_end)
        expired_on = last_day if is_over else self.expired_on
        flags = (
            (EXPIRED, is_over),
            (REVIVED, self.is_revived),
            (PENDING, self.is_pending),
            (SUSPENDED, not self.is_pending and free > add_years(self.start, self.years)),
            (CAPPED, raw_end is not None and self.cap < free),
        )
        return Clock(
            due_on=self.base,
            start=self.start,
            raw_end=raw_end,
            last_day=last_day,
            provisional=any(
                day is not None and self.workdays.is_provisional(day) for day in (raw_end, last_day)
            ),
            expired_on=expired_on,
            cap_on=None if self.cap == _NEVER else self.cap,
            flags=tuple(flag for flag, is_raised in flags if is_raised),
            events=outcomes,
        )

    def _take_late(self, event: Event, last_day: date) -> EventOutcome:
        if event.on > self._roll(self.cap):
            return _nothing(event, _AFTER_CAP, cap_on=self.cap)
        if not event.about.is_debtor_act:
            return _nothing(event, _LATE, last_day=last_day)
        self.is_revived, self.is_over = True, False
        return self._restart(event, event.on, _REVIVED, last_day=last_day)

    def _take_obstacle(self, event: Event, end: date) -> EventOutcome:
        self.obstacles.append(event)
        moved = self._end()
        if moved == end:
            return _nothing(event, _OBSTACLE_GONE)
        if event.ends_on is None:
            return EventOutcome(event, "pending", None, _reason(_OBSTACLE_OPEN))
        return EventOutcome(event, "extends", moved, _reason(_EXTENDED, raw_end=moved))

    def _restart(
        self, event: Event, restart: date, text: tuple[str, str], last_day: date | None = None
    ) -> EventOutcome:
        self.start = restart
        end = self._end()
        values: dict[str, object] = {"start": restart, "raw_end": end}
        if last_day is not None:
            values["last_day"] = last_day
        return EventOutcome(event, "restarts", None if end == _NEVER else end, _reason(text, **values))

    def _free_end(self) -> date:
        """Raw end without the cap; ``_NEVER`` while a proceeding or an obstacle goes on.

        An obstacle that lasts into the last six months ends the period six months after it is
        gone (194), which is never earlier than the period's own end.
        """
        if self.is_pending:
            return _NEVER
        end = add_years(self.start, self.years)
        for obstacle in self.obstacles:  # by their first day
            if obstacle.on <= self._roll(end):
                gone = obstacle.ends_on
                end = max(end, _NEVER if gone is None else add_months(gone, _MONTHS_AFTER_OBSTACLE))
        return end

    def _end(self) -> date:
        return _NEVER if self.is_pending else min(self._free_end(), self.cap)

    def _roll(self, day: date) -> date:
        return day if day == _NEVER else self.workdays.roll(day)


def _reason(text: tuple[str, str], **values: object) -> Reason:
    rule, key = text
    return Reason(rule, key, values)


def _nothing(event: Event, text: tuple[str, str], **values: object) -> EventOutcome:
    return EventOutcome(event, "none", None, _reason(text, **values))


_RESTARTED = ("restarted", "The period runs anew from {start} to {raw_end}.")
_PROCEEDING_ENDED = ("proceeding_ended", "It ended on {start}; the period runs anew from then to {raw_end}.")
_PENDING = ("pending", "It is open: the period does not run until it ends.")
_EXTENDED = (
    "extended",
    "It lasted into the last six months: the period ends six months after it, {raw_end}.",
)
_OBSTACLE_OPEN = ("obstacle_open", "It goes on: the period ends six months after it is gone.")
_OBSTACLE_GONE = ("obstacle_gone", "No effect: it was gone before the last six months.")
_REVIVED = (
    "revived",
    "After the end on {last_day}: the debtor gives up the defence of limitation (Civil Code 192). "
    "Have a lawyer confirm that the period runs anew from {start} to {raw_end}.",
)
_LATE = ("late", "No effect: the period had ended on {last_day}.")
_AFTER_CAP = ("after_cap", "No effect: twenty years from the breach were over on {cap_on}. Ask a lawyer.")
_BEFORE_DUE = ("before_due", "No effect: the period had not begun before {due_on}.")
_SUPERSEDED = ("superseded", "No effect: the period already runs from {start}.")
_PROCEEDING_OPEN = ("proceeding_open", "No effect: a proceeding is open.")
_NOT_COUNTED = {
    "weak": ("weak", "Weak proof, on which courts differ: not counted unless you decide so."),
    "unproven": ("unproven", "Not proven: shown, but not counted."),
}
