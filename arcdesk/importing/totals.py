"""Rows of a sheet that are no data: blank ones, 小计, 合计, footers, headings repeated on each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arcdesk.domain.errors import Refusal
from arcdesk.importing import values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.headings import REQUIRED, normal_heading
from arcdesk.importing.ledger_file import TotalCheck
from arcdesk.importing.reader import Cell

_SUBTOTALS = frozenset(
    (
        "小计",
        "本页小计",
        "本页合计",
        "页小计",
        "页合计",
        "本月小计",
        "本月合计",
        "客户小计",
        "subtotal",
        "pagetotal",
    )
)
_TOTALS = frozenset(
    (
        "合计",
        "总计",
        "总合计",
        "共计",
        "累计",
        "本页累计",
        "本年累计",
        "全部合计",
        "应收合计",
        "total",
        "grandtotal",
    )
)
_FOOTERS = (
    "制表",
    "审核",
    "复核",
    "制单",
    "打印时间",
    "打印日期",
    "导出时间",
    "导出日期",
    "填表",
    "财务负责人",
    "printedon",
)
_LABEL_COLUMNS = 60
_CHECKED = ("amount", "received", "open")


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total the sheet states: its data row, its label, whether of all rows so far, fen by column."""

    index: int
    label: str
    is_grand: bool
    stated: dict[str, int]


def set_aside(view: SheetView) -> list[TotalRow]:
    """Mark the rows that are no data as skipped; answer the totals among them.

    Only rows that lack something required are looked at: a customer may be called 合计.
    """
    totals = []
    for index in _incomplete(view):
        row = view.raw_row(index)
        label = _label(row)
        if label is None:
            if all(_is_blank(cell) for cell in row) or _is_footer(row):
                view.skipped.add(index)
            continue
        view.skipped.add(index)
        totals.append(TotalRow(index, label[0], label[1], _stated(view, index)))
    _skip_repeated_headings(view)
    return totals


def check(
    view: SheetView, totals: Sequence[TotalRow], amounts: Mapping[str, Sequence[int | None]]
) -> list[TotalCheck]:
    """Each stated figure beside what the rows above it add up to: since the last subtotal, or in all."""
    answer = []
    numbers = view.row_numbers
    previous = 0
    for total in totals:
        for name, fen in total.stated.items():
            column = amounts.get(name)
            if column is not None:
                start = 0 if total.is_grand else previous
                counted = sum(column[i] or 0 for i in range(start, total.index) if i not in view.skipped)
                heading = view.heading_text(name)
                answer.append(
                    TotalCheck(view.table.sheet, numbers[total.index], total.label, heading, fen, counted)
                )
        previous = total.index + 1
    return answer


def _incomplete(view: SheetView) -> list[int]:
    """Rows with an empty required cell, in ascending order."""
    found: set[int] = set()
    for name in REQUIRED[view.heading.kind]:
        if view.has(name):
            blank = {cell for cell in view.distinct[name] if isinstance(cell, str) and not cell.strip()}
            if blank:
                found.update(i for i, cell in enumerate(view.cells[name]) if cell in blank)
    return sorted(found)


def _is_blank(cell: Cell) -> bool:
    return cell == "" or (isinstance(cell, str) and not cell.strip())


def _label(row: Sequence[Cell]) -> tuple[str, bool] | None:
    """The first total label of a row, and whether it is a grand total."""
    for cell in row[:_LABEL_COLUMNS]:
        if not isinstance(cell, str) or not cell or len(cell) > 80:
            continue
        plain = normal_heading(cell)
        if plain in _TOTALS:
            return cell.strip(), True
        if plain in _SUBTOTALS or cell.strip().endswith(("(小计)", "（小计）")):
            return cell.strip(), False
    return None


def _is_footer(row: Sequence[Cell]) -> bool:
    texts = [cell.strip() for cell in row[:_LABEL_COLUMNS] if isinstance(cell, str) and cell.strip()]
    return any(normal_heading(text).startswith(_FOOTERS) for text in texts[:2])


def _stated(view: SheetView, index: int) -> dict[str, int]:
    stated = {}
    for name in _CHECKED:
        try:
            fen = values.amount(view.cells[name][index]) if view.has(name) else None
        except Refusal:
            continue
        if fen is not None:
            stated[name] = fen
    return stated


def _skip_repeated_headings(view: SheetView) -> None:
    """A list printed over several pages repeats its heading: at least two columns show it again."""
    repeats: dict[int, int] = {}
    for name in REQUIRED[view.heading.kind]:
        if view.has(name):
            heading = view.heading_text(name)
            if heading in view.distinct[name]:
                for index, cell in enumerate(view.cells[name]):
                    if cell == heading:
                        repeats[index] = repeats.get(index, 0) + 1
    view.skipped.update(index for index, count in repeats.items() if count >= 2)
