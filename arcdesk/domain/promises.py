"""Promises to pay: open, kept, part kept or broken, judged from the receipts (F-78)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal, Protocol

PromiseState = Literal["open", "kept", "part_kept", "broken"]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a customer promised to pay, in fen, and by when (that day included)."""

    id: int
    customer_id: int
    currency: str
    amount_fen: int
    made_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class PromiseReceipt:
    """Money that came in from a customer, in fen."""

    customer_id: int
    currency: str
    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class PromiseStanding:
    """How a promise stands.

    Attributes:
        state: ``open`` up to the promised day, then for good ``kept``, ``part_kept`` or ``broken``.
        paid_fen: What came in time.
        late_fen: What came afterwards; the promise stays broken, but less is missing.
        missing_fen: What has still not come.
        settled_on: The day on which the last of it came, late or in time; ``None`` while any is missing.
    """

    state: PromiseState
    paid_fen: int
    late_fen: int
    missing_fen: int
    settled_on: date | None = field(default=None, compare=False)

    @property
    def amount_fen(self) -> int:
        """What was promised, in fen."""
        return self.paid_fen + self.late_fen + self.missing_fen


class Judged(Protocol):
    """A promise that was judged, whatever else is known of it; amounts in fen."""

    @property
    def state(self) -> PromiseState: ...

    @property
    def amount_fen(self) -> int: ...

    @property
    def paid_fen(self) -> int: ...

    @property
    def late_fen(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Reliability:
    """What became of promises whose time is over: their number by outcome, and fen promised and come.

    Open promises are not counted. ``late_fen`` came after the promised day.
    """

    judged: int
    kept: int
    part_kept: int
    broken: int
    promised_fen: int
    paid_fen: int
    late_fen: int

    @property
    def kept_share(self) -> Fraction | None:
        """Share of the promises that was kept in full and in time; ``None`` where none was due yet."""
        return Fraction(self.kept, self.judged) if self.judged else None

    @property
    def paid_share(self) -> Fraction | None:
        """Share of the promised money that came in time; ``None`` where none was due yet."""
        return Fraction(self.paid_fen, self.promised_fen) if self.promised_fen else None


class _Purse:
    """A receipt and how much of it is not yet counted for any promise."""

    def __init__(self, receipt: PromiseReceipt) -> None:
        self.on, self.left_fen = receipt.on, receipt.amount_fen

    def take(self, wanted_fen: int) -> int:
        taken = min(self.left_fen, wanted_fen)
        self.left_fen -= taken
        return taken


def judge_promises(
    promises: Iterable[Promise], receipts: Iterable[PromiseReceipt], today: date
) -> dict[int, PromiseStanding]:
    """Standing of each promise by id on ``today``.

    Receipts of the same customer and currency that came after the promise was made, up to
    ``today``, are counted for his promises in the order of their dates, each fen once. Money
    of the very day counts only for a promise that was due that day ("today before five").
    """
    purses: dict[tuple[int, str], list[_Purse]] = {}
    for receipt in sorted(receipts, key=lambda receipt: receipt.on):
        if receipt.amount_fen > 0 and receipt.on <= today:
            purses.setdefault((receipt.customer_id, receipt.currency), []).append(_Purse(receipt))
    ordered = sorted(promises, key=lambda promise: (promise.due_on, promise.made_on, promise.id))
    in_time = {promise.id: _collect(promise, purses, 0, late=False) for promise in ordered}
    result = {}
    for promise in ordered:  # only now: money in time for a later promise is not late for an earlier
        paid, last_in_time = in_time[promise.id]
        late, last_late = _collect(promise, purses, paid, late=True)
        missing = promise.amount_fen - paid - late
        settled_on = None if missing else last_late or last_in_time
        result[promise.id] = PromiseStanding(_state(promise, paid, today), paid, late, missing, settled_on)
    return result


def reliability(standings: Iterable[Judged]) -> Reliability:
    """How far a customer's word can be relied on, from the promises whose time is over.

    The standings are of one currency where the amounts are to mean something.
    """
    judged = [standing for standing in standings if standing.state != "open"]
    counts = Counter(standing.state for standing in judged)
    return Reliability(
        len(judged),
        counts["kept"],
        counts["part_kept"],
        counts["broken"],
        sum(standing.amount_fen for standing in judged),
        sum(standing.paid_fen for standing in judged),
        sum(standing.late_fen for standing in judged),
    )


def days_late(due_on: date, settled_on: date | None, today: date) -> int:
    """Days from the promised day to the one on which all had come, or to ``today``; 0 if in time."""
    return max(0, ((settled_on or today) - due_on).days)


def _collect(
    promise: Promise, purses: dict[tuple[int, str], list[_Purse]], paid_fen: int, *, late: bool
) -> tuple[int, date | None]:
    """What came for a promise in time, or late, in fen, and the day of the last of it."""
    taken, last = 0, None
    for purse in purses.get((promise.customer_id, promise.currency), ()):
        after = purse.on > promise.made_on or purse.on == promise.made_on == promise.due_on
        if after and (purse.on > promise.due_on) == late:
            fen = purse.take(promise.amount_fen - paid_fen - taken)
            taken, last = taken + fen, purse.on if fen else last
    return taken, last


def _state(promise: Promise, paid_fen: int, today: date) -> PromiseState:
    if paid_fen >= promise.amount_fen:
        return "kept"
    if today <= promise.due_on:
        return "open"
    return "part_kept" if paid_fen else "broken"
