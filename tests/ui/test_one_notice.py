"""Notices from a process without a window."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from arcdesk.services.followups import FollowUpLine, Notice
from arcdesk.services.reminding import Telling
from arcdesk.settings import MachineSettings
from arcdesk.ui import one_notice
from arcdesk.ui.notice_check import notice_check
from arcdesk.ui.notices.notice import OPEN, Toast, Told

LINE = FollowUpLine(1, 7, "K007", "甲公司", date(2026, 10, 8), "问付款", "open", 0)
TELLING = Telling("on", None, (Notice(7, "甲公司", (LINE,), (1,)),))


def _ignore(_toast: Toast, _action: str) -> None:
    pass


@pytest.fixture(autouse=True)
def _no_bus(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def test_without_a_tray_nothing_is_shown(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_notice, "SETTLE_MS", 0)
    assert "No tray here" in notice_check().detail_key
    assert one_notice.show(TELLING, MachineSettings(), _ignore) == ""


def _faked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A tray that takes down what it is told to show."""
    shown: list[tuple[str, str]] = []

    class FakeTray(QObject):
        acted = Signal(object, str)
        name = "tray"

        def __init__(self, *_: object) -> None:
            super().__init__()

        def show(self) -> None:
            pass

        def hide(self) -> None:
            pass

        def is_available(self) -> bool:
            return True

        def show_notice(self, toast: Toast, told: Told) -> None:
            shown.append((toast.title, toast.text))
            told(True)
            self.acted.emit(toast, OPEN)

        def close(self) -> None:
            pass

    monkeypatch.setattr(one_notice, "Tray", FakeTray)
    monkeypatch.setattr(one_notice, "SETTLE_MS", 0)
    monkeypatch.setattr(one_notice, "SHOWN_MS", 0)
    return shown


def test_each_customer_is_shown_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _faked(monkeypatch)
    acted: list[tuple[Toast, str]] = []
    assert one_notice.show(TELLING, MachineSettings(), lambda toast, action: acted.append((toast, action))) == "tray"
    ((title, text),) = shown
    assert "甲公司" in title
    assert "问付款" in text
    assert [(toast.customer_id, action) for toast, action in acted] == [(7, OPEN)]


def test_protected_books_are_told_of_without_a_name(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _faked(monkeypatch)
    assert one_notice.show_locked(MachineSettings()) == "tray"
    ((title, text),) = shown
    assert title == "ArcDesk"
    assert "密码" in text
