"""Quiet hours of the company, and how often somebody was tried today (R70)."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.domain.quiet import QuietHours
from arcdesk.services.contacts import NewContact
from tests.services.desks import CHINA, Book, customer_id, enter

MORNING = datetime(2026, 10, 8, 9, tzinfo=CHINA)


@pytest.fixture
def who(desk: Desk) -> int:
    enter(desk, Book().customer("C1").invoice("A", "C1", 1000, "2026-05-01", "2026-06-30"))
    return customer_id(desk, "C1")


def rules(desk: Desk, who: int, channel: str, at: datetime, person: str = "") -> list[str]:
    return [remark.rule for remark in desk.quiet.remarks(who, channel, at, person)]


@pytest.mark.parametrize(("channel", "warned"), [("phone", True), ("visit", True), ("email", False), ("letter", False)])
def test_a_call_at_night_is_warned_of_and_a_letter_is_not(desk: Desk, who: int, channel: str, warned: bool) -> None:
    assert rules(desk, who, channel, MORNING.replace(hour=7)) == (["quiet_hours"] if warned else [])
    assert rules(desk, who, channel, MORNING) == []


def test_the_hours_of_the_company_count(desk: Desk, who: int) -> None:
    desk.quiet.set_hours(QuietHours(time(18, 30), time(10)))
    assert desk.quiet.hours() == QuietHours(time(18, 30), time(10))
    assert rules(desk, who, "phone", MORNING) == ["quiet_hours"]
    assert desk.quiet.is_quiet(MORNING)
    desk.quiet.set_hours(QuietHours(time(0), time(0)))
    assert rules(desk, who, "phone", MORNING.replace(hour=3)) == []


def test_six_attempts_a_person_a_day_are_enough(desk: Desk, who: int) -> None:
    for minute in range(6):
        at = MORNING.replace(hour=8, minute=minute)
        first = desk.contacts.log(NewContact(who, "phone", "no_answer", person="王经理", at=at))
    desk.contacts.log(NewContact(who, "email", "no_answer", person="陈会计", at=MORNING))
    assert rules(desk, who, "wechat", MORNING, "王经理") == ["tried_enough"]
    assert rules(desk, who, "wechat", MORNING, "陈会计") == []
    assert rules(desk, who, "sms", MORNING) == ["tried_enough"]
    assert rules(desk, who, "phone", MORNING.replace(day=9), "王经理") == []
    desk.contacts.log(NewContact(who, "email", "no_answer", person="王经理", at=MORNING, corrects=first.id))
    assert rules(desk, who, "wechat", MORNING, "王经理") == []
