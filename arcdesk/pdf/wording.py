"""Dates, amounts and filled-in sentences in the language of a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from arcdesk.domain.money import format_amount, with_currency
from arcdesk.domain.words import CURRENCY_WORDS, amount_in_english, amount_in_words
from arcdesk.i18n import translate
from arcdesk.pdf.data import BankAccount
from arcdesk.pdf.text import Run

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date, language: str) -> str:
    """``day`` for running text: 2026年2月9日 (R54), 9 February 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def deadline_text(day: date, hour: int | None, language: str) -> str:
    """A deadline: 2026年4月10日17时, 17:00 on 10 April 2026."""
    if hour is None:
        return long_date(day, language)
    if language == "zh":
        return f"{long_date(day, language)}{hour}时"
    return f"{hour:02d}:00 on {long_date(day, language)}"


def days_text(days: int, language: str) -> str:
    """``18天``, ``1 day``, ``18 days``."""
    if language == "zh":
        return f"{days}天"
    return f"{days} day" if days == 1 else f"{days} days"


def account_text(bank: BankAccount | None, language: str) -> str:
    """Where to pay, at the end of a sentence: the account printed below it, or the one agreed."""
    if bank is not None:
        return translate("the following account:", language)
    return translate("our account as agreed in the contract or notified to you before.", language)


def money_text(fen: int, currency: str, language: str) -> str:
    """``fen`` with its currency: ¥1,234.50 in Chinese, CNY 1,234.50 in English."""
    if language == "zh":
        return with_currency(fen, currency)
    text = f"{currency} {format_amount(abs(fen))}"
    return f"({text})" if fen < 0 else text


def words_text(fen: int, currency: str, language: str) -> str:
    """``fen`` in words of the language: 大写 (R55) or English."""
    if language == "zh":
        return amount_in_words(fen, currency=currency)
    return amount_in_english(fen, currency)


def carry_label(language: str, *, onward: bool) -> str:
    """What a row is called that carries sums over to the next page, or brings them forward there."""
    return translate("Carried forward", language) if onward else translate("Brought forward", language)


def currency_note(currency: str, language: str) -> str:
    """The line over a table: 币种：人民币, Currency: CNY."""
    name = CURRENCY_WORDS.get(currency, currency) if language == "zh" else currency
    return translate("Currency: {currency}", language, currency=name)


def fill(template: str, values: Mapping[str, object]) -> list[Run]:
    """Runs of ``template``, filled in; what stands between ``**`` is bold.

    The marks are read before the values come in, so a name may hold anything.
    """
    return [
        Run(part.format_map(values), bold=index % 2 == 1)
        for index, part in enumerate(template.split("**"))
        if part
    ]
