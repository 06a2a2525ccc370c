"""Lists with short names: found by the saved short name or alias and told so, proposed when near, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.names import is_short_for
from arcdesk.services.import_differences import Decisions
from arcdesk.services.importing import ImportPlan
from tests.importing.books import workbook
from tests.services.desks import Book, customer_id, enter

FULL = "苏州恒通精密机械有限公司"


def plan_of(desk: Desk, folder: Path, *names: str, heading: str = "客户简称", full: str = "") -> ImportPlan:
    head = ["单据编号", heading, *(["客户名称"] if full else []), "开票日期", "金额"]
    rows = [[f"N{n}", name, *([full] if full else []), "2026-01-01", 7] for n, name in enumerate(names)]
    return desk.importing.plan(workbook(folder / "list.xlsx", {"应收": [head, *rows]}))


@pytest.mark.parametrize("heading", ["客户简称", "简称", "单位简称"])
def test_a_saved_short_name_leads_to_the_customer_and_is_told(desk: Desk, tmp_path: Path, heading: str) -> None:
    enter(desk, Book().customer("C1", FULL, short_name="恒通"))
    plan = plan_of(desk, tmp_path, "恒通", heading=heading)
    assert (plan.customers.new, plan.near, plan.short_names) == (0, (), (f"恒通 → C1 {FULL}",))
    (told,) = [f for f in desk.import_report.quality(plan).findings if f.kind == "short_name"]
    assert told.items == plan.short_names
    desk.importing.carry_out(plan)
    assert [line.number for line in desk.ledger.invoices(customer_id(desk, "C1"))] == ["N0"]


@pytest.mark.parametrize("short", ["恒通", "苏州恒通", "恒通精密"])
def test_what_may_be_a_short_name_is_proposed_and_not_taken(desk: Desk, tmp_path: Path, short: str) -> None:
    enter(desk, Book().customer("C1", FULL))
    plan = plan_of(desk, tmp_path, short)
    (near,) = plan.near
    assert (near.source, [c.code for c in near.candidates], near.chosen) == (short, ["C1"], None)
    assert plan.customers.new == 1
    chosen = desk.importing.replan(plan, Decisions(same={short: "C1"}))
    desk.importing.carry_out(chosen)
    again = plan_of(desk, tmp_path, short)
    assert (again.customers.new, again.near, again.invoices.unchanged) == (0, (), 1)


def test_a_short_name_of_two_customers_decides_nothing(desk: Desk, tmp_path: Path) -> None:
    book = Book().customer("C1", FULL, short_name="恒通")
    enter(desk, book.customer("C2", "无锡恒通物流有限公司", short_name="恒通"))
    (near,) = plan_of(desk, tmp_path, "恒通").near
    assert sorted(c.code for c in near.candidates) == ["C1", "C2"]


def test_a_short_name_beside_the_name_is_kept_for_the_next_list(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1", FULL))
    desk.importing.carry_out(plan_of(desk, tmp_path, "恒通", full=FULL))
    assert desk.customers.find("C1").short_name == "恒通"
    again = plan_of(desk, tmp_path, "恒通", full=FULL)
    assert (list(again.differences), again.customers.changed) == ([], 0)
    assert plan_of(desk, tmp_path, "恒通").short_names == (f"恒通 → C1 {FULL}",)


def test_a_saved_short_name_is_not_overwritten(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1", FULL, short_name="老恒通"))
    desk.importing.carry_out(plan_of(desk, tmp_path, "恒通", full=FULL))
    assert desk.customers.find("C1").short_name == "老恒通"


@pytest.mark.parametrize(
    ("short", "name", "is_short"),
    [
        ("中建三局", "中国建筑第三工程局有限公司", True), ("华为", "华为技术有限公司", True),
        ("上海恒通", FULL, False), ("恒通公司", FULL, False), ("通", FULL, False), ("机械", FULL, False),
        (FULL, "恒通", False),
    ],
)  # fmt: skip
def test_what_a_short_name_is(short: str, name: str, is_short: bool) -> None:
    assert is_short_for(short, name) is is_short
