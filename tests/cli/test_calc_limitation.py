"""``calc limitation`` and ``calc uscc``: the contract's keys, the words people use, the refusals."""

from __future__ import annotations

from typing import Any

import pytest

from arcdesk.cli.event_words import ALIASES, parse_event
from arcdesk.domain.limitation_events import KINDS
from tests.cli.conftest import Program

AS_OF = ("--as-of", "2025-01-01")


def reckon(program: Program, *words: str) -> Any:
    return program("calc", "limitation", *words, "--json", status=0).json


@pytest.mark.parametrize(
    ("words", "raw_end", "last_day"),
    [
        (("--due", "2023-03-15"), "2026-03-15", "2026-03-16"),
        (("--due", "2023-03-15", "--event", "payment@2025-02-28"), "2028-02-28", "2028-02-28"),
        (
            ("--instalment", "2023-04-30", "--instalment", "2023-07-31", "--instalment", "2023-01-31"),
            "2026-07-31",
            "2026-07-31",
        ),
        (
            ("--due", "2023-01-31", "--instalment", "2023-04-30", "--instalment", "2023-07-31"),
            "2026-07-31",
            "2026-07-31",
        ),
        (("--due", "2023-02-14"), "2026-02-14", "2026-02-14"),
        (("--due", "2023-02-17"), "2026-02-17", "2026-02-24"),
        (("--due", "2023-03-15", "--event", "demand@2026-03-16"), "2029-03-16", "2029-03-16"),
        (("--due", "2022-02-10", "--event", "suspension@2024-12-01..2025-01-15"), "2025-07-15", "2025-07-15"),
        (("--due", "2022-02-10", "--event", "force_majeure@2025-01-15"), "2025-07-15", "2025-07-15"),
        (("--due", "2022-02-10", "--event", "不可抗力@..2025-01-15"), "2025-07-15", "2025-07-15"),
        (("--due", "2022-02-28", "--years", "4"), "2026-02-28", "2026-02-28"),
        (("--due", "2023-02-01", "--event", "suit@2024-01-05..2025-03-03"), "2028-03-03", "2028-03-03"),
        (
            ("--due", "2023-02-01", "--event", "邮寄@2025-01-15", "--event", "付款@2025-06-01"),
            "2028-06-01",
            "2028-06-01",
        ),
        (("--due", "2023-02-01", "--event", "call@2025-06-01"), "2026-02-01", "2026-02-02"),
        (("--due", "2023-02-01", "--event", "audit_confirmation@2025-06-01"), "2026-02-01", "2026-02-02"),
        (
            ("--due", "2023-02-01", "--event", "audit_confirmation@2025-06-01", "--count-weak"),
            "2028-06-01",
            "2028-06-01",
        ),
    ],
)
def test_the_rows_of_t1_on_the_command_line(
    program: Program, words: tuple[str, ...], raw_end: str, last_day: str
) -> None:
    answer = reckon(program, *words, *AS_OF)
    assert (answer["raw_end"], answer["last_day"]) == (raw_end, last_day)
    assert answer["expired_on"] is None


def test_the_answer_has_the_keys_of_the_contract_and_the_chain_of_events(program: Program) -> None:
    answer = reckon(program, "--due", "2020-03-15", "--event", "demand_signed@2023-06-01", *AS_OF)
    assert {"raw_end", "last_day", "provisional", "expired_on", "flags"} <= answer.keys()
    assert (answer["raw_end"], answer["expired_on"], answer["flags"]) == (
        "2023-03-15",
        "2023-03-15",
        ["expired"],
    )
    assert answer["provisional"] is False
    (event,) = answer["events"]
    assert (event["kind"], event["effect"], event["rule"], event["moved_to"]) == (
        "demand_signed",
        "none",
        "late",
        None,
    )
    assert "2023-03-15" in event["reason"]


def test_a_period_that_has_run_out_by_today_says_so(program: Program) -> None:
    assert reckon(program, "--due", "2023-03-15")["expired_on"] == "2026-03-16"  # today is 2026-10-08
    answer = reckon(program, "--due", "2023-03-15", "--as-of", "2026-03-16")
    assert (answer["expired_on"], answer["state"], answer["days_left"]) == (None, "running", -1)
    assert [alarm["on"] for alarm in answer["action_by"]] == [
        "2025-09-16",
        "2025-12-15",
        "2026-02-13",
        "2026-03-08",
    ]


def test_an_open_suit_has_no_end(program: Program) -> None:
    for written in ("suit@2024-01-05", "suit@2024-01-05..", "起诉@2024年1月5日"):
        answer = reckon(program, "--due", "2023-02-01", "--event", written)
        assert (answer["raw_end"], answer["last_day"], answer["flags"]) == (None, None, ["pending"])


def test_a_revived_claim_is_flagged(program: Program) -> None:
    answer = reckon(program, "--due", "2020-03-15", "--event", "plan@2023-06-01", *AS_OF)
    assert (answer["raw_end"], answer["flags"]) == ("2026-06-01", ["revived_needs_lawyer"])
    assert (answer["expired_on"], answer["state"]) == ("2023-03-15", "revived")


def test_separate_debts_end_each_on_its_own_and_the_first_stands_on_top(program: Program) -> None:
    days = ("--instalment", "2023-04-30", "--instalment", "2023-01-31", "--instalment", "2023-07-31")
    answer = reckon(program, *days, "--separate", *AS_OF)
    assert answer["last_day"] == "2026-02-02"
    assert [one["raw_end"] for one in answer["separate"]] == ["2026-01-31", "2026-04-30", "2026-07-31"]
    text = program("calc", "limitation", *days, "--separate", *AS_OF, status=0).out
    assert text.count("End of limitation") == 3


def test_twenty_years_from_the_first_breach(program: Program) -> None:
    answer = reckon(program, "--due", "2023-03-15", "--first-breach", "2005-05-06", *AS_OF)
    assert (answer["raw_end"], answer["flags"]) == ("2025-05-06", ["capped"])


def test_people_read_the_dates_and_why_in_their_language(program: Program) -> None:
    words = (
        "calc",
        "limitation",
        "--due",
        "2023-02-01",
        "--event",
        "电话@2025-05-02",
        "--event",
        "付款@2025-06-01",
    )
    text = program(*words, *AS_OF, "--lang", "zh", status=0).out
    for part in (
        "2028-06-01",
        "时效届满日",
        "没有证据：仅列示，不计入。",
        "自 2025-06-01 起重新计算",
        "暂定",
    ):
        assert part in text


def test_every_kind_is_listed_with_its_words(program: Program) -> None:
    listed = reckon(program, "--kinds")
    assert [one["kind"] for one in listed] == list(KINDS)
    text = program("calc", "limitation", "--kinds", "--lang", "zh", status=0).out
    assert all(kind.name in text for kind in KINDS.values())


def test_every_word_means_one_kind() -> None:
    assert ALIASES.keys() == KINDS.keys()
    words = [word for text in ALIASES.values() for word in text.split()]
    assert len(words) == len(set(words))
    assert not set(words) & KINDS.keys()
    for kind, text in ALIASES.items():
        for word in (kind, *text.split()):
            assert parse_event(f"{word}@2025-02-28").kind == kind
            assert parse_event(f" {word.upper().replace('_', '-')}＠2025/2/28").kind == kind


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--due", "2023-02-30"),
        ("--due", "0023-02-03"),
        ("--due", "2199-02-01"),
        ("--due", "2023-02-01", "--years", "0"),
        ("--due", "2023-02-01", "--years", "99999999999999999999"),
        ("--due", "2023-02-01", "--years", "three"),
        ("--due", "2023-02-01", "--as-of", "yesterday"),
        ("--due", "2023-02-01", "--instalment", "soon"),
        ("--due", "2023-02-01", "--first-breach", "soon"),
        ("--due", "2023-02-01", "--event", ""),
        ("--due", "2023-02-01", "--event", "payment"),
        ("--due", "2023-02-01", "--event", "@2024-01-01"),
        ("--due", "2023-02-01", "--event", "payment@"),
        ("--due", "2023-02-01", "--event", "payment@.."),
        ("--due", "2023-02-01", "--event", "payment@2024-13-01"),
        ("--due", "2023-02-01", "--event", "bank_deduction@2024-01-01"),
        ("--due", "2023-02-01", "--event", "payment@2024-01-01..2024-01-02"),
        ("--due", "2023-02-01", "--event", "suit@..2024-01-02"),
        ("--due", "2023-02-01", "--event", "suit@2024-01-02..2024-01-01"),
        ("--due", "2023-02-01", "--event", "suit@2024-01-02..2024-01-03..2024-01-04"),
        ("--due", "2023-02-01", "--event", "x" * 5000 + "@2024-01-01"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_in_one_sentence(program: Program, words: tuple[str, ...]) -> None:
    answer = program("calc", "limitation", *words, "--json", status=2)
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1


def test_an_unknown_kind_names_the_known_ones(program: Program) -> None:
    said = program("calc", "limitation", "--due", "2023-02-01", "--event", "pigeon@2024-01-01", status=2).err
    assert all(kind in said for kind in KINDS)


def test_a_credit_code_is_checked(program: Program) -> None:
    answer = program("calc", "uscc", "9144 0300 7084 6113 6t", "--json", status=0).json
    assert answer == {"valid": True, "normalised": "91440300708461136T", "reason": None}
    wrong = program("calc", "uscc", "91440300708461136O", "--json", "--lang", "zh", status=1).json
    assert (wrong["valid"], wrong["normalised"]) == (False, "91440300708461136O")
    assert "没有“O”" in wrong["reason"]
    assert "Valid" in program("calc", "uscc", "91440300708461136T", status=0).out
    assert "18 characters" not in program("calc", "uscc", "440300708461136", status=0).out


@pytest.mark.parametrize("code", ["", "-5", "9" * 5000, "统一社会信用代码"])
def test_anything_else_is_simply_not_valid(program: Program, code: str) -> None:
    assert program("calc", "uscc", code, "--json", status=1).json["valid"] is False
