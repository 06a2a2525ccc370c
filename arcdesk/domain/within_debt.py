"""One debt and a payment that does not cover it: costs, interest, principal (Civil Code Art. 561, R32)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from arcdesk.domain.errors import AmountNegative, AmountNotPositive
from arcdesk.domain.money import format_amount

Order = Literal["principal_first", "interest_first"]
"""``interest_first`` is the law where nothing else was agreed, ``principal_first`` the usual agreement."""

DESIGNATION_NOT_BINDING = (
    "The debtor alone named the principal. Without an agreement the money pays costs, then interest, then"
    " principal (Civil Code Art. 561). You may agree to it; then the principal is paid first."
)
"""Text key for a transfer marked 货款本金 by the debtor: no agreement, so Art. 561 stands (T3.3)."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is owed on a debt, or what a payment did to it, in fen."""

    costs_fen: int = 0
    interest_fen: int = 0
    principal_fen: int = 0

    @property
    def total_fen(self) -> int:
        return self.costs_fen + self.interest_fen + self.principal_fen

    def less(self, paid: Parts) -> Parts:
        """What is left of these when ``paid`` is taken off."""
        return Parts(
            self.costs_fen - paid.costs_fen,
            self.interest_fen - paid.interest_fen,
            self.principal_fen - paid.principal_fen,
        )


def split_payment(amount_fen: int, owed: Parts, order: Order = "interest_first") -> tuple[Parts, int]:
    """How a payment is shared out inside one debt, and the fen it exceeds the debt by.

    By the law costs come first, then interest, then principal. Where the parties agreed on the
    principal first, costs and interest follow in their lawful order. No part gets more than is owed.

    Raises:
        AmountNotPositive: the payment is zero or negative.
        AmountNegative: something owed is below zero.
    """
    if amount_fen <= 0:
        raise AmountNotPositive(amount=format_amount(amount_fen), field="amount")
    for fen in (owed.costs_fen, owed.interest_fen, owed.principal_fen):
        if fen < 0:
            raise AmountNegative(amount=format_amount(fen), field="amount")
    before = owed.principal_fen if order == "principal_first" else 0
    principal = min(amount_fen, before)
    costs = min(amount_fen - principal, owed.costs_fen)
    interest = min(amount_fen - principal - costs, owed.interest_fen)
    principal += min(amount_fen - principal - costs - interest, owed.principal_fen - principal)
    paid = Parts(costs, interest, principal)
    return paid, amount_fen - paid.total_fen
