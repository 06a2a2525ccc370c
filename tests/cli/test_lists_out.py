"""Lists of the command line as files, and contact data hidden in them."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Program

LISTS = (("customers",), ("today",), ("followups",), ("contracts",), ("dispute", "--list"))


def text_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("words", LISTS, ids=lambda words: words[0])
def test_a_list_is_written_as_it_is_answered(
    program: Program, tmp_path: Path, words: tuple[str, ...]
) -> None:
    book, text = tmp_path / "a.xlsx", tmp_path / "a.csv"
    answered = program(*words, "--json", "--xlsx", str(book), "--csv", str(text), status=0).json
    sheet = openpyxl.load_workbook(book).worksheets[0]
    rows = text_rows(text)
    assert sheet.max_row == len(rows) == len(answered) + 1
    assert [cell.value for cell in sheet[1]] == rows[0]
    assert all(rows[0])
    assert str(book) in program(*words, "--xlsx", str(book), status=0).out


def test_balances_are_numbers_and_people_are_hidden_on_request(program: Program, tmp_path: Path) -> None:
    program("customers", "--xlsx", str(tmp_path / "a.xlsx"), status=0)
    program("customers", "--xlsx", str(tmp_path / "b.xlsx"), "--mask", status=0)
    plain, masked = (
        list(openpyxl.load_workbook(tmp_path / name).worksheets[0].iter_rows(values_only=True))
        for name in ("a.xlsx", "b.xlsx")
    )
    assert {len(row) for row in plain} == {len(plain[0])}
    phone = plain[0].index("Phone")
    numbers = [
        (row[phone], hidden[phone]) for row, hidden in zip(plain[1:], masked[1:], strict=True) if row[phone]
    ]
    assert numbers
    assert all("****" in hidden and hidden != shown for shown, hidden in numbers)
    assert [row[:phone] for row in plain] == [row[:phone] for row in masked]
    balance = next(n for n, head in enumerate(plain[0]) if head.startswith("Balance"))
    known = {one["code"]: one["balances"] for one in program("customers", "--json").json}
    for row in plain[1:]:
        if row[balance] is not None:
            assert f"{row[balance]:.2f}" == known[row[0]]["CNY"]


def test_a_masked_ledger_workbook_hides_every_number(program: Program, tmp_path: Path) -> None:
    plain, masked = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    program("export", str(plain), status=0)
    program("export", str(masked), "--mask", status=0)
    people = [
        [
            row[4]
            for row in openpyxl.load_workbook(path)["联系人"].iter_rows(min_row=2, values_only=True)
            if row[4]
        ]
        for path in (plain, masked)
    ]
    assert len(people[0]) == len(people[1]) > 0
    assert not set(people[0]) & set(people[1])


@pytest.mark.parametrize(
    "words",
    [
        ("customers", "--xlsx", "a.csv"),
        ("customers", "--csv", "a.xlsx"),
        ("dispute", "X", "--amount", "5", "--csv", "a.csv"),
        ("customers", "--csv", "file/a.csv"),
    ],
)
def test_a_file_that_cannot_be_is_refused(program: Program, tmp_path: Path, words: tuple[str, ...]) -> None:
    (tmp_path / "file").write_bytes(b"")
    refused = program(*words[:-1], str(tmp_path / words[-1]), status=2)
    assert refused.err.startswith("error: ")
    assert refused.out == ""
