"""Invoices and receipts of a customer: what is open, and money coming in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peewee import JOIN, fn

from arcdesk.domain.aging import bucket_for, overdue_days
from arcdesk.domain.allocation import allocate_oldest
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Allocation, Contract, Invoice, Receipt
from arcdesk.models.queries import balances, postings
from arcdesk.models.queries.sql import pairs
from arcdesk.services.company import CompanyService
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.posting import settle
from arcdesk.services.unit_of_work import UnitOfWork


class UnknownInvoice(Refusal):
    """No invoice has that number (or not this customer's)."""

    sentence = "There is no invoice “{number}” for this customer. Check the number."


class ReceiptInFuture(Refusal):
    """Money that is dated after today."""

    sentence = "The receipt is dated {day}, which is after today. Enter the day the money came in."


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One receivable as of a day; amounts in fen, ``overdue_days`` in days past due."""

    id: int
    number: str
    customer_id: int
    kind: str
    issued_on: date
    due_on: date | None
    due_source: str
    amount_fen: int
    open_fen: int
    currency: str
    contract_number: str
    tax_invoice_number: str
    salesperson: str
    credits_number: str
    disputed_fen: int
    overdue_days: int
    bucket_key: str
    note: str


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """What a receipt settled: invoice number, fen, and from which day it counts."""

    invoice_number: str
    amount_fen: int
    on: date


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Money that came in; ``unallocated_fen`` is what no invoice has used (预收)."""

    id: int
    number: str
    customer_id: int
    received_on: date
    amount_fen: int
    unallocated_fen: int
    currency: str
    method: str
    note: str
    imported_balance: bool
    allocations: tuple[AllocationLine, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """A customer's standing in one currency, in fen: balance = gross − unallocated."""

    currency: str
    balance_fen: int
    gross_fen: int
    overdue_fen: int
    unallocated_fen: int
    disputed_fen: int


class LedgerService:
    """Reads the ledger and records receipts."""

    def __init__(self, work: UnitOfWork, company: CompanyService) -> None:
        self._work = work
        self._company = company

    def invoices(
        self, customer_id: int, as_of: date | None = None, *, open_only: bool = False
    ) -> tuple[InvoiceLine, ...]:
        """A customer's receivables and credit notes on a day, oldest due first.

        A credit note shows what is left of it as a negative open amount.
        """
        day = as_of or self._work.clock.today()
        scheme = self._company.scheme()
        open_now = {item.invoice_id: item for item in balances.open_items(day, customer_id)}
        left = _credit_left(customer_id, day)
        lines = []
        for row in _invoice_rows(customer_id, day):
            item = open_now.get(row.id)
            open_fen = item.open_fen if item else left.get(row.id, 0)
            if open_only and not open_fen:
                continue
            due = row.due_on
            bucket = bucket_for(scheme, day, due, row.issued_on).key if open_fen > 0 else ""
            lines.append(
                InvoiceLine(
                    row.id,
                    row.number,
                    customer_id,
                    row.kind,
                    row.issued_on,
                    due,
                    row.due_source,
                    row.amount_fen,
                    open_fen,
                    row.currency,
                    row.contract.number if row.contract else "",
                    row.tax_invoice_number,
                    row.salesperson,
                    row.credits.number if row.credits_id else "",
                    item.disputed_fen if item else 0,
                    overdue_days(day, due) if due and open_fen > 0 else 0,
                    bucket,
                    row.note,
                )
            )
        return tuple(lines)

    def invoice(self, number: str, as_of: date | None = None) -> InvoiceLine:
        """One receivable by its number.

        Raises:
            UnknownInvoice: there is none.
        """
        row = Invoice.get_or_none(Invoice.number == number)
        if row is not None:
            for line in self.invoices(row.customer_id, as_of):
                if line.id == row.id:
                    return line
        raise UnknownInvoice(number=number, field="invoice")

    def receipts(self, customer_id: int, as_of: date | None = None) -> tuple[ReceiptLine, ...]:
        """A customer's receipts up to a day, newest first, each with what it settled."""
        day = as_of or self._work.clock.today()
        settled: dict[int | None, list[AllocationLine]] = defaultdict(list)
        query = (
            Allocation.select(Allocation, Invoice.number)
            .join(Invoice, on=Allocation.invoice == Invoice.id)
            .where((Invoice.customer == customer_id) & Allocation.receipt.is_null(False))
            .where(Allocation.effective_on <= day)
            .order_by(Allocation.effective_on, Allocation.id)
        )
        for row in query:
            settled[row.receipt_id].append(
                AllocationLine(row.invoice.number, row.amount_fen, row.effective_on)
            )
        receipts = (
            Receipt.select()
            .where((Receipt.customer == customer_id) & (Receipt.received_on <= day))
            .order_by(Receipt.received_on.desc(), Receipt.id.desc())
        )
        return tuple(
            ReceiptLine(
                row.id,
                row.number,
                customer_id,
                row.received_on,
                row.amount_fen,
                row.amount_fen - sum(part.amount_fen for part in settled[row.id]),
                row.currency,
                row.method,
                row.note,
                row.imported_balance,
                tuple(settled[row.id]),
            )
            for row in receipts
        )

    def balance(self, customer_id: int, as_of: date | None = None) -> tuple[Balance, ...]:
        """A customer's standing by currency; empty for a customer without postings."""
        day = as_of or self._work.clock.today()
        items = balances.open_items(day, customer_id)
        free = balances.free_credits(day, customer_id)
        found = []
        for (_, currency), balance_fen in sorted(balances.balances(day, customer_id).items()):
            mine = [item for item in items if item.currency == currency]
            credit = free.get((customer_id, currency))
            found.append(
                Balance(
                    currency,
                    balance_fen,
                    sum(item.open_fen for item in mine),
                    sum(item.open_fen for item in mine if item.due_on and item.due_on < day),
                    credit.receipts_fen + credit.credit_notes_fen if credit else 0,
                    sum(item.disputed_fen for item in mine),
                )
            )
        return tuple(found)

    def record_receipt(
        self,
        customer_id: int,
        amount_fen: int,
        received_on: date,
        *,
        currency: str = "CNY",
        method: str = "",
        note: str = "",
        allocate: Mapping[str, int] | None = None,
        auto: bool = False,
    ) -> ReceiptLine:
        """Enter money: allocated to the invoices named, or with ``auto`` oldest due first.

        What is left stays unallocated and visible (T3.11); an invoice never goes below zero.

        Raises:
            UnknownCustomer, UnknownInvoice, AmountNotPositive, ReceiptInFuture,
            AllocationTooLarge, AllocationAcrossCustomers.
        """
        if amount_fen <= 0:
            raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
        if received_on > self._work.clock.today():
            raise ReceiptInFuture(day=received_on.isoformat(), field="on")
        if Customer.get_or_none(Customer.id == customer_id) is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        with self._work.write("receipt.recorded", customer_id) as deed:
            receipt = Receipt.create(
                number=_next_number(received_on.year),
                customer=customer_id,
                received_on=received_on,
                amount_fen=amount_fen,
                open_fen=amount_fen,
                currency=currency,
                method=method,
                note=note,
            )
            shares = dict(allocate or {})
            for number, share in shares.items():
                settle(receipt, _open_invoice(customer_id, number), share, received_on)
            if auto and receipt.open_fen:
                _settle_oldest(receipt)
            deed.details.update(
                number=receipt.number,
                amount_fen=amount_fen,
                received_on=received_on.isoformat(),
                currency=currency,
                method=method,
                allocate=shares,
                auto=auto,
            )
            deed.touch("receipt", customer_id)
            deed.touch("invoice", customer_id)
        return next(line for line in self.receipts(customer_id) if line.id == receipt.id)


def _invoice_rows(customer_id: int, day: date) -> list[Invoice]:
    original = Invoice.alias()
    query = (
        Invoice.select(Invoice, Contract, original)
        .join(Contract, JOIN.LEFT_OUTER)
        .switch(Invoice)
        .join(original, JOIN.LEFT_OUTER, on=Invoice.credits == original.id, attr="credits")
        .where((Invoice.customer == customer_id) & (Invoice.issued_on <= day))
        .order_by(Invoice.due_on.asc(nulls="first"), Invoice.issued_on, Invoice.id)
    )
    return list(query)


def _credit_left(customer_id: int, day: date) -> dict[int, int]:
    """What is left of each credit note on ``day``, in fen below zero."""
    used = pairs(
        Allocation.select(Allocation.credit_note, fn.sum(Allocation.amount_fen))
        .join(Invoice, on=Allocation.credit_note == Invoice.id)
        .where((Invoice.customer == customer_id) & (Allocation.effective_on <= day))
        .group_by(Allocation.credit_note)
    )
    notes = Invoice.select(Invoice.id, Invoice.amount_fen).where(
        (Invoice.customer == customer_id) & (Invoice.amount_fen < 0)
    )
    return {row.id: row.amount_fen + used.get(row.id, 0) for row in notes}


def _open_invoice(customer_id: int, number: str) -> Invoice:
    row = Invoice.get_or_none((Invoice.number == number) & (Invoice.customer == customer_id))
    if row is None or row.amount_fen < 0:
        raise UnknownInvoice(number=number, field="allocate")
    return row


def _settle_oldest(receipt: Receipt) -> None:
    rows = Invoice.select().where(
        (Invoice.customer == receipt.customer_id)
        & (Invoice.currency == receipt.currency)
        & (Invoice.amount_fen > 0)
        & (Invoice.open_fen > 0)
        & (Invoice.issued_on <= receipt.received_on)
    )
    by_id = {row.id: row for row in rows}
    debts = [(row.id, row.due_on, row.issued_on, row.open_fen) for row in by_id.values()]
    shares, _ = allocate_oldest(receipt.open_fen, debts)
    for invoice_id, share in shares:
        settle(receipt, by_id[invoice_id], share, receipt.received_on)


def _next_number(year: int) -> str:
    """The number after the highest one given out in ``year``: R2026-00001."""
    prefix = f"R{year}-"
    return f"{prefix}{postings.highest_receipt_number(prefix) + 1:05d}"
