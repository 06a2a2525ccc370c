"""What each command answers: the keys of the contract, and that they are true."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from arcdesk import resources
from arcdesk.domain.money import parse_amount
from arcdesk.lock import FileLock
from arcdesk.pdf import preview
from tests.cli.conftest import Program

PICTURE = str(resources.path("demo", "wechat.png"))
LEDGER = str(resources.path("demo", "ledger.xlsx"))


def test_a_new_workspace_takes_a_ledger_once(empty: Program) -> None:
    plan = empty("import", LEDGER, "--dry-run", "--json", status=0).json
    assert plan["batch"] is None
    assert empty("customers", "--json", status=0).json == []
    answer = empty("import", LEDGER, "--json", status=0).json
    assert set(answer) >= {
        "preset", "customers", "invoices", "receipts", "allocations", "settled", "quarantined", "rejected",
        "control", "batch",
    }  # fmt: skip
    assert answer["preset"] == "arcdesk"
    assert answer["customers"] == {"new": 24, "changed": 0, "unchanged": 0}
    assert {name: answer[name] for name in ("invoices", "receipts")} == {
        name: plan[name] for name in ("invoices", "receipts")
    }
    assert set(answer["control"]) == {"CNY", "USD"}
    for total in answer["control"].values():
        assert total["file_total"] == total["imported_total"]
    again = empty("import", LEDGER, "--json", status=0).json
    assert again["invoices"] == {"new": 0, "changed": 0, "unchanged": answer["invoices"]["new"]}


def test_import_tells_people_what_came_in(empty: Program) -> None:
    text = empty("import", LEDGER, "--lang", "zh", status=0).out
    assert "应收单" in text
    assert "一致" in text


def test_the_aging_adds_up(program: Program) -> None:
    answer = program("aging", "--json", status=0).json
    assert (answer["as_of"], answer["basis"], answer["scheme"]) == ("2026-10-08", "due", "portrait")
    keys = [bucket["key"] for bucket in answer["buckets"]]
    assert keys == ["not_due", "d1_30", "d31_90", "d91_180", "d181_up"]
    assert set(answer["buckets"][0]) == {"key", "label", "from_days", "to_days", "color"}
    for block in answer["currencies"].values():
        assert block["identities"] == {
            "buckets_minus_unallocated_equals_balance": True,
            "opening_plus_movements_equals_closing": True,
        }
        for row in [*block["rows"], block["totals"]]:
            assert list(row["buckets"]) == keys
            whole = sum(parse_amount(amount) for amount in row["buckets"].values())
            assert whole == parse_amount(row["gross"])
            assert whole - parse_amount(row["unallocated"]) == parse_amount(row["balance"])
        for name in ("balance", "gross", "unallocated", "disputed"):
            assert sum(parse_amount(row[name]) for row in block["rows"]) == parse_amount(
                block["totals"][name]
            )


@pytest.mark.parametrize("by", ["customer", "invoice", "owner", "salesperson", "grade", "region"])
def test_every_grouping_has_the_same_total(program: Program, by: str) -> None:
    whole = program("aging", "--json", status=0).json["currencies"]["CNY"]["totals"]["balance"]
    answer = program("aging", "--by", by, "--currency", "cny", "--json", status=0).json
    assert list(answer["currencies"]) == ["CNY"]
    assert answer["currencies"]["CNY"]["totals"]["balance"] == whole
    assert answer["currencies"]["CNY"]["rows"]


def test_the_aging_by_issue_date_in_years(program: Program) -> None:
    answer = program("aging", "--scheme", "audit", "--json", status=0).json
    assert (answer["basis"], len(answer["buckets"])) == ("issued", 6)


def test_the_aging_goes_into_files(program: Program, tmp_path: Path) -> None:
    pdf, xlsx = tmp_path / "aging.pdf", tmp_path / "aging.xlsx"
    answer = program("aging", "--pdf", str(pdf), "--xlsx", str(xlsx), "--json", status=0)
    total = answer.json["currencies"]["CNY"]["totals"]["balance"]
    assert f"{Decimal(total):,}" in preview.extract_text(pdf.read_bytes())
    assert xlsx.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("query", ["K008", "晨曦", "chenxi", "njcx", "138-0000-1259"])
def test_a_customer_is_found_by_whatever_is_known(program: Program, query: str) -> None:
    found = program("customers", query, "--json", status=0).json
    assert [row["code"] for row in found] == ["K008"]
    assert found[0]["name"] == "南京晨曦日化有限公司"
    assert set(found[0]["balances"]) == {"CNY"}


def test_the_dossier_holds_everything(program: Program) -> None:
    answer = program("customer", "K006", "--json", status=0).json
    assert set(answer) >= {
        "profile", "balances", "open_items", "people", "promises", "follow_ups", "timeline", "next_step"
    }  # fmt: skip
    assert answer["promises"][0]["state"] == "broken"
    assert answer["next_step"]["kind"] == "broken_promise"
    assert "孙伟" in answer["next_step"]["script"]
    assert sum(parse_amount(row["open"]) for row in answer["open_items"]) == parse_amount(
        answer["balances"][0]["balance"]
    )
    text = program("customer", "K006", "--lang", "zh", status=0).out
    assert "孙伟" in text
    assert "下一步" in text


def test_the_dossier_of_an_earlier_day_knows_nothing_later(program: Program) -> None:
    answer = program("customer", "K006", "--as-of", "2026-09-20", "--json", status=0).json
    assert answer["promises"] == []
    assert all(entry["at"][:10] <= "2026-09-20" for entry in answer["timeline"])
    assert all(row["issued_on"] <= "2026-09-20" for row in answer["open_items"])


def test_a_contact_is_logged_with_all_its_parts(program: Program) -> None:
    answer = program(
        "log", "K002", "--channel", "phone", "--outcome", "promised", "--note", "先付一半", "--person", "李娜",
        "--at", "2026-10-07 15:20", "--attach", PICTURE, "--promise", "50000@2026-10-31",
        "--promise", "1,000.55@2026年11月9日", "--dispute", f"{_open_invoice(program, 'K002')}=1000",
        "--follow-up", "2026-10-12", "--json", status=0,
    ).json  # fmt: skip
    assert set(answer) == {"contact", "evidence", "promises", "follow_up"}
    assert [(p["amount"], p["due_on"]) for p in answer["promises"]] == [
        ("50000.00", "2026-10-31"),
        ("1000.55", "2026-11-09"),
    ]
    assert answer["follow_up"]["due_on"] == "2026-10-12"
    (file,) = answer["evidence"]
    assert (program.folder / "evidence" / file["sha256"][:2] / file["sha256"]).read_bytes() == Path(
        PICTURE
    ).read_bytes()
    dossier = program("customer", "K002", "--json", status=0).json
    assert dossier["balances"][0]["disputed"] == "1000.00"
    assert {row["due_on"] for row in dossier["follow_ups"]} == {"2026-10-12"}


def test_money_settles_what_is_named_then_the_oldest(program: Program) -> None:
    before = program("customer", "K002", "--json", status=0).json
    newest = before["open_items"][-1]["number"]
    answer = program(
        "receipt", "K002", "--amount", "¥1,500.00", "--on", "2026-10-07", "--allocate", f"{newest}=500", "--auto",
        "--json", status=0,
    ).json  # fmt: skip
    assert {row["invoice"]: row["amount"] for row in answer["allocated"]} == {
        newest: "500.00",
        before["open_items"][0]["number"]: "1000.00",
    }
    assert answer["unallocated"] == "0.00"
    after = program("customer", "K002", "--json", status=0).json
    assert (
        parse_amount(before["balances"][0]["balance"]) - parse_amount(after["balances"][0]["balance"])
        == 150_000
    )


def test_money_without_a_purpose_stays_visible(program: Program) -> None:
    answer = program("receipt", "K002", "--amount", "10.00", "--on", "2026-10-07", "--json", status=0).json
    assert (answer["allocated"], answer["unallocated"]) == ([], "10.00")


def test_a_letter_goes_through_the_gate(program: Program) -> None:
    answer = program("letter", "K008", "--json", status=0).json
    (issued,) = answer["issued"]
    assert set(issued) >= {
        "number", "customer", "kind", "principal", "interest", "deadline", "path", "sha256", "invoices"
    }  # fmt: skip
    path = Path(issued["path"])
    assert path.parent == program.folder / "exports"
    text = preview.extract_text(path.read_bytes())
    assert issued["number"] in text
    assert f"{Decimal(issued['principal']):,}" in text
    stored = program("evidence", "list", "K008", "--json", status=0).json
    assert issued["sha256"] in {file["sha256"] for file in stored}
    second = program("letter", "K008", "--json", status=1).json
    assert second["issued"] == []
    assert {row["reason"] for row in second["held"]} == {"too_soon"}
    assert set(second["held"][0]) == {"customer", "invoice", "reason", "text"}
    program("letter", "K008", "--force", "--json", status=0)


def test_a_customer_without_anything_open_gets_no_letter(program: Program) -> None:
    answer = program("letter", "K017", "--json", status=1).json
    assert (answer["issued"], answer["held"]) == ([], [])


def test_letters_to_all_come_in_one_pdf(program: Program, tmp_path: Path) -> None:
    answer = program("letter", "--all", "--one-pdf", "--out", str(tmp_path / "out"), "--json", status=0).json
    (file,) = (tmp_path / "out").iterdir()
    assert {letter["path"] for letter in answer["issued"]} == {str(file)} == {answer["one_pdf"]}
    text = preview.extract_text(file.read_bytes())
    assert len(answer["issued"]) > 5
    assert all(letter["number"] in text for letter in answer["issued"])
    assert {"not_due", "promised"} <= {row["reason"] for row in answer["held"]}


def test_a_letter_may_be_written_in_english(program: Program) -> None:
    answer = program("letter", "K008", "--lang", "en", "--json", status=0).json
    assert answer["issued"][0]["language"] == "en"
    text = preview.extract_text(Path(answer["issued"][0]["path"]).read_bytes())
    assert "Demand for Payment" in text
    assert "催款函" not in text


def test_a_reminder_may_go_before_the_due_date(program: Program) -> None:
    answer = program("letter", "--all", "--kind", "reminder", "--json", status=0).json
    assert {letter["kind"] for letter in answer["issued"]} == {"reminder"}
    assert all(letter["interest"] is None or parse_amount(letter["interest"]) for letter in answer["issued"])


def test_the_delivery_of_a_letter_is_recorded(program: Program) -> None:
    number = program("letter", "K008", "--json", status=0).json["issued"][0]["number"]
    sent = program(
        "letter",
        "--sent",
        number,
        "--by",
        "ems",
        "--tracking",
        "T1",
        "--on",
        "2026-10-08",
        "--json",
        status=0,
    ).json
    assert (sent["state"], sent["tracking"]) == ("sent", "T1")
    arrived = program("letter", "--delivered", number, "--proof", PICTURE, "--json", status=0).json
    assert arrived["state"] == "delivered"


@pytest.mark.parametrize("style", ["activity", "open_items"])
def test_a_statement_foots(program: Program, style: str) -> None:
    answer = program(
        "statement",
        "K002",
        "--from",
        "2026-07-01",
        "--to",
        "2026-09-30",
        "--style",
        style,
        "--json",
        status=0,
    ).json
    (issued,) = answer["issued"]
    opening, debits, credits, closing = (
        parse_amount(issued[name]) for name in ("opening", "debits", "credits", "closing")
    )
    assert opening + debits - credits == closing
    assert f"{Decimal(issued['closing']):,}" in preview.extract_text(Path(issued["path"]).read_bytes())
    balance = program("customer", "K002", "--as-of", "2026-09-30", "--json", status=0).json["balances"][0][
        "balance"
    ]
    assert issued["closing"] == balance


def test_statements_to_all_who_have_something_to_state(program: Program, tmp_path: Path) -> None:
    answer = program(
        "statement",
        "--all",
        "--from",
        "2026-07-01",
        "--to",
        "2026-09-30",
        "--out",
        str(tmp_path),
        "--json",
        status=0,
    ).json
    assert len(answer["issued"]) == len(list(tmp_path.glob("*.pdf"))) > 15
    assert "K024" in {row["customer"] for row in answer["issued"]}


def test_today_lists_the_most_urgent_first(program: Program) -> None:
    entries = program("today", "--json", status=0).json
    assert set(entries[0]) >= {
        "customer", "priority", "kind", "reasons", "action", "script", "amount_overdue", "name", "currency"
    }  # fmt: skip
    priorities = [entry["priority"] for entry in entries]
    assert priorities == sorted(priorities, reverse=True)
    kinds = {entry["kind"] for entry in entries}
    assert {"broken_promise", "followup_due", "level_due"} <= kinds
    assert all(entry["reasons"] and entry["action"] for entry in entries)
    assert not any("{" in (entry["script"] or "") for entry in entries)
    mine = program("today", "--owner", "王芳", "--json", status=0).json
    assert 0 < len(mine) < len(entries)
    assert "K006" in program("today", status=0).out


def test_a_follow_up_is_put_off_then_done(program: Program) -> None:
    due = program("followups", "--due-by", "2026-10-08", "--json", status=0).json
    number = str(due[0]["id"])
    later = program("followup", "snooze", number, "--until", "2026-10-20", "--json", status=0).json
    assert later["due_on"] == "2026-10-20"
    assert len(program("followups", "--due-by", "2026-10-08", "--json", status=0).json) == len(due) - 1
    assert program("followup", "snooze", number, "--json", status=0).json["due_on"] == "2026-10-09"
    program("followup", "done", number, status=0)
    assert number not in {str(row["id"]) for row in program("followups", "--json", status=0).json}
    program("followup", "done", number, status=2)


def test_a_reminder_is_told_once(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arcdesk.cli.desktop.has_screen", lambda: False)
    first = program("remind", "--json", status=0).json
    assert first["notified"] == len(first["due"]) == 2
    second = program("remind", "--json", status=0).json
    assert (second["notified"], second["due"]) == (0, first["due"])
    assert program("remind", "--date", "2026-10-13", "--json", status=0).json["notified"] == 1


def test_an_open_desktop_reminds_by_itself(program: Program) -> None:
    desktop = FileLock(program.folder / "arcdesk.lock")
    answer = program("remind", status=0)
    assert "reminds by itself" in answer.out
    desktop.release()
    assert program("remind", "--json", status=0).json["notified"] == 2


def test_evidence_goes_in_and_comes_out_unchanged(program: Program, tmp_path: Path) -> None:
    note = tmp_path / "送货单.txt"
    note.write_text("签收：周敏", encoding="utf-8")
    added = program(
        "evidence", "add", str(note), PICTURE, "--customer", "K008", "--kind", "delivery_note",
        "--captured", "2026-09-01 10:00", "--source", "仓库", "--json", status=0,
    ).json  # fmt: skip
    assert [file["duplicate"] for file in added] == [False, False]
    again = program("evidence", "add", str(note), "--customer", "K008", "--json", status=0).json
    assert again[0]["duplicate"] is True
    copy = tmp_path / "copy.txt"
    program("evidence", "export", str(added[0]["id"]), str(copy), status=0)
    assert copy.read_bytes() == note.read_bytes()
    program("evidence", "export", str(added[0]["id"]), str(copy), status=2)
    listed = program("evidence", "list", "K008", "--json", status=0).json
    assert {"送货单.txt", "wechat.png"} <= {file["name"] for file in listed}


def test_verify_finds_a_changed_and_a_missing_file(program: Program, tmp_path: Path) -> None:
    sound = program("evidence", "verify", "--deep", "--json", status=0).json
    assert (sound["damaged"], sound["missing"], sound["chain"]["ok"]) == ([], [], True)
    note = tmp_path / "note.txt"
    note.write_text("one", encoding="utf-8")
    first, second = program(
        "evidence", "add", str(note), PICTURE, "--customer", "K008", "--json", status=0
    ).json
    for file, change in (
        (first, lambda path: path.write_text("two", encoding="utf-8")),
        (second, Path.unlink),
    ):
        path = program.folder / "evidence" / file["sha256"][:2] / file["sha256"]
        path.chmod(0o644)
        change(path)
    answer = program("evidence", "verify", "--json", status=1).json
    assert [file["id"] for file in answer["damaged"]] == [first["id"]]
    assert [file["id"] for file in answer["missing"]] == [second["id"]]
    assert set(answer["chain"]) == {"events", "ok", "broken_at"}
    checks = {row["check"]: row for row in program("doctor", "--json", status=1).json}
    assert checks["evidence"]["ok"] is False
    assert "altered" in checks["evidence"]["detail"]


def test_the_whole_ledger_goes_out_and_comes_back_the_same(
    program: Program, empty: Program, tmp_path: Path
) -> None:
    file = str(tmp_path / "whole.xlsx")
    written = program("export", file, "--json", status=0).json
    assert written["customers"] == 24
    empty("import", file, status=0)
    line = ("aging", "--by", "invoice", "--json")
    assert empty(*line, status=0).json["currencies"] == program(*line, status=0).json["currencies"]


def test_the_ledger_goes_out_beside_an_open_desktop(program: Program, tmp_path: Path) -> None:
    desktop = FileLock(program.folder / "arcdesk.lock")
    program("export", str(tmp_path / "whole.xlsx"), status=0)
    desktop.release()


def test_the_doctor_finds_the_demo_sound(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arcdesk.cli.desktop.has_screen", lambda: False)
    checks = program("doctor", "--json", status=0).json
    assert {"database", "chain", "evidence", "fonts", "keyring", "notification"} <= {
        row["check"] for row in checks
    }
    assert all(set(row) == {"check", "ok", "detail"} and row["ok"] for row in checks)
    assert len(program("doctor", status=0).out.splitlines()) == len(checks)


def test_the_companys_particulars_are_changed_one_by_one(program: Program) -> None:
    before = program("company", "--json", status=0).json
    after = program("company", "--phone", "0571-1111", "--json", status=0).json
    assert after == {**before, "phone": "0571-1111"}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1409.50", "人民币壹仟肆佰零玖元伍角整"),
        ("¥107,000.53", "人民币壹拾万柒仟元零伍角叁分"),
        ("0", "人民币零元整"),
    ],
)
def test_amounts_in_words(program: Program, amount: str, words: str) -> None:
    assert program("calc", "words", amount, "--json", status=0).json == {"words": words}
    assert program("calc", "words", amount, status=0).out.strip() == words


@pytest.mark.parametrize(
    ("line", "day", "is_provisional"),
    [
        (("2026-09-30",), "2026-10-08", False),
        (("2026-10-09",), "2026-10-10", False),
        (("2026-10-08", "--plus", "3"), "2026-10-12", False),
        (("2029-03-01",), "2029-03-02", True),
    ],
)
def test_working_days_know_holidays_and_make_up_days(
    program: Program, line: tuple[str, ...], day: str, is_provisional: bool
) -> None:
    answer = program("calc", "workday", *line, "--json", status=0).json
    assert answer == {"date": date.fromisoformat(day).isoformat(), "provisional": is_provisional}


def test_json_is_one_document_and_nothing_else(program: Program) -> None:
    for line in (["aging"], ["customers"], ["today"], ["followups"], ["evidence", "list"], ["doctor"]):
        answer = program(*line, "--json")
        json.loads(answer.out)
        assert answer.err == ""


def _open_invoice(program: Program, code: str) -> str:
    return str(program("customer", code, "--json", status=0).json["open_items"][0]["number"])


def test_the_scheduler_of_the_system_is_shown_as_text_where_it_is_not_windows(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.cli.remind_schedule.is_windows", lambda: False)
    shown = program("remind", "--status", "--json", status=0).json
    assert (shown["scheduled"], shown["at"]) == (None, "09:00")
    assert shown["command"][-3:-1] == ["--scheduled", "--workspace"]
    assert "OnCalendar=*-*-* 09:00:00" in shown["systemd"]
    assert "crontab" in program("remind", "--status", status=0).out
    assert "Task Scheduler" in program("remind", "--install", status=2).err


def test_by_the_scheduler_what_nobody_could_see_is_not_kept_as_told(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("arcdesk.cli.desktop.has_screen", lambda: False)
    assert program("remind", "--scheduled", "--json", status=0).json["notified"] == 0
    assert program("remind", "--json", status=0).json["notified"] == 2
