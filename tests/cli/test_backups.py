"""``backup`` and ``restore`` as a scheduled task and a worried accountant run them."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_backup_and_restore_give_the_same_ledger(program: Program, tmp_path: Path) -> None:
    before = program("aging", "--by", "invoice", "--json", status=0).json
    made = program("backup", str(tmp_path / "stick.zip"), "--json", status=0).json
    assert (made["file"], made["verified"]) == (str(tmp_path / "stick.zip"), True)
    assert made["bytes"] == (tmp_path / "stick.zip").stat().st_size
    done = program("restore", str(tmp_path / "stick.zip"), str(tmp_path / "new"), "--json", status=0).json
    assert done["workspace"] == str(tmp_path / "new")
    program.folder = tmp_path / "new"
    assert program("aging", "--by", "invoice", "--json", status=0).json == before
    assert program("evidence", "verify", "--json", status=0).json["chain"]["ok"]


def test_where_they_go_is_kept_and_the_doctor_knows_the_last(program: Program, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    chosen = program("backup", "--to", str(tmp_path / "stick"), "--every", "weekly", "--json", status=0).json
    assert chosen == {"folder": str(tmp_path / "stick"), "every": "weekly", "thin_out": True}
    text = program("backup", status=0).out
    (file,) = (tmp_path / "stick").iterdir()
    assert str(file) in text
    (line,) = [check for check in program("doctor", "--json").json if check["check"] == "backup"]
    assert line["ok"]
    assert str(file) in line["detail"]


def test_refusals_are_one_line_and_leave_nothing(program: Program, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("no backup", encoding="utf-8")
    refused = program("restore", str(tmp_path / "note.txt"), str(tmp_path / "new"), status=2)
    assert refused.err.startswith("error: “note.txt” is not a backup of ArcDesk.")
    assert not (tmp_path / "new").exists()
    assert program("backup", str(tmp_path / "nowhere" / "x.zip"), status=2).err.count("\n") == 1
    assert program("backup", "--every", "hourly", status=2).err.startswith("error: ")
