"""Payment terms in a file: every way to write them, and which of them gives an invoice its date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from arcdesk.domain.errors import BadLimitationYears
from arcdesk.domain.terms import BadDueDay, Terms
from arcdesk.importing import values
from arcdesk.importing.errors import BadDays
from arcdesk.importing.load import load
from tests.importing import books

AS_OF = date(2026, 10, 8)


@pytest.mark.parametrize(
    ("cell", "terms"),
    [
        ("60天", Terms(60)), (30.0, Terms(30)), ("现结", Terms(0)), ("货到30天", Terms(30)), ("", None), ("--", None),
        ("月结30天", Terms(30, "month_end")), ("月结", Terms(0, "month_end")), ("30天月结", Terms(30, "month_end")),
        ("次月20日", Terms(30, "month_day", 20)), ("次月20号前付款", Terms(30, "month_day", 20)),
        ("月结次月１５日", Terms(30, "month_day", 15)), ("下月5日", Terms(30, "month_day", 5)),
        ("当月25日", Terms(0, "month_day", 25)), ("隔月10日付清", Terms(60, "month_day", 10)),
        ("次次月10日", Terms(60, "month_day", 10)), ("次月底", Terms(30, "month_day", 31)),
        ("次月末前付款", Terms(30, "month_day", 31)), ("次月月底", Terms(30, "month_day", 31)),
    ],
)  # fmt: skip
def test_terms_are_read_as_people_write_them(cell: Any, terms: Terms | None) -> None:
    assert values.terms(cell) == terms


@pytest.mark.parametrize(
    "cell", ["次月32日", "次月0日", "次月", "每年20日", "两个月", "-3", "99999", "次月20日次月20日"]
)
def test_what_is_no_term_is_refused(cell: str) -> None:
    with pytest.raises(BadDays):
        values.terms(cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [("20", 20), (20.0, 20), ("20日", 20), ("每月5号", 5), ("月底", 31), ("", None), ("--", None)],
)
def test_a_payment_day_is_read(cell: Any, day: int | None) -> None:
    assert values.day_of_month(cell) == day


@pytest.mark.parametrize("cell", ["0", "32", "20.5", "-1", "月中", "2026-01-20"])
def test_a_day_no_month_has_is_refused(cell: str) -> None:
    with pytest.raises(BadDueDay):
        values.day_of_month(cell)


@pytest.mark.parametrize(("cell", "years"), [("3", 3), (4.0, 4), ("3年", 3), ("", None)])
def test_the_two_periods_of_limitation_are_read(cell: Any, years: int | None) -> None:
    assert values.limitation_years(cell) == years


@pytest.mark.parametrize("cell", ["2", "20", "0", "-3", "三"])
def test_periods_the_law_does_not_know_are_refused(cell: str) -> None:
    with pytest.raises(BadLimitationYears):
        values.limitation_years(cell)


CONTRACTS = [
    "合同编号",
    "客户编码",
    "账期天数",
    "到期规则",
    "固定付款日",
    "抵充顺序",
    "时效年数",
    "停供天数",
    "通知地址",
]


def test_a_contract_sheet_says_what_its_days_count_from(tmp_path: Path) -> None:
    rows = [
        ["H1", "C1", 30, None, None, None, None, None, None],
        ["H2", "C1", 45, "验收后", None, "先息后本", 4, 60, "苏州市星湖街1号"],
        ["H3", "C1", "月结30天", None, None, None, "3年", None, None],
        ["H4", "C1", 30, "每月固定日", "20日", "先本后息", None, None, None],
        ["H5", "C1", "次月10日", None, None, None, None, None, None],
        ["H6", "C1", 30, None, 25, None, None, None, None],
        ["H7", "C1", "月结30天", "交货日起", None, None, None, None, None],
        ["H8", "C1", None, "month_day", 20, "interest_first", None, None, None],
    ]
    path = books.workbook(tmp_path / "a.xlsx", {"客户": [["客户编码", "客户名称"], ["C1", "甲"]],
                                                "合同": [CONTRACTS, *rows]})  # fmt: skip
    answer = load(path, as_of=AS_OF)
    assert answer.rejected == ()
    assert [(c.number, c.credit_days, c.due_rule, c.due_day) for c in answer.contracts] == [
        ("H1", 30, "issued", None), ("H2", 45, "delivered", None), ("H3", 30, "month_end", None),
        ("H4", 30, "month_day", 20), ("H5", 30, "month_day", 10), ("H6", 30, "month_day", 25),
        ("H7", 30, "delivered", None), ("H8", None, "month_day", 20),
    ]  # fmt: skip
    second = answer.contracts[1]
    assert (second.payment_order, second.limitation_years, second.stop_supply_days, second.notice_address) == (
        "interest_first", 4, 60, "苏州市星湖街1号"
    )  # fmt: skip
    assert answer.contracts[3].payment_order == "principal_first"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["H1", "C1", 30, "每月固定日", None, None, None, None, None], "固定付款日"),
        (["H1", "C1", 30, "随时", None, None, None, None, None], "到期规则"),
        (["H1", "C1", 30, None, 40, None, None, None, None], "固定付款日"),
        (["H1", "C1", 30, None, None, "随便", None, None, None], "抵充顺序"),
        (["H1", "C1", 30, None, None, None, 7, None, None], "时效年数"),
        (["H1", "C1", 30, None, None, None, None, "很久", None], "停供天数"),
    ],
)
def test_a_contract_that_says_something_impossible_is_left_out_with_the_cell(
    tmp_path: Path, row: list[Any], column: str
) -> None:
    path = books.workbook(
        tmp_path / "a.xlsx", {"合同": [CONTRACTS, row], "客户": [["客户编码", "客户名称"], ["C1", "甲"]]}
    )
    answer = load(path, as_of=AS_OF)
    assert answer.contracts == ()
    assert [rejected.column for rejected in answer.rejected] == [column]


INVOICES = ["单据编号", "客户编码", "开票日期", "账期天数", "到期日", "交货日期", "金额", "合同编号"]


def test_an_invoice_takes_its_date_from_the_first_that_speaks(tmp_path: Path) -> None:
    rows = [
        ["1", "C1", "2026-01-31", 10, "2026-03-01", "2026-02-05", 1, "H1"],
        ["2", "C1", "2026-01-31", "次月20日", None, "2026-02-05", 1, "H1"],
        ["3", "C1", "2026-01-31", None, None, "2026-02-05", 1, "H1"],
        ["4", "C1", "2026-01-31", None, None, None, 1, "H1"],
        ["5", "C1", "2026-01-31", None, None, "2026-02-05", 1, None],
        ["6", "C2", "2026-01-31", None, None, "2026-02-05", 1, None],
        ["7", "C2", "2026-01-31", None, None, None, 1, None],
    ]
    path = books.workbook(tmp_path / "a.xlsx", {
        "应收单": [INVOICES, *rows],
        "合同": [CONTRACTS, ["H1", "C1", 30, "交货日起", None, None, None, None, None]],
        "客户": [["客户编码", "客户名称", "账期天数"], ["C1", "甲", "月结30天"], ["C2", "乙", None]],
    })  # fmt: skip
    answer = load(path, as_of=AS_OF)
    assert answer.rejected == ()
    assert [(row.number, row.due_on, row.due_source) for row in answer.invoices] == [
        ("1", date(2026, 3, 1), "file"), ("2", date(2026, 2, 20), "row_terms"), ("3", date(2026, 3, 7), "contract"),
        ("4", None, "missing"), ("5", date(2026, 3, 2), "customer"), ("6", date(2026, 2, 5), "law"),
        ("7", None, "missing"),
    ]  # fmt: skip
    assert [row.delivered_on for row in answer.invoices[:4]] == [date(2026, 2, 5)] * 3 + [None]
    assert [row.number for row in answer.quarantined] == ["4", "7"]


def test_a_home_made_list_with_delivery_days_and_fixed_days(tmp_path: Path) -> None:
    text = (
        "客户名称,发票号码,开票日期,账期,签收日期,金额\n"
        "甲公司,1,2026-01-31,次月20日,2026/2/3,10\n"
        "乙公司,2,2026-01-31,,2026年2月4日,10\n"
    )
    answer = load(books.text_file(tmp_path / "a.csv", text), as_of=AS_OF)
    assert [(row.due_on, row.due_source, row.delivered_on) for row in answer.invoices] == [
        (date(2026, 2, 20), "row_terms", date(2026, 2, 3)), (date(2026, 2, 4), "law", date(2026, 2, 4))
    ]  # fmt: skip
    assert [(row.name, row.credit_days, row.due_rule, row.due_day) for row in answer.customers] == [
        ("甲公司", 30, "month_day", 20), ("乙公司", None, "issued", None)
    ]  # fmt: skip


def test_a_term_that_leads_out_of_the_calendar_costs_the_row_and_says_why(tmp_path: Path) -> None:
    path = books.workbook(
        tmp_path / "a.xlsx", {"应收单": [INVOICES, ["1", "C1", "2199-12-01", 60, None, None, 1, None]]}
    )
    answer = load(path, as_of=AS_OF)
    (rejected,) = answer.rejected
    assert (rejected.column, answer.invoices) == ("账期天数", ())
    assert "2199" in rejected.reason("zh")


def test_an_unreadable_delivery_day_is_told(tmp_path: Path) -> None:
    path = books.workbook(tmp_path / "a.xlsx", {
        "应收单": [INVOICES, ["1", "C1", "2026-01-01", 60, None, "2026-02-30", 1, None]]
    })  # fmt: skip
    (rejected,) = load(path, as_of=AS_OF).rejected
    assert (rejected.column, rejected.value) == ("交货日期", "2026-02-30")
