"""The lock: a cover over everything that names somebody, opened by whoever may open the books.

Nothing is closed and nothing stops. Pages keep what is typed, jobs go on, and dialogs are put away and come back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.idle import IdleWatch
from arcdesk.ui.lock_cover import LockCover
from arcdesk.ui.session_lock import SessionWatch

if TYPE_CHECKING:
    from arcdesk.settings import MachineSettings
    from arcdesk.ui.main_window import MainWindow

MINUTES = (0, 5, 15, 30)
DEFAULT_MINUTES = 15
MINUTES_KEY, SCREEN_KEY = "lock_minutes", "lock_with_screen"
SYSTEM_WINDOWS = frozenset({"QSystemTrayIconSys", "QTipLabel"})
"""Qt's own: the icon beside the clock on X11, and the tip of what is in sight."""
NAMELESS = "names_nobody"
"""Property of a window that may stay in sight while the books are locked."""


def lock_minutes(settings: MachineSettings) -> int:
    """After how many minutes this computer locks; 0 for never."""
    value = settings.get(MINUTES_KEY, DEFAULT_MINUTES)
    return value if value in MINUTES else DEFAULT_MINUTES


def locks_with_screen(settings: MachineSettings) -> bool:
    """Whether the books are locked with the screen of this computer."""
    return settings.get(SCREEN_KEY, True) is not False


class WindowLock(QObject):
    """Locks the main window and everything around it, where the books have a password."""

    def __init__(self, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._context = window, window.context
        self._cover: LockCover | None = None
        self._away: list[QWidget] = []
        self._ended: list[QWidget] = []
        self._still: list[QShortcut] = []
        self._focus: QWidget | None = None
        self._idle = IdleWatch(self._context.clock, self._minutes, self)
        self._idle.passed.connect(self.lock)
        self._session = SessionWatch(window, self)
        self._session.locked.connect(self._on_screen_locked)
        self._context.lock_requested.connect(self.lock_now)

    @property
    def is_locked(self) -> bool:
        """Whether the cover is on."""
        return self._cover is not None

    @property
    def can_lock(self) -> bool:
        """Whether there is a password to open it again."""
        return self._context.desk.workspace.key_file.is_protected

    def start(self) -> None:
        """Watch the clock and the screen."""
        self._idle.start()
        self._session.start()

    def stop(self) -> None:
        """The window is about to go."""
        self._idle.stop()
        self._session.stop()
        self._stop_watching()

    @Slot()
    def lock_now(self) -> None:
        """Because the person said so; without a password say where to set one."""
        if self.can_lock:
            self.lock()
        else:
            self._context.inform(tr("Locking needs a password. Set one in Settings, Security."))

    @Slot()
    def lock(self) -> None:
        """Cover the window and put everything else away."""
        application = QApplication.instance()
        if self.is_locked or not self.can_lock or not isinstance(application, QApplication):
            return
        security = self._context.desk.security
        self._focus = QApplication.focusWidget()
        self._cover = LockCover(
            self._context.jobs, self._context.theme, self._check,
            lambda: "" if security.opens_by_keyring() else None,
        )  # fmt: skip
        self._cover.unlocked.connect(self._on_unlocked)
        self._context.is_locked = True
        application.installEventFilter(self)
        _close_popups()
        for other in sorted(self._others(), key=_depth, reverse=True):
            self._put_away(other)
        self._still = [
            shortcut
            for shortcut in self._window.findChildren(QShortcut, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if shortcut.isEnabled()
        ]
        for shortcut in self._still:
            shortcut.setEnabled(False)
        self._window.cover_with(self._cover)
        self._context.lock_changed.emit(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While locked: a window that opens now is put away before it is seen."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_other(watched):
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, self, lambda: self._put_away(watched))
        return False

    @Slot(object)
    def _on_unlocked(self, recovery_key: object) -> None:
        self._stop_watching()
        cover, self._cover = self._cover, None
        self._context.is_locked = False
        for shortcut in self._still:
            if shiboken6.isValid(shortcut):
                shortcut.setEnabled(True)
        self._window.uncover()
        if cover is not None:
            cover.deleteLater()
        away, self._away = self._away, []
        for other in sorted(filter(shiboken6.isValid, away), key=_depth):
            self._bring_back(other)
        self._ended.clear()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus()
        self._context.lock_changed.emit(False)
        if recovery_key:
            self._offer_new_password(str(recovery_key))

    def _check(self, secret: str) -> str:
        """The recovery key if ``secret`` is it, else nothing."""
        security = self._context.desk.security
        security.check(secret)
        return secret if security.is_recovery_key(secret) else ""

    def _offer_new_password(self, recovery_key: str) -> None:
        if self._context.desk.workspace.can_write:
            from arcdesk.ui.dialogs.password import ChangePasswordDialog

            ChangePasswordDialog(self._context, recovery_key, self._window).open()

    @Slot()
    def _on_screen_locked(self) -> None:
        if locks_with_screen(self._context.settings):
            self.lock()

    def _minutes(self) -> int:
        return lock_minutes(self._context.settings) if self.can_lock and not self.is_locked else 0

    def _others(self) -> Iterator[QWidget]:
        return (other for other in QApplication.topLevelWidgets() if other.isVisible() and self._is_other(other))

    def _is_other(self, widget: QWidget) -> bool:
        if not widget.isWindow() or widget is self._window or widget.property(NAMELESS):
            return False
        if widget.metaObject().className() in SYSTEM_WINDOWS:
            return False
        return self._cover is None or self._cover not in _parents(widget)

    def _put_away(self, other: QWidget) -> None:
        """Hide it; a question that the program waits for in place is answered by Cancel, for hiding would end it."""
        if not shiboken6.isValid(other) or not self.is_locked or not other.isVisible():
            return
        if other.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
            other.close()
            other.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
            return
        if isinstance(other, QDialog):
            if other.windowModality() == Qt.WindowModality.ApplicationModal:
                other.reject()
                return
            other.finished.connect(self._on_finished)
        other.hide()
        self._away.append(other)

    @Slot()
    def _on_finished(self) -> None:
        """A dialog whose work ended while it was out of sight does not come back."""
        ended = self.sender()
        if isinstance(ended, QWidget):
            self._ended.append(ended)

    def _bring_back(self, other: QWidget) -> None:
        other.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
        if isinstance(other, QDialog):
            other.finished.disconnect(self._on_finished)
        if other not in self._ended:
            other.show()

    def _stop_watching(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)


def _depth(widget: QWidget) -> int:
    """How many windows stand behind it."""
    return sum(parent.isWindow() for parent in _parents(widget))


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _close_popups() -> None:
    """Menus, lists of choices and tips."""
    QToolTip.hideText()
    for _ in range(20):
        popup = QApplication.activePopupWidget()
        if popup is None:
            return
        popup.close()

