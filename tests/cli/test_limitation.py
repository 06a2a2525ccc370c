"""``limitation`` and ``guarantee``: case 15 by commands, the keys of the contract, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from arcdesk.pdf import preview
from tests.cli.conftest import NOW, Program
from tests.services.desks import Book, enter, make_desk

KEYS = ["invoice", "start", "raw_end", "last_day", "days_left", "provisional", "events"]
EVENT_KEYS = ["kind", "on", "strength", "effect", "moved_to", "reason", "evidence"]


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("limitation") / "workspace"
    desk = make_desk(folder, NOW)
    book = (
        Book().customer("C1", "苏州恒远电子科技有限公司").invoice("A", "C1", 1000, "2023-01-01", "2023-02-01")
    )
    enter(desk, book.invoice("B", "C1", 500, "2024-01-01", "2024-03-01").invoice("N", "C1", 70, "2026-01-01"))
    desk.close()
    return folder


@pytest.fixture
def books(_made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """One customer with two old invoices and one whose due date nobody knows."""
    folder = tmp_path / "workspace"
    shutil.copytree(_made, folder)
    return Program(folder, capsys)


def take_in(program: Program, folder: Path, *lines: str) -> None:
    file = folder / f"book-{abs(hash(lines))}.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    program("import", str(file))


def proof(folder: Path, name: str = "slip.png") -> str:
    file = folder / name
    file.write_bytes(name.encode())
    return str(file)


def clocks(program: Program, *words: str) -> dict[str, Any]:
    return {row["invoice"]: row for row in program("limitation", "C1", *words, "--json", status=0).json}


def end(program: Program, *words: str, invoice: str = "A") -> str | None:
    found: str | None = clocks(program, *words)[invoice]["raw_end"]
    return found


def test_case_15_by_commands(books: Program, tmp_path: Path) -> None:
    assert end(books, "--as-of", "2025-01-09") == "2026-02-01"
    (letter,) = books("letter", "C1", "--date", "2025-01-10", "--json", status=0).json["issued"]
    assert end(books, "--as-of", "2025-01-14") == "2026-02-01"
    books("letter", "--sent", letter["number"], "--on", "2025-01-11", "--tracking", "EA1", status=0)
    waiting = clocks(books, "--as-of", "2025-01-14")["A"]["events"][0]
    assert (waiting["strength"], waiting["effect"], waiting["would_end"]) == (
        "unproven",
        "none",
        "2028-01-11",
    )
    books(
        "letter", "--delivered", letter["number"], "--on", "2025-01-15", "--proof", proof(tmp_path), status=0
    )
    row = clocks(books)["A"]
    assert (row["start"], row["raw_end"], row["last_day"]) == ("2025-01-15", "2028-01-15", "2028-01-17")
    assert [event["kind"] for event in row["events"]] == ["demand_post"]
    assert len(row["events"][0]["evidence"]) == 2
    books("log", "C1", "--channel", "phone", "--outcome", "will_check", "--at", "2025-09-01 10:00", status=0)
    assert end(books) == "2028-01-15"
    take_in(books, tmp_path, "收款编号,客户编码,收款日期,金额", "R1,C1,2025-06-01,300")
    take_in(books, tmp_path, "收款编号,单据编号,核销金额", "R1,A,300")
    assert end(books) == "2028-06-01"
    assert end(books, "--as-of", "2025-05-31") == "2028-01-15"


@pytest.mark.parametrize(
    ("on", "alarm"),
    [("2025-08-04", None), ("2025-08-05", 180), ("2025-11-03", 90), ("2026-01-02", 30), ("2026-01-25", 7)],
)
def test_the_alarms_by_command(books: Program, on: str, alarm: int | None) -> None:
    row = clocks(books, "--as-of", on)["A"]
    assert (row["alarm"], alarm is None or row["days_left"] == alarm) == (alarm, True)


def test_the_answer_has_the_keys_of_the_contract_and_the_nearest_end_first(books: Program) -> None:
    every = books("limitation", "--json", status=0).json
    assert [row["invoice"] for row in every] == ["A", "B", "N"]
    assert all(list(row)[:7] == KEYS for row in every)
    assert (every[0]["state"], every[0]["customer"], every[0]["open"]) == ("expired", "C1", "1000.00")
    assert (every[0]["days_left"], every[0]["provisional"]) == (-249, False)
    assert (every[1]["raw_end"], every[1]["provisional"]) == ("2027-03-01", True)
    assert (every[2]["raw_end"], every[2]["state"]) == (None, None)
    assert "due date" in every[2]["why"]
    books("limitation", "C1", "--add-event", "demand@2026-03-01", status=0)
    (event,) = clocks(books)["B"]["events"]
    assert list(event)[:7] == EVENT_KEYS
    assert books("limitation", "--as-of", "2020-01-01", "--json", status=0).json == []


def test_an_event_is_entered_ended_and_withdrawn(books: Program, tmp_path: Path) -> None:
    suit = ("--add-event", "起诉@2025-12-01", "--invoice", "A", "--proof", proof(tmp_path), "--note", "一审")
    done = books("limitation", "C1", *suit, "--json", status=0).json
    (entered,) = done["entered"]
    said = (entered["kind"], entered["strength"], entered["invoice"], entered["note"])
    assert said == ("suit", "strong", "A", "一审")
    assert {row["invoice"]: row["state"] for row in done["clocks"]}["A"] == "pending"
    ended = books(
        "limitation", "C1", "--end", str(entered["id"]), "--on", "2026-06-30", "--json", status=0
    ).json
    assert end(books) == "2029-06-30"
    (number,) = [each["id"] for each in ended["entered"]]
    assert (
        books("limitation", "C1", "--withdraw", str(number), "--json", status=0).json["withdrawn"] == number
    )
    assert (end(books), clocks(books)["A"]["events"]) == ("2026-02-01", [])


def test_an_event_with_its_end_in_one_word(books: Program, tmp_path: Path) -> None:
    books(
        "limitation", "C1", "--add-event", "suit@2025-12-01..2026-06-30", "--proof", proof(tmp_path), status=0
    )
    assert end(books) == "2029-06-30"
    assert clocks(books)["A"]["events"][0]["ends_on"] == "2026-06-30"


def test_a_weak_event_counts_when_told_to(books: Program, tmp_path: Path) -> None:
    audit = ("--add-event", "询证函@2025-12-31", "--proof", proof(tmp_path))
    (entered,) = books("limitation", "C1", *audit, "--json", status=0).json["entered"]
    assert (entered["strength"], end(books)) == ("weak", "2026-02-01")
    books("limitation", "C1", "--count", f"entry:{entered['id']}", status=0)
    assert end(books) == "2028-12-31"
    books("limitation", "C1", *audit, "--count-weak", "--invoice", "B", status=0)
    assert end(books, invoice="B") == "2028-12-31"


def test_a_message_is_confirmed_by_its_key(books: Program, tmp_path: Path) -> None:
    at = ("--at", "2025-12-01 10:00", "--attach", proof(tmp_path, "wechat.png"))
    contact = books(
        "log", "C1", "--channel", "wechat", "--outcome", "will_check", *at, "--json", status=0
    ).json
    (event,) = clocks(books)["A"]["events"]
    assert (event["key"], event["strength"]) == (f"contact:{contact['contact']}", "weak")
    books("limitation", "C1", "--count", event["key"], status=0)
    assert end(books) == "2028-12-01"


def test_the_text_tells_the_story_in_both_languages(books: Program, tmp_path: Path) -> None:
    books(
        "limitation",
        "C1",
        "--add-event",
        "demand@2025-12-01",
        "--proof",
        proof(tmp_path, "回执.png"),
        status=0,
    )
    books("limitation", "C1", "--add-event", "call@2026-03-01", status=0)
    english = books("limitation", "C1", status=0).out
    for text in ("2028-12-01", "Demand, signed for", "回执.png", "not proven", "legal advice", "running"):
        assert text in english
    chinese = books("limitation", "C1", "--lang", "zh", status=0).out
    for text in ("时效中断，自 2025-12-01 起重新计算", "没有证据：仅列示，不计入。", "不提供法律意见"):
        assert text in chinese
    assert "C1" in books("limitation", status=0).out
    assert books("limitation", "--as-of", "2020-01-01", "--lang", "zh", status=0).out.strip()


@pytest.mark.parametrize(
    "words",
    [
        ("X9",), ("C1", "--as-of", "2025-02-30"), ("--add-event", "suit@2025-01-05"), ("C1", "--add-event", "suit"),
        ("C1", "--add-event", "dance@2025-01-05"), ("C1", "--add-event", "suit@2025-01-05..2024-01-05"),
        ("C1", "--add-event", "suit@2026-10-09"), ("C1", "--add-event", "suit@9999-01-01"),
        ("C1", "--add-event", "demand@2025-01-05", "--invoice", "Z"),
        ("C1", "--add-event", "demand@2025-01-05", "--evidence", "7"),
        ("C1", "--add-event", "demand@2025-01-05", "--evidence", "99999999999999999999"),
        ("C1", "--add-event", "demand@2025-01-05", "--proof", "no such file"),
        ("C1", "--add-event", "audit@2025-01-05", "--count-weak"),
        ("C1", "--end", "7"), ("C1", "--end", "-7"), ("C1", "--end", "99999999999999999999"), ("C1", "--end", "x"),
        ("C1", "--withdraw", "7"), ("C1", "--count", "contact:7"), ("C1", "--count", "💥"), ("C1", "--count", " "),
        ("C1", "--end", "1", "--withdraw", "1"), ("--withdraw", "1"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_one_line(books: Program, words: tuple[str, ...]) -> None:
    before = books.facts()
    answer = books("limitation", *words)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("error: ")
    assert len(answer.err.strip().splitlines()) == 1
    assert books.facts() == before


def test_another_customers_event_is_out_of_reach(books: Program, tmp_path: Path) -> None:
    take_in(books, tmp_path, "单据编号,客户编码,开票日期,到期日,金额", "Z,C2,2023-01-01,2023-02-01,1000")
    books("limitation", "C2", "--add-event", "suit@2025-12-01", "--proof", proof(tmp_path), status=0)
    for words in (("--withdraw", "1"), ("--end", "1"), ("--count", "entry:1")):
        assert books("limitation", "C1", *words).status == 2


def test_a_guarantee_by_commands(books: Program, tmp_path: Path) -> None:
    add = ("--add", "孙建国", "--kind", "joint", "--invoice", "B", "--months", "36")
    (line,) = books("guarantee", "C1", *add, "--proof", proof(tmp_path), "--json", status=0).json
    assert (line["state"], line["debts"][0]["raw_end"], line["days_left"]) == ("running", "2027-03-01", 144)
    claim = ("--demand", str(line["id"]), "--on", "2026-09-01", "--proof", proof(tmp_path, "claim.png"))
    (kept,) = books("guarantee", "C1", *claim, "--json", status=0).json
    assert (kept["state"], kept["debts"][0]["secured_on"]) == ("secured", "2026-09-01")
    assert kept["debts"][0]["limitation_end"] == "2029-09-01"
    assert books("guarantee", "C1", "--as-of", "2026-08-31", "--json", status=0).json[0]["state"] == "running"
    assert "孙建国" in books("guarantee", "C1", "--lang", "zh", status=0).out
    correct = (
        "--add",
        "孙建国",
        "--correct",
        str(line["id"]),
        "--kind",
        "general",
        "--invoice",
        "B",
        "--months",
        "36",
    )
    (mended,) = books("guarantee", "C1", *correct, "--json", status=0).json
    assert (mended["kind"], mended["state"]) == ("general", "running")
    (gone,) = books(
        "guarantee", "C1", "--withdraw-act", str(mended["acts"][0]["id"]), "--json", status=0
    ).json
    assert gone["acts"] == []
    (sued,) = books(
        "guarantee", "C1", "--suit", str(mended["id"]), "--on", "2026-09-02", "--json", status=0
    ).json
    assert (sued["state"], sued["acts"][0]["evidence"]) == ("running", None)
    assert books("guarantee", "C1", "--withdraw", str(mended["id"]), "--json", status=0).json == []
    assert books("guarantee", "C1", "--lang", "zh", status=0).out.strip() == "该客户没有登记担保。"


@pytest.mark.parametrize(
    "words",
    [
        ("X9",), ("C1", "--add", " "), ("C1", "--add", "甲", "--kind", "solid"), ("C1", "--add", "甲", "--months", "0"),
        ("C1", "--add", "甲", "--months", "999999999999999999999"), ("C1", "--add", "甲", "--until", "2026-13-01"),
        ("C1", "--add", "甲", "--invoice", "Z"), ("C1", "--add", "甲", "--contract", "Z"),
        ("C1", "--add", "甲", "--correct", "5"), ("C1", "--demand", "5"), ("C1", "--suit", "99999999999999999999"),
        ("C1", "--withdraw", "5"), ("C1", "--withdraw-act", "5"), ("C1", "--add", "甲", "--withdraw", "5"),
    ],
)  # fmt: skip
def test_a_guarantee_that_makes_no_sense_is_refused(books: Program, words: tuple[str, ...]) -> None:
    before = books.facts()
    answer = books("guarantee", *words)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("error: ")
    assert books.facts() == before


def test_the_clocks_of_a_customer_are_put_on_paper(books: Program, tmp_path: Path) -> None:
    target = tmp_path / "C1.pdf"
    answer = books("limitation", "C1", "--pdf", str(target), "--lang", "zh", "--json", status=0)
    assert [line["invoice"] for line in answer.json][:2] == ["A", "B"]
    text = preview.extract_text(target.read_bytes())
    for wanted in ("诉讼时效计算表", "苏州恒远电子科技有限公司", "2026-02-01", "2027-03-01", "第 1 页"):
        assert wanted in text
    assert "Written:" in books("limitation", "C1", "--pdf", str(target), status=0).out
    for words in (("limitation", "--pdf", str(target)), ("limitation", "C1", "--pdf", "x.doc"),
                  ("limitation", "C1", "--withdraw", "1", "--pdf", str(target))):  # fmt: skip
        refused = books(*words, status=2)
        assert refused.err.startswith("error: ")
