"""Instalment plans as rows of the ledger workbook: those that stand, with the days that are in force."""

from __future__ import annotations

from datetime import date

from arcdesk.importing.ledger_file import InstalmentRow
from arcdesk.models.queries import plans


def instalment_rows(today: date) -> tuple[InstalmentRow, ...]:
    """Every part of every plan that is neither void nor replaced; of an accelerated one with its moved days."""
    standing = {row.id: row for row in plans.agreed_plans(today) if row.how not in ("void", "replaced")}
    return tuple(
        InstalmentRow(
            standing[part.plan_id].number, part.number, part.seq, date.fromisoformat(part.due_on), part.amount_fen,
            date.fromisoformat(standing[part.plan_id].agreed_on), bool(standing[part.plan_id].is_one_debt),
            bool(standing[part.plan_id].is_written),
        )
        for part in plans.parts(today)
        if part.plan_id in standing
    )  # fmt: skip
