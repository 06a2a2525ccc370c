"""One customer's dossier and statement in books of 1,000,000 invoices, beside one plain query of his postings.

The dossier is everything its screen shows, read as the window reads it; the statement is its content,
ready to be printed, and the printed page itself. Customers are drawn evenly from the book, and the
median and the slowest of them are told.

    uv run python benchmarks/dossier_million.py [INVOICES [BOOK]]

BOOK is a folder to keep the books in, and to take them from at the next run (as ``aging_million.py``).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from big_books import make_big_books
from books import CLOCK, TODAY

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.models.base import proxy
from arcdesk.ui.dossier import data as dossier

DRAWN = 40
YEAR_START = date(TODAY.year, 1, 1)


def main(invoices: int, book: Path) -> None:
    if not book.exists():
        make_big_books(book, invoices, min(10_000, max(1, invoices // 100))).close()
    desk = bootstrap.build(book, CLOCK, write=False)
    ids = [row[0] for row in proxy.execute_sql("SELECT id FROM customer ORDER BY id").fetchall()]
    drawn = ids[:: max(1, len(ids) // DRAWN)]
    works: dict[str, Callable[[int], object]] = {
        "one query of his postings": _postings,
        "dossier, as the window reads it": lambda customer: dossier.load(desk, customer, None),
        "statement of the year, content": lambda customer: _statement(desk, customer),
        "statement of the year, printed": lambda customer: desk.statements.preview(customer, YEAR_START, TODAY),
    }
    for work in works.values():
        work(drawn[0])  # imports and fonts are not what is measured
    seconds = {name: [_timed(work, customer) for customer in drawn] for name, work in works.items()}
    least = median(seconds["one query of his postings"])
    for name, found in seconds.items():
        line = f"{median(found) * 1000:8.1f} ms median {max(found) * 1000:8.1f} ms slowest"
        print(f"{name:<34}{line}{median(found) / least:9.1f} x")
    desk.close()


def _timed(work: Callable[[int], object], customer: int) -> float:
    started = time.perf_counter()
    work(customer)
    return time.perf_counter() - started


def _postings(customer: int) -> object:
    return proxy.execute_sql(
        """SELECT number, issued_on, amount_fen FROM invoice WHERE customer_id = ?1
           UNION ALL SELECT number, received_on, -amount_fen FROM receipt WHERE customer_id = ?1 ORDER BY 2""",
        (customer,),
    ).fetchall()


def _statement(desk: Desk, customer: int) -> object:
    return desk.statements._drafts(customer, YEAR_START, TODAY, "activity", "zh")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        main(wanted, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(wanted, Path(folder) / "book")
