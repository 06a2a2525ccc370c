"""What a customer had to pay on a day, and when he did: invoices, or the instalments of a plan.

Money is judged by the day it came, not by the day it was allocated: a clerk who tidies up in
August makes no payment of May late. Only what the books knew on the day asked about counts.
A write-off is no payment: what was written off was never paid, and stays late. What was taken
back, a bounced cheque above all, never came. A credit note counts like money.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from arcdesk.domain.plans import InvoicePlan, PlanShare, settled_parts, spread

Standing = Literal["paid", "open", "written_off", "deferred", "undated"]
Source = Literal["money", "credit", "write_off"]


@dataclass(frozen=True, slots=True)
class Debt:
    """An invoice as it was agreed, and what was still open of it on the day asked about, in fen."""

    invoice_id: int
    number: str
    currency: str
    due_on: date | None
    amount_fen: int
    open_fen: int


@dataclass(frozen=True, slots=True)
class Payment:
    """What lowered an invoice, by the day it came, in fen.

    ``counts_from`` is the day from which the books put it to the invoice. ``is_dated`` is False for
    the balance that an import brought without its receipts: it came on that day or before.
    """

    on: date
    amount_fen: int
    source: Source = "money"
    is_dated: bool = True
    counts_from: date | None = None

    @property
    def is_paid(self) -> bool:
        """Whether it is a payment at all: money or a credit note."""
        return self.source != "write_off"


@dataclass(frozen=True, slots=True)
class DueItem:
    """An invoice, or one instalment of it, that had a day to be paid on.

    Attributes:
        closed_on: The day on which its lateness ended: paid in full, or deferred by a plan.
        standing: ``paid``; ``open``; ``written_off``: given up, so never paid; ``deferred``: a plan
            agreed after the due date took its place; ``undated``: paid, but only the day of an
            import is known, and that is after the due date, so it counts neither way.
        instalment: Its number in the plan; 0 for the invoice itself.
    """

    invoice_id: int
    number: str
    currency: str
    due_on: date
    amount_fen: int
    closed_on: date | None
    standing: Standing
    instalment: int = 0

    @property
    def is_on_time(self) -> bool:
        """Paid in full, by money or credit note, not after its due date."""
        return self.standing == "paid" and self.closed_on is not None and self.closed_on <= self.due_on

    def days_late(self, day: date) -> int:
        """Days from the due date to the payment, or to ``day`` while it is not paid; early counts 0."""
        return max(0, ((self.closed_on or day) - self.due_on).days)


def due_items(
    debt: Debt, payments: Iterable[Payment], plan: InvoicePlan | None = None
) -> tuple[DueItem, ...]:
    """``debt`` as the items by which its customer is judged; nothing without a due date.

    An invoice is one item. Under a plan that stands, each instalment is one with its own due
    date, paid by what came since in the plan's own order. A plan agreed after the due date does
    not undo that this date was missed: the invoice is late up to the agreement, and from then on
    its instalments are judged.
    """
    every = sorted(payments, key=lambda payment: (payment.on, payment.is_dated))
    if plan is not None:
        return tuple(_under_a_plan(debt, every, plan))
    paid = [payment for payment in every if payment.is_paid]
    last = paid[-1] if paid and sum(payment.amount_fen for payment in paid) >= debt.amount_fen else None
    return _item(debt, debt.due_on, debt.amount_fen, last, is_open=debt.open_fen > 0)


def _under_a_plan(debt: Debt, every: Sequence[Payment], plan: InvoicePlan) -> Iterable[DueItem]:
    shares = sorted(plan.shares, key=lambda share: (share.due_on, share.seq))
    amounts = [share.amount_fen for share in shares]
    since = [payment for payment in every if _is_since(payment, plan.agreed_on, shares)]
    beyond = debt.open_fen + sum(payment.amount_fen for payment in since) - sum(amounts)
    *wanted, rest = _flat(spread(amounts, beyond, 0, 0))
    *paid, rest_paid = _parts(amounts, beyond, [payment for payment in since if payment.is_paid])
    *lowered, rest_lowered = _parts(amounts, beyond, since)
    if debt.due_on is not None and plan.agreed_on > debt.due_on:
        yield _before_the_plan(debt, plan.agreed_on, rest, rest_paid, is_open=_sum(rest_lowered) < rest)
    elif rest:
        last = rest_paid[-1] if _sum(rest_paid) >= rest else None
        yield from _item(debt, debt.due_on, rest, last, is_open=_sum(rest_lowered) < rest)
    for share, fen, by_money, by_all in zip(shares, wanted, paid, lowered, strict=True):
        if fen:
            last = by_money[-1] if _sum(by_money) >= fen else None
            yield from _item(debt, share.due_on, fen, last, is_open=_sum(by_all) < fen, instalment=share.seq)


def _before_the_plan(
    debt: Debt, agreed_on: date, rest_fen: int, paid: Sequence[Payment], *, is_open: bool
) -> DueItem:
    """The invoice whose own date was missed: late until the plan, and until what the plan leaves out is paid."""
    assert debt.due_on is not None
    closed_on: date | None = agreed_on
    standing: Standing = "deferred"
    if rest_fen and _sum(paid) < rest_fen:
        closed_on, standing = None, "open" if is_open else "written_off"
    elif rest_fen:
        closed_on = max(agreed_on, paid[-1].on)
    return DueItem(
        debt.invoice_id, debt.number, debt.currency, debt.due_on, debt.amount_fen, closed_on, standing
    )


def _item(
    debt: Debt,
    due_on: date | None,
    amount_fen: int,
    last: Payment | None,
    *,
    is_open: bool,
    instalment: int = 0,
) -> tuple[DueItem, ...]:
    """One item, paid in full with ``last``, or not; none without a due date."""
    if due_on is None:
        return ()
    standing: Standing = "open" if is_open else "written_off"
    if last is not None:
        standing = "undated" if not last.is_dated and last.on > due_on else "paid"
    closed_on = last.on if last is not None else None
    return (
        DueItem(
            debt.invoice_id, debt.number, debt.currency, due_on, amount_fen, closed_on, standing, instalment
        ),
    )


def _is_since(payment: Payment, agreed_on: date, shares: Sequence[PlanShare]) -> bool:
    """Whether it lowered the debt as planned; money of the very day is a down payment where one was agreed."""
    day = payment.counts_from or payment.on
    return day > agreed_on or (
        day == agreed_on and payment.source == "money" and shares[0].due_on == agreed_on
    )


def _parts(amounts: Sequence[int], beyond_fen: int, since: Sequence[Payment]) -> list[list[Payment]]:
    """What of ``since`` met each instalment, and last the debt beyond the plan, in the order of the days."""
    is_dated = {payment.on: payment.is_dated for payment in since}
    settled = [(payment.on, payment.amount_fen, payment.source == "money") for payment in since]
    return [
        [Payment(on, fen, is_dated=is_dated[on]) for on, fen in part]
        for part in settled_parts(amounts, beyond_fen, settled)
    ]


def _flat(found: tuple[tuple[int, ...], int]) -> tuple[int, ...]:
    return (*found[0], found[1])


def _sum(payments: Iterable[Payment]) -> int:
    return sum(payment.amount_fen for payment in payments)
