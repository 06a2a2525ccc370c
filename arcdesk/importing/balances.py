"""Receipts for money that a list shows as received without showing the receipt: from the day an invoice was
settled. What the columns 已收金额 and 未收金额 say is compared with the ledger first (``services.import_cover``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from arcdesk.importing.ledger_file import AllocationRow, InvoiceRow, ReceiptRow

IMPORTED_BALANCE = "imported balance"
BALANCE_PREFIX = "BAL-"
SETTLED_PREFIX = "SET-"


def settled_receipts(
    invoices: Iterable[InvoiceRow], settled_on: Mapping[str, date]
) -> tuple[list[ReceiptRow], list[AllocationRow]]:
    """One receipt of the full amount on the day each invoice was settled."""
    receipts, allocations = [], []
    for invoice in invoices:
        day = settled_on.get(invoice.number)
        if day is not None and invoice.amount_fen > 0:
            receipt = _receipt(invoice, SETTLED_PREFIX, day, invoice.amount_fen, "settled", "")
            receipts.append(receipt)
            allocations.append(_allocation(receipt, invoice, invoice.amount_fen))
    return receipts, allocations


def _receipt(invoice: InvoiceRow, prefix: str, day: date, fen: int, origin: str, note: str) -> ReceiptRow:
    return ReceiptRow(
        f"{prefix}{invoice.number}",
        invoice.customer,
        day,
        fen,
        invoice.currency,
        "",
        note,
        invoice.customer_name,
        origin,
        sheet=invoice.sheet,
        row=invoice.row,
    )


def _allocation(receipt: ReceiptRow, invoice: InvoiceRow, fen: int) -> AllocationRow:
    return AllocationRow(receipt.number, invoice.number, fen, receipt.received_on, invoice.sheet, invoice.row)
