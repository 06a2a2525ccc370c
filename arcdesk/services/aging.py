"""The aging report: any day, any grouping, both identities checked on every answer (F-6, F-7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from arcdesk.collector import no_garbage_search
from arcdesk.domain.accounts import Account, Identities, check_identities, total_of
from arcdesk.domain.aging import Basis, Key, Scheme, age_items
from arcdesk.domain.errors import Refusal
from arcdesk.models.queries import balances, names, standings
from arcdesk.services.accounts import accounts
from arcdesk.services.company import CompanyService, known_basis
from arcdesk.services.unit_of_work import UnitOfWork

GROUPINGS = ("customer", "invoice", "owner", "salesperson", "grade", "region")


class UnknownGrouping(Refusal):
    """Not one of ``GROUPINGS``."""

    sentence = "Aging cannot be grouped by “{by}”. Choose one of: {known}."


class AgingRow(NamedTuple):
    """One line: amounts in fen. ``gross_fen`` is Σ buckets, balance = gross − unallocated."""

    key: str
    customer_id: int | None
    code: str
    name: str
    balance_fen: int
    gross_fen: int
    unallocated_fen: int
    disputed_fen: int
    overdue_fen: int
    buckets: Mapping[str, int]
    worst: str
    max_overdue_days: int
    invoice_count: int


@dataclass(frozen=True, slots=True)
class AgingBlock:
    """One currency of a report; currencies are never summed across (C14)."""

    currency: str
    rows: tuple[AgingRow, ...]
    totals: AgingRow
    identities: Identities


@dataclass(frozen=True, slots=True)
class AgingReport:
    """An aging answer with everything that decided it."""

    as_of: date
    by: str
    basis: Basis
    scheme: Scheme
    currencies: tuple[AgingBlock, ...]


class AgingService:
    """Answers "who owes what, how old" for any day."""

    def __init__(self, work: UnitOfWork, company: CompanyService) -> None:
        self._work = work
        self._company = company

    def report(
        self,
        as_of: date | None = None,
        by: str = "customer",
        basis: str | None = None,
        scheme: str | None = None,
        currency: str | None = None,
    ) -> AgingReport:
        """Aging on ``as_of`` (today without one), on the scheme's own basis unless told.

        Raises:
            UnknownGrouping, UnknownBasis, UnknownScheme.
        """
        if by not in GROUPINGS:
            raise UnknownGrouping(by=by, known=", ".join(GROUPINGS), field="by")
        chosen_basis = known_basis(basis) if basis else None
        day = as_of or self._work.clock.today()
        wanted = self._company.scheme(scheme)
        ruled = wanted.on(chosen_basis or wanted.basis)
        base = self._company.profile().base_currency
        with no_garbage_search():
            found = accounts(day, ruled)
            chosen = [currency] if currency else _currencies(day, found, base)
            blocks = tuple(
                _block(code, by, ruled, day, {key[0]: one for key, one in found.items() if key[1] == code})
                for code in chosen
            )
        return AgingReport(day, by, ruled.basis, ruled, blocks)


def _currencies(day: date, found: Mapping[Key, Account], base: str) -> list[str]:
    """Currencies with postings up to ``day``, the base currency first; it alone where there are none."""
    used = {
        key[1]
        for key, one in found.items()
        if one.aged.item_count or one.opening_fen or one.moved_fen or one.balance_fen
    }
    used |= {code for code in {key[1] for key in found} - used if standings.has_postings(code, day)}
    return sorted(used or {base}, key=lambda code: (code != base, code))


def _block(currency: str, by: str, scheme: Scheme, day: date, mine: dict[int, Account]) -> AgingBlock:
    lines = _invoice_rows(currency, scheme, day) if by == "invoice" else _group_rows(by, mine, scheme)
    totals = _row("", None, "", "", total_of(mine.values(), scheme))
    whole = check_identities(mine.values())
    return AgingBlock(currency, tuple(sorted(lines, key=_worst_first(scheme))), totals, whole)


def _group_rows(by: str, mine: dict[int, Account], scheme: Scheme) -> list[AgingRow]:
    mine = {i: account for i, account in mine.items() if account.aged.gross_fen or account.unallocated_fen}
    if by == "customer":
        customers = names.customers()
        return [_row(customers[i].code, i, *customers[i], account) for i, account in mine.items()]
    group_of = names.groups(by)
    groups: dict[str, list[Account]] = defaultdict(list)
    for customer_id, account in mine.items():
        groups[group_of[customer_id]].append(account)
    return [_row(name, None, name, name, total_of(group, scheme)) for name, group in groups.items()]


def _invoice_rows(currency: str, scheme: Scheme, day: date) -> list[AgingRow]:
    customers, numbers = names.customers(), names.invoice_numbers()
    found = []
    for invoice_id, group in groupby(balances.open_items(day), key=lambda item: item.invoice_id):
        items = tuple(group)  # an invoice, or its instalments: each in the bucket of its own due date
        first = items[0]
        if first.currency == currency:
            (aged,) = age_items(items, scheme, day).values()
            account = Account(aged, 0, 0, 0, sum(item.open_fen for item in items))
            found.append(_row(numbers[invoice_id], first.customer_id, *customers[first.customer_id], account))
    return found


def _row(key: str, customer_id: int | None, code: str, name: str, account: Account) -> AgingRow:
    (buckets, gross, overdue, disputed, most_days, worst, count), unallocated, _, _, balance = account
    return AgingRow(
        key, customer_id, code, name, balance, gross, unallocated, disputed, overdue, buckets,
        worst.key if worst else "", most_days, count,
    )  # fmt: skip


def _worst_first(scheme: Scheme) -> Callable[[AgingRow], tuple[int, int, str]]:
    rank = {bucket.key: index for index, bucket in enumerate(scheme.buckets)}
    return lambda row: (-rank.get(row.worst, -1), -row.balance_fen, row.key)
