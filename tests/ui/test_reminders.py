"""Reminders: once, to the right person, not at night, not lost over sleep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone

import pytest

from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.reminding import PREFERENCE
from arcdesk.ui.context import UiContext
from arcdesk.ui.notices.notice import DONE, SNOOZE
from arcdesk.ui.notices.texts import make_toasts
from arcdesk.ui.reminders import Reminders
from tests.ui.fake_tray import FakeTray

CHINA = timezone(timedelta(hours=8))
TODAY = date(2026, 10, 8)


@dataclass
class Heard:
    """What the window was asked for."""

    customers: list[int] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@pytest.fixture
def heard(context: UiContext) -> Heard:
    made = Heard()
    context.customer_requested.connect(made.customers.append)
    context.page_requested.connect(made.pages.append)
    context.message.connect(lambda text, _level: made.messages.append(text))
    return made


@pytest.fixture
def tray() -> FakeTray:
    return FakeTray()


@pytest.fixture(autouse=True)
def _without_digest(desk: Desk, request: pytest.FixtureRequest) -> None:
    """The digest of the morning has tests of its own."""
    if "digest" not in request.node.name:
        desk.reminding.keep(replace(desk.reminding.settings(), digest=False))


@pytest.fixture
def reminders(context: UiContext, tray: FakeTray) -> Iterator[Reminders]:
    made = Reminders(context, tray)
    yield made
    made.stop()


def customer_id(desk: Desk, code: str) -> int:
    return desk.customers.find(code).id


def at(hour: int, minute: int = 0, day: int = 8) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        (at(7, 59), True),
        (at(8), False),
        (at(21, 59), False),
        (at(22), True),
        (at(10, day=7), True),  # a Wednesday of the National Day holiday
        (at(10, day=10), False),  # a Saturday that is worked
        (at(10, day=11), True),  # a Sunday
    ],
)
def test_nights_and_days_of_rest_are_quiet(desk: Desk, moment: datetime, quiet: bool) -> None:
    assert desk.quiet.is_quiet(moment) is quiet


def test_a_due_follow_up_is_told_once_with_customer_and_reason(
    desk: Desk, reminders: Reminders, tray: FakeTray
) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY, "问付款进度")
    reminders.check()
    reminders.check()
    assert tray.shown == [("跟进：苏州恒远电子科技有限公司", "问付款进度")]


def test_what_was_told_is_not_told_again_after_a_restart(
    desk: Desk, context: UiContext, reminders: Reminders, tray: FakeTray
) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY, "问付款进度")
    reminders.check()
    again = FakeTray()
    Reminders(context, again).check()
    assert len(tray.shown) == 1
    assert again.shown == []


def test_two_follow_ups_of_a_customer_make_one_notice(
    desk: Desk, reminders: Reminders, tray: FakeTray
) -> None:
    for reason in ("问付款进度", "寄对账单"):
        desk.followups.add(customer_id(desk, "C003"), TODAY, reason)
    reminders.check()
    assert [text for _, text in tray.shown] == ["问付款进度 · 寄对账单"]


def test_a_click_opens_the_customer_of_the_notice_shown(
    desk: Desk, reminders: Reminders, tray: FakeTray, heard: Heard
) -> None:
    wanted = customer_id(desk, "C005")
    desk.followups.add(wanted, TODAY, "上门")
    reminders.check()
    tray.act()
    assert heard.customers == [wanted]


def test_notices_of_several_customers_come_one_after_the_other(
    desk: Desk, reminders: Reminders, tray: FakeTray, heard: Heard
) -> None:
    first, second = customer_id(desk, "C001"), customer_id(desk, "C002")
    desk.followups.add(first, TODAY, "甲")
    desk.followups.add(second, TODAY, "乙")
    reminders.check()
    assert [text for _, text in tray.shown] == ["甲"]
    reminders._pace.stop()
    reminders._show_next()
    assert [text for _, text in tray.shown] == ["甲", "乙"]
    tray.act()
    assert heard.customers == [second]


def test_many_customers_share_a_notice_that_opens_the_list(
    desk: Desk, reminders: Reminders, tray: FakeTray, heard: Heard
) -> None:
    for code in ("C001", "C002", "C003", "C004"):
        desk.followups.add(customer_id(desk, code), TODAY)
    reminders.check()
    ((title, text),) = tray.shown
    assert title == "4 家客户待跟进"
    assert "宁波海润物流有限公司" in text
    tray.act()
    assert heard.pages == ["today"]


def test_at_night_nothing_is_shown_and_nothing_is_lost(
    desk: Desk, clock: FixedClock, reminders: Reminders, tray: FakeTray
) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY, "问付款进度")
    clock.moment = at(22, 30)
    reminders.check()
    assert (tray.shown, reminders.state) == ([], "quiet")
    clock.moment = at(8, 1, day=9)
    reminders.check()
    assert [text for _, text in tray.shown] == ["问付款进度（应于 2026-10-08）"]
    assert reminders.state == "on"


def test_after_sleep_the_reminder_waits_until_the_computer_is_awake(
    desk: Desk, clock: FixedClock, reminders: Reminders, tray: FakeTray
) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY, "问付款进度")
    clock.moment = at(14)
    reminders.tick()
    assert tray.shown == []
    assert reminders._later.isActive()
    reminders._later.timeout.emit()
    assert len(tray.shown) == 1


def test_an_ordinary_minute_checks_at_once(
    desk: Desk, clock: FixedClock, reminders: Reminders, tray: FakeTray
) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY)
    clock.moment = at(10, 1)
    reminders.tick()
    assert len(tray.shown) == 1


def test_a_new_day_makes_the_pages_read_again(
    context: UiContext, clock: FixedClock, reminders: Reminders
) -> None:
    turned: list[bool] = []
    context.as_of_changed.connect(lambda: turned.append(True))
    clock.moment = at(0, 0, day=9)
    reminders.tick()
    assert turned == [True]


def test_without_a_tray_the_window_says_it(desk: Desk, context: UiContext, heard: Heard) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY, "问付款进度")
    reminders = Reminders(context, FakeTray(available=False))
    reminders.check()
    reminders.check()
    reminders.stop()
    assert heard.messages == ["跟进：苏州恒远电子科技有限公司 — 问付款进度"]


def test_switched_off_nothing_is_shown(desk: Desk, reminders: Reminders, tray: FakeTray) -> None:
    desk.company.set_preference(PREFERENCE, False)
    desk.followups.add(customer_id(desk, "C003"), TODAY)
    states: list[str] = []
    reminders.state_changed.connect(states.append)
    reminders.check()
    assert (tray.shown, states) == ([], ["off"])


def test_a_long_reason_is_cut_for_the_notice(desk: Desk) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY, "催" * 500)
    (toast,) = make_toasts(desk.followups.due_notices(TODAY))
    assert len(toast.text) == 180


def test_while_the_window_is_locked_no_name_is_shown_and_nothing_is_lost(
    desk: Desk, context: UiContext, reminders: Reminders, tray: FakeTray, heard: Heard
) -> None:
    for code in ("C001", "C003"):
        desk.followups.add(customer_id(desk, code), TODAY, "问付款进度")
    context.is_locked = True
    context.lock_changed.emit(True)
    reminders.check()
    reminders.check()
    ((title, text),) = tray.shown
    assert "公司" not in title + text
    assert "付款" not in text
    tray.act()
    assert (heard.customers, heard.pages) == ([], [])
    context.is_locked = False
    context.lock_changed.emit(False)
    assert tray.shown[1][1] == "问付款进度"
    reminders._pace.stop()
    reminders._show_next()
    assert len(tray.shown) == 3


def test_the_buttons_act_on_the_notice_they_belong_to(
    desk: Desk, reminders: Reminders, tray: FakeTray, heard: Heard
) -> None:
    first, second = customer_id(desk, "C001"), customer_id(desk, "C002")
    for number in (first, second):
        desk.followups.add(number, TODAY, "问")
    reminders.check()
    reminders._pace.stop()
    reminders._show_next()
    tray.act(DONE, 0)
    tray.act(SNOOZE, 1)
    open_lines = {line.customer_id: line.due_on for line in desk.followups.open()}
    assert open_lines == {second: date(2026, 10, 9)}
    tray.act(DONE, 0)  # pressed again on a notice that stayed: the window says why not
    assert "没有" in heard.messages[-1]


def test_a_notice_nothing_takes_is_said_by_the_window_and_kept_as_told(
    desk: Desk, context: UiContext, heard: Heard
) -> None:
    desk.followups.add(customer_id(desk, "C003"), TODAY, "问付款进度")
    reminders = Reminders(context, FakeTray(available=False))
    reminders.check()
    reminders.stop()
    assert desk.reminding.standing(desk.clock.now()).shown_by == "window"


def test_the_digest_comes_once_in_the_morning_and_opens_the_list(
    desk: Desk, clock: FixedClock, reminders: Reminders, tray: FakeTray, heard: Heard
) -> None:
    clock.moment = at(8, 59)
    reminders.check()
    assert tray.shown == []
    clock.moment = at(9)
    reminders.check()
    reminders.check()
    ((title, _),) = tray.shown
    assert title.startswith("今天要联系")
    assert "共逾期 ¥" in title
    tray.act()
    assert heard.pages == ["today"]


def test_a_digest_of_many_follow_ups_stands_for_their_notices(
    desk: Desk, reminders: Reminders, tray: FakeTray
) -> None:
    for code in ("C001", "C002", "C003", "C004"):
        desk.followups.add(customer_id(desk, code), TODAY)
    reminders.check()
    reminders._pace.stop()
    reminders.check()
    ((_, text),) = tray.shown
    assert "待跟进 4 项" in text
