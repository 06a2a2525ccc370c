"""``delivery``, ``letters`` and ``unproven`` on the demo."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def _letter(program: Program) -> str:
    program("letter", "--all", "--kind", "first", "--force", "--json")
    found = program("letters", "--json", status=0).json["letters"]
    return str(next(one["number"] for one in found if one["state"] == "issued" and one["kind"] == "first"))


def test_the_way_of_a_letter_that_is_refused(program: Program, tmp_path: Path) -> None:
    number = _letter(program)
    sent = program("delivery", number, "sent", "--tracking", "EA1CN", "--json", status=0).json
    assert (sent["state"], sent["tracking"], sent["address_kind"]) == ("sent", "EA1CN", "registered")
    assert number in sent["contents"]
    assert number in [one["number"] for one in program("unproven", "--json", status=1).json["unproven"]]
    envelope = tmp_path / "退件.jpg"
    envelope.write_bytes(b"refused")
    events = program.facts()
    told = program("delivery", number, "refused", "--proof", str(envelope), "--dry-run", "--json", status=0).json
    assert {one["end_after"] for one in told["limitation"]} == {"2029-10-08"}
    assert program.facts() == events  # a dry run writes nothing
    done = program("delivery", number, "refused", "--proof", str(envelope), status=0)
    assert "Refused" in done.out
    assert "becomes 2029-10-08" in done.out
    assert number not in [one["number"] for one in program("unproven", "--json").json["unproven"]]
    history = program("delivery", number, "--json", status=0).json
    assert [step["step"] for step in history["steps"]] == ["sent", "refused"]


def test_void_and_taken_back_on_the_command_line(program: Program) -> None:
    number = _letter(program)
    program("delivery", number, "void", status=2)  # no reason
    assert program("delivery", number, "void", "--reason", "金额写错", "--json", status=0).json["state"] == "void"
    (found,) = program("letters", "--state", "void", "--json").json["letters"]
    assert found["number"] == number
    assert program("delivery", number, "sent", status=2).err


def test_a_mistaken_entry_is_named_by_its_number(program: Program) -> None:
    number = _letter(program)
    program("delivery", number, "sent", status=0)
    (step,) = program("delivery", number, "--json").json["steps"]
    program("delivery", number, "mistaken", "--reason", "x", status=2)
    entry = str(step["entry"])
    program("delivery", number, "mistaken", "--entry", entry, "--reason", "寄错", status=0)
    assert program("delivery", number, "--json").json["state"] == "issued"


def test_words_that_are_none_are_refused(program: Program) -> None:
    number = _letter(program)
    for line in (("lost",), ("sent", "--to", "home"), ("returned", "--why", "lost"), ("returned",)):
        assert program("delivery", number, *line, status=2).err
    program("letters", "--state", "lost", status=2)
    program("delivery", "CK-0000-0000", status=2)


def test_the_lists_speak_both_languages(program: Program) -> None:
    number = _letter(program)
    program("delivery", number, "sent", status=0)
    assert "当时余额" in program("letters", "--lang", "zh").out
    assert "下一步" in program("unproven", "--lang", "zh").out
    assert "内件品名" in program("delivery", number, "--lang", "zh").out


def test_the_post_and_the_copies(program: Program, tmp_path: Path) -> None:
    number = _letter(program)
    line = ("mailing", number, "--labels", "2x7", "--start", "3", "--out", str(tmp_path))
    made = program(*line, "--json", status=0).json
    assert Path(made["list"]).suffix == ".xlsx"
    assert Path(made["labels"]).read_bytes().startswith(b"%PDF")
    assert [item["number"] for item in made["items"]] == [number]
    assert number in [item["number"] for item in program("mailing", "--unsent", "--json").json["items"]]
    program("mailing", status=2)
    program("mailing", number, "--unsent", status=2)
    program("mailing", number, "--labels", "1x1", status=2)
    assert program("copy", number, "--json", status=0).json["copies"][0]["is_copy"] is False
    program("delivery", number, "sent", status=0)
    (copied,) = program("copy", number, "--out", str(tmp_path), "--json", status=0).json["copies"]
    assert copied["is_copy"] is True
    assert "副本" in Path(copied["path"]).name
    assert "邮寄" not in program("mailing", number, "--lang", "zh").err
