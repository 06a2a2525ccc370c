"""Limitation alarms for the work list, out of 100,000 open invoices of 10,000 customers.

"alarms" is what Today asks on a day on which 2,000 receivables are within 180 days of their end;
"all open items" is the read of the open items that the work list does anyway, "every clock" the
whole ledger with its chains, and "one dossier" a customer's.

    uv run python benchmarks/limitation.py [CUSTOMERS]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from books import CLOCK, TODAY, make_books
from measure import print_table, take_turns

from arcdesk.models import bulk
from arcdesk.models.base import one_write
from arcdesk.models.queries import balances

INVOICES_EACH = 20
CONTACTS_EACH = 10
ROUNDS = 3


def add_contacts(customers: int) -> None:
    """Ten calls and messages a customer over two years."""
    chance = random.Random(13)  # noqa: S311 - invented figures, the same in every run
    columns = ("id", "customer_id", "at", "logged_at", "channel", "outcome", "person", "note")
    now = CLOCK.now().isoformat()
    with one_write():
        bulk.insert(
            "contact", columns,
            (
                (number, 1 + number % customers,
                 f"{TODAY - timedelta(days=chance.randrange(700))}T10:00:00+08:00", now,
                 chance.choice(("phone", "wechat")), "will_check", "", "")
                for number in range(1, customers * CONTACTS_EACH + 1)
            ),
        )  # fmt: skip


def main() -> None:
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        desk = make_books(Path(folder) / "workspace", customers, customers * INVOICES_EACH)
        add_contacts(customers)
        near = date(2027, 6, 1)
        found = desk.limitation.alarms(near)
        count = sum(alarm.count for alarm in found.values())
        items = len(balances.open_items(near))
        print(f"{items:,} open items, alarms of {len(found):,} customers for {count:,} of them")
        seconds = take_turns(
            {
                "all open items": lambda: balances.open_items(near),
                "alarms": lambda: desk.limitation.alarms(near),
                "alarms, none near": lambda: desk.limitation.alarms(TODAY),
                "one dossier": lambda: desk.limitation.of(1, near),
            },
            ROUNDS,
        )
        start = time.perf_counter()
        desk.limitation.all(near)
        seconds["every clock"] = time.perf_counter() - start
        print_table("limitation", seconds, against="all open items")
        desk.close()


if __name__ == "__main__":
    main()
