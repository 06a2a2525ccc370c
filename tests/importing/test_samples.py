"""Larger ledgers kept beside the repository, where they are present."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from arcdesk.importing.ledger_file import ControlTotal
from arcdesk.importing.load import load

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
