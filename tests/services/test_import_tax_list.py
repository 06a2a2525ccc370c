"""The tax bureau's list beside the books: one invoice is one debt, under whichever number it comes."""

from __future__ import annotations

from pathlib import Path

from arcdesk.bootstrap import Desk
from arcdesk.services.import_differences import Decisions
from tests.importing.books import workbook
from tests.importing.tax_exports import BRIEF_HEAD, BUYER, DAY, E1, E2, PAPER, Rows, example
from tests.services.desks import Book, customer_id, enter, fen
from tests.services.test_import_credits import balance
from tests.services.test_second_import import found


def test_imported_twice_it_brings_nothing_and_the_red_one_lowers_the_blue_one(desk: Desk, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"发票基础信息": example()})
    plan = desk.importing.plan(path)
    desk.importing.carry_out(plan)
    assert [desk.ledger.invoice(number).open_fen for number in (E1, E2, PAPER)] == [100_000, 0, 56_550]
    again = desk.importing.plan(path)
    assert (list(again.differences), again.rejected, again.all_well) == ([], (), True)


def test_an_invoice_that_the_books_have_under_their_own_number_is_known(desk: Desk, tmp_path: Path) -> None:
    book = Book().customer("C1", BUYER[1])
    book.invoice("XS1", "C1", 1000, "2026-08-01", "2026-09-01", tax_invoice_number=E1)
    book.invoice("XS2", "C1", 130, "2026-08-01", "2026-09-01", tax_invoice_number=E1)
    book.invoice("XS3", "C1", 500, "2026-08-01", "2026-09-01", tax_invoice_number="07654321")
    enter(desk, book)
    path = workbook(tmp_path / "a.xlsx", {"发票基础信息": example()})
    plan = desk.importing.plan(path)
    row = found(plan, f"invoices:{PAPER}")
    assert (row.state, row.accepted, row.values["known"]) == ("unknown", False, "XS3")
    desk.importing.carry_out(plan)
    assert balance(desk) == fen(1630) - 13_000
    assert desk.ledger.invoice("XS1").open_fen == fen(870)


def test_documents_of_the_books_after_the_tax_bureaus_list_wait_for_a_person(desk: Desk, tmp_path: Path) -> None:
    desk.importing.carry_out(desk.importing.plan(workbook(tmp_path / "a.xlsx", {"发票基础信息": example()})))
    head = ["单据编号", "客户名称", "开票日期", "到期日", "金额", "发票号码"]
    days = ["2026-08-01", "2026-09-01"]
    rows = [["XS1", BUYER[1], *days, 1130, E1], ["XS9", BUYER[1], *days, 5, "1"]]
    path = workbook(tmp_path / "b.xlsx", {"应收单": [head, *rows]})
    plan = desk.importing.plan(path)
    assert {row.key: row.state for row in plan.differences} == {"invoices:XS1": "unknown", "invoices:XS9": "new"}
    taken = desk.importing.replan(plan, Decisions(taken=frozenset({"invoices:XS1"})))
    assert taken.invoices.new == 2


def test_a_buyer_with_another_name_is_found_by_his_credit_code(desk: Desk, tmp_path: Path) -> None:
    enter(desk, Book().customer("C1", "上海甲方贸易（集团）股份公司", uscc=BUYER[0]))
    rows: Rows = [BRIEF_HEAD, [E1, "", "", BUYER[1], BUYER[0], 1130, DAY, "正常", ""]]
    path = workbook(tmp_path / "a.xlsx", {"清单": rows})
    desk.importing.carry_out(desk.importing.plan(path))
    assert [line.number for line in desk.ledger.invoices(customer_id(desk, "C1"))] == [E1]
    assert list(desk.importing.plan(path).differences) == []
