"""What the Today page shows and keeps, over ``services.day_list`` and ``services.set_aside``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arcdesk.i18n import tr
from arcdesk.services.day_list import State, TodayQueue, TodayRow

if TYPE_CHECKING:
    from arcdesk.bootstrap import Desk
    from arcdesk.domain.set_aside import DecisionKind

__all__ = ["Mark", "State", "TodayQueue", "TodayRow", "count_open", "load", "set_aside", "take_back"]

KINDS: dict[State, DecisionKind] = {"snoozed": "snooze", "done": "done", "skipped": "skip"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What the person decided about a customer: snoozed until a day, or done or skipped on one."""

    state: State
    day: date
    note: str = ""


def load(desk: Desk, today: date) -> TodayQueue:
    """Everything the page needs for ``today``, read in one go on the database thread."""
    return desk.day_list.of(today)


def count_open(desk: Desk, today: date) -> int:
    """How many customers are still to do: the number on the rail and under the tray's icon."""
    return desk.day_list.count_open(today)


def set_aside(desk: Desk, row: TodayRow, mark: Mark, _today: date) -> None:
    """Keep ``mark`` for the customer of ``row``."""
    kind = KINDS[mark.state]
    reason = mark.note or tr("No reason given")
    desk.set_aside.decide(row.customer_id, kind, reason, mark.day if kind == "snooze" else None)


def take_back(desk: Desk, customer_id: int, _today: date) -> None:
    """Put a customer who was set aside back onto the list."""
    desk.set_aside.take_back(customer_id)
