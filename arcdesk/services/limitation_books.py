"""The records behind a set of receivables, read in a fixed number of queries and given out as events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from arcdesk.domain import limitation_log as log
from arcdesk.domain.limitation_events import SUSPENSION, Event
from arcdesk.models.queries import limitation as rows
from arcdesk.models.queries import limitation_log as said
from arcdesk.services.limitation_lines import EvidenceRef

_ENDED = ("void", "replaced")


@dataclass(slots=True)
class Books:
    """What is known, on a day, of the invoices asked about and of their customers."""

    as_of: date
    debts: dict[int, rows.DebtRow]
    plans_of: dict[int, list[int]]
    plans: dict[int, rows.PlanRow]
    one_debt: dict[int, list[int]]
    payments: dict[int, list[rows.PaymentRow]]
    free: dict[int, list[rows.FreeRow]]
    documents_of: dict[int, list[int]]
    documents: dict[int, said.DocumentRow]
    deliveries: dict[int, list[said.DeliveryRow]]
    contacts: dict[int, list[said.ContactRow]]
    promised: dict[int, set[str]]
    files: dict[int, list[tuple[int, str]]]
    entries: dict[int, list[said.EntryRow]]
    _said: dict[tuple[int, str], Event | None] = field(default_factory=dict)
    _told: dict[int, tuple[Event, ...]] = field(default_factory=dict)

    def plan_over(self, plan_id: int) -> rows.PlanRow | None:
        """The plan behind an instalment where it can be proven; one by word of mouth moves no due date."""
        plan = self.plans.get(plan_id)
        return plan if plan is not None and _facts(plan).is_proven else None

    def events(self, invoice_id: int, plan: rows.PlanRow | None = None) -> list[Event]:
        """What bears on a receivable; under a ``plan`` that is one debt, what bears on any part of it (R19)."""
        if plan is None or not plan.is_one_debt:
            return self._events(invoice_id)
        found: dict[tuple[object, ...], Event] = {}
        for part in (invoice_id, *self.one_debt.get(plan.id, ())):
            for event in self._events(part):
                key = (record_of(event).key, event.kind, event.on)
                if key not in found or (event.counts and not found[key].counts):
                    found[key] = event
        return list(found.values())

    def evidence(self, events: Iterable[Event]) -> dict[int, EvidenceRef]:
        """The files that prove these events, by id."""
        wanted = {evidence for event in events for evidence in event.evidence}
        return {key: EvidenceRef(key, name, kind) for key, (name, kind) in said.file_names(wanted).items()}

    def add_delivery(self, row: said.DeliveryRow) -> None:
        """Take a step of a document into account that is not in the books."""
        self.deliveries.setdefault(row.document_id, []).append(row)
        self._told.pop(row.document_id, None)

    def told(self, document_id: int) -> tuple[Event, ...]:
        """What a document is as an event; nothing where it is not in these books."""
        if document_id not in self.documents:
            return ()
        if document_id not in self._told:
            self._told[document_id] = log.of_document(self._document(document_id))
        return self._told[document_id]

    def _events(self, invoice_id: int) -> list[Event]:
        debt = self.debts[invoice_id]
        derived = [*self._money(debt), *self._papers(invoice_id), *self._talks(debt)]
        confirmed: dict[int, Event] = {}
        entered = []
        for row in self.entries.get(debt.customer_id, ()):
            if not self._bears_on(row, debt):
                continue
            of = _confirmed_by(row, derived)
            if of is not None:
                confirmed[id(of)] = of
            elif (row.contact_id or row.document_id) and not row.is_void:
                continue  # what it confirmed is proven by now, or is about another currency
            entered.append(log.of_entry(_entry(row, of), self.as_of))
        return [*(event for event in derived if id(event) not in confirmed), *entered]

    def _bears_on(self, row: said.EntryRow, debt: rows.DebtRow) -> bool:
        """Whether an entry is about a debt; an obstacle may have begun before the debt did."""
        if row.invoice_id not in {None, debt.id} or row.on > self.as_of.isoformat():
            return False
        return row.on >= debt.issued_on or row.kind == SUSPENSION

    def _money(self, debt: rows.DebtRow) -> Iterable[Event]:
        for paid in self.payments.get(debt.id, ()):
            make = log.of_imported_balance if paid.is_balance else log.of_payment
            yield make(paid.receipt_id, paid.number, _day(paid.on))
        counted = {paid.receipt_id for paid in self.payments.get(debt.id, ())}
        for free in self.free.get(debt.customer_id, ()):
            if free.currency == debt.currency and free.on >= debt.issued_on and free.receipt_id not in counted:
                yield log.of_free_money(free.receipt_id, free.number, _day(free.on))

    def _papers(self, invoice_id: int) -> Iterable[Event]:
        for plan_id in self.plans_of.get(invoice_id, ()):
            yield log.of_plan(_facts(self.plans[plan_id]))
        for document_id in self.documents_of.get(invoice_id, ()):
            yield from self.told(document_id)

    def _talks(self, debt: rows.DebtRow) -> Iterable[Event]:
        for contact in self.contacts.get(debt.customer_id, ()):
            if contact.on < debt.issued_on:
                continue
            key = (contact.id, debt.currency)
            if key not in self._said:
                self._said[key] = log.of_contact(self._contact(contact), debt.currency)
            event = self._said[key]
            if event is not None:
                yield event

    def _document(self, document_id: int) -> log.DocumentFacts:
        row = self.documents[document_id]
        deliveries = tuple(
            log.Delivery(
                each.event, _day(each.on), each.means, each.evidence_id, each.address_kind, each.reason
            )
            for each in self.deliveries.get(document_id, ())
        )
        return log.DocumentFacts(
            row.id,
            row.number,
            row.kind,
            row.level,
            _day(row.issued_on),
            row.total_fen,
            row.evidence_id,
            deliveries,
        )

    def _contact(self, row: said.ContactRow) -> log.ContactFacts:
        files = self.files.get(row.id, ())
        return log.ContactFacts(
            row.id, _day(row.on), row.channel, row.outcome, frozenset(self.promised.get(row.id, ())),
            tuple(evidence for evidence, _ in files),
            tuple(evidence for evidence, kind in files if kind == "recording"),
        )  # fmt: skip


def read(as_of: date, invoices: Iterable[int], *, only_proofs: bool = False) -> Books:
    """The records of these invoices up to ``as_of``; of one debt in instalments those of every part.

    ``only_proofs`` leaves out what cannot count: money that no invoice has, contacts without a file.
    """
    asked = list(dict.fromkeys(invoices))
    plans_of, plans = rows.plans(as_of, asked)
    whole = [plan.id for plan in plans.values() if plan.is_one_debt and plan.how not in _ENDED]
    one_debt = rows.planned_with(whole) if whole else {}
    others = [part for parts in one_debt.values() for part in parts if part not in plans_of]
    if others:
        more_of, more = rows.plans(as_of, others)
        plans_of |= more_of
        plans |= more
    every = list(dict.fromkeys([*asked, *others]))
    debts = rows.debts(every)
    customers = {debt.customer_id for debt in debts.values()}
    documents_of, documents, deliveries = said.documents(as_of, every)
    files = said.contact_files(customers)
    return Books(
        as_of, debts, plans_of, plans, one_debt,
        rows.payments(as_of, every), {} if only_proofs else rows.free_receipts(as_of, customers),
        documents_of, documents, deliveries,
        said.contacts(as_of, customers, files if only_proofs else None), said.promised_currencies(customers), files,
        said.entries(customers),
    )  # fmt: skip


def record_of(event: Event) -> log.Record:
    """The record that an event of the books was made from."""
    assert isinstance(event.reference, log.Record)
    return event.reference


def _confirmed_by(row: said.EntryRow, derived: Sequence[Event]) -> Event | None:
    """The event of the log that an entry was made to confirm, as long as it is not proven by itself."""
    kind, row_id = ("contact", row.contact_id) if row.contact_id else ("document", row.document_id)
    for event in derived:
        record = record_of(event)
        if (record.kind, record.id) == (kind, row_id) and event.kind == row.kind and event.proof != "strong":
            return event
    return None


def _entry(row: said.EntryRow, confirmed: Event | None) -> log.EntryFacts:
    others = confirmed.evidence if confirmed is not None else ()
    return log.EntryFacts(
        row.id, row.kind, _day(row.on), _day(row.ends_on) if row.ends_on else None,
        row.strength, bool(row.counts_weak),  # type: ignore[arg-type]  # the table's CHECK knows the three
        tuple(dict.fromkeys((*row.evidence, *others))), row.note,
        replace(record_of(confirmed), advice=None) if confirmed is not None else None, bool(row.is_void),
    )  # fmt: skip


def _facts(plan: rows.PlanRow) -> log.PlanFacts:
    return log.PlanFacts(plan.id, plan.number, _day(plan.agreed_on), bool(plan.is_written), plan.evidence_id)


def _day(text: str) -> date:
    return date.fromisoformat(text)
