"""The day of a list: out of its title, asked where it is missing, refused where it can't be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.services.import_day import DayAfterToday, DayOpen, OlderThanBooks
from tests.importing.books import workbook
from tests.services.desks import Book, customer_id, day, enter, fen, set_day

HEAD = ["客户编码", "客户名称", "期末余额"]


def balances(folder: Path, *titles: str, amount: int = 100, name: str = "余额.xlsx") -> Path:
    rows: list[list[Any]] = [*([title] for title in titles), HEAD, ["C1", "甲方有限公司", amount]]
    return workbook(folder / name, {"余额表": rows})


@pytest.mark.parametrize(
    "title",
    ["截止日期：2026-09-30", "报表日期: 2026年9月30日", "应收账款余额表（截至2026年9月30日）", "统计日期：20260930",
     "截止到 2026/9/30", "Receivables as of 2026-09-30", "会计期间：2026年第9期"],
)  # fmt: skip
def test_the_day_in_the_title_is_the_day_of_the_balances(desk: Desk, tmp_path: Path, title: str) -> None:
    plan = desk.importing.plan(balances(tmp_path, title))
    assert (plan.as_of, plan.file.needs_day) == (day("2026-09-30"), False)
    desk.importing.carry_out(plan)
    assert desk.ledger.invoice("QC-C1-20260930-CNY-1").open_fen == fen(100)


def test_where_it_is_missing_it_is_asked(desk: Desk, tmp_path: Path) -> None:
    path = balances(tmp_path)
    plan = desk.importing.plan(path)
    assert plan.file.needs_day
    with pytest.raises(DayOpen):
        desk.importing.carry_out(plan)
    assert desk.importing.batches() == ()
    said = desk.importing.plan(path, as_of=day("2026-09-15"))
    desk.importing.carry_out(said)
    assert desk.ledger.invoice("QC-C1-20260915-CNY-1").open_fen == fen(100)


def test_what_a_person_says_goes_before_the_title(desk: Desk, tmp_path: Path) -> None:
    plan = desk.importing.plan(balances(tmp_path, "截止日期：2026-09-30"), as_of=day("2026-10-01"))
    assert [row.as_of for row in plan.file.balances] == [day("2026-10-01")]


def test_a_day_after_today_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DayAfterToday) as refused:
        desk.importing.plan(balances(tmp_path, "截止日期：2026-10-31"))
    assert refused.value.values["day"] == "2026-10-31"
    with pytest.raises(DayAfterToday):
        desk.importing.plan(balances(tmp_path), as_of=day("2026-10-09"))


def test_a_period_that_runs_on_ends_today(desk: Desk, tmp_path: Path) -> None:
    plan = desk.importing.plan(balances(tmp_path, "会计期间：2026年10月"))
    assert (plan.as_of, [row.as_of for row in plan.file.balances]) == (day("2026-10-08"), [day("2026-10-08")])


def test_a_list_older_than_the_books_is_refused(desk: Desk, tmp_path: Path) -> None:
    newer = desk.importing.carry_out(desk.importing.plan(balances(tmp_path, "截止日期：2026-10-05")))
    older = balances(tmp_path, "截止日期：2026-09-30", amount=90, name="alt.xlsx")
    with pytest.raises(OlderThanBooks) as refused:
        desk.importing.plan(older)
    assert refused.value.values == {"day": "2026-09-30", "batch": newer.batch_id, "newer": "2026-10-05"}
    desk.importing.plan(balances(tmp_path, "截止日期：2026-10-05", amount=80, name="same.xlsx"))
    desk.importing.undo(newer.batch_id, "zu früh")
    assert desk.importing.plan(older).as_of == day("2026-09-30")


def test_a_plan_that_became_old_is_refused_when_it_is_carried_out(desk: Desk, tmp_path: Path) -> None:
    plan = desk.importing.plan(balances(tmp_path, "截止日期：2026-09-30"))
    desk.importing.carry_out(desk.importing.plan(balances(tmp_path, "截止日期：2026-10-05", name="b.xlsx")))
    with pytest.raises(OlderThanBooks):
        desk.importing.carry_out(plan)


def test_documents_are_of_no_day(desk: Desk, tmp_path: Path) -> None:
    desk.importing.carry_out(desk.importing.plan(balances(tmp_path, "截止日期：2026-10-05")))
    set_day(desk, "2026-10-09")
    enter(desk, Book().customer("C2").invoice("A", "C2", 5, "2026-01-01", "2026-02-01"))
    rows = [["单据编号", "客户编码", "开票日期", "金额"], ["B", "C2", "2026-01-01", 7]]
    plan = desk.importing.plan(workbook(tmp_path / "c.xlsx", {"应收单": rows}), as_of=day("2026-09-30"))
    desk.importing.carry_out(plan)
    assert len(desk.ledger.invoices(customer_id(desk, "C2"))) == 2
