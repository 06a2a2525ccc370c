"""The three layouts, from file to rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from arcdesk.importing import errors, layouts, presets
from arcdesk.importing.ledger_file import AllocationRow, ControlTotal, CustomerRow, InvoiceRow, ReceiptRow
from arcdesk.importing.load import load
from arcdesk.importing.presets import recognise
from arcdesk.importing.reader import Table, read_tables

from . import books

AS_OF = date(2026, 9, 30)


def test_a_ledger_workbook_with_every_sheet_is_read(tmp_path: Path) -> None:
    path = books.workbook(
        tmp_path / "a.xlsx",
        {
            "说明": [["这是导出的台账"]],
            "核销": [["收款编号", "单据编号", "核销金额", "核销日期"], ["R-1", "A-1", 400, None]],
            "应收单": [
                [" 单据编号 ", "客户编码*", "单据类型", "开票日期", "账期天数",
                 "金额（元）", "币别", "合同编号", "原单编号", "争议金额"],
                ["A-1", "C1", "发票", date(2026, 1, 31), None, 1000.5, None, "HT-1", None, 100],
                ["A-2", "C1", "红字", date(2026, 2, 3), None, 200, None, None, "A-1", None],
                ["A-3", "C1", "期初", date(2026, 1, 1), "10天", 3, "美元", None, None, None],
                ["A-4", "C1", "其他", date(2026, 1, 1), None, 4, None, None, None, None],
                ["A-5", "C2", "invoice", date(2026, 1, 1), None, -5, None, None, None, None],
                ["A-6", "C2", None, date(2026, 1, 1), None, 6, None, None, None, None],
            ],
            "客户": [
                ["code", "NAME", "grade", "credit_limit", "credit_days", "size", "behaviour"],
                ["C1", "甲方有限公司", "a", 100000, 60, "大型", "健忘"],
                ["C2", "乙方有限公司", None, None, None, None, None],
            ],
            "合同": [
                ["合同编号", "客户编码", "签订日期", "账期天数", "违约金日利率"],
                ["HT-1", "C1", "2025-12-01", 30, "万分之五"],
            ],
            "联系人": [["客户编码", "姓名", "权限", "电话", "首选"], ["C1", "王姐", "最终", 138e8, "是"]],
            "收款单": [
                ["收款编号", "客户编码", "收款日期", "金额", "方式"],
                ["R-1", "C1", date(2026, 3, 1), 500, "电汇"],
            ],
        },
    )  # fmt: skip
    answer = load(path, as_of=AS_OF)

    assert (answer.preset, answer.rejected, answer.skipped_sheets) == ("arcdesk", (), ("说明",))
    assert answer.customers[0] == CustomerRow(
        "C1",
        "甲方有限公司",
        grade="A",
        credit_limit_fen=10_000_000,
        credit_days=60,
        size="large",
        behaviour="forgetful",
    )
    assert answer.invoices[0] == InvoiceRow(
        "A-1",
        "C1",
        "",
        "invoice",
        date(2026, 1, 31),
        None,
        date(2026, 3, 2),
        100050,
        contract="HT-1",
        disputed_fen=10000,
    )
    by_number = {row.number: row for row in answer.invoices}
    credit = by_number["A-2"]
    assert (credit.kind, credit.amount_fen, credit.credits, credit.due_on) == (
        "credit_note",
        -20000,
        "A-1",
        date(2026, 2, 3),
    )
    assert (by_number["A-3"].currency, by_number["A-3"].due_on) == ("USD", date(2026, 1, 11))
    assert by_number["A-4"].due_on == date(2026, 3, 2), (
        "the customer's days count where row and contract are silent"
    )
    assert by_number["A-5"].kind == "credit_note"
    assert [row.number for row in answer.quarantined] == ["A-6"]
    assert by_number["A-6"].due_on is None
    assert (answer.contracts[0].penalty_daily_rate, answer.contracts[0].credit_days) == (
        Decimal("0.0005"),
        30,
    )
    assert (answer.persons[0].phone, answer.persons[0].authority, answer.persons[0].primary) == (
        "13800000000",
        "final",
        True,
    )
    assert answer.receipts == (ReceiptRow("R-1", "C1", date(2026, 3, 1), 50000, method="电汇"),)
    assert answer.allocations == (AllocationRow("R-1", "A-1", 40000),)
    assert answer.control == {"CNY": ControlTotal(80550, 80550), "USD": ControlTotal(300, 300)}
    assert answer.given["contacts"] == {"customer", "name", "authority", "phone", "primary"}


def test_a_home_made_ledger_is_read_with_its_totals(tmp_path: Path) -> None:
    answer = load(books.home_ledger(tmp_path / "台账.xlsx"), as_of=AS_OF)

    assert (answer.preset, answer.rejected) == ("home_ledger", ())
    assert [(row.number, row.amount_fen, row.open_fen, row.due_on) for row in answer.invoices] == [
        ("64322867", 1838547, 0, date(2025, 11, 11)),
        ("51379478", 10863520, 10863520, date(2025, 10, 30)),
        ("59188215", 6127756, 6000000, date(2026, 11, 11)),
        ("43925156", 2291797, 2291797, date(2026, 10, 30)),
    ]
    assert [(row.name, row.code, row.salesperson, row.credit_days) for row in answer.customers] == [
        ("甲方贸易有限公司", "", "陈静", 60),
        ("乙方机电有限公司", "", "刘洋", 45),
        ("丙方食品有限公司", "", "赵磊", 30),
    ]
    assert all(row.derived for row in answer.customers)
    assert [row.received_fen for row in answer.invoices] == [1838547, 0, 127756, 0]
    assert (answer.receipts, answer.allocations) == ((), ())  # whose money it was is the ledger's to find out
    assert answer.control == {"CNY": ControlTotal(21121620, 21121620, stated=True)}
    assert [(check.label, check.agrees) for check in answer.totals] == [
        ("本页小计", True),
        ("本页小计", True),
        ("合计", True),
        ("合计", True),
    ]


def test_a_total_that_does_not_add_up_is_told(tmp_path: Path) -> None:
    path = books.invoice_book(
        tmp_path / "a.xlsx",
        ["A-1", "C1", "发票", "2026-03-05", "2026-04-05", 10],
        ["合计", None, None, None, None, 11],
    )
    answer = load(path, as_of=AS_OF)
    (check,) = answer.totals
    assert (check.stated_fen, check.counted_fen, check.agrees) == (1100, 1000, False)
    assert answer.control == {"CNY": ControlTotal(1100, 1000, stated=True)}


def test_a_customer_may_be_called_total(tmp_path: Path) -> None:
    text = "发票号码,客户名称,开票日期,到期日,金额\n1,合计,2026-03-05,2026-04-05,10\n"
    answer = load(books.text_file(tmp_path / "a.csv", text), as_of=AS_OF)
    assert [row.customer_name for row in answer.invoices] == ["合计"]


def test_a_heading_repeated_on_each_page_is_left_out(tmp_path: Path) -> None:
    path = books.invoice_book(
        tmp_path / "a.xlsx",
        ["A-1", "C1", "发票", "2026-03-05", "2026-04-05", 10],
        books.INVOICE_HEAD,
        ["A-2", "C1", "发票", "2026-03-05", "2026-04-05", 10],
    )
    answer = load(path, as_of=AS_OF)
    assert (len(answer.invoices), answer.rejected) == (2, ())


def test_a_settled_date_makes_a_receipt_of_the_full_amount(tmp_path: Path) -> None:
    answer = load(books.text_file(tmp_path / "late.csv", books.SETTLED_LIST), as_of=AS_OF)

    assert (answer.preset, answer.rejected, answer.needs_date_order) == ("settled_list", (), False)
    assert answer.customers[0] == CustomerRow("0001-AAAAA", "0001-AAAAA", derived=True)
    assert answer.invoices[0] == InvoiceRow(
        "0000000365", "0001-AAAAA", "", "invoice", date(2013, 1, 2), None, date(2013, 2, 1), 5594
    )
    assert [(row.number, row.received_on, row.amount_fen, row.origin) for row in answer.receipts] == [
        ("SET-0000000365", date(2013, 1, 15), 5594, "settled"),
        ("SET-0000000765", date(2013, 3, 3), 6174, "settled"),
    ]
    assert [(row.disputed_fen, row.note) for row in answer.invoices] == [
        (None, ""),
        (None, "Disputed: Yes"),
        (6588, "Disputed: Yes"),
    ]


def test_names_lead_to_the_codes_of_the_customer_sheet(tmp_path: Path) -> None:
    path = books.workbook(
        tmp_path / "a.xlsx",
        {
            "客户": [["客户编码", "客户名称"], ["C1", "甲方（上海）有限公司"]],
            "应收单": [
                ["单据编号", "客户名称", "开票日期", "到期日", "金额"],
                ["A-1", "甲方(上海)有限公司", "2026-03-05", "2026-04-05", 1],
                ["A-2", "新客户", "2026-03-05", "2026-04-05", 1],
            ],
        },
    )
    answer = load(path, as_of=AS_OF)
    assert [(row.customer, row.customer_name) for row in answer.invoices] == [
        ("C1", "甲方（上海）有限公司"),
        ("", "新客户"),
    ]
    assert [(row.name, row.derived) for row in answer.customers] == [
        ("甲方（上海）有限公司", False),
        ("新客户", True),
    ]


def test_a_code_that_the_customer_sheet_lacks_derives_no_customer(tmp_path: Path) -> None:
    path = books.workbook(
        tmp_path / "a.xlsx",
        {
            "客户": [["客户编码", "客户名称"], ["C1", "甲方"]],
            "应收单": [["单据编号", "客户编码", "开票日期", "金额"], ["A-1", "C9", "2026-03-05", 1]],
        },
    )
    answer = load(path, as_of=AS_OF)
    assert [row.code for row in answer.customers] == ["C1"]
    assert [row.customer for row in answer.invoices] == ["C9"]


def test_receipts_behind_an_invoice_leave_its_balance_alone(tmp_path: Path) -> None:
    path = books.workbook(
        tmp_path / "a.xlsx",
        {
            "应收单": [
                ["单据编号", "客户编码", "开票日期", "金额", "已收金额"],
                ["A-1", "C1", "2026-03-05", 10, 4],
            ],
            "收款单": [["收款编号", "客户编码", "收款日期", "金额"], ["R-1", "C1", "2026-03-09", 4]],
            "核销": [["收款编号", "单据编号", "核销金额"], ["R-1", "A-1", 4]],
        },
    )
    answer = load(path, as_of=AS_OF)
    assert [row.number for row in answer.receipts] == ["R-1"]
    assert (answer.invoices[0].received_fen, answer.invoices[0].open_fen) == (400, 600)


def test_what_was_paid_too_much_stays_unallocated(tmp_path: Path) -> None:
    text = "单据编号,客户编码,开票日期,到期日,金额,已收金额\nA-1,C1,2026-03-05,2026-04-05,10,12\n"
    answer = load(books.text_file(tmp_path / "a.csv", text), as_of=AS_OF)
    assert (answer.invoices[0].received_fen, answer.invoices[0].open_fen) == (1200, -200)


def test_a_workbook_that_counts_from_1904_gives_the_same_days(tmp_path: Path) -> None:
    row = ["A-1", "C1", "发票", date(2026, 3, 5), 44655, 10]
    path = books.workbook(tmp_path / "a.xlsx", {"应收单": [books.INVOICE_HEAD, row]}, date1904=True)
    (invoice,) = load(path, as_of=AS_OF).invoices
    assert (invoice.issued_on, invoice.due_on) == (date(2026, 3, 5), date(2026, 4, 5))


def test_the_preset_can_be_named_and_has_to_fit(tmp_path: Path) -> None:
    settled = books.text_file(tmp_path / "late.csv", books.SETTLED_LIST)
    with pytest.raises(errors.PresetDoesNotFit):
        load(books.home_ledger(tmp_path / "a.xlsx"), as_of=AS_OF, preset="settled_list")
    with pytest.raises(errors.UnknownPreset):
        load(settled, as_of=AS_OF, preset="sap")
    assert recognise(read_tables(settled)) == "settled_list"
    assert len(load(settled, as_of=AS_OF, preset="settled_list").receipts) == 2


def test_an_invoice_sheet_without_amounts_is_no_contract_sheet() -> None:
    table = Table("Sheet1", [["单据编号", "客户编码", "开票日期", "合同编号", "备注"]])
    found = layouts.find(table, presets.own.LAYOUTS)
    assert found is not None
    heading = found.heading
    assert heading is not None
    assert (heading.kind, heading.missing) == ("invoices", ("amount",))


def test_progress_ends_at_the_number_of_rows(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    load(
        books.home_ledger(tmp_path / "a.xlsx"),
        as_of=AS_OF,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[0] == (0, 8)
    assert told[-1] == (8, 8)
