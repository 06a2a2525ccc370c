"""``arcdesk plan``: made, listed, ended; what it moves, every command sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

LEDGER = """单据编号,客户编码,客户名称,开票日期,到期日,金额,币别
A,C1,甲公司,2026-01-01,2026-02-01,1200.00,CNY
B,C1,甲公司,2026-03-01,2026-04-01,600.00,CNY
U,C1,甲公司,2026-03-01,2026-04-01,90.00,USD
Z,C2,乙公司,2026-03-01,2026-04-01,100.00,CNY
"""


@pytest.fixture
def books(empty: Program, tmp_path: Path) -> Program:
    file = tmp_path / "ledger.csv"
    file.write_text(LEDGER, encoding="utf-8")
    empty("import", str(file), status=0)
    return empty


def buckets(program: Program, *words: str) -> dict[str, str]:
    (row,) = [
        row
        for row in program("aging", "--json", *words, status=0).json["currencies"]["CNY"]["rows"]
        if row["customer"] == "C1"
    ]
    return {key: amount for key, amount in row["buckets"].items() if amount != "0.00"}


def thirds(program: Program, *words: str) -> list[str]:
    return [
        "plan", "C1", "--invoice", "A", "--agreed", "2026-09-01", "--instalment", "400@2026-09-20",
        "--instalment", "400@2026-10-20", "--instalment", "400@2026-11-20", *words,
    ]  # fmt: skip


def test_case_6_one_of_three_is_overdue(books: Program) -> None:
    answer = books(*thirds(books, "--written", "--one-debt", "--note", "盖章", "--json"), status=0).json
    assert (answer["plan"], answer["customer"], answer["total"], answer["state"], answer["overdue"]) == (
        "P2026-001", "C1", "1200.00", "late", "400.00"
    )  # fmt: skip
    assert (answer["written"], answer["one_debt"], answer["note"], answer["ended_on"]) == (True, True, "盖章", None)
    assert answer["instalments"][0] == {
        "seq": 1, "due_on": "2026-09-20", "amount": "400.00", "paid": "0.00", "open": "400.00", "state": "late",
        "shares": [{"invoice": "A", "amount": "400.00"}],
    }  # fmt: skip
    assert buckets(books) == {"not_due": "800.00", "d1_30": "400.00", "d181_up": "600.00"}
    assert buckets(books, "--as-of", "2026-08-31") == {"d181_up": "1200.00", "d91_180": "600.00"}
    assert "Art. 634" in answer["hint"]
    rows = books("aging", "--by", "invoice", "--json", status=0).json["currencies"]["CNY"]["rows"]
    assert [(row["invoice"], row["gross"]) for row in rows if row["customer"] == "C1"] == [
        ("B", "600.00"), ("A", "1200.00")
    ]  # fmt: skip


def test_a_schedule_is_reckoned_with_a_down_payment(books: Program) -> None:
    answer = books(
        "plan", "C1", "--invoice", "A", "--invoice", "B", "--count", "2", "--first", "2026-11-20",
        "--down", "300@2026-10-08", "--json", status=0,
    ).json  # fmt: skip
    assert [(each["due_on"], each["amount"]) for each in answer["instalments"]] == [
        ("2026-10-08", "300.00"), ("2026-11-20", "750.00"), ("2026-12-20", "750.00")
    ]  # fmt: skip
    assert answer["invoices"] == ["A", "B"]


def test_t5_the_last_instalment_takes_the_rest(books: Program) -> None:
    answer = books(
        "plan", "C1", "--invoice", "A", "--count", "7", "--first", "2026-10-31", "--total", "1000", "--json", status=0
    ).json
    assert [each["amount"] for each in answer["instalments"]] == ["142.85"] * 6 + ["142.90"]
    assert [each["due_on"] for each in answer["instalments"]][:5] == [
        "2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"
    ]  # fmt: skip


def test_a_plan_is_listed_and_ended(books: Program) -> None:
    books(*thirds(books), status=0)
    text = books("plan", "--list", "C1", "--lang", "zh", status=0).out
    assert "P2026-001" in text
    assert "有逾期" in text
    assert books("plan", "--list", "C2", "--json", status=0).json == []
    assert "no instalment plan" in books("plan", "--list", "C2", status=0).out
    called = books(
        "plan", "--end", "P2026-001", "--how", "accelerated", "--reason", "两期未付", "--on", "2026-10-01", "--json",
        status=0,
    ).json  # fmt: skip
    assert (called["how"], called["ended_on"], called["reason"]) == ("accelerated", "2026-10-01", "两期未付")
    assert buckets(books) == {"d1_30": "1200.00", "d181_up": "600.00"}
    void = books("plan", "--end", "P2026-001", "--how", "void", "--reason", "x", "--json", status=0).json
    assert void["state"] == "void"
    assert buckets(books) == {"d181_up": "1800.00"}
    then = books("plan", "--list", "--as-of", "2026-09-30", "--json", status=0).json
    assert [(plan["plan"], plan["state"]) for plan in then] == [("P2026-001", "late")]


def test_a_plan_is_replaced(books: Program) -> None:
    books(*thirds(books), status=0)
    answer = books(
        "plan", "C1", "--invoice", "A", "--count", "2", "--first", "2026-12-01", "--replaces", "P2026-001", "--json",
        status=0,
    ).json  # fmt: skip
    assert answer["plan"] == "P2026-002"
    states = {plan["plan"]: plan["state"] for plan in books("plan", "--list", "--json", status=0).json}
    assert states == {"P2026-001": "replaced", "P2026-002": "running"}


def test_the_dossier_and_the_workbook_know_of_it(books: Program, tmp_path: Path) -> None:
    books(*thirds(books), status=0)
    dossier = books("customer", "C1", "--json", status=0).json
    assert [plan["plan"] for plan in dossier["plans"]] == ["P2026-001"]
    assert [(row["number"], row["instalment"], row["instalments"]) for row in dossier["open_items"]][1:4] == [
        ("U", None, None), ("A", 1, 3), ("A", 2, 3)
    ]  # fmt: skip
    assert "A, instalment 2" in books("customer", "C1", status=0).out
    file = str(tmp_path / "out.xlsx")
    books("export", file, status=0)
    again = books("import", file, "--json", status=0).json
    assert again["plans"] == {"new": 0, "changed": 0, "unchanged": 1}
    assert again["rejected"] == []


def test_people_read_a_plan(books: Program) -> None:
    text = books(*thirds(books, "--lang", "zh"), status=0).out
    for word in ("P2026-001", "甲公司", "已逾期", "未到期", "1,200.00", "第 634 条"):
        assert word in text


MAKE = ("plan", "C1", "--invoice", "A")
REFUSED = [
    (*MAKE,),
    ("plan",),
    ("plan", "C1"),
    ("plan", "NIX", "--invoice", "A", "--instalment", "5@2026-12-01"),
    ("plan", "C1", "--instalment", "5@2026-12-01"),
    ("plan", "C1", "--invoice", "Z", "--instalment", "5@2026-12-01"),
    ("plan", "C1", "--invoice", "A", "--invoice", "U", "--instalment", "5@2026-12-01"),
    (*MAKE, "--instalment", "5"),
    (*MAKE, "--instalment", "@2026-12-01"),
    (*MAKE, "--instalment", "5.005@2026-12-01"),
    (*MAKE, "--instalment", "5@2026-02-30"),
    (*MAKE, "--instalment", "5@9999-99-99"),
    (*MAKE, "--instalment", "-5@2026-12-01"),
    (*MAKE, "--instalment", "0@2026-12-01"),
    (*MAKE, "--instalment", "99999999999999@2026-12-01"),
    (*MAKE, "--instalment", "1200.01@2026-12-01"),
    (*MAKE, "--instalment", "5@2026-12-01", "--instalment", "5@2026-11-01"),
    (*MAKE, "--instalment", "5@2026-10-07"),
    (*MAKE, "--instalment", "5@2026-12-01", "--agreed", "2026-10-09"),
    (*MAKE, "--instalment", "5@2026-12-01", "--agreed", "gestern"),
    (*MAKE, "--instalment", "5@2026-12-01", "--count", "3"),
    (*MAKE, "--instalment", "5@2026-12-01", "--first", "2026-12-01"),
    (*MAKE, "--instalment", "5@2026-12-01", "--evidence", "99"),
    (*MAKE, "--instalment", "5@2026-12-01", "--contact", "99"),
    (*MAKE, "--instalment", "5@2026-12-01", "--replaces", "P2026-009"),
    (*MAKE, "--count", "3"),
    (*MAKE, "--count", "0", "--first", "2026-12-01"),
    (*MAKE, "--count", "-3", "--first", "2026-12-01"),
    (*MAKE, "--count", "361", "--first", "2026-12-01"),
    (*MAKE, "--count", "999999999999", "--first", "2026-12-01"),
    (*MAKE, "--count", "many", "--first", "2026-12-01"),
    (*MAKE, "--count", "3", "--first", "2199-12-01"),
    (*MAKE, "--count", "3", "--first", "2026-12-01", "--total", "0"),
    (*MAKE, "--count", "3", "--first", "2026-12-01", "--total", "-5"),
    (*MAKE, "--count", "3", "--first", "2026-12-01", "--total", "1201"),
    (*MAKE, "--count", "3", "--first", "2026-12-01", "--down", "1200@2026-11-01"),
    (*MAKE, "--count", "3", "--first", "2026-12-01", "--down", "5@2026-12-05"),
    ("plan", "--list", "NIX"),
    ("plan", "--list", "--as-of", "2026-13-01"),
    ("plan", "--list", "--end", "P2026-001"),
    ("plan", "--end", "P2026-001"),
    ("plan", "--end", "P2026-001", "--how", "void"),
    ("plan", "--end", "P2026-001", "--how", "void", "--reason", "x"),
]


@pytest.mark.parametrize("line", REFUSED, ids=" ".join)
def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(books: Program, line: tuple[str, ...]) -> None:
    before = books.facts()
    answer = books(*line)
    assert answer.status == 2
    assert answer.err.startswith("error: ")
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.out == ""
    assert books.facts() == before
