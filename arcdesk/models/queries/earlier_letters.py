"""Demands that went before: those to a customer that name any of the given invoices."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from arcdesk.models.queries.sql import rows


class EarlierRow(NamedTuple):
    """An issued letter; the day as ISO text."""

    number: str
    level: str
    issued_on: str


def demands(customer_id: int, currency: str, invoices: Iterable[int], as_of: date) -> list[EarlierRow]:
    """Demand letters up to ``as_of`` over any of the invoices, oldest first.

    No reminders, no drafts, and none that is void or was taken back by then.
    """
    found = rows(
        """SELECT d.number, d.level, d.issued_on FROM document d
           WHERE d.kind = 'letter' AND d.level NOT IN ('reminder', 'lawyer_draft')
                 AND d.customer_id = ?1 AND d.currency = ?2 AND d.issued_on <= ?3
                 AND d.id NOT IN (SELECT document_id FROM ended_document WHERE on_day <= ?3)
                 AND d.id NOT IN (SELECT document_id FROM ended_document WHERE on_day <= ?3)
                 AND EXISTS (SELECT 1 FROM document_invoice l WHERE l.document_id = d.id
                             AND l.invoice_id IN (SELECT value FROM json_each(?4)))
           ORDER BY d.issued_on, d.id""",
        customer_id, currency, as_of.isoformat(), json.dumps(list(invoices)),
    )  # fmt: skip
    return [EarlierRow(*row) for row in found]


def last_levels() -> dict[int, str]:
    """The level of the latest letter by customer; no drafts, and none that is void or was taken back."""
    found = rows(
        """SELECT customer_id, level, max(issued_on || printf('%012d', id)) FROM document
           WHERE kind = 'letter' AND level <> 'lawyer_draft'
                 AND id NOT IN (SELECT document_id FROM ended_document)
           GROUP BY customer_id"""
    )
    return {customer: level for customer, level, _ in found}
