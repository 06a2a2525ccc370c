"""Telling 4/6/2026 apart: the sixth of April or the fourth of June, over whole columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from arcdesk.importing import values
from arcdesk.importing.columns import DATE_FIELDS, SheetView
from arcdesk.importing.reader import Cell

ORDERS = ("mdy", "dmy")


def evidence(cells: Iterable[Cell]) -> set[str]:
    """The orders that the distinct cells of a column prove by a number
    above 12; ``{"open"}`` where there are only doubtful texts.

    A text like 5/5/2026 says the same in both orders and is no doubt.
    """
    found = set()
    for cell in cells:
        pair = values.day_month_numbers(cell)
        if pair is None or pair[0] == pair[1]:
            continue
        if pair[0] > 12:
            found.add("dmy")
        elif pair[1] > 12:
            found.add("mdy")
        else:
            found.add("open")
    proven = found & set(ORDERS)
    return proven or found


def decide(views: Sequence[SheetView]) -> bool:
    """Set the order of each sheet by its date columns; tell whether the person has to be asked.

    One export writes all its dates alike, so a column without proof follows its sheet, and a
    sheet without proof the rest of the file. Contradicting proofs decide nothing.
    """
    by_view = [
        set().union(*(evidence(view.distinct[name]) for name in view.cells if name in DATE_FIELDS))
        for view in views
    ]
    proven = set().union(*by_view) & set(ORDERS)
    asked = False
    for view, found in zip(views, by_view, strict=True):
        own = found & set(ORDERS) or proven
        if len(own) == 1:
            (view.date_order,) = own
        elif found:
            asked = True
    return asked
