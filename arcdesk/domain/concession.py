"""What a concession costs against waiting: discount, waived interest, a later day, instalments (F-76, S-166).

Every part is reckoned exactly and rounded once to the fen, halves up; a sum is the sum of its rounded parts.
Rates and chances are those that the company set or a person typed: none is taken from statistics (R93).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from arcdesk.domain.concession_texts import discount_fen as _discount_fen
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount, round_half_up
from arcdesk.domain.plans import equal_parts

HIGHEST_PERCENT = Decimal(100)
MOST_DAYS = 3_650
MOST_PARTS = 120
DAYS_OF_A_MONTH = 30
"""Instalments are thought of as so many days apart here; a plan's own days are calendar months."""


class BadPercent(Refusal):
    """A rate or chance that is none."""

    sentence = "“{text}” is not a percentage from 0 to 100. Write it like 6 or 6 %."


class BadWaitingDays(Refusal):
    """A number of days that no decision is about."""

    sentence = "“{days}” is no number of days to reckon with. Choose from 0 to {most}."


class ConcessionTooLarge(Refusal):
    """More given up than is owed."""

    sentence = "A discount of {discount} leaves nothing of {amount}. Enter less."


class BadPartCount(Refusal):
    """Instalments that cannot be reckoned with."""

    sentence = "“{count}” is no number of instalments. Choose from 1 to {most}, each at least one fen."


@dataclass(frozen=True, slots=True)
class Offer:
    """What is given: fen off the principal, fen of interest waived, and when the rest comes.

    The rest is paid ``term_days`` from now at once, or in ``instalments`` equal parts, the first after
    ``term_days`` and each of the others ``apart_days`` later.
    """

    discount_fen: int = 0
    waived_fen: int = 0
    term_days: int = 0
    instalments: int = 1
    apart_days: int = DAYS_OF_A_MONTH


@dataclass(frozen=True, slots=True)
class Outlook:
    """What waiting means: days until money comes without a concession, chance that it never does, cost of money.

    ``capital_percent`` is a year's cost of money in per cent, of ``year_days`` days; ``loss_percent`` the chance
    of losing the whole.
    """

    wait_days: int
    capital_percent: Decimal
    loss_percent: Decimal = Decimal(0)
    year_days: int = 365


@dataclass(frozen=True, slots=True)
class Weighed:
    """Both sides in fen, each part by itself.

    Attributes:
        rest_fen: What is still to be paid under the offer.
        parts: Days from now and fen of each payment of it.
        term_fen: Cost of money until these come.
        wait_fen: Cost of money while waiting.
        loss_fen: The chance of loss times the amount.
        break_even_days: The first whole day of waiting that costs no less than the offer; ``None`` where no
            number of days does, because money costs nothing.
        break_even_percent: The chance of loss, in per cent, at which both sides are equal for the days
            expected; 0 where the offer is no dearer without any.
        yearly: What the discount is as a yearly rate for money that comes ``wait_days`` less the term earlier;
            ``None`` without a discount, without days won, or in instalments, which come on several days.
    """

    amount_fen: int
    offer: Offer
    outlook: Outlook
    rest_fen: int
    parts: tuple[tuple[int, int], ...]
    term_fen: int
    wait_fen: int
    loss_fen: int
    break_even_days: int | None
    break_even_percent: Decimal
    yearly: YearlyRate | None

    @property
    def offer_fen(self) -> int:
        """What the concession costs in all."""
        return self.offer.discount_fen + self.offer.waived_fen + self.term_fen

    @property
    def waiting_fen(self) -> int:
        """What waiting costs in all."""
        return self.wait_fen + self.loss_fen

    @property
    def difference_fen(self) -> int:
        """How much more waiting costs; below zero where the concession is dearer."""
        return self.waiting_fen - self.offer_fen


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """A discount as a rate for a year, in per cent to two decimals: simple, and compounded over the periods."""

    days: int
    simple_percent: Decimal
    compound_percent: Decimal


def weigh(amount_fen: int, offer: Offer, outlook: Outlook) -> Weighed:
    """Hold an offer on ``amount_fen`` against waiting.

    Raises:
        AmountNotPositive, ConcessionTooLarge, BadWaitingDays, BadPercent, BadPartCount.
    """
    _check(amount_fen, offer, outlook)
    rest = amount_fen - offer.discount_fen
    parts = tuple(
        (offer.term_days + number * offer.apart_days, fen)
        for number, fen in enumerate(equal_parts(rest, offer.instalments))
    )
    daily = Fraction(outlook.capital_percent) / 100 / outlook.year_days
    term_fen = round_half_up(sum((fen * days * daily for days, fen in parts), Fraction(0)))
    loss = Fraction(outlook.loss_percent) / 100
    wait_fen = round_half_up(amount_fen * outlook.wait_days * daily)
    loss_fen = round_half_up(amount_fen * loss)
    cost = offer.discount_fen + offer.waived_fen + term_fen
    is_one = offer.instalments == 1
    return Weighed(
        amount_fen, offer, outlook, rest, parts, term_fen, wait_fen, loss_fen,
        _days_to(cost - loss_fen, amount_fen * daily),
        _percent(Fraction(max(0, cost - wait_fen), amount_fen)),
        yearly_rate(amount_fen, offer.discount_fen, outlook.wait_days - offer.term_days, outlook.year_days)
        if is_one
        else None,
    )  # fmt: skip


def yearly_rate(amount_fen: int, discount_fen: int, days: int, year_days: int = 365) -> YearlyRate | None:
    """What a discount for paying ``days`` earlier is worth a year: 2/10 net 30 is 2 % for 20 days, 37.24 % a year.

    Simple: discount ÷ what is paid × days of the year ÷ days. Compounded: (1 + discount ÷ paid) to the power of
    days of the year ÷ days, less 1. ``None`` where there is no discount, or it wins no day.
    """
    paid = amount_fen - discount_fen
    if discount_fen <= 0 or days <= 0 or paid <= 0:
        return None
    simple = Fraction(discount_fen, paid) * year_days / days
    base = 1 + Decimal(discount_fen) / Decimal(paid)
    compound = base ** (Decimal(year_days) / Decimal(days)) - 1
    return YearlyRate(days, _percent(simple), (compound * 100).quantize(Decimal("0.01")))


def discounted(amount_fen: int, text: str) -> int:
    """The discount in fen that a person wrote as 95折, 减1个点, 1 % or an amount.

    Raises:
        BadDiscount: it is none of these.
        ConcessionTooLarge: it leaves nothing.
    """
    fen = _discount_fen(amount_fen, text)
    if fen >= amount_fen:
        raise ConcessionTooLarge(
            discount=format_amount(fen), amount=format_amount(amount_fen), field="discount"
        )
    return fen


def _days_to(cost_fen: int, daily_fen: Fraction) -> int | None:
    """The first day whose rounded cost of money reaches ``cost_fen``."""
    if cost_fen <= 0:
        return 0
    if not daily_fen:
        return None
    wanted = (Fraction(cost_fen) - Fraction(1, 2)) / daily_fen  # from half a fen below it is rounded up
    return -(-wanted.numerator // wanted.denominator)


def _percent(share: Fraction) -> Decimal:
    """A share in per cent to two decimals, halves up."""
    return Decimal(round_half_up(share * 10_000)).scaleb(-2)


def _check(amount_fen: int, offer: Offer, outlook: Outlook) -> None:
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
    if min(offer.discount_fen, offer.waived_fen) < 0:
        wrong = min(offer.discount_fen, offer.waived_fen)
        raise AmountNotPositive(amount=format_amount(wrong), field="discount")
    if offer.discount_fen >= amount_fen:
        raise ConcessionTooLarge(
            discount=format_amount(offer.discount_fen), amount=format_amount(amount_fen), field="discount"
        )
    for field, days in (("term", offer.term_days), ("wait", outlook.wait_days), ("apart", offer.apart_days)):
        if not 0 <= days <= MOST_DAYS:
            raise BadWaitingDays(days=days, most=MOST_DAYS, field=field)
    for field, percent in (("capital", outlook.capital_percent), ("loss", outlook.loss_percent)):
        if not 0 <= percent <= HIGHEST_PERCENT:
            raise BadPercent(text=format(percent, "f"), field=field)
    if not 1 <= offer.instalments <= min(MOST_PARTS, amount_fen - offer.discount_fen):
        raise BadPartCount(count=offer.instalments, most=MOST_PARTS, field="instalments")
