"""At night, and after the sixth attempt of a day, the panels warn before somebody is called; nothing is held back."""

from __future__ import annotations

from datetime import time

import pytest
from PySide6.QtCore import Qt, QTime
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.domain.quiet import QuietHours
from arcdesk.services.contacts import NewContact
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.today import TodayPage
from arcdesk.ui.panels.log_contact import LogContactPanel
from arcdesk.ui.panels.quiet_hours import QuietHoursForm


@pytest.fixture
def panel(qtbot: QtBot, context: UiContext) -> LogContactPanel:
    made = LogContactPanel(context)
    qtbot.addWidget(made)
    made.resize(600, 900)
    made.show()
    return made


def test_the_log_panel_warns_by_channel_at_night(panel: LogContactPanel, desk: Desk, clock: FixedClock) -> None:
    clock.moment = clock.moment.replace(hour=22, minute=40)
    panel.start(desk.customers.find("C005").id)
    assert "22:40" in panel.form.quiet.text.text()
    assert panel.form.quiet.isVisible()
    panel.form.channel.press("4")
    assert panel.form.channel.value == "email"
    assert not panel.form.quiet.isVisible()
    panel.form.channel.press("1")
    assert panel.form.quiet.isVisible()
    assert panel.form.save.isEnabled()


def test_the_hours_of_the_company_are_named(panel: LogContactPanel, desk: Desk) -> None:
    desk.quiet.set_hours(QuietHours(time(8), time(12)))
    panel.start(desk.customers.find("C005").id)
    assert "08:00 至 12:00" in panel.form.quiet.text.text()


def test_by_day_nothing_is_said_until_the_sixth_attempt(panel: LogContactPanel, desk: Desk) -> None:
    who = desk.customers.find("C005").id
    panel.start(who)
    assert not panel.form.quiet.isVisible()
    for _ in range(6):
        desk.contacts.log(NewContact(who, "phone", "no_answer", person="李四"))
    panel.form.person.setCurrentText("李四")
    assert "李四" in panel.form.quiet.text.text()
    assert panel.form.quiet.isVisible()


def test_a_correction_of_an_older_entry_is_not_warned_of(
    panel: LogContactPanel, desk: Desk, clock: FixedClock
) -> None:
    who = desk.customers.find("C005").id
    logged = desk.contacts.log(NewContact(who, "phone", "no_answer"))
    clock.moment = clock.moment.replace(hour=23)
    panel.start(who, corrects=desk.contacts.original(logged.id))
    assert not panel.form.quiet.isVisible()


def test_today_warns_beside_the_list(qtbot: QtBot, context: UiContext, clock: FixedClock) -> None:
    clock.moment = clock.moment.replace(hour=6, minute=5)
    page = TodayPage(context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    assert page.panel.row is not None
    assert "06:05" in page.panel._quiet.text.text()
    assert page.panel._quiet.isVisible()
    assert page.panel._log.isEnabled()


def test_the_hours_are_set_in_the_settings(qtbot: QtBot, context: UiContext, desk: Desk) -> None:
    form = QuietHoursForm(context)
    qtbot.addWidget(form)
    form.show()
    form.load()
    assert (form.starts.text(), form.ends.text()) == ("22:00", "08:00")
    form.ends.setFocus()
    form.ends.setTime(QTime(9, 15))
    qtbot.keyClick(form.ends, Qt.Key.Key_Return)
    assert desk.quiet.hours() == QuietHours(time(22), time(9, 15))
