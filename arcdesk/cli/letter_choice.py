"""Who of all customers gets a letter: by aging bucket, by owner, by the last letter (F-66)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from arcdesk.cli import values
from arcdesk.cli.errors import OptionsClash

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.services.customers import CustomerProfile

NO_LETTER = "none"
AFTER = (NO_LETTER, "reminder", "first", "second", "final")
"""Levels of the last letter to choose by."""


def check_choice(*, everybody: bool, bucket: str, owner: str, after: str) -> None:
    """Refuse a choice that is none.

    Raises:
        OptionsClash: a choice among named customers. UnknownChoice: no such level.
    """
    if after:
        values.one_of(after, "--after", AFTER)
    for option, value in (("--bucket", bucket), ("--owner", owner), ("--after", after)):
        if value and not everybody:
            raise OptionsClash(first=option, second="CODE", field=option)


def owing(desk: Desk, day: date | None, *, bucket: str = "", owner: str = "", after: str = "") -> list[CustomerProfile]:
    """Customers with something open whose worst bucket, owner and last letter are the ones asked for.

    Raises:
        UnknownChoice: the scheme has no such bucket.
    """
    report = desk.aging.report(day)
    rows = [row for block in report.currencies for row in block.rows if row.gross_fen > 0]
    if bucket:
        scheme = desk.company.scheme()
        values.one_of(bucket, "--bucket", tuple(each.key for each in scheme.buckets))
        rank = {each.key: place for place, each in enumerate(scheme.buckets)}
        worst: dict[int, int] = {}
        for row in rows:
            if row.customer_id is not None:
                place = rank.get(row.worst, -1)
                worst[row.customer_id] = max(worst.get(row.customer_id, -1), place)
        ids = {customer for customer, place in worst.items() if place == rank[bucket]}
    else:
        ids = {row.customer_id for row in rows if row.customer_id is not None}
    levels = desk.letters.last_levels() if after else {}
    return [
        profile
        for profile in desk.customers.matching("")
        if profile.id in ids
        and (not owner or profile.owner == owner)
        and (not after or levels.get(profile.id, NO_LETTER) == after)
    ]
