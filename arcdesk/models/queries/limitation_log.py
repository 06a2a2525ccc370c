"""What was said, sent and entered that bears on limitation: papers, contacts, entries by hand, files.

As in ``limitation``, one query for any number of invoices or customers. Days are ISO texts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from arcdesk.domain.text import one_line
from arcdesk.models.queries.sql import rows

_IN = "IN (SELECT value FROM json_each(?1))"


class DocumentRow(NamedTuple):
    """An issued document."""

    id: int
    number: str
    kind: str
    level: str
    issued_on: str
    total_fen: int
    evidence_id: int


class DeliveryRow(NamedTuple):
    """What became of a document."""

    document_id: int
    event: str
    on: str
    means: str
    evidence_id: int | None
    address_kind: str = ""
    reason: str = ""


class ContactRow(NamedTuple):
    """A contact that no later entry corrects."""

    id: int
    customer_id: int
    on: str
    channel: str
    outcome: str


class EntryRow(NamedTuple):
    """An event entered by hand, as it stands: neither corrected nor withdrawn.

    ``evidence`` holds its file and those of the entries that it takes the place of, latest first.
    """

    id: int
    customer_id: int
    invoice_id: int | None
    kind: str
    on: str
    ends_on: str | None
    strength: str
    counts_weak: int
    contact_id: int | None
    document_id: int | None
    note: str
    is_void: int
    evidence: tuple[int, ...]


def documents(
    as_of: date, invoices: Iterable[int]
) -> tuple[dict[int, list[int]], dict[int, DocumentRow], dict[int, list[DeliveryRow]]]:
    """Documents that name these invoices, up to ``as_of``: ids by invoice, the documents, their deliveries."""
    named: dict[int, list[int]] = defaultdict(list)
    known: dict[int, DocumentRow] = {}
    for invoice, *row in rows(
        f"""SELECT l.invoice_id, d.id, d.number, d.kind, d.level, d.issued_on, d.total_fen, d.evidence_id
            FROM document_invoice l JOIN document d ON d.id = l.document_id
            WHERE l.invoice_id {_IN} AND d.issued_on <= ?2 ORDER BY d.id""",
        *_for(as_of, invoices),
    ):
        document = DocumentRow(*row)
        named[invoice].append(document.id)
        known[document.id] = document
    delivered: dict[int, list[DeliveryRow]] = defaultdict(list)
    for delivery in rows(
        f"""SELECT document_id, event, on_day, channel, evidence_id, address_kind, reason FROM standing_delivery
            WHERE document_id {_IN} AND on_day <= ?2 ORDER BY id""",
        *_for(as_of, known),
    ):
        delivered[delivery[0]].append(DeliveryRow(*delivery))
    return named, known, delivered


def contacts(
    as_of: date, customers: Iterable[int], only: Collection[int] | None = None
) -> dict[int, list[ContactRow]]:
    """Contacts of these customers up to the end of ``as_of``, by customer; corrected ones are left out.

    With ``only``, no others than these contacts.
    """
    these = "" if only is None else "AND id IN (SELECT value FROM json_each(?3))"
    found = rows(
        f"""SELECT id, customer_id, substr(at, 1, 10) AS day, channel, outcome FROM contact c
            WHERE customer_id {_IN} AND day <= ?2 {these}
                  AND NOT EXISTS (SELECT 1 FROM contact n WHERE n.corrects_id = c.id AND n.customer_id = c.customer_id)
            ORDER BY at, id""",
        *_for(as_of, customers),
        *(() if only is None else (json.dumps(list(only)),)),
    )
    grouped: dict[int, list[ContactRow]] = defaultdict(list)
    for row in found:
        grouped[row[1]].append(ContactRow(*row))
    return grouped


def promised_currencies(customers: Iterable[int]) -> dict[int, set[str]]:
    """The currencies promised in, by contact."""
    grouped: dict[int, set[str]] = defaultdict(set)
    for contact, currency in rows(
        f"SELECT contact_id, currency FROM promise WHERE customer_id {_IN}",
        json.dumps(list(customers)),
    ):
        grouped[contact].add(currency)
    return grouped


def contact_files(customers: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """Id and kind of the files kept with each contact, by contact."""
    grouped: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for contact, evidence, kind in rows(
        f"""SELECT l.contact_id, e.id, e.kind FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
            WHERE l.customer_id {_IN} AND l.contact_id IS NOT NULL ORDER BY l.id""",
        json.dumps(list(customers)),
    ):
        grouped[contact].append((evidence, kind))
    return grouped


def entries(customers: Iterable[int]) -> dict[int, list[EntryRow]]:
    """Events entered by hand that stand, by customer and day.

    One that was entered for a contact is void once a later entry corrects that contact.
    """
    found = rows(
        f"""SELECT id, customer_id, invoice_id, kind, on_day, ends_on, strength, counts_weak, contact_id,
                   document_id, note,
                   EXISTS (SELECT 1 FROM contact n
                           WHERE n.corrects_id = e.contact_id AND n.customer_id = e.customer_id),
                   evidence_id, corrects_id, is_withdrawn
            FROM limitation_event e WHERE customer_id {_IN} ORDER BY on_day, id""",
        json.dumps(list(customers)),
    )
    files = {row[0]: (row[12], row[13]) for row in found}
    replaced = {before for _, before in files.values()}
    grouped: dict[int, list[EntryRow]] = defaultdict(list)
    for row in found:
        if row[0] not in replaced and not row[14]:
            grouped[row[1]].append(EntryRow(*(*row[:12], tuple(_files_back(row[0], files)))))
    return grouped


def _files_back(entry: int | None, files: dict[int, tuple[int | None, int | None]]) -> Iterable[int]:
    """The files of an entry and of those it takes the place of, each once."""
    seen: set[int] = set()
    while entry is not None:
        evidence, entry = files.get(entry, (None, None))
        if evidence is not None and evidence not in seen:
            seen.add(evidence)
            yield evidence


def file_names(evidence: Collection[int]) -> dict[int, tuple[str, str]]:
    """Name and kind of these files by id."""
    if not evidence:
        return {}
    found = rows(
        f"SELECT id, original_name, kind FROM evidence WHERE id {_IN}",
        json.dumps(list(evidence)),
    )
    return {row_id: (one_line(name), kind) for row_id, name, kind in found}


def _for(as_of: date, ids: Iterable[int]) -> tuple[str, str]:
    return json.dumps(list(ids)), as_of.isoformat()
