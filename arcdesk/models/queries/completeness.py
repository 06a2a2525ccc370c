"""What there is to prove each open invoice of one customer or of all: read in a handful of queries."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from arcdesk.models.queries.sql import rows


class ProofRow(NamedTuple):
    """One open invoice with what the books say of it; ``open_fen`` in fen."""

    id: int
    number: str
    customer_id: int
    currency: str
    issued_on: str
    open_fen: int
    has_contract: int
    has_tax_number: int
    was_delivered: int


class Papers(NamedTuple):
    """Of each invoice: letters issued, sent, proven; of each (customer, currency): days of statements out, signed."""

    letters: set[int]
    sent: set[int]
    proven: set[int]
    statements: dict[tuple[int, str], list[str]]
    signed: dict[tuple[int, str], list[str]]


def open_invoices(customer_id: int | None = None) -> list[ProofRow]:
    """Invoices with something open, the oldest first."""
    found = rows(
        """SELECT id, number, customer_id, currency, issued_on, open_fen, contract_id IS NOT NULL,
                  tax_invoice_number <> '', delivered_on IS NOT NULL
           FROM invoice WHERE open_fen > 0 AND (?1 IS NULL OR customer_id = ?1) ORDER BY issued_on, number""",
        customer_id,
    )
    return [ProofRow._make(row) for row in found]


def kinds() -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Kinds of evidence by invoice, and by customer where they name no invoice; the latest note decides the kind."""
    by_invoice: dict[int, set[str]] = defaultdict(set)
    by_customer: dict[int, set[str]] = defaultdict(set)
    for evidence_kind, invoice_id, customer_id in rows(
        """SELECT coalesce((SELECT nullif(n.kind, '') FROM evidence_note n WHERE n.evidence_id = e.id
                            ORDER BY n.id DESC LIMIT 1), e.kind), l.invoice_id, l.customer_id
           FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id"""
    ):
        if invoice_id is not None:
            by_invoice[invoice_id].add(evidence_kind)
        elif customer_id is not None:
            by_customer[customer_id].add(evidence_kind)
    return by_invoice, by_customer


def papers() -> Papers:
    """Letters and statements with what became of them."""
    letters = {row[0] for row in rows(_LETTERS.format(where=""))}
    sent = {row[0] for row in rows(_LETTERS.format(where=_EVENT.format(_LEFT)))}
    proven = {
        row[0]
        for row in rows(
            _LETTERS.format(where=_EVENT.format(_ARRIVED))
        )
    }
    statements: dict[tuple[int, str], list[str]] = defaultdict(list)
    signed: dict[tuple[int, str], list[str]] = defaultdict(list)
    for customer_id, currency, as_of, answered in rows(
        """SELECT d.customer_id, d.currency, d.as_of, EXISTS (
               SELECT 1 FROM standing_delivery v WHERE v.document_id = d.id AND v.event = 'agreed'
                      AND v.evidence_id IS NOT NULL)
           FROM document d WHERE d.kind = 'statement' AND d.id NOT IN (SELECT document_id FROM ended_document)"""
    ):
        statements[customer_id, currency].append(as_of)
        if answered:
            signed[customer_id, currency].append(as_of)
    return Papers(letters, sent, proven, statements, signed)


def contacted() -> set[int]:
    """Customers with a logged contact."""
    return {row[0] for row in rows("SELECT DISTINCT customer_id FROM contact")}


_LETTERS = """SELECT DISTINCT di.invoice_id FROM document_invoice di
              JOIN document d ON d.id = di.document_id WHERE d.kind = 'letter'
              AND d.level <> 'lawyer_draft' AND d.id NOT IN (SELECT document_id FROM ended_document) {where}"""
_EVENT = "AND EXISTS (SELECT 1 FROM standing_delivery v WHERE v.document_id = d.id AND {})"
_LEFT = "v.event IN ('sent', 'delivered', 'refused', 'returned')"
_ARRIVED = """v.evidence_id IS NOT NULL AND (v.event = 'delivered'
              OR v.event = 'refused' AND v.address_kind IN ('agreed', 'registered')
              OR v.event = 'returned' AND v.reason <> 'other'
                 AND (v.address_kind = 'agreed' OR v.address_kind = 'registered' AND v.reason = 'unknown'))"""
