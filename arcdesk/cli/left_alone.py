"""``left-alone``: who is overdue and was not reached or written to for long, and what holds him."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.services.contact_coverage import Coverage, Gap


def left_alone(
    session: Session,
    days: Annotated[int, Option("--days", min=1, max=3650, help="Days without a talk or a letter.")] = 30,
    owner: Annotated[str, Option("--owner", metavar="NAME", help="Only one owner's customers.")] = "",
    on: Annotated[str, Option("--date", metavar="DATE", help="The day asked about; today.")] = "",
) -> Status:
    """List overdue customers whom nobody reached or wrote to for so many days, and what holds them."""
    with session.desk(write=False) as desk:
        found = desk.contact_coverage.of(days, values.day(on), owner or None)
    session.answer(coverage_document(found), lambda: coverage_lines(found))
    return 0


def coverage_document(found: Coverage) -> dict[str, Any]:
    """The coverage of a day as JSON."""
    return {
        "date": found.on.isoformat(), "days": found.days,
        "overdue": {currency: format_plain(fen) for currency, fen in found.overdue_fen.items()},
        "covered": {currency: format_plain(fen) for currency, fen in found.covered_fen.items()},
        "customers": [_document(gap) for gap in found.gaps],
    }  # fmt: skip


def _document(gap: Gap) -> dict[str, Any]:
    return {
        "customer": gap.customer_code,
        "name": gap.customer_name,
        "owner": gap.owner,
        "currency": gap.currency,
        "overdue": format_plain(gap.overdue_fen),
        "days_overdue": gap.max_overdue_days,
        "reached_on": gap.reached_on.isoformat() if gap.reached_on else None,
        "written_on": gap.written_on.isoformat() if gap.written_on else None,
        "held_by": [reason.rule for reason in gap.reasons],
        "reasons": [reason_text(reason) for reason in gap.reasons],
    }


def coverage_lines(found: Coverage) -> Iterator[str]:
    """The coverage as text."""
    for currency, fen in found.overdue_fen.items():
        covered = found.covered_fen.get(currency, 0)
        yield tr(
            "{covered} of {overdue} overdue were reached or written to within {days} days ({share} %).",
            covered=with_currency(covered, currency),
            overdue=with_currency(fen, currency),
            days=found.days,
            share=covered * 100 // fen,
        )
    if not found.gaps:
        yield tr("Nobody who is overdue was left alone for that long.")
        return
    heads = (tr("Customer"), tr("Overdue"), tr("Days"), tr("Last reached"), tr("Last letter"), tr("Held by"))
    rows = [
        (
            f"{gap.customer_code} {gap.customer_name}",
            with_currency(gap.overdue_fen, gap.currency),
            str(gap.max_overdue_days),
            gap.reached_on.isoformat() if gap.reached_on else tr("never"),
            gap.written_on.isoformat() if gap.written_on else tr("never"),
            tr("; |list").join(reason_text(reason) for reason in gap.reasons) or "—",
        )
        for gap in found.gaps
    ]
    yield from table(heads, rows)


COMMANDS = (Command("left-alone", left_alone, "Who is overdue and was left alone, and what holds him"),)
