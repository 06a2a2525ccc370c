"""Money as whole fen (hundredths, in every currency): reading, writing, rounding (R95).

No float is used anywhere: a text goes digit by digit into an ``int``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from arcdesk.domain.errors import AmountTooLarge, BadAmount, TooManyDecimals
from arcdesk.domain.text import half_width

MAX_FEN = 10**15 - 1
"""Largest amount kept: 9,999,999,999,999.99."""

CURRENCY_SYMBOLS: Mapping[str, str] = {
    "CNY": "¥",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "HKD": "$",
    "JPY": "¥",
    "TWD": "$",
    "MOP": "$",
    "SGD": "$",
    "AUD": "$",
    "CAD": "$",
    "KRW": "₩",
}
"""What the country itself writes before an amount; several currencies share a sign."""

_CLEAR_SYMBOLS: Mapping[str, str] = {
    "CNY": "CN¥",
    "USD": "US$",
    "HKD": "HK$",
    "JPY": "JP¥",
    "TWD": "NT$",
    "MOP": "MOP$",
    "SGD": "S$",
    "AUD": "A$",
    "CAD": "C$",
}

_RMB_MARKS = ("人民币", "RMB", "CNY", "¥")
_RMB_UNITS = ("元整", "元正", "圆整", "元", "圆", "RMB", "CNY")
_NOTHING = frozenset({"", "-", "--", "---", "–", "—", "——"})
_PLAIN = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_NUMBER = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,3}(?P<comma>[, ])[0-9]{3}(?:(?P=comma)[0-9]{3})*)?"
    r"(?:\.(?P<cents>[0-9]*))?"
)


def parse_amount(text: str | int | Decimal, currency: str = "CNY") -> int:
    """Fen of an amount as people and exports write it.

    Reads ``1,234.56``, ``(1,234.56)``, ``-1``, ``1,234.56-``, ``¥1,234.56``, ``1234.56元``,
    full-width forms and non-breaking spaces. The sign or code of ``currency`` is accepted,
    another currency's is not. An ``int`` or ``Decimal`` counts whole units (yuan).

    Raises:
        BadAmount: the text is no amount, or is empty.
        TooManyDecimals: more than two decimals, even zeros; nothing is rounded away.
        AmountTooLarge: above ``MAX_FEN``.
    """
    raw = format(text, "f") if isinstance(text, Decimal) else str(text)
    if isinstance(text, bool):
        raise BadAmount(text=raw)
    plain = _PLAIN.fullmatch(raw)
    if plain:  # nearly every cell of an export: worth a short way
        fen = int(plain[2] + (plain[3] or "").ljust(2, "0"))
        return -fen if plain[1] else fen
    number, sign = _without_sign(half_width(raw))
    number, inner_sign = _without_sign(_without_currency(number, currency.upper()))
    match = _NUMBER.fullmatch(number)
    if match is None or not (match["whole"] or match["cents"]) or (sign and inner_sign):
        raise BadAmount(text=_short(raw))
    cents = match["cents"] or ""
    if len(cents) > 2:
        raise TooManyDecimals(text=_short(raw))
    digits = re.sub(r"[, ]", "", match["whole"] or "0") + cents.ljust(2, "0")
    if len(digits.lstrip("0")) > len(str(MAX_FEN)):
        raise AmountTooLarge(text=_short(raw))
    fen = int(digits)
    return -fen if "-" in sign + inner_sign else fen


def parse_optional_amount(text: str | int | Decimal | None, currency: str = "CNY") -> int | None:
    """As ``parse_amount``, but ``None`` for a missing, empty or dashed-out (``--``) amount."""
    if text is None or (isinstance(text, str) and half_width(text) in _NOTHING):
        return None
    return parse_amount(text, currency)


def format_amount(fen: int) -> str:
    """``fen`` for people: ``1,234.50``, negative in parentheses ``(1,234.50)``."""
    text = _digits(abs(fen), ",")
    return f"({text})" if fen < 0 else text


def format_plain(fen: int) -> str:
    """``fen`` for machines: ``1234.50``, ``-1234.50``."""
    text = _digits(abs(fen), "")
    return f"-{text}" if fen < 0 else text


def with_currency(fen: int, currency: str, base: str = "CNY") -> str:
    """``fen`` with its currency: ``¥1,234.50``, negative ``(¥1,234.50)``.

    The ``base`` currency of the ledger has its bare sign; any other has one that cannot be
    mistaken (``US$1,234.50``), or its code (``CHF 1,234.50``).
    """
    symbols = CURRENCY_SYMBOLS if currency == base else {**CURRENCY_SYMBOLS, **_CLEAR_SYMBOLS}
    text = symbols.get(currency, f"{currency} ") + _digits(abs(fen), ",")
    return f"({text})" if fen < 0 else text


def round_half_up(value: Fraction) -> int:
    """``value`` to the nearest whole, halves away from zero (R30)."""
    doubled = abs(value.numerator) * 2 + value.denominator
    whole = doubled // (2 * value.denominator)
    return -whole if value < 0 else whole


def _digits(fen: int, separator: str) -> str:
    whole, cents = divmod(fen, 100)
    return f"{whole:{separator}}.{cents:02d}"


def _without_sign(text: str) -> tuple[str, str]:
    """``text`` without its sign, and the sign: "-" also for parentheses, "+" or nothing."""
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), "-"
    if text.endswith("-"):
        return text[:-1].strip(), "-"
    if text.startswith(("-", "+")):
        return text[1:].strip(), text[0]
    return text, ""


def _without_currency(text: str, currency: str) -> str:
    before, after = _marks(currency)
    upper = text.upper()
    front = next((mark for mark in before if upper.startswith(mark)), "")
    text = text[len(front) :].strip()
    upper = text.upper()
    back = next((mark for mark in after if upper.endswith(mark)), "")
    return text[: len(text) - len(back)].strip()


def _marks(currency: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may stand before and behind an amount of ``currency``, longest first."""
    if currency == "CNY":
        return _RMB_MARKS, _RMB_UNITS
    sign = CURRENCY_SYMBOLS.get(currency, currency)
    return (_CLEAR_SYMBOLS.get(currency, sign), currency, sign), (currency,)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
