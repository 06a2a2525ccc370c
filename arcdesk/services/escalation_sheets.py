"""The report to the CFO on paper and as a workbook; the same rows, totals and identities (S-061, F-84)."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.domain.money import with_currency
from arcdesk.i18n import current, tr
from arcdesk.importing.sheet_writer import Cell as BookCell
from arcdesk.importing.sheet_writer import Money, Sheet
from arcdesk.pdf.parts_sheet import PartsSheet, SheetPart, SheetTable
from arcdesk.pdf.table import Column
from arcdesk.services.case_words import (
    contact_brief,
    next_text,
    person_name,
    promises_text,
    why_text,
)
from arcdesk.services.escalation import EscalationBlock, EscalationReport, EscalationRow, Span


def title(report: EscalationReport) -> str:
    """What the report is called."""
    return tr("Open more than {days} days after the due date", days=report.days)


def span_text(span: Span) -> str:
    """Days of an age."""
    return f"{span.first}–{span.last}" if span.last else tr("over {days}|age", days=span.first - 1)


def identities(report: EscalationReport) -> tuple[tuple[str, bool], ...]:
    """What must be true of the sums, by currency where there are several."""
    found: list[tuple[str, bool]] = []
    for block in report.blocks:
        mark = f"{block.currency}: " if len(report.blocks) > 1 else ""
        found += [
            (mark + tr("Σ customers = Σ ages"), block.spans_agree),
            (mark + tr("Σ customers = Σ owners"), block.owners_agree),
            (mark + tr("Total = open in the ledger for so long"), block.ledger_agrees),
        ]
    return tuple(found)


def escalation_sheet(report: EscalationReport, company: str) -> PartsSheet:
    """The report on paper, wide; refused while an identity does not hold (F-7)."""
    facts = (
        (tr("As of|sheet"), report.as_of.isoformat()),
        *((tr("Open for so long"), f"{with_currency(b.total_fen, b.currency)} · "
           + tr("customers: {count}", count=len(b.rows))) for b in report.blocks),
    )  # fmt: skip
    parts = [part for block in report.blocks for part in _parts(report, block)]
    return PartsSheet(
        current(), title(report), company, report.as_of, facts, tuple(parts), identities(report), is_wide=True
    )


def escalation_book(report: EscalationReport) -> tuple[Sheet, ...]:
    """The report as a workbook: customers, ages, owners, identities."""
    heads: list[BookCell] = [
        tr("Code"), tr("Customer"), tr("Owner"), tr("Grade"), tr("Currency"), tr("Open for so long"),
        *(span_text(span) for span in report.spans), tr("Overdue"), tr("Disputed"), tr("Days late"), tr("Why"),
        tr("Next step"), tr("Last contact"), tr("Promises"), tr("Limitation ends"), tr("Evidence complete, %"),
        tr("Late interest"),
    ]  # fmt: skip
    rows = [heads]
    owners: list[Sequence[BookCell]] = [
        [tr("Owner"), tr("Currency"), tr("Open for so long"), tr("Customers")]
    ]
    ages: list[Sequence[BookCell]] = [[tr("Days late"), tr("Currency"), tr("Open for so long")]]
    for block in report.blocks:
        rows += [_book_row(row) for row in block.rows]
        rows.append([
            tr("Total|document"), "", "", "", block.currency, Money(block.total_fen, block.currency),
            *(Money(fen, block.currency) for fen in block.by_span),
        ])  # fmt: skip
        owners += [
            [person_name(name), block.currency, Money(fen, block.currency), count]
            for name, (fen, count) in block.by_owner.items()
        ]
        owners.append(
            [tr("Total|document"), block.currency, Money(block.total_fen, block.currency), len(block.rows)]
        )
        ages += [
            [span_text(span), block.currency, Money(fen, block.currency)]
            for span, fen in zip(report.spans, block.by_span, strict=True)
        ]
        ages.append([tr("Total|document"), block.currency, Money(block.total_fen, block.currency)])
    checks = [[text, tr("holds") if holds else tr("DOES NOT HOLD")] for text, holds in identities(report)]
    return (
        Sheet(tr("Customers"), rows),
        Sheet(tr("By owner"), owners),
        Sheet(tr("By age|report"), ages),
        Sheet(tr("Checks|sheet"), [[title(report), report.as_of], *checks]),
    )


def mail_text(report: EscalationReport, company: str) -> tuple[str, str]:
    """Subject and text of the mail that brings the report."""
    subject = f"{title(report)} · {report.as_of}"
    lines = [
        tr("{amount} at {count} customers", amount=with_currency(b.total_fen, b.currency), count=len(b.rows))
        for b in report.blocks
    ]
    return subject, "\n".join(
        (subject, "", *lines, "", tr("Reasons and next steps stand in the report attached."), company)
    )


def _parts(report: EscalationReport, block: EscalationBlock) -> tuple[SheetPart, ...]:
    several = len(report.blocks) > 1
    name = f" · {block.currency}" if several else ""
    columns = (
        Column(tr("Customer"), weight=1.5),
        Column(tr("Owner"), weight=0.7),
        Column(tr("Open for so long"), "amount"),
        Column(tr("Days late"), "count"),
        Column(tr("Why"), weight=2.0),
        Column(tr("Next step"), weight=1.2),
        Column(tr("Last contact"), weight=0.9),
        Column(tr("Promises"), weight=1.2),
        Column(tr("Limitation ends"), "date"),
        Column(tr("Evidence|percent"), "count"),
        Column(tr("Interest|sheet"), "amount"),
    )
    rows = tuple(_paper_row(row) for row in block.rows)
    total = (tr("Total|document"), "", block.total_fen, "", "", "", "", "", "", "", None)
    by_age = SheetTable(
        (*(Column(span_text(span), "amount") for span in report.spans), Column(tr("Total|document"), "amount")),
        ((*block.by_span, block.total_fen),), title=tr("By age|report"),
    )  # fmt: skip
    by_owner = SheetTable(
        (Column(tr("Owner"), weight=2.0), Column(tr("Customers"), "count"), Column(tr("Open for so long"), "amount")),
        tuple((person_name(owner), str(count), fen) for owner, (fen, count) in block.by_owner.items()),
        ((tr("Total|document"), str(len(block.rows)), block.total_fen),), tr("By owner"),
    )  # fmt: skip
    return (
        SheetPart(tr("Totals|sheet") + name, tables=(by_age, by_owner)),
        SheetPart(tr("Customers") + name, tables=(SheetTable(columns, rows, (total,)),)),
    )


def _paper_row(row: EscalationRow) -> tuple[str | int | None, ...]:
    case = row.case
    proof = "" if case.proof_percent is None else f"{case.proof_percent}%"
    return (
        f"{case.customer.code} {case.customer.name}", person_name(case.customer.owner), row.old_fen,
        str(row.max_overdue_days), why_text(case), next_text(case), contact_brief(case.last_contact),
        promises_text(case), case.limitation[0].isoformat() if case.limitation else "", proof, row.interest_fen,
    )  # fmt: skip


def _book_row(row: EscalationRow) -> list[BookCell]:
    case, currency = row.case, row.currency
    return [
        case.customer.code, case.customer.name, person_name(case.customer.owner), case.customer.grade, currency,
        Money(row.old_fen, currency), *(Money(fen, currency) for fen in row.spans), Money(row.overdue_fen, currency),
        Money(row.disputed_fen, currency), row.max_overdue_days, why_text(case), next_text(case),
        contact_brief(case.last_contact), promises_text(case), case.limitation[0] if case.limitation else None,
        case.proof_percent, None if row.interest_fen is None else Money(row.interest_fen, currency),
    ]  # fmt: skip
