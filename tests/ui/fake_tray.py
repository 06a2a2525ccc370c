"""A tray for the tests of reminders."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from arcdesk.ui.notices.notice import OPEN, Toast, Told


class FakeTray(QObject):
    """A tray that keeps what it was told to show."""

    acted = Signal(object, str)
    name = "tray"

    def __init__(self, *, available: bool = True) -> None:
        super().__init__()
        self.available = available
        self.shown: list[tuple[str, str]] = []
        self.toasts: list[Toast] = []

    def is_available(self) -> bool:
        return self.available

    def show_notice(self, toast: Toast, told: Told) -> None:
        if self.available:
            self.toasts.append(toast)
            self.shown.append((toast.title, toast.text))
        told(self.available)

    def close(self) -> None:
        pass

    def act(self, action: str = OPEN, place: int = -1) -> None:
        """Click a notice, or press a button of it; the last one without a place."""
        self.acted.emit(self.toasts[place], action)
