"""One line of the work list as screens and commands take it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from arcdesk.domain.gate import Reason
from arcdesk.domain.worklist import WorkEntry
from arcdesk.domain.worklist_days import older
from arcdesk.services.worklist_facts import Named


@dataclass(frozen=True, slots=True)
class TodayEntry:
    """One customer to see to: why (``reasons``) and how (``action``, a text to translate)."""

    customer_id: int
    customer_code: str
    customer_name: str
    owner: str
    priority: Decimal
    kind: str
    reasons: tuple[Reason, ...]
    step: str
    action: str
    overdue_fen: int
    max_overdue_days: int
    currency: str

    def older(self, days: int) -> TodayEntry:
        """The line so many days later, where nothing has changed but the days that it counts."""
        return TodayEntry(
            self.customer_id, self.customer_code, self.customer_name, self.owner, self.priority, self.kind,
            older(self.reasons, days), self.step, self.action, self.overdue_fen,
            self.max_overdue_days + days if self.max_overdue_days else 0, self.currency,
        )  # fmt: skip


def entry_of(found: WorkEntry, who: Named) -> TodayEntry:
    """What the rules found, with whom it is about."""
    return TodayEntry(
        who.id, who.code, who.name, who.owner, found.priority, found.kind, found.reasons, found.step,
        found.action, found.overdue_fen, found.max_overdue_days, found.currency,
    )  # fmt: skip
