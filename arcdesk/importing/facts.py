"""What the guards saw of a workbook that the cell reader does not tell, and the remarks it makes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from arcdesk.importing.ledger_file import Remark

NOT_COMPUTED = "#N/A"
"""Stands in a cell whose formula has no stored result: never an empty cell, never an amount."""

ERROR_TEXTS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!")
)
"""What a cell in error shows: refused as an amount or a day, and no name of anybody."""

MOST_MARKED_CELLS = 100_000


@dataclass(slots=True)
class SheetFacts:
    """Of one sheet: its hidden rows, the cells that show an error, formulas without a stored result.

    A place is (row, column), both from 0. Beyond ``MOST_MARKED_CELLS`` cells are counted only.
    """

    hidden_rows: int = 0
    error_count: int = 0
    uncomputed_count: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)

    def note_error(self, row: int, column: int, text: str) -> None:
        """A cell shows ``text``, like #REF!."""
        self.error_count += 1
        self._mark(row, column, text)

    def note_uncomputed(self, row: int, column: int) -> None:
        """A formula in a cell has no stored result."""
        self.uncomputed_count += 1
        self._mark(row, column, NOT_COMPUTED)

    def _mark(self, row: int, column: int, text: str) -> None:
        if len(self.errors) < MOST_MARKED_CELLS:
            self.errors.append((row, column, text))


@dataclass(slots=True)
class Facts:
    """Of one workbook; ``sheets`` in its own order."""

    date1904: bool = False
    sheets: list[SheetFacts] = field(default_factory=list)
    has_links: bool = False
    has_macros: bool = False
    has_objects: bool = False

    def of_sheet(self, index: int) -> SheetFacts:
        """The facts of one sheet; none where it could not be told which they are."""
        return self.sheets[index] if index < len(self.sheets) else SheetFacts()


def remarks(facts: Facts, read: Iterable[SheetFacts], left_out: Iterable[str]) -> tuple[Remark, ...]:
    """What the person should know of a workbook of which some sheets were read and some left out."""
    sheets = list(read)
    hidden = sum(sheet.hidden_rows for sheet in sheets)
    wrong = sum(sheet.error_count for sheet in sheets)
    uncomputed = sum(sheet.uncomputed_count for sheet in sheets)
    names = ", ".join(left_out)
    answer = []
    if hidden:
        answer.append(Remark(sentence="{count} hidden rows were read too.", values={"count": hidden}))
    if names:
        answer.append(
            Remark(
                sentence="Hidden sheets were left out: {sheets}. Unhide them or choose one by its name.",
                values={"sheets": names},
            )
        )
    if wrong:
        answer.append(
            Remark(
                sentence="{count} cells show an error such as #REF!. Their values are missing.",
                values={"count": wrong},
            )
        )
    if uncomputed:
        answer.append(
            Remark(
                sentence="{count} formulas have no stored result. Open the file in Excel, save it, import it again.",
                values={"count": uncomputed},
            )
        )
    if facts.has_links:
        answer.append(Remark(sentence="Links to other files were not followed; the stored values were read."))
    if facts.has_macros:
        answer.append(Remark(sentence="The macros in the file were not run."))
    if facts.has_objects:
        answer.append(Remark(sentence="Objects embedded in the file were not opened."))
    return tuple(answer)
