"""The weekly import: what moved is seen, decided and entered, and the whole of it can be taken back."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arcdesk.bootstrap import Desk
from arcdesk.importing.ledger_file import BalanceRow, CustomerRow, LedgerFile
from arcdesk.models.base import proxy
from arcdesk.services.contacts import NewContact
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.import_differences import Decisions, Difference
from arcdesk.services.import_undo import (
    ChangedSince,
    LaterImport,
    MoneyStands,
    PapersStand,
    UndoneAlready,
    UnknownBatch,
)
from arcdesk.services.importing import Counts, ImportPlan, ImportResult
from tests.services.desks import Book, customer_id, day, enter, everything, fen, make_desk, not_well, set_day

NONE = Counts(0, 0, 0)


def plan_of(desk: Desk, file: LedgerFile, as_of: str = "2026-10-08", **more: object) -> ImportPlan:
    empty = ImportPlan(file, day(as_of), NONE, NONE, NONE, NONE, (), (), {}, **more)  # type: ignore[arg-type]
    return desk.importing.replan(empty, empty.decisions)


def carry_out(desk: Desk, plan: ImportPlan) -> ImportResult:
    """Carry a plan out; what was shown is what was done, and the books are sound."""
    shown = [(row.key, row.state, row.accepted, row.new_fen) for row in plan.differences]
    done = desk.importing.carry_out(plan)
    assert [(row.key, row.state, row.accepted, row.new_fen) for row in done.plan.differences] == shown
    assert not_well(desk) == []
    for block in desk.aging.report(desk.clock.today()).currencies:
        assert block.identities.hold
    return done


def listed(*rows: tuple[str, str | int], customer: str = "C1", receipts: Sequence[tuple[str, int]] = ()) -> LedgerFile:
    """A list of everything open by document: number and what is still open of it; receipts with what is left."""
    book = Book().customer("C1").customer("C2")
    for number, amount in rows:
        book.invoice(number, customer, amount, "2026-01-01", "2026-02-01", open_only=True)
    for number, left in receipts:
        book.receipt(number, customer, left, "2026-01-15", open_only=True, open_fen=fen(left))
    return replace(book.file(), lists_all_open=True)


def states(plan: ImportPlan) -> dict[str, tuple[str, bool]]:
    return {row.key: (row.state, row.accepted) for row in plan.differences}


def found(plan: ImportPlan, key: str) -> Difference:
    (row,) = [row for row in plan.differences if row.key == key]
    return row


def open_of(desk: Desk, *numbers: str) -> list[int]:
    return [desk.ledger.invoice(number).open_fen for number in numbers]


# What moved ----------------------------------------------------------------------------------


def test_the_same_list_twice_changes_nothing(desk: Desk) -> None:
    file = listed(("A", 100), ("B", 50), receipts=[("R", 30)])
    carry_out(desk, plan_of(desk, file))
    again = plan_of(desk, file)
    assert list(again.differences) == []
    assert (again.invoices.unchanged, again.receipts.unchanged) == (2, 1)
    assert again.settled == ()


def test_a_week_later_the_list_shows_what_was_paid_settled_raised_and_new(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50), ("C", 70), ("D", 10), ("E", 5)), "2026-10-01"))
    plan = plan_of(desk, listed(("A", 60), ("C", 90), ("D", 10), ("E", 5), ("N", 8)))
    assert states(plan) == {
        "invoices:A": ("changed", True), "invoices:B": ("settled", True), "invoices:C": ("changed", True),
        "invoices:N": ("new", True), "receipts:BAL-A": ("new", True), "receipts:BAL-B": ("new", True),
    }  # fmt: skip
    assert plan.settled == ("B",)
    row = found(plan, "invoices:A")
    assert (row.old_fen, row.new_fen) == (fen(100), fen(60))
    raised = found(plan, "invoices:C")
    assert [(change.field, change.old, change.new) for change in raised.changes] == [("amount", "70.00", "90.00")]
    carry_out(desk, plan)
    assert open_of(desk, "A", "B", "C", "D", "E", "N") == [fen(x) for x in (60, 0, 90, 10, 5, 8)]
    assert desk.ledger.invoice("A", day("2026-10-05")).open_fen == fen(100)  # the day before the list is as it was


def test_what_was_settled_and_comes_back_is_open_again(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50), ("C", 1)), "2026-10-01"))
    carry_out(desk, plan_of(desk, listed(("A", 100), ("C", 1)), "2026-10-05"))
    assert open_of(desk, "B") == [0]
    plan = plan_of(desk, listed(("A", 100), ("B", 20), ("C", 1)))
    row = found(plan, "invoices:B")
    assert (row.state, row.accepted, row.old_fen, row.new_fen) == ("reopened", True, 0, fen(20))
    carry_out(desk, plan)
    assert open_of(desk, "B") == [fen(20)]
    assert desk.ledger.invoice("B", day("2026-10-06")).open_fen == 0
    (balance,) = desk.ledger.balance(customer_id(desk, "C1"))
    assert balance.unallocated_fen == 0
    assert list(plan_of(desk, listed(("A", 100), ("B", 20), ("C", 1))).differences) == []


def test_money_that_lay_free_pays_before_anything_is_made_up(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50), receipts=[("R", 80)]), "2026-10-01"))
    plan = plan_of(desk, listed(("A", 40), ("B", 50), receipts=[("R", 20)]))
    assert plan.receipts.new == 0
    carry_out(desk, plan)
    assert open_of(desk, "A", "B") == [fen(40), fen(50)]
    (balance,) = desk.ledger.balance(customer_id(desk, "C1"))
    assert balance.unallocated_fen == fen(20)


def test_a_receipt_gone_from_the_list_paid_what_went_down(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50), receipts=[("R", 80)]), "2026-10-01"))
    plan = plan_of(desk, listed(("A", 10), ("B", 50)))
    assert [row.key for row in plan.differences if row.state == "new"] == ["receipts:BAL-A"]
    carry_out(desk, plan)
    receipts = {line.number: line.amount_fen for line in desk.ledger.receipts(customer_id(desk, "C1"))}
    assert receipts == {"R": fen(80), "BAL-A": fen(10)}
    assert open_of(desk, "A") == [fen(10)]


def test_a_ledger_of_debits_and_credits_pairs_its_own_money(desk: Desk) -> None:
    book = Book().customer("C1")
    book.invoice("A", "C1", 100, "2026-01-01", "2026-02-01", received_fen=fen(100), open_fen=0)
    book.invoice("B", "C1", 60, "2026-01-02", "2026-02-02", received_fen=fen(25), open_fen=fen(35))
    book.receipt("R1", "C1", 90, "2026-02-03", open_fen=0).receipt("R2", "C1", 50, "2026-03-03", open_fen=fen(20))
    done = carry_out(desk, plan_of(desk, book.file()))
    assert open_of(desk, "A", "B") == [0, fen(35)]
    receipts = {line.number: line.amount_fen for line in desk.ledger.receipts(customer_id(desk, "C1"))}
    assert receipts == {"R1": fen(90), "R2": fen(50), "BAL-B": fen(5)}
    (balance,) = desk.ledger.balance(customer_id(desk, "C1"))
    assert balance.unallocated_fen == fen(20)
    assert desk.ledger.invoice("A", day("2026-02-03")).open_fen == fen(10)  # new money counts from its own day
    assert done.plan.receipts.new == 3
    assert list(plan_of(desk, book.file()).differences) == []


# What only a person can decide ---------------------------------------------------------------


def test_money_entered_by_hand_that_the_file_lacks_is_left_to_the_person(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 1)), "2026-10-01"))
    desk.receipts.record(customer_id(desk, "C1"), fen(40), day("2026-10-07"), rule="oldest")
    plan = plan_of(desk, listed(("A", 100), ("B", 1)))
    row = found(plan, "invoices:A")
    assert (row.state, row.accepted, row.old_fen, row.new_fen) == ("unknown", False, fen(60), fen(100))
    assert not plan.all_well
    carry_out(desk, plan)
    assert open_of(desk, "A") == [fen(60)]
    assert list(plan_of(desk, listed(("A", 60), ("B", 1))).differences) == []


def test_a_receipt_that_looks_like_one_entered_by_hand_is_not_counted_twice(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01"))
    hand = desk.receipts.record(customer_id(desk, "C1"), fen(40), day("2026-10-06"), rule="oldest")
    file = Book().receipt("SKD-1", "C1", 40, "2026-10-05", {"A": 40}).file()
    plan = plan_of(desk, file)
    row = found(plan, "receipts:SKD-1")
    assert (row.state, row.accepted, row.values["known"]) == ("unknown", False, hand.number)
    carry_out(desk, plan)
    assert open_of(desk, "A") == [fen(60)]
    assert [(row.key, row.state) for row in plan_of(desk, file).differences] == [("receipts:SKD-1", "unknown")]
    taken = plan_of(desk, file, decisions=Decisions(taken=frozenset({"receipts:SKD-1"})))
    carry_out(desk, taken)
    assert open_of(desk, "A") == [fen(20)]


def test_a_receipt_behind_an_imported_balance_is_not_counted_twice(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50)), "2026-10-01"))
    carry_out(desk, plan_of(desk, listed(("A", 60), ("B", 50)), "2026-10-05"))
    late = plan_of(desk, Book().receipt("SKD-1", "C1", 40, "2026-10-03").receipt("SKD-2", "C1", 7, "2026-10-06").file())
    assert states(late) == {"receipts:SKD-1": ("unknown", False), "receipts:SKD-2": ("new", True)}
    carry_out(desk, late)
    (balance,) = desk.ledger.balance(customer_id(desk, "C1"))
    assert (balance.gross_fen, balance.unallocated_fen) == (fen(110), fen(7))


def test_two_receipts_far_apart_are_two_receipts(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01"))
    desk.receipts.record(customer_id(desk, "C1"), fen(40), day("2026-10-06"), rule="oldest")
    plan = plan_of(desk, Book().receipt("SKD-1", "C1", 40, "2026-09-05", {"A": 40}).file())
    assert states(plan)["receipts:SKD-1"] == ("new", True)


def test_a_list_that_lacks_half_of_everything_settles_nothing_by_itself(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50), ("C", 1)), "2026-10-01"))
    plan = plan_of(desk, listed(("A", 100)))
    assert states(plan) == {"invoices:B": ("settled", False), "invoices:C": ("settled", False)}
    assert plan.settled == ()
    carry_out(desk, plan)
    assert open_of(desk, "B", "C") == [fen(50), fen(1)]
    sure = plan_of(desk, listed(("A", 100)), settle_missing=True)
    assert set(sure.settled) == {"B", "C"}
    carry_out(desk, sure)
    assert open_of(desk, "B", "C") == [0, 0]


def test_a_list_read_again_finds_the_same_share(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50)), "2026-10-01"))
    file = listed(*((number, 1) for number in "CDEFGH"))
    carry_out(desk, plan_of(desk, file))
    assert list(plan_of(desk, file).differences) == []


def test_a_plan_is_compared_anew_when_something_was_entered_since(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 1)), "2026-10-01"))
    plan = plan_of(desk, listed(("A", 60), ("B", 1)))
    desk.receipts.record(customer_id(desk, "C1"), fen(40), day("2026-10-07"), rule="oldest")
    done = desk.importing.carry_out(plan)
    assert (done.plan.receipts.new, open_of(desk, "A")) == (0, [fen(60)])


def test_what_was_entered_here_is_never_settled_by_a_list(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 5)), "2026-10-01"))
    proxy.execute_sql("UPDATE invoice SET batch_id = NULL WHERE number = 'B'")
    assert list(plan_of(desk, listed(("A", 100)), settle_missing=True).differences) == []


def test_rows_that_are_left_stay_out_with_what_hangs_on_them(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50), ("C", 1), ("D", 1)), "2026-10-01"))
    book = Book().customer("C1", "新名字有限公司").customer("C9")
    book.invoice("A", "C1", 100, "2026-01-02", "2026-02-01").invoice("N", "C9", 8, "2026-01-01", "2026-02-01")
    book.receipt("R", "C9", 8, "2026-03-01", {"N": 8})
    left = Decisions(left=frozenset({"customers:C1", "customers:C9", "invoices:A"}))
    plan = plan_of(desk, book.file(), decisions=left)
    assert states(plan) == {
        "customers:C1": ("changed", False), "customers:C9": ("new", False), "invoices:A": ("changed", False),
    }  # fmt: skip
    assert plan.rejected == ()
    before = everything()
    carry_out(desk, plan)
    after = everything()
    for table in ("customer", "invoice", "receipt", "allocation"):
        assert after[table] == before[table], table


# Balances without documents ------------------------------------------------------------------

PARTS = ((-36500, 0, fen(40)), (1, 30, fen(30)), (31, None, fen(30)))


def balances(*rows: tuple[str, int, tuple[tuple[int, int | None, int], ...]], as_of: str) -> LedgerFile:
    return LedgerFile(
        customers=tuple(CustomerRow(code, f"{code}公司", derived=True) for code, _, _ in rows),
        balances=tuple(
            BalanceRow(code, f"{code}公司", day(as_of), fen(total), parts=parts) for code, total, parts in rows
        ),
        source_name="b.xlsx", source_sha256="11" * 32,
    )  # fmt: skip


def test_a_first_balance_becomes_opening_items_of_its_ages(desk: Desk) -> None:
    file = balances(("C1", 100, PARTS), ("C2", -25, ()), ("C3", 9, ()), as_of="2026-09-30")
    carry_out(desk, plan_of(desk, file, "2026-09-30"))
    set_day(desk, "2026-09-30")
    items = sorted((line.due_on, line.open_fen) for line in desk.ledger.invoices(customer_id(desk, "C1")))
    assert items == [(day("2026-08-30"), fen(30)), (day("2026-09-29"), fen(30)), (day("2026-09-30"), fen(40))]
    (on_account,) = desk.ledger.balance(customer_id(desk, "C2"))
    assert on_account.unallocated_fen == fen(25)
    assert [line.due_on for line in desk.ledger.invoices(customer_id(desk, "C3"))] == [None]
    assert list(plan_of(desk, file, "2026-09-30").differences) == []


def test_a_later_balance_brings_the_difference(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, balances(("C1", 100, PARTS), as_of="2026-09-30"), "2026-09-30"))
    lower = balances(("C1", 55, PARTS), as_of="2026-10-05")
    carry_out(desk, plan_of(desk, lower, "2026-10-05"))
    who = customer_id(desk, "C1")
    assert sorted(line.open_fen for line in desk.ledger.invoices(who)) == [0, fen(15), fen(40)]  # the oldest first
    assert list(plan_of(desk, lower, "2026-10-05").differences) == []
    higher = balances(("C1", 75, PARTS), as_of="2026-10-07")
    carry_out(desk, plan_of(desk, higher, "2026-10-07"))
    (balance,) = desk.ledger.balance(who)
    assert balance.gross_fen - balance.unallocated_fen == fen(75)
    assert list(plan_of(desk, higher, "2026-10-07").differences) == []


def test_a_balance_never_overrides_documents(desk: Desk) -> None:
    enter(desk, Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01"))
    plan = plan_of(desk, balances(("C1", 80, ()), as_of="2026-10-07"), "2026-10-07")
    (row,) = plan.differences
    assert (row.key, row.state, row.accepted) == ("balances:C1 CNY", "unknown", False)
    carry_out(desk, plan)
    assert open_of(desk, "A") == [fen(100)]


# Taking it back ------------------------------------------------------------------------------

SKIPPED = ("import_batch", "import_change", "audit_event", "sqlite_stat1", "sqlite_stat4")


def books() -> dict[str, list[tuple[object, ...]]]:
    """Everything but the imports' own traces; sums of nothing say nothing."""
    found = {name: rows for name, rows in everything().items() if name not in SKIPPED}
    for name in ("account_month", "account_year"):
        found[name] = [row for row in found[name] if any(row[3:])]
    return found


def test_an_import_taken_back_leaves_the_books_as_they_were(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 50), ("C", 70), receipts=[("R", 30)]), "2026-10-01"))
    before = books()
    second = carry_out(desk, plan_of(desk, listed(("A", 90), ("C", 80), ("N", 8), receipts=[("S", 5)])))
    undone = desk.importing.undo(second.batch_id, "falscher Monat")
    assert books() == before
    assert not_well(desk) == []
    assert undone.removed["invoice"] == 1
    (line, _) = desk.importing.batches()
    assert (line.id, line.undone_reason) == (second.batch_id, "falscher Monat")
    last = desk.importing.last()
    assert last is not None
    assert last.as_of == day("2026-10-01")
    again = plan_of(desk, listed(("A", 90), ("C", 80), ("N", 8), receipts=[("S", 5)]))
    assert {row.state for row in again.differences} == {"new", "changed", "settled"}


def test_the_first_import_taken_back_leaves_nothing(desk: Desk) -> None:
    before = books()
    book = Book().customer("C1", credit_days=30).invoice("A", "C1", 100, "2026-01-01", "2026-02-01")
    book.invoice("N", "C1", -10, "2026-01-05", credits="A").receipt("R", "C1", 50, "2026-03-01", {"A": 40})
    done = enter(desk, book)
    desk.importing.undo(done.batch_id, "Probe")
    assert books() == before
    assert enter(desk, book).plan.invoices.new == 2


def test_later_imports_on_the_same_rows_go_first(desk: Desk) -> None:
    first = carry_out(desk, plan_of(desk, listed(("A", 100)), "2026-10-01"))
    second = carry_out(desk, plan_of(desk, listed(("A", 60)), "2026-10-05"))
    with pytest.raises(LaterImport) as refused:
        desk.importing.undo(first.batch_id, "x")
    assert refused.value.values["later"] == second.batch_id
    desk.importing.undo(second.batch_id, "x")
    desk.importing.undo(first.batch_id, "x")
    with pytest.raises(UndoneAlready):
        desk.importing.undo(first.batch_id, "x")


def test_it_needs_a_reason_and_a_number(desk: Desk) -> None:
    done = enter(desk, Book().customer("C1"))
    with pytest.raises(ReasonMissing):
        desk.importing.undo(done.batch_id, " ")
    with pytest.raises(UnknownBatch):
        desk.importing.undo(99, "x")


def test_work_done_on_it_stands_against_it(desk: Desk) -> None:
    done = enter(desk, Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01")
                 .receipt("R", "C1", 50, "2026-03-01"))  # fmt: skip
    who = customer_id(desk, "C1")
    letter = desk.letters.issue(who, "first", force=True, reason="已与领导商定")[0]
    before = everything()
    with pytest.raises(PapersStand) as refused:
        desk.importing.undo(done.batch_id, "x")
    assert refused.value.values["numbers"] == "A"
    assert letter.invoice_numbers == ("A",)
    assert everything() == before


def test_money_allocated_by_hand_stands_against_it(desk: Desk) -> None:
    done = enter(desk, Book().customer("C1").invoice("A", "C1", 100, "2026-01-01", "2026-02-01"))
    desk.receipts.record(customer_id(desk, "C1"), fen(40), day("2026-10-07"), rule="oldest")
    with pytest.raises(MoneyStands):
        desk.importing.undo(done.batch_id, "x")


def test_a_value_changed_by_hand_stands_against_it(desk: Desk) -> None:
    enter(desk, Book().customer("C1", owner="王芳"))
    done = enter(desk, Book().customer("C1", owner="李强"))
    profile = desk.customers.find("C1")
    desk.customers.save_profile(replace(profile, owner="陈静"))
    with pytest.raises(ChangedSince):
        desk.importing.undo(done.batch_id, "x")


def test_a_new_customer_with_a_history_stays(desk: Desk) -> None:
    done = enter(desk, Book().customer("C1").customer("C2").invoice("A", "C1", 100, "2026-01-01", "2026-02-01"))
    desk.contacts.log(NewContact(customer_id(desk, "C1"), "phone", "promised", note="will pay"))
    assert desk.importing.undo(done.batch_id, "x").kept_customers == ("C1",)
    assert [profile.code for profile in desk.customers.matching("")] == ["C1"]


numbers = st.sampled_from(["A", "B", "C", "D", "E"])
weeks = st.lists(st.dictionaries(numbers, st.integers(1, 20), max_size=5), min_size=2, max_size=4)
receipts = st.dictionaries(st.sampled_from(["R", "S"]), st.integers(1, 20), max_size=2)


@settings(deadline=None, max_examples=15)
@given(weeks=weeks, money=st.lists(receipts, min_size=5, max_size=5))
def test_after_any_weeks_the_ledger_shows_the_last_list_and_every_week_can_be_taken_back(
    weeks: list[dict[str, int]], money: list[dict[str, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(Path(folder) / "workspace")
        try:
            live_through(desk, weeks, money)
        finally:
            desk.close()


def live_through(desk: Desk, weeks: list[dict[str, int]], money: list[dict[str, int]]) -> None:
    past: list[tuple[int, dict[str, list[tuple[object, ...]]]]] = []
    for position, week in enumerate(weeks):
        before = books()
        file = listed(*week.items(), receipts=list(money[position].items()))
        as_of = date(2026, 9, 1 + position).isoformat()
        done = carry_out(desk, plan_of(desk, file, as_of, settle_missing=True))
        past.append((done.batch_id, before))
        still = {
            line.number: line.open_fen
            for line in desk.ledger.invoices(customer_id(desk, "C1"))
            if line.open_fen
        }
        assert still == {number: fen(amount) for number, amount in week.items()}
        again = plan_of(desk, file, as_of, settle_missing=True)
        assert [row for row in again.differences if row.kind == "invoices"] == []
    for batch_id, before in reversed(past):
        desk.importing.undo(batch_id, "Probe")
        assert books() == before
        assert not_well(desk) == []
