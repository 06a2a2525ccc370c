"""Who said something, how far that person may decide, and what proves it: the contact behind a promise or dispute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from peewee import JOIN

from arcdesk.models.collection import Contact, Evidence, EvidenceLink
from arcdesk.models.customer import ContactPerson


class Proof(NamedTuple):
    """A sealed file: number and name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """One contact: when and how, with whom, with what authority (none, partial, final, unknown: empty)."""

    contact_id: int
    at: datetime
    channel: str
    person: str
    authority: str
    note: str
    proofs: tuple[Proof, ...]


def said_in(contact_ids: Iterable[int]) -> dict[int, Said]:
    """What stands behind each of these contacts, by id, in two queries."""
    ids = list(contact_ids)
    if not ids:
        return {}
    proofs = proofs_of_contacts(ids)
    query = (
        Contact.select(Contact, ContactPerson.authority)
        .join(ContactPerson, JOIN.LEFT_OUTER, on=Contact.person_row == ContactPerson.id)
        .where(Contact.id.in_(ids))
    )
    found = {}
    row: Any  # a contact with its person's authority beside it
    for row in query.objects():
        files = tuple(proofs.get(row.id, ()))
        found[row.id] = Said(row.id, row.at, row.channel, row.person, row.authority or "", row.note, files)
    return found


def proofs_of_contacts(contact_ids: Iterable[int]) -> dict[int, list[Proof]]:
    """The files that came with each contact, in the order in which they were taken in."""
    found: dict[int, list[Proof]] = defaultdict(list)
    query = (
        EvidenceLink.select(EvidenceLink.contact, Evidence.id.alias("number"), Evidence.original_name)
        .join(Evidence)
        .where(EvidenceLink.contact.in_(list(contact_ids)))
        .order_by(EvidenceLink.id)
    )
    row: Any
    for row in query.objects():
        found[row.contact_id].append(Proof(row.number, row.original_name))
    return found


def proof_of(evidence_id: int | None) -> Proof | None:
    """The file of that number, if there is one."""
    row = Evidence.get_or_none(Evidence.id == evidence_id) if evidence_id else None
    return Proof(row.id, row.original_name) if row else None
