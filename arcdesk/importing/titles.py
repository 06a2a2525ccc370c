"""The lines above a heading: the day the list is of, its currency, its unit, its customer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from arcdesk.domain.errors import Refusal
from arcdesk.importing import captions, values
from arcdesk.importing.reader import Cell, Table

# In this order: what says the day of the balances outright goes before what only bounds it.
_DAYS = (
    "截止日期",
    "截至日期",
    "截止日",
    "截至",
    "计算日期",
    "分析日期",
    "账龄日期",
    "对账截止日",
    "余额日期",
    "报表日期",
    "统计日期",
    "报告日期",
    "数据日期",
    "截止至",
    "截止到",
    "截至到",
    "截止时间",
    "基准日",
    "基准日期",
    "asof",
    "asat",
)
_PERIODS = (
    "会计期间",
    "对账期间",
    "对账日期",
    "查询期间",
    "期间",
    "日期范围",
    "业务日期",
    "单据日期",
    "日期",
    "查询日期",
)
_UNIT = re.compile(r"单位\s*[:：]?\s*(?:人民币)?\s*[百千万亿]*元")
_CURRENCIES = ("币别", "币种")
_CUSTOMERS = ("客户", "往来单位", "对账单位", "购货单位", "客户名称", "往来单位名称", "核算项目", "对账对象")
_MARK = re.compile(r"[:：]")
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|(?<!\d)20\d{6}(?!\d)")
_LONGEST_TITLE = 200
_UNTIL = re.compile(
    r"(?:截止|截至|as\s+(?:of|at))\s*(?:日期|时间|至|到|日)?\s*[:：]?\s*"
    r"(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?|20\d{6}(?!\d))",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(\d{4})\s*(?:年|[-/.])\s*(?:第)?(\d{1,2})\s*(?:月|期)?(?![\d])")
_CODE_AND_NAME = re.compile(
    r"(?:[\[(【（]([0-9A-Za-z._-]{1,40})[\])】）]|([0-9A-Za-z._]{1,40})[-_ /|]+)\s*(.+)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Titles:
    """What the lines above the heading say; ``first_day`` begins the period they name.

    ``is_day_stated``: they say the day of the balances outright, and not only the period that it ends.
    """

    as_of: date | None = None
    first_day: date | None = None
    currency: str = "CNY"
    scale: int = 1
    customer: str = ""
    customer_name: str = ""
    is_day_stated: bool = False


def read_titles(table: Table, heading_row: int) -> Titles:
    """Look through the lines above the heading, and through no others."""
    said: dict[str, Cell] = {}
    for row in table.rows[:heading_row]:
        for label, value in labelled(row):
            said.setdefault(label, value)
    as_of = next((day for word in _DAYS if word in said and (day := _last_day(said[word]))), None)
    as_of = as_of or _day_in_words(table.rows[:heading_row])
    period = next(
        (text for word in _PERIODS if (text := said.get(word)) is not None and _last_day(text)), None
    )
    currency = "CNY"
    for word in _CURRENCIES:
        try:
            currency = values.currency(said.get(word, ""))
        except Refusal:
            continue  # 所有币别, 综合本位币
        if currency != "CNY":
            break
    units = (_UNIT.search(cell) for row in table.rows[:heading_row] for cell in row[:60] if isinstance(cell, str))
    scale = max((captions.unit(found[0]) for found in units if found), default=1)
    code, name = next((split_customer(said[word]) for word in _CUSTOMERS if word in said), ("", ""))
    return Titles(
        as_of or (_last_day(period) if period is not None else None),
        _first_day(period) if period is not None else None,
        currency,
        scale,
        code,
        name,
        as_of is not None,
    )


def _day_in_words(rows: Sequence[Sequence[Cell]]) -> date | None:
    """The day in a title such as 应收账款余额表（截至2026年9月30日）."""
    for row in rows:
        for cell in row[:60]:
            found = _UNTIL.search(cell) if isinstance(cell, str) and len(cell) <= _LONGEST_TITLE else None
            days = _dates(found[1]) if found else []
            if days:
                return days[0]
    return None


def labelled(row: Sequence[Cell]) -> list[tuple[str, Cell]]:
    """The pairs of label and value of a row: ``币别：人民币`` in one cell, or label and value side by side."""
    pairs: list[tuple[str, Cell]] = []
    cells = [cell for cell in row[:60] if cell != ""]
    for index, cell in enumerate(cells):
        if not isinstance(cell, str) or len(cell) > 200:
            continue
        for part in re.split(r"[\s　]{2,}|[;；|]", cell.strip()):
            halves = _MARK.split(part, maxsplit=1)
            label = captions.plain(halves[0]).strip("([（【")
            if len(halves) == 2 and halves[1].strip():
                pairs.append((label, halves[1].strip(" )]）】")))
            elif index + 1 < len(cells):
                pairs.append((label, cells[index + 1]))
    return pairs


def split_customer(cell: Cell) -> tuple[str, str]:
    """Code and name of ``C001 甲方公司``, ``[C001]甲方公司``, ``C001-甲方公司`` or a name alone."""
    text = values.name(cell)
    found = _CODE_AND_NAME.fullmatch(text)
    code = (found[1] or found[2]) if found else ""
    if found and any(mark.isdigit() for mark in code) and len(found[3]) > 1:
        return values.identifier(code), found[3].strip()
    return "", text


def _last_day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    days = _dates(str(cell))
    if days:
        return max(days)
    months = _months(str(cell))
    return max(_month_end(*month) for month in months) if months else None


def _first_day(cell: Cell) -> date | None:
    if isinstance(cell, datetime | date):
        return None
    days = _dates(str(cell))
    if len(days) > 1:
        return min(days)
    months = [] if days else _months(str(cell))
    return min(date(year, month, 1) for year, month in months) if months else None


def _dates(text: str) -> list[date]:
    found = []
    for match in _DATE.findall(text):
        try:
            day = values.day("".join(match.split()))
        except Refusal:
            continue
        if day:
            found.append(day)
    return found


def _months(text: str) -> list[tuple[int, int]]:
    pairs = [(int(year), int(month)) for year, month in _MONTH.findall(text)]
    return [(year, month) for year, month in pairs if 1 <= month <= 12 and 1990 <= year <= 2200]


def _month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def customer_line(row: Sequence[Cell]) -> tuple[str, str] | None:
    """Code and name of a line that announces the customer of the rows below: ``客户：C001 甲方公司``."""
    cells = [cell for cell in row[:60] if cell != ""]
    first = cells[0] if cells else None
    if not isinstance(first, str) or len(cells) > 6 or len(first) > 200 or not _MARK.search(first):
        return None
    for label, value in labelled(row[:60])[:2]:
        if label in _CUSTOMERS and isinstance(value, str) and captions.plain(value) not in _CUSTOMERS:
            return split_customer(value)
    return None


def has_customer_lines(table: Table) -> bool:
    """Whether the first rows of a sheet hold a line that announces a customer."""
    return any(customer_line(row) is not None for row in table.rows[:40])
