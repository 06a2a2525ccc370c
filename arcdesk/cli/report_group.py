"""``report``: what goes to the management (S-061, F-84)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from arcdesk.cli import values
from arcdesk.cli.choose import ready_folder
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.session import Session
from arcdesk.cli.staff import written_lines
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.i18n import tr
from arcdesk.services.reason_text import reason_text

if TYPE_CHECKING:
    from arcdesk.services.escalation import EscalationBlock, EscalationReport, EscalationRow


def cfo(
    session: Session,
    days: Annotated[int, Option("--days", metavar="N", help="Open more than so many days after the due date.")] = 60,
    on: Annotated[str, Option("--as-of", "--date", metavar="DATE", help="The day asked about; today.")] = "",
    owner: Annotated[str, Option("--owner", metavar="NAME", help="Customers of this owner alone.")] = "",
    out: Annotated[
        str, Option("--out", metavar="DIR", help="Write PDF, XLSX and an unsent e-mail into this folder too.")
    ] = "",
) -> Status:
    """Report to the CFO what is open for long, why, and what comes next."""
    day = values.day(on)
    with session.desk(write=False) as desk:
        folder = ready_folder(desk, out) if out else None
        report = desk.escalation.report(days, day, owner or None)
        files = desk.staff_papers.write([desk.staff_papers.escalation(report)], folder) if folder else ()
    session.answer(
        report_document(report) | {"files": [str(path) for path in files]},
        lambda: (*_lines(report), *written_lines(files)),
    )
    return 0 if report.is_sound else 1


def report_document(report: EscalationReport) -> dict[str, Any]:
    """The report as JSON, money with two decimals."""
    return {
        "as_of": report.as_of.isoformat(),
        "days": report.days,
        "spans": [{"from_days": span.first, "to_days": span.last} for span in report.spans],
        "currencies": {block.currency: _block(block) for block in report.blocks},
    }


def _block(block: EscalationBlock) -> dict[str, Any]:
    return {
        "total": format_plain(block.total_fen),
        "by_age": [format_plain(fen) for fen in block.by_span],
        "by_owner": [
            {"owner": name or None, "amount": format_plain(fen), "customers": count}
            for name, (fen, count) in block.by_owner.items()
        ],
        "rows": [_row(row) for row in block.rows],
        "identities": {
            "customers_equal_ages": block.spans_agree,
            "customers_equal_owners": block.owners_agree,
            "total_equals_ledger": block.ledger_agrees,
        },
    }


def _row(row: EscalationRow) -> dict[str, Any]:
    from arcdesk.services.case_words import contact_text, next_text, promise_text

    case = row.case
    return {
        "customer": case.customer.code, "name": case.customer.name, "owner": case.customer.owner or None,
        "grade": case.customer.grade or None, "amount": format_plain(row.old_fen),
        "by_age": [format_plain(fen) for fen in row.spans], "overdue": format_plain(row.overdue_fen),
        "disputed": format_plain(row.disputed_fen), "max_overdue_days": row.max_overdue_days,
        "reasons": [reason_text(reason) for reason in case.reasons or case.held], "next_step": next_text(case),
        "last_contact": contact_text(case.last_contact) if case.last_contact else None,
        "promises": [promise_text(line) for line in case.promises],
        "limitation_end": case.limitation[0].isoformat() if case.limitation else None,
        "evidence_percent": case.proof_percent,
        "interest": None if row.interest_fen is None else format_plain(row.interest_fen),
    }  # fmt: skip


def _lines(report: EscalationReport) -> Iterator[str]:
    from arcdesk.services import escalation_sheets as sheets
    from arcdesk.services.case_words import contact_brief, next_text, person_name

    yield f"{sheets.title(report)} · {report.as_of}"
    if not report.blocks:
        yield tr("Nothing is open for so long.")
    for block in report.blocks:
        yield ""
        rows = [
            (
                row.case.customer.code, row.case.customer.name, person_name(row.case.customer.owner),
                format_amount(row.old_fen), str(row.max_overdue_days), next_text(row.case),
                contact_brief(row.case.last_contact),
            )
            for row in block.rows
        ]  # fmt: skip
        heads = (
            tr("Code"), tr("Customer"), tr("Owner"), f"{tr('Open for so long')} {block.currency}", tr("Days late"),
            tr("Next step"), tr("Last contact"),
        )  # fmt: skip
        foot = (tr("Total|document"), "", "", format_amount(block.total_fen), "", "", "")
        yield from table(heads, rows, right=(3, 4), foot=foot)
        ages = [
            (sheets.span_text(span), format_amount(fen))
            for span, fen in zip(report.spans, block.by_span, strict=True)
        ]
        yield ""
        yield from table((tr("Days late"), tr("Open for so long")), ages, right=(1,))
        owners = [(person_name(name), str(count), format_amount(fen)) for name, (fen, count) in block.by_owner.items()]
        yield ""
        yield from table((tr("Owner"), tr("Customers"), tr("Open for so long")), owners, right=(1, 2))
    for text, holds in sheets.identities(report):
        yield f"{text}: {tr('holds') if holds else tr('DOES NOT HOLD')}"


COMMANDS = (Command("cfo", cfo, "What is open for more than 60 days, for the CFO"),)
