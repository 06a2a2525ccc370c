"""Which days fall into which bucket: the rule of aging said once, for Python and for SQL alike.

A bucket is a span of days on which something began to age (its due date or its issue date).
Turned round like this the rule needs no arithmetic a row: a day is compared with the borders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from arcdesk.domain.dates import anniversary_floor
from arcdesk.domain.schemes import Bucket, Scheme


@dataclass(frozen=True, slots=True)
class Span:
    """A bucket and the days that belong to it, both ends included; ``None`` is without end."""

    bucket: Bucket
    newest: date | None
    oldest: date | None


def bucket_spans(scheme: Scheme, as_of: date) -> tuple[Span, ...]:
    """The spans of ``scheme`` on ``as_of``, youngest first; together they hold every day once.

    A bucket that would begin before the first day of the calendar has no span.
    """
    found: list[Span] = []
    newest: date | None = None
    for bucket in scheme.buckets:
        oldest = _oldest(bucket, as_of)
        found.append(Span(bucket, newest, oldest))
        if oldest is None or oldest == date.min:
            break
        newest = oldest - timedelta(days=1)
    return tuple(found)


def bucket_in(spans: Sequence[Span], start: date) -> Bucket:
    """Bucket of something that began to age on ``start``."""
    return next(span.bucket for span in spans if span.oldest is None or start >= span.oldest)


def _oldest(bucket: Bucket, as_of: date) -> date | None:
    """The first day that still belongs to ``bucket``: its upper border is part of it (S-036, R75)."""
    if bucket.to_years is not None:
        return anniversary_floor(as_of, bucket.to_years)
    if bucket.to_days is None or bucket.to_days > (as_of - date.min).days:
        return None
    return as_of - timedelta(days=bucket.to_days)
