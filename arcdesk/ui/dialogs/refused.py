"""The workspace could not be opened: why, and what one can do now."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, char_width, label


class Choice(Enum):
    """What to do about a workspace that can't be opened."""

    AGAIN = "again"
    OTHER = "other"
    READ = "read"
    QUIT = "quit"


class RefusedDialog(QDialog):
    """Says why a workspace was not opened, that nothing was changed, and what one can do."""

    def __init__(self, refusal: Refusal, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choice = Choice.QUIT
        self.folder: Path | None = None
        self._start = folder
        self.setObjectName("refused_dialog")
        self.setWindowTitle("ArcDesk")
        box = QVBoxLayout(self)
        box.setContentsMargins(L, L, L, L)
        box.setSpacing(M)
        box.addWidget(label(tr("The workspace was not opened"), "heading"))
        self.text = label(sentence(refusal), wrap=True, selectable=True)
        box.addWidget(self.text)
        box.addWidget(label(tr("Nothing was changed."), "muted"))
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addStretch(1)
        again = button(tr("Try again"), "try_again", lambda: self._end(Choice.AGAIN), primary=True)
        for made in (
            button(tr("Quit|program"), "quit", lambda: self._end(Choice.QUIT)),
            button(tr("Another folder…"), "other_folder", self._other),
            button(tr("Open for reading"), "open_reading", lambda: self._end(Choice.READ)),
            again,
        ):
            row.addWidget(made)
        box.addLayout(row)
        again.setDefault(True)
        again.setFocus()
        self.setMinimumWidth(char_width(self) * 70)

    def _other(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Choose a workspace folder"), str(self._start))
        if chosen:
            self.folder = Path(chosen)
            self._end(Choice.OTHER)

    def _end(self, choice: Choice) -> None:
        self.choice = choice
        self.accept()
