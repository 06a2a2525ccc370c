"""What falls due, as a calendar file for the phone: follow-ups, promises, deadlines of letters (F-36)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from arcdesk.domain.money import with_currency
from arcdesk.files import write_durably
from arcdesk.i18n import tr
from arcdesk.models.audit import AuditEvent
from arcdesk.models.customer import Customer
from arcdesk.models.queries import balances
from arcdesk.services.documents import DocumentService
from arcdesk.services.followups import FollowUpService
from arcdesk.services.promises import promise_lines
from arcdesk.services.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from icalendar import Event

MORNING = timedelta(hours=9)
"""When the phone rings on the day itself."""


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """One day to remember; ``key`` stays the same from file to file, so that a phone updates it.

    ``kind``: followup, promise, deadline; on the week board also due and limitation.
    """

    key: str
    on: date
    title: str
    detail: str
    kind: str = "followup"
    customer_id: int = 0
    customer_name: str = ""
    amount_fen: int = 0
    currency: str = "CNY"
    follow_up_id: int = 0


class CalendarFileService:
    """Collects the days and writes the file."""

    def __init__(self, work: UnitOfWork, followups: FollowUpService, documents: DocumentService) -> None:
        self._work = work
        self._followups = followups
        self._documents = documents

    def entries(self, days: int = 90, owner: str = "", *, amounts: bool = True) -> tuple[DatedEntry, ...]:
        """What falls due from today on for ``days`` days; what is past and not done stands on today."""
        today = self._work.clock.today()
        query = Customer.select().where(Customer.merged_into.is_null())
        customers = {row.id: row for row in (query.where(Customer.owner == owner) if owner else query)}
        found = [*self._follow_ups(customers, today), *self._promises(customers, today, amounts=amounts)]
        found += self._deadlines(customers, today, amounts=amounts)
        last = today + timedelta(days=days)
        return tuple(sorted((each for each in found if each.on <= last), key=lambda each: (each.on, each.key)))

    def write(self, target: Path, entries: Iterable[DatedEntry]) -> Path:
        """Write entries into a calendar file (RFC 5545).

        Raises:
            CannotWrite.
        """
        from icalendar import Calendar

        calendar = Calendar()
        calendar.add("prodid", "-//ArcDesk//arcdesk//ZH")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        for each in entries:
            calendar.add_component(self._event(each))
        write_durably(target, calendar.to_ical())
        return target

    def _event(self, entry: DatedEntry) -> Event:
        from icalendar import Alarm, Event

        event = Event()
        event.add("uid", f"{entry.key}@{_books()}.arcdesk")
        event.add("dtstamp", self._work.clock.now())
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("transp", "TRANSPARENT")
        if entry.detail:
            event.add("description", entry.detail)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", MORNING)
        event.add_component(alarm)
        return event

    def _follow_ups(self, customers: dict[int, Customer], today: date) -> Iterator[DatedEntry]:
        for line in self._followups.open():
            if line.customer_id in customers:
                title = tr("Follow up: {customer}", customer=line.customer_name)
                yield DatedEntry(
                    f"followup-{line.id}", max(line.due_on, today), title, line.reason,
                    "followup", line.customer_id, line.customer_name, follow_up_id=line.id,
                )  # fmt: skip

    def _promises(self, customers: dict[int, Customer], today: date, *, amounts: bool) -> Iterator[DatedEntry]:
        owing = {(item.customer_id, item.currency) for item in balances.open_items(today) if item.open_fen > 0}
        for customer_id, lines in promise_lines(today).items():
            for line in lines:
                is_awaited = line.missing_fen > 0 and not line.plan_number and line.due_on >= today
                if is_awaited and customer_id in customers and (customer_id, line.currency) in owing:
                    title = tr("Promised payment: {customer}", customer=customers[customer_id].name)
                    detail = with_currency(line.missing_fen, line.currency) if amounts else ""
                    yield DatedEntry(
                        f"promise-{line.id}", line.due_on, title, detail, "promise", customer_id,
                        customers[customer_id].name, line.missing_fen, line.currency,
                    )  # fmt: skip

    def _deadlines(self, customers: dict[int, Customer], today: date, *, amounts: bool) -> Iterator[DatedEntry]:
        for document in self._documents.issued("letter"):
            deadline = document.deadline_on
            if document.customer_id not in customers or document.is_ended or deadline is None or deadline < today:
                continue
            if document.balance_now_fen > 0:
                title = tr("Deadline of {number}: {customer}", number=document.number, customer=document.customer_name)
                detail = with_currency(document.balance_now_fen, document.currency) if amounts else ""
                yield DatedEntry(
                    f"deadline-{document.id}", deadline, title, detail, "deadline", document.customer_id,
                    document.customer_name, document.balance_now_fen, document.currency,
                )  # fmt: skip


def _books() -> str:
    """A name for these books that never changes: the beginning of their first event's hash."""
    first = AuditEvent.select().order_by(AuditEvent.seq).first()
    return str(first.hash)[:16] if first else "new"
