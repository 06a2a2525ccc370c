"""Which debts get the money of a payment: by hand, oldest first, pro rata, or by the law (R31).

Inside one debt ``within_debt`` goes on. Every rule is deterministic: who hands in the same debts
gets the same shares, to the fen, whatever their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Generic, Literal, TypeVar, get_args

from arcdesk.domain.errors import AmountNotPositive, ShareAboveDebt, SharesAbovePayment, UnknownDebt
from arcdesk.domain.money import format_amount
from arcdesk.domain.within_debt import Order, Parts, split_payment

Rule = Literal["statutory", "oldest", "pro_rata"]
RULES: tuple[Rule, ...] = get_args(Rule)

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True)
class Debt(Generic[Key]):
    """One open receivable under its number or name.

    Attributes:
        open_fen: What is owed of it; at zero or below it gets nothing.
        annual_percent: Rate it bears, 0 for none: the heavier burden of two debts (R31).
        is_secured: Whether it has a guarantee, pledge or mortgage.
    """

    id: Key
    open_fen: int
    due_on: date | None
    issued_on: date | None = None
    annual_percent: Decimal = Decimal(0)
    is_secured: bool = False


@dataclass(frozen=True, slots=True)
class Allocation(Generic[Key]):
    """A payment shared out, in fen: costs and interest, shares above zero by debt, and the rest."""

    costs_fen: int
    interest_fen: int
    shares: tuple[tuple[Key, int], ...]
    rest_fen: int


def allocate(
    amount_fen: int,
    debts: Iterable[Debt[Key]],
    rule: Rule,
    on: date,
    *,
    costs_fen: int = 0,
    interest_fen: int = 0,
    order: Order = "interest_first",
) -> Allocation[Key]:
    """A payment over costs, interest and the principals of ``debts`` by ``rule`` (R31, R32).

    What exceeds everything is the customer's unallocated credit (T3.11).

    Args:
        on: Day of the payment; it tells the debts that are due.
        costs_fen: Costs of enforcement, owed together with the debts.
        interest_fen: Interest accrued on the debts.
        order: ``principal_first`` only where the parties agreed on it.

    Raises:
        AmountNotPositive: the payment is zero or negative.
        AmountNegative: costs or interest below zero.
    """
    known = list(debts)
    owed = Parts(costs_fen, interest_fen, sum(max(0, debt.open_fen) for debt in known))
    paid, rest = split_payment(amount_fen, owed, order)
    shares: list[tuple[Key, int]] = []
    if paid.principal_fen:
        if rule == "statutory":
            shares, _ = allocate_statutory(paid.principal_fen, known, on)
        elif rule == "pro_rata":
            shares, _ = allocate_pro_rata(paid.principal_fen, known)
        else:
            shares, _ = allocate_oldest(paid.principal_fen, known)
    return Allocation(paid.costs_fen, paid.interest_fen, tuple(shares), rest)


def allocate_oldest(amount_fen: int, debts: Iterable[Debt[Key]]) -> tuple[list[tuple[Key, int]], int]:
    """Shares (id, fen) of a payment, oldest debt first, and the fen that are left over.

    The order is due date, issue date, id; what has no due date comes last. No debt gets more
    than is open of it, and what is left stays an unallocated credit of the customer (T3.11).

    Raises:
        AmountNotPositive: the payment is zero or negative.
    """
    return _in_turn(amount_fen, ([debt] for debt in sorted(debts, key=_age)))


def allocate_pro_rata(amount_fen: int, debts: Iterable[Debt[Key]]) -> tuple[list[tuple[Key, int]], int]:
    """Shares in proportion to what is open of each debt, and the fen that are left over.

    Fen that do not divide go one each to the largest remainders, the oldest of equals first, so
    the shares add up and none exceeds its debt (T3.8).

    Raises:
        AmountNotPositive: the payment is zero or negative.
    """
    return _in_turn(amount_fen, [list(debts)])


def allocate_statutory(
    amount_fen: int, debts: Iterable[Debt[Key]], on: date
) -> tuple[list[tuple[Key, int]], int]:
    """Shares as Civil Code Art. 560 has them where nothing was agreed or named, and the rest (R31).

    Debts due on ``on``, that day included, before those that are not; then the unsecured before
    the secured; then the heavier burden, the higher rate; then the earlier due date; equals in
    proportion. The same order holds among debts that are not yet due.

    Raises:
        AmountNotPositive: the payment is zero or negative.
    """

    def rank(debt: Debt[Key]) -> tuple[bool, bool, Decimal, date]:
        due_on = debt.due_on or date.max
        return (due_on > on, debt.is_secured, -debt.annual_percent, due_on)

    ranked = sorted(debts, key=rank)
    return _in_turn(amount_fen, (list(equals) for _, equals in groupby(ranked, key=rank)))


def check_by_hand(amount_fen: int, debts: Iterable[Debt[Key]], shares: Mapping[Key, int]) -> int:
    """Fen of the payment that are left over when a person shares it out; 0 shares are allowed.

    Raises:
        AmountNotPositive: the payment is zero or negative, or a share negative.
        UnknownDebt: a share for none of ``debts``.
        ShareAboveDebt: more than is open of a debt.
        SharesAbovePayment: more than the payment altogether.
    """
    _check_positive(amount_fen)
    open_fen = {debt.id: debt.open_fen for debt in debts}
    for key, fen in shares.items():
        if key not in open_fen:
            raise UnknownDebt(name=key, field="shares")
        if fen < 0:
            raise AmountNotPositive(amount=format_amount(fen), field="shares")
        if fen > max(0, open_fen[key]):
            raise ShareAboveDebt(
                name=key, amount=format_amount(fen), open=format_amount(open_fen[key]), field="shares"
            )
    rest = amount_fen - sum(shares.values())
    if rest < 0:
        raise SharesAbovePayment(
            shares=format_amount(amount_fen - rest), amount=format_amount(amount_fen), field="shares"
        )
    return rest


def _in_turn(amount_fen: int, groups: Iterable[Sequence[Debt[Key]]]) -> tuple[list[tuple[Key, int]], int]:
    """One group after the other, the debts of a group in proportion."""
    _check_positive(amount_fen)
    shares: list[tuple[Key, int]] = []
    rest = amount_fen
    for group in groups:
        found = _in_proportion(rest, [debt for debt in group if debt.open_fen > 0])
        shares += found
        rest -= sum(fen for _, fen in found)
    return shares, rest


def _in_proportion(amount_fen: int, debts: Sequence[Debt[Key]]) -> list[tuple[Key, int]]:
    """Shares above zero, by largest remainder; everything where the amount covers all of them."""
    whole = sum(debt.open_fen for debt in debts)
    amount_fen = min(amount_fen, whole)
    if not amount_fen:
        return []
    by_age = sorted(debts, key=_age)
    floors = [amount_fen * debt.open_fen // whole for debt in by_age]
    remainders = [amount_fen * debt.open_fen % whole for debt in by_age]
    by_remainder = sorted(range(len(by_age)), key=lambda index: -remainders[index])
    for index in by_remainder[: amount_fen - sum(floors)]:
        floors[index] += 1
    return [(debt.id, fen) for debt, fen in zip(by_age, floors, strict=True) if fen]


def _age(debt: Debt[Key]) -> tuple[date, date, Key]:
    return (debt.due_on or date.max, debt.issued_on or date.max, debt.id)


def _check_positive(amount_fen: int) -> None:
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
