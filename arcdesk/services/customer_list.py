"""The list of customers by aging colour: one line a customer and currency (ui.md "Customers")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from arcdesk.collector import no_garbage_search
from arcdesk.domain.accounts import Account, no_account
from arcdesk.domain.aging import OpenItem, Scheme
from arcdesk.models.customer import Customer
from arcdesk.models.queries import balances, portrait
from arcdesk.services.accounts import accounts
from arcdesk.services.company import CompanyService
from arcdesk.services.portrait import conduct
from arcdesk.services.promises import PromiseLine, promise_lines
from arcdesk.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A customer in one currency; amounts in fen, ``on_time_rate`` in per cent of 12 months."""

    id: int
    code: str
    name: str
    search_key: str
    currency: str
    balance_fen: int
    gross_fen: int
    overdue_fen: int
    unallocated_fen: int
    disputed_fen: int
    buckets: dict[str, int]
    worst: str
    max_overdue_days: int
    on_time_rate: int | None
    promise: PromiseLine | None
    next_follow_up_on: date | None
    authority_reached: str
    grade: str
    owner: str
    last_contact_on: date | None
    last_contact_outcome: str

    @property
    def is_settled(self) -> bool:
        """Nothing open and nothing unallocated."""
        return not (self.gross_fen or self.unallocated_fen)


@dataclass(frozen=True, slots=True)
class CurrencyTotal:
    """The whole receivable in one currency, by bucket, with the customers in each."""

    currency: str
    balance_fen: int
    gross_fen: int
    unallocated_fen: int
    buckets: dict[str, int]
    customers: dict[str, int]


@dataclass(frozen=True, slots=True)
class CustomerList:
    """All customers on a day, worst first; base currency first among the totals."""

    as_of: date
    scheme: Scheme
    totals: tuple[CurrencyTotal, ...]
    rows: tuple[CustomerLine, ...]


class CustomerListService:
    """Reads the list in a fixed number of queries, however many customers there are."""

    def __init__(self, work: UnitOfWork, company: CompanyService) -> None:
        self._work = work
        self._company = company

    def rows(self, as_of: date | None = None, scheme: str | None = None) -> CustomerList:
        """Every customer on ``as_of`` (today without one).

        Raises:
            UnknownScheme: no scheme of that name.
        """
        with no_garbage_search():
            return self._read(as_of or self._work.clock.today(), self._company.scheme(scheme))

    def _read(self, day: date, ruled: Scheme) -> CustomerList:
        base = self._company.profile().base_currency
        facts = _Conduct(day, balances.open_items(day))
        found: dict[int, dict[str, Account]] = defaultdict(dict)
        for (customer_id, currency), account in accounts(day, ruled).items():
            found[customer_id][currency] = account
        none = {base: no_account(ruled)}
        lines = [
            _line(row, currency, account, facts)
            for row in Customer.select().where(Customer.merged_into.is_null()).namedtuples()
            for currency, account in (found.get(row.id) or none).items()
        ]
        rank = {bucket.key: index for index, bucket in enumerate(ruled.buckets)}
        lines.sort(
            key=lambda line: (
                -rank.get(line.worst, -1),
                -line.balance_fen,
                line.code,
                line.currency != base,
                line.currency,
            )
        )
        return CustomerList(day, ruled, _totals(lines, base), tuple(lines))


class _Conduct:
    """What the contact log says of every customer on a day."""

    def __init__(self, day: date, items: Iterable[OpenItem]) -> None:
        self.promises = promise_lines(day)
        self.conduct = conduct(day, items, self.promises)
        self.contacts = portrait.last_contacts(day)
        self.follow_ups = portrait.next_follow_ups(day)

    def promise(self, customer_id: int, currency: str) -> PromiseLine | None:
        """The promise to show: the next open one, else the latest that was not kept."""
        mine = [line for line in self.promises.get(customer_id, ()) if line.currency == currency]
        standing = [line for line in mine if line.state == "open"]
        if standing:
            return min(standing, key=lambda line: line.due_on)
        missed = [line for line in mine if line.state in ("broken", "part_kept")]
        return next(iter(missed or mine), None)


def _line(row: Customer, currency: str, account: Account, facts: _Conduct) -> CustomerLine:
    aged = account.aged
    known = facts.conduct.get(row.id)
    rate = known.record.rate if known else None
    contact = facts.contacts.get(row.id)
    follow_up = facts.follow_ups.get(row.id)
    return CustomerLine(
        row.id, row.code, row.name, f"{row.search_key} {row.tags.casefold()}", currency, account.balance_fen,
        aged.gross_fen, aged.overdue_fen, account.unallocated_fen, aged.disputed_fen, dict(aged.bucket_fen),
        worst=aged.worst.key if aged.worst else "",
        max_overdue_days=aged.max_overdue_days,
        on_time_rate=None if rate is None else int(rate * 100),
        promise=facts.promise(row.id, currency),
        next_follow_up_on=date.fromisoformat(follow_up) if follow_up else None,
        authority_reached=known.authority_reached if known else "",
        grade=row.grade,
        owner=row.owner,
        last_contact_on=date.fromisoformat(contact.day) if contact else None,
        last_contact_outcome=contact.outcome if contact else "",
    )  # fmt: skip


def _totals(lines: list[CustomerLine], base: str) -> tuple[CurrencyTotal, ...]:
    found: dict[str, CurrencyTotal] = {base: CurrencyTotal(base, 0, 0, 0, {}, {})}
    for line in lines:
        total = found.get(line.currency) or CurrencyTotal(line.currency, 0, 0, 0, {}, {})
        for key, fen in line.buckets.items():
            total.buckets[key] = total.buckets.get(key, 0) + fen
            total.customers[key] = total.customers.get(key, 0) + bool(fen)
        found[line.currency] = CurrencyTotal(
            line.currency, total.balance_fen + line.balance_fen, total.gross_fen + line.gross_fen,
            total.unallocated_fen + line.unallocated_fen, total.buckets, total.customers,
        )  # fmt: skip
    return tuple(found.values())
