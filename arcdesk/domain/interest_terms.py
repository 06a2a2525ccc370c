"""By which rate late interest runs: agreed, LPR, the SME regulation, a judgment (R22-R25, R28, R30)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal, get_args

from arcdesk.domain.errors import BadMultiplier, BadYearDays, DailyRateMissing
from arcdesk.domain.rate_texts import HIGHEST_MULTIPLIER, plain_percent
from arcdesk.domain.rates import RateRow
from arcdesk.domain.within_debt import Order

InterestBasis = Literal["contract", "lpr_fixed", "lpr_floating", "sme", "judgment"]
BASES: tuple[InterestBasis, ...] = get_args(InterestBasis)

SME_DAILY_RATE = Decimal("0.0005")
"""0.05 % per day where a large debtor agreed nothing with a small creditor (R25)."""

JUDGMENT_DAILY_RATE = Decimal("0.000175")
"""0.0175 % per day, the doubled part of interest on an unpaid judgment debt (R28)."""

_LAWFUL_DAILY_RATES: Mapping[InterestBasis, Decimal] = {
    "sme": SME_DAILY_RATE,
    "judgment": JUDGMENT_DAILY_RATE,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How interest is reckoned.

    Attributes:
        basis: ``contract`` by the agreed rate, ``lpr_fixed`` by the LPR on the first day of
            default for the whole time (R24, by the text), ``lpr_floating`` by segments, ``sme``
            and ``judgment`` by the daily rate that the law sets.
        daily_rate: Fraction per day, for ``contract``.
        multiplier: Factor on the LPR: 1.5 as a claim, 1.3 the careful choice (R24).
        year_days: 365 (the smaller claim) or 360 (R30).
        annual_percent: Per cent per year, for a ``contract`` that states no daily rate.
        allocation: What a payment pays first. ``principal_first`` is what a ledger does that
            allocates money to invoices; ``interest_first`` is Art. 561 (R32).
    """

    basis: InterestBasis
    daily_rate: Decimal | None = None
    multiplier: Decimal = Decimal("1.5")
    year_days: int = 365
    annual_percent: Decimal | None = None
    allocation: Order = "principal_first"

    @property
    def uses_lpr(self) -> bool:
        """Whether a table of reference rates is needed."""
        return self.basis in ("lpr_fixed", "lpr_floating")

    @property
    def rate_per_day(self) -> Decimal | None:
        """The fraction per day where interest is reckoned by the day, else ``None``."""
        return _LAWFUL_DAILY_RATES.get(self.basis, self.daily_rate if self.basis == "contract" else None)

    def percent_per_year(self, row: RateRow | None) -> Decimal:
        """Per cent per year, under the reference rate ``row`` where the basis is the LPR."""
        daily = self.rate_per_day
        if daily is not None:
            return daily * self.year_days * 100
        if self.basis == "contract":
            assert self.annual_percent is not None  # check_terms saw to it
            return self.annual_percent
        assert row is not None  # an LPR basis always has its row
        return row.percent * self.multiplier

    def exact_interest(self, principal_fen: int, days: int, row: RateRow | None) -> Fraction:
        """Fen of interest before rounding: principal × rate × days ÷ basis, nothing compounded (R30)."""
        daily = self.rate_per_day
        if daily is not None:
            return Fraction(daily) * principal_fen * days
        return Fraction(self.percent_per_year(row)) * principal_fen * days / (100 * self.year_days)


def check_terms(terms: Terms) -> None:
    """Refuse terms that no claim can be built on.

    Raises:
        DailyRateMissing: basis ``contract`` without a rate above zero.
        BadMultiplier: not above 0 and at most 4.
        BadYearDays: neither 365 nor 360.
    """
    if terms.basis == "contract":
        agreed = terms.daily_rate if terms.daily_rate is not None else terms.annual_percent
        if agreed is None or agreed <= 0:
            raise DailyRateMissing(field="daily_rate")
    if not 0 < terms.multiplier <= HIGHEST_MULTIPLIER:
        raise BadMultiplier(multiplier=terms.multiplier, field="multiplier")
    if terms.year_days not in (360, 365):
        raise BadYearDays(year_days=terms.year_days, field="year_days")


def rate_text(terms: Terms, breach_rate: RateRow | None) -> tuple[str, Mapping[str, object]]:
    """What the interest rests on, as a text key and its values: printed with every figure (R24, R30)."""
    daily = terms.rate_per_day
    if daily is not None:
        values: dict[str, object] = {"percent": plain_percent(daily * 100)}
        if terms.basis == "sme":
            return "{percent} % per day (Regulations on Payments to SMEs, Art. 17)", values
        if terms.basis == "judgment":
            return "{percent} % per day, the doubled part of interest on a judgment debt", values
        return "{percent} % per day as agreed in the contract", values
    if terms.basis == "contract":
        values = {"percent": plain_percent(terms.percent_per_year(None)), "year_days": terms.year_days}
        return "{percent} % a year of {year_days} days as agreed in the contract", values
    assert breach_rate is not None  # an LPR basis always has its row
    values = {
        "lpr": format(breach_rate.percent, "f"),
        "published": breach_rate.from_on,
        "multiplier": plain_percent(terms.multiplier),
        "percent": plain_percent(breach_rate.percent * terms.multiplier),
        "year_days": terms.year_days,
    }
    if terms.basis == "lpr_floating":
        return "1-year LPR of each period × {multiplier}, {year_days} days a year", values
    if breach_rate.kind == "base":
        key = "Base rate {lpr} % ({published}) × {multiplier} = {percent} % a year of {year_days} days"
        return key, values
    return "1-year LPR {lpr} % ({published}) × {multiplier} = {percent} % a year of {year_days} days", values
