"""Foreign money seen in the base currency, at a stated rate: the one place where currencies meet (C14, C15)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import round_half_up
from arcdesk.domain.text import half_width

HIGHEST_RATE = Decimal(1_000_000)


class BadExchangeRate(Refusal):
    """No rate, nothing, or absurd."""

    sentence = "“{text}” is no exchange rate. Write what one unit is worth in the base currency, like 7.1055."


@dataclass(frozen=True, slots=True)
class StatedRate:
    """What one unit of ``currency`` is worth in the base currency, from which day, and who says so."""

    currency: str
    on: date
    rate: Decimal
    source: str = ""


def parse_exchange_rate(text: str) -> Decimal:
    """A rate above zero with at most eight decimals: ``7.1055``.

    Raises:
        BadExchangeRate: anything else.
    """
    plain = half_width(text).strip()
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,8})?", plain) or not 0 < Decimal(plain) <= HIGHEST_RATE:
        raise BadExchangeRate(text=text[:40], field="rate")
    return Decimal(plain)


def convert(fen: int, rate: Decimal) -> int:
    """Minor units of the base currency, rounded half up by amount: a credit like the charge it mirrors."""
    exact = round_half_up(Fraction(rate) * abs(fen))
    return exact if fen >= 0 else -exact
