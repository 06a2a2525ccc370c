"""The rows of one customer's ledger on a day, as its tables show them: read whenever he is opened."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from arcdesk.models.queries.sql import days, rows, to_day


class InvoiceRow(NamedTuple):
    """An invoice or credit note with the numbers it goes with (empty where there are none), in fen."""

    id: int
    number: str
    customer_id: int
    kind: str
    issued_on: date
    due_on: date | None
    due_source: str
    amount_fen: int
    currency: str
    contract_number: str
    tax_invoice_number: str
    salesperson: str
    credits_number: str
    note: str
    delivered_on: date | None


class ReceiptRow(NamedTuple):
    """Money that came in, or went back and names the receipt it takes back, in fen."""

    id: int
    number: str
    received_on: date
    amount_fen: int
    currency: str
    method: str
    note: str
    is_balance: bool
    reverses_id: int | None
    return_kind: str


class SettledRow(NamedTuple):
    """What one receipt or credit note (``money_id``) settled of an invoice, or took back, in fen."""

    id: int
    money_id: int
    invoice_number: str
    amount_fen: int
    effective_on: date
    reverses_id: int | None


def invoices(as_of: date, customer_id: int, *, notes_only: bool = False) -> list[InvoiceRow]:
    """His invoices and credit notes issued up to a day, those without a due date first, then the oldest due."""
    which = "AND i.amount_fen < 0" if notes_only else ""
    found = rows(
        f"""SELECT i.id, i.number, i.customer_id, i.kind, i.issued_on, i.due_on, i.due_source, i.amount_fen,
                  i.currency, coalesce(k.number, ''), i.tax_invoice_number, i.salesperson, coalesce(o.number, ''),
                  i.note, i.delivered_on
           FROM invoice i LEFT JOIN contract k ON k.id = i.contract_id LEFT JOIN invoice o ON o.id = i.credits_id
           WHERE i.customer_id = ?2 AND i.issued_on <= ?1 {which} ORDER BY i.due_on, i.issued_on, i.id""",
        *days(as_of, customer_id),
    )
    return [
        InvoiceRow(
            row_id, number, customer, kind, to_day(issued), _day(due), source, fen, currency, contract, tax, person,
            credited, note, _day(delivered),
        )
        for row_id, number, customer, kind, issued, due, source, fen, currency, contract, tax, person, credited,
            note, delivered in found
    ]  # fmt: skip


def receipts(as_of: date, customer_id: int) -> list[ReceiptRow]:
    """His receipts up to a day, newest first."""
    found = rows(
        """SELECT id, number, received_on, amount_fen, currency, method, note, imported_balance, reverses_id,
                  return_kind
           FROM receipt WHERE customer_id = ?2 AND received_on <= ?1 ORDER BY received_on DESC, id DESC""",
        *days(as_of, customer_id),
    )
    return [
        ReceiptRow(row_id, number, to_day(on), fen, currency, method, note, bool(is_balance), reverses, kind)
        for row_id, number, on, fen, currency, method, note, is_balance, reverses, kind in found
    ]


def settled(money: Literal["receipt", "credit_note"], as_of: date, customer_id: int) -> list[SettledRow]:
    """What his receipts or credit notes settled of his invoices up to a day, the earliest first."""
    found = rows(
        f"""SELECT a.id, a.{money}_id, i.number, a.amount_fen, a.effective_on, a.reverses_id
            FROM invoice i JOIN allocation a ON a.invoice_id = i.id
            WHERE i.customer_id = ?2 AND a.{money}_id IS NOT NULL AND a.effective_on <= ?1
            ORDER BY a.effective_on, a.id""",
        *days(as_of, customer_id),
    )
    return [
        SettledRow(row_id, money_id, number, fen, to_day(on), reverses)
        for row_id, money_id, number, fen, on, reverses in found
    ]


def credit_left(as_of: date, customer_id: int) -> dict[int, int]:
    """What is left of each of his credit notes on a day, by id, in fen below zero."""
    return dict(
        rows(
            """SELECT i.id, i.amount_fen + coalesce((SELECT sum(a.amount_fen) FROM allocation a
                                                     WHERE a.credit_note_id = i.id AND a.effective_on <= ?1), 0)
               FROM invoice i WHERE i.customer_id = ?2 AND i.amount_fen < 0""",
            *days(as_of, customer_id),
        )
    )


def _day(text: str | None) -> date | None:
    return to_day(text) if text else None
