"""Files for the benchmark of imports: the ledger workbook, and the aging of 金蝶云 by document."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from arcdesk.importing.export import write_ledger_workbook
from arcdesk.importing.ledger_file import CustomerRow, InvoiceRow, LedgerFile

AS_OF = date(2026, 9, 30)
HEADING = ("往来单位编码", "往来单位名称", "币别", "结算组织", "销售部门", "销售员", "单据类型", "单据编号", "业务日期",
           "到期日", "尚未收款金额", "未到期", "1-30天", "31-60天", "61-90天", "90天以上", "备注")  # fmt: skip
LATE = (0, 30, 60, 90)
AMOUNT = 10
CITIES = ("东莞", "北京", "杭州", "重庆", "苏州", "宁波", "厦门", "长沙")
WORDS = ("百川", "金辉", "天成", "鼎盛", "恒远", "海润", "金桥", "长江", "永信", "华茂")
TRADES = ("包装制品", "电子科技", "机械", "贸易", "建材")
EACH = 10
"""Documents a customer has."""


def name_of(customer: int) -> str:
    """A name as they are in life, another for every customer."""
    city, word = CITIES[customer % len(CITIES)], WORDS[customer // 8 % len(WORDS)]
    trade = TRADES[customer // 80 % len(TRADES)]
    return f"{city}{word}{WORDS[customer // 400 % len(WORDS)]}{trade}有限公司{customer:05d}"


def fen_of(row: int, shift: int) -> int:
    """The amount of a row; ``shift`` alters it in one row of twenty."""
    return 100 + row * 7_919 % 100_000_000 + (shift if row % 20 == 0 else 0)


def write_ledger(path: Path, rows: int, shift: int = 0) -> None:
    """The program's own workbook, of ``rows`` invoices."""
    invoices = (
        InvoiceRow(
            number=f"XS{row:09d}", customer=f"C{row // EACH:06d}", customer_name="", kind="invoice",
            issued_on=_issued(row), credit_days=None, due_on=_issued(row) + timedelta(days=60),
            amount_fen=fen_of(row, shift), contract=f"HT{row % 500:04d}", salesperson="张伟",
        )
        for row in range(rows)
    )  # fmt: skip
    customers = tuple(CustomerRow(f"C{n:06d}", name_of(n)) for n in range(-(-rows // EACH)))
    write_ledger_workbook(path, LedgerFile(customers=customers, invoices=tuple(invoices)))


def write_aging(path: Path, rows: int, shift: int = 0) -> None:
    """应收款账龄分析表 by document: a line a document, a 小计 a customer, the 合计 and the printer's line below."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("应收款账龄分析表")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, (sheet.get_name(),))
        sheet.write_row(1, 0, (f"截止日期：{AS_OF}", "", "", "分析基准：到期日", "", "", "币别：人民币"))
        sheet.write_row(2, 0, HEADING)
        at, subtotal, total = 3, 0, 0
        for row in range(rows):
            customer, fen = row // EACH, fen_of(row, shift)
            due = _issued(row) + timedelta(days=60)
            sheet.write_row(at, 0, (f"C{customer:06d}", name_of(customer), "人民币", "本公司", "销售一部", "张伟",
                                    "标准应收单", f"XS{row:09d}"))  # fmt: skip
            sheet.write_datetime(at, 8, _issued(row), day)
            sheet.write_datetime(at, 9, due, day)
            sheet.write_number(at, AMOUNT, fen / 100)
            sheet.write_number(at, 11 + sum((AS_OF - due).days > border for border in LATE), fen / 100)
            at, subtotal, total = at + 1, subtotal + fen, total + fen
            if row % EACH == EACH - 1 or row == rows - 1:
                sheet.write_string(at, 1, f"{name_of(customer)}(小计)")
                sheet.write_number(at, AMOUNT, subtotal / 100)
                at, subtotal = at + 1, 0
        sheet.write_string(at, 0, "合计")
        sheet.write_number(at, AMOUNT, total / 100)
        sheet.write_row(at + 1, 0, ("制表人：王会计", "", "", "打印时间：2026-10-08 09:12"))


def _issued(row: int) -> date:
    return date(2024, 1, 1) + timedelta(days=row * 7 % 900)
