"""Files after the published layouts of each system come in with the balances that they state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from arcdesk.domain.errors import TooManyDecimals
from arcdesk.importing import captions, errors
from arcdesk.importing.headings import Heading
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.importing.load import load

from . import books, exports
from .exports import Book, Rows

TODAY = date(2026, 11, 26)


def balances(file: LedgerFile) -> dict[str, int]:
    """What each customer owes by the file, by the code or else the name."""
    code = {name: f"C{i + 1:04d}" for i, name in enumerate(exports.NAMES)}
    owed: Counter[str] = Counter()
    for row in file.invoices:
        owed[row.customer or code[row.customer_name]] += row.amount_fen
    for money in file.receipts:
        owed[money.customer or code[money.customer_name]] -= money.amount_fen
    for balance in file.balances:
        owed[balance.customer or code[balance.customer_name]] += balance.balance_fen
    return {party: fen for party, fen in owed.items() if fen}


LAYOUTS: list[tuple[str, str, Callable[[Book], Rows]]] = [
    ("kingdee_cloud_aging", "by document", exports.kingdee_aging),
    ("kingdee_cloud_aging", "negative groups", partial(exports.kingdee_aging, groups=exports.SPLIT)),
    ("kingdee_cloud_aging", "two currencies", partial(exports.kingdee_aging, local=True)),
    ("kingdee_cloud_aging", "numbers as text", partial(exports.kingdee_aging, text=True)),
    ("kingdee_cloud_aging", "field codes below", partial(exports.kingdee_aging, codes=True)),
    ("kingdee_cloud_aging", "by customer", partial(exports.kingdee_aging, documents=False)),
    ("kingdee_cloud_aging", "empty columns", partial(exports.kingdee_aging, documents=False, blank_columns=True)),
    ("kingdee_cloud_summary", "both currencies", exports.kingdee_summary),
    ("kingdee_cloud_summary", "one currency", partial(exports.kingdee_summary, local=False)),
    ("kingdee_kis_statement", "line for the customer", exports.kis_statement),
    ("kingdee_kis_statement", "customer in columns", partial(exports.kis_statement, groups=False)),
    ("u8_detail", "receipts are rows of matching", exports.u8_detail),
    ("u8_detail", "field names", partial(exports.u8_detail, codes=True)),
    ("u8_detail", "matching repeats", partial(exports.u8_detail, matching="repeats")),
    ("u8_detail", "matching undoes", partial(exports.u8_detail, matching="undoes")),
    ("u8_detail", "without balances", partial(exports.u8_detail, matching="undoes", balance=False)),
    ("u8_aging", "Chinese", exports.u8_aging),
    ("u8_aging", "field names", partial(exports.u8_aging, codes=True)),
    ("tplus_reconciliation", "three lines", exports.tplus),
    ("tplus_reconciliation", "two lines", partial(exports.tplus, local=False)),
    ("tplus_reconciliation", "one line", partial(exports.tplus, lines=1)),
    ("a3_aging", "ranges in the heading", exports.a3_aging),
    ("a3_aging", "ranges in a line of days", partial(exports.a3_aging, days_line=True)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("preset", "write"), [(p, w) for p, _, w in LAYOUTS], ids=[f"{p}: {v}" for p, v, _ in LAYOUTS]
)
def test_the_balances_of_an_export_come_in(
    preset: str, write: Callable[[Book], Rows], tmp_path: Path
) -> None:
    book = exports.example()
    file = load(exports.save(tmp_path / "export.xlsx", write(book)), as_of=TODAY)
    assert (file.preset, file.rejected, file.remarks) == (preset, (), ())
    assert balances(file) == book.balances()
    assert file.as_of == exports.DAY
    assert all(check.agrees for check in file.totals)
    assert all(
        total.file_total_fen == total.imported_total_fen == sum(book.balances().values())
        for total in file.control.values()
    )


@pytest.mark.parametrize(
    ("preset", "write"), [(p, w) for p, _, w in LAYOUTS], ids=[f"{p}: {v}" for p, v, _ in LAYOUTS]
)
def test_the_order_of_columns_and_the_kind_of_file_do_not_matter(
    preset: str, write: Callable[[Book], Rows], tmp_path: Path
) -> None:
    book = exports.example()
    rows = write(book)
    heading = next(i for i, row in enumerate(rows) if sum(cell is not None for cell in row) > 4)
    if "line for the customer" not in str(write) and not any(
        str(cell).startswith("客户：") for row in rows for cell in row
    ):
        rows = exports.shuffled(rows, heading, (5, 3, 1, 4, 2)) if preset != "tplus_reconciliation" else rows
    file = load(exports.save_csv(tmp_path / "1.csv", rows), as_of=TODAY)
    assert (file.preset, file.rejected) == (preset, ())
    assert balances(file) == book.balances()
    named = load(exports.save_csv(tmp_path / "1.csv", rows), as_of=TODAY, preset=preset)
    assert named.invoices == file.invoices


@pytest.mark.parametrize("preset", ["jiandaoyun", "mingdao", "zhidao"])
def test_a_table_of_a_form_builder_is_known_by_its_own_columns(preset: str, tmp_path: Path) -> None:
    book = exports.example()
    file = load(exports.save(tmp_path / "f.xlsx", exports.form(book, preset)), as_of=TODAY)
    assert (file.preset, file.rejected, file.lists_all_open) == (preset, (), False)
    assert [(row.number, row.amount_fen, row.open_fen, row.due_on) for row in file.invoices] == [
        (doc.number, doc.fen, doc.fen - book.paid(doc), doc.due_on) for doc in book.docs
    ]


@pytest.mark.parametrize("codes", [False, True])
def test_drafts_and_cancelled_documents_are_left_out_with_the_reason(codes: bool, tmp_path: Path) -> None:
    book = exports.example()
    file = load(
        exports.save(tmp_path / "r.xlsx", exports.kingdee_receivables(book, codes=codes)), as_of=TODAY
    )
    assert file.preset == "kingdee_cloud_receivables"
    assert [(row.number, row.amount_fen, row.open_fen) for row in file.invoices] == [
        (doc.number, doc.fen, doc.fen - book.paid(doc)) for doc in book.docs
    ]
    assert file.rejected == ()
    assert [(row.row, row.sentence) for row in file.passed_over] == [
        (len(book.docs) + 2, errors.DocumentNotFinal.sentence), (len(book.docs) + 3, errors.DocumentNotFinal.sentence)
    ]
    control = file.control["CNY"]
    assert (control.agrees, control.passed_over_fen) == (True, 1_200)
    assert [row.value for row in file.passed_over] == ["A" if codes else "创建", "已作废"]


def test_the_fee_of_the_bank_is_paid_by_the_customer_and_a_refund_raises_the_debt(tmp_path: Path) -> None:
    book = exports.example()
    file = load(exports.save(tmp_path / "k.xlsx", exports.kingdee_receipts(book)), as_of=TODAY)
    assert file.preset == "kingdee_cloud_receipts"
    assert [(row.number, row.amount_fen) for row in file.receipts] == [(m.number, m.fen) for m in book.money]
    assert [(row.number, row.kind, row.amount_fen) for row in file.invoices] == [("TK-1", "other", 1250)]
    assert [row.value for row in file.passed_over] == ["审核中"]
    assert file.control["CNY"].agrees


def test_open_items_of_an_aging_list_are_told_from_money_on_account(tmp_path: Path) -> None:
    file = load(exports.save(tmp_path / "a.xlsx", exports.kingdee_aging(exports.example())), as_of=TODAY)
    assert file.lists_all_open
    assert all(row.open_only and row.received_fen is None for row in file.invoices)
    assert [(row.number, row.kind, row.amount_fen) for row in file.invoices] == [
        ("XS2603-01", "invoice", 600_000),
        ("XS2608-02", "invoice", 250_050),
        ("XS2606-03", "invoice", 88_888_888),
        ("HZ2606-04", "credit_note", -8_888),
        ("XS2609-05", "invoice", 10_000),
    ]
    assert [(row.number, row.amount_fen, row.open_fen, row.open_only) for row in file.receipts] == [
        ("SK2609-02", 30_000, 30_000, True)
    ]


def test_the_parts_of_a_balance_are_its_ages_and_add_up(tmp_path: Path) -> None:
    book = exports.example()
    by_split = load(
        exports.save(tmp_path / "a.xlsx", exports.kingdee_aging(book, documents=False, groups=exports.SPLIT)),
        as_of=TODAY,
    )
    assert by_split.balances[0].parts == ((-30, -1, 250_050), (61, None, 600_000))
    by_u8 = load(exports.save(tmp_path / "u.xlsx", exports.u8_aging(book)), as_of=TODAY)
    assert by_u8.balances[2].parts == ((-36_500, 0, 10_000), (0, 0, -30_000)), (
        "money on account is a negative part"
    )
    for row in (*by_split.balances, *by_u8.balances):
        assert sum(fen for *_, fen in row.parts) == row.balance_fen
        assert row.as_of == exports.DAY
    assert [(row.name, row.code, row.derived) for row in by_u8.customers] == [
        (exports.NAMES[c], book.code(c), True) for c in book.customers()
    ]


@pytest.mark.parametrize(
    ("matching", "balance"),
    [("moves", True), ("repeats", True), ("undoes", True), ("repeats", False), ("undoes", False)],
)
def test_rows_of_matching_become_allocations_however_they_are_booked(
    matching: str, balance: bool, tmp_path: Path
) -> None:
    rows = exports.u8_detail(exports.example(), matching=matching, balance=balance)
    file = load(exports.save(tmp_path / "u.xlsx", rows), as_of=TODAY)
    assert [(row.number, row.amount_fen) for row in file.receipts] == [
        ("SK2604-01", 400_000),
        ("SK2609-02", 50_000),
    ]
    assert [(row.receipt, row.invoice, row.amount_fen) for row in file.allocations] == [
        ("SK2604-01", "XS2603-01", 400_000),
        ("SK2609-02", "XS2609-05", 20_000),
    ]
    assert not any(row.origin == "imported_balance" for row in file.receipts)


def test_what_is_settled_without_a_partner_stands_on_both_documents(tmp_path: Path) -> None:
    file = load(exports.save(tmp_path / "t.xlsx", exports.tplus(exports.example())), as_of=TODAY)
    assert [(row.number, row.received_fen, row.open_fen) for row in file.invoices if row.amount_fen > 0] == [
        ("XS2603-01", 400_000, 600_000),
        ("XS2608-02", 0, 250_050),
        ("XS2606-03", 0, 88_888_888),
        ("XS2609-05", 20_000, 10_000),
    ]
    assert [(row.number, row.open_fen, row.origin) for row in file.receipts] == [
        ("SK2604-01", 0, "file"),
        ("SK2609-02", 30_000, "file"),
    ]


@pytest.mark.parametrize("write", [exports.kis_statement, exports.u8_detail], ids=["kis", "u8"])
def test_an_opening_balance_is_a_document_of_its_own(write: Callable[[Book], Rows], tmp_path: Path) -> None:
    book = replace(exports.example(), opening={0: 77_700, 1: -5_000})
    file = load(exports.save(tmp_path / "o.xlsx", write(book)), as_of=TODAY)
    (opening,) = [row for row in file.invoices if row.kind == "opening"]
    assert (opening.number, opening.amount_fen, opening.issued_on) == ("QC-C0001", 77_700, date(2026, 1, 1))
    (before,) = [row for row in file.receipts if row.open_only]
    assert (before.number, before.amount_fen, before.open_fen) == ("QC-C0002", 5_000, 5_000)
    assert balances(file) == book.balances()


def test_a_balance_without_an_opening_row_begins_where_the_first_row_leaves_it(tmp_path: Path) -> None:
    book = replace(exports.example(), opening={0: 77_700, 1: -5_000})
    rows = [row for row in exports.u8_detail(book) if "期初余额" not in row]
    file = load(exports.save(tmp_path / "o.xlsx", rows), as_of=TODAY)
    assert balances(file) == book.balances()
    assert len(file.totals) == 3


def test_a_total_that_contradicts_is_told_by_customer(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example())
    subtotal = next(row for row in rows if len(row) > 10 and row[1] == f"{exports.NAMES[0]}(小计)")
    subtotal[10] = 1
    file = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY)
    (check,) = [check for check in file.totals if not check.agrees]
    assert (check.label, check.column, check.stated_fen, check.counted_fen) == (
        f"{exports.NAMES[0]}(小计)", "尚未收款金额", 100, 850_050,
    )  # fmt: skip


def test_age_groups_that_do_not_add_up_are_a_remark_and_no_reject(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example())
    rows[3][15] = 1
    file = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY)
    assert file.rejected == ()
    assert [remark.values["row"] for remark in file.remarks] == [4]


def test_a_document_due_in_parts_is_one_document(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example())
    second = list(rows[3])
    second[9], second[10], second[15] = date(2026, 4, 4), 11.5, 11.5
    rows.insert(4, second)
    rows[6][10] = rows[6][10] + 11.5
    rows[-2][10] = rows[-2][10] + 11.5
    file = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY)
    assert (file.invoices[0].amount_fen, file.invoices[0].due_on) == (601_150, date(2026, 4, 4))
    assert (file.rejected, [remark.values["count"] for remark in file.remarks]) == ((), [1])
    assert all(check.agrees for check in file.totals)


def test_a_heading_on_every_page_and_totals_of_pages_are_no_rows(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example())
    page = [["本页小计", *[None] * 9, 8_500.5], [None], ["应收款账龄分析表"], rows[1], rows[2]]
    file = load(exports.save(tmp_path / "a.xlsx", [*rows[:6], *page, *rows[6:]]), as_of=TODAY)
    assert file.rejected == ()
    assert balances(file) == exports.example().balances()
    assert all(check.agrees for check in file.totals)


def test_field_codes_alone_are_headings_too(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example(), codes=True)
    file = load(exports.save(tmp_path / "a.xlsx", [*rows[:2], rows[3], *rows[4:]]), as_of=TODAY)
    assert (file.preset, balances(file)) == ("kingdee_cloud_aging", exports.example().balances())


@pytest.mark.parametrize("where", ["heading", "line above"])
def test_amounts_in_ten_thousands_are_scaled_and_never_rounded(where: str, tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example(), groups=())
    if where == "heading":
        rows[2][10] = "尚未收款金额（万元）"
    else:
        rows[1].append("单位：万元")
    for row in rows[3:-1]:
        row[10] = f"{Decimal(str(row[10])) / 10_000:f}"
    file = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY)
    assert (balances(file), file.rejected) == (exports.example().balances(), ())
    assert all(check.agrees for check in file.totals)
    rows[3][10] = "60.0000001"
    (refused,) = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY).rejected
    assert (refused.row, refused.sentence) == (4, TooManyDecimals.sentence)


def test_each_currency_has_its_own_balance_and_totals(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example())
    foreign = [*rows[3]]
    foreign[2], foreign[7], foreign[10], foreign[15] = "美元", "XS-USD", 1_000, 1_000
    dollars = [None, f"{exports.NAMES[0]}(小计)", "美元", *[None] * 7, 1_000]
    rows[5][2] = "人民币"
    file = load(
        exports.save(tmp_path / "a.xlsx", [*rows[:5], foreign, rows[5], dollars, *rows[6:-2]]), as_of=TODAY
    )
    assert {row.number: row.currency for row in file.invoices}["XS-USD"] == "USD"
    assert {currency: total.imported_total_fen for currency, total in file.control.items()}["USD"] == 100_000
    assert all(check.agrees for check in file.totals)


def test_amounts_in_the_local_currency_alone_are_in_that_currency(tmp_path: Path) -> None:
    rows = exports.kingdee_aging(exports.example(), groups=())
    rows[2][10] = "尚未收款金额(本位币)"
    for row in rows[3:-2]:
        row[2] = "美元" if row[7] is not None and len(row) > 9 else row[2]
    file = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY)
    assert {row.currency for row in file.invoices} == {"CNY"}


def test_balances_beside_their_documents_are_not_counted_twice(tmp_path: Path) -> None:
    book = exports.example()
    path = books.workbook(
        tmp_path / "both.xlsx",
        {"明细": exports.kingdee_aging(book), "汇总": exports.kingdee_aging(book, documents=False)},
    )
    file = load(path, as_of=TODAY)
    assert (balances(file), file.balances, file.skipped_sheets) == (book.balances(), (), ("汇总",))
    assert [(remark.values["sheet"], remark.values["other"]) for remark in file.remarks] == [("汇总", "明细")]


def test_two_columns_of_one_meaning_that_differ_are_told(tmp_path: Path) -> None:
    head = ["单据编号", "客户名称", "开票日期", "到期日", "金额", "金额", "备注"]
    rows = [
        head,
        ["A-1", "甲", date(2026, 3, 1), date(2026, 4, 1), 100, 100, ""],
        ["A-2", "甲", date(2026, 3, 1), date(2026, 4, 1), 100, 113, ""],
    ]
    file = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY)
    (remark,) = file.remarks
    assert (remark.values["first"], remark.values["second"], remark.values["row"]) == ("E", "F", 3)
    head[5] = "价税合计"
    told = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY)
    assert (told.remarks, [row.amount_fen for row in told.invoices]) == ((), [10_000, 11_300])


def test_a_person_may_say_what_the_columns_are(tmp_path: Path) -> None:
    rows = [["a", "b", "c", "d"], ["A-1", "甲", "2026-03-01", "1.2"]]
    path = exports.save(tmp_path / "a.xlsx", rows)
    columns = {"number": 0, "customer_name": 1, "issued_on": 2, "open": 3}
    heading = Heading("invoices", 0, columns, (), preset="mapped", scale={"open": 10_000})
    file = load(path, as_of=TODAY, explain=lambda table: heading)
    assert (file.preset, file.invoices[0].amount_fen, file.lists_all_open) == ("mapped", 1_200_000, True)
    with pytest.raises(errors.NoHeading):
        load(path, as_of=TODAY, explain=lambda table: None)


def _load(tmp_path: Path, rows: Rows) -> LedgerFile:
    return load(exports.save(tmp_path / "export.xlsx", rows), as_of=TODAY)


def test_a_printed_ledger_has_its_customer_above_and_its_days_in_three_columns(tmp_path: Path) -> None:
    rows: Rows = [
        ["应收明细账"],
        ["客户：01001 上海甲乙有限公司", *[None] * 8, "币种：人民币"],
        ["期间：2026.01-2026.09"],
        ["年", "月", "日", "凭证号", "摘要", "单据类型", "单据号", "本期应收", "本期收回", "方向", "余额"],
        ["2026", None, None, None, "期初余额", None, None, None, None, "贷", 1000],
        ["2026", "03", "01", "记-1", "销售", "销售专用发票", "0000001", 1500, None, "借", 500],
        ["2026", 4, 1, "记-5", "收款", "收款单", "0000002", None, 700, "贷", 200],
        [None, None, None, None, "本月合计", None, None, 1500, 700, "贷", 200],
        [None, None, None, None, "本年累计", None, None, 1500, 700, "贷", 200],
    ]
    file = _load(tmp_path, rows)
    assert (file.preset, file.rejected) == ("u8_detail", ())
    (invoice,) = file.invoices
    assert (invoice.customer, invoice.customer_name) == ("01001", "上海甲乙有限公司")
    assert (invoice.issued_on, invoice.amount_fen) == (date(2026, 3, 1), 150_000)
    assert [(row.number, row.received_on, row.amount_fen, row.open_only) for row in file.receipts] == [
        ("QC-01001", date(2026, 1, 1), 100_000, True),
        ("0000002", date(2026, 4, 1), 70_000, False),
    ]
    (check,) = file.totals
    assert (check.stated_fen, check.agrees) == (-20_000, True)


def test_currencies_in_a_second_line_of_the_heading_are_told_apart(tmp_path: Path) -> None:
    figures = [["期初余额", None], ["本期应收", None], ["本期收款", None], ["期末余额", None]]
    rows: Rows = [
        ["应收款汇总表"],
        ["往来单位编码", "往来单位名称", "结算组织", "币别", *(cell for pair in figures for cell in pair)],
        [None, None, None, None, *["原币", "本位币"] * 4],
        ["C1", "甲", "东区", "美元", 10, 70, 20, 140, 5, 35, 25, 175],
        ["C1", "甲", "西区", "美元", 1, 7, 0, 0, 0, 0, 1, 7],
        ["C1", "甲", "西区", "人民币", 3, 3, 0, 0, 0, 0, 3, 3],
        ["合计", None, None, None, None, 80, None, 140, None, 35, None, 185],
    ]
    file = _load(tmp_path, rows)
    assert (file.preset, file.rejected) == ("kingdee_cloud_summary", ())
    assert [(row.currency, row.balance_fen) for row in file.balances] == [("USD", 2_600), ("CNY", 300)]


@pytest.mark.parametrize(("counted", "closing"), [(True, 350), (False, 400)])
def test_an_advance_counts_where_the_running_balance_counts_it(
    counted: bool, closing: int, tmp_path: Path
) -> None:
    off = 50 if counted else 0
    rows: Rows = [
        ["往来对账单"],
        ["客户代码", "客户名称", "日期", "单据类型", "单据编号", "预收金额", "应收金额", "实收金额", "折扣金额",
         "期末应收", "摘要"],
        ["C1", "甲", "2026-01-01", None, None, 0, 0, 0, 0, 100, "期初余额"],
        ["C1", "甲", "2026-02-01", "销售出库", "X1", 0, 500, 0, 0, 600, None],
        ["C1", "甲", "2026-02-05", "预收款单", "Y1", 50, 0, 0, 0, 600 - off, None],
        ["C1", "甲", "2026-02-07", "收款单", "S1", 0, 0, 190, 10, 400 - off, None],
    ]  # fmt: skip
    file = _load(tmp_path, rows)
    assert (file.preset, file.rejected) == ("kingdee_kis_statement", ())
    assert (
        sum(row.amount_fen for row in file.invoices) - sum(row.amount_fen for row in file.receipts)
        == closing * 100
    )
    assert [row.number for row in file.receipts] == (["Y1", "S1"] if counted else ["S1"])
    assert ("S1-折扣", "credit_note", -1_000) in [
        (row.number, row.kind, row.amount_fen) for row in file.invoices
    ]
    assert len(file.remarks) == (0 if counted else 1)


def test_a_statement_of_sums_gives_balances(tmp_path: Path) -> None:
    head = ["客户代码", "客户名称", "期初应收", "预收金额", "应收金额", "实收金额", "折扣金额", "期末应收"]
    figures = [100, 0, 500, 200, 10, 390]
    rows: Rows = [["往来对账单"], head, ["C1", "甲", *figures], ["合计", None, *figures]]
    file = _load(tmp_path, rows)
    assert (file.preset, [(row.customer, row.balance_fen) for row in file.balances]) == (
        "kingdee_kis_statement", [("C1", 39_000)],
    )  # fmt: skip


def test_the_lines_of_a_document_are_one_document(tmp_path: Path) -> None:
    head = ["单据编号", "单据类型", "业务日期", "到期日", "客户", "币别", "价税合计", "未收款金额",
            "单据状态", "物料名称", "结算组织"]  # fmt: skip
    line = [
        "A1",
        "标准应收单",
        "2026-01-01",
        "2026-02-01",
        "甲",
        "人民币",
        100,
        60,
        "已审核",
        "螺丝",
        "本公司",
    ]
    rows: Rows = [head, line, [*line[:9], "螺母", "本公司"], [*[None] * 9, "垫片", None], ["A2", *line[1:]]]
    file = _load(tmp_path, rows)
    assert [(row.number, row.amount_fen, row.open_fen) for row in file.invoices] == [
        ("A1", 10_000, 6_000), ("A2", 10_000, 6_000),
    ]  # fmt: skip
    assert (file.rejected, file.control["CNY"].file_total_fen, len(file.remarks)) == ((), 20_000, 1)


def test_a_red_invoice_that_is_used_up_says_nothing_more(tmp_path: Path) -> None:
    head = ["单据编号", "单据类型", "业务日期", "到期日", "客户", "币别", "价税合计",
            "未收款金额", "单据状态", "结算组织"]  # fmt: skip
    day = "2026-01-01"
    rows: Rows = [
        head,
        ["A1", "标准应收单", day, day, "甲", "人民币", 100, 60, "已审核", "本公司"],
        ["H1", "红字应收单", day, day, "甲", "人民币", -40, 0, "已审核", "本公司"],
        ["H2", "红字应收单", day, day, "甲", "人民币", -40, -10, "已审核", "本公司"],
    ]
    file = _load(tmp_path, rows)
    assert [(row.number, row.amount_fen) for row in file.invoices] == [("A1", 10_000), ("H2", -1_000)]
    assert (file.rejected, [remark.values["count"] for remark in file.remarks]) == ((), [2])


def test_a_home_made_list_of_debts_in_ten_thousands(tmp_path: Path) -> None:
    rows: Rows = [
        ["2026年应收账款明细（单位：万元）"],
        ["客户名称", "合同号", "发票号", "开票日期", "欠款金额"],
        ["甲", "H1", "F1", "2026-01-01", "1.2345"],
        ["甲", "H1", "F2", "2026-02-01", "3.5万"],
        ["", "合计", "", "", "4.7345"],
    ]
    file = _load(tmp_path, rows)
    assert (file.preset, file.lists_all_open) == ("home_ledger", True)
    assert [row.amount_fen for row in file.invoices] == [1_234_500, 3_500_000]
    assert all(check.agrees for check in file.totals)


def test_a_home_made_account_of_debit_and_credit(tmp_path: Path) -> None:
    rows: Rows = [
        ["客户名称：甲方有限公司"],
        ["日期", "摘要", "借方", "贷方", "余额"],
        ["2026-01-01", "期初余额", None, None, 100],
        ["2026-01-05", "销售", 50, None, 150],
        ["2026-01-15", "收到货款", None, 70, 80],
        [None, "合计", 50, 70, 80],
    ]
    file = _load(tmp_path, rows)
    assert (file.preset, file.rejected) == ("home_ledger", ())
    assert [(row.kind, row.amount_fen, row.customer_name) for row in file.invoices] == [
        ("opening", 10_000, "甲方有限公司"), ("invoice", 5_000, "甲方有限公司"),
    ]  # fmt: skip
    assert [row.amount_fen for row in file.receipts] == [7_000]


@pytest.mark.parametrize(
    ("headings", "ages"),
    [
        ("未到期 1-30天 31-60天 60天以上", [(-36_500, 0), (1, 30), (31, 60), (61, None)]),
        ("30天以内 31~60 61至90天 >90天", [(1, 30), (31, 60), (61, 90), (91, None)]),
        ("1年以内 1-2年 2-3年 3年以上", [(1, 365), (366, 730), (731, 1095), (1096, None)]),
        ("未到期31天以上 未到期1-30 今日到期(0) 已到期1-30 31-60 61+", None),
        ("账期内 账期外 90天占比", [(-36_500, 0), (1, None)]),
        ("(-30)-(-1) 逾期0-30天（原币） 逾期0-30天（本位币）", [(-30, -1), (0, 30)]),
        ("合计 2026 单据编号 账期", []),
    ],
)
def test_the_headings_of_age_groups_say_their_days(
    headings: str, ages: list[tuple[int, int | None]] | None
) -> None:
    wanted = [(-36_500, -31), (-30, -1), (0, 0), (1, 30), (31, 60), (61, None)] if ages is None else ages
    found = captions.age_groups([captions.caption(text) for text in headings.split()])
    assert [(group.from_days, group.to_days) for group in found] == wanted


def test_a_ledger_beside_its_open_items_is_not_counted_twice(tmp_path: Path) -> None:
    book = exports.example()
    path = books.workbook(
        tmp_path / "both.xlsx", {"明细账": exports.u8_detail(book), "账龄": exports.kingdee_aging(book)}
    )
    file = load(path, as_of=TODAY)
    assert (balances(file), len(file.skipped_sheets), len(file.remarks)) == (book.balances(), 1, 1)


def test_columns_that_a_person_named_are_read_like_another_systems_list(tmp_path: Path) -> None:
    rows: Rows = [
        ["n", "c", "t", "d", "o"],
        ["A-1", "甲", "标准应收单", "2026-03-01", 9],
        ["S-1", "甲", "收款单", "2026-03-02", -4],
    ]
    heading = Heading(
        "invoices",
        0,
        {"number": 0, "customer_name": 1, "kind": 2, "issued_on": 3, "open": 4},
        (),
        preset="mapped",
    )
    file = load(exports.save(tmp_path / "a.xlsx", rows), as_of=TODAY, explain=lambda table: heading)
    assert ([row.amount_fen for row in file.invoices], [row.open_fen for row in file.receipts]) == (
        [900],
        [400],
    )


def test_a_form_without_numbers_gets_the_same_ones_every_time(tmp_path: Path) -> None:
    head = [
        "客户名称",
        "合同编号",
        "应收金额",
        "已回款金额",
        "计划回款日期",
        "开票日期",
        "提交人",
        "提交时间",
        "更新时间",
    ]
    line = [
        "甲",
        "H1",
        500,
        0,
        "2026-09-01",
        "2026-08-01",
        "张伟",
        "2026-08-01 10:00:00",
        "2026-08-01 10:00:00",
    ]
    rows: Rows = [head, line, line, ["甲", "", *line[2:]]]
    file = _load(tmp_path, rows)
    assert (file.preset, file.rejected) == ("jiandaoyun", ())
    assert [row.number for row in file.invoices] == ["YS-H1-20260901", "YS-H1-20260901#2", "YS-甲-20260901"]
    receipts = _load(tmp_path, [["客户名称", "回款金额", "回款日期", "提交人", "提交时间", "更新时间"],
                                ["甲", 5, "2026-09-01", "张伟", "2026-09-01 10:00", "2026-09-01 10:00"]])  # fmt: skip
    assert [(row.number, row.amount_fen) for row in receipts.receipts] == [("SK-甲-20260901", 500)]
