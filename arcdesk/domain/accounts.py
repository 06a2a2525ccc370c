"""Accounts on a day: a customer in one currency, aged, with his balance, and the checks that it adds up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from arcdesk.domain.aging import Aged, Scheme, combine


class Account(NamedTuple):
    """A customer in one currency on a day, in fen.

    A tuple, because ten thousand are made at once.

    Attributes:
        aged: His open items, or instalments of them, by bucket.
        unallocated_fen: Free receipts and credit notes, counted as positive.
        opening_fen: Balance before the month of the day.
        moved_fen: What was posted since: charges less receipts, credit notes and write-offs.
        balance_fen: Balance at the end of the day.
    """

    aged: Aged
    unallocated_fen: int
    opening_fen: int
    moved_fen: int
    balance_fen: int


@dataclass(frozen=True, slots=True)
class Identities:
    """The two sums every aging answer must keep (F-7, C1)."""

    buckets_minus_unallocated_equals_balance: bool
    opening_plus_movements_equals_closing: bool

    @property
    def hold(self) -> bool:
        """Whether both are kept; a report on figures that break one is refused."""
        return self.buckets_minus_unallocated_equals_balance and self.opening_plus_movements_equals_closing


def check_identities(accounts: Iterable[Account]) -> Identities:
    """Whether for each account Σ buckets − unallocated = balance and opening + movements = balance."""
    sums_hold = movements_hold = True
    for aged, unallocated, opening, moved, balance in accounts:
        sums_hold = sums_hold and sum(aged.bucket_fen.values()) - unallocated == balance
        movements_hold = movements_hold and opening + moved == balance
    return Identities(sums_hold, movements_hold)


def no_account(scheme: Scheme) -> Account:
    """The account of a customer without any posting."""
    return Account(combine((), scheme), 0, 0, 0, 0)


def total_of(accounts: Iterable[Account], scheme: Scheme) -> Account:
    """All ``accounts``, of one currency, taken together."""
    members = tuple(accounts)
    if len(members) == 1:
        return members[0]
    _, *figures = zip(*members, strict=True) if members else ((), *[()] * 4)
    return Account(combine((member.aged for member in members), scheme), *map(sum, figures))
