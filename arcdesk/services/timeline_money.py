"""What was taken back or given up, as events of the timeline."""

from __future__ import annotations

import json
from collections.abc import Iterable

from arcdesk.models.audit import AuditEvent
from arcdesk.models.ledger import Invoice, WriteOff
from arcdesk.models.queries import stream
from arcdesk.services.timeline_entry import Midnight, TimelineEntry

RETURNED = {
    "bounced": "Receipt {original} bounced",
    "mistake": "Receipt {original} was entered by mistake",
    "refunded": "Refund of receipt {original}",
}


def allocations_taken_back(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    """Allocations freed one by one; those that went with their receipt are told by the receipt."""
    rows = list(stream.taken_back(customer_id))
    reasons = _reasons(customer_id) if rows else {}
    for row in rows:
        if row.id in reasons:
            values = {
                "number": row.number, "invoice": row.invoice, "fen": -row.amount_fen, "currency": row.currency,
            }  # fmt: skip
            title = "Allocation of {number} to {invoice} taken back"
            yield TimelineEntry("allocation", row.id, midnight(row.allocated_on), title, values, reasons[row.id])


def write_offs(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    """What was given up, and what of it was taken back, with who approved it."""
    rows = list(WriteOff.select(WriteOff, Invoice).join(Invoice).where(WriteOff.customer == customer_id))
    numbers = {row.id: row.number for row in rows}
    for row in rows:
        title = "Write-off {original} taken back" if row.reverses_id else "Write-off of {invoice}"
        values = {
            "number": row.number, "original": numbers.get(row.reverses_id, ""), "invoice": row.invoice.number,
            "fen": abs(row.amount_fen), "currency": row.currency, "approver": row.approver,
        }  # fmt: skip
        yield TimelineEntry("write_off", row.id, midnight(row.on_day), title, values, row.reason)


def _reasons(customer_id: int) -> dict[int, str]:
    """Why each allocation was taken back by itself, by the id of the entry: the audit chain keeps it."""
    query = AuditEvent.select().where(
        (AuditEvent.customer_id == customer_id) & (AuditEvent.action == "allocation.taken_back")
    )
    events = [json.loads(row.body) for row in query]
    return {entry["entry"]: event["reason"] for event in events for entry in event["entries"]}
