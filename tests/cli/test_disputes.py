"""``arcdesk dispute``: opened, handed over, settled, listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

LEDGER = """单据编号,客户编码,客户名称,开票日期,到期日,金额
A,C1,甲公司,2026-01-01,2026-02-01,1000.00
B,C2,乙公司,2026-03-01,2026-04-01,100.00
"""


@pytest.fixture
def books(empty: Program, tmp_path: Path) -> Program:
    file = tmp_path / "ledger.csv"
    file.write_text(LEDGER, encoding="utf-8")
    empty("import", str(file), status=0)
    return empty


def raised(books: Program, *words: str) -> dict[str, object]:
    line = ("dispute", "A", "--amount", "300", "--reason", "短少两箱", "--on", "2026-09-01", "--json", *words)
    found: dict[str, object] = books(*line, status=0).json
    return found


def test_a_dispute_holds_its_part_and_is_listed(books: Program) -> None:
    answer = raised(books, "--owner", "老张", "--category", "quantity")
    assert {key: answer[key] for key in ("invoice", "customer", "amount", "held", "category", "reason", "owner")} == {
        "invoice": "A", "customer": "C1", "amount": "300.00", "held": "300.00", "category": "quantity",
        "reason": "短少两箱", "owner": "老张",
    }  # fmt: skip
    assert (answer["opened_on"], answer["closed_on"], answer["resolution"], answer["evidence"]) == (
        "2026-09-01", None, None, []
    )  # fmt: skip
    listed = books("dispute", "--list", "--json", status=0).json
    assert [row["invoice"] for row in listed] == ["A"]
    assert books("dispute", "C2", "--list", "--json", status=0).json == []
    assert "No dispute stands" in books("dispute", "C2", "--list", status=0).out
    text = books("dispute", "C1", "--list", "--lang", "zh", status=0).out
    assert "老张" in text
    assert "数量" in text
    dossier = books("customer", "C1", "--json", status=0).json
    assert (dossier["balances"][0]["disputed"], len(dossier["disputes"])) == ("300.00", 1)
    assert books("dispute", "--list", "--as-of", "2026-08-31", "--json", status=0).json == []


def test_it_is_handed_over_without_an_amount(books: Program) -> None:
    raised(books)
    answer = books("dispute", "A", "--owner", "李工", "--category", "quality", "--json", status=0).json
    assert (answer["owner"], answer["category"], answer["reason"], answer["amount"]) == (
        "李工", "quality", "短少两箱", "300.00"
    )  # fmt: skip


def test_a_compromise_is_credited(books: Program) -> None:
    raised(books)
    line = ("dispute", "A", "--close", "--resolution", "partly", "--credit", "120.50", "--note", "各让一步")
    answer = books(*line, "--json", status=0).json
    assert (answer["resolution"], answer["accepted"], answer["note"], answer["held"]) == (
        "partly", "120.50", "各让一步", "0.00"
    )  # fmt: skip
    assert answer["credit_note"] == {"number": "CN2026-00001", "amount": "120.50"}
    assert books("customer", "C1", "--json", status=0).json["balances"][0]["balance"] == "879.50"
    assert books("dispute", "--list", "--json", status=0).json == []
    assert len(books("dispute", "--list", "--all", "--json", status=0).json) == 1


def test_an_accepted_one_without_a_credit_says_what_is_missing(books: Program) -> None:
    raised(books)
    text = books("dispute", "A", "--close", "--resolution", "accepted", "--note", "确认", status=0).out
    assert "not credited yet" in text
    assert books("customer", "C1", "--json", status=0).json["balances"][0]["balance"] == "1000.00"


def test_a_rejected_one_is_demanded_again(books: Program) -> None:
    raised(books)
    answer = books("dispute", "A", "--close", "--resolution", "rejected", "--note", "已签收", "--json", status=0).json
    assert (answer["accepted"], answer["credit_note"]) == ("0.00", None)
    assert books("customer", "C1", "--json", status=0).json["balances"][0]["disputed"] == "0.00"


CLOSE = ("dispute", "A", "--close", "--note", "x")
REFUSED = [
    ("dispute",),
    ("dispute", "A"),
    ("dispute", "NIX", "--amount", "5", "--reason", "x"),
    ("dispute", "B", "--owner", "x"),
    ("dispute", "A", "--amount", "5"),
    ("dispute", "A", "--amount", "0", "--reason", "x"),
    ("dispute", "A", "--amount", "-5", "--reason", "x"),
    ("dispute", "A", "--amount", "1000.01", "--reason", "x"),
    ("dispute", "A", "--amount", "lots", "--reason", "x"),
    ("dispute", "A", "--amount", "5.005", "--reason", "x"),
    ("dispute", "A", "--amount", "5", "--reason", "x", "--category", "weather"),
    ("dispute", "A", "--amount", "5", "--reason", "x", "--on", "2026-10-09"),
    ("dispute", "A", "--amount", "5", "--reason", "x", "--on", "2026-02-30"),
    ("dispute", "A", "--amount", "5", "--reason", "x", "--evidence", "99"),
    ("dispute", "A", "--amount", "5", "--close"),
    (*CLOSE,),
    (*CLOSE, "--resolution", "forgotten"),
    (*CLOSE, "--resolution", "partly"),
    (*CLOSE, "--resolution", "partly", "--credit", "300"),
    (*CLOSE, "--resolution", "partly", "--credit", "0"),
    (*CLOSE, "--resolution", "accepted", "--credit", "100"),
    (*CLOSE, "--resolution", "rejected", "--credit", "100"),
    (*CLOSE, "--resolution", "rejected", "--on", "2026-08-31"),
    (*CLOSE, "--resolution", "rejected", "--on", "2026-10-09"),
    ("dispute", "A", "--close", "--resolution", "rejected"),
    ("dispute", "B", "--close", "--resolution", "rejected", "--note", "x"),
    ("dispute", "--close", "--resolution", "rejected", "--note", "x"),
    ("dispute", "--list", "--close"),
    ("dispute", "NIX", "--list"),
]


@pytest.mark.parametrize("line", REFUSED, ids=" ".join)
def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(books: Program, line: tuple[str, ...]) -> None:
    raised(books)
    before = books.facts()
    answer = books(*line)
    assert answer.status == 2
    assert answer.err.startswith("error: ")
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.out == ""
    assert books.facts() == before
