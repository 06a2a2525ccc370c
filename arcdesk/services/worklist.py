"""Today's work list: the facts of every customer, judged by the gate and the rules of ``domain.worklist``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from arcdesk.collector import no_garbage_search
from arcdesk.domain import worklist as rules
from arcdesk.domain.alarms import LimitationFacts
from arcdesk.domain.gate import Reason
from arcdesk.domain.policy import Policy
from arcdesk.models.customer import Customer
from arcdesk.models.queries.followups import waiting_on
from arcdesk.services.gate_facts import accounts_on
from arcdesk.services.unit_of_work import UnitOfWork

LimitationProvider = Callable[[date, int | None], Mapping[int, tuple[LimitationFacts, ...]]]
"""Gives the limitation clocks that run on a day by customer id: of one customer, or of all."""


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
    """Computes the list from the facts, so nothing is lost while the program was closed.

    Args:
        limitation: where the limitation clocks come from; without it there are no such alarms.
    """

    def __init__(self, work: UnitOfWork, limitation: LimitationProvider | None = None) -> None:
        self._work = work
        self._limitation = limitation

    def today(
        self, on: date | None = None, owner: str | None = None, *, policy: Policy | None = None
    ) -> tuple[TodayEntry, ...]:
        """Customers to see to on ``on``, most urgent first; of one owner where named.

        ``policy`` stands in for those chosen: what the day would look like under it.
        """
        query = Customer.select(Customer.id, Customer.code, Customer.name, Customer.owner)
        query = query.where(Customer.merged_into.is_null())
        if owner is not None:
            query = query.where(Customer.owner == owner)
        with no_garbage_search():
            return self._entries(list(query.namedtuples()), on or self._work.clock.today(), policy=policy)

    def of(self, customer_id: int, on: date | None = None) -> TodayEntry | None:
        """One customer's line on ``on``; ``None`` where there is nothing to do."""
        rows = Customer.select().where(Customer.id == customer_id)
        found = self._entries(list(rows), on or self._work.clock.today(), customer_id)
        return found[0] if found else None

    def _entries(
        self, rows: list[Customer], day: date, customer_id: int | None = None, *, policy: Policy | None = None
    ) -> tuple[TodayEntry, ...]:
        accounts = accounts_on(day, customer_id, policy=policy)
        follow_ups = _follow_ups(day, customer_id)
        clocks = self._limitation(day, customer_id) if self._limitation else {}
        customers = {row.id: row for row in rows}
        facts = (
            rules.CustomerFacts(
                row.id,
                row.code,
                accounts.get(row.id, ()),
                tuple(follow_ups.get(row.id, ())),
                clocks.get(row.id, ()),
            )
            for row in rows
        )
        return tuple(_entry(entry, customers[entry.customer_id]) for entry in rules.work_list(facts, day))


def _entry(entry: rules.WorkEntry, row: Customer) -> TodayEntry:
    return TodayEntry(
        row.id, row.code, row.name, row.owner, entry.priority, entry.kind, entry.reasons, entry.step,
        entry.action, entry.overdue_fen, entry.max_overdue_days, entry.currency,
    )  # fmt: skip


def _follow_ups(day: date, customer_id: int | None) -> dict[int, list[rules.FollowUpFacts]]:
    found: dict[int, list[rules.FollowUpFacts]] = defaultdict(list)
    for customer, due_on, reason in waiting_on(day, customer_id):
        found[customer].append(rules.FollowUpFacts(date.fromisoformat(due_on), reason))
    return found
