"""The two tables of the limitation tab: receivables with their ends, and the chain of events of one."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.services.limitation_lines import ChainEvent, LimitationLine
from arcdesk.ui import format as show
from arcdesk.ui.dossier import limitation_words as words
from arcdesk.ui.tables import ChipCell, Column, RowTable, RowTableModel, amount_column, date_column

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


def line_table(context: UiContext) -> tuple[RowTable[LimitationLine], RowTableModel[LimitationLine]]:
    """Receivables, the nearest end first: days left, end, rolled end, the next day to act by."""
    columns: list[Column[LimitationLine]] = [
        Column("left", tr("Days left"), words.days_left, lambda line: line.days_left,
               cell=lambda line: ChipCell(words.chip(line)), is_chip=True, width=14),
        Column("invoice", tr("Invoice"), words.name, tip=words.name, fitted=True),
        amount_column("open", tr("Open|amount"), lambda line: line.open_fen, lambda line: line.currency),
        date_column("start", tr("Runs from|limitation"), lambda line: line.clock.start if line.clock else None),
        Column("end", tr("Ends on|limitation"), lambda line: show.day(line.raw_end), lambda line: line.raw_end,
               bold=lambda line: line.raw_end is not None, fitted=True),
        Column("last", tr("Last day|limitation"), words.last_day, lambda line: line.last_day, tip=_rolled, fitted=True),
        date_column("act", tr("Act by"), words.act_by, lambda line: words.ROLES.get(line.urgency, "")),
        Column("state", tr("State"), words.state, tip=words.state, width=12, stretch=True),
    ]  # fmt: skip
    model = RowTableModel(columns, line_id, context.theme)
    table = RowTable(
        model, context.theme, context.settings, "dossier_limitation", tr("Limitation of the receivables")
    )
    return table, model


def chain_table(context: UiContext) -> tuple[RowTable[ChainEvent], RowTableModel[ChainEvent]]:
    """Events of one receivable by day: what each is worth, what it was, the end that it brought."""

    def tone(event: ChainEvent) -> str:
        return "" if event.outcome.event.counts else "muted"

    columns: list[Column[ChainEvent]] = [
        Column("mark", tr("Worth|limitation"), lambda event: words.mark(event).label,
               cell=lambda event: ChipCell(words.mark(event)), is_chip=True, width=8),
        Column("on", tr("Date"), words.span, lambda event: event.on, tone=tone, fitted=True),
        Column("kind", tr("Event"), words.kind, tone=tone, bold=lambda event: event.carries, tip=words.kind, width=14,
               stretch=True),
        Column("source", tr("Record|limitation"), lambda event: words.source(event.record), tone=tone, fitted=True,
               tip=lambda event: words.source(event.record)),
        Column("end", tr("End after it"), words.end_after, tone=tone, bold=lambda event: event.carries,
               tip=words.why, fitted=True),
    ]  # fmt: skip
    model = RowTableModel(columns, event_id, context.theme)
    table = RowTable(
        model, context.theme, context.settings, "dossier_limitation_chain", tr("Chain of events")
    )
    return table, model


def line_id(line: LimitationLine) -> Hashable:
    """What a receivable is known by over a refresh."""
    return line.invoice_id, line.instalment, line.runs_from


def event_id(event: ChainEvent) -> Hashable:
    """What an event is known by over a refresh."""
    return event.record.key, event.outcome.event.kind, event.on


def _rolled(line: LimitationLine) -> str:
    if line.clock is None or line.raw_end is None:
        return ""
    if line.clock.provisional:
        return tr("The holidays of that year are not published yet: only weekends are left out.")
    return tr("The end itself, moved on to the next working day. Alarms count to the end itself.")
