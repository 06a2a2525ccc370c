"""Instalment plans: schedules that foot to the fen, and an invoice's open money spread over them (R46-R48)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class InvoicePlan:
    """The plan that stands over an invoice on a day, and what has lowered the invoice since.

    ``money_fen`` came in, ``other_fen`` was credited or written off since the plan was agreed;
    below zero where more was taken back.
    """

    agreed_on: date
    shares: tuple[PlanShare, ...]
    money_fen: int = 0
    other_fen: int = 0


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


def spread(
    amounts: Sequence[int], beyond_fen: int, money_fen: int, other_fen: int
) -> tuple[tuple[int, ...], int]:
    """What is still open of each instalment, the earliest first, and beyond the plan, in fen.

    ``money_fen`` came in since the plan was agreed: it meets the earliest instalments first (R31)
    and what lies beyond the plan last. ``other_fen`` was credited or written off since: it lowers
    the debt from its far end, what lies beyond the plan first, then the latest instalments. Below
    zero they were taken back, and the debt beyond the plan grows. Never more than is open is taken.
    """
    front = max(money_fen, 0) + max(-beyond_fen, 0)
    beyond_fen = max(beyond_fen, 0) + max(-money_fen, 0) + max(-other_fen, 0)
    *parts, beyond_fen = _taken((*amounts, beyond_fen), front)
    beyond_fen, *backwards = _taken((beyond_fen, *reversed(parts)), max(other_fen, 0))
    return tuple(reversed(backwards)), beyond_fen


def settled_parts(
    amounts: Sequence[int], beyond_fen: int, settled: Sequence[tuple[date, int, bool]]
) -> tuple[tuple[tuple[date, int], ...], ...]:
    """What lowered each instalment, and last the part beyond the plan, as (day, fen), in the order of the days.

    ``settled`` is (day, fen, whether it was money), as ``spread`` puts it to the instalments.
    """
    found: list[list[tuple[date, int]]] = [[] for _ in (*amounts, beyond_fen)]
    money = other = 0
    before, beyond = spread(amounts, beyond_fen, 0, 0)
    left = (*before, beyond)
    for on, fen, is_money in sorted(settled):
        money, other = (money + fen, other) if is_money else (money, other + fen)
        parts, beyond = spread(amounts, beyond_fen, money, other)
        for place, (was, now) in enumerate(zip(left, (*parts, beyond), strict=True)):
            if was != now:
                found[place].append((on, was - now))
        left = (*parts, beyond)
    return tuple(map(tuple, found))


def split_open(
    item: OpenItem, shares: Sequence[PlanShare], money_fen: int = 0, other_fen: int = 0
) -> tuple[OpenItem, ...]:
    """An open invoice as the open items of its plan; the invoice itself where it has none.

    ``money_fen`` and ``other_fen`` lowered the invoice since the plan was agreed (``spread``). What
    is open beyond the plan keeps the invoice's own due date. The disputed part stands there first,
    then with the latest instalments: it is what the customer does not mean to pay by the plan.
    """
    if not shares:
        return (item,)
    ordered = sorted(shares, key=_by_day)
    amounts = [share.amount_fen for share in ordered]
    beyond = item.open_fen + money_fen + other_fen - sum(amounts)
    open_parts, beyond = spread(amounts, beyond, money_fen, other_fen)
    parts = [
        item._replace(
            due_on=share.due_on, open_fen=fen, disputed_fen=0, instalment=share.seq,
            plan_id=share.plan_id, amount_fen=share.amount_fen,
        )
        for share, fen in zip(ordered, open_parts, strict=True)
        if fen
    ]  # fmt: skip
    if beyond:
        parts.append(item._replace(open_fen=beyond, disputed_fen=0))
    disputed, found = item.disputed_fen, []
    for part in reversed(parts):
        held = min(disputed, part.open_fen)
        disputed -= held
        found.append(part._replace(disputed_fen=held))
    found.reverse()
    return (found[-1], *found[:-1]) if beyond else tuple(found)


def _by_day(share: PlanShare) -> tuple[date, int]:
    return share.due_on, share.seq


def _taken(amounts: Sequence[int], fen: int) -> list[int]:
    """``amounts`` less ``fen``, from the first on, none below zero."""
    left = []
    for amount in amounts:
        taken = min(fen, amount)
        fen -= taken
        left.append(amount - taken)
    return left
