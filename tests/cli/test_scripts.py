"""What to say: no text with a hole in it, in either language (R91)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from arcdesk.domain.gate import Reason
from arcdesk.domain.template_text import names, parse
from arcdesk.domain.workdays import Workdays
from arcdesk.services.customers import Person
from arcdesk.services.script_words import ANY, LATE, STAGES, texts
from arcdesk.services.scripts import FROM_REASON, Speaker, script_for, speaker_of
from arcdesk.services.worklist import TodayEntry

DAY = date(2026, 10, 8)
WORKDAYS = Workdays(frozenset(), frozenset(), range(2026, 2027))
BEHAVIOURS = ("reliable", "forgetful", "short_of_cash", "malicious", "")


def entry(kind: str, values: dict[str, object], overdue_fen: int = 120_000_50, days: int = 45) -> TodayEntry:
    reason = Reason(kind, "", values)
    return TodayEntry(
        1, "K1", "甲公司", "王芳", Decimal(1), kind, (reason,), "call", "", overdue_fen, days, "CNY"
    )  # fmt: skip


def test_both_languages_have_the_same_texts_with_the_same_fields() -> None:
    def fields(language: str) -> dict[str, set[str]]:
        return {
            key: set(names(parse(text)))
            for key, text in texts(language).items()
        }

    assert fields("zh") == fields("en")


def test_every_payer_at_every_stage_has_his_own_text() -> None:
    stages = [*(name for _, name in STAGES), LATE]
    wanted = {f"{stage}.{behaviour or ANY}" for stage in stages for behaviour in BEHAVIOURS}
    assert wanted | set(FROM_REASON) <= set(texts("zh"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("days", [1, 30, 31, 90, 91, 400])
def test_a_text_names_the_amount_and_a_day_to_pay(language: str, behaviour: str, days: int) -> None:
    said = script_for(
        entry("level_due", {"days": days}, days=days),
        Speaker("周敏", "财务经理", behaviour),
        DAY,
        WORKDAYS,
        language,
    )
    assert said is not None
    text = said.text
    assert "¥120,000.50" in text
    assert ("2026年10月13日" if language == "zh" else "13 October 2026") in text
    assert "周敏" in text
    assert "{" not in text


@pytest.mark.parametrize("kind", FROM_REASON)
def test_an_occasion_without_its_figure_is_blocked(kind: str) -> None:
    values: dict[str, object] = {
        "amount": "¥80,000.00", "due_on": date(2026, 10, 1), "number": "CK-1", "deadline_on": date(2026, 10, 2),
        "promised_on": date(2026, 10, 5),
    }  # fmt: skip
    whole = script_for(entry(kind, values), Speaker(), DAY, WORKDAYS, "zh")
    assert whole is not None
    assert "¥80,000.00" in whole.text
    for missing in FROM_REASON[kind].values():
        holed = {name: value for name, value in values.items() if name != missing}
        assert script_for(entry(kind, holed), Speaker(), DAY, WORKDAYS, "zh") is None


def test_nothing_overdue_asks_for_nothing() -> None:
    assert (
        script_for(entry("followup_due", {}, overdue_fen=0, days=0), Speaker(), DAY, WORKDAYS, "zh") is None
    )


def test_the_borders_of_the_colours_are_those_of_the_stages() -> None:
    def stage(days: int) -> str | None:
        said = script_for(entry("level_due", {}, days=days), Speaker(), DAY, WORKDAYS, "en")
        return said.text if said else None

    openings = [stage(days) for days in (30, 31, 90, 91)]
    assert "fell due on" in str(openings[0])
    assert "final approval" in str(openings[1])
    assert "final approval" in str(openings[2])
    assert "settle it between us" in str(openings[3])


def test_who_must_not_be_contacted_is_not_addressed() -> None:
    people = (Person(1, "甲", do_not_contact=True), Person(2, "乙", "会计"))
    assert speaker_of(people, "reliable") == Speaker("乙", "会计", "reliable")
    assert speaker_of((), "reliable") == Speaker(behaviour="reliable")
