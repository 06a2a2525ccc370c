"""The ledger and the aging report out of the program: workbook, XLSX, PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from arcdesk.importing.ledger_file import (
    AllocationRow,
    ContractRow,
    CustomerRow,
    InvoiceRow,
    LedgerFile,
    PersonRow,
    ReceiptRow,
)
from arcdesk.models.customer import ContactPerson, Customer
from arcdesk.models.ledger import Allocation, Contract, Dispute, Invoice, Receipt, WriteOff
from arcdesk.models.queries.sql import pairs
from arcdesk.services import aging_files, export_parties, export_plans
from arcdesk.services.aging import AgingReport
from arcdesk.services.company import CompanyService
from arcdesk.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Exported:
    """A written ledger workbook and what it holds, in rows."""

    path: Path
    customers: int
    invoices: int
    receipts: int


class ExportService:
    """Writes the whole ledger as ``import`` reads it back, and reports as files."""

    def __init__(self, work: UnitOfWork, company: CompanyService) -> None:
        self._work = work
        self._company = company

    def aging_pdf(self, report: AgingReport, path: Path, language: str) -> Path:
        """Write an aging report as a PDF; refused while an identity does not hold (F-7)."""
        aging_files.aging_pdf(report, path, language, self._company.profile().name)
        return path

    def aging_xlsx(self, report: AgingReport, path: Path, language: str) -> Path:
        """Write an aging report as a workbook with the figures of the screen."""
        aging_files.aging_xlsx(report, path, language, self._company.profile().name)
        return path

    def ledger_workbook(
        self, path: Path, progress: Callable[[int, int], None] | None = None, *, mask: bool = False
    ) -> Exported:
        """Write every customer, document and allocation to an .xlsx (interface.md section 2).

        Args:
            mask: contact data of people is made unreadable (PIPL); such a workbook is for handing on.

        Raises:
            FileNotWritable, TooManyRows, TextTooLong.
        """
        from arcdesk.importing.export import write_ledger_workbook

        ledger = replace(_ledger(), instalments=export_plans.instalment_rows(self._work.clock.today()))
        if mask:
            ledger = export_parties.without_contacts(ledger)
        write_ledger_workbook(path, ledger, progress)
        if self._work.workspace.can_write:
            with self._work.write("ledger.exported", file=path.name, **({"masked": True} if mask else {})):
                pass
        return Exported(path, len(ledger.customers), len(ledger.invoices), len(ledger.receipts))


def _ledger() -> LedgerFile:
    codes = export_parties.standing_codes()
    aliases = export_parties.aliases_by_customer()
    contracts: dict[int, str] = pairs(Contract.select(Contract.id, Contract.number))
    invoices = {row.id: row for row in Invoice.select().order_by(Invoice.id)}
    receipts = {row.id: row for row in Receipt.select().order_by(Receipt.id)}
    standing = _standing()
    return LedgerFile(
        customers=tuple(
            _customer(row, aliases.get(row.id, ""))
            for row in Customer.select().where(Customer.merged_into.is_null()).order_by(Customer.code)
        ),
        persons=tuple(_person(row, codes) for row in ContactPerson.select().order_by(ContactPerson.id)),
        contracts=tuple(_contract(row, codes) for row in Contract.select().order_by(Contract.id)),
        invoices=(*_invoices(invoices, codes, contracts, standing), *_write_offs(invoices, codes)),
        receipts=_receipts(receipts, codes),
        allocations=tuple(
            AllocationRow(
                receipts[row.receipt_id].number if row.receipt_id else invoices[row.credit_note_id].number,
                invoices[row.invoice_id].number,
                row.amount_fen,
                row.allocated_on,
            )
            for row in standing
        ),
    )


def _standing() -> list[Allocation]:
    """What receipts and credit notes settle and nobody took back; a write-off says so itself."""
    taken_back = Allocation.select(Allocation.reverses).where(Allocation.reverses.is_null(False))
    query = (
        Allocation.select()
        .where(Allocation.write_off.is_null() & Allocation.reverses.is_null())
        .where(Allocation.id.not_in(taken_back))
        .order_by(Allocation.id)
    )
    return list(query)


def _receipts(receipts: dict[int, Receipt], codes: dict[int, str]) -> tuple[ReceiptRow, ...]:
    """Money that came and stayed: what went back is taken off, and what all went back left out."""
    returned: dict[int | None, int] = defaultdict(int)
    for row in receipts.values():
        returned[row.reverses_id] += row.amount_fen
    return tuple(
        ReceiptRow(row.number, codes[row.customer_id], row.received_on, kept_fen, row.currency, row.method, row.note)
        for row in receipts.values()
        if row.reverses_id is None and (kept_fen := row.amount_fen + returned[row.id])
    )


def _write_offs(invoices: dict[int, Invoice], codes: dict[int, str]) -> tuple[InvoiceRow, ...]:
    """Write-offs that stand, as rows below zero that name their invoice and who approved them."""
    rows = list(WriteOff.select().order_by(WriteOff.id))
    taken_back = {row.reverses_id for row in rows}
    return tuple(
        InvoiceRow(
            row.number, codes[row.customer_id], "", "write_off", row.on_day, None, row.on_day, -row.amount_fen,
            row.currency, credits=invoices[row.invoice_id].number, note=row.reason, approver=row.approver,
        )
        for row in rows
        if row.reverses_id is None and row.id not in taken_back
    )  # fmt: skip


def _customer(row: Customer, aliases: str) -> CustomerRow:
    own = ("derived", "sheet", "row", "aliases")
    names = [name for name in CustomerRow.__dataclass_fields__ if name not in own]
    return CustomerRow(**{name: getattr(row, name) for name in names}, aliases=aliases)


def _person(row: ContactPerson, codes: dict[int, str]) -> PersonRow:
    return PersonRow(
        codes[row.customer_id],
        row.name,
        row.title,
        row.authority,
        row.phone,
        row.wechat,
        row.email,
        row.is_primary,
    )


def _contract(row: Contract, codes: dict[int, str]) -> ContractRow:
    rate = Decimal(row.penalty_daily_rate) if row.penalty_daily_rate else None
    return ContractRow(
        row.number, codes[row.customer_id], row.signed_on, row.credit_days, rate, row.dispute_clause, row.note,
        row.due_rule, row.due_day, "interest_first" if row.is_interest_first else "", row.limitation_years,
        row.stop_supply_days, row.notice_address,
    )  # fmt: skip


def _invoices(
    invoices: dict[int, Invoice], codes: dict[int, str], contracts: dict[int, str], standing: Iterable[Allocation]
) -> tuple[InvoiceRow, ...]:
    """Invoices and credit notes; a credit note that settles nothing is open in full, and says so."""
    used = {row.credit_note_id for row in standing}
    disputed: dict[int, int] = {}
    for dispute in Dispute.select().where(Dispute.closed_on.is_null()):
        disputed[dispute.invoice_id] = disputed.get(dispute.invoice_id, 0) + dispute.amount_fen
    return tuple(
        InvoiceRow(
            number=row.number,
            customer=codes[row.customer_id],
            customer_name="",
            kind=row.kind,
            issued_on=row.issued_on,
            credit_days=None,
            due_on=row.due_on,
            amount_fen=row.amount_fen,
            currency=row.currency,
            open_fen=row.amount_fen if row.credits_id and row.id not in used else None,
            contract=contracts.get(row.contract_id or 0, ""),
            tax_invoice_number=row.tax_invoice_number,
            salesperson=row.salesperson,
            credits=invoices[row.credits_id].number if row.credits_id else "",
            disputed_fen=disputed.get(row.id),
            note=row.note,
            delivered_on=row.delivered_on,
            due_source="" if row.due_source in ("file", "missing") else row.due_source,
        )
        for row in invoices.values()
    )
