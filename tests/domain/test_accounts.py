"""Accounts and their two identities: a single fen is noticed, in whichever account it is missing."""

from __future__ import annotations

from arcdesk.domain.accounts import Account, check_identities, no_account, total_of
from arcdesk.domain.aging import SCHEMES, Aged

PORTRAIT = SCHEMES["portrait"]
AGED = Aged({"not_due": 60_000, "d1_30": 40_000}, 100_000, 40_000, 0, 5, PORTRAIT.buckets[1], 2)
SOUND = Account(AGED, unallocated_fen=50_000, opening_fen=10_000, moved_fen=40_000, balance_fen=50_000)


def test_case_7_the_identities_notice_a_single_fen() -> None:
    assert check_identities([SOUND, SOUND]).hold
    assert check_identities([]).hold
    broken = check_identities([SOUND, SOUND._replace(unallocated_fen=49_999), SOUND])
    assert not broken.hold
    assert not broken.buckets_minus_unallocated_equals_balance
    assert broken.opening_plus_movements_equals_closing
    moved = check_identities([SOUND._replace(opening_fen=10_001), SOUND])
    assert moved.buckets_minus_unallocated_equals_balance
    assert not moved.opening_plus_movements_equals_closing


def test_two_errors_that_cancel_each_other_out_are_still_two_errors() -> None:
    more, less = SOUND._replace(moved_fen=40_001), SOUND._replace(moved_fen=39_999)
    assert not check_identities([more, less]).hold
    assert check_identities([total_of([more, less], PORTRAIT)]).hold


def test_accounts_taken_together_add_up() -> None:
    total = total_of([SOUND, SOUND, no_account(PORTRAIT)], PORTRAIT)
    assert (total.aged.item_count, total.unallocated_fen, total.balance_fen) == (4, 100_000, 100_000)
    assert (total.aged.gross_fen, total.aged.max_overdue_days) == (200_000, 5)
    assert total_of([SOUND], PORTRAIT) is SOUND
    assert total_of([], PORTRAIT) == no_account(PORTRAIT)
