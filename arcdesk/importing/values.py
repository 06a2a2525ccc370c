"""One cell turned into one value: fen, a day, days of credit, a daily rate, a code, a text.

Every function takes a raw cell and answers ``None`` (texts: ``""``) for an empty one, or
raises the refusal that becomes the row's reason. Numbers come out of a spreadsheet as binary
floats whose ``repr`` is the shortest exact text, so they are read as that text: no arithmetic
is done on them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from arcdesk.domain.dates import excel_serial, parse_date
from arcdesk.domain.errors import AmountTooLarge, BadAmount, BadDate, BadLimitationYears, TooManyDecimals
from arcdesk.domain.money import MAX_FEN, parse_optional_amount
from arcdesk.domain.plans import MOST_INSTALMENTS
from arcdesk.domain.rate_texts import parse_daily_rate
from arcdesk.domain.terms import (
    DAYS_OF_A_MONTH,
    LIMITATION_YEARS,
    MOST_CREDIT_DAYS,
    BadDueDay,
    Terms,
)
from arcdesk.domain.text import half_width
from arcdesk.importing.codes import CURRENCIES
from arcdesk.importing.errors import (
    BadDays,
    BadInstalmentNumber,
    TextTooLong,
    UnknownCode,
    UnknownCurrency,
)
from arcdesk.importing.facts import ERROR_TEXTS
from arcdesk.importing.reader import Cell

NAME_LIMIT = 200
NOTE_LIMIT = 32_767

_NOTHING = frozenset({"", "-", "--", "---", "–", "—", "——", "/", "无"})
_CENT = Decimal("0.01")
# A formula such as =H4-I4 leaves 7368.690000000001 in the cell. Nobody types a millionth.
_FORMULA_DUST = Decimal("0.000001")
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+")
_IN_TEN_THOUSANDS = re.compile(r"[^万亿]*[0-9. ]\s*万元?\)?")
_EXPORTED_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_DAY_MONTH = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})(?: +[0-9]{1,2}:[0-9]{2}.{0,12})?")
_DAYS = re.compile(
    r"(?:月结|net|票到|货到|信用期|账期)*([0-9]{1,4})(?:\.0+)?(?:天|日|days?|d)?(?:月结)?", re.IGNORECASE
)
_INSTALMENT = re.compile(r"第?([0-9]{1,4})(?:\.0+)?期?")
_PAYMENT_DAY = re.compile(
    r"(?:月结)?(当月|本月|次月|下月|隔月|次次月|下下月)(?:(?:的)?([0-9]{1,2})(?:日|号)|月?[底末])(?:之?前)?(?:付款|付清|支付)?"
)
_MONTHS_LATER = {"当月": 0, "本月": 0, "次月": 1, "下月": 1, "隔月": 2, "次次月": 2, "下下月": 2}
_DAY_OF_MONTH = re.compile(r"([0-9]{1,2})(?:\.0+)?(?:日|号)?")
_AT_ONCE = frozenset({"现结", "现款", "现金", "货到付款", "款到发货", "cod", "预付"})


def cell_text(cell: Cell) -> str:
    """A cell as text: 2024000001.0 is 2024000001, a day is ISO."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        number = repr(cell)
        return number.removesuffix(".0") if "e" not in number else format(Decimal(number), "f")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell)


def text(cell: Cell, limit: int = NOTE_LIMIT) -> str:
    """Text without outer spaces and control characters (a line break stays)."""
    plain = cell_text(cell).strip()
    if not plain.isprintable():
        plain = "".join(
            c if c.isprintable() or c == "\n" else " " if c.isspace() else "" for c in plain
        ).strip()
    if plain.startswith('="') and (inner := _EXPORTED_TEXT.fullmatch(plain)):
        plain = inner[1].strip()
    if len(plain) > limit:
        raise TextTooLong(count=len(plain), limit=limit)
    return plain


def name(cell: Cell) -> str:
    """A short text on one line: a name, a phone number, an address. A cell in error has none."""
    plain = text(cell, NAME_LIMIT)
    if plain in ERROR_TEXTS:
        return ""
    return plain if plain.isascii() and "  " not in plain and "\n" not in plain else " ".join(plain.split())


def identifier(cell: Cell) -> str:
    """A code or document number, full-width forms made plain."""
    if type(cell) is str and cell.isascii() and cell.isalnum() and len(cell) <= NAME_LIMIT:
        return cell
    plain = name(cell)
    return plain if plain.isascii() else half_width(plain)


def name_key(customer_name: str) -> str:
    """What two spellings of one customer's name have in common: （）as (), no spaces, no case."""
    return "".join(half_width(customer_name).split()).casefold()


def amount(cell: Cell, currency: str = "CNY") -> int | None:
    """Fen of a number or text cell; three decimals are refused, never rounded (R95)."""
    if isinstance(cell, float):
        whole, _, cents = repr(cell).partition(".")
        if len(cents) <= 2 and cents.isdigit() and len(whole) <= 13:
            return int(whole + cents.ljust(2, "0"))
        return _fen_of_number(repr(cell))
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise BadAmount(text=cell_text(cell))
    if not isinstance(cell, str):
        return parse_optional_amount(cell, currency)
    plain = text(cell)
    if plain[:1] in ("'", "’") and plain[1:2].isdigit():  # typed to make a text of the number
        plain = plain[1:]
    if "万" in plain and _IN_TEN_THOUSANDS.fullmatch(half_width(plain)):  # 8.5万: people write so
        return scaled_amount(plain.replace("万元", "").replace("万", ""), 10_000, currency)
    return parse_optional_amount(plain, currency)


def _fen_of_number(number: str) -> int:
    exact = Decimal(number)
    if not exact.is_finite():
        raise BadAmount(text=number)
    if abs(exact) * 100 > MAX_FEN:
        raise AmountTooLarge(text=number)
    nearest = exact.quantize(_CENT)
    if abs(exact - nearest) >= _FORMULA_DUST:
        raise TooManyDecimals(text=number)
    return int(nearest * 100)


def scaled_amount(cell: Cell, scale: int, currency: str = "CNY") -> int | None:
    """Fen of an amount in a larger unit (万元: ``scale`` 10,000): the point is moved, nothing is rounded."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise BadAmount(text=cell_text(cell))
    if isinstance(cell, str) and "万" in cell:
        return amount(cell, currency)  # the cell names its unit itself
    if not isinstance(cell, str):
        exact = Decimal(repr(cell))
        return _fen_of_number(str(exact * scale if exact.is_finite() else exact))
    return parse_optional_amount(_NUMBER.sub(lambda found: _moved(found[0], scale), text(half_width(cell))), currency)


def _moved(number: str, scale: int) -> str:
    """1,234.5678 moved by 10,000 is 12345678; zeros behind the cents go, anything else stays to be refused."""
    if len(number) > 25:
        return number  # beyond what is reckoned exactly, and beyond any amount
    exact = Decimal(number.replace(",", "")) * scale
    plain = format(exact, "f")
    whole, _, cents = plain.partition(".")
    cents = cents.rstrip("0") if len(cents) > 2 else cents
    return f"{whole}.{cents}" if cents else whole


def day(cell: Cell, order: str = "mdy", date1904: bool = False) -> date | None:
    """A day from a date cell, a day number or a text; ``order`` reads 4/6/2026 (mdy or dmy)."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str):
        plain = half_width(text(cell))
        if plain in _NOTHING:
            return None
        parts = _DAY_MONTH.fullmatch(plain)
        return parse_date(plain) if parts is None else _day_of(plain, parts, order)
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        raise BadDate(text=cell_text(cell))
    number = cell_text(cell)
    return parse_date(number) if len(number) == 8 and number.isdigit() else excel_serial(number, date1904)


def _day_of(plain: str, parts: re.Match[str], order: str) -> date:
    first, second, year = int(parts[1]), int(parts[2]), int(parts[3])
    month, number = (first, second) if order == "mdy" else (second, first)
    return parse_date(f"{year:04}-{month:02}-{number:02}") if 1 <= month <= 12 else _refuse_day(plain)


def _refuse_day(plain: str) -> date:
    raise BadDate(text=plain)


def day_month_numbers(cell: Cell) -> tuple[int, int] | None:
    """The two leading numbers of a text like 4/6/2026, else ``None``."""
    parts = _DAY_MONTH.fullmatch(half_width(cell)) if isinstance(cell, str) else None
    return (int(parts[1]), int(parts[2])) if parts else None


def days(cell: Cell) -> int | None:
    """Days of credit: 60, 60天, 月结30天, net 30, 现结 (0)."""
    plain = "".join(half_width(text(cell_text(cell))).casefold().split())
    if plain in _NOTHING:
        return None
    if plain in _AT_ONCE:
        return 0
    if plain == "月结":
        return 0
    found = _DAYS.fullmatch(plain)
    if found is None or int(found[1]) > MOST_CREDIT_DAYS:
        raise BadDays(text=plain[:40])
    return int(found[1])


def instalment_number(cell: Cell) -> int | None:
    """The number of an instalment from 1 on: 2, 第2期."""
    plain = "".join(half_width(text(cell_text(cell))).split())
    if plain in _NOTHING:
        return None
    found = _INSTALMENT.fullmatch(plain)
    if found is None or not 0 < int(found[1]) <= MOST_INSTALMENTS:
        raise BadInstalmentNumber(text=plain[:40], most=MOST_INSTALMENTS)
    return int(found[1])


def terms(cell: Cell) -> Terms | None:
    """Days of credit with what they count from: 60, 月结30天 (the end of the month), 次月20日."""
    if isinstance(cell, str):
        plain = "".join(half_width(text(cell)).split())
        fixed = _PAYMENT_DAY.fullmatch(plain)
        if fixed is not None:
            last = int(fixed[2] or 31)
            if not 1 <= last <= 31:
                raise BadDays(text=plain[:40])
            return Terms(DAYS_OF_A_MONTH * _MONTHS_LATER[fixed[1]], "month_day", last)
    count = days(cell)
    if count is None:
        return None
    return Terms(count, "month_end" if isinstance(cell, str) and "月结" in cell else "issued")


def day_of_month(cell: Cell) -> int | None:
    """A fixed payment day: 20, 20日, 20号, 月底 (the 31st, or the month's last day)."""
    plain = "".join(half_width(text(cell_text(cell))).split()).removeprefix("每月")
    if plain in _NOTHING:
        return None
    if plain in ("月底", "月末", "底", "末"):
        return 31
    found = _DAY_OF_MONTH.fullmatch(plain)
    if found is None or not 1 <= int(found[1]) <= 31:
        raise BadDueDay(day=plain[:40])
    return int(found[1])


def limitation_years(cell: Cell) -> int | None:
    """Years of limitation that the law gives: 3, or 4 for international sales (R1, R9)."""
    plain = "".join(half_width(text(cell_text(cell))).split()).removesuffix("年")
    if plain in _NOTHING:
        return None
    if plain not in {str(years) for years in LIMITATION_YEARS}:
        raise BadLimitationYears(years=plain[:40])
    return int(plain)


def daily_rate(cell: Cell) -> Decimal | None:
    """A rate per day as a fraction: 0.0005, 0.05%, 0.5‰, 万分之五, 日千分之一; zero is none."""
    plain = "".join(half_width(text(cell)).split())
    if plain in _NOTHING or not plain.strip("0.%"):
        return None
    return parse_daily_rate(plain)


def code(cell: Cell, codes: Mapping[str, str]) -> str:
    """The code that a word in either language stands for; ``codes`` is one table of ``codes.py``."""
    plain = "".join(half_width(text(cell)).casefold().split())
    if plain in _NOTHING and plain not in codes:
        return ""
    found = codes.get(plain)
    if found is None:
        raise UnknownCode(text=plain[:40], choices=", ".join(dict.fromkeys(codes.values())))
    return found


def currency(cell: Cell, main: str = "CNY") -> str:
    """A currency's three letters; empty is ``main``."""
    plain = half_width(text(cell)).upper()
    if plain in _NOTHING:
        return main
    found = CURRENCIES.get(plain, plain)
    if not (len(found) == 3 and found.isascii() and found.isalpha()):
        raise UnknownCurrency(text=plain[:40])
    return found


def yes(cell: Cell) -> bool:
    """Whether a cell says yes: 是, √, yes, true, 1."""
    return "".join(half_width(text(cell)).casefold().split()) in {
        "是",
        "√",
        "✓",
        "yes",
        "y",
        "true",
        "1",
        "首选",
    }
