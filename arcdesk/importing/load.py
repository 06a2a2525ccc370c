"""From a file to its rows: the one door of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from arcdesk.collector import no_garbage_search
from arcdesk.importing import (
    balances,
    control,
    customer_balances,
    customer_lines,
    dayorder,
    debit_credit,
    foreign_lists,
    invoices,
    mapped_rows,
    presets,
    receipt_lists,
    sheets,
    tax_list,
    totals,
)
from arcdesk.importing.accounts import Documents
from arcdesk.importing.columns import SheetView, column_letters
from arcdesk.importing.headings import REQUIRED
from arcdesk.importing.known import Known, derive_customers
from arcdesk.importing.layouts import Found
from arcdesk.importing.ledger_file import (
    AccountTotal,
    AllocationRow,
    BalanceRow,
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
    Remark,
    TotalCheck,
)
from arcdesk.importing.mapping import ColumnMapping
from arcdesk.importing.mapping_saved import SavedMapping, explained, find_saved, name_of
from arcdesk.importing.presets import Explain
from arcdesk.importing.reader import Source, read_source
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
    explain: Explain | None = None,
    mapping: ColumnMapping | None = None,
    saved: Sequence[SavedMapping] = (),
) -> LedgerFile:
    """Every row of a ledger file, with the rejected ones and the control totals.

    Args:
        path: an .xlsx, .xlsm, .xls, .csv or .tsv file; its bytes decide, not its name.
        as_of: the day of the balances, where the file does not say it itself.
        preset: a name of ``presets.PRESET_LABELS``; without it the headings decide.
        sheet: read this sheet alone.
        date_order: "mdy" or "dmy" for dates like 4/6/2026; without it the columns decide.
        progress: told rows done and rows in all, after each sheet.
        explain: asked for the heading of each sheet before it is searched for; ``None`` where it knows none.
        mapping: what a person says of the columns; only the sheets that it explains are read.
        saved: explanations kept from earlier files; without a ``mapping`` and a ``preset`` the first that
            fits goes before every layout.

    Raises:
        Refusal: one of ``arcdesk.importing.errors``, if the file as a whole can't be taken.
    """
    with no_garbage_search():
        source = read_source(path, sheet)
        known = None if mapping or preset else find_saved(source.tables, saved)
        said = mapping or (known.mapping if known else None)
        if said is not None:
            recognised, others = explained(source.tables, said)
            preset = presets.MAPPED
        else:
            recognised, others = presets.ledger_sheets(source.tables, source.name, preset, explain)
        chosen = presets.choose(recognised, preset)
        recognised, repeated = _without_repeats(recognised)
        views = {id(found): SheetView(found.table, found.heading) for found in recognised}
        asked = _settle_date_order(list(views.values()), date_order, said.date_order if said else "")
        reading = _Reading(chosen, as_of, remarks=[*source.remarks, *repeated], mapping=said)
        if said is not None:
            reading.mapping_name = known.name if known else name_of(said, saved)
        done, total = 0, sum(view.count for view in views.values())
        if progress:
            progress(0, total)
        # Customers and contracts first: their terms give invoices their due dates.
        for found in sorted(recognised, key=lambda found: list(REQUIRED).index(found.heading.kind)):
            view = views[id(found)]
            reading.take(found, view)
            done += view.count
            if progress:
                progress(done, total)
        others += [found.values["sheet"] for found in repeated]  # type: ignore[misc]
        file = reading.finish(source, path, needs_date_order=asked, skipped=others)
    # Rows that were mended are some of a list, never all of it: what is missing has not been settled.
    is_part = any(is_reject_heading(view.table.rows[view.heading.row]) for view in views.values())
    return replace(file, lists_all_open=file.lists_all_open and not is_part)


def _without_repeats(recognised: list[Found]) -> tuple[list[Found], list[Remark]]:
    """Documents, a ledger of debit and credit, balances: side by side each says the same and would count twice."""
    recognised, repeated = _without_lines(recognised)
    if repeated:
        others, remarks = _without_repeats(recognised)
        return others, [*repeated, *remarks]
    debts = [found for found in recognised if found.heading.kind in ("invoices", "ledger", "balances")]
    if len({found.heading.kind for found in debts}) < 2:
        return recognised, []
    best = max(debts, key=lambda found: (found.heading.kind != "balances", found.score))
    repeats = [found for found in debts if found.heading.kind != best.heading.kind]
    other_kinds = {found.heading.kind for found in repeats}
    kept = [found for found in recognised if found.heading.kind not in other_kinds]
    return kept, [_repeats(found, best) for found in repeats]


def _without_lines(recognised: list[Found]) -> tuple[list[Found], list[Remark]]:
    """Beside the list of invoices one of their lines says the same once more."""
    lists = [found for found in recognised if found.layout.preset == presets.TAX_LIST]
    whole = [found for found in lists if "goods" not in found.heading.columns]
    if not whole or len(whole) == len(lists):
        return recognised, []
    kept = [found for found in recognised if found not in lists or found in whole]
    return kept, [_repeats(found, whole[0]) for found in lists if found not in whole]


def _repeats(found: Found, other: Found) -> Remark:
    sentence = "Sheet {sheet} shows the debts of sheet {other} in another way: it was not taken in."
    return Remark(sentence, {"sheet": found.table.sheet, "other": other.table.sheet})


def _settle_date_order(views: Sequence[SheetView], given: str | None, remembered: str = "") -> bool:
    """What the columns prove goes before the order once said of another file of the same layout."""
    if given is None:
        if not dayorder.decide(views):
            return False
        if not remembered:
            return True
        given = remembered
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
    remarks: list[Remark]
    mapping: ColumnMapping | None = None
    mapping_name: str = ""
    known: Known = field(default_factory=Known)
    customers: list[CustomerRow] = field(default_factory=list)
    persons: list[PersonRow] = field(default_factory=list)
    contracts: list[ContractRow] = field(default_factory=list)
    invoices: list[InvoiceRow] = field(default_factory=list)
    receipts: list[ReceiptRow] = field(default_factory=list)
    allocations: list[AllocationRow] = field(default_factory=list)
    instalments: list[InstalmentRow] = field(default_factory=list)
    balances: list[BalanceRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    passed_over: list[RejectedRow] = field(default_factory=list)
    checks: list[TotalCheck] = field(default_factory=list)
    tally: control.Tally = field(default_factory=control.Tally)
    settled_on: dict[str, date] = field(default_factory=dict)
    given: dict[str, frozenset[str]] = field(default_factory=dict)
    own_money: set[str] = field(default_factory=set)
    open_lists: list[bool] = field(default_factory=list)
    closed: frozenset[str] = frozenset()
    accounts: list[AccountTotal] = field(default_factory=list)
    stated_day: date | None = None
    is_day_stated: bool = False

    def take(self, found: Found, view: SheetView) -> None:
        """Read one sheet."""
        kind = view.heading.kind
        self._prepare(found, view)
        if self.mapping is not None:
            self.remarks += mapped_rows.complete(view, self.mapping)
        stated = totals.set_aside(view)
        reject_again(view)
        self._remark_rivals(view)
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
            self._take_invoices(found, view, stated)
        elif kind == "receipts":
            self._take_receipts(found, view, stated)
        elif kind == "ledger":
            self._take_ledger(found, view)
        elif kind == "balances":
            self._take_balances(found, view, stated)
        elif kind == "allocations":
            self.allocations += sheets.read_allocations(view)
        else:
            self.instalments += sheets.read_instalments(view)
        self.rejected += view.rejected()
        self.passed_over += view.passed_over()
        self._give(kind, view.heading.columns)

    def _prepare(self, found: Found, view: SheetView) -> None:
        """What the lines above say, and who is meant where the rows do not say it by name."""
        if self.stated_day is None:
            self.stated_day, self.is_day_stated = found.titles.as_of, found.titles.is_day_stated
        view.prefer_filled()
        if view.heading.kind != "customers" and view.has("short_name"):
            self._take_short_names(view)
        if view.heading.kind == "ledger":
            customer_lines.fill(view, found.titles)

    def _take_short_names(self, view: SheetView) -> None:
        """A short name names the customer where nothing else does; beside the name it is kept."""
        if not view.has("customer_name"):
            view.take_for("customer_name", "short_name")
        else:
            self.known.add_short_names(view)

    def _take_invoices(self, found: Found, view: SheetView, stated: list[totals.TotalRow]) -> None:
        lenient = found.layout.lenient
        if found.layout.preset == presets.TAX_LIST:
            tax_list.prepare(view)
            self.known.add_credit_codes(tax_list.credit_codes(view))
        by_invoice = view.has("tax_invoice_number") and not view.has("number")
        sheet = invoices.read_invoices(
            view,
            number_field="tax_invoice_number" if by_invoice else "number",
            disputed_is_yes_no=self.preset == presets.SETTLED_LIST,
            known=self.known,
            lenient=lenient,
            unnumbered=found.layout.unnumbered,
            main_currency=found.titles.currency,
            takes_used_credits=lenient or self.preset == presets.HOME_LEDGER,
        )
        open_only = not view.has("amount")
        self.open_lists.append(open_only)
        self.invoices += sheet.rows
        self.receipts += sheet.receipts
        self.closed |= sheet.closed
        columns = {"amount": sheet.amounts, "received": sheet.received, "open": sheet.open}
        self.checks += totals.check(view, stated, columns, sheet.currencies)
        self.tally.add(
            "invoices", view, sheet.amounts, sheet.currencies, stated, "open" if open_only else "amount", sheet.used
        )
        self.remarks += sheet.remarks
        if lenient:
            self.remarks += foreign_lists.group_remarks(view, sheet.open, sheet.currencies)
        if self.preset == presets.SETTLED_LIST:
            days = dict(zip(view.row_numbers, sheet.settled_on, strict=True))
            self.settled_on.update(
                (row.number, day) for row in sheet.rows if (day := days[row.row]) is not None
            )

    def _take_receipts(self, found: Found, view: SheetView, stated: list[totals.TotalRow]) -> None:
        name = "amount"
        if found.layout.lenient:
            sheet = receipt_lists.read_receipt_list(
                view, self.known, found.titles.currency, unnumbered=found.layout.unnumbered
            )
            self.receipts += sheet.rows
            self.invoices += sheet.refunds
            self.own_money.add(view.table.sheet)
            amounts, currencies = sheet.amounts, sheet.currencies
            name = "amount" if view.has("amount") or view.has("fee") or view.has("discount") else "net"
        else:
            rows, amounts, currencies = sheets.read_receipts(view, self.known)
            self.receipts += rows
        self.checks += totals.check(view, stated, {name: amounts}, currencies)
        self.tally.add("receipts", view, amounts, currencies, stated, name)

    def _take_ledger(self, found: Found, view: SheetView) -> None:
        documents = Documents(view.table.sheet, found.titles.first_day)
        heading = view.heading_text("balance")
        for account in debit_credit.read_accounts(view, self.known, found.titles):
            documents.add(account, heading)
        self.invoices += documents.invoices
        self.receipts += documents.receipts
        self.allocations += documents.allocations
        self.checks += documents.checks
        self.accounts += documents.accounts
        self.own_money.add(view.table.sheet)
        self.open_lists.append(False)
        self.tally.add_net(view.table.sheet, documents.invoices, documents.receipts, documents.set_aside)
        if documents.uneven:
            sentence = "On sheet {sheet} the balances of {name} ({count} in all) do not follow from the rows."
            facts = {"sheet": view.table.sheet, "name": documents.uneven[0], "count": len(documents.uneven)}
            self.remarks.append(Remark(sentence, facts))
        if documents.advances:
            sentence = "On sheet {sheet} advance payments of {name} ({count} in all) are not in the balance: left out."
            facts = {"sheet": view.table.sheet, "name": documents.advances[0], "count": len(documents.advances)}
            self.remarks.append(Remark(sentence, facts))
        renamed = {"date": "issued_on", "debit_settled": "received", "debit_open": "open", "debit": "amount"}
        self._give("invoices", (renamed.get(name, name) for name in view.cells))
        self._give("receipts", ("number", "received_on", "amount", *(("note",) if view.has("note") else ())))

    def _take_balances(self, found: Found, view: SheetView, stated: list[totals.TotalRow]) -> None:
        day = found.titles.as_of or self.as_of
        sheet = customer_balances.read_balances(view, self.known, day, found.titles.currency)
        self.balances += sheet.rows
        self.checks += totals.check(view, stated, {"balance": sheet.amounts}, sheet.currencies)
        self.tally.add("balances", view, sheet.amounts, sheet.currencies, stated, "balance")
        self.remarks += sheet.remarks

    def _give(self, kind: str, names: Iterable[str]) -> None:
        self.given[kind] = self.given.get(kind, frozenset()) | frozenset(names)

    def _remark_rivals(self, view: SheetView) -> None:
        """Two columns that mean the same are no matter while they agree."""
        for name, columns in view.heading.rivals.items():
            chosen = view.heading.columns.get(name)
            for other in columns:
                row = view.first_difference(chosen, other) if chosen is not None else None
                if row is not None:
                    sentence = (
                        "On sheet {sheet} columns {first} and {second} both stand for “{heading}” and differ, "
                        "first in row {row}. Column {first} was taken."
                    )
                    letters = {"first": column_letters(chosen or 0), "second": column_letters(other)}
                    heading = view.heading_text(name)
                    self.remarks.append(
                        Remark(
                            sentence, {"sheet": view.table.sheet, "heading": heading, "row": row, **letters}
                        )
                    )

    def finish(self, source: Source, path: Path, *, needs_date_order: bool, skipped: list[str]) -> LedgerFile:
        """Join the sheets: doubles across sheets, derived customers, receipts behind balances."""
        self.customers = control.drop_doubles(self.customers, "customers", "code", self.rejected)
        self.contracts = control.drop_doubles(self.contracts, "contracts", "number", self.rejected)
        self.invoices = control.drop_doubles(self.invoices, "invoices", "number", self.rejected)
        self.receipts = control.drop_doubles(self.receipts, "receipts", "number", self.rejected)
        totals_by_currency: dict[str, ControlTotal] = self.tally.totals(
            self.invoices, self.receipts, self.balances
        )
        foreign = [row for row in self.receipts if row.open_only or row.sheet in self.own_money]
        self._join(*balances.settled_receipts(self.invoices, self.settled_on))
        return LedgerFile(
            preset=self.preset,
            customers=(
                *self.customers,
                *derive_customers(self.invoices, self.known, (*foreign, *self.balances)),
            ),
            persons=tuple(self.persons),
            contracts=tuple(self.contracts),
            invoices=tuple(self.invoices),
            receipts=tuple(self.receipts),
            allocations=tuple(self.allocations),
            rejected=tuple(self.rejected),
            passed_over=tuple(self.passed_over),
            quarantined=tuple(
                QuarantinedRow(row.sheet, row.row, row.number) for row in self.invoices if row.due_on is None
            ),
            control=totals_by_currency,
            totals=tuple(self.checks),
            needs_date_order=needs_date_order,
            given=self.given,
            skipped_sheets=tuple(skipped),
            source_name=source.name,
            source_sha256=source.sha256,
            instalments=tuple(self.instalments),
            balances=tuple(self.balances),
            lists_all_open=bool(self.open_lists) and all(self.open_lists),
            closed=self.closed,
            accounts=tuple(self.accounts),
            as_of=self.stated_day,
            is_day_stated=self.is_day_stated,
            remarks=tuple(self.remarks),
            mapping_name=self.mapping_name,
            source_path=path,
        )

    def _join(self, receipts: list[ReceiptRow], allocations: list[AllocationRow]) -> None:
        self.receipts += receipts
        self.allocations += allocations
