"""Drafts, unaudited and void rows are left out in peace: told with their reason, and explained in the totals."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcdesk.importing.errors import DocumentNotFinal
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load
from arcdesk.importing.quality import examine
from tests.importing.books import workbook

HEAD = ["单据编号", "客户名称", "单据日期", "到期日", "金额", "单据状态"]
DAYS = ["2026-08-01", "2026-09-01"]


def read(folder: Path, *rows: list[Any], head: list[str] | None = None) -> LedgerFile:
    return load(workbook(folder / "a.xlsx", {"Sheet1": [head or HEAD, *rows]}), as_of=date(2026, 11, 26))


@pytest.mark.parametrize("status", ["暂存", "审核中", "作废", "草稿", "未审核", "已驳回", "待提交", "已撤回"])
def test_what_is_not_final_is_left_out_in_peace(status: str, tmp_path: Path) -> None:
    file = read(tmp_path, ["A", "甲", *DAYS, 100, "已审核"], ["B", "甲", *DAYS, 7, status])
    assert ([row.number for row in file.invoices], file.rejected) == (["A"], ())
    (row,) = file.passed_over
    assert (row.row, row.column, row.value, row.sentence) == (3, "单据状态", status, DocumentNotFinal.sentence)
    control = file.control["CNY"]
    assert (control.file_total_fen, control.imported_total_fen, control.passed_over_fen) == (10_700, 10_000, 700)
    assert control.agrees


def test_what_is_wrong_with_a_draft_is_nobodys_matter(tmp_path: Path) -> None:
    file = read(tmp_path, ["A", "甲", *DAYS, 100, "已审核"], ["A", "", "gestern", None, "viel", "草稿"])
    assert (file.rejected, len(file.passed_over)) == ((), 1)


@pytest.mark.parametrize(("total", "passed"), [(107, 700), (100, 0)])
def test_a_total_may_count_drafts_or_not(total: int, passed: int, tmp_path: Path) -> None:
    file = read(
        tmp_path, ["A", "甲", *DAYS, 100, "已审核"], ["B", "甲", *DAYS, 7, "草稿"], ["合计", "", None, None, total, ""]
    )
    control = file.control["CNY"]
    assert (control.stated, control.agrees, control.passed_over_fen) == (True, True, passed)
    assert [check.agrees for check in file.totals] == [True]


def test_a_total_that_neither_explains_differs(tmp_path: Path) -> None:
    file = read(
        tmp_path, ["A", "甲", *DAYS, 100, "已审核"], ["B", "甲", *DAYS, 7, "草稿"], ["合计", "", None, None, 120, ""]
    )
    assert not file.control["CNY"].agrees


def test_the_report_counts_them_apart(tmp_path: Path) -> None:
    file = read(tmp_path, ["A", "甲", *DAYS, 100, "已审核"], ["B", "甲", *DAYS, 7, "草稿"])
    report = examine(file, file.rejected, file.control)
    assert (report.rows_read, report.accepted, report.left_out, report.passed_over) == (2, 1, 0, 1)
    (found,) = [found for found in report.findings if found.kind == "passed_over"]
    assert (found.severity, found.items) == ("note", ("Sheet1!3 草稿",))
    assert "7.00" in found.text("en")
    assert "7.00" in found.text("zh")


def test_drafts_of_a_ledger_and_of_receipts_do_not_count_either(tmp_path: Path) -> None:
    head = ["客户名称", "日期", "单据编号", "摘要", "借方", "贷方", "余额", "单据状态"]
    file = read(
        tmp_path,
        ["甲", "2026-01-01", "A", "销售", 100, None, 100, "已审核"],
        ["甲", "2026-01-02", "B", "销售", 9, None, 100, "草稿"],
        ["甲", "2026-01-03", "S", "收款", None, 30, 70, "已审核"],
        head=head,
    )
    assert ([row.number for row in file.invoices], len(file.passed_over), file.rejected) == (["A"], 1, ())
    receipts = read(
        tmp_path, ["S1", "甲", "2026-01-03", 5, "已审核"], ["S2", "甲", "2026-01-03", 6, "暂存"],
        head=["收款单号", "客户名称", "收款日期", "收款金额", "单据状态"],
    )  # fmt: skip
    assert ([row.number for row in receipts.receipts], len(receipts.passed_over)) == (["S1"], 1)
    assert receipts.control["CNY"].agrees


def test_a_credit_that_is_used_up_is_explained_in_the_total(tmp_path: Path) -> None:
    head = ["单据编号", "单据类型", "业务日期", "到期日", "客户", "币别", "价税合计",
            "未收款金额", "单据状态", "结算组织"]  # fmt: skip
    tail = ["已审核", "本公司"]
    file = read(
        tmp_path,
        ["A1", "标准应收单", *DAYS, "甲", "人民币", 100, 60, *tail],
        ["H1", "红字应收单", *DAYS, "甲", "人民币", -40, 0, *tail],
        ["H2", "红字应收单", *DAYS, "甲", "人民币", -40, -10, *tail],
        ["合计", "", None, None, "", "", 20, 50, "", ""],
        head=head,
    )
    control = file.control["CNY"]
    assert (control.file_total_fen, control.passed_over_fen, control.agrees) == (2_000, -7_000, True)
    assert all(check.agrees for check in file.totals)
    assert file.closed == {"H1"}
    assert [row.open_only for row in file.invoices] == [False, True]
