"""``import`` with its report and its file of rejected rows."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.conftest import Program
from tests.importing import books

HEAD = "单据编号,客户名称,开票日期,到期日,金额\n"


def test_what_is_left_out_comes_out_is_mended_and_comes_in(empty: Program, tmp_path: Path) -> None:
    source = books.text_file(tmp_path / "a.csv", f"{HEAD}1,甲,2026-03-05,2026-05-05,x\n2,甲,2026-03-05,,5\n")
    out, report = tmp_path / "r.csv", tmp_path / "q.xlsx"
    done = empty("import", str(source), "--rejects", str(out), "--report", str(report), "--json", status=1)
    assert done.json["files"] == {"rejects": str(out), "report": str(report)}
    quality = done.json["quality"]
    assert (quality["rows_read"], quality["accepted"], quality["left_out"]) == (2, 1, 1)
    assert [found["kind"] for found in quality["findings"]] == ["left_out", "missing_due", "without_contact"]
    assert openpyxl.load_workbook(report).sheetnames[0] == "Summary"
    out.write_bytes(out.read_bytes().replace(b",x,", b",7.50,"))
    again = empty("import", str(out), "--rejects", str(tmp_path / "s.csv"), "--json", status=0).json
    assert (again["invoices"]["new"], again["files"]["rejects"]) == (1, None)
    assert not (tmp_path / "s.csv").exists()


def test_the_findings_are_read_without_json_too(empty: Program, tmp_path: Path) -> None:
    source = books.text_file(tmp_path / "a.csv", f"{HEAD}1,甲,2026-03-05,,5\n")
    told = empty("import", str(source), "--dry-run", "--report", str(tmp_path / "q.xlsx"), status=0).out
    assert "Check: 1 documents have no due date" in told
    assert str(tmp_path / "q.xlsx") in told


def test_a_name_that_will_not_do_changes_nothing(empty: Program, tmp_path: Path) -> None:
    source = books.text_file(tmp_path / "a.csv", f"{HEAD}1,甲,2026-03-05,,x\n2,甲,2026-03-05,,5\n")
    before = empty.facts()
    for words in (
        ("--report", "q.pdf"),
        ("--rejects", "r.xlsx"),
        ("--rejects", str(tmp_path / "a.csv" / "r.csv")),
    ):
        refused = empty("import", str(source), *words, status=2)
        assert refused.err.startswith("error: ")
        assert "Traceback" not in refused.err
    assert empty.facts() == before
