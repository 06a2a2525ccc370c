"""What every account owed before a month, what moved in it, and what it owed on a day of it.

The sums of whole years and months are kept by the database (``models/kept``); the month asked about
is read posting by posting. The balance on the day is reckoned back from the end of the month, the
opening balance stood before it: only where the kept month is the sum of its postings do both meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from arcdesk.domain.aging import Key
from arcdesk.models.queries.sql import rows

_NET = "charges_fen - credits_fen - receipts_fen"
_YEARS = f"""
SELECT customer_id, currency, coalesce(sum({_NET}) FILTER (WHERE year <= ?1), 0)
FROM account_year GROUP BY customer_id, currency"""
_MONTH = f"SELECT customer_id, currency, {_NET} FROM account_month WHERE month = ?1"
_MONTHS = f"""
SELECT customer_id, currency, sum({_NET}) FROM account_month
WHERE month > ?1 AND month < ?2 GROUP BY customer_id, currency"""

# In the words of the indexes invoice_month and receipt_month, which hold a month account by account.
_POSTED = """
SELECT customer_id, currency, coalesce(sum(amount_fen) FILTER (WHERE {day} <= ?2), 0), sum(amount_fen)
FROM {table} WHERE substr({day}, 1, 7) = ?1 GROUP BY customer_id, currency"""
_CHARGED = _POSTED.format(table="invoice", day="issued_on")
_PAID = (_POSTED.format(table="receipt", day="received_on"), _POSTED.format(table="write_off", day="on_day"))


def standings(as_of: date) -> Iterator[tuple[Key, int, int, int]]:
    """Every account that has postings on any day, and in fen how it stood on ``as_of``.

    Opening balance before the month, what was posted from its first day to ``as_of``, balance then.
    """
    day = as_of.isoformat()
    month = day[:7]
    kept = {row[:2]: row[2] for row in rows(_MONTH, month)}
    posted = _posted(month, day)
    none = (0, 0)
    for key, until_month_end in _month_ends(as_of, kept):
        moved, in_month = posted.get(key, none)
        yield key, until_month_end - kept.get(key, 0), moved, until_month_end - (in_month - moved)


def _month_ends(as_of: date, kept: Mapping[Key, int]) -> Iterator[tuple[Key, int]]:
    """What each account owed at the end of the month of ``as_of``, by the shorter way within its year."""
    year, month = as_of.isoformat()[:4], as_of.isoformat()[:7]
    if as_of.month > 6:
        later = {row[:2]: row[2] for row in rows(_MONTHS, month, f"{year}-13")}
        for row in rows(_YEARS, year):
            yield row[:2], row[2] - later.get(row[:2], 0)
    else:
        earlier = {row[:2]: row[2] for row in rows(_MONTHS, f"{year}-00", month)}
        for row in rows(_YEARS, f"{as_of.year - 1:04}"):
            yield row[:2], row[2] + earlier.get(row[:2], 0) + kept.get(row[:2], 0)


def _posted(month: str, day: str) -> dict[Key, tuple[int, int]]:
    """What the postings of a month came to by account, up to ``day`` and in all, in fen."""
    found = {row[:2]: row[2:] for row in rows(_CHARGED, month, day)}
    for statement in _PAID:
        for customer, currency, by_then, in_month in rows(statement, month, day):
            key = (customer, currency)
            charged = found.get(key, (0, 0))
            found[key] = (charged[0] - by_then, charged[1] - in_month)
    return found


def has_postings(currency: str, as_of: date) -> bool:
    """Whether anything was posted in ``currency`` up to ``as_of``; asked only where no figure tells."""
    found = rows(
        """SELECT EXISTS (SELECT 1 FROM invoice WHERE currency = ?1 AND issued_on <= ?2)
               OR EXISTS (SELECT 1 FROM receipt WHERE currency = ?1 AND received_on <= ?2)""",
        currency,
        as_of.isoformat(),
    )
    return bool(found[0][0])
