"""The icon beside the clock: notices, and a short menu. Absent on systems without a tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.notices.notice import OPEN
from arcdesk.ui.window_lock import NAMELESS

if TYPE_CHECKING:
    from arcdesk.ui.notices.notice import Toast, Told

SHOWN_MS = 8_000


class Tray(QObject):
    """System tray icon as a ``Notifier``.

    Signals:
        acted(Toast, str): the notice last shown was clicked; the tray's notices have no id and no buttons.
        open_requested(): the window is wanted.
        today_requested(): the Today list is wanted.
        lock_requested(): the window is to be covered.
        quit_requested(): the program is to end.
    """

    acted = Signal(object, str)
    open_requested = Signal()
    today_requested = Signal()
    lock_requested = Signal()
    quit_requested = Signal()
    name = "tray"

    def __init__(self, icon: QIcon, window: QWidget) -> None:
        super().__init__(window)
        self._menu = QMenu(window)
        self._menu.setObjectName("tray_menu")
        self._menu.setProperty(NAMELESS, True)
        for text, signal in (
            (tr("Open ArcDesk"), self.open_requested),
            (tr("Show today's list"), self.today_requested),
            (tr("Lock now"), self.lock_requested),
            (tr("Quit|program"), self.quit_requested),
        ):
            self._menu.addAction(text).triggered.connect(signal)
        self._icon = QSystemTrayIcon(icon, self)
        self._icon.setToolTip("ArcDesk")
        self._icon.setContextMenu(self._menu)
        self._shown: Toast | None = None
        self._icon.messageClicked.connect(self._on_clicked)
        self._icon.activated.connect(self._on_activated)

    def is_available(self) -> bool:
        """Whether a notice would be seen: there is a tray, the icon is in it, and it takes messages."""
        return (
            QSystemTrayIcon.isSystemTrayAvailable()
            and self._icon.isVisible()
            and QSystemTrayIcon.supportsMessages()
        )

    def show(self) -> None:
        """Put the icon into the tray where there is one."""
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._icon.show()

    def hide(self) -> None:
        """Take the icon out of the tray."""
        self._icon.hide()

    def set_count(self, due: int) -> None:
        """Say under the pointer how many customers are due today."""
        self._icon.setToolTip(tr("ArcDesk: {count} due today", count=due) if due else "ArcDesk")

    def show_notice(self, toast: Toast, told: Told) -> None:
        """Show one notice for about eight seconds."""
        self._shown = toast
        self._icon.showMessage(toast.title, toast.text, QSystemTrayIcon.MessageIcon.Information, SHOWN_MS)
        told(True)

    def close(self) -> None:
        """Forget the notice; the icon goes by ``hide``."""
        self._shown = None

    def _on_clicked(self) -> None:
        if self._shown is not None:
            self.acted.emit(self._shown, OPEN)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self.open_requested.emit()
