"""The guarantee period: six months or as agreed, kept by the right act in time, else lapsed (R9)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk import resources
from arcdesk.domain.dates import parse_workdays
from arcdesk.domain.errors import DayOutOfRange
from arcdesk.domain.guarantee import ActKind, GuaranteeAct, GuaranteeKind, GuaranteeStanding, guarantee

CHINA = parse_workdays(resources.text("reference", "cn_workdays.json"))
D = date.fromisoformat


def run(kind: GuaranteeKind, due: str, *acts: tuple[ActKind, str], today: str = "2030-01-01", **more: object):
    done = [GuaranteeAct(act, D(on)) for act, on in acts]
    return guarantee(kind, D(due), done, workdays=CHINA, today=D(today), **more)  # type: ignore[arg-type]


def rules(one: GuaranteeStanding) -> list[str]:
    return [outcome.reason.rule for outcome in one.acts]


@pytest.mark.parametrize(
    ("due", "raw_end", "last_day"),
    [
        ("2025-08-31", "2026-02-28", "2026-02-28"),  # month-end, and a Saturday that is worked
        ("2025-08-17", "2026-02-17", "2026-02-24"),  # Spring Festival
        ("2025-09-15", "2026-03-15", "2026-03-16"),
        ("2023-08-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_without_an_agreement_it_is_six_months_from_the_due_date(
    due: str, raw_end: str, last_day: str
) -> None:
    one = run("joint", due)
    assert (str(one.raw_end), str(one.last_day), one.basis) == (raw_end, last_day, "default")
    assert (one.state, one.lapsed_on) == ("lapsed", one.last_day)


@pytest.mark.parametrize("until", ["2025-09-15", "2025-09-14", "2020-01-01"])
def test_a_period_that_ends_no_later_than_the_debt_falls_due_counts_as_none(until: str) -> None:
    one = run("joint", "2025-09-15", agreed_until=D(until))
    assert (str(one.raw_end), one.basis) == ("2026-03-15", "agreed_too_short")
    assert run("joint", "2025-09-15", agreed_months=0).basis == "agreed_too_short"


def test_an_agreed_period_counts_as_agreed() -> None:
    assert str(run("joint", "2025-09-15", agreed_until=D("2025-09-16")).raw_end) == "2025-09-16"
    one = run("general", "2024-02-29", agreed_months=24)
    assert (str(one.raw_end), one.basis) == ("2026-02-28", "agreed")


def test_a_joint_guarantor_is_kept_by_a_claim_and_a_general_one_by_a_suit() -> None:
    acts: tuple[tuple[ActKind, str], ...] = (("demand", "2026-01-05"), ("suit", "2026-01-06"))
    joint, general = run("joint", "2025-09-15", *acts), run("general", "2025-09-15", *acts)
    assert (joint.state, joint.secured_by) == ("secured", GuaranteeAct("demand", D("2026-01-05")))
    assert joint.limitation_start == D("2026-01-05")
    assert rules(joint) == ["in_time", "wrong_act"]
    assert (general.state, general.secured_by) == ("secured", GuaranteeAct("suit", D("2026-01-06")))
    assert general.limitation_start is None
    assert rules(general) == ["wrong_act", "in_time"]


def test_the_rolled_last_day_is_in_time_the_next_and_the_due_date_are_not() -> None:
    for on, rule, state in (
        ("2026-03-16", "in_time", "secured"),
        ("2026-03-17", "late", "lapsed"),
        ("2025-09-16", "in_time", "secured"),
        ("2025-09-15", "before_due", "lapsed"),
    ):
        one = run("joint", "2025-09-15", ("demand", on))
        assert (rules(one), one.state) == ([rule], state)


def test_the_first_act_in_time_counts_and_later_ones_lengthen_nothing() -> None:
    one = run("joint", "2025-09-15", ("demand", "2026-03-02"), ("demand", "2025-10-08"))
    assert one.limitation_start == D("2025-10-08")
    assert str(one.raw_end) == "2026-03-15"


def test_the_state_follows_the_day_and_knows_nothing_later() -> None:
    demand: tuple[ActKind, str] = ("demand", "2026-01-05")
    states = {
        today: run("joint", "2025-09-15", demand, today=today).state
        for today in ("2025-09-15", "2025-09-16", "2026-01-04", "2026-01-05", "2029-01-01")
    }
    assert list(states.values()) == ["not_due", "running", "running", "secured", "secured"]
    assert run("joint", "2025-09-15", today="2026-03-16").state == "running"
    assert run("joint", "2025-09-15", today="2026-03-17").state == "lapsed"


def test_days_left_count_to_the_raw_end_while_something_can_be_done() -> None:
    assert run("joint", "2025-09-15", today="2026-03-08").days_left(D("2026-03-08")) == 7
    assert run("joint", "2025-09-15", today="2026-03-16").days_left(D("2026-03-16")) == -1
    assert run("joint", "2025-09-15", ("demand", "2026-01-05")).days_left(D("2030-01-01")) is None


def test_a_year_without_a_schedule_is_provisional() -> None:
    assert run("joint", "2026-09-15").provisional
    assert not run("joint", "2025-09-15").provisional


def test_a_period_outside_the_calendar_is_refused() -> None:
    with pytest.raises(DayOutOfRange):
        run("joint", "2199-10-01")
    with pytest.raises(DayOutOfRange):
        run("joint", "2025-09-15", agreed_months=10**9)


@given(
    st.sampled_from(["general", "joint"]),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.lists(st.tuples(st.sampled_from(["demand", "suit"]), st.integers(-100, 400)), max_size=6),
    st.integers(-100, 600),
)
def test_nothing_done_moves_the_end(
    kind: GuaranteeKind, due: date, acts: list[tuple[ActKind, int]], today: int
) -> None:
    day = date.fromordinal(due.toordinal() + today)
    done = [GuaranteeAct(act, date.fromordinal(due.toordinal() + days)) for act, days in acts]
    plain = guarantee(kind, due, workdays=CHINA, today=day)
    one = guarantee(kind, due, done, workdays=CHINA, today=day)
    assert (one.raw_end, one.last_day) == (plain.raw_end, plain.last_day)
    assert (one.state == "secured") == (one.secured_by is not None)
    assert one.state in ("secured", plain.state)
