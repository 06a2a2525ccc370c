"""Import of a large ledger workbook, against python-calamine reading the same file.

"calamine alone" turns every cell of the file into a Python value and forgets it. "rows
checked" is the ledger file as the program reads it: headings found, dates and amounts
parsed, every row accepted or refused with its reason. "planned" holds it against the
books as well (the dry run), "carried out" writes it in one transaction with its audit
event. "again" plans the same file once more, with every row found unchanged.

    uv run python benchmarks/import_rows.py [ROWS]
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from books import CLOCK, COMPANY, TODAY
from measure import print_table, take_turns

from arcdesk import bootstrap
from arcdesk.importing.export import write_ledger_workbook
from arcdesk.importing.ledger_file import CustomerRow, InvoiceRow, LedgerFile
from arcdesk.importing.load import load
from arcdesk.services import pinyin

ROUNDS = 3


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


def forget_spellings() -> None:
    """Make the next round spell every name anew, as a first import does."""
    getattr(pinyin._spellings, "cache_clear", lambda: None)()


class Importer:
    """Imports the file into a fresh workspace each round and remembers how long each part took."""

    def __init__(self, path: Path, scratch: Path) -> None:
        self._path = path
        self._scratch = scratch
        self._round = 0
        self._carried_out_s = self._again_s = 0.0

    def planned(self) -> float:
        """Seconds of the dry run; the other two parts follow at once and are asked for later."""
        self._round += 1
        forget_spellings()
        desk = bootstrap.create(self._scratch / f"books-{self._round}", CLOCK, COMPANY)
        start = time.perf_counter()
        plan = desk.importing.plan(self._path, as_of=TODAY)
        planned = time.perf_counter()
        assert not plan.rejected
        desk.importing.carry_out(plan)
        carried_out = time.perf_counter()
        again = desk.importing.plan(self._path, as_of=TODAY)
        ended = time.perf_counter()
        assert (again.invoices.new, again.invoices.changed) == (0, 0)
        desk.close()
        self._carried_out_s, self._again_s = carried_out - planned, ended - carried_out
        return planned - start

    def carried_out(self) -> float:
        """Seconds of writing what was planned last."""
        return self._carried_out_s

    def again(self) -> float:
        """Seconds of planning the same file once more."""
        return self._again_s


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        write_ledger_workbook(path, sample(rows))
        importer = Importer(path, Path(folder))
        works = {
            "python-calamine alone": lambda: read_bare(path),
            "rows checked": lambda: load(path, as_of=TODAY),
            "planned (dry run)": importer.planned,
            "carried out": importer.carried_out,
            "again, all unchanged": importer.again,
        }
        seconds = take_turns(works, ROUNDS)
        megabytes = path.stat().st_size / 1e6
    seconds["file to books: planned + carried out"] = seconds["planned (dry run)"] + seconds["carried out"]
    title = f"{rows:,} invoices of {rows // 10:,} customers, {megabytes:.1f} MB"
    print_table(title, seconds, against="python-calamine alone", count=rows, unit="rows")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
