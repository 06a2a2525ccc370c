"""Bad input: one clear sentence, status 2, and nothing changes (issue 2, "Must hold")."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from arcdesk import bootstrap
from arcdesk.clock import FixedClock
from arcdesk.lock import FileLock
from arcdesk.workspace import KEYS
from tests.cli.conftest import NOW, Program

LEDGER = "单据编号,客户编码,客户名称,开票日期,到期日,金额\n"


def ledger(tmp_path: Path, *rows: str) -> str:
    file = tmp_path / "ledger.csv"
    file.write_text(LEDGER + "\n".join(rows) + "\n", encoding="utf-8")
    return str(file)


BAD_LINES = [
    ("import", "no-such-file.xlsx"),
    ("import", "{picture}"),
    ("import", "{good}", "--preset", "nobody"),
    ("import", "{good}", "--as-of", "2026-02-30"),
    ("import", "{good}", "--date-order", "ymd"),
    ("aging", "--as-of", "2026-13-01"),
    ("aging", "--scheme", "nobody"),
    ("aging", "--by", "colour"),
    ("aging", "--basis", "gut"),
    ("customer", "NIX"),
    ("log", "NIX", "--channel", "phone", "--outcome", "paid"),
    ("log", "K002", "--channel", "phone", "--outcome", "other", "--currency", "DOLLARS"),
    ("receipt", "K002", "--amount", "5", "--on", "2026-01-02", "--currency", "XXXX"),
    ("log", "K002", "--channel", "pigeon", "--outcome", "paid"),
    ("log", "K002", "--channel", "phone", "--outcome", "vanished"),
    ("log", "K002", "--channel", "phone", "--outcome", "paid", "--attach", "no-such-file.png"),
    (
        "log",
        "K002",
        "--channel",
        "phone",
        "--outcome",
        "paid",
        "--attach",
        "{picture}",
        "--attach",
        "no-such.png",
    ),
    ("log", "K002", "--channel", "phone", "--outcome", "promised", "--promise", "50000"),
    ("log", "K002", "--channel", "phone", "--outcome", "promised", "--promise", "5.005@2026-12-01"),
    ("log", "K002", "--channel", "phone", "--outcome", "promised", "--promise", "5@2026-02-30"),
    ("log", "K002", "--channel", "phone", "--outcome", "disputes", "--dispute", "FP-99999=10"),
    ("log", "K002", "--channel", "phone", "--outcome", "disputes", "--dispute", "FP-99999"),
    ("log", "K002", "--channel", "phone", "--outcome", "paid", "--at", "yesterday"),
    ("log", "K002", "--channel", "phone", "--outcome", "paid", "--at", "2026-10-09 10:00"),
    ("log", "K002", "--channel", "phone", "--outcome", "paid", "--follow-up", "2026-10-01"),
    ("receipt", "K002", "--amount", "5.005", "--on", "2026-10-01"),
    ("receipt", "K002", "--amount", "lots", "--on", "2026-10-01"),
    ("receipt", "K002", "--amount", "-5", "--on", "2026-10-01"),
    ("receipt", "K002", "--amount", "5", "--on", "2026-02-30"),
    ("receipt", "K002", "--amount", "5", "--on", ""),
    ("receipt", "K002", "--amount", "5", "--on", "2026-10-09"),
    ("receipt", "NIX", "--amount", "5", "--on", "2026-10-01"),
    ("receipt", "K002", "--amount", "5", "--on", "2026-10-01", "--allocate", "FP-20113=5"),
    ("receipt", "K002", "--amount", "5", "--on", "2026-10-01", "--allocate", "FP-10107=6"),
    ("letter",),
    ("letter", "NIX"),
    ("letter", "K008", "NIX"),
    ("letter", "K008", "--all"),
    ("letter", "K008", "--kind", "fifth"),
    ("letter", "K008", "--out", "{picture}"),
    ("letter", "--sent", "CK-2020-0001", "--by", "ems"),
    ("letter", "--sent", "CK-2026-0001", "--by", "pigeon"),
    ("letter", "--sent", "CK-2026-0001", "--delivered", "CK-2026-0001"),
    ("letter", "--delivered", "CK-2026-0001"),
    ("letter", "--delivered", "CK-2026-0001", "--proof", "no-such.pdf"),
    ("statement", "K008", "--from", "2026-10-01", "--to", "2026-09-01"),
    ("statement", "K008", "--from", "2026-09-01", "--to", "2026-10-01", "--style", "baroque"),
    ("statement", "--from", "2026-09-01", "--to", "2026-10-01"),
    ("evidence", "add", "no-such.png", "--customer", "K008"),
    ("evidence", "add", "{picture}", "no-such.png", "--customer", "K008"),
    ("evidence", "add", "{picture}", "--customer", "NIX"),
    ("evidence", "add", "{picture}", "--customer", "K008", "--invoice", "FP-20113"),
    ("evidence", "export", "999", "{folder}/copy.png"),
    ("followup", "done", "999"),
    ("followup", "snooze", "1", "--until", "2026-10-01"),
    ("export", "ledger.txt"),
    ("export", "{folder}/no/such/folder/ledger.xlsx"),
    ("calc", "words", "1.234"),
    ("calc", "workday", "2026-02-30"),
    ("company", "--company", " "),
]


@pytest.mark.parametrize("line", BAD_LINES, ids=" ".join)
def test_bad_input_is_refused_and_changes_nothing(
    program: Program, tmp_path: Path, line: tuple[str, ...]
) -> None:
    from arcdesk import resources

    places = {
        "picture": str(resources.path("demo", "wechat.png")),
        "good": ledger(tmp_path, "N-1,K001,x,2026-01-01,2026-02-01,10.00"),
        "folder": str(tmp_path),
    }
    before = program.facts()
    answer = program(*(word.format(**places) for word in line), "--json")
    assert answer.status == 2, answer
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
    assert len(answer.err) > len("error: ") + 10
    assert program.facts() == before


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (("N-1,K001,x,2026-02-30,2026-03-01,10.00",), "is not a date"),
        (("N-1,K001,x,2026-01-01,2026-02-01,10.005",), "more than two decimals"),
        (
            ("N-1,K001,x,2026-01-01,2026-02-01,10", "N-1,K001,x,2026-01-02,2026-02-02,20"),
            "stands in row 2 already",
        ),
    ],
)
def test_a_bad_row_is_left_out_and_listed(
    program: Program, tmp_path: Path, rows: tuple[str, ...], reason: str
) -> None:
    good = "N-2,K001,x,2026-01-01,2026-02-01,7.50"
    answer = program("import", ledger(tmp_path, *rows, good), "--json", status=1)
    (rejected,) = answer.json["rejected"]
    assert set(rejected) == {"sheet", "row", "column", "value", "reason"}
    assert reason in rejected["reason"]
    assert answer.json["invoices"]["new"] == len(rows)
    assert answer.err == ""


def test_a_number_of_another_customer_is_left_out(program: Program, tmp_path: Path) -> None:
    before = program.facts()[0]
    answer = program(
        "import", ledger(tmp_path, "FP-20113,K001,x,2026-01-01,2026-02-01,10.00"), "--json", status=1
    )
    assert "FP-20113" in answer.json["rejected"][0]["reason"]
    assert program.facts()[0] == before


def test_dates_of_two_readings_are_asked_about(empty: Program, tmp_path: Path) -> None:
    file = ledger(tmp_path, "N-1,C1,甲公司,4/6/2026,5/6/2026,10.00")
    refused = empty("import", file, status=2)
    assert "--date-order" in refused.err
    asked = empty("import", file, "--dry-run", "--json", status=1)
    assert asked.json["needs_date_order"] is True
    empty("import", file, "--date-order", "dmy", status=0)
    (row,) = empty("customer", "C1", "--json", status=0).json["open_items"]
    assert (row["issued_on"], row["due_on"]) == ("2026-06-04", "2026-06-05")


def test_a_workspace_that_is_not_there_is_refused(program: Program, tmp_path: Path) -> None:
    program.folder = tmp_path / "nowhere"
    assert "arcdesk init" in program("aging", status=2).err
    assert not program.folder.exists()


def test_a_workspace_in_a_folder_with_files_is_refused(program: Program, tmp_path: Path) -> None:
    before = program.facts()
    answer = program("init", str(program.folder), "--company", "另一家", status=2)
    assert "is not an empty folder" in answer.err
    assert program.facts() == before


def test_an_open_workspace_refuses_a_second_writer(program: Program) -> None:
    before = program.facts()
    other = FileLock(program.folder / "arcdesk.lock")
    answer = program("receipt", "K002", "--amount", "5", "--on", "2026-10-01", status=2)
    assert "is open in another ArcDesk" in answer.err
    program("aging", status=0)
    other.release()
    assert program.facts() == before


def test_a_newer_workspace_is_refused(program: Program) -> None:
    for name in KEYS:
        file = program.folder / name
        document = json.loads(file.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**document, "format": 99}), encoding="utf-8")
    for line in (("aging",), ("receipt", "K002", "--amount", "5", "--on", "2026-10-01")):
        answer = program(*line, status=2)
        assert "newer version" in answer.err
        assert answer.err.count("\n") == 1


def test_a_newer_schema_is_refused(program: Program) -> None:
    desk = bootstrap.build(program.folder, FixedClock(NOW))
    desk.workspace.database.execute_sql(
        "INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '')"
    )
    desk.close()
    assert "newer version" in program("aging", status=2).err


def test_a_read_only_workspace_is_refused_for_writing(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = program.facts()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("arcdesk.workspace.FileLock", refuse)
    answer = program("receipt", "K002", "--amount", "5", "--on", "2026-10-01", status=2)
    assert "is read-only" in answer.err
    assert program.facts() == before


def test_a_damaged_database_is_refused(program: Program) -> None:
    file = program.folder / "arcdesk.db"
    content = bytearray(file.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    file.write_bytes(content)
    answer = program("aging", status=2)
    assert "Restore the newest backup" in answer.err


def test_a_letter_without_the_companys_particulars_says_what_is_missing(
    empty: Program, tmp_path: Path
) -> None:
    empty("import", ledger(tmp_path, "N-1,C1,甲公司,2026-01-01,2026-02-01,10.00"), status=0)
    assert "the address of your company" in empty("letter", "C1", status=0).out
    empty(
        "company", "--address", "示例路 1 号", "--phone", "0571-0000", "--contact", "陈静",
        "--bank", "示例银行", "--account", "3300", status=0,
    )  # fmt: skip
    assert "the address of your company" not in empty("letter", "C1", "--force", status=0).out


def test_doctor_says_of_a_damaged_database_that_it_is_not_well(program: Program) -> None:
    file = program.folder / "arcdesk.db"
    file.write_bytes(file.read_bytes()[:5000])
    answer = program("doctor", status=1)
    assert "Restore the newest backup" in answer.out


def test_the_answer_to_a_statement_is_tracked_with_its_scan(program: Program, tmp_path: Path) -> None:
    period = ("--from", "2026-01-01", "--to", "2026-09-30")
    (issued,) = json.loads(program("statement", "K008", *period, "--json", status=0).out)["issued"]
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"%PDF signed")
    line = ("statement", "--reply", issued["number"], "--on", "2026-10-08", "--json")

    answer = program(*line, "--result", "disputed", "--difference", "120.50", "--scan", str(scan), status=0)
    assert json.loads(answer.out) == {
        "number": issued["number"],
        "customer": "K008",
        "result": "disputed",
        "difference": "120.50",
        "on": "2026-10-08",
    }
    assert json.loads(program(*line, "--result", "agreed", status=0).out)["result"] == "agreed"
    assert "not an answer" in program(*line, "--result", "maybe", status=2).err
    assert "--result" in program(*line, status=2).err
    assert "--from" in program("statement", "K008", "--to", "2026-09-30", status=2).err
    letters = json.loads(program("letter", "K008", "--force", "--json", status=0).out)["issued"]
    refused = program("statement", "--reply", letters[0]["number"], "--result", "agreed", status=2)
    assert "not a statement" in refused.err
