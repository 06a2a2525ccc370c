"""``exchange``: what a unit of a foreign currency is worth, as the person states it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import BadPair
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.dates import parse_date
from arcdesk.domain.exchange import StatedRate, parse_exchange_rate
from arcdesk.i18n import tr

EXAMPLE = "USD=7.10@2026-09-30"


def exchange(
    session: Session,
    add: Annotated[
        str, Option("--add", metavar="CUR=RATE[@DATE]", help="State a rate from a day on; today without one.")
    ] = "",
    source: Annotated[str, Option("--source", metavar="TEXT", help="With --add: who published it.")] = "",
) -> Status:
    """Show the exchange rates that were stated, and add to them."""
    with session.desk(write=bool(add)) as desk:
        if add:
            new = stated_rate(add, session.clock.today(), "--add")
            desk.exchange.add(new.currency, new.on, new.rate, source)
        base, rates = desk.company.profile().base_currency, desk.exchange.lines()
    heads = (tr("Currency"), tr("From|rate"), tr("Rate|exchange"), tr("Source"))
    session.answer(
        {"base": base, "rates": [rate_document(rate) for rate in rates]},
        lambda: table(
            heads, [(r.currency, r.on.isoformat(), format(r.rate, "f"), r.source) for r in rates], right=(2,)
        ),
    )
    return 0


def stated_rate(text: str, today: date, option: str) -> StatedRate:
    """``USD=7.10@2026-09-30``; without a day as of ``today``.

    Raises:
        BadPair, BadExchangeRate, BadDate.
    """
    currency, sign, rest = text.partition("=")
    rate, at, on = rest.partition("@")
    if not sign or not currency.strip():
        raise BadPair(form="CUR=RATE[@DATE]", text=text, example=f"{option} {EXAMPLE}", field="rate")
    return StatedRate(currency.strip().upper(), parse_date(on) if at else today, parse_exchange_rate(rate))


def rate_document(rate: StatedRate) -> dict[str, Any]:
    """A rate as JSON."""
    return {
        "currency": rate.currency, "rate": format(rate.rate, "f"), "on": rate.on.isoformat(), "source": rate.source
    }  # fmt: skip


def rate_text(rate: StatedRate, base: str) -> str:
    """1 USD = 7.10 CNY on a day, with its source."""
    text = tr("1 {currency} = {rate} {base} ({day})", currency=rate.currency, rate=format(rate.rate, "f"), base=base,
              day=rate.on.isoformat())  # fmt: skip
    return f"{text}  {rate.source}" if rate.source else text


COMMANDS = (Command("exchange", exchange, "Exchange rates for a view in the base currency"),)
