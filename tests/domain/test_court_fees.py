"""Court fees by the published tiers (R34)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.court_fees import COURT_TIERS, PRESERVATION_MOST_FEN, PRESERVATION_TIERS, court_fees
from arcdesk.domain.errors import AmountNotPositive
from arcdesk.domain.money import MAX_FEN

CLAIMS = st.integers(1, MAX_FEN)
ENDS = sorted({end for end, _ in (*COURT_TIERS, *PRESERVATION_TIERS) if end})


@pytest.mark.parametrize(
    ("claim", "court", "third", "preservation"),
    [
        (500_000, 5_000, 1_667, 7_000),  # T: 5,000 -> 50 / 16.67 / 70
        (10_000_000, 230_000, 76_667, 102_000),
        (100_000_000, 1_380_000, 460_000, 500_000),
        (1, 5_000, 1_667, 3_000),
        (1_000_000, 5_000, 1_667, 12_000),
        (1_000_020, 5_001, 1_667, 12_000),  # 0.5 fen of court fee: up
        (20_000_000, 430_000, 143_333, 152_000),
        (50_000_000, 880_000, 293_333, 302_000),
        (200_000_000, 2_280_000, 760_000, 500_000),
        (500_000_000, 4_680_000, 1_560_000, 500_000),
        (1_000_000_000, 8_180_000, 2_726_667, 500_000),
        (2_000_000_000, 14_180_000, 4_726_667, 500_000),
        (3_000_000_000, 19_180_000, 6_393_333, 500_000),
    ],
)
def test_the_published_figures(claim: int, court: int, third: int, preservation: int) -> None:
    found = court_fees(claim)
    assert (found.court_fen, found.payment_order_fen, found.preservation_fen) == (court, third, preservation)


@pytest.mark.parametrize("claim", [0, -1])
def test_nothing_claimed_is_refused(claim: int) -> None:
    with pytest.raises(AmountNotPositive):
        court_fees(claim)


@given(CLAIMS, st.integers(0, 10**9))
def test_more_claimed_never_costs_less(claim: int, more: int) -> None:
    less, dearer = court_fees(claim), court_fees(min(MAX_FEN, claim + more))
    assert less.court_fen <= dearer.court_fen
    assert less.payment_order_fen <= dearer.payment_order_fen
    assert less.preservation_fen <= dearer.preservation_fen <= PRESERVATION_MOST_FEN


@pytest.mark.parametrize("end", ENDS)
def test_no_step_where_a_tier_ends(end: int) -> None:
    at, above = court_fees(end), court_fees(end + 1)
    assert 0 <= above.court_fen - at.court_fen <= 1
    assert 0 <= above.preservation_fen - at.preservation_fen <= 1


@given(CLAIMS)
def test_the_tiers_shown_make_up_claim_and_fee(claim: int) -> None:
    found = court_fees(claim)
    assert sum(each.part_fen for each in found.tiers) == claim
    assert abs(sum(each.fee_fen for each in found.tiers) - found.court_fen) * 2 <= 1
    assert abs(found.payment_order_fen * 3 - sum(each.fee_fen for each in found.tiers)) * 2 <= 3
