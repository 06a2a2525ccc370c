"""The days and amounts of an instalment plan: reckoned, or typed and checked (R46, R47, S-181)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from arcdesk.domain.errors import AmountNotPositive, Refusal
from arcdesk.domain.money import format_amount
from arcdesk.domain.plans import MOST_INSTALMENTS, PlanCountWrong, equal_parts, monthly_days


class ScheduleEmpty(Refusal):
    """A plan without an instalment."""

    sentence = "A plan needs at least one instalment: a day and an amount."


class InstalmentsOutOfOrder(Refusal):
    """An instalment that is not due after the one before it."""

    sentence = "Instalment {seq} is due on {day}, not after the one before it ({before}). Put the days in order."


class InstalmentBeforeAgreement(Refusal):
    """An instalment due before the plan was agreed."""

    sentence = "Instalment {seq} is due on {day}, before the plan was agreed on {agreed_on}. Correct one of the two."


class DownPaymentTooLarge(Refusal):
    """A down payment that leaves nothing to be paid in instalments."""

    sentence = "The down payment of {amount} leaves nothing of {total} for instalments. Enter less."


@dataclass(frozen=True, slots=True)
class Planned:
    """One instalment of a schedule: its day, and its amount in fen."""

    due_on: date
    amount_fen: int


def monthly_schedule(
    total_fen: int, count: int, first: date, down_payment: Planned | None = None
) -> tuple[Planned, ...]:
    """``total_fen`` in ``count`` equal instalments a month apart from ``first``; the last takes the rest.

    A ``down_payment`` comes first and is not counted: 12万 with 3万 down and 2 instalments is
    3万 + 2 × 4.5万 (S-181).

    Raises:
        AmountNotPositive, PlanCountWrong, DownPaymentTooLarge, DayOutOfRange.
    """
    down = () if down_payment is None else (down_payment,)
    for payment in down:
        _positive(payment.amount_fen)
        if payment.amount_fen >= total_fen:
            raise DownPaymentTooLarge(
                amount=format_amount(payment.amount_fen), total=format_amount(total_fen), field="down"
            )
    parts = equal_parts(total_fen - sum(payment.amount_fen for payment in down), count)
    return (*down, *map(Planned, monthly_days(first, count), parts))


def check_schedule(instalments: Sequence[Planned], agreed_on: date) -> None:
    """See that a schedule can be agreed to on ``agreed_on``: one or more amounts, each due after the last.

    Raises:
        ScheduleEmpty, PlanCountWrong, AmountNotPositive, InstalmentBeforeAgreement, InstalmentsOutOfOrder.
    """
    if not instalments:
        raise ScheduleEmpty(field="instalment")
    if len(instalments) > MOST_INSTALMENTS:
        total = format_amount(sum(each.amount_fen for each in instalments))
        raise PlanCountWrong(count=len(instalments), amount=total, most=MOST_INSTALMENTS, field="instalment")
    before: date | None = None
    for seq, each in enumerate(instalments, 1):
        _positive(each.amount_fen)
        day = each.due_on.isoformat()
        if each.due_on < agreed_on:
            raise InstalmentBeforeAgreement(seq=seq, day=day, agreed_on=agreed_on.isoformat(), field="instalment")
        if before is not None and each.due_on <= before:
            raise InstalmentsOutOfOrder(seq=seq, day=day, before=before.isoformat(), field="instalment")
        before = each.due_on


def _positive(fen: int) -> None:
    if fen <= 0:
        raise AmountNotPositive(amount=format_amount(fen), field="instalment")
