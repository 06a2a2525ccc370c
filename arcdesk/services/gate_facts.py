"""The facts behind the gate, read from the books as of a day: of one customer, or of all at once.

Read anew at every asking (case 13), in a fixed number of queries however many customers there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from arcdesk.domain.account import Account, Hold, LetterFacts, PromiseFacts
from arcdesk.domain.aging import OpenItem
from arcdesk.domain.policies import DEFAULT
from arcdesk.domain.policy import UNKNOWN, Policy, Traits
from arcdesk.models.queries import approaches, balances, holds
from arcdesk.models.queries.sql import rows, to_day
from arcdesk.services.policy_rows import choices, policies
from arcdesk.services.promises import promise_lines


def accounts_on(
    day: date, customer_id: int | None = None, settled: Iterable[OpenItem] = (), *, policy: Policy | None = None
) -> dict[int, tuple[Account, ...]]:
    """Each customer's accounts that have something open or promised on ``day``, currency by currency.

    Items stand with the oldest due first. ``settled`` adds items with nothing open, to be asked about too.
    ``policy`` stands in for those chosen.
    """
    facts = _Facts(day, customer_id, policy)
    items: dict[tuple[int, str], list[OpenItem]] = defaultdict(list)
    for item in (*balances.open_items(day, customer_id), *settled):
        items[item.customer_id, item.currency].append(item)
    for key in facts.promises:
        items.setdefault(key, [])
    found: dict[int, list[Account]] = defaultdict(list)
    for customer, currency in sorted(items):
        found[customer].append(facts.account(customer, currency, items[customer, currency]))
    return {customer: tuple(accounts) for customer, accounts in found.items()}


def _traits(customer_id: int | None) -> dict[int, Traits]:
    which, values = ("", ()) if customer_id is None else ("WHERE id = ?1", (customer_id,))
    found = rows(f"SELECT id, grade, behaviour, size, industry, region, tags FROM customer {which}", *values)
    return {row[0]: Traits(*row[1:]) for row in found}


class _Facts:
    """Everything but the open items, each kind read once."""

    def __init__(self, day: date, customer_id: int | None, policy: Policy | None = None) -> None:
        self._traits = _traits(customer_id)
        self._policies, self._choices = policies(), choices()
        self._instead = policy
        self._free = balances.free_credits(day, customer_id)
        self._approaches = approaches.approaches(day, customer_id)
        letters = approaches.last_letters(day, customer_id)
        self._letters = {key: _letter(row) for key, row in letters.items()}
        self._last_letters: dict[int, LetterFacts] = {}
        for (customer, _), letter in sorted(self._letters.items(), key=lambda entry: entry[1].issued_on):
            self._last_letters[customer] = letter
        self._reachable = approaches.reachable(customer_id)
        self._addressed = approaches.addressed(customer_id)
        self._on_hold = {key: _hold(row) for key, row in holds.customer_holds(day, customer_id).items()}
        self._held = {key: _hold(row) for key, row in holds.invoice_holds(day, customer_id).items()}
        self.promises: dict[tuple[int, str], list[PromiseFacts]] = defaultdict(list)
        for customer, lines in promise_lines(day, customer_id).items():
            for line in lines:
                if line.plan_number and line.due_on > day:
                    continue  # a plan was made of it: the due dates of its instalments speak
                facts = PromiseFacts(line.made_on, line.due_on, line.missing_fen)
                self.promises[customer, line.currency].append(facts)

    def account(self, customer: int, currency: str, items: list[OpenItem]) -> Account:
        key = (customer, currency)
        credit = self._free.get(key)
        approach = self._approaches.get(customer)
        return Account(
            currency=currency,
            items=tuple(sorted(items, key=_place)),
            unallocated_fen=credit.receipts_fen + credit.credit_notes_fen if credit else 0,
            hold=self._on_hold.get(customer),
            held=self._held,
            promises=tuple(self.promises.get(key, ())),
            letter=self._letters.get(key),
            other_letter=self._last_letters.get(customer),
            reached_on=to_day(approach.reached_on) if approach and approach.reached_on else None,
            attempts=approach.attempts if approach else 0,
            has_address=customer in self._addressed,
            has_contact=customer in self._reachable,
            policy=self._instead or self._policy(customer),
            traits=self._traits.get(customer, UNKNOWN),
        )

    def _policy(self, customer: int) -> Policy:
        grade = self._traits.get(customer, UNKNOWN).grade
        return self._policies.get(self._choices.of(customer, grade), DEFAULT)


def _place(item: OpenItem) -> tuple[date, date, int, int]:
    return item.due_on or date.max, item.issued_on, item.invoice_id, item.instalment


def _hold(row: holds.StandingHold) -> Hold:
    return Hold(to_day(row.until_on), row.reason)


def _letter(row: approaches.LastLetter) -> LetterFacts:
    deadline_on = to_day(row.deadline_on) if row.deadline_on else None
    return LetterFacts(row.number, to_day(row.issued_on), deadline_on, row.invoice_ids)
