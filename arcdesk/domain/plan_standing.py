"""How an instalment plan stands on a day, judged by what is open, and when all of it may be claimed (R33)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

InstalmentState = Literal["open", "partly", "paid", "late"]
PlanState = Literal["running", "late", "done", "accelerated", "void", "replaced"]

ARREARS_SHARE = 5
"""Arrears of a fifth of the total let the seller claim the whole price (R33)."""
MISSED_INSTALMENTS = 2
"""What agreements commonly put in the place of the fifth (R46)."""


@dataclass(frozen=True, slots=True)
class InstalmentFacts:
    """What was agreed for one instalment and what is still open of it, in fen."""

    due_on: date
    amount_fen: int
    open_fen: int


@dataclass(frozen=True, slots=True)
class Acceleration:
    """Why all of a plan may be claimed now: how many instalments are missed, and the arrears in fen.

    ``is_fifth``: they reach a fifth of the total, by the law (R33); else it is for the agreement to say.
    """

    missed: int
    arrears_fen: int
    is_fifth: bool


def instalment_state(facts: InstalmentFacts, day: date) -> InstalmentState:
    """``paid`` in full, ``late`` from the day after its day on, ``partly`` paid before it, else ``open``."""
    if not facts.open_fen:
        return "paid"
    if facts.due_on < day:
        return "late"
    return "partly" if facts.open_fen < facts.amount_fen else "open"


def plan_state(instalments: Sequence[InstalmentFacts], day: date, how_ended: str) -> PlanState:
    """The whole plan on ``day``; ``how_ended`` is void, accelerated, replaced or empty."""
    if how_ended == "void":
        return "void"
    if how_ended == "replaced":
        return "replaced"
    if not any(each.open_fen for each in instalments):
        return "done"
    if how_ended == "accelerated":
        return "accelerated"
    return "late" if arrears(instalments, day) else "running"


def arrears(instalments: Sequence[InstalmentFacts], day: date) -> int:
    """Fen past due on ``day``."""
    return sum(each.open_fen for each in instalments if each.due_on < day)


def acceleration(instalments: Sequence[InstalmentFacts], day: date) -> Acceleration | None:
    """Whether the whole plan may be claimed on ``day``, after a demand and a fitting delay (R33).

    By the law once the arrears reach a fifth of the total; two missed instalments are shown as
    well, as most agreements say so. ``None`` where neither is so, or nothing is left to fall due.
    """
    late = [each for each in instalments if each.open_fen and each.due_on < day]
    overdue = sum(each.open_fen for each in late)
    total = sum(each.amount_fen for each in instalments)
    is_fifth = bool(overdue) and overdue * ARREARS_SHARE >= total
    if not any(each.open_fen and each.due_on >= day for each in instalments):
        return None
    if not is_fifth and len(late) < MISSED_INSTALMENTS:
        return None
    return Acceleration(len(late), overdue, is_fifth)
