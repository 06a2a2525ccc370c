"""Notices beside the clock from a process without a window: for ``arcdesk remind``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from arcdesk.i18n import tr
from arcdesk.settings import MachineSettings
from arcdesk.ui.app import make_application
from arcdesk.ui.notifications import SHOWN_MS, Tray
from arcdesk.ui.reminders import make_toasts

if TYPE_CHECKING:
    from arcdesk.services.followups import Notice

SETTLE_MS = 400
"""Time the system needs to put the icon into the tray before it takes a message."""


def show(notices: Iterable[Notice], settings: MachineSettings) -> bool:
    """Show one notice after the other and wait while they are read; False where there is no tray."""
    return _show([(toast.title, toast.text) for toast in make_toasts(notices)], settings)


def show_locked(settings: MachineSettings) -> bool:
    """Say that nobody could look what is due: the books are protected, and nobody is here to ask."""
    text = tr("The books are protected by a password. Open ArcDesk to see what is due.")
    return _show([("ArcDesk", text)], settings)


def _show(texts: Iterable[tuple[str, str]], settings: MachineSettings) -> bool:
    make_application(settings)
    owner = QWidget()  # never shown: the tray's menu needs a parent
    tray = Tray(QApplication.windowIcon(), owner)
    tray.show()
    _wait(SETTLE_MS)
    if not tray.is_available():
        owner.deleteLater()
        return False
    for title, text in texts:
        tray.show_notice(title, text)
        _wait(SHOWN_MS)
    tray.hide()
    owner.deleteLater()
    return True


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
