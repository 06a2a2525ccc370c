"""``customer``, ``grade`` and ``concentration``: portrait and grade on the command line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.cli.conftest import Program


def test_the_dossier_tells_the_portrait_and_the_grade(program: Program) -> None:
    answer = program("customer", "K010", "--json", status=0).json
    assert {"as_of", "profile", "balances", "open_items", "people", "promises", "follow_ups", "timeline",
            "next_step", "portrait", "grade"} <= set(answer)  # fmt: skip
    portrait = answer["portrait"]
    assert (portrait["as_of"], portrait["since"]) == ("2026-10-08", "2025-10-08")
    items = portrait["items"]
    judged = [item for item in items if item["standing"] != "undated"]
    record = portrait["on_time"]
    assert record["due"] == len([item for item in judged if item["due_on"] >= portrait["since"]])
    assert record["on_time"] == sum(item["on_time"] for item in items)
    late = [item["days_late"] for item in judged]
    assert Decimal(portrait["days_late"]["mean"]) == round(Decimal(sum(late)) / len(late), 1)
    assert portrait["max_overdue_days"] == max(line["overdue_days"] for line in answer["open_items"])
    (balance,) = answer["balances"]
    assert portrait["exposure"]["balance"] == balance["balance"]


def test_the_score_is_the_sum_of_its_parts(program: Program) -> None:
    grade = program("customer", "K002", "--json", status=0).json["grade"]
    assert grade["current"] == "A"
    assert grade["suggested"] in "ABCD"
    assert grade["score"] == sum(part["points"] for part in grade["parts"])
    assert [part["weight"] for part in grade["parts"]] == [40, 25, 20, 15]
    assert all(part["text"] for part in grade["parts"])


def test_a_past_day_and_the_first_day_of_the_calendar_answer_too(program: Program) -> None:
    then = program("customer", "K010", "--as-of", "2026-03-01", "--json", status=0).json["portrait"]
    assert all(item["due_on"] < "2026-03-01" for item in then["items"])
    first = program("customer", "K010", "--as-of", "1900-01-01", "--json", status=0).json
    assert first["portrait"]["on_time"]["rate"] is None
    assert (first["grade"]["suggested"], first["grade"]["score"]) == (None, None)
    assert program("customer", "K010", "--as-of", "2199-12-31", "--json", status=0).json["portrait"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_people_read_the_portrait_in_their_language(program: Program, language: str) -> None:
    text = program("customer", "K010", "--lang", language, status=0).out
    assert {"zh": "平均逾期", "en": "Days late"}[language] in text
    assert {"zh": "建议等级", "en": "Suggested grade"}[language] in text


def test_all_whose_grade_differs_are_listed_the_lowest_suggestion_first(program: Program) -> None:
    lines = program("grade", "--json", status=0).json
    assert lines
    assert all(line["current"] != line["suggested"] for line in lines)
    assert [line["suggested"] for line in lines] == sorted(
        (line["suggested"] for line in lines), reverse=True
    )
    assert lines[0]["name"] in program("grade", status=0).out


def test_a_grade_is_confirmed_and_stays(program: Program) -> None:
    line = program("grade", "--json", status=0).json[0]
    code = line["customer"]
    events = program("evidence", "verify", "--json").json["chain"]["events"]
    answer = program("grade", code, "--confirm", line["suggested"].lower(), "--json", status=0).json
    assert (answer["current"], answer["suggested"]) == (line["suggested"], line["suggested"])
    assert answer["history"] == [
        {"on": "2026-10-08", "suggested": line["suggested"], "confirmed": line["suggested"], "score": line["score"],
         "note": None}
    ]  # fmt: skip
    assert program("customers", code, "--json", status=0).json[0]["grade"] == line["suggested"]
    assert code not in [other["customer"] for other in program("grade", "--json", status=0).json]
    assert program("evidence", "verify", "--json").json["chain"]["events"] == events + 2  # with the verification before
    titles = [event["title"] for event in program("customer", code, "--json", status=0).json["timeline"]]
    assert f"Grade {line['suggested']} confirmed, {line['suggested']} suggested" in titles


def test_another_grade_takes_a_note(program: Program) -> None:
    refused = program("grade", "K002", "--confirm", "D", status=2)
    assert refused.err.startswith("error: ")
    assert len(refused.err.strip().splitlines()) == 1
    answer = program("grade", "K002", "--confirm", "D", "--note", "sued", "--json", status=0).json
    assert answer["history"][0]["note"] == "sued"
    assert "sued" in program("grade", "K002", status=0).out


@pytest.mark.parametrize(
    "words",
    [
        ("grade", "K002", "--confirm", "E"),
        ("grade", "K002", "--confirm", "甲", "--note", "x"),
        ("grade", "nobody"),
        ("grade", "--confirm", "A"),
        ("grade", "--note", "x"),
        ("grade", "K002", "--note", "x"),
        ("grade", "K002", "--confirm", "A", "--note", "x", "--as-of", "2030-01-01"),
        ("grade", "--as-of", "2026-02-30"),
        ("concentration", "--share", "0"),
        ("concentration", "--share", "101"),
        ("concentration", "--share", "most"),
        ("concentration", "--as-of", "soon"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(program: Program, words: tuple[str, ...]) -> None:
    before = program.facts()
    answer = program(*words, status=2)
    assert answer.out == ""
    assert answer.err.startswith("error: ")
    assert program.facts() == before


def test_most_of_the_receivable_lies_with_a_few(program: Program) -> None:
    answer = program("concentration", "--json", status=0).json
    block = answer["currencies"]["CNY"]
    assert len(block["top"]) < block["debtors"]
    assert Decimal(block["top"][-1]["cumulated"]) >= 80
    owed = sum(Decimal(line["balance"]) for line in block["top"])
    assert owed >= Decimal(block["total"]) * 4 / 5
    assert owed - Decimal(block["top"][-1]["balance"]) < Decimal(block["total"]) * 4 / 5
    assert block["top"][0]["name"] in program("concentration", status=0).out
    all_of_it = program("concentration", "--share", "100", "--json", status=0).json["currencies"]["CNY"]
    assert len(all_of_it["top"]) == all_of_it["debtors"]


def test_an_empty_workspace_has_nothing_to_grade(empty: Program) -> None:
    assert empty("grade", "--json", status=0).json == []
    assert "Every grade" in empty("grade", status=0).out
    assert empty("concentration", "--json", status=0).json["currencies"] == {}
    assert empty("concentration", status=0).out.strip()
