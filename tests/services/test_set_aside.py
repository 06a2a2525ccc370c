"""Setting aside over real books: reasons, ends, what brings back, what is kept, and the day's list with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from peewee import IntegrityError

from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.models.base import proxy
from arcdesk.services.contacts import NewContact
from arcdesk.services.day_list import TodayQueue
from arcdesk.services.entries import ReasonMissing
from arcdesk.services.set_aside import NothingToSetAside, NotSetAside, SnoozeEnded, SnoozeTooLong
from tests.services.desks import TODAY, Book, customer_id, enter, fen, set_day

NEXT = date(2026, 10, 12)


@pytest.fixture
def who(desk: Desk) -> int:
    """C1 owes A: 1000, 100 days overdue; C2 owes nothing that is due."""
    book = Book().customer("C1").invoice("A", "C1", 1000, "2026-05-01", "2026-06-30")
    enter(desk, book.customer("C2").invoice("B", "C2", 500, "2026-10-01", "2026-12-31"))
    return customer_id(desk, "C1")


def codes(queue: TodayQueue) -> tuple[list[str], list[str], list[str]]:
    return [r.code for r in queue.open], [r.code for r in queue.snoozed], [r.code for r in queue.done]


def test_a_snooze_hides_until_its_day_and_plans_a_follow_up(desk: Desk, who: int) -> None:
    line = desk.set_aside.decide(who, "snooze", "  等老板回来 ", NEXT)
    assert (line.kind, line.made_on, line.back_on, line.reason, line.kinds) == (
        "snooze", TODAY, NEXT, "等老板回来", ("level_due",),
    )  # fmt: skip
    assert codes(desk.day_list.of()) == ([], ["C1"], [])
    assert [(f.due_on, f.reason) for f in desk.followups.open()] == [(NEXT, "等老板回来")]
    assert codes(desk.day_list.of(NEXT)) == (["C1"], [], [])
    set_day(desk, NEXT)
    assert codes(desk.day_list.of()) == (["C1"], [], [])
    assert desk.day_list.of().open[0].came_back is None  # its time is over: nothing to explain


def test_a_snooze_moves_the_due_follow_ups(desk: Desk, who: int) -> None:
    desk.followups.add(who, TODAY, "问进度")
    desk.set_aside.decide(who, "snooze", "等批复", NEXT)
    assert [(f.due_on, f.reason) for f in desk.followups.open()] == [(NEXT, "问进度")]


def test_done_and_skip_count_for_the_day_and_only_done_closes_follow_ups(desk: Desk, who: int) -> None:
    desk.followups.add(who, TODAY, "问进度")
    desk.set_aside.decide(who, "skip", "对方放假")
    assert (codes(desk.day_list.of()), len(desk.followups.open())) == (([], [], ["C1"]), 1)
    desk.set_aside.decide(who, "done", "已由同事处理")
    assert (codes(desk.day_list.of()), len(desk.followups.open())) == (([], [], ["C1"]), 0)
    set_day(desk, TODAY + timedelta(days=1))
    assert codes(desk.day_list.of()) == (["C1"], [], [])


def test_a_promise_that_breaks_after_a_snooze_brings_back_and_says_for_what(desk: Desk, who: int) -> None:
    set_day(desk, "2026-09-28")
    contact = NewContact(who, "phone", "promised", promises=((fen(1000), date(2026, 10, 8)),))
    desk.contacts.log(contact)
    set_day(desk, TODAY)
    desk.set_aside.decide(who, "snooze", "财务说明天付", date(2026, 10, 20))
    assert codes(desk.day_list.of()) == ([], ["C1"], [])
    set_day(desk, "2026-10-10")
    (row,) = desk.day_list.of().open
    assert row.came_back is not None
    assert (row.came_back.reason, row.news[0].rule) == ("财务说明天付", "broken_promise")


def test_a_contact_of_the_day_outweighs_a_snooze(desk: Desk, who: int) -> None:
    desk.set_aside.decide(who, "snooze", "等批复", NEXT)
    desk.contacts.log(NewContact(who, "phone", "will_check"))
    queue = desk.day_list.of()
    assert codes(queue) == ([], [], ["C1"])
    assert (queue.done[0].by_contact, queue.done[0].note, queue.done[0].overdue_fen) == (True, "will_check", fen(1000))


def test_a_receipt_that_waits_for_its_allocation_is_not_done_by_talking(desk: Desk, who: int) -> None:
    desk.contacts.log(NewContact(who, "phone", "paid"))
    desk.receipts.record(who, fen(1000), TODAY)
    assert [(row.code, row.kind) for row in desk.day_list.of().open] == [("C1", "allocate")]


def test_money_promised_in_a_corrected_contact_is_not_counted(desk: Desk, who: int) -> None:
    first = desk.contacts.log(NewContact(who, "phone", "promised", promises=((fen(300), NEXT),)))
    assert desk.day_list.of().promised_fen == {"CNY": fen(300)}
    desk.contacts.log(NewContact(who, "phone", "promised", promises=((fen(200), NEXT),), corrects=first.id))
    assert desk.day_list.of().promised_fen == {"CNY": fen(200)}


def test_taking_back_is_a_row_of_its_own(desk: Desk, who: int) -> None:
    made = desk.set_aside.decide(who, "snooze", "等批复", NEXT)
    desk.set_aside.decide(who, "skip", "对方放假")
    back = desk.set_aside.take_back(who)
    assert (back.kind, back.ended_by, back.ended_on) == ("skip", "taken_back", TODAY)
    assert codes(desk.day_list.of())[0] == ["C1"]
    with pytest.raises(NotSetAside):
        desk.set_aside.take_back(who)
    ended = [(line.kind, line.ended_by) for line in desk.set_aside.review(TODAY, TODAY)]
    assert ended == [("skip", "taken_back"), ("snooze", "replaced")]
    assert desk.set_aside.standing() == ()
    assert made.id == 1


def test_the_list_of_an_earlier_day_knows_what_was_decided_by_then(desk: Desk, who: int) -> None:
    desk.set_aside.decide(who, "snooze", "等批复", date(2026, 10, 20))
    set_day(desk, "2026-10-14")
    desk.set_aside.take_back(who)
    assert codes(desk.day_list.of(date(2026, 10, 13)))[1] == ["C1"]
    assert codes(desk.day_list.of())[0] == ["C1"]
    assert [line.back_on for line in desk.set_aside.standing(TODAY)] == [date(2026, 10, 20)]


def test_what_ran_out_stays_in_the_review(desk: Desk, who: int) -> None:
    desk.set_aside.decide(who, "snooze", "等批复", NEXT)
    set_day(desk, "2026-11-02")
    assert desk.set_aside.review(date(2026, 10, 20), date(2026, 11, 2)) == ()
    (line,) = desk.set_aside.review(TODAY, date(2026, 11, 2))
    assert (line.ended_by, line.ended_on) == ("expired", NEXT)


@pytest.mark.parametrize(
    ("code", "kind", "reason", "until", "refusal"),
    [
        ("C1", "skip", "   ", None, ReasonMissing),
        ("C1", "done", "", None, ReasonMissing),
        ("C1", "snooze", "x", TODAY, SnoozeEnded),
        ("C1", "snooze", "x", None, SnoozeEnded),
        ("C1", "snooze", "x", date(2027, 10, 9), SnoozeTooLong),
        ("C2", "skip", "x", None, NothingToSetAside),
    ],
)
def test_what_cannot_be_decided_is_refused(
    desk: Desk, who: int, code: str, kind: str, reason: str, until: date | None, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        desk.set_aside.decide(customer_id(desk, code), kind, reason, until)  # type: ignore[arg-type]
    assert desk.set_aside.review(TODAY, TODAY) == ()


def test_decisions_are_never_rewritten(desk: Desk, who: int) -> None:
    desk.set_aside.decide(who, "skip", "对方放假")
    for statement in ("UPDATE set_aside SET reason = 'x'", "UPDATE set_aside SET customer_id = 2"):
        with pytest.raises(IntegrityError, match="append-only"):
            proxy.execute_sql(statement)
    with pytest.raises(IntegrityError, match="append-only"):
        proxy.execute_sql("DELETE FROM set_aside")


def test_a_merge_takes_the_decisions_along(desk: Desk, who: int) -> None:
    desk.set_aside.decide(who, "snooze", "等批复", NEXT)
    desk.customer_moves.merge("C1", "C2", "同一家公司")
    assert codes(desk.day_list.of()) == ([], ["C2"], [])


def test_one_owners_list_holds_his_customers_alone(desk: Desk, who: int) -> None:
    desk.set_aside.decide(who, "snooze", "等批复", NEXT)
    assert codes(desk.day_list.of(TODAY, "nobody")) == ([], [], [])
    desk.contacts.log(NewContact(who, "phone", "will_check"))
    assert codes(desk.day_list.of(TODAY, "nobody")) == ([], [], [])


def test_whoever_is_skipped_is_reminded_of_on_the_next_day(desk: Desk, who: int) -> None:
    assert isinstance(desk.clock, FixedClock)
    desk.followups.add(who, TODAY, "问进度")
    assert [notice.customer_id for notice in desk.reminding.telling(desk.clock.moment).notices] == [who]
    desk.set_aside.decide(who, "skip", "对方放假")
    assert desk.reminding.telling(desk.clock.moment).notices == ()
    set_day(desk, TODAY + timedelta(days=1))
    assert [notice.customer_id for notice in desk.reminding.telling(desk.clock.moment).notices] == [who]


def test_a_level_reached_on_a_day_of_rest_is_there_on_the_next_working_day(desk: Desk) -> None:
    """Overdue since Friday 2026-10-09, day 3 of the policy is a Monday, day 1 a worked Saturday; none is lost."""
    enter(desk, Book().customer("C9").invoice("R", "C9", 100, "2026-09-09", "2026-10-15"))
    reached = [
        day for day in (date(2026, 10, 16) + timedelta(days=n) for n in range(12))
        if any(reason.rule == "level_due" for row in desk.day_list.of(day).open for reason in row.reasons)
    ]  # fmt: skip
    assert reached, "the policy asks for something within twelve days"
    first = reached[0]
    assert reached == [first + timedelta(days=n) for n in range(len(reached))]  # stays until it is seen to
