"""What the age of a debt calls for: levels by overdue days, and the step each asks for.

P-003 is the shipped policy, from the four colours of the portrait (S-073 to S-077).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Step = Literal["reminder", "letter", "call", "visit", "lawyer", "check_bank", "as_planned", "allocate", "prove"]


@dataclass(frozen=True, slots=True)
class Level:
    """From ``from_days`` overdue (that day included) the customer is due for ``step``.

    ``reason_key`` (with ``{days}``) and ``action_key`` are texts to translate.
    """

    index: int
    from_days: int
    step: Step
    reason_key: str
    action_key: str


P_003: tuple[Level, ...] = (
    Level(1, 1, "letter", "{days} days overdue (1–30): letter level", "Send the letter with the statement"),
    Level(2, 31, "call", "{days} days overdue (31–90): call level", "Call the person who decides"),
    Level(3, 91, "visit", "{days} days overdue (91–180): visit level", "Visit with the proofs in hand"),
    Level(4, 181, "lawyer", "{days} days overdue (over 180): lawyer level", "Hand the file to a lawyer"),
)

SOON_DUE_DAYS = 7
"""Days before the due date from which a friendly reminder is due (S-050)."""

QUIET_DAYS = 7
"""Days after a contact or a letter in which nobody is chased anew (S-055, C31)."""

MIN_INTERVAL_DAYS = 7
"""Days that must lie between two letters to the same customer (F-33, C31)."""

MOST_ATTEMPTS = 6
"""Calls and messages to a customer in one day; more is pestering (R70)."""


def level_for(overdue_days: int, levels: Sequence[Level] = P_003) -> Level | None:
    """Highest level reached: after a pause the missed ones are merged into it (case 12)."""
    reached = [level for level in levels if overdue_days >= level.from_days]
    return reached[-1] if reached else None
