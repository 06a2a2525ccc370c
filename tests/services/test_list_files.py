"""Lists as files: what a spreadsheet shows of them, and that nothing in them is ever run."""

from __future__ import annotations

import csv
import errno
import os
import stat
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcdesk import files
from arcdesk.domain.errors import Refusal
from arcdesk.domain.formula_guard import is_formula_like
from arcdesk.files import CannotWrite
from arcdesk.importing import sheet_writer
from arcdesk.importing.delimited import read_rows
from arcdesk.importing.errors import TooManyRows
from arcdesk.importing.sheet_writer import (
    DiskIsFull,
    FileOpenElsewhere,
    Sheet,
    delimited,
    safe_sheet_name,
    workbook,
)
from arcdesk.services.list_files import Cell, ListColumn, Money, Percent, write_list

COLUMNS = (
    ListColumn("客户"),
    ListColumn("余额"),
    ListColumn("到期日"),
    ListColumn("电话", "phone"),
    ListColumn("率"),
)
ROWS: list[list[Cell]] = [
    ["甲", Money(123450), date(2026, 3, 5), "13812341234", Percent(Decimal("95.5"))],
    ["=cmd|'/c calc'!A1", Money(-5), None, "", None],
]


def test_a_workbook_has_real_numbers_and_days(tmp_path: Path) -> None:
    write_list(tmp_path / "a.xlsx", COLUMNS, ROWS, title="客户")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("客户", "A2")
    assert [cell.value for cell in sheet[1]] == [column.title for column in COLUMNS]
    name, amount, due, phone, rate = sheet[2]
    assert (name.value, amount.value, amount.number_format) == ("甲", 1234.5, "#,##0.00")
    assert (due.value.date(), due.number_format, phone.value) == (
        date(2026, 3, 5),
        "yyyy-mm-dd",
        "13812341234",
    )
    assert (rate.value, rate.number_format) == (0.955, "0.0##%")
    assert (sheet["A3"].value, sheet["A3"].data_type, sheet["A3"].quotePrefix) == (ROWS[1][0], "s", True)
    assert (sheet["B3"].value, sheet["C3"].value) == (-0.05, None)


def test_text_has_plain_numbers_and_opens_in_excel(tmp_path: Path) -> None:
    write_list(tmp_path / "a.csv", COLUMNS, ROWS, title="客户", mask=True)
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 3
    assert list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))[1:] == [
        ["甲", "1234.50", "2026-03-05", "138****1234", "95.5%"],
        ["'=cmd|'/c calc'!A1", "-0.05", "", "", ""],
    ]


def test_foreign_amounts_name_their_currency(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["a", Money(100, "USD")], ["b", Money(200)], ["c", None]]
    columns = (ListColumn("客户"), ListColumn("余额"))
    write_list(tmp_path / "a.csv", columns, rows, title="x", currency_title="币别")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text == ["客户,币别,余额", "a,USD,1.00", "b,CNY,2.00", "c,,"]
    write_list(tmp_path / "a.xlsx", columns, rows, title="x", currency_title="币别")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert (sheet["C2"].value, sheet["C2"].number_format) == (1, "[$USD] #,##0.00")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=2, max_size=2),
        min_size=1,
    )
)
def test_text_reads_back_as_it_was_and_holds_no_formula(rows: list[list[str]]) -> None:
    rows = [["head", "a,b,c,d,e,f"], *([cell.replace("\x00", "") for cell in row] for row in rows)]
    content = delimited(rows)
    assert read_rows(content, "x") == rows
    for row in csv.reader(StringIO(content.decode("utf-8-sig"), newline="")):
        assert not any(map(is_formula_like, row))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=1, max_size=5))
def test_workbook_texts_are_never_formulas(texts: list[str]) -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook([Sheet("a", [["x"] * len(texts), texts])]))).worksheets[0]
    for cell, text in zip(sheet[2], texts, strict=True):
        assert (cell.value or "") == text
        assert cell.data_type != "f"
        assert bool(cell.quotePrefix) == is_formula_like(text)


def test_control_characters_go_and_texts_end_where_a_cell_does(tmp_path: Path) -> None:
    write_list(
        tmp_path / "a.xlsx", [ListColumn("a\x07")], [["x\x00\x1b[31my\r\nz"], ["长" * 40_000]], title="x"
    )
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.value for cell in sheet["A"]] == ["a", "x[31my\nz", "长" * 32_766 + "…"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a/b:c*?[d]\\", "a_b_c___d__"),
        ("'x'", "x"),
        ("", "_"),
        ("History", "History_"),
        ("长" * 40, "长" * 31),
    ],
)
def test_names_of_sheets_are_what_excel_takes(name: str, safe: str) -> None:
    assert safe_sheet_name(name) == safe


def test_names_of_sheets_differ_also_without_case() -> None:
    assert safe_sheet_name("ABC", ["abc"]) == "ABC (2)"
    assert safe_sheet_name("长" * 40, ["长" * 31]) == "长" * 27 + " (2)"


def test_more_rows_than_a_sheet_holds_are_refused_and_text_takes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_writer, "MOST_ROWS", 3)
    rows: list[list[Cell]] = [["x"]] * 3
    with pytest.raises(TooManyRows):
        write_list(tmp_path / "a.xlsx", [ListColumn("a")], rows, title="x")
    write_list(tmp_path / "a.csv", [ListColumn("a")], rows, title="x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def _fails(error: OSError) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (PermissionError(errno.EACCES, "Zugriff"), FileOpenElsewhere),
        (OSError(errno.ENOSPC, "voll"), DiskIsFull),
        (OSError(errno.EROFS, "nur lesen"), CannotWrite),
    ],
)
def test_what_the_disk_refuses_is_said_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, refusal: type[Refusal]
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(files, "FIRST_PAUSE_SECONDS", 0)
    monkeypatch.setattr(os, "replace", _fails(error))
    with pytest.raises(refusal):
        write_list(path, COLUMNS, ROWS, title="x")
    assert [each.name for each in tmp_path.iterdir()] == ["a.xlsx"]
    assert path.read_bytes() == b"old"


def test_a_cancelled_list_leaves_nothing(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def progress(done: int, total: int) -> None:
        assert (done, total) == (1000, 2500)
        raise Stop

    for name in ("a.xlsx", "a.csv"):
        with pytest.raises(Stop):
            write_list(tmp_path / name, [ListColumn("a")], [["x"]] * 2500, title="x", progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_a_moment_and_a_day_before_1900_are_written(tmp_path: Path) -> None:
    at = datetime(2026, 3, 5, 10, 30, tzinfo=timezone(timedelta(hours=8))).replace(tzinfo=None)
    rows: list[list[Cell]] = [[at, date(1899, 5, 5), True, 7]]
    write_list(tmp_path / "a.xlsx", [ListColumn(name) for name in "abcd"], rows, title="x")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    assert [cell.value for cell in sheet[2]] == [at, "1899-05-05", True, 7]
    write_list(tmp_path / "a.csv", [ListColumn(name) for name in "abcd"], rows, title="x")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()[1] == (
        "2026-03-05 10:30:00,1899-05-05,TRUE,7"
    )


def test_a_new_file_is_an_ordinary_one(tmp_path: Path) -> None:
    write_list(tmp_path / "neu" / "a.csv", COLUMNS, ROWS, title="x")
    assert stat.S_IMODE((tmp_path / "neu" / "a.csv").stat().st_mode) & stat.S_IWUSR
