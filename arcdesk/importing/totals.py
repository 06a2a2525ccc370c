"""Rows of a sheet that are no data: blank ones, 小计, 合计, footers, headings repeated on each page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from arcdesk.domain.errors import Refusal
from arcdesk.importing import values
from arcdesk.importing.captions import plain as whole_heading
from arcdesk.importing.columns import SheetView
from arcdesk.importing.headings import REQUIRED, STAND_INS, normal_heading
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
        "本页累计",
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
_RUNNING = frozenset(
    [
        "本月合计",
        "本月累计",
        "本年累计",
        "本期合计",
        "本期累计",
        "本日合计",
        "本季合计",
        "累计",
        "当前合计",
        "当前累计",
        "期末余额",
        "期末",
        "期末结存",
        "本期发生额合计",
    ]
)
"""Totals of ledgers: of a month or a year of one customer, not of all rows above."""

_OF_ONE = re.compile(r".{0,80}[(\[【]?(?:小计|合计)[)\]】]?|[(\[【]?(?:小计|合计)[)\]】]?.{0,80}")
_ENGLISH = re.compile("total|printed", re.IGNORECASE)
_LABEL_COLUMNS = 60
_NAMING = (
    "number", "customer", "customer_name", "short_name", "tax_invoice_number", "e_number", "issued_on", "due_on",
    "received_on", "date", "voucher", "kind", "contract",
)
_CHECKED = ("amount", "received", "open", "balance", "debit", "credit", "net")


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A total the sheet states: its data row, its label, whether of all rows so far, fen by column."""

    index: int
    label: str
    is_grand: bool
    stated: dict[str, int]
    is_running: bool = False


def set_aside(view: SheetView) -> list[TotalRow]:
    """Mark the rows that are no data as skipped; answer the totals among them.

    Only rows that lack something required are looked at: a customer may be called 合计. In lists of
    balances and in ledgers every row is: there a total fills all columns that a customer's row does.
    """
    _skip_repeated_headings(view)
    totals: list[TotalRow] = []
    every = view.heading.kind in ("ledger", "balances")
    for index in _labelled(view) if every else _incomplete(view):
        if index in view.skipped:
            continue
        row = view.raw_row(index)
        label = _label(row)
        if label is None:
            if all(_is_blank(cell) for cell in row) or _is_footer(row):
                view.skipped.add(index)
            elif _names_nothing(view, index) and _adds_up(view, index, totals):
                view.skipped.add(index)
                totals.append(TotalRow(index, "", True, _stated(view, index)))
            continue
        view.skipped.add(index)
        totals.append(TotalRow(index, label[0], label[1], _stated(view, index), label[2]))
    return totals


def _names_nothing(view: SheetView, index: int) -> bool:
    """Whether a row has neither number nor customer nor day."""
    named = (view.cells[name][index] for name in _NAMING if view.has(name))
    return all(_is_blank(cell) for cell in named)


def _adds_up(view: SheetView, index: int, totals: Sequence[TotalRow]) -> bool:
    """Whether a row without a label is the sum of the rows above it, of all or since the last total."""
    name = next((name for name in _CHECKED if view.has(name)), "")
    said = _stated(view, index).get(name) if name else None
    if said is None:
        return False
    left_out = view.skipped | {total.index for total in totals}
    start = max((total.index + 1 for total in totals), default=0)
    sums = [0, 0]
    for place in range(index):
        fen = None if place in left_out else _stated_in(view, name, place)
        sums[0] += fen or 0
        sums[1] += (fen or 0) if place >= start else 0
    return said != 0 and said in sums


def is_total_line(row: Sequence[Cell]) -> bool:
    """Whether a row states a total."""
    return _label(row) is not None


def check(
    view: SheetView,
    totals: Sequence[TotalRow],
    amounts: Mapping[str, Sequence[int | None]],
    currencies: Sequence[str] = (),
) -> list[TotalCheck]:
    """Each stated figure beside what the rows above it add up to: since the last total, or in all.

    A label does not always tell which of the two it is, so the one that agrees counts. A total that
    names its currency counts the rows of that one.
    """
    answer = []
    numbers, headings = view.row_numbers, {name: view.heading_text(name) for name in amounts}
    previous: dict[str, int] = {}
    mixed = len(set(currencies)) > 1
    sums: dict[tuple[str, str], list[list[int]]] = {}
    for total in totals:
        if total.is_running:
            continue
        money = _currency_of(view, total.index) if mixed else ""
        for name, fen in total.stated.items():
            column = amounts.get(name)
            if column is None:
                continue
            if (name, money) not in sums:
                sums[name, money] = _running(view, column, currencies if money else (), money)
            counted = []
            for running in sums[name, money]:
                in_all = running[total.index]
                since = [in_all - running[start] for start in _starts(previous, total)]
                counted += [in_all, *since] if total.is_grand else [*since, in_all]
            best = fen if fen in counted else counted[0]
            row = numbers[total.index]
            answer.append(TotalCheck(view.table.sheet, row, total.label, headings[name], fen, best))
        if total.stated:
            previous[_sort_of(total)] = total.index + 1
    return answer


def _sort_of(total: TotalRow) -> str:
    """Totals of pages and totals of customers run side by side: each counts from the last of its own."""
    return "page" if "页" in total.label or "page" in total.label.casefold() else "other"


def _starts(previous: Mapping[str, int], total: TotalRow) -> list[int]:
    """Where the rows of a total may begin: after the last of its sort, or after the last one at all."""
    own = previous.get(_sort_of(total), 0)
    return list(dict.fromkeys([own, max(previous.values(), default=0)]))


def _running(
    view: SheetView, column: Sequence[int | None], currencies: Sequence[str], money: str
) -> list[list[int]]:
    """What a column adds up to before each row, of one currency where ``money`` names it.

    Where rows were passed over, also with them: a total may count drafts or not.
    """
    answer = []
    for left_out in (view.skipped | view.passed.keys(), view.skipped) if view.passed else (view.skipped,):
        sums, so_far = [0], 0
        for index, fen in enumerate(column):
            if fen is not None and index not in left_out and (not money or currencies[index] == money):
                so_far += fen
            sums.append(so_far)
        answer.append(sums)
    return answer


def _currency_of(view: SheetView, index: int) -> str:
    try:
        return values.currency(view.cells["currency"][index], "") if view.has("currency") else ""
    except Refusal:
        return ""


def _labelled(view: SheetView) -> list[int]:
    """Rows of a list of balances or a ledger that may be no data: by the distinct cells of their words."""
    found = set(_incomplete(view))
    for name in ("customer", "customer_name", "number", "kind", "note", "date", "voucher", "salesperson"):
        if view.has(name):
            named = {cell for cell in view.distinct[name] if isinstance(cell, str) and _may_be_no_data(cell)}
            if named:
                found.update(i for i, cell in enumerate(view.cells[name]) if cell in named)
    return sorted(found)


def _may_be_no_data(cell: str) -> bool:
    if cell.isascii() and not _ENGLISH.search(cell):  # nearly every number of a document
        return False
    return _label([cell]) is not None or _is_footer([cell])


def _incomplete(view: SheetView) -> list[int]:
    """Rows with an empty required cell, in ascending order."""
    found: set[int] = set()
    for required in REQUIRED[view.heading.kind]:
        for name in (required, *STAND_INS.get((view.heading.kind, required), ())):
            if view.has(name):
                blank = {cell for cell in view.distinct[name] if isinstance(cell, str) and (not cell or cell.isspace())}
                if blank:
                    found.update(compress(range(view.count), map(blank.__contains__, view.cells[name])))
                if name == required:
                    break
    return sorted(found)


def _is_blank(cell: Cell) -> bool:
    return cell == "" or (isinstance(cell, str) and not cell.strip())


def _label(row: Sequence[Cell]) -> tuple[str, bool, bool] | None:
    """The first total label of a row, whether it is a grand total, whether one that runs on in a ledger."""
    for cell in row[:_LABEL_COLUMNS]:
        if not isinstance(cell, str) or not cell or len(cell) > 80:
            continue
        plain = normal_heading(cell)
        if plain in _RUNNING:
            return cell.strip(), False, True
        if plain in _TOTALS:
            return cell.strip(), True, False
        if plain in _SUBTOTALS or (("计" in cell or "計" in cell) and _OF_ONE.fullmatch(whole_heading(cell))):
            return cell.strip(), False, False
    return None


def _is_footer(row: Sequence[Cell]) -> bool:
    texts = [cell.strip() for cell in row[:_LABEL_COLUMNS] if isinstance(cell, str) and cell.strip()]
    return any(normal_heading(text).startswith(_FOOTERS) for text in texts[:2])


def _stated(view: SheetView, index: int) -> dict[str, int]:
    stated = {}
    for name in _CHECKED:
        fen = _stated_in(view, name, index) if view.has(name) else None
        if fen is not None:
            stated[name] = fen
    return stated


def _stated_in(view: SheetView, name: str, index: int) -> int | None:
    cell, scale = view.cells[name][index], view.heading.scale.get(name, 1)
    if cell == "":
        return None
    try:
        return values.scaled_amount(cell, scale) if scale != 1 else values.amount(cell)
    except Refusal:
        return None


def _skip_repeated_headings(view: SheetView) -> None:
    """A list printed over several pages repeats its heading, and perhaps the lines above it."""
    above = {_line(row) for row in view.table.rows[: view.heading.row]} - {()}
    for row in view.heading_rows:
        repeats: dict[int, int] = {}
        for name, column in view.heading.columns.items():
            text = row[column] if column < len(row) else ""
            if isinstance(text, str) and text and text in view.distinct[name]:
                for index, cell in enumerate(view.cells[name]):
                    if cell == text:
                        repeats[index] = repeats.get(index, 0) + 1
        for index, count in repeats.items():
            if count < 2:
                continue
            view.skipped.add(index)
            before = index - 1
            while (
                above
                and before >= 0
                and (not any(view.raw_row(before)) or _line(view.raw_row(before)) in above)
            ):
                view.skipped.add(before)
                before -= 1


def _line(row: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(cell for cell in row if cell != "")
