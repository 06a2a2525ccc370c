"""What a saved list holds of a row: real amounts, days and figures where the window shows texts of them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TypeVar

from arcdesk.domain.errors import Refusal
from arcdesk.domain.money import parse_amount
from arcdesk.services.list_files import Cell, Money, Percent
from arcdesk.ui import format as show
from arcdesk.ui.tables.columns import Column

R = TypeVar("R")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNT = re.compile(r"-?(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})")
_PERCENT = re.compile(r"(-?[0-9]{1,6}(?:\.[0-9]{1,6})?)%")
_AMOUNT = re.compile(r"(?:([A-Z]{3}) )?(\(?-?[0-9][0-9,]*\.[0-9]{2}\)?)")


def saved_cell(column: Column[R], row: R) -> Cell:
    """The cell of ``row`` in a saved list. Only figures at the right become numbers: a code of digits is a text."""
    if column.value is not None:
        return column.value(row)
    text = column.text(row)
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if column.cell is not None:
        return text.replace("\n", "; ")  # what is drawn says its parts line by line
    return _figure(text) if column.align == "right" else text


def _figure(text: str) -> Cell:
    if _COUNT.fullmatch(text):
        return int(text.replace(",", ""))
    if (rate := _PERCENT.fullmatch(text)) is not None:
        return Percent(Decimal(rate[1]))
    if (amount := _AMOUNT.fullmatch(text)) is not None:
        try:
            return Money(parse_amount(amount[2]), amount[1] or show.BASE_CURRENCY)
        except Refusal:
            return text
    return text
