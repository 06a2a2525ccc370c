"""Aging over 100,000 invoices: today, as of a past day, the customer list, the work list.

Held against the least SQLite can do over the same rows: one sum of the open amounts.
The books are on disk, encrypted, with every connection's pages already in its cache;
``ciphers.py`` measures cold reads.

    uv run python benchmarks/aging.py [INVOICES]
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from books import TODAY, make_books
from measure import print_table, take_turns

from arcdesk.models.base import proxy

ROUNDS = 5
PAST_DAY = date(2026, 3, 31)


def main(invoices: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = make_books(Path(folder) / "books", max(1, invoices // 10), invoices)
        works = {
            "sum(open_fen) in SQL": lambda: proxy.execute_sql("SELECT sum(open_fen) FROM invoice").fetchone(),
            "aging report, today": lambda: desk.aging.report(TODAY),
            "aging report, past day": lambda: desk.aging.report(PAST_DAY),
            "aging report by invoice": lambda: desk.aging.report(TODAY, by="invoice"),
            "customer list": lambda: desk.customer_list.rows(TODAY),
            "today's work list": lambda: desk.worklist.today(TODAY),
        }
        seconds = take_turns(works, ROUNDS)
        desk.close()
    print_table(f"{invoices:,} invoices of {invoices // 10:,} customers", seconds, against="sum(open_fen) in SQL")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
