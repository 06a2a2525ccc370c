"""What settled an invoice, and what became of money, posting by posting up to a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows


class Settlement(NamedTuple):
    """One posting on an invoice or on money: its day, what it is, the document on the other side.

    ``amount_fen`` is how the open amount, or what is left of the money, changes by it.
    """

    on: date
    kind: str
    number: str
    note: str
    amount_fen: int


def of_invoice(invoice_id: int, as_of: date) -> list[Settlement]:
    """Receipts, credit notes and write-offs put to an invoice, and what was taken back of them.

    The kinds are ``receipt``, ``credit_note``, ``write_off``, and each with ``_back`` behind it.
    """
    return _read(
        """SELECT a.effective_on,
                  CASE WHEN r.id IS NOT NULL THEN 'receipt' WHEN c.id IS NOT NULL THEN 'credit_note'
                       ELSE 'write_off' END || CASE WHEN a.reverses_id IS NULL THEN '' ELSE '_back' END,
                  coalesce(r.number, c.number,
                           CASE WHEN a.reverses_id IS NULL THEN w.number
                                ELSE (SELECT number FROM write_off WHERE reverses_id = w.id) END),
                  coalesce(r.method, c.note,
                           CASE WHEN a.reverses_id IS NULL THEN w.reason
                                ELSE (SELECT reason FROM write_off WHERE reverses_id = w.id) END),
                  -a.amount_fen
           FROM allocation a LEFT JOIN receipt r ON r.id = a.receipt_id
           LEFT JOIN invoice c ON c.id = a.credit_note_id LEFT JOIN write_off w ON w.id = a.write_off_id
           WHERE a.invoice_id = ?1 AND a.effective_on <= ?2 ORDER BY a.effective_on, a.id""",
        invoice_id,
        as_of,
    )


def of_receipt(receipt_id: int, as_of: date) -> list[Settlement]:
    """What a receipt was put to, what was freed again, and what went back of it.

    The kinds are ``used``, ``freed``, ``bounced``, ``mistake`` and ``refunded``.
    """
    return _read(
        """SELECT a.effective_on AS day, CASE WHEN a.reverses_id IS NULL THEN 'used' ELSE 'freed' END,
                  i.number, '', -a.amount_fen, 0 AS side, a.id AS id
           FROM allocation a JOIN invoice i ON i.id = a.invoice_id
           WHERE a.receipt_id = ?1 AND a.effective_on <= ?2
           UNION ALL
           SELECT received_on, return_kind, number, note, amount_fen, 1, id
           FROM receipt WHERE reverses_id = ?1 AND received_on <= ?2 ORDER BY day, side, id""",
        receipt_id,
        as_of,
    )


def of_credit_note(note_id: int, as_of: date) -> list[Settlement]:
    """What a credit note was put to (``used``), and what was ``freed`` again."""
    return _read(
        """SELECT a.effective_on, CASE WHEN a.reverses_id IS NULL THEN 'used' ELSE 'freed' END,
                  i.number, '', -a.amount_fen
           FROM allocation a JOIN invoice i ON i.id = a.invoice_id
           WHERE a.credit_note_id = ?1 AND a.effective_on <= ?2 ORDER BY a.effective_on, a.id""",
        note_id,
        as_of,
    )


def _read(statement: str, row_id: int, as_of: date) -> list[Settlement]:
    found = rows(statement, *days(row_id, as_of))
    return [
        Settlement(date.fromisoformat(day), kind, number, note, fen) for day, kind, number, note, fen, *_ in found
    ]
