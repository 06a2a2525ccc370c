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


def test_links_custody_and_transcript_as_they_are_typed(program: Program, tmp_path: Path) -> None:
    piece = program("evidence", "list", "--json", status=0).json[-1]
    number, code = str(piece["id"]), piece["customers"][0]
    invoice = program("evidence", "complete", code, "--json", status=0).json[0]["invoice"]
    linked = program("evidence", "link", number, "--invoice", invoice, "--json", status=0).json["links"]
    assert ("invoice", invoice) in [(link["kind"], link["name"]) for link in linked]
    assert program("evidence", "link", number, "--invoice", invoice, status=2).err.count("\n") == 1
    assert program("evidence", "link", number, status=2).err.startswith("error: ")
    assert program("evidence", "link", number, "--contact", "9" * 30, status=2).err.count("\n") == 1
    assert program("evidence", "lend", number, "--to", "王律师", status=2).err.startswith("error: ")
    program("evidence", "describe", number, "--form", "original", "--original", "保险柜", status=0)
    lent = program("evidence", "lend", number, "--to", "王律师", "--back-by", "2026-10-09", "--json", status=0).json
    assert (lent["state"], lent["holder"], lent["back_by"], lent["late"]) == ("lent", "王律师", "2026-10-09", False)
    assert program("evidence", "custody", "--json", status=0).json[0]["holder"] == "王律师"
    assert "王律师" in program("evidence", "custody", "--lang", "zh", status=0).out
    assert "已借给 王律师" in program("evidence", "list", code, "--lang", "zh", status=0).out
    assert "lent" in [each["original"] for each in program("evidence", "list", code, "--json", status=0).json]
    assert "保险柜" in program("evidence", "return", number, "--lang", "zh", status=0).out
    assert "lost since 2026-10-08" in program("evidence", "lost", number, status=0).out
    assert "没有借出的原件" in program("evidence", "custody", "--lang", "zh", status=0).out
    assert program("evidence", "transcript", number, "--json", status=1).json["text"] is None
    program("evidence", "transcript", number, "--text", "甲：付款", "--by", "李会计", status=0)
    file = tmp_path / "said.txt"
    file.write_bytes("乙：好".encode("gb18030"))
    assert program("evidence", "transcript", number, str(file), "--json", status=0).json["source"]
    assert program("evidence", "transcript", number, status=0).out == "乙：好\n"
    shown = program("evidence", "show", number, "--json", status=0).json
    assert shown["transcript"] == "乙：好"
    assert [event["event"] for event in shown["custody"]] == ["lost", "returned", "lent"]
    for language in ("zh", "en"):
        assert invoice in program("evidence", "show", number, "--lang", language, status=0).out
    assert program("evidence", "show", "9999", status=2).err.startswith("error: ")


def test_what_is_said_while_adding_stands_on_the_list(program: Program, tmp_path: Path) -> None:
    line = program("evidence", "complete", "--json", status=0).json[0]
    file = tmp_path / "签收单.png"
    file.write_bytes(b"\x89PNG slip")
    words = ("evidence", "add", str(file), "--customer", line["customer"], "--invoice", line["invoice"])
    said = ("--kind", "delivery_note", "--purpose", "证明已交货", "--form", "original", "--json")
    added = program(*words, *said, status=0).json
    assert [item["duplicate"] for item in added] == [False]
    after = next(
        one for one in program("evidence", "complete", line["customer"], "--json").json
        if one["invoice"] == line["invoice"]
    )  # fmt: skip
    assert after["states"]["delivery_note"] == "have"
    before = program.facts()
    assert program(*words[:-1], "NOPE", status=2).err.startswith("error: ")
    assert program(*words, "--form", "stolen", status=2).err.startswith("error: ")
    assert program.facts() == before
