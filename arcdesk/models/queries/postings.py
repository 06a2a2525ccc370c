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
    "bounced": "Receipt bounced|posting",
    "mistake": "Receipt entered by mistake|posting",
    "refunded": "Refund|posting",
    "write_off": "Written off|posting",
    "write_off_back": "Write-off taken back|posting",
}


_COUNTED_DIGITS = 9
"""A longer run of digits behind the prefix came from a file and is no number of ours."""


class Posting(NamedTuple):
    """One posting: what raises the debt positive, what lowers it negative, in fen."""

    on: date
    number: str
    label_key: str
    note: str
    amount_fen: int
    due_on: date | None


def highest_number(table: str, prefix: str) -> int:
    """Highest whole number behind ``prefix`` among the numbers of ``table``; 0 where there is none."""
    found = rows(
        f"""SELECT coalesce(max(CAST(substr(number, ?2) AS INTEGER)), 0) FROM {table}
            WHERE number GLOB ?1 AND length(number) < ?2 + ?3""",
        f"{prefix}[0-9]*",
        len(prefix) + 1,
        _COUNTED_DIGITS,
    )
    return int(found[0][0])


def of_customer(customer_id: int, currency: str, start: date, end: date) -> list[Posting]:
    """Every posting dated from ``start`` to ``end``; charges first on a day."""
    found = rows(
        """SELECT issued_on AS day, number, kind, tax_invoice_number, amount_fen, due_on, amount_fen < 0 AS side, id
           FROM invoice WHERE customer_id = ?1 AND currency = ?2 AND issued_on BETWEEN ?3 AND ?4
           UNION ALL
           SELECT received_on, number,
                  CASE WHEN reverses_id IS NOT NULL THEN return_kind
                       WHEN imported_balance = 1 THEN 'imported_balance' ELSE 'receipt' END,
                  method, -amount_fen, NULL, 2, id
           FROM receipt WHERE customer_id = ?1 AND currency = ?2 AND received_on BETWEEN ?3 AND ?4
           UNION ALL
           SELECT on_day, number, CASE WHEN amount_fen > 0 THEN 'write_off' ELSE 'write_off_back' END,
                  '', -amount_fen, NULL, 3, id
           FROM write_off WHERE customer_id = ?1 AND currency = ?2 AND on_day BETWEEN ?3 AND ?4
           ORDER BY day, side, id""",
        *days(customer_id, currency, start, end),
    )
    return [
        Posting(
            date.fromisoformat(day), number, LABELS[kind], note, fen, date.fromisoformat(due) if due else None
        )
        for day, number, kind, note, fen, due, _, _ in found
    ]
