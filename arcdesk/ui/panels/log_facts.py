"""What the log panel must know of a customer, read in one go on the database thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.domain.portrait import needs_decision_maker
from arcdesk.services.customers import CustomerProfile, Person
from arcdesk.services.ledger import Balance, InvoiceLine

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk


@dataclass(frozen=True, slots=True)
class LogFacts:
    """Profile, people, open invoices, standing, and how far up anybody was ever reached."""

    profile: CustomerProfile
    people: tuple[Person, ...]
    invoices: tuple[InvoiceLine, ...]
    balances: tuple[Balance, ...]
    authority_reached: str
    base_currency: str = "CNY"

    @property
    def currency(self) -> str:
        """The currency most is overdue in; the base currency where nothing is."""
        worst = max(self.balances, key=lambda balance: balance.overdue_fen, default=None)
        return worst.currency if worst is not None else self.base_currency

    @property
    def overdue_fen(self) -> int:
        """Overdue money in ``currency``, in fen."""
        return sum(balance.overdue_fen for balance in self.balances if balance.currency == self.currency)

    @property
    def max_overdue_days(self) -> int:
        """Days the oldest open invoice is past due."""
        return max((line.overdue_days for line in self.invoices), default=0)

    @property
    def needs_decision_maker(self) -> bool:
        """Over 30 days late, and nobody who may decide was ever reached (S-099)."""
        return needs_decision_maker(self.max_overdue_days, self.authority_reached)

    def person(self, name: str) -> Person | None:
        """The contact person of that name."""
        return next((person for person in self.people if person.name == name), None)


def load(desk: Desk, customer_id: int, as_of: date | None = None) -> LogFacts:
    """The facts of one customer."""
    return LogFacts(
        desk.customers.find(customer_id),
        desk.customers.people(customer_id),
        desk.ledger.invoices(customer_id, as_of, open_only=True),
        desk.ledger.balance(customer_id, as_of),
        desk.portrait.authority_reached(customer_id, as_of),
        desk.company.profile().base_currency,
    )
