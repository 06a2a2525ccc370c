"""The gate over the books: chased or not, and why, for any invoice on any day (F-31, F-32)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.gate import Account, Answer, Purpose, Reason, Ruling, judge
from arcdesk.models.ledger import Invoice
from arcdesk.services.decided import decisions
from arcdesk.services.gate_facts import accounts_on
from arcdesk.services.ledger import UnknownInvoice
from arcdesk.services.unit_of_work import UnitOfWork

ONE_BY_ONE = 20
"""Up to so many customers are asked about singly; for more, the books are read once for all."""

ASKED: tuple[Purpose, Purpose] = ("chase", "letter")
"""What ``why`` tells of an invoice."""


class UnknownInvoiceNumber(UnknownInvoice):
    """No invoice of the whole workspace has that number."""

    sentence = "There is no invoice “{number}” in the books. Check the number."


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """The answer for one open item: an instalment, or the whole invoice (0). Amounts in fen."""

    instalment: int
    due_on: date | None
    open_fen: int
    demand_fen: int
    chased: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class InvoiceAnswer:
    """The answer for an invoice, its instalments taken together; chased if any of them is."""

    invoice_id: int
    currency: str
    chased: bool
    open_fen: int
    demand_fen: int
    reasons: tuple[Reason, ...]
    parts: tuple[PartAnswer, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """What the gate says of one invoice on a day: to chasing it, and to a demand letter."""

    number: str
    customer_id: int
    day: date
    chase: InvoiceAnswer
    letter: InvoiceAnswer


class GateService:
    """Answers for invoices; writes nothing."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def why(self, number: str, on: date | None = None) -> Why:
        """Whether the invoice is chased on a day, and every reason; any invoice has an answer.

        That its customer was set aside is told, too: it keeps him off the day's list and lets letters go.

        Raises:
            UnknownInvoiceNumber: there is none.
        """
        row = Invoice.get_or_none(Invoice.number == number)
        if row is None:
            raise UnknownInvoiceNumber(number=number, field="invoice")
        day = on or self._work.clock.today()
        account = _account_with(row, day)
        chase, letter = (_answer_for(row, judge(account, day, purpose)) for purpose in ASKED)
        if decided := decisions(day, row.customer_id).get(row.customer_id):
            chase = replace(chase, reasons=(*chase.reasons, decided.reason))
        return Why(row.number, row.customer_id, day, chase, letter)

    def of(self, customer_id: int, on: date | None = None) -> dict[int, InvoiceAnswer]:
        """The answers for everything that is open of a customer, by invoice id."""
        rulings = rulings_for([customer_id], on or self._work.clock.today(), "chase")[customer_id]
        return {answer.invoice_id: answer for ruling in rulings for answer in _merged(ruling)}


def rulings_for(
    customer_ids: Iterable[int], day: date, purpose: Purpose, *, force: bool = False
) -> dict[int, tuple[Ruling, ...]]:
    """What the gate says of each customer's open items, currency by currency."""
    ids = list(customer_ids)
    every = accounts_on(day) if len(ids) > ONE_BY_ONE else None
    found = {}
    for customer_id in ids:
        known = accounts_on(day, customer_id) if every is None else every
        accounts = [account for account in known.get(customer_id, ()) if account.items]
        found[customer_id] = tuple(judge(account, day, purpose, force=force) for account in accounts)
    return found


def _account_with(row: Invoice, day: date) -> Account:
    """The invoice amid everything else that is open there: credit covers all or nothing."""
    for settled in ((), (_with_nothing_open(row, day),)):
        for account in accounts_on(day, row.customer_id, settled).get(row.customer_id, ()):
            if any(item.invoice_id == row.id for item in account.items):
                return account
    raise AssertionError("what was added to the items is among them")


def _answer_for(row: Invoice, ruling: Ruling) -> InvoiceAnswer:
    return next(answer for answer in _merged(ruling) if answer.invoice_id == row.id)


def _with_nothing_open(row: Invoice, day: date) -> OpenItem:
    """A settled invoice, a credit note, or one not issued yet, so that the gate says so itself."""
    is_coming = row.issued_on > day or row.amount_fen < 0
    fen = row.amount_fen if is_coming else 0
    return OpenItem(row.id, row.customer_id, row.currency, row.issued_on, row.due_on, fen)


def _merged(ruling: Ruling) -> Iterator[InvoiceAnswer]:
    """The answers of a ruling by invoice, in the order of their first items."""
    by_invoice: dict[int, list[Answer]] = defaultdict(list)
    for answer in ruling.answers:
        by_invoice[answer.item.invoice_id].append(answer)
    for invoice_id, answers in by_invoice.items():
        parts = tuple(_part(ruling, answer) for answer in answers)
        yield InvoiceAnswer(
            invoice_id,
            ruling.account.currency,
            any(part.chased for part in parts),
            sum(part.open_fen for part in parts),
            sum(part.demand_fen for part in parts),
            _reasons(parts),
            parts,
        )


def _part(ruling: Ruling, answer: Answer) -> PartAnswer:
    item = answer.item
    return PartAnswer(
        item.instalment, item.due_on, item.open_fen, answer.demand_fen, answer.allowed, ruling.reasons(answer)
    )


def _reasons(parts: tuple[PartAnswer, ...]) -> tuple[Reason, ...]:
    """Each reason once: why it is chased before what holds a part of it back, remarks last."""
    chased = any(part.chased for part in parts)
    found: dict[tuple[object, ...], Reason] = {}
    for part in sorted(parts, key=lambda part: part.chased != chased):
        for reason in part.reasons:
            found.setdefault((reason.rule, reason.instalment, *reason.values.values()), reason)
    if chased:
        return tuple(found.values())
    return tuple(sorted(found.values(), key=lambda reason: not reason.blocking))
