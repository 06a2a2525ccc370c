"""Rows that are left out, each with its cell and its reason, and the rest that comes in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcdesk.domain.errors import BadAmount, BadDate, Refusal, TooManyDecimals
from arcdesk.importing import errors
from arcdesk.importing.load import load

from . import books

AS_OF = date(2026, 9, 30)
HEAD = [
    "单据编号",
    "客户编码",
    "客户名称",
    "单据类型",
    "开票日期",
    "到期日",
    "金额",
    "已收金额",
    "未收金额",
    "争议金额",
    "币别",
    "原单编号",
]
GOOD = ["A-1", "C1", "甲方", "发票", "2026-03-05", "2026-04-05", "10.00", "", "", "", "CNY", ""]


@pytest.mark.parametrize(
    ("change", "column", "reason"),
    [
        ({"开票日期": "2026-02-30"}, "开票日期", BadDate),
        ({"到期日": "31.12"}, "到期日", BadDate),
        ({"开票日期": ""}, "开票日期", errors.ValueMissing),
        ({"单据编号": " "}, "单据编号", errors.ValueMissing),
        ({"金额": "--"}, "金额", errors.ValueMissing),
        ({"金额": "1.234"}, "金额", TooManyDecimals),
        ({"金额": "ten"}, "金额", BadAmount),
        ({"金额": "0"}, "金额", errors.AmountIsZero),
        ({"客户编码": "", "客户名称": ""}, "客户编码", errors.CustomerMissing),
        ({"已收金额": "4", "未收金额": "5"}, "未收金额", errors.BalanceContradicts),
        ({"已收金额": "-4", "未收金额": "14"}, "已收金额", errors.ReceivedHasWrongSign),
        ({"单据类型": "红字", "已收金额": "4"}, "已收金额", errors.CreditUsedUp),
        ({"争议金额": "10.01"}, "争议金额", errors.DisputeTooLarge),
        ({"单据类型": "奖金"}, "单据类型", errors.UnknownCode),
        ({"币别": "金子"}, "币别", errors.UnknownCurrency),
        ({"客户名称": "名" * 201}, "客户名称", errors.TextTooLong),
        ({"单据编号": "A-0"}, "单据编号", errors.NumberTwice),
    ],
)  # fmt: skip
def test_one_bad_row_is_left_out_with_its_reason(
    tmp_path: Path, change: dict[str, str], column: str, reason: type[Refusal]
) -> None:
    first = ["A-0", *GOOD[1:]]
    bad = [change.get(head, cell) for head, cell in zip(HEAD, GOOD, strict=True)]
    last = ["A-9", *GOOD[1:]]
    answer = load(books.workbook(tmp_path / "a.xlsx", {"应收单": [HEAD, first, bad, last]}), as_of=AS_OF)
    assert [row.number for row in answer.invoices] == ["A-0", "A-9"]
    (rejected,) = answer.rejected
    assert (rejected.sheet, rejected.row, rejected.column, rejected.sentence) == (
        "应收单",
        3,
        column,
        reason.sentence,
    )
    assert rejected.reason("zh") != rejected.reason("en")


def test_a_credit_note_that_names_its_invoice_may_be_settled(tmp_path: Path) -> None:
    values = {"单据类型": "红字", "已收金额": "10.00", "未收金额": "0", "原单编号": "A-0"}
    row = [values.get(head, cell) for head, cell in zip(HEAD, GOOD, strict=True)]
    answer = load(books.workbook(tmp_path / "a.xlsx", {"应收单": [HEAD, row]}), as_of=AS_OF)
    assert answer.rejected == ()
    assert (answer.invoices[0].amount_fen, answer.receipts) == (-1000, ())


def test_rejected_amounts_count_in_the_files_total_and_not_in_the_imported_one(tmp_path: Path) -> None:
    text = "单据编号,客户编码,开票日期,到期日,金额\nA-1,C1,2026-03-05,,10\nA-1,C1,2026-03-05,,5\n"
    answer = load(books.text_file(tmp_path / "a.csv", text), as_of=AS_OF)
    control = answer.control["CNY"]
    assert (control.file_total_fen, control.imported_total_fen) == (1500, 1000)
    assert answer.rejected[0].values == {"number": "A-1", "first_row": 2}


def test_a_number_on_two_sheets_counts_once(tmp_path: Path) -> None:
    head = ["单据编号", "客户编码", "开票日期", "金额"]
    row: list[Any] = ["A-1", "C1", "2026-03-05", 10]
    answer = load(
        books.workbook(tmp_path / "a.xlsx", {"2025": [head, row], "2026": [head, row]}), as_of=AS_OF
    )
    assert len(answer.invoices) == 1
    assert (answer.rejected[0].sheet, answer.rejected[0].sentence) == ("2026", errors.NumberTwice.sentence)


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_receipts_and_allocations_are_above_zero(tmp_path: Path, amount: str) -> None:
    sheets = {
        "收款单": [["收款编号", "客户编码", "收款日期", "金额"], ["R-1", "C1", "2026-03-09", amount]],
        "核销": [["收款编号", "单据编号", "核销金额"], ["R-1", "A-1", amount]],
    }
    answer = load(books.workbook(tmp_path / "a.xlsx", sheets), as_of=AS_OF)
    assert (answer.receipts, answer.allocations) == ((), ())
    assert {row.sentence for row in answer.rejected} == {errors.ReceiptNotPositive.sentence}


def test_an_amount_may_carry_the_sign_of_its_own_currency_only(tmp_path: Path) -> None:
    head = "单据编号,客户编码,开票日期,金额,币别\n"
    text = head + "A-1,C1,2026-03-05,$1.50,USD\nA-2,C1,2026-03-05,¥2,CNY\nA-3,C1,2026-03-05,$3,CNY\n"
    answer = load(books.text_file(tmp_path / "a.csv", text), as_of=AS_OF)
    assert [(row.number, row.amount_fen, row.currency) for row in answer.invoices] == [
        ("A-1", 150, "USD"),
        ("A-2", 200, "CNY"),
    ]
    assert answer.rejected[0].value == "$3"


def test_true_is_no_amount_even_beside_a_one(tmp_path: Path) -> None:
    head = ["单据编号", "客户编码", "开票日期", "金额"]
    rows: list[list[Any]] = [["A-1", "C1", "2026-03-05", 1], ["A-2", "C1", "2026-03-05", True]]
    answer = load(books.workbook(tmp_path / "a.xlsx", {"应收单": [head, *rows]}), as_of=AS_OF)
    assert [row.number for row in answer.invoices] == ["A-1"]
    assert answer.rejected[0].value == "TRUE"


def _dated(tmp_path: Path, *days: str) -> Path:
    lines = "".join(f"A-{i},C1,{day},2026-12-31,10\n" for i, day in enumerate(days))
    return books.text_file(tmp_path / "a.csv", "单据编号,客户编码,开票日期,到期日,金额\n" + lines)


def test_one_day_above_twelve_decides_the_whole_column(tmp_path: Path) -> None:
    american = load(_dated(tmp_path, "4/6/2026", "4/26/2026"), as_of=AS_OF)
    assert [row.issued_on for row in american.invoices] == [date(2026, 4, 6), date(2026, 4, 26)]
    european = load(_dated(tmp_path, "4/6/2026", "26/4/2026"), as_of=AS_OF)
    assert [row.issued_on for row in european.invoices] == [date(2026, 6, 4), date(2026, 4, 26)]
    assert (american.needs_date_order, european.needs_date_order) == (False, False)


def test_days_that_could_be_either_are_asked_about(tmp_path: Path) -> None:
    path = _dated(tmp_path, "4/6/2026", "5/7/2026")
    assert load(path, as_of=AS_OF).needs_date_order
    answer = load(path, as_of=AS_OF, date_order="dmy")
    assert not answer.needs_date_order
    assert [row.issued_on for row in answer.invoices] == [date(2026, 6, 4), date(2026, 7, 5)]


def test_contradicting_days_are_asked_about(tmp_path: Path) -> None:
    path = _dated(tmp_path, "4/26/2026", "26/4/2026", "4/6/2026")
    assert load(path, as_of=AS_OF).needs_date_order
    answer = load(path, as_of=AS_OF, date_order="mdy")
    assert [row.value for row in answer.rejected] == ["26/4/2026"]


def test_a_day_that_reads_alike_in_both_orders_asks_nothing(tmp_path: Path) -> None:
    assert not load(_dated(tmp_path, "5/5/2026"), as_of=AS_OF).needs_date_order


def test_mended_rows_are_never_taken_for_a_whole_list(tmp_path: Path) -> None:
    from arcdesk.importing.rejects import is_reject_heading

    assert is_reject_heading(["单据编号", "金额", "原因", ""])
    assert not is_reject_heading(["原因", "金额"])
    assert not is_reject_heading(["单据编号", "金额", ""])
    text = "单据编号,客户编码,开票日期,金额,原因\nA-1,C1,2026-03-05,5,日期有误\n"
    answer = load(books.text_file(tmp_path / "a.csv", text), as_of=AS_OF)
    assert (answer.lists_all_open, answer.source_path) == (False, tmp_path / "a.csv")
