"""Which workspace to open: the one named, the last one, or the first start; refusals in a dialog."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from arcdesk import bootstrap
from arcdesk.bootstrap import Desk
from arcdesk.domain.errors import Refusal
from arcdesk.i18n import tr
from arcdesk.ui.context import sentence
from arcdesk.ui.single_instance import Instance, call_first
from arcdesk.ui.theme import L, M, S
from arcdesk.ui.widgets import button, char_width, label
from arcdesk.workspace import is_workspace

if TYPE_CHECKING:
    from arcdesk.clock import Clock
    from arcdesk.settings import MachineSettings
    from arcdesk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Opened:
    """The desk that was opened, or the exit status of a start that ends here.

    After a first start ``imports`` says that data are to come in next, from ``file`` if chosen.
    """

    desk: Desk | None
    instance: Instance | None = None
    status: int = 0
    imports: bool = False
    file: Path | None = None


class Choice(Enum):
    """What to do about a workspace that can't be opened."""

    AGAIN = "again"
    OTHER = "other"
    READ = "read"
    QUIT = "quit"


def standard_folder() -> Path:
    """``Documents/ArcDesk`` of this user."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) / "ArcDesk"


def wanted_folder(folder: Path | None, settings: MachineSettings) -> Path:
    """The folder named, else the workspace used last if it still exists, else the standard one."""
    if folder is not None:
        return folder
    last = settings.last_workspace
    return last if last is not None and is_workspace(last) else standard_folder()


def choose_workspace(folder: Path | None, settings: MachineSettings, clock: Clock, theme: Theme) -> Opened:
    """Open a workspace, asking the person where it can't be done without."""
    target = wanted_folder(folder, settings)
    write = True
    while True:
        if not is_workspace(target):
            return _first_start(target, clock, theme)
        if write and call_first(target):
            return Opened(None)
        try:
            return Opened(bootstrap.build(target, clock, write=write), Instance(target) if write else None)
        except Refusal as refusal:
            dialog = RefusedDialog(refusal, target)
            dialog.exec()
            if dialog.choice is Choice.QUIT:
                return Opened(None, status=2)
            write = dialog.choice is not Choice.READ
            if dialog.choice is Choice.OTHER and dialog.folder is not None:
                target = dialog.folder


def _first_start(target: Path, clock: Clock, theme: Theme) -> Opened:
    from arcdesk.ui.dialogs.first_start import ask

    answer = ask(lambda folder, company: bootstrap.create(folder, clock, company), target, theme)
    if answer is None:
        return Opened(None)
    instance = Instance(answer.desk.workspace.folder)
    return Opened(answer.desk, instance, imports=answer.wants_import, file=answer.file)


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
