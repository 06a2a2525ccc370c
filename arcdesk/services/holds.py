"""Holds: a customer or a single invoice that is not chased until a day, each with its reason (F-29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.dates import add_years
from arcdesk.domain.errors import Refusal
from arcdesk.models.customer import Customer
from arcdesk.models.ledger import Invoice
from arcdesk.models.queries import balances, holds
from arcdesk.services import hold_history
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.gate import UnknownInvoiceNumber
from arcdesk.services.unit_of_work import UnitOfWork

MOST_YEARS = 3
"""The longest hold: a limitation period. A longer one would let the claim lapse in silence."""


class HoldEnded(Refusal):
    """A hold until a day that is gone."""

    sentence = "{day} is already past. Hold it until today or a later day."


class HoldTooLong(Refusal):
    """A hold beyond what anybody should forget."""

    sentence = "A hold may last until {last} at most, not {day}. Choose an earlier day and review it then."


class NothingOpenToHold(Refusal):
    """A hold on an invoice that is not owed."""

    sentence = "Nothing is open on “{number}”, so there is nothing to hold."


class NotOnHold(Refusal):
    """A hold to be lifted that does not stand."""

    sentence = "“{name}” is not on hold."


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A hold that stands: on a customer (``invoice_number`` empty), or on one invoice of his.

    ``money`` is what is open by currency, in fen.
    """

    customer_id: int
    customer_code: str
    customer_name: str
    invoice_id: int | None
    invoice_number: str
    from_on: date
    until_on: date
    reason: str
    money: Mapping[str, int]


class HoldService:
    """Puts on hold, lifts, and lists what is held. A hold ends by itself after its last day."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def hold_invoice(self, number: str, until_on: date, reason: str) -> HeldLine:
        """Chase an invoice no more until after a day; a new hold takes the place of the old.

        Raises:
            UnknownInvoiceNumber, NothingOpenToHold, ReasonMissing, HoldEnded, HoldTooLong.
        """
        row = self._invoice(number)
        reason = self._check(until_on, reason)
        if row.open_fen <= 0:
            raise NothingOpenToHold(number=number, field="invoice")
        details = {"invoice": row.number, "until": until_on, "reason": reason}
        with self._work.write("invoice.held", row.customer_id, **details) as deed:
            now = self._work.clock.now()
            hold_history.note_invoice(row.id, row.customer_id, until_on, reason, now)
            deed.touch("invoice", row.customer_id)
        return next(line for line in self.held() if line.invoice_id == row.id)

    def hold_customer(self, customer_id: int, until_on: date, reason: str) -> HeldLine:
        """Chase a customer no more until after a day; a new hold takes the place of the old.

        Raises:
            UnknownCustomer, ReasonMissing, HoldEnded, HoldTooLong.
        """
        self._customer(customer_id)
        reason = self._check(until_on, reason)
        with self._work.write("customer.held", customer_id, until=until_on, reason=reason) as deed:
            self._set_customer(customer_id, until_on, reason)
            deed.touch("customer", customer_id)
        found = (line for line in self.held() if line.invoice_id is None)
        return next(line for line in found if line.customer_id == customer_id)

    def lift_invoice(self, number: str) -> None:
        """End the hold on an invoice today.

        Raises:
            UnknownInvoiceNumber, NotOnHold.
        """
        row = self._invoice(number)
        if row.id not in holds.invoice_holds(self._work.clock.today(), row.customer_id):
            raise NotOnHold(name=number, field="invoice")
        with self._work.write("invoice.hold_lifted", row.customer_id, invoice=row.number) as deed:
            hold_history.note_invoice(row.id, row.customer_id, None, "", self._work.clock.now())
            deed.touch("invoice", row.customer_id)

    def lift_customer(self, customer_id: int) -> None:
        """End the hold on a customer today; holds on single invoices of his stay.

        Raises:
            UnknownCustomer, NotOnHold.
        """
        row = self._customer(customer_id)
        if customer_id not in holds.customer_holds(self._work.clock.today(), customer_id):
            raise NotOnHold(name=row.name, field="customer")
        with self._work.write("customer.hold_lifted", customer_id) as deed:
            self._set_customer(customer_id, None, "")
            deed.touch("customer", customer_id)

    def held(self, on: date | None = None) -> tuple[HeldLine, ...]:
        """Everything on hold on a day, what ends first at the top: the list to review (F-29)."""
        day = on or self._work.clock.today()
        standing = [*holds.customer_holds(day).values(), *holds.invoice_holds(day).values()]
        owners = {hold.customer_id for hold in standing}
        customers = {row.id: row for row in Customer.select().where(Customer.id.in_(owners))}
        wanted = {hold.invoice_id for hold in standing if hold.invoice_id is not None}
        numbers = {row.id: row.number for row in Invoice.select().where(Invoice.id.in_(wanted))}
        money = _open_money(day, owners)
        lines = [_line(hold, customers[hold.customer_id], numbers, money) for hold in standing]
        return tuple(sorted(lines, key=lambda line: (line.until_on, line.customer_code, line.invoice_number)))

    def count(self, on: date | None = None) -> int:
        """How many holds stand on a day."""
        day = on or self._work.clock.today()
        return len(holds.customer_holds(day)) + len(holds.invoice_holds(day))

    def _check(self, until_on: date, reason: str) -> str:
        """The reason without spaces around it, if both may stand."""
        today = self._work.clock.today()
        if not reason.strip():
            raise ReasonMissing(field="reason")
        if until_on < today:
            raise HoldEnded(day=until_on, field="until")
        last = add_years(today, MOST_YEARS)
        if until_on > last:
            raise HoldTooLong(day=until_on, last=last, field="until")
        return reason.strip()

    def _set_customer(self, customer_id: int, until_on: date | None, reason: str) -> None:
        change = Customer.update(hold_until=until_on, hold_reason=reason)
        change.where(Customer.id == customer_id).execute()
        hold_history.note_customer(customer_id, until_on, reason, self._work.clock.now())

    def _invoice(self, number: str) -> Invoice:
        row = Invoice.get_or_none(Invoice.number == number)
        if row is None:
            raise UnknownInvoiceNumber(number=number, field="invoice")
        return row

    def _customer(self, customer_id: int) -> Customer:
        row = Customer.get_or_none(Customer.id == customer_id)
        if row is None:
            raise UnknownCustomer(code=customer_id, field="customer")
        return row


def _open_money(day: date, customer_ids: set[int]) -> dict[tuple[int, int | None], dict[str, int]]:
    """What is open by customer, and by customer and invoice, in each currency, in fen."""
    found: dict[tuple[int, int | None], dict[str, int]] = {}
    for customer_id in customer_ids:
        for item in balances.open_items(day, customer_id):
            for key in ((customer_id, None), (customer_id, item.invoice_id)):
                sums = found.setdefault(key, {})
                sums[item.currency] = sums.get(item.currency, 0) + item.open_fen
    return found


def _line(
    hold: holds.StandingHold,
    customer: Customer,
    numbers: Mapping[int, str],
    money: Mapping[tuple[int, int | None], Mapping[str, int]],
) -> HeldLine:
    return HeldLine(
        customer.id,
        customer.code,
        customer.name,
        hold.invoice_id,
        numbers[hold.invoice_id] if hold.invoice_id is not None else "",
        date.fromisoformat(hold.from_on),
        date.fromisoformat(hold.until_on),
        hold.reason,
        money.get((customer.id, hold.invoice_id), {}),
    )
