"""The portrait of a customer: days overdue, history, authority, pain point, and what is at stake (S-038)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.due_items import DueItem
from arcdesk.domain.errors import Refusal
from arcdesk.domain.gate import Reason
from arcdesk.domain.payment_record import PaymentRecord, Trend, median_days, record_of, weighted_days, window
from arcdesk.domain.portrait import (
    MOST,
    SUPPLY_STATES,
    Concentration,
    Exposure,
    PromiseRecord,
    concentration,
    needs_decision_maker,
    promise_record,
    supply_hint,
)
from arcdesk.domain.promises import reliability
from arcdesk.models.queries import balances, portrait
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import CustomerProfile, CustomerService
from arcdesk.services.payment_records import items_of, records
from arcdesk.services.promises import PromiseLine, promise_lines
from arcdesk.services.unit_of_work import UnitOfWork


class UnknownSupply(Refusal):
    """None of the states that supply can be in."""

    sentence = "“{state}” is no state of supply. Choose one of: {known}."


class SupplyReasonMissing(Refusal):
    """A hold on supply that nobody could explain later."""

    sentence = "Say why the supply is held, in a few words; it stays in the books."


@dataclass(frozen=True, slots=True)
class Portrait:
    """One customer on one day.

    Attributes:
        since: First day of the twelve months that the figures are about.
        max_overdue_days: Of the oldest open item that is past due; ``overdue_items`` how many are.
        record: On-time rate, days late and trend; ``items`` are the invoices behind them.
        median_days: Middle of the days late; ``weighted_days`` the mean by currency, by amount.
        authority_reached: The highest ever spoken to: "", none, partial or final.
        needs_decision_maker: Over thirty days late and only a clerk was reached, or nobody (F-20).
        hint: To set or lift the hold on supply, and why; None where there is nothing to say.
    """

    as_of: date
    since: date
    profile: CustomerProfile
    max_overdue_days: int
    overdue_items: int
    record: PaymentRecord
    median_days: Fraction | None
    weighted_days: dict[str, Fraction]
    promises: PromiseRecord
    authority_reached: str
    needs_decision_maker: bool
    exposure: Exposure
    hint: Reason | None
    items: tuple[DueItem, ...]

    @property
    def trend(self) -> Trend:
        """The last six months against the six before."""
        return self.record.trend


@dataclass(frozen=True, slots=True)
class Conduct:
    """What is known of one customer among all of them, for lists and for grading."""

    record: PaymentRecord
    promises: PromiseRecord
    authority_reached: str


class PortraitService:
    """Reads portraits, and keeps the hold on supply."""

    def __init__(self, work: UnitOfWork, company: CompanyService, customers: CustomerService) -> None:
        self._work = work
        self._company = company
        self._customers = customers

    def of(self, customer_id: int, as_of: date | None = None) -> Portrait:
        """The portrait of one customer on a day (today without one).

        Raises:
            UnknownCustomer: there is none.
        """
        day = as_of or self._work.clock.today()
        profile = self._customers.find(customer_id)
        open_items = balances.open_items(day, customer_id)
        late = [
            item for item in open_items if item.due_on is not None and item.due_on < day and item.open_fen > 0
        ]
        worst = max((overdue_days(day, item.due_on) for item in late if item.due_on), default=0)
        items = items_of(day, customer_id)
        reached = self.authority_reached(customer_id, day)
        exposure = self._exposure(profile, day)
        return Portrait(
            day,
            window(day)[0],
            profile,
            worst,
            len(late),
            record_of(items, day),
            median_days(items, day),
            weighted_days(items, day),
            promises_of_a_year(promise_lines(day, customer_id).get(customer_id, ()), day),
            reached,
            needs_decision_maker(worst, reached),
            exposure,
            self._hint(profile, exposure, late, day),
            items,
        )

    def authority_reached(self, customer_id: int, as_of: date | None = None) -> str:
        """The highest authority ever spoken to at a customer: "", none, partial or final (F-20)."""
        day = as_of or self._work.clock.today()
        return portrait.authority_reached(day, customer_id).get(customer_id, "")

    def all(self, as_of: date | None = None) -> dict[int, Conduct]:
        """The conduct of every customer of whom something is known, in a fixed number of queries."""
        day = as_of or self._work.clock.today()
        return conduct(day, balances.open_items(day), promise_lines(day))

    def concentration(self, as_of: date | None = None, share: Fraction = MOST) -> dict[str, Concentration]:
        """Who makes up ``share`` of the receivable on a day, by currency (F-26); ids are customers'."""
        day = as_of or self._work.clock.today()
        by_currency: dict[str, Counter[int]] = defaultdict(Counter)
        for item in balances.open_items(day):
            by_currency[item.currency][item.customer_id] += item.open_fen
        for (customer, currency), free in balances.free_credits(day).items():
            by_currency[currency][customer] -= free.receipts_fen + free.credit_notes_fen
        found = {currency: concentration(owed, share) for currency, owed in sorted(by_currency.items())}
        return {currency: one for currency, one in found.items() if one.debtors}

    def hold_supply(self, customer_id: int, state: str, reason: str = "") -> CustomerProfile:
        """Set the hold on supply: ``cash_only`` or ``stopped`` with a reason, "" to lift it.

        Raises:
            UnknownCustomer, UnknownSupply, SupplyReasonMissing.
        """
        if state not in SUPPLY_STATES:
            known = ", ".join(name for name in SUPPLY_STATES if name)
            raise UnknownSupply(state=state, known=known, field="supply")
        why = reason.strip()
        if state and not why:
            raise SupplyReasonMissing(field="reason")
        before = self._customers.find(customer_id)
        return self._customers.save_profile(replace(before, supply=state, supply_reason=why if state else ""))

    def _exposure(self, profile: CustomerProfile, day: date) -> Exposure:
        base = self._company.profile().base_currency
        owed = {currency: fen for (_, currency), fen in balances.balances(day, profile.id).items()}
        mine = owed.pop(base, 0)
        return Exposure(
            profile.credit_limit_fen, mine, base, {key: fen for key, fen in sorted(owed.items()) if fen}
        )

    def _hint(
        self, profile: CustomerProfile, exposure: Exposure, late: list[OpenItem], day: date
    ) -> Reason | None:
        stops = portrait.stop_supply_days(profile.id) if late else {}
        days = [(overdue_days(day, item.due_on), stops.get(item.invoice_id)) for item in late if item.due_on]
        return supply_hint(profile.supply, exposure, days, exposure.currency)


def conduct(
    day: date, open_items: Iterable[OpenItem], promises: Mapping[int, Iterable[PromiseLine]]
) -> dict[int, Conduct]:
    """The conduct of every customer, for a reader who has the open items and promises of ``day`` already."""
    paid, reached = records(day, open_items), portrait.authority_reached(day)
    return {
        customer: Conduct(
            paid.get(customer, PaymentRecord()),
            promises_of_a_year(promises.get(customer, ()), day),
            reached.get(customer, ""),
        )
        for customer in {**paid, **promises, **reached}
    }


def promises_of_a_year(promises: Iterable[PromiseLine], day: date) -> PromiseRecord:
    """What became of the promises for the twelve months before ``day``."""
    start, _ = window(day)
    by_currency: dict[str, list[PromiseLine]] = defaultdict(list)
    for line in promises:
        if line.due_on >= start:
            by_currency[line.currency].append(line)
    return promise_record({currency: reliability(lines) for currency, lines in by_currency.items()})
