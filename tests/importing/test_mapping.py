"""Files that no layout knows: what their columns probably mean, and what is read once a person has said it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import Refusal
from arcdesk.importing.load import load
from arcdesk.importing.mapping import (
    KINDS,
    SCALES,
    BadMapping,
    ColumnMapping,
    column_keys,
    from_json,
    offered_fields,
    with_field,
)
from arcdesk.importing.mapping_check import check
from arcdesk.importing.mapping_guess import guess
from arcdesk.importing.reader import Table, read_tables

TODAY = date(2026, 10, 8)


def table(text: str, sheet: str = "Sheet1") -> Table:
    """Lines of cells divided by bars; numbers are numbers as a workbook gives them."""
    rows = [[_cell(part.strip()) for part in line.split("|")] for line in text.strip().splitlines()]
    width = max(map(len, rows))
    return Table(sheet, [row + [""] * (width - len(row)) for row in rows])


def _cell(text: str) -> str | float:
    try:
        return float(text) if text and (not text.startswith("0") or "." in text) and len(text) < 15 else text
    except ValueError:
        return text


def meant(found: Table) -> dict[str, str]:
    """Field -> heading (or @place) of the guess."""
    return {
        name: source if isinstance(source, str) else f"@{source}"
        for name, source in guess(found).mapping.fields.items()
    }


HOME_MADE = {
    "plain words": (
        """客户名 | 开单日 | 货款 | 回款截止日 | 跟单
        苏州甲机械有限公司 | 2026-06-01 | 12000.5 | 2026-07-31 | 王芳
        无锡乙贸易有限公司 | 2026-06-08 | 800 | 2026-08-07 | 李强""",
        {
            "customer_name": "客户名", "issued_on": "开单日",
            "amount": "货款", "due_on": "回款截止日", "salesperson": "跟单",
        },
    ),
    "title above, balance named": (
        """应收款台账
        单位 | 送货单号 | 出货日期 | 应收款 | 已付 | 应收款余额 | 说明
        苏州甲机械有限公司 | S-001 | 2026-06-01 | 1000 | 400 | 600 | 急
        无锡乙贸易有限公司 | S-002 | 2026-06-02 | 2000 | 0 | 2000 |
        无锡乙贸易有限公司 | S-003 | 2026-06-03 | 500 | 500 | 0 |""",
        {
            "customer_name": "单位", "number": "送货单号", "issued_on": "出货日期", "amount": "应收款",
            "received": "已付", "open": "应收款余额", "note": "说明",
        },
    ),
    "only what is owed": (
        """序号 | 欠款单位 | 欠款金额 | 最迟付款日
        1 | 苏州甲机械有限公司 | 12,000.50 | 2026年7月31日
        2 | 无锡乙贸易有限公司 | 800.00 | 2026年8月7日
        3 | 常州丙电子厂 | 90.00 | 2026年8月9日""",
        {"customer_name": "欠款单位", "open": "欠款金额", "due_on": "最迟付款日"},
    ),
    "English": (
        """Client | Inv # | Issue date | Total due | Paid so far | Outstanding | Pay by
        Acme Trading Ltd | INV-1 | 2026-05-01 | 100 | 40 | 60 | 2026-05-31
        Beta Inc | INV-2 | 2026-05-02 | 200 | 0 | 200 | 2026-06-01
        Beta Inc | INV-3 | 2026-05-03 | 300 | 100 | 200 | 2026-06-02""",
        {
            "customer_name": "client", "number": "inv#", "issued_on": "issuedate", "received": "paidsofar",
            "amount": "totaldue", "open": "outstanding", "due_on": "payby",
        },
    ),
    "quantities and prices are no amounts": (
        """购货方 | 发货时间 | 品名 | 数量 | 单价 | 总价 | 合同号
        苏州甲机械有限公司 | 2026-06-01 | 轴承 | 10 | 12.5 | 125 | HT-01
        无锡乙贸易有限公司 | 2026-06-02 | 螺丝 | 100 | 0.5 | 50 | HT-02""",
        {"customer_name": "购货方", "issued_on": "发货时间", "amount": "总价", "contract": "合同号"},
    ),
    "ten thousands": (
        """客户全名 | 开票时间 | 开票额（万元） | 票号 | 账期（天）
        苏州甲机械有限公司 | 2026/6/1 | 12.5 | 24312000000012345678 | 60
        无锡乙贸易有限公司 | 2026/6/2 | 3.08 | 24312000000012345679 | 90""",
        {
            "customer_name": "客户全名", "issued_on": "开票时间", "amount": "开票额(万元)",
            "tax_invoice_number": "票号", "credit_days": "账期(天)",
        },
    ),
    "no heading": (
        """1 | 苏州甲机械有限公司 | 2026-06-01 | 2026-07-31 | 1000 | 400 | 600
        2 | 无锡乙贸易有限公司 | 2026-06-08 | 2026-08-07 | 800 | 0 | 800
        3 | 无锡乙贸易有限公司 | 2026-06-09 | 2026-08-08 | 900 | 100 | 800
        4 | 常州丙电子厂 | 2026-06-10 | 2026-08-09 | 70.5 | 0 | 70.5""",
        {"customer_name": "@1", "issued_on": "@2", "due_on": "@3", "amount": "@4", "received": "@5", "open": "@6"},
    ),
    "no heading, due before issued": (
        """XS-0001 | 2026-07-31 | 2026-06-01 | 1000.50 | 苏州甲机械有限公司
        XS-0002 | 2026-08-07 | 2026-06-08 | 800 | 无锡乙贸易有限公司
        XS-0003 | 2026-08-08 | 2026-06-09 | 900 | 无锡乙贸易有限公司""",
        {"number": "@0", "due_on": "@1", "issued_on": "@2", "amount": "@3", "customer_name": "@4"},
    ),
    "headings nobody knows, values that do": (
        """对象 | 何时 | 几何
        苏州甲机械有限公司 | 2026-06-01 | 1000.50
        无锡乙贸易有限公司 | 2026-06-08 | 800
        常州丙电子厂 | 2026-06-10 | 70.5""",
        {"customer_name": "对象", "issued_on": "何时", "amount": "几何"},
    ),
    "receipts": (
        """到账日 | 付款单位 | 到账金额 | 银行 | 流水号
        2026-06-01 | 苏州甲机械有限公司 | 1000 | 工行 | LS-01
        2026-06-08 | 无锡乙贸易有限公司 | 800 | 建行 | LS-02""",
        {
            "received_on": "到账日", "customer_name": "付款单位",
            "amount": "到账金额", "method": "银行", "number": "流水号",
        },
    ),
    "customers": (
        """单位编码 | 单位全称 | 税号 | 授信额度 | 收货地址
        C01 | 苏州甲机械有限公司 | 91320594MA1XABCD2E | 50000 | 苏州市
        C02 | 无锡乙贸易有限公司 | 91320200MA1YABCD3F | 80000 | 无锡市""",
        {"code": "单位编码", "name": "单位全称", "uscc": "税号", "credit_limit": "授信额度", "address": "收货地址"},
    ),
    "contacts": (
        """客户代码 | 对接人 | 岗位 | 手机号 | 微信 | E-mail
        C01 | 王芳 | 会计 | 13812345678 | wf | wf@example.com
        C02 | 李强 | 经理 | 13912345678 | lq | lq@example.com""",
        {
            "customer": "客户代码", "name": "对接人", "title": "岗位",
            "phone": "手机号", "wechat": "微信", "email": "e-mail",
        },
    ),
    "two lines of heading": (
        """客户 | 发票 | | 款项 |
         | 日期 | 号码 | 应收 | 未收
        苏州甲机械有限公司 | 2026-06-01 | 12345678 | 1000 | 600
        无锡乙贸易有限公司 | 2026-06-02 | 12345679 | 2000 | 2000""",
        {
            "customer_name": "客户", "issued_on": "发票-日期",
            "tax_invoice_number": "发票-号码", "amount": "款项-应收", "open": "款项-未收",
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", HOME_MADE)
def test_columns_are_guessed_from_words_and_values(case: str) -> None:
    text, expected = HOME_MADE[case]
    found = table(text)
    assert meant(found) == expected
    mapping = guess(found).mapping
    assert mapping.missing() == ()
    checked = check(found, mapping)
    assert checked.can_continue
    assert [column for column in checked.columns.values() if column.bad] == []


def test_kind_unit_and_reason_of_a_guess() -> None:
    assert [guess(table(HOME_MADE[name][0])).mapping.kind for name in ("receipts", "customers", "contacts")] == [
        "receipts", "customers", "contacts",
    ]  # fmt: skip
    found = guess(table(HOME_MADE["ten thousands"][0]))
    assert found.mapping.scale == 10_000
    assert found.columns[0].is_sure or found.columns[0].confidence >= 70
    headless = guess(table(HOME_MADE["no heading"][0]))
    assert headless.mapping.heading_row is None
    assert headless.columns[4].reason.text("en") == "Received and open make up the amount in 4 of 4 rows."
    assert not headless.columns[2].is_sure


def test_a_person_may_say_where_the_heading_is() -> None:
    found = table(HOME_MADE["plain words"][0])
    assert guess(found, heading_row=None, kind="invoices").mapping.fields["customer_name"] == 0
    assert guess(found, kind="customers").mapping.kind == "customers"
    assert with_field(guess(found).mapping, "货款", "open").fields["open"] == "货款"
    assert "amount" not in with_field(guess(found).mapping, "货款", "open").fields


def test_bad_cells_are_counted_and_the_first_is_shown() -> None:
    found = table("""客户名 | 开单日 | 货款
        甲公司 | 2026-06-01 | 1000
        甲公司 | 2月30日 | 1000
        乙公司 |  | 八百
        合计 | | 2000""")
    checked = check(found, guess(found).mapping)
    days, money = checked.columns["issued_on"], checked.columns["amount"]
    assert (days.ok, days.empty, days.bad, days.bad_row, days.bad_text) == (1, 1, 1, 3, "2月30日")
    assert (money.ok, money.bad, money.bad_row, money.bad_text) == (2, 1, 4, "八百")
    assert checked.rows == 3  # the total is no data


@pytest.mark.parametrize(
    ("days", "is_asked"),
    [
        (("4/6/2026", "5/7/2026"), True),
        (("4/6/2026", "25/7/2026"), False),
        (("4/6/2026", "7/25/2026"), False),
        (("5/5/2026", "6/6/2026"), False),
    ],
)
def test_the_order_of_dates_is_asked_only_where_nothing_proves_it(
    days: tuple[str, str], is_asked: bool
) -> None:
    found = table(f"客户名 | 开单日 | 货款\n甲公司 | {days[0]} | 1\n乙公司 | {days[1]} | 2")
    order = check(found, guess(found).mapping).order
    assert (order is not None) is is_asked
    if order is not None:
        assert (order.text, order.month_first, order.day_first) == (
            "4/6/2026",
            date(2026, 4, 6),
            date(2026, 6, 4),
        )


# Saved and found again ---------------------------------------------------------------------------

_heading = st.text(st.sampled_from("客户日期金额编号备注abc"), min_size=1, max_size=6)


@st.composite
def mappings(draw: st.DrawFn) -> ColumnMapping:
    kind = draw(st.sampled_from(KINDS))
    names = draw(st.lists(st.sampled_from(offered_fields(kind)), unique=True, min_size=1, max_size=6))
    headings = draw(st.lists(_heading, unique=True, min_size=len(names), max_size=len(names)))
    return ColumnMapping(
        dict(zip(names, headings, strict=True)),
        kind,
        draw(st.sampled_from(["", "Sheet1"])),
        draw(st.integers(0, 5)),
        1,
        draw(st.sampled_from(SCALES)),
        draw(st.booleans()),
        draw(st.sampled_from(["", "mdy", "dmy"])),
        draw(st.sampled_from(["CNY", "USD"])),
    )


@given(mappings())
def test_a_mapping_survives_being_kept(mapping: ColumnMapping) -> None:
    again = from_json(json.loads(json.dumps(mapping.to_json(), ensure_ascii=False)))
    assert again == mapping
    assert again.fingerprint == mapping.fingerprint


@given(
    mappings(),
    st.randoms(use_true_random=False),
    st.lists(_heading, unique=True, max_size=5),
    st.integers(0, 3),
)
def test_order_and_more_columns_do_not_matter_but_a_missing_one_does(
    mapping: ColumnMapping, random: object, more: list[str], titles: int
) -> None:
    mapped = list(mapping.fields.values())
    headings = [*mapped, *(f"x{each}" for each in more)]
    random.shuffle(headings)  # type: ignore[attr-defined]
    above = [["标题"]] * titles
    found = Table("any", [*above, headings, ["1"] * len(headings)])
    heading = mapping.heading(found)
    assert heading is not None
    assert heading.row == titles
    renamed = {"amount": "open"} if mapping.open_only and "open" not in mapping.fields else {}
    assert {name: headings[place] for name, place in heading.columns.items()} == {
        renamed.get(name, name): source for name, source in mapping.fields.items()
    }
    lost = [heading for heading in headings if heading != mapped[0]]
    assert mapping.heading(Table("any", [*above, lost, ["1"] * len(lost)])) is None


@pytest.mark.parametrize(
    "change",
    [{"kind": "contracts"}, {"fields": {"nothing": "a"}}, {"fields": {"amount": 1.5}}, {"date_order": "ymd"},
     {"fields": None}, {"scale": 0}, {"lines": "1"}],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(change: dict[str, object]) -> None:
    body = ColumnMapping({"amount": "金额"}).to_json() | change
    with pytest.raises(BadMapping):
        from_json(body)


def test_a_heading_that_is_there_twice_has_two_names() -> None:
    found = table("客户 | 金额 | 金额\n甲 | 1 | 2")
    assert column_keys(found, 0) == ["客户", "金额", "金额#2"]
    heading = ColumnMapping({"customer_name": "客户", "amount": "金额#2"}).heading(found)
    assert heading is not None
    assert heading.columns["amount"] == 2


# Read by a mapping -------------------------------------------------------------------------------


def write(path: Path, text: str) -> Path:
    rows = [",".join(part.strip() for part in line.split("|")) for line in text.strip().splitlines()]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_rows_without_number_get_one_that_stays(tmp_path: Path) -> None:
    lines = [
        "客户名 | 开单日 | 货款",
        "甲公司 | 2026-06-01 | 1000",
        "甲公司 | 2026-06-01 | 1000",
        "乙公司 | 2026-06-02 | 300",
        "合计 | | 2300",
    ]
    file = write(tmp_path / "a.csv", "\n".join(lines))
    mapping = guess(read_tables(file)[0]).mapping
    first = load(file, as_of=TODAY, mapping=mapping)
    assert (first.preset, len(first.rejected), len(first.invoices)) == ("mapped", 0, 3)
    numbers = [row.number for row in first.invoices]
    assert len(set(numbers)) == 3
    assert all(number.startswith("ROW-") for number in numbers)
    assert "3 rows have no document number" in first.remarks[0].text("en")
    moved = write(tmp_path / "b.csv", "\n".join([lines[0], lines[3], "丙公司 | 2026-09-01 | 5", *lines[1:3]]))
    again = {row.number for row in load(moved, as_of=TODAY, mapping=mapping).invoices}
    assert again > set(numbers)


def test_the_number_of_an_open_item_outlives_its_payments(tmp_path: Path) -> None:
    before = write(tmp_path / "a.csv", "客户名 | 开单日 | 尚欠\n甲公司 | 2026-06-01 | 1000")
    after = write(tmp_path / "b.csv", "客户名 | 开单日 | 尚欠\n甲公司 | 2026-06-01 | 250")
    mapping = ColumnMapping(
        {"customer_name": "客户名", "issued_on": "开单日", "amount": "尚欠"}, open_only=True
    )
    one, other = (load(file, as_of=TODAY, mapping=mapping) for file in (before, after))
    assert [row.number for row in one.invoices] == [row.number for row in other.invoices]
    assert one.invoices[0].open_only
    assert other.lists_all_open


def test_a_missing_day_of_issue_is_counted_back_or_stood_in_for(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        "单号 | 客户名 | 截止日 | 账期 | 货款\nA1 | 甲公司 | 2026-07-31 | 30天 | 10\nA2 | 甲公司 | 2026-07-31 | | 20",
    )
    read = load(file, as_of=TODAY, mapping=guess(read_tables(file)[0]).mapping)
    assert [(row.number, row.issued_on, row.due_on) for row in read.invoices] == [
        ("A1", date(2026, 7, 1), date(2026, 7, 31)),
        ("A2", date(2026, 7, 31), date(2026, 7, 31)),
    ]
    assert [remark.values["count"] for remark in read.remarks] == [1, 1]


def test_unit_currency_and_order_of_a_mapping_count(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        "单号 | 客户名 | 日子 | 数目\nA1 | Acme Ltd | 4/6/2026 | 1.25\nA2 | Acme Ltd | 5/6/2026 | 2",
    )
    mapping = ColumnMapping(
        {"number": "单号", "customer_name": "客户名", "issued_on": "日子", "amount": "数目"},
        scale=10_000, currency="USD", date_order="dmy",
    )  # fmt: skip
    read = load(file, as_of=TODAY, mapping=mapping)
    assert not read.needs_date_order
    assert [(row.amount_fen, row.currency, row.issued_on) for row in read.invoices] == [
        (1_250_000, "USD", date(2026, 6, 4)),
        (2_000_000, "USD", date(2026, 6, 5)),
    ]


def test_a_mapping_that_does_not_fit_says_what_is_lacking(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "单号 | 客户名 | 货款\nA1 | 甲公司 | 10")
    mapping = ColumnMapping({"customer_name": "客户名", "issued_on": "开单日", "amount": "货款"})
    with pytest.raises(Refusal, match="开单日"):
        load(file, as_of=TODAY, mapping=mapping)
