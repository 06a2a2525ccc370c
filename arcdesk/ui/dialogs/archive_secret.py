"""The password of a backup, asked for before anything is restored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.i18n import tr
from arcdesk.ui.panels.unlock_form import UnlockForm
from arcdesk.ui.theme import L, M
from arcdesk.ui.widgets import button, char_width, label

if TYPE_CHECKING:
    from arcdesk.ui.context import UiContext


class ArchiveSecretDialog(QDialog):
    """A wrong one is said in one sentence, and nothing is written before the right one is known.

    Signals:
        told(str): the password or recovery key that opens the backup.
    """

    told = Signal(str)

    def __init__(self, context: UiContext, archive: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("archive_secret")
        self.setWindowTitle(tr("Restoring"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

        def check(secret: str) -> str:
            from arcdesk.services.restore import check_secret

            check_secret(archive, secret)
            return secret

        self.form = UnlockForm(context.jobs, context.theme, check)
        self.form.unlocked.connect(self._on_unlocked)
        self.form.open_button.setDefault(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, M)
        box.setSpacing(M)
        box.addWidget(label(tr("“{name}” is protected by a password", name=archive.name), "heading", wrap=True))
        about = tr("A backup opens by the password or the recovery key of the day it was made.")
        box.addWidget(label(about, "muted", wrap=True))
        box.addWidget(self.form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(tr("Cancel"), "archive_cancel", self.reject))
        box.addLayout(foot)
        self.setMinimumWidth(char_width(self) * 64)
        self.form.start()

    @Slot(object)
    def _on_unlocked(self, secret: object) -> None:
        self.accept()
        self.told.emit(str(secret))
