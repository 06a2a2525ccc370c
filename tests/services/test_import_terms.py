"""Due dates over several imports: what the ledger knows counts, and what was entered by hand stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.due_repair import Repair
from arcdesk.domain.terms import Terms
from arcdesk.importing.ledger_file import ContractRow
from arcdesk.services.contracts import ContractProfile
from tests.services.desks import COMPANY, NOW, Book, csv_file, customer_id, day, enter, not_well, table_rows

HEAD = "单据编号,客户编码,客户名称,开票日期,到期日,金额"
BARE = "单据编号,客户编码,客户名称,开票日期,金额"


def due(desk: Desk, number: str) -> tuple[date | None, str]:
    line = desk.ledger.invoice(number)
    return line.due_on, line.due_source


def take(desk: Desk, path: Path, *rows: tuple[object, ...], head: str = HEAD) -> None:
    done = desk.importing.carry_out(desk.importing.plan(csv_file(path, head, rows))).plan
    assert done.rejected == ()
    assert not_well(desk) == []


def change(desk: Desk, number: str, on: str) -> None:
    (line,) = desk.due_dates.lines([number])
    desk.due_dates.repair([line.id], Repair("fixed", on=day(on)), "约定")


def test_a_contract_in_the_ledger_comes_before_the_customer_in_the_file(desk: Desk) -> None:
    enter(desk, Book().customer("C1"))
    desk.contracts.save(ContractProfile(0, customer_id(desk, "C1"), "HT", credit_days=20))
    book = Book().customer("C1", credit_days=10).invoice("A", "C1", 1, "2026-01-01", contract="HT")
    book.invoices[0] = replace(book.invoices[0], due_on=day("2026-01-11"), due_source="customer")
    enter(desk, book)
    assert due(desk, "A") == (day("2026-01-21"), "contract")


def test_the_rule_of_customer_and_contract_is_kept_for_later_files(desk: Desk, tmp_path: Path) -> None:
    book = Book().customer("C1", credit_days=30, due_rule="month_day", due_day=20)
    book.contracts.append(ContractRow("HT", "C1", credit_days=30, due_rule="delivered"))
    enter(desk, book)
    take(desk, tmp_path / "a.csv", ("A", "C1", "甲", "2026-01-31", 5), head=BARE)
    assert due(desk, "A") == (day("2026-02-20"), "customer")
    head = "单据编号,客户编码,客户名称,开票日期,交货日期,金额,合同编号"
    rows = [
        ("B", "C1", "甲", "2026-01-31", "2026-02-02", 5, "HT"),
        ("C", "C1", "甲", "2026-01-31", "", 5, "HT"),
    ]
    take(desk, tmp_path / "b.csv", *rows, head=head)
    assert due(desk, "B") == (day("2026-03-04"), "contract")
    assert due(desk, "C") == (None, "missing")
    assert desk.ledger.invoice("B").delivered_on == day("2026-02-02")
    # the delivery day comes later: then the contract can be followed
    take(desk, tmp_path / "b.csv", rows[0], ("C", "C1", "甲", "2026-01-31", "2026-02-05", 5, "HT"), head=head)
    assert due(desk, "C") == (day("2026-03-07"), "contract")


def test_a_file_that_says_nothing_of_the_rule_leaves_it(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1", credit_days=30, due_rule="month_end"))
    desk.importing.carry_out(
        desk.importing.plan(csv_file(tmp_path / "k.csv", "客户编码,客户名称,账期天数", [("C1", "甲", 45)]))
    )
    assert desk.customers.find("C1").terms == Terms(45, "month_end")
    desk.importing.carry_out(
        desk.importing.plan(
            csv_file(tmp_path / "k.csv", "客户编码,客户名称,账期天数,到期规则", [("C1", "甲", 45, "开票")])
        )
    )
    assert desk.customers.find("C1").terms == Terms(45)


def test_a_date_entered_by_hand_outlives_the_same_file_and_yields_to_a_new_date(
    desk: Desk, tmp_path: Path
) -> None:
    take(
        desk,
        tmp_path / "a.csv",
        ("A", "C1", "甲", "2026-01-01", "2026-02-01", 5),
        ("M", "C1", "甲", "2026-01-01", "", 5),
    )
    change(desk, "A", "2026-06-01")
    change(desk, "M", "2026-05-01")
    take(
        desk,
        tmp_path / "a.csv",
        ("A", "C1", "甲", "2026-01-01", "2026-02-01", 6),
        ("M", "C1", "甲", "2026-01-01", "", 6),
    )
    assert due(desk, "A") == (day("2026-06-01"), "entered")
    assert due(desk, "M") == (day("2026-05-01"), "entered")
    rows = [
        ("A", "C1", "甲", "2026-01-01", "2026-03-01", 6),
        ("M", "C1", "甲", "2026-01-01", "2026-04-01", 6),
    ]
    take(desk, tmp_path / "a.csv", *rows)
    assert due(desk, "A") == (day("2026-03-01"), "file")
    assert due(desk, "M") == (day("2026-04-01"), "file")
    history = desk.due_dates.history(desk.ledger.invoice("A").id)
    assert [(h.rule, h.old_due_on, h.old_source) for h in history] == [
        ("file", day("2026-06-01"), "entered"), ("fixed", day("2026-02-01"), "file")
    ]  # fmt: skip
    # the other program takes its change back: that is news again
    take(desk, tmp_path / "a.csv", ("A", "C1", "甲", "2026-01-01", "2026-02-01", 6))
    assert due(desk, "A") == (day("2026-02-01"), "file")


def test_what_was_stated_gives_way_to_nothing_that_is_merely_reckoned(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path / "a.csv", ("A", "C1", "甲", "2026-01-01", "2026-02-01", 5))
    desk.customers.save_profile(replace(desk.customers.find("C1"), credit_days=90))
    take(
        desk,
        tmp_path / "b.csv",
        ("A", "C1", "甲", "2026-01-01", 5),
        ("B", "C1", "甲", "2026-01-01", 5),
        head=BARE,
    )
    assert due(desk, "A") == (day("2026-02-01"), "file")
    assert due(desk, "B") == (day("2026-04-01"), "customer")


def test_a_reckoned_date_follows_the_terms_of_the_next_file(desk: Desk) -> None:
    enter(desk, Book().customer("C1", credit_days=30).invoice("A", "C1", 1, "2026-01-01"))
    enter(desk, Book().customer("C1", credit_days=60).invoice("A", "C1", 1, "2026-01-01"))
    assert due(desk, "A") == (day("2026-03-02"), "customer")
    ((*_, rule, due_on, old, _note, _s, _o, _d, _od),) = table_rows("due_change")
    assert (rule, due_on, old) == ("file", "2026-03-02", "2026-01-31")


def test_the_contract_of_another_customer_gives_no_date_and_stays_readable(desk: Desk) -> None:
    book = Book().customer("C1").customer("C2").invoice("A", "C2", 1, "2026-01-01", contract="HT")
    book.contracts.append(ContractRow("HT", "C1", credit_days=20))
    enter(desk, book)
    line = desk.ledger.invoice("A")
    assert (line.due_on, line.contract_number, line.note) == (None, "", "[HT]")


def test_sizes_decide_what_the_law_gives(desk: Desk) -> None:
    desk.company.save(replace(desk.company.profile(), size="small"))
    book = Book().customer("C1", size="large").customer("C2", size="public").customer("C3", size="small")
    for code in ("C1", "C2", "C3"):
        book.invoice(code, code, 1, "2025-07-01", delivered_on=day("2025-07-01"))
    enter(desk, book)
    assert [due(desk, code) for code in ("C1", "C2", "C3")] == [
        (day("2025-08-30"), "law"), (day("2025-07-31"), "law"), (day("2025-07-01"), "law")
    ]  # fmt: skip


def test_terms_beyond_the_calendar_cost_the_row_and_nothing_else(desk: Desk) -> None:
    book = (
        Book()
        .customer("C1", credit_days=60)
        .invoice("A", "C1", 1, "2199-12-01")
        .invoice("B", "C1", 1, "2026-01-01")
    )
    done = book.into(desk).plan
    assert [(row.column, row.value) for row in done.rejected] == [("账期天数", "A")]
    assert due(desk, "B") == (day("2026-03-02"), "customer")


def test_contracts_delivery_days_and_terms_go_out_and_come_in_again(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1", credit_days=30, due_rule="month_day", due_day=25)
          .invoice("A", "C1", 10, "2026-01-01", "2026-02-01", delivered_on=day("2026-01-03"))
          .invoice("M", "C1", 10, "2026-01-01", contract="HT"))  # fmt: skip
    saved = desk.contracts.save(
        ContractProfile(
            0, customer_id(desk, "C1"), "HT", day("2025-12-01"), 45, "delivered", None, Decimal("0.0005"), True,
            "杭州仲裁", 4, 90, "杭州市江南大道100号", "框架",
        )
    )  # fmt: skip
    desk.contracts.link(["A"], "HT")
    desk.exporting.ledger_workbook(tmp_path / "out.xlsx")
    again = desk.importing.plan(tmp_path / "out.xlsx")
    assert (again.customers.changed, again.invoices.changed, again.rejected) == (0, 0, ())
    desk.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx"))
        found = other.contracts.find("HT")
        assert replace(found, id=saved.id, customer_id=saved.customer_id) == saved
        assert other.customers.find("C1").terms == Terms(30, "month_day", 25)
        line = other.ledger.invoice("A")
        assert (line.delivered_on, line.contract_number, line.due_on) == (
            day("2026-01-03"),
            "HT",
            day("2026-02-01"),
        )
    finally:
        other.close()


@pytest.mark.parametrize("column", ["due_rule", "payment_order", "limitation_years", "notice_address"])
def test_a_contract_sheet_without_a_column_leaves_what_is_stored(
    desk: Desk, tmp_path: Path, column: str
) -> None:
    enter(desk, Book().customer("C1"))
    saved = desk.contracts.save(
        ContractProfile(
            0, customer_id(desk, "C1"), "HT", credit_days=45, due_rule="delivered", is_interest_first=True,
            limitation_years=4, notice_address="原址",
        )
    )  # fmt: skip
    file = csv_file(tmp_path / "h.csv", "合同编号,客户编码,账期天数,备注", [("HT", "C1", 60, "新")])
    desk.importing.carry_out(desk.importing.plan(file))
    found = desk.contracts.find("HT")
    assert (found.credit_days, found.note) == (60, "新")
    name = "is_interest_first" if column == "payment_order" else column
    assert getattr(found, name) == getattr(saved, name)
