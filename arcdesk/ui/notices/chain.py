"""The notifier of a system: the best that works at the moment, and the next one where it fails."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from arcdesk.ui.notices.notice import Notifier, Toast, Told


class NotifierChain(QObject):
    """Tries one notifier after the other; each is asked anew every time, as a daemon may come back.

    Signals:
        acted(Toast, str): what was done to a notice.
    """

    acted = Signal(object, str)

    def __init__(self, notifiers: Sequence[Notifier], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifiers = tuple(notifiers)
        for each in self._notifiers:
            each.acted.connect(self.acted)

    @property
    def name(self) -> str:
        """The first that is available, "" without one."""
        return next((each.name for each in self._notifiers if each.is_available()), "")

    def is_available(self) -> bool:
        """Whether any is."""
        return any(each.is_available() for each in self._notifiers)

    def show_notice(self, toast: Toast, told: Told) -> None:
        """Show the notice by the first that takes it; ``told(False)`` where none does."""
        self._try(0, toast, told)

    def close(self) -> None:
        """Let go of what the notifiers hold of the system."""
        for each in self._notifiers:
            each.close()

    def _try(self, place: int, toast: Toast, told: Told) -> None:
        for number in range(place, len(self._notifiers)):
            if self._notifiers[number].is_available():
                self._notifiers[number].show_notice(toast, partial(self._on_told, number, toast, told))
                return
        told(False)

    def _on_told(self, number: int, toast: Toast, told: Told, is_taken: bool) -> None:
        if is_taken:
            told(True)
        else:
            self._try(number + 1, toast, told)


def system_notifier(tray: Notifier | None, parent: QObject | None = None) -> NotifierChain:
    """What this system has: toasts on Windows, the bus of the desktop elsewhere, then ``tray``."""
    found: list[Notifier] = []
    if sys.platform == "win32":
        from arcdesk.ui.notices.windows import WindowsNotifier

        found.append(WindowsNotifier(parent))
    elif sys.platform != "darwin":
        from arcdesk.ui.notices.bus import BusNotifier

        found.append(BusNotifier(parent))
    if tray is not None:
        found.append(tray)
    return NotifierChain(found, parent)
