"""Reading agreed rates: per day, per year, and the factor on the LPR; writing per cent figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from arcdesk.domain.errors import (
    BadAnnualRate,
    BadMultiplier,
    BadRate,
    ImplausibleAnnualRate,
    ImplausibleRate,
)
from arcdesk.domain.text import half_width

HIGHEST_DAILY_RATE = Decimal("0.01")
"""1 % per day; above it a per cent sign is missing."""

HIGHEST_ANNUAL_PERCENT = 365 * 100 * HIGHEST_DAILY_RATE
"""What the highest daily rate comes to in a year, in per cent."""

HIGHEST_MULTIPLIER = Decimal(4)
"""Four times the LPR: the ceiling of private lending; above it no claim can be built."""

_NUMERALS: Mapping[str, int] = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "两": 2,
    "十": 10,
    "拾": 10,
}
_PARTS = {"百分之": 2, "千分之": 3, "万分之": 4, "十万分之": 5}
_SUFFIXES = {"%": 2, "‰": 3, "‱": 4}
_DAILY = re.compile(r"(?:按)?(?:每日|每天|日)(?:利率)?|/日|/天|/day")
_YEARLY = re.compile(r"(?:按)?(?:每年|年)(?:利率)?|/年|/year")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?|\.[0-9]{1,12}")


def parse_daily_rate(text: str | Decimal) -> Decimal:
    """Rate per day as a fraction: ``0.0005``, ``0.05%``, ``0.5‰`` and ``万分之五`` are all 0.0005.

    Raises:
        BadRate: no rate, zero or below.
        ImplausibleRate: more than 1 % per day.
    """
    raw = _raw(text)
    read = _number(_DAILY.sub("", _compact(raw)))
    if read is None or read[0] <= 0:
        raise BadRate(text=_short(raw), field="daily_rate")
    number, shift = read
    rate = number.scaleb(-shift)
    if rate > HIGHEST_DAILY_RATE:
        raise ImplausibleRate(text=_short(raw), field="daily_rate")
    return rate


def parse_annual_percent(text: str | Decimal) -> Decimal:
    """Rate per year in per cent: ``6``, ``6%``, ``年利率6%`` and ``百分之六`` are all 6.

    Raises:
        BadAnnualRate: no rate, zero or below.
        ImplausibleAnnualRate: more than 365 % a year, or less than 1 % without a per cent sign,
            which is nearly always a fraction.
    """
    raw = _raw(text)
    read = _number(_YEARLY.sub("", _compact(raw)))
    if read is None or read[0] <= 0:
        raise BadAnnualRate(text=_short(raw), field="annual_rate")
    number, shift = read
    percent = number.scaleb(2 - shift) if shift else number
    if percent > HIGHEST_ANNUAL_PERCENT or (not shift and percent < 1):
        raise ImplausibleAnnualRate(text=_short(raw), field="annual_rate")
    return percent


def parse_burden(text: str) -> Decimal:
    """Per cent per year of any rate, 0 included, to tell the heavier of two debts (R31).

    What is said per day (``0.05%/日``, ``万分之五``, ``0.5‰``) counts 365 times.

    Raises:
        BadAnnualRate: no rate, or one below zero.
    """
    plain = _compact(text)
    per_day, per_year = bool(_DAILY.search(plain)), bool(_YEARLY.search(plain))
    read = _number(_YEARLY.sub("", _DAILY.sub("", plain)))
    if read is None:
        raise BadAnnualRate(text=_short(text), field="debt")
    number, shift = read
    percent = number.scaleb(2 - shift) if shift or per_day else number
    return percent * 365 if per_day or (shift > 2 and not per_year) else percent


def parse_multiplier(text: str | Decimal) -> Decimal:
    """Factor on the LPR: ``1.5``, ``1.5倍`` and ``150%`` are all 1.5.

    Raises:
        BadMultiplier: no number, zero or below, or above ``HIGHEST_MULTIPLIER``.
    """
    raw = _raw(text)
    read = _number(_compact(raw).removesuffix("倍"))
    factor = read[0].scaleb(-read[1]) if read else Decimal(0)
    if not 0 < factor <= HIGHEST_MULTIPLIER:
        raise BadMultiplier(multiplier=_short(raw), field="multiplier")
    return factor


def plain_percent(value: Decimal) -> str:
    """``value`` (already per cent) without needless zeros: ``0.05``, ``4.485``, ``36.5``."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(plain: str) -> tuple[Decimal, int] | None:
    """The number in ``plain`` and the decimals its per cent, per mille or 万分之 shifts it by."""
    shift = 0
    for prefix, places in sorted(_PARTS.items(), key=lambda part: -len(part[0])):
        if plain.startswith(prefix):
            plain, shift = plain.removeprefix(prefix), places
            break
    else:
        if plain[-1:] in _SUFFIXES:
            plain, shift = plain[:-1], _SUFFIXES[plain[-1]]
    if shift and plain in _NUMERALS:
        plain = str(_NUMERALS[plain])
    return (Decimal(plain), shift) if _NUMBER.fullmatch(plain) else None


def _raw(text: str | Decimal) -> str:
    return format(text, "f") if isinstance(text, Decimal) else text


def _compact(text: str) -> str:
    return half_width(text).replace(" ", "")


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
