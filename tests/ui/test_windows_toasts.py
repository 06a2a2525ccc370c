"""Windows' toasts against a double of their library: buttons, clicks, and every failure left to the tray."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from arcdesk.ui.notices import windows
from arcdesk.ui.notices.notice import DONE, OPEN, SNOOZE, Toast
from arcdesk.ui.notices.windows import WindowsNotifier

TOAST = Toast("跟进：甲公司", "问付款", 7, (1,), (DONE, SNOOZE))


class FakeLibrary:
    """``windows_toasts`` as far as we call it."""

    def __init__(self) -> None:
        self.shown: list[Any] = []
        self.breaks = False
        self.toastNotifier = SimpleNamespace(setting=0)

    def Toast(self, texts: list[str], **how: Any) -> Any:  # noqa: N802
        return SimpleNamespace(texts=texts, tag=f"tag-{len(self.shown)}", **how)

    def ToastButton(self, content: str, arguments: str) -> tuple[str, str]:  # noqa: N802
        return content, arguments

    def show_toast(self, toast: Any) -> None:
        if self.breaks:
            raise OSError("0x80070490")
        self.shown.append(toast)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> FakeLibrary:
    made = FakeLibrary()
    monkeypatch.setitem(sys.modules, "windows_toasts", made)
    monkeypatch.setattr(windows, "_make_toaster", lambda: made)
    return made


def told(notifier: WindowsNotifier) -> bool:
    answers: list[bool] = []
    notifier.show_notice(TOAST, answers.append)
    return answers[0]


def test_the_toast_has_its_buttons_and_what_is_pressed_comes_back(qtbot: QtBot, library: FakeLibrary) -> None:
    notifier = WindowsNotifier()
    assert notifier.is_available()
    assert told(notifier)
    (shown,) = library.shown
    assert shown.texts == ["跟进：甲公司", "问付款"]
    assert shown.actions == [("完成", DONE), ("下个工作日再提醒", SNOOZE)]
    for arguments, action in ((DONE, DONE), (shown.tag, OPEN), (None, OPEN)):
        with qtbot.waitSignal(notifier.acted) as acted:
            shown.on_activated(SimpleNamespace(arguments=arguments))
        assert acted.args == [TOAST, action]


def test_a_failure_or_notices_switched_off_leave_it_to_the_tray(qtbot: QtBot, library: FakeLibrary) -> None:
    notifier = WindowsNotifier()
    assert notifier.is_available()
    library.breaks = True
    assert told(notifier) is False
    library.toastNotifier.setting = 2
    assert notifier.is_available() is False


def test_without_the_library_there_are_no_toasts(qtbot: QtBot) -> None:
    assert WindowsNotifier().is_available() is False
