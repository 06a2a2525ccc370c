"""Saved mappings held against the sheets of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from arcdesk.importing import mapping_check, presets
from arcdesk.importing.errors import MappingDoesNotFit, MissingColumns
from arcdesk.importing.layouts import Found, spoken
from arcdesk.importing.mapping import ColumnMapping, fitting
from arcdesk.importing.reader import Table


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping with the name and the time under which it was kept."""

    id: int
    name: str
    mapping: ColumnMapping
    saved_at: datetime


def find_saved(tables: Sequence[Table], saved: Iterable[SavedMapping]) -> SavedMapping | None:
    """The saved mapping that some sheet of a file shows: with most headings, of equals the latest.

    A mapping without headings has nothing to show but its cells: all of them must fit.
    """
    found = [
        each
        for each in saved
        if any(_shows(table, each.mapping) for table in fitting(tables, each.mapping)[0])
    ]
    return max(found, key=lambda each: (len(each.mapping.fields), each.saved_at, each.id), default=None)


def explained(tables: Sequence[Table], mapping: ColumnMapping) -> tuple[list[Found], list[str]]:
    """The sheets that a mapping explains, and the names of the others.

    Raises:
        MappingDoesNotFit: no sheet has its headings.
        MissingColumns: it does not say which columns hold what is required.
    """
    missing = mapping.missing()
    if missing:
        columns = ", ".join(spoken(mapping.kind, name) for name in missing)
        raise MissingColumns(sheet=mapping.sheet or (tables[0].sheet if tables else ""), columns=columns)
    chosen, others = fitting(tables, mapping)
    if not chosen:
        lacking = min((mapping.lacking(table) for table in tables), key=len, default=())
        raise MappingDoesNotFit(
            mapping=mapping.sheet or mapping.kind, columns=", ".join(lacking) or mapping.sheet
        )
    found = [
        presets.mapped(table, heading) for table in chosen if (heading := mapping.heading(table)) is not None
    ]
    return found, others


def name_of(mapping: ColumnMapping, saved: Iterable[SavedMapping]) -> str:
    """The name under which just this mapping is kept; ``""`` if it is not."""
    return next((each.name for each in saved if each.mapping == mapping), "")


def _shows(table: Table, mapping: ColumnMapping) -> bool:
    if not mapping.recognises(table):
        return False
    if mapping.heading_row is not None:
        return True
    found = mapping_check.check(table, mapping)
    typed = [column for name, column in found.columns.items() if name in mapping_check.TYPED]
    return bool(typed) and found.can_continue and all(column.ok and not column.bad for column in typed)
