"""What the log panel must know of a customer, read in one go on the database thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.services.customers import CustomerProfile, Person
from arcdesk.services.ledger import Balance, InvoiceLine

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk

WARN_AFTER_DAYS = 30
_RANK = {"": 0, "none": 1, "partial": 2, "final": 3}


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
        return self.max_overdue_days > WARN_AFTER_DAYS and self.authority_reached in {"", "none"}

    def person(self, name: str) -> Person | None:
        """The contact person of that name."""
        return next((person for person in self.people if person.name == name), None)


def load(desk: Desk, customer_id: int, as_of: date | None = None) -> LogFacts:
    """The facts of one customer."""
    people = desk.customers.people(customer_id)
    authority = {person.name: person.authority for person in people}
    spoken_to = [line.person for line in desk.contacts.recent(customer_id, 200)]
    reached = max((authority.get(name, "") for name in spoken_to), key=lambda a: _RANK.get(a, 0), default="")
    return LogFacts(
        desk.customers.find(customer_id),
        people,
        desk.ledger.invoices(customer_id, as_of, open_only=True),
        desk.ledger.balance(customer_id, as_of),
        reached,
        desk.company.profile().base_currency,
    )
