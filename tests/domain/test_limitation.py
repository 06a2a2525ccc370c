"""The clock of limitation: every row of T1, the boundaries around it, and what no event may do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arcdesk import i18n, resources
from arcdesk.domain.dates import add_months, add_years, parse_workdays
from arcdesk.domain.errors import (
    BadLimitationYears,
    DayOutOfRange,
    EventEndsBeforeItBegins,
    EventHasNoEnd,
    UnknownEventKind,
)
from arcdesk.domain.limitation import (
    CAPPED,
    EXPIRED,
    PENDING,
    REVIVED,
    SUSPENDED,
    Alarm,
    Clock,
    clock,
)
from arcdesk.domain.limitation_events import KINDS, SUSPENSION, Event

CHINA = parse_workdays(resources.text("reference", "cn_workdays.json"))
D = date.fromisoformat


def run(due: str, *events: Event, today: str | None = None, **more: object) -> Clock:
    return clock(D(due), events, workdays=CHINA, today=D(today) if today else None, **more)  # type: ignore[arg-type]


def event(kind: str, on: str, ends_on: str | None = None, **more: object) -> Event:
    return Event(kind, D(on), D(ends_on) if ends_on else None, **more)  # type: ignore[arg-type]


def ends(one: Clock) -> tuple[str, str]:
    return str(one.raw_end), str(one.last_day)


def rules(one: Clock) -> list[str]:
    return [outcome.reason.rule for outcome in one.events]


@pytest.mark.parametrize(
    ("due", "raw_end", "last_day"),
    [
        ("2023-03-15", "2026-03-15", "2026-03-16"),  # T1.1, Sunday
        ("2023-02-14", "2026-02-14", "2026-02-14"),  # T1.7, a Saturday that is worked
        ("2023-02-17", "2026-02-17", "2026-02-24"),  # T1.10, Spring Festival
        ("2023-01-31", "2026-01-31", "2026-02-02"),
        ("2022-01-26", "2025-01-26", "2025-01-26"),  # a Sunday that is worked
        ("2021-10-01", "2024-10-01", "2024-10-08"),
        ("2024-02-29", "2027-02-28", "2027-03-01"),
        ("2021-02-28", "2024-02-28", "2024-02-28"),  # not the 29th: the corresponding day
        ("2020-12-31", "2023-12-31", "2024-01-02"),
        ("1900-01-01", "1903-01-01", "1903-01-01"),
        ("2196-12-31", "2199-12-31", "2199-12-31"),
    ],
)
def test_the_end_is_three_calendar_years_later_and_rolls_over_rest_as_it_is_worked(
    due: str, raw_end: str, last_day: str
) -> None:
    assert ends(run(due)) == (raw_end, last_day)


def test_t1_3_a_part_payment_restarts_the_period() -> None:
    one = run("2023-03-15", event("payment", "2025-02-28"))
    assert ends(one) == ("2028-02-28", "2028-02-28")
    assert one.start == D("2025-02-28")
    assert one.events[0].effect == "restarts"
    assert one.events[0].moved_to == D("2028-02-28")


def test_t1_5_one_debt_runs_from_its_last_instalment_and_separate_debts_each_from_its_own_day() -> None:
    days = [D("2023-04-30"), D("2023-07-31"), D("2023-01-31")]
    assert ends(clock(days[0], instalments=days, workdays=CHINA)) == ("2026-07-31", "2026-07-31")
    assert str(min(clock(day, workdays=CHINA).last_day or date.max for day in days)) == "2026-02-02"


def test_t1_14_a_demand_after_the_end_does_nothing() -> None:
    one = run("2020-03-15", event("demand_signed", "2023-06-01"))
    assert ends(one) == ("2023-03-15", "2023-03-15")
    assert one.expired_on == D("2023-03-15")
    assert one.flags == (EXPIRED,)
    assert rules(one) == ["late"]
    assert one.events[0].moved_to is None


def test_t1_16_the_rolled_last_day_is_in_time_and_the_next_is_not() -> None:
    in_time = run("2023-03-15", event("demand_signed", "2026-03-16"))
    assert str(in_time.raw_end) == "2029-03-16"
    assert in_time.expired_on is None
    late = run("2023-03-15", event("demand_signed", "2026-03-17"))
    assert str(late.raw_end) == "2026-03-15"
    assert late.expired_on == D("2026-03-16")


def test_t1_20_an_obstacle_in_the_last_six_months_ends_the_period_six_months_after_it() -> None:
    one = run("2022-02-10", event(SUSPENSION, "2024-12-01", "2025-01-15"))
    assert ends(one) == ("2025-07-15", "2025-07-15")
    assert one.flags == (SUSPENDED,)
    assert one.events[0].effect == "extends"


@pytest.mark.parametrize(
    ("begins", "gone", "raw_end", "rule"),
    [
        ("2024-01-01", "2024-08-09", "2025-02-10", "obstacle_gone"),
        ("2024-01-01", "2024-08-10", "2025-02-10", "obstacle_gone"),  # six months later is the same day
        ("2024-01-01", "2024-08-11", "2025-02-11", "extended"),
        ("2025-02-10", "2025-03-01", "2025-09-01", "extended"),  # begun on the last day
        ("2025-02-11", "2025-03-01", "2025-02-10", "late"),
    ],
)
def test_an_obstacle_counts_only_where_it_reaches_into_the_last_six_months(
    begins: str, gone: str, raw_end: str, rule: str
) -> None:
    one = run("2022-02-10", event(SUSPENSION, begins, gone))
    assert (str(one.raw_end), rules(one)) == (raw_end, [rule])


def test_a_demand_in_the_time_an_obstacle_gave_is_in_time() -> None:
    obstacle = event(SUSPENSION, "2024-12-01", "2025-01-15")
    demand = event("demand_post", "2025-07-15")
    assert str(run("2022-02-10", demand, obstacle).raw_end) == "2028-07-15"
    assert str(run("2022-02-10", demand).raw_end) == "2025-02-10"


def test_an_obstacle_that_goes_on_leaves_no_end_but_the_twenty_years() -> None:
    one = run("2022-02-10", event(SUSPENSION, "2024-12-01"), today="2030-01-01")
    assert (one.raw_end, one.last_day, one.state(D("2030-01-01"))) == (None, None, "pending")
    assert one.has(SUSPENDED)
    over = run("2002-02-11", event(SUSPENSION, "2004-12-01"), today="2022-02-12")
    assert ends(over) == ("2022-02-11", "2022-02-11")
    assert over.expired_on == D("2022-02-11")
    assert over.has(CAPPED)


def test_t1_24_no_period_is_reckoned_as_1095_days() -> None:
    assert str(run("2023-03-15").raw_end) != "2026-03-14"
    for due in (date(2019, 3, 1) + timedelta(days=day) for day in range(1500)):
        end = clock(due, workdays=CHINA).raw_end
        assert end is not None
        assert (end.year, end.month) == (due.year + 3, due.month)
        assert end.day == due.day or (due.month, due.day, end.day) == (2, 29, 28)


def test_case_15_a_letter_and_a_payment_move_it_and_a_call_without_record_does_not() -> None:
    letter = event("demand_post", "2025-01-15")
    call = event("oral_demand", "2025-05-02")
    payment = event("payment", "2025-06-01")
    assert str(run("2023-02-01", letter).raw_end) == "2028-01-15"
    one = run("2023-02-01", payment, call, letter)
    assert str(one.raw_end) == "2028-06-01"
    assert [outcome.event for outcome in one.events] == [letter, call, payment]
    assert rules(one) == ["restarted", "unproven", "restarted"]
    assert run("2023-02-01", call).raw_end == D("2026-02-01")


def test_alarms_stand_before_the_raw_end_and_never_before_the_rolled_one() -> None:
    one = run("2023-03-15")
    assert one.action_by == (
        Alarm(180, D("2025-09-16")),
        Alarm(90, D("2025-12-15")),
        Alarm(30, D("2026-02-13")),
        Alarm(7, D("2026-03-08")),
    )
    for alarm in one.action_by:
        assert one.days_left(alarm.on) == alarm.days_before
        assert one.alarm(alarm.on) == alarm
    assert one.alarm(D("2025-09-15")) is None
    assert one.alarm(D("2025-12-14")) == one.action_by[0]
    assert one.alarm(D("2026-03-16")) == one.action_by[3]
    assert one.alarm(D("2026-03-17")) is None
    assert one.days_left(D("2026-03-16")) == -1


def test_the_state_follows_the_day() -> None:
    one = run("2023-03-15")
    days = ("2023-03-15", "2023-03-16", "2026-03-16", "2026-03-17")
    assert [one.state(D(day)) for day in days] == ["not_due", "running", "running", "expired"]
    assert [run("2023-03-15", today=day).expired_on for day in days] == [None, None, None, D("2026-03-16")]


def test_a_suit_holds_the_period_until_it_ends_and_restarts_it_then() -> None:
    still = run(
        "2023-02-01", event("suit", "2025-05-05"), event("demand_signed", "2025-06-01"), today="2045-01-01"
    )
    assert (still.raw_end, still.last_day, still.expired_on, still.flags) == (None, None, None, (PENDING,))
    assert rules(still) == ["pending", "proceeding_open"]
    assert (still.action_by, still.days_left(D("2025-06-01")), still.alarm(D("2045-01-01"))) == (
        (),
        None,
        None,
    )
    done = run("2023-02-01", event("suit", "2025-05-05", "2027-03-01"), event("payment", "2026-06-01"))
    assert str(done.raw_end) == "2030-03-01"
    assert rules(done) == ["proceeding_ended", "superseded"]


def test_a_suit_that_ends_years_after_the_old_end_counts_from_its_end() -> None:
    one = run(
        "2020-03-15", event("arbitration", "2023-03-15", "2026-05-06"), event("demand_signed", "2028-01-01")
    )
    assert str(one.raw_end) == "2031-01-01"
    late = run("2020-03-15", event("suit", "2023-03-16", "2026-05-06"))
    assert str(late.raw_end) == "2023-03-15"
    assert rules(late) == ["late"]


def test_a_suit_before_the_due_date_that_lasts_beyond_it_counts_from_its_end() -> None:
    assert str(run("2023-02-01", event("suit", "2022-12-01", "2023-06-01")).raw_end) == "2026-06-01"


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS.values() if kind.span == "may_last"])
def test_what_may_last_counts_from_its_day_until_its_end_is_known(kind: str) -> None:
    assert str(run("2023-02-01", event(kind, "2024-05-06")).raw_end) == "2027-05-06"
    assert str(run("2023-02-01", event(kind, "2024-05-06", "2025-05-06")).raw_end) == "2028-05-06"


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.span == "moment"])
@pytest.mark.parametrize("proof", ["strong", "weak", "unproven"])
def test_every_kind_counts_by_its_proof(kind: str, proof: str) -> None:
    happened = event(kind, "2024-05-06", strength=proof)
    moved = "2027-05-06" if proof == "strong" else "2026-02-01"
    assert str(run("2023-02-01", happened).raw_end) == moved
    opted = "2026-02-01" if proof == "unproven" else "2027-05-06"
    assert str(run("2023-02-01", replace(happened, counts_weak=True)).raw_end) == opted


def test_an_audit_confirmation_is_weak_unless_the_user_opts_in() -> None:
    audit = event("audit_confirmation", "2024-05-06")
    assert rules(run("2023-02-01", audit)) == ["weak"]
    assert str(run("2023-02-01", replace(audit, counts_weak=True)).raw_end) == "2027-05-06"


def test_what_happens_up_to_the_due_date_does_not_start_the_period() -> None:
    for day in ("2022-05-06", "2023-02-01"):
        one = run("2023-02-01", event("payment", day))
        assert (str(one.raw_end), rules(one)) == ("2026-02-01", ["before_due"])
    assert str(run("2023-02-01", event("payment", "2023-02-02")).raw_end) == "2026-02-02"


def test_events_may_be_handed_in_any_order_and_chain_beyond_the_first_end() -> None:
    chain = [event("demand_signed", day) for day in ("2019-01-02", "2022-01-04", "2024-12-31")]
    assert str(run("2016-02-01", *reversed(chain)).raw_end) == "2027-12-31"
    broken = run("2016-02-01", chain[0], chain[2])
    assert (str(broken.raw_end), broken.expired_on) == ("2022-01-02", D("2022-01-04"))


@pytest.mark.parametrize("kind", list(KINDS))
def test_after_the_end_only_the_debtor_can_revive_the_claim_and_a_lawyer_is_asked_for(kind: str) -> None:
    one = run("2020-03-15", event(kind, "2023-06-01", strength="strong"))
    assert one.expired_on == D("2023-03-15")
    if kind in ("payment", "debtor_agrees", "iou_after_default"):
        assert str(one.raw_end) == "2026-06-01"
        assert one.flags == (REVIVED,)
        assert one.state(D("2024-01-01")) == "revived"
        assert rules(one) == ["revived"]
    else:
        assert str(one.raw_end) == "2023-03-15"
        assert one.flags == (EXPIRED,)


def test_a_revived_claim_runs_on_and_ends_again() -> None:
    agreed = event("debtor_agrees", "2023-06-01")
    same_day = event("demand_signed", "2023-06-01")
    longer = run("2020-03-15", same_day, agreed, event("demand_post", "2025-06-02"))
    assert str(longer.raw_end) == "2028-06-02"
    assert longer.has(REVIVED)
    over = run("2020-03-15", agreed, today="2026-06-02")
    assert over.expired_on == D("2026-06-01")
    assert over.flags == (EXPIRED, REVIVED)
    assert run("2020-03-15", replace(agreed, strength="unproven")).flags == (EXPIRED,)


def test_twenty_years_from_the_breach_are_the_utmost() -> None:
    demands = [event("demand_signed", f"{year}-03-01") for year in range(2002, 2021, 2)]
    one = run("2000-03-15", *demands)
    assert str(one.raw_end) == "2020-03-15"
    assert one.flags == (CAPPED,)
    assert one.cap_on == D("2020-03-15")
    after = run("2000-03-15", *demands, event("debtor_agrees", "2021-01-04"))
    assert str(after.raw_end) == "2020-03-15"
    assert rules(after)[-1] == "after_cap"
    earlier = run("2023-03-15", first_breach=D("2005-05-06"))
    assert ends(earlier) == ("2025-05-06", "2025-05-06")
    assert earlier.has(CAPPED)


def test_a_cap_beyond_the_calendar_is_none() -> None:
    one = run("2190-03-15")
    assert (str(one.raw_end), one.cap_on) == ("2193-03-15", None)


def test_an_international_sale_has_four_years() -> None:
    assert str(run("2022-02-28", years=4).raw_end) == "2026-02-28"


@pytest.mark.parametrize(
    ("due", "is_provisional"), [("2023-10-10", False), ("2024-03-15", True), ("2010-01-01", True)]
)
def test_a_year_without_a_published_schedule_is_provisional(due: str, is_provisional: bool) -> None:
    assert run(due).provisional is is_provisional


def test_an_end_that_rolls_into_an_unpublished_year_is_provisional() -> None:
    last = replace(CHINA, off=CHINA.off | {D("2026-12-31")})
    assert clock(D("2023-12-31"), workdays=last).provisional
    assert not clock(D("2023-12-31"), workdays=CHINA).provisional


@pytest.mark.parametrize("years", [-1, 0, 21, 10**9])
def test_a_period_that_no_law_knows_is_refused(years: int) -> None:
    with pytest.raises(BadLimitationYears):
        run("2023-02-01", years=years)


def test_an_end_outside_the_calendar_is_refused() -> None:
    with pytest.raises(DayOutOfRange):
        run("2197-01-01")


def test_an_event_that_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownEventKind, match="payment"):
        event("bank_deduction", "2024-01-01")
    with pytest.raises(EventHasNoEnd):
        event("payment", "2024-01-01", "2024-01-02")
    with pytest.raises(EventEndsBeforeItBegins):
        event("suit", "2024-01-02", "2024-01-01")


def test_every_kind_has_its_chinese() -> None:
    assert {kind.label_key for kind in KINDS.values()} <= i18n.catalogue("zh").keys()


DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
DUE = st.dates(date(2000, 1, 1), date(2030, 12, 31))


@st.composite
def an_event(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from(list(KINDS.values())))
    on = draw(DAYS)
    lasts = draw(st.none() | st.integers(0, 2500)) if kind.span != "moment" else None
    proof = draw(st.sampled_from(["strong", "strong", "strong", "weak", "unproven", None]))
    ends_on = None if lasts is None else on + timedelta(days=lasts)
    return Event(kind.name, on, ends_on, proof, counts_weak=draw(st.booleans()))


@st.composite
def a_history(draw: st.DrawFn) -> tuple[date, list[Event]]:
    """A debt with events that mostly keep it alive: each within a few years after the one before."""
    due = on = draw(DUE)
    events = []
    for _ in range(draw(st.integers(0, 7))):
        on = on + timedelta(days=draw(st.integers(-300, 1250)))
        one = draw(an_event())
        lasts = one.ends_on - one.on if one.ends_on else None
        events.append(replace(one, on=on, ends_on=on + lasts if lasts is not None else None))
    return due, events


def reach(one: Clock) -> date:
    """The raw end; under an obstacle that goes on nothing is sure but the twenty years."""
    utmost = date.max if one.has(PENDING) else one.cap_on
    return one.raw_end or utmost or date.max


@given(a_history(), an_event(), st.integers(0, 7), st.integers(1, 4))
def test_the_end_never_moves_earlier_by_adding_an_event(
    history: tuple[date, list[Event]], more: Event, place: int, years: int
) -> None:
    due, events = history
    before = clock(due, events, workdays=CHINA, years=years)
    after = clock(due, [*events[:place], more, *events[place:]], workdays=CHINA, years=years)
    assert reach(after) >= reach(before)
    assert after.has(PENDING) or after.start >= before.start


@given(a_history(), st.data())
def test_an_event_added_close_by_never_moves_the_end_earlier(
    history: tuple[date, list[Event]], data: st.DataObject
) -> None:
    due, events = history
    near = data.draw(st.sampled_from([due, *(one.on for one in events)]))
    added = data.draw(an_event())
    lasts = added.ends_on - added.on if added.ends_on else None
    on = near + timedelta(days=data.draw(st.integers(-3, 3)))
    added = replace(added, on=on, ends_on=on + lasts if lasts is not None else None)
    assert reach(clock(due, [*events, added], workdays=CHINA)) >= reach(clock(due, events, workdays=CHINA))


@given(a_history(), st.randoms())
def test_the_order_of_entry_does_not_matter(history: tuple[date, list[Event]], chance: object) -> None:
    due, events = history
    shuffled = list(events)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (clock(due, some, workdays=CHINA) for some in (events, shuffled))
    assert (one.raw_end, one.start, one.expired_on, one.flags) == (
        other.raw_end,
        other.start,
        other.expired_on,
        other.flags,
    )


@given(a_history(), DAYS)
def test_every_answer_holds_together(history: tuple[date, list[Event]], today: date) -> None:
    due, events = history
    one = clock(due, events, workdays=CHINA, today=today)
    assert len(one.events) == len(events)
    assert one.start >= one.due_on == due
    assert one.cap_on == add_years(due, 20)
    if one.raw_end is None or one.last_day is None:
        assert one.raw_end is one.last_day
        assert one.has(PENDING) or one.has(SUSPENDED)
    else:
        assert one.raw_end <= one.cap_on
        assert one.raw_end >= min(add_years(one.start, 3), one.cap_on)
        assert one.last_day >= one.raw_end
        assert CHINA.is_workday(one.last_day)
        assert one.has(SUSPENDED) or one.has(CAPPED) or one.raw_end == add_years(one.start, 3)
    if one.is_expired(today):
        assert one.expired_on == one.last_day
    for outcome in one.events:
        text = i18n.translate(outcome.reason.text_key, "zh", **outcome.reason.values)
        assert "{" not in text
        if not outcome.event.counts:
            assert outcome.effect == "none"


@given(a_history())
def test_what_does_not_count_changes_nothing(history: tuple[date, list[Event]]) -> None:
    due, events = history
    counted = [one for one in events if one.counts]
    one, other = (clock(due, some, workdays=CHINA) for some in (events, counted))
    assert (one.raw_end, one.start) == (other.raw_end, other.start)


@given(DUE, st.integers(0, 900), st.integers(0, 900))
def test_an_obstacle_in_the_last_six_months_gives_at_least_six_months(
    due: date, back: int, lasts: int
) -> None:
    plain = clock(due, workdays=CHINA)
    assert plain.raw_end is not None
    assert plain.last_day is not None
    begins = plain.last_day - timedelta(days=back)
    gone = begins + timedelta(days=lasts)
    held = clock(due, [Event(SUSPENSION, begins, gone)], workdays=CHINA)
    assert held.raw_end == max(plain.raw_end, add_months(gone, 6))
