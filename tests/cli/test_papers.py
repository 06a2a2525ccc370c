"""``paper``: confirmations, receipts and agreements from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_a_balance_confirmation_is_written_and_told(program: Program) -> None:
    answer = program("paper", "K008", "--kind", "balance_confirmation", "--json", status=0).json
    (made,) = answer["issued"]
    assert made["number"].startswith("DH-")
    assert made["kind"] == "balance_confirmation"
    assert Path(made["path"]).read_bytes().startswith(b"%PDF")


def test_the_help_says_what_each_confirmation_is_good_for(program: Program) -> None:
    told = program("paper", "--help", "--lang", "zh", status=0).out.replace("\n", "").replace(" ", "")
    assert "并非催款" in told
    assert "中断诉讼时效" in told


def test_an_unknown_kind_and_a_missing_plan_are_refused(program: Program) -> None:
    assert "balance_confirmation" in program("paper", "K008", "--kind", "letter", status=2).err
    assert "error:" in program("paper", "K008", "--kind", "agreement", status=2).err
