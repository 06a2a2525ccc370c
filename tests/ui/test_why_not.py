"""Why not: one place for everybody who is not chased; each list with what ends it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.ui.context import UiContext
from arcdesk.ui.why_not.dialog import WhyNotDialog

TODAY = date(2026, 10, 8)


@pytest.fixture
def dialog(qtbot: QtBot, context: UiContext) -> WhyNotDialog:
    made = WhyNotDialog(context)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def titles(dialog: WhyNotDialog) -> list[str]:
    return [dialog.tabs.tabText(number) for number in range(dialog.tabs.count())]


def test_the_tabs_count_what_stands(desk: Desk, dialog: WhyNotDialog, qtbot: QtBot) -> None:
    assert titles(dialog)[:3] == ["暂停催收", "移出清单", "强制发函"]
    first, second, *_ = desk.day_list.of().open
    desk.holds.hold_customer(first.customer_id, date(2026, 12, 31), "重整")
    desk.set_aside.decide(second.customer_id, "snooze", "等批复", date(2026, 10, 12))
    desk.letters.issue(first.customer_id, "first", force=True, reason="总经理要求")
    qtbot.waitUntil(lambda: titles(dialog)[:3] == ["暂停催收 · 1", "移出清单 · 1", "强制发函 · 1"])
    (passed,) = dialog.overrides.model.rows
    assert (passed.reason, passed.customer_id) == ("总经理要求", first.customer_id)
    assert "重整" in dialog.overrides.model.index(0, 5).data()


def test_a_snooze_is_taken_back_where_it_is_reviewed(
    desk: Desk, dialog: WhyNotDialog, qtbot: QtBot
) -> None:
    row = desk.day_list.of().open[0]
    desk.set_aside.decide(row.customer_id, "snooze", "等批复", date(2026, 10, 12))
    dialog.tabs.setCurrentWidget(dialog.set_asides)
    qtbot.waitUntil(lambda: dialog.set_asides.model.rowCount() == 1)
    qtbot.mouseClick(dialog.set_asides.back_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.set_asides.model.rowCount() == 0)
    assert not dialog.set_asides.back_button.isEnabled()
    assert row.customer_id in [each.customer_id for each in desk.day_list.of().open]
    dialog.set_asides.ended.click()
    qtbot.waitUntil(lambda: dialog.set_asides.model.rowCount() == 1)
    assert "撤回" in dialog.set_asides.model.index(0, 4).data()
    assert not dialog.set_asides.back_button.isEnabled()  # what ended cannot end again


def test_what_ran_out_is_shown_on_demand_only(
    desk: Desk, dialog: WhyNotDialog, qtbot: QtBot, clock: FixedClock
) -> None:
    desk.set_aside.decide(desk.day_list.of().open[0].customer_id, "skip", "对方放假")
    clock.moment += timedelta(days=3)
    dialog.set_asides.read()
    qtbot.waitUntil(lambda: dialog.set_asides.model.rowCount() == 0)
    dialog.set_asides.ended.click()
    qtbot.waitUntil(lambda: dialog.set_asides.model.rowCount() == 1)
    assert titles(dialog)[1] == "移出清单"


def test_a_row_opens_its_dossier_and_the_dialog_goes(
    desk: Desk, dialog: WhyNotDialog, qtbot: QtBot, context: UiContext
) -> None:
    who = desk.day_list.of().open[0].customer_id
    desk.set_aside.decide(who, "skip", "对方放假")
    dialog.tabs.setCurrentWidget(dialog.set_asides)
    qtbot.waitUntil(lambda: dialog.set_asides.model.rowCount() == 1)
    with qtbot.waitSignal(context.customer_requested) as asked:
        qtbot.keyClick(dialog.set_asides.table, Qt.Key.Key_Return)
    assert asked.args == [who]
    assert not dialog.isVisible()


def test_on_a_past_day_nothing_can_be_ended(desk: Desk, qtbot: QtBot, context: UiContext) -> None:
    desk.holds.hold_customer(desk.day_list.of().open[0].customer_id, date(2026, 12, 31), "重整")
    desk.set_aside.decide(desk.day_list.of().open[0].customer_id, "snooze", "等批复", date(2026, 10, 20))
    context.set_as_of(date(2026, 9, 1))
    made = WhyNotDialog(context)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    assert not made.held.lift_button.isEnabled()
    assert not made.set_asides.back_button.isEnabled()
