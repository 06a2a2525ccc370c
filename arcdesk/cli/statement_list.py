"""``statements``: what became of the statements, and what of the receivables is signed for (F-64)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_plain, with_currency
from arcdesk.i18n import tr
from arcdesk.services import document_words as words

if TYPE_CHECKING:
    from arcdesk.services.statement_runs import Coverage, TrackedStatement


def statements(
    session: Session,
    code: Annotated[str, Argument(metavar="[CODE]", help="Customer code; all without one.")] = "",
    state: Annotated[
        str,
        Option("--state", metavar="STATE", help="Only those: issued, sent, delivered, agreed, disputed, void."),
    ] = "",
    waiting: Annotated[bool, Option("--waiting", help="Only those that went out and are not answered.")] = False,
    coverage: Annotated[
        bool, Option("--coverage", help="What of the receivables is signed for within twelve months.")
    ] = False,
) -> Status:
    """List statements with their answers, or what of the receivables is signed for."""
    if state:
        values.one_of(state, "--state", tuple(words.STATES))
    with session.desk(write=False) as desk:
        if coverage:
            report = desk.statement_runs.coverage()
        else:
            who = desk.customers.find(code).id if code else None
            found = [
                one
                for one in desk.statement_runs.tracked(who)
                if (not state or one.document.state == state) and (not waiting or one.document.awaits_answer)
            ]
    if coverage:
        session.answer(_coverage(report), lambda: _coverage_lines(report))
    else:
        session.answer({"statements": [_statement(one) for one in found]}, lambda: _lines(found))
    return 0


def _statement(one: TrackedStatement) -> dict[str, Any]:
    document, standing = one.document, one.document.standing
    return {
        "number": document.number,
        "customer": document.customer_code,
        "from": document.period_from.isoformat() if document.period_from else None,
        "to": document.as_of.isoformat(),
        "currency": document.currency,
        "closing": format_plain(document.total_fen),
        "state": document.state,
        "sent_on": standing.sent_on.isoformat() if standing.sent_on else None,
        "days_waiting": one.days_waiting,
        "answered_on": standing.answered_on.isoformat() if standing.answered_on else None,
        "difference": None if standing.difference_fen is None else format_plain(standing.difference_fen),
        "signed": standing.answer_scan is not None,
    }


def _lines(found: Sequence[TrackedStatement]) -> Iterator[str]:
    if not found:
        yield tr("There is no such statement.")
        return
    headings = (
        tr("Number"), tr("Customer"), tr("Up to|statement"), tr("Closing|balance"), tr("State"), tr("Days waiting"),
        tr("Difference"),
    )  # fmt: skip
    rows = [
        (
            one.document.number, one.document.customer_name, one.document.as_of.isoformat(),
            with_currency(one.document.total_fen, one.document.currency), tr(words.STATES[one.document.state]),
            str(one.days_waiting or ""),
            ""
            if one.document.standing.difference_fen is None
            else with_currency(one.document.standing.difference_fen, one.document.currency),
        )
        for one in found
    ]  # fmt: skip
    yield from table(headings, rows, right=(3, 5, 6))


def _coverage(report: Coverage) -> dict[str, Any]:
    return {
        "as_of": report.as_of.isoformat(),
        "since": report.since.isoformat(),
        "totals": [
            {"currency": currency, "open": format_plain(opened), "signed": format_plain(covered)}
            for currency, (covered, opened) in report.totals().items()
        ],
        "customers": [
            {
                "customer": line.customer_code,
                "currency": line.currency,
                "open": format_plain(line.open_fen),
                "signed": format_plain(line.covered_fen),
                "statement": line.number or None,
                "as_of": line.as_of.isoformat() if line.as_of else None,
            }
            for line in report.lines
        ],
    }


def _coverage_lines(report: Coverage) -> Iterator[str]:
    if not report.lines:
        yield tr("Nothing is open.")
        return
    headings = (tr("Customer"), tr("Open|balance"), tr("Signed for|amount"), tr("Share"), tr("Last signed statement"))
    rows = [
        (
            line.customer_name, with_currency(line.open_fen, line.currency),
            with_currency(line.covered_fen, line.currency), _share(line.covered_fen, line.open_fen), line.number,
        )
        for line in report.lines
    ]  # fmt: skip
    yield from table(headings, rows, right=(1, 2, 3))
    for currency, (covered, opened) in report.totals().items():
        yield tr(
            "Signed for since {since}: {covered} of {opened} ({share})",
            since=report.since.isoformat(), covered=with_currency(covered, currency),
            opened=with_currency(opened, currency), share=_share(covered, opened),
        )  # fmt: skip


def _share(part: int, whole: int) -> str:
    """A whole percentage, rounded down: 100 % is all of it."""
    return f"{part * 100 // whole} %" if whole else ""


COMMANDS = (Command("statements", statements, "List statements with their answers, or what is signed for"),)
