"""Amounts in words: 大写 by the PBOC's rules (R55, R56), and English for English letters."""

from __future__ import annotations

import re
from collections.abc import Mapping

from arcdesk.domain.errors import AmountTooLarge, BadAmountInWords
from arcdesk.domain.money import MAX_FEN, format_amount

CURRENCY_WORDS: Mapping[str, str] = {
    "CNY": "人民币",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港币",
    "JPY": "日元",
    "TWD": "新台币",
    "MOP": "澳门币",
    "SGD": "新加坡元",
    "AUD": "澳大利亚元",
    "CAD": "加拿大元",
    "KRW": "韩元",
}
"""What stands before the words, without a gap (R55)."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_SMALL_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_STRAY = re.compile("零零|零[拾佰仟角分]|分整")
_SHAPE = re.compile(
    rf"(?:(?P<yuan>[{_DIGITS}拾佰仟万亿]+)元)?"
    rf"(?:零?(?P<jiao>[{_DIGITS}])角)?(?:零?(?P<fen>[{_DIGITS}])分)?(?P<even>整?)"
)


def amount_in_words(fen: int, currency: str = "CNY") -> str:
    """``fen`` in Chinese words, e.g. 人民币壹仟肆佰零玖元伍角整.

    The canonical variant of R56: no 零 before a 仟 digit across 万 or 亿, 零 after 元 where
    the units digit is 0 and there are 角, and 整 after 元 and after 角. A negative amount has
    负 after the currency, a house convention that demand letters never use.
    """
    if abs(fen) > MAX_FEN:
        raise AmountTooLarge(text=format_amount(fen))
    sign = "负" if fen < 0 else ""
    return CURRENCY_WORDS.get(currency, currency) + sign + _positive_words(abs(fen))


def parse_words(text: str) -> int:
    """Fen of an amount in Chinese words, with or without a currency in front.

    Both variants of R56 are read (壹拾万柒仟元零伍角叁分 and 壹拾万零柒仟元伍角叁分), and 角
    with or without 整; words that say no amount, or say it in a wrong order, are refused.
    """
    bare, negative = _without_prefix("".join(text.split()))
    match = _SHAPE.fullmatch(bare)
    if match is None or not (match["yuan"] or match["jiao"] or match["fen"]):
        raise BadAmountInWords(text=text)
    yuan = _parse_whole(match["yuan"] or "零")
    jiao, cents = (_DIGITS.index(match[name] or "零") for name in ("jiao", "fen"))
    fen = yuan * 100 + jiao * 10 + cents
    # Whatever the free order of the tokens let through: only 零 and 整 may differ from canon.
    well_formed = fen <= MAX_FEN and _skeleton(bare) == _skeleton(_positive_words(fen))
    if not well_formed or _STRAY.search(bare) or (fen and bare.startswith("零")):
        raise BadAmountInWords(text=text)
    return -fen if negative else fen


def amount_in_english(fen: int, currency: str = "CNY") -> str:
    """``fen`` in English words, e.g. ``CNY One thousand four hundred nine and 50/100``."""
    if abs(fen) > MAX_FEN:
        raise AmountTooLarge(text=format_amount(fen))
    whole, cents = divmod(abs(fen), 100)
    words = ("minus " if fen < 0 else "") + _english_whole(whole)
    return f"{currency} {words[0].upper()}{words[1:]} and {cents:02d}/100"


def _positive_words(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    words = _whole_words(yuan) + "元" if yuan else ""
    if not rest:
        return f"{words or '零元'}整"
    if yuan and (jiao == 0 or yuan % 10 == 0):
        words += "零"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    return words + (f"{_DIGITS[cents]}分" if cents else "整")


def _whole_words(number: int) -> str:
    """Chinese of a whole number above zero, split at 亿, then at 万 (so 壹万亿 comes right)."""
    for base, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= base:
            high, low = divmod(number, base)
            gap = "零" if 0 < low < base // 10 else ""
            return _whole_words(high) + unit + gap + (_whole_words(low) if low else "")
    return _group_words(number)


def _group_words(number: int) -> str:
    """Chinese of 1 to 9999: inner zeros once, no zeros at either end."""
    text = ""
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        text += _DIGITS[int(digit)] + (place if digit != "0" else "")
    return re.sub("零+", "零", text).strip("零")


def _without_prefix(text: str) -> tuple[str, bool]:
    for word in CURRENCY_WORDS.values():
        if text.startswith(word):
            text = text.removeprefix(word)
            break
    negative = text.startswith("负")
    return text.removeprefix("负").replace("圆", "元").replace("正", "整"), negative


def _skeleton(words: str) -> str:
    return words.replace("零", "").replace("整", "").removeprefix("元")


def _parse_whole(words: str) -> int:
    """Value of digits and units read left to right; a wrong order is found afterwards."""
    total = group = digit = 0
    for char in words:
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        elif char in _SMALL_UNITS:
            group, digit = group + digit * _SMALL_UNITS[char], 0
        elif char == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        else:
            total, group, digit = (total + group + digit) * 10**8, 0, 0
    return total + group + digit


_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def _english_whole(number: int) -> str:
    for base, name in _SCALES:
        if number >= base:
            high, low = divmod(number, base)
            return f"{_english_whole(high)} {name}" + (f" {_english_whole(low)}" if low else "")
    if number < 20:
        return _ONES[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
