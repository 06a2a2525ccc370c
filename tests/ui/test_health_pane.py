"""Settings, Health: a person presses a button and reads what is wrong first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from arcdesk import i18n
from arcdesk.bootstrap import Desk
from arcdesk.clock import FixedClock
from arcdesk.services.evidence import PastedFile
from arcdesk.ui.background import Background
from arcdesk.ui.context import UiContext
from arcdesk.ui.main_window import MainWindow
from arcdesk.ui.panels.health_pane import HealthPane


@pytest.fixture(autouse=True)
def _english(context: UiContext) -> None:
    i18n.use("en")


@pytest.fixture
def pane(qtbot: QtBot, context: UiContext, _english: None) -> HealthPane:
    made = HealthPane(context)
    qtbot.addWidget(made)
    made.resize(760, 640)
    made.show()
    return made


def press(qtbot: QtBot, pane: HealthPane, name: str) -> None:
    qtbot.mouseClick(pane.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def line(pane: HealthPane, name: str) -> str:
    return pane.findChildren(QLabel, f"health_{name}")[-1].text()  # those before it are about to go


def test_nothing_is_looked_at_before_somebody_asks(pane: HealthPane) -> None:
    pane.load()
    assert line(pane, "verdict") == ""


def test_sound_books_are_well_and_every_check_has_its_line(qtbot: QtBot, pane: HealthPane) -> None:
    press(qtbot, pane, "health_now")
    assert line(pane, "verdict").startswith("Everything is well (2026-10-08")
    assert line(pane, "database") == "Every page and every reference is sound."
    assert line(pane, "notification")
    i18n.use("zh")
    press(qtbot, pane, "health_deep")
    assert line(pane, "verdict").startswith("一切正常")
    assert "哈希全部相符" in line(pane, "evidence")


def test_what_is_wrong_stands_first_and_is_counted(qtbot: QtBot, desk: Desk, pane: HealthPane) -> None:
    desk.evidence.add(PastedFile("a.png", b"a"), desk.customers.find("C001").id)
    file = desk.evidence.file_of(desk.evidence.list()[0].sha256)
    file.chmod(0o600)
    file.unlink()
    press(qtbot, pane, "health_now")
    assert line(pane, "verdict").startswith("1 things need you")
    first = pane.findChild(QLabel, "health_evidence")
    assert first is not None
    assert first.geometry().top() == min(
        label.geometry().top() for label in pane.findChildren(QLabel) if label.objectName().startswith("health_")
        and label.objectName() != "health_verdict"
    )  # fmt: skip
    assert "missing or altered" in line(pane, "evidence")


def test_a_clock_that_was_set_back_is_told_when_the_window_opens(
    qtbot: QtBot, context: UiContext, clock: FixedClock
) -> None:
    clock.moment -= timedelta(days=2)
    window = MainWindow(context)
    qtbot.addWidget(window)
    told: list[str] = []
    context.message.connect(lambda text, _level: told.append(text))
    context.jobs.failed.connect(lambda error: told.append(repr(error)))
    beside = Background(window)
    beside.stop()
    assert any("The clock of this computer says 2026-10-06 10:00" in text for text in told), told
