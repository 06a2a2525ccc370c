"""Aging: how long money has been open on a day.

Two bases, always labelled (R73): ``due`` counts overdue days for collection, ``issued`` the
age of the document for audits. The balance on a day is the caller's: he hands in what was
open on it, everything dated on or before the day and nothing later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from arcdesk.domain.schemes import NO_DUE_DATE, SCHEMES, Basis, Bucket, Scheme, scheme_from_cuts, scheme_named
from arcdesk.domain.spans import bucket_in, bucket_spans

__all__ = [
    "NO_DUE_DATE",
    "SCHEMES",
    "Aged",
    "Basis",
    "Bucket",
    "OpenItem",
    "Scheme",
    "age_items",
    "bucket_for",
    "combine",
    "overdue_days",
    "scheme_from_cuts",
    "scheme_named",
]


Key = tuple[int, str]
"""A customer's id and a currency."""


class OpenItem(NamedTuple):
    """One receivable, or one instalment of it, and what was open on the day asked about, in fen.

    A tuple, because a hundred thousand are made at once.

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


class Aged(NamedTuple):
    """Open money of one customer in one currency, by bucket, in fen.

    Attributes:
        bucket_fen: Amount by bucket key; every bucket of the scheme is there.
        gross_fen: Sum of the buckets, before unallocated receipts.
        overdue_fen: What is past its due date, on whatever basis the buckets stand.
        disputed_fen: Disputed part of ``gross_fen``.
        max_overdue_days: Of the oldest item past its due date; 0 where there is none.
        worst: The oldest bucket that holds money; ``None`` where nothing is open.
        item_count: Documents with anything open; the instalments of one invoice are one document.
    """

    bucket_fen: Mapping[str, int]
    gross_fen: int
    overdue_fen: int
    disputed_fen: int
    max_overdue_days: int
    worst: Bucket | None
    item_count: int = 0


def overdue_days(as_of: date, due_on: date) -> int:
    """Days past the due date on ``as_of``: 0 on the due date itself, never negative (R29, S-037)."""
    return max(0, (as_of - due_on).days)


def bucket_for(
    scheme: Scheme, as_of: date, due_on: date | None, issued_on: date, basis: Basis | None = None
) -> Bucket:
    """Bucket of one receivable on ``as_of``; ``basis`` overrides the scheme's own."""
    scheme = scheme.on(basis or scheme.basis)
    start = due_on if scheme.basis == "due" else issued_on
    return NO_DUE_DATE if start is None else bucket_in(bucket_spans(scheme, as_of), start)


def age_items(
    items: Iterable[OpenItem], scheme: Scheme, as_of: date, basis: Basis | None = None
) -> dict[Key, Aged]:
    """Open money by (customer, currency); currencies are never summed together (C14).

    The instalments of an invoice stand together among the items. Items with nothing open are left
    out. ``NO_DUE_DATE`` is among the keys of a customer only where he has such an item and the basis
    is the due date (C3).
    """
    scheme = scheme.on(basis or scheme.basis)
    spans = bucket_spans(scheme, as_of)
    by_day: dict[date | None, Bucket] = {None: NO_DUE_DATE}
    sums: dict[Key, _Sums] = {}
    for item in items:
        if item.open_fen == 0:
            continue
        start = item.due_on if scheme.basis == "due" else item.issued_on
        bucket = by_day.get(start)
        if bucket is None:
            assert start is not None
            bucket = by_day[start] = bucket_in(spans, start)
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
            if fen or key not in total.bucket_fen:
                total.bucket_fen[key] = total.bucket_fen.get(key, 0) + fen
        total.gross_fen += row.gross_fen
        total.overdue_fen += row.overdue_fen
        total.disputed_fen += row.disputed_fen
        total.count += row.item_count
        total.see(row.worst, row.max_overdue_days)
    return total.frozen()


class _Sums:
    """An ``Aged`` while it is being summed."""

    __slots__ = ("bucket_fen", "count", "days", "disputed_fen", "gross_fen", "last_id", "overdue_fen", "rank", "worst")

    def __init__(self, scheme: Scheme) -> None:
        self.rank = {bucket.key: index for index, bucket in enumerate((NO_DUE_DATE, *scheme.buckets))}
        self.bucket_fen = dict.fromkeys((bucket.key for bucket in scheme.buckets), 0)
        self.gross_fen = self.overdue_fen = self.disputed_fen = self.days = 0
        self.count = self.last_id = 0
        self.worst: Bucket | None = None

    def add(self, item: OpenItem, bucket: Bucket, as_of: date) -> None:
        self.bucket_fen[bucket.key] = self.bucket_fen.get(bucket.key, 0) + item.open_fen
        self.count += item.invoice_id != self.last_id
        self.last_id = item.invoice_id
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
            self.bucket_fen, self.gross_fen, self.overdue_fen, self.disputed_fen, self.days, self.worst, self.count
        )
