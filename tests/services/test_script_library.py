"""What to say, as a person may change it: true whatever the history, kept in versions, reviewed (R91, S-170)."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain import tone
from arcdesk.models.base import proxy
from arcdesk.services.contacts import NewContact
from arcdesk.services.kept_words import LANGUAGES, NoTemplateFile, NothingChanged
from arcdesk.services.script_library import (
    EmptyReview,
    NoScriptFile,
    ReviewInFuture,
    ScriptRefused,
    UnknownReviewedContact,
    UnknownScript,
)
from arcdesk.services.script_words import ANSWERS, keys, texts
from arcdesk.services.scripts import SaidText, Speaker
from tests.services.desks import CHINA, TODAY, Book, customer_id, enter, set_day, table_rows

OWN = "{greeting}{amount}拖了{overdue_days}天，{pay_deadline}前请付。"


@pytest.fixture
def owing(desk: Desk) -> int:
    """One customer with ¥1,000 overdue for 249 days."""
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-01-01", "2026-02-01"))
    return customer_id(desk, "C1")


def said(desk: Desk, customer: int, behaviour: str = "", language: str = "zh") -> SaidText:
    entry = desk.worklist.of(customer)
    assert entry is not None
    found = desk.scripts.say(entry, Speaker("周敏", "经理", behaviour), desk.clock.today(), language)
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_script_has_nothing_against_it(desk: Desk, language: str) -> None:
    assert set(keys()) == set(texts(language))
    for key in keys():
        assert desk.scripts.check(key, desk.scripts.current(key, language).text) == (), key
        assert tone.findings(texts(language)[key]) == ()


@pytest.mark.parametrize("key", ["late.forgetful", "middle.forgetful"])
def test_a_reminder_is_claimed_only_where_one_is_logged(desk: Desk, owing: int, key: str) -> None:
    first = set_day(desk, date(2026, 2, 1) + timedelta(days=60 if key.startswith("middle") else 200))
    assert "提醒" not in said(desk, owing, "forgetful").text
    desk.contacts.log(NewContact(owing, "phone", "no_answer"))  # nobody heard it
    assert "提醒" not in said(desk, owing, "forgetful").text
    desk.contacts.log(NewContact(owing, "phone", "will_check"))
    set_day(desk, first + timedelta(days=10))
    found = said(desk, owing, "forgetful")
    assert (found.key, "提醒过" in found.text) == (key, True)


def test_broken_again_is_said_only_of_the_second_promise(desk: Desk, owing: int) -> None:
    def promise(made: date, due_on: date) -> None:
        set_day(desk, made)
        desk.contacts.log(NewContact(owing, "phone", "promised", promises=((50_000, due_on),)))

    promise(date(2026, 9, 1), date(2026, 9, 5))
    set_day(desk, date(2026, 9, 20))
    once = said(desk, owing, "malicious")
    assert (once.key, "又一次" in once.text) == ("broken_promise.malicious", False)
    promise(date(2026, 9, 20), date(2026, 9, 25))
    set_day(desk, date(2026, 10, 8))
    assert "又一次" in said(desk, owing, "malicious").text


def test_own_words_are_said_until_they_are_taken_back(desk: Desk, owing: int) -> None:
    saved = desk.scripts.save("late.any", "zh", OWN, "short")
    assert not saved.is_shipped
    assert said(desk, owing).text == "周敏（经理）您好，¥1,000.00拖了249天，2026年10月12日前请付。"
    with pytest.raises(NothingChanged):
        desk.scripts.save("late.any", "zh", OWN)
    assert desk.scripts.reset("late.any", "zh").is_shipped
    assert "协商" in said(desk, owing).text
    assert [version.text is None for version in desk.scripts.versions("late.any", "zh")] == [True, False]


@pytest.mark.parametrize("text", ["{mood}", "{amount", "{if reminded}x", "", "{reminded}", "{promises}"])
def test_a_field_that_does_not_exist_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(ScriptRefused):
        desk.scripts.save("late.any", "zh", text)
    assert table_rows("script_text") == []


@pytest.mark.parametrize("text", ["{amount}再不付就通知家属", "{amount}不付影响征信", "{amount}后果自负"])
def test_the_tone_is_warned_of(desk: Desk, text: str) -> None:
    remarks = desk.scripts.check("late.any", text)
    assert remarks
    assert not any(each.blocking for each in remarks)


def test_a_text_that_lacks_a_value_is_not_said(desk: Desk, owing: int) -> None:
    desk.scripts.save("late.any", "zh", "{greeting}{amount}，合同{contract_no}。")
    entry = desk.worklist.of(owing)
    assert desk.scripts.say(entry, Speaker(), TODAY, "zh") is None


def test_every_answer_is_at_hand_with_its_hour(desk: Desk, owing: int) -> None:
    entry = desk.worklist.of(owing)
    found = {each.key: each.text for each in desk.scripts.answers(owing, entry, Speaker(), TODAY, "zh")}
    assert set(found) == set(ANSWERS)
    assert "今日17点" in found["answer.by_hour"]
    assert not any("{" in text for text in found.values())
    desk.clock.moment = datetime(2026, 10, 9, 18, 0, tzinfo=CHINA)  # type: ignore[attr-defined]
    late = {each.key: each.text for each in desk.scripts.answers(owing, entry, Speaker(), date(2026, 10, 9), "zh")}
    assert "2026年10月10日17时" in late["answer.by_hour"]  # a Saturday that is worked


def test_answers_are_there_where_nothing_is_overdue(desk: Desk) -> None:
    enter(desk, Book().customer("C9"))
    found = desk.scripts.answers(customer_id(desk, "C9"), None, Speaker(), TODAY, "en")
    assert len(found) == len(ANSWERS)


def test_the_library_is_carried_as_a_file(desk: Desk, tmp_path: Path) -> None:
    desk.scripts.save("late.any", "zh", OWN)
    file = desk.scripts.export(tmp_path / "话术.json")
    desk.scripts.reset("late.any", "zh")
    (changed,) = desk.scripts.bring(file)
    assert (changed.kind, changed.text) == ("late.any", OWN + "\n")
    with pytest.raises(NothingChanged):
        desk.scripts.bring(file)
    library = json.loads(file.read_text(encoding="utf-8"))
    library["scripts"]["zh"]["early.any"] = "{nonsense}"
    library["scripts"]["zh"]["late.any"] = "{amount}"
    file.write_text(json.dumps(library), encoding="utf-8")
    before = table_rows("script_text")
    with pytest.raises(ScriptRefused):
        desk.scripts.bring(file)
    assert table_rows("script_text") == before  # all of it or nothing


@pytest.mark.parametrize(
    "content",
    [b"{}", b"[1]", b"no", b'{"format": "arcdesk-scripts", "scripts": []}', b"[" * 9000,
     b'{"format": "arcdesk-scripts", "scripts": {"zh": {"late.any": 3}}}'],
)  # fmt: skip
def test_a_file_that_is_no_library_is_refused(desk: Desk, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(NoScriptFile):
        desk.scripts.bring(file)
    with pytest.raises(NoTemplateFile):
        desk.scripts.bring(tmp_path / "absent.json")


def test_reviews_are_kept_with_the_script(desk: Desk, owing: int) -> None:
    logged = desk.contacts.log(NewContact(owing, "phone", "promised", script="late.any"))
    made = desk.scripts.review("late.any", "zh", "先问卡在哪一步", "一上来说金额", contact_id=logged.id)
    assert desk.scripts.reviews("late.any", "zh") == (made,)
    assert desk.scripts.reviews("late.any", "en") == ()
    for refusal, given in (
        (EmptyReview, {"worked": " ", "failed": ""}),
        (ReviewInFuture, {"worked": "x", "failed": "", "on": TODAY + timedelta(days=1)}),
        (UnknownReviewedContact, {"worked": "x", "failed": "", "contact_id": 999}),
    ):
        with pytest.raises(refusal):
            desk.scripts.review("late.any", "zh", **given)  # type: ignore[arg-type]
    with pytest.raises(UnknownScript):
        desk.scripts.review("early.nobody", "zh", "x", "")
    for statement in ("UPDATE script_review SET worked = ''", "DELETE FROM script_review", "DELETE FROM script_text"):
        desk.scripts.save("early.any", "zh", f"{OWN}{statement}")
        with pytest.raises(Exception, match="append-only"):
            proxy.execute_sql(statement)


def test_uses_are_counted_by_outcome_and_a_correction_counts_once(desk: Desk, owing: int) -> None:
    desk.contacts.log(NewContact(owing, "phone", "promised", script="late.any"))
    wrong = desk.contacts.log(NewContact(owing, "phone", "paid", script="late.any"))
    desk.contacts.log(NewContact(owing, "phone", "no_answer"))
    assert desk.scripts.uses() == {"late.any": {"paid": 1, "promised": 1}}
    original = desk.contacts.original(wrong.id)
    assert original.script == "late.any"
    desk.contacts.log(NewContact(owing, "phone", "refused", script=original.script, corrects=wrong.id))
    assert desk.scripts.uses() == {"late.any": {"promised": 1, "refused": 1}}


def test_the_recap_says_what_was_agreed_and_never_the_note(desk: Desk, owing: int) -> None:
    logged = desk.contacts.log(
        NewContact(
            owing, "wechat", "promised", note="这人不老实", person="孙总",
            promises=((30_000, date(2026, 10, 16)), (70_000, date(2026, 10, 30))),
            disputes=(("A", 10_000, "破损"),), follow_up_on=date(2026, 10, 19),
        )
    )  # fmt: skip
    text = desk.recaps.of(logged.id, "zh")
    assert text is not None
    assert text.startswith("孙总您好，")
    assert "2026年10月16日 付 ¥300.00" in text
    assert "2026年10月30日 付 ¥700.00" in text
    assert "A ¥100.00 破损" in text
    assert "2026年10月19日" in text
    assert "不老实" not in text
    assert "{" not in text
    english = desk.recaps.of(logged.id, "en")
    assert english is not None
    assert "¥300.00 on 16 October 2026" in english


def test_there_is_no_recap_of_a_call_nobody_took(desk: Desk, owing: int) -> None:
    assert desk.recaps.of(desk.contacts.log(NewContact(owing, "phone", "no_answer")).id, "zh") is None
