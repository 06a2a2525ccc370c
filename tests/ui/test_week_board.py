"""The week board: what stands on each day, and follow-ups moved by key and by mouse."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.contacts import NewContact
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.today import TodayPage
from arcdesk.ui.panels.week_day import MIME, DayColumn

THURSDAY = date(2026, 10, 8)


@pytest.fixture
def planned(desk: Desk) -> int:
    """A follow-up on Thursday."""
    return desk.followups.add(desk.customers.find("C003").id, THURSDAY, "问付款进度").id


@pytest.fixture
def page(qtbot: QtBot, context: UiContext, planned: int) -> TodayPage:
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activate()
    made.show_week()
    return made


def column(page: TodayPage, on: date) -> DayColumn:
    return next(each for each in page.week.columns if each.on == on)


def on_days(page: TodayPage, kind: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in page.week.columns:
        for row in range(each.list.count()):
            each.list.setCurrentRow(row)
            assert each.list.entry is not None
            if each.list.entry.kind == kind:
                found[str(each.on)] = found.get(str(each.on), 0) + 1
    return found


def test_holidays_make_up_days_and_empty_sundays_are_told_apart(page: TodayPage) -> None:
    notes = {str(each.on): each.texts()[1].text() for each in page.week.columns}
    assert notes["2026-10-07"] == "放假"
    assert notes["2026-10-08"].startswith("今日")
    assert notes["2026-10-10"] == "调休上班"
    assert column(page, date(2026, 10, 10)).isVisible()
    assert not column(page, date(2026, 10, 11)).isVisible()


def test_what_falls_due_stands_on_its_day_with_the_sum(page: TodayPage) -> None:
    assert on_days(page, "due") == {"2026-10-10": 1}
    assert "120,000.00" in column(page, date(2026, 10, 10)).texts()[2].text()
    page.week.turn(1)
    assert on_days(page, "due") == {"2026-10-14": 1}


def test_a_promise_and_its_sum_stand_on_their_day(desk: Desk, page: TodayPage) -> None:
    desk.contacts.log(
        NewContact(desk.customers.find("C005").id, "phone", "promised", promises=((5_000_00, date(2026, 10, 9)),))
    )
    page.week.load()
    assert on_days(page, "promise") == {"2026-10-09": 1}
    assert "5,000.00" in column(page, date(2026, 10, 9)).texts()[2].text()


def test_a_follow_up_is_moved_by_keys_and_the_focus_goes_with_it(
    qtbot: QtBot, desk: Desk, page: TodayPage, planned: int
) -> None:
    day = column(page, THURSDAY).list
    qtbot.keyClick(day, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert desk.followups.open()[0].due_on == date(2026, 10, 9)
    after = column(page, date(2026, 10, 9)).list
    assert after.entry is not None
    assert after.entry.follow_up_id == planned
    qtbot.keyClick(after, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert desk.followups.open()[0].due_on == THURSDAY


def test_into_the_past_nothing_is_moved_and_the_reason_is_said(
    qtbot: QtBot, desk: Desk, context: UiContext, page: TodayPage
) -> None:
    said: list[str] = []
    context.message.connect(lambda text, _level: said.append(text))
    qtbot.keyClick(column(page, THURSDAY).list, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert desk.followups.open()[0].due_on == THURSDAY
    assert said


def test_a_follow_up_is_dropped_on_another_day(desk: Desk, page: TodayPage, planned: int) -> None:
    source, target = column(page, THURSDAY).list, column(page, date(2026, 10, 10)).list
    data = source.mimeData([source.item(0)])
    assert data.hasFormat(MIME)
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    target.dropEvent(event)
    assert desk.followups.open()[0].due_on == date(2026, 10, 10)
    foreign = QMimeData()
    foreign.setText("something else")
    target.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.MoveAction, foreign, Qt.MouseButton.LeftButton,
                   Qt.KeyboardModifier.NoModifier)
    )  # fmt: skip
    assert desk.followups.open()[0].due_on == date(2026, 10, 10)


def test_enter_opens_the_customer_and_left_and_right_walk_the_days(
    qtbot: QtBot, desk: Desk, context: UiContext, page: TodayPage
) -> None:
    opened: list[int] = []
    context.customer_requested.connect(opened.append)
    day = column(page, THURSDAY).list
    qtbot.keyClick(day, Qt.Key.Key_Return)
    assert opened == [desk.customers.find("C003").id]
    before = page.week._within
    qtbot.keyClick(column(page, date(2026, 10, 10)).list, Qt.Key.Key_Right)
    assert page.week._within == before + timedelta(days=7)


def test_a_late_follow_up_stands_on_today(clock: FixedClock, page: TodayPage) -> None:
    clock.moment = datetime(2026, 10, 20, 10, tzinfo=timezone(timedelta(hours=8)))
    page.week.turn(0)
    assert on_days(page, "followup") == {"2026-10-20": 1}
