"""Who gets the money of a receipt when nobody said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from arcdesk.domain.errors import AmountNotPositive
from arcdesk.domain.money import format_amount

Debt = tuple[int, date | None, date, int]
"""One open receivable: id, due date, issue date, open fen."""


def allocate_oldest(amount_fen: int, items: Iterable[Debt]) -> tuple[list[tuple[int, int]], int]:
    """Shares (id, fen) of a receipt, oldest debt first, and the fen that are left over.

    The order is due date, issue date, id; what has no due date comes last. No debt gets more
    than is open of it, and what is left stays an unallocated credit of the customer (T3.11).

    Raises:
        AmountNotPositive: the receipt is zero or negative.
    """
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
    shares: list[tuple[int, int]] = []
    rest = amount_fen
    for debt_id, _due_on, _issued_on, open_fen in sorted(items, key=_age):
        share = min(rest, open_fen)
        if share > 0:
            shares.append((debt_id, share))
            rest -= share
    return shares, rest


def _age(debt: Debt) -> tuple[date, date, int]:
    debt_id, due_on, issued_on, _open_fen = debt
    return (due_on or date.max, issued_on, debt_id)
