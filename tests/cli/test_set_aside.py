"""``set-aside`` and ``set-asides`` as they are typed, and ``today`` that shows the same list as the window."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Program


def listed(program: Program, *words: str) -> dict[str, Any]:
    return {entry["customer"]: entry for entry in program("today", *words, "--json", status=0).json}


def test_who_is_snoozed_leaves_the_list_and_stands_in_the_whole_one(program: Program) -> None:
    code = next(iter(listed(program)))
    made = program(
        "set-aside", code, "--snooze-until", "2026-10-12", "--reason", "等老板回来", "--json", status=0
    ).json
    assert (made["kind"], made["from"], made["until"], made["reason"], made["ended_by"]) == (
        "snooze", "2026-10-08", "2026-10-12", "等老板回来", None,
    )  # fmt: skip
    assert made["answered"]
    assert code not in listed(program)
    row = listed(program, "--all")[code]
    assert (row["state"], row["until"], row["note"], row["by_contact"]) == (
        "snoozed", "2026-10-12", "等老板回来", False,
    )  # fmt: skip
    assert code in listed(program, "--date", "2026-10-12")
    assert "等老板回来" in program("today", "--all", status=0).out
    (review,) = program("set-asides", "--json", status=0).json
    assert (review["customer"], review["reason"]) == (code, "等老板回来")
    assert "等老板回来" in program("set-asides", "--lang", "zh", status=0).out


def test_an_open_row_says_its_state_and_keeps_its_keys(program: Program) -> None:
    row = next(iter(listed(program).values()))
    assert {"customer", "priority", "kind", "reasons", "action", "script", "amount_overdue"} <= set(row)
    assert (row["state"], row["until"], row["note"], row["back"]) == ("open", None, None, None)


def test_done_and_skip_and_taking_back(program: Program) -> None:
    first, second, *_ = listed(program)
    program("set-aside", first, "--done", "--reason", "已收到付款", status=0)
    program("set-aside", second, "--skip", "--reason", "对方放假", status=0)
    whole = listed(program, "--all")
    assert (whole[first]["state"], whole[second]["state"]) == ("done", "skipped")
    back = program("set-aside", second, "--take-back", "--json", status=0).json
    assert (back["ended_by"], back["ended_on"]) == ("taken_back", "2026-10-08")
    assert second in listed(program)
    assert [line["ended_by"] for line in program("set-asides", "--json", status=0).json] == ["taken_back", None]


def test_a_contact_of_today_is_done_with_its_outcome(program: Program) -> None:
    code = next(iter(listed(program)))
    program("log", code, "--channel", "phone", "--outcome", "will_check", status=0)
    row = listed(program, "--all")[code]
    assert (row["state"], row["note"], row["by_contact"]) == ("done", "will_check", True)
    assert code not in listed(program)


@pytest.mark.parametrize(
    "words",
    [
        ("--done",),
        ("--reason", "x"),
        ("--done", "--skip", "--reason", "x"),
        ("--snooze-until", "2026-10-08", "--reason", "x"),
        ("--snooze-until", "tomorrow", "--reason", "x"),
        ("--take-back",),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(program: Program, words: tuple[str, ...]) -> None:
    code = next(iter(listed(program)))
    refused = program("set-aside", code, *words, status=2)
    assert refused.err.startswith("error: ")
    assert len(refused.err.strip().splitlines()) == 1
    assert program("set-asides", "--json", status=0).json == []


def test_the_review_wants_its_days_in_order(program: Program) -> None:
    assert "error: " in program("set-asides", "--from", "2026-10-09", "--to", "2026-10-08", status=2).err


def test_why_not_lists_everybody_who_is_not_chased(program: Program) -> None:
    first, second, *_ = listed(program)
    program("set-aside", first, "--snooze-until", "2026-10-12", "--reason", "等老板回来", status=0)
    program("hold", second, "--until", "2026-12-31", "--reason", "重整", status=0)
    issued = program("letter", second, "--force", "--reason", "总经理要求", "--json", status=0).json["issued"]
    found = program("why-not", "--json", status=0).json
    assert [line["customer"] for line in found["held"]] == [second]
    assert [line["customer"] for line in found["set_aside"]] == [first]
    (passed,) = found["overridden"]
    assert (passed["number"], passed["reason"]) == (issued[0]["number"], "总经理要求")
    assert "on_hold" in passed["overridden"][0]["rule"]
    reasons = {line["customer"]: line["held_by"] for line in found["left_alone"]["customers"]}
    assert "set_aside" in reasons.get(first, ["set_aside"])
    text = program("why-not", "--lang", "zh", status=0).out
    for word in ("== 暂停催收 ==", "重整", "等老板回来", "总经理要求", "== 久未催 =="):
        assert word in text


def test_why_names_the_decision_and_its_end(program: Program) -> None:
    code = next(iter(listed(program)))
    program("set-aside", code, "--snooze-until", "2026-10-12", "--reason", "等老板回来", status=0)
    report = program("aging", "--by", "invoice", "--json", status=0).json
    number = next(row["invoice"] for row in report["currencies"]["CNY"]["rows"] if row["customer"] == code)
    answer = program("why", number, "--json", status=0).json
    (told,) = [reason["text"] for reason in answer["reasons"] if reason["rule"] == "set_aside"]
    assert "2026-10-12" in told
    assert "等老板回来" in told
    assert all(reason["rule"] != "set_aside" for reason in answer["letter"]["reasons"])
