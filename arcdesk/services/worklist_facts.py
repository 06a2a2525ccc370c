"""What decides about every customer's line on the work list, read from the books as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from arcdesk.domain.account import Account
from arcdesk.domain.alarms import LimitationEnd
from arcdesk.domain.policy import Policy
from arcdesk.domain.worklist import CustomerFacts, FollowUpFacts
from arcdesk.domain.worklist_days import stands_until
from arcdesk.models.queries.followups import waiting_on
from arcdesk.models.queries.sql import rows, to_day
from arcdesk.services.gate_facts import accounts_on
from arcdesk.services.limitation import LimitationEnds


class LimitationProvider(Protocol):
    """Gives where limitation periods end, good for the days from ``day`` to ``until``: of one customer, or of all."""

    def __call__(self, day: date, until: date, customer_id: int | None = None) -> LimitationEnds: ...


class Named(NamedTuple):
    """Who a customer is."""

    id: int
    code: str
    name: str
    owner: str


@dataclass(slots=True)
class Known:
    """One customer with his accounts, what was planned for him, and where his limitation periods end."""

    who: Named
    is_merged: bool = False
    accounts: tuple[Account, ...] = ()
    follow_ups: tuple[FollowUpFacts, ...] = ()
    ends: tuple[LimitationEnd, ...] = ()

    def on(self, day: date, policy: Policy | None = None) -> CustomerFacts:
        """The facts as the rules take them; ``policy`` stands in for the one he is chased by."""
        accounts = self.accounts
        if policy is not None:
            accounts = tuple([account.chased_by(policy) for account in accounts])
        clocks = tuple([clock for end in self.ends if (clock := end.on(day))]) if self.ends else ()
        return CustomerFacts(self.who.id, self.who.code, accounts, self.follow_ups, clocks)

    def stands_until(self, day: date) -> date:
        """The first day after ``day`` on which his line may be another but for the days it counts."""
        coming = [seen for end in self.ends if (seen := end.first_seen) > day] if self.ends else []
        return min([stands_until(self.on(day), day), *coming])


def read_known(
    day: date, customer_id: int | None = None, limitation: LimitationProvider | None = None, until: date | None = None
) -> tuple[dict[int, Known], date]:
    """Everybody on a day, or one, by id; those who were merged into others only where asked for by name.

    The limitation ends are good up to ``until``, or up to the earlier day that is given back with them.
    """
    until = until or day
    which, values = ("merged_into_id IS NULL", ()) if customer_id is None else ("id = ?1", (customer_id,))
    people = rows(
        f"SELECT id, code, name, owner, merged_into_id IS NOT NULL FROM customer WHERE {which} ORDER BY id", *values
    )
    accounts, planned = accounts_on(day, customer_id), follow_ups(day, customer_id)
    ends: Mapping[int, tuple[LimitationEnd, ...]] = {}
    if limitation is not None:
        ends, until = limitation(day, until, customer_id)
    found = {}
    for key, code, name, owner, is_merged in people:
        who = Named(key, code, name, owner)
        mine = tuple([account.lean() for account in accounts.get(key, ())])
        found[key] = Known(who, bool(is_merged), mine, planned.get(key, ()), ends.get(key, ()))
    return found, until


def follow_ups(day: date, customer_id: int | None = None) -> dict[int, tuple[FollowUpFacts, ...]]:
    """What was planned and waits on a day, by customer id."""
    found: dict[int, list[FollowUpFacts]] = defaultdict(list)
    for customer, due_on, reason in waiting_on(day, customer_id):
        found[customer].append(FollowUpFacts(to_day(due_on), reason))
    return {customer: tuple(planned) for customer, planned in found.items()}
