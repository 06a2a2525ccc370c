"""Aging: how long money has been open on a day, and the checks that the answer adds up.

Two bases, always labelled (R73): ``due`` counts overdue days for collection, ``issued`` the
age of the document for audits. The balance on a day is the caller's: he hands in what was
open on it, everything dated on or before the day and nothing later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.dates import add_years
from arcdesk.domain.schemes import NO_DUE_DATE, SCHEMES, Basis, Bucket, Scheme, scheme_from_cuts, scheme_named

__all__ = [
    "NO_DUE_DATE",
    "SCHEMES",
    "Aged",
    "Basis",
    "Bucket",
    "Identities",
    "OpenItem",
    "Scheme",
    "age_items",
    "bucket_for",
    "check_identities",
    "combine",
    "overdue_days",
    "scheme_from_cuts",
    "scheme_named",
]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One receivable, or one instalment of it, and what was open on the day asked about, in fen.

    ``instalment`` is its number in the plan ``plan_id``; 0 for an invoice with its own due date.
    ``amount_fen`` is what the instalment was agreed for; ``None`` for a whole invoice.
    """

    invoice_id: int
    customer_id: int
    currency: str
    issued_on: date
    due_on: date | None
    open_fen: int
    disputed_fen: int = 0
    instalment: int = 0
    plan_id: int = 0
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Aged:
    """Open money of one customer in one currency, by bucket, in fen.

    Attributes:
        bucket_fen: Amount by bucket key; every bucket of the scheme is there.
        gross_fen: Sum of the buckets, before unallocated receipts.
        overdue_fen: What is past its due date, on whatever basis the buckets stand.
        disputed_fen: Disputed part of ``gross_fen``.
        max_overdue_days: Of the oldest item past its due date; 0 where there is none.
        worst: The oldest bucket that holds money; ``None`` where nothing is open.
    """

    bucket_fen: Mapping[str, int]
    gross_fen: int
    overdue_fen: int
    disputed_fen: int
    max_overdue_days: int
    worst: Bucket | None


@dataclass(frozen=True, slots=True)
class Identities:
    """The two sums every aging answer must keep (F-7, C1)."""

    buckets_minus_unallocated_equals_balance: bool
    opening_plus_movements_equals_closing: bool

    @property
    def hold(self) -> bool:
        """Whether both are kept; a report on figures that break one is refused."""
        return self.buckets_minus_unallocated_equals_balance and self.opening_plus_movements_equals_closing


def overdue_days(as_of: date, due_on: date) -> int:
    """Days past the due date on ``as_of``: 0 on the due date itself, never negative (R29, S-037)."""
    return max(0, (as_of - due_on).days)


def bucket_for(
    scheme: Scheme, as_of: date, due_on: date | None, issued_on: date, basis: Basis | None = None
) -> Bucket:
    """Bucket of one receivable on ``as_of``; ``basis`` overrides the scheme's own."""
    scheme = scheme.on(basis or scheme.basis)
    return _bucket(scheme, as_of, due_on if scheme.basis == "due" else issued_on)


def age_items(
    items: Iterable[OpenItem], scheme: Scheme, as_of: date, basis: Basis | None = None
) -> dict[tuple[int, str], Aged]:
    """Open money by (customer, currency); currencies are never summed together (C14).

    Items with nothing open are left out. ``NO_DUE_DATE`` is among the keys of a customer
    only where he has such an item and the basis is the due date (C3).
    """
    scheme = scheme.on(basis or scheme.basis)
    by_day: dict[date | None, Bucket] = {}
    sums: dict[tuple[int, str], _Sums] = {}
    for item in items:
        if item.open_fen == 0:
            continue
        start = item.due_on if scheme.basis == "due" else item.issued_on
        bucket = by_day.get(start)
        if bucket is None:
            bucket = by_day[start] = _bucket(scheme, as_of, start)
        key = (item.customer_id, item.currency)
        if key not in sums:
            sums[key] = _Sums(scheme)
        sums[key].add(item, bucket, as_of)
    return {key: value.frozen() for key, value in sums.items()}


def combine(rows: Iterable[Aged], scheme: Scheme) -> Aged:
    """Sum of ``rows`` of one currency: the totals line, or all customers of one owner.

    ``scheme`` is the one the rows were aged by, ``scheme.on(basis)`` where the basis was changed.
    """
    total = _Sums(scheme)
    for row in rows:
        for key, fen in row.bucket_fen.items():
            total.bucket_fen[key] = total.bucket_fen.get(key, 0) + fen
        total.gross_fen += row.gross_fen
        total.overdue_fen += row.overdue_fen
        total.disputed_fen += row.disputed_fen
        total.see(row.worst, row.max_overdue_days)
    return total.frozen()


def check_identities(
    bucket_fen: Mapping[str, int],
    unallocated_fen: int,
    balance_fen: int,
    opening_fen: int,
    charges_fen: int,
    receipts_fen: int,
    credits_fen: int,
) -> Identities:
    """Whether Σ buckets − unallocated = balance and opening + charges − receipts − credits = balance.

    All in fen of one currency. ``unallocated_fen`` and ``credits_fen`` count as positive: free
    receipts and credit notes of the customer, and red invoices or write-offs of the period.
    """
    return Identities(
        sum(bucket_fen.values()) - unallocated_fen == balance_fen,
        opening_fen + charges_fen - receipts_fen - credits_fen == balance_fen,
    )


class _Sums:
    """An ``Aged`` while it is being summed."""

    __slots__ = ("bucket_fen", "days", "disputed_fen", "gross_fen", "overdue_fen", "rank", "worst")

    def __init__(self, scheme: Scheme) -> None:
        self.rank = {bucket.key: index for index, bucket in enumerate((NO_DUE_DATE, *scheme.buckets))}
        self.bucket_fen = dict.fromkeys((bucket.key for bucket in scheme.buckets), 0)
        self.gross_fen = self.overdue_fen = self.disputed_fen = self.days = 0
        self.worst: Bucket | None = None

    def add(self, item: OpenItem, bucket: Bucket, as_of: date) -> None:
        self.bucket_fen[bucket.key] = self.bucket_fen.get(bucket.key, 0) + item.open_fen
        self.gross_fen += item.open_fen
        self.disputed_fen += item.disputed_fen
        days = overdue_days(as_of, item.due_on) if item.due_on else 0
        if days:
            self.overdue_fen += item.open_fen
        if item.open_fen > 0:  # a credit that stands among the items lowers sums, but ages nobody
            self.see(bucket, days)

    def see(self, bucket: Bucket | None, days: int) -> None:
        self.days = max(self.days, days)
        if bucket and (self.worst is None or self.rank[bucket.key] > self.rank[self.worst.key]):
            self.worst = bucket

    def frozen(self) -> Aged:
        return Aged(
            self.bucket_fen, self.gross_fen, self.overdue_fen, self.disputed_fen, self.days, self.worst
        )


def _bucket(scheme: Scheme, as_of: date, start: date | None) -> Bucket:
    """Bucket of something that began to age after ``start``; the upper border belongs to it."""
    if start is None:
        return NO_DUE_DATE
    days = (as_of - start).days
    for bucket in scheme.buckets:
        if bucket.to_years is not None:
            if as_of <= add_years(start, bucket.to_years):
                return bucket
        elif bucket.to_days is None or days <= bucket.to_days:
            return bucket
    return scheme.buckets[-1]
