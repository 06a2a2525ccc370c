"""``statement``: statements of account (对账单)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli.choose import named_customers, ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.deliveries import record_reply
from arcdesk.cli.errors import OptionMissing, OptionsClash
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.dates import parse_date
from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.domain.periods import period_of
from arcdesk.i18n import tr

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.customers import CustomerProfile
    from arcdesk.services.documents import IssuedDocument

Issued = list[tuple["IssuedDocument", Path]]
Skipped = list[tuple["CustomerProfile", Refusal]]


def statement(
    session: Session,
    codes: Annotated[list[str] | None, Argument(metavar="CODE", help="Customer codes.")] = None,
    start: Annotated[str, Option("--from", metavar="DATE", help="First day of the period.")] = "",
    end: Annotated[str, Option("--to", metavar="DATE", help="Last day of the period.")] = "",
    period: Annotated[
        str,
        Option("--period", metavar="P", help="2026-09, 2026Q3, 2026, month or quarter, in place of --from and --to."),
    ] = "",
    everybody: Annotated[bool, Option("--all", help="Every customer with a balance or a movement.")] = False,
    who: Annotated[
        str, Option("--who", metavar="any|activity|balance", help="With --all: who gets a statement.")
    ] = "any",
    only_new: Annotated[
        bool, Option("--only-new", help="With --all: not those who have a statement of this very period.")
    ] = False,
    style: Annotated[
        str, Option("--style", metavar="activity|open_items", help="All movements, or what is open.")
    ] = "activity",
    out: Annotated[
        str, Option("--out", metavar="DIR", help="Folder for the PDFs; the workspace's exports.")
    ] = "",
    reply: Annotated[str, Option("--reply", metavar="NUMBER", help="Record the answer to a statement.")] = "",
    result: Annotated[
        str, Option("--result", metavar="agreed|disputed", help="With --reply: the answer.")
    ] = "",
    on: Annotated[str, Option("--on", metavar="DATE", help="With --reply: the day; today.")] = "",
    difference: Annotated[
        str, Option("--difference", metavar="AMOUNT", help="With --reply: by how much the customer differs.")
    ] = "",
    scan: Annotated[str, Option("--scan", metavar="FILE", help="With --reply: the signed statement.")] = "",
    figures: Annotated[
        bool, Option("--only-figures", help="With --reply: demand and promise are struck out.", show_default=False)
    ] = False,
) -> Status:
    """Issue statements of account, or record the answer to one."""
    if reply:
        return record_reply(session, reply, result, on, difference, scan, only_figures=figures)
    first, last = _span(session, period, start, end)
    with session.desk(write=True) as desk:
        chosen = named_customers(desk, codes or (), everybody=everybody)
        if everybody:
            run = desk.statement_runs.plan(first, last, who)
            chosen = sorted([*run.customers, *(() if only_new else run.stated)], key=lambda profile: profile.code)
        folder = ready_folder(desk, out)
        issued, skipped = _issue(desk, chosen, (first, last), style, session.document_language, folder)
        if skipped and not issued:
            raise skipped[0][1]
    session.answer(_document(issued, skipped), lambda: _lines(issued, skipped))
    return 0 if issued and not skipped else 1


def _span(session: Session, period: str, start: str, end: str) -> tuple[date, date]:
    """First and last day of the statement.

    Raises:
        OptionsClash: both a period and days. OptionMissing: neither.
    """
    if period:
        if start or end:
            raise OptionsClash(first="--period", second="--from", field="period")
        return period_of(period, session.clock.today())
    for option, value in (("--from DATE", start), ("--to DATE", end)):
        if not value:
            raise OptionMissing(option=option, field=option)
    return parse_date(start), parse_date(end)


def _issue(
    desk: Desk,
    chosen: Sequence[CustomerProfile],
    period: tuple[date, date],
    style: str,
    language: str,
    folder: Path,
) -> tuple[Issued, Skipped]:
    issued: Issued = []
    skipped: Skipped = []
    with bar(tr("Statements")) as progress:
        for done, profile in enumerate(chosen, 1):
            try:
                documents = desk.statements.issue(profile.id, *period, style, language)
            except Refusal as refusal:
                skipped.append((profile, refusal))
            else:
                issued += [
                    (document, desk.handouts.save(document.number, folder)) for document in documents
                ]
            progress(done, len(chosen))
    return issued, skipped


def _document(issued: Issued, skipped: Skipped) -> dict[str, Any]:
    return {
        "issued": [
            {
                "number": d.number,
                "customer": d.customer_code,
                "currency": d.currency,
                **{
                    name: format_plain(d.figures[name])
                    for name in ("opening", "debits", "credits", "closing")
                },
                "language": d.language,
                "path": str(path),
                "sha256": d.sha256,
            }
            for d, path in issued
        ],
        "skipped": [
            {"customer": profile.code, "text": tr(refusal.sentence, **refusal.values)}
            for profile, refusal in skipped
        ],
    }


def _lines(issued: Issued, skipped: Skipped) -> Iterator[str]:
    headings = (
        tr("Number"), tr("Customer"), tr("Currency"), tr("Opening|balance"), tr("Debits"), tr("Credits"),
        tr("Closing|balance"),
    )  # fmt: skip
    rows = [
        (
            d.number,
            d.customer_name,
            d.currency,
            *(format_amount(d.figures[name]) for name in ("opening", "debits", "credits", "closing")),
        )
        for d, _ in issued
    ]
    if rows:
        yield from table(headings, rows, right=range(3, 7))
    else:
        yield tr("No statement was issued.")
    for _, path in issued:
        yield tr("Written: {path}", path=str(path))
    for profile, refusal in skipped:
        yield f"{profile.code}: {tr(refusal.sentence, **refusal.values)}"


COMMANDS = (Command("statement", statement, "Issue statements of account (对账单)"),)
