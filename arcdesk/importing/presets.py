"""Which layout a file has: ArcDesk's own, a home-made ledger, or a list with settled dates."""

from __future__ import annotations

from collections.abc import Sequence

from arcdesk.importing.errors import MissingColumns, NoHeading, PresetDoesNotFit, UnknownPreset
from arcdesk.importing.headings import Heading, chinese_heading, fields_of, find_heading, kind_by_name
from arcdesk.importing.reader import Table

ARCDESK = "arcdesk"
HOME_LEDGER = "home_ledger"
SETTLED_LIST = "settled_list"

PRESET_LABELS = {
    ARCDESK: "ArcDesk ledger workbook",
    HOME_LEDGER: "Home-made ledger",
    SETTLED_LIST: "List with settled dates",
}

Recognised = tuple[Table, Heading]


def recognise(tables: Sequence[Table]) -> str:
    """The preset whose layout the headings show. Refuses a file without a ledger's headings."""
    return choose(ledger_sheets(tables, "")[0], None)


def ledger_sheets(tables: Sequence[Table], name: str) -> tuple[list[Recognised], list[str]]:
    """The sheets that hold ledger rows with their headings, and the names of the others.

    An incomplete sheet is refused if its name says that it belongs to the ledger, or if the
    file has nothing better; ``name`` is the file's, for the sentence.
    """
    complete: list[Recognised] = []
    incomplete: list[Recognised] = []
    others: list[str] = []
    for table in tables:
        heading = find_heading(table.sheet, table.rows)
        if heading is None:
            others.append(table.sheet)
        elif not heading.missing:
            complete.append((table, heading))
        elif kind_by_name(table.sheet) is not None:
            raise _missing(table, heading)
        else:
            incomplete.append((table, heading))
            others.append(table.sheet)
    if not complete:
        if not incomplete:
            raise NoHeading(name=name)
        raise _missing(*max(incomplete, key=lambda found: len(found[1].columns) - len(found[1].missing)))
    return complete, others


def choose(sheets: Sequence[Recognised], wanted: str | None) -> str:
    """``wanted`` if it is a preset that fits the sheets, else the one that the sheets show."""
    if wanted is not None and wanted not in PRESET_LABELS:
        raise UnknownPreset(preset=wanted, presets=", ".join(PRESET_LABELS))
    invoices = [heading for _, heading in sheets if heading.kind == "invoices"]
    if wanted == SETTLED_LIST and not any("settled_on" in heading.columns for heading in invoices):
        raise PresetDoesNotFit(preset=wanted, columns=_spoken("invoices", "settled_on"))
    if wanted == HOME_LEDGER and not invoices:
        raise PresetDoesNotFit(preset=wanted, columns=_spoken("invoices", "amount"))
    if wanted is not None:
        return wanted
    if any("settled_on" in heading.columns for heading in invoices):
        return SETTLED_LIST
    if len(sheets) == 1 and invoices and "number" not in invoices[0].columns:
        return HOME_LEDGER
    return ARCDESK


def _missing(table: Table, heading: Heading) -> MissingColumns:
    columns = ", ".join(_spoken(heading.kind, field) for field in heading.missing)
    return MissingColumns(sheet=table.sheet, columns=columns)


def _spoken(kind: str, field: str) -> str:
    """A column in both languages of the contract: 到期日/due_on."""
    if field == "settled_on":
        return "结清日期/SettledDate"
    return f"{chinese_heading(kind, field)}/{field}" if field in fields_of(kind) else field
