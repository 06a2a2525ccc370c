"""The postings of one customer in the order of a statement of account (R40)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows

LABELS = {
    "invoice": "Invoice|posting",
    "credit_note": "Credit note|posting",
    "opening": "Opening balance|posting",
    "other": "Other receivable|posting",
    "receipt": "Receipt|posting",
    "imported_balance": "Imported balance|posting",
}


class Posting(NamedTuple):
    """One posting: charges positive, receipts and credit notes negative, in fen."""

    on: date
    number: str
    label_key: str
    note: str
    amount_fen: int
    due_on: date | None


def of_customer(customer_id: int, currency: str, start: date, end: date) -> list[Posting]:
    """Invoices, credit notes and receipts dated from ``start`` to ``end``; charges first on a day."""
    found = rows(
        """SELECT issued_on AS day, number, kind, tax_invoice_number, amount_fen, due_on, amount_fen < 0 AS side, id
           FROM invoice WHERE customer_id = ?1 AND currency = ?2 AND issued_on BETWEEN ?3 AND ?4
           UNION ALL
           SELECT received_on, number, CASE imported_balance WHEN 1 THEN 'imported_balance' ELSE 'receipt' END,
                  method, -amount_fen, NULL, 2, id
           FROM receipt WHERE customer_id = ?1 AND currency = ?2 AND received_on BETWEEN ?3 AND ?4
           ORDER BY day, side, id""",
        *days(customer_id, currency, start, end),
    )
    return [
        Posting(date.fromisoformat(day), number, LABELS[kind], note, fen, date.fromisoformat(due) if due else None)
        for day, number, kind, note, fen, due, _, _ in found
    ]
