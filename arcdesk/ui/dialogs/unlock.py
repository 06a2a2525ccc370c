"""A protected workspace at the start: asked for calmly, before any window stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from arcdesk import unlocking
from arcdesk.i18n import tr
from arcdesk.ui.icons import pixmap
from arcdesk.ui.jobs import Jobs
from arcdesk.ui.panels.unlock_form import UnlockForm
from arcdesk.ui.theme import L, M, S, Theme
from arcdesk.ui.widgets import button, char_width, label

if TYPE_CHECKING:
    from arcdesk.secret_store import SecretStore
    from arcdesk.unlocking import Unlocked

PICTURE_PX, WIDTH_CHARACTERS = 32, 64
LONGEST_NAME = 32
LEAVE_SECONDS = 0.2


class UnlockDialog(QDialog):
    """Asks for the password or the recovery key of ``folder``.

    ``answer`` is the key once it is known, ``other`` another folder that was chosen instead; neither after Cancel.
    """

    def __init__(
        self,
        folder: Path,
        theme: Theme,
        jobs: Jobs | None = None,
        secrets: SecretStore | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer: Unlocked | None = None
        self.other: Path | None = None
        self._folder = folder
        self.setObjectName("unlock_dialog")
        self.setWindowTitle("ArcDesk")
        self._jobs = jobs if jobs is not None else Jobs(parent=self)
        self.form = UnlockForm(
            self._jobs,
            theme,
            lambda secret: unlocking.by_secret(folder, secret),
            lambda: unlocking.by_keyring(folder, secrets),
        )
        self.form.unlocked.connect(self._on_unlocked)
        self.form.open_button.setDefault(True)
        picture = QLabel()
        picture.setPixmap(pixmap("lock", theme, PICTURE_PX, "accent", self.devicePixelRatioF()))
        words = QVBoxLayout()
        words.setSpacing(0)
        name = folder.name if len(folder.name) <= LONGEST_NAME else f"{folder.name[: LONGEST_NAME - 1]}…"
        words.addWidget(label(tr("“{name}” is protected by a password", name=name), "heading", wrap=True))
        path = label("", "muted")
        room = char_width(path) * (WIDTH_CHARACTERS - 12)
        path.setText(path.fontMetrics().elidedText(str(folder), Qt.TextElideMode.ElideMiddle, room))
        path.setToolTip(str(folder))
        words.addWidget(path)
        head = QHBoxLayout()
        head.setSpacing(M)
        head.addWidget(picture)
        head.addLayout(words, 1)
        foot = QHBoxLayout()
        foot.setSpacing(S)
        foot.addWidget(button(tr("Another folder…"), "unlock_other", self._on_other, flat=True))
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), "unlock_cancel", self.reject))
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addLayout(head)
        box.addWidget(self.form)
        forgotten = tr("Forgotten? The recovery key on the printed sheet opens them too, and sets a new password.")
        box.addWidget(label(forgotten, "muted", wrap=True))
        box.addLayout(foot)
        self.setMinimumWidth(char_width(self) * WIDTH_CHARACTERS)
        self.form.start()

    def done(self, result: int) -> None:
        """Let go of the thread that derives keys."""
        self._jobs.close(LEAVE_SECONDS)  # a keyring may be waiting for its own dialog
        super().done(result)

    @Slot(object)
    def _on_unlocked(self, opened: Unlocked) -> None:
        self.answer = opened
        self.accept()

    @Slot()
    def _on_other(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose a workspace folder"), str(self._folder))
        if chosen:
            self.other = Path(chosen)
            self.accept()
