"""往来明细账: a row that its running balance contradicts is set aside with the reason, and counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from arcdesk.importing.errors import BalanceDoesNotFollow
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load
from tests.importing.books import workbook

HEAD = ["客户编码", "客户名称", "日期", "单据编号", "摘要", "借方", "贷方", "余额"]
Row = tuple[str, str, int, int, int | None]


def ledger(folder: Path, *rows: Row, opening: int | None = None) -> LedgerFile:
    """A ledger of one customer: day, number, debit, credit, balance."""
    lines: list[list[Any]] = [HEAD]
    if opening is not None:
        lines.append(["C1", "甲", "2026-01-01", "", "期初余额", None, None, opening])
    for on, number, debit, credit, balance in rows:
        what = "销售" if debit else "收款"
        lines.append(["C1", "甲", on, number, what, debit or None, credit or None, balance])
    return load(workbook(folder / "a.xlsx", {"往来明细账": lines}), as_of=date(2026, 11, 26))


GOOD: tuple[Row, ...] = (
    ("2026-01-05", "A", 100, 0, 150), ("2026-01-06", "S", 0, 30, 120), ("2026-01-07", "B", 40, 0, 160),
    ("2026-01-08", "C", 5, 0, 165), ("2026-01-09", "D", 1, 0, 166),
)  # fmt: skip


def test_a_ledger_that_follows_comes_in_whole(tmp_path: Path) -> None:
    file = ledger(tmp_path, *GOOD, opening=50)
    assert (file.rejected, [account.balance_fen for account in file.accounts]) == ((), [16_600])


def test_a_slip_in_a_debit_sets_that_row_aside(tmp_path: Path) -> None:
    rows = [*GOOD[:2], ("2026-01-07", "B", 400, 0, 160), *GOOD[3:]]
    file = ledger(tmp_path, *rows, opening=50)
    (row,) = file.rejected
    assert (row.row, row.sentence) == (5, BalanceDoesNotFollow.sentence)
    assert row.values == {"balance": "160.00", "expected": "520.00"}
    assert [invoice.number for invoice in file.invoices] == ["QC-C1", "A", "C", "D"]
    control = file.control["CNY"]
    assert control.file_total_fen - control.imported_total_fen == 40_000
    assert [check.agrees for check in file.totals] == [False]
    assert file.accounts == ()


def test_a_slip_in_a_balance_sets_that_row_aside_and_not_the_next(tmp_path: Path) -> None:
    rows = [*GOOD[:2], ("2026-01-07", "B", 40, 0, 190), *GOOD[3:]]
    assert [row.row for row in ledger(tmp_path, *rows, opening=50).rejected] == [5]


def test_a_row_below_an_opening_balance_that_does_not_fit_is_set_aside(tmp_path: Path) -> None:
    file = ledger(tmp_path, ("2026-01-05", "A", 100, 0, 170), opening=50)
    assert ([row.row for row in file.rejected], [row.number for row in file.invoices]) == ([3], ["QC-C1"])


def test_rows_without_a_balance_belong_to_the_next_that_has_one(tmp_path: Path) -> None:
    fine = [("2026-01-05", "A", 100, 0, None), ("2026-01-06", "S", 0, 30, 120), ("2026-01-07", "B", 40, 0, 160)]
    assert ledger(tmp_path, *fine, opening=50).rejected == ()
    wrong = [*GOOD[:2], ("2026-01-07", "E", 7, 0, None), ("2026-01-08", "B", 40, 0, 160), *GOOD[3:]]
    assert [row.row for row in ledger(tmp_path, *wrong, opening=50).rejected] == [5, 6]


def test_a_ledger_with_the_latest_row_first_follows_downward(tmp_path: Path) -> None:
    file = ledger(tmp_path, *reversed(GOOD))
    assert (file.rejected, file.remarks) == ((), ())
    assert [account.balance_fen for account in file.accounts] == [16_600]
    assert ("QC-C1", 5_000) in [(row.number, row.amount_fen) for row in file.invoices]


def test_a_column_that_runs_nowhere_is_told_and_takes_nothing_out(tmp_path: Path) -> None:
    rows: list[Row] = [(f"2026-01-0{n}", f"A{n}", 100 * n, 0, 7 * n) for n in range(1, 7)]
    file = ledger(tmp_path, *rows)
    assert (file.rejected, len(file.invoices), len(file.remarks)) == ((), 6, 1)


@settings(deadline=None, max_examples=30)
@given(
    moves=st.lists(st.integers(-50, 50).filter(bool), min_size=5, max_size=12), opening=st.integers(0, 99),
    slip=st.integers(1, 9), where=st.integers(0, 11), in_balance=st.booleans(),
)  # fmt: skip
def test_one_slip_is_found_wherever_it_is(
    tmp_path_factory: Any, moves: list[int], opening: int, slip: int, where: int, in_balance: bool
) -> None:
    where %= len(moves)
    balance, rows = opening, []
    for place, move in enumerate(moves):
        balance += move
        shown = move + 1000 * slip if place == where and not in_balance else move
        said = balance + 1000 * slip if place == where and in_balance else balance
        rows.append((f"2026-02-{place + 1:02d}", f"N{place}", max(shown, 0), max(-shown, 0), said))
    file = ledger(tmp_path_factory.mktemp("ledger"), *rows, opening=opening)
    assert [row.row for row in file.rejected] == [where + 3]
