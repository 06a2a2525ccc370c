"""Rows of a reject file that still repeat a number: by now the first one is in the ledger, and they would change it."""

from __future__ import annotations

import re

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import LANGUAGES, translate
from arcdesk.importing import values
from arcdesk.importing.columns import SheetView
from arcdesk.importing.errors import NumberTwice
from arcdesk.importing.reader import Cell
from arcdesk.importing.rejects import REASON, is_reject_heading

_NUMBERS = ("number", "tax_invoice_number", "code")
_PLACE = "\x00"


def reject_again(view: SheetView) -> None:
    """Leave out every row whose reason says that its number stands twice and whose number is still that one."""
    heading = view.table.rows[view.heading.row]
    name = next((name for name in _NUMBERS if view.has(name)), None)
    if name is None or not is_reject_heading(heading):
        return
    column = max(place for place, cell in enumerate(heading) if cell == REASON)
    for index, cell in enumerate(view.cells[name]):
        row = view.raw_row(index)
        reason = row[column] if column < len(row) else ""
        if isinstance(reason, str) and reason and (first := _first_row(reason, cell)):
            view.reject(index, name, NumberTwice(number=values.identifier(cell), first_row=first))


def _first_row(reason: str, cell: Cell) -> int | None:
    """The row that a reason names as the first one of this very number."""
    try:
        number = values.identifier(cell)
    except Refusal:
        return None
    for language in LANGUAGES:
        text = translate(NumberTwice.sentence, language, number=number, first_row=_PLACE)
        before, _, after = text.partition(_PLACE)
        found = re.search(f"{re.escape(before)}([0-9]+){re.escape(after)}", reason)
        if found is not None:
            return int(found[1])
    return None
