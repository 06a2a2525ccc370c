"""``statement --period --all`` and ``statements``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program


def test_a_run_over_a_quarter_and_what_became_of_it(program: Program, tmp_path: Path) -> None:
    line = ("statement", "--all", "--period", "2026Q3", "--who", "balance", "--out", str(tmp_path / "out"))
    first = program(*line, "--json", status=0).json["issued"]
    assert len(first) > 1
    program(*line, "--only-new", "--json")
    listed = program("statements", "--json", status=0).json["statements"]
    third = [one for one in listed if (one["from"], one["to"]) == ("2026-07-01", "2026-09-30")]
    assert len(third) == len(first)  # the second run made none
    number = first[0]["number"]
    program("delivery", number, "sent", "--on", "2026-10-08", status=0)
    assert [one["number"] for one in program("statements", "--waiting", "--json").json["statements"]] == [number]
    scan = tmp_path / "回执.pdf"
    scan.write_bytes(b"signed")
    program("statement", "--reply", number, "--result", "agreed", "--scan", str(scan), status=0)
    assert number in program("statements", "--state", "agreed").out
    report = program("statements", "--coverage", "--json", status=0).json
    assert sum(float(one["signed"]) for one in report["totals"]) > 0
    assert number in [one["statement"] for one in report["customers"]]
    assert "签章" in program("statements", "--coverage", "--lang", "zh").out
    assert "等待天数" in program("statements", "--lang", "zh").out


def test_what_cannot_be_asked_is_refused(program: Program) -> None:
    for line in (
        ("statement", "--all"),
        ("statement", "--all", "--period", "2026-13"),
        ("statement", "--all", "--period", "2026-09", "--from", "2026-09-01"),
        ("statement", "--all", "--period", "2026-09", "--who", "nobody"),
        ("statements", "--state", "lost"),
    ):
        assert program(*line, status=2).err
