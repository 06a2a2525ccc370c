"""Giving an invoice a due date after it came in: what is proposed, what was chosen, what is refused (F-13).

The order of proposals is that of ``terms.due_date``, with the customer's habit before the law:
the Civil Code asks for usage between the parties (510) before it says "on delivery" (628, R7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from arcdesk.domain.errors import DayOutOfRange, Refusal
from arcdesk.domain.terms import (
    MOST_CREDIT_DAYS,
    BadCreditDays,
    DueFacts,
    DueSource,
    Terms,
    due_date,
    legal_terms,
)

RepairKind = Literal["fixed", "issued", "delivered", "contract", "law", "accept"]
REPAIR_KINDS: tuple[RepairKind, ...] = get_args(RepairKind)


class DueDayMissing(Refusal):
    """A fixed due date without the day."""

    sentence = "The due date is missing. Enter it like 2026-03-05."


class DeliveryUnknown(Refusal):
    """Days that count from a delivery nobody has entered."""

    sentence = "The delivery day of “{number}” is not known. Enter it."


class DeliveryInFuture(Refusal):
    """A delivery that has not happened."""

    sentence = "The delivery day {day} lies in the future. Enter the day on which the goods were handed over."


class ContractTermsMissing(Refusal):
    """An invoice whose contract says nothing of payment, or that has no contract."""

    sentence = (
        "“{number}” has no contract with a payment term. Link it to one, or enter the term in the contract."
    )


class NoProposal(Refusal):
    """Nothing is known from which a due date could be reckoned."""

    sentence = "Nothing is known to propose a due date for “{number}”. Enter a day, days of credit or the delivery day."


class DueBeforeIssue(Refusal):
    """A due date before there was anything to pay."""

    sentence = "“{number}” is of {begin}; it cannot fall due on {day}, before that."


class DueTooFar(Refusal):
    """A due date more than ten years after the invoice, most likely a slip."""

    sentence = "{day} is more than ten years after “{number}” was issued. Check the year."


class DueUnchanged(Refusal):
    """The date it has already."""

    sentence = "“{number}” is due on {day} already."


class UsualTerm(NamedTuple):
    """Days between issue and due date that a customer's other invoices have: the median, and of how many."""

    days: int
    invoices: int


class Proposal(NamedTuple):
    """A due date that could be taken and why: the rule, its terms, and the other invoices behind a habit."""

    rule: Literal["contract", "customer", "usual", "law"]
    due_on: date
    terms: Terms
    invoices: int = 0


@dataclass(frozen=True, slots=True)
class RepairFacts:
    """What is known of one invoice that lacks a due date, or gets another."""

    number: str
    issued_on: date
    delivered_on: date | None = None
    due_on: date | None = None
    source: DueSource = "missing"
    contract: Terms | None = None
    customer: Terms | None = None
    usual: UsualTerm | None = None
    creditor_size: str = ""
    debtor_size: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was chosen for a number of invoices.

    Attributes:
        kind: ``fixed`` day ``on``; ``days`` after ``issued`` or ``delivered``; the ``contract``'s
            terms; the ``law``; or ``accept`` the first proposal.
        delivered_on: Delivery day of those whose own is not known, of all with ``overwrite``.
        is_agreed: The customer agreed to it: an extension (R12, R26).
    """

    kind: RepairKind
    on: date | None = None
    days: int = 0
    delivered_on: date | None = None
    overwrite: bool = False
    is_agreed: bool = False

    def check(self, today: date) -> None:
        """Refuse what fits no invoice at all.

        Raises:
            DueDayMissing, BadCreditDays, DeliveryInFuture.
        """
        if self.kind == "fixed" and self.on is None:
            raise DueDayMissing(field="on")
        if self.kind in ("issued", "delivered") and not 0 <= self.days <= MOST_CREDIT_DAYS:
            raise BadCreditDays(days=self.days, most=MOST_CREDIT_DAYS, field="days")
        if self.delivered_on is not None and self.delivered_on > today:
            raise DeliveryInFuture(day=self.delivered_on.isoformat(), field="delivered_on")


class Repaired(NamedTuple):
    """The due date that an invoice gets: where it comes from, by which rule, and its delivery day then.

    No date only where a change is taken back of an invoice that had none.
    """

    due_on: date | None
    source: DueSource
    rule: str
    delivered_on: date | None


def proposals(facts: RepairFacts) -> tuple[Proposal, ...]:
    """Due dates that could be taken, the strongest first; none where nothing is known."""
    found = []
    usual = facts.usual
    lawful = (
        legal_terms(facts.delivered_on, facts.creditor_size, facts.debtor_size)
        if facts.delivered_on
        else None
    )
    offers: tuple[tuple[Literal["contract", "customer", "usual", "law"], Terms | None], ...] = (
        ("contract", facts.contract),
        ("customer", facts.customer),
        ("usual", Terms(usual.days) if usual else None),
        ("law", lawful),
    )
    for rule, terms in offers:
        on = _day_of(terms, facts)
        if terms is not None and on is not None:
            found.append(Proposal(rule, on, terms, usual.invoices if usual and rule == "usual" else 0))
        elif terms is not None and rule in ("contract", "customer"):
            return ()  # they count from a delivery that is not known: nothing else was agreed
    return tuple(found)


def repaired(facts: RepairFacts, repair: Repair) -> Repaired:
    """The due date that ``repair`` gives this invoice.

    Raises:
        DeliveryUnknown, ContractTermsMissing, NoProposal, DueBeforeIssue, DueTooFar,
        DueUnchanged, DayOutOfRange.
    """
    known = facts
    if repair.delivered_on is not None and (facts.delivered_on is None or repair.overwrite):
        known = replace(facts, delivered_on=repair.delivered_on)
    on, source, rule = _chosen(known, repair)
    if repair.is_agreed:
        source, rule = "entered", "agreed"
    if repair.kind == "fixed":
        _check_fixed(known, on)
    is_same = (on, known.delivered_on) == (facts.due_on, facts.delivered_on)
    if is_same and (source in ("entered", facts.source)):
        raise DueUnchanged(number=facts.number, day=on.isoformat(), field="on")
    return Repaired(on, source, rule, known.delivered_on)


def rederived(facts: RepairFacts) -> Repaired | None:
    """The due date that the terms give now; ``None`` where they give none, or the one it has.

    Raises:
        DayOutOfRange: it lies outside the calendar.
    """
    on, source = due_date(
        DueFacts(
            facts.issued_on, facts.delivered_on, contract=facts.contract, customer=facts.customer,
            creditor_size=facts.creditor_size, debtor_size=facts.debtor_size,
        )
    )  # fmt: skip
    if on is None or (on, source) == (facts.due_on, facts.source):
        return None
    return Repaired(on, source, source, facts.delivered_on)


def usual_term(counts: Iterable[tuple[int, int]]) -> UsualTerm | None:
    """The median of ``(days, how many invoices)``, the lower of the two in the middle."""
    ordered = sorted((days, count) for days, count in counts if count > 0)
    total = sum(count for _, count in ordered)
    passed = 0
    for days, count in ordered:
        passed += count
        if 2 * passed >= total:
            return UsualTerm(days, total)
    return None


def _chosen(facts: RepairFacts, repair: Repair) -> tuple[date, DueSource, str]:
    if repair.kind == "fixed":
        assert repair.on is not None  # Repair.check saw to it
        return repair.on, "entered", "fixed"
    if repair.kind in ("issued", "delivered"):
        return _needed(Terms(repair.days, repair.kind), facts), "entered", repair.kind
    if repair.kind == "contract":
        if facts.contract is None:
            raise ContractTermsMissing(number=facts.number)
        return _needed(facts.contract, facts), "contract", "contract"
    if repair.kind == "law":
        if facts.delivered_on is None:
            raise DeliveryUnknown(number=facts.number, field="delivered_on")
        lawful = legal_terms(facts.delivered_on, facts.creditor_size, facts.debtor_size)
        return _needed(lawful, facts), "law", "law"
    found = proposals(facts)
    if not found:
        if facts.contract is not None or facts.customer is not None:
            raise DeliveryUnknown(number=facts.number, field="delivered_on")
        raise NoProposal(number=facts.number)
    best = found[0]
    return best.due_on, "entered" if best.rule == "usual" else best.rule, best.rule


def _needed(terms: Terms, facts: RepairFacts) -> date:
    on = terms.due_on(facts.issued_on, facts.delivered_on)
    if on is None:
        raise DeliveryUnknown(number=facts.number, field="delivered_on")
    return on


def _day_of(terms: Terms | None, facts: RepairFacts) -> date | None:
    try:
        return None if terms is None else terms.due_on(facts.issued_on, facts.delivered_on)
    except DayOutOfRange:
        return None


def _check_fixed(facts: RepairFacts, on: date) -> None:
    begin = min(facts.issued_on, facts.delivered_on or facts.issued_on)
    if on < begin:
        raise DueBeforeIssue(number=facts.number, begin=begin.isoformat(), day=on.isoformat(), field="on")
    if on - facts.issued_on > timedelta(days=MOST_CREDIT_DAYS):
        raise DueTooFar(number=facts.number, day=on.isoformat(), field="on")
