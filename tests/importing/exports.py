"""One small ledger written as each system exports it, with the variations that its exports have.

``Book`` says what is true; each function answers the rows of one sheet of that system's layout, made
after the published columns.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from . import books

Rows = list[list[Any]]
DAY = date(2026, 9, 30)
NAMES = (
    "东莞百川包装制品有限公司",
    "北京金辉电子科技有限公司",
    "厦门中科医疗器械（集团）有限公司",
    "宁波鑫达精密模具有限公司",
)


@dataclass(frozen=True)
class Doc:
    """An invoice; what lowers the debt is negative."""

    customer: int
    number: str
    issued_on: date
    due_on: date
    fen: int


@dataclass(frozen=True)
class Money:
    """A receipt and what of it was set against which invoice."""

    customer: int
    number: str
    day: date
    fen: int
    parts: tuple[tuple[str, int], ...] = ()

    @property
    def left(self) -> int:
        return self.fen - sum(fen for _, fen in self.parts)


@dataclass(frozen=True)
class Book:
    """A whole ledger at ``DAY``."""

    docs: tuple[Doc, ...]
    money: tuple[Money, ...] = ()
    opening: dict[int, int] = field(default_factory=dict)

    def code(self, customer: int) -> str:
        return f"C{customer + 1:04d}"

    def customers(self) -> list[int]:
        return sorted({row.customer for row in (*self.docs, *self.money)} | set(self.opening))

    def paid(self, doc: Doc) -> int:
        return sum(fen for money in self.money for number, fen in money.parts if number == doc.number)

    def balance(self, customer: int) -> int:
        docs = sum(doc.fen for doc in self.docs if doc.customer == customer)
        money = sum(money.fen for money in self.money if money.customer == customer)
        return self.opening.get(customer, 0) + docs - money

    def balances(self) -> dict[str, int]:
        """What each customer owes, by code, where it is not nothing."""
        return {self.code(c): fen for c in self.customers() if (fen := self.balance(c))}

    def open_docs(self, customer: int) -> list[tuple[Doc, int]]:
        return [(d, left) for d in self.docs if d.customer == customer and (left := d.fen - self.paid(d))]


def example() -> Book:
    """Three customers: paid in part, paid too much, a red invoice, not yet due."""
    day = date(2026, 3, 5)
    return Book(
        (
            Doc(0, "XS2603-01", day, date(2026, 5, 4), 1_000_000),
            Doc(0, "XS2608-02", date(2026, 8, 20), date(2026, 10, 19), 250_050),
            Doc(1, "XS2606-03", date(2026, 6, 1), date(2026, 8, 30), 88_888_888),
            Doc(1, "HZ2606-04", date(2026, 6, 9), date(2026, 6, 9), -8_888),
            Doc(2, "XS2609-05", date(2026, 9, 1), date(2026, 9, 30), 30_000),
        ),
        (
            Money(0, "SK2604-01", date(2026, 4, 10), 400_000, (("XS2603-01", 400_000),)),
            Money(2, "SK2609-02", date(2026, 9, 12), 50_000, (("XS2609-05", 20_000),)),
        ),
    )


def yuan(fen: int, text: bool = False) -> Any:
    """A cell of money: a number, or text with commas and brackets for what is below zero."""
    if not text:
        return fen / 100
    return f"({-fen / 100:,.2f})" if fen < 0 else f"{fen / 100:,.2f}"


STANDARD = (
    (None, 0, "未到期"),
    (1, 30, "1-30天"),
    (31, 60, "31-60天"),
    (61, 90, "61-90天"),
    (91, None, "90天以上"),
)
SPLIT = (
    (None, -31, "未到期31天以上"), (-30, -1, "未到期1-30天"), (0, 0, "今日到期"),
    (1, 30, "已到期1-30天"), (31, 60, "已到期31-60天"), (61, None, "已到期61天以上"),
)  # fmt: skip
Groups = Sequence[tuple[int | None, int | None, str]]


def by_age(groups: Groups, due: date, fen: int, text: bool = False) -> list[Any]:
    late = (DAY - due).days
    return [
        yuan(fen, text) if (low is None or late >= low) and (high is None or late <= high) else None
        for low, high, _ in groups
    ]


def kingdee_aging(
    book: Book,
    *,
    documents: bool = True,
    groups: Groups = STANDARD,
    local: bool = False,
    text: bool = False,
    codes: bool = False,
    blank_columns: bool = False,
) -> Rows:
    """应收款账龄分析表, with 小计 rows, 合计 and a footer."""
    head = ["往来单位编码", "往来单位名称", "币别", "结算组织", "销售部门", "销售员"]
    field_codes = [
        "FContactUnitNumber",
        "FCONTACTUNIT",
        "FCurrencyName",
        "FSettleOrgName",
        "FSaleDeptName",
        "FSalerName",
    ]
    if documents or blank_columns:
        head += ["单据类型", "单据编号", "业务日期", "到期日"]
        field_codes += ["FBillTypeName", "FBillNo", "FDate", "FEndDate"]
    money = ["尚未收款金额(原币)", "尚未收款金额(本位币)"] if local else ["尚未收款金额"]
    field_codes += ["FBalanceAmtFor", "FBalanceAmt"][: len(money)]
    suffixes = ("(原币)", "(本位币)") if local else ("",)
    field_codes += [f"FBalance{i + 1}AmtFor" for i in range(len(groups) * len(suffixes))] + ["FREMARK"]
    head += [*money, *(f"{name}{suffix}" for *_, name in groups for suffix in suffixes), "备注"]
    rows: Rows = [
        ["应收款账龄分析表"],
        ["截止日期：2026-09-30", None, "分析基准：到期日", None, "币别：人民币"],
        head,
    ]
    if codes:
        rows.append(field_codes)
    wide = len(suffixes)
    total = 0
    for c in book.customers():
        party = [book.code(c), NAMES[c], "人民币", "本公司", "销售一部", "陈静"]
        items = [
            ("红字应收单" if d.fen < 0 else "标准应收单", d.number, d.issued_on, d.due_on, left)
            for d, left in book.open_docs(c)
        ]
        items += [
            ("收款单", m.number, m.day, m.day, -m.left) for m in book.money if m.customer == c and m.left
        ]
        if documents:
            for kind, number, issued, due, left in items:
                ages = [cell for cell in by_age(groups, due, left, text) for _ in range(wide)]
                rows.append([*party, kind, number, issued, due, *[yuan(left, text)] * wide, *ages])
            rows.append(
                [
                    None,
                    f"{NAMES[c]}(小计)",
                    *[None] * (len(head[:10]) - 2),
                    *[yuan(book.balance(c), text)] * wide,
                ]
            )
        else:
            cells = [
                sum(left for *_, due, left in items if by_age([group], due, 1)[0] is not None)
                for group in groups
            ]
            blank = [None] * 4 if blank_columns else []
            ages = [yuan(cell, text) for cell in cells for _ in range(wide)]
            rows.append([*party, *blank, *[yuan(book.balance(c), text)] * wide, *ages])
        total += book.balance(c)
    at = 10 if documents or blank_columns else 6
    rows.append(["合计", *[None] * (at - 1), *[yuan(total, text)] * wide])
    rows.append(["制表人：王会计", None, None, "打印时间：2026-10-08 09:12"])
    return rows


def kingdee_receivables(book: Book, *, codes: bool = False) -> Rows:
    """应收单列表, with a draft and a cancelled one that do not count."""
    head = [
        "单据类型",
        "单据编号",
        "业务日期",
        "到期日",
        "客户",
        "币别",
        "价税合计",
        "未收款金额",
        "结算组织",
        "单据状态",
        "作废状态",
    ]
    if codes:
        head = ["FBillTypeID", "FBillNo", "FDATE", "FENDDATE_H", "FCUSTOMERID", "FCURRENCYID", "FALLAMOUNTFOR",
                "FNoReceiveAmount", "FSETTLEORGID", "FDOCUMENTSTATUS", "FCancelStatus"]  # fmt: skip
    rows: Rows = [head]
    for d in book.docs:
        kind = "标准应收单" if d.fen > 0 else "红字应收单"
        rows.append([kind, d.number, d.issued_on, d.due_on, NAMES[d.customer], "人民币", yuan(d.fen),
                     yuan(d.fen - book.paid(d)),
                     "本公司", "C" if codes else "已审核", "A" if codes else "否"])  # fmt: skip
    rows.append(
        ["标准应收单", "CG-1", DAY, DAY, NAMES[0], "人民币", 5, 5, "本公司", "A" if codes else "创建", "否"]
    )
    rows.append(["标准应收单", "ZF-1", DAY, DAY, NAMES[0], "人民币", 7, 7, "本公司", "已审核", "已作废"])
    return rows


def kingdee_receipts(book: Book) -> Rows:
    """收款单列表: the bank kept a fee of the first one; the last one goes back."""
    rows: Rows = [
        [
            "单据类型",
            "单据编号",
            "业务日期",
            "往来单位类型",
            "往来单位",
            "币别",
            "结算方式",
            "收款用途",
            "实收金额",
            "手续费",
            "收款组织",
            "单据状态",
            "备注",
        ]
    ]
    for i, m in enumerate(book.money):
        fee = 1_000 if i == 0 else 0
        rows.append(
            [
                "销售收款单",
                m.number,
                m.day,
                "客户",
                NAMES[m.customer],
                "人民币",
                "电汇",
                "销售收款",
                yuan(m.fen - fee),
                yuan(fee),
                "本公司",
                "已审核",
                None,
            ]
        )
    rows.append(
        [
            "收款退款单",
            "TK-1",
            DAY,
            "客户",
            NAMES[0],
            "人民币",
            "电汇",
            "退款",
            12.5,
            0,
            "本公司",
            "已审核",
            None,
        ]
    )
    rows.append(
        [
            "销售收款单",
            "SK-CG",
            DAY,
            "客户",
            NAMES[0],
            "人民币",
            "电汇",
            "销售收款",
            9,
            0,
            "本公司",
            "审核中",
            None,
        ]
    )
    return rows


def kingdee_summary(book: Book, *, local: bool = True) -> Rows:
    """应收款汇总表 of a period, with every figure in both currencies."""
    figures = ["期初余额", "本期应收", "已开票金额", "本期收款", "本期冲销额", "期末余额"]
    suffixes = ("(原币)", "(本位币)") if local else ("",)
    head = [
        "往来单位编码",
        "往来单位名称",
        "销售组织",
        "结算组织",
        "部门",
        "销售员",
        "币别",
        *(f"{f}{s}" for f in figures for s in suffixes),
    ]
    rows: Rows = [["应收款汇总表"], ["会计期间：2026年1月 - 2026年9月"], head]
    for c in book.customers():
        charged = sum(d.fen for d in book.docs if d.customer == c)
        money = sum(m.fen for m in book.money if m.customer == c)
        cells = [book.opening.get(c, 0), charged, charged, money, 0, book.balance(c)]
        rows.append(
            [
                book.code(c),
                NAMES[c],
                "本公司",
                "本公司",
                "销售一部",
                "陈静",
                "人民币",
                *(yuan(x) for x in cells for _ in suffixes),
            ]
        )
    total = sum(map(book.balance, book.customers()))
    rows.append(["合计", *[None] * 6, *[None] * (5 * len(suffixes)), *[yuan(total)] * len(suffixes)])
    return rows


def _moves(book: Book, customer: int) -> list[tuple[date, Doc | Money]]:
    moves: list[tuple[date, Doc | Money]] = [(d.issued_on, d) for d in book.docs if d.customer == customer]
    moves += [(m.day, m) for m in book.money if m.customer == customer]
    return sorted(moves, key=lambda move: (move[0], move[1].number))


def kis_statement(book: Book, *, groups: bool = True) -> Rows:
    """往来对账单: a line for each customer, its opening, its documents with the running balance."""
    head = [
        "日期",
        "单据类型",
        "单据号码",
        "摘要",
        "预收金额",
        "应收金额",
        "实收金额",
        "折扣金额",
        "期末应收",
    ]
    rows: Rows = [
        ["客户往来对账单"],
        ["查询日期：2026-01-01 至 2026-09-30"],
        head if groups else ["客户代码", "客户名称", *head],
    ]
    for c in book.customers():
        party = [] if groups else [book.code(c), NAMES[c]]
        if groups:
            rows.append([f"客户：{book.code(c)} {NAMES[c]}"])
        balance = book.opening.get(c, 0)
        rows.append([*party, date(2026, 1, 1), None, None, "期初余额", None, None, None, None, yuan(balance)])
        for day, move in _moves(book, c):
            if isinstance(move, Doc):
                balance += move.fen
                cells = [
                    "销售单" if move.fen > 0 else "销售退货单",
                    move.number,
                    "销售商品",
                    None,
                    yuan(move.fen),
                    None,
                    None,
                ]
            else:
                balance -= move.fen
                cells = ["收款单", move.number, "收到货款", None, None, yuan(move.fen), None]
            rows.append([*party, day, *cells, yuan(balance)])
        rows.append([*([""] * len(party)), None, None, None, "小计", None, None, None, None, yuan(balance)])
    return rows


def u8_detail(book: Book, *, codes: bool = False, matching: str = "moves", balance: bool = True) -> Rows:
    """应收明细账. ``matching``: rows of 9P are the receipt itself, repeat it (``repeats``) or undo it (``undoes``)."""
    head = [
        "客户编码",
        "客户名称",
        "单据日期",
        "登记日期",
        "单据类型",
        "单据号",
        "处理方式",
        "对应单据类型",
        "对应单据号",
        "摘要",
        "业务员",
        "借方",
        "贷方",
    ]
    if codes:
        head = ["partner", "name", "date", "reg_date", "doc_type_name", "doc_code", "proc_style", "co_doc_type",
                "co_doc_code", "digest", "person", "debit", "credit"]  # fmt: skip
    head = [*head, "balance" if codes else "余额"] if balance else head
    rows: Rows = [["应收明细账"], ["期间：2026.01-2026.09"], head]
    for c in book.customers():
        party = [book.code(c), NAMES[c]]
        running = book.opening.get(c, 0)
        if running:
            rows.append(
                [
                    *party,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    None,
                    "期初余额",
                    None,
                    *([None, None, yuan(running)] if balance else [yuan(running), None]),
                ]
            )

        def row(
            day: date, kind: str, number: str, proc: str, co: tuple[str, str], debit: int, credit: int
        ) -> None:
            cells = [
                *party,  # noqa: B023
                day,
                day,
                kind,
                number,
                proc,
                *co,
                "往来",
                "张伟",
                yuan(debit) if debit else None,
                yuan(credit) if credit else None,
            ]
            rows.append([*cells, yuan(running)] if balance else cells)  # noqa: B023

        for day, move in _moves(book, c):
            if isinstance(move, Doc):
                running += move.fen
                row(
                    day,
                    "26销售专用发票" if codes else "销售专用发票",
                    move.number,
                    "26",
                    ("26", move.number),
                    move.fen,
                    0,
                )
                continue
            if matching == "moves":
                for number, fen in move.parts:
                    running -= fen
                    row(day, "48收款单" if codes else "收款单", move.number, "9P", ("26", number), 0, fen)
                if move.left:
                    running -= move.left
                    row(day, "收款单", move.number, "48", ("48", move.number), 0, move.left)
                continue
            running -= move.fen
            row(day, "收款单", move.number, "48", ("48", move.number), 0, move.fen)
            for number, fen in move.parts:
                if matching == "undoes":
                    running += fen
                    row(day, "收款单", move.number, "9P", ("48", move.number), 0, -fen)
                    running -= fen
                row(day, "收款单", move.number, "9P", ("26", number), 0, fen)
        rows.append([None, None, None, None, None, None, None, None, None, "本月合计", None, 1, 2])
        rows.append([None, None, None, None, None, None, None, None, None, "本年累计", None, 1, 2])
    return rows


def u8_aging(book: Book, *, codes: bool = False) -> Rows:
    """账龄分析 by customer: not due, overdue by age, money not yet matched, the balance."""
    groups = (
        (None, 0, "未到期"),
        (1, 30, "1-30"),
        (31, 60, "31-60"),
        (61, 90, "61-90"),
        (91, 180, "91-180"),
        (181, 365, "181-365"),
        (366, None, "365以上"),
    )
    head = ["客户编码", "客户名称", "业务员", "余额", *(name for *_, name in groups), "未核销预收", "逾期"]
    if codes:
        head = [
            "partner",
            "name",
            "person_name",
            "balance",
            "not_due",
            *(n for *_, n in groups[1:-1]),
            "365+",
            "prepaid",
            "overdue",
        ]
    rows: Rows = [["应收账龄分析"], ["截止日期: 2026-09-30"], head]
    for c in book.customers():
        items = book.open_docs(c)
        cells = [sum(left for d, left in items if by_age([g], d.due_on, 1)[0] is not None) for g in groups]
        prepaid = sum(m.left for m in book.money if m.customer == c)
        rows.append(
            [
                book.code(c),
                NAMES[c],
                "李娜",
                yuan(book.balance(c)),
                *map(yuan, cells),
                yuan(prepaid),
                yuan(sum(cells[1:])),
            ]
        )
    rows.append([None, "合计", None, yuan(sum(map(book.balance, book.customers())))])
    return rows


def tplus(book: Book, *, lines: int = 2, local: bool = True) -> Rows:
    """往来对账: both sides with what was entered, is settled, is open; the heading on one, two or three lines."""
    first = [
        "科目编码",
        "科目名称",
        "对账对象编码",
        "对账对象名称",
        "币种",
        "凭证日期",
        "凭证字号",
        "业务日期",
        "业务单号",
        "业务员",
        "摘要",
    ]
    money = ("金额", "本币") if local else ("金额",)
    sides = [
        (side, part, unit) for side in ("借方", "贷方") for part in ("发生", "已结", "未结") for unit in money
    ]
    blank: list[Any] = [None] * len(first)
    if lines == 1:
        heads: Rows = [[*first, *("-".join(names[: 2 + local]) for names in sides)]]
    elif lines == 2 and not local:
        heads = [[*first, "借方", None, None, "贷方", None, None], [*blank, *(part for _, part, _ in sides)]]
    else:
        heads = [
            [*first, *(side if part == "发生" and unit == "金额" else None for side, part, unit in sides)],
            [*blank, *(part if unit == "金额" else None for _, part, unit in sides)],
            [*blank, *(unit for *_, unit in sides)],
        ]
    rows: Rows = [["往来对账"], ["期间：2026年1月至2026年9月"], *heads]
    for c in book.customers():
        for i, (day, move) in enumerate(_moves(book, c)):
            settled = book.paid(move) if isinstance(move, Doc) else move.fen - move.left
            own = [move.fen, settled, move.fen - settled]
            both = [*own, 0, 0, 0] if isinstance(move, Doc) else [0, 0, 0, *own]
            rows.append([
                "1122", "应收账款", book.code(c), NAMES[c], "人民币", day, f"记-{i + 1}", day, move.number, "赵磊",
                "销售商品" if isinstance(move, Doc) else "收到货款",
                *(yuan(x) if x else None for x in both for _ in money),
            ])  # fmt: skip
        rows.append([None, None, f"{NAMES[c]} 小计"])
    return rows


def a3_aging(book: Book, *, days_line: bool = False) -> Rows:
    """应收账龄分析 by customer, in ranges of the user's own."""
    groups = ((None, 0, "未到期"), (1, 45, "1-45天"), (46, 90, "46-90天"), (91, None, "90天以上"))
    names = [name for *_, name in groups]
    rows: Rows = [["应收账龄分析表"], ["分类方式：客户", None, "截止日期：2026年9月30日"]]
    rows.append(
        [
            "客户编号",
            "客户名称",
            "应收余额",
            *(["未到期", "区间一", "区间二", "90天以上"] if days_line else names),
        ]
    )
    if days_line:
        rows.append(["总天数", None, None, None, 45, 90, None])
    for c in book.customers():
        items = [(d.due_on, left) for d, left in book.open_docs(c)]
        items += [(m.day, -m.left) for m in book.money if m.customer == c and m.left]
        cells = [sum(left for due, left in items if by_age([g], due, 1)[0] is not None) for g in groups]
        rows.append([book.code(c), NAMES[c], yuan(book.balance(c)), *map(yuan, cells)])
    rows.append(["合计", None, yuan(sum(map(book.balance, book.customers())))])
    return rows


def form(book: Book, builder: str) -> Rows:
    """A table of receivables of a form builder, in the firm's own words."""
    moment = "2026-09-30 10:11:12"
    heads = {
        "jiandaoyun": [
            "客户名称",
            "合同编号",
            "应收金额",
            "应收日期",
            "开票日期",
            "已回款金额",
            "未回款金额",
            "提交人",
            "提交时间",
            "更新时间",
            "数据ID",
        ],
        "mingdao": [
            "客户",
            "合同号",
            "应收款金额",
            "计划回款日期",
            "开票日期",
            "已收金额",
            "未收金额",
            "拥有者",
            "创建时间",
            "最近修改时间",
            "记录ID",
        ],
        "zhidao": [
            "客户名称",
            "合同编号",
            "应收款",
            "到期日期",
            "开票日期",
            "累计回款",
            "待回款金额",
            "创建人",
            "创建时间",
            "更新时间",
            "流水号",
        ],
    }
    rows: Rows = [heads[builder]]
    for d in book.docs:
        paid = book.paid(d)
        rows.append(
            [
                NAMES[d.customer],
                "HT-1",
                yuan(d.fen),
                d.due_on,
                d.issued_on,
                yuan(paid),
                yuan(d.fen - paid),
                "张伟",
                moment,
                moment,
                d.number,
            ]
        )
    return rows


def save(path: Path, rows: Rows, sheet: str = "Sheet1") -> Path:
    return books.workbook(path, {sheet: rows})


def save_csv(path: Path, rows: Rows) -> Path:
    """As text in GB 18030, as many of these programs write it."""
    out = StringIO()
    csv.writer(out).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return books.text_file(path, out.getvalue(), "gb18030")


Writer = Callable[[Book], Rows]


def shuffled(rows: Rows, heading: int, order: Sequence[int]) -> Rows:
    """The columns in another order, with one that nobody knows put first."""
    width = max(map(len, rows[heading:]))
    places = sorted(range(width), key=lambda i: order[i % len(order)] * 100 + i)
    return [
        row if i < heading else ["自定义字段" if i == heading else "x" if row and row[0] not in ("合计", None) else "",
                                 *(row[p] if p < len(row) else None for p in places)]
        for i, row in enumerate(rows)
    ]  # fmt: skip


def later(day: date, days: int) -> date:
    return day + timedelta(days=days)
