"""Amounts and dates as the window shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from arcdesk.domain.money import format_amount, with_currency
from arcdesk.i18n import current, tr

if TYPE_CHECKING:
    from arcdesk.services.ledger import InvoiceLine

BASE_CURRENCY = "CNY"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def money(fen: int | None, currency: str = BASE_CURRENCY, base: str = BASE_CURRENCY) -> str:
    """An amount with thousands separators; negatives in parentheses; foreign money with its code."""
    if fen is None:
        return ""
    return format_amount(fen) if currency == base else f"{currency} {format_amount(fen)}"


def item_number(line: InvoiceLine) -> str:
    """An open item's number, and which instalment of the invoice it is: ``INV-1 · 2/3``."""
    return f"{line.number} · {line.instalment}/{line.instalments}" if line.instalment else line.number


def money_with_sign(fen: int, currency: str = BASE_CURRENCY) -> str:
    """An amount with its currency sign, for a figure that stands alone."""
    return with_currency(fen, currency)


def day(value: date | None) -> str:
    """An ISO day, or nothing."""
    return value.isoformat() if value is not None else ""


def day_of_week(value: date) -> str:
    """The day with its weekday: ``2026-10-08 周四``."""
    return f"{value.isoformat()} {tr(_WEEKDAYS[value.weekday()])}"


def month_day_of_week(value: date) -> str:
    """Month and day with the weekday: ``10-08 周四``."""
    return f"{value:%m-%d} {tr(_WEEKDAYS[value.weekday()])}"


def near_day(value: date | None, today: date) -> str:
    """A day told from today where that reads faster: 今天, 明天, 昨天, else month and day."""
    if value is None:
        return ""
    distance = (value - today).days
    if distance in {-1, 0, 1}:
        return tr({-1: "Yesterday", 0: "Today", 1: "Tomorrow"}[distance])
    return value.isoformat() if value.year != today.year else f"{value:%m-%d}"


def moment(value: datetime | None) -> str:
    """Day and minute."""
    return f"{value:%Y-%m-%d %H:%M}" if value is not None else ""


def days(count: int) -> str:
    """A number of days with its unit: ``12 天``, ``1 day``."""
    if current() == "en" and count == 1:
        return "1 day"
    return tr("{count} days", count=count)


def share(part_fen: int, whole_fen: int) -> str:
    """Part of the whole in per cent, one decimal."""
    if whole_fen == 0:
        return "0.0%"
    permille = (abs(part_fen) * 2000 + abs(whole_fen)) // (2 * abs(whole_fen))
    sign = "-" if (part_fen < 0) != (whole_fen < 0) and permille else ""
    return f"{sign}{permille // 10}.{permille % 10}%"
