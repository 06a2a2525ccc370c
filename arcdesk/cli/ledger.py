"""``import``: a ledger workbook or another system's export into the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from arcdesk.cli import values
from arcdesk.cli.commands import Command, Status
from arcdesk.cli.errors import BadDateOrder, DateOrderOpen
from arcdesk.cli.mappings import asked_mapping
from arcdesk.cli.progress import bar
from arcdesk.cli.session import Session
from arcdesk.cli.tables import table
from arcdesk.domain.money import format_amount, format_plain
from arcdesk.i18n import current, tr

if TYPE_CHECKING:
    from arcdesk.services.importing import ImportPlan

DATE_ORDERS = ("mdy", "dmy")
KINDS = (
    ("customers", "Customers"),
    ("invoices", "Invoices"),
    ("receipts", "Receipts"),
    ("allocations", "Allocations"),
    ("plans", "Instalment plans"),
)


def import_file(
    session: Session,
    file: Annotated[str, Argument(metavar="FILE", help="An .xlsx, .xls, .csv or .tsv file.")],
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
) -> Status:
    """Bring a file into the ledger, or show what that would do."""
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
            )
        batch = None
        if not dry_run:
            if plan.file.needs_date_order:
                raise DateOrderOpen(name=plan.file.source_name, field="date_order")
            with bar(tr("Entering")) as progress:
                result = desk.importing.carry_out(plan, progress)
            plan, batch = result.plan, result.batch_id
        if mapping is not None and save_map and not dry_run:
            desk.mappings.save(save_map, mapping)
    session.answer(_document(plan, batch), lambda: _lines(plan, batch))
    return 0 if plan.all_well and not plan.file.needs_date_order else 1


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
        "settled": [],
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
        "control": {
            currency: {
                "file_total": format_plain(total.file_total_fen),
                "imported_total": format_plain(total.imported_total_fen),
            }
            for currency, total in plan.control.items()
        },
        "batch": batch,
        "as_of": plan.as_of.isoformat(),
        "needs_date_order": plan.file.needs_date_order,
    }


def _lines(plan: ImportPlan, batch: int | None) -> Iterator[str]:
    yield (
        tr("{file}: would be imported like this; nothing is changed yet.", file=plan.file.source_name)
        if batch is None
        else tr("{file}: imported as batch {batch}.", file=plan.file.source_name, batch=batch)
    )
    if plan.file.needs_date_order:
        yield tr(DateOrderOpen.sentence, name=plan.file.source_name)
    yield ""
    yield from table(
        ("", tr("New"), tr("Changed"), tr("Unchanged")),
        [
            (tr(label), str(count.new), str(count.changed), str(count.unchanged))
            for name, label in KINDS
            for count in (getattr(plan, name),)
            if name != "plans" or (count.new, count.changed, count.unchanged) != (0, 0, 0)
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
                tr("agree") if total.file_total_fen == total.imported_total_fen else tr("DIFFER"),
            )
            for currency, total in plan.control.items()
        ],
        right=(1, 2),
    )
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
