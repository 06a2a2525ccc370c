"""``import``: a ledger workbook or another system's export into the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import import_history, values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import BadDateOrder, BadSame, DateOrderOpen, FileMissing
from arcdesk.cli.import_files import written
from arcdesk.cli.import_rows import counts_of, decisions_of, lines_of, near_of
from arcdesk.cli.mappings import asked_mapping
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.i18n import current, tr
from arcdesk.services.import_differences import Decisions

if TYPE_CHECKING:
    from arcdesk.services.importing import ImportPlan

DATE_ORDERS = ("mdy", "dmy")
KINDS = (
    ("customers", "Customers"),
    ("invoices", "Invoices"),
    ("receipts", "Receipts"),
    ("allocations", "Allocations"),
    ("plans", "Instalment plans"),
    ("balances", "Balances"),
)


def import_file(
    session: Session,
    file: Annotated[str, Argument(metavar="[FILE]", help="An .xlsx, .xls, .csv or .tsv file.")] = "",
    preset: Annotated[
        str, Option("--preset", metavar="NAME", help="Layout of the file; told from its headings.")
    ] = "",
    sheet: Annotated[str, Option("--sheet", metavar="NAME", help="Read this sheet alone.")] = "",
    as_of: Annotated[
        str, Option("--as-of", metavar="DATE", help="Day of the balances the file shows; today.")
    ] = "",
    date_order: Annotated[
        str, Option("--date-order", metavar="mdy|dmy", help="How dates like 4/6/2026 are meant.")
    ] = "",
    assign: Annotated[
        list[str] | None, Option("--map", metavar="FIELD=HEADING", help="Say what a column means; repeat it.")
    ] = None,
    save_map: Annotated[
        str, Option("--save-map", metavar="NAME", help="Keep what --map says for files of this layout.")
    ] = "",
    use_map: Annotated[str, Option("--use-map", metavar="NAME", help="Read by a layout kept before.")] = "",
    dry_run: Annotated[bool, Option("--dry-run", help="Show what would happen; change nothing.")] = False,
    rejects: Annotated[
        str, Option("--rejects", metavar="FILE", help="Write the rows left out as they stood, with the reasons.")
    ] = "",
    report: Annotated[
        str, Option("--report", metavar="FILE.xlsx", help="Write what is missing, twice or odd in the file.")
    ] = "",
    settle_missing: Annotated[
        bool, Option("--settle-missing", help="The file lists everything open: what it lacks has been settled.")
    ] = False,
    leave: Annotated[
        list[str] | None, Option("--leave", metavar="KEY", help="Leave a row out, like invoices:XS001.")
    ] = None,
    take: Annotated[
        list[str] | None, Option("--take", metavar="KEY", help="Take in a row that is left to you.")
    ] = None,
    same: Annotated[
        list[str] | None,
        Option("--same", metavar="NAME=CODE", help="Who a customer of the file is; NAME= is a new one."),
    ] = None,
    undo: Annotated[int, Option("--undo", metavar="BATCH", help="Take a whole import back.")] = 0,
    reason: Annotated[str, Option("--reason", metavar="TEXT", help="Why it is taken back.")] = "",
    show: Annotated[bool, Option("--list", help="List the imports, newest first.")] = False,
) -> Status:
    """Bring a file into the ledger, or show what that would do."""
    if show:
        return import_history.show(session)
    if undo:
        return import_history.undo(session, undo, reason)
    if not file:
        raise FileMissing(field="file")
    decisions = Decisions(frozenset(leave or ()), frozenset(take or ()), _names(same or ()))
    if date_order and date_order not in DATE_ORDERS:
        raise BadDateOrder(text=date_order, field="date_order")
    day = values.day(as_of)
    with session.desk(write=not dry_run) as desk:
        mapping = asked_mapping(desk, file, sheet, assign or (), use_map, save_map)
        with bar(tr("Reading")) as progress:
            plan = desk.importing.plan(
                Path(file),
                preset=preset or None,
                sheet=sheet or None,
                as_of=day,
                date_order=date_order or None,
                progress=progress,
                mapping=mapping,
                decisions=decisions,
                settle_missing=settle_missing,
            )
            if plan.settled and not settle_missing:  # an unwatched import settles only what it is told to
                plan = desk.importing.replan(plan, _leaving(decisions, plan.settled))
        found = written(desk, plan, rejects, report)
        batch = None
        if not dry_run:
            if plan.file.needs_date_order:
                raise DateOrderOpen(name=plan.file.source_name, field="date_order")
            with bar(tr("Entering")) as progress:
                result = desk.importing.carry_out(plan, progress)
            plan, batch = result.plan, result.batch_id
        if mapping is not None and save_map and not dry_run:
            desk.mappings.save(save_map, mapping)
    session.answer({**_document(plan, batch), **found.document}, lambda: (*_lines(plan, batch), *found.lines))
    return 0 if plan.all_well and not (plan.file.needs_date_order or plan.file.needs_day) else 1


def _leaving(decisions: Decisions, settled: Sequence[str]) -> Decisions:
    return replace(decisions, left=decisions.left | {f"invoices:{number}" for number in settled} - decisions.taken)


def _names(pairs: Sequence[str]) -> dict[str, str]:
    """NAME=CODE, or NAME= for a new customer."""
    found = {}
    for pair in pairs:
        name, equals, code = pair.partition("=")
        if not (equals and name.strip()):
            raise BadSame(text=pair, field="same")
        found[name.strip()] = code.strip()
    return found


def _document(plan: ImportPlan, batch: int | None) -> dict[str, Any]:
    counts = {
        name: {"new": count.new, "changed": count.changed, "unchanged": count.unchanged}
        for name, _ in KINDS
        for count in (getattr(plan, name),)
    }
    return {
        "preset": plan.file.preset,
        "mapping": plan.file.mapping_name or None,
        **counts,
        "settled": list(plan.settled),
        "differences": counts_of(plan),
        "decide": decisions_of(plan),
        "near": near_of(plan),
        "quarantined": list(plan.quarantined),
        "rejected": [
            {
                "sheet": r.sheet,
                "row": r.row,
                "column": r.column,
                "value": r.value,
                "reason": r.reason(current()),
            }
            for r in plan.rejected
        ],
        "passed_over": [
            {"sheet": r.sheet, "row": r.row, "value": r.value, "reason": r.reason(current())}
            for r in plan.file.passed_over
        ],
        "control": {
            currency: {
                "file_total": format_plain(total.file_total_fen),
                "imported_total": format_plain(total.imported_total_fen),
                "passed_over": format_plain(total.passed_over_fen),
            }
            for currency, total in plan.control.items()
        },
        "batch": batch,
        "as_of": plan.as_of.isoformat(),
        "needs_date_order": plan.file.needs_date_order,
        "needs_day": plan.file.needs_day,
    }


def _lines(plan: ImportPlan, batch: int | None) -> Iterator[str]:
    yield (
        tr("{file}: would be imported like this; nothing is changed yet.", file=plan.file.source_name)
        if batch is None
        else tr("{file}: imported as batch {batch}.", file=plan.file.source_name, batch=batch)
    )
    if plan.file.needs_date_order:
        yield tr(DateOrderOpen.sentence, name=plan.file.source_name)
    if plan.file.needs_day:
        from arcdesk.services.import_day import DayOpen

        yield tr(DayOpen.sentence, name=plan.file.source_name)
    yield ""
    yield from table(
        ("", tr("New"), tr("Changed"), tr("Unchanged")),
        [
            (tr(label), str(count.new), str(count.changed), str(count.unchanged))
            for name, label in KINDS
            for count in (getattr(plan, name),)
            if name not in ("plans", "balances") or (count.new, count.changed, count.unchanged) != (0, 0, 0)
        ],
        right=(1, 2, 3),
    )
    yield ""
    yield from table(
        (tr("Currency"), tr("Total in the file"), tr("Total taken"), ""),
        [
            (
                currency,
                format_amount(total.file_total_fen),
                format_amount(total.imported_total_fen),
                tr("agree") if total.agrees else tr("DIFFER"),
            )
            for currency, total in plan.control.items()
        ],
        right=(1, 2),
    )
    yield from lines_of(plan)
    if plan.quarantined:
        yield ""
        yield tr(
            "Without a due date ({count}): {numbers}",
            count=len(plan.quarantined),
            numbers=", ".join(plan.quarantined),
        )
        if batch is not None:
            yield tr("Give them one: arcdesk due --missing")
    if plan.rejected:
        yield ""
        yield tr("Left out ({count}):", count=len(plan.rejected))
        for row in plan.rejected:
            where = tr("{sheet} row {row}, {column}", sheet=row.sheet, row=row.row, column=row.column)
            yield f"  {where}: {row.reason(current())}"


COMMANDS = (
    Command("import", import_file, "Bring a ledger workbook or another system's export into the ledger"),
)
