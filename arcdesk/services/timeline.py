"""Everything that happened with a customer, in one stream (ui.md "Dossier")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from arcdesk.models.claims import PaymentPlan, PlanEnd
from arcdesk.models.collection import Contact, Delivery, Document, Evidence, EvidenceLink, FollowUp, Promise
from arcdesk.models.customer import GradeDecision
from arcdesk.models.ledger import Dispute, Invoice, Receipt
from arcdesk.services.promises import corrected_contacts
from arcdesk.services.unit_of_work import UnitOfWork

KINDS = (
    "contact",
    "promise",
    "plan",
    "dispute",
    "document",
    "delivery",
    "receipt",
    "invoice",
    "evidence",
    "follow_up",
    "grade",
)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. ``title_key`` is translated with ``values`` (amounts in fen under ``fen``).

    ``at`` has no time of day (midnight) where only the day is known; ``text`` is what a
    person wrote; ``detail_id`` is the id of the row of that ``kind``.
    """

    kind: str
    detail_id: int
    at: datetime
    title_key: str
    values: Mapping[str, object]
    text: str = ""


class TimelineService:
    """Reads one customer's stream in a fixed number of queries."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def of(self, customer_id: int, limit: int | None = 500) -> tuple[TimelineEntry, ...]:
        """The stream, newest first, of at most ``limit`` events."""
        zone = self._work.clock.now().tzinfo

        def at_midnight(day: date) -> datetime:
            return datetime.combine(day, time.min, tzinfo=zone)

        entries = [entry for read in _READERS for entry in read(customer_id, at_midnight)]
        entries.sort(key=lambda entry: (entry.at, entry.detail_id), reverse=True)
        return tuple(entries[:limit])


Midnight = Callable[[date], datetime]


def _contacts(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in Contact.select().where(Contact.customer == customer_id):
        title = "Correction of contact {corrects}" if row.corrects_id else "Contact"
        values = {
            "channel": row.channel,
            "outcome": row.outcome,
            "person": row.person,
            "corrects": row.corrects_id,
        }
        yield TimelineEntry("contact", row.id, row.at, title, values, row.note)


def _promises(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    wrong = set(corrected_contacts())
    for row in Promise.select().where(Promise.customer == customer_id):
        title = "Promise to pay, corrected since" if row.contact_id in wrong else "Promise to pay"
        values = {"fen": row.amount_fen, "currency": row.currency, "due_on": row.due_on}
        yield TimelineEntry("promise", row.id, midnight(row.made_on), title, values)


def _disputes(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    query = Dispute.select(Dispute, Invoice).join(Invoice).where(Invoice.customer == customer_id)
    for row in query:
        values = {"fen": row.amount_fen, "currency": row.invoice.currency, "number": row.invoice.number}
        if row.resolution in _SETTLED:  # what came later on a day comes first
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
    for row in Document.select().where(Document.customer == customer_id):
        title = "Letter {number} issued" if row.kind == "letter" else "Statement {number} issued"
        values = {
            "number": row.number, "fen": row.total_fen, "currency": row.currency, "deadline_on": row.deadline_on
        }  # fmt: skip
        yield TimelineEntry("document", row.id, row.issued_at, title, values)


_DELIVERED = {
    "sent": "{number} sent",
    "delivered": "{number} delivered",
    "agreed": "{number} confirmed by the customer",
    "disputed": "{number} disputed by the customer",
}


def _deliveries(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    query = Delivery.select(Delivery, Document).join(Document).where(Document.customer == customer_id)
    for row in query:
        title = _DELIVERED[row.event]
        values = {"number": row.document.number, "channel": row.channel, "tracking": row.tracking}
        yield TimelineEntry("delivery", row.id, midnight(row.on_day), title, values, row.note)


def _receipts(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    for row in Receipt.select().where(Receipt.customer == customer_id):
        title = "Imported balance" if row.imported_balance else "Receipt {number}"
        values = {"number": row.number, "fen": row.amount_fen, "currency": row.currency}
        yield TimelineEntry("receipt", row.id, midnight(row.received_on), title, values, row.note)


def _invoices(customer_id: int, midnight: Midnight) -> Iterable[TimelineEntry]:
    for row in Invoice.select().where(Invoice.customer == customer_id):
        title = "Credit note {number}" if row.amount_fen < 0 else "Invoice {number}"
        values = {"number": row.number, "fen": row.amount_fen, "currency": row.currency, "due_on": row.due_on}
        yield TimelineEntry("invoice", row.id, midnight(row.issued_on), title, values)


def _evidence(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    linked = EvidenceLink.select(EvidenceLink.evidence).where(EvidenceLink.customer == customer_id)
    for row in Evidence.select().where(Evidence.id.in_(linked)):
        values = {"name": row.original_name, "kind": row.kind, "sha256": row.sha256}
        yield TimelineEntry("evidence", row.id, row.imported_at, "Evidence {name}", values, row.note)


def _follow_ups(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in FollowUp.select().where(FollowUp.customer == customer_id):
        values = {"due_on": row.due_on, "state": row.state}
        yield TimelineEntry(
            "follow_up", row.id, row.created_at, "Follow-up planned for {due_on}", values, row.reason
        )


def _grades(customer_id: int, _: Midnight) -> Iterable[TimelineEntry]:
    for row in GradeDecision.select().where(GradeDecision.customer == customer_id):
        values = {"grade": row.confirmed, "suggested": row.suggested or "—"}
        title = "Grade {grade} confirmed, {suggested} suggested"
        yield TimelineEntry("grade", row.id, row.logged_at, title, values, row.note)


_READERS = (
    _contacts, _promises, _plans, _disputes, _documents, _deliveries, _receipts, _invoices, _evidence, _follow_ups,
    _grades,
)  # fmt: skip
