"""What a change of due dates does to what is overdue, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.ui import format as show

if TYPE_CHECKING:
    from arcdesk.services.due_dates import DuePlan


def effect_text(plan: DuePlan) -> str:
    """How many become overdue, or are so no longer, and for how much, currency by currency."""
    parts = [
        tr("Becoming overdue: {count}, {amount}", count=count, amount=show.money_with_sign(fen, currency))
        for currency, (count, fen) in plan.overdue.items()
    ]
    parts += [
        tr("Overdue no longer: {count}, {amount}", count=count, amount=show.money_with_sign(fen, currency))
        for currency, (count, fen) in plan.relieved.items()
    ]
    return "   ".join(parts) if parts else tr("What is overdue stays the same.")
