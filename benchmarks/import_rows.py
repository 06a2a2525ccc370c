"""Import of a large ledger workbook against python-calamine reading the same file.

Usage: python benchmarks/import_rows.py [ROWS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from arcdesk.importing.export import write_ledger_workbook
from arcdesk.importing.ledger_file import CustomerRow, InvoiceRow, LedgerFile
from arcdesk.importing.load import load

AS_OF = date(2026, 9, 30)
ROUNDS = 5


def sample(rows: int) -> LedgerFile:
    """A ledger of ``rows`` invoices of a tenth as many customers."""
    customers = max(1, rows // 10)
    first = date(2024, 1, 1)
    return LedgerFile(
        customers=tuple(CustomerRow(f"C{i:06d}", f"第{i:06d}号贸易有限公司") for i in range(customers)),
        invoices=tuple(
            InvoiceRow(
                number=f"XS{i:09d}",
                customer=f"C{i % customers:06d}",
                customer_name="",
                kind="invoice",
                issued_on=first + timedelta(days=i % 900),
                credit_days=None,
                due_on=first + timedelta(days=i % 900 + 60),
                amount_fen=100 + i * 7_919 % 100_000_000,
                contract=f"HT{i % 500:04d}",
                salesperson="张伟",
            )
            for i in range(rows)
        ),
    )


def read_bare(path: Path) -> None:
    """What nobody can undercut: the cells of every sheet, unread."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def fastest_s(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_ledger_workbook(path, sample(rows))
        assert len(load(path, as_of=AS_OF).invoices) == rows
        bare_s = fastest_s(lambda: read_bare(path))
        load_s = fastest_s(lambda: load(path, as_of=AS_OF))
        megabytes = path.stat().st_size / 1e6
    print(f"{rows} invoices, {megabytes:.1f} MB")
    print(f"{'python-calamine alone':<24}{bare_s:8.3f} s   1.00")
    print(f"{'load: rows checked':<24}{load_s:8.3f} s   {load_s / bare_s:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
