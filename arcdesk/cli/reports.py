"""``aging``: who owes what, how old, as of any day."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.exchange import rate_document, rate_text, stated_rate
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.aging import NO_DUE_DATE, Bucket
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.i18n import current, tr

if TYPE_CHECKING:
    from arcdesk.services.aging import AgingBlock, AgingReport, AgingRow
    from arcdesk.services.exchange import BaseView


def aging(
    session: Session,
    as_of: Annotated[str, Option("--as-of", metavar="DATE", help="The day asked about; today.")] = "",
    by: Annotated[
        str,
        Option(
            "--by", metavar="customer|invoice|owner|salesperson|grade|region", help="What a line stands for."
        ),
    ] = "customer",
    basis: Annotated[
        str,
        Option(
            "--basis",
            metavar="due|issued",
            help="Age since the due date or the issue date; the scheme's own.",
        ),
    ] = "",
    scheme: Annotated[
        str, Option("--scheme", metavar="NAME", help="Aging scheme; the workspace's own.")
    ] = "",
    currency: Annotated[str, Option("--currency", metavar="CUR", help="This currency alone.")] = "",
    xlsx: Annotated[str, Option("--xlsx", metavar="FILE", help="Write the report as a workbook too.")] = "",
    pdf: Annotated[str, Option("--pdf", metavar="FILE", help="Write the report as a PDF too.")] = "",
    base: Annotated[
        bool, Option("--base", help="Add all currencies together in the base currency, at stated rates.")
    ] = False,
    rate: Annotated[
        list[str] | None,
        Option(
            "--rate",
            metavar="CUR=RATE[@DATE]",
            help="With --base: what one unit is worth, as USD=7.10; else the rates kept by “exchange”.",
        ),
    ] = None,
) -> Status:
    """Show the aging report, and write it to files where asked."""
    given = tuple(stated_rate(text, values.day(as_of) or session.clock.today(), "--rate") for text in rate or ())
    with session.desk(write=False) as desk:
        report = desk.aging.report(
            values.day(as_of), by, basis or None, scheme or None, currency.strip().upper() or None
        )
        view = desk.exchange.in_base(report, given) if base or given else None
        written = []
        if xlsx:
            desk.exporting.aging_xlsx(report, Path(xlsx), current())
            written.append(xlsx)
        if pdf:
            desk.exporting.aging_pdf(report, Path(pdf), current())
            written.append(pdf)
    answer = document(report, written)
    if view is not None:
        answer["base"] = _base_document(report, view)
    session.answer(answer, lambda: (*lines(report, written), *(_base_lines(report, view) if view else ())))
    return 0 if all(block.identities.hold for block in report.currencies) else 1


def document(report: AgingReport, files: list[str] | None = None) -> dict[str, Any]:
    """The report as the JSON of interface.md."""
    return {
        "as_of": report.as_of.isoformat(),
        "by": report.by,
        "basis": report.basis,
        "scheme": report.scheme.name,
        "buckets": [
            {
                "key": bucket.key,
                "label": _label(bucket),
                "from_days": bucket.from_days,
                "to_days": bucket.to_days,
                "color": bucket.color,
            }
            for bucket in _buckets(report)
        ],
        "currencies": {block.currency: _block(report, block) for block in report.currencies},
        "files": files or [],
    }


def _base_document(report: AgingReport, view: BaseView) -> dict[str, Any]:
    return {
        "currency": view.currency,
        "rates": [rate_document(rate) for rate in view.rates],
        **_block(report, view.block),
    }


def _base_lines(report: AgingReport, view: BaseView) -> Iterator[str]:
    yield ""
    yield tr("All currencies in {currency}, at stated rates", currency=view.currency)
    for rate in view.rates:
        yield "  " + rate_text(rate, view.currency)
    yield from _block_lines(report, view.block)


def lines(report: AgingReport, files: list[str] | None = None) -> Iterator[str]:
    """The report as tables, one a currency."""
    basis = tr("by due date") if report.basis == "due" else tr("by issue date")
    yield tr(
        "Aging as of {day}, {basis}, scheme {scheme}",
        day=report.as_of.isoformat(),
        basis=basis,
        scheme=tr(report.scheme.label_key),
    )
    for block in report.currencies:
        yield ""
        yield from _block_lines(report, block)
    for file in files or ():
        yield tr("Written: {path}", path=file)


def _buckets(report: AgingReport) -> list[Bucket]:
    """The scheme's buckets, and the one for what has no due date where something stands in it."""
    used = any(NO_DUE_DATE.key in block.totals.buckets for block in report.currencies)
    return [*report.scheme.buckets, *([NO_DUE_DATE] if used else [])]


def _label(bucket: Bucket) -> str:
    return tr(bucket.label_key, **bucket.label_values)


def _block(report: AgingReport, block: AgingBlock) -> dict[str, Any]:
    identities = block.identities
    return {
        "rows": [_row(report, row) for row in block.rows],
        "totals": _row(report, block.totals),
        "identities": {
            "buckets_minus_unallocated_equals_balance": identities.buckets_minus_unallocated_equals_balance,
            "opening_plus_movements_equals_closing": identities.opening_plus_movements_equals_closing,
        },
    }


def _row(report: AgingReport, row: AgingRow) -> dict[str, Any]:
    invoice = {"invoice": row.key} if report.by == "invoice" and row.key else {}
    return {
        "customer": row.code or None,
        "name": row.name or None,
        **invoice,
        "balance": format_plain(row.balance_fen),
        "gross": format_plain(row.gross_fen),
        "unallocated": format_plain(row.unallocated_fen),
        "disputed": format_plain(row.disputed_fen),
        "overdue": format_plain(row.overdue_fen),
        "buckets": {bucket.key: format_plain(row.buckets.get(bucket.key, 0)) for bucket in _buckets(report)},
        "worst": row.worst or None,
        "max_overdue_days": row.max_overdue_days,
        "invoices": row.invoice_count,
    }


def _block_lines(report: AgingReport, block: AgingBlock) -> Iterator[str]:
    buckets = _buckets(report)
    first = {
        "customer": tr("Code"),
        "invoice": tr("Invoice"),
        "owner": tr("Owner"),
        "salesperson": tr("Salesperson"),
        "grade": tr("Grade"),
        "region": tr("Region"),
    }[report.by]
    named = report.by in ("customer", "invoice")
    headings = [
        first,
        *([tr("Customer")] if named else []),
        *(_label(bucket) for bucket in buckets),
        tr("Not allocated"),
        tr("Balance"),
        tr("Most days overdue"),
    ]

    def cells(row: AgingRow, title: str) -> list[str]:
        return [
            title,
            *([row.name] if named else []),
            *(format_amount(row.buckets.get(bucket.key, 0)) for bucket in buckets),
            format_amount(-row.unallocated_fen),
            format_amount(row.balance_fen),
            str(row.max_overdue_days),
        ]

    rows = [cells(row, row.key or tr("(none)")) for row in block.rows]
    right = range(2 if named else 1, len(headings))
    yield block.currency
    yield from table(headings, rows, right=right, foot=cells(block.totals, tr("Total")))
    holds = {True: tr("holds"), False: tr("DOES NOT HOLD")}
    identities = block.identities
    yield f"{tr('Buckets less unallocated = balance')}: {holds[identities.buckets_minus_unallocated_equals_balance]}"
    yield f"{tr('Opening plus movements = closing')}: {holds[identities.opening_plus_movements_equals_closing]}"


COMMANDS = (Command("aging", aging, "Who owes what, how old, as of any day"),)
