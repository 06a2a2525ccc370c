"""Aging of 1,000,000 invoices by customer, today and on past days, beside four other means.

The program answers through its service: frozen rows with all buckets, worst bucket, days overdue,
disputed and unallocated money, the names, and both identities checked for every account, out of
the encrypted workspace on the disk. The others answer less (``rivals.py``), from columns that lie
in memory already; DuckDB also with the rows loaded before, or loaded first. Every answer is
compared with the program's. The rounds take turns, so that a busy machine slows all alike.

    uv run --group bench python benchmarks/aging_million.py [INVOICES [BOOK]]

BOOK is a folder to keep the books in, and to take them from at the next run. Memory is the largest
resident set of a fresh process that does one thing, interpreter and libraries included.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path

from big_books import make_big_books
from books import CLOCK, TODAY
from measure import Work, print_table, take_turns

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.models.base import proxy

ROUNDS = 7
CUSTOMERS = 10_000
PAST_DAYS = (date(2026, 8, 31), date(2026, 3, 31), date(2025, 3, 31), date(2023, 12, 31))
KEYS = ("not_due", "d1_30", "d31_90", "d91_180", "d181_up")


def main(invoices: int, book: Path) -> None:
    if not book.exists():
        started = time.perf_counter()
        _in_a_process("make", book, str(invoices))
        print(f"books made in {time.perf_counter() - started:.0f} s")
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        _in_a_process("csv", book, folder)
        _print_memory(book, files)  # first: a child starts with its parent's mark
        cold = {day: float(_in_a_process("report", book, day.isoformat())[0]) for day in (TODAY, *PAST_DAYS)}
        desk = bootstrap.build(book, CLOCK, write=False)
        print(f"\n{_size(book)}")
        _print_times(desk, files, cold)
        desk.close()


def _print_times(desk: Desk, files: Path, cold: dict[date, float]) -> None:
    import rivals

    frames = rivals.read_frames()
    loaded = rivals.duck_from_frames(frames)
    in_pandas, in_polars = rivals.pandas_frames(frames), rivals.polars_frames(frames)
    for day, cold_seconds in cold.items():
        others: dict[str, Work] = {
            "DuckDB, rows loaded": partial(rivals.duck, loaded, day),
            "DuckDB, loading from memory and grouping": partial(rivals.duck_whole, frames, day),
            "DuckDB, loading from CSV and grouping": partial(rivals.duck_csv, files, day),
            "pandas, columns in memory": partial(rivals.by_pandas, in_pandas, day),
            "polars, columns in memory": partial(rivals.by_polars, in_polars, day),
        }
        plain: Work = partial(rivals.plain_sql, day)
        expected = _answer(desk, day)
        every: dict[str, Work] = {**others, "plain SQL": plain}
        for name, work in every.items():
            assert work() == expected, (name, day)
        seconds = take_turns({"ArcDesk": partial(desk.aging.report, day), **others}, ROUNDS)
        started = time.perf_counter()
        plain()
        seconds["plain SQL (julianday), same workspace, once"] = time.perf_counter() - started
        seconds["ArcDesk, cold: process, workspace, report"] = cold_seconds
        print_table(f"{day}{' (today)' if day == TODAY else ''}", seconds, against="ArcDesk")


def _answer(desk: Desk, day: date) -> dict[int, tuple[int, ...]]:
    """The program's answer as the others give theirs; what the others cannot tell is checked here."""
    (block,) = desk.aging.report(day).currencies
    assert block.identities.hold
    return {
        row.customer_id: (*(row.buckets[key] for key in KEYS), row.invoice_count, row.max_overdue_days)
        for row in block.rows
        if row.customer_id is not None and row.invoice_count
    }


def _size(book: Path) -> str:
    counts = [
        proxy.execute_sql(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("invoice", "receipt", "allocation", "customer")
    ]
    (still_open,) = proxy.execute_sql("SELECT count(*) FROM invoice WHERE open_fen > 0").fetchone()
    rows = "{:,} invoices, {:,} receipts, {:,} allocations, {:,} customers".format(*counts)
    return f"{rows}; {still_open:,} open; {(book / 'arcdesk.db').stat().st_size / 1e6:,.0f} MB on disk"


def _print_memory(book: Path, files: Path) -> None:
    print("\nlargest resident set of a fresh process, MB")
    for name, *task in (
        ("interpreter with ArcDesk imported", "nothing"),
        *((f"ArcDesk, {day}", "report", day.isoformat()) for day in (TODAY, *PAST_DAYS)),
        *((f"{name}, reading CSV and grouping", name, str(files)) for name in ("duckdb", "pandas", "polars")),
    ):
        print(f"  {name:<42}{float(_in_a_process(task[0], book, *task[1:])[1]):8.0f}")


def _in_a_process(task: str, book: Path, *values: str) -> list[str]:
    """Seconds and largest resident set (MB) of one thing done in a process of its own."""
    command = [sys.executable, __file__, f"--{task}", str(book), *values]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def alone(task: str, book: Path, *values: str) -> None:
    """One thing, then its seconds and the largest resident set."""
    started = time.perf_counter()
    match task:
        case "--make":
            invoices = int(values[0])
            make_big_books(book, invoices, min(CUSTOMERS, max(1, invoices // 100))).close()
        case "--report":
            desk = bootstrap.build(book, CLOCK, write=False)
            assert desk.aging.report(date.fromisoformat(values[0])).currencies[0].identities.hold
            desk.close()
        case "--csv":
            import rivals

            desk = bootstrap.build(book, CLOCK, write=False)
            rivals.write_csv(rivals.read_frames(), Path(values[0]))
            desk.close()
        case "--duckdb" | "--pandas" | "--polars":
            import rivals

            rivals.FROM_CSV[task[2:]](Path(values[0]), TODAY)
    print(time.perf_counter() - started, peak_megabytes())


def peak_megabytes() -> float:
    """Largest resident set so far; not told on Windows."""
    try:
        import resource
    except ImportError:
        return float("nan")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1024


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("--"):
        alone(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main(
                int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000,
                Path(sys.argv[2]) if len(sys.argv) > 2 else Path(scratch) / "books",
            )
