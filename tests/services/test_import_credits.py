"""Red invoices and money on account in weekly lists: what is gone was used, and the balance is the list's."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.services.import_differences import Decisions
from tests.services.desks import Book, customer_id, day, fen, make_desk, not_well
from tests.services.test_second_import import books, carry_out, found, listed, open_of, plan_of, states

STEADY = (("S1", 1), ("S2", 1), ("S3", 1), ("S4", 1))
"""Items that stay, so that a list is not taken for a filtered one."""


def balance(desk: Desk, code: str = "C1") -> int:
    return sum(b.gross_fen - b.unallocated_fen for b in desk.ledger.balance(customer_id(desk, code)))


def week(desk: Desk, file: LedgerFile, as_of: str) -> None:
    """Import a list of one week: the balance is the list's, and the list again brings nothing."""
    carry_out(desk, plan_of(desk, file, as_of))
    owed = sum(row.amount_fen for row in file.invoices) - sum(row.amount_fen for row in file.receipts)
    assert balance(desk) == owed
    again = plan_of(desk, file, as_of)
    assert list(again.differences) == []


def test_a_red_invoice_that_is_gone_paid_what_went_down(desk: Desk) -> None:
    week(desk, listed(("A", 100), ("N", -30), *STEADY), "2026-10-01")
    week(desk, listed(("A", 70), *STEADY), "2026-10-05")
    assert open_of(desk, "A", "N") == [fen(70), 0]
    assert desk.ledger.receipts(customer_id(desk, "C1")) == ()


def test_a_red_invoice_that_went_down_in_part_paid_in_part(desk: Desk) -> None:
    week(desk, listed(("A", 100), ("N", -30), *STEADY), "2026-10-01")
    week(desk, listed(("A", 80), ("N", -10), *STEADY), "2026-10-05")
    assert open_of(desk, "A", "N") == [fen(80), fen(-10)]
    assert desk.ledger.invoice("N").amount_fen == fen(-30)


def test_a_red_invoice_gone_without_an_invoice_was_used_for_what_no_list_showed(desk: Desk) -> None:
    week(desk, listed(("A", 100), ("N", -30), *STEADY), "2026-10-01")
    plan = plan_of(desk, listed(("A", 100), *STEADY), "2026-10-05")
    row = found(plan, "invoices:N")
    assert (row.state, row.accepted, row.old_fen, row.new_fen) == ("settled", True, fen(-30), 0)
    week(desk, listed(("A", 100), *STEADY), "2026-10-05")
    assert open_of(desk, "N", "BAL-N") == [0, 0]
    week(desk, listed(("A", 100), ("N", -30), *STEADY), "2026-10-06")


def test_money_on_account_gone_without_an_invoice_was_used_or_paid_back(desk: Desk) -> None:
    week(desk, listed(("A", 100), *STEADY, receipts=[("R", 80), ("Q", 5)]), "2026-10-01")
    plan = plan_of(desk, listed(("A", 100), *STEADY, receipts=[("R", 50)]), "2026-10-05")
    assert {key: state for key, state in states(plan).items() if key.startswith("receipts")} == {
        "receipts:R": ("changed", True), "receipts:Q": ("settled", True),
    }  # fmt: skip
    week(desk, listed(("A", 100), *STEADY, receipts=[("R", 50)]), "2026-10-05")
    lines = desk.ledger.receipts(customer_id(desk, "C1"))
    receipts = {line.number: (line.amount_fen, line.unallocated_fen) for line in lines}
    assert receipts == {"R": (fen(80), fen(50)), "Q": (fen(5), 0)}


def test_money_entered_here_is_never_used_up_by_a_list(desk: Desk) -> None:
    week(desk, listed(("A", 100), *STEADY), "2026-10-01")
    desk.receipts.record(customer_id(desk, "C1"), fen(40), day("2026-10-02"))
    plan = plan_of(desk, listed(("A", 100), *STEADY), "2026-10-05")
    assert list(plan.differences) == []


def test_what_a_filtered_list_lacks_is_not_used_up(desk: Desk) -> None:
    week(desk, listed(("A", 100), ("N", -30), ("B", 7), receipts=[("R", 9)]), "2026-10-01")
    plan = plan_of(desk, listed(("A", 100)), "2026-10-05")
    assert states(plan) == {
        "invoices:B": ("settled", False), "invoices:N": ("settled", False), "receipts:R": ("settled", False),
    }  # fmt: skip
    carry_out(desk, plan)
    assert balance(desk) == fen(100 - 30 + 7 - 9)
    taken = plan_of(desk, listed(("A", 100)), "2026-10-05", decisions=Decisions(taken=frozenset(states(plan))))
    carry_out(desk, taken)
    assert balance(desk) == fen(100)


def test_an_invoice_opened_again_frees_the_red_invoice_that_settled_it(desk: Desk) -> None:
    week(desk, listed(("A", 100), ("N", -30), *STEADY), "2026-10-01")
    week(desk, listed(("A", 70), *STEADY), "2026-10-05")
    week(desk, listed(("A", 100), ("N", -30), *STEADY), "2026-10-06")
    assert open_of(desk, "A", "N") == [fen(100), fen(-30)]
    week(desk, listed(("A", 70), *STEADY), "2026-10-07")
    week(desk, listed(("A", 90), *STEADY), "2026-10-08")
    assert open_of(desk, "A", "N") == [fen(90), 0]


def test_an_item_that_the_list_shows_with_nothing_open_is_settled_however_much_is_missing(desk: Desk) -> None:
    week(desk, listed(("A", 100), ("B", 50), ("N", -20)), "2026-10-01")
    file = replace(listed(("C", 8)), closed=frozenset({"A", "B", "N"}))
    week(desk, file, "2026-10-05")
    assert open_of(desk, "A", "B", "N") == [0, 0, 0]


@pytest.mark.parametrize("left", [0, -10])
def test_a_list_with_amounts_uses_its_red_invoice_for_what_it_shows_as_received(desk: Desk, left: int) -> None:
    first = Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01", received_fen=0, open_fen=fen(100))
    first.invoice("N", "C1", -30, "2026-01-05")
    carry_out(desk, plan_of(desk, first.file(), "2026-10-01"))
    used = fen(30) + fen(left)
    book = Book().customer("C1")
    book.invoice("A", "C1", 100, "2026-01-01", "2026-02-01", received_fen=used, open_fen=fen(100) - used)
    if left:
        book.invoice("N", "C1", left, "2026-01-05", open_only=True, open_fen=fen(left))
    file = replace(book.file(), closed=frozenset() if left else frozenset({"N"}))
    carry_out(desk, plan_of(desk, file, "2026-10-05"))
    assert open_of(desk, "A", "N") == [fen(100) - used, fen(left)]
    assert balance(desk) == fen(70)
    assert list(plan_of(desk, file, "2026-10-05").differences) == []


items = st.dictionaries(st.sampled_from(["A", "B", "C"]), st.integers(1, 20), max_size=3)
reds = st.dictionaries(st.sampled_from(["M", "N"]), st.integers(-20, -1), max_size=2)
money = st.dictionaries(st.sampled_from(["R", "S"]), st.integers(1, 20), max_size=2)
weeks = st.lists(st.tuples(items, reds, money), min_size=2, max_size=4)


@settings(deadline=None, max_examples=15)
@given(weeks=weeks)
def test_after_any_weeks_the_balance_is_the_last_lists_and_every_week_can_be_taken_back(
    weeks: Sequence[tuple[Mapping[str, int], Mapping[str, int], Mapping[str, int]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(Path(folder) / "workspace")
        try:
            past = []
            for position, (owed, red, paid) in enumerate(weeks, start=1):
                before = books()
                file = listed(*owed.items(), *red.items(), receipts=list(paid.items()))
                done = carry_out(desk, plan_of(desk, file, f"2026-09-0{position}", settle_missing=True))
                past.append((done.batch_id, before))
                assert balance(desk) == fen(sum(owed.values()) + sum(red.values()) - sum(paid.values()))
                lines = desk.ledger.invoices(customer_id(desk, "C1"))
                assert {line.number: line.open_fen for line in lines if line.open_fen} == {
                    number: fen(amount) for number, amount in (*owed.items(), *red.items())
                }
                again = plan_of(desk, file, f"2026-09-0{position}", settle_missing=True)
                assert list(again.differences) == []
            for batch_id, before in reversed(past):
                desk.importing.undo(batch_id, "Probe")
                assert books() == before
                assert not_well(desk) == []
        finally:
            desk.close()
