"""The aging report: any day, any grouping, both identities checked on every answer (F-6, F-7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from arcdesk.collector import no_garbage_search
from arcdesk.domain.aging import (
    Aged,
    Basis,
    Identities,
    OpenItem,
    Scheme,
    age_items,
    check_identities,
    combine,
)
from arcdesk.domain.errors import Refusal
from arcdesk.models.queries import balances, names
from arcdesk.services.company import CompanyService, known_basis
from arcdesk.services.unit_of_work import UnitOfWork

GROUPINGS = ("customer", "invoice", "owner", "salesperson", "grade", "region")


class UnknownGrouping(Refusal):
    """Not one of ``GROUPINGS``."""

    sentence = "Aging cannot be grouped by “{by}”. Choose one of: {known}."


@dataclass(frozen=True, slots=True)
class AgingRow:
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
    buckets: dict[str, int]
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


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the postings say of one day: by (customer, currency), in fen."""

    day: date
    items: list[OpenItem]
    aged: dict[tuple[int, str], Aged]
    free: dict[tuple[int, str], int]
    balance: dict[tuple[int, str], int]
    moved: dict[tuple[int, str], balances.Movements]
    counts: dict[tuple[int, str], int]


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
            facts = _facts(day, ruled)
            found = {key[1] for key in (*facts.balance, *facts.aged, *facts.free)}
            chosen = (
                [currency] if currency else sorted(found or {base}, key=lambda code: (code != base, code))
            )
            blocks = tuple(_block(code, by, ruled, facts) for code in chosen)
        return AgingReport(day, by, ruled.basis, ruled, blocks)


def _facts(day: date, scheme: Scheme) -> _Facts:
    items = balances.open_items(day)
    counts: dict[tuple[int, str], int] = defaultdict(int)
    last = 0
    for item in items:
        if item.invoice_id != last:  # the instalments of one invoice stand together and are one document
            counts[item.customer_id, item.currency] += 1
        last = item.invoice_id
    return _Facts(
        day,
        items,
        age_items(items, scheme, day),
        {
            key: credit.receipts_fen + credit.credit_notes_fen
            for key, credit in balances.free_credits(day).items()
        },
        balances.balances(day),
        balances.movements(day.replace(day=1), day),
        counts,
    )


def _block(currency: str, by: str, scheme: Scheme, facts: _Facts) -> AgingBlock:
    owed = [key for key in facts.balance if key[1] == currency]
    parts = {key[0]: _customer_part(key, scheme, facts) for key in owed}
    identities = [_identities(key, facts, part) for key, part in zip(owed, parts.values(), strict=True)]
    lines = _invoice_rows(currency, scheme, facts) if by == "invoice" else _group_rows(by, parts, scheme)
    totals = _sum_row("", None, "", "", parts.values(), scheme)
    whole = Identities(
        all(identity.buckets_minus_unallocated_equals_balance for identity in identities),
        all(identity.opening_plus_movements_equals_closing for identity in identities),
    )
    return AgingBlock(currency, tuple(sorted(lines, key=_worst_first(scheme))), totals, whole)


@dataclass(frozen=True, slots=True)
class _Part:
    aged: Aged
    unallocated_fen: int
    balance_fen: int
    count: int


def _customer_part(key: tuple[int, str], scheme: Scheme, facts: _Facts) -> _Part:
    aged = facts.aged.get(key) or combine((), scheme)
    return _Part(aged, facts.free.get(key, 0), facts.balance[key], facts.counts.get(key, 0))


def _identities(key: tuple[int, str], facts: _Facts, part: _Part) -> Identities:
    return check_identities(part.aged.bucket_fen, part.unallocated_fen, part.balance_fen, *facts.moved[key])


def _group_rows(by: str, parts: dict[int, _Part], scheme: Scheme) -> list[AgingRow]:
    customers = names.customers()
    parts = {i: part for i, part in parts.items() if part.aged.gross_fen or part.unallocated_fen}
    if by == "customer":
        return [
            _sum_row(customers[i].code, i, customers[i].code, customers[i].name, (part,), scheme)
            for i, part in parts.items()
        ]
    groups: dict[str, list[_Part]] = defaultdict(list)
    for customer_id, part in parts.items():
        groups[getattr(customers[customer_id], by)].append(part)
    return [_sum_row(name, None, name, name, group, scheme) for name, group in groups.items()]


def _sum_row(
    key: str, customer_id: int | None, code: str, name: str, parts: Iterable[_Part], scheme: Scheme
) -> AgingRow:
    members = tuple(parts)
    aged = members[0].aged if len(members) == 1 else combine((part.aged for part in members), scheme)
    return AgingRow(
        key,
        customer_id,
        code,
        name,
        balance_fen=sum(part.balance_fen for part in members),
        gross_fen=aged.gross_fen,
        unallocated_fen=sum(part.unallocated_fen for part in members),
        disputed_fen=aged.disputed_fen,
        overdue_fen=aged.overdue_fen,
        buckets=dict(aged.bucket_fen),
        worst=aged.worst.key if aged.worst else "",
        max_overdue_days=aged.max_overdue_days,
        invoice_count=sum(part.count for part in members),
    )


def _invoice_rows(currency: str, scheme: Scheme, facts: _Facts) -> list[AgingRow]:
    customers, numbers = names.customers(), names.invoice_numbers()
    found = []
    for invoice_id, group in groupby(facts.items, key=lambda item: item.invoice_id):
        items = tuple(group)  # an invoice, or its instalments: each in the bucket of its own due date
        first = items[0]
        if first.currency == currency:
            (aged,) = age_items(items, scheme, facts.day).values()
            owner = customers[first.customer_id]
            part = _Part(aged, 0, sum(item.open_fen for item in items), 1)
            found.append(_sum_row(numbers[invoice_id], first.customer_id, owner.code, owner.name, (part,), scheme))
    return found


def _worst_first(scheme: Scheme) -> Callable[[AgingRow], tuple[int, int, str]]:
    rank = {bucket.key: index for index, bucket in enumerate(scheme.buckets)}
    return lambda row: (-rank.get(row.worst, -1), -row.balance_fen, row.key)
