"""What the gate must know of one customer in one currency on a day, and what follows from it.

Everything here is dated on or before the day asked about; the caller sees to that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from itertools import accumulate
from typing import Literal, NamedTuple

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.policies import DEFAULT
from arcdesk.domain.policy import (
    MIN_INTERVAL_DAYS,
    UNKNOWN,
    Level,
    Policy,
    Situation,
    Traits,
    due_levels,
    wait_days,
)

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
    known: _Known = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", _Known(_dues(self)))

    @property
    def dues(self) -> Dues:
        """The items by due day, summed."""
        return self.known.dues

    def chased_by(self, policy: Policy) -> Account:
        """The same account under another policy; what it owes is not summed anew."""
        made = object.__new__(Account)
        for name in _FIELDS:
            object.__setattr__(made, name, getattr(self, name))
        object.__setattr__(made, "policy", policy)
        return made

    def lean(self) -> Account:
        """The same account without its items, for those who ask for what follows from them, not one by one."""
        made = self.chased_by(self.policy)
        object.__setattr__(made, "items", ())
        return made

    def untried(self) -> Account:
        """The same account on a day without an attempt to reach anybody."""
        made = self.chased_by(self.policy)
        object.__setattr__(made, "attempts", 0)
        return made


_FIELDS = tuple(each.name for each in fields(Account))


class Dues(NamedTuple):
    """What may be asked of an account's items, in fen, summed once and good for any day.

    Attributes:
        days: Due days of the items that no hold was ever put on and that are not wholly disputed, in their order.
        sums: What the first 0, 1, 2, ... of them come to.
        owed_fen: All of that, and what has no due date.
        held: Items that a hold was put on, with it.
        is_disputed: Whether anything of any item is disputed.
        owes: Whether anything is open.
        letter_days: As ``days``, of those that stand in the latest letter.
        letter_sums: As ``sums``, of them.
    """

    days: list[date]
    sums: list[int]
    owed_fen: int
    held: tuple[tuple[OpenItem, Hold], ...]
    is_disputed: bool
    owes: bool
    letter_days: list[date]
    letter_sums: list[int]


class Standing(NamedTuple):
    """What follows from an account on a day, whoever asks; amounts in fen.

    Attributes:
        passed: How many of the days of ``dues`` have passed.
        asked_fen: What is overdue, neither disputed nor on hold.
        overdue_fen: That, less what the customer's own unallocated money covers.
        overdue_days: Days of the oldest of it; 0 where nothing is overdue.
        broken: ``broken_promises``.
        promised: ``open_promises``.
        unpaid_fen: ``unpaid_of_letter``.
    """

    passed: int
    asked_fen: int
    overdue_fen: int
    overdue_days: int
    broken: tuple[tuple[PromiseFacts, int], ...]
    promised: tuple[PromiseFacts, ...]
    unpaid_fen: int


class _Known:
    """What was found out about an account: it is asked for the same day again and again."""

    __slots__ = ("day", "dues", "policy", "reached", "standing")

    def __init__(self, dues: Dues) -> None:
        self.dues = dues
        self.day: date | None = None
        self.standing = Standing(0, 0, 0, 0, (), (), 0)
        self.policy: Policy | None = None
        self.reached: tuple[Level, ...] = ()


def undisputed(item: OpenItem) -> int:
    """What may be asked of an open item, in fen: the disputed part waits for the dispute (F-79)."""
    left = item.open_fen - item.disputed_fen if item.disputed_fen > 0 else item.open_fen
    return max(0, left)


def is_held(account: Account, item: OpenItem, day: date) -> bool:
    """Whether the invoice itself is on hold on ``day``; a hold ends by itself after its last day."""
    hold = account.held.get(item.invoice_id)
    return hold is not None and day <= hold.until_on


def standing(account: Account, day: date) -> Standing:
    """All that follows from an account on a day, worked out once."""
    known = account.known
    if known.day != day:
        known.standing = _standing(account, day)
        known.day, known.policy = day, None
    return known.standing


def reached_levels(account: Account, day: date) -> tuple[Level, ...]:
    """The levels of the policy that what is overdue on a day has reached."""
    known = account.known
    if known.day != day or known.policy is not account.policy:
        known.reached = due_levels(account.policy, situation(account, day))
        known.policy = account.policy
    return known.reached


def overdue(account: Account, day: date) -> tuple[int, int]:
    """What would be asked for on ``day`` but for promises and the like, in fen, and the oldest's days.

    Without what is disputed or on hold; unallocated money is held against it first, so nobody
    is asked for what he has paid (C49).
    """
    known = standing(account, day)
    return known.overdue_fen, known.overdue_days


def broken_promises(account: Account, day: date) -> tuple[tuple[PromiseFacts, int], ...]:
    """Promises broken by ``day`` that still matter, the oldest first, each with what is missing, in fen.

    One in whose place a later promise was made is done with, whatever became of the later one.
    Never more is missing than is owed: neither disputed, held nor paid without an allocation.
    """
    return standing(account, day).broken


def open_promises(account: Account, day: date) -> tuple[PromiseFacts, ...]:
    """Promises that pause the account on ``day``, the last day first (C53).

    A promise pauses everything in its currency, also where it names less than is due: whoever
    has given his word on a day is not called before it, and the amount he named may be what he
    has then. Once one is broken, others given with it or before it pause no longer.
    """
    return standing(account, day).promised


def unpaid_of_letter(account: Account, day: date) -> int:
    """What is still asked for, in fen, of a letter whose deadline has passed by ``day``; else 0 (C39)."""
    return standing(account, day).unpaid_fen


def last_letter(account: Account) -> LetterFacts | None:
    """The latest letter to the customer, that of this currency where two are of one day."""
    letter, other = account.letter, account.other_letter
    if letter is None or (other is not None and other.issued_on > letter.issued_on):
        return other
    return letter


def ask_again_on(account: Account, day: date, purpose: Purpose) -> date | None:
    """First day on which the interval since the last contact or letter lets it be asked for again.

    ``None`` where there was none to keep an interval to. A broken promise or a deadline that
    has passed is news: it waits for the next day only.
    """
    letter = last_letter(account)
    written_on = letter.issued_on if letter else None
    if purpose != "chase":
        return written_on + timedelta(days=MIN_INTERVAL_DAYS) if written_on else None
    last = account.reached_on
    if written_on is not None and (last is None or last < written_on):
        last = written_on
    if last is None:
        return None
    known = standing(account, day)
    if known.unpaid_fen > 0 or known.broken:
        return last + timedelta(days=1)
    return last + timedelta(days=wait_days(reached_levels(account, day)))


def situation(account: Account, day: date, days: int | None = None) -> Situation:
    """What the policy is asked about; ``days`` from the due date stand in for those of the oldest overdue item."""
    known = standing(account, day)
    return Situation(
        days=known.overdue_days if days is None else days,
        overdue_fen=known.overdue_fen,
        is_disputed=account.dues.is_disputed,
        promise="broken" if known.broken else "open" if known.promised else "none",
        traits=account.traits,
    )


def _dues(account: Account) -> Dues:
    dated: list[tuple[date, int]] = []
    in_letter: list[tuple[date, int]] = []
    held = []
    named = account.letter.invoice_ids if account.letter is not None else frozenset()
    owed_fen, is_disputed, owes = 0, False, False
    for item in account.items:
        is_disputed = is_disputed or item.disputed_fen > 0
        owes = owes or item.open_fen > 0
        hold = account.held.get(item.invoice_id) if account.held else None
        if hold is not None:
            held.append((item, hold))
            continue
        fen = undisputed(item)
        owed_fen += fen
        if fen and item.due_on is not None:
            dated.append((item.due_on, fen))
            if item.invoice_id in named:
                in_letter.append((item.due_on, fen))
    return Dues(*_summed(dated), owed_fen, tuple(held), is_disputed, owes, *_summed(in_letter))


def _summed(dated: list[tuple[date, int]]) -> tuple[list[date], list[int]]:
    dated.sort()
    return [due_on for due_on, _ in dated], list(accumulate((fen for _, fen in dated), initial=0))


def _standing(account: Account, day: date) -> Standing:
    dues = account.dues
    count = bisect_left(dues.days, day)
    asked_fen, oldest = dues.sums[count], dues.days[0] if count else day
    owed_fen = dues.owed_fen
    for item, hold in dues.held:
        if day > hold.until_on:
            fen = undisputed(item)
            owed_fen += fen
            if fen and item.due_on and item.due_on < day:
                asked_fen, oldest = asked_fen + fen, min(oldest, item.due_on)
    own_fen = max(0, account.unallocated_fen)
    overdue_fen = asked_fen - own_fen if asked_fen > own_fen else 0
    promises = account.promises
    broken = _broken(promises, day, owed_fen - own_fen) if promises else ()
    promised = () if broken or not promises else _promised(promises, day)
    unpaid_fen = min(_of_letter(account, day), overdue_fen) if account.letter is not None else 0
    return Standing(count, asked_fen, overdue_fen, (day - oldest).days, broken, promised, unpaid_fen)


def _broken(promises: tuple[PromiseFacts, ...], day: date, owed_fen: int) -> tuple[tuple[PromiseFacts, int], ...]:
    if owed_fen <= 0:
        return ()
    missed = [
        promise
        for promise in promises
        if promise.due_on < day and promise.missing_fen > 0 and not _is_replaced(promise, promises)
    ]
    missed.sort(key=lambda promise: promise.due_on)
    return tuple((promise, min(promise.missing_fen, owed_fen)) for promise in missed)


def _promised(promises: tuple[PromiseFacts, ...], day: date) -> tuple[PromiseFacts, ...]:
    waiting = [promise for promise in promises if promise.due_on >= day and promise.missing_fen > 0]
    return tuple(sorted(waiting, key=lambda promise: promise.due_on, reverse=True))


def _of_letter(account: Account, day: date) -> int:
    letter = account.letter
    if letter is None or letter.deadline_on is None or letter.deadline_on >= day:
        return 0
    dues = account.dues
    held = sum(
        undisputed(item)
        for item, hold in dues.held
        if day > hold.until_on and item.invoice_id in letter.invoice_ids and item.due_on and item.due_on < day
    )
    return held + dues.letter_sums[bisect_left(dues.letter_days, day)]


def _is_replaced(promise: PromiseFacts, promises: tuple[PromiseFacts, ...]) -> bool:
    return any(other.made_on > promise.made_on and other.due_on >= promise.due_on for other in promises)
