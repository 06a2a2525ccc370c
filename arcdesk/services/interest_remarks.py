"""What stands beside an interest figure: what the claim leaves out, and what should be done first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from arcdesk.domain.claim_parts import Lowering, LoweringKind
from arcdesk.domain.gate import Reason
from arcdesk.domain.money import with_currency

if TYPE_CHECKING:
    from arcdesk.services.interest import InvoiceInterest

_DISPUTED = Reason(
    "disputed_not_claimed",
    text_key="{amount} is disputed: neither it nor interest on it is claimed here.",
    values={},
)
_LEFT_OUT: dict[LoweringKind, Reason] = {
    "correction": Reason(
        "credit_note_from_the_start",
        text_key="Credit notes of {amount} corrected the price: that part was never owed and bears no interest.",
        values={},
    ),
    "given_up": Reason(
        "written_off",
        text_key="{amount} was written off and is claimed neither as principal nor with interest.",
        values={},
    ),
    "before_books": Reason(
        "paid_before_the_books",
        text_key="{amount} had been paid when the balance was imported, on days that are not known: it bears no "
        "interest here.",
        values={},
    ),
}
"""What is said of each kind of lowering that bears no interest."""

_PLAN = Reason(
    "plan_moves_the_start",
    text_key="An instalment plan moved the due dates, so interest runs from the new ones (Interpretation on Sale "
    "Contracts, Art. 18).",
    values={},
)
_INTEREST_FIRST = Reason(
    "interest_paid_first",
    text_key="Payments first pay the interest accrued, then the principal. The ledger counts them as principal; "
    "principal and interest together come to the same.",
    values={},
)
_FOREIGN = Reason(
    "lpr_for_foreign_money",
    text_key="The LPR is a rate for yuan. Have the basis for a debt in {currency} confirmed.",
    values={},
)
_UNALLOCATED = Reason(
    "unallocated_money",
    text_key="{amount} of this customer is not allocated yet. Allocate it first, or the claim may be too high.",
    values={},
)


def remarks(found: InvoiceInterest, lowered: Iterable[Lowering], unallocated_fen: int) -> tuple[Reason, ...]:
    """Remarks on one invoice's interest; ``unallocated_fen`` is free money of the customer in its currency."""
    return tuple(_remarks(found, tuple(lowered), unallocated_fen))


def _remarks(found: InvoiceInterest, lowered: tuple[Lowering, ...], unallocated_fen: int) -> Iterator[Reason]:
    def about(reason: Reason, fen: int) -> Reason:
        return replace(reason, values={"amount": with_currency(fen, found.currency)})

    disputed = sum(part.part.disputed_fen for part in found.parts)
    if disputed:
        yield about(_DISPUTED, disputed)
    for kind, reason in _LEFT_OUT.items():
        fen = sum(each.amount_fen for each in lowered if each.kind == kind)
        if fen:
            yield about(reason, fen)
    if any(part.part.instalment for part in found.parts):
        yield _PLAN
    if found.terms.allocation == "interest_first" and any(part.part.payments for part in found.parts):
        yield _INTEREST_FIRST
    if found.currency != "CNY" and found.terms.uses_lpr:
        yield replace(_FOREIGN, values={"currency": found.currency})
    if unallocated_fen > 0 and found.total_fen:
        yield about(_UNALLOCATED, unallocated_fen)
