"""What a suit for money costs at the court: fee by tiers, payment order, preservation (R34).

诉讼费用交纳办法 13 and 14. Reckoned exactly in thousandths of a fen and rounded once, halves up, to the fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from arcdesk.domain.errors import AmountNotPositive
from arcdesk.domain.money import format_amount, round_half_up

COURT_TIERS: tuple[tuple[int | None, int], ...] = (
    (1_000_000, 0),
    (10_000_000, 25),
    (20_000_000, 20),
    (50_000_000, 15),
    (100_000_000, 10),
    (200_000_000, 9),
    (500_000_000, 8),
    (1_000_000_000, 7),
    (2_000_000_000, 6),
    (None, 5),
)
"""Where each tier ends (fen of the claim, ``None`` never) and its rate in thousandths; the first has a fixed fee."""

COURT_LEAST_FEN = 5_000
"""The fee of the first tier."""

PRESERVATION_TIERS: tuple[tuple[int | None, int], ...] = ((100_000, 0), (10_000_000, 10), (None, 5))
PRESERVATION_LEAST_FEN = 3_000
PRESERVATION_MOST_FEN = 500_000

PAYMENT_ORDER_SHARE = 3
"""A payment order (支付令) costs one part in three of the court fee."""


@dataclass(frozen=True, slots=True)
class TierShare:
    """What one tier adds: from above ``from_fen`` to ``to_fen`` (``None`` open), ``part_fen`` of the claim in it.

    ``permille`` is the rate in thousandths, 0 where the fee is fixed; ``fee_fen`` may be a fraction of a fen.
    """

    from_fen: int
    to_fen: int | None
    permille: int
    part_fen: int
    fee_fen: Fraction


@dataclass(frozen=True, slots=True)
class CourtFees:
    """The estimate for a claim, all in fen; ``tiers`` show how the court fee comes about."""

    claim_fen: int
    court_fen: int
    payment_order_fen: int
    preservation_fen: int
    tiers: tuple[TierShare, ...]
    preservation_tiers: tuple[TierShare, ...]
    is_preservation_capped: bool


def court_fees(claim_fen: int) -> CourtFees:
    """Court fee, fee of a payment order and of preservation for a claim of ``claim_fen``.

    Raises:
        AmountNotPositive: nothing is claimed.
    """
    if claim_fen <= 0:
        raise AmountNotPositive(amount=format_amount(claim_fen), field="claim")
    tiers = _shares(claim_fen, COURT_TIERS, COURT_LEAST_FEN)
    kept = _shares(claim_fen, PRESERVATION_TIERS, PRESERVATION_LEAST_FEN)
    whole = _sum(tiers)
    preservation = round_half_up(_sum(kept))
    return CourtFees(
        claim_fen,
        round_half_up(whole),
        round_half_up(whole / PAYMENT_ORDER_SHARE),
        min(preservation, PRESERVATION_MOST_FEN),
        tiers,
        kept,
        preservation > PRESERVATION_MOST_FEN,
    )


def _sum(shares: tuple[TierShare, ...]) -> Fraction:
    return sum((each.fee_fen for each in shares), Fraction(0))


def _shares(claim_fen: int, tiers: tuple[tuple[int | None, int], ...], least_fen: int) -> tuple[TierShare, ...]:
    found: list[TierShare] = []
    start = 0
    for end, permille in tiers:
        part = (claim_fen if end is None else min(claim_fen, end)) - start
        if part <= 0:
            break
        fee = Fraction(part * permille, 1000) if permille else Fraction(least_fen)
        found.append(TierShare(start, end, permille, part, fee))
        start = end or claim_fen
    return tuple(found)
