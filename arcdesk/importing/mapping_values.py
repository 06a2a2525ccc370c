"""What the cells of a column look like: dates, amounts, names, numbers of documents and of people."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from arcdesk.domain.errors import Refusal
from arcdesk.domain.identifiers import check_phone
from arcdesk.importing import values
from arcdesk.importing.codes import CURRENCIES
from arcdesk.importing.reader import Cell

_COMPANY = re.compile(
    r"公司|集团|[厂店]$|工厂|商行|商店|经营部|门市部?|事务所|合作社|医院|学校|大学|中心$|研究院|酒店|超市|"
    r"\b(?:co|ltd|inc|llc|gmbh|corp|company|limited|trading)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}")
_DOCUMENT = re.compile(r"(?=.*[0-9])[A-Za-z\u4e00-\u9fff]{0,6}[-_/#.]?[0-9A-Za-z][0-9A-Za-z\-_/#.]{2,39}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}|[0-9]{15}")
_DAY_WORDS = re.compile(r".*(?:天|日|月结|现结|days?|net).*", re.IGNORECASE)
_SERIAL = range(36_526, 73_051)
_DAYS_SPAN = range(366)


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares (0 to 1) of the filled cells of a column that can be read as something.

    ``days`` and ``amounts`` have the parsed value of each row, ``None`` where there is none.
    """

    filled: int
    of: int
    shares: Mapping[str, float]
    unique: float
    is_counting: bool
    days: Sequence[date | None]
    amounts: Sequence[int | None]

    def share(self, what: str) -> float:
        return self.shares.get(what, 0.0)


def profile(cells: Sequence[Cell], date1904: bool = False) -> Profile:
    """Look at the cells of one column."""
    filled = [cell for cell in cells if values.cell_text(cell).strip()]
    count = len(filled) or 1
    days = [_day(cell, date1904) for cell in cells]
    amounts = [_amount(cell) for cell in cells]
    texts = [values.cell_text(cell).strip() for cell in filled]
    tests: Mapping[str, Callable[[str], bool]] = {
        "company": lambda text: _COMPANY.search(text) is not None,
        "person": lambda text: _PERSON.fullmatch(text) is not None,
        "document": lambda text: _DOCUMENT.fullmatch(text) is not None and len(text) >= 4,
        "email": lambda text: _EMAIL.fullmatch(text) is not None,
        "uscc": lambda text: _USCC.fullmatch(text) is not None,
        "phone": lambda text: 7 <= len(text) <= 24 and check_phone(text).valid,
        "currency": lambda text: text.upper() in CURRENCIES,
        "words": lambda text: any(sign.isalpha() for sign in text),
    }
    shares = {name: sum(map(test, texts)) / count for name, test in tests.items()}
    shares["date"] = sum(day is not None for day in days) / count
    shares["amount"] = sum(fen is not None for fen in amounts) / count
    shares["cents"] = sum(fen is not None and fen % 100 != 0 for fen in amounts) / count
    shares["days"] = sum(map(_is_days, filled)) / count
    whole = [fen // 100 for fen in amounts if fen is not None and fen % 100 == 0]
    is_counting = (
        len(whole) > 2
        and len(whole) == len(filled)
        and all(second - first == 1 for first, second in pairwise(whole))
    )
    return Profile(len(filled), len(cells), shares, len(set(texts)) / count, is_counting, days, amounts)


def _day(cell: Cell, date1904: bool) -> date | None:
    """A day, but no plain number that is only by chance one: those of this century up to 2099."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float) and not _may_be_day(cell):
        return None
    if isinstance(cell, str) and cell.strip().isdigit() and len(cell.strip()) != 8:
        return None
    for order in ("mdy", "dmy"):
        try:
            return values.day(cell, order, date1904)
        except Refusal:
            continue
    return None


def _may_be_day(number: float) -> bool:
    text = values.cell_text(number)
    return text.isdigit() and (len(text) == 8 or int(text) in _SERIAL)


def _amount(cell: Cell) -> int | None:
    if isinstance(cell, date | datetime | bool):
        return None
    try:
        return values.amount(cell)
    except Refusal:
        pass
    try:  # 12.3456 may be ten thousands
        return values.scaled_amount(cell, 10_000)
    except Refusal:
        return None


def _is_days(cell: Cell) -> bool:
    text = values.cell_text(cell)
    try:
        found = values.terms(cell)
    except Refusal:
        return False
    return (
        found is not None
        and found.days in _DAYS_SPAN
        and (_DAY_WORDS.match(text) is not None or found.days % 5 == 0)
    )
