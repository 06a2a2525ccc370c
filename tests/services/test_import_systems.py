"""The export of every system, imported twice: the second time brings nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.importing.ledger_file import BalanceRow, InvoiceRow, LedgerFile, ReceiptRow
from tests.importing import exports
from tests.importing.exports import Book, Rows
from tests.importing.test_presets import LAYOUTS

FORMS = [
    (name, name, lambda book, name=name: exports.form(book, name))
    for name in ("jiandaoyun", "mingdao", "zhidao")
]
MORE = [
    ("kingdee_cloud_receivables", "list", exports.kingdee_receivables),
    ("kingdee_cloud_receipts", "list", exports.kingdee_receipts),
]
ALL = [*LAYOUTS, *FORMS, *MORE]


@pytest.mark.parametrize("write", [w for *_, w in ALL], ids=[f"{p}: {v}" for p, v, _ in ALL])
def test_an_export_imported_twice_brings_nothing_new(
    desk: Desk, write: Callable[[Book], Rows], tmp_path: Path
) -> None:
    path = exports.save(tmp_path / "export.xlsx", write(exports.example()))
    first = desk.importing.carry_out(desk.importing.plan(path)).plan
    assert first.customers.new == len({row.customer_name or row.customer for row in _parties(first.file)})
    again = desk.importing.plan(path)
    for counts in (again.customers, again.invoices, again.receipts, again.allocations):
        assert (counts.new, counts.changed) == (0, 0)
    assert len(again.rejected) == len(first.rejected) == len(first.file.rejected)


def _parties(file: LedgerFile) -> tuple[InvoiceRow | ReceiptRow | BalanceRow, ...]:
    return (*file.invoices, *file.receipts, *file.balances)
