"""A week at a glance: what is planned, promised, due and running out on each day (F-36, S-082)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from arcdesk.domain.money import with_currency
from arcdesk.models.customer import Customer
from arcdesk.models.queries import balances
from arcdesk.services.calendar_file import CalendarFileService, DatedEntry
from arcdesk.services.limitation import LimitationService
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import UnitOfWork

DAYS = 7
MONEY_KINDS = ("promise", "due")
ORDER = ("followup", "promise", "deadline", "limitation", "due")


@dataclass(frozen=True, slots=True)
class WeekDay:
    """One day. ``promised_fen`` and ``due_fen`` sum its promises and invoices by currency.

    ``is_make_up`` is a day of the weekend that is worked, ``is_holiday`` a weekday that is not.
    """

    on: date
    entries: tuple[DatedEntry, ...]
    promised_fen: Mapping[str, int]
    due_fen: Mapping[str, int]
    is_rest: bool
    is_make_up: bool
    is_holiday: bool


@dataclass(frozen=True, slots=True)
class WeekBoard:
    """Monday to Sunday; ``is_provisional`` where the holidays of a day's year are not published (R6)."""

    days: tuple[WeekDay, ...]
    is_provisional: bool


class WeekService:
    """Reads the entries of the calendar file, and beside them what falls due and what runs out."""

    def __init__(
        self,
        work: UnitOfWork,
        calendar: CalendarFileService,
        limitation: LimitationService,
        reference: Reference,
    ) -> None:
        self._work = work
        self._calendar = calendar
        self._limitation = limitation
        self._reference = reference

    def board(self, within: date, owner: str = "") -> WeekBoard:
        """The week of the day ``within``; what is past and not done stands on today, as in the calendar file."""
        today, workdays = self._work.clock.today(), self._reference.workdays
        monday = within - timedelta(days=within.weekday())
        week = [monday + timedelta(days=number) for number in range(DAYS)]
        found: dict[date, list[DatedEntry]] = defaultdict(list)
        ahead = (week[-1] - today).days
        if ahead >= 0:
            for entry in self._calendar.entries(ahead, owner):
                found[entry.on].append(entry)
        query = Customer.select().where(Customer.merged_into.is_null())
        names = {row.id: row.name for row in (query.where(Customer.owner == owner) if owner else query)}
        for entry in (*_falling_due(names, today, week), *self._running_out(names, today, week)):
            found[entry.on].append(entry)
        return WeekBoard(
            tuple(
                WeekDay(
                    day,
                    tuple(sorted(found[day], key=lambda entry: (ORDER.index(entry.kind), entry.customer_name))),
                    _sums(found[day], "promise"),
                    _sums(found[day], "due"),
                    not workdays.is_workday(day),
                    day.weekday() >= 5 and workdays.is_workday(day),
                    day.weekday() < 5 and not workdays.is_workday(day),
                )
                for day in week
            ),
            any(workdays.is_provisional(day) for day in week),
        )

    def _running_out(self, names: Mapping[int, str], today: date, week: list[date]) -> Iterator[DatedEntry]:
        for customer, lines in self._limitation.ending(today).items():
            for line in lines:
                if customer in names and line.raw_end is not None and week[0] <= line.raw_end <= week[-1]:
                    yield DatedEntry(
                        f"limitation-{line.number}", line.raw_end, line.number,
                        with_currency(line.open_fen, line.currency), "limitation", customer, names[customer],
                        line.open_fen, line.currency,
                    )  # fmt: skip


def _falling_due(names: Mapping[int, str], today: date, week: list[date]) -> Iterator[DatedEntry]:
    """What falls due in the week and is open now: one entry a customer, day and currency."""
    sums: dict[tuple[date, int, str], int] = defaultdict(int)
    for item in balances.open_items(today):
        if item.due_on is not None and week[0] <= item.due_on <= week[-1] and item.customer_id in names:
            sums[item.due_on, item.customer_id, item.currency] += item.open_fen
    for (day, customer, currency), fen in sums.items():
        if fen > 0:
            yield DatedEntry(
                f"due-{customer}-{day}-{currency}", day, names[customer], with_currency(fen, currency), "due",
                customer, names[customer], fen, currency,
            )  # fmt: skip


def _sums(entries: list[DatedEntry], kind: str) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for entry in entries:
        if entry.kind == kind:
            found[entry.currency] += entry.amount_fen
    return dict(sorted(found.items()))
