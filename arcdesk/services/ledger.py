"""The ledger of a customer as it stood on a day: open items, receipts, standing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from arcdesk.domain.aging import OpenItem, Scheme, bucket_for, overdue_days
from arcdesk.domain.errors import Refusal
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import balances, customer_ledger, plans
from arcdesk.models.queries.customer_ledger import InvoiceRow
from arcdesk.services.company import CompanyService
from arcdesk.services.unit_of_work import UnitOfWork


class UnknownInvoice(Refusal):
    """No invoice has that number (or not this customer's)."""

    sentence = "There is no invoice “{number}” for this customer. Check the number."


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One open item as of a day; amounts in fen, ``overdue_days`` in days past due.

    An invoice under an instalment plan is a line for each instalment: ``instalment`` its number
    of ``instalments``, ``amount_fen`` what was agreed for it, ``due_source`` then ``plan``; 0 for an
    invoice with its own due date.
    """

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
    instalment: int = 0
    instalments: int = 0
    plan_id: int = 0
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """What a receipt settled: invoice number, fen (below zero: taken back), and from which day it counts."""

    invoice_number: str
    amount_fen: int
    on: date
    id: int = 0
    is_standing: bool = True


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Money that came in, or went back (below zero); ``unallocated_fen`` is what no invoice has used (预收).

    ``returned_fen`` is how much of it went back since; ``reverses_number`` names the receipt that
    an entry below zero takes back, ``return_kind`` says why: bounced, mistake or refunded.
    """

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
    returned_fen: int = 0
    reverses_number: str = ""
    return_kind: str = ""


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
    """Reads the ledger."""

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
        items = _by_invoice(balances.open_items(day, customer_id))
        left = customer_ledger.credit_left(day, customer_id)
        sizes = plans.sizes(customer_id)
        lines: list[InvoiceLine] = []
        for row in customer_ledger.invoices(day, customer_id):
            parts = items.get(row.id, ())
            lines += [_open_line(row, item, sizes.get(item.plan_id, 0), scheme, day) for item in parts]
            if not parts and (left.get(row.id) or not open_only):
                lines.append(_line(row, left.get(row.id, 0)))
        return tuple(sorted(lines, key=_oldest_first))

    def invoice(self, number: str, as_of: date | None = None) -> InvoiceLine:
        """One receivable by its number, whole: under a plan, due on its earliest unpaid instalment.

        Raises:
            UnknownInvoice: there is none.
        """
        row = Invoice.get_or_none(Invoice.number == number)
        found = [line for line in self.invoices(row.customer_id, as_of) if line.id == row.id] if row else []
        if not found or row is None:
            raise UnknownInvoice(number=number, field="invoice")
        if len(found) == 1 and not found[0].instalment:
            return found[0]
        return replace(
            found[0],
            amount_fen=row.amount_fen,
            open_fen=sum(line.open_fen for line in found),
            disputed_fen=sum(line.disputed_fen for line in found),
            instalment=0,
            instalments=max(line.instalments for line in found),
            plan_id=max(line.plan_id for line in found),
        )

    def receipts(self, customer_id: int, as_of: date | None = None) -> tuple[ReceiptLine, ...]:
        """A customer's receipts up to a day, newest first, each with what it settled."""
        day = as_of or self._work.clock.today()
        settled = settled_by("receipt", customer_id, day)
        rows = customer_ledger.receipts(day, customer_id)
        numbers = {row.id: row.number for row in rows}
        returned: dict[int, int] = defaultdict(int)
        for row in rows:
            if row.reverses_id:
                returned[row.reverses_id] -= row.amount_fen
        return tuple(
            ReceiptLine(
                row.id,
                row.number,
                customer_id,
                row.received_on,
                row.amount_fen,
                0
                if row.reverses_id
                else row.amount_fen - returned[row.id] - sum(part.amount_fen for part in settled[row.id]),
                row.currency,
                row.method,
                row.note,
                row.is_balance,
                tuple(settled[row.id]),
                returned[row.id],
                numbers.get(row.reverses_id or 0, ""),
                row.return_kind,
            )
            for row in rows
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


def _oldest_first(line: InvoiceLine) -> tuple[date, date, int, int]:
    return line.due_on or date.min, line.issued_on, line.id, line.instalment


def _by_invoice(items: Iterable[OpenItem]) -> dict[int, list[OpenItem]]:
    found: dict[int, list[OpenItem]] = defaultdict(list)
    for item in items:
        found[item.invoice_id].append(item)
    return found


def _line(row: InvoiceRow, open_fen: int) -> InvoiceLine:
    return InvoiceLine(
        row.id, row.number, row.customer_id, row.kind, row.issued_on, row.due_on, row.due_source, row.amount_fen,
        open_fen, row.currency, row.contract_number, row.tax_invoice_number,
        row.salesperson, row.credits_number, 0, 0, "", row.note,
        delivered_on=row.delivered_on,
    )  # fmt: skip


def _open_line(row: InvoiceRow, item: OpenItem, count: int, scheme: Scheme, day: date) -> InvoiceLine:
    return replace(
        _line(row, item.open_fen),
        due_on=item.due_on,
        due_source="plan" if item.instalment else row.due_source,
        amount_fen=item.amount_fen or row.amount_fen,
        disputed_fen=item.disputed_fen,
        overdue_days=overdue_days(day, item.due_on) if item.due_on else 0,
        bucket_key=bucket_for(scheme, day, item.due_on, row.issued_on).key,
        instalment=item.instalment,
        instalments=count,
        plan_id=item.plan_id,
    )


def settled_by(
    money: Literal["receipt", "credit_note"], customer_id: int, day: date
) -> dict[int, list[AllocationLine]]:
    """What each receipt or credit note of a customer settled up to a day, by its id."""
    rows = customer_ledger.settled(money, day, customer_id)
    taken_back = {row.reverses_id for row in rows}
    settled: dict[int, list[AllocationLine]] = defaultdict(list)
    for row in rows:
        standing = row.reverses_id is None and row.id not in taken_back
        settled[row.money_id].append(
            AllocationLine(row.invoice_number, row.amount_fen, row.effective_on, row.id, standing)
        )
    return settled
