"""Reading what people write for a discount or a chance: 95折, 减1个点, 2 %, an amount (S-165, S-166)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import parse_amount, round_half_up
from arcdesk.domain.text import half_width

_FOLD = re.compile(r"(?:打|按)?([0-9]{1,2}(?:\.[0-9]{1,2})?)折(?:优惠)?")
_POINTS = re.compile(r"(?:减|让|降|-)?([0-9]{1,2}(?:\.[0-9]{1,4})?)(?:%|个?百分?点|个点|points?|pts?)(?:off)?")
_PERCENT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)%?")
_DIGITS = {char: str(value) for value, char in enumerate("零一二三四五六七八九")}


class BadDiscount(Refusal):
    """A text that is no discount."""

    sentence = "“{text}” is not a discount. Write it like 95折, 2 %, 减1个点, or an amount such as 6,000."


class NotPercent(Refusal):
    """A text that is no percentage."""

    sentence = "“{text}” is not a percentage. Write it like 6 or 6 %."


def discount_fen(amount_fen: int, text: str) -> int:
    """What a discount comes to on ``amount_fen``, halves of a fen up; 95折 of 120,000 is 6,000.

    ``95折`` and ``9.5折`` both leave 95 %, as 九五折 does; per cent and points come off; anything else is an
    amount. ``10折`` is not read: it could mean all or a tenth.

    Raises:
        BadDiscount: none of these.
    """
    plain = re.sub(r"\s", "", half_width(text)).lower()
    share = _share(plain)
    if share is not None:
        return round_half_up(amount_fen * share)
    try:
        fen = parse_amount(re.sub(r"^[减让降]", "", plain))
    except Refusal as refusal:
        raise BadDiscount(text=text[:40], field="discount") from refusal
    if fen < 0:
        raise BadDiscount(text=text[:40], field="discount")
    return fen


def parse_percent(text: str, field: str) -> Decimal:
    """A percentage from 0 on, with or without its sign.

    Raises:
        NotPercent: none.
    """
    found = _PERCENT.fullmatch(re.sub(r"\s", "", half_width(text)))
    if found is None:
        raise NotPercent(text=text[:40], field=field)
    return Decimal(found.group(1))


def _share(plain: str) -> Fraction | None:
    """What comes off as a share of the amount; ``None`` for what is no share."""
    digits = "".join(_DIGITS.get(char, char) for char in plain) if plain.endswith(("折", "折优惠")) else plain
    fold = _FOLD.fullmatch(digits)
    if fold:
        number = Fraction(fold.group(1))
        if number == 10 or not number:
            return None
        return 1 - (number / 100 if number > 10 else number / 10)
    points = _POINTS.fullmatch(plain)
    return Fraction(points.group(1)) / 100 if points else None
