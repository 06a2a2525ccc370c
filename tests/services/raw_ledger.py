"""The aging of any day the long way: every table read whole, every posting looked at, nothing kept.

The rule of a bucket is here in days and anniversaries, as the law books say it; the program
compares with borders. Plans are split by the domain's own function, which has its own tests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from arcdesk.domain.aging import OpenItem, Scheme
from arcdesk.domain.dates import add_years
from arcdesk.domain.plans import split_open
from arcdesk.models.base import proxy
from arcdesk.models.queries import plans


@dataclass
class RawAccount:
    """One account, in fen; ``buckets`` has the keys of the buckets with items."""

    balance: int = 0
    unallocated: int = 0
    items: list[OpenItem] = field(default_factory=list)


def table(name: str) -> list[dict[str, Any]]:
    columns = [row[1] for row in proxy.execute_sql(f"PRAGMA table_info({name})").fetchall()]
    listed = ", ".join(columns)
    found = proxy.execute_sql(f"SELECT {listed} FROM {name}").fetchall()  # noqa: S608 - names of our own
    return [dict(zip(columns, row, strict=True)) for row in found]


def accounts_on(day: date) -> dict[tuple[int, str], RawAccount]:
    """Every account with a posting up to ``day``, by customer and currency."""
    iso = day.isoformat()
    found: dict[tuple[int, str], RawAccount] = defaultdict(RawAccount)
    used: dict[tuple[str, int], int] = defaultdict(int)
    for row in table("allocation"):
        if row["effective_on"] <= iso:
            for name in ("invoice_id", "receipt_id", "credit_note_id"):
                if row[name] is not None:
                    used[name, row[name]] += row["amount_fen"]
    for row in table("invoice"):
        if row["issued_on"] <= iso:
            account = found[row["customer_id"], row["currency"]]
            account.balance += row["amount_fen"]
            if row["amount_fen"] < 0:
                account.unallocated += -row["amount_fen"] - used["credit_note_id", row["id"]]
            else:
                account.items += _items(row, row["amount_fen"] - used["invoice_id", row["id"]], day)
    for row in table("receipt"):
        if row["received_on"] <= iso:
            account = found[row["customer_id"], row["currency"]]
            account.balance -= row["amount_fen"]
            account.unallocated += row["amount_fen"] - used["receipt_id", row["id"]]
    for row in table("write_off"):
        if row["on_day"] <= iso:
            found[row["customer_id"], row["currency"]].balance -= row["amount_fen"]
    return dict(found)


def _items(row: dict[str, Any], open_fen: int, day: date) -> Iterator[OpenItem]:
    if not open_fen:
        return
    iso = day.isoformat()
    disputed = sum(
        each["amount_fen"]
        for each in table("dispute")
        if each["invoice_id"] == row["id"]
        and each["opened_on"] <= iso
        and (each["closed_on"] is None or each["closed_on"] > iso)
    )
    item = OpenItem(
        row["id"], row["customer_id"], row["currency"], date.fromisoformat(row["issued_on"]),
        date.fromisoformat(row["due_on"]) if row["due_on"] else None, open_fen, min(max(open_fen, 0), disputed),
    )  # fmt: skip
    plan = plans.on_invoices(day).get(row["id"])
    if plan is None or open_fen < 0:
        yield item
        return
    parts = split_open(item, plan.shares, plan.money_fen, plan.other_fen)
    assert sum(part.open_fen for part in parts) == open_fen
    yield from parts


def bucket_key(scheme: Scheme, day: date, start: date | None) -> str:
    """The bucket of something that began to age on ``start``: its upper border belongs to it."""
    if start is None:
        return "no_due_date"
    for bucket in scheme.buckets:
        if bucket.to_years is not None:
            if day <= add_years(start, bucket.to_years):
                return bucket.key
        elif bucket.to_days is None or (day - start) <= timedelta(days=bucket.to_days):
            return bucket.key
    raise AssertionError(scheme)


def figures(items: list[OpenItem], scheme: Scheme, day: date) -> dict[str, Any]:
    """What a row of the report says of some open items."""
    buckets = dict.fromkeys((bucket.key for bucket in scheme.buckets), 0)
    worst: tuple[int, str] = (-1, "")
    days = 0
    rank = {key: number for number, key in enumerate(("no_due_date", *buckets))}
    for item in items:
        key = bucket_key(scheme, day, item.due_on if scheme.basis == "due" else item.issued_on)
        buckets[key] = buckets.get(key, 0) + item.open_fen
        if item.open_fen > 0:
            worst = max(worst, (rank[key], key))
            days = max(days, (day - item.due_on).days if item.due_on else 0)
    return {
        "gross_fen": sum(item.open_fen for item in items),
        "disputed_fen": sum(item.disputed_fen for item in items),
        "overdue_fen": sum(item.open_fen for item in items if item.due_on and item.due_on < day),
        "buckets": buckets,
        "worst": worst[1],
        "max_overdue_days": days,
        "invoice_count": len({item.invoice_id for item in items}),
    }
