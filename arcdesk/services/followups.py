"""Days on which to be reminded of a customer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.models.collection import FollowUp
from arcdesk.models.customer import Customer
from arcdesk.services.contacts import FollowUpInPast
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.reference import Reference
from arcdesk.services.unit_of_work import UnitOfWork


class UnknownFollowUp(Refusal):
    """No open follow-up has that number."""

    sentence = "There is no open follow-up no. {number}."


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """A follow-up; ``days_late`` counts days past its day, 0 before and on it."""

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    due_on: date
    reason: str
    state: str
    days_late: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What is due at one customer and was not shown yet, merged into one notice."""

    customer_id: int
    customer_name: str
    lines: tuple[FollowUpLine, ...]
    follow_up_ids: tuple[int, ...]


class FollowUpService:
    """Plans, closes and reports follow-ups."""

    def __init__(self, work: UnitOfWork, reference: Reference) -> None:
        self._work = work
        self._reference = reference

    def open(self, due_by: date | None = None, customer_id: int | None = None) -> tuple[FollowUpLine, ...]:
        """Open follow-ups, the oldest day first; up to ``due_by`` where given."""
        query = _open_lines()
        if due_by is not None:
            query = query.where(FollowUp.due_on <= due_by)
        if customer_id is not None:
            query = query.where(FollowUp.customer == customer_id)
        today = self._work.clock.today()
        return tuple(_line(row, today) for row in query.tuples())

    def add(self, customer_id: int, due_on: date, reason: str = "") -> FollowUpLine:
        """Plan a follow-up.

        Raises:
            UnknownCustomer, FollowUpInPast.
        """
        if due_on < self._work.clock.today():
            raise FollowUpInPast(day=due_on.isoformat(), field="due_on")
        if Customer.get_or_none(Customer.id == customer_id) is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        with self._work.write("follow_up.planned", customer_id, due_on=due_on, reason=reason) as deed:
            now = self._work.clock.now()
            row = FollowUp.create(customer=customer_id, due_on=due_on, reason=reason, created_at=now)
            deed.details["follow_up"] = row.id
            deed.touch("follow_up", customer_id)
        return self._get(row.id)

    def done(self, follow_up_id: int) -> FollowUpLine:
        """Close a follow-up.

        Raises:
            UnknownFollowUp: none is open under that number.
        """
        line = self._get(follow_up_id)
        with self._work.write("follow_up.done", line.customer_id, follow_up=follow_up_id) as deed:
            change = FollowUp.update(state="done", closed_at=self._work.clock.now())
            change.where(FollowUp.id == follow_up_id).execute()
            deed.touch("follow_up", line.customer_id)
        return line

    def snooze(self, follow_up_id: int, until: date, reason: str = "") -> FollowUpLine:
        """Put a follow-up off to a later day; it will be notified anew.

        Raises:
            UnknownFollowUp, FollowUpInPast.
        """
        if until <= self._work.clock.today():
            raise FollowUpInPast(day=until.isoformat(), field="until")
        return self.move(follow_up_id, until, reason)

    def move(self, follow_up_id: int, to: date, reason: str = "") -> FollowUpLine:
        """Put a follow-up on another day, today or later; it will be notified anew.

        Raises:
            UnknownFollowUp, FollowUpInPast.
        """
        line = self._get(follow_up_id)
        if to < self._work.clock.today():
            raise FollowUpInPast(day=to.isoformat(), field="to")
        with self._work.write(
            "follow_up.snoozed", line.customer_id,
            follow_up=follow_up_id, before=line.due_on, after=to, reason=reason,
        ) as deed:  # fmt: skip
            FollowUp.update(due_on=to, notified_on=None).where(FollowUp.id == follow_up_id).execute()
            deed.touch("follow_up", line.customer_id)
        return self._get(follow_up_id)

    def put_off(self, follow_up_ids: Sequence[int]) -> date:
        """Snooze each to the next working day, as the button of a notice does; the day.

        Raises:
            UnknownFollowUp: one is no longer open; those before it are put off.
        """
        until = self._reference.workdays.next_workday(self._work.clock.today())
        for number in follow_up_ids:
            self.snooze(number, until)
        return until

    def suggestions(self, today: date, promised_on: date | None = None) -> tuple[tuple[str, date], ...]:
        """Days offered at one key: text to translate and working day (R88)."""
        days = self._reference.workdays
        monday = today + timedelta(days=7 - today.weekday())
        found = [
            ("Tomorrow", days.roll(today + timedelta(days=1))),
            ("In 3 working days", days.add_workdays(today, 3)),
            ("Next Monday", days.roll(monday)),
        ]
        if promised_on is not None:
            found.append(("Day after the promise", days.roll(promised_on + timedelta(days=1))))
        return tuple(found)

    def due_notices(self, today: date) -> tuple[Notice, ...]:
        """What is due by ``today`` and was never notified: one notice a customer (C33)."""
        query = _open_lines().where((FollowUp.due_on <= today) & FollowUp.notified_on.is_null())
        merged: dict[int, list[FollowUpLine]] = defaultdict(list)
        for row in query.tuples():
            line = _line(row, today)
            merged[line.customer_id].append(line)
        return tuple(
            Notice(customer_id, lines[0].customer_name, tuple(lines), tuple(line.id for line in lines))
            for customer_id, lines in merged.items()
        )

    def _get(self, follow_up_id: int) -> FollowUpLine:
        row = _open_lines().where(FollowUp.id == follow_up_id).tuples().first()
        if row is None:
            raise UnknownFollowUp(number=follow_up_id, field="follow_up")
        return _line(row, self._work.clock.today())


def _open_lines() -> Any:
    """What is open, the oldest day first; as tuples, because there may be thousands."""
    columns = (FollowUp.id, FollowUp.customer, Customer.code, Customer.name, FollowUp.due_on, FollowUp.reason)
    open_ones = FollowUp.select(*columns).join(Customer).where(FollowUp.state == "open")
    return open_ones.order_by(FollowUp.due_on, FollowUp.id)


def _line(row: tuple[Any, ...], today: date) -> FollowUpLine:
    number, customer_id, code, name, due_on, reason = row
    return FollowUpLine(number, customer_id, code, name, due_on, reason, "open", max(0, (today - due_on).days))
