"""Writing holds into their history: each a row, and each end a row of its own that names it.

Called inside the transaction of whoever decides; the decision itself is his audit event.
"""

from __future__ import annotations

from datetime import date, datetime

from arcdesk.models.customer import CustomerHold
from arcdesk.models.ledger import InvoiceHold
from arcdesk.models.queries import holds


def note_customer(customer_id: int, until_on: date | None, reason: str, now: datetime) -> None:
    """Put a hold on a customer from today in place of the one that stands; ``None`` or a past day only ends it."""
    today = now.date()
    standing = holds.customer_holds(today, customer_id).get(customer_id)
    if standing is not None:
        CustomerHold.create(
            customer=customer_id, from_on=today, until_on=today, reason="", logged_at=now, lifts=standing.id
        )
    if until_on is not None and until_on >= today:
        CustomerHold.create(
            customer=customer_id, from_on=today, until_on=until_on, reason=reason, logged_at=now
        )


def note_invoice(
    invoice_id: int, customer_id: int, until_on: date | None, reason: str, now: datetime
) -> None:
    """The same for a single invoice."""
    today = now.date()
    standing = holds.invoice_holds(today, customer_id).get(invoice_id)
    if standing is not None:
        InvoiceHold.create(
            invoice=invoice_id, from_on=today, until_on=today, reason="", logged_at=now, lifts=standing.id
        )
    if until_on is not None:
        InvoiceHold.create(invoice=invoice_id, from_on=today, until_on=until_on, reason=reason, logged_at=now)
