"""The score, its parts, and the grade they suggest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk.domain.errors import Refusal
from arcdesk.domain.grading import GradeFacts, GradeSuggestion, suggest
from arcdesk.domain.grading_rules import (
    LIMITS,
    BadGradingRule,
    CutsNotFalling,
    GradingRules,
    WeightsNotHundred,
    rules_from,
)
from arcdesk.domain.payment_record import Half, PaymentRecord
from arcdesk.domain.portrait import Overdue, PromiseRecord

DAY = date(2026, 10, 8)
RULES = GradingRules()
NONE = Half()
OLD = date(2020, 1, 1)
SOUND = GradeFacts(DAY, since=OLD, invoiced_fen=50_000_000)


def overdue(part: int, *late: int, whole: int = 1000) -> tuple[Overdue, ...]:
    return (Overdue("CNY", whole, part, late),)


def late(recent: Half, before: Half = NONE, older: Half = NONE) -> PaymentRecord:
    return PaymentRecord(recent=recent, before=before, older=older, then_days=before.days)


def points(found: GradeSuggestion) -> dict[str, int]:
    return {part.key: part.points for part in found.parts}


def rules_named(found: GradeSuggestion) -> list[str]:
    return [reason.rule for reason in found.reasons]


def test_a_customer_without_a_flaw_scores_a_hundred_and_is_an_a() -> None:
    found = suggest(SOUND, RULES)
    assert (found.grade, found.score) == ("A", 100)
    assert points(found) == {"overdue": 40, "late": 25, "promises": 20, "trend": 15}


def test_half_overdue_costs_half_of_forty() -> None:
    found = suggest(replace(SOUND, overdue=overdue(500)), RULES)
    assert points(found)["overdue"] == 20
    reason = found.parts[0].reason
    assert reason.text_key.format(**reason.values) == "¥5.00 of ¥10.00 is overdue (50.0 %): 40 × 50.0 % = 20"


def test_the_currency_that_is_worst_speaks() -> None:
    both = (Overdue("CNY", 100_000, 0), Overdue("USD", 100, 25, (5,)))
    assert points(suggest(replace(SOUND, overdue=both), RULES))["overdue"] == 30


def test_fifteen_days_late_on_average_leave_three_quarters_of_twenty_five() -> None:
    found = suggest(replace(SOUND, record=late(Half(2, 30))), RULES)
    assert points(found)["late"] == 19  # 18.75, half up
    assert points(suggest(replace(SOUND, record=late(Half(1, 60))), RULES))["late"] == 0
    assert points(suggest(replace(SOUND, record=late(Half(1, 900))), RULES))["late"] == 0


def test_what_is_open_for_years_counts_among_the_days() -> None:
    found = suggest(replace(SOUND, record=late(Half(1, 0), older=Half(1, 60))), RULES)
    assert points(found)["late"] == 13


def test_a_promise_kept_in_part_is_half_broken() -> None:
    found = suggest(replace(SOUND, promises=PromiseRecord(kept=2, part_kept=1, broken=1)), RULES)
    assert points(found)["promises"] == 13  # 20 × 62.5 %


def test_only_a_trend_for_the_worse_costs_anything() -> None:
    better, worse = late(Half(1, 5), Half(1, 20)), late(Half(1, 20), Half(1, 5))
    assert points(suggest(replace(SOUND, record=better), RULES))["trend"] == 15
    assert points(suggest(replace(SOUND, record=worse), RULES))["trend"] == 8  # 15 × 50 %, half up
    assert points(suggest(replace(SOUND, record=late(Half(1, 20))), RULES))["trend"] == 15


@pytest.mark.parametrize(
    ("part", "grade"), [(0, "A"), (375, "A"), (400, "B"), (875, "B"), (900, "C"), (1000, "C")]
)
def test_the_cut_points_turn_the_score_into_a_grade(part: int, grade: str) -> None:
    assert suggest(replace(SOUND, overdue=overdue(part)), RULES).grade == grade


def test_below_the_last_cut_it_is_a_d() -> None:
    record = late(Half(1, 80), Half(1, 1))
    worst = replace(SOUND, overdue=overdue(1000), record=record, promises=PromiseRecord(broken=1))
    found = suggest(worst, RULES)
    assert (found.grade, found.score) == ("D", 8)
    assert rules_named(found) == ["score"]


def test_several_serious_overdue_are_a_d_whatever_the_score() -> None:
    assert suggest(replace(SOUND, overdue=overdue(1, 91)), RULES).grade == "A"
    assert suggest(replace(SOUND, overdue=overdue(1, 91, 90)), RULES).grade == "A"
    found = suggest(replace(SOUND, overdue=overdue(1, 91, 92)), RULES)
    assert found.grade == "D"
    assert found.reasons[-1].values == {"count": 2, "days": 90}


def test_serious_overdue_add_up_over_the_currencies() -> None:
    both = (Overdue("CNY", 1000, 1, (95,)), Overdue("USD", 1000, 1, (95,)))
    assert suggest(replace(SOUND, overdue=both), RULES).grade == "D"


def test_a_new_customer_is_a_c_at_best_until_six_months_have_passed() -> None:
    assert suggest(replace(SOUND, since=date(2026, 4, 9)), RULES).grade == "C"
    assert suggest(replace(SOUND, since=date(2026, 4, 8)), RULES).grade == "A"


def test_a_small_customer_is_a_c_at_best() -> None:
    assert suggest(replace(SOUND, invoiced_fen=999_999), RULES).grade == "C"
    assert suggest(replace(SOUND, invoiced_fen=1_000_000), RULES).grade == "A"
    assert suggest(replace(SOUND, invoiced_fen=None), RULES).grade == "A"
    assert suggest(replace(SOUND, invoiced_fen=1), replace(RULES, small_fen=0)).grade == "A"


def test_new_or_small_lifts_nobody_out_of_d() -> None:
    found = suggest(replace(SOUND, since=DAY, invoiced_fen=1, overdue=overdue(1, 91, 92)), RULES)
    assert found.grade == "D"
    assert rules_named(found) == ["score", "serious", "new", "small"]


def test_without_history_nothing_is_suggested_and_it_is_said_why() -> None:
    found = suggest(GradeFacts(DAY), RULES)
    assert (found.grade, found.score, found.parts, rules_named(found)) == ("", None, (), ["no_history"])


# The rules themselves


def test_rules_that_make_no_sense_are_refused() -> None:
    for wrong, refusal in (
        (replace(RULES, overdue_weight=41), WeightsNotHundred),
        (replace(RULES, overdue_weight=-1, late_weight=66), BadGradingRule),
        (replace(RULES, days_limit=0), BadGradingRule),
        (replace(RULES, cut_b=85), CutsNotFalling),
        (replace(RULES, cut_c=0), BadGradingRule),
        (replace(RULES, small_fen=-1), BadGradingRule),
        (replace(RULES, serious_days="90"), BadGradingRule),  # type: ignore[arg-type]
        (replace(RULES, new_months=True), BadGradingRule),
    ):
        with pytest.raises(refusal):
            wrong.check()


def test_what_was_kept_comes_back_and_nonsense_comes_back_as_shipped() -> None:
    assert rules_from({"cut_a": 90, "of_a_later_version": 1}) == replace(RULES, cut_a=90)
    for nonsense in (None, [], "x", {"cut_a": 1}, {"days_limit": None}):
        assert rules_from(nonsense) == RULES


# For any customer

HALVES = st.integers(0, 20).flatmap(
    lambda count: st.builds(Half, st.just(count), st.integers(0, 400 * count))
)
RECORDS = st.builds(PaymentRecord, recent=HALVES, before=HALVES, older=HALVES, then_days=st.integers(0, 4000))
PROMISES = st.builds(PromiseRecord, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))


@st.composite
def any_overdue(draw: st.DrawFn) -> Overdue:
    whole = draw(st.integers(1, 10**9))
    return Overdue(
        draw(st.sampled_from(["CNY", "USD"])), whole, draw(st.integers(0, whole)),
        tuple(draw(st.lists(st.integers(1, 400), max_size=4))),
    )  # fmt: skip


@st.composite
def any_rules(draw: st.DrawFn) -> GradingRules:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    a, b, c = cuts
    limits = {name: draw(st.integers(*LIMITS[name][1:])) for name in ("days_limit", "worse_limit", "serious_days",
              "serious_count", "new_months")}  # fmt: skip
    rules = GradingRules(a, b - a, c - b, 100 - c, cut_a=90, cut_b=60, cut_c=30, **limits)
    rules.check()
    return rules


FACTS = st.builds(
    GradeFacts, st.just(DAY), st.lists(any_overdue(), max_size=3).map(tuple), RECORDS, PROMISES, st.just(OLD),
    st.none() | st.integers(0, 10**10),
)  # fmt: skip


@given(FACTS, any_rules())
def test_the_parts_are_within_their_weights_and_make_the_score(
    facts: GradeFacts, rules: GradingRules
) -> None:
    found = suggest(facts, rules)
    assert all(0 <= part.points <= part.weight for part in found.parts)
    assert found.score == sum(part.points for part in found.parts)
    assert found.score is not None
    assert 0 <= found.score <= 100
    assert found.grade in "ABCD"
    for reason in (*found.reasons, *(part.reason for part in found.parts)):
        assert reason.text_key.format(**reason.values)
    assert suggest(facts, rules) == found


@given(FACTS, any_rules(), st.data())
def test_more_overdue_more_days_or_another_broken_promise_never_improves(
    facts: GradeFacts, rules: GradingRules, data: st.DataObject
) -> None:
    more_fen, more_days = data.draw(st.integers(0, 10**9)), data.draw(st.integers(0, 500))
    worse = []
    if facts.overdue:
        first, *rest = facts.overdue
        grown = replace(
            first, owed_fen=first.owed_fen + more_fen, overdue_fen=first.overdue_fen + more_fen,
            late_days=(*first.late_days, 100),
        )  # fmt: skip
        worse.append(replace(facts, overdue=(grown, *rest)))
    record = facts.record
    if record.recent.count:
        later = Half(record.recent.count, record.recent.days + more_days)
        worse.append(replace(facts, record=replace(record, recent=later)))
    older = Half(record.older.count, record.older.days + (more_days if record.older.count else 0))
    worse.append(replace(facts, record=replace(record, older=older)))
    worse.append(replace(facts, promises=replace(facts.promises, broken=facts.promises.broken + 1)))
    before = suggest(facts, rules)
    for changed in worse:
        after = suggest(changed, rules)
        assert after.score is not None
        assert before.score is not None
        assert after.score <= before.score
        assert after.grade >= before.grade


@given(FACTS, any_rules(), st.randoms())
def test_the_order_of_the_currencies_changes_nothing(
    facts: GradeFacts, rules: GradingRules, chance: object
) -> None:
    mixed = list(facts.overdue)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    found, other = suggest(replace(facts, overdue=tuple(mixed)), rules), suggest(facts, rules)
    assert (found.grade, found.score, found.parts[1:]) == (other.grade, other.score, other.parts[1:])


def test_a_refusal_of_the_rules_names_the_figure() -> None:
    with pytest.raises(Refusal) as caught:
        replace(RULES, days_limit=99_999).check()
    assert caught.value.field == "days_limit"
    assert "3650" in str(caught.value)
