"""``calc``: calculators that need no workspace."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from arcdesk.cli import (
    calc_allocate,
    calc_codes,
    calc_concession,
    calc_court_fee,
    calc_interest,
    calc_limitation,
)
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.domain.dates import parse_date
from arcdesk.domain.money import parse_amount
from arcdesk.domain.words import amount_in_words
from arcdesk.i18n import tr


def words(
    session: Session,
    amount: Annotated[str, Argument(metavar="AMOUNT", help="An amount, at most two decimals.")],
) -> Status:
    """Write an amount in Chinese words."""
    text = amount_in_words(parse_amount(amount))
    session.answer({"words": text}, lambda: (text,))
    return 0


def workday(
    session: Session,
    start: Annotated[str, Argument(metavar="DATE", help="The day to start from; it is not counted.")],
    plus: Annotated[int, Option("--plus", metavar="N", help="How many working days later.")] = 1,
) -> Status:
    """Reckon the n-th working day after a day, by the published holidays and make-up days."""
    from arcdesk.services.reference import Reference

    first, workdays = parse_date(start), Reference().workdays
    day = workdays.add_workdays(first, plus)
    is_provisional = workdays.is_provisional(day) or workdays.is_provisional(first)

    def text() -> list[str]:
        note = tr(" (provisional: the holidays of that year are not published)") if is_provisional else ""
        return [day.isoformat() + note]

    session.answer({"date": day.isoformat(), "provisional": is_provisional}, text)
    return 0


COMMANDS = (
    Command("words", words, "An amount in Chinese words (大写)", takes_minus=True),
    *calc_interest.COMMANDS,
    *calc_allocate.COMMANDS,
    Command("workday", workday, "The next working day, or the n-th one later"),
    *calc_limitation.COMMANDS,
    *calc_court_fee.COMMANDS,
    *calc_concession.COMMANDS,
    *calc_codes.COMMANDS,
)
