"""The same debt under two names never counts twice: each account is held against what the file says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.importing.ledger_file import LedgerFile
from arcdesk.services.import_differences import Decisions
from arcdesk.services.importing import ImportPlan
from tests.importing import exports
from tests.importing.books import workbook
from tests.services.desks import Book, customer_id, day, fen
from tests.services.test_import_credits import STEADY, balance
from tests.services.test_second_import import balances, carry_out, found, listed, open_of, plan_of, states

LEDGERS = [exports.kis_statement, exports.u8_detail, exports.tplus]
LISTS = [exports.kingdee_summary, exports.u8_aging, exports.a3_aging, exports.kingdee_aging]
OLD, NEW = ("2026-01-10", "2026-02-10"), ("2026-09-03", "2026-10-03")


def ledger(desk: Desk, folder: Path, *rows: tuple[object, ...], decisions: Decisions | None = None) -> ImportPlan:
    """The plan of a 往来明细账 of C1有限公司: day, number, summary, debit, credit, balance."""
    head = ("客户编码", "客户名称", "日期", "单据编号", "摘要", "借方", "贷方", "余额")
    path = workbook(folder / "ledger.xlsx", {"往来明细账": [head, *(("C1", "C1有限公司", *row) for row in rows)]})
    plan = desk.importing.plan(path)
    return desk.importing.replan(plan, decisions) if decisions else plan


def documents(*rows: tuple[str, int, str, str]) -> LedgerFile:
    """A list of invoices with amounts, received and open."""
    book = Book().customer("C1")
    for number, amount, issued, due in rows:
        book.invoice(number, "C1", amount, issued, due, received_fen=0, open_fen=fen(amount))
    return book.file()


def test_an_opening_balance_of_documents_that_are_known_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    carry_out(desk, plan_of(desk, documents(("A", 100, *OLD), ("B", 40, *NEW)), "2026-09-30"))
    rows = [
        ("2026-09-01", "", "期初余额", None, None, 100), ("2026-09-03", "B", "销售", 40, None, 140),
        ("2026-09-20", "SK1", "收款", None, 30, 110),
    ]  # fmt: skip
    carry_out(desk, ledger(desk, tmp_path, *rows))
    assert balance(desk) == fen(110)
    again = ledger(desk, tmp_path, *rows)
    assert (list(again.differences), again.all_well) == ([], True)


def test_of_an_opening_balance_the_documents_that_are_known_are_taken_off(desk: Desk, tmp_path: Path) -> None:
    carry_out(desk, plan_of(desk, documents(("A", 100, *OLD)), "2026-09-30"))
    rows = [
        ("2026-09-01", "", "期初余额", None, None, 150), ("2026-09-03", "B", "销售", 40, None, 190),
    ]  # fmt: skip
    plan = ledger(desk, tmp_path, *rows)
    assert "stand for" in found(plan, "invoices:QC-C1").reason
    carry_out(desk, plan)
    assert open_of(desk, "A", "B", "QC-C1") == [fen(100), fen(40), fen(50)]
    assert list(ledger(desk, tmp_path, *rows).differences) == []


def test_an_opening_balance_alone_comes_in_whole(desk: Desk, tmp_path: Path) -> None:
    rows = [("2026-09-01", "", "期初余额", None, None, 150), ("2026-09-03", "B", "销售", 40, None, 190)]
    carry_out(desk, ledger(desk, tmp_path, *rows))
    assert balance(desk) == fen(190)
    assert list(ledger(desk, tmp_path, *rows).differences) == []


def test_a_ledger_after_a_list_of_balances_takes_its_place(desk: Desk, tmp_path: Path) -> None:
    carry_out(desk, plan_of(desk, balances(("C1", 140, ()), as_of="2026-09-30"), "2026-09-30"))
    desk.ledger.invoice("QC-C1-20260930-CNY-1")
    rows = [("2026-01-10", "A", "销售", 100, None, 100), ("2026-09-03", "B", "销售", 40, None, 140)]
    plan = ledger(desk, tmp_path, *rows)
    assert found(plan, "invoices:QC-C1-20260930-CNY-1").state == "settled"
    carry_out(desk, plan)
    assert balance(desk) == fen(140)
    assert open_of(desk, "A", "B") == [fen(100), fen(40)]
    assert list(ledger(desk, tmp_path, *rows).differences) == []


def test_a_list_of_balances_after_a_ledger_is_held_against_it(desk: Desk, tmp_path: Path) -> None:
    carry_out(desk, ledger(desk, tmp_path, ("2026-01-10", "A", "销售", 100, None, 100)))
    same = plan_of(desk, balances(("C1", 100, ()), as_of="2026-09-30"), "2026-09-30")
    assert (list(same.differences), same.balances.unchanged) == ([], 1)
    other = plan_of(desk, balances(("C1", 90, ()), as_of="2026-09-30"), "2026-09-30")
    assert states(other) == {"balances:C1 CNY": ("unknown", False)}


def test_documents_after_a_list_of_balances_take_its_place_where_they_come_to_the_same(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, balances(("C1", 140, ()), as_of="2026-09-30"), "2026-09-30"))
    file = documents(("A", 100, *OLD), ("B", 40, *NEW))
    carry_out(desk, plan_of(desk, file))
    assert balance(desk) == fen(140)
    assert list(plan_of(desk, file).differences) == []


def test_a_later_document_does_not_touch_a_balance(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, balances(("C1", 140, ()), as_of="2026-09-30"), "2026-09-30"))
    carry_out(desk, plan_of(desk, documents(("A", 100, "2026-10-02", "2026-11-02"))))
    assert balance(desk) == fen(240)


def test_an_older_document_beside_a_balance_is_left_to_a_person(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, balances(("C1", 140, ()), as_of="2026-09-30"), "2026-09-30"))
    file = documents(("A", 100, *OLD))
    plan = plan_of(desk, file)
    row = found(plan, "accounts:C1 CNY")
    assert (row.state, row.accepted, row.old_fen, row.new_fen) == ("unknown", False, fen(140), fen(140))
    assert (plan.invoices.new, plan.all_well) == (0, False)
    carry_out(desk, plan)
    assert balance(desk) == fen(140)
    taken = plan_of(desk, file, decisions=Decisions(taken=frozenset({"accounts:C1 CNY"})))
    carry_out(desk, taken)
    assert (balance(desk), open_of(desk, "A")) == (fen(140), [fen(100)])


def test_a_ledger_under_other_numbers_is_left_to_a_person(desk: Desk, tmp_path: Path) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), ("B", 40)), "2026-09-30"))
    rows = [("2026-01-01", "记-7", "销售", 100, None, 100), ("2026-01-01", "记-9", "销售", 40, None, 140)]
    plan = ledger(desk, tmp_path, *rows)
    assert states(plan) == {"accounts:C1 CNY": ("unknown", False)}
    carry_out(desk, plan)
    assert balance(desk) == fen(140)
    carry_out(desk, ledger(desk, tmp_path, *rows, decisions=Decisions(taken=frozenset({"accounts:C1 CNY"}))))
    assert (balance(desk), open_of(desk, "A", "B", "记-7", "记-9")) == (fen(140), [0, 0, fen(100), fen(40)])
    assert list(ledger(desk, tmp_path, *rows).differences) == []


def test_a_list_under_other_numbers_than_the_ledger_is_left_to_a_person(desk: Desk, tmp_path: Path) -> None:
    rows = [("2026-01-01", "记-7", "销售", 100, None, 100), ("2026-01-01", "记-9", "销售", 40, None, 140)]
    carry_out(desk, ledger(desk, tmp_path, *rows))
    file = listed(("A", 100), ("B", 40))
    plan = plan_of(desk, file)
    assert states(plan)["accounts:C1 CNY"] == ("unknown", False)
    carry_out(desk, plan)
    assert balance(desk) == fen(140)
    carry_out(desk, plan_of(desk, file, decisions=Decisions(taken=frozenset({"accounts:C1 CNY"}))))
    assert (balance(desk), open_of(desk, "A", "B")) == (fen(140), [fen(100), fen(40)])
    assert list(plan_of(desk, file).differences) == []


def test_only_the_account_in_question_waits(desk: Desk) -> None:
    carry_out(desk, plan_of(desk, balances(("C1", 140, ()), as_of="2026-09-30"), "2026-09-30"))
    book = Book().customer("C1").customer("C2")
    book.invoice("A", "C1", 100, *OLD).invoice("X", "C2", 5, *OLD).receipt("R", "C1", 9, "2026-09-01")
    carry_out(desk, plan_of(desk, book.file()))
    assert (balance(desk), balance(desk, "C2")) == (fen(140), fen(5))
    assert [line.number for line in desk.ledger.receipts(customer_id(desk, "C1"))] == []


def test_the_same_numbers_in_a_list_and_a_ledger_are_the_same_documents(desk: Desk, tmp_path: Path) -> None:
    carry_out(desk, plan_of(desk, listed(("A", 100), *STEADY), "2026-09-30"))
    rows = [
        ("2026-01-01", "A", "销售", 100, None, 100), *(("2026-01-01", number, "销售", 1, None, 101 + n)
        for n, (number, _) in enumerate(STEADY)), ("2026-10-02", "SK1", "收款", None, 60, 44),
    ]  # fmt: skip
    carry_out(desk, ledger(desk, tmp_path, *rows))
    assert balance(desk) == fen(44)
    after = replace(listed(("A", 40), *STEADY), as_of=day("2026-10-05"))
    carry_out(desk, plan_of(desk, after, "2026-10-05"))
    assert (balance(desk), open_of(desk, "A")) == (fen(44), [fen(40)])


def owed(desk: Desk) -> dict[str, int]:
    """What each customer owes by the books, by name."""
    rows = [desk.ledger.balance(row.id) for row in desk.customers.matching("")]
    names = [row.name for row in desk.customers.matching("")]
    sums = [sum(b.gross_fen - b.unallocated_fen for b in row) for row in rows]
    return dict(zip(names, sums, strict=True))


@pytest.mark.parametrize("first", LISTS)
@pytest.mark.parametrize("second", [*LEDGERS, exports.kingdee_aging])
def test_whatever_follows_a_list_of_the_same_books_moves_nothing(
    desk: Desk, tmp_path: Path, first: Callable[..., exports.Rows], second: Callable[..., exports.Rows]
) -> None:
    book = exports.example()
    desk.importing.carry_out(desk.importing.plan(exports.save(tmp_path / "a.xlsx", first(book))))
    before = owed(desk)
    path = exports.save(tmp_path / "b.xlsx", second(book))
    plan = desk.importing.plan(path)
    carry_out(desk, plan)
    moved = {name for name, fen in owed(desk).items() if before[name] != fen}
    # Only where a receipt of the list stands in the ledger with its whole amount does it say so instead.
    assert moved <= {exports.NAMES[row.customer] for row in book.money if plan.rejected}
    assert [row for row in desk.importing.plan(path).differences if row.state != "unknown"] == []


def test_money_on_account_of_a_ledger_pays_what_a_list_shows_as_received(desk: Desk, tmp_path: Path) -> None:
    book = exports.example()
    desk.importing.carry_out(desk.importing.plan(exports.save(tmp_path / "a.xlsx", exports.kis_statement(book))))
    before = owed(desk)
    path = exports.save(tmp_path / "b.xlsx", exports.kingdee_receivables(book))
    carry_out(desk, desk.importing.plan(path))
    assert owed(desk) == before
    assert list(desk.importing.plan(path).differences) == []
