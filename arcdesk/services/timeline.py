"""Everything that happened with a customer, in one stream (ui.md "Dossier")."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import chain

from arcdesk.domain.limitation_events import KINDS as KINDS_OF_EVENT
from arcdesk.models.claims import PaymentPlan, PlanEnd
from arcdesk.models.customer import GradeDecision
from arcdesk.models.queries import guarantees, limitation_log, moves, stream
from arcdesk.models.queries.stream import DeliveryRow, DueChangeRow
from arcdesk.services.guarantee_lines import ACT_KEYS
from arcdesk.services.timeline_concessions import concessions
from arcdesk.services.timeline_entry import Midnight, TimelineEntry
from arcdesk.services.timeline_money import RETURNED, allocations_taken_back, write_offs
from arcdesk.services.timeline_tasks import legal, tasks
from arcdesk.services.unit_of_work import UnitOfWork

__all__ = ["KINDS", "TimelineEntry", "TimelineService"]

KINDS = (
    "contact",
    "promise",
    "plan",
    "dispute",
    "document",
    "delivery",
    "receipt",
    "allocation",
    "write_off",
    "invoice",
    "evidence",
    "follow_up",
    "due_change",
    "limitation",
    "guarantee",
    "grade",
    "concession",
    "task",
    "legal",
    "move",
)


class TimelineService:
    """Reads one customer's stream in a fixed number of queries."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def of(self, customer_id: int, limit: int | None = 500) -> tuple[TimelineEntry, ...]:
        """The stream, newest first, of at most ``limit`` events."""
        zone = self._work.clock.now().tzinfo

        def at_midnight(day: date) -> datetime:
            return datetime.combine(day, time.min, tzinfo=zone)

        entries = [
            *chain.from_iterable(read(customer_id, at_midnight) for read in _READERS),
            *_receipts(customer_id, at_midnight, limit),
            *_invoices(customer_id, at_midnight, limit),
        ]
        entries.sort(key=lambda entry: (entry.at, entry.detail_id), reverse=True)
        return tuple(entries[:limit])


def _contacts(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in stream.contacts(customer_id):
        title = "Correction of contact {corrects}" if row.corrects else "Contact"
        values = {
            "channel": row.channel,
            "outcome": row.outcome,
            "person": row.person,
            "corrects": row.corrects,
        }
        yield TimelineEntry("contact", row.id, row.at, title, values, row.note)


def _promises(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    for row in stream.promises(customer_id):
        title = "Promise to pay, corrected since" if row.is_corrected else "Promise to pay"
        values = {"fen": row.amount_fen, "currency": row.currency, "due_on": row.due_on}
        yield TimelineEntry("promise", row.id, midnight(row.made_on), title, values)


def _disputes(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    for row in stream.disputes(customer_id):
        values: dict[str, object] = {"fen": row.amount_fen, "currency": row.currency, "number": row.number}
        if row.resolution in _SETTLED and row.closed_on:  # what came later on a day comes first
            title = _SETTLED[row.resolution]
            settled = values | {"fen": row.accepted_fen} if row.resolution == "partly" else values
            yield TimelineEntry("dispute", row.id, midnight(row.closed_on), title, settled, row.closed_note)
        yield TimelineEntry(
            "dispute", row.id, midnight(row.opened_on), "Dispute of {number}", values, row.reason
        )


_SETTLED = {
    "accepted": "Dispute of {number} accepted",
    "rejected": "Dispute of {number} rejected",
    "partly": "Dispute of {number} settled by a compromise",
}


def _plans(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    for row in PaymentPlan.select().where(PaymentPlan.customer == customer_id):
        for end in PlanEnd.select().where(PlanEnd.plan == row.id).order_by(PlanEnd.id.desc()):
            yield TimelineEntry(
                "plan", row.id, midnight(end.on_day), _PLAN_ENDS[end.how], {"number": row.number}, end.reason
            )
        values = {"number": row.number, "fen": row.total_fen, "currency": row.currency}
        title = "Instalment plan {number} agreed"
        yield TimelineEntry("plan", row.id, midnight(row.agreed_on), title, values, row.note)


_PLAN_ENDS = {
    "void": "Instalment plan {number} declared void",
    "accelerated": "Instalment plan {number}: all of it called in",
    "replaced": "Instalment plan {number} replaced by a new one",
}


def _documents(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in stream.documents(customer_id):
        title = _ISSUED.get(row.kind, "Document {number} issued")
        values = {
            "number": row.number, "fen": row.total_fen, "currency": row.currency, "deadline_on": row.deadline_on
        }  # fmt: skip
        yield TimelineEntry("document", row.id, row.issued_at, title, values)


_ISSUED = {"letter": "Letter {number} issued", "statement": "Statement {number} issued"}

_DELIVERED = {
    "sent": "{number} sent",
    "delivered": "{number} delivered",
    "refused": "{number} refused by the addressee",
    "returned": "{number} came back",
    "void": "{number} declared void",
    "withdrawn": "{number} taken back",
    "copied": "{number} printed as a copy",
    "mistaken": "{number}: an entry taken back",
    "agreed": "{number} confirmed by the customer",
    "disputed": "{number} disputed by the customer",
}


def _deliveries(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    for row in stream.deliveries(customer_id):
        title = _DELIVERED[row.event]
        values = {"number": row.number, "channel": row.channel, "tracking": row.tracking}
        text = row.note or _why(row) or _mailed_to(row)
        yield TimelineEntry("delivery", row.id, midnight(row.on_day), title, values, text)


def _why(row: DeliveryRow) -> str:
    """The reason a person gave; one of a list is told by the title."""
    return row.reason if row.event in ("void", "withdrawn", "mistaken") else ""


def _mailed_to(row: DeliveryRow) -> str:
    """The addresses of an e-mail, which no waybill names."""
    return row.address if row.channel == "email" else ""


def _receipts(customer_id: int, midnight: Midnight, limit: int | None) -> Iterable[TimelineEntry]:
    for row in stream.receipts(customer_id, limit):
        title = "Imported balance" if row.is_balance else RETURNED.get(row.return_kind, "Receipt {number}")
        values = {
            "number": row.number, "original": row.original, "fen": row.amount_fen, "currency": row.currency,
        }  # fmt: skip
        yield TimelineEntry("receipt", row.id, midnight(row.received_on), title, values, row.note)


def _invoices(customer_id: int, midnight: Midnight, limit: int | None) -> Iterable[TimelineEntry]:
    for row in stream.invoices(customer_id, limit):
        title = "Credit note {number}" if row.amount_fen < 0 else "Invoice {number}"
        values = {"number": row.number, "fen": row.amount_fen, "currency": row.currency, "due_on": row.due_on}
        yield TimelineEntry("invoice", row.id, midnight(row.issued_on), title, values)


def _evidence(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in stream.evidence(customer_id):
        values = {"name": row.name, "kind": row.kind, "sha256": row.sha256}
        yield TimelineEntry("evidence", row.id, row.imported_at, "Evidence {name}", values, row.note)


def _follow_ups(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in stream.follow_ups(customer_id):
        values = {"due_on": row.due_on, "state": row.state}
        yield TimelineEntry(
            "follow_up", row.id, row.created_at, "Follow-up planned for {due_on}", values, row.reason
        )


def _due_changes(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    """One entry for what was changed at one stroke: a repair in bulk is one event."""
    strokes: dict[tuple[datetime, str], list[DueChangeRow]] = {}
    for row in stream.due_changes(customer_id):
        strokes.setdefault((row.logged_at, row.note), []).append(row)
    for (at, note), found in strokes.items():
        row = found[0]
        values = {"number": row.number, "old": row.old_due_on, "new": row.due_on, "count": len(found)}
        title = (
            "Due date of {number} changed: {old} → {new}" if row.old_due_on else "Due date of {number}: {new}"
        )
        if row.due_on is None:
            title = "Due date of {number} taken away"
        yield TimelineEntry(
            "due_change", row.id, at, title if len(found) == 1 else "Due dates changed: {count}", values, note
        )


def _limitation(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    for row in limitation_log.entries((customer_id,)).get(customer_id, ()):
        on, title = date.fromisoformat(row.on), KINDS_OF_EVENT[row.kind].label_key
        yield TimelineEntry("limitation", row.id, midnight(on), title, {}, row.note)
        if row.ends_on and row.ends_on != row.on:
            ended = date.fromisoformat(row.ends_on)
            yield TimelineEntry("limitation", row.id, midnight(ended), "The proceeding ended", {})


def _guarantees(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    acts = guarantees.acts(customer_id)
    for row in guarantees.standing(customer_id):
        values = {"guarantor": row.guarantor}
        logged_at = datetime.fromisoformat(row.logged_at)
        yield TimelineEntry("guarantee", row.id, logged_at, "Guarantee by {guarantor}", values, row.note)
        for act in acts.get(row.first_id, ()):
            on = midnight(date.fromisoformat(act.on))
            title = ACT_KEYS["demand" if act.act == "demand" else "suit"]
            yield TimelineEntry("guarantee", row.id, on, title, values, act.note)


def _grades(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in GradeDecision.select().where(GradeDecision.customer == customer_id):
        values = {"grade": row.confirmed, "suggested": row.suggested or "—"}
        title = "Grade {grade} confirmed, {suggested} suggested"
        yield TimelineEntry("grade", row.id, row.logged_at, title, values, row.note)


def _moves(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for number, kind, came, code, name, reason, at, undone_at, count in moves.history_of(customer_id):
        values = {"code": code, "name": name, "count": count, "number": number}
        yield TimelineEntry(
            "move", number, datetime.fromisoformat(at), _MOVED[kind, bool(came)], values, reason
        )
        if undone_at:
            title = "Merge or split no. {number} with {name} ({code}) undone"
            yield TimelineEntry("move", number, datetime.fromisoformat(undone_at), title, values)


_MOVED = {
    ("merge", True): "{name} ({code}) merged into this customer: {count} entries",
    ("merge", False): "Merged into {name} ({code}): {count} entries",
    ("split", True): "{count} entries came from {name} ({code})",
    ("split", False): "{count} entries moved to {name} ({code})",
}

_READERS = (
    _contacts, _promises, _plans, _disputes, _documents, _deliveries, allocations_taken_back, write_offs,
    _evidence, _follow_ups, _due_changes, _limitation, _guarantees, _grades, concessions, tasks, legal,
    _moves,
)  # fmt: skip
