"""``due``, ``contracts`` and ``contract``: the answers, and what they refuse."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NOW, Program

HEAD = "单据编号,客户编码,客户名称,开票日期,到期日,金额,交货日期\n"
ROWS = (
    "U-1,C1,甲公司,2026-06-01,,1000.00,",
    "U-2,C1,甲公司,2026-09-20,,2000.50,",
    "U-3,C2,乙公司,2026-05-01,,300,",
    "D-1,C2,乙公司,2026-05-01,,40,2026-05-06",
    "S-1,C2,乙公司,2026-01-01,2026-03-02,500,",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three open invoices without a due date, one due by law, one that states its date."""
    from arcdesk import bootstrap
    from arcdesk.clock import FixedClock
    from arcdesk.services.company import CompanyProfile

    base = tmp_path_factory.mktemp("undated")
    file = base / "undated.csv"
    file.write_text(HEAD + "\n".join(ROWS) + "\n", encoding="utf-8")
    desk = bootstrap.create(base / "workspace", FixedClock(NOW), CompanyProfile("示例公司"))
    desk.importing.carry_out(desk.importing.plan(file))
    desk.close()
    return base / "workspace"


@pytest.fixture
def undated(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program on a copy of that workspace."""
    shutil.copytree(folder, tmp_path / "workspace")
    return Program(tmp_path / "workspace", capsys)


def test_an_import_names_what_lacks_a_due_date(empty: Program, tmp_path: Path) -> None:
    file = tmp_path / "undated.csv"
    file.write_text(HEAD + "\n".join(ROWS) + "\n", encoding="utf-8")
    assert empty("import", str(file), "--json", status=0).json["quarantined"] == ["U-1", "U-2", "U-3"]


def missing(program: Program, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = program("due", "--missing", *words, "--json", status=0).json
    return found


def test_what_lacks_a_due_date_is_listed_with_its_proposals(undated: Program) -> None:
    found = missing(undated)
    assert [row["invoice"] for row in found] == ["U-3", "U-1", "U-2"]
    assert found[0] == {
        "invoice": "U-3", "customer": "C2", "name": "乙公司", "kind": "invoice", "issued_on": "2026-05-01",
        "delivered_on": None, "due_on": None, "due_source": "missing", "due_source_text": "no due date",
        "amount": "300.00", "open": "300.00", "currency": "CNY", "contract": None,
        "proposals": [{
            "rule": "usual", "due_on": "2026-06-30",
            "text": "usual with this customer: 60 days after the invoice date (median, other invoices: 1)",
        }],
        "hint": None,
    }  # fmt: skip
    assert found[1]["proposals"] == []
    assert "delivery day" in found[1]["hint"]
    assert [row["invoice"] for row in missing(undated, "--customer", "C1")] == ["U-1", "U-2"]
    text = undated("due", "--missing", "--lang", "zh", status=0).out
    assert "惯常账期" in text
    assert "3 张单据" in text


def test_a_due_date_says_where_it_comes_from(undated: Program) -> None:
    (law,) = undated("due", "D-1", "--json", status=0).json
    assert (law["due_on"], law["due_source"], law["delivered_on"]) == ("2026-05-06", "law", "2026-05-06")
    assert "628" in law["due_source_text"]
    items = undated("customer", "C2", "--json", status=0).json["open_items"]
    assert {item["number"]: item["due_source"] for item in items} == {
        "U-3": "missing", "D-1": "law", "S-1": "file"
    }  # fmt: skip


def test_a_dry_run_shows_what_becomes_overdue_and_changes_nothing(undated: Program) -> None:
    before = undated.facts()
    answer = undated("due", "--missing", "--days", "30", "--dry-run", "--json", status=0).json
    assert [(row["invoice"], row["due_on"], row["overdue_days"]) for row in answer["changed"]] == [
        ("U-3", "2026-05-31", 130), ("U-1", "2026-07-01", 99), ("U-2", "2026-10-20", 0)
    ]  # fmt: skip
    assert answer["newly_overdue"] == {"CNY": {"invoices": 2, "amount": "1300.00"}}
    assert answer["dry_run"] is True
    assert undated.facts() == before


def test_missing_dates_are_given_in_one_go_and_taken_back(undated: Program) -> None:
    answer = undated("due", "--missing", "--days", "30", "--reason", "口头约定", "--json", status=0).json
    assert len(answer["changed"]) == 3
    assert missing(undated) == []
    assert "到期日" in undated("due", "--missing", "--lang", "zh", status=0).out
    (line,) = undated("due", "U-1", "--json", status=0).json
    assert (line["due_on"], line["due_source"]) == ("2026-07-01", "entered")
    assert [(h["rule"], h["old_due_on"], h["due_on"], h["reason"]) for h in line["history"]] == [
        ("issued", None, "2026-07-01", "口头约定")
    ]
    back = undated("due", "U-1", "U-2", "--undo", "--json", status=0).json
    assert [row["due_on"] for row in back["changed"]] == [None, None]
    assert [row["invoice"] for row in missing(undated)] == ["U-1", "U-2"]


def test_accepting_leaves_what_has_no_proposal_and_says_so(undated: Program) -> None:
    answer = undated("due", "--missing", "--accept", "--json", status=1).json
    assert [row["invoice"] for row in answer["changed"]] == ["U-3"]
    assert [row["invoice"] for row in answer["skipped"]] == ["U-1", "U-2"]
    text = undated("due", "U-1", "U-3", "--days", "10", "--reason", "x", "--lang", "zh", status=0).out
    assert "已更改 2 个到期日" in text


def test_days_count_from_a_delivery_that_may_be_entered_and_corrected(undated: Program) -> None:
    words = ("due", "U-1", "--days", "30", "--from", "delivered")
    undated(*words, "--delivered", "2026-06-10", "--json", status=0)
    (line,) = undated("due", "U-1", "--json", status=0).json
    assert (line["delivered_on"], line["due_on"]) == ("2026-06-10", "2026-07-10")
    undated(*words, "--delivered", "2026-06-12", "--reason", "签收单", "--json", status=0)
    (line,) = undated("due", "U-1", "--json", status=0).json
    assert (line["delivered_on"], line["due_on"]) == ("2026-06-12", "2026-07-12")


def test_an_extension_moves_a_date_that_stood(undated: Program) -> None:
    answer = undated(
        "due", "S-1", "--on", "2026-12-31", "--agreed", "--reason", "延期协议", "--json", status=0
    ).json
    assert answer["changed"] == [
        {
            "invoice": "S-1", "customer": "C2", "old_due_on": "2026-03-02", "due_on": "2026-12-31",
            "due_source": "entered", "rule": "agreed", "text": "extension agreed with the customer",
            "overdue_days": 0,
        }
    ]  # fmt: skip


def test_a_contract_is_entered_linked_and_followed(undated: Program) -> None:
    words = ("--days", "30", "--rule", "month_day", "--payment-day", "20", "--penalty", "万分之五", "--order",
             "interest_first", "--years", "4", "--stop-supply", "60", "--dispute", "苏州仲裁委员会", "--signed",
             "2026-01-05", "--notice", "星湖街1号", "--note", "框架")  # fmt: skip
    answer = undated("contract", "HT-1", "--customer", "C1", *words, "--link", "U-1", "--json", status=0).json
    assert answer == {
        "number": "HT-1", "customer": "C1", "signed_on": "2026-01-05", "credit_days": 30, "due_rule": "month_day",
        "due_day": 20, "terms": "on day 20 of the next month", "penalty_daily_rate": "0.0005",
        "payment_order": "interest_first", "dispute_clause": "苏州仲裁委员会", "limitation_years": 4,
        "stop_supply_days": 60, "notice_address": "星湖街1号", "note": "框架", "invoices": 1,
        "open": {"CNY": "1000.00"}, "due_dates_changed": 0, "due_dates_to_recompute": 1,
    }  # fmt: skip
    assert missing(undated, "--customer", "C1")[0]["proposals"][0]["rule"] == "contract"
    again = undated("contract", "HT-1", "--recompute", "--json", status=0).json
    assert (again["due_dates_changed"], again["due_dates_to_recompute"]) == (1, 0)
    (line,) = undated("due", "U-1", "--json", status=0).json
    assert (line["due_on"], line["due_source"]) == ("2026-07-20", "contract")
    undated("contract", "HT-1", "--days", "60", "--recompute", status=0)
    (line,) = undated("due", "U-1", "--json", status=0).json
    assert line["due_on"] == "2026-08-20"
    assert [row["number"] for row in undated("contracts", "--json", status=0).json] == ["HT-1"]
    assert undated("contracts", "C2", "--json", status=0).json == []
    shown = undated("contract", "HT-1", "--lang", "zh", status=0).out
    assert "开票后第2个月的20日" in shown
    assert "先息后本" in shown
    assert "HT-1" in undated("contracts", "--lang", "zh", status=0).out


def test_the_size_of_the_company_is_kept(undated: Program) -> None:
    answer = undated("company", "--size", "small", "--json", status=0).json
    assert answer["size"] == "small"
    assert "小型" in undated("company", "--lang", "zh", status=0).out


REFUSED = [
    ("due",),
    ("due", "NIX"),
    ("due", "NIX", "--on", "2026-12-01"),
    ("due", "U-1", "--missing"),
    ("due", "U-1", "--on", "2026-02-30"),
    ("due", "U-1", "--on", "tomorrow"),
    ("due", "U-1", "--on", "2026-05-31"),
    ("due", "U-1", "--on", "2199-12-31"),
    ("due", "U-1", "--on", "0001-01-01"),
    ("due", "U-1", "--days", "-1"),
    ("due", "U-1", "--days", "99999999999999999999"),
    ("due", "U-1", "--days", "thirty"),
    ("due", "U-1", "--days", "30", "--from", "whenever"),
    ("due", "U-1", "--from", "issued"),
    ("due", "U-1", "--on", "2026-12-01", "--days", "30"),
    ("due", "U-1", "--on", "2026-12-01", "--undo"),
    ("due", "U-1", "--accept"),
    ("due", "U-1", "--contract"),
    ("due", "U-1", "--law"),
    ("due", "U-1", "--law", "--delivered", "2026-10-09"),
    ("due", "U-1", "--days", "5", "--from", "delivered"),
    ("due", "U-1", "--agreed"),
    ("due", "U-1", "--undo"),
    ("due", "U-1", "--customer", "C1"),
    ("due", "S-1", "--on", "2026-12-31"),
    ("due", "S-1", "--on", "2026-03-02", "--reason", "x"),
    ("due", "--missing", "--customer", "NIX"),
    ("contract", "HT-9"),
    ("contract", " ", "--customer", "C1"),
    ("contract", "HT-9", "--customer", "NIX"),
    ("contract", "HT-9", "--customer", "C1", "--days", "-3"),
    ("contract", "HT-9", "--customer", "C1", "--days", "30", "--rule", "later"),
    ("contract", "HT-9", "--customer", "C1", "--days", "30", "--rule", "month_day"),
    ("contract", "HT-9", "--customer", "C1", "--days", "30", "--rule", "month_day", "--payment-day", "32"),
    ("contract", "HT-9", "--customer", "C1", "--penalty", "5%"),
    ("contract", "HT-9", "--customer", "C1", "--penalty", "much"),
    ("contract", "HT-9", "--customer", "C1", "--years", "5"),
    ("contract", "HT-9", "--customer", "C1", "--stop-supply", "-1"),
    ("contract", "HT-9", "--customer", "C1", "--order", "costs_first"),
    ("contract", "HT-9", "--customer", "C1", "--signed", "2026-10-09"),
    ("contract", "HT-9", "--customer", "C1", "--link", "NIX"),
    ("contract", "HT-9", "--customer", "C1", "--link", "U-3"),
    ("contracts", "NIX"),
    ("company", "--size", "huge"),
]


@pytest.mark.parametrize("line", REFUSED, ids=" ".join)
def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(
    undated: Program, line: tuple[str, ...]
) -> None:
    before = undated.facts()
    answer = undated(*line, "--json")
    assert answer.status == 2, answer
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
    assert undated.facts() == before
