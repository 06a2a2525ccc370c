"""Sheets that name a customer once and leave it out of the rows below: in a line above, in a line between,
or in the first of several merged cells.
"""

from __future__ import annotations

from arcdesk.importing import values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.reader import Cell
from arcdesk.importing.titles import Titles, customer_line
from arcdesk.importing.totals import is_total_line


def fill(view: SheetView, titles: Titles) -> None:
    """Give every row of a ledger its customer; lines that announce one are no data."""
    empty: list[Cell] = [""] * view.count
    codes = list(view.cells.get("customer", empty))
    names = list(view.cells.get("customer_name", empty))
    current: tuple[Cell, Cell] = (titles.customer, titles.customer_name)
    has_lines = not (view.has("customer") or view.has("customer_name"))
    changed = has_lines
    for index in range(view.count):
        blank = _blank(codes[index]) and _blank(names[index])
        if blank or has_lines:
            row = view.raw_row(index)
            said = customer_line(row)
            if said is not None and not is_total_line(row):
                current = said
                view.skipped.add(index)
                changed = True
                continue
            codes[index], names[index] = current
            changed = changed or any(current)
        else:
            current = (codes[index], names[index])
    if changed:
        view.set_cells("customer", codes)
        view.set_cells("customer_name", names)


def _blank(cell: Cell) -> bool:
    return not values.cell_text(cell).strip()
