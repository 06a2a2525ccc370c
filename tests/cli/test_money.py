"""Money on the command line: recorded by a rule, taken back, paid back, written off, explained."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from arcdesk import bootstrap, resources
from arcdesk.clock import FixedClock
from arcdesk.domain.money import parse_amount
from arcdesk.services.company import CompanyProfile
from tests.cli.conftest import NOW, Program

PICTURE = str(resources.path("demo", "wechat.png"))
HEAD = "单据编号,客户编码,客户名称,开票日期,到期日,金额\n"


@pytest.fixture(scope="session")
def _books_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """C1 owes 1,000 and 500; C2 owes 300."""
    folder = tmp_path_factory.mktemp("books")
    rows = (
        "A,C1,甲公司,2026-05-01,2026-06-01,1000", "B,C1,甲公司,2026-06-01,2026-12-01,500",
        "X,C2,乙公司,2026-05-01,2026-06-01,300",
    )  # fmt: skip
    file = folder / "ledger.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    desk = bootstrap.create(folder / "workspace", FixedClock(NOW), CompanyProfile(name="示例公司"))
    desk.importing.carry_out(desk.importing.plan(file))
    desk.close()
    return folder / "workspace"


@pytest.fixture
def books(_books_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program on a copy of its own."""
    shutil.copytree(_books_folder, tmp_path / "books")
    return Program(tmp_path / "books", capsys)


def open_of(program: Program) -> dict[str, str]:
    return {row["number"]: row["open"] for row in program("customer", "C1", "--json", status=0).json["open_items"]}


def sound(program: Program) -> bool:
    for block in program("aging", "--json", status=0).json["currencies"].values():
        assert all(block["identities"].values())
    checks = {row["check"]: row["ok"] for row in program("doctor", "--json").json}
    return checks["database"] and checks["figures"] and checks["chain"]


def record(program: Program, amount: str = "700", on: str = "2026-07-05", *words: str) -> Any:
    return program("receipt", "C1", "--amount", amount, "--on", on, *words, "--json", status=0).json


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (("--auto",), [("A", "700.00")]),
        (("--rule", "oldest"), [("A", "700.00")]),
        (("--rule", "statutory"), [("A", "700.00")]),
        (("--rule", "pro_rata"), [("A", "466.67"), ("B", "233.33")]),
        (("--rule", "pro_rata", "--allocate", "B=500"), [("B", "500.00"), ("A", "200.00")]),
        ((), []),
    ],
)
def test_money_is_shared_out_by_the_rule_asked_for(
    books: Program, rule: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    answer = record(books, "700", "2026-07-05", *rule)
    assert set(answer) >= {"receipt", "customer", "amount", "currency", "allocated", "unallocated", "rule"}
    assert [(part["invoice"], part["amount"]) for part in answer["allocated"]] == expected
    whole = sum(parse_amount(part["amount"]) for part in answer["allocated"]) + parse_amount(answer["unallocated"])
    assert whole == 700_00
    assert sound(books)


def test_a_bounced_receipt_opens_its_invoices_again(books: Program) -> None:
    number = record(books, "1200", "2026-07-05", "--rule", "oldest")["receipt"]
    line = ("receipt", "--reverse", number, "--reason", "支票退票", "--on", "2026-07-20")
    answer = books(*line, "--json", status=0).json
    assert (answer["reversed"], answer["kind"], answer["on"], answer["amount"]) == (
        number, "bounced", "2026-07-20", "1200.00",
    )  # fmt: skip
    assert [(part["invoice"], part["amount"]) for part in answer["freed"]] == [("A", "1000.00"), ("B", "200.00")]
    assert open_of(books) == {"A": "1000.00", "B": "500.00"}
    refused = books(*line, status=2)
    assert "taken back already" in refused.err
    assert sound(books)


def test_a_mistake_is_told_apart_from_what_bounced(books: Program) -> None:
    number = record(books)["receipt"]
    line = ("receipt", "--reverse", number, "--reason", "重复", "--mistake", "--on", "2026-07-05")
    assert books(*line, "--json", status=0).json["kind"] == "mistake"
    text = books("customer", "C1", "--lang", "zh", status=0).out
    assert "误记冲销" in text


def test_a_part_is_paid_back(books: Program) -> None:
    number = record(books, "700", "2026-07-05", "--allocate", "A=400")["receipt"]
    line = ("receipt", "--refund", number, "--amount", "120", "--on", "2026-07-09", "--note", "多付")
    answer = books(*line, "--json", status=0).json
    assert (answer["refunded"], answer["amount"], answer["unallocated"]) == (number, "120.00", "180.00")
    assert "Only 180.00" in books("receipt", "--refund", number, "--amount", "180.01", status=2).err
    assert sound(books)


def test_what_is_left_is_put_to_invoices_later_and_freed_again(books: Program) -> None:
    number = record(books)["receipt"]
    answer = books("allocate", number, "A=300", "B=100", "--on", "2026-07-10", "--json", status=0).json
    assert (answer["money"], answer["kind"], answer["unallocated"]) == (number, "receipt", "300.00")
    assert open_of(books) == {"A": "700.00", "B": "400.00"}
    line = ("allocate", number, "A", "--take-back", "--reason", "放错", "--on", "2026-08-01")
    answer = books(*line, "--json", status=0).json
    assert answer["taken_back"] == [{"invoice": "A", "amount": "300.00", "effective_on": "2026-08-01"}]
    assert [part["invoice"] for part in answer["allocated"]] == ["B"]
    assert open_of(books)["A"] == "1000.00"
    assert "no invoice “A”" in books(*line, status=2).err
    answer = books("allocate", number, "--rule", "oldest", "--json", status=0).json
    assert (answer["unallocated"], open_of(books)["A"]) == ("0.00", "400.00")
    assert "no open invoice" in books("allocate", number, "--rule", "oldest", status=2).err
    assert sound(books)


def test_a_credit_note_is_linked_or_free_and_can_be_put_elsewhere(books: Program) -> None:
    line = ("creditnote", "C1", "--amount", "600", "--on", "2026-07-01")
    linked = books(*line, "--invoice", "B", "--json", status=0).json
    assert (linked["credit_note"], linked["invoice"], linked["unallocated"]) == ("CN2026-00001", "B", "100.00")
    free = books(*line, "--number", "HZ-9", "--note", "返利", "--json", status=0).json
    assert (free["credit_note"], free["invoice"], free["allocated"]) == ("HZ-9", None, [])
    assert "in the ledger already" in books(*line, "--number", "HZ-9", status=2).err
    answer = books("allocate", "HZ-9", "A=250", "--json", status=0).json
    assert (answer["kind"], answer["unallocated"]) == ("credit_note", "350.00")
    assert open_of(books)["A"] == "750.00"
    assert sound(books)


def test_an_invoice_is_written_off_with_its_approval(books: Program) -> None:
    line = ("writeoff", "A", "--amount", "250", "--approver", "张总", "--reason", "破产", "--on", "2026-09-01")
    answer = books(*line, "--proof", PICTURE, "--json", status=0).json
    assert (answer["write_off"], answer["invoice"], answer["amount"], answer["open"]) == (
        "W2026-00001", "A", "250.00", "750.00",
    )  # fmt: skip
    kept = books("evidence", "list", "C1", "--json", status=0).json
    assert [row["id"] for row in kept] == [answer["evidence"]]
    again = books(*line, "--evidence", str(answer["evidence"]), "--json", status=0).json
    assert again["evidence"] == answer["evidence"]
    back = ("writeoff", "--reverse", "W2026-00001", "--approver", "张总", "--reason", "恢复付款", "--json")
    undone = books(*back, status=0).json
    assert (undone["reverses"], undone["amount"], undone["open"]) == ("W2026-00001", "-250.00", "750.00")
    assert "taken back already" in books(*back, status=2).err
    assert "approved by 张总" in books("customer", "C1", status=0).out
    assert sound(books)


def test_every_figure_is_explained_to_the_fen(books: Program) -> None:
    number = record(books, "700", "2026-07-05", "--allocate", "A=400")["receipt"]
    books("writeoff", "A", "--amount", "50", "--approver", "张总", "--reason", "尾差", status=0)
    invoice = books("explain", "A", "--json", status=0).json
    assert (invoice["kind"], invoice["figure"]) == ("invoice", "open")
    block = invoice["currencies"]["CNY"]
    assert [(line["what"], line["amount"], line["running"]) for line in block["lines"]] == [
        ("Invoice", "1000.00", "1000.00"), ("Settled by receipt", "-400.00", "600.00"),
        ("Written off", "-50.00", "550.00"),
    ]  # fmt: skip
    assert block["total"] == open_of(books)["A"]
    money = books("explain", number, "--json", status=0).json
    assert (money["kind"], money["currencies"]["CNY"]["total"]) == ("money", "300.00")
    balance = books("customer", "C1", "--json", status=0).json["balances"][0]
    for figure in ("balance", "overdue", "unallocated", "disputed"):
        answer = books("explain", "C1", "--figure", figure, "--json", status=0).json
        assert answer["currencies"]["CNY"]["total"] == balance[figure]
    earlier = books("explain", "A", "--as-of", "2026-07-04", "--json", status=0).json
    assert earlier["currencies"]["CNY"]["total"] == "1000.00"
    assert "收款核销" in books("explain", "A", "--lang", "zh", status=0).out
    assert books("explain", "甲公司", "--json", status=0).json["name"] == "甲公司"


BAD = [
    ("receipt",),
    ("receipt", "C1"),
    ("receipt", "C1", "--amount", "5"),
    ("receipt", "C1", "--on", "2026-07-01"),
    ("receipt", "C1", "--amount", "5", "--on", "2026-07-01", "--rule", "fair"),
    ("receipt", "C1", "--amount", "5", "--on", "2026-07-01", "--rule", "oldest", "--auto"),
    ("receipt", "C1", "--amount", "5", "--on", "2026-07-01", "--reason", "x"),
    ("receipt", "C1", "--reverse", "{receipt}", "--reason", "x"),
    ("receipt", "--reverse", "{receipt}"),
    ("receipt", "--reverse", "{receipt}", "--reason", "  "),
    ("receipt", "--reverse", "none", "--reason", "x"),
    ("receipt", "--reverse", "{receipt}", "--reason", "x", "--amount", "5"),
    ("receipt", "--reverse", "{receipt}", "--reason", "x", "--on", "2026-10-09"),
    ("receipt", "--reverse", "{receipt}", "--reason", "x", "--on", "2026-07-04"),
    ("receipt", "--reverse", "{receipt}", "--reason", "x", "--on", "2026-02-30"),
    ("receipt", "--refund", "{receipt}"),
    ("receipt", "--refund", "{receipt}", "--amount", "0"),
    ("receipt", "--refund", "{receipt}", "--amount", "-1"),
    ("receipt", "--refund", "{receipt}", "--amount", "9999999999999.99"),
    ("receipt", "--refund", "{receipt}", "--amount", "99999999999999999999"),
    ("receipt", "--refund", "{receipt}", "--amount", "1", "--auto"),
    ("receipt", "--refund", "none", "--amount", "1"),
    ("receipt", "--refund", "{receipt}", "--reverse", "{receipt}", "--amount", "1"),
    ("allocate",),
    ("allocate", "{receipt}"),
    ("allocate", "none", "A=1"),
    ("allocate", "{receipt}", "A"),
    ("allocate", "{receipt}", "A=0"),
    ("allocate", "{receipt}", "A=-5"),
    ("allocate", "{receipt}", "A=1.005"),
    ("allocate", "{receipt}", "A=700.01"),
    ("allocate", "{receipt}", "X=1"),
    ("allocate", "{receipt}", "none=1"),
    ("allocate", "{receipt}", "A=1", "none=1"),
    ("allocate", "{receipt}", "A=1", "--rule", "oldest"),
    ("allocate", "{receipt}", "A=1", "--on", "2026-10-09"),
    ("allocate", "{receipt}", "--rule", "fair"),
    ("allocate", "{receipt}", "A", "--take-back", "--reason", "x"),
    ("allocate", "{receipt}", "A", "--take-back"),
    ("allocate", "{receipt}", "--take-back", "--reason", "x"),
    ("writeoff",),
    ("writeoff", "A"),
    ("writeoff", "A", "--amount", "5", "--approver", "n"),
    ("writeoff", "A", "--amount", "5", "--reason", "r"),
    ("writeoff", "A", "--amount", "5", "--approver", " ", "--reason", "r"),
    ("writeoff", "A", "--amount", "1000.01", "--approver", "n", "--reason", "r"),
    ("writeoff", "A", "--amount", "0", "--approver", "n", "--reason", "r"),
    ("writeoff", "none", "--amount", "5", "--approver", "n", "--reason", "r"),
    ("writeoff", "A", "--amount", "5", "--approver", "n", "--reason", "r", "--on", "2026-04-30"),
    ("writeoff", "A", "--amount", "5", "--approver", "n", "--reason", "r", "--proof", "none.pdf"),
    ("writeoff", "A", "--amount", "5", "--approver", "n", "--reason", "r", "--evidence", "7"),
    ("writeoff", "A", "--amount", "5", "--approver", "n", "--reason", "r", "--evidence", "99999999999999999999"),
    ("writeoff", "A", "--amount", "5", "--approver", "n", "--reason", "r", "--evidence", "-1"),
    ("writeoff", "--reverse", "none", "--approver", "n", "--reason", "r"),
    ("writeoff", "A", "--reverse", "none", "--approver", "n", "--reason", "r"),
    ("creditnote", "C1"),
    ("creditnote", "NIX", "--amount", "5", "--on", "2026-07-01"),
    ("creditnote", "C1", "--amount", "0", "--on", "2026-07-01"),
    ("creditnote", "C1", "--amount", "-5", "--on", "2026-07-01"),
    ("creditnote", "C1", "--amount", "5", "--on", "2026-10-09"),
    ("creditnote", "C1", "--amount", "5", "--on", "2026-07-01", "--invoice", "X"),
    ("creditnote", "C1", "--amount", "5", "--on", "2026-07-01", "--invoice", "A", "--currency", "USD"),
    ("creditnote", "C1", "--amount", "5", "--on", "2026-07-01", "--number", "A"),
    ("explain",),
    ("explain", "none"),
    ("explain", "A", "--as-of", "2026-13-01"),
    ("explain", "C1", "--figure", "mood"),
]


@pytest.mark.parametrize("line", BAD, ids=" ".join)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(books: Program, line: tuple[str, ...]) -> None:
    number = record(books)["receipt"]
    before = books.facts()
    answer = books(*(word.format(receipt=number) for word in line), "--json")
    assert answer.status == 2, answer
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
    assert books.facts() == before


@pytest.mark.parametrize("command", ["receipt", "allocate", "writeoff", "creditnote", "explain"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_its_help(books: Program, command: str, language: str) -> None:
    assert f"arcdesk {command}" in books("--lang", language, command, "--help", status=0).out


def test_the_workbook_carries_everything_into_an_empty_workspace(books: Program, tmp_path: Path) -> None:
    number = record(books, "700", "2026-07-05", "--rule", "oldest")["receipt"]
    books("receipt", "--reverse", number, "--reason", "退票", status=0)
    record(books, "90", "2026-07-06")
    books("writeoff", "A", "--amount", "250", "--approver", "张总", "--reason", "破产", status=0)
    books("creditnote", "C1", "--amount", "60", "--on", "2026-07-01", "--number", "HZ-9", status=0)
    books("allocate", "HZ-9", "B=20", status=0)
    file = str(tmp_path / "out.xlsx")
    books("export", file, status=0)
    aging = books("aging", "--json", status=0).json
    again = books("import", file, "--dry-run", "--json", status=0).json
    assert {(again[k]["new"], again[k]["changed"]) for k in ("customers", "invoices", "receipts", "allocations")} == {
        (0, 0)
    }
    books.folder = tmp_path / "other"
    books("init", str(books.folder), "--company", "示例公司", status=0)
    books("import", file, status=0)
    assert books("aging", "--json", status=0).json == aging
    assert sound(books)
