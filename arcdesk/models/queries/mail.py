"""What stands behind documents that are to be mailed: their invoices, their last attempt, people with addresses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from arcdesk.models.queries.sql import rows


class LastAttempt(NamedTuple):
    """The latest attempt to send a document: its state, and the moment as ISO text."""

    state: str
    at: str


class PersonRow(NamedTuple):
    """A contact person, in the fields of ``services.customers.Person``."""

    id: int
    name: str
    title: str
    authority: str
    phone: str
    wechat: str
    email: str
    is_primary: int
    do_not_contact: int


def named_invoices(document_ids: Iterable[int]) -> list[tuple[int, int, int, int]]:
    """Document, invoice, what the document says is open of it, and what is open today, in fen."""
    return rows(
        """SELECT l.document_id, l.invoice_id, l.open_fen, i.open_fen FROM document_invoice l
           JOIN invoice i ON i.id = l.invoice_id WHERE l.document_id IN (SELECT value FROM json_each(?1))
           ORDER BY l.document_id, l.invoice_id""",
        json.dumps(list(document_ids)),
    )


def oldest_due(document_ids: Iterable[int]) -> dict[int, str]:
    """The earliest due date among the invoices of each document, as ISO text."""
    return dict(
        rows(
            """SELECT l.document_id, min(i.due_on) FROM document_invoice l JOIN invoice i ON i.id = l.invoice_id
               WHERE i.due_on IS NOT NULL AND l.document_id IN (SELECT value FROM json_each(?1))
               GROUP BY l.document_id""",
            json.dumps(list(document_ids)),
        )
    )


def last_attempts(document_ids: Iterable[int]) -> dict[int, LastAttempt]:
    """The latest attempt by document."""
    found = rows(
        """SELECT document_id, state, at, max(id) FROM mail_attempt
           WHERE document_id IN (SELECT value FROM json_each(?1)) GROUP BY document_id""",
        json.dumps(list(document_ids)),
    )
    return {document: LastAttempt(state, at) for document, state, at, _ in found}


def people(customer_ids: Iterable[int]) -> dict[int, list[PersonRow]]:
    """The contact persons of each customer, the primary one first."""
    found: dict[int, list[PersonRow]] = {}
    for customer, *person in rows(
        """SELECT customer_id, id, name, title, authority, phone, wechat, email, is_primary, do_not_contact
           FROM contact_person WHERE customer_id IN (SELECT value FROM json_each(?1))
           ORDER BY customer_id, is_primary DESC, id""",
        json.dumps(list(customer_ids)),
    ):
        found.setdefault(customer, []).append(PersonRow(*person))
    return found


def latest_statements(customer_ids: Iterable[int]) -> dict[tuple[int, str], str]:
    """The number of the latest statement of account by customer and currency, of those that still count."""
    found = rows(
        """SELECT customer_id, currency, number, max(as_of || printf('%012d', id)) FROM document
           WHERE kind = 'statement' AND id NOT IN (SELECT document_id FROM ended_document)
                 AND customer_id IN (SELECT value FROM json_each(?1))
           GROUP BY customer_id, currency""",
        json.dumps(list(customer_ids)),
    )
    return {(customer, currency): number for customer, currency, number, _ in found}
