"""``why`` and ``hold`` as they are typed; the list and the letters answer alike."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Program

OVERDUE = "FP-10154"  # K007's only overdue invoice
OWNER = "K007"


def why(program: Program, *words: str) -> Any:
    return program("why", *words, "--json", status=0).json


def rules(answer: Any) -> list[str]:
    return [reason["rule"] for reason in answer["reasons"]]


def listed(program: Program, *words: str) -> dict[str, str]:
    return {entry["customer"]: entry["kind"] for entry in program("today", *words, "--json", status=0).json}


def test_why_answers_with_every_rule_and_its_text(program: Program) -> None:
    answer = why(program, OVERDUE)
    assert answer["chased"] is True
    assert [set(reason) for reason in answer["reasons"]] == [{"rule", "text"}] * len(answer["reasons"])
    assert answer["reasons"][0]["rule"] == "overdue"
    assert "is overdue by" in answer["reasons"][0]["text"]
    assert (answer["invoice"], answer["customer"], answer["date"]) == (OVERDUE, OWNER, "2026-10-08")
    assert (answer["open"], answer["demand"], answer["currency"]) == ("16200.00", "16200.00", "CNY")
    assert answer["letter"]["chased"] is True
    assert listed(program)[OWNER] == "level_due"


def test_why_is_readable_in_both_languages(program: Program) -> None:
    english = program("why", OVERDUE, status=0).out
    assert "It is chased:" in english
    assert "A demand letter may go out:" in english
    assert "应催，原因：" in program("why", OVERDUE, "--lang", "zh", status=0).out


def test_every_invoice_has_an_answer_and_the_list_agrees(program: Program) -> None:
    report = program("aging", "--by", "invoice", "--json", status=0).json
    numbers = [row["invoice"] for block in report["currencies"].values() for row in block["rows"]]
    answers = [why(program, number) for number in numbers]
    assert all(answer["reasons"] for answer in answers)
    chased = {answer["customer"] for answer in answers if answer["chased"]}
    asks = {"broken_promise", "deadline_passed", "level_due"}
    urgent = {customer for customer, kind in listed(program).items() if kind in asks}
    assert urgent <= chased
    planned = {customer for customer, kind in listed(program).items() if kind == "followup_due"}
    assert chased <= urgent | planned


def test_a_contact_silences_the_chasing_and_not_the_letter(program: Program) -> None:
    program("log", OWNER, "--channel", "phone", "--outcome", "no_answer", status=0)
    assert why(program, OVERDUE)["chased"]
    program("log", OWNER, "--channel", "phone", "--outcome", "in_approval", status=0)
    answer = why(program, OVERDUE)
    assert (answer["chased"], rules(answer)[0]) == (False, "too_soon")
    assert answer["letter"]["chased"]
    assert OWNER not in listed(program)
    assert OWNER in listed(program, "--date", "2026-10-15")
    assert why(program, OVERDUE, "--date", "2026-10-07")["chased"]
    issued = program("letter", OWNER, "--json", status=0).json["issued"]
    assert len(issued) == 1
    held = program("letter", OWNER, "--json", status=1).json["held"]
    assert [line["reason"] for line in held if line["invoice"] == OVERDUE] == ["too_soon"]


def test_a_promise_a_payment_and_unallocated_money_are_told_apart(program: Program) -> None:
    program(
        "log", OWNER, "--channel", "phone", "--outcome", "promised", "--promise", "16200@2026-10-10", status=0
    )
    assert rules(why(program, OVERDUE, "--date", "2026-10-10"))[0] == "promised"
    broken = why(program, OVERDUE, "--date", "2026-10-11")
    assert (broken["chased"], "broken_promise" in rules(broken)) == (True, True)
    assert next(iter(listed(program, "--date", "2026-10-11").values())) == "broken_promise"
    program("receipt", OWNER, "--amount", "16200", "--on", "2026-10-08", status=0)
    assert rules(why(program, OVERDUE))[0] == "covered_by_credit"
    assert listed(program)[OWNER] == "allocate"
    assert rules(why(program, OVERDUE, "--date", "2026-10-07"))[0] == "overdue"


def test_a_dispute_in_full_and_in_part(program: Program) -> None:
    def dispute(amount: str) -> Any:
        words = ("--channel", "visit", "--outcome", "disputes", "--at", "2026-09-20 10:00")
        program("log", OWNER, *words, "--dispute", f"{OVERDUE}={amount}", status=0)
        return why(program, OVERDUE)

    part = dispute("6200")
    assert (part["chased"], part["demand"], "part_disputed" in rules(part)) == (True, "10000.00", True)
    full = dispute("16200")
    assert (full["chased"], full["demand"], rules(full)[0]) == (False, "0.00", "disputed")


def test_a_hold_on_an_invoice_is_listed_and_ends_by_itself(program: Program) -> None:
    held = program(
        "hold", OVERDUE, "--until", "2026-10-20", "--reason", "等质检报告", "--json", status=0
    ).json
    assert (held["invoice"], held["customer"], held["until"], held["held"]) == (
        OVERDUE,
        OWNER,
        "2026-10-20",
        True,
    )
    assert held["open"] == {"CNY": "16200.00"}
    answer = why(program, OVERDUE)
    assert (answer["chased"], rules(answer)[0], answer["letter"]["chased"]) == (
        False,
        "invoice_on_hold",
        False,
    )
    assert "等质检报告" in answer["reasons"][0]["text"]
    assert OWNER not in listed(program)
    assert rules(why(program, OVERDUE, "--date", "2026-10-21"))[0] == "overdue"
    assert rules(why(program, OVERDUE, "--date", "2026-10-07"))[0] == "overdue"
    assert [line["invoice"] for line in program("hold", "--list", "--json", status=0).json] == [OVERDUE]
    assert program("hold", "--list", "--date", "2026-10-21", "--json", status=0).json == []
    assert "等质检报告" in program("hold", "--list", status=0).out
    assert program("hold", OVERDUE, "--lift", "--json", status=0).json["held"] is False
    assert why(program, OVERDUE)["chased"]
    assert "Nothing is on hold." in program("hold", "--list", status=0).out


def test_a_hold_on_a_customer_covers_all_his_invoices(program: Program) -> None:
    program("hold", OWNER, "--until", "2026-11-08", "--reason", "重整程序", status=0)
    answer = why(program, OVERDUE)
    assert (answer["chased"], rules(answer)[0]) == (False, "on_hold")
    assert program("letter", OWNER, "--json", status=1).json["issued"] == []
    (line,) = program("hold", "--list", "--json", status=0).json
    assert (line["customer"], line["invoice"], line["reason"]) == (OWNER, None, "重整程序")
    assert "no longer on hold" in program("hold", OWNER, "--lift", status=0).out
    assert why(program, OVERDUE)["chased"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("why", "NOPE"), "There is no invoice “NOPE” in the books"),
        (("why", OVERDUE, "--date", "2026-02-30"), "“2026-02-30” is not a date"),
        (("why", OVERDUE, "--date", "99999-01-01"), "is not a date"),
        (("hold",), "--until is missing"),
        (("hold", "--until", "2026-10-20"), "INVOICE|CODE is missing"),
        (("hold", OVERDUE), "--until is missing"),
        (("hold", OVERDUE, "--until", "2026-10-20"), "The reason is missing"),
        (("hold", OVERDUE, "--until", "2026-10-20", "--reason", "   "), "The reason is missing"),
        (("hold", OVERDUE, "--until", "2026-10-07", "--reason", "x"), "2026-10-07 is already past"),
        (
            ("hold", OVERDUE, "--until", "2199-12-31", "--reason", "x"),
            "A hold may last until 2029-10-08 at most",
        ),
        (("hold", OVERDUE, "--until", "soon", "--reason", "x"), "“soon” is not a date"),
        (
            ("hold", "NOPE", "--until", "2026-10-20", "--reason", "x"),
            "neither an invoice nor a customer “NOPE”",
        ),
        (
            ("hold", "NOPE", "--invoice", "--until", "2026-10-20", "--reason", "x"),
            "There is no invoice “NOPE”",
        ),
        (
            ("hold", "NOPE", "--customer", "--until", "2026-10-20", "--reason", "x"),
            "There is no customer “NOPE”",
        ),
        (("hold", "NOPE", "--invoice", "--customer", "--lift"), "cannot stand together"),
        (("hold", OVERDUE, "--lift", "--list"), "--lift and --list cannot stand together"),
        (("hold", OVERDUE, "--lift"), f"“{OVERDUE}” is not on hold"),
        (("hold", OWNER, "--lift"), "is not on hold"),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(
    program: Program, words: tuple[str, ...], sentence: str
) -> None:
    before = program.facts()
    answer = program(*words, status=2)
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert answer.err.count("\n") == 1
    assert sentence in answer.err
    assert program.facts() == before


def test_a_name_of_both_kinds_must_be_told_apart(program: Program) -> None:
    from datetime import date

    from arcdesk import bootstrap
    from arcdesk.clock import FixedClock
    from tests.cli.conftest import NOW

    desk = bootstrap.build(program.folder, FixedClock(NOW))
    desk.customers.add(OVERDUE, "同名客户")
    desk.close()
    put = ("hold", OVERDUE, "--until", "2026-10-20", "--reason", "x")
    assert "an invoice and a customer as well" in program(*put, status=2).err
    program(*put, "--customer", status=0)
    program(*put, "--invoice", status=0)
    held = program("hold", "--list", "--json", status=0).json
    assert {(line["customer"], line["invoice"]) for line in held} == {(OVERDUE, None), (OWNER, OVERDUE)}
    assert {date.fromisoformat(line["until"]) for line in held} == {date(2026, 10, 20)}
