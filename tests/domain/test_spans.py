"""The days between which a bucket holds what began to age: the same borders as counting each item's days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.dates import add_years
from arcdesk.domain.schemes import SCHEMES, Bucket, Scheme
from arcdesk.domain.spans import bucket_in, bucket_spans

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def counted(scheme: Scheme, as_of: date, start: date) -> Bucket:
    """The bucket by counting: days for a scheme of days, anniversaries for one of years."""
    days = (as_of - start).days
    for bucket in scheme.buckets:
        if bucket.to_years is not None:
            if as_of <= add_years(start, bucket.to_years):
                return bucket
        elif bucket.to_days is None or days <= bucket.to_days:
            return bucket
    return scheme.buckets[-1]


@given(st.sampled_from(sorted(SCHEMES)), DAYS, st.integers(-3000, 4000))
def test_the_borders_are_those_of_counting_each_item(name: str, as_of: date, ago: int) -> None:
    scheme, start = SCHEMES[name], as_of - timedelta(days=ago)
    assert bucket_in(bucket_spans(scheme, as_of), start) == counted(scheme, as_of, start)


@pytest.mark.parametrize(
    ("as_of", "start", "years"),
    [
        ("2025-02-28", "2024-02-29", 1), ("2025-03-01", "2024-02-29", 2), ("2028-02-29", "2024-02-29", 4),
        ("2028-02-28", "2024-02-29", 4), ("2028-03-01", "2024-02-29", 5),
    ],
)  # fmt: skip
def test_an_anniversary_of_the_29th_of_february_is_the_last_day_of_the_month(
    as_of: str, start: str, years: int
) -> None:
    spans = bucket_spans(SCHEMES["audit"], date.fromisoformat(as_of))
    bucket = bucket_in(spans, date.fromisoformat(start))
    assert SCHEMES["audit"].buckets.index(bucket) == years - 1
