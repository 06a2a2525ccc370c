"""Noticing that nobody has touched the program for a while."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow

if TYPE_CHECKING:
    from arcdesk.clock import Clock

TICK_MS = 10_000
TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.InputMethod, QEvent.Type.TabletPress, QEvent.Type.Drop,
    }
)  # fmt: skip


class IdleWatch(QObject):
    """Listens to the program's own windows, not to the whole computer, and only while it is wanted.

    Args:
        minutes: how long is too long, asked at every look; 0 for never.

    Signals:
        passed(): that long nothing was touched.
    """

    passed = Signal()

    def __init__(self, clock: Clock, minutes: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._minutes = clock, minutes
        self._touched = clock.now()
        self._watched: list[QWindow] = []
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look."""
        self._timer.start()
        self.look()

    def stop(self) -> None:
        """End it."""
        self._timer.stop()
        self._listen(wanted=False)

    @Slot()
    def look(self) -> None:
        """Whether it has been too long; a clock set back begins anew."""
        minutes, now = self._minutes(), self._clock.now()
        was_listening = bool(self._watched)
        self._listen(wanted=minutes > 0)
        if not was_listening or now < self._touched:
            self._touched = now
        elif minutes > 0 and now - self._touched >= timedelta(minutes=minutes):
            self._touched = now
            self.passed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._touched = self._clock.now()
        return False

    def _listen(self, *, wanted: bool) -> None:
        application = QGuiApplication.instance()
        if not isinstance(application, QGuiApplication):
            return
        if wanted and not self._watched:
            application.focusWindowChanged.connect(self._on_focus_window)
            for window in QGuiApplication.topLevelWindows():
                self._watch(window)
        elif not wanted and self._watched:
            application.focusWindowChanged.disconnect(self._on_focus_window)
            for window in self._watched:
                if shiboken6.isValid(window):
                    window.removeEventFilter(self)
            self._watched.clear()

    @Slot(object)
    def _on_focus_window(self, window: QWindow | None) -> None:
        """A dialog was opened, or one came to the front."""
        self._watched = [known for known in self._watched if shiboken6.isValid(known)]
        if window is not None:
            self._watch(window)

    def _watch(self, window: QWindow) -> None:
        if window not in self._watched:
            window.installEventFilter(self)
            self._watched.append(window)
