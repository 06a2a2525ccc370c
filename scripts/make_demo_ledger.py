"""Writes ``resources/demo``: the ledger of an invented company, and a drawn chat as evidence.

Run it from the repository: ``uv run python scripts/make_demo_ledger.py``. Everything in it is
invented; the numbers come from a fixed seed, so that two runs give the same ledger.
"""

# ruff: noqa: E501 - one line a customer, as wide as he is

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from arcdesk.demo import BUNDLED_DAY
from arcdesk.importing.export import write_ledger_workbook
from arcdesk.importing.ledger_file import (
    AllocationRow,
    ContractRow,
    CustomerRow,
    InvoiceRow,
    LedgerFile,
    PersonRow,
    ReceiptRow,
)

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "resources" / "demo"
FONT = ROOT / "resources" / "fonts" / "NotoSansSC_400Regular.ttf"
SEED = 20260930
MONTHS = 11


@dataclass(frozen=True, slots=True)
class Debtor:
    """One invented customer: who he is, how he pays, and what he buys for (yuan a month)."""

    code: str
    name: str
    short: str
    grade: str
    behaviour: str
    days: int
    region: str
    industry: str
    size: str
    yuan: int
    person: tuple[str, str, str]
    pain: str = ""
    currency: str = "CNY"
    rate: str = "0.0005"
    per_month: float = 0.6


# fmt: off
DEBTORS = (
    Debtor("K001", "宁波海晏食品有限公司", "海晏食品", "A", "reliable", 30, "宁波", "食品", "medium", 86_000, ("林晓燕", "财务经理", "partial")),
    Debtor("K002", "苏州云帆电子科技有限公司", "云帆电子", "A", "forgetful", 60, "苏州", "电子", "large", 152_000, ("李娜", "应付会计", "none"), "每月 25 日前要收齐发票"),
    Debtor("K003", "上海禾木家居用品有限公司", "禾木家居", "B", "reliable", 45, "上海", "家居", "medium", 64_000, ("钱进", "财务主管", "partial")),
    Debtor("K004", "绍兴锦程纺织有限公司", "锦程纺织", "B", "forgetful", 30, "绍兴", "纺织", "small", 48_000, ("沈佳", "出纳", "none"), "对账慢"),
    Debtor("K005", "嘉兴佳味源农产品有限公司", "佳味源", "C", "short_of_cash", 30, "嘉兴", "农产品", "small", 39_000, ("吴倩", "财务经理", "partial"), "旺季前资金紧"),
    Debtor("K006", "无锡瑞恒机械制造有限公司", "瑞恒机械", "C", "short_of_cash", 60, "无锡", "机械", "medium", 118_000, ("孙伟", "总经理", "final"), "下游回款慢"),
    Debtor("K007", "温州新航鞋业有限公司", "新航鞋业", "B", "forgetful", 30, "温州", "鞋服", "small", 33_000, ("郑海", "采购经理", "none")),
    Debtor("K008", "南京晨曦日化有限公司", "晨曦日化", "B", "forgetful", 45, "南京", "日化", "medium", 92_000, ("周敏", "财务经理", "partial"), "付款要总经理签字"),
    Debtor("K009", "合肥众诚文具有限公司", "众诚文具", "C", "reliable", 30, "合肥", "文具", "small", 21_000, ("方圆", "会计", "none")),
    Debtor("K010", "金华恒筑建材有限公司", "恒筑建材", "D", "short_of_cash", 60, "金华", "建材", "medium", 74_000, ("罗建国", "总经理", "final"), "下游工程款未回"),
    Debtor("K011", "湖州绿野饮品有限公司", "绿野饮品", "B", "forgetful", 30, "湖州", "饮料", "medium", 57_000, ("何志刚", "采购总监", "partial"), "对质量挑剔"),
    Debtor("K012", "常州大元五金有限公司", "大元五金", "D", "malicious", 30, "常州", "五金", "small", 45_000, ("谭勇", "采购经理", "none"), "换了三任采购经理", rate="0.001"),
    Debtor("K013", "台州明远塑业有限公司", "明远塑业", "B", "reliable", 45, "台州", "塑料", "small", 41_000, ("蒋丽", "财务主管", "partial")),
    Debtor("K014", "芜湖天和汽配有限公司", "天和汽配", "C", "short_of_cash", 60, "芜湖", "汽配", "medium", 83_000, ("曹磊", "财务经理", "partial")),
    Debtor("K015", "杭州予你文化创意有限公司", "予你文创", "C", "forgetful", 15, "杭州", "文创", "micro", 9_500, ("童欣", "负责人", "final")),
    Debtor("K016", "南通海门家纺有限公司", "海门家纺", "B", "reliable", 30, "南通", "家纺", "medium", 52_000, ("陆芸", "会计", "none")),
    Debtor("K017", "扬州老味道调味品有限公司", "老味道", "A", "reliable", 30, "扬州", "食品", "large", 97_000, ("倪敏", "财务总监", "final")),
    Debtor("K018", "徐州铭泰酒业有限公司", "铭泰酒业", "D", "malicious", 30, "徐州", "酒类", "small", 36_000, ("唐军", "股东", "final"), "承诺多、兑现少", rate="0.001"),
    Debtor("K019", "义乌百优礼品有限公司", "百优礼品", "C", "forgetful", 15, "义乌", "礼品", "micro", 14_000, ("骆红", "负责人", "final")),
    Debtor("K020", "舟山渔港水产有限公司", "渔港水产", "C", "short_of_cash", 30, "舟山", "水产", "small", 28_000, ("贺涛", "财务", "none"), "休渔期没有现金流"),
    Debtor("K021", "镇江江心洲种植专业合作社", "江心洲", "C", "reliable", 30, "镇江", "农业", "small", 12_000, ("凌霜", "会计", "none")),
    Debtor("K022", "杭州市示例区实验学校", "实验学校", "A", "reliable", 90, "杭州", "教育", "public", 18_000, ("章老师", "总务处", "none"), "按预算季度付款"),
    Debtor("K023", "丽水青瓷坊工艺品有限公司", "青瓷坊", "B", "reliable", 30, "丽水", "工艺品", "micro", 11_000, ("叶青", "负责人", "final")),
    Debtor("K024", "Pacific Harbor Trading Ltd.", "Pacific Harbor", "B", "forgetful", 60, "海外", "外贸", "medium", 15_000, ("Emma Clarke", "Accounts Payable", "none"), currency="USD"),
)
# fmt: on
OWNERS = ("王芳", "李强")
SALES = ("赵云峰", "刘洋", "许诺")
DELAY = {"reliable": (-4, 6), "forgetful": (8, 48), "short_of_cash": (35, 130), "malicious": (150, 420)}
"""Days after the due date in which each kind of payer pays."""


@dataclass(slots=True)
class Books:
    """The rows written so far."""

    invoices: list[InvoiceRow]
    receipts: list[ReceiptRow]
    allocations: list[AllocationRow]

    def number(self) -> str:
        """The next invoice number; no date in it, for the dates move with the day of the demo."""
        return f"FP-{10_000 + len(self.invoices) + 1}"

    def receive(
        self, debtor: Debtor, on: date, parts: list[tuple[InvoiceRow, int]], spare_fen: int = 0
    ) -> None:
        """Money for some invoices; ``spare_fen`` of it is for none yet."""
        number = f"SK-{20_000 + len(self.receipts) + 1}"
        amount = sum(fen for _, fen in parts) + spare_fen
        method = "银行承兑汇票" if debtor.behaviour == "short_of_cash" else "银行转账"
        self.receipts.append(ReceiptRow(number, debtor.code, on, amount, debtor.currency, method))
        self.allocations += [AllocationRow(number, invoice.number, fen, on) for invoice, fen in parts]


def make_books(chance: random.Random) -> Books:
    """A year of invoices, each paid or not as its customer's habits have it."""
    books = Books([], [], [])
    start = BUNDLED_DAY - timedelta(days=30 * MONTHS)
    deals = [
        (start + timedelta(days=30 * month + chance.randrange(28)), debtor)
        for month in range(MONTHS)
        for debtor in DEBTORS
        if chance.random() < debtor.per_month
    ]
    for issued_on, debtor in sorted(deals, key=lambda deal: (deal[0], deal[1].code)):
        yuan = int(debtor.yuan * chance.uniform(0.45, 1.5))
        invoice = _invoice(books, debtor, issued_on, yuan * 100 + chance.choice((0, 0, 0, 50, 80)), chance)
        books.invoices.append(invoice)
        _pay(books, debtor, invoice, chance)
    _rarities(books)
    return books


def _invoice(books: Books, debtor: Debtor, issued_on: date, fen: int, chance: random.Random) -> InvoiceRow:
    return InvoiceRow(
        number=books.number(),
        customer=debtor.code,
        customer_name="",
        kind="invoice",
        issued_on=issued_on,
        credit_days=debtor.days,
        due_on=issued_on + timedelta(days=debtor.days),
        amount_fen=fen,
        currency=debtor.currency,
        contract=f"HT-{debtor.code[1:]}",
        tax_invoice_number="" if debtor.currency == "USD" else f"2533{chance.randrange(10**16):016d}",
        salesperson=SALES[int(debtor.code[1:]) % len(SALES)],
    )


def _pay(books: Books, debtor: Debtor, invoice: InvoiceRow, chance: random.Random) -> None:
    assert invoice.due_on is not None
    first, last = DELAY[debtor.behaviour]
    paid_on = invoice.due_on + timedelta(days=chance.randint(first, last))
    if debtor.behaviour == "short_of_cash" and chance.random() < 0.5:
        part = invoice.amount_fen * chance.choice((3, 4, 5)) // 1000 * 100
        early = paid_on - timedelta(days=20)
        if early <= BUNDLED_DAY:
            books.receive(debtor, early, [(invoice, part)])
            if paid_on <= BUNDLED_DAY:
                books.receive(debtor, paid_on, [(invoice, invoice.amount_fen - part)])
    elif paid_on <= BUNDLED_DAY:
        books.receive(debtor, paid_on, [(invoice, invoice.amount_fen)])


def _rarities(books: Books) -> None:
    """What makes a ledger real: credit notes, an opening balance, an advance, old debts, a dispute."""
    by_code = {debtor.code: debtor for debtor in DEBTORS}

    def enter(code: str, days_ago: int, fen: int, kind: str = "invoice", **more: object) -> InvoiceRow:
        debtor, issued_on = by_code[code], BUNDLED_DAY - timedelta(days=days_ago)
        due_on = issued_on + timedelta(days=0 if fen < 0 else debtor.days)
        values: dict[str, object] = {
            "number": books.number(), "customer": code, "customer_name": "", "kind": kind,
            "issued_on": issued_on, "credit_days": None, "due_on": due_on, "amount_fen": fen,
            "contract": f"HT-{code[1:]}" if fen > 0 else "",
            "tax_invoice_number": f"2533{len(books.invoices):016d}" if kind == "invoice" else "",
            "currency": debtor.currency, "salesperson": SALES[int(code[1:]) % len(SALES)], **more,
        }  # fmt: skip
        row = InvoiceRow(**values)  # type: ignore[arg-type]
        books.invoices.append(row)
        return row

    enter("K012", 420, 128_600_00, "opening", note="上年结转")
    enter("K018", 390, 61_250_00, "opening", note="上年结转")
    wet = InvoiceRow(
        "FP-20113", "K011", "", "invoice", BUNDLED_DAY - timedelta(days=82), 30, BUNDLED_DAY - timedelta(days=52),
        23_400_00, contract="HT-011", salesperson=SALES[2], note="第二批纸箱",
    )  # fmt: skip
    books.invoices.append(wet)
    enter("K008", 75, 58_320_00)
    enter("K008", 58, 41_760_50)
    enter("K010", 160, 96_500_00)
    back = enter("K007", 66, 18_900_00)
    enter("K007", 30, -2_700_00, "credit_note", credits=back.number, note="退货")
    enter("K016", 12, -1_280_00, "credit_note", note="年度返利，尚未冲抵")
    books.receive(by_code["K017"], BUNDLED_DAY - timedelta(days=6), [], 20_000_00)


def make_ledger() -> LedgerFile:
    """The whole ledger as of ``BUNDLED_DAY``."""
    books = make_books(random.Random(SEED))  # noqa: S311 - invented books need no secrecy
    signed_on = BUNDLED_DAY - timedelta(days=400)
    return LedgerFile(
        customers=tuple(
            CustomerRow(
                d.code, d.name, d.short, "", d.grade, OWNERS[index % 2], SALES[int(d.code[1:]) % len(SALES)],
                d.yuan * 300, d.days, d.industry, d.region, _address(d), d.size, d.behaviour, d.pain,
            )
            for index, d in enumerate(DEBTORS)
        ),
        persons=tuple(
            PersonRow(d.code, name, title, authority, f"138-0000-{1000 + 37 * index}", f"demo_{d.code.lower()}", "", primary=True)
            for index, d in enumerate(DEBTORS)
            for name, title, authority in (d.person,)
        ),
        contracts=tuple(
            ContractRow(
                f"HT-{d.code[1:]}", d.code, signed_on, d.days, Decimal(d.rate),
                "提交杭州仲裁委员会仲裁" if d.currency == "USD" else "由卖方所在地人民法院管辖",
            )
            for d in DEBTORS
        ),
        invoices=tuple(books.invoices),
        receipts=tuple(books.receipts),
        allocations=tuple(books.allocations),
    )  # fmt: skip


def _address(debtor: Debtor) -> str:
    if debtor.currency == "USD":
        return "12 Example Wharf, Harbor District"
    return f"{debtor.region}市示例大道 {int(debtor.code[1:]) * 7 + 3} 号"


CHAT = (
    (False, "周经理，您好，上月的对账单收到了吗？"),
    (True, "收到了，金额没问题"),
    (False, "那 58,320.00 已过期，麻烦安排付款"),
    (True, "付款单已经提交，等总经理审批"),
    (False, "大概哪天能批下来？"),
    (True, "他出差，下周二回来签"),
    (False, "好的，下周二我再联系您"),
)
WIDTH, MARGIN, LINE = 720, 28, 58


def draw_chat(target: Path) -> None:
    """A drawn chat of two invented people, as a customer's screenshot would look."""
    height = 150 + len(CHAT) * 112
    picture = Image.new("RGB", (WIDTH, height), "#ededed")
    draw = ImageDraw.Draw(picture)
    large, small = ImageFont.truetype(str(FONT), 30), ImageFont.truetype(str(FONT), 22)
    draw.rectangle((0, 0, WIDTH, 92), fill="#f7f7f7")
    draw.text((WIDTH / 2, 46), "周敏（晨曦日化）", font=large, fill="#1f1f1f", anchor="mm")
    draw.text((WIDTH / 2, 122), "示例聊天记录  15:20", font=small, fill="#8a8a8a", anchor="mm")
    top = 160
    for is_theirs, text in CHAT:
        length = draw.textlength(text, font=large)
        left = MARGIN + 84 if is_theirs else WIDTH - MARGIN - 84 - length - 40
        face = MARGIN if is_theirs else WIDTH - MARGIN - 64
        draw.rounded_rectangle(
            (face, top, face + 64, top + 64), 8, fill="#7f9bb8" if is_theirs else "#5b8c6a"
        )
        draw.text((face + 32, top + 32), "周" if is_theirs else "陈", font=large, fill="white", anchor="mm")
        draw.rounded_rectangle(
            (left, top, left + length + 40, top + LINE + 10), 10, fill="white" if is_theirs else "#9fe07c"
        )
        draw.text((left + 20, top + 34), text, font=large, fill="#1f1f1f", anchor="lm")
        top += 106
    picture.quantize(32).save(target, optimize=True)


def main() -> None:
    """Write both files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    ledger = make_ledger()
    write_ledger_workbook(TARGET / "ledger.xlsx", ledger)
    draw_chat(TARGET / "wechat.png")
    print(
        f"{len(ledger.customers)} customers, {len(ledger.invoices)} invoices, {len(ledger.receipts)} receipts"
    )


if __name__ == "__main__":
    main()
