"""The columns of the list of invoices without a due date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.services.due_words import proposal_words, waiting_words
from arcdesk.ui import format as show
from arcdesk.ui.labels import INVOICE_KINDS
from arcdesk.ui.labels import label as words
from arcdesk.ui.tables.columns import Column, amount_column, date_column

if TYPE_CHECKING:
    from arcdesk.services.due_dates import DueLine, PlannedDue


def due_columns(planned: Mapping[int, PlannedDue]) -> list[Column[DueLine]]:
    """Columns for ``DueLine``; ``planned`` holds what the repair chosen now would make of each, by id."""

    def new_day(line: DueLine) -> date | None:
        change = planned.get(line.id)
        return change.new.due_on if change is not None else None

    def late(line: DueLine) -> int:
        change = planned.get(line.id)
        return change.overdue_days if change is not None else 0

    return [
        Column("tick", "", lambda line: "", width=1),
        Column("customer", tr("Customer"), lambda line: line.customer_name, width=17,
               tip=lambda line: f"{line.customer_code}  {line.customer_name}"),
        Column("number", tr("Number"), lambda line: line.number, width=12, tip=lambda line: line.number),
        Column("kind", tr("Kind"), lambda line: words(INVOICE_KINDS, line.kind), width=7, visible=False),
        date_column("issued", tr("Issued on"), lambda line: line.issued_on),
        date_column("delivered", tr("Delivered on"), lambda line: line.delivered_on, visible=False),
        amount_column("amount", tr("Amount"), lambda line: line.amount_fen, lambda line: line.currency, visible=False),
        amount_column("open", tr("Open|amount"), lambda line: line.open_fen, lambda line: line.currency,
                      bold=lambda line: bool(line.open_fen)),
        Column("contract", tr("Contract"), lambda line: line.contract_number, width=10, visible=False),
        Column("new", tr("New|due date"), lambda line: show.day(new_day(line)), new_day, bold=lambda _line: True,
               tone=lambda line: "accent", width=10),
        Column("late", tr("Days late"), lambda line: str(late(line) or ""), late, "right",
               lambda line: "bad" if late(line) else "", width=7),
        Column("proposed", tr("Proposal|due date"), _told, _proposed, width=16, stretch=True, tip=_told,
               tone=lambda line: "" if line.proposals else "muted"),
    ]  # fmt: skip


def _proposed(line: DueLine) -> date | None:
    return line.proposals[0].due_on if line.proposals else None


def _told(line: DueLine) -> str:
    """The first proposal and why it is made, or what is missing for one."""
    if not line.proposals:
        return waiting_words(line)
    best = line.proposals[0]
    return f"{show.day(best.due_on)}  {proposal_words(best, line)}"
