"""The aging report on paper and as a workbook: the same rows, totals and identities as the screen."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from arcdesk.domain.aging import NO_DUE_DATE, Bucket
from arcdesk.files import write_durably
from arcdesk.i18n import translate
from arcdesk.services.aging import AgingBlock, AgingReport, AgingRow

GROUP_TITLES = {
    "customer": "Customer|report",
    "invoice": "Document no.|report",
    "owner": "Owner|report",
    "salesperson": "Salesperson|report",
    "grade": "Grade|report",
    "region": "Region|report",
}

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class ReportTable:
    """The report as texts and fen: ``kinds`` names each column text, count or amount."""

    title: str
    subtitle: str
    heads: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[tuple[Cell, ...], ...]
    footers: tuple[tuple[str, bool], ...]


def report_table(report: AgingReport, language: str) -> ReportTable:
    """Every block of the report in one table, the currencies under each other, never summed."""

    def text(key: str, **values: object) -> str:
        return translate(key, language, **values)

    buckets = _buckets(report)
    several = len(report.currencies) > 1
    names = [text("Code|report"), text("Customer|report")]
    if report.by == "invoice":
        names = [text("Document no.|report"), *names]
    elif report.by != "customer":
        names = [text(GROUP_TITLES[report.by])]
    kinds = ["text"] * len(names)
    if several:
        names, kinds = [*names, text("Currency|report")], [*kinds, "text"]
    amounts = [
        text("Balance|report"),
        *(text(bucket.label_key, **bucket.label_values) for bucket in buckets),
        text("Unallocated|report"),
        text("Disputed|report"),
    ]
    rows = [
        _cells(row, block, report.by, buckets, several) for block in report.currencies for row in block.rows
    ]
    totals = [
        _totals(block, len(names) - several, buckets, several, text("Total|report"))
        for block in report.currencies
    ]
    scheme = text(report.scheme.label_key)
    basis = text("by due date|report" if report.basis == "due" else "by issue date|report")
    return ReportTable(
        text("Aging of receivables"),
        text("As of {day} · {scheme} · {basis}", day=report.as_of.isoformat(), scheme=scheme, basis=basis),
        (*names, *amounts, text("Days overdue|report")),
        (*kinds, *["amount"] * len(amounts), "count"),
        tuple(rows),
        tuple(totals),
        tuple(footer for block in report.currencies for footer in _footers(block, several, language)),
    )


def aging_pdf(report: AgingReport, path: Path, language: str, company: str) -> None:
    """Write the report as a PDF; refused while an identity does not hold (F-7).

    Raises:
        FiguresDisagree, MissingGlyph, CannotWrite.
    """
    from arcdesk.pdf.report import Footer, render_table
    from arcdesk.pdf.table import Column

    table = report_table(report, language)
    columns = [Column(head, kind) for head, kind in zip(table.heads, table.kinds, strict=True)]
    footers = [Footer(text, holds) for text, holds in table.footers]
    content = render_table(
        table.title, table.subtitle, columns, table.rows, table.totals, footers, language, company=company
    )
    write_durably(path, content)


def aging_xlsx(report: AgingReport, path: Path, language: str, company: str) -> None:
    """Write the report as a workbook with the same figures; texts can never become formulas.

    Raises:
        CannotWrite: the file is open elsewhere, or the folder cannot be written.
    """
    from xlsxwriter import Workbook

    from arcdesk.importing.export import workbook_number

    table = report_table(report, language)
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet(table.title[:31])
        bold, plain = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        money = book.add_format({"num_format": "#,##0.00;(#,##0.00)"})
        money_bold = book.add_format({"num_format": "#,##0.00;(#,##0.00)", "bold": True})
        sheet.write_string(0, 0, f"{company} {table.title}".strip(), bold)
        sheet.write_string(1, 0, table.subtitle)
        for column, head in enumerate(table.heads):
            sheet.write_string(3, column, head, bold)
            sheet.set_column(column, column, 30 if column == 1 else 15)
        lines = [
            *((row, plain, money) for row in table.rows),
            *((row, bold, money_bold) for row in table.totals),
        ]
        for number, (row, words, figures) in enumerate(lines, start=4):
            for column, (kind, value) in enumerate(zip(table.kinds, row, strict=True)):
                if isinstance(value, int):
                    figure = workbook_number(value) if kind == "amount" else value
                    sheet.write_number(number, column, figure, figures if kind == "amount" else None)
                elif value:
                    sheet.write_string(number, column, value, words)
        for number, (text, holds) in enumerate(table.footers, start=5 + len(lines)):
            sheet.write_string(
                number, 0, f"{text}: {translate('holds' if holds else 'does not hold', language)}"
            )
        sheet.freeze_panes(4, 2)
    write_durably(path, content.getvalue())


def _buckets(report: AgingReport) -> tuple[Bucket, ...]:
    undated = any(NO_DUE_DATE.key in block.totals.buckets for block in report.currencies)
    return (*report.scheme.buckets, *[NO_DUE_DATE] * undated)


def _cells(
    row: AgingRow, block: AgingBlock, by: str, buckets: tuple[Bucket, ...], several: bool
) -> tuple[Cell, ...]:
    names: list[Cell] = [row.code, row.name]
    if by == "invoice":
        names = [row.key, *names]
    elif by != "customer":
        names = [row.name or "—"]
    return (*names, *[block.currency] * several, *_figures(row, buckets))


def _figures(row: AgingRow, buckets: tuple[Bucket, ...]) -> tuple[Cell, ...]:
    """A row's figures; what is zero beside the balance stays blank, so that the eye finds the rest."""
    amounts = [*(row.buckets.get(bucket.key, 0) for bucket in buckets), row.unallocated_fen, row.disputed_fen]
    return (row.balance_fen, *(fen or None for fen in amounts), row.max_overdue_days or None)


def _totals(
    block: AgingBlock, names: int, buckets: tuple[Bucket, ...], several: bool, label: str
) -> tuple[Cell, ...]:
    return (label, *[""] * (names - 1), *[block.currency] * several, *_figures(block.totals, buckets))


def _footers(block: AgingBlock, several: bool, language: str) -> list[tuple[str, bool]]:
    mark = f"{block.currency}: " if several else ""
    sums = "Σ buckets − unallocated = balance"
    moves = "opening + receivables − receipts − credits of the month = closing"
    return [
        (mark + translate(sums, language), block.identities.buckets_minus_unallocated_equals_balance),
        (mark + translate(moves, language), block.identities.opening_plus_movements_equals_closing),
    ]
