"""How wide a column has to be so that nothing in it is cut that must be read whole."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import Any, TypeVar

from PySide6.QtGui import QFont, QFontMetrics

from arcdesk.ui.tables.columns import Column
from arcdesk.ui.widgets.aging import chip_width

R = TypeVar("R")
PADDING = 8
SPARE = 4
SORT_SIGN = 14
MEASURED = 12
MANY = 5000


def needed_width(column: Column[R], rows: Sequence[R], font: QFont) -> int:
    """Pixels for the title and the widest text or chip of ``rows``; figures are measured bold.

    Of many different texts only the longest are measured.
    """
    texts = sorted({column.text(row) for row in _telling(column, rows)}, key=len, reverse=True)[:MEASURED]
    bold = QFont(font)
    bold.setBold(True)
    metrics, plain = QFontMetrics(bold), QFontMetrics(font)
    if column.is_chip:
        widest = max((chip_width(plain, text) for text in texts), default=0)
    else:
        used = metrics if column.align == "right" or column.bold is not None else plain
        widest = max((used.horizontalAdvance(text) for text in texts), default=0)
    title = metrics.horizontalAdvance(column.title) + SORT_SIGN
    return max(widest + SPARE, title) + 2 * PADDING


def must_be_whole(column: Column[R]) -> bool:
    """Whether cutting a cell of this column would mislead: figures and aging chips."""
    return column.is_chip or (column.align == "right" and column.cell is None)


def _telling(column: Column[R], rows: Sequence[R]) -> Sequence[R]:
    """Of a long column of figures both ends of its order: the widest figures stand there."""
    order: Any = column.sort
    if len(rows) <= MANY or order is None or column.is_chip or column.align != "right":
        return rows
    known = [row for row in rows if order(row) is not None]
    return [*heapq.nlargest(MEASURED, known, key=order), *heapq.nsmallest(MEASURED, known, key=order)]
