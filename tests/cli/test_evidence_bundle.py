"""``evidence describe``, ``complete`` and ``bundle`` as they are typed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_a_bundle_is_written_and_said(program: Program, tmp_path: Path) -> None:
    listed = program("evidence", "list", "--json", status=0).json
    code = listed[-1]["customers"][0]
    number = str(listed[-1]["id"])
    noted = program("evidence", "describe", number, "--purpose", "证明欠款", "--form", "original", "--json")
    assert noted.json["note"]["purpose"] == "证明欠款"
    made = program("evidence", "bundle", code, "--out", str(tmp_path / "out"), "--json", status=0).json
    assert Path(made["index"]).is_file()
    assert Path(made["bundle"]).is_file()
    assert Path(made["originals"]).is_dir()
    assert made["pages"] == max(item["pages"][1] for item in made["items"])
    text = program("evidence", "bundle", code, "--out", str(tmp_path / "out"), status=0).out
    assert "1-1" in text


def test_completeness_says_what_to_get_next(program: Program) -> None:
    lines = program("evidence", "complete", "--json", status=0).json
    assert {"invoice", "customer", "percent", "states", "next"} == set(lines[0])
    assert [line["percent"] for line in lines] == sorted(line["percent"] for line in lines)
    one = program("evidence", "complete", lines[0]["customer"], "--lang", "zh", status=0).out
    assert lines[0]["invoice"] in one
    assert "○ 缺" in one


def test_refusals_are_one_line(program: Program, tmp_path: Path) -> None:
    code = program("evidence", "complete", "--json").json[0]["customer"]
    refused = program("evidence", "bundle", code, "--out", str(tmp_path), "--invoice", "NOPE", status=2)
    assert refused.err.count("\n") == 1
    assert program("evidence", "describe", "9999", "--purpose", "x", status=2).err.startswith("error: ")
    assert not list(tmp_path.glob("*证据*"))
