"""What the Today page shows, arranged from what the services say: to do, snoozed, done.

Done is whoever was contacted today, or was set aside by hand. Both survive a restart: contacts
are in the log, and what was set aside is kept as a preference of the workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from arcdesk.services.promises import promise_lines

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.domain.gate import Reason
    from arcdesk.services.customer_list import CustomerLine
    from arcdesk.services.followups import FollowUpLine

State = Literal["open", "snoozed", "done", "skipped"]
MARKS = "today_marks"


@dataclass(frozen=True, slots=True)
class Mark:
    """What the person decided about a customer: snoozed until a day, or done or skipped on one."""

    state: State
    day: date
    note: str = ""
    name: str = ""

    def holds(self, today: date) -> bool:
        """Whether the decision still counts on ``today``."""
        return self.day > today if self.state == "snoozed" else self.day == today


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One customer on the page; amounts in fen of ``currency``."""

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


@dataclass(frozen=True, slots=True)
class TodayQueue:
    """The whole page: rows by state in their order, money promised today by currency (fen), and what is on hold."""

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


def load(desk: Desk, today: date) -> TodayQueue:
    """Everything the page needs for ``today``, read in one go on the database thread."""
    follow_ups = desk.followups.open()
    customers = desk.customer_list.rows(today).rows
    contacted = _contacted(customers, today)
    marks = read_marks(desk) if today == desk.clock.today() else {}  # decisions of now say nothing of then
    queue = arrange(_entries(desk, follow_ups, today), contacted, marks, today)
    return replace(
        queue, promised_fen=_promised(today), follow_ups=follow_ups, has_customers=bool(customers),
        held=desk.holds.count(today),
    )  # fmt: skip


def count_open(desk: Desk, today: date) -> int:
    """How many customers are still to do: the number on the rail and under the tray's icon."""
    return len(load(desk, today).open)


def _entries(desk: Desk, follow_ups: Iterable[FollowUpLine], today: date) -> tuple[TodayRow, ...]:
    """The work list, each line with the follow-ups that are due."""
    due: dict[int, list[int]] = {}
    for line in follow_ups:
        if line.due_on <= today:
            due.setdefault(line.customer_id, []).append(line.id)
    return tuple(
        TodayRow(
            customer_id=entry.customer_id,
            code=entry.customer_code,
            name=entry.customer_name,
            kind=entry.kind,
            reasons=entry.reasons,
            step=entry.step,
            action=entry.action,
            overdue_fen=entry.overdue_fen,
            max_overdue_days=entry.max_overdue_days,
            currency=entry.currency,
            follow_up_ids=tuple(due.get(entry.customer_id, ())),
        )
        for entry in desk.worklist.today(today)
    )


def _contacted(customers: Iterable[CustomerLine], today: date) -> dict[int, TodayRow]:
    """Who was contacted today, with the outcome; a customer's base currency stands first."""
    found: dict[int, TodayRow] = {}
    for line in customers:
        if line.last_contact_on == today and line.id not in found:
            found[line.id] = TodayRow(
                customer_id=line.id,
                code=line.code,
                name=line.name,
                kind="contacted",
                overdue_fen=line.overdue_fen,
                max_overdue_days=line.max_overdue_days,
                currency=line.currency,
                note=line.last_contact_outcome,
            )
    return found


def _promised(today: date) -> dict[str, int]:
    """Money promised in contacts of ``today``, by currency."""
    found: dict[str, int] = {}
    for lines in promise_lines(today).values():
        for line in lines:
            if line.made_on == today:
                found[line.currency] = found.get(line.currency, 0) + line.amount_fen
    return found


def arrange(
    entries: Iterable[TodayRow],
    contacted: Mapping[int, TodayRow],
    marks: Mapping[int, Mark],
    today: date,
) -> TodayQueue:
    """Sort ``entries`` by what was done about them; a later contact outweighs a mark."""
    rows: dict[State, list[TodayRow]] = {"open": [], "snoozed": [], "done": [], "skipped": []}
    seen = set()
    for row in entries:
        seen.add(row.customer_id)
        mark = marks.get(row.customer_id)
        if row.customer_id in contacted:
            rows["done"].append(replace(row, state="done", note=contacted[row.customer_id].note))
        elif mark is not None and mark.holds(today):
            rows[mark.state].append(replace(row, state=mark.state, until=mark.day, note=mark.note))
        else:
            rows["open"].append(row)
    for customer_id, row in contacted.items():
        if customer_id not in seen:
            rows["done"].append(replace(row, state="done"))
    for customer_id, mark in marks.items():
        if customer_id not in seen and customer_id not in contacted and mark.holds(today):
            gone = TodayRow(customer_id, "", mark.name, "", state=mark.state, until=mark.day, note=mark.note)
            rows[mark.state].append(gone)
    rows["snoozed"].sort(key=lambda row: row.until or today)
    return TodayQueue(tuple(rows["open"]), tuple(rows["snoozed"]), (*rows["done"], *rows["skipped"]))


def read_marks(desk: Desk) -> dict[int, Mark]:
    """The decisions kept in the workspace, by customer."""
    kept: dict[str, Any] = desk.company.preference(MARKS, {})
    return {
        int(customer_id): Mark(mark["state"], date.fromisoformat(mark["day"]), mark["note"], mark["name"])
        for customer_id, mark in kept.items()
    }


def set_aside(desk: Desk, row: TodayRow, mark: Mark, today: date) -> None:
    """Keep ``mark`` for the customer of ``row``; what no longer counts is dropped.

    Snoozing moves his due follow-ups, or plans one where there is none, so that he is reminded
    of again; done closes them.
    """
    if mark.state == "snoozed":
        for number in row.follow_up_ids:
            desk.followups.snooze(number, mark.day)
        if not row.follow_up_ids:
            desk.followups.add(row.customer_id, mark.day, mark.note)
    elif mark.state == "done":
        for number in row.follow_up_ids:
            desk.followups.done(number)
    marks = {number: old for number, old in read_marks(desk).items() if old.holds(today)}
    marks[row.customer_id] = replace(mark, name=row.name)
    _write_marks(desk, marks)


def take_back(desk: Desk, customer_id: int, today: date) -> None:
    """Put a customer who was set aside back onto the list."""
    marks = {number: old for number, old in read_marks(desk).items() if old.holds(today)}
    marks.pop(customer_id, None)
    _write_marks(desk, marks)


def _write_marks(desk: Desk, marks: Mapping[int, Mark]) -> None:
    desk.company.set_preference(
        MARKS,
        {str(number): {**asdict(mark), "day": mark.day.isoformat()} for number, mark in marks.items()},
    )
