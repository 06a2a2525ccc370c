"""``staff``, ``task``, ``report`` and ``legal`` as they are run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Program


def test_a_portfolio_is_handed_over_with_sheets(program: Program, tmp_path: Path) -> None:
    names = {line["name"]: line for line in program("staff", "list", "--json", status=0).json}
    giver = next(name for name, line in names.items() if line["customers"])
    program("staff", "set", "周接手", "--role", "sales", "--email", "zhou@example.com", status=0)
    done = program(
        "staff", "hand-over", giver, "周接手", "--reason", "调岗", "--out", str(tmp_path), "--mask", "--json", status=0
    ).json
    assert len(done["customers"]) == names[giver]["customers"]
    assert sorted(Path(name).suffix for name in done["files"]) == [".eml", ".pdf", ".xlsx"]
    spans = program("staff", "history", done["customers"][0], "--json", status=0).json
    assert [span["owner"] for span in spans] == [giver, "周接手"]
    program("staff", "own", done["customers"][0], "--to", "", status=0)
    assert program("staff", "ownerless", "--json").json[0]["customer"] == done["customers"][0]
    program("staff", "hand-over", giver, "周接手", "--reason", "再来", status=2)


def test_tasks_go_out_once_and_come_back(program: Program, tmp_path: Path) -> None:
    offered = program("task", "today", "--json", status=0).json
    assert offered
    done = program("task", "hand-out", "--out", str(tmp_path), "--json", status=0).json
    assert len(done["tasks"]) == len(offered)
    assert all(Path(name).is_file() for name in done["files"])
    program("task", "hand-out", "--out", str(tmp_path), status=2)
    number = str(done["tasks"][0]["id"])
    program("task", "answer", number, "--text", "已谈妥", status=0)
    program("task", "withdraw", number, "--reason", "x", status=2)
    assert len(program("task", "list", "--json", status=0).json) == len(offered) - 1
    assert program("task", "list", "--all", status=0).out
    assert program("task", "sheet", "--out", str(tmp_path), "--json", status=0).json["files"]


def test_the_reports_agree_and_are_written(program: Program, tmp_path: Path) -> None:
    report = program("report", "cfo", "--out", str(tmp_path), "--json", status=0).json
    (block,) = report["currencies"].values()
    assert all(block["identities"].values())
    assert len(report["files"]) == 3
    assert "Total" in program("report", "cfo", status=0).out
    program("report", "cfo", "--days", "-1", status=2)


def test_the_trigger_the_checklist_and_the_decision(program: Program, tmp_path: Path) -> None:
    found = program("legal", "list", "--json", "--xlsx", str(tmp_path / "t.xlsx"), status=1).json
    code = found[0]["customer"]
    sheet = program("legal", "checklist", code, "--out", str(tmp_path), "--json", status=0).json
    assert sheet["fees"]["court_fee"]
    assert len(sheet["files"]) == 3
    assert code in program("legal", "checklist", code, status=0).out
    program("legal", "sign", code, "moving_assets", "--note", "仓库搬空", status=0)
    program("legal", "decide", code, "wait", "--by", "张总", "--reason", "等", status=2)
    program("legal", "decide", code, "go", "--by", "张总", "--reason", "不再等", status=0)
    again = {line["customer"]: line for line in program("legal", "list", "--json").json}
    assert again[code]["decision"]["decision"] == "go"
    assert "moving_assets" in again[code]["rules"]


@pytest.mark.parametrize("line", ["task answer 99 --text x", "staff leave nobody", "legal checklist nobody",
                                  "staff own K012 --to " + "x" * 80])  # fmt: skip
def test_what_is_not_there_is_refused(program: Program, line: str) -> None:
    program(*line.split(), status=2)
