"""Concessions as events of the timeline: asked for, and each thing done about it since."""

from __future__ import annotations

from collections.abc import Iterable

from arcdesk.models.concession import Concession, ConcessionEvent
from arcdesk.services.timeline_entry import Midnight, TimelineEntry

_DONE = {
    "approved": "Concession {number} approved by {who}",
    "refused": "Concession {number} refused by {who}",
    "offered": "Concession {number} offered to the customer",
    "accepted": "Concession {number} accepted by the customer",
    "withdrawn": "Concession {number} withdrawn",
    "carried_out": "Concession {number} carried out: {result}",
}


def concessions(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    """What was asked for, decided, offered and booked."""
    for row in Concession.select().where(Concession.customer == customer_id):
        values: dict[str, object] = {"number": row.number, "ask": row.ask}
        if row.amount_fen:
            values |= {"fen": row.amount_fen, "currency": row.currency}
        title = "Concession {number} asked of {ask}"
        yield TimelineEntry("concession", row.id, midnight(row.made_on), title, values, row.reason)
    query = ConcessionEvent.select(ConcessionEvent, Concession).join(Concession)
    for step in query.where(Concession.customer == customer_id):
        values = {"number": step.concession.number, "who": step.who, "result": step.result or "—"}
        yield TimelineEntry(
            "concession", step.concession_id, midnight(step.on_day), _DONE[step.event], values, step.note
        )
