"""Promises to pay, each with its standing as the receipts decide it (F-78)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from arcdesk.domain import promises as rules
from arcdesk.domain.money import round_half_up
from arcdesk.i18n import tr
from arcdesk.models.collection import Contact
from arcdesk.models.customer import Customer
from arcdesk.models.queries import money_in
from arcdesk.models.queries import promises as query
from arcdesk.models.queries.sql import to_day
from arcdesk.services.said import Said, said_in
from arcdesk.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A promise and how it stands; amounts in fen.

    ``late_fen`` came after the promised day, the last of it ``days_late`` days after; while any is
    missing they count on. ``plan_number`` names the instalment plan that was made of it: from then
    on the plan's due dates speak, and the promise holds nothing back. ``said`` is read for one
    customer only: who said it, and what proves it.
    """

    id: int
    customer_id: int
    currency: str
    amount_fen: int
    made_on: date
    due_on: date
    state: rules.PromiseState
    paid_fen: int
    missing_fen: int
    late_fen: int = 0
    settled_on: date | None = None
    days_late: int = 0
    contact_id: int = 0
    plan_number: str = ""
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class PromiseReview:
    """A promise among those of all customers; ``is_due`` where its day is today and money is missing."""

    customer_code: str
    customer_name: str
    line: PromiseLine
    is_due: bool

    @property
    def state(self) -> str:
        """``due`` today, or the state of the promise."""
        return "due" if self.is_due else self.line.state


def corrected_contacts() -> list[int]:
    """Ids of the contacts that a later entry corrects."""
    corrections = Contact.select().where(Contact.corrects.is_null(False))
    return [row.corrects_id for row in corrections if row.corrects_id is not None]


def promise_lines(today: date, customer_id: int | None = None) -> dict[int, tuple[PromiseLine, ...]]:
    """Promises made up to ``today`` by customer, newest due first; of one customer or of all.

    What was written down wrongly and corrected since is no promise.
    """
    rows = query.made_by(today, customer_id)
    made = [
        rules.Promise(row.id, row.customer_id, row.currency, row.amount_fen, to_day(row.made_on), to_day(row.due_on))
        for row in rows
    ]
    if not made:
        return {}
    contacts = {row.id: row.contact_id for row in rows}
    planned = query.plans_made(today, customer_id)
    money = _money_in(min(promise.made_on for promise in made), today, customer_id)
    standing = rules.judge_promises(made, money, today)
    found: dict[int, list[PromiseLine]] = defaultdict(list)
    for promise in sorted(made, key=lambda p: (p.due_on, p.id), reverse=True):
        how = standing[promise.id]
        found[promise.customer_id].append(
            PromiseLine(
                promise.id,
                promise.customer_id,
                promise.currency,
                promise.amount_fen,
                promise.made_on,
                promise.due_on,
                how.state,
                how.paid_fen,
                how.missing_fen,
                how.late_fen,
                how.settled_on,
                rules.days_late(promise.due_on, how.settled_on, today),
                contacts[promise.id],
                planned.get(contacts[promise.id], ""),
            )
        )
    return {customer: tuple(lines) for customer, lines in found.items()}


def _money_in(since: date, today: date, customer_id: int | None) -> list[rules.PromiseReceipt]:
    """Receipts from ``since`` on, less what went back of each up to ``today``: a bounced cheque keeps nothing."""
    return [
        rules.PromiseReceipt(customer, currency, to_day(on), fen)
        for customer, currency, on, fen in money_in.from_promisers(since, today, customer_id)
    ]


class PromiseService:
    """Reads the promises of a customer."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def of(self, customer_id: int, as_of: date | None = None) -> tuple[PromiseLine, ...]:
        """Promises of a customer with their standing on a day and who made them, newest due first."""
        day = as_of or self._work.clock.today()
        lines = promise_lines(day, customer_id).get(customer_id, ())
        said = said_in({line.contact_id for line in lines})
        return tuple(replace(line, said=said[line.contact_id]) for line in lines)

    def reliability(self, customer_id: int, as_of: date | None = None) -> dict[str, rules.Reliability]:
        """How far a customer's word can be relied on, by currency: the promises whose time is over."""
        by_currency: dict[str, list[PromiseLine]] = defaultdict(list)
        day = as_of or self._work.clock.today()
        for line in promise_lines(day, customer_id).get(customer_id, ()):
            by_currency[line.currency].append(line)
        return {currency: rules.reliability(lines) for currency, lines in by_currency.items()}

    def review(
        self, as_of: date | None = None, customer_id: int | None = None
    ) -> tuple[tuple[PromiseReview, ...], dict[str, rules.Reliability]]:
        """Promises of every customer with their standing, broken ones first, and the kept rate by currency.

        Broken is what the day after the promised one finds missing, be the promised day one of rest or not.
        """
        day = as_of or self._work.clock.today()
        found = promise_lines(day, customer_id)
        people = {
            row.id: (row.code, row.name)
            for row in Customer.select(Customer.id, Customer.code, Customer.name)
            if row.id in found
        }
        lines = [
            PromiseReview(*people[one], line, is_due=line.state == "open" and line.due_on <= day)
            for one, several in found.items()
            for line in several
        ]
        by_currency: dict[str, list[PromiseLine]] = defaultdict(list)
        for each in lines:
            by_currency[each.line.currency].append(each.line)
        ordered = sorted(lines, key=lambda each: (_RANKS[each.state], each.line.due_on, each.line.id))
        rates = {currency: rules.reliability(several) for currency, several in sorted(by_currency.items())}
        return tuple(ordered), rates


_RANKS = {state: rank for rank, state in enumerate(("broken", "part_kept", "due", "open", "kept"))}


def record_text(currency: str, rate: rules.Reliability) -> str:
    """How many promises were kept, by number and by money, in one line for a currency."""
    kept, paid = rate.kept_share, rate.paid_share
    return tr(
        "{currency}: {kept} of {judged} promises kept ({share} %), {part} in part, {broken} broken; {money} % of the "
        "money in time.",
        currency=currency,
        kept=rate.kept,
        judged=rate.judged,
        share=round_half_up((kept or Fraction(0)) * 100),
        part=rate.part_kept,
        broken=rate.broken,
        money=round_half_up((paid or Fraction(0)) * 100),
    )
