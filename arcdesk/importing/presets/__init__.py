"""Which layout a file has. Each system has its own module with its layouts; ``own`` has ArcDesk's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from arcdesk.importing import layouts
from arcdesk.importing.errors import MissingColumns, NoHeading, PresetDoesNotFit, UnknownPreset
from arcdesk.importing.headings import Heading, kind_by_name
from arcdesk.importing.layouts import Found, Layout, spoken
from arcdesk.importing.presets import (
    a3_aging,
    jiandaoyun,
    kingdee_cloud_aging,
    kingdee_cloud_receipts,
    kingdee_cloud_receivables,
    kingdee_cloud_summary,
    kingdee_kis_statement,
    mingdao,
    own,
    tax_bureau,
    tplus_reconciliation,
    u8_aging,
    u8_detail,
    zhidao,
)
from arcdesk.importing.presets.own import ARCDESK, HOME_LEDGER, MAPPED, SETTLED_LIST
from arcdesk.importing.reader import Table
from arcdesk.importing.titles import read_titles

__all__ = [
    "ARCDESK",
    "HOME_LEDGER",
    "MAPPED",
    "PRESET_LABELS",
    "SETTLED_LIST",
    "TAX_LIST",
    "Explain",
    "choose",
    "ledger_sheets",
    "mapped",
    "recognise",
]

_SYSTEMS = (
    kingdee_cloud_aging,
    kingdee_cloud_receivables,
    kingdee_cloud_receipts,
    kingdee_cloud_summary,
    kingdee_kis_statement,
    u8_detail,
    u8_aging,
    tplus_reconciliation,
    a3_aging,
    tax_bureau,
    jiandaoyun,
    mingdao,
    zhidao,
)

PRESET_LABELS = {
    **own.LABELS,
    **{system.NAME: system.LABEL for system in _SYSTEMS},
    MAPPED: "Columns as assigned",
}

TAX_LIST = tax_bureau.NAME

_FOREIGN: tuple[Layout, ...] = tuple(layout for system in _SYSTEMS for layout in system.LAYOUTS)
_OWN = {layout.kind: layout for layout in own.LAYOUTS}

Explain = Callable[[Table], Heading | None]


def recognise(tables: Sequence[Table]) -> str:
    """The preset whose layout the headings show. Refuses a file without a ledger's headings."""
    return choose(ledger_sheets(tables, "")[0], None)


def ledger_sheets(
    tables: Sequence[Table], name: str, wanted: str | None = None, explain: Explain | None = None
) -> tuple[list[Found], list[str]]:
    """The sheets that hold ledger rows with their headings, and the names of the others.

    An incomplete sheet is refused if its name says that it belongs to the ledger, or if the
    file has nothing better; ``name`` is the file's, for the sentence. ``explain`` is asked first
    for the heading of each sheet.
    """
    if wanted is not None and wanted not in PRESET_LABELS:
        raise UnknownPreset(preset=wanted, presets=", ".join(PRESET_LABELS))
    complete: list[Found] = []
    incomplete: list[Found] = []
    others: list[str] = []
    for table in tables:
        said = explain(table) if explain else None
        found = mapped(table, said) if said else layouts.find(table, _asked(wanted), by_marks=wanted is None)
        if found is None:
            others.append(table.sheet)
        elif not found.heading.missing:
            complete.append(found)
        elif kind_by_name(table.sheet) is not None and found.layout.preset == ARCDESK:
            raise _missing(found)
        else:
            incomplete.append(found)
            others.append(table.sheet)
    if not complete:
        if not incomplete:
            raise (
                NoHeading(name=name) if wanted is None or wanted in (*own.LABELS, MAPPED) else _misfit(wanted)
            )
        nearest = max(incomplete, key=lambda found: len(found.heading.columns) - len(found.heading.missing))
        raise _missing(nearest, wanted)
    return complete, others


def mapped(table: Table, heading: Heading) -> Found:
    """A sheet whose columns a person has named: its rows are read like those of any other system."""
    layout = replace(_OWN[heading.kind], lenient=True)
    return Found(table, heading, layout, read_titles(table, heading.row), len(heading.columns))


def choose(sheets: Sequence[Found], wanted: str | None) -> str:
    """``wanted`` if it is a preset that fits the sheets, else the one that most of the sheets show."""
    if wanted is not None and wanted not in PRESET_LABELS:
        raise UnknownPreset(preset=wanted, presets=", ".join(PRESET_LABELS))
    invoices = [found.heading for found in sheets if found.heading.kind == "invoices"]
    if wanted == SETTLED_LIST and not any("settled_on" in heading.columns for heading in invoices):
        raise PresetDoesNotFit(preset=wanted, columns=spoken("invoices", "settled_on"))
    if wanted == HOME_LEDGER and not any(
        f.heading.kind in ("invoices", "ledger", "balances") for f in sheets
    ):
        raise PresetDoesNotFit(preset=wanted, columns=spoken("invoices", "amount"))
    if wanted is not None:
        return wanted
    best = max(sheets, key=lambda found: (found.heading.preset != ARCDESK, found.score))
    if best.heading.preset != ARCDESK:
        return best.heading.preset
    if any("settled_on" in heading.columns for heading in invoices):
        return SETTLED_LIST
    if len(sheets) == 1 and (
        best.heading.kind in ("ledger", "balances") or (invoices and "number" not in invoices[0].columns)
    ):
        return HOME_LEDGER
    return ARCDESK


def _asked(wanted: str | None) -> tuple[Layout, ...]:
    if wanted is None:
        return (*own.LAYOUTS, *_FOREIGN)
    if wanted in own.LABELS or wanted == MAPPED:
        return own.LAYOUTS
    return tuple(layout for layout in _FOREIGN if layout.preset == wanted)


def _misfit(wanted: str) -> PresetDoesNotFit:
    marks = next(layout.marks for layout in _FOREIGN if layout.preset == wanted)
    return PresetDoesNotFit(preset=wanted, columns=", ".join(marks.split()[:4]))


def _missing(found: Found, wanted: str | None = None) -> MissingColumns | PresetDoesNotFit:
    columns = ", ".join(spoken(found.heading.kind, field) for field in found.heading.missing)
    if wanted is not None and wanted == found.layout.preset != ARCDESK:
        return PresetDoesNotFit(preset=wanted, columns=columns)
    return MissingColumns(sheet=found.table.sheet, columns=columns)
