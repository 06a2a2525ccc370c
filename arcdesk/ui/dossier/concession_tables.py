"""The table of concessions: each state a chip of shape, colour and word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from arcdesk.i18n import current, tr
from arcdesk.services.concession_lines import ConcessionLine
from arcdesk.services.concession_texts import KIND_TEXTS, STATE_TEXTS
from arcdesk.ui.tables import ChipCell, Column, RowTable, RowTableModel, amount_column, date_column
from arcdesk.ui.widgets import Segment

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext

LOOKS: Mapping[str, tuple[str, str]] = {
    "proposed": ("orange", "diamond"), "approved": ("yellow", "triangle"), "offered": ("not_due", "ring"),
    "met": ("green", "circle"), "lapsed": ("red", "square"), "done": ("green", "circle"),
    "refused": ("unknown", "dash"), "withdrawn": ("unknown", "dash"),
}  # fmt: skip
"""Tone and shape of each state; what waits for a person stands out."""

_RANKS = {state: rank for rank, state in enumerate(LOOKS)}


def concession_columns(*, with_customer: bool) -> list[Column[ConcessionLine]]:
    """Standing, what is given, on which condition, what of it has come, who decides."""
    customer: list[Column[ConcessionLine]] = [
        Column("customer", tr("Customer"), lambda line: line.customer_name, tip=lambda line: line.customer_code,
               width=20, stretch=True),
    ]  # fmt: skip
    return [
        Column("state", tr("State"), lambda line: tr(STATE_TEXTS[line.state]), lambda line: _RANKS[line.state],
               cell=_chip, is_chip=True, width=10),
        Column("number", tr("Concession|number"), lambda line: line.number, fitted=True),
        *(customer if with_customer else []),
        Column("kind", tr("What is given|concession"), _given, tip=_given, width=18),
        amount_column("amount", tr("Amount"), lambda line: line.amount_fen, lambda line: line.currency,
                      blank_zero=True, fitted=True),
        amount_column("pay", tr("To be paid|concession"), lambda line: line.pay_fen or 0, lambda line: line.currency,
                      blank_zero=True, fitted=True),
        date_column("by", tr("By|day"), lambda line: line.pay_by),
        amount_column("missing", tr("Still missing"), lambda line: line.missing_fen, lambda line: line.currency,
                      lambda line: "bad" if line.state == "lapsed" else "", blank_zero=True, fitted=True),
        Column("ask", tr("Approver|concession"), lambda line: line.ask, width=10,
               visible=with_customer),
        Column("invoices", tr("Invoices"), _invoices, tip=_invoices, width=12, stretch=not with_customer,
               visible=not with_customer),
    ]  # fmt: skip


def concession_table(
    context: UiContext, name: str = "dossier_concessions", *, with_customer: bool = False
) -> tuple[RowTable[ConcessionLine], RowTableModel[ConcessionLine]]:
    """Concessions of one customer, or of all with their names."""
    model: RowTableModel[ConcessionLine] = RowTableModel(
        concession_columns(with_customer=with_customer), lambda line: line.id, context.theme
    )
    return RowTable(model, context.theme, context.settings, name, tr("Concessions")), model


def concession_words(line: ConcessionLine) -> str:
    """What was done about it, and why it was asked for, in one line."""
    from arcdesk.services.concession_texts import step_facts

    steps = [f"{title} {value}" for title, value in step_facts(line, current())]
    asked = tr("asked of {name}|concession", name=line.ask)
    return " → ".join((line.reason, asked, *steps))


def _chip(line: ConcessionLine) -> ChipCell:
    tone, shape = LOOKS[line.state]
    return ChipCell(Segment(line.state, tr(STATE_TEXTS[line.state]), tone, shape, 0))


def _given(line: ConcessionLine) -> str:
    """The kind, with its days where it has any."""
    kind = tr(KIND_TEXTS[line.kind])
    return f"{kind} {tr('{count} days|concession', count=line.days)}" if line.days else kind


def _invoices(line: ConcessionLine) -> str:
    return ", ".join(line.invoices)
