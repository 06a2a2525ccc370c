"""Promises to pay: open, kept, part kept or broken, judged from the receipts (F-78)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

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
    """

    state: PromiseState
    paid_fen: int
    late_fen: int
    missing_fen: int


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
        paid = in_time[promise.id]
        late = _collect(promise, purses, paid, late=True)
        missing = promise.amount_fen - paid - late
        result[promise.id] = PromiseStanding(_state(promise, paid, today), paid, late, missing)
    return result


def _collect(
    promise: Promise, purses: dict[tuple[int, str], list[_Purse]], paid_fen: int, *, late: bool
) -> int:
    taken = 0
    for purse in purses.get((promise.customer_id, promise.currency), ()):
        after = purse.on > promise.made_on or purse.on == promise.made_on == promise.due_on
        if after and (purse.on > promise.due_on) == late:
            taken += purse.take(promise.amount_fen - paid_fen - taken)
    return taken


def _state(promise: Promise, paid_fen: int, today: date) -> PromiseState:
    if paid_fen >= promise.amount_fen:
        return "kept"
    if today <= promise.due_on:
        return "open"
    return "part_kept" if paid_fen else "broken"
