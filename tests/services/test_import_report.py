"""The quality report on a file, and the rejected rows that come back mended."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.importing.reader import read_source
from arcdesk.importing.rejects import (
    NotARejectName,
    NothingRejected,
    SourceChanged,
    SourceGone,
    write_rejects,
)
from arcdesk.importing.sheet_writer import Sheet, workbook
from arcdesk.services.import_report import quality_document
from arcdesk.services.importing import ImportPlan
from tests.importing import books
from tests.services.desks import Book, enter

TITLE = ["2026年度应收账款台账"]
HEAD = ["单据编号", "客户编码", "客户名称", "开票日期", "到期日", "金额", "备注", "内部号"]


def row(number: str, amount: Any, **other: Any) -> list[Any]:
    cells = {"单据编号": number, "客户编码": "C1", "客户名称": "甲公司", "开票日期": date(2026, 3, 5),
             "到期日": date(2026, 5, 5), "金额": amount, "备注": None, "内部号": "007"} | other  # fmt: skip
    return [cells[name] for name in HEAD]


def grid(path: Path, sheet: str) -> list[list[Any]]:
    return [list(cells) for cells in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


def days_as_dates(cells: list[Any]) -> list[Any]:
    return [cell.date() if hasattr(cell, "date") else cell for cell in cells]


def mixed(tmp_path: Path) -> Path:
    first = [TITLE, [None], HEAD, row("A-1", 100), row("A-2", "一百", 备注="+1+1"), row("A-3", 18385.469999999998),
             row("A-1", 5, 内部号="0012")]  # fmt: skip
    return books.workbook(
        tmp_path / "账.xlsx",
        {"1月": first, "说明": [["随便写写"]], "2月": [HEAD, row("A-4", None), row("A-5", 7)]},
    )


def test_rejected_rows_come_out_as_they_stood_and_go_in_once_mended(desk: Desk, tmp_path: Path) -> None:
    source = mixed(tmp_path)
    done = desk.importing.carry_out(desk.importing.plan(source)).plan
    out = tmp_path / "退回.xlsx"
    assert desk.import_report.write_rejects(done, out, "zh") == 3
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["1月", "2月"]
    january = grid(out, "1月")
    assert january[0][0] == TITLE[0]
    assert january[2] == [*HEAD, "原因"]
    assert days_as_dates(january[3][:8]) == row("A-2", "一百", 备注="+1+1")
    assert days_as_dates(january[4][:8]) == row("A-1", 5, 内部号="0012")
    assert "一百" in january[3][8]
    assert days_as_dates(grid(out, "2月")[1][:8]) == row("A-4", None)
    sheet = book["1月"]
    assert (sheet["G4"].data_type, sheet["G4"].quotePrefix) == ("s", True)
    assert sheet["D4"].is_date
    # Imported as it is, every row is left out again: also the number that stands twice changes nothing.
    again = desk.importing.plan(out)
    assert [each.column for each in again.rejected] == ["金额", "单据编号", "金额"]
    assert (again.invoices.new, again.invoices.changed) == (0, 0)
    sheet["F4"], sheet["A5"], book["2月"]["F2"] = 100, "A-9", "12.50"
    book.save(out)
    mended = desk.importing.carry_out(desk.importing.plan(out)).plan
    assert (mended.rejected, mended.invoices.new) == ((), 3)
    lines = desk.ledger.invoices(desk.customers.find("C1").id)
    assert {line.number: line.amount_fen for line in lines} == {
        "A-1": 10000, "A-2": 10000, "A-3": 1838547, "A-4": 1250, "A-5": 700, "A-9": 500
    }  # fmt: skip
    assert next(line for line in lines if line.number == "A-2").note == "+1+1"


def test_numbers_keep_every_digit(desk: Desk, tmp_path: Path) -> None:
    rows = [HEAD, row("A", 0.1 + 0.2, 客户名称="名" * 201), row("B", 1e308), row("C", 5)]
    (tmp_path / "a.xlsx").write_bytes(workbook([Sheet("应收单", rows)]))
    plan = desk.importing.plan(tmp_path / "a.xlsx")
    assert desk.import_report.write_rejects(plan, tmp_path / "r.xlsx") == 2
    assert [cells[5] for cells in grid(tmp_path / "r.xlsx", "应收单")[1:]] == [0.1 + 0.2, 1e308]


def test_a_workbook_that_counts_from_1904_keeps_its_days(desk: Desk, tmp_path: Path) -> None:
    rows = [HEAD, row("A", "x", 到期日=44000), row("B", 5, 到期日=44000)]
    source = books.workbook(tmp_path / "a.xlsx", {"应收单": rows}, date1904=True)
    plan = desk.importing.plan(source)
    desk.import_report.write_rejects(plan, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book["应收单"]["F2"] = 5
    book.save(tmp_path / "r.xlsx")
    mended = desk.importing.plan(tmp_path / "r.xlsx").file.invoices[0]
    assert (mended.issued_on, mended.due_on) == (date(2026, 3, 5), plan.file.invoices[0].due_on)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_text_comes_out_as_text_with_its_own_separator(desk: Desk, tmp_path: Path, mark: str) -> None:
    lines = [
        ["应收台账"], ["单据编号", "客户名称", "开票日期", "到期日", "金额", "备注"],
        ["001", "甲公司", "2026-03-05", "2026-05-05", "-5O", "=cmd|'/c calc'!A1"],
        ["002", "甲公司", "2026-03-05", "2026-05-05", "6", ""],
        ["003", "乙, 丙; 公司", "2026-02-30", "2026-05-05", "-7", 'a"b\n二行'],
    ]  # fmt: skip
    text = StringIO()
    csv.writer(text, delimiter=mark).writerows(lines)
    source = books.text_file(tmp_path / ("a.tsv" if mark == "\t" else "a.csv"), text.getvalue(), "gb18030")
    plan = desk.importing.plan(source)
    out = tmp_path / f"r{source.suffix}"
    assert desk.import_report.reject_suffix(plan) == source.suffix
    assert desk.import_report.write_rejects(plan, out, "zh") == 2
    written = out.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    again = list(csv.reader(StringIO(written.decode("utf-8-sig"), newline=""), delimiter=mark))
    assert again[0] == ["应收台账"]
    assert again[1] == [*lines[1], "原因"]
    assert again[2][:6] == [*lines[2][:4], "'-5O", "'" + lines[2][5]]
    assert again[3][:6] == lines[4]
    mended = written.decode("utf-8-sig").replace("-5O", "-50").replace("2026-02-30", "2026-02-28")
    out.write_bytes(mended.encode("utf-8-sig"))
    notes = {each.number: (each.amount_fen, each.note) for each in desk.importing.plan(out).file.invoices}
    assert notes["001"] == (-5000, lines[2][5])
    assert notes["003"] == (-700, lines[4][5])


def test_an_old_workbook_comes_out_as_a_new_one(desk: Desk, tmp_path: Path) -> None:
    head = ["单据编号", "客户名称", "开票日期", "金额"]
    rows = [head, ["0012", "甲公司", 46086.0, "x"], ["0013", "甲公司", 46086.0, 5.0]]
    plan = desk.importing.plan(books.old_xls(tmp_path / "a.xls", rows))
    assert desk.import_report.reject_suffix(plan) == ".xlsx"
    assert desk.import_report.write_rejects(plan, tmp_path / "r.xlsx") == 1
    assert [cells[:4] for cells in grid(tmp_path / "r.xlsx", "应收单")] == rows[:2]


def test_rows_that_only_the_ledger_refuses_are_among_them(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1").invoice("A-1", "C1", 100, "2026-01-01", "2026-02-01"))
    head = ["收款编号", "单据编号", "核销金额", "别的"]
    sheets = {
        "收款单": [["收款编号", "客户编码", "收款日期", "金额"], ["R-1", "C1", "2026-03-01", 50]],
        "核销": [head, ["R-1", "A-1", 20, "x"], ["R-1", "A-7", 20, "y"]],
    }
    plan = desk.importing.plan(books.workbook(tmp_path / "a.xlsx", sheets))
    assert plan.file.rejected == ()
    assert desk.import_report.write_rejects(plan, tmp_path / "r.xlsx") == 1
    assert openpyxl.load_workbook(tmp_path / "r.xlsx").sheetnames == ["核销"]
    written = grid(tmp_path / "r.xlsx", "核销")
    assert [cells[:4] for cells in written] == [head, ["R-1", "A-7", 20, "y"]]
    assert "A-7" in written[1][4]


def test_a_reject_file_rejected_again_keeps_one_column_of_reasons(desk: Desk, tmp_path: Path) -> None:
    plan = desk.importing.plan(mixed(tmp_path))
    desk.import_report.write_rejects(plan, tmp_path / "r.xlsx", "zh")
    desk.import_report.write_rejects(desk.importing.plan(tmp_path / "r.xlsx"), tmp_path / "s.xlsx", "zh")
    assert grid(tmp_path / "s.xlsx", "1月")[2] == [*HEAD, "原因"]
    assert days_as_dates(grid(tmp_path / "s.xlsx", "2月")[1][:8]) == row("A-4", None)


def test_what_stands_against_a_reject_file_is_said(desk: Desk, tmp_path: Path) -> None:
    source = mixed(tmp_path)
    plan = desk.importing.plan(source)

    def refused(kind: type[Refusal], name: str, of: ImportPlan = plan) -> None:
        with pytest.raises(kind):
            desk.import_report.write_rejects(of, tmp_path / name)
        assert not (tmp_path / name).exists()

    refused(NotARejectName, "r.csv")
    refused(NotARejectName, "r.xls")
    well = desk.importing.plan(books.workbook(tmp_path / "well.xlsx", {"应收单": [HEAD, row("A-1", 1)]}))
    refused(NothingRejected, "r.xlsx", well)
    source.write_bytes(source.read_bytes() + b" ")
    refused(SourceChanged, "r.xlsx")
    source.unlink()
    refused(SourceGone, "r.xlsx")


def odd_book(tmp_path: Path) -> Path:
    day = date
    rows = [
        row("A-1", 100, 客户编码="C1"), row("A-2", 110), row("A-3", 105), row("A-4", 120_000, 到期日=None),
        row("A-5", 100), row("A-6", 90, 开票日期=day(1900, 1, 5)), row("A-7", 95, 到期日=day(2099, 12, 31)),
        row("A-8", 80, 开票日期=day(2026, 12, 1), 到期日=day(2026, 12, 31)), row("A-9", -30),
        row("A-10", "x"), row("A-1", 3), row("A-11", 70, 开票日期=day(2026, 6, 1)),
        ["合计", None, None, None, None, 999, None, None],
    ]  # fmt: skip
    rows[0][6], rows[1][6] = None, None
    head = [*HEAD, "发票号码", "币别"]
    tail = {"A-2": ["T1", None], "A-3": ["T1", None], "A-11": ["", "USD"]}
    return books.workbook(
        tmp_path / "odd.xlsx",
        {
            "一": [head, *([*cells, *tail.get(cells[0], [None, None])] for cells in rows)],
            "二": [head, [*row("A-2", 4, 客户编码="C2", 客户名称="乙公司"), None, None],
                   [*row("B-1", 4, 客户编码="C2", 客户名称="乙公司"), None, None]],
        },
    )  # fmt: skip


def test_everything_odd_about_a_file_is_said_once(desk: Desk, tmp_path: Path) -> None:
    plan = desk.importing.plan(odd_book(tmp_path))
    report = desk.import_report.quality(plan)
    found = {each.kind: each for each in report.findings}
    counts = {kind: each.count for kind, each in found.items()}
    assert counts == {
        "left_out": 1, "number_twice": 1, "number_on_two_sheets": 1, "total_differs": 1, "subtotal_differs": 1,
        "missing_due": 1, "tax_number_twice": 1, "possible_double": 1, "odd_date": 2, "date_ahead": 1,
        "due_before_issued": 1, "far_off_amount": 1, "without_contact": 2, "negative": 1, "currencies": 2,
    }  # fmt: skip
    assert (report.rows_read, report.accepted, report.left_out) == (14, 11, 3)
    assert (report.first_day, report.last_day) == (date(1900, 1, 5), date(2026, 12, 1))
    assert report.worst == "error"
    assert found["far_off_amount"].items[0].startswith("A-4 甲公司 (一!5): 120,000.00")
    assert found["possible_double"].items == ("甲公司 2026-03-05 100.00: A-1, A-5",)
    assert found["tax_number_twice"].items == ("T1: A-2, A-3",)
    assert found["negative"].text("en").endswith("CNY (30.00).")
    assert "1 " in found["missing_due"].text("zh")
    severities = [each.severity for each in report.findings]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)
    assert quality_document(report, "en")["left_out"] == 3


def test_a_sound_file_says_nothing_but_that_people_are_missing(desk: Desk, tmp_path: Path) -> None:
    from arcdesk.importing.ledger_file import PersonRow

    source = books.workbook(tmp_path / "a.xlsx", {"应收单": [HEAD, row("A-1", 1)]})
    assert [each.kind for each in desk.import_report.quality(desk.importing.plan(source)).findings] == [
        "without_contact"
    ]
    book = Book().customer("C1", "甲公司")
    book.persons.append(PersonRow("C1", "周敏", phone="13800000001"))
    enter(desk, book)
    assert desk.import_report.quality(desk.importing.plan(source)).findings == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_is_a_workbook_with_a_sheet_a_subject(desk: Desk, tmp_path: Path, language: str) -> None:
    plan = desk.importing.plan(odd_book(tmp_path))
    path = desk.import_report.write_report(plan, tmp_path / "报告.xlsx", language)
    book = openpyxl.load_workbook(path)
    names = {"zh": ["概要", "未接收", "不计入", "合计核对", "缺到期日", "重复", "无联系方式"],
             "en": ["Summary", "Left out", "Left out in peace", "Totals", "Missing due dates", "Doubles",
                    "Without contact"]}  # fmt: skip
    assert book.sheetnames == names[language]
    out = [list(cells) for cells in book.worksheets[1].iter_rows(values_only=True)]
    assert len(out) == 4
    assert out[1][:2] == ["一", 11]
    totals = [list(cells) for cells in book.worksheets[3].iter_rows(values_only=True)]
    assert totals[1][:3] == ["CNY", None, None]
    assert [len(list(sheet.iter_rows())) for sheet in book.worksheets[4:]] == [2, 5, 3]


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
    st.sampled_from(["=1+1", "@x", "+86 138", "-1-1", "0012", "'x", "_x0041_", "客户\n二行", "a\x01b"]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**53), 2**53).map(float),
    st.booleans(),
    st.dates(date(1901, 1, 1), date(2199, 12, 31)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5))
def test_whatever_stands_in_a_rejected_row_comes_out_again(tmp_path: Path, rows: list[list[Any]]) -> None:
    source, out = tmp_path / "a.xlsx", tmp_path / "r.xlsx"
    # A word in the first column, so that no row is empty and none of the columns is.
    table = [
        ["标题", "", "", "", ""],
        ["a", "b", "c", "d", "e"],
        *([f"n{n}", *row] for n, row in enumerate(rows)),
    ]
    source.write_bytes(workbook([Sheet("表", table)]))
    read = read_source(source)
    why = {"表": dict.fromkeys(range(3, 3 + len(rows)), "错")}
    assert write_rejects(out, source, read.sha256, why, {}) == len(rows)
    again = read_source(out).tables[0].rows
    before = read.tables[0].rows
    width = len(before[0])
    assert [list(cells[:width]) for cells in again] == [list(cells) for cells in before]
    types = [[type(cell) for cells in table for cell in cells[:width]] for table in (again, before)]
    assert types[0] == types[1]
    assert [cells[-1] for cells in again] == ["", "原因", *["错"] * len(rows)]
