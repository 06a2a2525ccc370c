"""Reading option values: days, times, and the pairs like ``INVOICE=AMOUNT``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TypeVar

from arcdesk.cli.errors import BadMoment, BadPair, NotANumber, UnknownChoice
from arcdesk.domain.dates import parse_date
from arcdesk.domain.errors import BadDate
from arcdesk.domain.money import parse_amount

Word = TypeVar("Word", bound=str)

MOST_ID = 2**63 - 1
"""The largest number that a row of the books can have."""

_TIME = re.compile(
    r"(?P<day>.*\S)[ T]+(?P<hour>[0-9]{1,2})[:：](?P<minute>[0-9]{2})(?:[:：](?P<second>[0-9]{2}))?"
)


def day(text: str | None) -> date | None:
    """A day as people write it; None where the option was not given.

    Raises:
        BadDate: an impossible or unreadable date.
    """
    return parse_date(text) if text else None


def moment(text: str | None, now: datetime) -> datetime | None:
    """A day with a time of day on this machine's clock.

    Where only the day is given: ``now`` for today, else noon.

    Raises:
        BadMoment: no such day or time.
    """
    if not text:
        return None
    match = _TIME.fullmatch(text.strip())
    try:
        if match is None:
            on = parse_date(text)
            return now if on == now.date() else datetime.combine(on, time(12)).astimezone()
        at = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0))
        return datetime.combine(parse_date(match["day"]), at).astimezone()
    except (BadDate, ValueError):
        raise BadMoment(text=text, field="at") from None


def currency(text: str) -> str:
    """A currency's three letters; "" where the option was not given.

    Raises:
        UnknownCurrency: no three letters.
    """
    from arcdesk.importing.values import currency

    return currency(text) if text.strip() else ""


def share(text: str, option: str) -> tuple[str, int]:
    """``INVOICE=AMOUNT`` as number and fen.

    Raises:
        BadPair: one of the two is missing.
        BadAmount, TooManyDecimals: the amount is none.
    """
    number, sign, amount = text.rpartition("=")
    if not sign or not number.strip() or not amount.strip():
        raise BadPair(text=text, form=f"{option} INVOICE=AMOUNT", example=f"{option} FP-1024=5000.00")
    return number.strip(), parse_amount(amount)


def promise(text: str) -> tuple[int, date]:
    """``AMOUNT@DATE`` of a promise as fen and day.

    Raises:
        BadPair: one of the two is missing.
        BadAmount, TooManyDecimals, BadDate: the amount or the day is none.
    """
    return money_on(text, "--promise", "--promise 50000@2026-10-31")


def money_on(text: str, option: str, example: str) -> tuple[int, date]:
    """``AMOUNT@DATE`` as fen and day.

    Raises:
        BadPair: one of the two is missing.
        BadAmount, TooManyDecimals, BadDate: the amount or the day is none.
    """
    amount, sign, on = text.rpartition("@")
    if not sign or not amount.strip() or not on.strip():
        raise BadPair(text=text, form=f"{option} AMOUNT@DATE", example=example)
    return parse_amount(amount), parse_date(on)


def whole_number(text: str, option: str) -> int:
    """A whole number from 1 that a row can have.

    Raises:
        NotANumber: it is none.
    """
    plain = text.strip()
    if not re.fullmatch(r"[0-9]{1,9}", plain) or not int(plain):
        raise NotANumber(text=text, option=option, field=option)
    return int(plain)


def one_of(text: str, option: str, known: Sequence[Word]) -> Word:
    """``text`` as one of the ``known`` words of an option.

    Raises:
        UnknownChoice: it is none of them.
    """
    for word in known:
        if text == word:
            return word
    raise UnknownChoice(text=text, option=option, known=", ".join(known), field=option)
