"""Where a figure comes from: the postings that make it up, with the sum after each, ending at the figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from arcdesk.domain.errors import Refusal
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice, Receipt, WriteOff
from arcdesk.models.queries import balances, postings, settlements
from arcdesk.models.queries.postings import LABELS
from arcdesk.models.queries.settlements import Settlement
from arcdesk.models.queries.sql import pairs
from arcdesk.services.ledger import InvoiceLine, LedgerService
from arcdesk.services.unit_of_work import UnitOfWork

Figure = Literal["balance", "open", "overdue", "unallocated", "disputed"]
FIGURES: tuple[Figure, ...] = ("balance", "open", "overdue", "unallocated", "disputed")

SETTLED_LABELS: Mapping[str, str] = {
    "receipt": "Settled by receipt|posting",
    "receipt_back": "Receipt taken off again|posting",
    "credit_note": "Settled by credit note|posting",
    "credit_note_back": "Credit note taken off again|posting",
    "write_off": LABELS["write_off"],
    "write_off_back": LABELS["write_off_back"],
    "used": "Put to invoice|posting",
    "freed": "Freed from invoice|posting",
    "bounced": LABELS["bounced"],
    "mistake": LABELS["mistake"],
    "refunded": LABELS["refunded"],
}
_ITEMS: Mapping[str, str] = {
    "open": "Open item|posting",
    "overdue": "Overdue item|posting",
    "disputed": "Disputed part|posting",
}
_INSTALMENT = "Instalment {seq}|posting"
_WRITTEN_OFF = frozenset(LABELS[kind] for kind in ("write_off", "write_off_back"))
_DOCUMENTS = frozenset(LABELS[kind] for kind in ("invoice", "opening", "other"))


class NothingToExplain(Refusal):
    """A text that names no invoice, no money and no customer."""

    sentence = "There is no invoice, receipt or customer “{text}”. Check the number, or search with: arcdesk customers"


class UnknownFigure(Refusal):
    """Not one of ``FIGURES``."""

    sentence = "There is no figure “{figure}”. Choose one of: {known}."


@dataclass(frozen=True, slots=True)
class Subject:
    """Something whose figure can be explained: an ``invoice`` or ``money`` (receipt, credit note) by number."""

    kind: Literal["invoice", "money"]
    number: str


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One posting: what it changes the figure by, and the figure after it, in fen.

    ``label_key`` is translated with ``values``; ``subject`` can be explained in its turn.
    """

    on: date | None
    label_key: str
    number: str
    note: str
    amount_fen: int
    running_fen: int
    values: Mapping[str, object] = field(default_factory=dict)
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure on a day and its postings; the last running sum is ``total_fen``.

    ``kind`` is ``invoice``, ``money`` or ``customer``, ``name`` the number, or the customer's name.
    ``parts`` are the instalments that an invoice's open amount stands in.
    """

    kind: Literal["invoice", "money", "customer"]
    name: str
    customer_id: int
    figure: Figure
    currency: str
    as_of: date
    total_fen: int
    lines: tuple[ExplainedLine, ...]
    parts: tuple[InvoiceLine, ...] = ()


Step = tuple[date | None, str, str, str, int, Mapping[str, object], Subject | None]


class ExplainService:
    """Explains figures; reads only."""

    def __init__(self, work: UnitOfWork, ledger: LedgerService) -> None:
        self._work = work
        self._ledger = ledger

    def invoice(
        self, number: str, as_of: date | None = None, *, instalment: int | None = None, plan_id: int = 0
    ) -> Explanation:
        """The open amount of an invoice; with ``instalment`` what is open of that one (0: beyond the plan).

        Raises:
            NothingToExplain: no such document.
        """
        day = as_of or self._work.clock.today()
        row = Invoice.get_or_none(Invoice.number == number)
        if row is None:
            raise NothingToExplain(text=number, field="number")
        if row.amount_fen < 0:
            return self.money(number, day)
        steps: list[Step] = []
        if row.issued_on <= day:
            steps.append((row.issued_on, LABELS[row.kind], row.number, row.note, row.amount_fen, {}, None))
        steps += [_settled(part, "money") for part in settlements.of_invoice(row.id, day)]
        items = self._ledger.invoices(row.customer_id, day, open_only=True)
        parts = tuple(line for line in items if line.id == row.id)
        if instalment is not None:
            steps += [
                (part.due_on, "Open with instalment {seq}|posting", row.number, "", -part.open_fen,
                 {"seq": part.instalment}, None)
                if part.instalment
                else (part.due_on, "Open beyond the plan|posting", row.number, "", -part.open_fen, {}, None)
                for part in parts
                if (part.plan_id, part.instalment) != (plan_id, instalment)
            ]  # fmt: skip
        planned = parts if any(part.instalment for part in parts) else ()
        return _explained("invoice", row.number, row.customer_id, "open", row.currency, day, steps, planned)

    def money(self, number: str, as_of: date | None = None) -> Explanation:
        """What is unallocated of a receipt or credit note; money that went back explains its receipt.

        Raises:
            NothingToExplain: no such receipt and no such credit note.
        """
        day = as_of or self._work.clock.today()
        receipt = Receipt.get_or_none(Receipt.number == number)
        if receipt is not None and receipt.reverses_id is not None:
            receipt = Receipt.get_by_id(receipt.reverses_id)
        if receipt is not None:
            label = LABELS["imported_balance" if receipt.imported_balance else "receipt"]
            first: Step = (receipt.received_on, label, receipt.number, receipt.method, receipt.amount_fen, {}, None)
            found = settlements.of_receipt(receipt.id, day)
            return self._money(receipt, receipt.received_on, first, found, day)
        note = Invoice.get_or_none((Invoice.number == number) & (Invoice.amount_fen < 0))
        if note is None:
            raise NothingToExplain(text=number, field="number")
        first = (note.issued_on, LABELS["credit_note"], note.number, note.note, -note.amount_fen, {}, None)
        return self._money(note, note.issued_on, first, settlements.of_credit_note(note.id, day), day)

    def _money(
        self, row: Receipt | Invoice, begin: date, first: Step, found: Iterable[Settlement], day: date
    ) -> Explanation:
        steps = [first] if begin <= day else []
        steps += [_settled(part, "invoice" if part.kind in {"used", "freed"} else None) for part in found]
        return _explained("money", row.number, row.customer_id, "unallocated", row.currency, day, steps)

    def customer(
        self, customer_id: int, figure: Figure = "balance", currency: str = "CNY", as_of: date | None = None
    ) -> Explanation:
        """A customer's figure in one currency.

        The balance is told by every posting, what is open, overdue or disputed by the open items,
        what is unallocated by the money.

        Raises:
            UnknownFigure, NothingToExplain.
        """
        day = as_of or self._work.clock.today()
        customer = Customer.get_or_none(Customer.id == customer_id)
        if customer is None:
            raise NothingToExplain(text=customer_id, field="customer")
        if figure not in FIGURES:
            raise UnknownFigure(figure=figure, known=", ".join(FIGURES), field="figure")
        if figure == "balance":
            steps = _postings(customer_id, currency, day)
        elif figure == "unallocated":
            steps = _free_money(customer_id, currency, day)
        else:
            items = self._ledger.invoices(customer_id, day, open_only=True)
            steps = _items([line for line in items if line.currency == currency], figure, day)
        return _explained("customer", customer.name, customer_id, figure, currency, day, steps)


def _explained(
    kind: Literal["invoice", "money", "customer"], name: str, customer_id: int, figure: Figure, currency: str,
    day: date, steps: Iterable[Step], parts: tuple[InvoiceLine, ...] = (),
) -> Explanation:  # fmt: skip
    lines, running = [], 0
    for on, label_key, number, note, fen, values, subject in steps:
        running += fen
        lines.append(ExplainedLine(on, label_key, number, note, fen, running, values, subject))
    return Explanation(kind, name, customer_id, figure, currency, day, running, tuple(lines), parts)


def _settled(part: Settlement, other: Literal["invoice", "money"] | None) -> Step:
    """A settlement as a step; a write-off is no money that could be looked at in its turn."""
    is_known = other is not None and not part.kind.startswith("write_off")
    subject = Subject(other, part.number) if other is not None and is_known else None
    return part.on, SETTLED_LABELS[part.kind], part.number, part.note, part.amount_fen, {}, subject


def _postings(customer_id: int, currency: str, day: date) -> list[Step]:
    written = WriteOff.select(WriteOff.number, Invoice.number).join(Invoice).where(WriteOff.customer == customer_id)
    invoice_of: dict[str, str] = pairs(written)
    steps: list[Step] = []
    for row in postings.of_customer(customer_id, currency, date.min, day):
        if row.label_key in _DOCUMENTS:
            subject = Subject("invoice", row.number)
        elif row.label_key in _WRITTEN_OFF:
            subject = Subject("invoice", invoice_of[row.number])
        else:
            subject = Subject("money", row.number)
        steps.append((row.on, row.label_key, row.number, row.note, row.amount_fen, {}, subject))
    return steps


def _free_money(customer_id: int, currency: str, day: date) -> list[Step]:
    found = balances.free_money(day, customer_id)
    return [
        (
            money.on, "Receipt, not allocated|posting" if money.is_receipt else "Credit note, not allocated|posting",
            money.number, "", money.free_fen, {}, Subject("money", money.number),
        )
        for money in found
        if money.currency == currency
    ]  # fmt: skip


def _items(lines: Iterable[InvoiceLine], figure: Figure, day: date) -> list[Step]:
    """The open items behind what is open, overdue or disputed, each by its due day."""
    found: list[Step] = []
    for line in lines:
        fen = line.disputed_fen if figure == "disputed" else line.open_fen
        is_late = line.due_on is not None and line.due_on < day
        if line.open_fen <= 0 or not fen or (figure == "overdue" and not is_late):
            continue
        label, values = (_INSTALMENT, {"seq": line.instalment}) if line.instalment else (_ITEMS[figure], {})
        found.append((line.due_on, label, line.number, line.note, fen, values, Subject("invoice", line.number)))
    return found
