"""Import of large files, against python-calamine reading the same file and pandas cleaning it up.

"calamine alone" turns every cell of the file into a Python value and forgets it. "rows
checked" is the file as the program reads it: headings found, dates and amounts parsed, every
row accepted or refused with its reason. "file to books" is the whole way: the dry run, and
then what it planned written to encrypted books in one transaction. The second imports begin
with those books. pandas drops the 小计, parses days and amounts, groups by customer and
writes a plain SQLite file; it checks nothing against anything.

Each work runs in a process of its own, so that its peak of memory is its own; the time is
that of the work with what it imports late, without the start of the process or of pandas.

    uv run --group bench python benchmarks/import_rows.py [ROWS]
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from books import CLOCK, COMPANY
from import_files import AS_OF, write_aging, write_ledger

from arcdesk import bootstrap
from arcdesk.domain.errors import Refusal
from arcdesk.importing.load import load

ROUNDS = 3
BASE = "python-calamine alone"


def read_bare(path: Path, _: Path) -> None:
    """What nobody can undercut: the cells of every sheet, unread."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def check(path: Path, _: Path) -> None:
    """The rows of the file, accepted or refused."""
    assert not load(path, as_of=AS_OF).rejected


def import_file(path: Path, books: Path) -> None:
    """The whole way of a file into books that are there, with nothing refused."""
    desk = bootstrap.build(books, CLOCK)
    plan = desk.importing.plan(path, as_of=AS_OF)
    assert not plan.rejected, plan.rejected[:3]
    desk.importing.carry_out(plan)
    desk.close()


def clean_up(path: Path, folder: Path, engine: str) -> None:
    """The same rows by pandas: what a script written in an afternoon does."""
    import pandas as pd

    if path.stem.startswith("aging"):
        frame = pd.read_excel(path, engine=engine, header=2)
        frame = frame[frame["单据编号"].notna() & frame["往来单位编码"].notna()]
        customer, amount, days = "往来单位编码", "尚未收款金额", ("业务日期", "到期日")
    else:
        sheets = pd.read_excel(path, engine=engine, sheet_name=None)
        frame = next(sheet for sheet in sheets.values() if "发票号" in sheet or "单据编号" in sheet)
        amount = next(name for name in frame if "金额" in name)
        customer = next(name for name in frame if "客户" in name)
        days = tuple(name for name in frame if "日期" in name or name == "到期日")
    for day in days:
        frame[day] = pd.to_datetime(frame[day], errors="coerce")
    frame[amount] = (pd.to_numeric(frame[amount], errors="coerce") * 100).round().astype("int64")
    by_customer = frame.groupby(customer)[amount].sum()
    with sqlite3.connect(folder / "plain.db") as plain:
        frame.to_sql("invoice", plain, index=False)
        by_customer.to_sql("customer", plain)


WORKS: dict[str, Callable[[Path, Path], None]] = {
    BASE: read_bare,
    "rows checked": check,
    "file to books": import_file,
    "second import, all unchanged": import_file,
    "second import, 5 % changed": import_file,
    "pandas, openpyxl": lambda path, folder: clean_up(path, folder, "openpyxl"),
    "pandas, calamine": lambda path, folder: clean_up(path, folder, "calamine"),
}


def peak_mb() -> float | None:
    """The most memory this process has held, in MB, where the system tells it."""
    status = Path("/proc/self/status")
    if status.exists():  # there ru_maxrss would begin with the peak of the process that started this one
        line = next(
            line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")
        )
        return int(line.split()[1]) / 1e3
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def work_once(name: str, path: Path, folder: Path) -> None:
    """One work in this process; prints its seconds and its peak."""
    if name.startswith("pandas"):
        import pandas as _pandas  # noqa: F401, ICN001 - its second of importing is no part of its work
    start = time.perf_counter()
    WORKS[name](path, folder)
    print(json.dumps((time.perf_counter() - start, peak_mb())))


def compiled(folder: Path) -> dict[str, str]:
    """An environment in which modules are compiled once, as they come with the program, and not for every work."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def in_a_process(name: str, path: Path, books: Path) -> tuple[float, float | None]:
    """Seconds and peak of a work in a fresh process, with a copy of ``books`` of its own."""
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "books"
        shutil.copytree(books, own)
        told = subprocess.run(
            [sys.executable, __file__, "--work", name, str(path), str(own)],
            check=True,
            capture_output=True,
            text=True,
            env=compiled(path.parent),
        )
    seconds, peak = json.loads(told.stdout)
    return seconds, peak


def compare(write: Callable[[Path, int, int], None], kind: str, rows: int, folder: Path) -> None:
    """Every work on one kind of file, in turns; prints the table."""
    path, other = folder / f"{kind}.xlsx", folder / f"{kind}-changed.xlsx"
    write(path, rows, 0)
    write(other, rows, 100)
    print(f"\n{kind}: {rows:,} rows, {path.stat().st_size / 1e6:.1f} MB", flush=True)
    empty, full = folder / f"{kind}-empty", folder / f"{kind}-full"
    bootstrap.create(empty, CLOCK, COMPANY).close()
    try:
        load(path, as_of=AS_OF)
    except Refusal as refusal:
        print(f"  not read: {refusal}")
        return
    shutil.copytree(empty, full)
    import_file(path, full)
    found: dict[str, list[tuple[float, float | None]]] = {name: [] for name in WORKS}
    for _ in range(ROUNDS):
        for name in WORKS:
            source = other if "changed" in name and "un" not in name else path
            found[name].append(in_a_process(name, source, full if name.startswith("second") else empty))
    seconds = {name: median(one[0] for one in taken) for name, taken in found.items()}
    for name, taken in found.items():
        peaks = [peak for _, peak in taken if peak is not None]
        memory = f"{max(peaks):8.0f} MB at most" if peaks else ""
        print(f"  {name:<30} {seconds[name]:8.2f} s {seconds[name] / seconds[BASE]:8.2f} x {memory}")


def main(rows: int) -> None:
    """Both kinds of files."""
    with tempfile.TemporaryDirectory() as folder:
        compare(write_aging, "aging", rows, Path(folder))
        compare(write_ledger, "ledger", rows, Path(folder))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--work"]:
        work_once(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
