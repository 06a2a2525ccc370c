"""``policy`` and ``template`` run as commands (F-27, F-57)."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Program


def test_a_policy_goes_out_is_changed_tried_and_used(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "ours.json"
    program("policy", "export", "P-001", str(file), status=0)
    document = json.loads(file.read_text(encoding="utf-8"))
    document["levels"].append({"from_days": 200, "actions": [{"step": "visit"}]})
    file.write_text(json.dumps(document), encoding="utf-8")
    before = program("today", "--json", status=0).json
    trial = program("policy", "try", str(file), "--json", status=0).json
    assert trial["customers"]
    assert program("today", "--json", status=0).json == before
    assert program("policy", "save", str(file), status=2).status == 2  # P-001 ships with the program
    program("policy", "save", str(file), "--code", "OURS", "--name", "Ours", status=0)
    program("policy", "use", "OURS", status=0)
    listed = program("policy", "list", "--json", status=0).json
    assert listed["choices"] == {"everybody": "OURS", "grades": {}, "customers": {}}
    program("policy", "use", "P-001", "--grade", "C", status=0)
    assert program("policy", "list", "--json", status=0).json["choices"]["grades"] == {"C": "P-001"}
    assert "200" in program("policy", "show", "OURS", status=0).out
    assert "Task for the sales manager" in program("policy", "show", "P-001", status=0).out


def test_wrong_policies_end_in_a_sentence(program: Program, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"code": "X", "levels": [{"from_days": 9999, "actions": [{"step": "call"}]}]}', encoding="utf-8")
    for words in (("show", "P-9"), ("use", "P-9"), ("use", "P-001", "--grade", "Z"), ("save", str(bad)),
                  ("try", str(tmp_path / "absent.json"))):  # fmt: skip
        answer = program("policy", *words)
        assert answer.status == 2
        assert len(answer.err.strip().splitlines()) == 1


def test_a_template_is_shown_changed_and_taken_back(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "first.txt"
    program("template", "export", "first", str(file), status=0)
    text = file.read_text(encoding="utf-8")
    assert program("template", "show", "first", status=0).out.strip() == text.strip()
    file.write_text(text.replace("顺祝商祺！", "此致。"), encoding="utf-8")
    assert "Nothing speaks against" in program("template", "check", str(file), status=0).out
    program("template", "save", "first", str(file), "--note", "shorter", status=0)
    shown = program("template", "show", "first", "--versions", "--json", status=0).json
    assert (shown["is_shipped"], [each["note"] for each in shown["versions"]]) == (False, ["shorter"])
    program("template", "reset", "first", status=0)
    assert all(each["is_shipped"] for each in program("template", "list", "--json", status=0).json["templates"])
    file.write_text(text.replace("顺祝商祺！", "否则公开曝光。"), encoding="utf-8")
    assert "公开曝光" in program("template", "check", str(file), status=1).out
    assert program("template", "save", "first", str(file)).status == 2
    assert "{amount}" in program("template", "fields", status=0).out
