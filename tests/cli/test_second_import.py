"""``import`` every week: what it shows, what it waits for, and how it is taken back."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Program
from tests.services.desks import csv_file

HEAD = "客户名称,发票号码,开票日期,到期日期,应收金额,已收金额,业务员"


def home(folder: Path, *rows: tuple[str, int, int]) -> str:
    lines = [("甲公司", number, "2026-01-01", "2026-02-01", amount, received, "") for number, amount, received in rows]
    return str(csv_file(folder / "home.csv", HEAD, lines))


def test_a_week_later_the_answer_names_what_is_open_again_and_what_waits(program: Program, tmp_path: Path) -> None:
    program("import", home(tmp_path, ("1", 1000, 300), ("2", 500, 500)), status=0)
    answer = program("import", home(tmp_path, ("1", 1000, 400), ("2", 500, 200)), "--json", status=0).json
    assert answer["differences"]["reopened"] == {"entered": 1, "left": 0}
    (row,) = answer["decide"]
    assert (row["key"], row["open_before"], row["open_after"]) == ("invoices:2", "0.00", "300.00")
    code = answer["decide"][0]["customer"]
    program("receipt", code, "--amount", "100", "--on", "2026-10-07", "--allocate", "2=100", status=0)
    waits = program("import", home(tmp_path, ("1", 1000, 400), ("2", 500, 50)), status=1).out
    assert "invoices:2" in waits
    assert "To decide" in waits


def test_an_import_is_listed_and_taken_back(program: Program, tmp_path: Path) -> None:
    before = program.facts()[0]
    batch = program("import", home(tmp_path, ("1", 1000, 300)), "--json", status=0).json["batch"]
    assert program("import", "--undo", str(batch), status=2).err.startswith("error: ")  # without a reason
    done = program("import", "--undo", str(batch), "--reason", "wrong month", "--json", status=0).json
    assert done["removed"]["invoice"] == 1
    assert program.facts()[0] == before
    newest = program("import", "--list", "--json", status=0).json[0]
    assert (newest["batch"], newest["undone_reason"]) == (batch, "wrong month")
    assert "wrong month" in program("import", "--list", status=0).out


def test_rows_are_left_by_their_key(program: Program, tmp_path: Path) -> None:
    file = home(tmp_path, ("1", 1000, 300), ("2", 500, 0))
    answer = program("import", file, "--leave", "invoices:2", "--json", status=1).json  # the totals differ
    assert (answer["invoices"]["new"], answer["differences"]["new"]["left"]) == (1, 1)


def test_wrong_words_are_one_line(program: Program, tmp_path: Path) -> None:
    assert program("import", status=2).err.count("\n") == 1
    assert program("import", home(tmp_path, ("1", 10, 0)), "--same", "nobody", status=2).err.count("\n") == 1
    refused = program("import", "--undo", "99", "--reason", "x", status=2)
    assert refused.err.startswith("error: There is no import no. 99")


def test_who_is_like_a_known_customer_is_named_and_decided_by_name(program: Program, tmp_path: Path) -> None:
    known = program("customers", "--json", status=0).json[0]
    name = known["name"].replace("公司", "公司司")
    file = str(csv_file(tmp_path / "near.csv", HEAD, [(name, "N1", "2026-01-01", "2026-02-01", 10, 0, "")]))
    (near,) = program("import", file, "--dry-run", "--json").json["near"]
    assert (near["source"], near["chosen"]) == (name, None)
    assert known["code"] in [one["code"] for one in near["candidates"]]
    done = program("import", file, "--same", f"{name}={known['code']}", "--json", status=0).json
    assert done["customers"]["new"] == 0
    assert program("why", "N1", "--json").json
