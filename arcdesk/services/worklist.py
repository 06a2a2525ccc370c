"""Today's work list: the facts of every customer, judged by the rules of ``domain.worklist``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from arcdesk.domain import worklist as rules
from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.gate import Reason
from arcdesk.domain.policy import SOON_DUE_DAYS
from arcdesk.models.collection import FollowUp
from arcdesk.models.customer import Customer
from arcdesk.models.queries import balances, portrait
from arcdesk.services.promises import promise_lines
from arcdesk.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class TodayEntry:
    """One customer to see to: why (``reasons``) and how (``action``, a text to translate)."""

    customer_id: int
    customer_code: str
    customer_name: str
    owner: str
    priority: Decimal
    kind: str
    reasons: tuple[Reason, ...]
    step: str
    action: str
    overdue_fen: int
    max_overdue_days: int
    currency: str


class WorklistService:
    """Computes the list from the facts, so nothing is lost while the program was closed."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def today(self, on: date | None = None, owner: str | None = None) -> tuple[TodayEntry, ...]:
        """Customers to see to on ``on``, most urgent first; of one owner where named."""
        day = on or self._work.clock.today()
        query = Customer.select() if owner is None else Customer.select().where(Customer.owner == owner)
        customers = {row.id: row for row in query}
        accounts = _accounts(day)
        promises = {
            customer: tuple(
                rules.PromiseFacts(p.made_on, p.due_on, p.missing_fen, p.currency)
                for p in lines
                if p.state != "kept" and not (p.plan_number and p.due_on > day)  # its plan's due dates speak
            )
            for customer, lines in promise_lines(day).items()
        }
        letters, follow_ups, contacted = _letters(), _follow_ups(), _last_approaches(day)
        facts = [
            rules.CustomerFacts(
                row.id, row.code, tuple(accounts.get(row.id, ())), promises.get(row.id, ()),
                tuple(letters.get(row.id, ())), tuple(follow_ups.get(row.id, ())),
                contacted.get(row.id),
                on_hold=row.hold_until is not None, hold_until=row.hold_until,
            )
            for row in customers.values()
        ]  # fmt: skip
        return tuple(
            _entry(entry, customers[entry.customer_id], accounts.get(entry.customer_id, []))
            for entry in rules.work_list(facts, day)
        )


def _entry(entry: rules.WorkEntry, row: Customer, accounts: list[rules.AccountFacts]) -> TodayEntry:
    largest = max(accounts, key=lambda account: account.overdue_fen, default=None)
    return TodayEntry(
        row.id, row.code, row.name, row.owner, entry.priority, entry.kind, entry.reasons, entry.step,
        entry.action, entry.overdue_fen, entry.max_overdue_days, largest.currency if largest else "CNY",
    )  # fmt: skip


def _accounts(day: date) -> dict[int, list[rules.AccountFacts]]:
    """Open, overdue and soon-due money by customer; what is disputed is not overdue here.

    Unallocated money is held against the overdue first: nobody is chased for what he has paid.
    """
    items: dict[tuple[int, str], list[OpenItem]] = defaultdict(list)
    for item in balances.open_items(day):
        items[item.customer_id, item.currency].append(item)
    free = balances.free_credits(day)
    found: dict[int, list[rules.AccountFacts]] = defaultdict(list)
    for (customer, currency), mine in items.items():
        credit = free.get((customer, currency))
        spare = credit.receipts_fen + credit.credit_notes_fen if credit else 0
        late = [
            item for item in mine if item.due_on and item.due_on < day and item.open_fen > item.disputed_fen
        ]
        overdue = sum(item.open_fen - item.disputed_fen for item in late) - spare
        soon = [
            item for item in mine if item.due_on and day <= item.due_on <= day + timedelta(days=SOON_DUE_DAYS)
        ]
        nearest = min((item.due_on for item in soon if item.due_on), default=None)
        found[customer].append(
            rules.AccountFacts(
                currency,
                sum(item.open_fen for item in mine),
                max(0, overdue),
                max((overdue_days(day, item.due_on) for item in late if item.due_on), default=0),
                nearest,
                sum(item.open_fen for item in soon if item.due_on == nearest),
            )
        )
    return found


def _last_approaches(day: date) -> dict[int, date]:
    """The latest day on which each customer was spoken to or sent a letter: the levels wait after it."""
    found = {customer: date.fromisoformat(contact.day) for customer, contact in portrait.last_contacts(day).items()}
    for (customer, _), written in portrait.last_letters(day).items():
        issued_on = date.fromisoformat(written)
        found[customer] = max(found.get(customer, issued_on), issued_on)
    return found


def _letters() -> dict[int, list[rules.LetterFacts]]:
    found: dict[int, list[rules.LetterFacts]] = defaultdict(list)
    for customer, currency, number, deadline, unpaid in portrait.unpaid_deadlines():
        found[customer].append(rules.LetterFacts(number, date.fromisoformat(deadline), unpaid, currency))
    return found


def _follow_ups() -> dict[int, list[rules.FollowUpFacts]]:
    found: dict[int, list[rules.FollowUpFacts]] = defaultdict(list)
    for row in FollowUp.select().where(FollowUp.state == "open"):
        found[row.customer_id].append(rules.FollowUpFacts(row.due_on, row.reason))
    return found
