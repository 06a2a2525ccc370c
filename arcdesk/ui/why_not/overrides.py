"""Letters that went past the gate, what spoke against them then, and why they went all the same (C55)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import timedelta

from arcdesk.i18n import tr
from arcdesk.services.overrides import OverrideLine
from arcdesk.ui.labels import LETTER_LEVELS
from arcdesk.ui.labels import label as words
from arcdesk.ui.tables import Column, date_column
from arcdesk.ui.why_not.pane import ReviewPane

REVIEWED_DAYS = 365


class OverridePane(ReviewPane[OverrideLine]):
    """The letters of the year before the day looked at, the newest first; what was issued stays issued."""

    name = "override"
    title = "Past the gate: letters issued all the same"
    hint = "What spoke against each letter when it was issued, and why it went out. The letters of a year."
    empty = ("letters", "No letter went past the gate within a year.")

    def columns(self) -> Sequence[Column[OverrideLine]]:
        return [
            date_column("issued", tr("Issued|letter"), lambda line: line.issued_on),
            Column("customer", tr("Customer"), _customer, width=22, tip=_customer),
            Column("number", tr("Number"), lambda line: line.number, width=14),
            Column("level", tr("Letter|kind"), lambda line: words(LETTER_LEVELS, line.level), width=12),
            Column("reason", tr("Reason"), _reason, width=20, tip=_reason),
            Column("against", tr("Spoke against it"), _against, width=30, stretch=True, tip=_against),
        ]

    def row_id(self, row: OverrideLine) -> Hashable:
        return row.number

    def customer_of(self, row: OverrideLine) -> int:
        return row.customer_id

    def load(self) -> tuple[OverrideLine, ...]:
        day = self._context.day
        return self._context.desk.overrides.between(day - timedelta(days=REVIEWED_DAYS), day)


def _customer(line: OverrideLine) -> str:
    return line.customer_name


def _reason(line: OverrideLine) -> str:
    return line.reason


def _against(line: OverrideLine) -> str:
    return tr("; |list").join(f"{each.invoice}: {each.text}" for each in line.overridden)
