"""The sheet 分期 of the ledger workbook: a plan comes in whole or not at all, and once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.plan_schedule import Planned
from arcdesk.services.importing import Counts, ImportPlan
from arcdesk.services.plans import NewPlan
from tests.importing.books import workbook
from tests.services.desks import Book, ages, customer_id, day, enter, fen, not_well, set_day, table_rows

HEAD = ["协议号*", "单据编号*", "期次*", "到期日*", "金额*", "签订日期", "一笔债务", "书面"]
GOOD = [
    ["FQ-1", "A", 1, "2026-09-20", 400, "2026-09-01", "是", "是"],
    ["FQ-1", "A", "第2期", "2026-10-20", 400, None, None, None],
    ["FQ-1", "A", 3, "2026年11月20日", "400.00元", None, None, None],
]


@pytest.fixture
def who(desk: Desk) -> int:
    book = Book().customer("C1").customer("C2").invoice("A", "C1", 1200, "2026-01-01", "2026-02-01")
    book.invoice("B", "C1", 600, "2026-03-01", "2026-04-01").invoice("Z", "C2", 100, "2026-03-01", "2026-04-01")
    book.invoice("U", "C1", 90, "2026-03-01", "2026-04-01", currency="USD")
    enter(desk, book.invoice("N", "C1", -50, "2026-03-01"))
    return customer_id(desk, "C1")


def take(desk: Desk, folder: Path, rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> ImportPlan:
    file = workbook(folder / "plans.xlsx", {"分期": [head, *rows]})
    return desk.importing.carry_out(desk.importing.plan(file)).plan


def test_a_sheet_of_instalments_makes_a_plan(desk: Desk, who: int, tmp_path: Path) -> None:
    done = take(desk, tmp_path, GOOD)
    assert (done.plans, done.rejected) == (Counts(1, 0, 0), ())
    (line,) = desk.plans.of(who)
    assert (line.number, line.agreed_on, line.total_fen, line.is_one_debt, line.is_written) == (
        "FQ-1", day("2026-09-01"), fen(1200), True, True
    )  # fmt: skip
    assert ages(desk, "2026-10-08", "C1")["not_due"] == fen(800)
    assert take(desk, tmp_path, GOOD).plans == Counts(0, 0, 1)
    assert len(table_rows("instalment")) == 3
    assert not_well(desk) == []


def test_english_headings_and_several_invoices_do_too(desk: Desk, who: int, tmp_path: Path) -> None:
    head = ["plan", "invoice", "seq", "due_on", "amount"]
    rows = [["P-9", "A", 1, "2026-09-20", 1200], ["P-9", "B", 1, "2026-09-20", 100], ["P-9", "B", 2, "2026-10-20", 500]]
    assert take(desk, tmp_path, rows, head).plans.new == 1
    (line,) = desk.plans.of(who)
    assert [each.shares for each in line.instalments] == [(("A", fen(1200)), ("B", fen(100))), (("B", fen(500)),)]
    assert line.agreed_on == day("2026-09-20")  # the first instalment lies before the day of the import


def test_an_invoice_of_the_same_file_can_be_planned(desk: Desk, who: int, tmp_path: Path) -> None:
    invoices = [["单据编号", "客户编码", "开票日期", "到期日", "金额"], ["N1", "C1", "2026-03-01", "2026-04-01", 50]]
    sheets = {"应收单": invoices, "分期": [HEAD, ["FQ-2", "N1", 1, "2026-11-20", 50, None, None, None]]}
    file = workbook(tmp_path / "both.xlsx", sheets)
    assert desk.importing.carry_out(desk.importing.plan(file)).plan.plans.new == 1
    assert desk.ledger.invoice("N1").due_on == day("2026-11-20")


def changed(row: int, column: str, value: object) -> list[list[Any]]:
    rows = [list(each) for each in GOOD]
    rows[row][HEAD.index(column)] = value
    return rows


WRONG = [
    (changed(1, "单据编号*", "nothing"), "There is no invoice"),
    (changed(1, "单据编号*", "N"), "There is no invoice"),
    (changed(1, "单据编号*", "Z"), "different customers"),
    (changed(1, "单据编号*", "U"), "different customers"),
    (changed(1, "到期日*", "2026-09-19"), "is not due after"),
    (changed(0, "到期日*", "2026-08-31"), "is not due after"),
    (changed(1, "期次*", 1), "stands in the plan already"),
    (changed(2, "金额*", 401), "more than its amount"),
    (changed(2, "期次*", 4), "Instalment 3 of plan"),
    ([[*row[:2], seq, *row[3:]] for seq, row in enumerate(GOOD, 2)], "Instalment 1 of plan"),
]


@pytest.mark.parametrize(("rows", "reason"), WRONG)
def test_one_wrong_row_keeps_the_whole_plan_out(
    desk: Desk, who: int, tmp_path: Path, rows: list[list[Any]], reason: str
) -> None:
    done = take(desk, tmp_path, rows)
    reasons = [row.reason("en") for row in done.rejected]
    assert len(reasons) == 3
    assert sum(reason in text for text in reasons) == 1
    assert sum("left out" in text for text in reasons) == 2
    assert desk.plans.of() == ()


@pytest.mark.parametrize("value", [0, "x", -1, 361, 1.5])
def test_a_number_that_is_no_instalments_is_told_of_its_row(
    desk: Desk, who: int, tmp_path: Path, value: object
) -> None:
    rejected = take(desk, tmp_path, changed(1, "期次*", value)).rejected
    assert [row.column for row in rejected] == ["协议号*", "期次*", "协议号*"]
    assert "number of an instalment" in rejected[1].reason("en")
    assert desk.plans.of() == ()


def test_a_plan_known_with_other_instalments_is_left_as_it_is(desk: Desk, who: int, tmp_path: Path) -> None:
    take(desk, tmp_path, GOOD)
    done = take(desk, tmp_path, changed(2, "金额*", 399))
    assert done.plans == Counts(0, 0, 0)
    assert [("other instalments" in row.reason("en")) for row in done.rejected] == [True, False, False]
    assert desk.plans.find("FQ-1").total_fen == fen(1200)


def test_an_invoice_under_another_plan_is_not_planned_twice(desk: Desk, who: int, tmp_path: Path) -> None:
    set_day(desk, "2026-09-01")
    desk.plans.make(NewPlan(who, ("A",), (Planned(day("2026-12-01"), fen(1200)),)))
    done = take(desk, tmp_path, GOOD)
    assert "P2026-001" in done.rejected[0].reason("en")
    desk.plans.end("P2026-001", "void", "x")
    assert take(desk, tmp_path, GOOD).plans.new == 1


def test_an_accelerated_plan_comes_back_unchanged(desk: Desk, who: int, tmp_path: Path) -> None:
    take(desk, tmp_path, GOOD)
    desk.plans.end("FQ-1", "accelerated", "x", day("2026-10-01"))
    moved = changed(1, "到期日*", "2026-10-01")
    moved[2][3] = "2026-10-01"
    for rows in (GOOD, moved):
        assert take(desk, tmp_path, rows).plans == Counts(0, 0, 1)
