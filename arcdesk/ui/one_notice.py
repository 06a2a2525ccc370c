"""Notices from a process without a window: for ``arcdesk remind``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from arcdesk.i18n import tr
from arcdesk.settings import MachineSettings
from arcdesk.ui.app import make_application
from arcdesk.ui.notices.chain import NotifierChain, system_notifier
from arcdesk.ui.notices.notice import Toast
from arcdesk.ui.notices.texts import telling_toasts
from arcdesk.ui.notifications import SHOWN_MS, Tray

if TYPE_CHECKING:
    from arcdesk.services.reminding import Telling

SETTLE_MS = 400
"""Time the system needs to put the icon into the tray before it takes a message."""

Act = Callable[[Toast, str], object]


def show(telling: Telling, settings: MachineSettings, act: Act) -> str:
    """Show what is to be told, one notice after the other, and wait while each is read.

    ``act`` hears which notice was clicked (open) or which button of it pressed (done, snooze).
    Returns what showed them: bus, toast or tray; "" where nothing does or one was not taken.
    """
    return _show(telling_toasts(telling), settings, act)


def show_locked(settings: MachineSettings) -> str:
    """Say that nobody could look what is due: the books are protected, and nobody is here to ask."""
    text = tr("The books are protected by a password. Open ArcDesk to see what is due.")
    return _show([Toast("ArcDesk", text)], settings, lambda _toast, _action: None)


def _show(toasts: Iterable[Toast], settings: MachineSettings, act: Act) -> str:
    make_application(settings)
    owner = QWidget()  # never shown: the tray's menu needs a parent
    tray = Tray(QApplication.windowIcon(), owner)
    notifier = system_notifier(tray, owner)
    notifier.acted.connect(act)
    if not notifier.is_available():  # the icon of a tray is put there where nothing better is
        tray.show()
        _wait(SETTLE_MS)
    name = notifier.name
    answers = [_show_one(notifier, toast) for toast in toasts] if name else [False]
    notifier.close()
    tray.hide()
    owner.deleteLater()
    return name if all(answers) else ""


def _show_one(notifier: NotifierChain, toast: Toast) -> bool:
    answers: list[bool] = []
    loop = QEventLoop()

    def told(is_taken: bool) -> None:
        answers.append(is_taken)
        loop.quit()

    notifier.show_notice(toast, told)
    if not answers:
        loop.exec()
    if answers[0]:
        _wait(SHOWN_MS)
    return answers[0]


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
