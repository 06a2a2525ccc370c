"""What a column shows of a row: text, sort key, alignment, tone, and what is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Generic, TypeVar

from arcdesk.domain.masking import ContactKind
from arcdesk.services.list_files import Cell, Money
from arcdesk.ui import format as show
from arcdesk.ui.widgets.shapes import Segment

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class BarCell:
    """A cell drawn as a small bar of buckets."""

    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ChipCell:
    """A cell drawn as an aging chip."""

    segment: Segment


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of a ``RowTableModel``.

    ``title`` is translated already. ``sort`` gives a key of one type for all rows (the text
    when missing); rows whose key is None stand last in both directions. ``cell`` gives a
    ``BarCell`` or ``ChipCell`` to draw instead of the text. ``tone`` names a colour of
    ``Theme.text_color``. ``width`` counts characters; figures and chips get more where they
    need it. A ``stretch`` column takes the room the others leave, never less than its width;
    a ``fitted`` one is just as wide as its content. A ``struck`` text is one that no longer counts.
    ``value`` is what a saved list holds where that is not the text: an amount, a day; ``contact`` says
    which contact data it shows.
    """

    key: str
    title: str
    text: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    align: str = "left"
    tone: Callable[[R], str] | None = None
    bold: Callable[[R], bool] | None = None
    tip: Callable[[R], str] | None = None
    cell: Callable[[R], BarCell | ChipCell | None] | None = None
    width: int = 12
    visible: bool = True
    stretch: bool = False
    fitted: bool = False
    is_chip: bool = False
    struck: Callable[[R], bool] | None = None
    value: Callable[[R], Cell] | None = None
    contact: ContactKind | None = None


def amount_column(
    key: str,
    title: str,
    fen: Callable[[R], int | None],
    currency: Callable[[R], str] | None = None,
    tone: Callable[[R], str] | None = None,
    *,
    width: int = 13,
    visible: bool = True,
    blank_zero: bool = False,
    bold: Callable[[R], bool] | None = None,
    struck: Callable[[R], bool] | None = None,
    fitted: bool = False,
) -> Column[R]:
    """A column of money: right-aligned, foreign amounts with their currency code."""

    def text(row: R) -> str:
        amount = fen(row)
        if amount is None or (blank_zero and amount == 0):
            return ""
        return show.money(amount, currency(row) if currency is not None else show.BASE_CURRENCY)

    def value(row: R) -> Cell:
        amount = fen(row)
        if amount is None or (blank_zero and amount == 0):
            return None
        return Money(amount, currency(row) if currency is not None else show.BASE_CURRENCY)

    return Column(
        key, title, text, fen, "right", tone, bold, width=width, visible=visible, fitted=fitted, struck=struck,
        value=value,
    )  # fmt: skip


def in_currency(columns: Iterable[Column[R]], currency: str) -> tuple[Column[R], ...]:
    """The columns of a table of one currency, which its amounts need not name on the screen but in a saved list."""

    def told(value: Callable[[R], Cell], row: R) -> Cell:
        found = value(row)
        return Money(found.fen, currency) if isinstance(found, Money) else found

    return tuple(
        column if column.value is None else replace(column, value=partial(told, column.value)) for column in columns
    )


def date_column(
    key: str,
    title: str,
    on: Callable[[R], date | None],
    tone: Callable[[R], str] | None = None,
    *,
    width: int = 10,
    visible: bool = True,
) -> Column[R]:
    """A column of days."""
    return Column(key, title, lambda row: show.day(on(row)), on, tone=tone, width=width, visible=visible, value=on)
