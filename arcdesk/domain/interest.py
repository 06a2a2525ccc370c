"""Late interest with its segments: reckoned for a claim, never posted to the ledger (C44, R96).

Interest runs from the day after the due date, the day reckoned to included (R29), on the
principal alone, without compounding (R30). What a payment takes off the principal bears
interest up to and including the day of the payment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from arcdesk.domain.aging import overdue_days
from arcdesk.domain.errors import AmountNegative, AmountNotPositive
from arcdesk.domain.interest_terms import InterestBasis, Terms, check_terms, rate_text
from arcdesk.domain.money import format_amount, round_half_up
from arcdesk.domain.rates import LprTable, RateRow
from arcdesk.domain.within_debt import Parts, split_payment

__all__ = ["InterestBasis", "InterestSheet", "PaidOff", "Payment", "Segment", "Terms", "late_interest"]

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came in for the debt, in fen."""

    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class PaidOff:
    """What a payment paid: costs, interest, principal, and the fen that exceeded all of them."""

    payment: Payment
    parts: Parts
    unapplied_fen: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of days with one principal and one rate, both days included.

    ``daily_rate`` (a fraction) is set where interest is reckoned per day, else ``None``.
    """

    first_day: date
    last_day: date
    days: int
    principal_fen: int
    annual_rate_percent: Decimal
    daily_rate: Decimal | None
    amount_fen: int


@dataclass(frozen=True, slots=True)
class InterestSheet:
    """The worksheet behind one interest figure, in fen (R96).

    Attributes:
        segments: Each rounded half up to the fen.
        total_fen: Interest accrued: the sum of the printed segments, so the document foots.
        payments: What counted, by day, each with what it paid.
        left: Costs, interest and principal still owed at the end of ``as_of``.
        open_principal_fen: The principal of ``left``.
        annual_percent: The rate on the first day of default, in per cent per year.
        breach_rate: The reference rate of that day; ``None`` where the basis needs none.
        rate_key: What the interest rests on, to be translated with ``rate_values``.
        lpr_data_to: Last day the LPR table knows, for a basis that uses it.
    """

    principal_fen: int
    costs_fen: int
    due_on: date
    as_of: date
    days: int
    terms: Terms
    segments: tuple[Segment, ...]
    total_fen: int
    payments: tuple[PaidOff, ...]
    left: Parts
    annual_percent: Decimal
    breach_rate: RateRow | None
    rate_key: str
    rate_values: Mapping[str, object]
    lpr_data_to: date | None

    @property
    def basis(self) -> InterestBasis:
        return self.terms.basis

    @property
    def year_days(self) -> int:
        return self.terms.year_days

    @property
    def open_principal_fen(self) -> int:
        return self.left.principal_fen

    @property
    def interest_outstanding_fen(self) -> int:
        """Interest accrued and not paid: it stays owed when the principal is gone (C47)."""
        return self.left.interest_fen

    @property
    def interest_paid_fen(self) -> int:
        return self.total_fen - self.left.interest_fen

    @property
    def unapplied_fen(self) -> int:
        """What the payments exceeded the debt by: the customer's own money (T3.11)."""
        return sum(paid.unapplied_fen for paid in self.payments)


def late_interest(
    principal_fen: int,
    due_on: date,
    as_of: date,
    terms: Terms,
    *,
    payments: Iterable[Payment] = (),
    lpr: LprTable | None = None,
    costs_fen: int = 0,
) -> InterestSheet:
    """Late interest on one receivable up to and including ``as_of``, in fen; 0 if not overdue.

    Every segment ends at a payment, at a change of the rate or on ``as_of``, and is rounded half
    up to the fen (R30), so what a payment settles and what the sheet prints are the same fen.
    Payments after ``as_of`` are left out; those up to the due date find no interest to pay.

    Args:
        costs_fen: Costs of enforcing the debt, owed from the start; they bear no interest.

    Raises:
        AmountNotPositive: no principal, or a payment of nothing.
        AmountNegative: costs below zero.
        DailyRateMissing, BadMultiplier, BadYearDays, NoRateOnDay: terms that cannot be reckoned with.
    """
    known = sorted(payments, key=lambda payment: (payment.on, payment.amount_fen))
    _check(principal_fen, costs_fen, terms, known)
    table = lpr if terms.uses_lpr else None
    if terms.uses_lpr and table is None:
        raise ValueError("the LPR table is needed for this basis")
    account = _Account(Parts(costs_fen, 0, principal_fen), due_on + _ONE_DAY, terms, table)
    for payment in known:
        if payment.on <= as_of:
            account.run_to(payment.on)
            account.take(payment)
    account.run_to(as_of)
    rate_key, rate_values = rate_text(terms, account.breach_rate)
    return InterestSheet(
        principal_fen=principal_fen,
        costs_fen=costs_fen,
        due_on=due_on,
        as_of=as_of,
        days=overdue_days(as_of, due_on),
        terms=terms,
        segments=tuple(account.segments),
        total_fen=sum(segment.amount_fen for segment in account.segments),
        payments=tuple(account.payments),
        left=account.left,
        annual_percent=terms.percent_per_year(account.breach_rate),
        breach_rate=account.breach_rate,
        rate_key=rate_key,
        rate_values=rate_values,
        lpr_data_to=table.valid_to if table else None,
    )


def _check(principal_fen: int, costs_fen: int, terms: Terms, payments: Iterable[Payment]) -> None:
    for fen in (principal_fen, *(payment.amount_fen for payment in payments)):
        if fen <= 0:
            raise AmountNotPositive(amount=format_amount(fen), field="amount")
    if costs_fen < 0:
        raise AmountNegative(amount=format_amount(costs_fen), field="costs")
    check_terms(terms)


class _Account:
    """What is owed while the days are reckoned one after the other."""

    def __init__(self, owed: Parts, breach: date, terms: Terms, table: LprTable | None) -> None:
        self.left = owed
        self.segments: list[Segment] = []
        self.payments: list[PaidOff] = []
        self.breach_rate = table.at(breach) if table else None
        self._next_day = breach
        self._terms = terms
        self._floating = table if terms.basis == "lpr_floating" else None

    def run_to(self, last_day: date) -> None:
        """Add the interest of the days not yet reckoned, ``last_day`` included."""
        if last_day < self._next_day:
            return
        if self.left.principal_fen:
            run = list(self._segments(self._next_day, last_day))
            self.segments += run
            accrued = self.left.interest_fen + sum(segment.amount_fen for segment in run)
            self.left = replace(self.left, interest_fen=accrued)
        self._next_day = last_day + _ONE_DAY

    def take(self, payment: Payment) -> None:
        """Share a payment out over what is owed at the end of its day."""
        parts, rest = split_payment(payment.amount_fen, self.left, self._terms.allocation)
        self.left = self.left.less(parts)
        self.payments.append(PaidOff(payment, parts, rest))

    def _segments(self, first_day: date, last_day: date) -> Iterator[Segment]:
        """The days on one principal, cut where the rate changes."""
        starts = [first_day, *(self._floating.changes(first_day, last_day) if self._floating else ())]
        ends = [*(start - _ONE_DAY for start in starts[1:]), last_day]
        terms, principal_fen = self._terms, self.left.principal_fen
        for start, end in zip(starts, ends, strict=True):
            row = self._floating.at(start) if self._floating else self.breach_rate
            days = (end - start).days + 1
            amount_fen = round_half_up(terms.exact_interest(principal_fen, days, row))
            percent = terms.percent_per_year(row)
            yield Segment(start, end, days, principal_fen, percent, terms.rate_per_day, amount_fen)
