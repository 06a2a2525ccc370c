"""Disputes as they stood on a day: what each keeps out of a demand, who raised it, how it ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Dispute, Invoice
from arcdesk.models.queries import balances
from arcdesk.services.dispute_refusals import UnknownCategory
from arcdesk.services.said import Proof, Said, proof_of, said_in

CATEGORIES = ("quantity", "quality", "price", "delivery", "invoice", "no_order", "other")
REPLACED = "replaced"
"""Stored where a later statement, a correction or an import took the place of a dispute."""


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute as it stood on a day, in fen.

    ``held_fen`` is what it keeps out of a demand: never more than is open of the invoice, nothing
    once it is closed. ``resolution`` is empty while it stands; ``accepted_fen`` was conceded.
    """

    id: int
    customer_id: int
    customer_code: str
    customer_name: str
    invoice_number: str
    currency: str
    amount_fen: int
    held_fen: int
    category: str
    reason: str
    owner: str
    opened_on: date
    closed_on: date | None
    resolution: str
    accepted_fen: int | None
    closed_note: str
    said: Said | None
    proofs: tuple[Proof, ...]

    @property
    def is_open(self) -> bool:
        """Whether it stands."""
        return self.closed_on is None


def check_category(category: str) -> None:
    """See that a kind of dispute is one of ``CATEGORIES``, or not said.

    Raises:
        UnknownCategory: it is another word.
    """
    if category and category not in CATEGORIES:
        raise UnknownCategory(value=category, known=", ".join(CATEGORIES), field="category")


def replace_disputes(which: Any, on: date) -> list[dict[str, Any]]:
    """Close the disputes that stand, of those meant by the condition ``which``: something newer takes their place.

    Gives their old values, for the event of the transaction in which this is done.
    """
    standing = which & Dispute.closed_on.is_null()
    old = [
        {
            "dispute": row.id, "invoice_id": row.invoice_id, "amount_fen": row.amount_fen, "reason": row.reason,
            "category": row.category, "owner": row.owner, "opened_on": row.opened_on.isoformat(),
        }
        for row in Dispute.select().where(standing)
    ]  # fmt: skip
    Dispute.update(closed_on=on, resolution=REPLACED).where(standing).execute()
    return old


def standing_over(invoice_number: str) -> Dispute | None:
    query = Dispute.select().join(Invoice).where((Invoice.number == invoice_number) & Dispute.closed_on.is_null())
    return query.order_by(Dispute.id.desc()).first()


def dispute_lines(day: date, customer_id: int | None) -> Iterable[DisputeLine]:
    query = (
        Dispute.select(Dispute, Invoice, Customer)
        .join(Invoice)
        .join(Customer)
        .where((Dispute.opened_on <= day) & ((Dispute.resolution != REPLACED) | (Dispute.closed_on > day)))
    )
    if customer_id is not None:
        query = query.where(Invoice.customer == customer_id)
    rows = list(query)
    if not rows:
        return
    said = said_in({row.contact_id for row in rows if row.contact_id})
    held = _held(day, customer_id, rows)
    for row in rows:
        is_open = row.closed_on is None or row.closed_on > day
        source = said.get(row.contact_id or 0)
        own = proof_of(row.evidence_id)
        proofs = (*(source.proofs if source else ()), *((own,) if own else ()))
        customer = row.invoice.customer
        yield DisputeLine(
            row.id, customer.id, customer.code, customer.name, row.invoice.number, row.invoice.currency,
            row.amount_fen, held.get(row.id, 0) if is_open else 0, row.category, row.reason, row.owner,
            row.opened_on, None if is_open else row.closed_on, "" if is_open else row.resolution,
            None if is_open else row.accepted_fen, "" if is_open else row.closed_note, source, proofs,
        )  # fmt: skip


def _held(day: date, customer_id: int | None, rows: Iterable[Dispute]) -> dict[int, int]:
    """What each dispute that stands on ``day`` keeps out of a demand, by id, in fen."""
    left: dict[int, int] = defaultdict(int)
    for item in balances.open_items(day, customer_id):
        left[item.invoice_id] += item.disputed_fen
    found = {}
    for row in sorted(rows, key=lambda row: row.id, reverse=True):
        if row.closed_on is None or row.closed_on > day:
            found[row.id] = min(row.amount_fen, left[row.invoice_id])
            left[row.invoice_id] -= found[row.id]
    return found
