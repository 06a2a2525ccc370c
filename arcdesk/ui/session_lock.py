"""Hearing that the person locked the computer's screen: Windows tells its sessions, Linux desktops tell on D-Bus."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import (
    SLOT,
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QObject,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QWidget

WM_WTSSESSION_CHANGE = 0x02B1
WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK = 0x2, 0x4, 0x7
LEAVING = (WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT, WTS_SESSION_LOCK)
NOTIFY_FOR_THIS_SESSION = 0
SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver",
                 "org.cinnamon.ScreenSaver")  # fmt: skip

LOG_IN_MANAGERS = ("org.freedesktop.login1.Session",)


class Message(ctypes.Structure):
    """``MSG`` of Windows, as Qt hands it to a native event filter."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("w_param", ctypes.c_size_t),
        ("l_param", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_int32),
        ("y", ctypes.c_int32),
    )


def tells_a_lock(address: int) -> bool:
    """Whether the message at ``address`` says that the session was locked, or left for another or for the network."""
    message = Message.from_address(address)
    return int(message.message) == WM_WTSSESSION_CHANGE and int(message.w_param) in LEAVING


class SessionWatch(QObject):
    """Listens for the lock of the screen where the system tells of it.

    Signals:
        locked(): the screen was locked, or its saver came on.
    """

    locked = Signal()

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._filter: SessionMessages | None = None
        self.is_listening = False

    def start(self) -> None:
        """Ask the system to tell; where it can't, nothing happens."""
        if sys.platform == "win32":
            with suppress(OSError, AttributeError):
                self._listen_to_windows()
        elif sys.platform.startswith("linux"):
            self._listen_to_the_bus()

    def stop(self) -> None:
        """End it."""
        application = QCoreApplication.instance()
        if self._filter is None or application is None:
            return
        application.removeNativeEventFilter(self._filter)
        self._filter = None
        if sys.platform == "win32":
            ctypes.windll.wtsapi32.WTSUnRegisterSessionNotification(ctypes.c_void_p(int(self._window.winId())))

    @Slot(bool)
    def on_active_changed(self, is_active: bool) -> None:
        """A screen saver of the desktop came on or went."""
        if is_active:
            self.locked.emit()

    @Slot()
    def on_lock(self) -> None:
        """The log-in manager asked the session to lock."""
        self.locked.emit()

    def _listen_to_windows(self) -> None:
        application = QCoreApplication.instance()
        if sys.platform == "win32" and application is not None:
            window = ctypes.c_void_p(int(self._window.winId()))
            if ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window, NOTIFY_FOR_THIS_SESSION):
                self._filter = SessionMessages(self.tell_later)
                application.installNativeEventFilter(self._filter)
                self.is_listening = True

    def tell_later(self) -> None:
        """Out of the filter first: what follows hides windows."""
        QTimer.singleShot(0, self, self.on_lock)

    def _listen_to_the_bus(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        for bus, interfaces, signal, slot in (
            (QDBusConnection.sessionBus(), SCREEN_SAVERS, "ActiveChanged", "on_active_changed(bool)"),
            (QDBusConnection.systemBus(), LOG_IN_MANAGERS, "Lock", "on_lock()"),
        ):
            for interface in interfaces if bus.isConnected() else ():
                with suppress(TypeError, ValueError):  # the binding takes what SLOT gives and not what it documents
                    heard = bus.connect("", "", interface, signal, self, SLOT(slot))  # type: ignore[call-overload]
                    self.is_listening = heard or self.is_listening


class SessionMessages(QAbstractNativeEventFilter):
    """Calls ``heard`` for each message of Windows that says the session was locked; lets all of them pass."""

    def __init__(self, heard: Callable[[], object]) -> None:
        super().__init__()
        self._heard = heard

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview[int], message: int
    ) -> tuple[bool, int]:
        name = kind.data() if isinstance(kind, QByteArray) else kind
        if bytes(name).startswith(b"windows_") and tells_a_lock(int(message)):
            self._heard()
        return False, 0
