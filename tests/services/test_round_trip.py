"""Export, then import into an empty workspace: the same ledger, the same aging on every day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.plan_schedule import Planned
from arcdesk.importing.ledger_file import ContractRow, PersonRow
from arcdesk.models.base import proxy
from arcdesk.services.aging import AgingReport
from arcdesk.services.contacts import NewContact
from arcdesk.services.importing import Counts
from arcdesk.services.plans import NewPlan
from tests.services.desks import COMPANY, NOW, TODAY, Book, customer_id, day, enter, fen, not_well


def comparable(report: AgingReport) -> list[object]:
    return [
        (block.currency, block.identities, [row._replace(customer_id=0) for row in block.rows], block.totals)
        for block in report.currencies
    ]


def full_ledger(desk: Desk) -> None:
    book = Book().customer(
        "C1", "杭州天成贸易有限公司", credit_limit_fen=fen(50_000), grade="B", size="small"
    )
    book.customer("C2", "=1+1公司").customer("C3")
    book.persons.append(
        PersonRow("C1", "周敏", "财务经理", "partial", "13800000001", "zm", "z@x.cn", primary=True)
    )
    book.contracts.append(
        ContractRow("HT-1", "C1", day("2025-01-01"), 30, Decimal("0.0005"), "杭州仲裁", "框架")
    )
    book.invoice(
        "A", "C1", 1000, "2026-01-01", "2026-02-01", contract="HT-1", tax_invoice_number="0012", note="一\n二"
    )
    book.invoice("B", "C1", "2,500.05", "2026-03-01", "2026-05-01").invoice(
        "U", "C1", 90, "2026-03-01", "2026-05-01", currency="USD"
    )
    book.invoice("N", "C1", -200, "2026-03-05", credits="A").invoice("F", "C2", -70, "2026-03-05")
    book.invoice("O", "C2", 700, "2025-12-31", kind="opening").invoice(
        "X", "C3", 1, "2026-01-01", "2026-01-02", kind="other"
    )
    book.receipt("R1", "C1", 900, "2026-02-10", {"A": 500, "B": 100}).receipt("R2", "C2", 100, "2026-04-01")
    enter(desk, book)
    desk.receipts.record(
        customer_id(desk, "C1"), fen("1,234.56"), day("2026-06-30"), rule="oldest", method="电汇"
    )
    desk.contacts.log(
        NewContact(customer_id(desk, "C1"), "phone", "disputes", disputes=(("B", fen(10), "少货"),))
    )


def test_the_exported_workbook_gives_the_same_ledger_again(desk: Desk, tmp_path: Path) -> None:
    full_ledger(desk)
    dates = [day("2025-12-31") + timedelta(days=17 * step) for step in range(17)] + [TODAY]
    expected = {on: comparable(desk.aging.report(on)) for on in dates}
    lines = {
        line.number: replace(line, id=0, customer_id=0)
        for line in desk.ledger.invoices(customer_id(desk, "C1"))
    }
    exported = desk.exporting.ledger_workbook(tmp_path / "out.xlsx")
    assert (exported.customers, exported.invoices, exported.receipts) == (3, 7, 3)
    desk.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        done = other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx")).plan
        assert done.rejected == ()
        assert done.all_well
        again = {on: comparable(other.aging.report(on)) for on in dates}
        assert again == expected
        found = other.ledger.invoices(customer_id(other, "C1"))
        assert {line.number: replace(line, id=0, customer_id=0) for line in found} == lines
        assert other.customers.people(customer_id(other, "C1"))[0].phone == "13800000001"
        assert not_well(other) == []
        other.exporting.ledger_workbook(tmp_path / "again.xlsx")
        plan = other.importing.plan(tmp_path / "again.xlsx")
        counts = (plan.customers, plan.invoices, plan.receipts, plan.allocations)
        assert [(kind.new, kind.changed) for kind in counts] == [(0, 0)] * 4
    finally:
        other.close()


def test_where_a_due_date_comes_from_goes_out_and_comes_in(desk: Desk, tmp_path: Path) -> None:
    book = Book().customer("C1", credit_days=30)
    book.contracts.append(ContractRow("HT-1", "C1", day("2025-01-01"), 60))
    for number, due, facts in (("F", "2026-02-01", {}), ("K", None, {"contract": "HT-1"}), ("D", None, {})):
        book.invoice(number, "C1", 100, "2026-01-01", due, **facts)
    book.invoice("M", "C1", 100, "2026-01-01")
    enter(desk, book)
    who = customer_id(desk, "C1")
    # Terms that changed since must not move what they gave: the workbook says the day and its source.
    desk.contracts.save(replace(desk.contracts.of(who)[0].profile, credit_days=90))

    def due(at: Desk) -> dict[str, tuple[object, str]]:
        lines = at.ledger.invoices(customer_id(at, "C1"))
        return {line.number: (line.due_on, line.due_source) for line in lines}

    before = due(desk)
    assert {source for _, source in before.values()} == {"file", "contract", "customer"}
    desk.exporting.ledger_workbook(tmp_path / "out.xlsx")
    assert desk.importing.plan(tmp_path / "out.xlsx").invoices == Counts(0, 0, 4)
    desk.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx"))
        assert due(other) == before
    finally:
        other.close()


def test_a_merged_customer_goes_out_as_another_name_of_the_one_he_went_to(desk: Desk, tmp_path: Path) -> None:
    full_ledger(desk)
    into = customer_id(desk, "C2")
    proxy.execute_sql("UPDATE customer SET merged_into_id = ? WHERE code = 'C3'", (into,))
    proxy.execute_sql("UPDATE invoice SET customer_id = ? WHERE number = 'X'", (into,))
    for kind, text in (("code", "C3"), ("name", "C3有限公司"), ("name", "老名字:旧")):
        proxy.execute_sql(
            "INSERT INTO customer_alias (kind, text, customer_id, noted_at) "
            "SELECT ?, ?, id, '2026-10-01T00:00:00' FROM customer WHERE code = 'C2'", (kind, text)
        )  # fmt: skip
    aging = comparable(desk.aging.report(TODAY))
    known = "SELECT kind, text, code FROM customer_alias JOIN customer ON customer.id = customer_id ORDER BY 1, 2"
    aliases = proxy.execute_sql(known).fetchall()
    assert desk.exporting.ledger_workbook(tmp_path / "out.xlsx").customers == 2
    desk.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        done = other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx")).plan
        assert (done.rejected, done.customers.new) == ((), 2)
        assert proxy.execute_sql(known).fetchall() == aliases
        assert comparable(other.aging.report(TODAY)) == aging
        other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx"))
        assert proxy.execute_sql(known).fetchall() == aliases
    finally:
        other.close()


def test_a_masked_workbook_has_nobody_s_number_and_the_same_aging(desk: Desk, tmp_path: Path) -> None:
    full_ledger(desk)
    aging = comparable(desk.aging.report(TODAY))
    desk.exporting.ledger_workbook(tmp_path / "out.xlsx", mask=True)
    (people,) = (rows for name, rows in _cells(tmp_path / "out.xlsx").items() if name == "联系人")
    assert people[1][:7] == ("C1", "周敏", "财务经理", "部分", "138****0001", "z***", "z***@x.cn")
    assert "13800000001" not in str(_cells(tmp_path / "out.xlsx"))
    desk.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx"))
        assert comparable(other.aging.report(TODAY)) == aging
    finally:
        other.close()


def _cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_a_plan_goes_out_and_comes_in_with_the_days_that_are_in_force(desk: Desk, tmp_path: Path) -> None:
    full_ledger(desk)
    who = customer_id(desk, "C1")
    days = [day("2026-06-01") + timedelta(days=30 * n) for n in range(4)]
    shares = tuple(Planned(on, fen(300)) for on in days)
    desk.plans.make(NewPlan(who, ("B",), shares, day("2026-05-20"), is_one_debt=True))
    desk.plans.end("P2026-001", "void", "登记错误", day("2026-05-21"))
    new = NewPlan(who, ("B",), shares, day("2026-05-22"), is_written=True, is_one_debt=True)
    desk.plans.make(new)
    free = customer_id(desk, "C2")
    desk.plans.make(NewPlan(free, ("O",), (Planned(day("2026-07-01"), fen(700)),), day("2026-05-22")))
    desk.plans.end("P2026-003", "accelerated", "资金链断裂", day("2026-06-10"))
    dates = [day("2026-06-11") + timedelta(days=11 * step) for step in range(11)] + [TODAY]
    expected = {on: comparable(desk.aging.report(on)) for on in dates}
    plans = {line.number: (line.agreed_on, line.instalments) for line in desk.plans.of() if line.stands}
    desk.exporting.ledger_workbook(tmp_path / "out.xlsx")
    plan = desk.importing.plan(tmp_path / "out.xlsx")
    assert (plan.plans, plan.rejected) == (Counts(0, 0, 2), ())
    desk.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        done = other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx")).plan
        assert (done.plans, done.rejected) == (Counts(2, 0, 0), ())
        assert {on: comparable(other.aging.report(on)) for on in dates} == expected
        again = {line.number: (line.agreed_on, line.instalments) for line in other.plans.of()}
        assert again == plans
        assert [(line.is_written, line.is_one_debt) for line in other.plans.of(customer_id(other, "C1"))] == [
            (True, True)
        ]
        other.exporting.ledger_workbook(tmp_path / "again.xlsx")
        assert other.importing.plan(tmp_path / "again.xlsx").plans == Counts(0, 0, 2)
        assert not_well(other) == []
    finally:
        other.close()


def test_an_imported_balance_stays_marked_on_the_way_out_and_in(desk: Desk, tmp_path: Path) -> None:
    from tests.services.desks import csv_file

    head = "客户名称,发票号码,开票日期,到期日,应收金额,已收金额"
    home = csv_file(tmp_path / "home.csv", head, [("甲公司", "1", "2026-01-01", "2026-02-01", 1000, 300)])
    desk.importing.carry_out(desk.importing.plan(home))
    desk.exporting.ledger_workbook(tmp_path / "out.xlsx")
    desk.close()
    other = bootstrap.create(tmp_path / "other", FixedClock(NOW), COMPANY)
    try:
        other.importing.carry_out(other.importing.plan(tmp_path / "out.xlsx"))
        (receipt,) = other.ledger.receipts(other.customers.find("甲公司").id)
        assert receipt.imported_balance
        plan = other.importing.plan(home)
        assert (plan.receipts.new, plan.invoices.changed, plan.rejected) == (0, 0, ())
    finally:
        other.close()


def test_an_export_that_cannot_be_written_leaves_no_event(desk: Desk, tmp_path: Path) -> None:
    from arcdesk.domain.errors import Refusal
    from arcdesk.models.audit import AuditEvent

    before = AuditEvent.select().count()
    with pytest.raises(Refusal):
        desk.exporting.ledger_workbook(tmp_path / "no" / "folder" / "out.xlsx")
    assert AuditEvent.select().count() == before
