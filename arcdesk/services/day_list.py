"""The list of a day with what became of it: to do, set aside, done. The window and the commands show this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from arcdesk.domain.gate import Reason
from arcdesk.domain.set_aside import Decision, news
from arcdesk.models.customer import Customer
from arcdesk.models.queries import balances, set_asides
from arcdesk.services.decided import Decided, decisions
from arcdesk.services.followups import FollowUpLine, FollowUpService
from arcdesk.services.holds import HoldService
from arcdesk.services.unit_of_work import UnitOfWork
from arcdesk.services.worklist import TodayEntry, WorklistService

State = Literal["open", "snoozed", "done", "skipped"]
NOT_BY_TALKING = ("allocate",)
STATES: Mapping[str, State] = {"snooze": "snoozed", "done": "done", "skip": "skipped"}


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One customer of the day; amounts in fen of ``currency``.

    Attributes:
        until: The day on which he is on the list again, where he was set aside.
        note: Why he was set aside; of one who was contacted, the outcome.
        by_contact: Done by a contact of the day, which nothing takes back.
        came_back: The decision that no longer hides him, because ``news`` came after it.
    """

    customer_id: int
    code: str
    name: str
    kind: str
    reasons: tuple[Reason, ...] = ()
    step: str = ""
    action: str = ""
    overdue_fen: int = 0
    max_overdue_days: int = 0
    currency: str = "CNY"
    state: State = "open"
    until: date | None = None
    note: str = ""
    follow_up_ids: tuple[int, ...] = ()
    owner: str = ""
    priority: Decimal = Decimal(0)
    by_contact: bool = False
    came_back: Decision | None = None
    news: tuple[Reason, ...] = ()

    @property
    def entry(self) -> TodayEntry:
        """The line of the work list that he is."""
        return TodayEntry(
            self.customer_id, self.code, self.name, self.owner, self.priority, self.kind, self.reasons, self.step,
            self.action, self.overdue_fen, self.max_overdue_days, self.currency,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TodayQueue:
    """The whole day: rows by state in their order, money promised today by currency (fen), and what is on hold."""

    open: tuple[TodayRow, ...] = ()
    snoozed: tuple[TodayRow, ...] = ()
    done: tuple[TodayRow, ...] = ()
    promised_fen: Mapping[str, int] = field(default_factory=dict)
    follow_ups: tuple[FollowUpLine, ...] = ()
    has_customers: bool = True
    held: int = 0

    @property
    def total(self) -> int:
        """Customers of the day, done ones included, snoozed ones not."""
        return len(self.open) + len(self.done)

    @property
    def rows(self) -> tuple[TodayRow, ...]:
        """Everybody, those to do first."""
        return (*self.open, *self.snoozed, *self.done)


class DayListService:
    """Joins the work list with the contacts of the day and what people decided."""

    def __init__(
        self, work: UnitOfWork, worklist: WorklistService, followups: FollowUpService, holds: HoldService
    ) -> None:
        self._work = work
        self._worklist = worklist
        self._followups = followups
        self._holds = holds
        self._made: dict[int, tuple[TodayEntry, TodayRow]] = {}

    def of(self, on: date | None = None, owner: str | None = None) -> TodayQueue:
        """The list of a day; of one owner's customers where named."""
        day = on or self._work.clock.today()
        follow_ups = self._followups.open()
        entries = self._worklist.today(day, owner)
        contacted = self._contacted(entries, day, owner)
        decided = {
            who: each for who, each in decisions(day).items() if owner is None or each.owner == owner
        }
        queue = arrange(self._rows(entries, follow_ups, day), contacted, decided, day)
        return replace(
            queue, promised_fen=set_asides.promised(day), follow_ups=follow_ups,
            has_customers=Customer.select().limit(1).count() > 0, held=self._holds.count(day),
        )  # fmt: skip

    def count_open(self, on: date | None = None) -> int:
        """How many customers are still to do: the number on the rail and under the tray's icon."""
        return len(self.of(on).open)

    def _contacted(self, entries: Iterable[TodayEntry], day: date, owner: str | None) -> dict[int, TodayRow]:
        """Who was contacted on the day, with the outcome; what he owes is read where the list does not say it."""
        listed = {entry.customer_id for entry in entries}
        found = {}
        for who in set_asides.contacted(day).values():
            if owner is None or who.owner == owner:
                row = TodayRow(
                    who.customer_id, who.code, who.name, "contacted", owner=who.owner, note=who.outcome
                )
                found[who.customer_id] = row if who.customer_id in listed else _with_debt(row, day)
        return found

    def _rows(
        self, entries: Iterable[TodayEntry], follow_ups: Iterable[FollowUpLine], day: date
    ) -> tuple[TodayRow, ...]:
        """The work list, each line with the follow-ups that are due; a line that stayed keeps its row."""
        due: dict[int, tuple[int, ...]] = {}
        for line in follow_ups:
            if line.due_on <= day:
                due[line.customer_id] = (*due.get(line.customer_id, ()), line.id)
        before, made = self._made, {}
        for entry in entries:
            who = entry.customer_id
            kept = before.get(who)
            if kept is None or kept[0] is not entry or kept[1].follow_up_ids != due.get(who, ()):
                kept = entry, _row(entry, due.get(who, ()))
            made[who] = kept
        self._made = made
        return tuple([row for _, row in made.values()])


def arrange(
    rows: Iterable[TodayRow], contacted: Mapping[int, TodayRow], decided: Mapping[int, Decided], day: date
) -> TodayQueue:
    """Sort ``rows`` by what was done about them; a contact of the day outweighs a decision.

    Talking does not book a receipt: where only that is left, it stays to be done. Who was set aside
    comes back with news that the decision does not answer.
    """
    by_state: dict[State, list[TodayRow]] = {"open": [], "snoozed": [], "done": [], "skipped": []}
    seen = set()
    for row in rows:
        seen.add(row.customer_id)
        known = decided.get(row.customer_id)
        decision = known.decision if known else None
        if row.customer_id in contacted and row.kind not in NOT_BY_TALKING:
            done = contacted[row.customer_id]
            by_state["done"].append(replace(row, state="done", note=done.note, by_contact=True))
        elif decision is None or not decision.holds(day):
            by_state["open"].append(row)
        elif came := news(decision, row.reasons):
            by_state["open"].append(replace(row, came_back=decision, news=came))
        else:
            _put_aside(by_state, row, decision)
    for customer_id, row in contacted.items():
        if customer_id not in seen:
            by_state["done"].append(replace(row, state="done", by_contact=True))
    for customer_id, known in decided.items():
        if customer_id not in seen and customer_id not in contacted and known.decision.holds(day):
            _put_aside(by_state, TodayRow(customer_id, known.code, known.name, ""), known.decision)
    by_state["snoozed"].sort(key=lambda row: row.until or day)
    return TodayQueue(
        tuple(by_state["open"]), tuple(by_state["snoozed"]), (*by_state["done"], *by_state["skipped"])
    )


def _put_aside(by_state: dict[State, list[TodayRow]], row: TodayRow, decision: Decision) -> None:
    state = STATES[decision.kind]
    by_state[state].append(replace(row, state=state, until=decision.back_on, note=decision.reason))


def _row(entry: TodayEntry, follow_up_ids: tuple[int, ...]) -> TodayRow:
    return TodayRow(
        entry.customer_id, entry.customer_code, entry.customer_name, entry.kind, entry.reasons, entry.step,
        entry.action, entry.overdue_fen, entry.max_overdue_days, entry.currency,
        follow_up_ids=follow_up_ids, owner=entry.owner, priority=entry.priority,
    )  # fmt: skip


def _with_debt(row: TodayRow, day: date) -> TodayRow:
    """The row with what is overdue in the currency that has most of it."""
    sums: dict[str, int] = {}
    longest = 0
    for item in balances.open_items(day, row.customer_id):
        if item.due_on is not None and item.due_on < day and item.open_fen > 0:
            sums[item.currency] = sums.get(item.currency, 0) + item.open_fen
            longest = max(longest, (day - item.due_on).days)
    if not sums:
        return row
    currency = max(sums, key=lambda code: sums[code])
    return replace(row, overdue_fen=sums[currency], max_overdue_days=longest, currency=currency)
