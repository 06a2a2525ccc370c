"""Settings: the LPR table with its last day, rows added and taken back, the defaults of interest."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.services.interest_settings import InterestSettings
from arcdesk.ui.context import UiContext
from arcdesk.ui.pages.settings import SettingsPage
from arcdesk.ui.panels.rates_pane import RatesPane
from tests.ui.access import nameless


@pytest.fixture
def page(qtbot: QtBot, context: UiContext) -> SettingsPage:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1100, 720)
    made.show()
    made.activate()
    made.show_pane("rates")
    return made


@pytest.fixture
def pane(page: SettingsPage) -> RatesPane:
    return page.rates


def fill(qtbot: QtBot, pane: RatesPane, on: str, percent: str, source: str) -> None:
    for field, text in ((pane.on, on), (pane.percent, percent), (pane.source, source)):
        field.setFocus()
        field.clear()
        qtbot.keyClicks(field, text)


def choose(box: object, code: str) -> None:
    box.setCurrentIndex(box.findData(code))  # type: ignore[attr-defined]
    box.activated.emit(box.currentIndex())  # type: ignore[attr-defined]


def test_the_table_says_up_to_when_it_is_known_and_that_a_newer_one_is_due(pane: RatesPane) -> None:
    assert "2026-02-24" in pane.valid_to.text()
    assert "新一期应已公布" in pane.valid_to.text()
    assert pane.valid_to.property("role") == "warn"
    assert (pane.model.rows[0].from_on, pane.model.rows[0].percent) == (date(2026, 2, 24), Decimal("3.00"))
    assert "2019 至 2026" in pane.workdays.text()


def test_a_publication_is_added_by_the_keyboard(qtbot: QtBot, pane: RatesPane, desk: Desk) -> None:
    fill(qtbot, pane, "20260920", "2.9%", "chinamoney.com.cn")
    qtbot.keyClick(pane.source, Qt.Key.Key_Return)
    assert pane.state.property("role") == "good"
    assert desk.rates.lpr.valid_to == date(2026, 9, 20)
    first = pane.model.rows[0]
    assert (first.from_on, first.percent, first.is_own, first.source) == (
        date(2026, 9, 20),
        Decimal("2.9"),
        True,
        "chinamoney.com.cn",
    )
    assert "2026-09-20" in pane.valid_to.text()
    assert "应已公布" not in pane.valid_to.text()
    assert (pane.on.text(), pane.percent.text(), pane.source.text()) == ("", "", "chinamoney.com.cn")


@pytest.mark.parametrize(
    ("on", "percent", "source", "wanted"),
    [
        ("", "2.9", "x", "日期"),
        ("2026-09-20", "", "x", "年利率"),
        ("2026-09-20", "2.9", "", "出处"),
        ("2026-12-01", "2.9", "x", "还没有到"),
        ("2026-01-20", "2.9", "x", "已有"),
        ("2025-12-01", "2.9", "x", "早于"),
        ("2026-09-20", "29", "x", "不合理"),
        ("2026-09-20", "0.029", "x", "不合理"),
    ],
)
def test_a_row_that_cannot_be_is_one_sentence_and_stays_in_the_line(
    qtbot: QtBot, pane: RatesPane, desk: Desk, on: str, percent: str, source: str, wanted: str
) -> None:
    fill(qtbot, pane, on, percent, source)
    pane.add()
    assert pane.state.property("role") == "bad"
    assert wanted in pane.state.text()
    assert pane.percent.text() == percent
    assert desk.rates.lpr.valid_to == date(2026, 2, 24)


def test_an_own_row_is_taken_back_a_shipped_one_is_not(qtbot: QtBot, pane: RatesPane, desk: Desk) -> None:
    assert not pane.back_button.isEnabled()
    pane.take_back()
    assert desk.rates.lpr.valid_to == date(2026, 2, 24)
    desk.rates.add(date(2026, 9, 20), Decimal("2.90"), "x")
    qtbot.waitUntil(lambda: pane.model.rows[0].is_own)
    pane.table.select_id(date(2026, 9, 20))
    qtbot.mouseClick(pane.back_button, Qt.MouseButton.LeftButton)
    assert desk.rates.lpr.valid_to == date(2026, 2, 24)
    assert pane.state.property("role") == "good"
    assert not pane.model.rows[0].is_own


def test_the_defaults_of_interest_are_saved_and_used(qtbot: QtBot, pane: RatesPane, desk: Desk) -> None:
    defaults = pane.defaults
    assert (defaults.multiplier.text(), defaults.year_days.currentData(), defaults.order.currentData()) == (
        "1.5",
        "365",
        "principal_first",
    )
    assert not defaults.save_button.isEnabled()
    defaults.multiplier.clear()
    qtbot.keyClicks(defaults.multiplier, "1.3")
    choose(defaults.year_days, "360")
    choose(defaults.loss, "1.3")
    choose(defaults.order, "interest_first")
    assert defaults.state.text() == "尚未保存"
    qtbot.keyClick(defaults.multiplier, Qt.Key.Key_Return)
    wanted = InterestSettings(Decimal("1.3"), 360, Decimal("1.3"), "interest_first")
    assert desk.interest.settings() == wanted
    assert not defaults.save_button.isEnabled()
    assert desk.interest.of_invoice("YJ-1006").terms.year_days == 360


@pytest.mark.parametrize("wrong", ["40", "0", "many", ""])
def test_a_factor_that_no_claim_can_be_built_on_is_refused_beside_the_button(
    qtbot: QtBot, pane: RatesPane, desk: Desk, wrong: str
) -> None:
    defaults = pane.defaults
    defaults.multiplier.setFocus()
    defaults.multiplier.selectAll()
    qtbot.keyClick(defaults.multiplier, Qt.Key.Key_Delete)
    qtbot.keyClicks(defaults.multiplier, wrong)
    defaults.save()
    assert defaults.state.property("role") == "bad"
    assert desk.interest.settings() == InterestSettings()


def test_what_is_being_changed_survives_a_refresh(qtbot: QtBot, page: SettingsPage, pane: RatesPane) -> None:
    pane.defaults.multiplier.clear()
    qtbot.keyClicks(pane.defaults.multiplier, "1.4")
    qtbot.keyClicks(pane.percent, "2.8")
    page.refresh()
    assert (pane.defaults.multiplier.text(), pane.percent.text()) == ("1.4", "2.8")


def test_on_a_past_day_nothing_is_added(
    qtbot: QtBot, pane: RatesPane, context: UiContext, desk: Desk
) -> None:
    context.set_as_of(date(2026, 9, 1))
    pane.load()
    fill(qtbot, pane, "20260320", "2.9", "x")
    qtbot.keyClick(pane.source, Qt.Key.Key_Return)
    assert desk.rates.lpr.valid_to == date(2026, 2, 24)
    assert not pane.add_button.isEnabled()
    assert nameless(pane) == []
