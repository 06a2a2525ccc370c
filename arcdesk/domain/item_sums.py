"""Open items that a database has summed already, aged by the same borders as the items one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from operator import add
from typing import NamedTuple

from arcdesk.domain.aging import NO_DUE_DATE, Aged, Bucket, Key, Scheme, overdue_days
from arcdesk.domain.spans import Span, bucket_in


class ItemSums(NamedTuple):
    """Open items of one customer in one currency; amounts in fen, days as ISO texts.

    Attributes:
        first_due_on: Earliest due date among items that are owed (more than nothing open).
        first_start_on: The same of the day from which items age.
        undated_fen: What ages from no day; ``None`` where nothing does (C3).
        is_undated_owed: Whether more than nothing is open of one of those.
        item_count: Documents with anything open.
        span_fen: Open amounts by span, in the order of ``bucket_spans``.
    """

    first_due_on: str | None
    first_start_on: str | None
    undated_fen: int | None
    is_undated_owed: int | None
    item_count: int
    overdue_fen: int
    span_fen: tuple[int, ...]

    def plus(self, other: ItemSums) -> ItemSums:
        """Both taken together."""
        due, start, undated, owed, count, overdue, spans = self
        due2, start2, undated2, owed2, count2, overdue2, spans2 = other
        return ItemSums(
            due if due2 is None or (due is not None and due < due2) else due2,
            start if start2 is None or (start is not None and start < start2) else start2,
            undated if undated2 is None else undated2 + (undated or 0),
            owed or owed2,
            count + count2,
            overdue + overdue2,
            tuple(map(add, spans, spans2)),
        )


def age_sums(
    sums: Mapping[Key, ItemSums], scheme: Scheme, spans: Sequence[Span], as_of: date
) -> dict[Key, Aged]:
    """As ``age_items``, of the sums of items; nothing is disputed of them."""
    keys = [bucket.key for bucket in scheme.buckets]
    beyond = (0,) * (len(keys) - len(spans))
    buckets, days = _Buckets(spans), _Days(as_of)
    found = {}
    for key, (due, start, undated, is_undated_owed, count, overdue, span_fen) in sums.items():
        bucket_fen = dict(zip(keys, span_fen + beyond, strict=True))
        gross = sum(span_fen)
        worst = buckets[start] if start else None
        if undated is not None:
            bucket_fen[NO_DUE_DATE.key] = undated
            gross += undated
            if worst is None and is_undated_owed:
                worst = NO_DUE_DATE
        found[key] = Aged(bucket_fen, gross, overdue, 0, days[due] if due else 0, worst, count)
    return found


class _Buckets(dict[str, Bucket]):
    """The bucket of each day that is asked for; many accounts ask for the same."""

    def __init__(self, spans: Sequence[Span]) -> None:
        super().__init__()
        self._spans = spans

    def __missing__(self, day: str) -> Bucket:
        self[day] = found = bucket_in(self._spans, date.fromisoformat(day))
        return found


class _Days(dict[str, int]):
    """The days overdue of each due date that is asked for."""

    def __init__(self, as_of: date) -> None:
        super().__init__()
        self._as_of = as_of

    def __missing__(self, due_on: str) -> int:
        self[due_on] = found = overdue_days(self._as_of, date.fromisoformat(due_on))
        return found
