"""Whether reminders can be shown beside the clock: the one check of health that needs the window's libraries."""

from __future__ import annotations

from PySide6.QtWidgets import QSystemTrayIcon

from arcdesk.services.health import Check


def notice_check() -> Check:
    """The line for the doctor; without a tray the list in the window stands, so that is no fault.

    There must be an application already.
    """
    is_possible = QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
    text = (
        "Notices are shown beside the clock."
        if is_possible
        else "No tray here; due follow-ups are listed in the window."
    )
    return Check("notification", True, text, {})
