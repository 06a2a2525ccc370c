"""``calc concession`` as it is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program

DEBT = ("--amount", "120,000", "--wait", "90", "--capital", "6")


def test_s166_as_json_and_on_paper(program: Program, tmp_path: Path) -> None:
    target = tmp_path / "weigh.pdf"
    found = program(
        "calc", "concession", *DEBT, "--discount", "95折", "--pdf", str(target), "--json", status=0
    ).json
    assert (found["discount"], found["offer_costs"], found["waiting_costs"]) == ("6000.00", "6000.00", "1775.34")
    assert (found["difference"], found["break_even_days"]) == ("-4224.66", 305)
    assert target.read_bytes().startswith(b"%PDF")


def test_in_words_every_figure_has_its_formula(program: Program) -> None:
    text = program("calc", "concession", *DEBT, "--term", "15", "--loss", "10%", "--lang", "en", status=0).out
    assert "120,000.00 × 6 % × 15 ÷ 365" in text
    assert "120,000.00 × 10 %" in text
    assert "The concession costs ¥13,479.45 less than waiting." in text


@pytest.mark.parametrize(
    "more",
    [
        ("--discount", "10折"), ("--discount", "120000"), ("--loss", "101"), ("--term", "-1"), ("--waive", "x"),
        ("--instalments", "0"), ("--year-days", "366"), ("--capital", "-1"), ("--amount", "0"),
    ],
)  # fmt: skip
def test_wrong_input_is_refused(program: Program, more: tuple[str, ...]) -> None:
    program("calc", "concession", *DEBT, *more, status=2)
