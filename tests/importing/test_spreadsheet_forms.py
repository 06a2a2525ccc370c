"""The many forms of a table: HTML and XML called .xls, merged and hidden cells, texts of all kinds."""

from __future__ import annotations

import struct
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from arcdesk.importing import errors
from arcdesk.importing.load import load
from arcdesk.importing.reader import read_source, read_tables

from . import books

AS_OF = date(2026, 9, 30)
PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<style>td{mso-number-format:"\\@"}</style><script>document.write("<table><tr><td>no</td></tr></table>")</script>
</head>
<body><table><tr><td colspan=5>应收账款&nbsp;明细</td></tr>
<tr><th rowspan=2>客户编码<th rowspan=2>客户名称</th><th colspan=2>借方</th><th rowspan=2>未收</th></tr>
<tr><td>发生</td><td>已结</td></tr>
<tr><td rowspan=2>00123</td><td rowspan=2>甲&amp;乙<br>公司</td><td x:num="1234.5">1,235</td>
<td rowspan=2>5&#48;0</td></tr>
<tr><td>7</td></tr></table></body></html>"""
XML = """<?xml version="1.0" encoding="GB2312"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="应收单"><Table>
<Row><Cell><Data ss:Type="String">客户编码</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">金额</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell ss:MergeDown="1"><Data ss:Type="String">C1</Data></Cell>
<Cell><Data ss:Type="DateTime">2026-03-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Number">10.5</Data></Cell></Row>
<Row><Cell ss:Index="2" ss:Formula="=A1"/><Cell><Data ss:Type="Number">12345678901234567890</Data></Cell></Row>
</Table></Worksheet><Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>
</Worksheet></Workbook>"""


def test_an_html_table_called_xls_is_read_with_its_spans(tmp_path: Path) -> None:
    (table,) = read_tables(books.text_file(tmp_path / "a.xls", PAGE, "gbk"))
    assert table.rows == [
        ["应收账款 明细", "", "", "", ""],
        ["客户编码", "客户名称", "借方", "借方", "未收"],
        ["客户编码", "客户名称", "发生", "已结", "未收"],
        ["00123", "甲&乙\n公司", "1234.5", "500", ""],
        ["00123", "甲&乙\n公司", "7", "", ""],
    ]


def test_a_workbook_as_one_xml_file_is_read(tmp_path: Path) -> None:
    source = read_source(books.text_file(tmp_path / "a.xls", XML, "gbk"))
    (table,) = source.tables
    assert table.rows == [
        ["客户编码", "", "金额"],
        ["", "", ""],
        ["C1", datetime(2026, 3, 5), 10.5],  # noqa: DTZ001 - a workbook names no zone
        ["C1", "#N/A", "12345678901234567890"],
    ]
    assert [remark.values for remark in source.remarks] == [{"count": 1}, {"sheets": "旧"}, {"count": 1}]


def merged_book(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["应收账款", None, None, None, None],
        ["客户编码", "客户名称", "借方", None, "收款金额"],
        [None, None, "发生", "已结", None],
        [1001, "甲公司", 10, 1, 300],
        [None, None, 20, 2, None],
        ["合计", None, 30, 3, 300],
    ):
        sheet.append(row)
    for area in ("A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "A4:A5", "B4:B5", "E4:E5", "A6:B6"):
        sheet.merge_cells(area)
    sheet.row_dimensions[5].hidden = True
    book.create_sheet("旧").sheet_state = "veryHidden"
    book.save(path)
    return path


def test_merged_cells_stand_for_their_rows_and_amounts_stay_single(tmp_path: Path) -> None:
    source = read_source(merged_book(tmp_path / "a.xlsx"))
    (table,) = source.tables
    assert table.rows == [
        ["应收账款", "", "", "", ""],
        ["客户编码", "客户名称", "借方", "借方", "收款金额"],
        ["客户编码", "客户名称", "发生", "已结", "收款金额"],
        [1001, "甲公司", 10, 1, 300],
        [1001, "甲公司", 20, 2, ""],
        ["合计", "", 30, 3, 300],
    ]
    assert [remark.text("en") for remark in source.remarks] == [
        "1 hidden rows were read too.",
        "Hidden sheets were left out: 旧. Unhide them or choose one by its name.",
    ]


def test_an_old_workbook_tells_its_day_system(tmp_path: Path) -> None:
    head = ["单据编号", "客户编码", "开票日期", "金额"]
    path = books.old_xls(tmp_path / "a.xls", [head, ["A-1", "C1", 44624.0, 10.5]])
    data = path.read_bytes()
    code_page = struct.pack("<HHH", 0x0042, 2, 1200)
    assert data.count(code_page) == 1
    path.write_bytes(data.replace(code_page, struct.pack("<HHH", 0x0022, 2, 1)))
    (invoice,) = load(path, as_of=AS_OF).invoices
    assert invoice.issued_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\r\na;b,c\r\n1;2\r\n\r\n;\r\n", [["a", "b,c"], ["1", "2"]]),
        ('a,b\r1,"x\ry"\r="00123",3\r', [["a", "b"], ["1", "x\ry"], ['="00123"', "3"]]),
        ("a|b|c\n1|2|3\n", [["a", "b", "c"], ["1", "2", "3"]]),
        ('a\tb\n"x\n\ny"\t2\n', [["a", "b"], ["x\n\ny", "2"]]),
        ("a,b\u2028c,d\n1,2,3\n", [["a", "b\u2028c", "d"], ["1", "2", "3"]]),
    ],
)
def test_rows_of_text_are_divided_as_they_were_meant(
    tmp_path: Path, text: str, rows: list[list[str]]
) -> None:
    assert read_tables(books.text_file(tmp_path / "a.csv", text))[0].rows == rows


TRADITIONAL = "單據編號,客戶名稱,開票日期,金額\nA-1,臺灣電子股份有限公司,2026-03-05,10\n"
SIMPLIFIED = "单据编号,客户名称,开票日期,金额\nA-1,朱镕基电子股份有限公司,2026-03-05,10\n"


@pytest.mark.parametrize(
    ("text", "encoding"), [(TRADITIONAL, "big5"), (SIMPLIFIED, "gbk"), (TRADITIONAL, "gbk")]
)
def test_the_two_chinese_encodings_are_told_apart(tmp_path: Path, text: str, encoding: str) -> None:
    path = books.text_file(tmp_path / "a.csv", text, encoding)
    assert read_tables(path)[0].rows == [line.split(",") for line in text.splitlines()]


def test_a_person_can_say_the_encoding(tmp_path: Path) -> None:
    path = books.text_file(tmp_path / "a.csv", TRADITIONAL, "big5")
    assert read_source(path, encoding="big5").tables[0].rows[1][1] == "臺灣電子股份有限公司"
    with pytest.raises(errors.WrongEncoding):
        read_source(path, encoding="utf-8")
