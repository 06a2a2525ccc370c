"""Toasts of Windows 10 and 11, with buttons; they stay in the notification centre until they are seen to."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from arcdesk.ui.notices.notice import OPEN, action_text

if TYPE_CHECKING:
    from arcdesk.ui.notices.notice import Toast, Told

APPLICATION_ID = "ArcDesk.Desktop"
REGISTERED = rf"Software\Classes\AppUserModelId\{APPLICATION_ID}"


class WindowsNotifier(QObject):
    """Toasts by the library ``windows-toasts``; where it or the system refuses, the tray takes the notice.

    Signals:
        acted(Toast, str): a toast was clicked, or a button of it pressed.
    """

    acted = Signal(object, str)
    _heard = Signal(object, str)  # from a thread of Windows
    name = "toast"

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._toaster: Any = None
        self._is_tried = False
        self._kept: dict[str, Any] = {}
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def is_available(self) -> bool:
        """Whether Windows gave a notifier for this program, and the person did not switch its notices off."""
        if not self._is_tried:
            self._is_tried = True
            self._toaster = _make_toaster()
        return self._toaster is not None and _is_allowed(self._toaster)

    def show_notice(self, toast: Toast, told: Told) -> None:
        """Show it; Windows says at once whether it takes it."""
        try:
            import windows_toasts as library

            made = library.Toast(
                [toast.title, toast.text],
                on_activated=partial(self._on_activated, toast),
                actions=[library.ToastButton(action_text(action), action) for action in toast.actions],
            )
            self._toaster.show_toast(made)
        except Exception:  # noqa: BLE001 - the system's own errors are of many kinds, and the tray is next
            told(False)
            return
        self._kept[made.tag] = made  # its callbacks must outlive this call
        told(True)

    def close(self) -> None:
        """Forget the toasts; Windows keeps them in its centre."""
        self._kept.clear()

    def _on_activated(self, toast: Toast, event: Any) -> None:
        """On a thread of Windows: say what was pressed; the click on the toast itself brings its tag."""
        pressed = str(getattr(event, "arguments", "") or "")
        self._heard.emit(toast, pressed if pressed in toast.actions else OPEN)

    def _on_heard(self, toast: Toast, action: str) -> None:
        self.acted.emit(toast, action)


def _make_toaster() -> Any:
    """A notifier of Windows under the program's own name; None where there is none to be had."""
    try:
        winreg, library = import_module("winreg"), import_module("windows_toasts")
        with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, REGISTERED) as key:
            winreg.SetValueEx(key, "DisplayName", 0, winreg.REG_SZ, "ArcDesk")
        return library.InteractableWindowsToaster("ArcDesk", APPLICATION_ID)
    except Exception:  # noqa: BLE001 - no such library, a closed registry, a Windows without toasts
        return None


def _is_allowed(toaster: Any) -> bool:
    """Whether notices of this program are on in Windows' settings (0 is "enabled")."""
    try:
        return int(toaster.toastNotifier.setting) == 0
    except Exception:  # noqa: BLE001 - a program Windows has not met yet has no setting: show it and see
        return True
