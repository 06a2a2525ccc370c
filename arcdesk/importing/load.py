"""From a file to its rows: the one door of this room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from arcdesk.collector import no_garbage_search
from arcdesk.importing import balances, control, dayorder, invoices, presets, sheets, totals
from arcdesk.importing.columns import SheetView
from arcdesk.importing.headings import REQUIRED
from arcdesk.importing.known import Known, derive_customers
from arcdesk.importing.ledger_file import (
    AllocationRow,
    ContractRow,
    ControlTotal,
    CustomerRow,
    InstalmentRow,
    InvoiceRow,
    LedgerFile,
    PersonRow,
    QuarantinedRow,
    ReceiptRow,
    RejectedRow,
    TotalCheck,
)
from arcdesk.importing.reader import read_source
from arcdesk.importing.rejects import is_reject_heading
from arcdesk.importing.unmended import reject_again

Progress = Callable[[int, int], None]


def load(
    path: Path,
    *,
    as_of: date,
    preset: str | None = None,
    sheet: str | None = None,
    date_order: str | None = None,
    progress: Progress | None = None,
) -> LedgerFile:
    """Every row of a ledger file, with the rejected ones and the control totals.

    Args:
        path: an .xlsx, .xlsm, .xls, .csv or .tsv file; its bytes decide, not its name.
        as_of: the day of receipts made from 已收金额 and 未收金额.
        preset: a name of ``presets.PRESET_LABELS``; without it the headings decide.
        sheet: read this sheet alone.
        date_order: "mdy" or "dmy" for dates like 4/6/2026; without it the columns decide.
        progress: told rows done and rows in all, after each sheet.

    Raises:
        Refusal: one of ``arcdesk.importing.errors``, if the file as a whole can't be taken.
    """
    with no_garbage_search():
        return _load(path, as_of, preset, sheet, date_order, progress)


def _load(
    path: Path,
    as_of: date,
    preset: str | None,
    sheet: str | None,
    date_order: str | None,
    progress: Progress | None,
) -> LedgerFile:
    source = read_source(path, sheet)
    recognised, others = presets.ledger_sheets(source.tables, source.name)
    chosen = presets.choose(recognised, preset)
    views = [SheetView(table, heading) for table, heading in recognised]
    asked = _settle_date_order(views, date_order)
    reading = _Reading(chosen, as_of)
    done, total = 0, sum(view.count for view in views)
    if progress:
        progress(0, total)
    # Customers and contracts first: their terms give invoices their due dates.
    for view in sorted(views, key=lambda view: list(REQUIRED).index(view.heading.kind)):
        reading.take(view)
        done += view.count
        if progress:
            progress(done, total)
    file = reading.finish(source.name, source.sha256, needs_date_order=asked, skipped=others)
    # Rows that were mended are some of a list, never all of it: what is missing has not been settled.
    is_part = any(is_reject_heading(view.table.rows[view.heading.row]) for view in views)
    return replace(file, source_path=path, lists_all_open=file.lists_all_open and not is_part)


def _settle_date_order(views: Sequence[SheetView], given: str | None) -> bool:
    if given is None:
        return dayorder.decide(views)
    if given not in dayorder.ORDERS:
        raise ValueError(f"date_order is {given!r}, not one of {dayorder.ORDERS}")
    for view in views:
        view.date_order = given
    return False


@dataclass(slots=True)
class _Reading:
    """The rows gathered so far, sheet by sheet."""

    preset: str
    as_of: date
    known: Known = field(default_factory=Known)
    customers: list[CustomerRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    contracts: list[ContractRow] = field(default_factory=list)
    invoices: list[InvoiceRow] = field(default_factory=list)
    receipts: list[ReceiptRow] = field(default_factory=list)
    allocations: list[AllocationRow] = field(default_factory=list)
    instalments: list[InstalmentRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    checks: list[TotalCheck] = field(default_factory=list)
    tally: control.Tally = field(default_factory=control.Tally)
    settled_on: dict[str, date] = field(default_factory=dict)
    given: dict[str, frozenset[str]] = field(default_factory=dict)

    def take(self, view: SheetView) -> None:
        """Read one sheet."""
        stated = totals.set_aside(view)
        reject_again(view)
        kind = view.heading.kind
        if kind == "customers":
            rows = sheets.read_customers(view)
            self.known.add_customers(rows, view)
            self.customers += rows
        elif kind == "contacts":
            self.persons += sheets.read_persons(view)
        elif kind == "contracts":
            self.contracts += sheets.read_contracts(view)
            self.known.add_contracts(view)
        elif kind == "invoices":
            self._take_invoices(view, stated)
        elif kind == "receipts":
            receipts, amounts, currencies = sheets.read_receipts(view)
            self.receipts += receipts
            self.checks += totals.check(view, stated, {"amount": amounts})
            self.tally.add("receipts", view, amounts, currencies, stated)
        elif kind == "allocations":
            self.allocations += sheets.read_allocations(view)
        else:
            self.instalments += sheets.read_instalments(view)
        self.rejected += view.rejected()
        self.given[kind] = self.given.get(kind, frozenset()) | view.cells.keys()

    def _take_invoices(self, view: SheetView, stated: list[totals.TotalRow]) -> None:
        number_field = "number" if view.has("number") else "tax_invoice_number"
        sheet = invoices.read_invoices(
            view,
            number_field=number_field,
            disputed_is_yes_no=self.preset == presets.SETTLED_LIST,
            known=self.known,
        )
        self.invoices += sheet.rows
        columns = {"amount": sheet.amounts, "received": sheet.received, "open": sheet.open}
        self.checks += totals.check(view, stated, columns)
        self.tally.add("invoices", view, sheet.amounts, sheet.currencies, stated)
        if self.preset == presets.SETTLED_LIST:
            days = dict(zip(view.row_numbers, sheet.settled_on, strict=True))
            self.settled_on.update(
                (row.number, day) for row in sheet.rows if (day := days[row.row]) is not None
            )

    def finish(self, name: str, sha256: str, *, needs_date_order: bool, skipped: list[str]) -> LedgerFile:
        """Join the sheets: doubles across sheets, derived customers, receipts behind balances."""
        self.customers = control.drop_doubles(self.customers, "customers", "code", self.rejected)
        self.contracts = control.drop_doubles(self.contracts, "contracts", "number", self.rejected)
        self.invoices = control.drop_doubles(self.invoices, "invoices", "number", self.rejected)
        self.receipts = control.drop_doubles(self.receipts, "receipts", "number", self.rejected)
        totals_by_currency: dict[str, ControlTotal] = self.tally.totals(self.invoices, self.receipts)
        self._join(*balances.settled_receipts(self.invoices, self.settled_on))
        return LedgerFile(
            preset=self.preset,
            customers=(*self.customers, *derive_customers(self.invoices, self.known)),
            persons=tuple(self.persons),
            contracts=tuple(self.contracts),
            invoices=tuple(self.invoices),
            receipts=tuple(self.receipts),
            allocations=tuple(self.allocations),
            rejected=tuple(self.rejected),
            quarantined=tuple(
                QuarantinedRow(row.sheet, row.row, row.number) for row in self.invoices if row.due_on is None
            ),
            control=totals_by_currency,
            totals=tuple(self.checks),
            needs_date_order=needs_date_order,
            given=self.given,
            skipped_sheets=tuple(skipped),
            source_name=name,
            source_sha256=sha256,
            instalments=tuple(self.instalments),
        )

    def _join(self, receipts: list[ReceiptRow], allocations: list[AllocationRow]) -> None:
        self.receipts += receipts
        self.allocations += allocations
