"""The running balance of a ledger against its debits and credits: what it tells, and the rows that contradict it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from arcdesk.domain.money import format_amount
from arcdesk.importing.columns import SheetView
from arcdesk.importing.errors import BalanceDoesNotFollow

if TYPE_CHECKING:
    from arcdesk.importing.debit_credit import Account, Entry

FEWEST = 4
"""Rows from which the share of contradictions tells whether a column runs at all."""


def follow(view: SheetView, accounts: Iterable[Account]) -> None:
    """Tell by the running balance which rows move it and what it was before the first; set aside what contradicts.

    Where it contradicts half of all rows or more it is no running balance, and the rows stand for themselves.
    """
    every = list(accounts)
    unsure = [(own, _contradictions(own)) for own in every if not _follows(own)]
    rows = sum(len(own.entries) for own in every)
    wrong = sum(len(found) for _, found in unsure)
    runs = rows < FEWEST or 2 * wrong < rows
    for own, found in unsure:
        if found and runs:
            _set_aside(view, own, found)
            continue
        own.runs_on = not any(entry.balance is not None for entry in own.entries) or not found
        for entry in own.entries:
            entry.moves = None if entry.is_match else True


def _follows(own: Account) -> bool:
    """Whether every row has a balance that follows from the one before, upward or downward."""
    entries = own.entries
    if not entries:
        own.closing = None
        return True
    if any(entry.balance is None for entry in entries):
        return False
    _leave_advances_out(own)
    if not _runs(_before(own, own.entries), own.entries):
        down = list(reversed(own.entries))
        if len(down) < 2 or not _runs(_before(own, down), down):
            return False
        own.entries = down  # the latest row stands first
    entries = own.entries
    own.opening = _before(own, entries)
    own.closing, own.closing_row = entries[-1].balance, entries[-1].row
    _tell_moves(own)
    return True


def _tell_moves(own: Account) -> None:
    """Of the rows of matching, which ones move the balance."""
    previous = own.opening
    for entry in own.entries:
        if entry.is_match and entry.net:
            entry.moves = entry.balance != previous
        previous = entry.balance or 0


def _before(own: Account, entries: Sequence[Entry]) -> int:
    """The balance before the first row: as a row says, else what the first one leaves over."""
    return own.opening if own.opening_row else (entries[0].balance or 0) - entries[0].net


def _leave_advances_out(own: Account) -> None:
    """Some statements show 预收 beside the balance and not in it: there it is no part of what is owed."""
    advances = [entry.advance for entry in own.entries]
    if not any(advances) or _runs(_before(own, own.entries), own.entries):
        return
    for entry in own.entries:
        entry.advance = 0
    if _runs(_before(own, own.entries), own.entries):
        own.advance_left_out = sum(advances)
        own.entries = [entry for entry in own.entries if entry.net or entry.debit]
        return
    for entry, advance in zip(own.entries, advances, strict=True):
        entry.advance = advance


def _runs(before: int, entries: Sequence[Entry]) -> bool:
    """Whether each balance is the one before it and the row; a row of matching may leave it alone."""
    for entry in entries:
        balance = entry.balance or 0
        if balance != before + entry.net and not (entry.is_match and balance == before):
            return False
        before = balance
    return True


def _contradictions(own: Account) -> dict[int, tuple[int, int]]:
    """Rows (by their place) whose balance is not the one before and the row: what it should be, what it says.

    Rows without a balance belong to the next one that has one. After a balance that is itself the slip, the
    next may follow from what it should have been.
    """
    wrong: dict[int, tuple[int, int]] = {}
    previous = own.opening if own.opening_row else None
    should: int | None = None
    stretch: list[Entry] = []
    for entry in own.entries:
        stretch.append(entry)
        if entry.balance is None:
            continue
        net = sum(each.net for each in stretch)
        matched = sum(each.net for each in stretch if each.is_match)
        starts = [start for start in (previous, should) if start is not None]
        follows = any(entry.balance in (start + net, start + net - matched) for start in starts)
        if starts and not follows:
            should = starts[0] + net
            wrong |= {each.index: (should, entry.balance) for each in stretch}
        else:
            should = None
        previous, stretch = entry.balance, []
    return wrong


def _set_aside(view: SheetView, own: Account, wrong: dict[int, tuple[int, int]]) -> None:
    first = next((entry for entry in own.entries if entry.balance is not None), None)
    if not own.opening_row and first is not None and first is own.entries[0]:
        own.opening = _before(own, own.entries)
    for entry in own.entries:
        if entry.index in wrong:
            should, says = wrong[entry.index]
            reason = BalanceDoesNotFollow(balance=format_amount(says), expected=format_amount(should))
            view.reject(entry.index, "balance", reason)
            own.set_aside += entry.net
            own.rows_set_aside += 1
    _tell_moves(own)
    last = next((entry for entry in reversed(own.entries) if entry.balance is not None), None)
    if last is not None:
        own.closing, own.closing_row = last.balance, last.row
    own.entries = [entry for entry in own.entries if entry.index not in wrong]
