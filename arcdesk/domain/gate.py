"""The gate: the one place that decides whether an open item is chased, and why (F-31 to F-33, C30 to C36).

The Today list, the letters and ``arcdesk why`` all ask here. What for decides two things:
how near the due date may be, and what must lie how far back.

- ``letter``, ``reminder``: a week after the last letter. A call says nothing about letters: the
  letter that a call announced goes out the same day. A reminder may go before the due date.
- ``chase``: a week after the last contact that reached somebody, or the last letter. An attempt
  that reached nobody (no answer, unreachable, wrong person) silences nothing, or a debtor would
  only have to leave the telephone ringing; six attempts in one day are enough, though (R70). A
  broken promise or a deadline that passed is news: it waits for the next day only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from arcdesk.domain.account import Account, Purpose, ask_again_on, is_held, standing, undisputed
from arcdesk.domain.aging import OpenItem
from arcdesk.domain.gate_reasons import Reason, explain
from arcdesk.domain.policy import MOST_ATTEMPTS, SOON_DUE_DAYS

__all__ = ["Account", "Answer", "Outlook", "Purpose", "Reason", "Ruling", "judge", "outlook"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one open item is asked for, and for how much (fen).

    ``no_claim`` names the rules by which there is nothing to ask for, which nothing overrides;
    ``pauses`` those that make it wait, which a person may override.
    """

    item: OpenItem
    no_claim: tuple[str, ...]
    pauses: tuple[str, ...]
    allowed: bool
    demand_fen: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answers for every open item of an account on one day.

    ``pauses`` are the rules that make the whole account wait; ``asked_fen`` is what would be
    asked for without them.
    """

    account: Account
    day: date
    purpose: Purpose
    force: bool
    pauses: tuple[str, ...]
    asked_fen: int
    answers: tuple[Answer, ...]

    @property
    def demand_fen(self) -> int:
        """What is asked for altogether, before unallocated money is taken off, in fen."""
        return sum(answer.demand_fen for answer in self.answers)

    @property
    def is_covered(self) -> bool:
        """Whether money not yet allocated covers it all: then there is a booking to make, nothing to chase."""
        return 0 < self.asked_fen <= self.account.unallocated_fen

    def reasons(self, answer: Answer) -> tuple[Reason, ...]:
        """Every reason of one answer, what holds back first."""
        return explain(self, answer)


class Outlook(NamedTuple):
    """What ``judge`` answers for the items of an account together, when asked whether to chase.

    ``asked_fen`` would be asked for without the ``pauses``; ``is_covered``: money not yet allocated covers it
    all. ``late_days`` are those of the oldest item that may be chased, 0 where none may.
    """

    pauses: tuple[str, ...]
    asked_fen: int
    is_covered: bool
    late_days: int


def outlook(account: Account, day: date) -> Outlook:
    """Whether an account is chased on ``day``, not item by item: a list of ten thousand asks no more.

    Nothing of the account is dated after the day.
    """
    pauses = tuple(_pauses(account, day, "chase"))
    known = standing(account, day)
    is_covered = 0 < known.asked_fen <= account.unallocated_fen
    return Outlook(pauses, known.asked_fen, is_covered, 0 if pauses or is_covered else known.overdue_days)


def judge(account: Account, day: date, purpose: Purpose = "chase", *, force: bool = False) -> Ruling:
    """Whether each open item of ``account`` is asked for on ``day``.

    ``force`` overrides holds, promises and intervals (C55); never that nothing is owed, due or
    undisputed, nor that the customer's own money covers it all (case 5).
    """
    pauses = tuple(_pauses(account, day, purpose))
    ahead = SOON_DUE_DAYS if purpose == "reminder" else -1
    found = [
        (item, tuple(_hindrances(item, day, ahead)), is_held(account, item, day)) for item in account.items
    ]
    asked_fen = sum(
        undisputed(item) for item, hindrances, held in found if not hindrances and (force or not held)
    )
    is_covered = 0 < asked_fen <= account.unallocated_fen
    answers = []
    for item, hindrances, held in found:
        covered = is_covered and not hindrances and (force or not held)
        no_claim = ("covered_by_credit",) if covered else hindrances
        waits = (*pauses, "invoice_on_hold") if held else pauses
        allowed = not no_claim and (force or not waits)
        answers.append(Answer(item, no_claim, waits, allowed, undisputed(item) if allowed else 0))
    return Ruling(account, day, purpose, force, pauses, asked_fen, tuple(answers))


def _hindrances(item: OpenItem, day: date, ahead: int) -> list[str]:
    if item.issued_on > day:
        return ["not_issued"]
    if item.open_fen <= 0:
        return ["credit_note" if item.open_fen < 0 else "paid"]
    found = []
    if item.due_on is None:
        found.append("no_due_date")
    elif (item.due_on - day).days > ahead:
        found.append("not_due")
    if item.disputed_fen >= item.open_fen:
        found.append("disputed")
    return found


def _pauses(account: Account, day: date, purpose: Purpose) -> list[str]:
    found = []
    if account.hold is not None and day <= account.hold.until_on:
        found.append("on_hold")
    if standing(account, day).promised:
        found.append("promised")
    again_on = ask_again_on(account, day, purpose)
    if again_on is not None and day < again_on:
        found.append("too_soon")
    elif purpose == "chase" and account.attempts >= MOST_ATTEMPTS:
        found.append("tried_enough")
    return found
