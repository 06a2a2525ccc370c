"""Large books for the benchmarks: made of a fixed seed, written straight into a workspace."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.models import bulk
from arcdesk.models.base import one_write
from arcdesk.services.company import CompanyProfile

TODAY = date(2026, 9, 30)
CLOCK = FixedClock(datetime(2026, 9, 30, 10, 0, tzinfo=timezone(timedelta(hours=8))))
COMPANY = CompanyProfile(
    name="示例包装有限公司",
    address="杭州市滨江区江南大道 100 号",
    phone="0571-88880000",
    contact="陈会计",
    account_name="示例包装有限公司",
    bank="示例银行杭州支行",
    account_number="6222000011112222",
)
CITIES = (("杭州", "hangzhou hz"), ("上海", "shanghai sh"), ("苏州", "suzhou sz"), ("宁波", "ningbo nb"))
WORDS = (("天成", "tiancheng tc"), ("鼎盛", "dingsheng ds"), ("恒远", "hengyuan hy"), ("海润", "hairun hr"),
         ("金桥", "jinqiao jq"), ("长江", "changjiang cj"), ("永信", "yongxin yx"), ("华茂", "huamao hm"))  # fmt: skip
TRADES = (("贸易", "maoyi my"), ("机械", "jixie jx"), ("电子", "dianzi dz"), ("建材", "jiancai jc"))
CUSTOMER_COLUMNS = ("id", "code", "name", "short_name", "uscc", "grade", "owner", "salesperson", "credit_days",
                    "industry", "region", "address", "size", "behaviour", "pain_point", "note", "hold_reason",
                    "search_key")  # fmt: skip
INVOICE_COLUMNS = ("id", "number", "customer_id", "kind", "issued_on", "due_on", "due_source", "amount_fen",
                   "open_fen", "currency", "tax_invoice_number", "salesperson", "note")  # fmt: skip
RECEIPT_COLUMNS = ("id", "number", "customer_id", "received_on", "amount_fen", "open_fen", "currency", "method",
                   "note", "imported_balance")  # fmt: skip
ALLOCATION_COLUMNS = ("id", "receipt_id", "invoice_id", "amount_fen", "allocated_on", "effective_on")
Row = tuple[object, ...]


def make_books(folder: Path, customers: int = 10_000, invoices: int = 100_000) -> Desk:
    """A workspace of two years: three invoices in five settled or part settled, the rest open."""
    desk = bootstrap.create(folder, CLOCK, COMPANY)
    with one_write():
        bulk.insert("customer", CUSTOMER_COLUMNS, customer_rows(customers))
        ledger = list(invoice_rows(invoices, customers))
        bulk.insert("invoice", INVOICE_COLUMNS, ledger)
        settled = [row for row in ledger if row[7] != row[8]]
        bulk.insert("receipt", RECEIPT_COLUMNS, (receipt_row(row) for row in settled))
        bulk.insert("allocation", ALLOCATION_COLUMNS, (allocation_row(row) for row in settled))
    return desk


def customer_rows(count: int) -> Iterator[Row]:
    """Customers with names as they are in life: city, a word, a trade."""
    chance = random.Random(11)  # noqa: S311 - invented figures, the same in every run
    for number in range(1, count + 1):
        parts = (chance.choice(CITIES), chance.choice(WORDS), chance.choice(TRADES))
        code, name = f"C{number:05d}", "".join(part[0] for part in parts) + f"{number}有限公司"
        pinyin = "".join(part[1].split()[0] for part in parts) + f"{number}youxiangongsi"
        initials = "".join(part[1].split()[1] for part in parts) + f"{number}yxgs"
        yield (number, code, name, "", "", chance.choice("ABCD"), chance.choice(("王芳", "李强", "赵敏")), "", 30,
               "", parts[0][0], "", "", "", "", "", "", f"{code.lower()} {name} {pinyin} {initials}")  # fmt: skip


def invoice_rows(count: int, customers: int) -> Iterator[Row]:
    """Invoices of the two years before ``TODAY`` with 30 to 60 days to pay."""
    chance = random.Random(12)  # noqa: S311 - invented figures, the same in every run
    for number in range(1, count + 1):
        issued = TODAY - timedelta(days=chance.randrange(730))
        amount = chance.randrange(10_000, 20_000_000)
        paid = chance.random()
        left = 0 if paid < 0.5 else amount // 3 if paid < 0.6 else amount
        yield (number, f"XS{number:08d}", 1 + number % customers, "invoice", issued.isoformat(),
               (issued + timedelta(days=chance.choice((30, 45, 60)))).isoformat(), "file", amount, left, "CNY",
               "", "", "")  # fmt: skip


def receipt_row(invoice: Row) -> Row:
    """The money that settled ``invoice``, on its due day or the last day of the books."""
    number, customer, due, amount, left = invoice[0], invoice[2], str(invoice[5]), invoice[7], invoice[8]
    assert isinstance(amount, int)
    assert isinstance(left, int)
    on = min(due, TODAY.isoformat())
    return (number, f"SK{number:08d}", customer, on, amount - left, 0, "CNY", "", "", 0)


def allocation_row(invoice: Row) -> Row:
    """The whole receipt put to its invoice on the same day."""
    receipt = receipt_row(invoice)
    return (receipt[0], receipt[0], invoice[0], receipt[4], receipt[3], receipt[3])
