"""Notices from a process without a window."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from arcdesk.services.followups import FollowUpLine, Notice
from arcdesk.settings import MachineSettings
from arcdesk.ui import one_notice
from arcdesk.ui.notice_check import notice_check

LINE = FollowUpLine(1, 7, "K007", "甲公司", date(2026, 10, 8), "问付款", "open", 0)
NOTICES = (Notice(7, "甲公司", (LINE,), (1,)),)


def test_without_a_tray_nothing_is_shown(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_notice, "SETTLE_MS", 0)
    assert "No tray here" in notice_check().detail_key
    assert one_notice.show(NOTICES, MachineSettings()) is False


def _faked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A tray that takes down what it is told to show."""
    shown: list[tuple[str, str]] = []

    class FakeTray:
        def __init__(self, *_: object) -> None:
            pass

        def show(self) -> None:
            pass

        def hide(self) -> None:
            pass

        def is_available(self) -> bool:
            return True

        def show_notice(self, title: str, text: str) -> None:
            shown.append((title, text))

    monkeypatch.setattr(one_notice, "Tray", FakeTray)
    monkeypatch.setattr(one_notice, "SETTLE_MS", 0)
    monkeypatch.setattr(one_notice, "SHOWN_MS", 0)
    return shown


def test_each_customer_is_shown_once(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _faked(monkeypatch)
    assert one_notice.show(NOTICES, MachineSettings()) is True
    ((title, text),) = shown
    assert "甲公司" in title
    assert "问付款" in text


def test_protected_books_are_told_of_without_a_name(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = _faked(monkeypatch)
    assert one_notice.show_locked(MachineSettings()) is True
    ((title, text),) = shown
    assert title == "ArcDesk"
    assert "密码" in text
