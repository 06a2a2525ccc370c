"""``import`` with ``--map``, ``--save-map`` and ``--use-map``, and the list of ``mappings``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

UNKNOWN = "对象,何时,几何,注解\n甲公司,2026-06-01,1000.50,急\n乙公司,2026-06-02,300,\n"
PAIRS = ("--map", "customer_name=对象", "--map", "开票日期=何时", "--map", "amount=几何")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "unknown.csv"
    made.write_text(UNKNOWN, encoding="utf-8")
    return made


def test_columns_are_assigned_kept_and_recognised(empty: Program, file: Path) -> None:
    assert "heading row" in empty("import", str(file), status=2).err
    first = empty("import", str(file), *PAIRS, "--save-map", "Odd words", "--json", status=0).json
    assert (first["preset"], first["invoices"]["new"], first["control"]["CNY"]["imported_total"]) == (
        "mapped", 2, "1300.50",
    )  # fmt: skip
    listed = empty("mappings", "--json", status=0).json["mappings"]
    assert [(row["name"], row["kind"], row["fields"]["amount"]) for row in listed] == [
        ("Odd words", "invoices", "几何")
    ]
    again = empty("import", str(file), "--json", status=0).json
    assert again["mapping"] == "Odd words"
    assert [
        again[kind][what] for kind in ("customers", "invoices", "receipts") for what in ("new", "changed")
    ] == [0] * 6
    assert empty("import", str(file), "--use-map", "Odd words", "--dry-run", "--json", status=0).json["invoices"] == {
        "new": 0, "changed": 0, "unchanged": 2,
    }  # fmt: skip


def test_a_layout_is_renamed_and_forgotten(empty: Program, file: Path) -> None:
    empty("import", str(file), *PAIRS, "--save-map", "Old", status=0)
    assert "New" in empty("mappings", "--rename", "Old=New", status=0).out
    assert "No layout is saved yet" in empty("mappings", "--delete", "New", status=0).out
    assert "heading row" in empty("import", str(file)).err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--map", "amount"), "FIELD=HEADING"),
        (("--map", "colour=几何"), "is no field"),
        (("--map", "uscc=对象", "--map", "due_on=何时"), "do not go together"),
        (("--map", "amount=金额", "--map", "customer_name=对象"), "lacks 金额"),
        (("--map", "amount=几何"), "lacks"),
        (("--use-map", "none"), "no saved layout"),
        (("--save-map", "none"), "nothing to keep"),
        (("--use-map", "none", "--map", "amount=几何"), "--use-map"),
    ],
)
def test_what_cannot_be_assigned_changes_nothing(
    empty: Program, file: Path, words: tuple[str, ...], said: str
) -> None:
    before = empty.facts()
    answer = empty("import", str(file), *words)
    assert answer.status != 0
    assert said in answer.err
    assert empty.facts() == before
