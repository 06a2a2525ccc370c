"""How this company reckons late interest where neither contract nor person says otherwise (R24, R27, R30, R32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, get_args

from arcdesk.domain.errors import Refusal
from arcdesk.domain.interest_flags import LOSS_FACTORS
from arcdesk.domain.interest_terms import BASES, InterestBasis, Terms, check_terms
from arcdesk.domain.rate_texts import plain_percent
from arcdesk.domain.within_debt import Order

PREFERENCE = "interest"
ORDERS: tuple[Order, ...] = get_args(Order)
LEDGER_BASES: tuple[InterestBasis, ...] = tuple(basis for basis in BASES if basis != "judgment")
"""What a receivable of the ledger can be reckoned on; a judgment debt stands in no ledger."""


class BadLossFactor(Refusal):
    """A loss proxy that is none of the three (R27)."""

    sentence = "The loss is taken as the LPR times 1, 1.3 or 1.5, not {factor}."


class UnknownOrder(Refusal):
    """Neither of the two orders of payment."""

    sentence = "“{order}” is not an order of payment. Choose principal_first or interest_first."


class UnknownInterestBasis(Refusal):
    """Not a basis of late interest on an invoice."""

    sentence = "“{basis}” is not a basis of late interest. Choose one of: {known}."


@dataclass(frozen=True, slots=True)
class InterestSettings:
    """Defaults of the company: factor on the LPR, days of a year, loss proxy, order of payment.

    A contract that has the interest paid first decides for its own invoices.
    """

    multiplier: Decimal = Decimal("1.5")
    year_days: int = 365
    loss_factor: Decimal = Decimal("1.5")
    order: Order = "principal_first"

    def check(self) -> None:
        """Refuse what no claim can be built on.

        Raises:
            BadMultiplier, BadYearDays, BadLossFactor, UnknownOrder.
        """
        check_terms(Terms("lpr_fixed", multiplier=self.multiplier, year_days=self.year_days))
        if self.loss_factor not in LOSS_FACTORS:
            raise BadLossFactor(factor=plain_percent(self.loss_factor), field="loss_factor")
        if self.order not in ORDERS:
            raise UnknownOrder(order=self.order, field="order")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for in the place of the defaults; ``None`` leaves a default."""

    basis: InterestBasis | None = None
    multiplier: Decimal | None = None
    year_days: int | None = None
    order: Order | None = None

    def over(self, settings: InterestSettings) -> InterestSettings:
        """The settings with what was asked for, checked."""
        wanted = replace(
            settings,
            multiplier=settings.multiplier if self.multiplier is None else self.multiplier,
            year_days=settings.year_days if self.year_days is None else self.year_days,
            order=settings.order if self.order is None else self.order,
        )
        wanted.check()
        return wanted


NO_WISH = Wish()


def known_basis(text: str) -> InterestBasis | None:
    """A basis by its name; ``None`` for an empty text.

    Raises:
        UnknownInterestBasis: it is none, or not one for an invoice.
    """
    if not text:
        return None
    for basis in LEDGER_BASES:
        if basis == text:
            return basis
    raise UnknownInterestBasis(basis=text, known=", ".join(LEDGER_BASES), field="basis")


def known_order(text: str) -> Order | None:
    """An order of payment by its name; ``None`` for an empty text.

    Raises:
        UnknownOrder: neither of the two.
    """
    if not text:
        return None
    for order in ORDERS:
        if order == text:
            return order
    raise UnknownOrder(order=text, field="order")


def to_preference(settings: InterestSettings) -> dict[str, Any]:
    """The settings as the JSON that the workspace keeps; rates as decimal text."""
    return {
        "multiplier": plain_percent(settings.multiplier),
        "year_days": settings.year_days,
        "loss_factor": plain_percent(settings.loss_factor),
        "order": settings.order,
    }


def from_preference(kept: Mapping[str, Any] | None) -> InterestSettings:
    """The settings that the workspace keeps, else the shipped ones."""
    if not kept:
        return InterestSettings()
    return InterestSettings(
        Decimal(kept["multiplier"]), int(kept["year_days"]), Decimal(kept["loss_factor"]), kept["order"]
    )
