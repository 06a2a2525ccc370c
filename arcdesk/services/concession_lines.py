"""Concessions as they stand on a day, and the interest that is waived by those in force (R92, S-182)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from arcdesk.domain.claim_parts import Lowering
from arcdesk.domain.concession_state import ConcessionKind, ConcessionState, Terms, standing
from arcdesk.domain.interest import Payment
from arcdesk.models.concession import Concession, ConcessionEvent, ConcessionInvoice
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import claim_postings

WAITING: tuple[ConcessionState, ...] = ("proposed", "approved", "offered", "met")
"""States in which somebody still has something to do, or to wait for."""


@dataclass(frozen=True, slots=True)
class ConcessionStep:
    """One thing that was done about a concession."""

    event: str
    on: date
    who: str
    note: str
    evidence_id: int | None
    result: str


@dataclass(frozen=True, slots=True)
class ConcessionLine:
    """A concession and how it stands on the day asked about; amounts in fen.

    ``cost_fen`` and ``waiting_fen`` are what it and waiting were reckoned to cost when it was asked for.
    """

    id: int
    number: str
    customer_id: int
    customer_code: str
    customer_name: str
    kind: ConcessionKind
    currency: str
    amount_fen: int
    days: int
    pay_fen: int | None
    pay_by: date | None
    ask: str
    reason: str
    invoices: tuple[str, ...]
    made_on: date
    state: ConcessionState
    paid_fen: int
    missing_fen: int
    met_on: date | None
    steps: tuple[ConcessionStep, ...] = ()
    cost_fen: int | None = None
    waiting_fen: int | None = None
    contact_id: int | None = None

    def step(self, event: str) -> ConcessionStep | None:
        """What was done of that kind, the last of it."""
        return next((step for step in reversed(self.steps) if step.event == event), None)

    @property
    def is_approved(self) -> bool:
        """Whether it was approved, and nothing has ended it since."""
        return self.step("approved") is not None and self.state not in ("refused", "withdrawn", "lapsed")

    @property
    def is_written(self) -> bool:
        """Whether the customer's acceptance is proven by a file: an acknowledgement of the debt (R12)."""
        accepted = self.step("accepted")
        return accepted is not None and accepted.evidence_id is not None


def concession_lines(today: date, customer_id: int | None = None) -> tuple[ConcessionLine, ...]:
    """Concessions asked for up to ``today``, newest first; of one customer or of all."""
    query = (
        Concession.select(Concession, Customer)
        .join(Customer)
        .where(Concession.made_on <= today)
        .order_by(Concession.made_on.desc(), Concession.id.desc())
    )
    if customer_id is not None:
        query = query.where(Concession.customer == customer_id)
    rows = list(query)
    if not rows:
        return ()
    steps, about = _steps(customer_id), _invoices(customer_id)
    money = {one: claim_postings.lowerings(today, one) for one in {row.customer_id for row in rows}}
    return tuple(_line(row, steps, about, money, today) for row in rows)


def waived_interest(today: date, customer_id: int) -> dict[int, tuple[str, date]]:
    """Invoices whose late interest is given up on ``today``: concession and the day its condition was met."""
    found = {}
    kinds = Concession.select(Concession.id).where(
        (Concession.customer == customer_id) & (Concession.kind == "interest")
    )
    if not kinds.exists():
        return {}
    about = _invoices(customer_id)
    for line in concession_lines(today, customer_id):
        if line.kind == "interest" and line.is_approved and line.met_on is not None:
            found.update({invoice: (line.number, line.met_on) for invoice, _ in about[line.id]})
    return found


def _line(
    row: Concession,
    steps: Mapping[int, list[ConcessionStep]],
    about: Mapping[int, list[tuple[int, str]]],
    money: Mapping[int, Mapping[int, list[Lowering]]],
    today: date,
) -> ConcessionLine:
    mine = [step for step in steps.get(row.id, []) if step.on <= today]
    invoices = about.get(row.id, [])
    paid = _payments(money[row.customer_id], (invoice for invoice, _ in invoices))
    terms = Terms(row.kind, row.amount_fen, row.days, row.pay_fen, row.pay_by)
    how = standing(terms, row.made_on, [(step.event, step.on) for step in mine], paid, today)
    return ConcessionLine(
        row.id, row.number, row.customer_id, row.customer.code, row.customer.name,
        cast("ConcessionKind", row.kind), row.currency,
        row.amount_fen, row.days, row.pay_fen, row.pay_by, row.ask, row.reason, tuple(number for _, number in invoices),
        row.made_on, how.state, how.paid_fen, how.missing_fen, how.met_on, tuple(mine), row.cost_fen, row.waiting_fen,
        row.contact_id,
    )  # fmt: skip


def _payments(
    lowered: Mapping[int, list[Lowering]], invoices: Iterable[int]
) -> list[Payment]:
    """Money put to the invoices, by the day on which it came."""
    return [
        Payment(each.on, each.amount_fen)
        for invoice in invoices
        for each in lowered.get(invoice, ())
        if each.kind == "money"
    ]


def _steps(customer_id: int | None) -> dict[int, list[ConcessionStep]]:
    query = ConcessionEvent.select().order_by(ConcessionEvent.id)
    if customer_id is not None:
        query = query.join(Concession).where(Concession.customer == customer_id)
    found: dict[int, list[ConcessionStep]] = defaultdict(list)
    for row in query:
        step = ConcessionStep(row.event, row.on_day, row.who, row.note, row.evidence_id, row.result)
        found[row.concession_id].append(step)
    return found


def _invoices(customer_id: int | None) -> dict[int, list[tuple[int, str]]]:
    """Id and number of the invoices of each concession, the earliest due first."""
    query = (
        ConcessionInvoice.select(ConcessionInvoice, Invoice)
        .join(Invoice)
        .order_by(Invoice.due_on, Invoice.issued_on, Invoice.id)
    )
    if customer_id is not None:
        query = query.where(Invoice.customer == customer_id)
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in query:
        found[row.concession_id].append((row.invoice_id, row.invoice.number))
    return found
