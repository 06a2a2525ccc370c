"""``script`` run as commands: changed, carried, reviewed; answers and the recap for a customer (R91, S-170)."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_a_script_is_changed_carried_reviewed_and_taken_back(program: Program, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("{greeting}{amount}，{pay_deadline}前请付。", encoding="utf-8")
    assert program("script", "check", "late.any", str(words), "--json", status=0).json == {"remarks": []}
    assert program("script", "save", "late.any", str(words), "--json", status=0).json["is_shipped"] is False
    library = tmp_path / "scripts.json"
    program("script", "export", str(library), status=0)
    program("script", "reset", "late.any", status=0)
    changed = program("script", "import", str(library), "--json", status=0).json["changed"]
    assert [each["key"] for each in changed] == ["late.any"]
    program("script", "review", "late.any", "--worked", "先问卡在哪一步", status=0)
    shown = program("script", "show", "late.any", "--json", status=0).json
    assert [each["worked"] for each in shown["reviews"]] == ["先问卡在哪一步"]
    assert "late.any" in program("script", "list", "--script-lang", "zh", status=0).out
    assert "{pay_deadline}" in program("script", "fields", status=0).out
    assert len(program("script", "show", "late.any", "--versions", "--json", status=0).json["versions"]) == 3


def test_answers_and_recap_are_printed_for_a_customer(program: Program) -> None:
    code = program("today", "--json", status=0).json[0]["customer"]
    answers = program("script", "answers", code, "--json", status=0).json["answers"]
    assert len(answers) >= 15
    assert not any("{" in each["text"] for each in answers)
    logged = program("log", code, "--channel", "phone", "--outcome", "in_approval", "--json", status=0).json
    recap = program("script", "recap", str(logged["contact"]), "--json", status=0).json["recap"]
    assert "being approved" in recap


def test_wrong_scripts_end_in_a_sentence(program: Program, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("{nonsense}", encoding="utf-8")
    absent = str(tmp_path / "absent")
    for words in (
        ("show", "x.y"), ("save", "late.any", str(bad)), ("save", "late.any", absent), ("import", str(bad)),
        ("reset", "late.any"), ("review", "late.any"), ("answers", "NOBODY"),
    ):  # fmt: skip
        answer = program("script", *words)
        assert answer.status == 2, words
        assert len(answer.err.strip().splitlines()) == 1
    assert program("script", "check", "late.any", str(bad)).status == 1
