"""Bank statements in the layouts banks export: what came in, what went out, what cannot be read."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from arcdesk.importing.bank_statement import BankDatesUnclear, NoBankStatement, load_statement
from arcdesk.importing.errors import FileIsEmpty, NotASpreadsheet

TWO_COLUMNS = """招商银行交易流水,,,,,
账号：1202026009900012345,,,,,
交易日期,借方发生额,贷方发生额,余额,对方户名,摘要
2026-09-01,,"120,000.00","500,000.00",杭州天成贸易有限公司,货款 YJ-1001
20260902 10:11:12,80.00,,"499,920.00",电信公司,话费
2026/9/3,0.00,1.5,,利息,结息
合计,80.00,"120,001.50",,,
"""
MARKED = """记账时间,收支标志,交易金额,对方账号,对方名称,用途,附言,流水号
2026-09-01 09:00:00,收,100.00,6222-01,甲,货款,YJ-1,A1
2026-09-01 09:00:01,支,100.00,6222-02,乙,房租,,A2
2026-09-01 09:00:02,退,5.00,6222-02,乙,,,A3
"""
SIGNED = (
    "Date\tAmount\tCounterparty\tReference\n2026-09-01\t100.00\tPacific Trading\tINV 1\n"
    "2026-09-02\t-3.50\tBank\tfee\n"
)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_money_in_stands_in_a_column_of_its_own(tmp_path: Path, encoding: str) -> None:
    found = load_statement(write(tmp_path / "流水.csv", TWO_COLUMNS, encoding))
    assert [(line.booked_on, line.amount_fen, line.payer) for line in found.lines] == [
        (date(2026, 9, 1), 12_000_000, "杭州天成贸易有限公司"),
        (date(2026, 9, 3), 150, "利息"),
    ]
    assert (found.outgoing, found.rejected) == (1, ())


def test_money_in_is_marked_and_the_texts_of_all_columns_are_kept(tmp_path: Path) -> None:
    found = load_statement(write(tmp_path / "a.csv", MARKED))
    (line,) = found.lines
    assert (line.payer_account, line.reference) == ("6222-01", "货款 YJ-1")
    (wrong,) = found.rejected
    assert (wrong.row, wrong.value) == (4, "退")


def test_money_in_has_its_sign(tmp_path: Path) -> None:
    found = load_statement(write(tmp_path / "a.tsv", SIGNED))
    assert [line.amount_fen for line in found.lines] == [10_000]
    assert found.outgoing == 1


def test_a_workbook_with_real_dates_and_numbers_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bank.xlsx"
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("明细")
    sheet.write_row(0, 0, ["网上银行交易明细"])
    sheet.write_row(2, 0, ["交易日", "收入金额", "支出金额", "付款人名称"])
    sheet.write_datetime(3, 0, datetime(2026, 9, 1))  # noqa: DTZ001 - a workbook knows no zone
    sheet.write_row(3, 1, [0.1, "", "甲"])
    book.close()
    (line,) = load_statement(path).lines
    assert (line.booked_on, line.amount_fen, line.payer) == (date(2026, 9, 1), 10, "甲")


def test_two_lines_alike_are_two_lines_and_the_same_ones_in_a_later_file(tmp_path: Path) -> None:
    head, line = "日期,收入,对方户名\n", "2026-09-01,5.00,甲\n"
    first = load_statement(write(tmp_path / "a.csv", head + line + line)).lines
    later = load_statement(write(tmp_path / "b.csv", head + line + line + "2026-09-02,5.00,甲\n")).lines
    assert len({one.fingerprint for one in first}) == 2
    assert [one.fingerprint for one in later[:2]] == [one.fingerprint for one in first]


def test_days_that_can_be_read_two_ways_are_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "date,credit,payer\n4/6/2026,5.00,A\n")
    with pytest.raises(BankDatesUnclear):
        load_statement(path)
    assert load_statement(path, date_order="dmy").lines[0].booked_on == date(2026, 6, 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "客户编码,客户名称\nC1,甲\n",
        "日期,对方户名\n2026-09-01,甲\n",
        "%PDF-1.7",
    ],
)
def test_what_is_no_statement_is_refused_in_one_sentence(tmp_path: Path, text: str) -> None:
    with pytest.raises((NoBankStatement, FileIsEmpty, NotASpreadsheet)):
        load_statement(write(tmp_path / "a.csv", text))


@pytest.mark.parametrize(
    "line", ["2026-02-30,5.00,甲", "2026-09-01,5.001,甲", "2026-09-01,many,甲", ",5.00,甲", "2026-09-01,,甲"]
)
def test_a_line_that_cannot_be_read_is_left_out_with_its_reason(tmp_path: Path, line: str) -> None:
    found = load_statement(write(tmp_path / "a.csv", f"日期,收入,对方户名\n{line}\n2026-09-01,1.00,乙\n"))
    assert [one.payer for one in found.lines] == ["乙"]
    assert len(found.rejected) == 1
