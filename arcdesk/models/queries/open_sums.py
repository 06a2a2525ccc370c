"""What every customer owed on a day, summed by the database: only what was open then is read.

An invoice that has not moved since the day had its present open amount, one of which nothing had
been paid its whole amount; of the few between the two the allocations are summed. The borders of
the buckets come from the domain (``bucket_spans``) as days to compare with, so that the rule of a
bucket is not said again in SQL. docs/decisions/0009-kept-figures.md.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Sequence
from datetime import date

from arcdesk.domain.aging import Basis, Key
from arcdesk.domain.item_sums import ItemSums
from arcdesk.domain.spans import Span
from arcdesk.models.queries.sql import days, rows

UNMOVED = "open_fen > 0 AND issued_on <= ?1 AND (last_moved_on IS NULL OR last_moved_on <= ?1)"
"""Open now as on the day ``?1``. The index ``invoice_open`` holds all that is asked of these."""

_MOVED = "amount_fen > 0 AND last_moved_on > ?1 AND issued_on <= ?1"
UNTOUCHED = f"{_MOVED} AND first_moved_on > ?1"
"""Wholly open on the day, and paid since. The index ``invoice_moved`` begins with the last movement."""
BETWEEN = f"{_MOVED} AND first_moved_on <= ?1"
"""Paid in part, or taken back in part, by the day, and moved again since."""

OPEN_BETWEEN = """amount_fen - (SELECT coalesce(sum(a.amount_fen), 0) FROM allocation a
                               WHERE a.invoice_id = invoice.id AND a.effective_on <= ?1)"""
OPEN_ITEMS = ((UNMOVED, "open_fen"), (UNTOUCHED, "amount_fen"), (BETWEEN, OPEN_BETWEEN))
"""All that can have been open on the day, and how much of each was; only in the last it may be nothing."""


def open_sums(
    as_of: date, spans: Sequence[Span], basis: Basis, without: Collection[int] = ()
) -> dict[Key, ItemSums]:
    """Open items on ``as_of`` by (customer, currency), leaving out the invoices ``without``."""
    values = days(as_of, *(span.oldest or date.min for span in spans))
    left_out = ""
    if without:
        left_out = f"AND id NOT IN (SELECT value FROM json_each(?{len(values) + 1}))"
        values = (*values, json.dumps(list(without)))
    start = "due_on" if basis == "due" else "issued_on"
    found: dict[Key, ItemSums] = {}
    for which, fen in OPEN_ITEMS:
        columns = f"customer_id, currency, due_on, {start} AS start, {fen} AS fen"
        items = f"SELECT {columns} FROM invoice WHERE {which} {left_out}"
        for row in rows(_summed(items, len(spans), is_exact=which is BETWEEN), *values):
            key, sums = row[:2], ItemSums._make((*row[2:8], row[8:]))
            found[key] = found[key].plus(sums) if key in found else sums
    return found


def _summed(items: str, spans: int, *, is_exact: bool) -> str:
    # The spans are differences of what began to age on or after each border: one comparison a row and span.
    since = ["0", *(f"coalesce(sum(fen) FILTER (WHERE start >= ?{number + 2}), 0)" for number in range(spans))]
    by_span = "".join(f", {older} - {younger}" for younger, older in itertools.pairwise(since))
    largest, owed = "sum", ""
    if is_exact:  # an amount may be nothing, or below zero where an invoice was paid twice over for a time
        items = f"SELECT * FROM ({items} LIMIT -1) WHERE fen <> 0"  # the limit keeps fen from being reckoned anew
        largest, owed = "max", "FILTER (WHERE fen > 0)"
    return f"""
        SELECT customer_id, currency, min(due_on) {owed}, min(start) {owed},
               sum(fen) FILTER (WHERE start IS NULL), {largest}(fen) FILTER (WHERE start IS NULL) > 0,
               count(*), coalesce(sum(fen) FILTER (WHERE due_on < ?1), 0) {by_span}
        FROM ({items}) GROUP BY customer_id, currency"""
