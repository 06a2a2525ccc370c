"""What is seen of locked books: that they are locked, and one line to open them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.icons import pixmap
from arcdesk.ui.panels.unlock_form import UnlockForm
from arcdesk.ui.theme import M, S, Theme
from arcdesk.ui.widgets import char_width, label

if TYPE_CHECKING:
    from arcdesk.ui.jobs import Jobs

PICTURE_PX = 48
WIDTH_CHARACTERS = 52


class LockCover(QWidget):
    """Fills the window; names no company and no customer.

    Signals:
        unlocked(object): what ``check`` returned.
    """

    unlocked = Signal(object)

    def __init__(
        self,
        jobs: Jobs,
        theme: Theme,
        check: Callable[[str], object],
        by_keyring: Callable[[], object | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("lock_cover")
        self._theme = theme
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.form = UnlockForm(jobs, theme, check, by_keyring)
        self.form.unlocked.connect(self.unlocked)
        title = label(tr("ArcDesk is locked"), "title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        about = label(tr("What was being typed is kept, and work under way goes on."), "muted", wrap=True)
        about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout()
        column.setSpacing(S)
        column.addStretch(2)
        for part in (self._picture, title, about):
            column.addWidget(part)
        column.addSpacing(M)
        column.addWidget(self.form)
        column.addStretch(3)
        self.form.setFixedWidth(char_width(self) * WIDTH_CHARACTERS)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        theme.changed.connect(self._draw)
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():  # coming back from the task bar is no reason to forget what was typed
            self.form.start()

    def _draw(self) -> None:
        self._picture.setPixmap(pixmap("lock", self._theme, PICTURE_PX, "accent", self.devicePixelRatioF()))
