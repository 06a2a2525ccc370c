"""Who is meant in a file: by code, credit code, remembered name, name; proposals decided by a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from arcdesk.bootstrap import Desk
from arcdesk.importing.ledger_file import CustomerRow, InvoiceRow, LedgerFile
from arcdesk.models.customer import ImportBatch
from arcdesk.services.import_differences import Decisions
from arcdesk.services.importing import Counts, ImportPlan, ImportResult
from tests.services.desks import Book, customer_id, enter, not_well, table_rows

HENGTONG = "苏州恒通精密机械有限公司"
USCC = "91320594MA1XABCD2E"


def names_only(*names: str, preset: str = "home", number: str = "F") -> LedgerFile:
    """Open invoices as a home-made ledger has them: names, no codes."""
    invoices = tuple(
        InvoiceRow(f"{number}{n}", "", name, "invoice", date(2026, 5, 1), None, date(2026, 6, 1), 10_000 + n)
        for n, name in enumerate(names)
    )
    customers = tuple(CustomerRow("", name, derived=True) for name in dict.fromkeys(names))
    return LedgerFile(
        customers=customers, invoices=invoices, source_name="a.xlsx", source_sha256="0" * 64, preset=preset
    )


def coded(*customers: CustomerRow, preset: str = "home") -> LedgerFile:
    given = {"customers": frozenset({"code", "name"})}
    return LedgerFile(
        customers=customers, given=given, source_name="c.xlsx", source_sha256="1" * 64, preset=preset
    )


def into(desk: Desk, file: LedgerFile, **same: str) -> ImportResult:
    none = Counts(0, 0, 0)
    plan = ImportPlan(
        file, desk.clock.today(), none, none, none, none, (), (), {}, decisions=Decisions(same=same)
    )
    return desk.importing.carry_out(plan)


def codes(desk: Desk) -> list[str]:
    return [row.code for row in desk.customers.matching("")]


def aliases() -> set[tuple[object, object]]:
    return {(row[1], row[2]) for row in table_rows("customer_alias")}


def test_codes_that_come_after_names_are_those_customers_own(desk: Desk) -> None:
    into(desk, names_only(HENGTONG, "无锡华瑞有限公司"))
    assert codes(desk) == ["K0001", "K0002"]
    sheet = coded(CustomerRow("C1", "苏州恒通精密机械有限责任公司"), CustomerRow("C2", "无锡华瑞有限公司"))
    done = into(desk, sheet).plan
    assert (done.customers.new, done.customers.changed) == (0, 2)
    assert codes(desk) == ["C1", "C2"]
    assert (
        desk.customers.find("C1").name == "苏州恒通精密机械有限责任公司"
    )  # as the sheet of the masters has it
    assert desk.customers.find("K0001").code == "C1"
    again = into(desk, sheet).plan.customers
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert into(desk, names_only(HENGTONG, "无锡华瑞有限公司")).plan.customers.new == 0


def test_a_code_of_other_books_is_remembered_for_the_same_name(desk: Desk) -> None:
    into(desk, coded(CustomerRow("C1", HENGTONG), preset="kingdee"))
    into(desk, coded(CustomerRow("7001", "苏州恒通精密机械 有限公司"), preset="u8"))
    assert codes(desk) == ["C1"]
    assert aliases() == {("code", "7001")}
    assert desk.customers.find("7001").code == "C1"
    (row,) = table_rows("customer_alias")
    assert (
        row[4] == ImportBatch.select().order_by(ImportBatch.id.desc()).first().id
    )  # forgotten with its import


def test_two_codes_of_the_same_books_are_a_persons_decision(desk: Desk) -> None:
    into(desk, coded(CustomerRow("C1", HENGTONG)))
    file = coded(CustomerRow("C9", HENGTONG))
    (near,) = into(desk, replace(file)).plan.near
    assert (near.source, near.chosen, [c.code for c in near.candidates]) == ("C9", None, ["C1"])
    assert codes(desk) == ["C1", "C9"]


def test_a_credit_code_joins_what_codes_keep_apart(desk: Desk) -> None:
    uscc = "91350100M000100Y43"
    into(desk, coded(CustomerRow("C1", "旧名有限公司", uscc=uscc)))
    done = into(desk, coded(CustomerRow("C9", "新名有限公司", uscc=uscc.lower())))
    assert (done.plan.customers.new, codes(desk)) == (0, ["C1"])
    # the file knows both of them: they are two
    into(
        desk,
        coded(CustomerRow("C1", "旧名有限公司", uscc=uscc), CustomerRow("C5", "旧名有限公司", uscc=uscc)),
    )
    assert codes(desk) == ["C1", "C5"]


def test_a_near_name_is_proposed_and_comes_in_as_new_until_decided(desk: Desk) -> None:
    into(desk, names_only(HENGTONG))
    file = names_only("恒通精密机械", "苏州恒通精蜜机械有限公司", "上海恒通精密机械有限公司", number="G")
    near = into(desk, file).plan.near
    assert [(one.source, [c.code for c in one.candidates], one.chosen) for one in near] == [
        ("恒通精密机械", ["K0001"], None), ("苏州恒通精蜜机械有限公司", ["K0001"], None),
    ]  # fmt: skip
    assert len(codes(desk)) == 4


def test_a_decision_is_carried_out_and_remembered(desk: Desk) -> None:
    into(desk, names_only(HENGTONG))
    slip = "苏州恒通精蜜机械有限公司"
    file = names_only(slip, number="G")
    done = into(desk, file, **{slip: "K0001"}).plan
    assert done.customers.new == 0
    assert [one.chosen for one in done.near] == ["K0001"]
    assert aliases() == {("name", slip)}
    assert desk.ledger.balance(customer_id(desk, "K0001"))[0].gross_fen == 20_000
    later = into(desk, names_only(slip, number="H")).plan
    assert (later.customers.new, later.near) == (0, ())

    new = "恒通精密机械"
    decided = into(desk, names_only(new, number="J"), **{new: ""}).plan
    assert ([one.chosen for one in decided.near], decided.customers.new) == ([""], 1)
    assert into(desk, names_only(new, number="K")).plan.near == ()


def test_a_new_name_leaves_the_old_one_known(desk: Desk) -> None:
    into(desk, names_only("恒通精密机械"))
    into(desk, coded(CustomerRow("C1", HENGTONG)), C1="K0001")
    assert codes(desk) == ["C1"]
    assert desk.customers.find("C1").name == HENGTONG
    assert into(desk, names_only("恒通精密机械", number="G")).plan.customers.new == 0


def test_two_of_one_name_decide_nothing_and_do_not_multiply(desk: Desk) -> None:
    into(desk, coded(CustomerRow("C1", HENGTONG), CustomerRow("C2", HENGTONG)))
    file = names_only(HENGTONG)
    first = into(desk, file).plan
    assert ({c.code for c in first.near[0].candidates}, first.customers.new) == ({"C1", "C2"}, 1)
    second = into(desk, file).plan
    assert (second.customers.new, second.invoices.unchanged, second.rejected) == (0, 1, ())


def test_who_was_merged_is_found_under_the_one_he_went_into(desk: Desk) -> None:
    enter(
        desk,
        Book().customer("A", HENGTONG).customer("B", "华瑞有限公司").invoice("A-1", "A", 10, "2026-05-01"),
    )
    desk.customer_moves.merge("A", "B", "同一家")
    enter(desk, Book().customer("A", HENGTONG).invoice("A-2", "A", 5, "2026-05-02"))
    assert into(desk, names_only(HENGTONG)).plan.customers.new == 0
    assert codes(desk) == ["B"]
    assert {line.number for line in desk.ledger.invoices(customer_id(desk, "B"), open_only=True)} == {
        "A-1",
        "A-2",
        "F0",
    }
    assert not_well(desk) == []
