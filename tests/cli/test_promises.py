"""``arcdesk promises`` as it is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

LEDGER = """单据编号,客户编码,客户名称,开票日期,到期日,金额,币别
A,C1,甲公司,2026-05-01,2026-06-01,80000.00,CNY
"""


@pytest.fixture
def books(empty: Program, tmp_path: Path) -> Program:
    file = tmp_path / "ledger.csv"
    file.write_text(LEDGER, encoding="utf-8")
    empty("import", str(file), status=0)
    for promise in ("30000@2026-10-08", "45000@2026-10-20"):
        empty("log", "C1", "--channel", "phone", "--outcome", "promised", "--promise", promise, status=0)
    return empty


def states(program: Program, *words: str) -> list[str]:
    return [each["state"] for each in program("promises", *words, "--json", status=0).json["promises"]]


def test_open_due_and_broken_by_the_day_asked_about(books: Program) -> None:
    assert states(books) == ["due", "open"]
    assert states(books, "C1", "--as-of", "2026-10-09", "--state", "broken") == ["broken"]
    assert states(books, "--state", "kept") == []
    record = books("promises", "--as-of", "2026-10-21", "--json", status=0).json["record"]["CNY"]
    assert (record["judged"], record["broken"], record["kept_percent"]) == (2, 2, "0.0")
    assert "0 of 2 promises kept" in books("promises", "--as-of", "2026-10-21", status=0).out
    assert "no such promise" in books("promises", "--state", "kept", status=0).out


def test_money_that_came_counts(books: Program) -> None:
    books("receipt", "C1", "--amount", "30000", "--on", "2026-10-08", "--allocate", "A=30000", status=0)
    assert states(books, "--state", "kept") == ["kept"]


@pytest.mark.parametrize("words", [("--state", "late"), ("none",), ("--as-of", "2026-13-01")])
def test_wrong_input_is_refused(books: Program, words: tuple[str, ...]) -> None:
    books("promises", *words, status=2)
