"""What the gate must know of one customer in one currency on a day, and what follows from it.

Everything here is dated on or before the day asked about; the caller sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from arcdesk.domain.aging import OpenItem, overdue_days
from arcdesk.domain.policies import DEFAULT
from arcdesk.domain.policy import MIN_INTERVAL_DAYS, UNKNOWN, Policy, Situation, Traits, wait_days

Purpose = Literal["chase", "letter", "reminder"]
"""What the gate is asked for: to chase at all, to write a demand letter, or a friendly reminder."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Somebody's decision not to chase up to and including a day, and why (F-29)."""

    until_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """A promise and what has not come of it yet, in fen; nothing missing: it was kept."""

    made_on: date
    due_on: date
    missing_fen: int


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The latest demand letter, with the invoices that stand in it."""

    number: str
    issued_on: date
    deadline_on: date | None = None
    invoice_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Account:
    """One customer in one currency; amounts in fen.

    Attributes:
        items: What is open; an invoice under an instalment plan is several items.
        unallocated_fen: Receipts and credit notes that no invoice has.
        hold: The hold on the customer.
        held: Holds on single invoices, by invoice id; those of other customers do no harm.
        promises: Every promise made, kept ones included.
        letter: The latest demand letter in this currency.
        other_letter: The latest one in whatever currency: letters to a customer keep one interval (F-33).
        reached_on: Last day on which somebody was reached; an attempt that reached nobody is none.
        attempts: Calls and messages of the day itself, whatever came of them.
        has_contact: Whether anybody is known who may be called or written to.
        policy: What the age of a debt calls for with this customer.
        traits: What the policy's conditions may ask about him.
    """

    currency: str
    items: tuple[OpenItem, ...] = ()
    unallocated_fen: int = 0
    hold: Hold | None = None
    held: Mapping[int, Hold] = field(default_factory=dict)
    promises: tuple[PromiseFacts, ...] = ()
    letter: LetterFacts | None = None
    other_letter: LetterFacts | None = None
    reached_on: date | None = None
    attempts: int = 0
    has_address: bool = True
    has_contact: bool = True
    policy: Policy = DEFAULT
    traits: Traits = UNKNOWN


def undisputed(item: OpenItem) -> int:
    """What may be asked of an open item, in fen: the disputed part waits for the dispute (F-79)."""
    left = item.open_fen - item.disputed_fen if item.disputed_fen > 0 else item.open_fen
    return max(0, left)


def is_held(account: Account, item: OpenItem, day: date) -> bool:
    """Whether the invoice itself is on hold on ``day``; a hold ends by itself after its last day."""
    hold = account.held.get(item.invoice_id)
    return hold is not None and day <= hold.until_on


def overdue(account: Account, day: date) -> tuple[int, int]:
    """What would be asked for on ``day`` but for promises and the like, in fen, and the oldest's days.

    Without what is disputed or on hold; unallocated money is held against it first, so nobody
    is asked for what he has paid (C49).
    """
    late = [
        item
        for item in account.items
        if item.due_on and item.due_on < day and undisputed(item) and not is_held(account, item, day)
    ]
    fen = sum(undisputed(item) for item in late) - max(0, account.unallocated_fen)
    return max(0, fen), max((overdue_days(day, item.due_on) for item in late if item.due_on), default=0)


def broken_promises(account: Account, day: date) -> tuple[tuple[PromiseFacts, int], ...]:
    """Promises broken by ``day`` that still matter, the oldest first, each with what is missing, in fen.

    One in whose place a later promise was made is done with, whatever became of the later one.
    Never more is missing than is owed: neither disputed, held nor paid without an allocation.
    """
    missed = [
        promise
        for promise in account.promises
        if promise.due_on < day and promise.missing_fen > 0 and not _is_replaced(promise, account.promises)
    ]
    if not missed:
        return ()
    owed = sum(undisputed(item) for item in account.items if not is_held(account, item, day))
    owed -= max(0, account.unallocated_fen)
    return tuple(
        (promise, min(promise.missing_fen, owed))
        for promise in sorted(missed, key=lambda promise: promise.due_on)
        if owed > 0
    )


def open_promises(account: Account, day: date) -> tuple[PromiseFacts, ...]:
    """Promises that pause the account on ``day``, the last day first (C53).

    A promise pauses everything in its currency, also where it names less than is due: whoever
    has given his word on a day is not called before it, and the amount he named may be what he
    has then. Once one is broken, others given with it or before it pause no longer.
    """
    if broken_promises(account, day):
        return ()
    standing = [promise for promise in account.promises if promise.due_on >= day and promise.missing_fen > 0]
    return tuple(sorted(standing, key=lambda promise: promise.due_on, reverse=True))


def unpaid_of_letter(account: Account, day: date) -> int:
    """What is still asked for, in fen, of a letter whose deadline has passed by ``day``; else 0 (C39)."""
    letter = account.letter
    if letter is None or letter.deadline_on is None or letter.deadline_on >= day:
        return 0
    asked = sum(
        undisputed(item)
        for item in account.items
        if item.invoice_id in letter.invoice_ids
        and item.due_on
        and item.due_on < day
        and not is_held(account, item, day)
    )
    return min(asked, overdue(account, day)[0]) if asked else 0


def last_letter(account: Account) -> LetterFacts | None:
    """The latest letter to the customer, that of this currency where two are of one day."""
    found = [letter for letter in (account.letter, account.other_letter) if letter is not None]
    return max(found, key=lambda letter: letter.issued_on, default=None)


def ask_again_on(account: Account, day: date, purpose: Purpose) -> date | None:
    """First day on which the interval since the last contact or letter lets it be asked for again.

    ``None`` where there was none to keep an interval to. A broken promise or a deadline that
    has passed is news: it waits for the next day only.
    """
    letter = last_letter(account)
    written_on = letter.issued_on if letter else None
    if purpose != "chase":
        return written_on + timedelta(days=MIN_INTERVAL_DAYS) if written_on else None
    last = max((on for on in (account.reached_on, written_on) if on), default=None)
    if last is None:
        return None
    if unpaid_of_letter(account, day) > 0 or broken_promises(account, day):
        return last + timedelta(days=1)
    return last + timedelta(days=wait_days(account.policy, situation(account, day)))


def situation(account: Account, day: date, days: int | None = None) -> Situation:
    """What the policy is asked about; ``days`` from the due date stand in for those of the oldest overdue item."""
    fen, oldest = overdue(account, day)
    if broken_promises(account, day):
        promise = "broken"
    else:
        promise = "open" if open_promises(account, day) else "none"
    return Situation(
        days=oldest if days is None else days,
        overdue_fen=fen,
        is_disputed=any(item.disputed_fen > 0 for item in account.items),
        promise=promise,
        traits=account.traits,
    )


def _is_replaced(promise: PromiseFacts, promises: tuple[PromiseFacts, ...]) -> bool:
    return any(other.made_on > promise.made_on and other.due_on >= promise.due_on for other in promises)
