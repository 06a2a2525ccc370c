"""Files after the published layouts of each system come in with the balances that they state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load

from . import exports
from .exports import Book, Rows

TODAY = date(2026, 11, 26)


def balances(file: LedgerFile) -> dict[str, int]:
    """What each customer owes by the file, by the code or else the name."""
    code = {name: f"C{i + 1:04d}" for i, name in enumerate(exports.NAMES)}
    owed: Counter[str] = Counter()
    for row in file.invoices:
        owed[row.customer or code[row.customer_name]] += row.amount_fen
    for money in file.receipts:
        owed[money.customer or code[money.customer_name]] -= money.amount_fen
    for balance in file.balances:
        owed[balance.customer or code[balance.customer_name]] += balance.balance_fen
    return {party: fen for party, fen in owed.items() if fen}


LAYOUTS: list[tuple[str, str, Callable[[Book], Rows]]] = [
    ("kingdee_cloud_aging", "by document", exports.kingdee_aging),
    ("kingdee_cloud_aging", "negative groups", partial(exports.kingdee_aging, groups=exports.SPLIT)),
    ("kingdee_cloud_aging", "two currencies", partial(exports.kingdee_aging, local=True)),
    ("kingdee_cloud_aging", "numbers as text", partial(exports.kingdee_aging, text=True)),
    ("kingdee_cloud_aging", "field codes below", partial(exports.kingdee_aging, codes=True)),
    ("kingdee_cloud_aging", "by customer", partial(exports.kingdee_aging, documents=False)),
    ("kingdee_cloud_aging", "empty document columns", partial(exports.kingdee_aging, documents=False, blank_columns=True)),
    ("kingdee_cloud_summary", "both currencies", exports.kingdee_summary),
    ("kingdee_cloud_summary", "one currency", partial(exports.kingdee_summary, local=False)),
    ("kingdee_kis_statement", "line for the customer", exports.kis_statement),
    ("kingdee_kis_statement", "customer in columns", partial(exports.kis_statement, groups=False)),
    ("u8_detail", "receipts are rows of matching", exports.u8_detail),
    ("u8_detail", "field names", partial(exports.u8_detail, codes=True)),
    ("u8_detail", "matching repeats", partial(exports.u8_detail, matching="repeats")),
    ("u8_detail", "matching undoes", partial(exports.u8_detail, matching="undoes")),
    ("u8_detail", "without balances", partial(exports.u8_detail, matching="undoes", balance=False)),
    ("u8_aging", "Chinese", exports.u8_aging),
    ("u8_aging", "field names", partial(exports.u8_aging, codes=True)),
    ("tplus_reconciliation", "three lines", exports.tplus),
    ("tplus_reconciliation", "two lines", partial(exports.tplus, local=False)),
    ("tplus_reconciliation", "one line", partial(exports.tplus, lines=1)),
    ("a3_aging", "ranges in the heading", exports.a3_aging),
    ("a3_aging", "ranges in a line of days", partial(exports.a3_aging, days_line=True)),
]  # fmt: skip


@pytest.mark.parametrize(("preset", "write"), [(p, w) for p, _, w in LAYOUTS], ids=[f"{p}: {v}" for p, v, _ in LAYOUTS])
def test_the_balances_of_an_export_come_in(preset: str, write: Callable[[Book], Rows], tmp_path: Path) -> None:
    book = exports.example()
    file = load(exports.save(tmp_path / "export.xlsx", write(book)), as_of=TODAY)
    assert (file.preset, file.rejected, file.remarks) == (preset, (), ())
    assert balances(file) == book.balances()
    assert file.as_of == exports.DAY
    assert all(check.agrees for check in file.totals)
    assert all(total.file_total_fen == total.imported_total_fen == sum(book.balances().values()) for total in file.control.values())
