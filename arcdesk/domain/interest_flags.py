"""What a careful person says beside an interest figure: too high, too low, data that ends (R23-R27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from arcdesk.domain.errors import NoRateOnDay
from arcdesk.domain.interest import InterestSheet, late_interest
from arcdesk.domain.money import format_amount
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.domain.rates import LprTable

FlagName = Literal[
    "excessive", "below_lpr_at_contract", "multiplier_outside_range", "lpr_data_ends", "sme_alternative"
]

LOSS_FACTORS = (Decimal(1), Decimal("1.3"), Decimal("1.5"))
"""Factors on the LPR by which a loss may be taken (R27); a setting, the last one the default."""

_ABOVE_LOSS = Decimal("1.3")
_LOWEST_MULTIPLIER, _HIGHEST_MULTIPLIER = Decimal("1.3"), Decimal("1.5")


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark under its stable name; ``text_key`` is translated with ``values``."""

    name: FlagName
    text_key: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The rate of a sheet beside the LPR on the first day of default, all in per cent per year.

    Attributes:
        lpr_percent: One-year LPR of that day, before 2019-08-20 the base rate.
        annual_percent: What is claimed.
        times_lpr: ``annual_percent`` ÷ ``lpr_percent``, to two decimals.
        limit_percent: 30 % above the loss, taken as LPR × loss factor: more may be cut (R27).
        four_times_percent: 4 × LPR, the ceiling of private lending, for comparison (F-73).
    """

    lpr_percent: Decimal
    annual_percent: Decimal
    times_lpr: Decimal
    limit_percent: Decimal
    four_times_percent: Decimal


def is_excessive(
    annual_percent: Decimal, lpr_percent: Decimal, loss_factor: Decimal = Decimal("1.5")
) -> bool:
    """Whether a court may cut the rate: above 1.3 times the loss, taken as LPR × factor (R27)."""
    return annual_percent > _ABOVE_LOSS * loss_factor * lpr_percent


def yardstick(sheet: InterestSheet, lpr: LprTable, loss_factor: Decimal = Decimal("1.5")) -> Yardstick | None:
    """The rate of ``sheet`` beside the LPR; ``None`` where the table begins after the default."""
    try:
        reference = lpr.at(sheet.due_on + timedelta(days=1)).percent
    except NoRateOnDay:
        return None
    return Yardstick(
        lpr_percent=reference,
        annual_percent=sheet.annual_percent,
        times_lpr=(sheet.annual_percent / reference).quantize(Decimal("0.01")),
        limit_percent=_ABOVE_LOSS * loss_factor * reference,
        four_times_percent=4 * reference,
    )


def interest_flags(
    sheet: InterestSheet,
    lpr: LprTable,
    *,
    contract_on: date | None = None,
    loss_factor: Decimal = Decimal("1.5"),
) -> tuple[Flag, ...]:
    """Remarks on ``sheet``, the gravest first; none of them keeps anybody from claiming.

    Args:
        contract_on: Day of the contract, to hold an agreed rate against the LPR of that day (R25).
        loss_factor: One of ``LOSS_FACTORS``.
    """
    return tuple(_flags(sheet, lpr, contract_on, loss_factor))


def _flags(
    sheet: InterestSheet, lpr: LprTable, contract_on: date | None, loss_factor: Decimal
) -> Iterator[Flag]:
    agreed_or_lpr = sheet.basis == "contract" or sheet.terms.uses_lpr  # what the law sets, no court cuts
    beside = yardstick(sheet, lpr, loss_factor) if agreed_or_lpr else None
    if beside and is_excessive(beside.annual_percent, beside.lpr_percent, loss_factor):
        yield Flag(
            "excessive",
            text_key="{percent} % a year is {times} times the LPR of {lpr} %. Above {limit} % (the loss plus 30 %) "
            "a court may reduce it when the debtor asks (Civil Code Art. 585). 4 × LPR would be {four_times} %.",
            values={
                "percent": plain_percent(beside.annual_percent),
                "times": plain_percent(beside.times_lpr),
                "lpr": format(beside.lpr_percent, "f"),
                "limit": plain_percent(beside.limit_percent),
                "four_times": plain_percent(beside.four_times_percent),
            },
        )
    if contract_on is not None and sheet.basis == "contract":
        yield from _below_lpr(sheet, lpr, contract_on)
    if sheet.terms.uses_lpr and not _LOWEST_MULTIPLIER <= sheet.terms.multiplier <= _HIGHEST_MULTIPLIER:
        yield Flag(
            "multiplier_outside_range",
            text_key="LPR × {multiplier} lies outside the 1.3 to 1.5 times that the courts go by (Interpretation on "
            "Sale Contracts, Art. 18).",
            values={"multiplier": plain_percent(sheet.terms.multiplier)},
        )
    if _outruns_the_table(sheet):
        yield Flag(
            "lpr_data_ends",
            text_key="The LPR table ends with the publication of {until}; later days are reckoned at its rate. Look "
            "for a newer one and add it.",
            values={"until": sheet.lpr_data_to},
        )
    if sheet.basis == "sme":
        yield from _alternative(sheet, lpr)


def _below_lpr(sheet: InterestSheet, lpr: LprTable, contract_on: date) -> Iterator[Flag]:
    try:
        at_contract = lpr.at(contract_on).percent
    except NoRateOnDay:
        return
    if sheet.annual_percent < at_contract:
        yield Flag(
            "below_lpr_at_contract",
            text_key="The agreed {percent} % a year is below the 1-year LPR of {lpr} % when the contract was made "
            "({contract_on}). A public body or large enterprise may not agree less with a small creditor "
            "(Regulations on Payments to SMEs, Art. 17).",
            values={
                "percent": plain_percent(sheet.annual_percent),
                "lpr": format(at_contract, "f"),
                "contract_on": contract_on,
            },
        )


def _outruns_the_table(sheet: InterestSheet) -> bool:
    """Whether a day's rate was taken from before that day's own publication could be known (R23)."""
    if sheet.lpr_data_to is None or not sheet.segments:
        return False
    first_day, last_day = sheet.segments[0].first_day, sheet.segments[-1].last_day
    return (last_day if sheet.basis == "lpr_floating" else first_day) > sheet.lpr_data_to


def _alternative(sheet: InterestSheet, lpr: LprTable) -> Iterator[Flag]:
    """The other basis of the regulation's cases: plain LPR where a pay-when-paid clause is void (R25)."""
    terms = replace(sheet.terms, basis="lpr_fixed", multiplier=Decimal(1))
    payments = [paid.payment for paid in sheet.payments]
    try:
        other = late_interest(
            sheet.principal_fen,
            sheet.due_on,
            sheet.as_of,
            terms,
            payments=payments,
            lpr=lpr,
            costs_fen=sheet.costs_fen,
        )
    except NoRateOnDay:
        return
    yield Flag(
        "sme_alternative",
        text_key="Where a pay-when-paid clause is void and no rate was validly agreed, courts go by the plain "
        "1-year LPR instead (Fa Shi [2024] No. 11): {lpr} %, {amount}. Say which of the two is claimed.",
        values={"lpr": format(other.annual_percent, "f"), "amount": format_amount(other.total_fen)},
    )
