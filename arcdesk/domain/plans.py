"""Instalment plans: schedules that foot to the fen, and an invoice's open money spread over them (R46-R48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from arcdesk.domain.aging import OpenItem
from arcdesk.domain.dates import add_months
from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount

MOST_INSTALMENTS = 360
"""Thirty years of months; more is a slip of the hand."""


class PlanCountWrong(Refusal):
    """No instalments, more than fen, or more than a plan can have."""

    sentence = "{count} is no number of instalments for {amount}. Choose from 1 to {most}."


@dataclass(frozen=True, slots=True)
class PlanShare:
    """The part of one instalment that pays one invoice, in fen, due on a day."""

    plan_id: int
    seq: int
    due_on: date
    amount_fen: int


def equal_parts(total_fen: int, count: int) -> tuple[int, ...]:
    """``total_fen`` in ``count`` parts, equal to the fen; the last takes the rest (R47, T5).

    Raises:
        AmountNotPositive, PlanCountWrong.
    """
    if total_fen <= 0:
        raise AmountNotPositive(amount=format_amount(total_fen), field="amount")
    most = min(MOST_INSTALMENTS, total_fen)
    if not 1 <= count <= most:
        raise PlanCountWrong(count=count, amount=format_amount(total_fen), most=most, field="count")
    part = total_fen // count
    return (*[part] * (count - 1), total_fen - part * (count - 1))


def monthly_days(first: date, count: int) -> tuple[date, ...]:
    """``count`` days a month apart from ``first``; a month without that day has its last one (T5)."""
    return tuple(add_months(first, months) for months in range(count))


def share_out(
    instalments: Sequence[int], debts: Sequence[tuple[int, int]]
) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Which invoices each instalment pays, as (id, fen): the debts one after the other, in the order given.

    ``debts`` are (id, fen) whose sum must be that of the instalments.
    """
    assert sum(instalments) == sum(fen for _, fen in debts)
    waiting = list(debts)
    found = []
    for amount in instalments:
        parts: list[tuple[int, int]] = []
        left = amount
        while left:
            debt_id, fen = waiting[0]
            taken = min(left, fen)
            parts.append((debt_id, taken))
            left -= taken
            if taken == fen:
                waiting.pop(0)
            else:
                waiting[0] = (debt_id, fen - taken)
        found.append(tuple(parts))
    return tuple(found)


def split_open(item: OpenItem, shares: Sequence[PlanShare]) -> tuple[OpenItem, ...]:
    """An open invoice as the open items of its plan; the invoice itself where it has none.

    What was paid since has met the earliest instalments first (R31); what is open beyond the
    plan keeps the invoice's own due date. A disputed part stands with the latest instalments.
    """
    if not shares:
        return (item,)
    parts: list[OpenItem] = []
    left = item.open_fen
    for share in sorted(shares, key=lambda share: (share.due_on, share.seq), reverse=True):
        fen = min(left, share.amount_fen)
        left -= fen
        if fen:
            parts.append(
                replace(
                    item, due_on=share.due_on, open_fen=fen, disputed_fen=0, instalment=share.seq,
                    plan_id=share.plan_id, amount_fen=share.amount_fen,
                )
            )  # fmt: skip
    if left:
        parts.append(replace(item, open_fen=left, disputed_fen=0))
    disputed, found = item.disputed_fen, []
    for part in parts:  # the latest first
        held = min(disputed, part.open_fen)
        disputed -= held
        found.append(replace(part, disputed_fen=held))
    return tuple(reversed(found))
