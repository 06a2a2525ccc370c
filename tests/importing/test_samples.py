"""Larger ledgers kept beside the repository, where they are present."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from arcdesk.importing.ledger_file import ControlTotal
from arcdesk.importing.load import load
from arcdesk.importing.reader import read_tables

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "samples"
AS_OF = date(2026, 9, 30)

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample ledgers are not here")


@pytest.mark.parametrize(
    ("name", "preset", "counts", "total"),
    [
        ("ledger_workbook.xlsx", "arcdesk", (40, 506, 545, 545), ControlTotal(6972573810, 6972573810)),
        (
            "excel_ledger_2026.xlsx",
            "home_ledger",
            (26, 160, 0, 0),
            ControlTotal(2031565548, 2031565548, stated=True),
        ),
        (
            "kingdee_cloud_aging_20260930.xlsx",
            "kingdee_cloud_aging",
            (37, 232, 0, 0),
            ControlTotal(2341054337, 2341054337, stated=True),
        ),
        ("ibm_late_payment.csv", "settled_list", (100, 2466, 2466, 2466), ControlTotal(14770318, 14770318)),
    ],
)
def test_a_sample_comes_in_whole(
    name: str, preset: str, counts: tuple[int, ...], total: ControlTotal
) -> None:
    answer = load(SAMPLES / name, as_of=AS_OF)
    rows = (answer.customers, answer.invoices, answer.receipts, answer.allocations)
    assert (answer.preset, tuple(map(len, rows))) == (preset, counts)
    assert (answer.rejected, answer.quarantined, answer.needs_date_order) == ((), (), False)
    assert answer.control == {"CNY": total}
    assert all(check.agrees for check in answer.totals)


def test_the_balances_of_a_sample_are_its_own_subtotals() -> None:
    """Read with nothing but the cells: each 小计 row against what was taken in of that customer."""
    path = SAMPLES / "kingdee_cloud_aging_20260930.xlsx"
    (table,) = read_tables(path)
    stated = {
        str(row[1]).removesuffix("(小计)"): round(float(str(row[10])) * 100)
        for row in table.rows
        if str(row[1]).endswith("(小计)")
    }
    file = load(path, as_of=date(2026, 11, 26))
    owed: Counter[str] = Counter()
    for row in file.invoices:
        owed[row.customer_name] += row.amount_fen
    assert dict(owed) == stated
    assert (file.as_of, file.lists_all_open, file.remarks) == (AS_OF, True, ())
