"""``arcdesk mail``: drafts and short texts from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def issued(program: Program) -> list[dict[str, str]]:
    answer = program("letter", "--all", "--kind", "first", "--json", status=0).json
    found: list[dict[str, str]] = answer["issued"]
    return found


def test_drafts_of_everything_that_has_not_left_yet(program: Program, tmp_path: Path) -> None:
    letters = issued(program)
    answer = program("mail", "draft", "--unsent", "--out", str(tmp_path / "out"), "--json", status=0).json
    written = {draft["number"]: Path(draft["path"]) for draft in answer["drafts"]}
    held = {held["number"] for held in answer["held"]}
    assert {letter["number"] for letter in letters} <= set(written) | held
    assert all(path.suffix == ".eml" and path.stat().st_size > 5000 for path in written.values())


def test_one_letter_to_another_address(program: Program, tmp_path: Path) -> None:
    number = issued(program)[0]["number"]
    answer = program(
        "mail", "draft", number, "--to", "周 <zhou@example.com>", "--out", str(tmp_path), "--json", status=0
    ).json
    assert answer["drafts"][0]["to"] == ["zhou@example.com"]
    again = program("mail", "draft", number, "--to", "13800000000", "--out", str(tmp_path), "--json", status=1).json
    assert [held["reason"] for held in again["held"]] == ["bad_address"]


def test_a_letter_already_mailed_stays_until_asked_for_again(program: Program, tmp_path: Path) -> None:
    number = issued(program)[0]["number"]
    program("letter", "--sent", number, "--by", "email", status=0)
    said = program("mail", "draft", number, "--out", str(tmp_path), status=1)
    assert "was sent by e-mail on 2026-10-08 already" in said.out
    program("mail", "draft", number, "--again", "--out", str(tmp_path), status=0)


def test_what_cannot_be_meant_is_refused(program: Program) -> None:
    assert "No document is named" in program("mail", "draft", status=2).err
    assert "There is no issued document" in program("mail", "draft", "CK-1999-0001", status=2).err
    both = program("mail", "draft", "CK-2026-0001", "CK-2026-0002", "--to", "a@b.cn", status=2)
    assert "--to stands for 2 documents" in both.err


def test_a_text_for_wechat_is_logged_only_when_it_was_sent(program: Program) -> None:
    letter = issued(program)[0]
    before = program.facts()
    said = program("mail", "text", letter["number"], "--json", status=0).json
    assert letter["number"] in said["text"]
    assert said["logged"] is None
    assert program.facts() == before
    logged = program("mail", "text", letter["number"], "--log", "wechat", status=0)
    assert "Logged as sent by" in logged.out
    dossier = program("customer", letter["customer"], "--json", status=0).out
    assert letter["number"] in dossier
    assert program.facts()[1] == before[1] + 1


def test_the_help_and_the_answer_speak_chinese(program: Program, tmp_path: Path) -> None:
    number = issued(program)[0]["number"]
    assert "草稿" in program("--lang", "zh", "mail", "--help", status=0).out
    assert "收件人" in program("--lang", "zh", "mail", "draft", number, "--out", str(tmp_path), status=0).out
