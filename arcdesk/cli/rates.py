"""``rates``: the LPR table in use, and the publications added to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import BadPair, OptionsClash
from arcdesk.cli.session import Session
from arcdesk.cli.tables import facts, table
from arcdesk.domain.dates import parse_date
from arcdesk.domain.rate_texts import parse_annual_percent
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.rates import RateLine

EXAMPLE = "--add 2026-03-20=3.00"


def rates(
    session: Session,
    add: Annotated[
        str, Option("--add", metavar="DATE=PERCENT", help="Add the 1-year LPR published on a day.")
    ] = "",
    source: Annotated[
        str, Option("--source", metavar="TEXT", help="With --add: where it was published.")
    ] = "",
    take_back: Annotated[
        str, Option("--take-back", metavar="DATE", help="Take a row that was added out of the table again.")
    ] = "",
) -> Status:
    """Show the reference rates, and add to them."""
    if add and take_back:
        raise OptionsClash(first="--add", second="--take-back", field="take_back")
    with session.desk(write=bool(add or take_back)) as desk:
        if add:
            on, percent = _row(add)
            desk.rates.add(on, percent, source)
        if take_back:
            desk.rates.take_back(parse_date(take_back))
        document, rows = _document(desk), desk.rates.rows()
    session.answer(document, lambda: _lines(document, rows))
    return 0


def _row(text: str) -> tuple[date, Decimal]:
    """``DATE=PERCENT``.

    Raises:
        BadPair: one of the two is missing.
        BadDate, BadAnnualRate, ImplausibleAnnualRate: one of the two is none.
    """
    on, sign, percent = text.partition("=")
    if not sign or not on.strip() or not percent.strip():
        raise BadPair(text=text, form="--add DATE=PERCENT", example=EXAMPLE)
    return parse_date(on), parse_annual_percent(percent)


def _document(desk: Desk) -> dict[str, Any]:
    first, last = desk.rates.workday_years
    return {
        "valid_to": desk.rates.lpr.valid_to.isoformat(),
        "behind": desk.rates.is_behind(),
        "rows": [
            {
                "from": row.from_on.isoformat(),
                "percent": format(row.percent, "f"),
                "five_year_percent": format(row.five_year_percent, "f") if row.five_year_percent else None,
                "kind": row.kind,
                "own": row.is_own,
                "source": row.source or None,
                "added_at": row.logged_at.isoformat() if row.logged_at else None,
            }
            for row in desk.rates.rows()
        ],
        "workdays": {"from_year": first, "to_year": last},
    }


def _lines(document: dict[str, Any], rows: tuple[RateLine, ...]) -> Iterator[str]:
    headings = (tr("From day"), tr("1 year, %"), tr("5 years, %"), tr("Kind"), tr("Source"))
    cells = [
        (
            row.from_on.isoformat(),
            format(row.percent, "f"),
            format(row.five_year_percent, "f") if row.five_year_percent else "",
            tr("LPR") if row.kind == "lpr" else tr("Base rate"),
            row.source if row.is_own else tr("shipped with ArcDesk"),
        )
        for row in rows
    ]
    yield from table(headings, cells, right=(1, 2))
    yield ""
    years = document["workdays"]
    yield from facts(
        (
            (tr("LPR data up to"), document["valid_to"]),
            (tr("Working days known for"), f"{years['from_year']} – {years['to_year']}"),
        )
    )
    if document["behind"]:
        yield tr("! A newer LPR should be out by now. Look it up and add it with --add.")


COMMANDS = (Command("rates", rates, "The LPR table: what it holds, up to when; add a publication"),)
