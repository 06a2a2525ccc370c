"""Notices on a real bus, shown by a real notification daemon, and what happens where there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from arcdesk.bootstrap import Desk
from arcdesk.ui.context import UiContext
from arcdesk.ui.notices import bus
from arcdesk.ui.notices.bus import BusNotifier, bus_address
from arcdesk.ui.notices.chain import NotifierChain
from arcdesk.ui.notices.notice import DONE, OPEN, SNOOZE, Toast
from arcdesk.ui.reminders import Reminders
from tests.ui import real_desktop
from tests.ui.real_desktop import RealDesktop, forge, tiny_daemon

needs_desktop = pytest.mark.skipif(
    bool(real_desktop.missing()), reason=f"not installed here: {real_desktop.missing()}"
)
TOAST = Toast("跟进：甲公司", "问 <付款> & 进度", 7, (1,), (DONE, SNOOZE))


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealDesktop]:
    with real_desktop.real_desktop(tmp_path) as made:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", made.address)
        yield made


@pytest.fixture
def notifier(qapp: object) -> Iterator[BusNotifier]:
    made = BusNotifier()
    yield made
    made.close()


def shown(desktop: RealDesktop) -> list[dict[str, Any]]:
    """What the daemon says it was told to show, the latest first."""
    for _ in range(5):
        desktop.ctl("close")
    return [
        {key: part["data"] for key, part in each.items()} for each in json.loads(desktop.ctl("history"))["data"][0]
    ]


def send(qtbot: QtBot, notifier: Any, toast: Toast) -> bool:
    answers: list[bool] = []
    notifier.show_notice(toast, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    return answers[0]


@needs_desktop
def test_the_daemon_gets_title_text_and_name(desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot) -> None:
    desktop.start_daemon()
    assert notifier.is_available()
    assert send(qtbot, notifier, TOAST) is True
    (notice,) = shown(desktop)
    assert (notice["appname"], notice["summary"]) == ("ArcDesk", "跟进：甲公司")
    assert "问 <付款> & 进度" in notice["message"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@needs_desktop
def test_an_action_of_the_daemon_reaches_the_notice_it_belongs_to(
    desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot
) -> None:
    desktop.start_daemon()
    assert notifier.is_available()
    toasts = (TOAST, Toast("跟进：乙公司", "寄对账单", 8, (2,), (DONE, SNOOZE)))
    for toast in toasts:
        assert send(qtbot, notifier, toast)
    real_desktop.until(lambda: desktop.ctl("count", "displayed").strip() == "2")
    with qtbot.waitSignal(notifier.acted, timeout=10_000) as acted:
        desktop.ctl("action", "0")
    assert acted.args == [toasts[0], OPEN]  # the first, although the second was shown last


@needs_desktop
def test_a_click_on_the_desktop_opens_the_customer_and_the_telling_is_kept(
    desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot, desk: Desk, context: UiContext
) -> None:
    desktop.start_daemon()
    desk.reminding.keep(replace(desk.reminding.settings(), digest=False))
    wanted = desk.customers.find("C003").id
    desk.followups.add(wanted, desk.clock.today(), "问付款进度")
    opened: list[int] = []
    context.customer_requested.connect(opened.append)
    reminders = Reminders(context, NotifierChain([notifier]))
    reminders.check()
    qtbot.waitUntil(lambda: desk.reminding.standing(desk.clock.now()).shown_by == "bus", timeout=10_000)
    desktop.ctl("action", "0")
    qtbot.waitUntil(lambda: opened == [wanted], timeout=10_000)
    reminders.stop()
    assert [notice["summary"] for notice in shown(desktop)] == ["跟进：苏州恒远电子科技有限公司"]


@needs_desktop
@pytest.mark.parametrize("action", [DONE, SNOOZE])
def test_the_buttons_of_a_notice_close_the_follow_up_or_put_it_off(
    desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot, desk: Desk, context: UiContext, action: str
) -> None:
    desk.reminding.keep(replace(desk.reminding.settings(), digest=False))
    wanted = desk.customers.find("C003").id
    planned = desk.followups.add(wanted, desk.clock.today(), "问付款进度")
    reminders = Reminders(context, NotifierChain([notifier]))
    with tiny_daemon(desktop.address, press=action) as notices:
        reminders.check()
        qtbot.waitUntil(lambda: desk.followups.open(desk.clock.today()) == (), timeout=10_000)
    reminders.stop()
    assert notices[0]["actions"] == ["default", "打开", "done", "完成", "snooze", "下个工作日再提醒"]
    left = [line for line in desk.followups.open(customer_id=wanted) if line.id == planned.id]
    assert [line.due_on.isoformat() for line in left] == ([] if action == DONE else ["2026-10-09"])


@needs_desktop
def test_a_daemon_that_hangs_is_given_up(
    desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bus, "ANSWER_MS", 50)
    with tiny_daemon(desktop.address, is_deaf=True):
        assert notifier.is_available()
        assert send(qtbot, notifier, TOAST) is False


@needs_desktop
def test_a_stranger_on_the_bus_cannot_press_the_buttons(
    desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot
) -> None:
    desktop.start_daemon()
    assert notifier.is_available()
    assert send(qtbot, notifier, TOAST)
    with qtbot.assertNotEmitted(notifier.acted, wait=300):
        forge(desktop.address, 1, DONE)


@needs_desktop
def test_a_bus_without_a_daemon_takes_nothing_and_one_that_comes_later_does(
    desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot
) -> None:
    assert notifier.is_available() is False
    desktop.start_daemon()
    assert notifier.is_available() is True
    assert send(qtbot, notifier, TOAST) is True


@needs_desktop
def test_a_daemon_that_dies_is_not_waited_for_and_its_successor_is_used(
    desktop: RealDesktop, notifier: BusNotifier, qtbot: QtBot
) -> None:
    desktop.start_daemon()
    assert notifier.is_available()
    assert send(qtbot, notifier, TOAST) is True
    desktop.kill_daemon()
    assert send(qtbot, notifier, TOAST) is False
    assert notifier.is_available() is False
    desktop.start_daemon()
    assert notifier.is_available() is True
    assert send(qtbot, notifier, TOAST) is True
    assert len(shown(desktop)) == 1


def test_without_a_bus_there_are_no_notices(
    notifier: BusNotifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert bus_address() == ""
    answers: list[bool] = []
    notifier.show_notice(TOAST, answers.append)
    assert (notifier.is_available(), answers) == (False, [False])


@pytest.mark.parametrize("address", ["unix:path=/nowhere/at/all", "tcp:host=example,port=1", "rubbish", ";;"])
def test_an_address_where_no_bus_is_gives_none(
    notifier: BusNotifier, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert notifier.is_available() is False
