"""Late interest with its segments: reckoned for a claim, never posted to the ledger (C44, R96).

Interest runs from the day after the due date, the day reckoned to included (R29), on the
principal alone, without compounding (R30). A payment lowers the principal from the day after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from arcdesk.domain.aging import overdue_days
from arcdesk.domain.errors import AmountNotPositive, BadMultiplier, BadYearDays, DailyRateMissing
from arcdesk.domain.money import format_amount, round_half_up
from arcdesk.domain.rates import LprTable, RateRow, plain_percent

InterestBasis = Literal["contract", "lpr_fixed", "lpr_floating", "sme"]

SME_DAILY_RATE = Decimal("0.0005")
"""0.05 % per day where a large debtor agreed nothing with a small creditor (R25)."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """How interest is reckoned.

    Attributes:
        basis: ``contract`` and ``sme`` by a daily rate, ``lpr_fixed`` by the LPR on the first
            day of default for the whole time (R24, by the text), ``lpr_floating`` by segments.
        daily_rate: Fraction per day, for ``contract``.
        multiplier: Factor on the LPR: 1.5 as a claim, 1.3 the careful choice (R24).
        year_days: 365 (the smaller claim) or 360 (R30).
    """

    basis: InterestBasis
    daily_rate: Decimal | None = None
    multiplier: Decimal = Decimal("1.5")
    year_days: int = 365


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that lowered the principal, in fen."""

    on: date
    amount_fen: int


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
    """The worksheet behind one interest figure (R96).

    ``total_fen`` is the sum of the printed segments, so the document foots. ``rate_key`` is
    translated with ``rate_values``; ``lpr_data_to`` is the last day the LPR table knows.
    """

    principal_fen: int
    open_principal_fen: int
    due_on: date
    as_of: date
    days: int
    segments: tuple[Segment, ...]
    total_fen: int
    basis: InterestBasis
    year_days: int
    rate_key: str
    rate_values: Mapping[str, object]
    lpr_data_to: date | None


def late_interest(
    principal_fen: int,
    due_on: date,
    as_of: date,
    terms: Terms,
    *,
    payments: Iterable[Payment] = (),
    lpr: LprTable | None = None,
) -> InterestSheet:
    """Late interest on one receivable up to and including ``as_of``, in fen; 0 if not overdue.

    Each segment is rounded half up to the fen (R30). Payments after ``as_of`` are left out.

    Raises:
        AmountNotPositive: no principal, or a payment of nothing.
        DailyRateMissing: basis ``contract`` without a rate.
        BadMultiplier, BadYearDays, NoRateOnDay: terms that cannot be reckoned with.
    """
    paid = sorted(payments, key=lambda payment: payment.on)
    _check(principal_fen, terms, paid)
    table = lpr if terms.basis in ("lpr_fixed", "lpr_floating") else None
    if terms.basis.startswith("lpr") and table is None:
        raise ValueError("the LPR table is needed for this basis")
    breach = due_on + _ONE_DAY
    fixed = table.at(breach) if table else None
    segments: list[Segment] = []
    if as_of > due_on:
        starts = {breach, *(payment.on + _ONE_DAY for payment in paid if due_on < payment.on < as_of)}
        if table and terms.basis == "lpr_floating":
            starts.update(table.changes(breach, as_of))
        ordered = sorted(starts)
        for first, following in zip(ordered, [*ordered[1:], as_of + _ONE_DAY], strict=True):
            principal = _principal_on(first, principal_fen, paid)
            row = table.at(first) if table and terms.basis == "lpr_floating" else fixed
            if principal:
                segments.append(_segment(first, following - _ONE_DAY, principal, terms, row))
    rate_key, rate_values = _rate_text(terms, fixed)
    return InterestSheet(
        principal_fen=principal_fen,
        open_principal_fen=_principal_on(as_of + _ONE_DAY, principal_fen, paid),
        due_on=due_on,
        as_of=as_of,
        days=overdue_days(as_of, due_on),
        segments=tuple(segments),
        total_fen=sum(segment.amount_fen for segment in segments),
        basis=terms.basis,
        year_days=terms.year_days,
        rate_key=rate_key,
        rate_values=rate_values,
        lpr_data_to=table.valid_to if table else None,
    )


def is_excessive(
    annual_percent: Decimal, lpr_percent: Decimal, loss_factor: Decimal = Decimal("1.5")
) -> bool:
    """Whether a court may cut the rate: above 1.3 times the loss, taken as LPR × factor (R27)."""
    return annual_percent > Decimal("1.3") * loss_factor * lpr_percent


def _check(principal_fen: int, terms: Terms, payments: list[Payment]) -> None:
    for fen in (principal_fen, *(payment.amount_fen for payment in payments)):
        if fen <= 0:
            raise AmountNotPositive(amount=format_amount(fen), field="amount")
    if terms.basis == "contract" and (terms.daily_rate is None or terms.daily_rate <= 0):
        raise DailyRateMissing(field="daily_rate")
    if not 0 < terms.multiplier <= 4:
        raise BadMultiplier(multiplier=terms.multiplier, field="multiplier")
    if terms.year_days not in (360, 365):
        raise BadYearDays(year_days=terms.year_days, field="year_days")


def _principal_on(day: date, principal_fen: int, payments: Iterable[Payment]) -> int:
    """Fen owed on ``day``: payments count from the day after they came."""
    return max(0, principal_fen - sum(payment.amount_fen for payment in payments if payment.on < day))


def _segment(first: date, last: date, principal_fen: int, terms: Terms, row: RateRow | None) -> Segment:
    days = (last - first).days + 1
    daily = _daily_rate(terms)
    if daily is not None:
        annual = daily * terms.year_days * 100
        exact = Fraction(daily) * principal_fen * days
    else:
        assert row is not None  # an LPR basis always has its row
        annual = row.percent * terms.multiplier
        exact = Fraction(annual) * principal_fen * days / (100 * terms.year_days)
    return Segment(first, last, days, principal_fen, annual, daily, round_half_up(exact))


def _daily_rate(terms: Terms) -> Decimal | None:
    return {"contract": terms.daily_rate, "sme": SME_DAILY_RATE}.get(terms.basis)


def _rate_text(terms: Terms, fixed: RateRow | None) -> tuple[str, Mapping[str, object]]:
    daily = _daily_rate(terms)
    if daily is not None:
        percent = plain_percent(daily * 100)
        if terms.basis == "sme":
            return "{percent} % per day (Regulations on Payments to SMEs, Art. 17)", {"percent": percent}
        return "{percent} % per day as agreed in the contract", {"percent": percent}
    assert fixed is not None  # an LPR basis always has its row
    values = {
        "lpr": format(fixed.percent, "f"),
        "published": fixed.from_on,
        "multiplier": plain_percent(terms.multiplier),
        "percent": plain_percent(fixed.percent * terms.multiplier),
        "year_days": terms.year_days,
    }
    if terms.basis == "lpr_floating":
        return "1-year LPR of each period × {multiplier}, {year_days} days a year", values
    if fixed.kind == "base":
        key = "Base rate {lpr} % ({published}) × {multiplier} = {percent} % a year of {year_days} days"
        return key, values
    return "1-year LPR {lpr} % ({published}) × {multiplier} = {percent} % a year of {year_days} days", values
