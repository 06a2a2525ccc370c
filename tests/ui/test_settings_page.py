"""Settings: the company's particulars, the aging scheme, reminders, language and colours."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.domain.aging import SCHEMES
from arcdesk.domain.errors import BadCuts
from arcdesk.services.reminding import PREFERENCE
from arcdesk.settings import MachineSettings
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.settings import PANES, SettingsPage
from arcdesk.ui.panels.scheme_editor import parse_cuts
from arcdesk.ui.widgets.scheme_preview import SchemePreview


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> SettingsPage:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.activate()
    return made


def line(page: SettingsPage, name: str) -> QLineEdit:
    made = page.findChild(QLineEdit, name)
    assert isinstance(made, QLineEdit)
    return made


def test_a_changed_particular_is_saved_and_nothing_else_changes(
    qtbot: QtBot, desk: Desk, page: SettingsPage
) -> None:
    before = desk.company.profile()
    assert not page.company._save.isEnabled()
    phone = line(page, "company_phone")
    phone.clear()
    qtbot.keyClicks(phone, "0571-12345678")
    page.company.save()
    after = desk.company.profile()
    assert after.phone == "0571-12345678"
    assert (after.name, after.bank, after.uscc) == (before.name, before.bank, before.uscc)
    assert not page.company._save.isEnabled()


def test_a_company_without_a_name_is_refused_beside_the_button(
    qtbot: QtBot, desk: Desk, page: SettingsPage
) -> None:
    name = line(page, "company_name")
    name.setFocus()
    name.selectAll()
    qtbot.keyClick(name, Qt.Key.Key_Delete)
    page.company.save()
    assert page.company._state.text()
    assert page.company._state.property("role") == "bad"
    assert desk.company.profile().name


def test_what_is_being_typed_survives_a_refresh(qtbot: QtBot, page: SettingsPage) -> None:
    phone = line(page, "company_phone")
    phone.clear()
    qtbot.keyClicks(phone, "139")
    page.refresh()
    assert phone.text() == "139"


def test_a_past_day_cannot_be_saved_on(qtbot: QtBot, page: SettingsPage) -> None:
    page.context.set_as_of(date(2026, 9, 1))
    qtbot.keyClicks(line(page, "company_phone"), "1")
    assert not page.company._save.isEnabled()


def test_an_own_scheme_is_kept_and_used(qtbot: QtBot, desk: Desk, page: SettingsPage) -> None:
    qtbot.keyClicks(line(page, "scheme_name"), "quarter")
    qtbot.keyClicks(line(page, "scheme_cuts"), "45 / 90")
    page.aging.editor.save()
    assert desk.company.default_scheme_name == "quarter"
    assert [bucket.key for bucket in desk.company.scheme().buckets] == [
        "not_due",
        "d1_45",
        "d46_90",
        "d91_up",
    ]


def test_cuts_that_do_not_rise_are_refused_while_typing(qtbot: QtBot, desk: Desk, page: SettingsPage) -> None:
    qtbot.keyClicks(line(page, "scheme_cuts"), "60, 30")
    assert page.aging.editor._wrong.text()
    assert not page.aging.editor._own.lines()
    assert len(desk.company.schemes()) == len(SCHEMES)


@pytest.mark.parametrize("text", ["thirty", "30;-5", "1.5", "30,x"])
def test_cuts_are_whole_days(text: str) -> None:
    with pytest.raises(BadCuts):
        parse_cuts(text)


def test_cuts_may_be_written_as_people_write_them() -> None:
    assert parse_cuts("30，60、90") == parse_cuts("30/60/90") == parse_cuts(" 30 60 90 ") == (30, 60, 90)


def test_the_preview_shows_where_the_borders_lie_today(qtbot: QtBot, context: UiContext) -> None:
    preview = SchemePreview(context.theme, date(2026, 10, 8))
    qtbot.addWidget(preview)
    preview.show_scheme(SCHEMES["portrait"])
    days = [text for _, text in preview.lines()]
    assert days[0] == "2026-10-08 及以后到期"
    assert days[1] == "2026-09-08 … 2026-10-07"
    assert days[-1] == "2026-04-10 及以前"


def test_the_preview_of_years_uses_anniversaries(qtbot: QtBot, context: UiContext) -> None:
    preview = SchemePreview(context.theme, date(2026, 10, 8))
    qtbot.addWidget(preview)
    preview.show_scheme(SCHEMES["audit"])
    days = [text for _, text in preview.lines()]
    assert days[0] == "2025-10-08 … 2026-10-08"
    assert days[1] == "2024-10-08 … 2025-10-07"
    assert days[-1] == "2021-10-07 及以前"


def test_reminders_are_switched_off_and_on(desk: Desk, page: SettingsPage) -> None:
    switch = page.findChild(QCheckBox, "reminders_on")
    assert isinstance(switch, QCheckBox)
    assert switch.isChecked()
    switch.click()
    assert desk.company.preference(PREFERENCE) is False
    page.refresh()
    assert not switch.isChecked()
    switch.click()
    assert desk.company.preference(PREFERENCE) is True


def test_the_colours_change_at_once_and_are_remembered(page: SettingsPage, settings: MachineSettings) -> None:
    dark = page.findChild(QRadioButton, "appearance_dark")
    assert isinstance(dark, QRadioButton)
    dark.click()
    assert page.context.theme.is_dark
    assert MachineSettings(settings.file).appearance == "dark"


def test_another_language_is_remembered_and_the_window_asked_to_be_rebuilt(
    qtbot: QtBot, page: SettingsPage, settings: MachineSettings
) -> None:
    english = page.findChild(QRadioButton, "language_en")
    assert isinstance(english, QRadioButton)
    with qtbot.waitSignal(page.context.rebuild_requested):
        english.click()
    assert MachineSettings(settings.file).language == "en"


def test_every_pane_can_be_chosen_from_the_list(page: SettingsPage) -> None:
    for place, (key, _, _) in enumerate(PANES):
        page.show_pane(key)
        assert page._stack.currentIndex() == place
