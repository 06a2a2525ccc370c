"""What a piece of evidence belongs to, added at any time and never taken away: shown from both ends (S-130)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.models.collection import Contact, Delivery, Document, Evidence, EvidenceLink
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Contract, Invoice
from arcdesk.services.contracts import UnknownContract
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.documents import UnknownDocument
from arcdesk.services.evidence import UnknownEvidence
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.said import Proof
from arcdesk.services.unit_of_work import UnitOfWork

KINDS = ("customer", "invoice", "contract", "contact", "document", "delivery")


class LinkedAlready(Refusal):
    """The same link again."""

    sentence = "Evidence no. {number} belongs to that already."


class NothingToLink(Refusal):
    """Not a single thing was named."""

    sentence = "Say what the piece belongs to: a customer, an invoice, a contract, a contact, a letter or a delivery."


class UnknownLink(Refusal):
    """A contact or delivery that is not there, or a kind that is none."""

    sentence = "There is no {kind} no. {number}."


@dataclass(frozen=True, slots=True)
class Link:
    """One thing a piece belongs to.

    ``kind`` is one of ``KINDS``; ``name`` its number, or of a customer his name, of a contact its channel, of a
    delivery its event. ``on`` is its day as text, where it has one.
    """

    kind: str
    id: int
    name: str
    on: str
    customer_id: int


class LinkService:
    """Adds links and reads them from both ends."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def add(self, evidence_id: int, *targets: tuple[str, str | int]) -> tuple[Link, ...]:
        """Let a piece belong to more: all of it or none. The customer of each thing gets the piece too.

        Args:
            targets: kind, and the code of a customer, the number of an invoice, contract or document; or anything's id.

        Raises:
            UnknownEvidence, UnknownCustomer, UnknownInvoice, UnknownContract, UnknownDocument, UnknownLink,
            LinkedAlready, NothingToLink.
        """
        if Evidence.get_or_none(Evidence.id == evidence_id) is None:
            raise UnknownEvidence(number=evidence_id)
        if not targets:
            raise NothingToLink
        known = set(self.of(evidence_id))
        links = tuple(_found(kind, which) for kind, which in targets)
        if known.intersection(links) or len(set(links)) < len(links):
            raise LinkedAlready(number=evidence_id)
        told = [{"to": link.kind, "id": link.id, "name": link.name} for link in links]
        with self._work.write("evidence.linked", links[0].customer_id, evidence=evidence_id, links=told) as deed:
            for link in links:
                columns: dict[str, int] = {"customer": link.customer_id, link.kind: link.id}
                EvidenceLink.create(evidence=evidence_id, **columns)
                deed.touch("evidence", link.customer_id)
                if link.kind in ("document", "delivery"):
                    deed.touch("document", link.customer_id)
        return links

    def of(self, evidence_id: int) -> tuple[Link, ...]:
        """Everything a piece belongs to, each once, in the order of ``KINDS``."""
        found: dict[tuple[str, int], Link] = {}
        for row in EvidenceLink.select().where(EvidenceLink.evidence == evidence_id).order_by(EvidenceLink.id):
            for kind in KINDS:
                number = getattr(row, f"{kind}_id")
                if number is not None and (kind, number) not in found:
                    found[kind, number] = _found(kind, number)
        for letter in Document.select().where(Document.evidence == evidence_id):  # the piece is the letter itself
            found.setdefault(("document", letter.id), _document(letter))
        for delivery in Delivery.select().where(Delivery.evidence == evidence_id):
            found.setdefault(("delivery", delivery.id), _delivery(delivery))
        return tuple(sorted(found.values(), key=lambda link: (KINDS.index(link.kind), link.id)))

    def behind(self, kind: str, number: int) -> tuple[Proof, ...]:
        """The pieces that belong to a thing; of a document also what belongs to its deliveries, and not itself."""
        mine = getattr(EvidenceLink, kind) == number
        ids = {row.evidence_id for row in EvidenceLink.select().where(mine)}
        if kind == "document":
            own = Document.get_by_id(number).evidence_id
            deliveries = [row.id for row in Delivery.select(Delivery.id).where(Delivery.document == number)]
            ids |= {row.evidence_id for row in EvidenceLink.select().where(EvidenceLink.delivery.in_(deliveries))}
            ids |= {row.evidence_id for row in Delivery.select().where(Delivery.document == number) if row.evidence_id}
            ids.discard(own)
        rows = Evidence.select(Evidence.id, Evidence.original_name).where(Evidence.id.in_(ids)).order_by(Evidence.id)
        return tuple(Proof(row.id, row.original_name) for row in rows)

    def choices(self, customer_id: int) -> tuple[Link, ...]:
        """Everything of a customer that a piece can be linked to, newest first within each kind."""
        return tuple(_choices(customer_id))


def link_to(kind: str, which: str | int) -> Link:
    """The thing of that kind and number or id, as a link to it.

    Raises:
        UnknownCustomer, UnknownInvoice, UnknownContract, UnknownDocument, UnknownLink.
    """
    return _found(kind, which)


def owner_of(evidence_id: int) -> int | None:
    """The first customer whom a piece concerns."""
    link = (
        EvidenceLink.select()
        .where((EvidenceLink.evidence == evidence_id) & EvidenceLink.customer.is_null(False))
        .order_by(EvidenceLink.id)
        .first()
    )
    return link.customer_id if link else None


def _choices(customer_id: int) -> Iterator[Link]:
    yield _found("customer", customer_id)
    own = [row.id for row in Document.select(Document.id).where(Document.customer == customer_id)]
    for invoice in Invoice.select().where(Invoice.customer == customer_id).order_by(Invoice.issued_on.desc()):
        yield _invoice(invoice)
    for contract in Contract.select().where(Contract.customer == customer_id).order_by(Contract.id.desc()):
        yield _contract(contract)
    for contact in Contact.select().where(Contact.customer == customer_id).order_by(Contact.id.desc()):
        yield _contact(contact)
    for document in Document.select().where(Document.customer == customer_id).order_by(Document.id.desc()):
        yield _document(document)
    for delivery in Delivery.select().where(Delivery.document.in_(own)).order_by(Delivery.id.desc()):
        yield _delivery(delivery)


def _found(kind: str, which: str | int) -> Link:
    """The thing of that number or id.

    Raises:
        UnknownCustomer, UnknownInvoice, UnknownContract, UnknownDocument, UnknownLink.
    """
    tables: dict[str, tuple[Any, Any, Any]] = {
        "customer": (Customer, Customer.code, _customer), "invoice": (Invoice, Invoice.number, _invoice),
        "contract": (Contract, Contract.number, _contract), "document": (Document, Document.number, _document),
        "contact": (Contact, None, _contact), "delivery": (Delivery, None, _delivery),
    }  # fmt: skip
    if kind not in tables:
        raise UnknownLink(kind=kind, number=which, field="kind")
    table, number, as_link = tables[kind]
    by_number = number is not None and isinstance(which, str)
    try:
        row = table.get_or_none(number == which if by_number else table.id == int(which))
    except (ValueError, OverflowError):
        row = None
    if row is None:
        raise _unknown(kind, which)
    link: Link = as_link(row)
    return link


def _unknown(kind: str, which: str | int) -> Refusal:
    if kind == "customer":
        return UnknownCustomer(code=which, field="customer")
    if kind == "invoice":
        return UnknownInvoice(number=which, field="invoice")
    if kind == "contract":
        return UnknownContract(number=which, field="contract")
    if kind == "document":
        return UnknownDocument(number=which, field="letter")
    return UnknownLink(kind=kind, number=which, field=kind)


def _customer(row: Customer) -> Link:
    return Link("customer", row.id, row.name, "", row.id)


def _invoice(row: Invoice) -> Link:
    return Link("invoice", row.id, row.number, str(row.issued_on or ""), row.customer_id)


def _contract(row: Contract) -> Link:
    return Link("contract", row.id, row.number, str(row.signed_on or ""), row.customer_id)


def _contact(row: Contact) -> Link:
    return Link("contact", row.id, row.channel, f"{row.at:%Y-%m-%d %H:%M}", row.customer_id)


def _document(row: Document) -> Link:
    return Link("document", row.id, row.number, str(row.issued_on), row.customer_id)


def _delivery(row: Delivery) -> Link:
    document = Document.get_by_id(row.document_id)
    return Link("delivery", row.id, f"{document.number} {row.event}", str(row.on_day), document.customer_id)
