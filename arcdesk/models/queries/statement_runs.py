"""Statements for many: who moved or owes in a period, and what of the receivables is confirmed by signature."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import days, rows


class ConfirmedRow(NamedTuple):
    """An invoice in a signed statement, with what was open of it then (fen); ``as_of`` as ISO text."""

    invoice_id: int
    customer_id: int
    currency: str
    number: str
    as_of: str
    open_fen: int


class StatedRow(NamedTuple):
    """A customer with postings up to a day: whether any lies in the period, and the sum of all."""

    customer_id: int
    has_moved: int
    balance_fen: int
    opening_fen: int


_POSTINGS = """SELECT customer_id, currency, issued_on AS day, amount_fen AS fen FROM invoice WHERE issued_on <= ?2
    UNION ALL SELECT customer_id, currency, received_on, -amount_fen FROM receipt WHERE received_on <= ?2
    UNION ALL SELECT customer_id, currency, on_day, -amount_fen FROM write_off WHERE on_day <= ?2"""


def stated(start: date, end: date) -> list[StatedRow]:
    """Customers with a posting up to ``end``; those merged into another are left out.

    Balances are summed by currency: one in any of them counts, so that 5 USD do not hide -5 CNY.
    """
    found = rows(
        f"""SELECT customer_id, max(moved), max(abs(balance)), max(abs(opening)) FROM (
                SELECT customer_id, currency, max(day >= ?1) AS moved, sum(fen) AS balance,
                       sum(CASE WHEN day < ?1 THEN fen ELSE 0 END) AS opening
                FROM ({_POSTINGS}) GROUP BY customer_id, currency)
            WHERE customer_id IN (SELECT id FROM customer WHERE merged_into_id IS NULL)
            GROUP BY customer_id ORDER BY customer_id""",
        *days(start, end),
    )
    return [StatedRow(*row) for row in found]


def has_statement(start: date, end: date) -> set[int]:
    """Customers who have a statement of exactly that period that counts."""
    found = rows(
        """SELECT DISTINCT customer_id FROM document WHERE kind = 'statement' AND period_from = ?1 AND as_of = ?2
           AND id NOT IN (SELECT document_id FROM ended_document)""",
        *days(start, end),
    )
    return {customer for (customer,) in found}


def confirmed(since: date, until: date) -> list[ConfirmedRow]:
    """Invoices in statements as of a day from ``since`` to ``until`` that came back signed, the latest last.

    An answer entered later takes the place of the one before. An audit confirmation confirms for
    the auditor, not for us (R17).
    """
    found = rows(
        """SELECT l.invoice_id, d.customer_id, d.currency, d.number, d.as_of, l.open_fen
           FROM document d JOIN document_invoice l ON l.document_id = d.id
           JOIN standing_delivery v ON v.id = (
               SELECT max(a.id) FROM standing_delivery a
               WHERE a.document_id = d.id AND a.event IN ('agreed', 'disputed'))
           WHERE v.event = 'agreed' AND v.evidence_id IS NOT NULL AND d.as_of BETWEEN ?1 AND ?2
                 AND d.level <> 'audit_confirmation' AND d.id NOT IN (SELECT document_id FROM ended_document)
           ORDER BY d.as_of, d.id""",
        *days(since, until),
    )
    return [ConfirmedRow(*row) for row in found]
