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


_COUNTED_DIGITS = 9
"""A longer run of digits behind the prefix came from a file and is no number of ours."""


class Posting(NamedTuple):
    """One posting: charges positive, receipts and credit notes negative, in fen."""

    on: date
    number: str
    label_key: str
    note: str
    amount_fen: int
    due_on: date | None


def highest_receipt_number(prefix: str) -> int:
    """Highest whole number behind ``prefix`` among the receipts' numbers; 0 where there is none."""
    found = rows(
        """SELECT coalesce(max(CAST(substr(number, ?2) AS INTEGER)), 0) FROM receipt
           WHERE number GLOB ?1 AND length(number) < ?2 + ?3""",
        f"{prefix}[0-9]*",
        len(prefix) + 1,
        _COUNTED_DIGITS,
    )
    return int(found[0][0])


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
        Posting(
            date.fromisoformat(day), number, LABELS[kind], note, fen, date.fromisoformat(due) if due else None
        )
        for day, number, kind, note, fen, due, _, _ in found
    ]
