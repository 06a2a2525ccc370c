"""What the cells say to a mapping: how many of each column can be read, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from arcdesk.domain.errors import Refusal
from arcdesk.importing import codes, dayorder, mapped_rows, totals, values
from arcdesk.importing.columns import DATE_FIELDS, SheetView
from arcdesk.importing.layouts import AMOUNTS
from arcdesk.importing.mapping import ColumnMapping
from arcdesk.importing.reader import Cell, Table

LIVE_ROWS = 200
TYPED = DATE_FIELDS | AMOUNTS
"""Fields whose cells have a form of their own."""

_TEXTS = frozenset(["note", "pain_point"])
_IDENTIFIERS = frozenset(["number", "customer", "code", "contract", "tax_invoice_number", "credits", "uscc"])
_CODES: Mapping[str, Mapping[str, str]] = {
    "grade": codes.GRADES,
    "size": codes.SIZES,
    "behaviour": codes.BEHAVIOURS,
    "due_rule": codes.DUE_RULES,
    "authority": codes.AUTHORITIES,
}


@dataclass(frozen=True, slots=True)
class ColumnCheck:
    """One mapped column: cells that can be read, empty ones, and bad ones with the first of them."""

    name: str
    ok: int
    empty: int
    bad: int
    bad_row: int = 0
    bad_text: str = ""
    sentence: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OrderExample:
    """A date that can be read two ways, and the two days it may mean."""

    text: str
    month_first: date
    day_first: date


@dataclass(frozen=True, slots=True)
class MappingCheck:
    """Everything to be said of a mapping before it is used.

    ``order`` is there only where no column proves how its dates are meant. ``rows`` are the rows of data
    looked at, ``of_rows`` all below the heading.
    """

    columns: Mapping[str, ColumnCheck]
    missing: tuple[str, ...]
    order: OrderExample | None
    rows: int
    of_rows: int

    @property
    def can_continue(self) -> bool:
        return not self.missing and self.rows > 0


def check(table: Table, mapping: ColumnMapping, limit: int | None = LIVE_ROWS) -> MappingCheck:
    """Hold the first ``limit`` rows of a table (``None``: all) against a mapping."""
    heading = mapping.heading(table)
    if heading is None:
        return MappingCheck({}, mapping.missing(), None, 0, len(table.rows))
    of_rows = max(0, len(table.rows) - heading.body)
    part = table if limit is None else replace(table, rows=table.rows[: heading.body + limit])
    whole = SheetView(table, replace(heading, columns=_dates(heading.columns)))
    order = _order(whole) if dayorder.decide([whole]) else None
    view = SheetView(part, heading, date_order=mapping.date_order if order else whole.date_order)
    if not view.date_order:
        view.date_order = "mdy"
    original = {name: list(view.cells[name]) for name in heading.columns}
    mapped_rows.complete(view, mapping)
    totals.set_aside(view)
    view.problems.clear()
    rows = [index for index in range(view.count) if index not in view.skipped]
    columns = {}
    for name, cells in original.items():
        asked = "amount" if name == "open" and mapping.open_only and "open" not in mapping.fields else name
        columns[asked] = _column(view, asked, parser(view, name), cells, rows)
    return MappingCheck(columns, mapping.missing(), order, len(rows), of_rows)


def parser(view: SheetView, name: str) -> Callable[[Cell], Any]:
    """How the cells of a field are read."""
    if name in DATE_FIELDS:
        return lambda cell: values.day(cell, view.date_order, view.table.date1904)
    if name in AMOUNTS:
        scale = view.heading.scale.get(name, 1)
        return values.amount if scale == 1 else lambda cell: values.scaled_amount(cell, scale)
    if name in _CODES:
        return lambda cell: values.code(cell, _CODES[name])
    plain: Mapping[str, Callable[[Cell], Any]] = {
        "credit_days": values.terms,
        "due_day": values.day_of_month,
        "currency": values.currency,
        "primary": values.yes,
    }
    if name in plain:
        return plain[name]
    if name in _IDENTIFIERS:
        return values.identifier
    return values.text if name in _TEXTS else values.name


def _dates(columns: Mapping[str, int]) -> dict[str, int]:
    return {name: place for name, place in columns.items() if name in DATE_FIELDS}


def _column(
    view: SheetView, name: str, parse: Callable[[Cell], Any], cells: list[Cell], rows: list[int]
) -> ColumnCheck:
    ok = empty = bad = 0
    first: tuple[int, str, Refusal] | None = None
    known: dict[Cell, Refusal | bool] = {}
    for index in rows:
        cell = cells[index]
        if cell not in known:
            known[cell] = _outcome(cell, parse)
        said = known[cell]
        if isinstance(said, Refusal):
            bad += 1
            first = first or (view.row_numbers[index], values.cell_text(cell)[:40], said)
        elif said:
            ok += 1
        else:
            empty += 1
    if first is None:
        return ColumnCheck(name, ok, empty, bad)
    return ColumnCheck(name, ok, empty, bad, first[0], first[1], first[2].sentence, first[2].values)


def _outcome(cell: Cell, parse: Callable[[Cell], Any]) -> Refusal | bool:
    """Whether a cell says something, or why it cannot be read."""
    if not values.cell_text(cell).strip():
        return False
    try:
        return parse(cell) not in (None, "")
    except Refusal as reason:
        return reason


def _order(view: SheetView) -> OrderExample | None:
    """The first date whose day and month may change places; the larger the difference, the plainer."""
    for name in view.cells:
        for cell in view.cells[name]:
            pair = values.day_month_numbers(cell)
            if pair is None or pair[0] == pair[1]:
                continue
            try:
                month_first, day_first = values.day(cell, "mdy"), values.day(cell, "dmy")
            except Refusal:
                continue
            if month_first and day_first:
                return OrderExample(values.cell_text(cell).strip(), month_first, day_first)
    return None
