"""The Today page: whom to see to, why, and putting off with a reason."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.contacts import NewContact
from arcdesk.services.day_list import TodayRow
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.today import EMPTY, FOLLOW_UPS, QUEUE, TodayPage
from arcdesk.ui.why_not.dialog import WhyNotDialog

TODAY = date(2026, 10, 8)


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> TodayPage:
    made = TodayPage(context)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    made.activate()
    return made


def names(rows: tuple[TodayRow, ...]) -> list[str]:
    return [row.code or row.name for row in rows]


def choose(page: TodayPage, code: str) -> TodayRow:
    row = next(row for row in page._queue.open if row.code == code)
    page.view.setCurrentIndex(page._model.index(page._model.place_of(row.customer_id)))
    return row


# The page ----------------------------------------------------------------------------------


def test_the_most_urgent_customer_is_chosen_and_explained(desk: Desk, page: TodayPage) -> None:
    expected = desk.worklist.today(TODAY)
    assert names(page._queue.open) == [entry.customer_code for entry in expected]
    assert page.panel.row is not None
    assert page.panel.row.code == expected[0].customer_code
    assert page.panel._action.text()


def test_snoozing_moves_a_customer_down_and_the_next_one_up(desk: Desk, page: TodayPage) -> None:
    first, second = page._queue.open[:2]
    page.panel.snooze()
    page.panel._aside._reason.setText("等老板回来")
    page.panel._aside._snooze_to(date(2026, 10, 12))
    page.refresh()
    assert [(r.customer_id, r.until, r.note) for r in page._queue.snoozed] == [
        (first.customer_id, date(2026, 10, 12), "等老板回来")
    ]
    assert page.panel.row is not None
    assert page.panel.row.customer_id == second.customer_id
    planned = desk.followups.open(customer_id=first.customer_id)
    assert [(line.due_on, line.reason) for line in planned] == [(date(2026, 10, 12), "等老板回来")]


def test_snoozing_moves_the_due_follow_up_instead_of_adding_one(desk: Desk, page: TodayPage) -> None:
    chosen = page._queue.open[0]
    desk.followups.add(chosen.customer_id, TODAY, "问进度")
    page.refresh()
    choose(page, chosen.code)
    page.panel.snooze()
    page.panel._aside._press("1")
    page.panel._aside._snooze_to(date(2026, 10, 12))
    planned = desk.followups.open(customer_id=chosen.customer_id)
    assert [(line.due_on, line.reason) for line in planned] == [(date(2026, 10, 12), "问进度")]


def test_skipping_needs_a_reason(page: TodayPage) -> None:
    page.panel.skip()
    page.panel._aside._on_reason()
    assert page.panel._aside._wrong.text()
    page.refresh()
    assert not page._queue.done
    page.panel._aside._reason.setText("对方放假")
    page.panel._aside._on_reason()
    page.refresh()
    assert [r.note for r in page._queue.done] == ["对方放假"]


def test_done_closes_the_due_follow_ups(desk: Desk, page: TodayPage) -> None:
    chosen = page._queue.open[0]
    desk.followups.add(chosen.customer_id, TODAY, "问进度")
    page.refresh()
    choose(page, chosen.code)
    page.panel.done()
    page.panel._aside._press("2")
    page.refresh()
    assert desk.followups.open(customer_id=chosen.customer_id) == ()
    assert [(r.customer_id, r.note) for r in page._queue.done] == [(chosen.customer_id, "已用其他方式处理")]


def test_what_was_set_aside_can_be_put_back(page: TodayPage) -> None:
    before = names(page._queue.open)
    page.panel.snooze()
    page.panel._aside._press("1")
    page.panel._aside._snooze_to(date(2026, 10, 12))
    page.refresh()
    page.view.setCurrentIndex(page._model.index(page._model.place_of(page._queue.snoozed[0].customer_id)))
    page.panel.put_back()
    page.refresh()
    assert sorted(names(page._queue.open)) == sorted(before)


def test_logging_a_contact_counts_as_done_and_shows_what_was_promised(desk: Desk, page: TodayPage) -> None:
    chosen = page._queue.open[0]
    total = page._queue.total
    desk.contacts.log(
        NewContact(chosen.customer_id, "phone", "promised", promises=((1_234_500, date(2026, 10, 20)),))
    )
    page.refresh()
    assert page._progress_text.text() == f"已完成 1 / {total}  ·  今日承诺 ¥12,345.00"
    assert (page._progress.value(), page._progress.maximum()) == (1, total)


def test_the_keys_act_on_the_chosen_customer(qtbot: QtBot, context: UiContext, page: TodayPage) -> None:
    chosen = page._queue.open[0].customer_id
    with qtbot.waitSignal(context.customer_requested) as opened:
        qtbot.keyClick(page.view, Qt.Key.Key_O)
    assert opened.args == [chosen]
    for key, deed in ((Qt.Key.Key_S, "snooze"), (Qt.Key.Key_X, "skip"), (Qt.Key.Key_D, "done")):
        qtbot.keyClick(page.view, key)
        assert page.panel._aside.isVisible()
        assert page.panel._aside.deed == deed
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.is_logging
    assert page.log_panel.customer_id == chosen


def test_unsaved_words_keep_the_customer_one_is_talking_to(context: UiContext, page: TodayPage) -> None:
    first, second = page._queue.open[:2]
    page.panel.log()
    choose(page, second.code)
    assert page.log_panel.customer_id == second.customer_id  # nothing was written: it follows
    page.log_panel.form.note.setPlainText("王会计说下周回复")
    choose(page, first.code)
    assert page.log_panel.customer_id == second.customer_id
    assert page.panel.row is not None
    assert page.panel.row.customer_id == second.customer_id
    assert page.log_panel.form.note.toPlainText() == "王会计说下周回复"


def test_the_buttons_ask_for_log_letter_and_statement(
    qtbot: QtBot, context: UiContext, page: TodayPage
) -> None:
    chosen = page._queue.open[0].customer_id
    for act, signal, args in (
        (page.panel.log, page.panel.log_wanted, [chosen]),
        (page.panel.letter, context.letter_requested, [(chosen,)]),
        (page.panel.statement, context.statement_requested, [chosen]),
    ):
        with qtbot.waitSignal(signal) as asked:
            act()
        assert asked.args == args


def test_a_past_day_turns_acting_off(context: UiContext, page: TodayPage) -> None:
    context.set_as_of(date(2026, 9, 1))
    assert not page.panel._log.isEnabled()
    page.panel.done()
    assert context.desk.set_aside.review(date(2026, 1, 1), TODAY) == ()


def test_choice_and_order_survive_a_refresh(page: TodayPage) -> None:
    chosen = page._queue.open[2]
    choose(page, chosen.code)
    page.refresh()
    assert page.panel.row is not None
    assert page.panel.row.customer_id == chosen.customer_id


def test_an_empty_workspace_points_to_the_import(qtbot: QtBot, empty_context: UiContext) -> None:
    page = TodayPage(empty_context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    assert page._stack.currentIndex() == EMPTY
    with qtbot.waitSignal(empty_context.page_requested) as asked:
        page.findChild(object, "go_import").click()
    assert asked.args == ["import"]


def test_the_follow_up_list_shows_late_ones_and_closes_them(
    desk: Desk, clock: FixedClock, page: TodayPage
) -> None:
    first, second = (row.customer_id for row in page._queue.open[:2])
    desk.followups.add(first, TODAY, "甲")
    desk.followups.add(second, TODAY + timedelta(days=9), "乙")
    clock.moment = datetime(2026, 10, 12, 9, 0, tzinfo=timezone(timedelta(hours=8)))
    page.refresh()
    page._follow_up_button.click()
    assert page._stack.currentIndex() == FOLLOW_UPS
    shown = page.follow_ups._model.rows
    assert [(line.reason, line.days_late) for line in shown] == [("甲", 4), ("乙", 0)]
    page.follow_ups.table.select_id(shown[0].id)
    page.follow_ups.done()
    assert [line.reason for line in desk.followups.open()] == ["乙"]
    page._queue_button.click()
    assert page._stack.currentIndex() == QUEUE


def test_what_to_say_stands_beside_the_queue_and_is_copied_by_key(
    qtbot: QtBot, desk: Desk, page: TodayPage
) -> None:
    row = choose(page, "C005")
    text = page.panel.script.text.text()
    assert f"{row.max_overdue_days} 天" in text
    assert "¥407,650.00" in text
    assert "{" not in text
    QApplication.clipboard().clear()
    qtbot.keyClick(page.view, Qt.Key.Key_C)
    assert QApplication.clipboard().text() == text


def test_nothing_is_offered_to_say_once_the_customer_is_done(qtbot: QtBot, page: TodayPage) -> None:
    row = choose(page, "C005")
    assert page.panel.script.isVisible()
    page.panel.done()
    page.panel._aside._press("4")
    qtbot.waitUntil(lambda: row.code in names(page._queue.done))
    place = page._model.place_of(row.customer_id)
    page.view.setCurrentIndex(page._model.index(place))
    assert page.panel.row is not None
    assert page.panel.row.state == "done"
    assert not page.panel.script.isVisible()


def test_who_was_left_alone_is_listed_and_opened(qtbot: QtBot, page: TodayPage, context: UiContext) -> None:
    button = page.findChild(QPushButton, "show_why_not")
    assert isinstance(button, QPushButton)
    button.click()
    opened = page.window().findChild(WhyNotDialog)
    assert isinstance(opened, WhyNotDialog)
    opened.tabs.setCurrentWidget(opened.left_alone)
    dialog = opened.left_alone
    assert dialog.model.rowCount() > 0
    assert "%" in dialog.share.text()
    before = dialog.model.rowCount()
    dialog.days.setValue(3650)
    assert dialog.model.rowCount() <= before
    dialog.days.setValue(30)
    with qtbot.waitSignal(context.customer_requested):
        dialog.open_button.click()


def test_the_calendar_file_is_written_and_a_folder_that_takes_none_is_said(
    qtbot: QtBot, page: TodayPage, context: UiContext, tmp_path: Path
) -> None:
    with qtbot.waitSignal(context.file_saved) as saved:
        page.write_calendar(tmp_path / "days.ics")
    assert "days.ics" in saved.args[0]
    assert (tmp_path / "days.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    written = (tmp_path / "days.ics").read_bytes()
    page.write_calendar(tmp_path / "days.ics" / "again.ics")  # no folder
    assert (tmp_path / "days.ics").read_bytes() == written


# Changes while it is open --------------------------------------------------------------------


def test_a_contact_changes_its_row_alone_and_the_others_stay_where_they_are(desk: Desk, page: TodayPage) -> None:
    chosen, *others = page._queue.open
    last = choose(page, others[-1].code)
    desk.contacts.log(NewContact(chosen.customer_id, "phone", "will_check"))
    page.refresh()
    assert all(row is old for row, old in zip(page._queue.open, others, strict=True))
    assert page.panel.row is last
    assert page._model.row_at(page.view.currentIndex().row()) is last


def test_an_edited_policy_and_a_new_day_list_again(
    desk: Desk, context: UiContext, clock: FixedClock, page: TodayPage, qtbot: QtBot
) -> None:
    before = page._queue.open
    with qtbot.waitSignal(page.due_changed):
        desk.policies.choose("P-002")
    assert [row.step for row in page._queue.open] != [row.step for row in before]
    clock.moment += timedelta(days=1)
    with qtbot.waitSignal(page.due_changed):
        context.as_of_changed.emit()
    days = {row.customer_id: row.max_overdue_days for row in page._queue.open}
    assert all(days[row.customer_id] == row.max_overdue_days + 1 for row in before if row.max_overdue_days)
