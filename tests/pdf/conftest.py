"""Sample letters and statements; every figure in them adds up unless a test bends it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from arcdesk.pdf.data import (
    AgingPart,
    BankAccount,
    CreditLine,
    LetterData,
    LetterLine,
    Party,
    StatementData,
    StatementRow,
)

AS_OF = date(2026, 3, 9)
CREDITOR = Party(
    name="苏州恒通精密机械有限公司",
    uscc="91320594MA1XABCD2E",
    address="江苏省苏州市工业园区星湖街328号302室",
    phone="0512-6288 1234",
)
DEBTOR = Party(name="上海远东建筑装饰工程有限公司", address="上海市浦东新区张江路665号", contact="张经理")
BANK = BankAccount("苏州恒通精密机械有限公司", "中国工商银行苏州工业园区支行", "1102020409001234567")

LetterMaker = Callable[..., LetterData]
StatementMaker = Callable[..., StatementData]


def letter_lines(count: int) -> tuple[LetterLine, ...]:
    lines = []
    for index in range(count):
        due = date(2026, 1, 15) + timedelta(days=index % 40)
        amount, received = 12_345_678 + index * 1_234_567, 5_000_000 if index % 3 == 0 else 0
        number = f"INV-2026-{index + 1:04d}"
        issued, overdue = due - timedelta(days=30), (AS_OF - due).days
        lines.append(LetterLine(number, "", issued, due, amount, received, amount - received, overdue))
    return tuple(lines)


def build_letter(count: int = 3, credits: tuple[CreditLine, ...] = (), **changes: object) -> LetterData:
    lines = letter_lines(count)
    data = LetterData(
        number="CK-2026-0017",
        level=1,
        language="zh",
        issued_on=AS_OF,
        as_of=AS_OF,
        creditor=CREDITOR,
        debtor=DEBTOR,
        recipient="财务部",
        cause="《数控机床买卖合同》（HT-2025-018）项下货款",
        lines=lines,
        credits=credits,
        total_fen=sum(line.open_fen for line in lines) - sum(credit.amount_fen for credit in credits),
        currency="CNY",
        deadline_on=date(2026, 3, 20),
        deadline_hour=17,
        bank=BANK,
        contact_name="李会计",
        contact_phone="0512-6288 5678",
        enclosures=("对账单一份", "发票复印件3份"),
    )
    return replace(data, **changes)  # type: ignore[arg-type]


def build_statement(
    opening_fen: int = 12_000_000,
    movements: tuple[int, ...] = (5_000_000, -8_000_000, 1_234_567),
    **changes: object,
) -> StatementData:
    """Movements above zero are invoices, below zero receipts; all in fen."""
    balance, rows = opening_fen, []
    for index, movement in enumerate(movements, start=1):
        balance += movement
        on = date(2026, 1, 1) + timedelta(days=index % 58)
        debit, credit = max(movement, 0), max(-movement, 0)
        rows.append(StatementRow(on, f"DOC-{index:04d}", "销售" if debit else "收款", debit, credit, balance))
    owed, free = max(balance, 0), max(-balance, 0)
    data = StatementData(
        number="DZ-2026-0009",
        language="zh",
        issued_on=AS_OF,
        period_from=date(2026, 1, 1),
        period_to=date(2026, 2, 28),
        currency="CNY",
        creditor=CREDITOR,
        debtor=DEBTOR,
        opening_fen=opening_fen,
        rows=tuple(rows),
        closing_fen=balance,
        aging=(AgingPart("未到期", "not_due", owed), AgingPart("1–30天", "green", 0)),
        unallocated_fen=free,
        return_by=date(2026, 3, 16),
        for_collection=True,
        style="activity",
        bank=BANK,
    )
    return replace(data, **changes)  # type: ignore[arg-type]


@pytest.fixture
def make_letter() -> LetterMaker:
    return build_letter


@pytest.fixture
def make_statement() -> StatementMaker:
    return build_statement
