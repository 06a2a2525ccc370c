"""Merged cells: the file has their value in the first cell alone.

Downwards a value stands for each row of its range: the customer's name beside several documents, a
heading of two lines. A number is one value and not several, so it is left alone, unless the
heading above says that it is a code. Sideways a text is spread only where it stands over
sub-headings (借方 over 发生 and 已结): a title or 合计 over several columns stays where it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from arcdesk.importing.tables import Cell

Place = tuple[int, int]

_NUMBER = re.compile(r"[-+(（¥￥$€]*[0-9０-９][0-9０-９,，.． ]*[)）元%]*")
_CODE_HEADING = re.compile(
    r"编码|编号|代码|单号|号码|票号|合同号|账号|\b(?:code|no|number|id)\b", re.IGNORECASE
)
_HEADING_ROWS = 30


def fill(rows: list[list[Cell]], ranges: Sequence[tuple[Place, Place]], start: Place) -> None:
    """Write the values of merged ranges into the cells they stand for; ``start`` is the first cell's place.

    Cells that have a value of their own keep it. Ranges that overlap beyond reason are left alone.
    """
    left = sum(map(len, rows))
    codes: dict[int, bool] = {}
    for (top, first), (bottom, last) in ranges:
        top, bottom = top - start[0], min(bottom - start[0], len(rows) - 1)  # noqa: PLW2901
        first, last = first - start[1], last - start[1]  # noqa: PLW2901
        if not (0 <= top <= bottom and 0 <= first < len(rows[top])):
            continue
        last = min(last, len(rows[top]) - 1)  # noqa: PLW2901
        value = rows[top][first]
        if (
            value == ""
            or isinstance(value, bool)
            or (_is_number(value) and not _is_code(rows, top, first, codes))
        ):
            continue
        columns = (
            range(first, last + 1) if _stands_over_headings(rows, top, bottom, first, last) else (first,)
        )
        left -= (bottom - top + 1) * len(columns)
        if left < 0:
            return
        for row in rows[top : bottom + 1]:
            for column in columns:
                if column < len(row) and row[column] == "":
                    row[column] = value


def _is_number(value: Cell) -> bool:
    if isinstance(value, str):
        return _NUMBER.fullmatch(value.strip()) is not None
    return isinstance(value, int | float)


def _is_code(rows: list[list[Cell]], top: int, column: int, known: dict[int, bool]) -> bool:
    """Whether a heading above the number names codes."""
    if column not in known:
        above = (row[column] for row in rows[: min(top, _HEADING_ROWS)] if column < len(row))
        known[column] = any(isinstance(cell, str) and _CODE_HEADING.search(cell[:80]) for cell in above)
    return known[column]


def _stands_over_headings(rows: list[list[Cell]], top: int, bottom: int, first: int, last: int) -> bool:
    """Whether other headings stand beside the range and differing ones beneath it."""
    if first == last or top >= _HEADING_ROWS or bottom + 1 >= len(rows):
        return False
    row, below = rows[top], rows[bottom + 1][first : last + 1]
    beside = any(cell != "" for cell in (*row[:first], *row[last + 1 :]))
    texts = {cell for cell in below if isinstance(cell, str) and cell and not _is_number(cell)}
    return beside and len(texts) > 1 and all(isinstance(cell, str) and not _is_number(cell) for cell in below)
