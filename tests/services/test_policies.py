"""Policies in the books: copied, changed in versions, chosen, tried on the present ledger (F-27, F-28, S-078)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.policies import P_001, P_003, SHIPPED
from arcdesk.domain.policy import Action, BadLevel, Condition, Level, Policy
from arcdesk.models.base import proxy
from arcdesk.services.customers import UnknownCustomer
from arcdesk.services.policies import (
    BadPolicyCode,
    NoPolicyFile,
    PolicyShipped,
    PolicyUnchanged,
    UnknownGrade,
    UnknownPolicy,
)
from arcdesk.services.policy_rows import NoPolicyRow, from_rows, to_rows
from arcdesk.services.scripts import Speaker, script_for
from tests.services.desks import TODAY, Book, customer_id, enter

CALL = (Level(1, (Action("call"),)),)


@pytest.fixture
def books(desk: Desk) -> Desk:
    """C1 is 16 days overdue and of grade C, C2 two months without a grade."""
    book = Book().customer("C1", grade="C").customer("C2")
    book.invoice("A", "C1", 1000, "2026-08-01", "2026-09-22").invoice("B", "C2", 900, "2026-07-01", "2026-08-05")
    enter(desk, book)
    return desk


def steps(desk: Desk) -> dict[str, str]:
    return {entry.customer_code: entry.step for entry in desk.worklist.today()}


def test_without_a_choice_everybody_is_chased_by_the_four_colours(books: Desk) -> None:
    assert steps(books) == {"C1": "letter", "C2": "call"}
    assert [policy.code for policy in books.policies.all()] == list(SHIPPED)
    assert books.policies.of(customer_id(books, "C1")) == P_003


def test_the_rule_of_the_source_document_reaches_the_list(books: Desk) -> None:
    """Overdue more than 15 days and grade C: second letter, and a task for the sales manager (S-078)."""
    books.policies.choose("P-001", grade="C")
    entry = books.worklist.of(customer_id(books, "C1"))
    assert entry is not None
    assert (entry.step, entry.action) == ("letter", "Send the second demand")
    assert [reason.text_key for reason in entry.reasons][1:] == ["Task for the sales manager"]
    assert steps(books)["C2"] == "call"


def test_the_nearest_choice_counts_and_can_be_taken_back(books: Desk) -> None:
    who = customer_id(books, "C1")
    books.policies.choose("P-000")
    books.policies.choose("P-001", grade="C")
    books.policies.choose("P-002", customer_id=who)
    seen = [books.policies.of(who).code]
    books.policies.choose("", customer_id=who)
    seen.append(books.policies.of(who).code)
    books.policies.choose("", grade="C")
    seen.append(books.policies.of(who).code)
    books.policies.choose("")
    seen.append(books.policies.of(who).code)
    assert seen == ["P-002", "P-001", "P-000", "P-003"]


def test_a_copy_is_changed_in_versions_and_counts_at_once(books: Desk) -> None:
    saved = books.policies.save("OURS", "our way", P_003.levels, "copied")
    assert (saved.version, saved.name) == (1, "our way")
    books.policies.choose("OURS")
    assert steps(books) == {"C1": "letter", "C2": "call"}
    again = books.policies.save("OURS", "our way", (*P_003.levels, Level(16, (Action("visit"),))), "visit at 16")
    assert again.version == 2
    assert steps(books)["C1"] == "visit"
    assert [(v.policy.version, v.note) for v in books.policies.versions("OURS")] == [(2, "visit at 16"), (1, "copied")]
    assert [level.from_days for level in again.levels] == sorted(level.from_days for level in again.levels)


def test_a_trial_says_who_differs_and_changes_nothing(books: Desk) -> None:
    before = steps(books)
    trial = books.policies.try_out(P_001)
    assert trial.now == {"letter": 1, "call": 1}
    assert trial.then == {"letter": 2}
    assert {line.customer_code: (line.now, line.then) for line in trial.lines} == {
        "C1": (("Send the letter with the statement",), ("Send the second demand", "Task for the sales manager")),
        "C2": (("Call the person who decides",), ("Send the final demand", "Report to the CFO")),
    }
    assert steps(books) == before
    nobody = books.policies.try_out(Policy("X", "x", (Level(300, (Action("lawyer"),)),)))
    assert nobody.then == {}
    assert {line.then for line in nobody.lines} == {()}


def test_what_cannot_be_is_refused(books: Desk) -> None:
    with pytest.raises(PolicyShipped):
        books.policies.save("P-003", "x", CALL)
    for code in ("", "a b", "x" * 31, "a/b", "../x"):
        with pytest.raises(BadPolicyCode):
            books.policies.save(code, "x", CALL)
    with pytest.raises(BadLevel):
        books.policies.save("X", "x", (Level(9999, (Action("call"),)),))
    with pytest.raises(UnknownPolicy):
        books.policies.choose("P-009")
    with pytest.raises(UnknownGrade):
        books.policies.choose("P-001", grade="Z")
    with pytest.raises(UnknownCustomer):
        books.policies.choose("P-001", customer_id=999)
    books.policies.save("X", "x", CALL)
    with pytest.raises(PolicyUnchanged):
        books.policies.save("X", "x", CALL)


def test_a_policy_goes_out_and_comes_in(books: Desk, tmp_path: Path) -> None:
    for code, policy in SHIPPED.items():
        read = books.policies.read(books.policies.export(code, tmp_path / f"{code}.json"))
        assert [(each.from_days, each.actions, each.conditions) for each in read.levels] == [
            (each.from_days, each.actions, each.conditions) for each in policy.levels
        ]


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'{"code": "X"}', b'{"code": "X", "levels": 5}', b"\xff\xfe", b"[" * 100_000, b"x" * 600_000],
)
def test_a_file_that_is_no_policy_is_refused(books: Desk, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(NoPolicyFile):
        books.policies.read(file)
    with pytest.raises(NoPolicyFile):
        books.policies.read(tmp_path / "absent.json")


@pytest.mark.parametrize("row", [5, {}, {"from_days": "x", "actions": []}, {"from_days": 1, "actions": [5]}, None])
def test_a_row_that_is_none_is_named(books: Desk, tmp_path: Path, row: object) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps({"code": "X", "levels": [row]}), encoding="utf-8")
    with pytest.raises(NoPolicyRow):
        books.policies.read(file)


def test_rows_survive_the_way_through_json() -> None:
    level = Level(5, (Action("letter", "first"), Action("escalate", role="cfo")),
                  (Condition("amount", "at_least", "5"),), 3, "say hello")  # fmt: skip
    assert from_rows(json.loads(json.dumps(to_rows((level,))))) == (level,)


def test_versions_and_choices_are_never_rewritten(books: Desk) -> None:
    books.policies.save("X", "x", CALL)
    books.policies.choose("X")
    for statement in (
        "UPDATE policy SET id = 9",
        "DELETE FROM policy",
        "UPDATE policy_choice SET id = 9",
        "DELETE FROM policy_choice",
    ):
        with pytest.raises(Exception, match="append-only"):
            proxy.execute_sql(statement)


def test_the_words_of_a_row_are_said_with_their_figures(books: Desk) -> None:
    words = "{greeting}{amount}，逾期{days}天，请于{pay_by}前付。"
    books.policies.save("OURS", "ours", (Level(1, (Action("call"),), script=words),))
    books.policies.choose("OURS")
    entry = books.worklist.of(customer_id(books, "C1"))
    assert entry is not None
    said = script_for(entry, Speaker("周", "经理"), TODAY, books.reference.workdays, "zh")
    assert said is not None
    assert "¥1,000.00，逾期16天，请于2026年10月1" in said.text
    for wrong in ("{amount", "{mood}", "{amount.__class__}"):
        with pytest.raises(BadLevel):
            books.policies.save("X", "x", (Level(1, (Action("call"),), script=wrong),))


def test_a_letter_says_by_which_policy_it_was_written(books: Desk) -> None:
    books.policies.choose("P-001")
    books.letters.issue(customer_id(books, "C1"))
    (row,) = proxy.execute_sql("SELECT snapshot FROM document").fetchall()
    assert json.loads(row[0])["data"]["policy"] == "P-001 (0)"


def test_customers_with_a_tag_are_chased_otherwise(books: Desk) -> None:
    who = customer_id(books, "C2")
    vip = (Level(1, (Action("call"),)), Level(10, (Action("visit"),), (Condition("tag", "is", "VIP"),)))
    policy = books.policies.save("OWN", "自定", vip)
    books.policies.choose(policy.code)
    assert steps(books) == {"C1": "call", "C2": "call"}
    books.customers.save_profile(replace(books.customers.find(who), tags="展会、 vip"))
    assert books.customers.find(who).tags == "展会, vip"
    assert steps(books) == {"C1": "call", "C2": "visit"}
    assert [profile.code for profile in books.customers.matching("VIP")] == ["C2"]
