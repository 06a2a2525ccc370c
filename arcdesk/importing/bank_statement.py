"""A bank's statement of its account: the lines on which money came in.

Banks agree on no layout. The heading row is found by its words, below whatever title rows; money
in stands in a column of its own (贷方, 收入), or beside a mark (贷/借, 收/支), or with its sign.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from arcdesk.domain.errors import Refusal
from arcdesk.importing import dayorder, values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.headings import HEADING_SEARCH_ROWS, MAX_HEADING_COLUMNS, Heading, normal_heading
from arcdesk.importing.ledger_file import RejectedRow
from arcdesk.importing.reader import Cell, Table, read_source

_WORDS: dict[str, str] = {
    "booked_on": """交易日期 记账日期 入账日期 交易时间 记账时间 日期 入账时间 起息日 交易日 bookingdate date
        transactiondate valuedate booked_on""",
    "money_in": """收入 收入金额 贷方发生额 贷方金额 贷方 贷方交易金额 收入发生额 存入 存入金额 转入金额 收款金额
        贷方发生额/收入 credit creditamount moneyin paidin""",
    "money_out": """支出 支出金额 借方发生额 借方金额 借方 借方交易金额 支出发生额 支取 转出金额 付款金额
        借方发生额/支取 debit debitamount moneyout paidout""",
    "amount": "交易金额 发生额 金额 交易发生额 amount",
    "side": """借贷标志 借贷标识 借贷方向 收支 收/支 收支标志 收支方向 往来标志 借贷 交易方向 方向
        debit/credit dc type""",
    "payer": """对方户名 对方名称 付款人名称 付款人户名 付款人 对方单位名称 对方单位 对手户名 对手名称 交易对方
        对方账户名称 对方账户户名 往来户名 汇款人 汇款人名称 交易对手 payer payername counterparty name""",
    "payer_account": """对方账号 对方帐号 付款人账号 对手账号 交易对方账号 对方账户 对方卡号 往来账号 汇款人账号
        payeraccount counterpartyaccount""",
    "reference": """摘要 用途 附言 备注 交易附言 交易摘要 汇款用途 交易用途 留言 说明 客户附言 remark remarks
        reference description memo purpose""",
    "serial": """流水号 交易流水号 交易流水 核心流水号 凭证号 交易序号 银行流水号 业务编号 回单编号 serial
        transactionid serialnumber""",
    "currency": "币种 币别 货币 currency",
}
_ALIASES = {normal_heading(word): field for field, words in _WORDS.items() for word in words.split()}
_SIGNS = {
    **dict.fromkeys(
        ("贷", "贷方", "收", "收入", "来账", "转入", "存入", "进账", "c", "cr", "credit", "in", "+"), 1
    ),
    **dict.fromkeys(
        ("借", "借方", "支", "支出", "往账", "转出", "支取", "出账", "d", "dr", "debit", "out", "-"), -1
    ),
}
_COMPACT_MOMENT = re.compile(r"([0-9]{8})[ T]?[0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?(?:\.[0-9]+)?")
_TOTAL = re.compile(r"^(合计|总计|小计|本页|累计|承前页|过次页|期初|期末|总收入|总支出|total|subtotal)")


class NoBankStatement(Refusal):
    """No sheet has a day and an amount that came in."""

    sentence = (
        "“{name}” does not look like a bank statement: no heading row with a date and an amount. "
        "Export it from the online bank as Excel or CSV."
    )


class BankDatesUnclear(Refusal):
    """4/6/2026 may be either."""

    sentence = (
        "The dates in “{name}” can be read as day/month or as month/day. Say which, then read it again."
    )


class MarkUnknown(Refusal):
    """Neither in nor out."""

    sentence = "“{text}” says neither money in nor money out."


class NoAmountOnLine(Refusal):
    """A line of the statement without any amount."""

    sentence = "The line has no amount."


@dataclass(frozen=True, slots=True)
class StatementLine:
    """Money that came in, in fen. ``fingerprint`` tells the line in any later statement of the account."""

    booked_on: date
    amount_fen: int
    currency: str
    payer: str
    payer_account: str
    reference: str
    fingerprint: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class BankStatement:
    """What a file says: money in, how many lines went out, and the lines that could not be read."""

    lines: tuple[StatementLine, ...]
    outgoing: int
    rejected: tuple[RejectedRow, ...]
    source_name: str
    source_sha256: str


def load_statement(path: Path, *, sheet: str | None = None, date_order: str | None = None) -> BankStatement:
    """Every line of a bank statement on which money came in.

    Raises:
        NoBankStatement, BankDatesUnclear, or a refusal of ``arcdesk.importing.errors``.
    """
    source = read_source(path, sheet)
    views = [
        SheetView(table, heading) for table in source.tables if (heading := _find_heading(table)) is not None
    ]
    if not views:
        raise NoBankStatement(name=path.name)
    for view in views:
        _plain_moments(view)
    if date_order is not None:
        for view in views:
            view.date_order = date_order
    elif dayorder.decide(views):
        raise BankDatesUnclear(name=path.name, field="date_order")
    lines: list[StatementLine] = []
    rejected: list[RejectedRow] = []
    outgoing = 0
    seen: Counter[tuple[object, ...]] = Counter()
    for view in views:
        taken, went_out = _read(view, seen)
        lines += taken
        outgoing += went_out
        rejected += view.rejected()
    return BankStatement(tuple(lines), outgoing, tuple(rejected), source.name, source.sha256)


def _find_heading(table: Table) -> Heading | None:
    best: Heading | None = None
    for index, row in enumerate(table.rows[:HEADING_SEARCH_ROWS]):
        columns: dict[str, int] = {}
        for number, cell in enumerate(row[:MAX_HEADING_COLUMNS]):
            field = _ALIASES.get(normal_heading(cell)) if isinstance(cell, str) else None
            if field in columns and field == "reference":  # banks spread the text over several columns
                field = f"reference{number}"
            if field is not None:
                columns.setdefault(field, number)
        usable = "booked_on" in columns and ("money_in" in columns or "amount" in columns)
        if usable and (best is None or len(columns) > len(best.columns)):
            best = Heading("bank", index, columns, ())
    return best


def _plain_moments(view: SheetView) -> None:
    """20260105 12:33:21 and 20260105123321 are the day with its time."""
    cells = [_day_of_moment(cell) for cell in view.cells["booked_on"]]
    view.cells["booked_on"], view.distinct["booked_on"] = cells, set(cells)


def _day_of_moment(cell: Cell) -> Cell:
    text = values.cell_text(cell).strip() if isinstance(cell, str | float | int) else ""
    found = _COMPACT_MOMENT.fullmatch(text)
    return found[1] if found else cell


def _read(view: SheetView, seen: Counter[tuple[object, ...]]) -> tuple[list[StatementLine], int]:
    _set_aside(view)
    booked_on = view.read_days("booked_on")
    currency = view.read("currency", values.currency, "CNY")
    amounts = _amounts(view, currency)
    payer = view.read("payer", values.name)
    account = view.read("payer_account", values.identifier)
    reference = _references(view)
    serial = view.read("serial", values.identifier)
    lines, outgoing = [], 0
    for index, number in enumerate(view.row_numbers):
        fen, day = amounts[index], booked_on[index]
        if index in view.skipped or index in view.problems:
            continue
        if fen is None or day is None:
            if fen is None:
                view.reject(index, "money_in" if view.has("money_in") else "amount", NoAmountOnLine())
            else:
                view.require("booked_on", booked_on)
            continue
        if fen <= 0:
            outgoing += 1
            continue
        facts = (day, fen, currency[index], payer[index], account[index], reference[index], serial[index])
        seen[facts] += 1
        mark = hashlib.sha256("\x1f".join(map(str, (*facts, seen[facts]))).encode()).hexdigest()
        lines.append(StatementLine(*facts[:6], mark, view.table.sheet, number))
    return lines, outgoing


def _references(view: SheetView) -> list[str]:
    """What the payer and the bank wrote, out of every column that holds such a text."""
    columns = [view.read(name, values.text) for name in view.heading.columns if name.startswith("reference")]
    return [
        " ".join(dict.fromkeys(text for text in texts if text)) for texts in zip(*columns, strict=True)
    ] or [""] * view.count


def _set_aside(view: SheetView) -> None:
    """Blank rows and rows of totals are no lines."""
    for index in range(view.count):
        texts = [values.cell_text(cell).strip() for cell in view.raw_row(index)]
        filled = [text for text in texts if text]
        has_day = bool(values.cell_text(view.cells["booked_on"][index]).strip())
        is_total = any(_TOTAL.match(text.casefold()) for text in filled[:2])
        if not filled or is_total or (not has_day and _no_money(view, index)):
            view.skipped.add(index)


def _no_money(view: SheetView, index: int) -> bool:
    columns = (view.cells[name] for name in ("money_in", "money_out", "amount") if view.has(name))
    return not any(values.cell_text(cells[index]).strip() for cells in columns)


def _amounts(view: SheetView, currency: Sequence[str]) -> list[int | None]:
    """Fen by line: above zero what came in, below zero what went out."""
    if view.has("money_in"):
        came = view.read_amounts("money_in", currency)
        went = view.read_amounts("money_out", currency)
        return [_net(one, other) for one, other in zip(came, went, strict=True)]
    amounts = view.read_amounts("amount", currency)
    if not view.has("side"):
        return amounts
    signs = view.read("side", _sign, None)
    return [
        None if fen is None else fen if sign is None else abs(fen) * sign
        for fen, sign in zip(amounts, signs, strict=True)
    ]


def _net(came: int | None, went: int | None) -> int | None:
    if came:
        return came
    if went:
        return -abs(went)
    return None if came is None and went is None else 0


def _sign(cell: Cell) -> int | None:
    text = "".join(values.cell_text(cell).casefold().split())
    if not text:
        return None
    if text not in _SIGNS:
        raise MarkUnknown(text=text[:20])
    return _SIGNS[text]
