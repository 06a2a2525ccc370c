"""Customers merged, divided and put back from the command line."""

from __future__ import annotations

from tests.cli.conftest import Program


def test_merge_and_undo(program: Program) -> None:
    first, second = (one["code"] for one in program("customers", "--json").json[:2])
    before = program("aging", "--json").json
    shown = program("customer-merge", first, second, "--dry-run", "--json", status=0).json
    assert (shown["from"], shown["to"]) == (first, second)
    assert program("aging", "--json").json == before
    assert program("customer-merge", first, second, status=2).err.startswith("error: ")
    done = program("customer-merge", first, second, "--reason", "same company", "--json", status=0).json
    assert done["moved"] == shown["moved"]
    assert first not in {one["code"] for one in program("customers", "--json").json}
    assert program("customer", first, "--json").json["profile"]["code"] == second
    assert program("doctor", "--json").json
    (line,) = program("customer-moves", "--json", status=0).json
    assert (line["kind"], line["undone_at"], line["reason"]) == ("merge", None, "same company")
    assert "same company" in program("customer-moves", status=0).out
    assert program("customer-moves", "--undo", "1", "--json", status=0).json["undone_at"]
    assert program("aging", "--json").json == before
    assert "undone already" in program("customer-moves", "--undo", "1", status=2).err


def test_split_to_a_new_customer(program: Program) -> None:
    code = program("customers", "--json").json[0]["code"]
    number = program("customer", code, "--json").json["open_items"][0]["number"]
    words = ("customer-split", code, "--invoice", number, "--reason", "another branch")
    assert "not both" in program(*words, status=2).err
    assert number not in program(*words, "--dry-run", "--json", status=0).json["along"]
    done = program(*words, "--new-code", "N9", "--name", "新客户有限公司", "--json", status=0).json
    assert (done["from"], done["to"], done["moved"]["invoice"] >= 1) == (code, "N9", True)
    items = {item["number"] for item in program("customer", "N9", "--json").json["open_items"]}
    assert number in items


def test_doubles_are_listed(program: Program) -> None:
    found = program("customer-doubles", "--json", status=0).json
    assert all(len(one["customers"]) == 2 and one["score"] >= 85 for one in found)
    assert program("customer-doubles", "--lang", "zh", status=0).out
